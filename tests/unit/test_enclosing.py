"""Which enclosing places a place lies in and which it contradicts, with made-up places."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from dateline.gazetteer import Candidate, Gazetteer
from dateline.geocoder.candidates import Finder
from dateline.geocoder.context import context_of
from dateline.geocoder.enclosing import AROUND_M, contradicted, fit
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.resolve import resolve
from geocoded import place_events
from made_places import make_place
from reasons import said

DEGREE_M = 111_195.0


class Places:
    """Finds made-up places by name, as the geocoder's finder does."""

    def __init__(self, *places, outlines=()):
        self._places = places
        self._outlines = dict(outlines)

    def candidates(self, name):
        return [Candidate(place, 0, name) for place in self._places if place.name == name]

    def outline(self, place):
        return self._outlines.get(place.name)


def share(place, within, *holders, outlines=()):
    return fit([Candidate(place, 0, "")], within, Places(*holders, outlines=outlines))[0]


@pytest.mark.parametrize(
    ("kind", "code", "fields", "inside"),
    [
        ("country", {"country": "AA"}, {"country": "AA"}, True),
        ("country", {"country": "AA"}, {"country": "BB"}, False),
        ("admin1", {"admin1": "AA.1"}, {"admin1": "AA.1"}, True),
        ("admin1", {"admin1": "AA.1"}, {"admin1": "AA.2"}, False),
        ("admin1", {"admin1": ""}, {"admin1": ""}, False),
        ("admin2", {"admin2": "AA.1.1"}, {"admin2": "AA.1.1"}, True),
        ("admin2", {"admin2": "AA.1.1"}, {"admin2": "AA.1.2"}, False),
        ("admin2", {"admin2": ""}, {"admin2": ""}, False),
        ("admin2", {"admin1": "AA.1", "admin2": "AA.1.1"}, {"admin1": "AA.1"}, False),
    ],
)
def test_areas_hold_what_has_their_code(kind, code, fields, *, inside):
    """A country, region or district contains the places with its code; without a code, none."""
    holder = make_place("H", kind=kind, **code)
    assert inside is bool(share(make_place("A", **fields), ("H",), holder))


@pytest.mark.parametrize(
    ("fields", "inside"),
    [
        ({"lat": 0.0}, True),
        ({"lat": (AROUND_M + 5_000) / DEGREE_M * 0.99}, True),
        ({"lat": (AROUND_M + 5_000) / DEGREE_M * 1.01}, False),
        ({"population": 2_000}, True),
        ({"population": 2_001}, False),
    ],
)
def test_a_town_holds_what_is_near_and_no_larger(fields, inside):
    """A town contains smaller places up to thirty kilometres beyond its own extent."""
    town = make_place("Big", population=2_000, uncertainty_m=5_000.0)
    assert inside is bool(share(make_place("A", **fields), ("Big",), town))


def test_waters_and_ranges_hold_what_their_outline_covers():
    """Any other place contains what lies in its outline; without an outline, nothing."""
    lake = make_place("Lake", kind="lake")
    inner, outer = make_place("A"), make_place("B", lon=3.0)
    outlines = {"Lake": box(-1, -1, 1, 1)}
    assert (1.0, 0.0, 0.0) == (
        share(inner, ("Lake",), lake, outlines=outlines),
        share(outer, ("Lake",), lake, outlines=outlines),
        share(inner, ("Lake",), lake),
    )


def test_nothing_holds_itself():
    """No place lies in itself."""
    for kind in ("country", "settlement"):
        place = make_place("A", kind=kind, country="AA")
        assert share(place, ("A",), place) == 0.0


def test_one_of_several_places_of_a_name_is_enough():
    """An enclosing place may be any place with that name."""
    far, here = (make_place("H", kind="country", country=code) for code in ("BB", "AA"))
    assert share(make_place("A", country="AA"), ("H",), far, here) == 1.0


@pytest.mark.parametrize(
    ("word", "kind", "inside"),
    [
        ("country", "country", True),
        ("Country", "country", True),
        ("country", "settlement", False),
        ("town", "settlement", True),
        ("oblast", "admin1", True),
        ("disputed", "disputed", True),
    ],
)
def test_a_kind_word_fits_places_of_that_kind(word, kind, inside):
    """A kind word in place of an enclosing place selects places of that kind."""
    assert inside is bool(share(make_place("A", kind=kind), (word,)))


def test_candidates_are_judged_one_by_one():
    """Each candidate gets its own share of the enclosing places, in order."""
    candidates = [Candidate(make_place(f"in {c}", country=c), 0, "") for c in ("AA", "BB")]
    holders = [make_place(code, kind="country", country=code) for code in ("AA", "BB")]
    finder = Places(*holders, make_place("AB", kind="country", country="AA"))
    assert [1.0, 0.0] == fit(candidates, ("AA",), finder)
    assert [1.0, 0.0] == fit(candidates, ("AA", "AB"), finder)
    assert [0.5, 0.5] == fit(candidates, ("AA", "BB"), finder)
    assert [1.0, 1.0] == fit(candidates, (), finder)
    assert [] == fit([], ("AA",), finder)


# --- contradictions ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "far"),
    [
        ({"country": "BB", "lat": 5.0}, True),
        ({"country": "AA", "lat": 5.0}, False),
        ({"country": "BB", "lat": 0.9}, False),
        ({"country": "BB", "lat": 1.1}, True),
    ],
)
def test_a_place_contradicts_what_it_lies_far_outside_of(fields, far):
    """A place contradicts an enclosing place that neither contains it nor has it in its circle."""
    holder = make_place("H", kind="country", country="AA", uncertainty_m=DEGREE_M)
    found = contradicted(make_place("A", **fields), ("H", "nowhere"), Places(holder))
    assert (("H",) if far else ()) == found


@pytest.mark.parametrize(
    ("where", "outside", "hint"),
    [
        ("Sudzha, Kursk Oblast, Spain", ['"Spain"'], "Sudzha, Russia"),
        ("Sudzha, Spain, Russia, Portugal", ['"Spain"', '"Portugal"'], "Sudzha, Russia"),
        ("Kyiv, Kyiv Oblast, Ukraine", [], ""),
        ("Sudzha, Kursk Oblast, Russia", [], ""),
        ("Sudzha, Kursk Oblast, nowhere at all", [], ""),
    ],
)
def test_an_enclosing_place_that_is_wrong_is_reported(where, outside, hint):
    """A place far outside an enclosing place is kept, with a warning that names that place."""
    with Gazetteer.open() as gazetteer:
        placed, findings = place_events([{"where": where}], gazetteer=gazetteer)
    assert placed["geocode_score"].notna().all()
    assert len(findings) == bool(outside)
    for finding in findings:
        assert ("place-ambiguous", "warning") == (finding.code, finding.severity)
        assert [word for word in outside if word in finding.message] == outside
        assert f'"{hint}"' in finding.hint


def test_a_reason_names_no_enclosing_place_that_does_not_hold():
    """The reason mentions only enclosing places that the place lies in."""
    with Gazetteer.open() as gazetteer:
        finder = Finder(gazetteer, OwnPlaces())
        name = Name("Sudzha", ("Kursk Oblast", "Spain"))
        (found,) = resolve(context_of([name]), finder)
    assert ('the only "Sudzha" in Kursk Oblast', ("Spain",)) == (said(found.reason), found.outside)
