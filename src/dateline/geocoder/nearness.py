"""What a text means if the position of the event is known, and how far from it that place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely

from dateline.gazetteer import Place, fold
from dateline.geocoder.candidates import Finder, Flags, Ints
from dateline.geocoder.enclosing import fit
from dateline.geocoder.footprint import Footprint, place_footprint
from dateline.geocoder.given_regions import CENTRE_STEP, TOWN_M, means_region
from dateline.geocoder.placing import Placing
from dateline.geodesy import Floats, geod
from dateline.grids import LAT_MAX

#: A named place counts as near up to this distance between the coordinates and its extent.
FAR_M: Final = 25_000.0

#: ... or up to this share of its reach, because the edges of large places are vague, but no more
#: than this distance.
_VAGUE: Final = 0.25
_VAGUE_M: Final = 200_000.0

#: The gazetteer has all settlements with so many people, and not all of the smaller ones.
_KNOWN_PEOPLE: Final = 50_000

#: Kinds of place of which the gazetteer has all.
_KNOWN_KINDS: Final = frozenset(
    {"continent", "country", "admin1", "admin2", "region", "disputed", "ocean", "sea", "gulf"}
)

#: Kinds of place that have many of a name, of which the gazetteer has only some.
_SMALL: Final = frozenset(
    {"village", "hamlet", "street", "road", "square", "neighbourhood", "quarter", "farm"}
)


class Meant(NamedTuple):
    """The places that texts mean at given positions.

    Attributes:
        places: Places, in no particular order.
        codes: Index into ``places`` for each position; -1 if the text does not mean a single place.
        metres: Distance from each position to the extent of that place, in metres.
        is_far: Whether the place is too far from the position to be meant.
        is_known: Whether the gazetteer would have a nearer place of that name if there were one.
        footprints: Footprints of these places, or of texts that mean several.
        meant: Index into ``footprints`` for each position.
    """

    places: list[Place]
    codes: Ints
    metres: Floats
    is_far: Flags
    is_known: Flags
    footprints: list[Footprint]
    meant: Ints


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
    """Return what texts mean at positions: the chosen place, or the nearest one of its name.

    At the centre of a settlement, its name is that of the settlement, and not of a region.
    """
    metres = _gaps_of_texts(cases)
    codes = np.full(len(metres), -1, dtype=np.int64)
    is_known = np.zeros(len(metres), dtype=np.bool_)
    limits = np.zeros(len(metres))
    footprints: list[Footprint] = []
    meant = np.zeros(len(metres), dtype=np.int64)
    numbers: dict[str, int] = {}
    places: list[Place] = []

    def put(rows: Ints, footprint: Footprint) -> None:
        limits[rows], meant[rows] = _far_m(footprint), len(footprints)
        footprints.append(footprint)
        if len(footprint.places) == 1:
            (place,) = footprint.places
            codes[rows] = numbers.setdefault(place.place_id, len(places))
            if len(numbers) > len(places):
                places.append(place)

    for placing, rows in cases.by_text(np.arange(len(metres))):
        assert placing.footprint is not None
        put(rows, placing.footprint)
        is_known[rows] = _knows(placing)
        far = rows[metres[rows] > limits[rows]]
        is_single = len(placing.places) == 1 and not placing.footprint.is_derived
        for footprint in _others(placing, finder) if len(far) and is_single else ():
            gaps = gaps_m(footprint, cases.lon[far], cases.lat[far])
            met = gaps <= np.minimum(_far_m(footprint), metres[far])
            if met.any():
                metres[far[met]] = gaps[met]
                put(far[met], footprint)
        for footprint, met in _at_towns(placing, cases.lon[rows], cases.lat[rows], finder=finder):
            metres[rows[met]] = 0.0
            put(rows[met], footprint)
    return Meant(places, codes, metres, metres > limits, is_known, footprints, meant)


def swapped_fits(cases: Cases, rows: Ints) -> Flags:
    """Return which of some cases are near their place if longitude and latitude are exchanged."""
    fits = np.zeros(len(cases.texts), dtype=np.bool_)
    for placing, some in cases.by_text(rows[np.abs(cases.lon[rows]) <= LAT_MAX]):
        assert placing.footprint is not None
        gaps = gaps_m(placing.footprint, cases.lat[some], cases.lon[some])
        fits[some] = gaps <= _far_m(placing.footprint)
    return fits


def _far_m(footprint: Footprint) -> float:
    """Return how far from a place an event with coordinates may be to be said to be there."""
    reach = 0.0 if footprint.is_point else footprint.uncertainty_m
    return max(FAR_M, min(float(np.nan_to_num(reach)) * _VAGUE, _VAGUE_M))


def _knows(placing: Placing) -> bool:
    """Return whether the gazetteer has every place that may have the name of a placing."""
    words = {word for r in placing.resolutions for word in fold(r.name.toponym).split()}
    is_sure = all(r.outcome == "resolved" and not r.is_misfit for r in placing.resolutions)
    return (
        is_sure
        and not words & _SMALL
        and all(
            place.kind in _KNOWN_KINDS or place.population >= _KNOWN_PEOPLE
            for place in placing.places
        )
    )


def _others(placing: Placing, finder: Finder) -> Iterator[Footprint]:
    """Yield the footprints of all other places of that name."""
    chosen = {place.place_id for place in placing.places}
    for resolution in placing.resolutions:
        runners_up = [other.place for other in resolution.runners_up]
        named = [other.place for other in finder.candidates(resolution.name.toponym)]
        for place in {p.place_id: p for p in (*runners_up, *named)}.values():
            if place.place_id not in chosen:
                yield place_footprint(place, finder.outline(place))


def _at_towns(
    placing: Placing, lon: Floats, lat: Floats, *, finder: Finder
) -> Iterator[tuple[Footprint, Flags]]:
    """Yield the settlements with the name of a region, and which positions are their centre.

    Left out are positions at the usual centre of the region, and texts that say that they mean a
    region, as "Kyiv Oblast" and "Kyiv, region" do.
    """
    if placing.footprint is None or not means_region(placing.footprint):
        return
    (region,) = placing.footprint.places
    is_free = np.maximum(np.abs(lon - region.lon), np.abs(lat - region.lat)) > CENTRE_STEP
    for resolution in placing.resolutions:
        named = finder.candidates(resolution.name.toponym)
        fits = fit(named, resolution.name.within, finder) if named else []
        least = max((f for c, f in zip(named, fits, strict=True) if c.place == region), default=1.0)
        for candidate, fitting in zip(named, fits, strict=True):
            town = candidate.place
            if town.kind != "settlement" or not candidate.is_kind_fit or fitting < least:
                continue
            x, y = np.full(len(lon), town.lon), np.full(len(lat), town.lat)
            is_at = is_free & (np.asarray(geod().inv(x, y, lon, lat)[2]) <= TOWN_M)
            is_free &= ~is_at
            if is_at.any():
                yield place_footprint(town, finder.outline(town)), is_at


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
