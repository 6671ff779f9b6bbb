"""Which namesake a text means that measures from it: the town, not the region called after it.

*10 km from Oaxaca* and *between Kyiv and Odesa* start at the towns. The resolver chooses among the
candidates of a name without knowing the form that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dateline.gazetteer import Place, fold
from dateline.gazetteer.kinds import splits
from dateline.geocoder.candidates import Finder
from dateline.geocoder.forms import Between, Name, Near, Offset, Part, Route, walk
from dateline.geocoder.resolve import MARGIN, Resolution, Scored
from dateline.geodesy import LonLat, distances_m

#: Regions that may be called after a town.
_REGIONS: Final = frozenset({"admin1", "admin2"})

#: The score of a capital that has the name of its country.
_CAPITAL: Final = 0.85

#: Regions are seldom called after smaller towns.
_LEAST_PEOPLE: Final = 20_000


def prefer_towns(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of the names in a form; what is measured from is the town.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    measured = {place for part in walk(form) for place in _measured(part)}
    far = {part.of for part in walk(form) if isinstance(part, Offset) and part.distance}
    return tuple(
        _capital(one, finder)
        if one.name in far and one.chosen and one.chosen.place.kind == "country"
        else _town(one, finder)
        if one.name in measured
        else one
        for one in found
    )


def _measured(part: object) -> Iterator[object]:
    """Yield the places that a form measures from."""
    if isinstance(part, Near | Offset):
        yield part.of
    elif isinstance(part, Between):
        yield from (part.start, part.end)
    elif isinstance(part, Route):
        yield from part.stops


def prefer_regions(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of the names in a form; a side of a region is not one of its town.

    *Southern Gaza* is the south of the Gaza Strip; *eastern Aleppo* is the east of the city, which
    is better known than its region.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    parts = [part for part in walk(form) if isinstance(part, Part) and not part.is_outskirts]
    wholes = {part.of for part in parts if part.side != "centre"}
    return tuple(_region(one, finder) if one.name in wholes else one for one in found)


def _region(one: Resolution, finder: Finder) -> Resolution:
    if one.chosen is None or one.is_pinned or one.chosen.place.kind != "settlement":
        return one
    town = one.chosen.place
    named = [c.place for c in finder.candidates(one.name.toponym) if not c.is_stripped]
    around = [p for p in named if _is_region_of(p, town) and p.importance >= town.importance]
    region = max(around, key=lambda place: place.importance, default=None)
    if region is None:
        return one
    rest = [some for some in one.runners_up if some.place.place_id != region.place_id]
    return replace(
        one,
        chosen=Scored(region, one.chosen.score),
        runners_up=tuple(rest),
        reason=f'the region "{one.name.toponym}", because a side of it is meant',
    )


def _town(one: Resolution, finder: Finder) -> Resolution:
    if one.chosen is None or one.is_pinned or one.kind_word:
        return one
    first = one.chosen.place
    if first.kind not in _REGIONS | {"settlement"}:
        return one
    town = first if first.kind == "settlement" else _town_of(first, one.name, finder)
    if town is None:
        return one
    ranked = (one.chosen, *one.runners_up)
    same = [
        some
        for some in ranked
        if some.place.place_id == town.place_id or _is_region_of(some.place, town)
    ]
    if town is first and len(same) == 1:
        return one
    score = min(sum(some.score for some in same), 1.0)
    rest = tuple(some for some in ranked if some not in same)
    margin = score - (rest[0].score if rest else 0.0)
    return replace(
        one,
        outcome="resolved" if margin >= MARGIN or not rest else "ambiguous",
        chosen=Scored(town, round(score, 4)),
        margin=round(margin, 4),
        runners_up=rest,
        reason=one.reason
        if town is first
        else f'the town "{one.name.toponym}": distances and ways are measured from towns',
    )


def _capital(one: Resolution, finder: Finder) -> Resolution:
    """Return the capital that has the name of its country, if distances are measured from it."""
    if one.chosen is None or one.is_pinned or one.kind_word:
        return one
    country = one.chosen.place
    named = [c.place for c in finder.candidates(one.name.toponym)]
    capitals = [p for p in named if p.rowid in finder.capitals and p.country == country.country]
    if not capitals:
        return one
    return replace(
        one,
        chosen=Scored(capitals[0], min(one.chosen.score, _CAPITAL)),
        runners_up=(one.chosen, *one.runners_up),
        reason=f'the capital "{one.name.toponym}": distances are measured from towns',
    )


def _town_of(region: Place, name: Name, finder: Finder) -> Place | None:
    """Return the largest town of a name, or of the name of its region, in the region."""
    cores = [split.core for split in splits(fold(region.name))][:1]
    for word in (name.toponym, region.name, *cores):
        named = [c.place for c in finder.candidates(word) if not c.is_stripped]
        towns = [p for p in named if p.kind == "settlement" and _is_region_of(region, p)]
        best = max(towns, key=lambda place: place.population, default=None)
        if best is not None and best.population >= _LEAST_PEOPLE:
            return best
    return None


def _is_region_of(region: Place, town: Place) -> bool:
    """Return whether a place is a region that a town lies in, or that surrounds it."""
    if region.kind not in _REGIONS or region.country != town.country:
        return False
    if region.kind == "admin1" and region.admin1 == town.admin1:
        return True
    apart = float(distances_m(town.lon, town.lat, LonLat(region.lon, region.lat)))
    return apart <= region.uncertainty_m
