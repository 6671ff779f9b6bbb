"""Footprints: the geometry, precision and uncertainty of each form of the ``where`` language.

Which place a name means is decided in ``resolve.py``. The rules and their sources are described in
``docs/where.md``, which gives the same numbers as the constants here.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.compass import compass_bearing
from dateline.gazetteer import Place
from dateline.geocoder.borders import shared_border
from dateline.geocoder.coordinates import written_uncertainty_m
from dateline.geocoder.drawn import (
    EXACT_M,
    Footprint,
    FootprintError,
    UnknownNameError,
    derived,
    given_footprint,
    names_of,
    place_footprint,
    position,
    written,
)
from dateline.geocoder.expression import format_expression
from dateline.geocoder.forms import (
    HALF,
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Coordinates,
    Expression,
    GridReference,
    Inside,
    Meeting,
    Name,
    Narrowed,
    Near,
    Offset,
    Part,
    PlaceId,
    PlusCode,
    Route,
    Several,
    Shore,
    Waters,
    WktShape,
)
from dateline.geocoder.growing import grown
from dateline.geocoder.joining import outlines, together, without
from dateline.geocoder.margins import half_angle_deg, slack_m
from dateline.geocoder.overlap import narrowed
from dateline.geocoder.parts import inside_of, mainland, meeting_of, part_of, shore_of
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.routes import route_of
from dateline.geocoder.sides import half_plane, sector
from dateline.geodesy import LonLat
from dateline.grids import mgrs_cell, plus_code_cell

#: How far *near* reaches beyond the place's own extent. Any such number is arbitrary (Zermoglio et
#: al., Georeferencing Quick Reference Guide, 2020, "near a feature", figure: 10 km).
NEAR_M: Final = 10_000.0

#: How far a heading without a distance ("north of Sumy") reaches beyond the place's own extent.
HEADING_M: Final = 30_000.0

#: How far *off the coast* reaches: a little more than the 24 nautical miles of the contiguous zone
#: (UNCLOS, article 33).
COAST_M: Final = 50_000.0

#: How far beyond a large place its coast is looked for.
SHORE_M: Final = 5_000.0

#: A road is longer than the straight line between its ends, and swings to its sides.
WINDING: Final = 1.25

#: A share of a way such as *a third* is as exact as this part of the way.
_STEPS: Final = 6

#: How far around its town a district reaches of which only the town is known: most second-level
#: regions are smaller.
DISTRICT_M: Final = 40_000.0

#: The largest radius of a place that stands for something unknown in it, such as a quarter.
LARGEST_TOWN_M: Final = 60_000.0

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


__all__ = [
    "EXACT_M",
    "Footprint",
    "FootprintBuilder",
    "FootprintError",
    "UnknownNameError",
    "given_footprint",
    "place_footprint",
]

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
        districts: The names of districts of which only the town is known.
    """

    place_of: PlaceOf
    outline_of: OutlineOf
    neighbours_of: Callable[[Place], list[BaseGeometry]]
    land_within: Callable[[tuple[float, float, float, float]], BaseGeometry]
    districts: AbstractSet[Expression] = frozenset()

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
            Inside: self._inside,
            Meeting: self._meeting,
            Shore: self._shore,
            Waters: self._waters,
            Narrowed: self._narrowed,
            Several: self._several,
            AnyOf: self._several,
            Coordinates: self._coordinates,
            GridReference: self._grid,
            PlusCode: self._plus_code,
            WktShape: self._shape,
        }

    def _place(self, form: Name | PlaceId) -> Footprint:
        found = place_footprint(place := self.place_of(form), self.outline_of(place))
        if form not in self.districts:
            return found
        return replace(_grown(found, DISTRICT_M), notes=(PlaceReason("district", DISTRICT_M),))

    def _near(self, form: Near) -> Footprint:
        base = self.footprint(form.of)
        if form.within is None:
            return _grown(base, NEAR_M)
        slack = slack_m(form.within)
        return _grown(base, form.within.metres + slack) if form.within.value else _at(base, slack)

    def _offset(self, form: Offset) -> Footprint:
        base = self.footprint(form.of)
        if form.distance is None:
            return derived(
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
        bearing = compass_bearing(form.bearing)
        point = geodesy.destination(base.point, bearing=bearing, distance=metres)
        across = 2 * metres * math.sin(math.radians(half_angle_deg(form.bearing)) / 2)
        uncertainty = base.uncertainty_m + math.hypot(slack, across)
        return derived(geodesy.point(point), "near", uncertainty, of=[base])

    def _between(self, form: Between) -> Footprint:
        start, end = self.footprint(form.start), self.footprint(form.end)
        apart = geodesy.distance_m(start.point, end.point)
        if not apart:
            raise FootprintError(
                'both ends of "between" are the same place', hint="name two different places"
            )
        if form.share == HALF:
            middle = geodesy.midpoint(start.point, end.point)
            return derived(geodesy.point(middle), "near", apart / 2, of=[start, end])
        away = geodesy.bearing_deg(start.point, end.point)
        there = geodesy.destination(start.point, bearing=away, distance=apart * form.share)
        return derived(geodesy.point(there), "near", apart / _STEPS, of=[start, end])

    def _along(self, form: Along) -> Footprint:
        base = self.footprint(form.line)
        if base.is_point:
            return replace(base, precision="near", is_derived=True)
        found = derived(outlines(base.geometry), "linear", None, of=[base])
        return replace(found, notes=(PlaceReason("river"),) if form.bank else ())

    def _border(self, form: Border) -> Footprint:
        one = self.footprint(form.one)
        footprints = [one] if form.other is None else [one, self.footprint(form.other)]
        for footprint in footprints:
            if not geodesy.polygons_of(footprint.geometry):
                raise FootprintError(
                    f'"{names_of([footprint])}" has no outline, so its border is unknown',
                    hint="name two countries or regions, or add the border to geodata/places.csv",
                )
        line = self._outer_border(one)
        if len(footprints) > 1:
            line = shared_border(one.geometry, footprints[1].geometry)
        if line.is_empty:
            raise FootprintError(
                f'"{names_of([one])}" and "{names_of(footprints[1:])}" do not share a border',
                hint="name two places that share a border",
            )
        return derived(line, "linear", None, of=footprints)

    def _outer_border(self, footprint: Footprint) -> BaseGeometry:
        """Return the land borders of a country; the whole outline if it has no neighbours."""
        others = [n for place in footprint.places for n in self.neighbours_of(place)]
        lines = [shared_border(footprint.geometry, other) for other in others]
        line = shapely.line_merge(shapely.union_all(lines)) if lines else LineString()
        return outlines(footprint.geometry) if line.is_empty else line

    def _route(self, form: Route) -> Footprint:
        stops = [self.footprint(stop) for stop in form.stops]
        if len(stops) == 1:
            begins = PlaceReason("way_begins", form.way or "route")
            return replace(_grown(stops[0], HEADING_M), notes=(begins,))
        try:
            found = route_of(form.stops, stops, lambda stop: _grown(stop, HEADING_M))
        except ValueError as error:
            raise FootprintError(
                "all stops of a route are the same place", hint="name two different places"
            ) from error
        if not form.way:
            return found
        runs = PlaceReason("way_runs", form.way)
        notes = (runs, *found.notes)
        return replace(found, uncertainty_m=found.uncertainty_m * WINDING, notes=notes)

    def _coast(self, form: Coast) -> Footprint:
        base = self._main(self.footprint(form.of))
        reach = COAST_M + (base.uncertainty_m if base.is_point else 0.0)
        waters = grown(base.geometry, reach)
        if form.side:
            waters = waters.intersection(
                half_plane(base.point, form.side, reach_m=base.uncertainty_m + reach * 2)
            )
        sea = without(waters, self.land_within(waters.bounds))
        if geodesy.area_m2(sea) < COAST_M**2 / 100:
            raise _no_coast(base)
        return derived(sea, "maritime", None, of=[base])

    def _part(self, form: Part) -> Footprint:
        base = self.footprint(form.of)
        return part_of(base if form.is_outskirts else self._main(base), form, rim_m=NEAR_M)

    @staticmethod
    def _main(base: Footprint) -> Footprint:
        """Return the footprint of a country without its far territories."""
        if [place.kind for place in base.places] != ["country"] or base.is_point:
            return base
        main = mainland(base.geometry)
        if main is base.geometry:
            return base
        reach = geodesy.reach_m(main, base.point)
        return replace(base, geometry=main, uncertainty_m=reach)

    def _inside(self, form: Inside) -> Footprint:
        base = self.footprint(form.of)
        if base.is_point:
            return _grown(base, form.distance.metres + slack_m(form.distance))
        return inside_of(base, self._outer_border(base), form.distance)

    def _meeting(self, form: Meeting) -> Footprint:
        return meeting_of([self.footprint(area) for area in form.areas])

    def _shore(self, form: Shore) -> Footprint:
        base = self._main(self.footprint(form.of))
        if _is_inland_water(base):
            return self._along(Along(form.of))
        reach = NEAR_M + base.uncertainty_m if base.is_point else SHORE_M
        line = shore_of(base, reach, self.land_within)
        if line.is_empty or not geodesy.length_m(line):
            raise _no_coast(base)
        return derived(line, "linear", None, of=[base])

    def _waters(self, form: Waters) -> Footprint:
        base = self.footprint(form.of)
        shape = geodesy.disc(base.point, base.uncertainty_m) if base.is_point else base.geometry
        sea = without(shape, self.land_within(shape.bounds))
        if base.places and geodesy.area_m2(sea) < COAST_M**2 / 100:
            return self._coast(Coast(form.of))
        return derived(sea, "maritime", None, of=[base]) if not sea.is_empty else base

    def _narrowed(self, form: Narrowed) -> Footprint:
        """Narrow what is named by where it is; if one of the two is unknown, draw the other."""
        if isinstance(form.by, Coast) and isinstance(form.of, Name | PlaceId):
            with contextlib.suppress(UnknownNameError):
                if _is_inland_water(self.footprint(form.of)):  # a lake off a town
                    form = replace(form, by=Near(form.by.of))
        try:
            by = self.footprint(form.by)
        except UnknownNameError:
            return self.footprint(form.of)
        try:
            of = self.footprint(form.of)
        except UnknownNameError:
            if isinstance(form.by, Name | PlaceId) and by.uncertainty_m > LARGEST_TOWN_M:
                raise
            place = names_of([by]) if by.places else format_expression(form.by)
            wider = _grown(by, NEAR_M) if isinstance(form.by, Name | PlaceId) else by
            return replace(wider, notes=(PlaceReason("narrowing", place),), is_derived=True)
        said = format_expression(form.of), format_expression(form.by)
        return narrowed(of, by, said=said)

    def _several(self, form: Several | AnyOf) -> Footprint:
        """Draw every place of a list that is known."""
        forms = form.parts if isinstance(form, Several) else form.options
        parts: list[Footprint] = []
        unknown: UnknownNameError | None = None
        for part in forms:
            try:
                parts.append(self.footprint(part))
            except UnknownNameError as error:
                unknown = error
        if unknown is not None and (not parts or isinstance(form, AnyOf)):
            raise unknown
        precision = max((part.precision for part in parts), key=_COARSENESS.index)
        geometry = together([part.geometry for part in parts])
        footprint = derived(geometry, precision, None, of=parts)
        widest = max(p.uncertainty_m + geodesy.distance_m(footprint.point, p.point) for p in parts)
        notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
        doubt = "; ".join(dict.fromkeys(part.doubt for part in parts if part.doubt))
        return replace(footprint, uncertainty_m=widest, notes=notes, doubt=doubt)

    def _coordinates(self, form: Coordinates) -> Footprint:
        found = position(LonLat(form.lon, form.lat), written_uncertainty_m(form))
        # Degrees and minutes are how ships and aircraft give where they are about.
        return replace(found, precision="near") if form.notation == "dm" else found

    def _grid(self, form: GridReference) -> Footprint:
        return position(*mgrs_cell(form.reference))

    def _plus_code(self, form: PlusCode) -> Footprint:
        base = self.footprint(form.of) if form.of else None
        cell = plus_code_cell(form.code, near=base.point if base else None)
        return replace(position(*cell), places=base.places if base else ())

    def _shape(self, form: WktShape) -> Footprint:
        return written(geodesy.cut_at_180(shapely.from_wkt(form.wkt), great_circle=False))


def _is_inland_water(base: Footprint) -> bool:
    """Return whether a place is a lake or river, which has a shore but no coast."""
    return any(place.kind in {"lake", "river", "canal"} for place in base.places)


def _no_coast(base: Footprint) -> FootprintError:
    name = names_of([base])
    return FootprintError(f'"{name}" has no coast', hint=f'write "near {name}" instead')


def _at(base: Footprint, slack: float) -> Footprint:
    """Return the footprint of no distance at all from a place: the place itself."""
    radius = base.uncertainty_m + slack if base.is_point else base.uncertainty_m
    return replace(base, uncertainty_m=radius, is_derived=True)


def _grown(base: Footprint, metres: float) -> Footprint:
    if base.is_point:
        radius = metres + (0.0 if math.isnan(base.uncertainty_m) else base.uncertainty_m)
        return derived(base.geometry, "near", radius, of=[base])
    return derived(grown(base.geometry, metres), "near", None, of=[base])
