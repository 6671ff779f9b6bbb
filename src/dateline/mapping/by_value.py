"""Choose fields by values alone, for columns whose headings say nothing that is known.

Only what has one reading is chosen; columns between which nothing decides are named instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from dateline.mapping.choice import (
    HALF,
    MOST,
    NAME_WORDS,
    PLAIN,
    PROSE_WORDS,
    TITLE_WORDS,
    Choice,
    is_text,
    says_when,
)
from dateline.mapping.dates import month_number, read_text
from dateline.mapping.lexicon import heading_scores
from dateline.mapping.places import PlaceNames
from dateline.mapping.values import SourceColumn
from dateline.mapping.vocabulary import is_yes_or_no, words_of

#: Years of events, as far as a column without a known heading may be one of years.
_YEARS: Final = (1500, 2199)
_MONTHS: Final = 12
_DAYS: Final = 31
_DAYS_OF_YEAR: Final = 366
#: The orders of the columns of a date.
_PART_ORDERS: Final = (("year", "month", "day"), ("day", "month", "year"), ("month", "day", "year"))

#: How many dates of two columns are compared.
_COMPARED: Final = 100
_PLAIN_DATE: Final = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?[~?%]?")

#: Fewer rows than this do not show that they are numbered.
_FEWEST_NUMBERED: Final = 5
#: Numbers of rows leave out some, but not many times as many as there are.
_WIDEST_NUMBERING: Final = 4
_NUMBERED: Final = re.compile(r"(.*\D|)([0-9]{1,9})")

_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\u0900]")
_SENTENCE: Final = re.compile(r"[.!?…。！？।።։؟۔]\s*$")
#: A space between words, or a script that writes none.
_SEVERAL_WORDS: Final = re.compile(
    r"\S\s+\S|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]{2}"
)
#: The score of a heading of two words, of which one is that of a field.
_NEARLY: Final = 0.45
#: Columns of areas, the smallest first.
_FINEST: Final = ("where", "city", "district", "region")
_PATH: Final = re.compile(r"([^/\d][^/]*[^/\s])/([^/\s][^/]*)")


def choose_by_values(choice: Choice, free: Sequence[SourceColumn], names: PlaceNames) -> None:
    """Choose fields by values alone.

    Args:
        choice: What headings have chosen; this adds to it.
        free: The columns whose headings say nothing.
        names: Says which texts are names of places.
    """
    plain = [column for column in free if not column.is_nested]
    for chooser in (_choose_codes, _choose_dates, _choose_parts, _choose_positions):
        chooser(choice, _left(choice, plain))
    _choose_sources(choice, _left(choice, free))
    for chooser in (_choose_words, _choose_layer, _choose_id):
        chooser(choice, _left(choice, plain))
    left = _left(choice, plain)
    _choose_places(choice, left, names)
    _choose_prose(choice, _left(choice, left))


def _left(choice: Choice, columns: Sequence[SourceColumn]) -> list[SourceColumn]:
    used = choice.used
    return [column for column in columns if column.name not in used]


def _take(choice: Choice, name: str, column: SourceColumn) -> None:
    choice.fields[name] = [column]
    choice.by_value.add(name)


def _leave(choice: Choice, columns: Sequence[SourceColumn], name: str, *, what: str) -> None:
    listed = " and ".join(f'"{column.heading}"' for column in columns)
    example = f'[read.columns] {name} = "{columns[0].heading}"'
    choice.undecided.append((f"{listed} hold {what}, and no heading says which is meant", example))


# --- dates ----------------------------------------------------------------------------------------


def _choose_dates(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    known = choice.fields.keys()
    dated = [c for c in columns if c.dates >= MOST or c.epochs >= MOST]
    dated = [c for c in dated if c.epochs >= MOST or c.share(says_when) >= HALF]
    # Beside other dates, what numbers the rows is no date: r1710, r1711.
    dated = [c for c in dated if not _numbers_rows(c, may_be_years=True)] or dated
    if {"start", "end"} <= known and not {"when", "date", "year"} & known:
        ends = choice.fields["start"] + choice.fields["end"]
        dated = [c for c in dated if not any((c.filled & end.filled).any() for end in ends)]
        if len(dated) == 1:  # the days of the events that have no start and end
            _take(choice, "date", dated[0])
        return
    if {"when", "date", "year"} & known:
        clocks = [c for c in columns if c.clocks >= MOST]
        if "date" in known and "time" not in known and len(clocks) == 1:
            _take(choice, "time", clocks[0])
        return
    if {"start", "end"} & known:
        _choose_other_end(choice, dated)
    elif len(dated) == 2 and _is_span(*dated):  # noqa: PLR2004 - start and end
        _take(choice, "start", dated[0])
        _take(choice, "end", dated[1])
    elif len(dated) == 1:
        _take(choice, "date", dated[0])
        _choose_dates(choice, _left(choice, columns))
    elif dated:
        _leave(choice, dated, "date", what="dates")


def _choose_other_end(choice: Choice, dated: Sequence[SourceColumn]) -> None:
    """Choose the start of an end, or the end of a start: the dates in the column beside it."""
    name, other = ("start", "end") if "start" in choice.fields else ("end", "start")
    known = choice.fields[name][0]
    beside = [column for column in dated if abs(column.number - known.number) == 1]
    if len(beside) == 1:
        pair = (known, beside[0]) if name == "start" else (beside[0], known)
        if _is_span(*pair):
            _take(choice, other, beside[0])


def _is_span(first: SourceColumn, second: SourceColumn) -> bool:
    """Return whether two columns of dates never end before they start."""
    both = np.flatnonzero(first.filled & second.filled)[:_COMPARED]
    pairs = list(zip(first.texts.iloc[both], second.texts.iloc[both], strict=True))
    return bool(pairs) and any(
        all(_is_in_order(*(_plain_date(text, order) for text in pair)) for pair in pairs)
        for order in ("dmy", "mdy")
    )


def _plain_date(text: str, order: str) -> str:
    """Return a year, month or day in EDTF; empty if the text is none with this order of figures."""
    readings = read_text(text).readings
    fitting = [r.edtf for r in readings if r.order in ("", order)]
    found = _PLAIN_DATE.fullmatch(fitting[0]) if len(fitting) == 1 else None
    return found[1] if found else ""


def _is_in_order(start: str, end: str) -> bool:
    size = min(len(start), len(end))
    return size > 0 and start[:size] <= end[:size]


def _choose_parts(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose three columns side by side as year, month and day, whatever headings say of some."""
    known = choice.fields.keys()
    if {"when", "date", "start", "end"} & known or {"year", "month", "day"} <= known:
        return
    by_number = {column.number: column for column in columns}
    taken = {choice.fields[n][0].number: n for n in ("year", "month", "day") if n in known}
    found = []
    for number in range(max((*by_number, *taken), default=0) + 1):
        for order in _PART_ORDERS:
            places = dict(zip(range(number, number + 3), order, strict=True))
            is_known = all(places.get(at) == name for at, name in taken.items())
            rest = {at: name for at, name in places.items() if at not in taken}
            if not is_known or not rest.keys() <= by_number.keys():
                continue
            parts = {name: by_number[at] for at, name in rest.items()}
            if all(_PART_TESTS[name](c) for name, c in parts.items()) and _is_told_apart(parts):
                found.append(parts)
    if len(found) == 1:
        for name, column in found[0].items():
            _take(choice, name, column)


