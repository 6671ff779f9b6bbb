"""Combine geometries: several into one, and the outlines of areas. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from dateline import geodesy


def outlines(geometry: BaseGeometry) -> BaseGeometry:
    """Return the outlines of the areas in a geometry; the geometry itself if there are none."""
    areas = geodesy.polygons_of(geometry)
    if not areas:
        return geometry
    lines = [LineString(ring.coords) for area in areas for ring in (area.exterior, *area.interiors)]
    return shapely.line_merge(MultiLineString(lines))


def together(geometries: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return one geometry of all parts: areas are united, points and lines collected."""
    parts = [part for geometry in geometries for part in geodesy.parts_of(geometry)]
    if all(isinstance(part, Polygon) for part in parts):
        return shapely.orient_polygons(shapely.union_all(parts))
    if points := [part for part in parts if isinstance(part, Point)]:
        return MultiPoint(points) if len(points) == len(parts) else GeometryCollection(parts)
    lines = [part for part in parts if isinstance(part, LineString)]
    return MultiLineString(lines) if len(lines) == len(parts) else GeometryCollection(parts)


def without(area: BaseGeometry, land: BaseGeometry) -> BaseGeometry:
    """Return an area without the land in it; the polygons of the land can overlap."""
    parts = geodesy.polygons_of(land)
    chosen = [parts[index] for index in shapely.STRtree(parts).query(area, "intersects")]
    return area.difference(shapely.disjoint_subset_union_all(chosen)) if chosen else area
