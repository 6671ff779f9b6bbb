"""A footprint narrowed by another: *Sake, 25 km west of Goma*, *Black Sea off Odesa*."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.geocoder.drawn import Footprint, derived
from dateline.geocoder.growing import grown
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.slices import brief

#: A place is still in an area that it lies so far outside of, because edges are vague.
VAGUE_M: Final = 25_000.0

#: How far beyond a line a place may be that the line narrows.
BESIDE_M: Final = 10_000.0

#: How far a straight line may pass by a place that the road itself goes through.
ROAD_M: Final = 60_000.0


def narrowed(of: Footprint, by: Footprint, *, said: tuple[str, str]) -> Footprint:
    """Return the part of one footprint that lies in the other.

    If they do not meet, ``of`` is returned with a doubt; a line that passes near ``by`` gives way
    to it, with a note.

    Args:
        of: What is named.
        by: Where it is.
        said: The texts of both, for the doubt.
    """
    area = _area(by)
    is_water = by.precision == "maritime"
    if of.is_point and not is_water and _is_about(of, area):
        return of
    shape = of.geometry if not of.is_point else geodesy.disc(of.point, max(of.uncertainty_m, 1.0))
    common = _common(shape, area)
    if not common.is_empty:
        if of.is_point and _is_about(of, area, beyond=0.0):
            return of
        if of.is_point and not of.is_derived and not is_water:
            return of
        found = derived(common, _precision(of, by, common), None, of=[of, by])
        return replace(found, notes=tuple(dict.fromkeys((*of.notes, *by.notes))))
    if not geodesy.polygons_of(of.geometry) and not of.is_point and _nears(of.geometry, area):
        return replace(by, is_derived=True, notes=(PlaceReason("straight", said[1]),))
    apart = geodesy.distance_m(of.point, by.point) / 1000
    doubt = f'"{brief(said[0])}" is {apart:,.0f} km from "{brief(said[1])}"'
    return replace(of, doubt=doubt, notes=of.notes)


def _area(footprint: Footprint) -> BaseGeometry:
    if footprint.is_point:
        return geodesy.disc(footprint.point, max(footprint.uncertainty_m, 1_000.0))
    if geodesy.polygons_of(footprint.geometry):
        return shapely.union_all(geodesy.polygons_of(footprint.geometry))
    return grown(footprint.geometry, BESIDE_M)


def _is_about(footprint: Footprint, area: BaseGeometry, beyond: float = VAGUE_M) -> bool:
    """Return whether a position lies in an area, or hardly outside of it."""
    position = geodesy.point(footprint.point)
    if area.intersects(position):
        return True
    return beyond > 0 and bool(area.intersects(geodesy.disc(footprint.point, beyond)))


def _nears(line: BaseGeometry, area: BaseGeometry) -> bool:
    return bool(grown(line, ROAD_M).intersects(area))


def _common(shape: BaseGeometry, area: BaseGeometry) -> BaseGeometry:
    """Return what two shapes have in common, in the dimension of the first."""
    common = shapely.intersection(shapely.make_valid(shape), area)
    if geodesy.polygons_of(shape):
        areas = geodesy.polygons_of(common)
        return shapely.orient_polygons(shapely.union_all(areas))
    return common


def _precision(of: Footprint, by: Footprint, common: BaseGeometry) -> str:
    if not geodesy.polygons_of(common):
        return "linear"
    if "maritime" in {of.precision, by.precision}:
        return "maritime"
    return "near" if "near" in {of.precision, by.precision} else "area"
