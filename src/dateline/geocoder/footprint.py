"""Footprints: the geometry, precision and uncertainty of each form of the ``where`` language.

Which place a name means is decided in ``resolve.py``. The rules and their sources are described in
``docs/where.md``, which gives the same numbers as the constants here.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.gazetteer import Place
from dateline.gazetteer.model import WATER
from dateline.geocoder.borders import shared_border
from dateline.geocoder.coordinates import (
    GPS_M,
    mgrs_cell,
    plus_code_cell,
    written_uncertainty_m,
)
from dateline.geocoder.forms import (
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Coordinates,
    Expression,
    GridReference,
    Name,
    Near,
    Offset,
    Part,
    PlaceId,
    PlusCode,
    Route,
    Several,
    WktShape,
)
from dateline.geocoder.growing import grown
from dateline.geocoder.joining import outlines, together, without
from dateline.geocoder.margins import half_angle_deg, slack_m
from dateline.geocoder.sides import half_plane, sector
from dateline.geodesy import LonLat

#: How far *near* reaches beyond the place's own extent. Any such number is arbitrary (Zermoglio et
#: al., Georeferencing Quick Reference Guide, 2020, "near a feature", figure: 10 km).
NEAR_M: Final = 10_000.0

#: How far a heading without a distance ("north of Sumy") reaches beyond the place's own extent.
HEADING_M: Final = 30_000.0

#: How far *off the coast* reaches: a little more than the 24 nautical miles of the contiguous zone
#: (UNCLOS, article 33).
COAST_M: Final = 50_000.0

#: The largest uncertainty of a point that is not called near.
EXACT_M: Final = 2_000.0

#: From the finest to the coarsest; a footprint of several places gets the coarsest of theirs.
_COARSENESS: Final = (
    "exact",
    "as given",
    "settlement",
    "near",
    "admin2",
    "linear",
    "area",
    "admin1",
    "maritime",
    "country",
    "unknown",
)


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
    """

    geometry: BaseGeometry
    point: LonLat
    precision: str
    uncertainty_m: float
    places: tuple[Place, ...] = ()
    is_derived: bool = False

    @property
    def is_point(self) -> bool:
        """Whether the geometry is a single point with a radius."""
        return isinstance(self.geometry, Point)


#: Returns the place that a name or id was resolved to; raises FootprintError if there is none.
PlaceOf = Callable[[Name | PlaceId], Place]
#: Returns the outline of a place, or None if only a point is known.
OutlineOf = Callable[[Place], BaseGeometry | None]


