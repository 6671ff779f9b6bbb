"""Fits the weights of the resolver's features on two public corpora and writes ``weights.py``.

The model is a softmax over the candidates of a toponym, in stages: first each toponym alone, then
twice with the context that the previous stage makes likely. The loss is the negative log likelihood
of the candidates within 161 km of the true place, with a small L2 penalty. It uses only numpy, and
nothing but the folds is random.

Usage:
    python bench/fit_weights.py FOLDER           cross-validate by document, then fit on all
    python bench/fit_weights.py FOLDER --write   the same, then write the module of the weights

FOLDER contains data/Corpora/lgl.xml and TR-News.xml of the public repository
milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation. Their texts are not kept.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from synthetic import Made, alone_contexts, made_contexts
from toponym_resolver import finder

from dateline.geocoder.candidates import Finder, Pool, build_pool
from dateline.geocoder.clue_features import CLUES
from dateline.geocoder.context import Context, context_of
from dateline.geocoder.document import Mention, read_document
from dateline.geocoder.features import (
    CONTEXT,
    LOCAL,
    capital_flags,
    context_features,
    local_features,
)
from dateline.geocoder.forms import Name
from dateline.geocoder.resolve import DOUBT, fitting_candidates, softmax
from dateline.geocoder.trust import TRUST, best_rows, trust_features
from dateline.geodesy import LonLat, distances_m

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CORPORA = {"LGL": "lgl.xml", "TR-News": "TR-News.xml"}
#: Contexts made from the gazetteer; see ``synthetic.py``.
MADE = "namesakes"
MADE_COUNT = 3_000
#: The table of names as reports write them, in many scripts and spellings. Only the scores are
#: fitted on it too, because a news corpus in English has few such names.
LISTED = "names"
#: Names alone, drawn by population; only the scores are fitted on them too.
ALONE = "alone"
ALONE_COUNT = 1_000
#: How many names of the table are one layer of unrelated names.
LAYER = 12
TABLE = Path(__file__).parent.parent / "tests/corpus/toponyms.csv"
#: TR-News is a quarter of the size of LGL and more like world news, so its documents count more.
DOCUMENT_WEIGHT = {"LGL": 1.0, "TR-News": 3.0, MADE: 0.35, LISTED: 0.0, ALONE: 0.0}
RIGHT_M = 161_000.0
STAGES = 2
FOLDS = 5
L2 = 3e-4
TRUST_L2 = 1e-4
#: Number of choices per step of the calibration curve; fewer would be too noisy.
STEP = 300
STEPS = 300
#: Weights set by hand, for features that are rare in the corpora or differ in local news.
FIXED = {
    "project": 3.0,  # near the centre of the project: equal to fifty times the population
    "other_importance": 9.0,  # a sea of importance 0.9 competes with a country
    "capital": 0.3,  # world news usually means the capital
    "fame": 0.5,  # ... or the place with names in many languages
    "river": -2.0,  # a town on it has the same name, and more events
    "kind_said": 5.0,  # the text says which of the two is meant: the town, or the region
    "other_kind": 0.0,
    "seat_name": -2.0,  # ... also if it is called like its largest town
    "shadowed": -3.5,  # a bare name means the town rather than its region
    "misfit": -5.0,  # a kind word in the name is meant literally
    "alternate_alike": 2.0,  # an exonym resembles the name, an error does not
    "alternate_country": -2.0,  # countries are called by their main name
    "other_script": -0.5,  # nearly all names in other scripts are alternate names
    "code_of_town": -2.5,  # airport codes are rare in texts
}
FIXED_TRUST = {
    "curated": 3.0,  # the corpora are older than the hand-written places, whose names are trusted
    "other_script": 0.0,  # a name in another script is as good as the main name
    "off_project": -3.0,  # a project names the places that most of its events are near
}
TARGET = Path(__file__).parent.parent / "src/dateline/geocoder/weights.py"


@dataclass
class Document:
    """One text: its context, the candidates, and the correct candidates of each mention."""

    corpus: str
    context: Context
    pool: Pool
    local: Floats
    members: list[int]
    right: list[Flags]
    same: list[Flags]
    name: str = ""
    shares: Floats = field(default_factory=lambda: np.zeros(0))
    trust: Floats = field(default_factory=lambda: np.zeros(0))


def read_corpus(path: Path, corpus: str, look_up: Finder) -> Iterator[Document]:
    """Yield the documents of a corpus that have toponyms with coordinates."""
    for article in ET.parse(path).getroot().iter("article"):  # noqa: S314 - a trusted corpus
        text = article.findtext("text") or ""
        gold = sorted(_gold(article))
        if gold:
            yield _document(corpus, text, gold, look_up=look_up)


def _gold(article: ET.Element) -> Iterator[tuple[int, int, str, float, float, str]]:
    for toponym in article.iter("toponym"):
        tag = toponym.find("gaztag")
        if tag is None or not tag.findtext("lat"):
            continue
        yield (
            int(toponym.findtext("start") or 0),
            int(toponym.findtext("end") or 0),
            (toponym.findtext("phrase") or "").strip(),
            float(tag.findtext("lon") or 0),
            float(tag.findtext("lat") or 0),
            f"geonames:{tag.get('geonameid')}",
        )


def _document(
    corpus: str,
    text: str,
    gold: Sequence[tuple[int, int, str, float, float, str]],
    *,
    look_up: Finder,
) -> Document:
    mentions = [Mention(phrase, start, end) for start, end, phrase, *_ in gold]
    context, members = read_document(mentions, text, look_up)
    pool = build_pool([fitting_candidates(name, look_up) for name in context.members])
    right, same = [], []
    for (*_, lon, lat, place_id), member in zip(gold, members, strict=True):
        rows = pool.rows(member)
        is_same = np.array([p.place_id == place_id for p in pool.places[rows]], dtype=bool)
        near = distances_m(pool.lon[rows], pool.lat[rows], LonLat(lon, lat)) <= RIGHT_M
        same.append(is_same)
        right.append(near | is_same)
    return Document(
        corpus, context, pool, local_features(pool, context, look_up), members, right, same
    )


def made_document(made: Made, look_up: Finder, *, corpus: str = MADE) -> Document:
    """Return a made context as a document with one mention."""
    context = made.context
    pool = build_pool([fitting_candidates(name, look_up) for name in context.members])
    rows = pool.rows(0)
    near = np.zeros(pool.sizes[0], dtype=bool)
    same = np.zeros(pool.sizes[0], dtype=bool)
    if made.meant is not None:
        there = LonLat(made.meant.lon, made.meant.lat)
        near = distances_m(pool.lon[rows], pool.lat[rows], there) <= RIGHT_M
        same = np.array([p.place_id == made.meant.place_id for p in pool.places[rows]], dtype=bool)
    local = local_features(pool, context, look_up)
    return Document(corpus, context, pool, local, [0], [near | same], [same], name=made.name)


def listed_documents(look_up: Finder) -> Iterator[Document]:
    """Yield the table of names: each name with its context, and layers of unrelated names."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        entries = [entry for entry in row["context"].split(";") if entry]
        within = tuple(e.removeprefix("in ") for e in entries if e.startswith("in "))
        others = [Name(entry) for entry in entries if not entry.startswith("in ")]
        yield _listed([row], [Name(row["name"], within), *others], look_up)
    bare = [row for row in rows if not row["context"]]
    order = np.random.default_rng(2).permutation(len(bare))
    for some in np.array_split(order, max(1, len(bare) // LAYER)):
        layer = [bare[index] for index in some]
        yield _listed(layer, [Name(row["name"]) for row in layer], look_up)


def _listed(rows: Sequence[dict[str, str]], names: Sequence[Name], look_up: Finder) -> Document:
    context = context_of(list(dict.fromkeys(names)))
    pool = build_pool([fitting_candidates(name, look_up) for name in context.members])
    members, right = [], []
    for row, name in zip(rows, names, strict=False):
        members.append(context.members.index(name))
        there = pool.rows(members[-1])
        if row["tolerance_km"]:
            point = LonLat(*map(float, row["expected"].split()))
            metres = distances_m(pool.lon[there], pool.lat[there], point)
            right.append(metres <= 1_000 * float(row["tolerance_km"]))
        else:
            wanted = row["expected"].split("|")
            ids = [place.place_id in wanted for place in pool.places[there]]
            right.append(np.array(ids, dtype=bool))
    local = local_features(pool, context, look_up)
    return Document(LISTED, context, pool, local, members, right, right, name=rows[0]["name"])


def folds_of(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return the fold of each document; made contexts of one name are in one fold."""
    folds = np.random.default_rng(1).integers(0, FOLDS, len(documents))
    by_name: dict[str, int] = {}
    for index, document in enumerate(documents):
        if document.name:
            folds[index] = by_name.setdefault(document.name, int(folds[index]))
    return folds


# --- fitting --------------------------------------------------------------------------------------


def fit(
    documents: Sequence[Document],
    features: Sequence[Floats],
    start: Floats,
    *,
    free: Collection[str] = (),
) -> Floats:
    """Return the weights that maximise the likelihood of the right candidates (Adam).

    Args:
        documents: The documents.
        features: The features of their candidates.
        start: The weights to start from.
        free: The features whose weights are fitted; none means all that are not set by hand.
    """
    rows, goal, mention, weight = _stack(documents, features)
    firsts = np.flatnonzero(np.r_[True, np.diff(mention) > 0])
    total = weight[firsts].sum()
    names = (*LOCAL, *CONTEXT)[: len(start)]
    is_free = np.array([name in free if free else name not in FIXED for name in names])
    fixed = start if free else np.array([FIXED.get(name, 0.0) for name in names])
    weights = np.where(is_free, start, fixed)
    mean, square = np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        logits = rows @ weights
        powers = np.exp(logits - np.maximum.reduceat(logits, firsts)[mention])
        shares = powers / np.add.reduceat(powers, firsts)[mention]
        wanted = shares * goal
        wanted /= np.add.reduceat(wanted, firsts)[mention]
        slope = rows.T @ ((shares - wanted) * weight) / total + L2 * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        pace = 0.05 if step < STEPS * 0.7 else 0.01
        weights -= (
            is_free * pace * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        )
    return weights


def _stack(
    documents: Sequence[Document], features: Sequence[Floats]
) -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """Return the rows of all mentions that have a right candidate, mention by mention."""
    rows, goal, sizes, weights = [], [], [], []
    for document, table in zip(documents, features, strict=True):
        for member, right, same in zip(
            document.members, document.right, document.same, strict=True
        ):
            if right.any() and not right.all():
                rows.append(table[document.pool.rows(member)])
                goal.append(np.where(same, 1.0, 0.5 * right) if same.any() else right * 1.0)
                sizes.append(len(right))
                weights.append(DOCUMENT_WEIGHT[document.corpus])
    mention = np.repeat(np.arange(len(sizes)), sizes)
    # Converted once: products of single and double precision would convert it at every step.
    stacked = np.concatenate(rows).astype(np.float64)
    return stacked, np.concatenate(goal), mention, np.repeat(weights, sizes)


def together(document: Document) -> Floats:
    """Return the features of a document's candidates, given their current probabilities."""
    context = context_features(
        document.pool,
        document.shares,
        document.context,
        capitals=capital_flags(document.pool, finder()),
    )
    return np.hstack([document.local, context])


def fit_stages(documents: Sequence[Document]) -> list[Floats]:
    """Return the weights of each stage: toponyms alone, then in context.

    The made contexts say nothing about which bearer of a name is meant in general, so only the
    weights of clues are fitted on them too.
    """
    real = [document for document in documents if document.corpus in CORPORA]
    clued = [document for document in documents if DOCUMENT_WEIGHT[document.corpus]]
    weights = fit(real, [d.local for d in real], np.zeros(len(LOCAL)))
    weights = fit(clued, [d.local for d in clued], weights, free=CLUES)
    stages = [weights]
    for document in documents:
        document.shares = softmax(document.pool, DOUBT * (document.local @ weights))
    weights = np.concatenate([weights, np.zeros(len(CONTEXT))])
    for _ in range(STAGES):
        tables = {id(document): together(document) for document in documents}
        weights = fit(real, [tables[id(d)] for d in real], weights)
        weights = fit(clued, [tables[id(d)] for d in clued], weights, free=CLUES)
        stages.append(weights)
        for document in documents:
            document.shares = softmax(document.pool, tables[id(document)] @ weights)
    return stages


def apply_stages(documents: Sequence[Document], stages: Sequence[Floats]) -> None:
    """Set the probabilities and trust features of each document from the weights of the stages."""
    for document in documents:
        document.shares = softmax(document.pool, DOUBT * (document.local @ stages[0]))
        table = document.local
        for weights in stages[1:]:
            table = together(document)
            document.shares = softmax(document.pool, table @ weights)
        document.trust = trust_features(
            document.pool,
            document.shares,
            local=document.local,
            together=table[:, len(LOCAL) :],
            context=document.context,
        )


# --- evaluating -----------------------------------------------------------------------------------


def outcomes(documents: Sequence[Document]) -> dict[str, list[tuple[float, bool]]]:
    """Return for each corpus and mention the probability of the choice and whether it is right.

    A toponym without candidates has probability 0 and is wrong.
    """
    found: dict[str, list[tuple[float, bool]]] = {corpus: [] for corpus in DOCUMENT_WEIGHT}
    for document in documents:
        for member, right in zip(document.members, document.right, strict=True):
            shares = document.shares[document.pool.rows(member)]
            best = int(np.argmax(shares)) if len(shares) else -1
            found[document.corpus].append(
                (float(shares[best]), bool(right[best])) if best >= 0 else (0.0, False)
            )
    return found


def accuracy(results: dict[str, list[tuple[float, bool]]]) -> str:
    """Return the share of mentions that are right in each corpus, as text."""
    return "  ".join(
        f"{corpus} {np.mean([right for _, right in some]):.4f}"
        for corpus, some in results.items()
        if some
    )


def cross_validate(
    documents: Sequence[Document],
) -> tuple[Floats, Flags, NDArray[np.int64], NDArray[np.str_]]:
    """Resolve each document with weights fitted without its fold.

    Returns:
        The trust features of each mention that has candidates, whether its choice is right, the
        fold in which it was held out, and the set that it is from.
    """
    trust, right, held_in, made = [], [], [], []
    results: dict[str, list[tuple[float, bool]]] = {corpus: [] for corpus in DOCUMENT_WEIGHT}
    folds = folds_of(documents)
    for number in range(FOLDS):
        held = [d for d, fold in zip(documents, folds, strict=True) if fold == number]
        apply_stages(
            held, fit_stages([d for d, f in zip(documents, folds, strict=True) if f != number])
        )
        print(f"  fold {number + 1}: {accuracy(outcomes(held))}", flush=True)
        for corpus, some in outcomes(held).items():
            results[corpus] += some
        for document in held:
            rows = best_rows(document.pool, document.shares)
            for member, fits in zip(document.members, document.right, strict=True):
                if rows[member] >= 0:
                    trust.append(document.trust[member])
                    right.append(bool(fits[rows[member] - document.pool.starts[member]]))
                    held_in.append(number)
                    made.append(document.corpus)
    print("cross-validated:", accuracy(results), flush=True)
    return np.array(trust), np.array(right), np.array(held_in), np.array(made)


def fit_trust(features: Floats, right: Flags) -> Floats:
    """Return the weights of a logistic regression of right on the features (Newton's method).

    Every choice counts equally in both corpora, so that scores are calibrated over all of them.
    """
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], TRUST_L2 * len(right))
    is_free = np.array([name not in FIXED_TRUST for name in TRUST])
    features = features * is_free
    for _ in range(30):
        odds = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (odds - right) + penalty * weights
        curve = (features * (odds * (1 - odds))[:, None]).T @ features + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return np.where(is_free, weights, [FIXED_TRUST.get(name, 0.0) for name in TRUST])


def fit_curve(odds: Floats, right: Flags) -> list[tuple[float, float]]:
    """Return the calibration curve from (0, 0) to (1, 1): odds to share of right choices.

    Isotonic regression on steps of :data:`STEP` choices, sorted by odds: decreasing steps are
    merged (pool adjacent violators; Barlow et al., Statistical Inference under Order
    Restrictions, 1972). Between the means of the steps the curve is linear.
    """
    order = np.argsort(odds, kind="stable")
    steps: list[list[float]] = []
    for start in range(0, len(order), STEP):
        rows = order[start : start + STEP]
        steps.append([float(right[rows].sum()), float(len(rows)), float(odds[rows].sum())])
        while len(steps) > 1 and steps[-2][0] / steps[-2][1] >= steps[-1][0] / steps[-1][1]:
            last = steps.pop()
            steps[-1] = [a + b for a, b in zip(steps[-1], last, strict=True)]
    means = [(total / count, (hits + 0.5) / (count + 1)) for hits, count, total in steps]
    return [(0.0, 0.0), *means, (1.0, 1.0)]


def held_scores(features: Floats, right: Flags, folds: NDArray[np.int64]) -> Floats:
    """Return the score of each choice from trust weights and curve fitted without its fold."""
    scores = np.zeros(len(right))
    for number in range(FOLDS):
        held = folds == number
        trust = fit_trust(features[~held], right[~held])
        curve = fit_curve(logistic(features[~held] @ trust), right[~held])
        scores[held] = np.interp(logistic(features[held] @ trust), *zip(*curve, strict=True))
    return scores


def logistic(logits: Floats) -> Floats:
    """Return the logistic function of ``logits``, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def print_reliability(scores: Floats, right: Flags) -> None:
    """Print the share of right choices by score, and for scores of 0.9 and above."""
    print("  score      choices  said   right")
    for low, high in itertools.pairwise((0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.001)):
        some = (scores >= low) & (scores < high)
        if some.any():
            said, true = scores[some].mean(), right[some].mean()
            print(f"  {low:.2f}-{min(high, 1):.2f}  {some.sum():7d}  {said:.3f}  {true:.3f}")
    warned = scores < 0.8
    print(f"  warned of {warned[~right].mean():.3f} of wrong, {warned[right].mean():.3f} of right")
    sure = scores >= 0.9
    print(f"  0.90-1.00  {sure.sum():7d}  {scores[sure].mean():.3f}  {right[sure].mean():.3f}")


def format_weights(
    stages: Sequence[Floats], trust: Floats, curve: Sequence[tuple[float, float]]
) -> str:
    """Return the source of the module with the weights."""
    lines = [
        '"""Weights of the features, written by ``bench/fit_weights.py``: do not edit."""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        "#: Weights of each feature: for a toponym alone, then for each round with its context.",
        "WEIGHTS: Final[dict[str, tuple[float, ...]]] = {",
    ]
    for index, name in enumerate((*LOCAL, *CONTEXT)):
        values = [stage[index] for stage in stages if index < len(stage)]
        lines.append(f'    "{name}": ({", ".join(f"{value:.3f}" for value in values)}),')
    lines += [
        "}",
        "",
        "#: Weight of each feature of a choice in the odds that the choice is right.",
    ]
    lines += ["TRUST_WEIGHTS: Final[dict[str, float]] = {"]
    lines += [f'    "{name}": {value:.3f},' for name, value in zip(TRUST, trust, strict=True)]
    lines += [
        "}",
        "",
        "#: Calibration curve: ascending odds, and the share of right choices at each of them.",
    ]
    lines += ["TRUST_CURVE: Final[tuple[tuple[float, float], ...]] = ("]
    lines += [f"    ({said:.4f}, {true:.4f})," for said, true in curve]
    return "\n".join([*lines, ")", ""])


def main() -> None:
    """Cross-validate, fit and print the weights; with ``--write``, also write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--no-folds", action="store_true", help="skip the cross-validation; nothing is written"
    )
    asked = parser.parse_args()
    documents = [
        document
        for corpus, file in CORPORA.items()
        for document in read_corpus(asked.folder / "data/Corpora" / file, corpus, finder())
    ]
    made = made_contexts(finder(), count=MADE_COUNT, seed=11)
    documents += [made_document(one, finder()) for one in made]
    alone = alone_contexts(finder(), count=ALONE_COUNT, seed=12)
    documents += [made_document(one, finder(), corpus=ALONE) for one in alone]
    documents += listed_documents(finder())
    print(f"{len(documents)} documents", flush=True)
    trust, curve = np.zeros(len(TRUST)), [(0.0, 0.0), (1.0, 1.0)]
    if not asked.no_folds:
        features, right, folds, sets = cross_validate(documents)
        trust = fit_trust(features, right)
        curve = fit_curve(logistic(features @ trust), right)
        scores = held_scores(features, right, folds)
        for title, members in (
            ("corpora", [*CORPORA]),
            (MADE, [MADE]),
            (ALONE, [ALONE]),
            (LISTED, [LISTED]),
        ):
            some = np.isin(sets, members)
            print(title)
            print_reliability(scores[some], right[some])
    stages = fit_stages(documents)
    print("fitted on all:  ", accuracy(outcomes(documents)))
    text = format_weights(stages, trust, curve)
    print(text)
    if asked.write and not asked.no_folds:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
