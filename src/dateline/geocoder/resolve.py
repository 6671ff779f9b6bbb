"""Resolving: choose one candidate for each toponym of a context and say why.

A context is the set of names in one document, layer or source. The choice depends on which names
are in the context and how often, never on their order.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final, Literal, NamedTuple

import numpy as np

from dateline.gazetteer import Candidate, Place
from dateline.geocoder.candidates import Finder, Ints, Pool, build_pool
from dateline.geocoder.clues import Clues, best_clue, is_support
from dateline.geocoder.context import Context
from dateline.geocoder.enclosing import contradicted, fit
from dateline.geocoder.features import (
    CONTEXT,
    LOCAL,
    Subject,
    capital_flags,
    context_features,
    evenly_near,
    local_features,
)
from dateline.geocoder.forms import Name
from dateline.geocoder.nameless import is_nameless
from dateline.geocoder.reasons import PlaceReason, PlaceReasons
from dateline.geocoder.spots import is_same_spot
from dateline.geocoder.trust import TRUST, calibrated, trust_features
from dateline.geocoder.weights import TRUST_WEIGHTS, WEIGHTS
from dateline.geocoder.wording import REASONS, why
from dateline.geodesy import Floats

Outcome = Literal["resolved", "ambiguous", "unknown"]

#: How many candidates of a toponym are considered after scoring; the rest are too improbable.
RANKED: Final = 12

#: A runner-up with a lower score than this is not mentioned in the reason.
FAINT: Final = 0.01

_DISTRICTS: Final = frozenset({"admin1", "admin2"})

#: The first scores, computed without context, are multiplied by this, so that the context can still
#: change the result.
DOUBT: Final = 0.5

# Rows whose features are multiplied by the weights at once.
_BLOCK: Final = 8_192

# The possible reasons for a choice; of equally strong reasons the first is given.
_CAUSES: Final = tuple(sorted((*REASONS, "people")))
_CAUSE_OF: Final = {
    name: _CAUSES.index(reason) for reason, names in REASONS.items() for name in names
}
_PEOPLE: Final = _CAUSES.index("people")

#: A choice is ambiguous if its lead over the next place is smaller than this.
MARGIN: Final = 0.25


@dataclass(frozen=True, slots=True)
class Scored:
    """A place and its score, 0 to 1."""

    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place chosen for a toponym.

    Attributes:
        name: The toponym with its enclosing places.
        outcome: ``resolved``; ``ambiguous`` if the lead over the next place is small (the best
            place is still chosen); ``unknown`` if there is no candidate.
        chosen: The place and its score; None if unknown.
        margin: The score minus the score of the next place, 0 to 1.
        runners_up: The next places, best first.
        is_pinned: Whether the project's own places decided it.
        is_misfit: Whether the place's kind differs from the kind word in the toponym.
        kind_word: The kind word in the toponym, folded; empty if it has none.
        is_supported: Whether something said names an area that the place lies in.
        is_stand_in: Whether the place is the area that a text says an unknown place lies in.
        outside: The enclosing places that the place lies far outside of.
        reason: Why it was chosen.
    """

    name: Name
    outcome: Outcome
    chosen: Scored | None
    margin: float = 0.0
    runners_up: tuple[Scored, ...] = ()
    is_pinned: bool = False
    is_misfit: bool = False
    kind_word: str = ""
    is_supported: bool = False
    is_stand_in: bool = False
    outside: tuple[str, ...] = ()
    reason: PlaceReasons = ()


def resolve(context: Context, finder: Finder, *, project: Subject = ()) -> list[Resolution]:
    """Return the resolution of each member of a context, in the order given.

    Args:
        context: The toponyms that occur together.
        finder: Looks up candidates.
        project: The places that the project is about.
    """
    if not context.members:
        return []
    finder.prepare(w for name in context.members for w in (name.toponym, *name.within))
    pool = build_pool([fitting_candidates(name, finder) for name in context.members])
    ranked = _rank(pool, score(pool, context, finder, project=project))
    clues = context.clues or [()] * len(context.members)
    kinds: Sequence[frozenset[str]] = context.kinds or [frozenset()] * len(context.members)
    return [
        _choose(name, one, pool, clues=said, kinds=kind, finder=finder)
        for name, one, said, kind in zip(context.members, ranked, clues, kinds, strict=True)
    ]


def fitting_candidates(name: Name, finder: Finder) -> Sequence[Candidate]:
    """Return the candidates that best fit the enclosing places of a toponym; empty if none fits.

    A text such as "the capital" has none, unless the project or an enclosing place says more.
    """
    candidates = finder.candidates(name.toponym)
    if not name.within:
        is_own = bool(finder.own.candidates(name.toponym))
        return () if not is_own and is_nameless(name.toponym) else candidates
    known = finder.fitting.get(name)
    if known is None:
        fits = fit(candidates, name.within, finder)
        best = max(fits, default=0.0)
        known = tuple(compress(candidates, (share == best > 0 for share in fits)))
        finder.fitting[name] = known
    return known


