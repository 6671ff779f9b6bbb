"""What speaks for a candidate: numbers, from the candidate itself and from the company it keeps.

The features are named and documented here; their weights are in ``weights.py``. Nothing is chosen
here.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from dateline.gazetteer.model import WATER
from dateline.geocode.candidates import Ints, Pool
from dateline.geodesy import Floats, LonLat, distances_m

#: Of the candidate itself.
LOCAL: Final = (
    "population",  # log10 of the people, from 300 up, less 4
    "country",  # it is a country
    "admin1",  # ... a first-level region
    "admin2",  # ... a second-level region
    "water",  # ... a sea, strait, lake or river
    "importance",  # of a place that has no population
    "alternate",  # met by an alternate name
    "abbreviation",  # met by a demonym or abbreviation
    "stripped",  # met only without its kind word
    "misfit",  # its kind is not the one the kind word names
)

#: Of the company: places that other toponyms of the same text or layer probably mean.
COMPANY: Final = (
    "same_country",  # share of the company in the same country
    "same_admin1",  # ... in the same first-level region
    "within_100_km",  # share of the company within 100 km, fading out
    "within_400_km",  # ... within 400 km
    "project",  # nearness to the places that the project is about
)

#: Anchors of a company: its most frequent probable places, enough to stand for all of it.
ANCHORS: Final = 60


def local_features(pool: Pool) -> Floats:
    """Return a row of :data:`LOCAL` for each candidate."""
    kind = pool.kind
    columns = (
        np.log10(np.maximum(pool.population, 300.0)) - 4,
        kind == "country",
        kind == "admin1",
        kind == "admin2",
        np.isin(kind, sorted(WATER)),
        np.where(pool.population == 0, pool.importance, 0.0),
        pool.rank == 2,  # noqa: PLR2004 - ranks are named in the gazetteer
        pool.rank >= 3,  # noqa: PLR2004
        pool.is_stripped,
        ~pool.is_kind_fit,
    )
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def company_features(
    pool: Pool, shares: Floats, *, weights: Floats, project: tuple[LonLat, ...]
) -> Floats:
    """Return a row of :data:`COMPANY` for each candidate.

    Args:
        pool: The candidates of one company.
        shares: How probable each candidate is so far; those of one toponym add up to 1.
        weights: How often each toponym stands in the company.
        project: Where the places lie that the project is about.
    """
    mass = shares * weights[pool.names]
    total = max(float(weights.sum()), 1.0)
    others = np.maximum(total - weights[pool.names], 1.0)
    near, far = _nearness(pool, mass)
    return np.column_stack(
        [
            _shared(pool.country, pool.names, mass) / others,
            _shared(pool.admin1, pool.names, mass) / others,
            near / others,
            far / others,
            _project(pool, project),
        ]
    )


def _shared(codes: Ints, names: Ints, mass: Floats) -> Floats:
    """Return the mass of other toponyms' candidates with the same code; 0 for no code."""
    known = codes >= 0
    if not known.any():
        return np.zeros(len(codes))
    by_code = np.bincount(codes[known], weights=mass[known], minlength=int(codes.max()) + 1)
    pairs = names * (int(codes.max()) + 2) + codes + 1
    _, inverse = np.unique(pairs, return_inverse=True)
    own = np.bincount(inverse, weights=mass)[inverse]
    return np.where(known, by_code[np.maximum(codes, 0)] - own, 0.0)


def _nearness(pool: Pool, mass: Floats) -> tuple[Floats, Floats]:
    near, far = np.zeros(len(mass)), np.zeros(len(mass))
    order = np.lexsort((np.arange(len(mass)), -mass))[:ANCHORS]
    for anchor in order:
        metres = distances_m(pool.lon, pool.lat, LonLat(pool.lon[anchor], pool.lat[anchor]))
        is_other = pool.names != pool.names[anchor]
        near += np.where(is_other, mass[anchor] * np.exp(-metres / 100_000), 0.0)
        far += np.where(is_other, mass[anchor] * np.exp(-metres / 400_000), 0.0)
    return near, far


def _project(pool: Pool, project: tuple[LonLat, ...]) -> Floats:
    if not project:
        return np.zeros(len(pool.lon))
    metres = np.min([distances_m(pool.lon, pool.lat, place) for place in project], axis=0)
    return np.asarray(np.exp(-metres / 500_000))
