"""Clues: areas that are said beside a toponym, in the text of a document or in an event.

A clue has marks that say how it is connected with the toponym. The weights of the marks are fitted
by ``bench/fit_weights.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from dateline.gazetteer import Place, fold
from dateline.geocoder.areas import Level, Said, SaidArea

#: How an area is connected with a toponym, from loosely to closely.
MARKS: Final = (
    "said",  # it is said somewhere in the text
    "early",  # ... at the beginning of the text
    "sentence",  # ... in a sentence with the toponym
    "beside",  # ... right beside the toponym
    "follows",  # ... after the toponym and a comma or bracket: "Kara, Togo"
    "near",  # a town in it is named as a neighbour: "5 km from Y"
    "defined",  # a sentence says that the toponym is a place in it: "X is a village in Y"
    "stated",  # an event states it: in its title, description, sources or layer
)
LEVELS: Final[tuple[Level, ...]] = ("country", "admin1", "admin2")

#: A text begins with this many characters.
EARLY: Final = 400
#: A sentence is cut off this many characters before and after the toponym.
SENTENCE: Final = 300
#: Words this many characters after the toponym, or before it, stand beside it.
AFTER: Final = 45
BEFORE: Final = 30

#: The end of a sentence; "U.S. state" and "St. Louis" go on.
STOP: Final = re.compile(r"(?:(?<!\b[A-Z])(?<!\bSt)(?<!\bMt)\.|[!?;])[\s\"'”’)]|[。！？\n]")


#: What stands between a name and the area that follows it, or between two such areas.
_JOINT: Final = re.compile(r"\s?[,(]\s*(?:the\s)?$")
_JOINED: Final = 8


class Clue(NamedTuple):
    """An area that is said, and how.

    Attributes:
        area: The area.
        marks: Indices of :data:`MARKS`.
        source: Where it is said: ``description``, ``layer``, ``text``, ...; a word of the catalogue
            (``reason_source``).
        words: The words as written.
    """

    area: SaidArea
    marks: frozenset[int]
    source: str
    words: str


Clues = tuple[Clue, ...]
SAID, _EARLY, _SENTENCE, _BESIDE, _FOLLOWS, NEAR, DEFINED, _STATED = range(len(MARKS))


def spans_of(toponym: str, text: str) -> list[tuple[int, int]]:
    """Return where a toponym stands in a text, in any case."""
    if not toponym or len(toponym) > len(text):
        return []
    pattern = rf"(?<!\w){re.escape(toponym)}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def clues_in(
    toponym: str,
    text: str,
    said: Sequence[Said],
    *,
    spans: Sequence[tuple[int, int]],
    source: str = "text",
    is_stated: bool = False,
) -> Iterator[Clue]:
    """Yield the clues for a toponym in a text.

    Args:
        toponym: The toponym; its own name is no clue.
        text: The text.
        said: The areas that the text names.
        spans: Where the toponym stands in the text.
        source: What the text is.
        is_stated: Whether the text belongs to the event.
    """
    own = fold(toponym)
    ends = {end for _, end in spans}
    for one in said:
        overlaps = any(one.start < end and start < one.end for start, end in spans)
        if overlaps or fold(one.words) == own:
            continue
        marks = {SAID, *_closeness(text, one, spans)}
        if one.start < EARLY:
            marks.add(_EARLY)
        if (joint := _JOINT.search(text, max(0, one.start - _JOINED), one.start)) and (
            joint.start() in ends
        ):
            marks.add(_FOLLOWS)
            ends.add(one.end)
        if is_stated:
            marks.add(_STATED)
        for area in implied(one.areas):
            yield Clue(area, frozenset(marks), source, one.words)


def merged_clues(clues: Iterable[Clue]) -> Clues:
    """Return one clue for each area, with the marks of all, called as the closest one."""
    kept: dict[SaidArea, Clue] = {}
    for clue in clues:
        known = kept.get(clue.area)
        kept[clue.area] = clue if known is None else _joined(known, clue)
    return tuple(sorted(kept.values(), key=lambda clue: (clue.area, clue.source)))


def _joined(one: Clue, other: Clue) -> Clue:
    closer = max(one, other, key=lambda clue: (max(clue.marks - {_STATED}), clue.source))
    return closer._replace(marks=one.marks | other.marks)


def _closeness(text: str, said: Said, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    for start, end in spans:
        is_after = said.start >= end
        low, high = (end, said.start) if is_after else (said.end, start)
        if high - low > SENTENCE or STOP.search(text, low, high + 1):
            continue
        yield _SENTENCE
        if high - low <= (AFTER if is_after else BEFORE):
            yield _BESIDE


def implied(areas: Iterable[SaidArea]) -> set[SaidArea]:
    """Return areas with the region and the country around them, if these are unambiguous."""
    found = set(areas)
    codes = {area.code for area in found}
    countries = {code.split(".")[0] for code in codes}
    if len(countries) == 1:
        found.add(SaidArea("country", countries.pop()))
    regions = {".".join(area.code.split(".")[:2]) for area in found if area.level != "country"}
    if len(regions) == 1:
        found.add(SaidArea("admin1", regions.pop()))
    return found


def area_of(place: Place, level: Level) -> SaidArea:
    """Return the area of a level that a place lies in; its code may be empty."""
    return SaidArea(level, getattr(place, level))


def best_clue(place: Place, clues: Clues, *, other: Place | None = None) -> Clue | None:
    """Return the clue that supports a place most: the closest, then the smallest area.

    A mere mention in a document supports nothing.

    Args:
        place: The place.
        clues: The clues.
        other: A place that the clue must not fit as well.
    """
    if not clues:
        return None
    around = {area_of(place, level) for level in LEVELS}
    if other is not None:
        around -= {area_of(other, level) for level in LEVELS}
    close = {_SENTENCE, _BESIDE, _FOLLOWS, NEAR, DEFINED, _STATED}
    fitting = [clue for clue in clues if clue.area in around and clue.marks & close]
    fitting = [clue for clue in fitting if is_support(clue, place, clues)]
    return max(fitting, key=_closest, default=None)


def is_support(clue: Clue | None, place: Place, clues: Clues) -> bool:
    """Return whether a clue supports a place.

    "Kursk Oblast" says Russia too, but it does not support a place elsewhere in Russia.
    """
    if clue is None:
        return False
    depth = LEVELS.index(clue.area.level)
    finer = [c for c in clues if c.words == clue.words and LEVELS.index(c.area.level) > depth]
    return not finer or any(c.area == area_of(place, c.area.level) for c in finer)


def _closest(clue: Clue) -> tuple[int, int, str]:
    return max(clue.marks - {_EARLY}), LEVELS.index(clue.area.level), clue.words
