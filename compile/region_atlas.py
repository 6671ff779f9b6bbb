"""Which polygons belong to which region, judged by ids, by names, and by the towns inside.

Natural Earth's ids and names sometimes belong to another region, and some of its regions are older
than GeoNames' list. GeoNames says which region a town belongs to, so the towns decide.
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

#: A polygon record, and its shape by worldview.
Drawn = tuple[Any, dict[str, Any]]

# Coasts are simplified and harbours lie on them: a town this close to a polygon, in degrees, counts
# as inside.
_ASHORE_DEG = 0.1
# Polygons are parts of a region if this share of its towns lie in them and this share of the towns
# in them belong to it.
_SHARE = 0.75
# They replace the region's own polygon if it has at least this many towns, and the polygon contains
# a smaller share of them than the first number while the parts contain that much more.
_LEAST_TOWNS = 5
_GOOD_SHARE = 0.9
_GAIN = 0.2
_LEAST_HELD = 0.6


class Census:
    """Counts how many towns of each first-level region lie in each polygon.

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
        """Return the share of the towns in the polygons that belong to the region."""
        total = sum(self.tallies[p].total() for p in polygons)
        return sum(self.tallies[p][code] for p in polygons) / max(1, total)

    def is_others(self, code: str, polygon: int) -> bool:
        """Return whether most towns in the polygon belong to other regions."""
        tally = self.tallies[polygon]
        return tally.total() > 0 and tally[code] * 2 < tally.total()


def _homes(outlines: Sequence[Any], towns: Sequence[PlaceRecord]) -> Any:
    """Return for each town the polygon that it lies in or just off, or -1."""
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
    """The polygons and names that Natural Earth has for each region.

    Args:
        regions: GeoNames' list.
        drawn: The polygons.
        towns: The settlements.

    Attributes:
        rest: The polygons that match no listed region.
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
        unsure += self._remove_foreign(regions)
        self._parts = self._found_parts(regions)
        self.rest = [self._drawn[i] for i in self._join_by_name(regions, sorted(unsure))]

    def _join_by_id(self, regions: Mapping[int, Region]) -> list[int]:
        """Assign each polygon to the region with its id; return the polygons without one."""
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

    def _remove_foreign(self, regions: Mapping[int, Region]) -> list[int]:
        """Remove from regions with several polygons those where others live; return these."""
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
        """Return for each first-level region the polygons in which most towns belong to it.

        Natural Earth draws some countries one level deeper (France by department), and others by
        former provinces. A polygon that belongs to another region is not a part.
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
        """Assign polygons to regions of that name that have none; return the remaining ones."""
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
        """Return the shape by worldview: the region's own polygons, or its parts if truer.

        Empty if there are neither.
        """
        polygons = self._by_number.get(region.number, [])
        if region.level == 1 and self._fits_better(region, polygons):
            polygons = self._parts[region.code]
        found = [self._drawn[p][1] for p in polygons]
        views = dict.fromkeys(view for shape in found for view in shape)
        united = {v: shapes.union([shape[v] for shape in found if v in shape]) for v in views}
        return shapes.by_worldview(united)

    def _fits_better(self, region: Region, own: Sequence[int]) -> bool:
        """Return whether the parts represent the region better than its own polygons."""
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
        """Return the polygon records that have names for a region, the best first.

        A polygon with the name of another region of the country is left out; a polygon with the
        region's own name is included wherever it lies.
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

    def drawn_names(self, region: Region) -> list[str]:
        """Return Natural Earth's names of a region, without those of another region."""
        reported = [
            name for polygon in self.called(region) for name in (polygon.name, *polygon.names)
        ]
        names = [name for text in reported for name in text.split("|")]
        if region.level != 1:
            return names
        is_taken = self._names.is_taken
        return [name for name in names if not any(is_taken(region, k) for k in keys_of((name,)))]


class ListedNames:
    """The names of the first-level regions of a country in GeoNames' list."""

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
        """Return whether a first-level region has a name, with or without its kind word."""
        return key in self._keys[region.number]

    def is_taken(self, region: Region, key: str) -> bool:
        """Return whether another region of the country has a name that this one does not have."""
        other = self._whole.get((region.country, key))
        return other is not None and other is not region and not self.has(region, key)

    def region(self, polygon: Any) -> Region | None:
        """Return the region with the first of a polygon's names that any region has."""
        keys = (fold(name) for name in (polygon.name, *polygon.names))
        return next((r for k in keys if (r := self._whole.get((polygon.iso2, k)))), None)


def keys_of(names: Sequence[str]) -> list[str]:
    """Return the folded names, then the names without their kind words, each once."""
    whole = [fold(name) for name in names if name]
    return list(dict.fromkeys([*whole, *(s.core for key in whole for s in splits(key))]))
