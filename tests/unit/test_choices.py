"""Choices among made-up places: shares, causes, trust, ties, the project's places and reasons."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dateline.gazetteer import Candidate, Place
from dateline.geocoder import features
from dateline.geocoder.candidates import Finder, build_pool
from dateline.geocoder.context import context_of
from dateline.geocoder.features import (
    CONTEXT,
    LOCAL,
    capital_flags,
    context_features,
    evenly_near,
    local_features,
)
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.resolve import (
    DOUBT,
    FAINT,
    MARGIN,
    RANKED,
    Resolution,
    Scoring,
    fitting_candidates,
    resolve,
    score,
    softmax,
)
from dateline.geocoder.trust import TRUST, calibrated, trust_features
from dateline.geocoder.weights import TRUST_WEIGHTS, WEIGHTS
from dateline.geocoder.wording import REASONS
from dateline.geodesy import LonLat
from made_places import make_place
from reasons import said

CAUSES = sorted((*REASONS, "people"))


class MadeUp(Finder):
    """Finds made-up places by name, in the order given, as the gazetteer's finder does."""

    def __init__(self, *found: Place | Candidate, own: OwnPlaces | None = None) -> None:
        gazetteer: Any = SimpleNamespace(candidates=self._look_up)
        super().__init__(gazetteer, own or OwnPlaces())
        self.found = [
            one if isinstance(one, Candidate) else Candidate(one, 0, one.name.casefold())
            for one in found
        ]
        self.countries = {"AA": "Aland", "BB": "Bland"}
        self.regions = {"AA.1": "North", "BB.1": "South"}
        self.capitals = frozenset()
        self._outlined = frozenset()

    def _look_up(self, names: list[str]) -> dict[str, list[Candidate]]:
        return {name: [one for one in self.found if one.place.name == name] for name in names}


def town(name: str, number: int, **fields: Any) -> Place:
    """Return a town that is far from every other town with another number."""
    usual = {"rowid": number, "place_id": f"test:{number}", "lon": 10.0 * number, "country": "AA"}
    return make_place(name, **{**usual, **fields})


def choose(finder: Finder, *names: str | Name, **more: Any) -> list[Resolution]:
    members = [name if isinstance(name, Name) else Name(name) for name in names]
    return resolve(context_of(members), finder, **more)


def scoring_of(finder: Finder, *names: str, **more: Any) -> tuple[Any, Scoring]:
    context = context_of([Name(name) for name in names])
    pool = build_pool([fitting_candidates(name, finder) for name in context.members])
    return pool, score(pool, context, finder, **more)


SEVERAL = [
    town("A", 1, population=900_000),
    town("A", 2, population=20_000, country="BB"),
    town("A", 3, population=700, kind="admin2"),
    town("B", 4, population=50_000, lon=20.2, country="BB"),
    town("B", 5, population=60_000),
]


def test_shares_are_softmax_of_weighted_features() -> None:
    """The logarithm of two shares differs by what the features gain, times their last weights."""
    pool, found = scoring_of(MadeUp(*SEVERAL), "A", "B")
    last = np.array([WEIGHTS[name][-1] for name in (*LOCAL, *CONTEXT)])
    logits = np.hstack(found.features) @ last
    for name in range(pool.count):
        rows = pool.rows(name)
        expected = np.exp(logits[rows]) / np.exp(logits[rows]).sum()
        assert expected == pytest.approx(found.shares[rows])


