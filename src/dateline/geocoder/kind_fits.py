"""Kind words and places: regions named after their town, and islands that are regions.

*Hasakah Governorate* is the governorate of the town of Hasakah, however the region is called.
*Victoria Island* is no state of Australia: a region counts as an island only if water is around it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dateline.gazetteer import Candidate, Place, fold
from dateline.gazetteer.kinds import KIND_WORDS, splits

if TYPE_CHECKING:
    from dateline.geocoder.candidates import Finder

#: How many towns of a name are tried.
_MOST_TOWNS: Final = 8
#: Islands are tested with this many points, this many degrees off the coast.
_POINTS: Final = 24
_OFF_COAST: Final = 0.2
#: The least share of these points that lie in the sea.
_SEA: Final = 0.7
_REGIONS: Final = frozenset({"admin1", "country"})


def fitted(candidates: Sequence[Candidate], finder: Finder) -> tuple[Candidate, ...]:
    """Return candidates with regions of their towns added, and regions that are no islands marked.

    Args:
        candidates: The candidates of one toponym, as the gazetteer returns them.
        finder: Looks up regions and outlines.
    """
    if not any(c.is_stripped for c in candidates):
        return tuple(candidates)
    checked = [_checked(candidate, finder) for candidate in candidates]
    if any(c.is_kind_fit for c in checked):
        return tuple(checked)
    return (*_regions_of_towns(checked, finder), *checked)


def _checked(candidate: Candidate, finder: Finder) -> Candidate:
    place = candidate.place
    says_island = "island" in KIND_WORDS.get(candidate.kind_word, ())
    if not (says_island and candidate.is_stripped and place.kind in _REGIONS):
        return candidate
    return (
        candidate
        if _is_island(place, finder)
        else dataclasses.replace(candidate, is_kind_fit=False)
    )


def _is_island(place: Place, finder: Finder) -> bool:
    shape = finder.outline(place)
    if shape is None:
        return True
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    shore = largest.buffer(_OFF_COAST).exterior
    steps = [number / _POINTS for number in range(_POINTS)]
    points = [shore.interpolate(step, normalized=True) for step in steps]
    at_sea = [finder.gazetteer.country_at(point.x, point.y) == "" for point in points]
    return sum(at_sea) >= _SEA * _POINTS


def _regions_of_towns(candidates: Sequence[Candidate], finder: Finder) -> Iterator[Candidate]:
    """Yield the region of each town that is called like it, if the kind word names regions."""
    towns = [c for c in candidates if c.place.kind == "settlement"][:_MOST_TOWNS]
    for town in towns:
        region = finder.regions.get(town.place.admin1)
        if region and "admin1" in KIND_WORDS.get(town.kind_word, ()):
            cores = {split.core for split in splits(fold(region))} | {fold(region)}
            named = finder.gazetteer.candidates([region, *sorted(cores)])
            is_its_town = any(
                one.place.place_id == town.place.place_id for core in cores for one in named[core]
            )
            for one in named[region]:
                if (
                    is_its_town
                    and one.place.kind == "admin1"
                    and one.place.admin1 == town.place.admin1
                ):
                    yield dataclasses.replace(town, place=one.place, is_kind_fit=True)
                    break
