"""The page as a file: its links, its security policy, and that it is reproducible."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import Any

import folium
import geopandas as gpd
import pytest
from folium import plugins

from dateline.diagnostics import finding
from dateline.errors import OutputError, SettingsError
from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.map_settings import MapSettings
from dateline.render import Assets, EventMap, build_map, render_page
from dateline.render.assets import read_asset
from dateline.render.page import WORKER_ABOVE
from dateline.render.plain import HIDDEN_ABOVE, PLAIN_EVENTS, plain_rows
from dateline.settings import OutputSettings, PlaceSettings, Settings
from sample_events import point, sample_events, table_of


def render(gdf: gpd.GeoDataFrame, settings: Settings | None = None, **more: Any) -> str:
    chosen = settings or Settings()
    styled, layers = assign_layers(gdf, chosen)
    return render_page(styled, layers, chosen, **more).decode("utf-8")


def map_of(gdf: gpd.GeoDataFrame) -> EventMap:
    styled, layers = assign_layers(gdf, Settings())
    return build_map(styled, layers, Settings())


class Reader(HTMLParser):
    """Collects the elements of a page, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.title = ""
        self._open = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        runs = tag == "style" or (tag == "script" and "type" not in dict(attrs))
        self._open = tag if runs or tag == "title" else ""
        if runs:
            self.inline[tag].append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the base class has it
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data
        elif self._open:
            self.inline[self._open][-1] += data

    def policy(self) -> dict[str, list[str]]:
        metas = [attrs for tag, attrs in self.elements if tag == "meta"]
        content = next(m["content"] for m in metas if "http-equiv" in m)
        assert content
        return {part.split()[0]: part.split()[1:] for part in content.split(";")}


@pytest.fixture(scope="module")
def page() -> str:
    return render(sample_events(), Settings(title="A & B <map>", description="d", note="n"))


def test_document_is_whole(page: str) -> None:
    """The page has doctype, language, title and viewport, and nothing after its end."""
    assert page.startswith("<!doctype html>\n<html lang=")
    assert page.rstrip().endswith("</body>\n</html>")
    assert Reader(page).title == "A & B <map>"
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page


def test_page_links_to_nothing(page: str) -> None:
    """No element loads anything from elsewhere."""
    for tag, attributes in Reader(page).elements:
        assert tag not in {"iframe", "object", "embed", "base", "img"}
        assert not {"src", "action", "onclick", "style"} & set(attributes), tag
        # A link to a source is followed by the reader alone.
        assert tag == "a" or (attributes.get("href") or "data:").startswith("data:"), tag


def test_page_stays_small(page: str) -> None:
    """A map of a dozen events, with base map and program, is smaller than a megabyte."""
    assert len(page.encode()) < 1_000_000


def test_policy_comes_before_anything_it_governs(page: str) -> None:
    """The policy comes first in the head, after the encoding."""
    policy = page.index("Content-Security-Policy")
    assert policy < min(page.index(tag) for tag in ("<title", "<style", "<script"))


def test_policy_names_the_hash_of_every_script_and_style(page: str) -> None:
    """Only the page's own scripts may run: no `unsafe`, no host, no request."""
    reader = Reader(page)
    policy = reader.policy()
    for kind, contents in reader.inline.items():
        hashes = [b64encode(hashlib.sha256(c.encode()).digest()).decode() for c in contents]
        assert [f"'sha256-{h}'" for h in hashes] == policy[f"{kind}-src"]
    assert policy["default-src"] == ["'none'"]
    assert policy["connect-src"] == ["'none'"]
    assert policy["img-src"] == ["data:"]
    assert "unsafe" not in str(policy)


def test_tiles_open_the_policy_for_their_host_alone() -> None:
    """With online tiles, images are allowed from that one host."""
    settings = Settings(
        map=MapSettings(
            tiles="https://{s}.tiles.example.org/{z}/{x}/{y}.png", tiles_attribution="Tiles © X"
        )
    )
    html = render(sample_events(), settings)
    assert Reader(html).policy()["img-src"] == ["data:", "https://*.tiles.example.org"]
    assert "Tiles © X" in html