def test_each_round_weighs_what_the_round_before_found() -> None:
    """Shares start from the names alone, weakened, and each round adds the context to them."""
    finder = MadeUp(*SEVERAL)
    context = context_of([Name("A"), Name("B")])
    pool = build_pool([finder.candidates(name) for name in ("A", "B")])
    local = local_features(pool, context, finder)
    alone = np.array([WEIGHTS[name][0] for name in LOCAL])
    shares = softmax(pool, local @ alone * DOUBT)
    around, capitals = evenly_near(pool, context), capital_flags(pool, finder)
    for stage in (0, 1):
        together = context_features(
            pool, shares, context, capitals=capitals, project=(), around=around
        )
        weights = [WEIGHTS[name][stage + 1] for name in LOCAL]
        weights += [WEIGHTS[name][stage] for name in CONTEXT]
        shares = softmax(pool, np.hstack([local, together]) @ np.array(weights))
    found = score(pool, context, finder)
    assert shares == pytest.approx(found.shares, abs=1e-12)
    assert together == pytest.approx(found.features[1])


def test_what_is_near_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is near each place does not depend on the round, so it is worked out once for all."""
    monkeypatch.setattr(features, "evenly_near", None)
    assert len(scoring_of(MadeUp(*SEVERAL), "A", "B")[1].shares) == len(SEVERAL)


def test_trust_is_the_calibrated_chance_that_the_best_is_right() -> None:
    """The weighted features of trust give the odds of each choice, and a fitted curve its trust."""
    finder = MadeUp(*SEVERAL)
    pool, found = scoring_of(finder, "A", "B")
    local, together = found.features
    context = context_of([Name("A"), Name("B")])
    rows = trust_features(pool, found.shares, local=local, together=together, context=context)
    sums = [sum(TRUST_WEIGHTS[name] * row[at] for at, name in enumerate(TRUST)) for row in rows]
    odds = np.array([1 / (1 + math.exp(-total)) for total in sums])
    assert calibrated(odds).tolist() == pytest.approx(found.trust.tolist())


def test_gains_add_up_to_the_lead_and_belong_to_their_causes() -> None:
    """The gains of all causes are the difference of logits; each feature counts for its cause."""
    _, found = scoring_of(MadeUp(*SEVERAL), "A", "B")
    rows, others = np.array([0, 1, 3]), np.array([1, 2, 4])
    gains = found.gains(rows, others)
    assert gains.shape == (3, len(CAUSES))
    lead = np.log(found.shares[rows]) - np.log(found.shares[others])
    assert lead == pytest.approx(gains.sum(axis=1))
    assert (gains != 0).sum() >= 4


@pytest.mark.parametrize("feature", [*LOCAL, *CONTEXT])
def test_each_feature_gains_for_one_cause(feature: str) -> None:
    """A feature that differs by one gains its last weight for the cause that lists it."""
    local, together = np.zeros((2, len(LOCAL))), np.zeros((2, len(CONTEXT)))
    side, names = (local, LOCAL) if feature in LOCAL else (together, CONTEXT)
    side[:, names.index(feature)] = [3.0, 2.0]
    scoring = Scoring(np.array([0.5, 0.5]), (local, together), np.zeros(1))
    (gains,) = scoring.gains(np.array([0]), np.array([1]))
    cause = next((reason for reason, names in REASONS.items() if feature in names), "people")
    expected = np.zeros(len(CAUSES))
    expected[CAUSES.index(cause)] = WEIGHTS[feature][-1]
    assert expected == pytest.approx(gains)


def test_context_changes_shares() -> None:
    """A place near the others of its context is more probable than alone."""
    alone = scoring_of(MadeUp(*SEVERAL), "A")[1].shares
    with_others = scoring_of(MadeUp(*SEVERAL), "A", "B")[1].shares
    assert with_others[1] > alone[1]


def test_softmax_leaves_out_names_without_candidates() -> None:
    """Each name's shares add up to 1, however large its logits; a name without places has none."""
    finder = MadeUp(*SEVERAL)
    pool = build_pool([finder.candidates(name) for name in ("?", "A", "?", "B", "?")])
    shares = softmax(pool, np.array([1000.0, 999.0, -1000.0, -2000.0, -2000.0]))
    half = 1 / (1 + math.exp(-1))
    assert [half, 1 - half, 0.0, 0.5, 0.5] == pytest.approx(shares.tolist())
    single = build_pool([finder.candidates("A")[:1]])
    assert [1.0] == softmax(single, np.array([7.0])).tolist()
    empty = build_pool([()])
    assert [] == softmax(empty, np.zeros(0)).tolist()


