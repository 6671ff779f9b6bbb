"""Choose which column is which field: by the words of its heading and by what its values look like.

Each column gets a score for each field, the best pairs are taken first, and what only values can
tell is decided last. Nothing is chosen row by row, and nothing is guessed: columns between which
neither heading nor values decide are named instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dateline import schema
from dateline.mapping.dates import month_number
from dateline.mapping.lexicon import PARTS, fold_heading, heading_scores, says_otherwise
from dateline.mapping.places import PlaceNames
from dateline.mapping.values import SourceColumn
from dateline.mapping.vocabulary import is_yes_or_no, words_of

#: Below this, a heading alone does not choose a field.
_SURE: Final = 0.55
#: From this on, a heading has no word that says something else.
_PLAIN: Final = 0.8
#: In a table made for dateline, only the most usual words of others name a field.
_OWN_HEADING: Final = 0.991
#: Most of the values must look right.
_MOST: Final = 0.9
_HALF: Final = 0.5

#: Words that a title or a description has on average.
_TITLE_WORDS: Final = 2.0
_PROSE_WORDS: Final = 5.0
#: Fewer rows than this say nothing about how often a value is repeated.
_FEW_ROWS: Final = 6
_REPEATED: Final = 0.4

#: Headings that count only together with another.
_ONLY_BESIDE: Final = {"x": "y", "y": "x", "n": "e", "e": "n", "low": "best", "high": "best"}
_BOUNDS: Final = {"low": "fatalities_low", "high": "fatalities_high"}

_YEARS: Final = (1000, 2999)
_ISO_DAY: Final = r"\d{4}-\d\d-\d\d"
_DATES: Final = ("date", "start", "end", "reported_at", "updated_at")
_NAMES: Final = ("city", "district", "region", "country")
_WORDS: Final = ("status", "verification", "record_status", "confidence", "event_type")
_COUNTS: Final = ("fatalities_best", "fatalities_low", "fatalities_high")
_FIELDS: Final = tuple(dict.fromkeys((*schema.GIVEN, *PARTS)))


@dataclass(slots=True)
class Choice:
    """Which columns are which fields.

    Attributes:
        fields: Field to its columns; several are parts of one column in different rows.
        undecided: Sentences about columns between which nothing decides.
        by_value: Fields that only values chose.
        foreign: Fields whose name a column has, without any of its words.
    """

    fields: dict[str, list[SourceColumn]] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)
    by_value: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        """The names of the columns that are fields."""
        return {column.name for columns in self.fields.values() for column in columns}


def choose(
    columns: Sequence[SourceColumn], given: Mapping[str, str], *, is_own: bool, names: PlaceNames
) -> Choice:
    """Return which columns of a table are which fields.

    Args:
        columns: The columns of the table.
        given: Field to the unique name of a column, from settings or tags; this takes precedence.
        is_own: Whether the table was made for dateline, so that its headings are field names.
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
    _by_heading(choice, rest, least=_OWN_HEADING if is_own else 0)
    _by_value(choice, [c for c in rest if c.name not in choice.used], names)
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


def _by_heading(choice: Choice, columns: Sequence[SourceColumn], *, least: float) -> None:
    folded = {fold_heading(column.heading) for column in columns}
    pairs: list[tuple[float, int, int, str]] = []
    by_number = {column.number: column for column in columns}
    for column in columns:
        beside = _ONLY_BESIDE.get(fold_heading(column.heading))
        if beside is not None and beside not in folded:
            continue
        for name, score in _scores(column).items():
            plain = 1.0 if name in PARTS else heading_scores(column.heading).get(name, 0)
            if score >= _SURE and plain >= least:
                pairs.append((-score, _FIELDS.index(name), column.number, name))
    for score, _, number, name in sorted(pairs):
        column = by_number[number]
        if column.name in choice.used:
            continue
        known = choice.fields.setdefault(name, [])
        if not known or (-score >= _PLAIN and _is_disjoint(known, column)):
            known.append(column)
    _drop_lonely(choice)


def _is_disjoint(columns: list[SourceColumn], other: SourceColumn) -> bool:
    """Return whether a column is filled only where the others are not, as in merged tables."""
    filled = np.logical_or.reduce([column.filled for column in columns])
    return bool(other.filled.any()) and not bool((filled & other.filled).any())


