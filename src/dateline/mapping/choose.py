"""Choose which column is which field: by the words of its heading and by what its values look like.

Each column gets a score for each field, the best pairs are taken first, and what only values can
tell is decided last. Nothing is chosen row by row, and nothing is guessed: columns between which
neither heading nor values decide are named instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from dateline import schema
from dateline.mapping.by_value import are_paths, choose_by_values
from dateline.mapping.choice import (
    HALF,
    MOST,
    PLAIN,
    SURE,
    TITLE_WORDS,
    Choice,
    is_next,
    is_text,
)
from dateline.mapping.clocks import choose_clocks
from dateline.mapping.dates import is_sheet_day, month_number
from dateline.mapping.footnotes import is_mark
from dateline.mapping.lexicon import (
    PARTS,
    fold_heading,
    heading_scores,
    languages_of,
    languages_of_others,
    says_otherwise,
)
from dateline.mapping.nested import are_media
from dateline.mapping.objects import name_objects
from dateline.mapping.places import PlaceNames
from dateline.mapping.undated import name_dates
from dateline.mapping.utm import choose_utm, parse_zone
from dateline.mapping.values import LINK, PICTURES, SourceColumn
from dateline.mapping.vocabulary import is_yes_or_no, words_of

#: In a table made for dateline, only the most usual words of others name a field.
_OWN_HEADING: Final = 0.991

#: From this on, a heading is a word or phrase of the lists, with its own ending.
_EXACT: Final = 0.95

#: Weight of what a heading means in other languages than that of the table.
_FOREIGN: Final = 0.95

#: Fewer rows than this say nothing about how often a value is repeated.
_FEW_ROWS: Final = 6
_REPEATED: Final = 0.4
_ROUNDING: Final = 1e-6

#: Headings that count only together with another.
_ONLY_BESIDE: Final = {"x": "y", "y": "x", "n": "e", "e": "n", "low": "best", "high": "best"}
_BOUNDS: Final = {"low": "fatalities_low", "high": "fatalities_high"}

#: Headings of when a form was filled in, which give way to a column of when it happened.
_ENTRY_TIMES: Final = frozenset({"timestamp", "time stamp"})

#: Headings that only the tables of ODK and KoboToolbox have, in which "start" and "end" are when
#: the form was filled in.
_ODK: Final = frozenset({"_uuid", "_submission_time", "meta/instanceID", "instanceID"})
_ODK_TIMES: Final = frozenset({"start", "end", "today"})

#: The language of a table whose headings say too little.
_ANY_TABLE: Final = frozenset({"en"})

_YEARS: Final = (1000, 2999)
_DATES: Final = ("date", "start", "end", "reported_at", "updated_at")
#: More than the number of a day: "5-Mar-24".
_LONG_DAY: Final = re.compile(r"\d\W*[^\W\d_]{3,}\W*\d")
_NAMES: Final = ("city", "district", "region", "country")
_WORDS: Final = ("status", "verification", "record_status", "confidence", "event_type")
_GROUPS: Final = frozenset({"title", "event_type", "sub_event_type", "actor1", "tags"})
_COUNTS: Final = ("fatalities_best", "fatalities_low", "fatalities_high")
_FIELDS: Final = tuple(dict.fromkeys((*schema.GIVEN, *PARTS)))


def choose(
    columns: Sequence[SourceColumn],
    given: Mapping[str, str],
    *,
    is_own: bool,
    is_export: bool,
    names: PlaceNames,
) -> Choice:
    """Return which columns of a table are which fields.

    Args:
        columns: The columns of the table.
        given: Field to the unique name of a column, from settings or tags; this takes precedence.
        is_own: Whether the table was made for dateline, so that its headings are field names.
        is_export: Whether dateline wrote the table. A column with nearly the name of a field that
            the table has is then another column.
        names: Says which texts are names of places.
    """
    choice = Choice()
    by_name = {column.name: column for column in columns}
    for name, heading in given.items():
        if heading in by_name:
            choice.fields[name] = [by_name[heading]]
    for column in columns:
        name = column.heading
        if name not in schema.GIVEN or name in choice.fields:
            continue
        if is_own or not _is_foreign(name, column):
            choice.fields[name] = [column]
        else:
            choice.foreign.append(name)
    rest = [column for column in columns if column.name not in choice.used]
    if all(column.heading in schema.GIVEN for column in rest):
        return choice
    languages = _languages(rest)
    rest = _without_form_times(rest)
    if is_export:
        rest = [c for c in rest if choice.fields.keys().isdisjoint(_scores(c, languages))]
    _by_heading(choice, rest, languages, least=_OWN_HEADING if is_own else 0)
    choose_utm(choice, rest)
    choose_clocks(choice, rest)
    free = [c for c in rest if c.name not in choice.used and c.sample and not c.needs_heading]
    free = [c for c in free if not _says_what(c, languages)]
    choose_by_values(choice, free, names)
    name_dates(choice, rest)
    name_objects(choice, rest)
    _drop_lonely(choice)
    return choice


def _is_foreign(name: str, column: SourceColumn) -> bool:
    """Return whether a column has the name of a vocabulary field but none of its words."""
    if name == "event_type":
        return False
    words = words_of(name)
    if not words or not column.sample:
        return False
    return is_yes_or_no(column.sample) or not column.share(lambda text: text in words)


# --- by heading -----------------------------------------------------------------------------------


def _by_heading(
    choice: Choice, columns: Sequence[SourceColumn], languages: frozenset[str], *, least: float
) -> None:
    folded = {fold_heading(column.heading) for column in columns}
    pairs: list[tuple[float, int, int, str]] = []
    by_number = {column.number: column for column in columns}
    for column in columns:
        beside = _ONLY_BESIDE.get(fold_heading(column.heading))
        if beside is not None and beside not in folded:
            continue
        for name, score in _scores(column, languages).items():
            plain = 1.0 if name in PARTS else heading_scores(column.heading).get(name, 0)
            if score >= SURE and plain >= least:
                pairs.append((-score, _FIELDS.index(name), column.number, name))
    for score, _, number, name in sorted(pairs):
        column = by_number[number]
        if column.name in choice.used:
            continue
        known = choice.fields.setdefault(name, [])
        is_more = name == "sources" and known and is_next(known[-1], column)
        if not known or is_more or (-score >= PLAIN and _is_disjoint(known, column)):
            known.append(column)
    _take_month_as_date(choice)


def _without_form_times(columns: list[SourceColumn]) -> list[SourceColumn]:
    """Return the columns without when a form was filled in, if another says when it happened."""
    if _ODK.isdisjoint(column.heading for column in columns):
        return columns
    others = [column for column in columns if column.heading not in _ODK_TIMES]
    is_dated = any(
        heading_scores(column.heading).get("date", 0) >= SURE and column.dates >= HALF
        for column in others
        if column.heading not in _ODK
    )
    return others if is_dated else columns


def _is_disjoint(columns: list[SourceColumn], other: SourceColumn) -> bool:
    """Return whether a column is filled only where the others are not, as in merged tables."""
    filled = np.logical_or.reduce([column.filled for column in columns])
    return bool(other.filled.any()) and not bool((filled & other.filled).any())


def _drop_lonely(choice: Choice) -> None:
    """Drop a latitude without a longitude, and the other way round, unless its heading is plain."""
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in choice.fields and other not in choice.fields and not _is_exact(choice, one):
            del choice.fields[one]


def _take_month_as_date(choice: Choice) -> None:
    """Take dates under the heading of a month, without a year beside it, as the dates."""
    if "month" in choice.fields and not {"year", "date"} & choice.fields.keys():
        column = choice.fields["month"][0]
        if column.dates >= HALF:
            choice.fields["date"] = choice.fields.pop("month")


def _says_what(column: SourceColumn, languages: frozenset[str]) -> bool:
    """Return whether a heading says what its column is, a field or not.

    A heading says nothing if the values can't be what it names, or not well if it only nearly
    names it.
    """
    if says_otherwise(column.heading):
        return True
    if fold_heading(column.heading) in _ONLY_BESIDE:
        return False
    plainly = max(heading_scores(column.heading).values(), default=0)
    fitting = max(_scores(column, languages).values(), default=0)
    return fitting >= SURE or (plainly >= _EXACT and fitting > 0)


def _is_exact(choice: Choice, name: str) -> bool:
    return heading_scores(choice.fields[name][0].heading).get(name, 0) > MOST


def _languages(columns: Sequence[SourceColumn]) -> frozenset[str]:
    """Return the languages that know most headings of a table; none if they know fewer than two."""
    votes = Counter(
        language
        for column in columns
        for language in frozenset[str]().union(*languages_of(column.heading).values())
    )
    most = max(votes.values(), default=0)
    return frozenset(name for name, count in votes.items() if count == most > 1)


def _in_language(column: SourceColumn, languages: frozenset[str]) -> dict[str, float]:
    """Return the scores of a heading, less for what it means only in another language."""
    scores = dict(heading_scores(column.heading))
    meanings = languages_of(column.heading)
    here = {name for name, known in meanings.items() if not languages.isdisjoint(known)}
    otherwise = languages_of_others(column.heading)
    if not here and otherwise & (languages or _ANY_TABLE):
        return {}
    others = meanings.keys() - here if here else ()
    return scores | {name: _FOREIGN * scores[name] for name in others if name in scores}


def _scores(column: SourceColumn, languages: frozenset[str]) -> dict[str, float]:
    """Return how well a column fits each field, by its heading and its values."""
    scores = _in_language(column, languages)
    bound = _BOUNDS.get(fold_heading(column.heading))
    if bound is not None:
        scores[bound] = MOST
    if "time" in scores and (column.dates >= HALF or column.epochs >= MOST):
        scores["date"] = max(scores.get("date", 0), PLAIN * scores["time"])
    if column.dates >= HALF or column.epochs >= MOST:  # "startTime" of the whole moment
        scores = {n: score for n, score in scores.items() if n not in ("start_time", "end_time")}
    if "date" in scores and fold_heading(column.heading) in _ENTRY_TIMES:
        scores["date"] *= PLAIN
    if "day" in scores and (column.dates >= MOST or column.share(_LONG_DAY.search) >= MOST):
        scores["date"] = max(scores.get("date", 0), MOST * scores["day"])
    if "date" in scores and column.integers >= MOST:
        scores["day"] = max(scores.get("day", 0), MOST * scores["date"])
    if "date" in scores and column.clocks >= MOST:
        scores["time"] = max(scores.get("time", 0), MOST * scores["date"])
    if column.pairs >= MOST and {"where", "geometry", "lat"} & scores.keys():
        is_named = MOST * (scores.keys() >= {"lat", "lon"})
        best = max(is_named, *(scores.pop(name, 0) for name in ("where", "geometry", "lat")))
        scores["coordinates"] = max(scores.get("coordinates", 0), best)
    if "where" in scores and column.grids >= HALF:  # the place, unless a name says it too
        scores.setdefault("coordinates", PLAIN * scores["where"])
        scores["where"] *= MOST
    if column.shapes >= HALF and {"where", "coordinates"} & scores.keys():
        best = max(scores.get(name, 0) for name in ("where", "coordinates"))
        scores["geometry"] = max(scores.get("geometry", 0), best)
    if _GROUPS & scores.keys() and are_paths(column):
        scores["layer"] = max(scores.values())
        scores = {name: score for name, score in scores.items() if name not in _GROUPS}
    if "title" in scores and _is_category(column):
        scores["event_type"] = max(scores.get("event_type", 0), scores["title"])
        scores["title"] *= HALF
    return {name: score * _fit(name, column) for name, score in scores.items() if name in _FIELDS}


def _is_category(column: SourceColumn) -> bool:
    """Return whether a few values are repeated over many rows."""
    rows = int(column.filled.sum())
    return rows >= _FEW_ROWS and column.distinct_share < _REPEATED


def _fit(name: str, column: SourceColumn) -> float:
    """Return how well the values of a column fit a field, from 0 to 1."""
    if not column.sample:
        return 1.0 if not column.is_nested else _fit_nested(name, column)
    if column.is_nested or column.is_shape:
        return _fit_nested(name, column)
    if name in _DATES and column.share(is_sheet_day) >= MOST:
        return float("date" in heading_scores(column.heading))  # more than "Start" or "Reported"
    test = _FITS.get(name)
    return 1.0 if test is None else test(column)


def _fit_nested(name: str, column: SourceColumn) -> float:
    if name == "media":
        return float(are_media(column.raw))
    dtype = schema.BY_NAME[name].dtype if name in schema.BY_NAME else ""
    return 1.0 if dtype in ("records", "texts", "geometry") or name == "url" else 0.0


def _date(column: SourceColumn) -> float:
    if column.dates >= HALF or column.epochs >= MOST or _between(*_YEARS)(column):
        return 1.0
    is_other = column.numbers >= MOST or column.clocks >= MOST or is_yes_or_no(column.sample)
    return 0.0 if is_other else PLAIN * _has_letters(column)


def _has_letters(column: SourceColumn) -> float:
    """Return 1 for short texts, which may be dates in words that are not known here."""
    return 1.0 if column.letters < 30 and column.links < HALF else 0.0  # noqa: PLR2004 - a date


def _between(least: int, most: int) -> Callable[[SourceColumn], float]:
    def fit(column: SourceColumn) -> float:
        low, high = column.extremes
        return 1.0 if column.numbers >= MOST and low >= least and high <= most else 0.0

    return fit


def _month(column: SourceColumn) -> float:
    is_name = column.numbers == 0 and column.words <= TITLE_WORDS and len(column.sample) <= 24  # noqa: PLR2004 - two spellings of each
    is_month = column.holds(0, 12, words=month_number)
    return max(float(is_month), float(is_name), float(column.dates >= MOST))


def _holds(least: int, most: int) -> Callable[[SourceColumn], float]:
    return lambda column: float(column.holds(least, most, words=lambda _: False))


def _angle(column: SourceColumn) -> float:
    if column.numbers < HALF and column.degrees < HALF:
        return _DOUBT if column.pairs < HALF and column.shapes < HALF else 0.0
    return 1.0 if column.is_longitude or column.decimals >= HALF else 0.7


def _words_fit(name: str) -> Callable[[SourceColumn], float]:
    def fit(column: SourceColumn) -> float:
        words = words_of(name)  # read when it is first asked, not when the program starts
        return float(not is_yes_or_no(column.sample) and column.share(lambda t: t in words) > 0)

    return fit


def _text(column: SourceColumn) -> float:
    return 1.0 if is_text(column) else 0.2


def _name(column: SourceColumn) -> float:
    return 0.0 if column.numbers >= HALF or column.links >= HALF or column.words > 8 else 1.0  # noqa: PLR2004 - of a long name of a place


def _identifier(column: SourceColumn) -> float:
    """Return less for what is no id of its rows; only the plainest headings are then taken.

    Values of which many are repeated are codes of a kind, and footnote marks are no ids.
    """
    if column.share(lambda text: text.count(" ") > 1) >= HALF:
        return 0.3  # a title
    is_unique = len(column.sample) > 1 and column.distinct_share == 1 and bool(column.filled.all())
    is_id = _is_nearly_distinct(column) and max(column.links, column.share(is_mark)) < HALF
    return 1.0 if is_unique and is_id else 0.56 * is_id


def _is_nearly_distinct(column: SourceColumn) -> bool:
    """Return whether one value in ten is repeated at most; a single slip is always allowed."""
    rows = int(column.filled.sum())
    return rows * (1 - column.distinct_share) <= max(1.0, rows * (1 - MOST)) + _ROUNDING


def _sources(column: SourceColumn) -> float:
    return 0.1 if max(column.numbers, column.share(is_mark)) >= HALF else 1.0


#: A plain heading with other values is taken all the same, so that they are reported.
_DOUBT: Final = 0.6

_FITS: Final[dict[str, Callable[[SourceColumn], float]]] = {
    "event_id": _identifier,
    **dict.fromkeys(_DATES, _date),
    "time": lambda column: 1.0 if column.clocks > 0 or column.integers >= MOST else 0.0,
    "year": _holds(*_YEARS),
    "month": _month,
    "day": _holds(0, 31),
    "lat": _angle,
    "lon": _angle,
    "coordinates": lambda c: 1.0 if c.pairs + c.shapes + c.degrees + c.grids > 0 else _DOUBT,
    "utm_zone": lambda c: c.share(lambda text: parse_zone(text) is not None),
    "geometry": lambda c: 1.0 if c.shapes > 0 or any(t[:1] == "{" for t in c.sample) else _DOUBT,
    **dict.fromkeys(_COUNTS, lambda c: 1.0 if c.numbers >= HALF else _DOUBT),
    **dict.fromkeys((*_NAMES, "where", "actor1", "actor2"), _name),
    **{n: _words_fit(n) for n in (*_WORDS, "place_precision") if n != "event_type"},
    "event_type": lambda c: 0.0 if c.numbers >= HALF and c.decimals > 0 else 1.0,
    **dict.fromkeys(("title", "description"), _text),
    "layer": lambda c: float(
        c.links < HALF and (c.numbers < MOST or c.integers >= MOST) and not is_yes_or_no(c.sample)
    ),
    "sources": _sources,
    "url": lambda c: 1.0 if c.links > 0 else _DOUBT,
    "publisher": lambda c: 1.0 if c.links < HALF and c.numbers < HALF else 0.0,
    "tags": lambda c: 0.1 if c.numbers >= HALF else 1.0,
    "media": lambda c: float(c.share(lambda t: LINK.match(t) or re.match(PICTURES, t)) >= HALF),
    "graphic": lambda c: c.share(
        lambda t: t.casefold() in ("true", "false", "yes", "no", "0", "1")
    ),
    "uncertainty_m": lambda c: 1.0 if c.numbers >= HALF else 0.0,
}
