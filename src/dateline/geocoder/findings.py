"""Findings about places: unknown and ambiguous names, syntax errors, events without a place.

Only the wording is here; the problems themselves are detected elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, Edit, FindingList, finding
from dateline.gazetteer import Place, fold
from dateline.geocoder.candidates import NO_PLACES, Finder, Ints
from dateline.geocoder.doubt import UNDRAWN, Doubt
from dateline.geocoder.expression import ExpressionError
from dateline.geocoder.footprint import DISTRICT_M
from dateline.geocoder.forms import Name
from dateline.geocoder.given import Far
from dateline.geocoder.nameless import is_nameless
from dateline.geocoder.placing import Placed, Placing
from dateline.geocoder.resolve import Resolution
from dateline.geocoder.wording import full_name, settling_text, told_apart

#: Rows without a place are reported one by one up to this many per file, and beyond that once per
#: file.
MAX_REPORTED: Final = 20


class _Origins:
    """The origins (file, line, column, event id) of the rows of a table."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        names = ("origin_file", "origin_line", "origin_positions", "event_id")
        self._columns = [table[name].array for name in names]

    def origin(self, row: int, *, column: int = 0) -> dict[str, Any]:
        """Return file, line, column and event id of a row; ``column`` counts within the text."""
        file, line, positions, event_id = (values[row] for values in self._columns)
        position = positions.get("where") if isinstance(positions, dict) else None
        return {
            "file": file if isinstance(file, str) else "",
            "line": position[0] if position else 0 if pd.isna(line) else int(line),
            "column": position[1] + max(column - 1, 0) if position else column,
            "event_id": event_id if isinstance(event_id, str) else "",
        }

    def edits(self, row: int, toponym: str, meant: str) -> tuple[Edit, ...]:
        """Return the edit that writes another name in the ``where`` of a row."""
        text = self.table["where"].iloc[row]
        if not meant or not isinstance(text, str) or text.count(toponym) != 1:
            return ()
        return (Edit("where", text, text.replace(toponym, meant)),)


def report_places(
    table: pd.DataFrame, placed: Placed, *, far: Sequence[Far], finder: Finder
) -> list[Diagnostic]:
    """Return the findings about the places of a geocoded table.

    Args:
        table: A geocoded table. Read: ``geometry``, ``geocode_method``, ``where`` and the origin
            columns.
        placed: The placings of the ``where`` texts.
        far: Named places that lie far from the given coordinates.
        finder: Looks up names for the hints.
    """
    reporter = _Reporter(_Origins(table), finder)
    found = FindingList()
    is_given = (table["geocode_method"] == "given").to_numpy()
    worth = np.array([is_worth_reporting(placing) for placing in placed.placings], dtype=np.bool_)
    rows = np.flatnonzero(worth[placed.codes] & ~is_given)
    rows = rows[np.argsort(placed.codes[rows], kind="stable")]
    codes, starts = np.unique(placed.codes[rows], return_index=True)
    words: dict[str, list[int]] = {}
    for code, some in zip(codes.tolist(), np.split(rows, starts[1:]), strict=False):
        placing = placed.placings[code]
        found.extend(reporter.placing(placing, some.tolist()))
        for word in filter(None, map(_nameless_word, placing.resolutions)):
            words.setdefault(word, []).extend(some.tolist())
    found.extend(reporter.nameless(word, some) for word, some in words.items())
    found.extend(reporter.far(far))
    nowhere = np.flatnonzero(table["where"].isna().to_numpy() & table["geometry"].isna().to_numpy())
    found.extend(reporter.unplaced(nowhere))
    return found.finish()


def is_worth_reporting(placing: Placing) -> bool:
    """Return whether a placing has a finding."""
    if placing.footprint is not None and placing.footprint.doubt:
        return True
    return (
        placing.error is not None
        or any(placing.doubts)
        or any(r.outside or r.outcome != "resolved" or _is_historic(r) for r in placing.resolutions)
    )


def _nameless_word(resolution: Resolution) -> str:
    """Return the toponym, folded, if it is unknown because it names no place; else nothing."""
    name = resolution.name
    is_word = resolution.chosen is None and not name.within and is_nameless(name.toponym)
    return fold(name.toponym) if is_word else ""


def _meant(name: Name, finder: Finder) -> str:
    """Return the only place that a name may be a misspelling of; empty if there are others."""
    if fold(name.toponym) in NO_PLACES or finder.candidates(name.toponym):
        return ""
    suggestions = _suggestions(name, finder)
    names = {place.name if name.within else full_name(place, finder) for place in suggestions}
    return names.pop() if len(names) == 1 else ""


def _suggestions(name: Name, finder: Finder) -> list[Place]:
    """Return places with similar names, only those in the country that the text names, if any."""
    if name not in finder.similar:
        around = (c.place.country for part in name.within for c in finder.candidates(part))
        country = next(filter(None, around), "")
        finder.similar[name] = finder.gazetteer.suggest(name.toponym, country=country)
    return finder.similar[name]