def _drop_lonely(choice: Choice) -> None:
    """Drop a latitude without a longitude, and the bounds of deaths without the deaths."""
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in choice.fields and other not in choice.fields and not _is_exact(choice, one):
            del choice.fields[one]
    if "month" in choice.fields and "year" not in choice.fields:
        column = choice.fields["month"][0]
        if "date" not in choice.fields and column.dates >= _HALF:
            choice.fields["date"] = choice.fields.pop("month")


def _is_exact(choice: Choice, name: str) -> bool:
    return heading_scores(choice.fields[name][0].heading).get(name, 0) > _MOST


def _scores(column: SourceColumn) -> dict[str, float]:
    """Return how well a column fits each field, by its heading and its values."""
    scores = dict(heading_scores(column.heading))
    bound = _BOUNDS.get(fold_heading(column.heading))
    if bound is not None:
        scores[bound] = _MOST
    if "time" in scores and (column.dates >= _HALF or column.epochs >= _MOST):
        scores["date"] = max(scores.get("date", 0), _PLAIN * scores["time"])
    if "date" in scores and column.clocks >= _MOST:
        scores["time"] = max(scores.get("time", 0), _MOST * scores["date"])
    if column.pairs >= _MOST and {"where", "geometry", "lat"} & scores.keys():
        is_named = _MOST * (scores.keys() >= {"lat", "lon"})
        best = max(is_named, *(scores.pop(name, 0) for name in ("where", "geometry", "lat")))
        scores["coordinates"] = max(scores.get("coordinates", 0), best)
    if column.shapes >= _HALF and {"where", "coordinates"} & scores.keys():
        best = max(scores.get(name, 0) for name in ("where", "coordinates"))
        scores["geometry"] = max(scores.get("geometry", 0), best)
    if "title" in scores and _is_category(column):
        scores["event_type"] = max(scores.get("event_type", 0), scores["title"])
        scores["title"] *= _HALF
    return {name: score * _fit(name, column) for name, score in scores.items() if name in _FIELDS}


def _is_category(column: SourceColumn) -> bool:
    """Return whether a few values are repeated over many rows."""
    rows = int(column.filled.sum())
    return rows >= _FEW_ROWS and column.distinct_share < _REPEATED


def _fit(name: str, column: SourceColumn) -> float:
    """Return how well the values of a column fit a field, from 0 to 1."""
    if not column.sample:
        return 1.0 if not column.is_nested else _fit_nested(name)
    if column.is_nested or column.is_shape:
        return _fit_nested(name)
    test = _FITS.get(name)
    return 1.0 if test is None else test(column)


def _fit_nested(name: str) -> float:
    dtype = schema.BY_NAME[name].dtype if name in schema.BY_NAME else ""
    return 1.0 if dtype in ("records", "texts", "geometry") or name == "url" else 0.0


def _date(column: SourceColumn) -> float:
    if column.dates >= _HALF or column.epochs >= _MOST or _between(*_YEARS)(column):
        return 1.0
    is_other = column.numbers >= _MOST or column.clocks >= _MOST
    return 0.0 if is_other else _PLAIN * _has_letters(column)


def _has_letters(column: SourceColumn) -> float:
    """Return 1 for short texts, which may be dates in words that are not known here."""
    return 1.0 if column.letters < 30 and column.links < _HALF else 0.0  # noqa: PLR2004 - a date


def _between(least: int, most: int) -> Callable[[SourceColumn], float]:
    def fit(column: SourceColumn) -> float:
        low, high = column.extremes
        return 1.0 if column.numbers >= _MOST and low >= least and high <= most else 0.0

    return fit


def _month(column: SourceColumn) -> float:
    is_name = column.numbers == 0 and column.words <= _TITLE_WORDS and len(column.sample) <= 24  # noqa: PLR2004 - two spellings of each
    is_month = column.holds(0, 12, words=month_number)
    return max(float(is_month), float(is_name), float(column.dates >= _MOST))


def _holds(least: int, most: int) -> Callable[[SourceColumn], float]:
    return lambda column: float(column.holds(least, most, words=lambda _: False))


def _angle(column: SourceColumn) -> float:
    if column.numbers < _HALF and column.degrees < _HALF:
        return _DOUBT if column.pairs < _HALF and column.shapes < _HALF else 0.0
    return 1.0 if column.is_longitude or column.decimals >= _HALF else 0.7