@dataclass(frozen=True, slots=True)
class Scoring:
    """The features and scores of the candidates in a pool.

    Attributes:
        shares: Probability of each candidate; those of one toponym add up to 1.
        features: The local features and the context features, one row per candidate each.
        trust: For each toponym the probability that the best candidate is right.
    """

    shares: Floats
    features: tuple[Floats, Floats]
    trust: Floats

    def gains(self, rows: Ints, others: Ints) -> Floats:
        """Return how much more each of :data:`_CAUSES` supports candidates than others."""
        local, together = self.features
        weights = _weights()[-1]
        gains = np.zeros((len(rows), len(_CAUSES)))
        for column, name in enumerate((*LOCAL, *CONTEXT)):
            side, at = (local, column) if column < len(LOCAL) else (together, column - len(LOCAL))
            more = side[rows, at] * weights[column] - side[others, at] * weights[column]
            gains[:, _CAUSE_OF.get(name, _PEOPLE)] += more
        return gains


def score(pool: Pool, context: Context, finder: Finder, *, project: Subject = ()) -> Scoring:
    """Return the features and the probability of each candidate of a context."""
    local = local_features(pool, context, finder)
    capitals = capital_flags(pool, finder)
    alone, *stages = _weights()
    shares = softmax(pool, _weighed(local, alone) * DOUBT)
    together = np.zeros((0, len(CONTEXT)))
    around = evenly_near(pool, context)
    for stage in stages:
        del together  # frees the large table of the previous round
        together = context_features(
            pool, shares, context, capitals=capitals, project=project, around=around
        )
        logits = _weighed(local, stage[: len(LOCAL)]) + _weighed(together, stage[len(LOCAL) :])
        shares = softmax(pool, logits)
    trust = trust_features(
        pool,
        shares,
        local=local,
        together=together,
        context=context,
        has_project=bool(project),
    )
    odds = 1 / (1 + np.exp(-(trust @ _trust_weights())))
    return Scoring(shares, (local, together), _no_tie(pool, shares, calibrated(odds)))


def _no_tie(pool: Pool, shares: Floats, trust: Floats) -> Floats:
    """Return the trust, and where no candidate has half of the shares, at most the largest one."""
    top = np.zeros(pool.count)
    np.maximum.at(top, pool.names, shares)
    return np.where(top < 1 / 2, np.minimum(trust, top), trust)


def _weighed(features: Floats, weights: Floats) -> Floats:
    """Return the weighted sum of each row, in blocks, as each block is converted to float64."""
    blocks = range(0, len(features), _BLOCK)
    sums = [features[start : start + _BLOCK] @ weights for start in blocks]
    return np.concatenate([np.zeros(0), *sums])


@functools.cache
def _weights() -> list[Floats]:
    """Return the weights of each round: first the local features only, then all features."""
    local = np.array([WEIGHTS[name] for name in LOCAL])
    context = np.array([WEIGHTS[name] for name in CONTEXT])
    rounds = [np.concatenate([local[:, k], context[:, k - 1]]) for k in range(1, local.shape[1])]
    return [local[:, 0], *rounds]


@functools.cache
def _trust_weights() -> Floats:
    return np.array([TRUST_WEIGHTS[name] for name in TRUST])


def softmax(pool: Pool, logits: Floats) -> Floats:
    """Return the softmax of the logits among the candidates of each toponym."""
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


class _Ranked(NamedTuple):
    """The places of one toponym, best first, and the strongest reason for the best one.

    Attributes:
        rows: Rows of the pool.
        places: The places with their scores.
        reason: One of :data:`_CAUSES`.
    """

    rows: list[int]
    places: list[Scored]
    reason: str


def _rank(pool: Pool, scoring: Scoring) -> Iterator[_Ranked | None]:
    """Yield the ranked places of each toponym; equally good ones keep the gazetteer's order.

    The best place gets the trust as its score; the others divide the rest in proportion to their
    shares. A toponym without candidates gives None.
    """
    count = len(scoring.shares)
    order = np.lexsort((np.arange(count), -np.round(scoring.shares, 9), pool.names))
    ends = pool.starts + np.minimum(pool.sizes, RANKED)
    several = np.flatnonzero(pool.sizes > 1)
    first = pool.starts[several]
    rivals = [
        _rival(order[start:end].tolist(), pool)
        for start, end in zip(first, ends[several], strict=True)
    ]
    causes = np.full(pool.count, _PEOPLE)
    causes[several] = np.argmax(scoring.gains(order[first], np.array(rivals, int)), axis=1)
    all_shares, trusts = scoring.shares, scoring.trust.tolist()
    del scoring  # its features are large and no longer needed
    spans = zip(pool.starts.tolist(), ends.tolist(), trusts, causes.tolist(), strict=True)
    for start, end, trust, cause in spans:
        rows = order[start:end].tolist()
        if not rows:
            yield None
            continue
        shares = all_shares[rows].tolist()
        others = min(trust / shares[0], (1 - trust) / max(1 - shares[0], 1e-9))
        scores = [trust, *(share * others for share in shares[1:])]
        places = list(map(Scored, [pool.places[row] for row in rows], scores))
        yield _Ranked(rows, places, _CAUSES[cause])


