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

from dateline.gazetteer import fold
from dateline.geocoder.candidates import Finder, Flags, Ints, Pool
from dateline.geocoder.context import Context
from dateline.geocoder.enclosing import fit
from dateline.geodesy import EARTH_RADIUS_M, Floats, LonLat, distances_m

#: Of the candidate itself, and of what the text says next to it.
LOCAL: Final = (
    "is_country",  # it is a country or a continent
    "is_admin1",  # ... a first-level region
    "is_admin2",  # ... a second-level region
    "is_settlement",  # ... a settlement
    "country_people",  # log10 of a country's people, from 300 up, less 4
    "admin1_people",  # ... of a first-level region's
    "admin2_people",  # ... of a second-level region's
    "settlement_people",  # ... of a settlement's
    "capital",  # a settlement that is a country's capital
    "fame",  # importance of a settlement beyond what its people give it, in tenths
    "other_importance",  # importance above 0.2 of any other place, which has no people
    "river",  # a river
    "official_name",  # met by an official name in Latin letters that is not the display name
    "alternate_name",  # met by an alternate name in Latin letters
    "other_script",  # met by an alternate name in other letters, which says little
    "alternate_alike",  # ... of a settlement or region: how alike it is to the display name
    "alternate_country",  # ... of a country, which nearly always goes by its own
    "short_name",  # met by a demonym, code or abbreviation
    "code_of_town",  # ... of a settlement, whose codes are those of airports and harbours
    "shadowed",  # a region called by the name of a settlement in it: "Sumy" for Sumy Oblast
    "misfit",  # its kind is not the one that the kind word names
    "inside",  # it lies in the area that is said right after it
    "outside",  # an area is said right after it, and it lies elsewhere
    "country_said",  # the text names its country
    "region_said",  # the text names its first-level region
    "dialect",  # share of the text's dialect words that belong to its country
)

#: Of the context: what the other toponyms probably mean. A share is between 0 and 1 of the context,
#: a log is the logarithm of 1 + how many.
CONTEXT: Final = (
    "country_share",  # in the same country
    "region_share",  # in the same first-level region
    "district_share",  # in the same second-level region
    "country_log",
    "region_log",
    "capital_share",  # of a capital: countries, and other capitals
    "country_named",  # the context names its country itself
    "district_named",  # ... its second-level region
    "district_perhaps",  # ... perhaps: a toponym may mean it, whatever else it may mean
    "within_100_km_share",  # fading out with exp(-distance / 100 km)
    "within_400_km_share",
    "within_100_km_log",
    "any_within_100_km_log",  # the same, each candidate counted as equally probable
    "beside_country",  # of what stands close by in the text: in the same country
    "beside_region",  # ... in the same first-level region
    "beside_within_100_km",
    "project",  # nearness to what the project is about: exp(-distance / 500 km)
)

#: Anchors of a context: its most probable candidates, enough to stand for all of it.
ANCHORS: Final = 100

#: A context may be a layer of thousands; beyond this many the logarithms say no more.
MANY: Final = 30.0

#: Rows whose distances are worked out at once.
_CHUNK: Final = 400

#: Nearness fades with exp(-distance / this many kilometres).
NEAR_KM: Final = 100.0
FAR_KM: Final = 400.0

#: Candidates of a toponym close by that are looked at.
_BESIDE: Final = 6

_KM: Final = 1000.0


def local_features(pool: Pool, context: Context, finder: Finder) -> Floats:
    """Return a row of :data:`LOCAL` for each candidate.

    Args:
        pool: The candidates of the context's members, in their order.
        context: Read: what the text says.
        finder: For the names of areas.
    """
    return _table(_local_columns(pool, context, finder), len(pool.places), len(LOCAL))


