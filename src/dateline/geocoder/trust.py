"""Trust: the probability that a choice is right. Scores are calibrated here, not chosen.

The share of a candidate says how far it leads the others. Whether any candidate is right is a
different question: a single candidate may be the wrong place for a name that the gazetteer does not
have. The weights, and the curve from odds to observed frequency, are fitted by
``bench/fit_weights.py`` on choices that were made without seeing the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from dateline.gazetteer.model import WATER
from dateline.geocoder.candidates import Flags, Ints, Pool
from dateline.geocoder.clue_features import contradictions
from dateline.geocoder.context import Context
from dateline.geocoder.features import CONTEXT, LOCAL
from dateline.geocoder.weights import TRUST_CURVE
from dateline.geodesy import EARTH_RADIUS_M, Floats

#: A place with a smaller feature ``project`` lies far from what the project is about.
OFF: Final = 0.05

#: Cosine of the angle within which namesakes are the same spot on a map: 100 km.
_AROUND: Final = float(np.cos(100_000 / EARTH_RADIUS_M))

_SHARES: Final = ("country_share", "region_share", "within_100_km_share")

#: Features of the best candidate of a toponym; "..." repeats the beginning of the line above.
TRUST: Final = (
    "always",  # 1
    "lead",  # logit of its share and those of its namesakes around it, between -4 and 8
    "settlement_lead",  # ... of a settlement
    "sole",  # it is the only candidate
    "sole_people",  # log10(population) - 4 of a settlement that is the only candidate
    "people",  # ... of any settlement
    "country",  # it is a country or a continent
    "admin1",  # ... a first-level region
    "admin2",  # ... a second-level region
    "other",  # ... neither a settlement nor a region
    "alternate",  # it matched by an alternate or short name
    "stripped",  # it matched only without the kind word, which is not that of a settlement
    "wrong_kind",  # ... and its kind differs from the kind word
    "curated",  # a hand-written place or a named water that matched by its whole name
    "inside",  # the text names an enclosing place, and the candidate lies in it
    *_SHARES,  # as in the context features
    "alternate_people",  # log10(population) - 4 of a settlement that matched by such a name
    "other_script",  # it matched by a name in another script than Latin
    "in_said_country",  # the text names its country
    "in_said_region",  # ... its region or district
    "in_beside",  # its country or region is said right beside it
    "in_stated",  # the event states its country or region
    "in_defined",  # a sentence says that it is a place in its country, region or district
    "in_follows",  # its country or region is said after it and a comma
    "alone",  # no other name and no area is said with it
    "alone_alternate",  # ... and it matched by an alternate or short name in Latin script
    "alone_lead",  # ... its lead
    "against_follows",  # countries are said after it and a comma, and it lies in none of them
    "against_beside",  # countries are said right beside it, and it lies in none of them
    "against_stated",  # the event states countries, and it lies in none of them
    "off_project",  # it lies far from all that the project is about; half with its main name
)


def calibrated(odds: Floats) -> Floats:
    """Return how often choices with some odds are right, by the fitted curve; 0 to 1, rising."""
    said, right = zip(*TRUST_CURVE, strict=True)
    return np.asarray(np.interp(odds, said, right))


def best_rows(pool: Pool, shares: Floats) -> Ints:
    """Return the row of the most probable candidate of each toponym; -1 if it has none."""
    rows = np.full(pool.count, -1, dtype=np.int64)
    order = np.lexsort((-np.arange(len(shares)), np.round(shares, 9)))
    rows[pool.names[order]] = order
    return rows


def trust_features(
    pool: Pool,
    shares: Floats,
    *,
    local: Floats,
    together: Floats,
    context: Context,
    has_project: bool = False,
) -> Floats:
    """Return the features :data:`TRUST` of each toponym; zeros if it has no candidates.

    Args:
        pool: The candidates.
        shares: Probability of each candidate; those of one toponym add up to 1.
        local: The features :data:`LOCAL` of each candidate.
        together: The features :data:`CONTEXT` of each candidate.
        context: Read: which members are written with enclosing places, and the clues.
        has_project: Whether the project says what it is about.
    """
    table = np.zeros((pool.count, len(TRUST)))
    rows = best_rows(pool, shares)
    known = np.flatnonzero(rows >= 0)
    near = together[:, CONTEXT.index("project")]
    off_project = (near < OFF) & has_project
    columns = _columns(
        pool,
        rows[known],
        shares,
        features=(local, together),
        context=context,
        off_project=off_project,
    )
    for index, column in enumerate(columns):
        table[known, index] = column
    return table


def _columns(
    pool: Pool,
    best: Ints,
    shares: Floats,
    *,
    features: tuple[Floats, Floats],
    context: Context,
    off_project: Flags,
) -> Iterator[Any]:
    """Yield the columns of :data:`TRUST` for the best candidates, one at a time."""
    local, together = features
    member, kind = pool.names[best], pool.kind[best]
    share = np.clip(_shares_near(pool, best, shares), 1e-6, 1 - 1e-6)
    is_settlement = kind == "settlement"
    people = np.where(is_settlement, np.log10(np.maximum(pool.population[best], 300.0)) - 4, 0.0)
    is_sole = pool.sizes[member] == 1
    is_country = np.isin(kind, ["country", "continent"])
    is_within = np.array([bool(name.within) for name in context.members], dtype=np.bool_)
    lead = np.clip(np.log(share / (1 - share)), -4.0, 8.0)
    yield 1.0
    yield lead
    yield np.where(is_settlement, lead, 0.0)
    yield is_sole
    yield np.where(is_sole, people, 0.0)
    yield people
    yield is_country
    yield kind == "admin1"
    yield kind == "admin2"
    yield ~(is_settlement | is_country | np.isin(kind, ["admin1", "admin2"]))
    is_latin = local[best, LOCAL.index("other_script")] == 0
    yield (pool.rank[best] >= 2) & is_latin  # noqa: PLR2004 - the ranks are the gazetteer's
    # "City of Goma" says that it is a city, and is as sure as "Goma".
    yield pool.is_stripped[best] & ~(is_settlement & pool.is_kind_fit[best])
    yield pool.is_stripped[best] & ~pool.is_kind_fit[best]
    yield ~pool.is_stripped[best] & _is_curated(pool, best)
    yield np.maximum(local[best, LOCAL.index("inside")], is_within[member])
    yield from (together[best, CONTEXT.index(name)] for name in _SHARES)
    yield np.where(pool.rank[best] >= 2, people, 0.0)  # noqa: PLR2004
    yield ~is_latin
    yield local[best, LOCAL.index("country_said")]
    yield _any(local, best, "region_said", "district_said")
    yield _any(local, best, "country_beside", "region_beside")
    yield _any(local, best, "country_stated", "region_stated")
    yield _any(local, best, "country_defined", "region_defined", "district_defined")
    yield _any(local, best, "country_follows", "region_follows")
    is_alone = ~is_within[member] & (pool.count == 1 and not any(context.clues))
    yield is_alone
    yield is_alone & (pool.rank[best] >= 2) & is_latin  # noqa: PLR2004
    yield np.where(is_alone, lead, 0.0)
    rows = np.full(pool.count, -1, dtype=np.int64)
    rows[member] = best
    yield from contradictions(pool, context, rows)[member].T
    yield np.where(pool.rank[best] == 0, 0.5, 1.0) * off_project[best]


def _shares_near(pool: Pool, best: Ints, shares: Floats) -> Floats:
    """Return the share of each best candidate and of its namesakes within 100 km.

    A town and its region, or its island, are no alternatives that would lead a reader astray.
    """
    at = np.full(pool.count, 0, dtype=np.int64)
    at[pool.names[best]] = best
    of = at[pool.names]
    is_near = np.einsum("ij,ij->i", pool.vectors, pool.vectors[of]) >= _AROUND
    near = np.where(is_near, shares, 0.0)
    sums = np.bincount(pool.names, weights=near, minlength=pool.count)
    return np.asarray(sums[pool.names[best]], dtype=np.float64)


def _any(local: Floats, best: Ints, *names: str) -> Floats:
    """Return the largest of some local features of the best candidates."""
    return np.asarray(np.max([local[best, LOCAL.index(name)] for name in names], axis=0))


def _is_curated(pool: Pool, rows: Ints) -> Flags:
    places = [pool.places[row] for row in rows]
    flags = [place.source == "project" or place.kind in WATER for place in places]
    return np.array(flags, dtype=np.bool_)
