"""Features of candidates: numbers computed from a candidate itself and from its context.

The features are named and documented here. Their weights are in ``weights.py``, fitted by
``bench/fit_weights.py``, which calls the same functions. No candidate is chosen here.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

from dateline.gazetteer import Place, fold
from dateline.geocoder.candidates import Finder, Flags, Ints, Pool
from dateline.geocoder.clue_features import CLUES, clue_columns
from dateline.geocoder.clues import LEVELS, area_of
from dateline.geocoder.context import Context
from dateline.geocoder.enclosing import fit
from dateline.geodesy import EARTH_RADIUS_M, Floats, LonLat, distances_m

#: What the project is about: places, or positions.
Subject = tuple[Place | LonLat, ...]

#: Features of the candidate itself and of the words next to it. In these comments "..." repeats the
#: beginning of the line above.
LOCAL: Final = (
    "is_country",  # it is a country or a continent
    "is_admin1",  # ... a first-level region
    "is_admin2",  # ... a second-level region
    "is_settlement",  # ... a settlement
    "country_people",  # log10(population) - 4 of a country, at least 300 people
    "admin1_people",  # ... of a first-level region
    "admin2_people",  # ... of a second-level region
    "settlement_people",  # ... of a settlement
    "capital",  # it is a national capital
    "fame",  # importance of a settlement beyond what its population explains, in tenths
    "other_importance",  # importance above 0.2 of any other place, which has no population
    "river",  # it is a river
    "official_name",  # it matched by an official name in Latin script, not its display name
    "alternate_name",  # it matched by an alternate name in Latin script
    "other_script",  # it matched by an alternate name in another script, which is weak evidence
    "alternate_alike",  # similarity of that name to the display name, unless it is a country
    "alternate_country",  # a country matched by an alternate name, which countries rarely are
    "short_name",  # it matched by a demonym, code or abbreviation
    "code_of_town",  # ... and is a settlement or airfield: the code of an airport or harbour
    "shadowed",  # a region with the name of a settlement in it: "Sumy" for Sumy Oblast
    "seat_name",  # a small region with the display name of a large town in it: Bern
    "misfit",  # its kind differs from the kind word in the toponym
    "kind_said",  # the text says its kind beside it: "the town of Karak"
    "other_kind",  # ... another kind
    "inside",  # it lies in the area that is named right after it
    "outside",  # an area is named right after it, and it lies elsewhere
    "dialect",  # share of the text's dialect words that belong to its country
    *CLUES,  # clues for its country, region and district; see clues.py
)

#: Features of the context: what the other toponyms probably mean. A share is a share of the whole
#: context, 0 to 1; a log is log(1 + number of toponyms).
CONTEXT: Final = (
    "country_share",  # in the same country
    "region_share",  # in the same first-level region
    "district_share",  # in the same second-level region
    "country_log",
    "region_log",
    "capital_share",  # for a capital: the share of countries and other capitals
    "country_named",  # the context contains its country
    "district_named",  # ... its second-level region
    "district_perhaps",  # ... possibly: a toponym may mean it, among other places
    "within_100_km_share",  # decays as exp(-distance / 100 km)
    "within_400_km_share",
    "within_100_km_log",
    "any_within_100_km_log",  # the same with all candidates of a toponym equally probable
    "beside_country",  # share of the linked toponyms in the same country
    "beside_region",  # ... in the same first-level region
    "beside_within_100_km",
    "project",  # nearness to what the project is about: 1 inside, else exp(-distance / 500 km)
)

#: Distances are measured to the most probable candidates only; this many represent a whole context.
ANCHORS: Final = 100

#: Counts are cut off here: a context may be a layer of thousands, and more add no information.
MANY: Final = 30.0

#: Rows whose distances are computed at once.
_CHUNK: Final = 400

#: Nearness decays as exp(-distance / this many kilometres).
NEAR_KM: Final = 100.0
FAR_KM: Final = 400.0

#: A town of at least this many people is meant rather than its region of the same name.
SEAT: Final = 50_000.0

#: ... unless the region is larger than this: Quebec.
SMALL_M: Final = 300_000.0

#: Candidates considered per linked toponym.
_BESIDE: Final = 6

_KM: Final = 1000.0


def local_features(pool: Pool, context: Context, finder: Finder) -> Floats:
    """Return the features :data:`LOCAL` of each candidate; shape (candidates, features).

    Args:
        pool: The candidates of the context's members, in their order.
        context: Read: ``clues``, ``followed``, ``dialects`` and ``members``.
        finder: Looks up the names of areas.
    """
    return _table(_local_columns(pool, context, finder), len(pool.places), len(LOCAL))


def _local_columns(pool: Pool, context: Context, finder: Finder) -> Iterator[Any]:
    """Yield the columns of :data:`LOCAL` one at a time, as a context may be large."""
    kind, rank = pool.kind, pool.rank
    people = np.log10(np.maximum(pool.population, 300.0)) - 4
    is_country = np.isin(kind, ["country", "continent"])
    is_kind = {name: kind == name for name in ("admin1", "admin2", "settlement")}
    is_region = is_kind["admin1"] | is_kind["admin2"]
    is_alternate = rank == 2  # noqa: PLR2004 - the ranks are those of the gazetteer
    is_latin = np.array([c.key < "\u0250" for c in pool.candidates], dtype=np.bool_)
    is_other = ~(is_country | is_region | is_kind["settlement"])
    yield is_country
    yield from is_kind.values()
    yield np.where(is_country, people, 0.0)
    yield from (np.where(flags, people, 0.0) for flags in is_kind.values())
    yield capital_flags(pool, finder)
    yield np.where(is_kind["settlement"], 10 * (pool.importance - _plain_importance(pool)), 0.0)
    yield np.where(is_other, pool.importance - 0.2, 0.0)
    yield kind == "river"
    yield (rank == 1) & is_latin
    yield is_alternate & is_latin
    yield is_alternate & ~is_latin
    yield np.where(is_country, 0.0, _alike(pool))
    yield is_alternate & is_latin & is_country
    yield rank >= 3  # noqa: PLR2004
    yield (is_kind["settlement"] | (kind == "airfield")) & (rank >= 3)  # noqa: PLR2004
    yield is_kind["admin1"] & (rank >= 1) & ~pool.has_kind_word & _shares_town_name(pool)
    small = np.array([place.uncertainty_m <= SMALL_M for place in pool.places], dtype=np.bool_)
    is_region_name = is_kind["admin1"] & (rank == 0) & ~pool.has_kind_word & small
    yield is_region_name & _shares_town_name(pool, SEAT)
    yield ~pool.is_kind_fit
    yield from _said_kinds(pool, context)
    yield from _followed(pool, context, finder)
    yield [context.dialects.get(place.country, 0.0) for place in pool.places]
    yield from clue_columns(pool, context)


def capital_flags(pool: Pool, finder: Finder) -> Flags:
    """Return which candidates are national capitals."""
    return np.array([place.rowid in finder.capitals for place in pool.places], dtype=np.bool_)


def _plain_importance(pool: Pool) -> Floats:
    """Return the importance of an ordinary settlement (one name, no capital) of that population."""
    return np.asarray(0.05 + 0.08 * np.log10(pool.population + 1))


def _alike(pool: Pool) -> Floats:
    """Return how similar an alternate name is to the display name, 0 to 1, by consonants."""
    shares = np.zeros(len(pool.candidates))
    for row in np.flatnonzero(pool.rank == 2):  # noqa: PLR2004
        candidate = pool.candidates[row]
        if candidate.key.isascii():
            shares[row] = likeness(candidate.key, fold(candidate.place.name))
    return shares


@functools.lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """Return how similar two folded names are, 0 to 1: the share of consonants in the same order.

    Vowels, *h*, *w* and doubled letters are ignored, because romanisations differ in them.

    >>> likeness("kiev", "kyiv"), round(likeness("gomel", "homyel"), 2), likeness("tex", "tegh")
    (1.0, 0.67, 0.5)
    """
    first, second = _skeleton(one), _skeleton(other)
    if not first or not second:
        return float(one == other)
    row = [0] * (len(second) + 1)
    for letter in first:
        above = row[:]
        for index, sign in enumerate(second, 1):
            longer = above[index - 1] + 1 if letter == sign else max(above[index], row[index - 1])
            row[index] = longer
    return row[-1] / max(len(first), len(second))


def _skeleton(name: str) -> str:
    letters = [letter for letter in name if letter.isalpha() and letter not in "aeiouyhw"]
    return "".join(letter for letter, _ in itertools.groupby(letters))


def _shares_town_name(pool: Pool, least: float = 0.0) -> Flags:
    """Return which candidates share a first-level region with a settlement of the same toponym.

    The settlement has at least ``least`` people and its display name.
    """
    keys = pool.names * (int(pool.admin1.max(initial=-1)) + 2) + pool.admin1 + 1
    is_named = (pool.kind == "settlement") & (pool.admin1 >= 0)
    if least:
        is_named &= (pool.population >= least) & (pool.rank == 0)
    return np.isin(keys, keys[is_named])


def _said_kinds(pool: Pool, context: Context) -> tuple[Floats, Floats]:
    """Return which candidates are of a kind that is said beside them, and which of another."""
    same, other = np.zeros(len(pool.places)), np.zeros(len(pool.places))
    for member, kinds in enumerate(context.kinds):
        if kinds:
            rows = pool.rows(member)
            same[rows] = np.isin(pool.kind[rows], list(kinds))
            other[rows] = 1.0 - same[rows]
    return same, other


def _followed(pool: Pool, context: Context, finder: Finder) -> tuple[Floats, Floats]:
    """Return which candidates lie inside the area named right after them, and which outside."""
    inside, outside = np.zeros(len(pool.places)), np.zeros(len(pool.places))
    for member, area in enumerate(context.followed):
        rows = pool.rows(member)
        if area and rows.start < rows.stop:
            fits = np.array(fit(pool.candidates[rows], (area,), finder))
            inside[rows], outside[rows] = fits, 1.0 - fits
    return inside, outside


def context_features(
    pool: Pool,
    shares: Floats,
    context: Context,
    *,
    capitals: Flags,
    project: Subject = (),
    around: Floats | None = None,
) -> Floats:
    """Return the features :data:`CONTEXT` of each candidate; shape (candidates, features).

    Args:
        pool: The candidates of the context's members, in their order.
        shares: The current probability of each candidate; those of one member add up to 1.
        context: Read: ``counts`` and ``links``.
        capitals: Which candidates are capitals, from :func:`capital_flags`.
        project: The places that the project is about, or their positions.
        around: The result of :func:`evenly_near`; None computes it.
    """
    around = evenly_near(pool, context) if around is None else around
    columns = _context_columns(pool, shares, context, capitals=capitals, around=around)
    columns = itertools.chain(columns, [_project(pool, project)])
    return _table(columns, len(pool.places), len(CONTEXT))


def _context_columns(
    pool: Pool, shares: Floats, context: Context, *, capitals: Flags, around: Floats
) -> Iterator[Any]:
    """Yield the columns of :data:`CONTEXT` except the last, one at a time."""
    weights = np.log1p(context.counts)
    mass = shares * weights[pool.names]
    others = np.maximum(float(weights.sum()) - weights[pool.names], 1.0)
    country, region, district = (
        _shared(codes, pool.names, mass) for codes in (pool.country, pool.admin1, pool.admin2)
    )
    yield country / others
    yield region / others
    yield district / others
    yield _log(country)
    yield _log(region)
    del country, region, district
    yield _capital_share(pool, mass, others=others, capitals=capitals)
    yield _named(pool, pool.country, shares, kind="country")
    yield _named(pool, pool.admin2, shares, kind="admin2")
    yield _named(pool, pool.admin2, _prior(pool), kind="admin2")
    near, far = _near(pool, mass, NEAR_KM, FAR_KM)
    yield near / others
    yield far / others
    yield _log(near)
    yield _log(around)
    yield from _linked_shares(pool, shares, context)


def _table(columns: Iterable[Any], count: int, width: int) -> Floats:
    """Return columns as a float32 table, because a context may have a million candidates."""
    table = np.empty((count, width), dtype=np.float32)
    for index, column in enumerate(columns):
        table[:, index] = column
    return table  # type: ignore[return-value]


def _log(mass: Floats) -> Floats:
    return np.asarray(np.log1p(np.clip(mass, 0.0, MANY)))


def _shared(codes: Ints, names: Ints, mass: Floats) -> Floats:
    """Return the mass of other members' candidates with the same code; 0 where there is no code."""
    known = codes >= 0
    if not known.any():
        return np.zeros(len(codes))
    size = int(codes.max()) + 1
    by_code = np.bincount(codes[known], weights=mass[known], minlength=size)
    _, pairs = np.unique(names * (size + 1) + codes, return_inverse=True)
    own = np.bincount(pairs, weights=mass)[pairs]
    return np.where(known, np.maximum(by_code[np.maximum(codes, 0)] - own, 0.0), 0.0)


