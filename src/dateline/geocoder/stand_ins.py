"""Stand-ins: the area that a text says a place lies in, where no place of the name is known there.

*Xville is a village in Gratiot County, Michigan*: without an Xville in or near the county, the
county is drawn and the place is marked as uncertain; an Xville elsewhere is not meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dateline.gazetteer import Place, fold
from dateline.geocoder.areas import holds
from dateline.geocoder.candidates import NO_PLACES, Finder
from dateline.geocoder.clues import DEFINED, NEAR, Clue, Clues
from dateline.geocoder.context import Context
from dateline.geocoder.nameless import is_nameless
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.resolve import Resolution, Scored
from dateline.geodesy import LonLat, distances_m

#: A known place this far outside the circle around the area may still be meant.
BEYOND_M: Final = 30_000.0

#: Districts that are said and are no farther from each other are about the same place.
TOGETHER_M: Final = 100_000.0

#: The score of an area that stands for a place in it; it marks them as uncertain.
SCORE: Final = 0.7


def with_stand_ins(
    context: Context, found: Sequence[Resolution], finder: Finder
) -> list[Resolution]:
    """Return the resolutions of a context, with areas for the places that are not known in them.

    Args:
        context: The context; read: ``clues``.
        found: The resolution of each of its members.
        finder: Looks up candidates and areas.
    """
    if not any(context.clues):
        return list(found)
    return [_checked(one, clues, finder) for one, clues in zip(found, context.clues, strict=True)]


def _checked(one: Resolution, clues: Clues, finder: Finder) -> Resolution:
    name = one.name
    if name.within or one.is_pinned or fold(name.toponym) in NO_PLACES:
        return one
    if not any(DEFINED in clue.marks for clue in clues):
        return one
    found = _stand_in(clues, finder)
    if found is None or (one.chosen is None and is_nameless(name.toponym)):
        return one
    clue, area = found
    if _may_be_meant(one, area, finder):
        return one
    return replace(
        one,
        outcome="resolved",
        chosen=Scored(area, SCORE),
        margin=SCORE,
        runners_up=(*([one.chosen] if one.chosen else []), *one.runners_up[:4]),
        is_misfit=False,
        is_supported=True,
        is_stand_in=True,
        outside=(),
        reason=(_reason(name.toponym, area, clue),),
    )


def _stand_in(clues: Sequence[Clue], finder: Finder) -> tuple[Clue, Place] | None:
    """Return the smallest area that is said to hold a place, and the clue for it, or None.

    Districts of neighbours count if nothing is said but a region or a country.
    """
    defined = [clue for clue in clues if DEFINED in clue.marks]
    finest = max(clue.area.code.count(".") for clue in defined)
    best = [clue for clue in defined if clue.area.code.count(".") == finest]
    around = best[0].area.code
    while around and any(not holds(around, clue.area.code) for clue in best):
        around = around.rpartition(".")[0]
    smaller = [*best] if len(best) > 1 else []
    if all(clue.area.level != "admin2" for clue in best):
        smaller = [c for c in clues if NEAR in c.marks and c.area.level == "admin2"]
    inside = _together([c for c in smaller if holds(around, c.area.code)], finder)
    if inside:
        return inside
    whole = next((clue for clue in defined if clue.area.code == around), None)
    place = finder.area(whole.area, whole.words) if whole else None
    return (whole, place) if whole and place else None


def _together(clues: Sequence[Clue], finder: Finder) -> tuple[Clue, Place] | None:
    """Return the first of several districts if they are all close to each other."""
    found = [(clue, place) for clue in clues if (place := finder.area(clue.area, clue.words))]
    lon, lat = (np.array([getattr(place, axis) for _, place in found]) for axis in ("lon", "lat"))
    if not found or (distances_m(lon, lat, LonLat(lon[0], lat[0])) > TOGETHER_M).any():
        return None
    return found[0]


def _reason(toponym: str, area: Place, clue: Clue) -> PlaceReason:
    if DEFINED in clue.marks:
        return PlaceReason("area_defined", toponym, area.name, clue.source)
    return PlaceReason("area_named", toponym, area.name, clue.source, clue.words)


def _may_be_meant(one: Resolution, area: Place, finder: Finder) -> bool:
    """Return whether a known place of the name may be the one that is said to lie in an area.

    A place whose region has changed, or is claimed by two states, may be: one that is chosen and
    not far off, or any one if only a country is said.
    """
    known = [c.place for c in finder.candidates(one.name.toponym)]
    known = [place for place in known if place.place_id != area.place_id]
    if area.kind == "country" or any(_lies_in(place, area) for place in known):
        return bool(known)
    if area.kind == "admin1":
        known = [one.chosen.place] if one.chosen and one.chosen.place in known else []
        known = [place for place in known if place.country == area.country]
    lon, lat = np.array([p.lon for p in known]), np.array([p.lat for p in known])
    metres = distances_m(lon, lat, LonLat(area.lon, area.lat)) if known else np.zeros(0)
    return bool((metres <= area.uncertainty_m + BEYOND_M).any())


def _lies_in(place: Place, area: Place) -> bool:
    code = getattr(area, area.kind, "")
    return bool(code) and getattr(place, area.kind, "") == code