# --- ranking ----------------------------------------------------------------------------------


def test_equally_good_places_keep_their_order() -> None:
    """Of places that are alike in everything the first one is chosen, and ties are ambiguous."""
    twins = [town("T", number, lon=40.0 * number) for number in (3, 1, 2)]
    (found,) = choose(MadeUp(*twins), "T")
    assert twins == [found.chosen.place, *(one.place for one in found.runners_up)]
    assert ("ambiguous", twins[0]) == (found.outcome, found.chosen.place)


def test_trust_is_divided_between_the_places() -> None:
    """The best place gets the trust; the others share the rest in proportion to their shares."""
    finder = MadeUp(*SEVERAL[:2], town("A", 6, population=10_000))
    pool, scoring = scoring_of(finder, "A")
    (found,) = choose(finder, "A")
    trust, (first, *rest) = scoring.trust[0], sorted(scoring.shares, reverse=True)
    assert round(trust, 4) == found.chosen.score
    factor = min(trust / first, (1 - trust) / (1 - first))
    assert [round(share * factor, 4) for share in rest] == [one.score for one in found.runners_up]
    assert pytest.approx(found.chosen.score - found.runners_up[0].score, abs=2e-4) == found.margin
    assert pool.count == 1


def test_no_runner_up_scores_more_than_the_choice() -> None:
    """If the trust is low, the others keep below it, in proportion to the shares."""
    obscure = [town("A", n, kind="lake", importance=0.0, population=0) for n in (1, 2, 3)]
    finder = MadeUp(*obscure)
    (found,) = choose(finder, "A")
    scores = [found.chosen.score, *(one.score for one in found.runners_up)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] < 1 / 2
    assert scores[0] == scores[1] == scores[2]
    assert (0.0, "ambiguous") == (found.margin, found.outcome)


def test_at_most_five_runners_up_of_twelve() -> None:
    """The five next places are listed; what comes after the twelfth is left out of the ranking."""
    many = [town("M", number, population=1_000 * (40 - number)) for number in range(1, RANKED + 4)]
    (found,) = choose(MadeUp(*many), "M")
    assert many[:6] == [found.chosen.place, *(one.place for one in found.runners_up)]


def test_places_at_one_spot_are_one_choice() -> None:
    """Scores of places at one spot are added, and the next spot is the runner-up."""
    here = {"lon": 10.0, "uncertainty_m": 20_000.0}
    pair = [town("A", 1, **here, population=50_000), town("A", 2, **here, population=40_000)]
    finder = MadeUp(*pair, town("A", 9, population=30_000))
    _, scoring = scoring_of(finder, "A")
    (found,) = choose(finder, "A")
    trust, first = scoring.trust[0], scoring.shares[0]
    factor = min(trust / first, (1 - trust) / (1 - first))
    both = trust + scoring.shares[1] * factor
    assert pytest.approx(min(1.0, both), abs=1e-4) == found.chosen.score
    assert ["test:9"] == [one.place.place_id for one in found.runners_up]


def test_a_town_is_chosen_rather_than_its_district() -> None:
    """If a district scores best, the town at the same spot stands for it, with the sum."""
    here = {"lon": 10.0, "uncertainty_m": 20_000.0}
    district = town("A", 1, **here, kind="admin1", population=5_000_000, admin1="AA.1")
    other = town("A", 2, **here, kind="admin2", population=900, admin1="AA.1")
    small = town("A", 3, **here, population=500, admin1="AA.1")
    _, scoring = scoring_of(MadeUp(district, other, small), "A")
    assert 0 == np.argmax(scoring.shares)
    (found,) = choose(MadeUp(district, other, small), "A")
    assert ("test:3", "resolved", ()) == (
        found.chosen.place.place_id, found.outcome, found.runners_up
    )  # fmt: skip
    assert found.margin == found.chosen.score
    (found,) = choose(MadeUp(district, other), "A")
    assert found.chosen.place.place_id == "test:1"