def _capital_share(pool: Pool, mass: Floats, *, others: Floats, capitals: Flags) -> Floats:
    """Return for each capital the share of the context that is capitals and countries."""
    is_state = capitals | np.isin(pool.kind, ["country", "continent"])
    states = np.where(is_state, mass, 0.0)
    own = np.bincount(pool.names, weights=states, minlength=pool.count)[pool.names]
    return np.where(capitals, (states.sum() - own) / others, 0.0)


def _named(pool: Pool, codes: Ints, shares: Floats, *, kind: str) -> Floats:
    """Return how probable it is that another member means the area that a candidate lies in."""
    is_area = pool.kind == kind
    named = _shared(codes, pool.names, np.where(is_area, shares, 0.0))
    return np.where(is_area, 0.0, np.minimum(named, 1.0))


def _prior(pool: Pool) -> Floats:
    """Return the prior probability of each candidate, flattened by a square root."""
    return np.asarray(1.0 / np.sqrt(np.maximum(pool.sizes[pool.names], 1)))


def evenly_near(pool: Pool, context: Context) -> Floats:
    """Return the mass within about 100 km if all candidates of a member were equally probable."""
    even = np.log1p(context.counts)[pool.names] / np.maximum(pool.sizes[pool.names], 1)
    return _near(pool, even, NEAR_KM)[0]


