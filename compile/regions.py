"""First- and second-level regions: GeoNames' list joined with Natural Earth's polygons.

The list has no coordinates. A region gets the position of its polygon (or the one in
``points.toml``), else the population-weighted centre of its settlements with a radius around them.
A second-level region with neither gets the position and the radius of its first-level region.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import points
import region_names
import shapes
from package import fold
from records import PlaceRecord, Rank, distance_m
from region_atlas import Atlas, Drawn, keys_of
from region_list import SOURCE, Member, Region

DRAWN = "natural-earth-regions"
# The suffix of Natural Earth's code for a polygon that is a whole country without regions.
_WHOLE_COUNTRY = "+00?"
_MARGIN_M = 5_000.0
_LEAST_RADIUS_M = 10_000.0


def records(regions: Mapping[int, Region], towns: Sequence[PlaceRecord]) -> list[PlaceRecord]:
    """Return the regions: first level, second level, then those that only Natural Earth has.

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


def _record(region: Region, regions: Mapping[int, Region], atlas: Atlas) -> PlaceRecord:
    drawn = atlas.called(region)
    is_first = region.level == 1
    name = region_names.english_name(region, drawn[0].name if drawn else "")
    parent = regions.get(region.parent)
    record = PlaceRecord(
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
    region_names.add_names(record, region, atlas.drawn_names(region))
    region_names.add_short_names(record)
    _locate(record, region.members)
    return record


def _importance(region: Region, name: str) -> float:
    """Return 0.1 to 0.75; less for a region with the same name as a settlement in it."""
    people = 0.05 * math.log10(region.population + 1)
    if region.level != 1:
        return 0.1 + people
    keys = set(keys_of((region.name, name)))
    return people + (0.25 if region_names.is_shared(region, keys) else 0.35)


def _locate(record: PlaceRecord, members: Sequence[Member]) -> None:
    if record.shapes:
        shape = next(iter(record.shapes.values()))
        code = record.admin1 if record.kind == "admin1" else ""
        record.lon, record.lat = points.point_of(code, shape)
        record.uncertainty_m = shapes.radius_m(shape, record.lon, record.lat)
    elif members:
        record.lon, record.lat = _middle(members)
        far = max(distance_m(record.lon, record.lat, (m.lon, m.lat)) for m in members)
        record.uncertainty_m = max(_LEAST_RADIUS_M, far + _MARGIN_M)


def _locate_in_parent(records: Sequence[PlaceRecord]) -> None:
    """Place each second-level region without any position at its first-level region."""
    first = {r.admin1: r for r in records if r.kind == "admin1" and not math.isnan(r.lon)}
    for record in records:
        parent = first.get(record.admin1)
        if math.isnan(record.lon) and parent is not None:
            record.lon, record.lat = parent.lon, parent.lat
            record.uncertainty_m = parent.uncertainty_m
            record.importance /= 2


def _middle(members: Sequence[Member]) -> tuple[float, float]:
    """Return the mean (lon, lat) of the members weighted by population, also across 180 degrees."""
    weights = [member.population + 1 for member in members]
    total = sum(weights)
    first = members[0].lon
    lons = [first + (member.lon - first + 180) % 360 - 180 for member in members]
    lon = sum(w * x for w, x in zip(weights, lons, strict=True)) / total
    lat = sum(w * m.lat for w, m in zip(weights, members, strict=True)) / total
    return (lon + 180) % 360 - 180, lat


def _drawn_only(rest: Sequence[Drawn]) -> Iterator[PlaceRecord]:
    """Yield the named regions that only Natural Earth has, if they belong to a country."""
    for polygon, found in rest:
        if not polygon.name or not polygon.iso2 or polygon.key.endswith(_WHOLE_COUNTRY):
            continue
        record = PlaceRecord(
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