def _words_fit(name: str) -> Callable[[SourceColumn], float]:
    words = words_of(name)
    return lambda column: float(
        not is_yes_or_no(column.sample) and column.share(lambda text: text in words) > 0
    )


def _text(column: SourceColumn) -> float:
    is_other = max(column.numbers, column.links, column.shapes, column.clocks) >= _MOST
    return 0.2 if is_other or column.dates >= _MOST else 1.0


def _name(column: SourceColumn) -> float:
    return 0.0 if column.numbers >= _HALF or column.links >= _HALF or column.words > 8 else 1.0  # noqa: PLR2004 - of a long name of a place


def _identifier(column: SourceColumn) -> float:
    """Return less for what is no id of its rows; only the plainest headings are then taken."""
    is_unique = len(column.sample) > 1 and column.distinct_share == 1 and bool(column.filled.all())
    return 1.0 if is_unique else 0.56


def _sources(column: SourceColumn) -> float:
    return 0.1 if column.numbers >= _HALF else 1.0


#: A plain heading with other values is taken all the same, so that they are reported.
_DOUBT: Final = 0.6

_FITS: Final[dict[str, Callable[[SourceColumn], float]]] = {
    "event_id": _identifier,
    **dict.fromkeys(_DATES, _date),
    "time": lambda column: 1.0 if column.clocks > 0 or column.integers >= _MOST else 0.0,
    "year": _holds(*_YEARS),
    "month": _month,
    "day": _holds(0, 31),
    "lat": _angle,
    "lon": _angle,
    "coordinates": lambda c: 1.0 if c.pairs + c.shapes + c.degrees > 0 else _DOUBT,
    "geometry": lambda c: 1.0 if c.shapes > 0 or any(t[:1] == "{" for t in c.sample) else _DOUBT,
    **dict.fromkeys(_COUNTS, lambda c: 1.0 if c.numbers >= _HALF else _DOUBT),
    **dict.fromkeys((*_NAMES, "where"), _name),
    **{name: _words_fit(name) for name in _WORDS if name != "event_type"},
    "event_type": lambda c: 0.0 if c.numbers >= _HALF and c.decimals > 0 else 1.0,
    "title": _text,
    "description": _text,
    "layer": lambda c: 0.0 if c.links >= _HALF or c.decimals >= _HALF else 1.0,
    "sources": _sources,
    "url": lambda c: 1.0 if c.links > 0 else _DOUBT,
    "publisher": lambda c: 1.0 if c.links < _HALF and c.numbers < _HALF else 0.0,
    "tags": lambda c: 0.1 if c.numbers >= _HALF else 1.0,
    "actor1": _name,
    "actor2": _name,
    "graphic": lambda c: c.share(
        lambda t: t.casefold() in ("true", "false", "yes", "no", "0", "1")
    ),
    "place_precision": _words_fit("place_precision"),
    "uncertainty_m": lambda c: 1.0 if c.numbers >= _HALF else 0.0,
}


# --- by value -------------------------------------------------------------------------------------


def _by_value(choice: Choice, columns: Sequence[SourceColumn], names: PlaceNames) -> None:
    """Choose fields by values alone, for columns whose headings say nothing."""
    free = [c for c in columns if not _says_what(c.heading) and not c.is_nested and c.sample]
    for chooser in (_dates_by_value, _positions_by_value, _texts_by_value):
        chooser(choice, [c for c in free if c.name not in choice.used])
    left = [c for c in free if c.name not in choice.used]
    _places_by_value(choice, left, names)
    _prose_by_value(choice, [c for c in left if c.name not in choice.used])


def _says_what(heading: str) -> bool:
    """Return whether a heading says what its column is, a field or not."""
    return says_otherwise(heading) or max(heading_scores(heading).values(), default=0) >= _SURE


def _take(choice: Choice, name: str, column: SourceColumn) -> None:
    choice.fields[name] = [column]
    choice.by_value.add(name)