def _near(pool: Pool, mass: Floats, *fading_km: float) -> list[Floats]:
    """Return the mass of other members' candidates nearby, for each decay distance.

    Countries and continents are left out, because a single point does not represent them.
    """
    found = [np.zeros(len(mass)) for _ in fading_km]
    weighed = np.where(np.isin(pool.kind, ["country", "continent"]), 0.0, mass)
    anchors = np.lexsort((np.arange(len(mass)), -np.round(weighed, 9)))[:ANCHORS]
    anchors = anchors[weighed[anchors] > 0]
    for part in np.array_split(np.arange(len(mass)), max(1, len(mass) // _CHUNK)):
        km = _chord_km(pool, part, anchors)
        pull = np.where(pool.names[part, None] != pool.names[anchors], weighed[anchors], 0.0)
        for near, fading in zip(found, fading_km, strict=True):
            faded = np.divide(km, -fading)
            near[part] = np.multiply(np.exp(faded, out=faded), pull, out=faded).sum(axis=1)
    return found


def _chord_km(pool: Pool, rows: Ints, others: Ints) -> Floats:
    """Return great-circle distances in kilometres; shape (rows, others)."""
    cosine = pool.vectors[rows] @ pool.vectors[others].T
    np.clip(cosine, -1.0, 1.0, out=cosine)
    np.arccos(cosine, out=cosine)
    return np.asarray(np.multiply(cosine, EARTH_RADIUS_M / _KM, out=cosine))


def _linked_shares(pool: Pool, shares: Floats, context: Context) -> tuple[Floats, Floats, Floats]:
    """Return the shares of linked members in the same country, the same region, and nearby."""
    links = context.links
    count = len(pool.places)
    if not len(links.member):
        return np.zeros(count), np.zeros(count), np.zeros(count)
    row, other, weight = _pairs(pool, shares, context)
    total = np.bincount(links.member, weights=links.weight, minlength=pool.count)
    total = np.maximum(total, 0.5)[pool.names]
    pull = weight * shares[other]
    is_land = (pool.country[row] == pool.country[other]) & (pool.country[row] >= 0)
    is_region = (pool.admin1[row] == pool.admin1[other]) & (pool.admin1[row] >= 0)
    cosine = np.einsum("ij,ij->i", pool.vectors[row], pool.vectors[other])
    km = np.arccos(np.clip(cosine, -1.0, 1.0)) * (EARTH_RADIUS_M / _KM)
    is_country = np.isin(pool.kind[other], ["country", "continent"])
    near = np.where(is_country, 0.0, np.exp(-km / 100))
    country, region, nearby = (
        np.bincount(row, weights=pull * part, minlength=count) / total
        for part in (is_land, is_region, near)
    )
    return country, region, nearby


def _pairs(pool: Pool, shares: Floats, context: Context) -> tuple[Ints, Ints, Floats]:
    """Return (row, row of a linked member, weight of the link) for all linked members.

    Only the few most probable candidates of each linked member are used.
    """
    order = np.lexsort((np.arange(len(shares)), -np.round(shares, 9), pool.names))
    links = context.links
    tops = np.minimum(pool.sizes[links.other], _BESIDE)
    sizes = pool.sizes[links.member] * tops
    link = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(link)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row = pool.starts[links.member[link]] + within // np.maximum(tops[link], 1)
    other = order[pool.starts[links.other[link]] + within % np.maximum(tops[link], 1)]
    return row, other, links.weight[link]


def _project(pool: Pool, project: Subject) -> Floats:
    if not project:
        return np.zeros(len(pool.lon))
    points = [LonLat(place.lon, place.lat) for place in project]
    metres = np.min([distances_m(pool.lon, pool.lat, point) for point in points], axis=0)
    areas = {
        area_of(place, level)
        for place in project
        for level in LEVELS
        if isinstance(place, Place) and place.kind == level
    }
    inside = [any(area_of(p, level) in areas for level in LEVELS) for p in pool.places if areas]
    near = np.exp(-metres / 500_000)
    return np.maximum(near, inside) if areas else np.asarray(near)
