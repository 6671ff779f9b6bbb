"""The geocoding step: typed table in, table with places out. Other modules do the work."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, finding
from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.columns import Columns, DictionaryColumn
from dateline.geocoder.context import context_of
from dateline.geocoder.contexts import Contexts, WhereTexts, read_texts, resolve_contexts
from dateline.geocoder.expression import ExpressionError
from dateline.geocoder.features import Subject
from dateline.geocoder.findings import report_places
from dateline.geocoder.forms import Expression, Name
from dateline.geocoder.given import name_areas, positions_of, take_given
from dateline.geocoder.kept import (
    keep_places,
    placed_rows,
    without_places,
    without_placings,
)
from dateline.geocoder.lock import Lock, Locked, build_lock, hold, read_lock, report_moved
from dateline.geocoder.overrides import read_own_places
from dateline.geocoder.placing import Placed, Placer, Placing
from dateline.geocoder.preferences import preferred
from dateline.geocoder.reasons import format_codes, format_values
from dateline.geocoder.resolve import resolve
from dateline.progress import Advance, part, unwatched
from dateline.session import Session
from dateline.settings import Settings

#: Coordinates are in OGC:CRS84 order: lon, then lat.
CRS: Final = "EPSG:4326"


#: Share of the work that is done once the names are parsed, and once they are resolved.
_READ_TEXTS: Final = 0.1
_RESOLVED: Final = 0.75


def geocode(
    table: pd.DataFrame,
    settings: Settings,
    *,
    gazetteer: Gazetteer | None = None,
    advance: Advance = unwatched,
) -> tuple[gpd.GeoDataFrame, list[Diagnostic]]:
    """Return the events with their places, and the findings.

    An event with coordinates or a geometry keeps them. Other events are placed by their ``where``
    text; if that is missing or unknown, the event has no geometry and its ``place_precision`` is
    *unknown*. An event whose ``geocode_method`` says how its geometry was found is placed already
    and keeps all of it. The result does not depend on the order of the rows.

    Args:
        table: As ``normalise`` returns it. Read: ``where``, ``lon``, ``lat``, ``geometry``,
            ``layer``, ``uncertainty_m``, ``place_precision``, ``origin_file``, ``origin_line``,
            ``origin_positions``, ``event_id``.
        settings: Read: ``place`` and ``root``.
        gazetteer: The gazetteer to use; None opens the packaged one with the project's additions.
        advance: Called with the work done so far and the total.

    Returns:
        The rows in their order, with all columns of the schema filled as far as they are known;
        geometry in OGC:CRS84 (lon, lat in degrees).

    Raises:
        GazetteerError: The gazetteer is missing, damaged or of another version.
    """
    if gazetteer is None:
        with Session(settings) as session:
            return geocode(table, settings, gazetteer=session.gazetteer, advance=advance)
    with _paused_collector():
        frame, _, found = _geocode(table, settings, gazetteer, advance=advance)
    return frame, found


@contextlib.contextmanager
def _paused_collector() -> Iterator[None]:
    """Pause Python's cycle collector: resolutions are many, live long and contain no cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def lock(
    table: pd.DataFrame, settings: Settings, *, gazetteer: Gazetteer | None = None
) -> tuple[list[Locked], list[Diagnostic]]:
    """Return the rows of a lock that keeps the events where they are, and the findings.

    Args:
        table: As for :func:`geocode`.
        settings: Read: ``place`` and ``root``; places that are already locked stay locked.
        gazetteer: As for :func:`geocode`.

    Raises:
        GazetteerError: The gazetteer is missing, damaged or of another version.
    """
    if gazetteer is None:
        with Session(settings) as session:
            return lock(table, settings, gazetteer=session.gazetteer)
    frame, placed, found = _geocode(table, settings, gazetteer)
    return build_lock(frame, placed), found


def _geocode(
    table: pd.DataFrame,
    settings: Settings,
    gazetteer: Gazetteer,
    *,
    advance: Advance = unwatched,
) -> tuple[gpd.GeoDataFrame, Placed, list[Diagnostic]]:
    own, found = read_own_places(settings, gazetteer)
    held, bad_rows = read_lock(settings)
    finder = Finder(gazetteer, own, worldview=settings.place.worldview)
    project, unknown = _project(settings, finder)
    texts = read_texts(table["where"], finder)
    watched = part(advance, _READ_TEXTS, _RESOLVED)
    contexts = resolve_contexts(texts, table, finder, project=project, advance=watched)
    kept = placed_rows(table)
    locked = held.codes(table)
    locked[kept] = -1
    placer = Placer(finder, least_score=settings.place.least_score)
    placed, moved = _place(texts, contexts, placer, held=(held, locked))
    placed = without_placings(placed, kept)
    columns = _columns(placed, finder)
    offset = np.flatnonzero(np.array([p.is_moved for p in placed.placings])[placed.codes])
    if len(offset):
        name_areas(columns, positions_of(columns, offset), finder)
    far = take_given(columns, without_places(table, kept), placed, finder=finder)
    keep_places(columns, table, kept)
    frame = _frame(table, columns)
    reported = report_places(frame, placed, far=far, finder=finder)
    return frame, placed, [*found, *bad_rows, *unknown, *moved, *reported]


def _project(settings: Settings, finder: Finder) -> tuple[Subject, list[Diagnostic]]:
    """Return the places in the setting ``near``, and findings for unknown ones."""
    context = context_of([Name(word) for word in dict.fromkeys(settings.place.near)])
    resolved = resolve(context, finder)
    unknown = [
        finding(
            "place-unknown",
            f'setting "place.near" names "{one.name.toponym}", which is not a known place',
            hint="use a place or country that `dateline place` finds",
        )
        for one in resolved
        if one.chosen is None
    ]
    return tuple(one.chosen.place for one in resolved if one.chosen), unknown


