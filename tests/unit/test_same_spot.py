"""Which places are the same spot on a map, and the reasons of choices, with made-up places."""

from __future__ import annotations

import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder
from dateline.geocoder.context import context_of
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.resolve import MARGIN, fitting_candidates, resolve
from dateline.geocoder.spots import CITY_REGION_M, SAME_SHARE, SPOT_M, is_same_spot
from made_places import make_place

DEGREE_M = 111_195.0


@pytest.fixture(scope="module")
def finder():
    with Gazetteer.open() as gazetteer:
        yield Finder(gazetteer, OwnPlaces())


def spots(metres, one_m, other_m):
    """Return whether two places of these radii and this distance are one spot, in either order."""
    one = make_place("A", uncertainty_m=one_m)
    other = make_place("B", uncertainty_m=other_m, lat=metres / DEGREE_M)
    assert is_same_spot(one, other) is is_same_spot(other, one)
    return is_same_spot(one, other)


@pytest.mark.parametrize(
    ("metres", "one_m", "other_m", "same"),
    [
        (0, 1_000, 40_000, True),
        (SPOT_M * 0.99, 1_000, SPOT_M, True),
        (SPOT_M * 1.01, 1_000, SPOT_M, False),
        (0, 1_000, SPOT_M + 1, False),
        (0, 1e6, 1e6 * (1 + SAME_SHARE), True),
        (0, 1e6, 1e6 * (1.01 + SAME_SHARE), False),
        (1e6 * SAME_SHARE * 0.99, 1e6, 1e6, True),
        (1e6 * SAME_SHARE * 1.01, 1e6, 1e6, False),
    ],
)
def test_small_and_close_or_of_one_size_and_place(metres, one_m, other_m, *, same):
    """Two places are one spot if both are small and close, or nearly equal in size and position."""
    assert same is spots(metres, one_m, other_m)


def test_spots_are_alike_at_any_latitude():
    """The distance counts, not how far north or south the two places are."""
    for lat in (-60.0, 60.0):
        one, other = make_place("A", lat=lat), make_place("B", lat=lat + 0.1)
        assert is_same_spot(one, other)
        assert not is_same_spot(one, make_place("B", lat=-lat))
        assert not is_same_spot(one, make_place("B", lat=lat, lon=2.0))


def test_a_place_is_the_same_spot_as_itself():
    """A place of any size is the same spot as itself."""
    place = make_place("A", uncertainty_m=1e7)
    assert is_same_spot(place, place)


CITY = {"admin1": "AA.1", "population": 600, "uncertainty_m": 10.0}
REGION = {"kind": "admin1", "admin1": "AA.1", "population": 1_000, "uncertainty_m": CITY_REGION_M}


@pytest.mark.parametrize(
    ("city", "region", "same"),
    [
        ({}, {}, True),
        ({"population": 500}, {}, True),
        ({"population": 1}, {"population": 1}, True),
        ({"population": 499}, {}, False),
        ({}, {"uncertainty_m": CITY_REGION_M + 1}, False),
        ({}, {"population": 0}, False),
        ({}, {"admin1": "AA.2"}, False),
        ({}, {"kind": "admin2"}, False),
        ({"kind": "facility"}, {}, False),
        ({"name": "B"}, {}, False),
    ],
)
def test_a_city_and_the_region_it_mostly_is(city, region, same):
    """A small region is one spot with the city of its name if that has half of its population."""
    one = make_place(**{"name": "A", "lat": 1.0, **CITY, **city})
    other = make_place(**{"name": "a", **REGION, **region})
    assert same is is_same_spot(one, other) is is_same_spot(other, one)


# --- choices ----------------------------------------------------------------------------------


def choose(finder, toponym, *within):
    return resolve(context_of([Name(toponym, within)]), finder)[0]


def test_the_only_place_of_a_name(finder):
    """A single candidate is resolved, with its score as margin and no runner-up."""
    found = choose(finder, "Vladivostok")
    assert ("resolved", (), False, False) == (
        found.outcome,
        found.runners_up,
        found.is_pinned,
        found.is_misfit,
    )
    assert 0.9 < found.chosen.score == found.margin <= 1.0
    assert found.chosen.score == round(found.chosen.score, 4)


def test_places_that_are_about_as_likely(finder):
    """A choice that leads by little is ambiguous; its margin is its lead over the next place."""
    found = choose(finder, "Springfield")
    lead = found.chosen.score - found.runners_up[0].score
    assert ("ambiguous", False, False) == (found.outcome, found.is_pinned, found.is_misfit)
    assert pytest.approx(lead, abs=2e-4) == found.margin
    assert 0 < found.margin < MARGIN
    scores = [found.chosen.score, *(one.score for one in found.runners_up)]
    assert scores == [round(score, 4) for score in scores]
    assert 0 < scores[-1] <= scores[1] < scores[0] < 1


def test_no_place_of_a_name(finder):
    """A name without candidates is unknown, with no place, score or reason."""
    found = choose(finder, "Qwertzuiop")
    assert ("unknown", None, 0.0, ()) == (found.outcome, found.chosen, found.margin, found.reason)


@pytest.mark.parametrize(
    ("toponym", "misfit"), [("Sudzha", False), ("Sudzha raion", True), ("Kursk Oblast", False)]
)
def test_a_place_of_another_kind_than_named(finder, toponym, misfit):
    """A place of another kind than its name says is a misfit."""
    found = choose(finder, toponym)
    assert misfit is (found.is_misfit and found.chosen.place.kind == "settlement")


def test_a_town_stands_for_its_district(finder):
    """If a town and its district are one spot, the town is chosen, without a runner-up."""
    found = choose(finder, "Moscow")
    assert ("settlement", "resolved") == (found.chosen.place.kind, found.outcome)
    assert not any(is_same_spot(found.chosen.place, one.place) for one in found.runners_up)


def test_candidates_that_fit_best_are_kept(finder):
    """The candidates that fit most enclosing places are kept, if any fits."""
    kept = fitting_candidates(Name("Paris", ("Texas", "United States")), finder)
    assert {"US.TX"} == {one.place.admin1 for one in kept}
    assert () == fitting_candidates(Name("Sudzha", ("Spain",)), finder)
    assert fitting_candidates(Name("Paris"), finder) == finder.candidates("Paris")