@pytest.mark.parametrize(
    "tiles",
    [
        "tiles/{z}/{x}/{y}.png",
        "javascript:alert(1)",
        "https://a; script-src *//{z}",
        "https://[/{z}",
        "https://a\u2100b/{z}",
    ],
)
def test_tiles_that_are_no_address_stop_the_build(tiles: str) -> None:
    """A tile setting that cannot be put into the policy is refused."""
    with pytest.raises(SettingsError, match=r"map\.tiles"):
        render(sample_events(), Settings(map=MapSettings(tiles=tiles, tiles_attribution="X")))


def test_same_events_make_the_same_bytes(page: str) -> None:
    """Two runs write the same page, without times or random names."""
    again = render(sample_events(), Settings(title="A & B <map>", description="d", note="n"))
    assert page == again
    assert not re.search(r"_[0-9a-f]{32}", again)


def test_template_code_in_text_is_text() -> None:
    """`{{ }}` in a title is not run as template code, as folium would do."""
    gdf = table_of([{"event_id": "a", "title": "{{ 7 * 191 }}{% x %}", **point(1, 2)}])
    html = render(gdf, Settings(title="{{ 7 * 191 }}"))
    assert "{{ 7 * 191 }}{% x %}" in html
    assert "1337" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_markup_in_text_is_escaped() -> None:
    """Markup in title, note and events creates no elements."""
    attack = "</script><script>alert(1)</script><!--"
    gdf = table_of([{"event_id": attack, "title": attack, "where": attack}])
    settings = Settings(
        title=attack,
        description=attack,
        note=attack,
        language='"><script>',
        output=OutputSettings(show_findings=True),
    )
    found = [finding("place-unknown", attack)]
    safe = [tag for tag, _ in Reader(render(sample_events())).elements]
    tags = [tag for tag, _ in Reader(render(gdf, settings, diagnostics=found)).elements]
    assert safe.count("script") == tags.count("script")


def test_events_are_in_the_page_without_javascript(page: str) -> None:
    """A plain table has every event, for readers and search engines without JavaScript."""
    assert page.count("<tr>") == 1 + len(sample_events())
    assert "<td>undated</td>" in page


def test_page_of_few_events_brings_no_worker() -> None:
    """Only a page of many events contains the worker script."""
    rows = [{"event_id": str(n), "title": "A", **point(35, 49)} for n in range(WORKER_ABOVE + 1)]
    worker = 'id="dateline-worker"'
    assert worker in render(table_of(rows))
    assert worker not in render(table_of(rows[1:]))


def test_plain_table_is_complete_up_to_a_limit() -> None:
    """Beyond 5,000 events the plain table says how many it leaves out, and where they are."""
    rows = [{"event_id": f"e{n}", "title": "x", **point(1, 2)} for n in range(PLAIN_EVENTS + 1)]
    html = render(table_of(rows))
    assert html.count("<tr>") == 1 + PLAIN_EVENTS
    assert "The map has 5,001 events, of which the first 5,000 are listed below." in html
    assert "Events that are not in this table: 1. All events are in events.geojson" in html
    html = render(table_of(rows[: HIDDEN_ABOVE + 1]))
    assert html.count("<tr>") == 2 + HIDDEN_ABOVE
    assert "All events are listed below." in html
    assert "not in this table" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_plain_table_says_what_a_card_says() -> None:
    """Dates are in words, places as precise as known, with status, figures and safe links."""
    common = {"event_id": "a", "title": "A"}
    sumy = {"place_name": "Sumy", "where": "near Sumy", **point(34.8, 50.9)}
    rows = [
        {**common, **sumy, "place_precision": "near", "when": "2024-01/2024-02",
         "start": "2024-01-01", "end": "2024-03-01", "status": "occurred",
         "verification": "unverified", "fatalities_best": 5, "fatalities_low": 3,
         "figures": [{"label": "Losses", "value": 90, "unit": "%"}, {"label": "Tents"},
                     {"label": "Men", "value": None, "low": 1000, "high": 2500.5}],
         "sources": [{"title": "T", "publisher": "P", "url": "https://a.example/?x=1&y=2"},
                     {"publisher": "Q", "url": "javascript:alert(1)"}]},
        {**common, **sumy, "event_id": "b", "place_precision": "admin1",
         "place_certainty": "uncertain", "start": "2025-01-01"},
        {**common, "event_id": "c", "where": "Nowhereville", "record_status": "retracted"},
        {**common, "event_id": "d", "where": "From A to B", "place_name": "A; B",
         "place_precision": "linear", **point(1, 2)},
    ]  # fmt: skip
    first, second, third, fourth = plain_rows(table_of(rows), load_words())
    assert first["when"] == "January–February 2024"
    assert first["place"] == "near Sumy"
    assert first["status"] == "Occurred · Unverified"
    assert first["figures"] == [
        "Losses: 90 %", "Tents: not reported", "Men: 1,000–2,500.5", "Deaths: 5 (at least 3)"
    ]  # fmt: skip
    assert [(one["title"], one["url"], one["about"]) for one in first["sources"]] == [
        ("T", "https://a.example/?x=1&y=2", "P"),
        ("Q", "", ""),
    ]
    assert second["place"] == "Sumy (somewhere in the region, place uncertain)"
    assert third["place"] == "Nowhereville (not mapped)"
    assert third["status"] == "Status not stated · Verification not stated · Retracted"
    assert third["when"] == "undated"
    assert fourth["place"] == "A → B"


