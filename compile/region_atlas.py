"""Which polygons are which region's: reported by ids, by names, and by the towns that lie in them.

Natural Earth's ids and names are sometimes those of another region, and some of its regions are
older than GeoNames' list. Towns say where they belong, so they have the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

import shapes
from package import fold, splits
from records import PlaceRecord
from region_list import Region

#: A polygon record, and worldview to its shape.
Drawn = tuple[Any, dict[str, Any]]

# Coasts are simplified and harbours lie on them: a town this near to a polygon lies in it. Degrees.
_ASHORE_DEG = 0.1
# Polygons are the parts of a region if this share of its towns lie in them and this share of the
# towns in them are its own.
_SHARE = 0.75
# They stand in for the region's own polygon if it has at least so many towns and the polygon holds
# less of them than this, and the parts that much more.
_LEAST_TOWNS = 5
_GOOD_SHARE = 0.9
_GAIN = 0.2
_LEAST_HELD = 0.6


class Census:
    """How many towns of each first-level region lie in each polygon.

    Args:
        outlines: The polygons.
        towns: Settlements, each with the code of its first-level region.
    """

    def __init__(self, outlines: Sequence[Any], towns: Sequence[PlaceRecord]) -> None:
        self.tallies: list[Counter[str]] = [Counter() for _ in outlines]
        self.every = Counter(town.admin1 for town in towns)
        for polygon, town in zip(_homes(outlines, towns), towns, strict=True):
            if polygon >= 0:
                self.tallies[polygon][town.admin1] += 1

    def held(self, code: str, polygons: Iterable[int]) -> float:
        """Return the share of a region's towns that lie in the polygons."""
        return sum(self.tallies[p][code] for p in polygons) / max(1, self.every[code])

    def purity(self, code: str, polygons: Sequence[int]) -> float:
        """Return the share of the towns in the polygons that are the region's."""
        total = sum(self.tallies[p].total() for p in polygons)
        return sum(self.tallies[p][code] for p in polygons) / max(1, total)

    def is_others(self, code: str, polygon: int) -> bool:
        """Return whether most towns in the polygon are not the region's."""
        tally = self.tallies[polygon]
        return tally.total() > 0 and tally[code] * 2 < tally.total()


def _homes(outlines: Sequence[Any], towns: Sequence[PlaceRecord]) -> Any:
    """Return for each town the polygon it lies in, or the one off which it lies; -1 for none."""
    points = shapely.points([(town.lon, town.lat) for town in towns])
    homes = np.full(len(towns), -1)
    polygon, town = shapely.STRtree(points).query(outlines, predicate="intersects")
    homes[town[::-1]] = polygon[::-1]
    left = np.flatnonzero(homes < 0)
    town, polygon = shapely.STRtree(outlines).query_nearest(
        points[left], max_distance=_ASHORE_DEG, all_matches=False
    )
    homes[left[town]] = polygon
    return homes


