"""Which namesake a text means that says *along* or *bank*: the river, not the town.

The resolver chooses among the candidates of a name without knowing the form that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import shapely
from shapely import Point

from dateline.gazetteer import Place, fold
from dateline.gazetteer.kinds import KIND_WORDS
from dateline.gazetteer.model import WATER
from dateline.geocoder.candidates import Finder
from dateline.geocoder.forms import Along, walk
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.resolve import Resolution, Scored
from dateline.geodesy import LonLat, distances_m

#: Kinds of place that something can be along.
_LINES: Final = frozenset({"river", "canal", "line", "border", "valley"})

#: How many names are tried.
_MOST: Final = 6

#: The score of a river that was preferred because of its kind, and of one of several rivers.
SCORE: Final = 0.85
SCORE_OF_SEVERAL: Final = 0.7


def prefer_lines(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of the names in a form; what events are along is a river or line.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    lines = {part.line for part in walk(form) if isinstance(part, Along)}
    return tuple(_line(one, finder) if one.name in lines else one for one in found)


def _line(one: Resolution, finder: Finder) -> Resolution:
    if one.is_pinned or (one.chosen and one.chosen.place.kind in _LINES | WATER):
        return one
    lines = [*{line.place_id: line for line in _named_lines(one, finder)}.values()]
    for areas in _around(one, finder):
        lines = [line for line in lines if any(_meets(line, area, finder) for area in areas)]
    if not lines:
        return one
    best = max(lines, key=lambda place: place.importance)
    others = [line for line in lines if not _meets(line, best, finder)]
    score = SCORE if not others else SCORE_OF_SEVERAL
    return replace(
        one,
        outcome="resolved",
        chosen=Scored(best, score),
        margin=score,
        runners_up=(*([one.chosen] if one.chosen else []), *one.runners_up[:4]),
        is_misfit=False,
        is_supported=True,
        outside=(),
        reason=(PlaceReason("line", one.name.toponym, best.kind),),
    )


def _around(one: Resolution, finder: Finder) -> Iterator[list[Place]]:
    """Yield for each area that is said to hold a place what may be meant by it."""
    for parent in one.name.within:
        areas = [c.place for c in finder.candidates(parent)]
        if areas and fold(parent) not in KIND_WORDS:
            yield areas
    if one.is_supported and not one.name.within and one.chosen and one.chosen.place.country:
        country = finder.country(one.chosen.place.country)
        yield [country] if country else []


def _meets(line: Place, area: Place, finder: Finder) -> bool:
    """Return whether a line touches an area or another line."""
    shapes = (finder.outline(line), finder.outline(area))
    one, other = (
        Point(place.lon, place.lat) if shape is None else shape
        for place, shape in zip((line, area), shapes, strict=True)
    )
    if shapes[1] is None:
        here = shapely.get_coordinates(one)
        apart = distances_m(here[:, 0], here[:, 1], LonLat(area.lon, area.lat))
        return bool(apart.min() <= area.uncertainty_m)
    return bool(shapely.intersects(one, other))


def _named_lines(one: Resolution, finder: Finder) -> Iterator[Place]:
    """Yield the rivers and other lines of a name, or that its place is named after."""
    places = [c.place for c in finder.candidates(one.name.toponym) if not c.is_stripped]
    words = dict.fromkeys([one.name.toponym, *(p.name for p in places)])
    names = [text for word in list(words)[:_MOST] for text in (word, f"{word} River")]
    finder.prepare(names)
    for name in names:
        for candidate in finder.candidates(name):
            if candidate.place.kind in _LINES and not candidate.is_stripped:
                yield candidate.place
