"""Doubtful names are not drawn as if they were known, and their candidates are told apart."""

from __future__ import annotations

import dataclasses

import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.wording import told_apart
from geocoded import place_events, place_where


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def finder(gazetteer):
    return Finder(gazetteer, OwnPlaces())


@pytest.mark.parametrize(
    "name",
    ["Goma Pass", "Tashkent Island", "Lampedusa Pass", "Kassala Dam", "Aleppo Lighthouse Port"],
)
def test_a_kind_word_is_not_dropped(gazetteer, name):
    """A place of another kind than the text names is a candidate, and is not drawn."""
    placed, found = place_events([{"where": name}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert {one.code for one in found} <= {"place-ambiguous", "place-unknown"}
    assert found


@pytest.mark.parametrize(
    ("name", "country"), [("Hamm", "DE"), ("Pori", "FI"), ("Kara", "TG"), ("ENNA", "IT")]
)
def test_a_code_never_beats_a_name(finder, name, country):
    """The code of an airfield is no candidate if the text is the name of a place."""
    candidates = finder.candidates(name)
    assert country in {c.place.country for c in candidates}
    assert not any(c.place.kind == "airfield" and c.rank > 2 for c in candidates)


def test_a_code_in_capitals_is_found(finder):
    """A code that is no name is found if it is written in capitals."""
    assert [c.place.kind for c in finder.candidates("KJFK")] == ["airfield"]
    assert not finder.candidates("kjfk")


def test_namesakes_have_different_texts(finder):
    """Candidates of one name are told apart by region, kind or distance."""
    for name in ("Springfield", "Hama", "Gaza", "Georgia", "San Antonio"):
        places = [c.place for c in finder.candidates(name)]
        texts = told_apart(places, finder)
        assert len(set(texts)) == len(places)


def test_namesakes_of_a_region_are_told_apart_by_distance(finder):
    """Two towns of one name in one region differ by how far the second lies from the first."""
    place = finder.candidates("Sudzha")[0].place
    other = dataclasses.replace(place, lat=place.lat + 1.0, rowid=-1, place_id="own:sudzha")
    first, second = told_apart([place, other], finder)
    assert (first, second) == (
        "Sudzha, Kursk Oblast, Russia",
        "Sudzha, Kursk Oblast, Russia, 111 km further north",
    )


@pytest.mark.parametrize("name", ["Georgia", "Kara", "Tripoli", "Birmingham", "Victoria"])
def test_a_reason_has_no_number_of_the_loser(gazetteer, finder, name):
    """A number in the reason is the winner's, and is larger than that of the other place."""
    row = place_where(name, gazetteer=gazetteer)
    if "inhabitants" not in row["geocode_reason"]:
        return
    best = finder.place(row["place_id"])
    other = finder.place(row["geocode_alternatives"][0]["place_id"])
    assert best.population > other.population
