"""Shapes on one side of a position: the sector of a heading, and the half of an area."""

from __future__ import annotations

from typing import Final

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.compass import compass_bearing
from dateline.geocoder.growing_far import hemisphere
from dateline.geocoder.margins import half_angle_deg
from dateline.geodesy import LonLat

#: For areas that reach farther, a half-plane is half of the sphere.
_FAR_M: Final = 5_000_000.0


def sector(centre: LonLat, bearing: str, *, reach_m: float) -> BaseGeometry:
    """Return the circular sector of a heading."""
    middle, half = compass_bearing(bearing), half_angle_deg(bearing)
    rim = [
        geodesy.destination(centre, bearing=middle + half * step / 8, distance=reach_m)
        for step in range(8, -9, -1)
    ]
    return geodesy.cut_at_180(Polygon([centre, *rim]))


def half_plane(centre: LonLat, side: str, *, reach_m: float) -> BaseGeometry:
    """Return the half-plane on one side of a position, at least as far as the reach."""
    bearing = compass_bearing(side)
    if reach_m > _FAR_M:
        return hemisphere(centre, bearing)
    half = shapely.box(-reach_m, 0, reach_m, reach_m)
    turned = shapely.affinity.rotate(half, -bearing, origin=(0, 0))
    return shapely.make_valid(geodesy.from_local(turned.segmentize(reach_m / 20), centre))


def middle_third(area: BaseGeometry, centre: LonLat) -> BaseGeometry:
    """Return the middle third of an area along its longer axis."""
    local = geodesy.to_local(area, centre)
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(local))[:4]
    sides = corners[1] - corners[0], corners[3] - corners[0]
    long, short = sorted(sides, key=lambda side: -float(side @ side))
    start = corners[0] + long / 3
    box = Polygon([start, start + long / 3, start + long / 3 + short, start + short])
    degrees = geodesy.from_local(box.segmentize(float((long @ long) ** 0.5) / 50), centre)
    return shapely.intersection(area, shapely.make_valid(degrees))
