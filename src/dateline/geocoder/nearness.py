"""What a text means if the position of the event is known, and how far from it that place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely

from dateline.gazetteer import Place
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.footprint import Footprint, place_footprint
from dateline.geocoder.placing import Placing
from dateline.geodesy import Floats, geod

#: A named place counts as near up to this distance between the coordinates and its extent.
FAR_M: Final = 25_000.0


class Meant(NamedTuple):
    """The places that texts mean at given positions.

    Attributes:
        places: Places, in no particular order.
        codes: Index into ``places`` for each position; -1 if the text does not mean a single place.
        metres: Distance from each position to the extent of that place, in metres.
    """

    places: list[Place]
    codes: Ints
    metres: Floats


class Cases(NamedTuple):
    """Distinct pairs of a text and a position.

    Attributes:
        placings: The placings of texts; those that are used have a footprint.
        texts: Index into ``placings`` of each case.
        lon, lat: Degrees, one number per case.
    """

    placings: Sequence[Placing]
    texts: Ints
    lon: Floats
    lat: Floats

    def by_text(self, rows: Ints) -> Iterator[tuple[Placing, Ints]]:
        """Yield each placing among some cases with the indices of its cases."""
        rows = rows[np.argsort(self.texts[rows], kind="stable")]
        texts, starts = np.unique(self.texts[rows], return_index=True)
        for text, some in zip(texts.tolist(), np.split(rows, starts[1:]), strict=False):
            yield self.placings[text], some


def nearest_meanings(cases: Cases, finder: Finder) -> Meant:
    """Return what texts mean at positions: the chosen place if near, else a near runner-up."""
    metres = _gaps_of_texts(cases)
    codes = np.full(len(metres), -1, dtype=np.int64)
    numbers: dict[str, int] = {}
    places: list[Place] = []

    def number(place: Place) -> int:
        if place.place_id not in numbers:
            numbers[place.place_id] = len(places)
            places.append(place)
        return numbers[place.place_id]

    for placing, rows in cases.by_text(np.arange(len(metres))):
        if len(placing.places) != 1:
            continue
        codes[rows] = number(placing.places[0])
        if placing.footprint is None or placing.footprint.is_derived:
            continue
        far = rows[metres[rows] > FAR_M]
        for place, footprint in _others(placing, finder) if len(far) else ():
            gaps = gaps_m(footprint, cases.lon[far], cases.lat[far])
            met = gaps <= FAR_M
            codes[far[met]], metres[far[met]] = number(place), gaps[met]
            far = far[~met]
    return Meant(places, codes, metres)


def _others(placing: Placing, finder: Finder) -> Iterator[tuple[Place, Footprint]]:
    for resolution in placing.resolutions:
        for other in resolution.runners_up:
            yield other.place, place_footprint(other.place, finder.outline(other.place))


def _gaps_of_texts(cases: Cases) -> Floats:
    """Return the distance from each position to the footprint of its text; points in one pass."""
    footprints = [placing.footprint for placing in cases.placings]
    points = [footprint if footprint and footprint.is_point else None for footprint in footprints]
    nowhere = (np.nan, np.nan, np.nan)
    lon, lat, radius = np.array(
        [
            (*footprint.point, footprint.uncertainty_m) if footprint else nowhere
            for footprint in points
        ]
    ).T
    texts = cases.texts
    _, _, apart = geod().inv(lon[texts], lat[texts], cases.lon, cases.lat)
    metres = np.asarray(np.maximum(0.0, np.asarray(apart) - np.nan_to_num(radius[texts])))
    for placing, rows in cases.by_text(np.flatnonzero(np.isnan(lon[texts]))):
        assert placing.footprint is not None
        metres[rows] = gaps_m(placing.footprint, cases.lon[rows], cases.lat[rows])
    return metres


def gaps_m(footprint: Footprint, lon: Floats, lat: Floats) -> Floats:
    """Return the distance from each position to a footprint, in metres; 0 inside it."""
    count = len(lon)
    if footprint.is_point:
        x, y = (np.full(count, degrees) for degrees in footprint.point)
        _, _, apart = geod().inv(x, y, lon, lat)
        beyond = np.asarray(apart) - float(np.nan_to_num(footprint.uncertainty_m))
        return np.asarray(np.maximum(0.0, beyond))
    shapely.prepare(footprint.geometry)
    gaps = np.zeros(count)
    out = np.flatnonzero(~shapely.intersects_xy(footprint.geometry, lon, lat))
    lines = shapely.shortest_line(footprint.geometry, shapely.points(lon[out], lat[out]))
    start = shapely.get_coordinates(lines)[::2]
    _, _, gaps[out] = geod().inv(start[:, 0], start[:, 1], lon[out], lat[out])
    return gaps
