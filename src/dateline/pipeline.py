"""The pipeline: files to a geocoded table to a map and GIS files.

This is the only module that knows the order of the steps. It prints nothing and reads no clock.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import geopandas as gpd
import pandas as pd

from dateline.arrow import release_memory
from dateline.diagnostics import Diagnostic
from dateline.errors import InputError
from dateline.export import (
    check_format,
    check_outputs,
    export_events,
    write_atomic,
)
from dateline.frames import EventsLike, from_frame, geocode, place_frame
from dateline.geocoder import format_lock, without_lock
from dateline.geocoder import geocode as place
from dateline.geocoder.table import lock as lock_places
from dateline.layers import Layer, assign_layers
from dateline.mapping import Mapped, TableMapping, map_all
from dateline.mapping.saved import extend_file, new_tables
from dateline.media import Pictures, embed_pictures, without_pictures
from dateline.normalise import normalise, type_events
from dateline.opening import with_opening
from dateline.progress import Progress, ProgressTracker
from dateline.readers import read_tables, used_up
from dateline.report import count_events, format_severities
from dateline.results import (
    BuildResult,
    Checked,
    EventFrame,
    Events,
    Findings,
    LockResult,
    NothingReadError,
    Output,
    PlacedEvents,
    SavedMapping,
)
from dateline.session import Session, SettingsLike, opened
from dateline.settings import Settings
from dateline.story_file import StoryNames, read_story

if TYPE_CHECKING:
    from dateline.render import Assets, BaseMapUse, EventMap

__all__ = [
    "BuildResult",
    "Checked",
    "Events",
    "LockResult",
    "NothingReadError",
    "Output",
    "PlacedEvents",
    "SavedMapping",
    "build",
    "check",
    "export",
    "folium_map",
    "from_frame",
    "geocode",
    "lock",
    "place_expressions",
    "read",
    "save_mapping",
]

_PLACING: Final = ("read", "normalise", "geocode")


def read(
    paths: Sequence[Path | str] | Path | str,
    settings: SettingsLike = None,
    *,
    stdin: bytes | None = None,
) -> Events:
    """Return the events of files as a typed table, and the findings.

    Args:
        paths: Files or folders; ``-`` stands for ``stdin``.
        settings: None means those of the nearest ``dateline.toml``; a ``Project`` has its own.
        stdin: The bytes that ``-`` stands for.

    Returns:
        One row per event, in the order of files and rows, with the columns of
        ``dateline.schema.COLUMNS`` followed by any others in the files.

    Raises:
        InputError: A file or folder does not exist.
        SettingsError: ``dateline.toml`` is not valid.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    with opened(settings, given) as session:
        mapped = _read(given, session, stdin=stdin)
        missing = [each for each in mapped.diagnostics if each.code == "file-missing"]
        if missing:
            raise InputError(missing[0].message, hint=missing[0].hint)
        table, found, _ = type_events(mapped, session.settings)
    return Events(table, Findings(without_pictures(found, table, session.settings)))


def _read(paths: Sequence[Path | str], session: Session, **how: Any) -> Mapped:
    """Return the raw event table of the files, the findings of reading and mapping, and how."""
    tables, found = read_tables(paths, session.settings, read=session.read_file, **how)
    return map_all(used_up(tables), session.settings, found=found, session=session)


def folium_map(
    events: EventsLike,
    settings: SettingsLike = None,
    *,
    assets: Assets = "link",
    base_map: BaseMapUse = "shared",
) -> EventMap:
    """Return a folium map of events; you can add any folium layer to it.

    Args:
        events: As :func:`geocode` returns it; anything else that it takes is geocoded first.
        settings: None means those of the ``dateline.toml`` nearest to the working folder; a
            ``Project`` has its own.
        assets: What to do with scripts and styles that layers you add have on other servers:
            ``link`` to them, or ``inline`` them if their packages are at hand, in a
            ``node_modules`` folder of the working folder or of a folder that it is in.
        base_map: Whether the maps that a notebook shows share one base map (``shared``), or this
            one has its ``own``, as every map that is saved has.

    Warns:
        UserWarning: There are errors or warnings, which ``geocode`` lists.

    Raises:
        InputError: ``events`` is not a table.
        SettingsError: ``dateline.toml`` is not valid.
    """
    from dateline.render import build_map  # noqa: PLC0415 - folium, which only maps need

    with opened(settings) as session:
        placed, pictures = _with_pictures(place_frame(events, session), session.settings)
        chosen = with_opening(session.settings, session.gazetteer)
    said = format_severities(placed.diagnostics)
    if said:
        warnings.warn(f"{said}; dateline.geocode(events).diagnostics lists them", stacklevel=2)
    styled, groups = assign_layers(placed.table.reset_index(drop=True), chosen)
    return build_map(styled, groups, chosen, assets=assets, base_map=base_map, pictures=pictures)