def test_plain_table_of_many_events_has_no_sources() -> None:
    """Links to sources would be most of a long table; places without a name are coordinates."""
    source = {"sources": [{"url": "https://a.example/1"}], **point(137.5512, -35.25)}
    few = [{"event_id": str(n), "title": "A", **source} for n in range(HIDDEN_ABOVE)]
    many = [*few, {**few[0], "event_id": "last"}]
    assert [len(row["sources"]) for row in plain_rows(table_of(few), load_words())] == [1] * len(
        few
    )
    rows = plain_rows(table_of(many), load_words())
    assert not any(row["sources"] for row in rows)
    assert {row["place"] for row in rows} == {"35.25° S, 137.5512° E"}
    html = render(table_of(many))
    assert "https://a.example/1" not in html[html.index("<noscript") : html.index("</noscript")]


@pytest.mark.parametrize(
    ("worldview", "words"),
    [
        ("un", "as recognised by the UN General Assembly"),
        ("de-facto", "as controlled in practice"),
    ],
)
def test_page_says_whose_borders_it_draws(worldview: Any, words: str) -> None:
    """The map names the worldview of its borders and the sources of its data."""
    html = render(sample_events(), Settings(place=PlaceSettings(worldview=worldview)))
    assert words in html
    assert "GeoNames (CC BY 4.0)" in html


def test_no_events_make_a_page() -> None:
    """A table without rows gives a page."""
    assert "Reported events" in render(sample_events().iloc[:0])


def test_map_is_a_folium_map_and_saves_whole(tmp_path: Any) -> None:
    """`save()` of the map writes a page that loads nothing from elsewhere."""
    events = map_of(sample_events())
    assert isinstance(events, folium.Map)
    path = tmp_path / "map.html"
    events.save(str(path))
    html = path.read_text(encoding="utf-8")
    # A link to a source is followed by the reader alone.
    links = [a.get("src") or a.get("href") for tag, a in Reader(html).elements if tag != "a"]
    assert not [link for link in links if link and not link.startswith("data:")]


def test_other_folium_layers_find_the_map() -> None:
    """A folium layer is added to the page's own Leaflet map."""
    events = map_of(sample_events())
    folium.CircleMarker([50, 30], radius=5).add_to(events)
    html = events.get_root().render()
    assert "var map_dateline = dateline.map;" in html
    assert ").addTo(map_dateline)" in html
    assert not [a["src"] for tag, a in Reader(html).elements if tag == "script" and "src" in a]


@pytest.mark.filterwarnings("ignore:the page loads")
@pytest.mark.parametrize("assets", ["link", "inline"])
def test_rendering_twice_adds_nothing(assets: Assets) -> None:
    """A map that is shown and then saved contains its events once, and each script once."""
    events = map_of(sample_events())
    assert events.get_root().render() == events.get_root().render()
    styled, layers = assign_layers(sample_events(), Settings())
    added = build_map(styled, layers, Settings(), assets=assets)
    plugins.MarkerCluster().add_to(added)
    plugins.HeatMap([[50, 30]]).add_to(added)
    once, twice = added.get_root().render(), added.get_root().render()
    for element in ("<script", "<style", "<link", "markercluster.js"):
        assert once.count(element) == twice.count(element) > 0


def test_missing_program_says_how_to_make_it() -> None:
    """If the package was not built, the error says what to do."""
    with pytest.raises(OutputError, match="make web"):
        read_asset("no-such-file.js")
