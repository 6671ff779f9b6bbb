"""Footprints of single places and of given geometries; ``footprint.py`` builds those of forms."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.gazetteer import Place
from dateline.gazetteer.model import AREAS, WATER
from dateline.geocoder.reasons import PlaceReasons
from dateline.geodesy import LonLat
from dateline.grids import GPS_M

#: The largest uncertainty of a point that is not called near.
EXACT_M: Final = 2_000.0


class FootprintError(ValueError):
    """Raised for an expression that is valid but has no footprint.

    Attributes:
        message: What was seen and what was expected; one line.
        hint: What to do; one line.
    """

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Footprint:
    """The geometry that an expression means, with its precision and uncertainty.

    Attributes:
        geometry: Valid, in OGC:CRS84, split at 180°.
        point: The representation point.
        precision: One of ``schema.PLACE_PRECISION``.
        uncertainty_m: Radius in metres around ``point`` that contains the true place; NaN if
            unknown.
        places: The places that it is computed from, in the order written; empty for plain
            coordinates.
        is_derived: Whether it was computed from places or numbers, rather than being a place
            itself.
        notes: How it was drawn, if it does not show all that was said.
        doubt: What contradicts itself in the expression; empty if nothing does.
    """

    geometry: BaseGeometry
    point: LonLat
    precision: str
    uncertainty_m: float
    places: tuple[Place, ...] = ()
    is_derived: bool = False
    notes: PlaceReasons = ()
    doubt: str = ""

    @property
    def is_point(self) -> bool:
        """Whether the geometry is a single point with a radius."""
        return isinstance(self.geometry, Point)


class UnknownNameError(FootprintError):
    """Raised for a name that no place has, or whose place is too doubtful to be drawn."""


def place_footprint(place: Place, outline: BaseGeometry | None) -> Footprint:
    """Return the footprint of a place: its outline if it has one, else its point and radius."""
    if outline is None or outline.is_empty:
        point = LonLat(place.lon, place.lat)
        precision = _point_precision(place)
        return Footprint(geodesy.point(point), point, precision, place.uncertainty_m, (place,))
    point = LonLat(place.lon, place.lat)
    if not outline.intersects(geodesy.point(point)):
        point = geodesy.representation_point(outline)
    radius = max(place.uncertainty_m, geodesy.reach_m(outline, point))
    return Footprint(outline, point, _outline_precision(place, outline), radius, (place,))


def written(geometry: BaseGeometry) -> Footprint:
    """Return the footprint of a geometry written in a text; a point gets the accuracy of GPS."""
    footprint = given_footprint(geometry)
    return dataclasses.replace(footprint, uncertainty_m=GPS_M) if footprint.is_point else footprint


def given_footprint(geometry: BaseGeometry) -> Footprint:
    """Return the footprint of a geometry that an event was given in the input."""
    if isinstance(geometry, Point):
        return Footprint(
            geometry, LonLat(geometry.x, geometry.y), "as given", math.nan, is_derived=True
        )
    is_area = bool(geodesy.polygons_of(geometry))
    return derived(geometry, "area" if is_area else "linear", None)


def _point_precision(place: Place) -> str:
    if place.kind in {"settlement", "country", "admin1", "admin2"}:
        return place.kind
    if place.kind in WATER:
        return "area" if place.kind in {"lake", "river"} else "maritime"
    if place.kind in AREAS:
        return "area"
    return "exact" if place.uncertainty_m <= EXACT_M else "near"


def _outline_precision(place: Place, outline: BaseGeometry) -> str:
    if place.kind in {"country", "admin1", "admin2"}:
        return place.kind
    if not geodesy.polygons_of(outline):
        return "linear"
    return "maritime" if place.kind in WATER - {"lake", "river"} else "area"


def position(point: LonLat, uncertainty_m: float) -> Footprint:
    """Return the footprint of a position written as numbers."""
    precision = "as given" if uncertainty_m <= EXACT_M else "near"
    return Footprint(geodesy.point(point), point, precision, uncertainty_m, is_derived=True)


def derived(
    geometry: BaseGeometry,
    precision: str,
    uncertainty_m: float | None,
    *,
    of: Sequence[Footprint] = (),
) -> Footprint:
    """Return a footprint computed from others; the uncertainty defaults to the shape's reach."""
    point = geodesy.representation_point(geometry)
    radius = geodesy.reach_m(geometry, point) if uncertainty_m is None else uncertainty_m
    places = tuple(place for base in of for place in base.places)
    return Footprint(geometry, point, precision, radius, places, is_derived=True)


def names_of(footprints: Sequence[Footprint]) -> str:
    """Return the names of the places behind footprints, for a message."""
    return (
        ", ".join(place.name for footprint in footprints for place in footprint.places)
        or "the place"
    )
