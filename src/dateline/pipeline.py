"""The pipeline: files to a geocoded table to a map and GIS files.

This is the only module that knows the order of the steps. It prints nothing and reads no clock.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import geopandas as gpd
import pandas as pd

from dateline.arrow import release_memory
from dateline.dataset import to_python
from dateline.diagnostics import Diagnostic
from dateline.errors import InputError
from dateline.export import (
    check_outputs,
    export_events,
    named_texts,
    refuse_foreign,
    remove_page,
    remove_texts,
    write_atomic,
    write_once,
)
from dateline.gazetteer import Gazetteer
from dateline.geocoder import format_lock, without_lock
from dateline.geocoder import geocode as place
from dateline.geocoder.table import lock as lock_places
from dateline.layers import Layer, assign_layers
from dateline.mapping import map_tables
from dateline.normalise import normalise
from dateline.progress import Progress, ProgressTracker
from dateline.readers import read_tables
from dateline.render import INDEX, TEXTS, Site, build_map, render_page, render_site, site_folder
from dateline.report import Counts, count_events
from dateline.settings import Settings, nearest_settings

if TYPE_CHECKING:
    import folium

_PLACING: Final = ("read", "normalise", "geocode")

_CANDIDATES_NOTE: Final = "“Occurred” marks the chosen place; “forecast” marks the others."


class Events(NamedTuple):
    """A table of events and the findings."""

    table: pd.DataFrame
    diagnostics: list[Diagnostic]


class PlacedEvents(NamedTuple):
    """A geocoded table of events and the findings."""

    table: gpd.GeoDataFrame
    diagnostics: list[Diagnostic]


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build wrote, or the folder of texts next to a page.

    Attributes:
        path: The path of the file or folder.
        size: Size in bytes; for a folder the total of its files.
    """

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    Attributes:
        events: The geocoded table with every event that was read.
        diagnostics: The findings of all steps.
        outputs: The files, in the order they were written.
        counts: The number of events, and how many have a place or a date.
    """

    events: gpd.GeoDataFrame
    diagnostics: list[Diagnostic]
    outputs: tuple[Output, ...]
    counts: Counts


def read(
    paths: Sequence[Path | str] | Path | str,
    settings: Settings | None = None,
    *,
    stdin: bytes | None = None,
) -> Events:
    """Return the events of files as a typed table, and the findings.

    Args:
        paths: Files or folders; ``-`` stands for ``stdin``.
        settings: None means those of the nearest ``dateline.toml``.
        stdin: The bytes that ``-`` stands for.

    Returns:
        One row per event, in the order of files and rows, with the columns of
        ``dateline.schema.COLUMNS`` followed by any others in the files.

    Raises:
        SettingsError: ``dateline.toml`` is not valid.
    """
    given = _path_list(paths)
    chosen = settings or nearest_settings(given)
    raw, found = _read(given, chosen, stdin=stdin)
    table, more = normalise(raw, chosen)
    return Events(table, [*found, *more])


def _read(paths: Sequence[Path | str], settings: Settings, **how: Any) -> Events:
    """Return the raw event table of the files, and the findings of reading and mapping."""
    tables, found = read_tables(paths, settings, **how)
    raw, more = map_tables(tables, settings)
    return Events(raw, [*found, *more])


def geocode(table: pd.DataFrame, settings: Settings | None = None) -> PlacedEvents:
    """Return the events with their places, and the findings.

    Args:
        table: As :func:`read` returns it. Read: ``where``, ``lon``, ``lat``, ``geometry``,
            ``layer`` and ``sources``.
        settings: None means the defaults.

    Returns:
        A GeoDataFrame (OGC:CRS84, lon and lat in degrees) with the rows of ``table`` in their
        order. An event that could not be placed has no geometry.

    Raises:
        GazetteerError: The compiled gazetteer is missing or damaged.
    """
    placed, found = place(table, settings or Settings())
    return PlacedEvents(placed, found)


def folium_map(events: gpd.GeoDataFrame, settings: Settings | None = None) -> folium.Map:
    """Return a folium map of geocoded events; you can add any folium layer to it.

    Args:
        events: As :func:`geocode` returns it.
        settings: None means the defaults.
    """
    chosen = settings or Settings()
    styled, groups = assign_layers(events, chosen)
    return build_map(styled, groups, chosen)


def build(
    paths: Sequence[Path | str] | Path | str,
    settings: Settings | None = None,
    *,
    stdin: bytes | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Write the page and the GIS files that the settings name, and return the result.

    Every file is written completely or not at all. If no event could be read, nothing is written
    and the previous files stay.

    Args:
        paths: Files or folders of events; ``-`` stands for ``stdin``.
        settings: None means those of the nearest ``dateline.toml``.
        stdin: The bytes that ``-`` stands for.
        progress: Called with the stage of the run: as each step begins, while it runs, and at the
            end.

    Raises:
        InputError: No event could be read from any of the paths; ``diagnostics`` says why.
        SettingsError: ``dateline.toml`` is not valid, or names one file twice.
        GazetteerError: The compiled gazetteer is missing or damaged.
        OutputError: A file cannot be written, or the suffix of an export is unknown.
    """
    given = _path_list(paths)
    chosen = settings or nearest_settings(given)
    check_outputs(chosen)
    tracker = ProgressTracker(_steps(chosen), progress)
    placed = _place_events(given, chosen, stdin=stdin, tracker=tracker)
    tracker.begin("layers", events=len(placed.table))
    styled, groups = assign_layers(placed.table, chosen)
    found = placed.diagnostics
    del placed
    outputs = _write(styled, groups, chosen, found=found, tracker=tracker)
    tracker.end()
    return BuildResult(styled, found, outputs, count_events(styled))