def test_a_lake_is_not_exchanged_for_a_town() -> None:
    """Only for a district the town at the same spot is chosen."""
    here = {"lon": 10.0, "uncertainty_m": 20_000.0}
    lake = town("A", 1, **here, kind="lake", population=0, importance=1.0)
    small = town("A", 2, **here, population=400)
    _, scoring = scoring_of(MadeUp(lake, small), "A")
    assert 0 == np.argmax(scoring.shares)
    assert "test:1" == choose(MadeUp(lake, small), "A")[0].chosen.place.place_id


@pytest.mark.parametrize("people", [1_000, 2_000, 5_000, 20_000, 100_000, 1_000_000])
def test_a_small_lead_is_ambiguous(people: int) -> None:
    """A choice is ambiguous exactly if its lead over the next place is below the margin."""
    finder = MadeUp(town("A", 1, population=people), town("A", 2, population=1_000, country="BB"))
    (found,) = choose(finder, "A")
    assert ("resolved" if found.margin >= MARGIN else "ambiguous") == found.outcome


# --- one candidate ----------------------------------------------------------------------------


def test_a_single_place_has_its_trust_as_score_and_margin() -> None:
    """A single candidate is resolved even if trust in it is low; score and margin are its trust."""
    for fields in ({"population": 500}, {"kind": "lake", "population": 0, "importance": 0.0}):
        finder = MadeUp(town("A", 1, **fields))
        _, scoring = scoring_of(finder, "A")
        (found,) = choose(finder, "A")
        assert round(scoring.trust[0], 4) == found.chosen.score == found.margin < 1
        assert ("resolved", (), 'the only "A"') == (
            found.outcome, found.runners_up, said(found.reason)
        )  # fmt: skip


