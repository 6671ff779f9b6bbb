"""Which namesake a text means of a town and the region called after it.

*10 km from Oaxaca* and *between Kyiv and Odesa* start at the towns; *southern Gaza* is the south of
the region; *São Paulo* alone is the city.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dateline.gazetteer import Candidate, Place, fold
from dateline.gazetteer.kinds import splits
from dateline.geocoder.candidates import Finder
from dateline.geocoder.forms import Between, Name, Near, Offset, Part, Route, Several, walk
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.resolve import MARGIN, Resolution, Scored
from dateline.geocoder.seats import seat_names
from dateline.geodesy import LonLat, distances_m

#: Regions that may be called after a town.
_REGIONS: Final = frozenset({"admin1", "admin2"})

#: The score of a district of which neither the place nor the town is known.
_VAGUE: Final = 0.7

#: The place of a district is vague if it may be so far off.
_VAGUE_M: Final = 60_000.0

#: A city whose importance is so much greater than that of its region is meant by a bare name.
_BETTER_KNOWN: Final = 0.15

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


def prefer_seats(found: Sequence[Resolution], finder: Finder) -> tuple[Resolution, ...]:
    """Return resolutions with the town of a district that is hardly known to be anywhere.

    The gazetteer has some districts at the centre of their region, which may be far off.

    Args:
        found: The resolutions of names.
        finder: Looks up candidates and outlines.
    """
    return tuple(_seat(one, finder) for one in found)


def _seat(one: Resolution, finder: Finder) -> Resolution:
    if one.chosen is None or one.is_pinned or one.chosen.place.kind != "admin2":
        return one
    district = one.chosen.place
    if district.uncertainty_m <= _VAGUE_M or finder.outline(district) is not None:
        return one
    town = _town_of(district, one.name, finder, least=0)
    if town is None:
        score = min(one.chosen.score, _VAGUE)
        return replace(one, chosen=Scored(district, score), margin=min(one.margin, score))
    return replace(
        one,
        chosen=Scored(town, one.chosen.score),
        runners_up=(one.chosen, *one.runners_up),
        is_misfit=True,
        kind_word="district",
        reason=(PlaceReason("seat", district.name),),
    )


def prefer_cities(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of bare names; a city much better known than its region is meant.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    bare = set(form.parts) if isinstance(form, Several) else {form}
    return tuple(_city(one, finder) if one.name in bare else one for one in found)


def _city(one: Resolution, finder: Finder) -> Resolution:
    if one.chosen is None or one.chosen.place.kind not in _REGIONS:
        return one
    town = _town(one, finder)
    if town.chosen is None or town.chosen.place.kind != "settlement":
        return one
    region, city = one.chosen.place, town.chosen.place
    is_own = any(c.rank == 0 and c.place.rowid == city.rowid for c in _named(one, finder))
    if not is_own or city.importance < region.importance + _BETTER_KNOWN:
        return one
    return replace(town, reason=(PlaceReason("city", one.name.toponym),))


def _named(one: Resolution, finder: Finder) -> Sequence[Candidate]:
    return finder.candidates(one.name.toponym)


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
        reason=(PlaceReason("region", one.name.toponym),),
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
        reason=one.reason if town is first else (PlaceReason("town", one.name.toponym),),
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
        reason=(PlaceReason("capital", one.name.toponym),),
    )


def _town_of(
    region: Place, name: Name, finder: Finder, *, least: int = _LEAST_PEOPLE
) -> Place | None:
    """Return the largest town of a name, or of the name of its region, in the region."""
    cores = [split.core for split in splits(fold(region.name))][:1]
    adjectives = [word for core in cores for word in seat_names(core)]
    for word in (name.toponym, region.name, *cores, *adjectives):
        named = [c.place for c in finder.candidates(word) if not c.is_stripped]
        towns = [p for p in named if p.kind == "settlement" and _is_region_of(region, p)]
        best = max(towns, key=lambda place: place.population, default=None)
        if best is not None and best.population >= least:
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