@dataclass(frozen=True, slots=True)
class FootprintBuilder:
    """Builds the footprints of forms.

    Attributes:
        place_of: See :data:`PlaceOf`.
        outline_of: See :data:`OutlineOf`.
        neighbours_of: Returns the outlines of the countries that border on a country.
        land_within: Returns the land in a bounding box (west, south, east, north), for coasts.
    """

    place_of: PlaceOf
    outline_of: OutlineOf
    neighbours_of: Callable[[Place], list[BaseGeometry]]
    land_within: Callable[[tuple[float, float, float, float]], BaseGeometry]

    def footprint(self, form: Expression) -> Footprint:
        """Return the footprint of a form.

        Raises:
            FootprintError: A name is unknown, two areas share no border, there is no coast, and so
                on.
        """
        if isinstance(form, Name | PlaceId):
            return self._place(form)
        return self._builders()[type(form)](form)

    def _builders(self) -> dict[type, Callable[..., Footprint]]:
        return {
            Near: self._near,
            Offset: self._offset,
            Between: self._between,
            Along: self._along,
            Border: self._border,
            Route: self._route,
            Coast: self._coast,
            Part: self._part,
            Several: self._several,
            AnyOf: self._several,
            Coordinates: self._coordinates,
            GridReference: self._grid,
            PlusCode: self._plus_code,
            WktShape: self._shape,
        }

    def _place(self, form: Name | PlaceId) -> Footprint:
        return place_footprint(place := self.place_of(form), self.outline_of(place))

    def _near(self, form: Near) -> Footprint:
        base = self.footprint(form.of)
        if form.within is None:
            return _grown(base, NEAR_M)
        slack = slack_m(form.within)
        return _grown(base, form.within.metres + slack) if form.within.value else _at(base, slack)

    def _offset(self, form: Offset) -> Footprint:
        base = self.footprint(form.of)
        if form.distance is None:
            return _derived(
                sector(base.point, form.bearing, reach_m=base.uncertainty_m + HEADING_M),
                "near",
                None,
                of=[base],
            )
        slack = slack_m(form.distance)
        if not form.distance.value:
            return _at(base, slack)
        if not form.bearing:
            return _grown(base, form.distance.metres + slack)
        metres = form.distance.metres
        bearing = geodesy.compass_bearing(form.bearing)
        point = geodesy.destination(base.point, bearing=bearing, distance=metres)
        across = 2 * metres * math.sin(math.radians(half_angle_deg(form.bearing)) / 2)
        uncertainty = base.uncertainty_m + math.hypot(slack, across)
        return _derived(geodesy.point(point), "near", uncertainty, of=[base])

    def _between(self, form: Between) -> Footprint:
        start, end = self.footprint(form.start), self.footprint(form.end)
        apart = geodesy.distance_m(start.point, end.point)
        if not apart:
            raise FootprintError(
                'both ends of "between" are the same place', hint="name two different places"
            )
        middle = geodesy.midpoint(start.point, end.point)
        return _derived(geodesy.point(middle), "near", apart / 2, of=[start, end])

    def _along(self, form: Along) -> Footprint:
        base = self.footprint(form.line)
        if base.is_point:
            return replace(base, precision="near", is_derived=True)
        return _derived(outlines(base.geometry), "linear", None, of=[base])

    def _border(self, form: Border) -> Footprint:
        one = self.footprint(form.one)
        footprints = [one] if form.other is None else [one, self.footprint(form.other)]
        for footprint in footprints:
            if not geodesy.polygons_of(footprint.geometry):
                raise FootprintError(
                    f'"{_names([footprint])}" has no outline, so its border is unknown',
                    hint="name two countries or regions, or add the border to geodata/places.csv",
                )
        line = self._outer_border(one)
        if len(footprints) > 1:
            line = shared_border(one.geometry, footprints[1].geometry)
        if line.is_empty:
            raise FootprintError(
                f'"{_names(footprints[:1])}" and "{_names(footprints[1:])}" do not share a border',
                hint="name two places that share a border",
            )
        return _derived(line, "linear", None, of=footprints)

    def _outer_border(self, footprint: Footprint) -> BaseGeometry:
        """Return the land borders of a country; the whole outline if it has no neighbours."""
        others = [n for place in footprint.places for n in self.neighbours_of(place)]
        lines = [shared_border(footprint.geometry, other) for other in others]
        line = shapely.line_merge(shapely.union_all(lines)) if lines else LineString()
        return outlines(footprint.geometry) if line.is_empty else line

    def _route(self, form: Route) -> Footprint:
        stops = [self.footprint(stop) for stop in form.stops]
        try:
            line = geodesy.geodesic_line([stop.point for stop in stops])
        except ValueError as error:
            raise FootprintError(
                "all stops of a route are the same place", hint="name two different places"
            ) from error
        return _derived(line, "linear", None, of=stops)

    def _coast(self, form: Coast) -> Footprint:
        base = self.footprint(form.of)
        reach = COAST_M + (base.uncertainty_m if base.is_point else 0.0)
        waters = grown(base.geometry, reach)
        if form.side:
            waters = waters.intersection(
                half_plane(base.point, form.side, reach_m=base.uncertainty_m + reach * 2)
            )
        sea = without(waters, self.land_within(waters.bounds))
        if geodesy.area_m2(sea) < COAST_M**2 / 100:
            raise FootprintError(
                f'"{_names([base])}" has no coast', hint=f'write "near {_names([base])}" instead'
            )
        return _derived(sea, "maritime", None, of=[base])

    def _part(self, form: Part) -> Footprint:
        base = self.footprint(form.of)
        if base.is_point:
            return _part_of_point(base, form)
        if form.is_outskirts:
            rim = grown(base.geometry, NEAR_M).difference(base.geometry)
            shape = (
                rim.intersection(
                    half_plane(base.point, form.side, reach_m=base.uncertainty_m + 2 * NEAR_M)
                )
                if form.side
                else rim
            )
        elif form.side == "centre":
            radius = math.sqrt(geodesy.area_m2(base.geometry) / math.pi) / 2
            shape = base.geometry.intersection(geodesy.disc(base.point, radius))
        else:
            shape = base.geometry.intersection(
                half_plane(base.point, form.side, reach_m=base.uncertainty_m + 2 * NEAR_M)
            )
        return base if shape.is_empty else _derived(shape, "area", None, of=[base])

    def _several(self, form: Several | AnyOf) -> Footprint:
        forms = form.parts if isinstance(form, Several) else form.options
        parts = [self.footprint(part) for part in forms]
        precision = max((part.precision for part in parts), key=_COARSENESS.index)
        geometry = together([part.geometry for part in parts])
        footprint = _derived(geometry, precision, None, of=parts)
        widest = max(p.uncertainty_m + geodesy.distance_m(footprint.point, p.point) for p in parts)
        return replace(footprint, uncertainty_m=widest)

    def _coordinates(self, form: Coordinates) -> Footprint:
        return _position(LonLat(form.lon, form.lat), written_uncertainty_m(form))

    def _grid(self, form: GridReference) -> Footprint:
        return _position(*mgrs_cell(form.reference))

    def _plus_code(self, form: PlusCode) -> Footprint:
        base = self.footprint(form.of) if form.of else None
        cell = plus_code_cell(form.code, near=base.point if base else None)
        return replace(_position(*cell), places=base.places if base else ())

    def _shape(self, form: WktShape) -> Footprint:
        return _written(geodesy.cut_at_180(shapely.from_wkt(form.wkt), great_circle=False))


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