def _unknown_words(name: Name, finder: Finder) -> tuple[str, str]:
    if fold(name.toponym) in NO_PLACES:
        said = f'"{name.toponym}" is a movement or an organisation, expected a place'
        return said, 'write where it happened, or leave "where" out'
    add = "add it to geodata/places.csv, or give lon and lat"
    candidates = finder.candidates(name.toponym)
    if candidates and name.within:
        there = full_name(candidates[0].place, finder)
        parent = ", ".join(name.within)
        return (
            f'there is no "{name.toponym}" in "{parent}"',
            f'did you mean "{there}"? Or {add}',
        )
    suggestions = _suggestions(name, finder)
    if suggestions:
        names = dict.fromkeys(f'"{full_name(place, finder)}"' for place in suggestions)
        meant = " or ".join(list(names)[:2])
        return f'no place is named "{name.toponym}"', f"did you mean {meant}? Or {add}"
    return f'no place is named "{name.toponym}"', add[0].upper() + add[1:]


def _is_historic(resolution: Resolution) -> bool:
    """Return whether the place is a state that no longer exists."""
    return resolution.chosen is not None and resolution.chosen.place.kind == "historic"


def _far_hint(far: Sequence[Far]) -> str:
    swapped = sum(one.is_swapped for one in far)
    if not swapped:
        return "fix the coordinates or the place; for now the coordinates are used"
    count = f" of {swapped:,} of these events" if len(far) > 1 else ""
    return (
        f"latitude and longitude{count} are probably swapped: give them the other way round, which "
        "fits the place; for now they are used as written"
    )


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Words the findings; there is one method per sort of finding."""

    rows: _Origins
    finder: Finder

    def placing(self, placing: Placing, some: list[int]) -> Iterator[Diagnostic]:
        if isinstance(placing.error, ExpressionError):
            error = placing.error
            for row in some:
                origin = self.rows.origin(row, column=error.column)
                yield finding("place-syntax", error.message, hint=error.hint, **origin)
            return
        unknown = [r for r in placing.resolutions if r.chosen is None]
        for resolution in unknown:
            if _nameless_word(resolution):
                continue
            message, hint = _unknown_words(resolution.name, self.finder)
            meant = _meant(resolution.name, self.finder) if len(unknown) == 1 else ""
            for row in some:
                edits = self.rows.edits(row, resolution.name.toponym, meant)
                origin = self.rows.origin(row)
                yield finding("place-unknown", message, hint=hint, edits=edits, **origin)
        if placing.error and not unknown and not UNDRAWN & set(placing.doubts):
            for row in some:
                origin = self.rows.origin(row)
                yield finding(
                    "place-unknown", placing.error.message, hint=placing.error.hint, **origin
                )
        if placing.footprint is not None and placing.footprint.doubt:
            yield finding(
                "place-ambiguous",
                f"{placing.footprint.doubt}: the first is drawn",
                hint="leave out the one that is wrong, or give lon and lat",
                **self.rows.origin(min(some)),
            )
        for resolution, doubt in zip(placing.resolutions, placing.doubts, strict=True):
            yield from self._doubtful(resolution, some, doubt)
        yield from self._historic(placing, some)

    def _doubtful(
        self, resolution: Resolution, some: list[int], doubt: Doubt
    ) -> Iterator[Diagnostic]:
        if resolution.is_stand_in:
            yield self._stand_in(resolution, some)
        elif resolution.is_misfit:
            is_drawn, is_district = doubt not in UNDRAWN, doubt == "district"
            yield self._misfit(resolution, some, is_drawn=is_drawn, is_district=is_district)
        elif doubt or resolution.outcome == "ambiguous":
            yield self._ambiguous(resolution, some, is_drawn=doubt not in UNDRAWN)
        if resolution.outside:
            yield self._outside(resolution, some)

    def nameless(self, word: str, some: list[int]) -> Diagnostic:
        """Return the finding about a word that names no place, once for all its events."""
        count = f" in {len(some):,} events" if len(some) > 1 else ""
        hint = 'write the place and its country, or leave "where" out if it is not known'
        message = f'"{word}" does not say which place is meant{count}'
        return finding("place-unknown", message, hint=hint, **self.rows.origin(min(some)))

    def _stand_in(self, resolution: Resolution, some: list[int]) -> Diagnostic:
        assert resolution.chosen is not None
        area, toponym = full_name(resolution.chosen.place, self.finder), resolution.name.toponym
        count = f" in {len(some):,} events" if len(some) > 1 else ""
        return finding(
            "place-ambiguous",
            f'"{toponym}" is not known where a text says it is{count}: using "{area}", which it '
            "lies in",
            hint="add it to geodata/places.csv, or give lon and lat",
            **self.rows.origin(min(some)),
        )

    def _misfit(
        self, resolution: Resolution, some: list[int], *, is_drawn: bool, is_district: bool
    ) -> Diagnostic:
        assert resolution.chosen is not None
        place, toponym = resolution.chosen.place, resolution.name.toponym
        full = full_name(place, self.finder)
        count = f" in {len(some):,} events" if len(some) > 1 else ""
        said = f'"{toponym}" is not a known place{count}'
        if is_district:
            around = f"{DISTRICT_M / 1000:.0f} km around it"
            hint = "add the district to geodata/places.csv, or give lon and lat"
            message = f'{said}: using the town "{full}" with {around}'
            return finding("place-ambiguous", message, hint=hint, **self.rows.origin(min(some)))
        return finding(
            "place-ambiguous",
            f'{said}: using "{full}" ({place.kind})'
            if is_drawn
            else f'{said}: not placed; "{full}" is a {place.kind}, expected '
            f'the kind "{resolution.kind_word}"',
            hint=f'write "{place.name}" if that is the right place'
            + ("" if is_drawn else ", or add yours to geodata/places.csv"),
            **self.rows.origin(min(some)),
        )

    def _ambiguous(self, resolution: Resolution, some: list[int], *, is_drawn: bool) -> Diagnostic:
        assert resolution.chosen is not None
        name = resolution.name
        places = [resolution.chosen.place, *(other.place for other in resolution.runners_up)]
        count = f" in {len(some):,} events" if len(some) > 1 else ""
        best, *others = [f'"{text}"' for text in told_apart(places, self.finder)]
        ways = [f'"{settling_text(name, place, self.finder)}"' for place in places[:2]]
        hint = "write " + " or ".join(dict.fromkeys(ways))
        if not is_drawn:
            listed = " or ".join([best, *others][:3])
            said = f'"{name.toponym}" is ambiguous{count}: not placed; could be {listed}'
        elif others:
            said = f'"{name.toponym}" is ambiguous{count}: using {best}; could also be {others[0]}'
        else:
            said = f'"{name.toponym}" may be another place{count}: using {best}'
            hint += ", or a text with its region or country"
        return finding("place-ambiguous", said, hint=hint, **self.rows.origin(min(some)))

    def _historic(self, placing: Placing, some: list[int]) -> Iterator[Diagnostic]:
        """Yield a finding for each state that no longer exists and is drawn."""
        count = f" for {len(some):,} events" if len(some) > 1 else ""
        for resolution in filter(_is_historic, placing.resolutions if placing.footprint else ()):
            said = f'"{resolution.name.toponym}" no longer exists: its area today is drawn{count}'
            hint = "write the present country or region if that is meant"
            yield finding("place-historic", said, hint=hint, **self.rows.origin(min(some)))

    def _outside(self, resolution: Resolution, some: list[int]) -> Diagnostic:
        assert resolution.chosen is not None
        name, place = resolution.name, resolution.chosen.place
        parents = " or ".join(f'"{parent}"' for parent in resolution.outside)
        return finding(
            "place-ambiguous",
            f'"{name.toponym}" is not in {parents}: using "{full_name(place, self.finder)}"',
            hint=f'write "{settling_text(name, place, self.finder)}" if that is the right place',
            **self.rows.origin(min(some)),
        )

    def far(self, far: Sequence[Far]) -> Iterator[Diagnostic]:
        """Yield one finding a file, about the event that is farthest from the place it names."""
        by_file: dict[str, list[Far]] = {}
        for one in far:
            by_file.setdefault(self.rows.origin(one.row)["file"], []).append(one)
        for some in by_file.values():
            first = min(some, key=lambda one: (-one.metres, self.rows.origin(one.row)["event_id"]))
            where = self.rows.table["where"].iloc[first.row]
            said = f'"{where}" is {first.metres / 1000:,.0f} km from the coordinates of the event'
            rest = len(some) - 1
            if rest:
                other = "another event is" if rest == 1 else f"{rest:,} other events are"
                said += f"; {other} also far from the named place"
            yield finding("place-far", said, hint=_far_hint(some), **self.rows.origin(first.row))

    def unplaced(self, nowhere: Ints) -> Iterator[Diagnostic]:
        codes, files = pd.factorize(
            self.rows.table["origin_file"].iloc[nowhere], use_na_sentinel=False
        )
        hint = 'add "where", or lon and lat, if the source names a place'
        for code, file in enumerate(files):
            some = nowhere[codes == code]
            if len(some) > MAX_REPORTED:
                message = f"{len(some)} events have no place; they are listed next to the map"
                name = file if isinstance(file, str) else ""
                yield finding("event-unplaced", message, hint=hint, file=name)
                continue
            for row in some.tolist():
                message = "the event has no place; it is listed next to the map"
                yield finding("event-unplaced", message, hint=hint, **self.rows.origin(row))
