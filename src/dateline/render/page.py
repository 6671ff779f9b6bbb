"""Renders the page: the folium map as HTML, with a Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

import geopandas as gpd
import jinja2
import numpy as np
import shapely
from markupsafe import Markup

from dateline.as_of import newest_day
from dateline.diagnostics import Diagnostic, count_by_severity
from dateline.errors import SettingsError
from dateline.layers import Layer
from dateline.map_settings import MapSettings
from dateline.media import NO_PICTURES, Pictures
from dateline.one_line import clipped
from dateline.origins import public_findings, with_public_origins
from dateline.progress import Advance, part, unwatched
from dateline.render.assets import read_asset, read_program, read_shell
from dateline.render.document import (
    MAP_NAME,
    MAP_SCRIPT,
    MEDIA,
    NUMBERS,
    STORY,
    Assets,
    BaseMapUse,
    Document,
    Feature,
    Parts,
)
from dateline.render.languages import page_words, word_nodes
from dateline.render.links import hosts
from dateline.render.logo import logo_address
from dateline.render.page_basemap import PageBasemap, data_node
from dateline.render.page_pictures import with_pictures
from dateline.render.payload import Payload, encode_payload
from dateline.render.picture import NUMBERED, plain_picture
from dateline.render.picture.qr import qr_picture
from dateline.render.plain import HIDDEN_ABOVE, plain_rows
from dateline.render.policy import Hosts
from dateline.render.preview import preview_address
from dateline.render.search_texts import SEARCHED, encode_names, searched_texts
from dateline.render.split import Site, split_texts
from dateline.render.story import story_node
from dateline.render.text import MOST_WITH_LONG_HEAD
from dateline.render.towns import event_positions
from dateline.settings import Settings
from dateline.story import Story

if TYPE_CHECKING:
    from dateline.render.event_map import EventMap

#: Above this many events the page includes a Web Worker.
WORKER_ABOVE: Final = 5_000

#: Approximate size of the page without its events: program, style and base map.
_FRAME_BYTES: Final = 700_000

#: Placeholders for the texts and the columns while the page is rendered. Text from events is always
#: escaped, so it can't contain them.
_TEXTS: Final = "<!-- texts -->"
_COLUMNS: Final = "<!-- columns -->"

#: Number of findings that the page lists; the others are only counted.
_LISTED_FINDINGS: Final = 200

#: The payload's share of the work of a page, for the progress display.
_ENCODING: Final = 0.9


class _Data(NamedTuple):
    """The data of a page: the events, the base map near them, and whether there are pictures."""

    payload: Payload
    basemap: PageBasemap
    has_pictures: bool = False


def build_map(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    diagnostics: Sequence[Diagnostic] = (),
    pictures: Pictures = NO_PICTURES,
    assets: Assets = "link",
    base_map: BaseMapUse = "shared",
) -> EventMap:
    """Return a self-contained folium map of the events; any folium layer can be added to it.

    Args:
        gdf: The events (OGC:CRS84) with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``gdf``.
        settings: Read: ``title``, ``description``, ``note``, ``language``, ``map``,
            ``place.worldview``, ``output.origin`` and ``output.show_findings``.
        diagnostics: Findings to list on the page, with ``output.show_findings``.
        pictures: As ``embed_pictures`` returned them with ``gdf``.
        assets: What to do with scripts and styles of added layers: see :class:`EventMap`.
        base_map: Whether the maps of a notebook share their base map: see :class:`EventMap`.

    Raises:
        OutputError: The package was not built, so the compiled page is missing.
        SettingsError: ``map.tiles`` is not a tile URL, or ``assets`` or ``base_map`` is another
            word.
    """
    from dateline.render.event_map import EventMap  # noqa: PLC0415 - folium takes a while to load

    _check_word("assets", assets, get_args(Assets))
    _check_word("base_map", base_map, get_args(BaseMapUse))
    data = _encode(gdf, layers, settings, diagnostics=diagnostics, pictures=pictures)
    texts = "".join(_text_nodes(data.payload))
    made = EventMap(_document(settings), _parts(data, gdf, layers, settings=settings, text=texts))
    made.assets, made.base_map = assets, base_map
    return made


def _check_word(name: str, word: str, words: Sequence[str]) -> None:
    if word not in words:
        listed = " or ".join(f'"{one}"' for one in words)
        raise SettingsError(
            f'{name} is "{clipped(word)}", expected {listed}', hint="use one of them"
        )


def _encode(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    diagnostics: Sequence[Diagnostic],
    pictures: Pictures,
    advance: Advance = unwatched,
) -> _Data:
    gdf = with_pictures(with_public_origins(gdf, settings), pictures)
    searched = searched_texts(gdf) if len(gdf) <= MOST_WITH_LONG_HEAD else None
    if searched is not None:
        gdf = gdf.assign(**{SEARCHED: searched})
    shown = diagnostics if settings.output.show_findings else ()
    entry = _page_entry(settings, public_findings(shown[:_LISTED_FINDINGS], settings))
    entry["as_of"] = newest_day(gdf)
    entry["finding_counts"] = dict(sorted(count_by_severity(shown).items()))
    # The base map is selected in parallel with encoding the events, which takes longer.
    basemap = PageBasemap(*_places(gdf), event_positions(gdf), settings.place.worldview)
    with ThreadPoolExecutor(2) as pool:
        selected = pool.submit(lambda: basemap.whole)
        names = pool.submit(encode_names, gdf, settings)
        payload = encode_payload(
            gdf,
            layers,
            page=entry,
            facets=settings.map.facets,
            style=settings.style,
            pictures=pictures.nodes,
            advance=part(advance, 0, _ENCODING),
        )
        selected.result()
    return _Data(replace(payload, names=names.result()), basemap, bool(pictures.nodes))


def _text_nodes(payload: Payload) -> Iterator[str]:
    """Yield the script elements that the program reads on demand, in pieces."""
    nodes = enumerate(payload.text_nodes)
    named = [("dateline-ids", payload.ids), *((f"dateline-text-{n}", node) for n, node in nodes)]
    for name, node in named:
        opening, closing = data_node(name, _TEXTS).split(_TEXTS)
        yield from (opening, node, closing)


def _parts(
    made: _Data,
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    settings: Settings,
    text: str,
    story: Story | None = None,
) -> Parts:
    """Return the parts of the page, with the texts in the script elements ``text``."""
    has = {STORY: story, MEDIA: made.has_pictures, NUMBERS: len(gdf) <= NUMBERED}
    features = tuple(feature for feature, is_on in has.items() if is_on)
    data = (
        word_nodes(settings, has_story=story is not None, has_pictures=made.has_pictures)
        + data_node("dateline-header", made.payload.header, kind="application/json")
        + data_node("dateline-core", made.payload.core)
        + (data_node("dateline-names", made.payload.names) if made.payload.names else "")
        + (story_node(story) if story else "")
        + (_worker() if len(gdf) > WORKER_ABOVE else "")
    )
    return Parts(
        _style(features),
        _shell(gdf, layers, settings),
        data,
        made.basemap,
        text,
        has_tiles=bool(settings.map.tiles),
        features=features,
    )


def _document(settings: Settings, *, is_split: bool = False) -> Document:
    tiles = settings.map.tiles
    hosts_used = Hosts(images=[_tiles_host(tiles)]) if tiles else Hosts()
    return Document(
        settings.title,
        settings.language,
        settings.description,
        page_words(settings),
        hosts_used,
        is_split=is_split,
        address=settings.page.address,
        preview=preview_address(settings),
    )


def render_page(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    diagnostics: Sequence[Diagnostic] = (),
    story: Story | None = None,
    pictures: Pictures = NO_PICTURES,
) -> bytes:
    """Return the page as one HTML file in UTF-8; the same events give the same bytes.

    Its Content-Security-Policy allows only the scripts and styles in the page, by hash, and no
    network requests, except images from the host of ``map.tiles`` if that is set.

    Args:
        gdf: As for :func:`build_map`.
        layers: As for :func:`build_map`.
        settings: As for :func:`build_map`.
        diagnostics: As for :func:`build_map`.
        story: A guided story about them.
        pictures: As for :func:`build_map`.

    Raises:
        OutputError: The package was not built, so the compiled page is missing.
        SettingsError: ``map.tiles`` is not a tile URL.
    """
    data = _encode(gdf, layers, settings, diagnostics=diagnostics, pictures=pictures)
    return Site(_render(data, gdf, layers, settings=settings, story=story)).page


def render_site(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    diagnostics: Sequence[Diagnostic] = (),
    story: Story | None = None,
    pictures: Pictures = NO_PICTURES,
    advance: Advance = unwatched,
) -> Site:
    """Return the page and, if it exceeds ``output.split_above_mb``, its texts as separate files.

    A split page can still be opened from disk. Its policy allows scripts from its own location and
    from nowhere else.

    Args:
        gdf: As for :func:`build_map`.
        layers: As for :func:`build_map`.
        settings: As for :func:`build_map`, and ``output.split_above_mb``.
        diagnostics: As for :func:`build_map`.
        story: A guided story about them.
        pictures: As for :func:`build_map`.
        advance: Called with how much of the page is made.

    Raises:
        OutputError: The package was not built, so the compiled page is missing.
        SettingsError: ``map.tiles`` is not a tile URL.
    """
    data = _encode(
        gdf, layers, settings, diagnostics=diagnostics, pictures=pictures, advance=advance
    )
    payload = data.payload
    size = len(payload.header) + len(payload.core) + len(payload.ids)
    size += sum(map(len, payload.text_nodes)) + _FRAME_BYTES
    if size <= settings.output.split_above_mb * 1_000_000:
        return Site(_render(data, gdf, layers, settings=settings, story=story))
    rest, texts = split_texts(payload)
    return Site(
        _render(
            data._replace(payload=rest), gdf, layers, settings=settings, story=story, is_split=True
        ),
        texts,
    )


def _render(
    made: _Data,
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    settings: Settings,
    story: Story | None,
    is_split: bool = False,
) -> tuple[str, ...]:
    # Texts and columns, most of a large page, are inserted at the end without copying.
    payload = made.payload
    frame = made._replace(payload=replace(payload, core=_COLUMNS))
    parts = _parts(frame, gdf, layers, settings=settings, text=_TEXTS, story=story)
    document = _document(settings, is_split=is_split)
    html = document.render(parts.head(), parts.body(), MAP_SCRIPT)
    before, _, rest = html.partition(_COLUMNS)
    between, _, after = rest.partition(_TEXTS)
    return (before, payload.core, between, *_text_nodes(payload), after)


def _page_entry(settings: Settings, diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    return {
        "title": settings.title,
        "description": settings.description,
        "note": settings.note,
        "language": settings.language,
        "worldview": settings.place.worldview,
        "byline": settings.page.byline,
        "licence": settings.page.licence,
        "open": _open_entry(settings.map),
        "tiles": settings.map.tiles,
        "tiles_attribution": settings.map.tiles_attribution,
        "findings": [
            {"code": d.code, "severity": d.severity, "values": d.values, "file": d.file,
             "line": d.line}
            for d in diagnostics
        ],
    }  # fmt: skip


def _open_entry(settings: MapSettings) -> dict[str, Any]:
    """Return where the map looks and which days it shows when it opens, if that is set."""
    # A name was replaced by a box when the map was built.
    entry = {"view": settings.view, "from": settings.first_day, "to": settings.last_day}
    return {name: value for name, value in entry.items() if value}


def _shell(gdf: gpd.GeoDataFrame, layers: Sequence[Layer], settings: Settings) -> str:
    words = page_words(settings)
    tiles = settings.map.tiles_attribution.rstrip(".") if settings.map.tiles else ""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(read_shell()).render(
        page=settings,
        map_id=MAP_NAME,
        say=words.say,
        logo=logo_address(settings),
        code=Markup(qr_picture(settings.page.address, words.say("paper.code"))),  # noqa: S704 - likewise
        tiles_credit=tiles,
        credits=[f"credit.{part}" for part in (settings.place.worldview, "sources", "software")],
        count=len(gdf),
        rows=plain_rows(gdf, words),
        picture=Markup(plain_picture(gdf, layers, settings, words=words)),  # noqa: S704 - it escapes its texts
        is_hidden=len(gdf) > HIDDEN_ABOVE,
        exports=settings.output.exports,
    )


def _places(gdf: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return lon and lat of the places that need detail: the events, and both ends of lines."""
    geometry = gdf.geometry.array
    lines = shapely.get_parts(geometry[shapely.get_dimensions(geometry) == 1])
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    lon = np.concatenate([gdf["lon"].to_numpy(dtype=float), shapely.get_x(ends)])
    lat = np.concatenate([gdf["lat"].to_numpy(dtype=float), shapely.get_y(ends)])
    return lon, lat


def _worker() -> str:
    return data_node("dateline-worker", read_program("worker.js"))


def _style(features: Sequence[Feature]) -> str:
    """Return the style of the page and of its features."""
    names = ("page.css", *(feature.style for feature in features))
    style = "\n".join(read_asset(name).decode("utf-8").strip() for name in names)
    return style.replace("</", "<\\/")


def _tiles_host(tiles: str) -> str:
    """Return scheme and host of a tile URL for the policy, such as ``https://*.example.org``."""
    found = hosts([tiles])
    if not found or tiles.startswith("//"):
        raise SettingsError(
            f'setting "map.tiles" is "{clipped(tiles)}", expected an http(s) address such as '
            '"https://tiles.example.org/{z}/{x}/{y}.png"',
            hint="fix map.tiles in dateline.toml, or remove it to use the offline base map",
        )
    return found[0]
