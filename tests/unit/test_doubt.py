"""Doubtful names are not drawn as if they were known, and their candidates are told apart."""

from __future__ import annotations

import dataclasses

import pytest

from dateline.geocoder.wording import names_apart, told_apart
from dateline.settings import PlaceSettings, Settings
from geocoded import place_events, place_where
from reasons import reason_of


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


def test_names_of_candidates_need_no_words(finder):
    """Candidates of one name and kind have names that differ by region or position, in no words."""
    for name in ("Springfield", "Hama", "Gaza", "Georgia", "San Antonio"):
        places = [c.place for c in finder.candidates(name)]
        names = names_apart(places, finder)
        assert len(set(zip(names, (p.kind for p in places), strict=True))) == len(places)
        assert not any("(settlement" in text or "further" in text for text in names)
    place = finder.candidates("Sudzha")[0].place
    other = dataclasses.replace(place, lat=place.lat + 1.0, rowid=-1, place_id="own:sudzha")
    assert names_apart([place, other, dataclasses.replace(other, kind="base")], finder) == [
        "Sudzha, Kursk Oblast, Russia (51.19, 35.27)",
        "Sudzha, Kursk Oblast, Russia (52.19, 35.27)",
        "Sudzha, Russia",
    ]


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
    if "inhabitants" not in reason_of(row):
        return
    best = finder.place(row["place_id"])
    other = finder.place(row["geocode_alternatives"][0]["place_id"])
    assert best.population > other.population


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Hasakah Governorate", "Al-Hasakah Governorate"),
        ("Hodeidah Governorate", "Al Hudaydah Governorate"),
        ("Tasmania Island", "Tasmania"),
    ],
)
def test_a_region_is_found_by_its_town_and_its_kind(gazetteer, name, region):
    """A kind word for regions means the region that is called like its town."""
    row = place_where(name, gazetteer=gazetteer)
    assert ("admin1", region) == (row["place_kind"], row["admin1"])


def test_a_region_on_the_mainland_is_no_island(gazetteer):
    """A state whose name is that of an island is not drawn for the island."""
    assert place_where("Queensland Island", gazetteer=gazetteer)["geometry"] is None


@pytest.mark.parametrize(
    "name", ["Djibouti", "Monaco", "Luxembourg", "Guatemala", "Kuwait", "Mexico"]
)
def test_the_name_of_a_country_means_the_country(gazetteer, name):
    """A bare country name means the country, not its capital or a region of that name."""
    row = place_where(name, gazetteer=gazetteer)
    assert ("country", "sure") == (row["place_kind"], row["place_certainty"])


def test_a_doubtful_place_is_not_drawn(gazetteer):
    """Below the least score an event is unplaced, lists its candidates, and is reported."""
    placed, found = place_events([{"where": "Springfield"}], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (None, "unknown", "none") == (
        row["geometry"],
        row["place_precision"],
        row["geocode_method"],
    )
    names = [other["place_name"] for other in row["geocode_alternatives"]]
    assert len(set(names)) == len(names) > 1
    assert "not placed" in reason_of(row)
    assert ["place-ambiguous"] == [one.code for one in found]


def test_the_least_score_is_a_setting(gazetteer):
    """With a least score of 0, the likeliest place is drawn and marked as uncertain."""
    settings = Settings(place=PlaceSettings(least_score=0.0))
    row = place_where("Springfield", gazetteer=gazetteer, settings=settings)
    assert ("US", "uncertain") == (row["country"], row["place_certainty"])


def test_what_is_said_lifts_a_doubt(gazetteer):
    """A place that the event supports is drawn, whatever its score."""
    event = {"where": "Springfield", "description": "Houses were damaged in Springfield, Ohio."}
    placed, _ = place_events([event], gazetteer=gazetteer)
    assert placed["admin1"].tolist() == ["Ohio"]


def test_given_coordinates_are_not_uncertain(gazetteer):
    """The certainty is about the choice of a place, which coordinates need not."""
    placed, _ = place_events(
        [{"where": "Springfield", "lon": 1.0, "lat": 2.0}], gazetteer=gazetteer
    )
    assert placed["place_certainty"].isna().all()


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Nueva York", "US"),
        ("Tombouctou", "ML"),
        ("Varsovie", "PL"),
        ("Calcutta", "IN"),
        ("Sebastopol", "UA"),
        ("Le Cap", "ZA"),
        ("Marsella", "FR"),
        ("Nova Iorque", "US"),
        ("La Mecque", "SA"),
    ],
)
def test_a_well_known_city_is_drawn_in_any_language(gazetteer, name, country):
    """The name of a well-known city in another language is drawn although namesakes exist."""
    row = place_where(name, gazetteer=gazetteer)
    assert (row["country"], row["place_precision"]) == (country, "settlement")


@pytest.mark.parametrize("name", ["Toledo", "San Pablo", "Springfield", "Cambridge"])
def test_names_of_several_well_known_places_are_not_drawn(gazetteer, name):
    """A name alone that several well-known places have is not drawn."""
    assert place_where(name, gazetteer=gazetteer)["geometry"] is None


def test_a_city_and_its_province_are_one_answer(gazetteer):
    """A region of its name around a city is no reason against drawing the city."""
    row = place_where("Buenos Aires", gazetteer=gazetteer)
    assert (row["country"], row["place_precision"]) == ("AR", "settlement")
    assert row["place_certainty"] == "uncertain"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Schottland", "Scotland"),
        ("Écosse", "Scotland"),
        ("Англия", "England"),
        ("Katalonien", "Catalonia"),
        ("Sizilien", "Sicily"),
        ("Toskana", "Tuscany"),
    ],
)
def test_regions_have_names_in_other_languages(gazetteer, name, region):
    """First-level regions of Europe are known by their names in the large languages."""
    row = place_where(name, gazetteer=gazetteer)
    assert (row["place_name"], row["place_precision"]) == (region, "admin1")


def test_towns_of_similar_size_are_marked_as_uncertain(gazetteer):
    """Of two towns of about the same size the likelier is drawn with doubt, unless one is said."""
    alone, found = place_events([{"where": "Токмак"}], gazetteer=gazetteer)
    assert alone["place_certainty"].tolist() == ["uncertain"]
    assert [one.code for one in found] == ["place-ambiguous"]
    said, _ = place_events([{"where": "Токмак, Україна"}], gazetteer=gazetteer)
    assert said["place_certainty"].tolist() == ["sure"]
    assert said["country"].tolist() == ["UA"]