def export(events: EventsLike, path: Path | str, settings: SettingsLike = None) -> BuildResult:
    """Write events to one file, in the format for its suffix, and return the result.

    Args:
        events: As :func:`geocode` returns it; anything else that it takes is geocoded first.
        path: The file; its folder is created if missing.
        settings: None means those of the ``dateline.toml`` nearest to the working folder; a
            ``Project`` has its own.

    Raises:
        InputError: ``events`` is not a table.
        SettingsError: ``dateline.toml`` is not valid.
        OutputError: No format has that suffix, or the file can't be written.
    """
    check_format(path)
    with opened(settings) as session:
        (table, found), chosen = place_frame(events, session), session.settings
    styled, _ = assign_layers(table.reset_index(drop=True), chosen)
    export_events(styled, path, chosen)
    written = Output(Path(path), Path(path).stat().st_size)
    return _result(styled, found, (written,), index=table.index)


def build(
    paths: Sequence[Path | str] | Path | str | EventsLike,
    settings: SettingsLike = None,
    *,
    stdin: bytes | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Write the page and the GIS files that the settings name, and return the result.

    Every file is written completely or not at all. If no event could be read, nothing is written
    and the previous files stay.

    Args:
        paths: Files or folders of events, ``-`` standing for ``stdin``; or a table of events as
            :func:`geocode` takes it. A list of texts is a list of paths.
        settings: None means those of the nearest ``dateline.toml``; a ``Project`` has its own.
        stdin: The bytes that ``-`` stands for.
        progress: Called with the stage of the run: as each step begins, while it runs, and at the
            end.

    Raises:
        InputError: No event could be read from any of the paths; ``diagnostics`` says why.
        SettingsError: ``dateline.toml`` is not valid, or names one file twice.
        GazetteerError: The compiled gazetteer is missing or damaged.
        OutputError: A file cannot be written, or the suffix of an export is unknown.
    """
    from dateline.outputs import write_outputs  # noqa: PLC0415 - folium, which only maps need

    given = path_list(paths)
    with opened(settings, given or ()) as session:
        chosen = session.settings
        check_outputs(chosen)
        chosen = with_opening(chosen, session.gazetteer)
        tracker = ProgressTracker(_steps(chosen), progress)
        if given is None:
            placed = _place_frame(cast("EventsLike", paths), session, tracker=tracker)
        else:
            placed, _ = _place_events(given, session, stdin=stdin, tracker=tracker)
        tracker.begin("layers", events=len(placed.table))
        placed, pictures = _with_pictures(placed, chosen)
        index = placed.table.index
        styled, groups = assign_layers(placed.table.reset_index(drop=True), chosen)
        story, told = read_story(chosen, session.gazetteer, lambda: _known(styled, groups))
    found = Findings([*placed.diagnostics, *told])
    del placed
    outputs = write_outputs(
        styled, groups, chosen, found=found, story=story, pictures=pictures, tracker=tracker
    )
    tracker.end()
    return _result(styled, found, outputs, index=index)


def _known(events: gpd.GeoDataFrame, layers: Sequence[Layer]) -> StoryNames:
    """Return what a story may name."""
    return StoryNames(dict.fromkeys(events["event_id"].tolist()), {layer.path for layer in layers})


def _result(
    events: gpd.GeoDataFrame,
    found: Sequence[Diagnostic],
    outputs: tuple[Output, ...],
    *,
    index: pd.Index[Any],
) -> BuildResult:
    counts = count_events(events)
    shown = EventFrame(events)
    shown.index = index
    return BuildResult(shown, Findings(found), outputs, counts)


def check(
    paths: Sequence[Path | str], settings: SettingsLike, *, stdin: bytes | None = None
) -> Checked:
    """Return the events of files with their places, and how their tables were mapped.

    Raises:
        InputError: No event could be read from any of the paths.
    """
    tracker = ProgressTracker(_PLACING)
    with opened(settings, paths) as session:
        placed, mappings = _place_events(paths, session, stdin=stdin, tracker=tracker)
        placed, _ = _with_pictures(placed, session.settings)
        _, told = read_story(
            session.settings, session.gazetteer, lambda: _known_of(placed, session)
        )
    return Checked(PlacedEvents(placed.table, Findings([*placed.diagnostics, *told])), mappings)


def _known_of(placed: PlacedEvents, session: Session) -> StoryNames:
    styled, groups = assign_layers(placed.table.reset_index(drop=True), session.settings)
    return _known(styled, groups)


def _with_pictures(placed: PlacedEvents, settings: Settings) -> tuple[PlacedEvents, Pictures]:
    """Return events with the findings about their pictures, and the pictures of the page."""
    pictures, found = embed_pictures(placed.table, settings)
    return placed._replace(diagnostics=Findings([*placed.diagnostics, *found])), pictures


def save_mapping(mappings: Sequence[TableMapping], settings: Settings) -> SavedMapping:
    """Add the mappings that are not saved yet to the file that ``read.mapping`` names.

    What is in the file stays as it is. If all are saved, nothing is written.

    Args:
        mappings: As :func:`check` returns them.
        settings: The settings that they were made with.

    Raises:
        OutputError: The file cannot be written, or is no text that can be added to.
    """
    path = settings.path(settings.read.mapping)
    groups = new_tables(mappings, settings)
    if groups:
        write_atomic(path, extend_file(path, groups, settings))
    return SavedMapping(path, len(groups))


def _place_frame(given: EventsLike, session: Session, *, tracker: ProgressTracker) -> PlacedEvents:
    for step in _PLACING:
        tracker.begin(step)
    placed = place_frame(given, session, advance=tracker.advance)
    if placed.table.empty:
        raise NothingReadError(["the table"], placed.diagnostics)
    return placed


def _place_events(
    paths: Sequence[Path | str],
    session: Session,
    *,
    stdin: bytes | None,
    tracker: ProgressTracker,
) -> tuple[PlacedEvents, list[TableMapping]]:
    tracker.begin("read")
    mapped = _read(paths, session, stdin=stdin, advance=tracker.advance)
    if mapped.table.empty:
        raise NothingReadError(paths, mapped.diagnostics)
    tracker.begin("normalise", events=len(mapped.table))
    table, found, mappings = type_events(mapped, session.settings)
    # Free the table of each step early: it may take half a gigabyte.
    found = without_pictures(found, table, session.settings)
    del mapped
    release_memory()
    tracker.begin("geocode", events=len(table))
    placed, most = place(
        table, session.settings, gazetteer=session.gazetteer, advance=tracker.advance
    )
    del table
    release_memory()
    return PlacedEvents(EventFrame(placed), Findings([*found, *most])), mappings


def place_expressions(expressions: Sequence[str], settings: SettingsLike) -> PlacedEvents:
    """Return the meaning of place expressions, each resolved without the others as context.

    Args:
        expressions: In the ``where`` language.
        settings: Read: ``place`` and ``root``.

    Returns:
        One row per expression, in their order, with the columns of a geocoded event table.
    """
    tables, found = [], []
    with opened(settings) as session:
        chosen, gazetteer = session.settings, session.gazetteer
        for text in expressions:
            raw = pd.DataFrame({"title": [text], "where": [text]})
            table, _ = normalise(raw, chosen)
            placed, more = place(table, chosen, gazetteer=gazetteer)
            tables.append(placed)
            found += more
    return PlacedEvents(gpd.GeoDataFrame(pd.concat(tables, ignore_index=True)), found)


def lock(
    paths: Sequence[Path | str],
    settings: SettingsLike,
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
    with opened(settings, paths) as session:
        chosen = session.settings
        mapped = _read(paths, session, stdin=stdin)
        if mapped.table.empty:
            raise NothingReadError(paths, mapped.diagnostics)
        table, found, _ = type_events(mapped, chosen)
        found = without_pictures(found, table, chosen)
        held = without_lock(chosen) if is_anew else chosen
        rows, most = lock_places(table, held, gazetteer=session.gazetteer)
    path = chosen.path(chosen.place.lock)
    write_atomic(path, format_lock(rows))
    return LockResult(path, len(rows), [*found, *most])


def _steps(settings: Settings) -> list[str]:
    page = ["page"] if settings.output.html else []
    return [*_PLACING, "layers", *page, *("export" for _ in settings.output.exports)]


def path_list(given: object) -> list[Path | str] | None:
    """Return paths as a list, or None if it is a table."""
    if isinstance(given, (str, Path)):
        return [given]
    if not isinstance(given, Sequence) or (isinstance(given, tuple) and hasattr(given, "_fields")):
        return None
    paths = [item for item in given if isinstance(item, (str, Path))]
    return paths if len(paths) == len(given) else None