def _local_columns(pool: Pool, context: Context, finder: Finder) -> Iterator[Any]:
    """Yield the columns of :data:`LOCAL`; none is kept, as a context may be large."""
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
    yield is_kind["settlement"] & (rank >= 3)  # noqa: PLR2004
    yield is_kind["admin1"] & (rank >= 1) & ~pool.has_kind_word & _holds_namesake(pool)
    yield ~pool.is_kind_fit
    yield from _followed(pool, context, finder)
    yield _said(pool, context, finder, kind="country")
    yield _said(pool, context, finder, kind="admin1")
    yield [context.dialects.get(place.country, 0.0) for place in pool.places]


def capital_flags(pool: Pool, finder: Finder) -> Flags:
    """Return which candidates are capitals of countries."""
    return np.array([place.rowid in finder.capitals for place in pool.places], dtype=np.bool_)


def _plain_importance(pool: Pool) -> Floats:
    """Return the importance of a settlement of that many people, of one name and no capital."""
    return np.asarray(0.05 + 0.08 * np.log10(pool.population + 1))


def _alike(pool: Pool) -> Floats:
    """Return how alike an alternate name and the display name are, 0 to 1, by their consonants."""
    shares = np.zeros(len(pool.candidates))
    for row in np.flatnonzero(pool.rank == 2):  # noqa: PLR2004
        candidate = pool.candidates[row]
        if candidate.key.isascii():
            shares[row] = likeness(candidate.key, fold(candidate.place.name))
    return shares


@functools.lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """Return how much of two folded names is the same consonants in the same order, 0 to 1.

    Vowels, *h* and *w* and doubled letters do not count: they are what romanisations differ in.

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


def _holds_namesake(pool: Pool) -> Flags:
    """Return which candidates lie in the first-level region of a settlement of the same toponym."""
    keys = pool.names * (int(pool.admin1.max(initial=-1)) + 2) + pool.admin1 + 1
    is_named = (pool.kind == "settlement") & (pool.admin1 >= 0)
    return np.isin(keys, keys[is_named])


def _followed(pool: Pool, context: Context, finder: Finder) -> tuple[Floats, Floats]:
    """Return which candidates lie in the area said right after them, and which elsewhere."""
    inside, outside = np.zeros(len(pool.places)), np.zeros(len(pool.places))
    for member, area in enumerate(context.followed):
        rows = pool.rows(member)
        if area and rows.start < rows.stop:
            fits = np.array(fit(pool.candidates[rows], (area,), finder))
            inside[rows], outside[rows] = fits, 1.0 - fits
    return inside, outside


def _said(pool: Pool, context: Context, finder: Finder, *, kind: str) -> Floats:
    """Return which candidates lie in an area that the text names apart from the toponym itself."""
    said = context.said.countries if kind == "country" else context.said.regions
    flags = np.zeros(len(pool.places))
    if not said:
        return flags
    names = finder.countries if kind == "country" else finder.regions
    keys = {code: fold(names.get(code, "")) for code in said}
    own = [fold(name.toponym) for name in context.members]
    for row, (place, member) in enumerate(zip(pool.places, pool.names, strict=True)):
        code = place.country if kind == "country" else place.admin1
        flags[row] = code in said and place.kind != kind and keys[code] != own[member]
    return flags


def context_features(
    pool: Pool,
    shares: Floats,
    context: Context,
    *,
    capitals: Flags,
    project: tuple[LonLat, ...] = (),
    around: Floats | None = None,
) -> Floats:
    """Return a row of :data:`CONTEXT` for each candidate.

    Args:
        pool: The candidates of the context's members, in their order.
        shares: How probable each candidate is so far; those of one member add up to 1.
        context: Read: counts and links.
        capitals: Which candidates are capitals, from :func:`capital_flags`.
        project: Where the places lie that the project is about.
        around: From :func:`evenly_near`, if it is known already.
    """
    around = evenly_near(pool, context) if around is None else around
    columns = _context_columns(pool, shares, context, capitals=capitals, around=around)
    columns = itertools.chain(columns, [_project(pool, project)])
    return _table(columns, len(pool.places), len(CONTEXT))


def _context_columns(
    pool: Pool, shares: Floats, context: Context, *, capitals: Flags, around: Floats
) -> Iterator[Any]:
    """Yield the columns of :data:`CONTEXT` but the last; none is kept."""
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
    yield _named(pool, pool.admin2, _perhaps(pool), kind="admin2")
    near, far = _near(pool, mass, NEAR_KM, FAR_KM)
    yield near / others
    yield far / others
    yield _log(near)
    yield _log(around)
    yield from _beside(pool, shares, context)


def _table(columns: Iterable[Any], count: int, width: int) -> Floats:
    """Return columns side by side, as 32-bit numbers: a context may have a million candidates."""
    table = np.empty((count, width), dtype=np.float32)
    for index, column in enumerate(columns):
        table[:, index] = column
    return table  # type: ignore[return-value]


def _log(mass: Floats) -> Floats:
    return np.asarray(np.log1p(np.clip(mass, 0.0, MANY)))


def _shared(codes: Ints, names: Ints, mass: Floats) -> Floats:
    """Return the mass of other members' candidates with the same code; 0 for no code."""
    known = codes >= 0
    if not known.any():
        return np.zeros(len(codes))
    size = int(codes.max()) + 1
    by_code = np.bincount(codes[known], weights=mass[known], minlength=size)
    _, pairs = np.unique(names * (size + 1) + codes, return_inverse=True)
    own = np.bincount(pairs, weights=mass)[pairs]
    return np.where(known, np.maximum(by_code[np.maximum(codes, 0)] - own, 0.0), 0.0)