def place_events(
    paths: Sequence[Path | str], settings: Settings, *, stdin: bytes | None = None
) -> PlacedEvents:
    """Return the events of files with their places: all steps up to ``geocode``.

    Raises:
        InputError: No event could be read from any of the paths.
    """
    return _place_events(paths, settings, stdin=stdin, tracker=ProgressTracker(_PLACING))


def _place_events(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    stdin: bytes | None,
    tracker: ProgressTracker,
) -> PlacedEvents:
    tracker.begin("read")
    raw, found = _read(paths, settings, stdin=stdin, advance=tracker.advance)
    if raw.empty:
        raise NothingReadError(paths, found)
    tracker.begin("normalise", events=len(raw))
    table, more = normalise(raw, settings)
    # Free the table of each step early: it may take half a gigabyte.
    del raw
    release_memory()
    tracker.begin("geocode", events=len(table))
    placed, most = place(table, settings, advance=tracker.advance)
    del table
    release_memory()
    return PlacedEvents(placed, [*found, *more, *most])


def place_expressions(expressions: Sequence[str], settings: Settings) -> PlacedEvents:
    """Return the meaning of place expressions, each resolved without the others as context.

    Args:
        expressions: In the ``where`` language.
        settings: Read: ``place`` and ``root``.

    Returns:
        One row per expression, in their order, with the columns of a geocoded event table.
    """
    tables, found = [], []
    with Gazetteer.open(additions=settings.path(settings.place.gazetteer)) as gazetteer:
        for text in expressions:
            raw = pd.DataFrame({"title": [text], "where": [text]})
            table, _ = normalise(raw, settings)
            placed, more = place(table, settings, gazetteer=gazetteer)
            tables.append(placed)
            found += more
    return PlacedEvents(gpd.GeoDataFrame(pd.concat(tables, ignore_index=True)), found)


def map_candidates(places: gpd.GeoDataFrame, settings: Settings) -> bytes:
    """Return a page that shows the place chosen for each expression, and the other candidates.

    Each expression is a layer. The chosen place is an event of status *occurred*; the others are
    events of status *forecast* with the tag *alternative*.

    Args:
        places: As :func:`place_expressions` returns them.
        settings: The settings that they were found with.
    """
    chosen = places.copy()
    chosen["layer"] = _as_layers(chosen["where"])
    chosen["status"] = "occurred"
    named = chosen[["place_name", "place_kind", "country"]]
    chosen["title"] = [_titled(*words) for words in named.itertuples(index=False)]
    chosen["title"] = chosen["title"].where(chosen["geometry"].notna(), chosen["where"])
    chosen["description"] = chosen["geocode_reason"]
    runners_up = to_python(chosen["geocode_alternatives"])
    others = [
        {
            "title": _titled(other["place_name"], other["kind"], other["country"]),
            "where": other["place_id"],
            "layer": layer,
            "status": "forecast",
            "tags": "alternative",
            "description": f"Score {other['score']:.2f}",
        }
        for layer, found in zip(chosen["layer"], runners_up, strict=True)
        for other in found
    ]
    tables = [chosen]
    if others:
        tables.append(place(normalise(pd.DataFrame(others), settings)[0], settings)[0])
    together = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=chosen.crs)
    together["event_id"] = [f"place-{number}" for number in range(1, len(together) + 1)]
    heading = f"Places: {', '.join(chosen['where'])[:200]}"
    titled = dataclasses.replace(
        settings, title=heading, description=_CANDIDATES_NOTE, note="", layers=()
    )
    styled, groups = assign_layers(together, titled)
    return render_page(styled, groups, titled, diagnostics=[])