def _dates_by_value(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    if {"when", "date", "start", "year"} & choice.fields.keys():
        if "date" in choice.fields and "time" not in choice.fields:
            clocks = [c for c in columns if c.clocks >= _MOST]
            if len(clocks) == 1:
                _take(choice, "time", clocks[0])
        return
    dated = [c for c in columns if c.dates >= _MOST or c.epochs >= _MOST]
    if len(dated) == 2 and _is_span(*dated):  # noqa: PLR2004 - start and end
        _take(choice, "start", dated[0])
        _take(choice, "end", dated[1])
    elif len(dated) == 1:
        _take(choice, "date", dated[0])
    elif dated:
        _leave(choice, dated, "date", what="dates")


def _is_span(first: SourceColumn, second: SourceColumn) -> bool:
    """Return whether two columns of ISO dates never end before they start."""
    both = np.flatnonzero(first.filled & second.filled)
    starts, ends = first.texts.iloc[both].str[:10], second.texts.iloc[both].str[:10]
    are_iso = (
        starts.str.fullmatch(r"\d{4}-\d\d-\d\d") & ends.str.fullmatch(r"\d{4}-\d\d-\d\d")
    ).all()
    return bool(len(both)) and bool(are_iso) and bool((starts.to_numpy() <= ends.to_numpy()).all())


def _leave(choice: Choice, columns: Sequence[SourceColumn], name: str, *, what: str) -> None:
    listed = " and ".join(f'"{column.heading}"' for column in columns)
    example = f'[read.columns] {name} = "{columns[0].heading}"'
    choice.undecided.append((f"{listed} hold {what}, and no heading says which is meant", example))


def _positions_by_value(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    if {"lat", "lon", "coordinates", "geometry"} & choice.fields.keys():
        return
    for name, share in (("geometry", "shapes"), ("coordinates", "pairs")):
        found = [c for c in columns if getattr(c, share) >= _MOST]
        if len(found) == 1:
            _take(choice, name, found[0])
            return
    angles = [c for c in columns if (c.decimals >= _HALF or c.degrees >= _MOST) and c.is_longitude]
    if len(angles) != 2:  # noqa: PLR2004 - a latitude and a longitude
        return
    side = [c.share(lambda text: any(letter in text.upper() for letter in "NS")) for c in angles]
    if max(side) >= _MOST and min(side) == 0:
        lat = angles[side.index(max(side))]
    elif angles[0].is_latitude != angles[1].is_latitude:
        lat = angles[0] if angles[0].is_latitude else angles[1]
    else:
        _leave(choice, angles, "lat", what="coordinates in degrees")
        return
    _take(choice, "lat", lat)
    _take(choice, "lon", angles[1] if lat is angles[0] else angles[0])


def _texts_by_value(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    if not {"sources", "url"} & choice.fields.keys():
        links = [c for c in columns if c.links >= _HALF]
        if len(links) == 1:
            _take(choice, "sources", links[0])
        elif links:
            _leave(choice, links, "sources", what="links")
    for name in ("status", "verification"):
        words = words_of(name)
        fitting = [c for c in columns if c.share(words.__contains__) >= _MOST]
        fitting = [c for c in fitting if len(c.sample) > 1 and c.name not in choice.used]
        fitting = [c for c in fitting if not is_yes_or_no(c.sample)]
        if name not in choice.fields and len(fitting) == 1:
            _take(choice, name, fitting[0])


def _places_by_value(choice: Choice, columns: Sequence[SourceColumn], names: PlaceNames) -> None:
    """Choose columns of names of places; headings have chosen none of them."""
    if {"where", "city"} & choice.fields.keys():
        return
    texts = [c for c in columns if _text(c) == 1.0 and c.words <= 6 and c.numbers < _HALF]  # noqa: PLR2004 - a place and its country
    kinds = {c.name: names.kind(c.sample) for c in texts}
    for kind, name in (("country", "country"), ("region", "region"), ("place", "where")):
        found = [c for c in texts if kinds[c.name] == kind]
        if len(found) == 1 and name not in choice.fields:
            _take(choice, name, found[0])
        elif len(found) > 1 and name == "where":
            _leave(choice, found, "where", what="names of places")


def _prose_by_value(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Choose the title and the description among columns of whole sentences."""
    prose = [c for c in columns if _text(c) == 1.0 and c.distinct_share >= _PLAIN]
    prose.sort(key=lambda c: (c.letters, c.number))
    for name, least in (("title", _TITLE_WORDS), ("description", _PROSE_WORDS)):
        fitting = [c for c in prose if c.words >= least and c.name not in choice.used]
        if name not in choice.fields and fitting:
            _take(choice, name, fitting[0])