def _place(
    texts: WhereTexts, contexts: Contexts, placer: Placer, *, held: tuple[Lock, Ints]
) -> tuple[Placed, list[Diagnostic]]:
    equal: dict[Expression | ExpressionError, int] = {}
    numbers = [equal.setdefault(form, len(equal)) for form in texts.forms]
    shape = (int(contexts.codes.max(initial=0)) + 1, len(contexts.texts) + 1, len(held[0].rows) + 1)
    cases = np.ravel_multi_index((contexts.codes, contexts.cases + 1, held[1] + 1), shape)
    codes, distinct = pd.factorize(cases, sort=True)
    placings: list[Placing] = []
    moved: dict[Diagnostic, None] = {}
    for context, case, row in zip(*_unravelled(distinct, shape), strict=True):
        text = contexts.texts[case] if case >= 0 else -1
        form = texts.forms[text] if text >= 0 else None
        if form is None:
            placings.append(Placing(None))
        elif isinstance(form, ExpressionError):
            placings.append(Placing(None, error=form))
        else:
            resolved = contexts.resolutions(context, case)
            found = preferred(form, resolved, placer.finder)
            locked = held[0].rows[row] if row >= 0 else None
            chosen = hold(found, locked, placer.finder) if locked else found
            placings.append(placer.place(form, chosen, number=numbers[text]))
            if locked:
                reported = report_moved(locked, found, placings[-1], file=held[0].file)
                moved |= dict.fromkeys(reported)
    return Placed(placings, codes.astype(np.int64)), list(moved)


def _unravelled(cases: Ints, shape: tuple[int, int, int]) -> tuple[list[int], ...]:
    """Return the context, the case and the lock row of each code; -1 if there is none."""
    context, case, row = np.unravel_index(cases, shape)
    return context.tolist(), (case - 1).tolist(), (row - 1).tolist()


Value = Callable[[Placing], Any]


def _columns(placed: Placed, finder: Finder) -> Columns:
    """Return the columns that the placings fill, one value per row."""
    distinct, codes = _distinct(placed, lambda p: id(p.footprint))
    words: dict[str, Value] = {
        "place_name": lambda p: p.place_name if p.footprint else None,
        "place_id": lambda p: _same(place.place_id for place in p.places),
        "place_kind": lambda p: _same(place.kind for place in p.places),
        "place_precision": lambda p: p.footprint.precision if p.footprint else "unknown",
        "admin1": lambda p: finder.regions.get(_same(place.admin1 for place in p.places) or ""),
        "country": lambda p: _same(place.country for place in p.places),
    }
    numbers: dict[str, Value] = {
        "uncertainty_m": lambda p: p.footprint.uncertainty_m if p.footprint else np.nan,
        "lon": lambda p: float(p.footprint.point.lon) if p.footprint else np.nan,
        "lat": lambda p: float(p.footprint.point.lat) if p.footprint else np.nan,
    }
    encoded = {
        name: DictionaryColumn([value(p) for p in distinct], codes) for name, value in words.items()
    }
    reasoned, by_reason = _distinct(placed, lambda p: (p.method, p.reason))
    encoded["geocode_method"] = DictionaryColumn([p.method for p in reasoned], by_reason)
    reasons = [p.reason for p in reasoned]
    codes_of = [format_codes(one) for one in reasons]
    encoded["geocode_reason"] = DictionaryColumn(codes_of, by_reason)
    values_of = [format_values(one) for one in reasons]
    encoded["geocode_reason_values"] = DictionaryColumn(values_of, by_reason)
    certain, by_certainty = _distinct(placed, lambda p: p.certainty)
    encoded["place_certainty"] = DictionaryColumn([p.certainty for p in certain], by_certainty)
    encoded["geocode_alternatives"] = DictionaryColumn(
        [p.alternatives(finder) for p in placed.placings], placed.codes
    )
    scores = np.array([round(p.score, 4) for p in placed.placings], dtype=np.float64)
    of_footprint = {
        name: np.array([value(p) for p in distinct], dtype=np.float64)[codes]
        for name, value in numbers.items()
    }
    shapes = DictionaryColumn(
        [p.footprint.geometry if p.footprint else None for p in distinct], codes
    )
    return Columns(
        encoded, of_footprint | {"geocode_score": scores[placed.codes]}, shapes.objects()
    )


def _distinct(placed: Placed, key: Value) -> tuple[list[Placing], Ints]:
    """Return one placing for each distinct key, and the index of its placing for each row."""
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(key(p), len(numbers)) for p in placed.placings]
    first: dict[int, Placing] = {}
    for code, placing in zip(codes, placed.placings, strict=True):
        first.setdefault(code, placing)
    return list(first.values()), np.array(codes, dtype=np.int64)[placed.codes]


def _same(words: Iterable[str]) -> str | None:
    """Return the word that all of the words equal, or None if they differ."""
    distinct = set(words)
    return (distinct.pop() or None) if len(distinct) == 1 else None


def _frame(table: pd.DataFrame, columns: Columns) -> gpd.GeoDataFrame:
    filled: dict[Any, Any] = {name: table[name].array for name in table.columns}
    filled |= {name: encoded.column(name) for name, encoded in columns.encoded.items()}
    filled |= columns.numbers
    filled["geometry"] = gpd.array.GeometryArray(columns.geometry, crs=CRS)
    return gpd.GeoDataFrame(filled, geometry="geometry", copy=False)
