"""Routes: lines through stops that end at the border of a stop that is a large area.

Where in a country a way begins or ends is not known, and its middle would pretend that it is.
The page and the static map let the line fade out at such an end.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.geocoder.drawn import Footprint, derived, names_of
from dateline.geocoder.expression import format_expression
from dateline.geocoder.forms import Expression
from dateline.geocoder.reasons import PlaceReason, PlaceReasons
from dateline.geodesy import LonLat

#: A stop whose outline reaches farther than this from its middle is a large area: all countries
#: but city states.
LARGE_M: Final = 30_000.0

#: The same for a stop of which only a point and a radius are known; towns are smaller.
LARGE_RADIUS_M: Final = 60_000.0

#: The shortest leg for each area at its ends. A shorter one, as between areas that touch, reaches
#: across the border, so that it can be seen, but at most half of the way to the area's middle.
SHORTEST_M: Final = 50_000.0

#: How many positions of a leg are tested, and how often the step across a border is then halved:
#: to about a metre.
_SAMPLES: Final = 513
_HALVINGS: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class _RouteStop:
    form: Expression
    footprint: Footprint
    area: BaseGeometry | None

    @property
    def point(self) -> LonLat:
        return self.footprint.point

    @property
    def name(self) -> str:
        known = self.footprint.places
        return names_of([self.footprint]) if known else format_expression(self.form)

    def contains(self, other: _RouteStop) -> bool:
        is_in = self.area is not None and shapely.intersects_xy(self.area, *other.point)
        return bool(is_in) and self.footprint.uncertainty_m >= other.footprint.uncertainty_m


def route_of(
    forms: Sequence[Expression],
    footprints: Sequence[Footprint],
    alone: Callable[[Footprint], Footprint],
) -> Footprint:
    """Return the line through the stops of a route.

    A stop that contains its neighbour says nothing about where the line runs, and is left out.

    Args:
        forms: The stops as written, two or more.
        footprints: What they mean.
        alone: Returns what is drawn of a route of which only one stop is left.

    Raises:
        ValueError: All stops are the same position.
    """
    if len({found.point for found in footprints}) == 1:
        raise ValueError("a route needs two different positions")
    given = [
        _RouteStop(form, found, _area_of(found))
        for form, found in zip(forms, footprints, strict=True)
    ]
    stops = _without_containing(given)
    notes = tuple(PlaceReason("way_within", s.name) for s in given if s not in stops)
    if len(stops) == 1:
        return replace(alone(stops[0].footprint), notes=notes)
    notes += _loose_ends(stops)
    found = derived(_line(stops), "linear", None, of=footprints)
    radius = _radius_m(found.point, stops) if notes else found.uncertainty_m
    return replace(found, uncertainty_m=radius, notes=notes)


def _area_of(found: Footprint) -> BaseGeometry | None:
    """Return the area of a stop if it is large; None for a place that a line can end at."""
    if found.is_point:
        is_large = found.uncertainty_m > LARGE_RADIUS_M
        return geodesy.disc(found.point, found.uncertainty_m) if is_large else None
    areas = geodesy.polygons_of(found.geometry)
    if not areas or found.uncertainty_m <= LARGE_M:
        return None
    shapely.prepare(found.geometry)
    return found.geometry


def _without_containing(given: Sequence[_RouteStop]) -> list[_RouteStop]:
    stops = list(given)
    while len(stops) > 1:
        pairs = [*itertools.pairwise(stops), *itertools.pairwise(stops[::-1])]
        wider = [one for one, other in pairs if one.contains(other)]
        if not wider:
            break
        stops.remove(max(wider, key=lambda stop: stop.footprint.uncertainty_m))
    return stops


def _loose_ends(stops: Sequence[_RouteStop]) -> PlaceReasons:
    codes = ["way_from", *["way_via"] * (len(stops) - 2), "way_to"]
    return tuple(
        PlaceReason(code, stop.name)
        for code, stop in zip(codes, stops, strict=True)
        if stop.area is not None
    )


def _radius_m(point: LonLat, stops: Sequence[_RouteStop]) -> float:
    """Return the distance to the farthest place where the way may begin, pass or end."""
    return max(
        geodesy.distance_m(point, stop.point) + float(np.nan_to_num(stop.footprint.uncertainty_m))
        for stop in stops
    )


def _line(stops: Sequence[_RouteStop]) -> BaseGeometry:
    """Return the line through stops; it has a gap in each large area between others."""
    runs: list[list[LonLat]] = [[]]
    for start, end in itertools.pairwise(stops):
        runs[-1] += _leg(start, end)
        if end.area is not None and end is not stops[-1]:
            runs.append([])
    lines = [geodesy.geodesic_line(run) for run in runs]
    parts = [shapely.get_coordinates(part) for line in lines for part in geodesy.parts_of(line)]
    return LineString(parts[0]) if len(parts) == 1 else MultiLineString(parts)


def _leg(start: _RouteStop, end: _RouteStop) -> list[LonLat]:
    """Return both ends of the way from one stop to the next, outside their areas."""
    if start.area is None and end.area is None:
        return [start.point, end.point]
    way = _Way(
        start.point,
        geodesy.bearing_deg(start.point, end.point),
        geodesy.distance_m(start.point, end.point),
    )
    tested = np.linspace(0.0, way.length, _SAMPLES)
    inside = np.flatnonzero(way.is_in(start, tested))
    leaves = way.border(start, tested[inside[-1] : inside[-1] + 2]) if len(inside) else 0.0
    rest = tested[tested >= leaves]
    inside = np.flatnonzero(way.is_in(end, rest))
    enters = way.length
    if len(inside):  # from the first position on, if the areas touch or overlap
        enters = way.border(end, rest[max(inside[0] - 1, 0) : inside[0] + 1][::-1])
    areas = (start.area is not None) + (end.area is not None)
    lacking = max(0.0, SHORTEST_M - (enters - leaves) / areas)
    return [
        start.point if start.area is None else way.at(max(leaves - lacking, leaves / 2)),
        end.point if end.area is None else way.at(min(enters + lacking, (enters + way.length) / 2)),
    ]


@dataclass(frozen=True, slots=True)
class _Way:
    """The geodesic between two stops; positions on it are metres from its start."""

    start: LonLat
    bearing: float
    length: float

    def at(self, metres: float) -> LonLat:
        return geodesy.destination(self.start, bearing=self.bearing, distance=metres)

    def is_in(self, stop: _RouteStop, metres: np.ndarray) -> np.ndarray:
        """Return which of some positions are in the area of a stop."""
        if stop.area is None:
            return np.zeros(len(metres), bool)
        same = np.ones(len(metres))
        lon, lat, _ = geodesy.geod().fwd(
            same * self.start.lon, same * self.start.lat, same * self.bearing, metres
        )
        lon = [geodesy.wrap_lon(x) for x in lon.tolist()]
        return np.asarray(shapely.intersects_xy(stop.area, lon, lat))

    def border(self, stop: _RouteStop, around: np.ndarray) -> float:
        """Return where the way crosses a border, between a position inside and one outside."""
        inside, outside = float(around[0]), float(around[-1])
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            if self.is_in(stop, np.array([middle]))[0]:
                inside = middle
            else:
                outside = middle
        return inside
