"""Parts of places: a side, the middle, the outskirts, the inside of a border, a meeting point."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.compass import compass_bearing
from dateline.geocoder.borders import shared_border
from dateline.geocoder.drawn import Footprint, FootprintError, derived, names_of
from dateline.geocoder.forms import Distance, Part
from dateline.geocoder.growing import grown
from dateline.geocoder.margins import slack_m
from dateline.geocoder.sides import half_plane, middle_third
from dateline.geodesy import LonLat

#: How far around the point where three areas meet an event may be that is said to be there.
MEETING_M: Final = 50_000.0

#: How much of the length of an area, on one side, its far side and its tip are.
SHARES: Final = {"far": 0.25, "tip": 0.1}

#: A part of an area that is larger than this share of it is meant by its tip.
_MAIN: Final = 0.6

#: A part this many degrees outside the box around the main part of an area is a far territory.
_FAR_DEG: Final = 3.0

#: Borders that end so near to each other meet.
_MEET_M: Final = 20_000.0


def part_of(base: Footprint, form: Part, *, rim_m: float) -> Footprint:
    """Return a part of a place, or its outskirts, which reach ``rim_m`` beyond it."""
    if base.is_point:
        return _part_of_point(base, form)
    is_sea = base.precision == "maritime"
    centre = _middle(base.geometry) if is_sea else base.point
    reach = base.uncertainty_m + geodesy.distance_m(base.point, centre) + 2 * rim_m
    if form.is_outskirts:
        shape = grown(base.geometry, rim_m).difference(base.geometry)
        if form.side:
            shape = shape.intersection(half_plane(base.point, form.side, reach_m=reach))
    elif form.side == "centre" and is_sea:
        shape = middle_third(base.geometry, centre)
    elif form.side == "centre":
        radius = math.sqrt(geodesy.area_m2(base.geometry) / math.pi) / 2
        shape = base.geometry.intersection(geodesy.disc(base.point, radius))
    elif form.extent:
        land = _main_part(base.geometry)
        start = _start_of(land, centre, form)
        shape = land.intersection(half_plane(start, form.side, reach_m=reach * 2))
    else:
        shape = base.geometry.intersection(half_plane(centre, form.side, reach_m=reach))
    if shape.is_empty:
        return base
    return derived(
        shape, "maritime" if is_sea and not form.is_outskirts else "area", None, of=[base]
    )


def mainland(geometry: BaseGeometry) -> BaseGeometry:
    """Return an area without its far territories, as the Canary Islands are of Spain."""
    parts = geodesy.polygons_of(geometry)
    areas = [geodesy.area_m2(part) for part in parts]
    largest = max(areas, default=0.0)
    if len(parts) < 2 or largest < sum(areas) * _MAIN:  # noqa: PLR2004 - one part has no others
        return geometry
    main = parts[areas.index(largest)]
    near = shapely.box(*main.bounds).buffer(_FAR_DEG)
    kept = [part for part in parts if part.intersects(near)]
    return shapely.union_all(kept) if len(kept) < len(parts) else geometry


def _main_part(geometry: BaseGeometry) -> BaseGeometry:
    """Return the largest part of an area if the others are small, as islands off a country are."""
    parts = geodesy.polygons_of(geometry)
    areas = [geodesy.area_m2(part) for part in parts]
    largest = max(areas, default=0.0)
    return parts[areas.index(largest)] if largest > sum(areas) * _MAIN else geometry


def _start_of(geometry: BaseGeometry, centre: LonLat, form: Part) -> LonLat:
    """Return the position on the way to one side of an area where its far part begins."""
    bearing = compass_bearing(form.side)
    corners = shapely.get_coordinates(geometry)
    azimuths, _, metres = geodesy.geod().inv(
        np.full(len(corners), centre.lon),
        np.full(len(corners), centre.lat),
        corners[:, 0],
        corners[:, 1],
    )
    ahead = np.asarray(metres) * np.cos(np.radians(np.asarray(azimuths) - bearing))
    start = float(ahead.max() - SHARES[form.extent] * np.ptp(ahead))
    return geodesy.destination(centre, bearing=bearing, distance=start)


def _middle(geometry: BaseGeometry) -> LonLat:
    """Return the centroid of an area, which need not lie in it."""
    largest = max(geodesy.polygons_of(geometry), key=geodesy.area_m2)
    inner = geodesy.representation_point(largest)
    local = geodesy.to_local(largest, inner).centroid
    return geodesy.representation_point(geodesy.from_local(local, inner))


def _part_of_point(base: Footprint, form: Part) -> Footprint:
    """Return a part of a place without an outline: a shifted point with another radius."""
    radius = base.uncertainty_m
    if form.side in {"", "centre"}:
        share = 1.5 if form.is_outskirts else 0.5
        return replace(base, uncertainty_m=radius * share, is_derived=True)
    away = radius if form.is_outskirts or form.extent else radius / 2
    bearing = compass_bearing(form.side)
    point = geodesy.destination(base.point, bearing=bearing, distance=away)
    precision = "near" if form.is_outskirts else base.precision
    return derived(geodesy.point(point), precision, radius * 0.75, of=[base])


def inside_of(base: Footprint, border: BaseGeometry, distance: Distance) -> Footprint:
    """Return the belt of an area along its border, on the inner side."""
    belt = grown(border, distance.metres + max(slack_m(distance), 1.0))
    shape = shapely.intersection(belt, base.geometry)
    return base if shape.is_empty else derived(shape, "area", None, of=[base])


def meeting_of(bases: Sequence[Footprint]) -> Footprint:
    """Return the surroundings of the point where three areas meet.

    Raises:
        FootprintError: They do not meet, or one of them has no outline.
    """
    for base in bases:
        if not geodesy.polygons_of(base.geometry):
            raise FootprintError(
                f'"{names_of([base])}" has no outline, so its border is unknown',
                hint="name three countries or regions that meet",
            )
    borders = [
        shared_border(one.geometry, other.geometry)
        for one, other in itertools.combinations(bases, 2)
    ]
    lines = [line for line in borders if not line.is_empty]
    pairs = [shapely.shortest_line(a, b) for a, b in itertools.combinations(lines, 2)]
    ends = [[LonLat(*xy) for xy in shapely.get_coordinates(pair)] for pair in pairs]
    nearest = min(ends, key=lambda two: geodesy.distance_m(*two), default=None)
    if nearest is None or geodesy.distance_m(*nearest) > _MEET_M:
        raise FootprintError(
            f'"{names_of(bases)}" do not meet in one point',
            hint="name three countries or regions that meet",
        )
    return derived(geodesy.point(nearest[0]), "near", MEETING_M, of=bases)


def shore_of(
    base: Footprint,
    reach_m: float,
    land_within: Callable[[tuple[float, float, float, float]], BaseGeometry],
) -> BaseGeometry:
    """Return the coastline within some metres of a place; empty if there is none."""
    around = grown(base.geometry, reach_m)
    west, south, east, north = around.bounds
    pad = 0.2  # degrees: the land is cut off at the box, and that edge is no coast
    box = (
        max(west - pad, -180.0),
        max(south - pad, -90.0),
        min(east + pad, 180.0),
        min(north + pad, 90.0),
    )
    parts = geodesy.polygons_of(land_within(box))
    land = shapely.union_all(parts) if parts else shapely.Point()
    return shapely.line_merge(land.boundary.intersection(around)) if parts else land