def _capital_share(pool: Pool, mass: Floats, *, others: Floats, capitals: Flags) -> Floats:
    """Return, for capitals, the share of the context that is capitals and countries too."""
    is_state = capitals | np.isin(pool.kind, ["country", "continent"])
    states = np.where(is_state, mass, 0.0)
    own = np.bincount(pool.names, weights=states, minlength=pool.count)[pool.names]
    return np.where(capitals, (states.sum() - own) / others, 0.0)


def _named(pool: Pool, codes: Ints, shares: Floats, *, kind: str) -> Floats:
    """Return how sure it is that another member means the very area that a candidate lies in."""
    is_area = pool.kind == kind
    named = _shared(codes, pool.names, np.where(is_area, shares, 0.0))
    return np.where(is_area, 0.0, np.minimum(named, 1.0))


def _perhaps(pool: Pool) -> Floats:
    """Return the odds of each candidate if nothing is known, less unlike than they are."""
    return np.asarray(1.0 / np.sqrt(np.maximum(pool.sizes[pool.names], 1)))


def evenly_near(pool: Pool, context: Context) -> Floats:
    """Return the mass within some 100 km if each candidate of a member were equally probable."""
    even = np.log1p(context.counts)[pool.names] / np.maximum(pool.sizes[pool.names], 1)
    return _near(pool, even, NEAR_KM)[0]


def _near(pool: Pool, mass: Floats, *fading_km: float) -> list[Floats]:
    """Return the mass of other members' candidates nearby, fading over some distances.

    Countries and continents are near nothing: their point stands for too much.
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
    """Return great-circle distances in kilometres, a row for each of ``rows``."""
    cosine = pool.vectors[rows] @ pool.vectors[others].T
    np.clip(cosine, -1.0, 1.0, out=cosine)
    np.arccos(cosine, out=cosine)
    return np.asarray(np.multiply(cosine, EARTH_RADIUS_M / _KM, out=cosine))


def _beside(pool: Pool, shares: Floats, context: Context) -> tuple[Floats, Floats, Floats]:
    """Return, of the members close by, the share in the same country, region, and nearby."""
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
    """Return (row, row of a member close by, weight of the link) for all linked members.

    Of each member close by only the few most probable candidates count.
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


def _project(pool: Pool, project: tuple[LonLat, ...]) -> Floats:
    if not project:
        return np.zeros(len(pool.lon))
    metres = np.min([distances_m(pool.lon, pool.lat, place) for place in project], axis=0)
    return np.asarray(np.exp(-metres / 500_000))
