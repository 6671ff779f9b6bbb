"""Resolving: choosing one candidate for each toponym of a company, and saying why.

A company is what one document, source or layer names together. The choice depends on what is in
the company and how often, never on its order.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from dateline.gazetteer import Candidate, Place
from dateline.geocode.candidates import Finder, Pool, build_pool
from dateline.geocode.company import Company
from dateline.geocode.containers import fit
from dateline.geocode.features import COMPANY, LOCAL, company_features, local_features
from dateline.geocode.forms import Name
from dateline.geocode.weights import WEIGHTS
from dateline.geodesy import Floats, LonLat

Outcome = Literal["resolved", "ambiguous", "unknown"]

#: A choice whose lead over the next place is smaller than this is called ambiguous.
MARGIN: Final = 0.25


@dataclass(frozen=True, slots=True)
class Scored:
    """A place and its score, 0 to 1."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was taken to mean.

    Attributes:
        name: The toponym with its containers.
        outcome: ``resolved``; ``ambiguous`` if the lead over the next place is thin, the best
            place is given all the same; ``unknown`` if there is no candidate.
        chosen: The place and its score; None if unknown.
        margin: Score less that of the next place, 0 to 1.
        runners_up: The next places, best first.
        is_pinned: The project's own places decided it.
        reason: Why, in words.
    """

    name: Name
    outcome: Outcome
    chosen: Scored | None
    margin: float = 0.0
    runners_up: tuple[Scored, ...] = ()
    is_pinned: bool = False
    reason: str = ""


def resolve(
    company: Company, finder: Finder, *, project: tuple[LonLat, ...] = ()
) -> list[Resolution]:
    """Return the resolution of each member of a company, in the order given.

    Args:
        company: The toponyms that stand together.
        finder: Where candidates come from.
        project: Where the places lie that the project is about.
    """
    finder.prepare(w for name in company.members for w in (name.toponym, *name.within))
    pool = build_pool([contained(name, finder) for name in company.members])
    shares = score(pool, company, finder, project=project)
    ranked = [_ranked(pool, shares, row) for row in range(pool.count)]
    return [
        _choose(name, places, finder) for name, places in zip(company.members, ranked, strict=True)
    ]


def contained(name: Name, finder: Finder) -> list[Candidate]:
    """Return the candidates of a toponym that fit its containers best; none if none fits any."""
    candidates = finder.candidates(name.toponym)
    if not name.within:
        return list(candidates)
    fits = fit(candidates, name.within, finder)
    best = max(fits, default=0.0)
    return [c for c, share in zip(candidates, fits, strict=True) if share == best and best > 0]


def score(
    pool: Pool, company: Company, finder: Finder, *, project: tuple[LonLat, ...] = ()
) -> Floats:
    """Return the share of each candidate; those of one toponym add up to 1."""
    local = local_features(pool, company, finder)
    alone, *stages = _weights()
    shares = softmax(pool, local @ alone)
    for stage in stages:
        together = company_features(pool, shares, company, project=project)
        shares = softmax(pool, np.hstack([local, together]) @ stage)
    return shares


@functools.cache
def _weights() -> list[Floats]:
    """Return the weights of each round: the local features, then those and the company's."""
    local = np.array([WEIGHTS[name] for name in LOCAL])
    company = np.array([WEIGHTS[name] for name in COMPANY])
    rounds = [np.concatenate([local[:, k], company[:, k - 1]]) for k in range(1, local.shape[1])]
    return [local[:, 0], *rounds]


def softmax(pool: Pool, logits: Floats) -> Floats:
    """Return the logits as shares that add up to 1 among the candidates of each toponym."""
    if not len(logits):
        return logits
    filled = pool.sizes > 0
    starts = pool.starts[filled]
    top = np.full(pool.count, 0.0)
    top[filled] = np.maximum.reduceat(logits, starts)
    powers = np.exp(logits - top[pool.names])
    sums = np.ones(pool.count)
    sums[filled] = np.add.reduceat(powers, starts)
    return np.asarray(powers / sums[pool.names])


def _ranked(pool: Pool, scores: Floats, row: int) -> list[Scored]:
    """Return the places of one toponym, best first; equal scores keep the gazetteer's order."""
    rows = pool.rows(row)
    shares = np.round(scores[rows], 6)
    order = np.argsort(-shares, kind="stable")
    return [Scored(pool.places[rows.start + i], float(shares[i])) for i in order]


def _choose(name: Name, ranked: list[Scored], finder: Finder) -> Resolution:
    if not ranked:
        return Resolution(name, "unknown", None)
    best, rest = ranked[0], tuple(ranked[1:6])
    margin = best.score - (rest[0].score if rest else 0.0)
    outcome: Outcome = "resolved" if margin >= MARGIN else "ambiguous"
    pinned = finder.own.candidates(name.toponym)
    return Resolution(
        name,
        outcome,
        best,
        margin=round(margin, 4),
        runners_up=rest,
        is_pinned=any(c.place.place_id == best.place.place_id for c in pinned),
    )