def _written(geometry: BaseGeometry) -> Footprint:
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
    return _derived(geometry, "area" if is_area else "linear", None)


def _point_precision(place: Place) -> str:
    if place.kind in {"settlement", "country", "admin1", "admin2"}:
        return place.kind
    if place.kind in WATER:
        return "area" if place.kind in {"lake", "river"} else "maritime"
    if place.kind in {"region", "island", "disputed", "range", "desert"}:
        return "area"
    return "exact" if place.uncertainty_m <= EXACT_M else "near"


def _outline_precision(place: Place, outline: BaseGeometry) -> str:
    if place.kind in {"country", "admin1", "admin2"}:
        return place.kind
    if not geodesy.polygons_of(outline):
        return "linear"
    return "maritime" if place.kind in WATER - {"lake", "river"} else "area"


def _position(point: LonLat, uncertainty_m: float) -> Footprint:
    precision = "as given" if uncertainty_m <= EXACT_M else "near"
    return Footprint(geodesy.point(point), point, precision, uncertainty_m, is_derived=True)


def _derived(
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


def _names(footprints: Sequence[Footprint]) -> str:
    return (
        ", ".join(place.name for footprint in footprints for place in footprint.places)
        or "the place"
    )


def _at(base: Footprint, slack: float) -> Footprint:
    """Return the footprint of no distance at all from a place: the place itself."""
    radius = base.uncertainty_m + slack if base.is_point else base.uncertainty_m
    return replace(base, uncertainty_m=radius, is_derived=True)


def _grown(base: Footprint, metres: float) -> Footprint:
    if base.is_point:
        radius = metres + (0.0 if math.isnan(base.uncertainty_m) else base.uncertainty_m)
        return _derived(base.geometry, "near", radius, of=[base])
    return _derived(grown(base.geometry, metres), "near", None, of=[base])


def _part_of_point(base: Footprint, form: Part) -> Footprint:
    """Return a part of a place without an outline: a shifted point with another radius."""
    radius = base.uncertainty_m
    if form.side in {"", "centre"}:
        share = 1.5 if form.is_outskirts else 0.5
        return replace(base, uncertainty_m=radius * share, is_derived=True)
    away = radius if form.is_outskirts else radius / 2
    bearing = geodesy.compass_bearing(form.side)
    point = geodesy.destination(base.point, bearing=bearing, distance=away)
    precision = "near" if form.is_outskirts else base.precision
    return _derived(geodesy.point(point), precision, radius * 0.75, of=[base])
