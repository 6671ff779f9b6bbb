"""First- and second-level regions: GeoNames' list joined with Natural Earth's polygons.

The list has no coordinates. A region lies where its polygon is, else at the middle of the people
who live in it, with a radius that holds their settlements; a second-level one that has neither is
somewhere in its first-level one, and its radius says so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

import region_names
import shapes
from package import fold, splits
from records import Rank, Record, distance_m
from region_list import SOURCE, Member, Region

DRAWN = "natural-earth-regions"
# Ends Natural Earth's code of a polygon that is all of a country which has no regions.
_WHOLE_COUNTRY = "+00?"
_MARGIN_M = 5_000.0
_LEAST_RADIUS_M = 10_000.0
# A polygon is part of a first-level region if this share of the settlements in it are, and the
# parts stand for the region if they hold this share of its settlements.
_SHARE = 0.9

Drawn = tuple[Any, dict[str, Any]]


def records(regions: Mapping[int, Region], towns: Sequence[Record]) -> list[Record]:
    """Return the regions: first level, second level, then those that only Natural Earth draws.

    Args:
        regions: GeoNames' list.
        towns: The settlements, each with the code of its first-level region.
    """
    atlas = Atlas(regions, shapes.admin1(), towns)
    ordered = sorted(regions.values(), key=lambda r: (r.level, r.number))
    made = [_record(region, regions, atlas) for region in ordered]
    _locate_in_parent(made)
    located = [record for record in made if not math.isnan(record.lon)]
    return [*located, *_drawn_only(atlas.rest)]


class Atlas:
    """Which polygons belong to which region.

    Args:
        regions: The list.
        drawn: Pairs of a polygon record and its shape in each worldview.
        towns: The settlements.
    """

    def __init__(
        self, regions: Mapping[int, Region], drawn: Sequence[Drawn], towns: Sequence[Record]
    ) -> None:
        self._by_number: dict[int, list[Drawn]] = {}
        self._parts = _parts(drawn, towns)
        self.rest: list[Drawn] = []
        by_id = {r.gn_id: r for r in regions.values() if r.gn_id}
        by_iso = {r.iso: r for r in regions.values() if r.iso and r.level == 1}
        unsure: list[Drawn] = []
        for pair in drawn:
            region = by_id.get(pair[0].gn_id) or by_iso.get(pair[0].iso_3166_2)
            if region is None:
                unsure.append(pair)
            else:
                self._by_number.setdefault(region.number, []).append(pair)
        self._join_by_name(regions, unsure)

    def _join_by_name(self, regions: Mapping[int, Region], unsure: Sequence[Drawn]) -> None:
        """Give the polygons that carry no id to the one region without a polygon of that name."""
        named: dict[tuple[str, str], Region] = {}
        for region in sorted(regions.values(), key=lambda r: (-r.level, -r.number)):
            if region.number not in self._by_number:
                for key in _keys((region.name, *region.aliases)):
                    named[region.country, key] = region
        for pair in unsure:
            keys = _keys((pair[0].name, *pair[0].names))
            found = (named.get((pair[0].iso2, key)) for key in keys)
            region = next((r for r in found if r and r.number not in self._by_number), None)
            if region is None:
                self.rest.append(pair)
            else:
                self._by_number[region.number] = [pair]

    def own(self, region: Region) -> list[Drawn]:
        """Return the polygons that are the region."""
        return self._by_number.get(region.number, [])

    def shapes(self, region: Region) -> dict[str, Any]:
        """Return worldview to shape: its own polygons, else the polygons of its parts."""
        drawn = self.own(region)
        if not drawn and region.level == 1:
            drawn = self._parts.get(region.code, [])
        views = dict.fromkeys(view for _, found in drawn for view in found)
        united = {v: shapes.union([f[v] for _, f in drawn if v in f]) for v in views}
        return shapes.by_worldview(united)


def _parts(drawn: Sequence[Drawn], towns: Sequence[Record]) -> dict[str, list[Drawn]]:
    """Return the polygons that make up each first-level region, told by the towns in them.

    Natural Earth draws some countries a level deeper (France by department), so that regions have
    no polygon of their own. A region whose parts do not hold nearly all of its towns is left out.
    """
    codes = np.array([town.admin1 for town in towns], dtype=object)
    tree = shapely.STRtree(shapely.points([(town.lon, town.lat) for town in towns]))
    outlines = [next(iter(found.values())) for _, found in drawn]
    polygon, town = tree.query(outlines, predicate="intersects")
    parts: dict[str, list[Drawn]] = {}
    held: Counter[str] = Counter()
    for index, pair in enumerate(drawn):
        inside = Counter(codes[town[polygon == index]])
        code, count = inside.most_common(1)[0] if inside else ("", 0)
        if code and count >= _SHARE * inside.total():
            parts.setdefault(code, []).append(pair)
            held[code] += count
    every = Counter(codes)
    return {code: pairs for code, pairs in parts.items() if held[code] >= _SHARE * every[code]}


def _keys(names: Sequence[str]) -> list[str]:
    """Return the folded names, then those without their kind words, each once."""
    whole = [fold(name) for name in names if name]
    return list(dict.fromkeys([*whole, *(s.core for key in whole for s in splits(key))]))


def _record(region: Region, regions: Mapping[int, Region], atlas: Atlas) -> Record:
    drawn = [record for record, _ in atlas.own(region)]
    is_first = region.level == 1
    name = region_names.english_name(region, drawn[0].name if drawn else "")
    parent = regions.get(region.parent)
    record = Record(
        place_id=region.place_id,
        name=name,
        kind="admin1" if is_first else "admin2",
        lon=math.nan,
        lat=math.nan,
        source=SOURCE,
        country=region.country,
        admin1=region.code if is_first else parent.code if parent else "",
        admin2="" if is_first else region.code,
        population=region.population,
        importance=_importance(region, name),
        names=[(name, Rank.DISPLAY)],
        shapes=atlas.shapes(region),
    )
    others = [other for polygon in drawn for other in (polygon.name, *polygon.names)]
    region_names.add_names(record, region, others)
    region_names.add_short_names(record)
    _locate(record, region.members)
    return record


def _importance(region: Region, name: str) -> float:
    """Return 0.1 to 0.75; less for a region that shares its name with a settlement in it."""
    people = 0.05 * math.log10(region.population + 1)
    if region.level != 1:
        return 0.1 + people
    keys = set(_keys((region.name, name)))
    return people + (0.25 if region_names.is_shared(region, keys) else 0.35)


def _locate(record: Record, members: Sequence[Member]) -> None:
    if record.shapes:
        shape = next(iter(record.shapes.values()))
        record.lon, record.lat = shapes.point_of(shape)
        record.uncertainty_m = shapes.radius_m(shape, record.lon, record.lat)
    elif members:
        record.lon, record.lat = _middle(members)
        far = max(distance_m(record.lon, record.lat, (m.lon, m.lat)) for m in members)
        record.uncertainty_m = max(_LEAST_RADIUS_M, far + _MARGIN_M)


def _locate_in_parent(records: Sequence[Record]) -> None:
    """Put each second-level region of which nothing is known where its first-level one is."""
    first = {r.admin1: r for r in records if r.kind == "admin1" and not math.isnan(r.lon)}
    for record in records:
        parent = first.get(record.admin1)
        if math.isnan(record.lon) and parent is not None:
            record.lon, record.lat = parent.lon, parent.lat
            record.uncertainty_m = parent.uncertainty_m
            record.importance /= 2


def _middle(members: Sequence[Member]) -> tuple[float, float]:
    """Return the mean (lon, lat) of the members by population, across 180 degrees if need be."""
    weights = [member.population + 1 for member in members]
    total = sum(weights)
    first = members[0].lon
    lons = [first + (member.lon - first + 180) % 360 - 180 for member in members]
    lon = sum(w * x for w, x in zip(weights, lons, strict=True)) / total
    lat = sum(w * m.lat for w, m in zip(weights, members, strict=True)) / total
    return (lon + 180) % 360 - 180, lat


def _drawn_only(rest: Sequence[Drawn]) -> Iterator[Record]:
    """Yield the regions that only Natural Earth has, those of a country and with a name."""
    for polygon, found in rest:
        if not polygon.name or not polygon.iso2 or polygon.key.endswith(_WHOLE_COUNTRY):
            continue
        record = Record(
            place_id=f"natural-earth:{fold(polygon.key.partition(':')[2]).replace(' ', '-')}",
            name=polygon.name,
            kind="admin2",
            lon=math.nan,
            lat=math.nan,
            source=DRAWN,
            country=polygon.iso2,
            importance=0.25,
            names=[(polygon.name, Rank.DISPLAY)],
            shapes=shapes.by_worldview(found),
        )
        record.add(polygon.names, Rank.ALTERNATE)
        _locate(record, ())
        yield record