def _rival(rows: list[int], pool: Pool) -> int:
    """Return the row of the best place at another spot than the first; the second if there is none.

    The reason for a choice compares it with this place, which :func:`_choose` names.
    """
    best, *others = rows
    places = pool.places
    return next((row for row in others if not is_same_spot(places[best], places[row])), others[0])


def _choose(
    name: Name,
    ranked: _Ranked | None,
    pool: Pool,
    *,
    clues: Clues,
    kinds: frozenset[str],
    finder: Finder,
) -> Resolution:
    if ranked is None:
        return Resolution(name, "unknown", None)
    first, *others = ranked.places
    if not others and not clues and not finder.own.names:
        return _sole(name, first, pool.candidates[ranked.rows[0]], finder=finder)
    country = _country_of(first, ranked, pool, clues=clues)
    spot, rest = [first], list[Scored]()
    for one in others:
        is_same = country and one.place.country == country.place.country
        (spot if is_same or is_same_spot(first.place, one.place) else rest).append(one)
    score = sum(one.score for one in spot)
    is_district = first.place.kind in _DISTRICTS - kinds
    best = country or _coded_of(spot, ranked, pool) or (_town_of(spot) if is_district else first)
    is_pinned = finder.own.is_pinned(name.toponym, best.place)
    if is_pinned:
        score, rest = 1.0, []
    margin = score - (rest[0].score if rest else 0.0)
    other = rest[0].place if rest and rest[0].score >= FAINT else None
    candidate = pool.candidates[ranked.rows[ranked.places.index(best)]]
    clue = best_clue(best.place, clues)
    telling = best_clue(best.place, clues, other=other)
    return Resolution(
        name,
        "resolved" if margin >= MARGIN or not rest else "ambiguous",
        Scored(best.place, round(score, 4)),
        margin=round(margin, 4),
        runners_up=tuple([Scored(one.place, round(one.score, 4)) for one in rest[:5]]),
        is_pinned=is_pinned,
        is_misfit=candidate.is_stripped and not candidate.is_kind_fit,
        kind_word=candidate.kind_word,
        is_supported=bool(name.within) or is_support(clue, best.place, clues),
        outside=_outside(name, best.place, finder),
        reason=(PlaceReason("pinned"),)
        if is_pinned
        else why(name, best.place, other, reason=ranked.reason, clue=telling, finder=finder),
    )


def _country_of(first: Scored, ranked: _Ranked, pool: Pool, *, clues: Clues) -> Scored | None:
    """Return the country of this very name that the best place lies in, unless a region is said."""
    clue = best_clue(first.place, clues)
    if clue and clue.area.level != "country":
        return None
    for row, one in zip(ranked.rows, ranked.places, strict=True):
        if one.place.kind != "country" or one.place.country != first.place.country:
            continue
        candidate = pool.candidates[row]
        if candidate.rank <= 1 and not candidate.is_stripped and not candidate.kind_word:
            return one
    return None


def _sole(name: Name, only: Scored, candidate: Candidate, *, finder: Finder) -> Resolution:
    """Return the result of :func:`_choose` for a single candidate, which most names have."""
    if name not in finder.sole_reasons:
        finder.sole_reasons[name] = why(name, only.place, None, finder=finder)
    score = round(only.score, 4)
    return Resolution(
        name,
        "resolved",
        Scored(only.place, score),
        margin=score,
        is_misfit=candidate.is_stripped and not candidate.is_kind_fit,
        kind_word=candidate.kind_word,
        is_supported=bool(name.within),
        outside=_outside(name, only.place, finder),
        reason=finder.sole_reasons[name],
    )


def _outside(name: Name, place: Place, finder: Finder) -> tuple[str, ...]:
    """Return the enclosing places that the chosen place lies far outside of.

    The chosen place lies in at least one of them. With a single enclosing place there is nothing to
    check, because candidates outside it were excluded.
    """
    return contradicted(place, name.within, finder) if len(name.within) > 1 else ()


def _coded_of(spot: Sequence[Scored], ranked: _Ranked, pool: Pool) -> Scored | None:
    """Return the region at one spot whose code is the toponym, if no main name is: "D.C."."""
    if pool.rank[ranked.rows[0]] <= 1:
        return None
    ranks = {
        id(one): int(pool.rank[row]) for row, one in zip(ranked.rows, ranked.places, strict=True)
    }
    if min(ranks[id(one)] for one in spot) <= 1:
        return None
    return next((one for one in spot if one.place.kind == "admin1" and ranks[id(one)] > 2), None)  # noqa: PLR2004


def _town_of(spot: Sequence[Scored]) -> Scored:
    """Return the settlement among places at one spot, rather than its district."""
    return next((one for one in spot if one.place.kind == "settlement"), spot[0])