@pytest.mark.parametrize(
    ("stripped", "fits", "misfit"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
@pytest.mark.parametrize("others", [0, 1])
def test_a_misfit_matched_without_its_kind_word(
    others: int, *, stripped: bool, fits: bool, misfit: bool
) -> None:
    """A place is a misfit if its name matched only without a kind word that it does not fit."""
    one = Candidate(
        town("A", 1, population=9_000_000), 0, "a", "lake", is_kind_fit=fits, is_stripped=stripped
    )
    lake = town("A", 2, kind="lake", population=0, importance=0.0)
    rival = Candidate(lake, 3, "a", "lake", is_kind_fit=False, is_stripped=True)
    finder = MadeUp(*[rival] * others, one)
    (found,) = choose(finder, "A")
    assert found.chosen.place is one.place
    assert misfit is found.is_misfit


# --- enclosing places, own places, the project ------------------------------------------------


def test_enclosing_places_choose_the_candidates() -> None:
    """Only the candidates with the best fit are kept; if none fits, there is no place."""
    land = town("Bland", 8, kind="country", country="BB", population=10)
    finder = MadeUp(*SEVERAL, land)
    found, none, unknown = choose(
        finder, Name("A", ("Bland",)), Name("B", ("North",)), Name("?", ("Bland",))
    )
    assert ("unknown", None) == (unknown.outcome, unknown.chosen)
    assert ("test:2", 'the only "A" in Bland', ()) == (
        found.chosen.place.place_id, said(found.reason), found.outside
    )  # fmt: skip
    assert ("unknown", None, ()) == (none.outcome, none.chosen, none.runners_up)
    (both,) = choose(finder, Name("A", ("Bland", "A")))
    assert both.chosen.place.place_id == "test:2"


def test_what_fits_a_name_is_worked_out_once() -> None:
    """The candidates that fit a name in its enclosing places are kept for the next context."""
    finder, name = MadeUp(*SEVERAL), Name("A", ("Bland",))
    finder.fitting[name] = kept = (finder.candidates("A")[2],)
    assert kept is fitting_candidates(name, finder)
    assert choose(finder, name)[0].chosen.place is kept[0].place
    other = Name("A", ("A",))
    assert fitting_candidates(other, finder) is fitting_candidates(other, finder)


def test_an_enclosing_place_that_is_far_is_named() -> None:
    """Of several enclosing places, those the choice lies far outside of are listed."""
    lands = [town(f"{code[0]}land", 8, kind="country", country=code) for code in ("BB", "CC")]
    for more in ((), (town("A", 7, country="BB", population=100),)):
        finder = MadeUp(*SEVERAL, *more, *lands)
        (found,) = choose(finder, Name("A", ("Bland", "Cland")))
        assert (("Cland",), "BB") == (found.outside, found.chosen.place.country)


def test_the_projects_places_are_pinned() -> None:
    """A name that the project defines has its place, with full score and its own reason."""
    mine = town("A", 7, source="project")
    own = OwnPlaces()
    own.names["a"] = [Candidate(mine, 0, "a")]
    for more in ([], [town("A", 8, source="project", population=9_000_000)]):
        own.names["a"] = [Candidate(place, 0, "a") for place in (mine, *more)]
        (found,) = choose(MadeUp(*SEVERAL, own=own), "A")
        best = (more or [mine])[-1]
        assert (best, 1.0, 1.0, (), True, "resolved", "pinned in the project's places") == (
            found.chosen.place, found.chosen.score, found.margin, found.runners_up,
            found.is_pinned, found.outcome, said(found.reason),
        )  # fmt: skip


def test_places_near_the_project_are_likelier() -> None:
    """Of two equal places the one near the project's places is chosen, which is the reason."""
    twins = [town("T", 1), town("T", 2, lon=90.0)]
    (plain,) = choose(MadeUp(*twins), "T")
    (found,) = choose(MadeUp(*twins), "T", project=(LonLat(90.0, 0.5),))
    assert (twins[0], twins[1]) == (plain.chosen.place, found.chosen.place)
    assert said(found.reason) == (
        "chosen over T, Aland, 8,906 km further west: it is near the places the project is about"
    )
    assert found.chosen.score > plain.chosen.score


@pytest.mark.parametrize("lon", [90.3, 91.0])
def test_a_reason_compares_with_the_place_that_it_names(lon: float) -> None:
    """The reason is what the choice has over the next place that is not at the same spot."""
    lake = town("T", 2, lon=lon, kind="lake", population=0, importance=0.0)
    best, far = town("T", 1, lon=90.0), town("T", 3, country="BB", importance=0.6)
    (found,) = choose(MadeUp(far, lake, best), "T", project=(LonLat(90.0, 0.5),))
    other, cause = "T, Bland", "it is near the places the project is about"
    if lon == 91.0:
        other, cause = "T, Aland (lake)", "it has 1,000 inhabitants"
    assert best is found.chosen.place
    assert said(found.reason) == f"chosen over {other}: {cause}"


def test_a_reason_names_only_a_place_that_is_worth_it() -> None:
    """A runner-up that is hardly possible is not in the reason."""
    rival = town("A", 2, population=500, country="BB")
    for people in (2_000, 10_000, 100_000, 1_000_000, 20_000_000):
        (found,) = choose(MadeUp(town("A", 1, population=people), rival), "A")
        is_named = said(found.reason).startswith("chosen over A, Bland: ")
        assert is_named is (found.runners_up[0].score >= FAINT - 5e-5)
        if not is_named:
            assert said(found.reason) == 'by far the likeliest "A"'


def test_the_order_of_members_and_repeats_change_nothing() -> None:
    """Members are resolved in the order given, each as in any other order."""
    finder = MadeUp(*SEVERAL)
    names = ["B", "?", "A"]
    there, back = choose(finder, *names), choose(finder, *names[::-1])
    assert names == [one.name.toponym for one in there]
    assert there == back[::-1]
    assert [True, False, True] == [one.chosen is not None for one in there]