def _is_told_apart(parts: Mapping[str, SourceColumn]) -> bool:
    """Return whether a day cannot be a month: it is above 12, or months have names or a heading."""
    month, day = parts.get("month"), parts.get("day")
    return not month or not day or not month.integers or day.extremes[1] > _MONTHS


def _is_within(column: SourceColumn, least: int, most: int) -> bool:
    if column.integers < MOST or not column.holds(least, most, words=lambda _: False):
        return False
    low, high = column.extremes
    return least <= low and high <= most


def _is_month(column: SourceColumn) -> bool:
    return _is_within(column, 1, _MONTHS) or column.share(month_number) >= MOST


_PART_TESTS: Final[dict[str, Callable[[SourceColumn], bool]]] = {
    "year": lambda column: _is_within(column, *_YEARS),
    "month": _is_month,
    "day": lambda column: _is_within(column, 1, _DAYS),
}


# --- positions and links --------------------------------------------------------------------------


def _choose_positions(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    known = choice.fields.keys()
    angles = [c for c in columns if (c.decimals >= HALF or c.degrees >= MOST) and c.is_longitude]
    if ("lat" in known) != ("lon" in known):
        other = "lon" if "lat" in known else "lat"
        fitting = [c for c in angles if other == "lon" or c.is_latitude]
        if len(fitting) == 1:
            _take(choice, other, fitting[0])
        return
    if {"lat", "lon", "coordinates", "geometry"} & known:
        return
    ways = (("geometry", "shapes"), ("coordinates", "pairs"), ("coordinates", "grids"))
    for name, share in ways:
        found = [c for c in columns if getattr(c, share) >= MOST]
        if len(found) == 1:
            _take(choice, name, found[0])
            return
    if len(angles) != 2:  # noqa: PLR2004 - a latitude and a longitude
        return
    side = [c.share(lambda text: any(letter in text.upper() for letter in "NS")) for c in angles]
    if max(side) >= MOST and min(side) == 0:
        lat = angles[side.index(max(side))]
    elif (named := _named_latitude(angles)) is not None:
        lat = named
    elif angles[0].is_latitude != angles[1].is_latitude:
        lat = angles[0] if angles[0].is_latitude else angles[1]
    else:
        _leave(choice, angles, "lat", what="coordinates in degrees")
        return
    _take(choice, "lat", lat)
    _take(choice, "lon", angles[1] if lat is angles[0] else angles[0])


def _named_latitude(angles: Sequence[SourceColumn]) -> SourceColumn | None:
    """Return the latitude of two columns of which one names it, and the other the longitude."""
    says = [heading_scores(column.heading).keys() & {"lat", "lon"} for column in angles]
    if says in ([{"lat"}, {"lon"}], [{"lon"}, {"lat"}]):
        named = angles[says.index({"lat"})]
        return named if named.is_latitude else None
    return None


def _choose_sources(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the column of links, or of lists and records with links."""
    if {"sources", "url"} & choice.fields.keys():
        return
    links = [c for c in columns if c.links >= HALF]
    if len(links) == 1:
        _take(choice, "sources", links[0])
    elif links:
        _leave(choice, links, "sources", what="links")


# --- words, paths and numbers ---------------------------------------------------------------------


def _choose_words(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose columns of the words of a vocabulary."""
    for name in ("status", "verification"):
        words = words_of(name)
        fitting = [c for c in columns if c.share(words.__contains__) >= MOST]
        fitting = [c for c in fitting if len(c.sample) > 1 and c.name not in choice.used]
        fitting = [c for c in fitting if not is_yes_or_no(c.sample)]
        if name not in choice.fields and len(fitting) == 1:
            _take(choice, name, fitting[0])


def _choose_layer(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the column of paths, such as "Front/North", which only layers have."""
    paths = [column for column in columns if are_paths(column)]
    if "layer" not in choice.fields and len(paths) == 1:
        _take(choice, "layer", paths[0])


def are_paths(column: SourceColumn) -> bool:
    """Return whether values are names and paths below them, as "Front" and "Front/North"."""
    if not any("/" in text for text in column.sample) or column.links or column.dates >= HALF:
        return False
    if column.distinct_share == 1:
        return False
    paths = [found for found in map(_PATH.fullmatch, column.sample) if found]
    names = {text for text in column.sample if "/" not in text}
    above = [found[1] for found in paths]
    others = sum("/" in text for text in column.sample) - len(paths)
    known = sum(name in names or above.count(name) > 1 for name in above)
    return bool(paths) and not others and known >= HALF * len(paths)


def _choose_codes(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the column of codes that number the rows and are no dates, such as 2024/1201."""
    _choose_id(choice, [c for c in columns if _are_codes(c)])


def _are_codes(column: SourceColumn) -> bool:
    found = [_NUMBERED.fullmatch(text) for text in column.sample]
    numbers = [int(one[2]) for one in found if one and one[1]]
    if len(numbers) < len(found):
        return False
    is_plain = min(numbers) > _DAYS_OF_YEAR and not _is_year_like(numbers)
    return is_plain or not any(read_text(text).readings for text in column.sample[:_COMPARED])


def _choose_id(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the column that numbers the rows in their order, such as EV-101, EV-102."""
    if "event_id" in choice.fields:
        return
    has_date = bool({"when", "date", "start", "year"} & choice.fields.keys())
    numbered = [c for c in columns if _numbers_rows(c, may_be_years=has_date)]
    if len(numbered) == 1:
        _take(choice, "event_id", numbered[0])


def _numbers_rows(column: SourceColumn, *, may_be_years: bool) -> bool:
    """Return whether values are one code with a number that grows a little from row to row."""
    rows = len(column.filled)
    if rows < _FEWEST_NUMBERED or not column.filled.all() or column.distinct_share < 1:
        return False
    found = [_NUMBERED.fullmatch(text.strip()) for text in column.texts.iloc[:_COMPARED]]
    if not all(found):
        return False
    prefixes = {one[1] for one in found if one}
    numbers = [int(one[2]) for one in found if one]
    if len(prefixes) > 1 or (prefixes == {""} and not may_be_years and _is_year_like(numbers)):
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return min(steps) > 0 and sum(steps) < _WIDEST_NUMBERING * len(numbers)


def _is_year_like(numbers: Sequence[int]) -> bool:
    return _YEARS[0] <= min(numbers) and max(numbers) <= _YEARS[1]


# --- names and prose ------------------------------------------------------------------------------


def _choose_places(choice: Choice, columns: Sequence[SourceColumn], names: PlaceNames) -> None:
    """Choose columns of names of places; headings have chosen none of them."""
    _take_towns(choice, names)
    if {"where", "city"} & choice.fields.keys():
        return
    texts = [c for c in columns if is_text(c) and c.words <= 6 and c.numbers < HALF]  # noqa: PLR2004 - a place and its country
    kinds = {c.name: names.kind(c.sample) for c in texts}
    areas = [c for c in texts if kinds[c.name] in ("place", "region")]
    if len(areas) == 2 and "region" not in choice.fields:  # noqa: PLR2004 - a town and its region
        for town, region in (areas, areas[::-1]):
            if names.lie_in(_pairs(town, region)) and not names.lie_in(_pairs(region, town)):
                _take(choice, "city", town)
                _take(choice, "region", region)
                texts = [c for c in texts if c not in areas]
                break
    for kind, name in (("country", "country"), ("region", "region"), ("place", "where")):
        found = [c for c in texts if kinds[c.name] == kind]
        if len(found) == 1 and name not in choice.fields:
            _take(choice, name, found[0])
        elif len(found) > 1 and name == "where":
            _leave(choice, found, "where", what="names of places")


def _take_towns(choice: Choice, names: PlaceNames) -> None:
    """Take a column headed as areas as the places, if its names are towns and no areas.

    Many people call any place a region or a district.
    """
    finest = next((name for name in _FINEST if name in choice.fields), "")
    if finest not in ("district", "region"):
        return
    if names.are_towns(choice.fields[finest][0].sample, finest):
        choice.fields["where"] = choice.fields.pop(finest)


def _pairs(first: SourceColumn, second: SourceColumn) -> list[tuple[str, str]]:
    """Return the different pairs of values in the rows that have both."""
    both = np.flatnonzero(first.filled & second.filled)[:_COMPARED]
    pairs = zip(first.texts.iloc[both], second.texts.iloc[both], strict=True)
    return list(dict.fromkeys(pairs))


def _is_nearly_title(scores: Mapping[str, float]) -> bool:
    """Return whether a heading names a title best, with another word: "declarationTitle"."""
    return scores.get("title", 0) >= max(_NEARLY, *scores.values(), 0)


def _choose_prose(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the title and the description among columns of several words.

    A single column of sentences is the description, of which titles are composed.
    """
    texts = [c for c in columns if is_text(c)]
    named = [c for c in texts if _is_nearly_title(heading_scores(c.heading))]
    if len(named) == 1 and "title" not in choice.fields:
        _take(choice, "title", named[0])
    prose = [c for c in texts if c.distinct_share >= PLAIN and c.name not in choice.used]
    prose = [c for c in prose if c.share(_LETTERS.search) >= MOST]
    prose = [c for c in prose if c.share(_SEVERAL_WORDS.search) >= HALF]
    prose.sort(key=lambda c: (c.letters, c.number))
    sentences = [c for c in prose if c.words >= TITLE_WORDS and c.share(_SENTENCE.search) >= HALF]
    described = "description" in choice.fields
    if len(sentences) == 1 and not described:
        _take(choice, "description", sentences[0])
    # Beside a description, a column of two words is more likely one of names, such as of ships.
    least_title = NAME_WORDS if described else TITLE_WORDS
    for name, least in (("title", least_title), ("description", PROSE_WORDS)):
        fitting = [c for c in prose if c.words >= least and c.name not in choice.used]
        if name not in choice.fields and fitting:
            _take(choice, name, fitting[0])