def _titled(name: object, *rest: object) -> str:
    details = ", ".join(word for word in rest if isinstance(word, str) and word)
    return f"{name} ({details})" if details else str(name)


def _as_layers(expressions: pd.Series[str]) -> pd.Series[str]:
    """Return the expressions as layer names, without slashes, which separate layers."""
    return expressions.str.replace("/", "∕")


@dataclass(frozen=True, slots=True)
class LockResult:
    """The result of writing a lock.

    Attributes:
        path: The path of the lock.
        count: The number of its rows.
        diagnostics: The findings of all steps.
    """

    path: Path
    count: int
    diagnostics: list[Diagnostic]


def lock(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    stdin: bytes | None = None,
    is_anew: bool = False,
) -> LockResult:
    """Lock the resolved places of the events, so that later builds can't move them unnoticed.

    Args:
        paths: Files or folders of events; the lock covers these events only.
        settings: Read: all that geocoding reads, and ``place.lock``.
        stdin: The bytes that ``-`` stands for.
        is_anew: Whether to choose the places that are already locked again, too.

    Raises:
        InputError: No event could be read from any of the paths.
        OutputError: The lock cannot be written.
    """
    raw, found = _read(paths, settings, stdin=stdin)
    if raw.empty:
        raise NothingReadError(paths, found)
    table, more = normalise(raw, settings)
    rows, most = lock_places(table, without_lock(settings) if is_anew else settings)
    path = settings.path(settings.place.lock)
    write_atomic(path, format_lock(rows))
    return LockResult(path, len(rows), [*found, *more, *most])


class NothingReadError(InputError):
    """Raised if no event could be read; ``diagnostics`` says why, file by file."""

    def __init__(self, paths: Sequence[Path | str], diagnostics: list[Diagnostic]) -> None:
        """Build the message from the paths as the user gave them."""
        names = ", ".join(str(path) for path in paths) or "nothing"
        super().__init__(
            f"no events were read from {names}; nothing was written",
            hint="name a file or folder of events, or start a project with `dateline init`",
        )
        self.diagnostics = diagnostics


def _steps(settings: Settings) -> list[str]:
    page = ["page"] if settings.output.html else []
    return [*_PLACING, "layers", *page, *("export" for _ in settings.output.exports)]


def _write(
    events: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    found: list[Diagnostic],
    tracker: ProgressTracker,
) -> tuple[Output, ...]:
    folder = settings.path(settings.output.folder)
    written: list[Output] = []
    if settings.output.html:
        tracker.begin("page", events=len(events), name=settings.output.html)
        site = render_site(events, layers, settings, diagnostics=found, advance=tracker.advance)
        written += _write_site(site, folder / settings.output.html)
        del site
    for name in settings.output.exports:
        tracker.begin("export", events=len(events), name=name)
        export_events(events, folder / name, settings, advance=tracker.advance)
        written.append(Output(folder / name, (folder / name).stat().st_size))
    return tuple(written)


def _write_site(site: Site, path: Path) -> Iterator[Output]:
    """Write the texts, then the page that refers to them, then remove texts of older pages.

    Args:
        site: The page and its texts.
        path: The path of a page in one file; a split page goes to a folder of that name.
    """
    home = path.with_name(site_folder(path.name))
    page = home / INDEX if site.texts else path
    before = named_texts(home / INDEX)
    if site.texts:
        refuse_foreign(home / INDEX)
    for file in site.texts:
        write_once(home / TEXTS, file.name, file.content)
    write_atomic(page, site.write_page)
    # A page of an earlier build in the other form could be mistaken for the current one.
    if before is not None:
        remove_texts(home / TEXTS, before - {file.name for file in site.texts})
    if site.texts:
        remove_page(path)
    elif before is not None:
        remove_page(home / INDEX)
    yield Output(page, page.stat().st_size)
    if site.texts:
        yield Output(home / TEXTS, sum(len(file.content) for file in site.texts))


def _path_list(paths: Sequence[Path | str] | Path | str) -> list[Path | str]:
    return [paths] if isinstance(paths, (str, Path)) else list(paths)