class Atlas:
    """The polygons and the names that Natural Earth has for each region.

    Args:
        regions: GeoNames' list.
        drawn: The polygons.
        towns: The settlements.

    Attributes:
        rest: The polygons that are no listed region.
    """

    def __init__(
        self, regions: Mapping[int, Region], drawn: Sequence[Drawn], towns: Sequence[PlaceRecord]
    ) -> None:
        self._drawn = drawn
        self._census = Census([next(iter(found.values())) for _, found in drawn], towns)
        self._names = ListedNames(regions)
        self._by_number: dict[int, list[int]] = {}
        self._by_name: dict[tuple[str, str], Any] = {}
        for polygon, _ in drawn:
            self._by_name.setdefault((polygon.iso2, fold(polygon.name)), polygon)
        unsure = self._join_by_id(regions)
        unsure += self._part_others(regions)
        self._parts = self._found_parts(regions)
        self.rest = [self._drawn[i] for i in self._join_by_name(regions, sorted(unsure))]

    def _join_by_id(self, regions: Mapping[int, Region]) -> list[int]:
        """Give each polygon to the region of its id; return those that have none."""
        by_id = {r.gn_id: r for r in regions.values() if r.gn_id}
        by_iso = {r.iso: r for r in regions.values() if r.iso and r.level == 1}
        unsure = []
        for index, (polygon, _) in enumerate(self._drawn):
            first, second = by_id.get(polygon.gn_id), by_iso.get(polygon.iso_3166_2)
            region = first or second
            if region is None:
                unsure.append(index)
                continue
            if region.level == 1:
                named = self._names.region(polygon)
                others = [r for r in (second, named) if r is not None]
                tally = self._census.tallies[index]
                if self._census.every[region.code] and not tally[region.code]:
                    region = max([region, *others], key=lambda r: tally[r.code])
            self._by_number.setdefault(region.number, []).append(index)
        return unsure

    def _part_others(self, regions: Mapping[int, Region]) -> list[int]:
        """Take from regions with several polygons those in which others live; return them."""
        parted = []
        for number, polygons in self._by_number.items():
            region = regions[number]
            if region.level != 1 or len(polygons) == 1:
                continue
            kept = [p for p in polygons if not self._census.is_others(region.code, p)]
            kept = kept or [p for p in polygons if self._is_called(region, p)] or polygons
            parted += [p for p in polygons if p not in kept]
            polygons[:] = kept
        return parted

    def _is_called(self, region: Region, polygon: int) -> bool:
        return self._names.has(region, fold(self._drawn[polygon][0].name))

    def _found_parts(self, regions: Mapping[int, Region]) -> dict[str, list[int]]:
        """Return the polygons of each first-level region in which most towns are its own.

        Natural Earth draws some countries a level deeper (France by department), and the former
        provinces of others. What is another region's own polygon is no part.
        """
        owners = {p: n for n, own in self._by_number.items() for p in own if regions[n].level == 1}
        parts: dict[str, list[int]] = {}
        for index, tally in enumerate(self._census.tallies):
            code, count = tally.most_common(1)[0] if tally else ("", 0)
            owner = regions[owners[index]].code if index in owners else code
            if code and count * 2 > tally.total() and (owner == code or not tally[owner]):
                parts.setdefault(code, []).append(index)
        return parts

    def _join_by_name(self, regions: Mapping[int, Region], unsure: Sequence[int]) -> list[int]:
        """Give polygons to the region without one of that name; return those that are left."""
        named: dict[tuple[str, str], Region] = {}
        for region in sorted(regions.values(), key=lambda r: (-r.level, -r.number)):
            if region.number not in self._by_number:
                for key in keys_of((region.name, *region.aliases)):
                    named[region.country, key] = region
        left = []
        for index in unsure:
            polygon = self._drawn[index][0]
            found = (
                named.get((polygon.iso2, key)) for key in keys_of((polygon.name, *polygon.names))
            )
            region = next((r for r in found if r and r.number not in self._by_number), None)
            if region is None:
                left.append(index)
            else:
                self._by_number[region.number] = [index]
        return left

    def shapes(self, region: Region) -> dict[str, Any]:
        """Return worldview to shape: its own polygons, or those of its parts where they are truer.

        Empty if neither is known.
        """
        polygons = self._by_number.get(region.number, [])
        if region.level == 1 and self._is_truer(region, polygons):
            polygons = self._parts[region.code]
        found = [self._drawn[p][1] for p in polygons]
        views = dict.fromkeys(view for shape in found for view in shape)
        united = {v: shapes.union([shape[v] for shape in found if v in shape]) for v in views}
        return shapes.by_worldview(united)

    def _is_truer(self, region: Region, own: Sequence[int]) -> bool:
        """Return whether the region's parts show it better than its own polygons."""
        parts = self._parts.get(region.code)
        if not parts or self._census.purity(region.code, parts) < _SHARE:
            return False
        in_parts = self._census.held(region.code, parts)
        if not own:
            return in_parts >= _SHARE
        in_own = self._census.held(region.code, own)
        is_listed = self._census.every[region.code] >= _LEAST_TOWNS
        is_gain = in_parts >= max(_LEAST_HELD, in_own + _GAIN)
        return is_listed and in_own < _GOOD_SHARE and is_gain

    def called(self, region: Region) -> list[Any]:
        """Return the polygon records that report a region's names, the best first.

        A polygon that goes by the name of another region of the country reports nothing; the one
        that goes by the region's own name does, wherever it lies.
        """
        own = [self._drawn[p][0] for p in self._by_number.get(region.number, [])]
        if region.level != 1:
            return own
        same = [p for p in own if self._names.has(region, fold(p.name))]
        if same:
            return sorted(same, key=lambda p: fold(p.name) != fold(region.name))
        free = [p for p in own if not self._names.is_taken(region, fold(p.name))]
        keys = keys_of((region.name, *region.aliases))
        namesake = next(
            (
                self._by_name[region.country, k]
                for k in keys
                if (region.country, k) in self._by_name
            ),
            None,
        )
        return free or ([namesake] if own and namesake else [])

    def told_names(self, region: Region) -> list[str]:
        """Return Natural Earth's names of a region, without those that are another region's."""
        reported = [
            name for polygon in self.called(region) for name in (polygon.name, *polygon.names)
        ]
        names = [name for text in reported for name in text.split("|")]
        if region.level != 1:
            return names
        is_taken = self._names.is_taken
        return [name for name in names if not any(is_taken(region, k) for k in keys_of((name,)))]


class ListedNames:
    """Which first-level region of a country goes by which name in GeoNames' list."""

    def __init__(self, regions: Mapping[int, Region]) -> None:
        self._whole: dict[tuple[str, str], Region] = {}
        self._keys: dict[int, frozenset[str]] = {}
        for region in sorted(regions.values(), key=lambda r: r.number):
            if region.level == 1:
                names = (region.name, *region.aliases)
                self._keys[region.number] = frozenset(keys_of(names))
                for name in names:
                    self._whole.setdefault((region.country, fold(name)), region)

    def has(self, region: Region, key: str) -> bool:
        """Return whether a first-level region goes by a name, with its kind word or without."""
        return key in self._keys[region.number]

    def is_taken(self, region: Region, key: str) -> bool:
        """Return whether another region of the country goes by a name, and this one does not."""
        other = self._whole.get((region.country, key))
        return other is not None and other is not region and not self.has(region, key)

    def region(self, polygon: Any) -> Region | None:
        """Return the region that goes by the first of a polygon's names that any goes by."""
        keys = (fold(name) for name in (polygon.name, *polygon.names))
        return next((r for k in keys if (r := self._whole.get((polygon.iso2, k)))), None)


def keys_of(names: Sequence[str]) -> list[str]:
    """Return the folded names, then those without their kind words, each once."""
    whole = [fold(name) for name in names if name]
    return list(dict.fromkeys([*whole, *(s.core for key in whole for s in splits(key))]))
