"""Enclosing places: whether a candidate lies in the places that the text names around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from dateline.gazetteer import Candidate, Place, fold
from dateline.gazetteer.kinds import KIND_WORDS
from dateline.geocoder.candidates import Finder
from dateline.geocoder.region_codes import has_region
from dateline.geodesy import LonLat, distances_m

#: A place counts as lying in a settlement up to this distance beyond the settlement's radius.
AROUND_M: Final = 30_000.0

#: An island or mountain counts as lying in a region up to this many degrees beyond its outline.
_CLOSE_DEG: Final = 0.3


def fit(candidates: Sequence[Candidate], within: Sequence[str], finder: Finder) -> list[float]:
    """Return for each candidate the share of the enclosing places that it lies in, 0 to 1.

    An enclosing "place" may also be a kind word, as in ``Georgia (country)``. If ``within`` is
    empty, every candidate scores 1.
    """
    if not within:
        return [1.0] * len(candidates)
    flags = np.array([_inside(candidates, parent, finder) for parent in within])
    return [float(share) for share in flags.mean(axis=0)]


def contradicted(place: Place, within: Sequence[str], finder: Finder) -> tuple[str, ...]:
    """Return the enclosing places, as written, that a place lies far outside of.

    A place that an enclosing place does not contain but that lies inside its circle is not far:
    Kyiv is surrounded by Kyiv Oblast and is not part of it. Words that name no place are left out.
    """
    candidate = Candidate(place, 0, "")
    return tuple(
        parent
        for parent in within
        if finder.candidates(parent)
        and not _inside([candidate], parent, finder)[0]
        and not any(_is_in_circle(place, holder.place) for holder in finder.candidates(parent))
    )


def _is_in_circle(place: Place, holder: Place) -> bool:
    apart = float(distances_m(place.lon, place.lat, LonLat(holder.lon, holder.lat)))
    return apart <= holder.uncertainty_m


def _inside(candidates: Sequence[Candidate], parent: str, finder: Finder) -> list[bool]:
    holders = finder.candidates(parent)
    key = fold(parent)
    kinds = KIND_WORDS.get(key, frozenset({key}))
    return [
        c.place.kind in kinds
        or any(_holds(holder, c, finder) for holder in holders)
        or has_region(c.place, parent)
        for c in candidates
    ]


def _holds(holder: Candidate, candidate: Candidate, finder: Finder) -> bool:
    outer, inner = holder.place, candidate.place
    if outer.place_id == inner.place_id:
        return False
    if outer.kind == "country":
        return inner.country == outer.country
    if outer.kind == "admin1":
        is_open = not inner.admin1 and inner.country in {"", outer.country}
        is_in = inner.admin1 == outer.admin1 or (is_open and _is_around(outer, inner, finder))
        return bool(outer.admin1) and is_in
    if outer.kind == "admin2":
        return bool(outer.admin2) and inner.admin2 == outer.admin2
    if outer.kind == "settlement":
        apart = float(distances_m(outer.lon, outer.lat, LonLat(inner.lon, inner.lat)))
        return inner.population <= outer.population and apart <= outer.uncertainty_m + AROUND_M
    shape = finder.outline(outer)
    return shape is not None and bool(shapely.intersects_xy(shape, inner.lon, inner.lat))


def _is_around(outer: Place, inner: Place, finder: Finder) -> bool:
    """Return whether a region has a place in or close to it that no region is recorded for."""
    shape = finder.outline(outer)
    if shape is None:
        return _is_in_circle(inner, outer)
    is_close = bool(shapely.distance(shape, shapely.Point(inner.lon, inner.lat)) <= _CLOSE_DEG)
    # Outlines leave small islands out, and the circle of a region contains them.
    return is_close or (inner.kind == "island" and _is_in_circle(inner, outer))
