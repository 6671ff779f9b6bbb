"""Disputed areas that no other input has; the others only get additional names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polygons
import shapes
from package import fold
from records import PlaceRecord, Rank

SOURCE = "natural-earth-countries"
_IMPORTANCE = 0.6
# If an outline is smaller than the area by this factor, it is only a part of the area.
_PART = 2


def disputes(known: Sequence[PlaceRecord]) -> Iterator[PlaceRecord]:
    """Yield the disputed areas whose name none of ``known`` has.

    Args:
        known: Countries, regions and hand-written places; those that are the same area get its
            names.
    """
    by_key = {fold(name): r for r in known for name, rank in r.names if rank <= Rank.OFFICIAL}
    for area in polygons.disputed("un", tolerance_deg=shapes.TOLERANCE):
        names = (area.name, *area.names)
        same = next((by_key[fold(name)] for name in names if fold(name) in by_key), None)
        if same is not None:
            same.add(names, Rank.ALTERNATE)
            _outline(same, area.geometry)
        else:
            yield _record(area)


def _outline(region: PlaceRecord, area: Any) -> None:
    """Give a first-level region the outline of the disputed area if its own is only a part."""
    drawn = next(iter(region.shapes.values()), None)
    if region.kind == "admin1" and drawn is not None and drawn.area * _PART < area.area:
        region.shapes = {"": area}
        region.lon, region.lat = shapes.point_of(area)
        region.uncertainty_m = shapes.radius_m(area, region.lon, region.lat)


def _record(area: polygons.Area) -> PlaceRecord:
    lon, lat = shapes.point_of(area.geometry)
    record = PlaceRecord(
        place_id=area.key,
        name=area.name,
        kind="disputed",
        lon=lon,
        lat=lat,
        source=SOURCE,
        country=area.iso2,
        importance=_IMPORTANCE,
        uncertainty_m=shapes.radius_m(area.geometry, lon, lat),
        names=[(area.name, Rank.DISPLAY)],
        shapes={"": area.geometry},
    )
    record.add(area.names, Rank.OFFICIAL)
    return record
