"""What an event says beside a name decides which place is meant, and the reason says so."""

from __future__ import annotations

import pytest

from dateline.geocoder.areas import AreaReader, SaidArea
from dateline.geocoder.clues import MARKS, clues_in, implied, spans_of
from dateline.settings import PlaceSettings, Settings
from geocoded import place_events
from reasons import reason_of


@pytest.fixture(scope="module")
def reader(gazetteer):
    return AreaReader(gazetteer)


def placed(event, gazetteer, *, near=()):
    table, found = place_events(
        [event], gazetteer=gazetteer, settings=Settings(place=PlaceSettings(near=near))
    )
    return table.iloc[0], found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Two people were hurt in Kara, Togo.", {"TG"}),
        ("Clashes in northern Lebanon", {"LB"}),
        ("The Lebanese army said", {"LB"}),
        ("South Sudan and Papua New Guinea", {"SS", "PG"}),
        ("United States/Texas", {"US", "US.TX"}),
        ("A U.S. convoy", {"US"}),
        ("Взрыв в Ливане и на Украине", {"LB", "UA"}),
        ("انفجار في لبنان", {"LB"}),
        ("黎巴嫩北部", {"LB"}),
        ("the mali of this and a chad of that", set()),
        ("In the north, Central command said", set()),
    ],
)
def test_areas_are_found_in_texts(reader, text, codes):
    """Countries and regions are found by name and demonym, the longest name at each spot."""
    found = {area.code for said in reader.read([text])[0] for area in said.areas}
    wanted = {code for code in codes if "." not in code or code in found}
    assert wanted <= found
    assert {code for code in found if "." not in code} == {c for c in codes if "." not in c}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Пожар в Брянской области", "RU.10"),
        ("Обстріл Харківщини", "UA.07"),
        ("Взрыв на Сумщине", "UA.21"),
        ("Вибух у Сумській області", "UA.21"),
    ],
)
def test_regions_are_read_in_the_words_of_reports(reader, text, code):
    """Regions are found as adjectives and as people call them, in any case."""
    assert code in {area.code for said in reader.read([text])[0] for area in said.areas}


def test_a_region_implies_its_country():
    """A region says its country too, unless the words may mean regions of several countries."""
    texas, victoria = SaidArea("admin1", "US.TX"), SaidArea("admin1", "AU.07")
    assert implied([texas]) == {texas, SaidArea("country", "US")}
    assert implied([texas, victoria]) == {texas, victoria}


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Hurt in Kara, Togo.", {"said", "early", "sentence", "beside", "follows"}),
        ("Hurt in Kara (Togo).", {"said", "early", "sentence", "beside", "follows"}),
        ("The envoy left Kara for Togo.", {"said", "early", "sentence", "beside"}),
        ("The Togolese police closed Kara.", {"said", "early", "sentence", "beside"}),
        ("Kara was calm. Officials of Togo met.", {"said", "early"}),
        ("Kara is a town with " + "many " * 9 + "markets in Togo.", {"said", "early", "sentence"}),
        ("A market opened. " * 40 + "Togo.", {"said"}),
    ],
)  # fmt: skip
def test_clues_know_how_close_they_are(reader, text, marks):
    """A clue is beside the name, in its sentence, at the beginning, or somewhere in the text."""
    said = reader.read([text])[0]
    found = clues_in("Kara", text, said, spans=spans_of("Kara", text))
    assert [marks] == [{MARKS[index] for index in clue.marks} for clue in found]


@pytest.mark.parametrize(
    ("where", "field", "text", "region"),
    [
        ("Paris", "layer", "United States/Texas", "Texas"),
        ("Birmingham", "layer", "United States/Alabama", "Alabama"),
        ("Alexandria", "description", "Police in Alexandria, Virginia, said.", "Virginia"),
        ("Springfield", "description", "Houses damaged in Springfield, Ohio.", "Ohio"),
        ("Manchester", "title", "Fire in Manchester, New Hampshire", "New Hampshire"),
        ("Berlin", "description", "Berlin is a city in New Hampshire.", "New Hampshire"),
        ("Perth", "description", "A man died in Perth, Scotland, on Sunday.", "Scotland"),
    ],
)
def test_a_region_that_is_said_decides(gazetteer, where, field, *, text, region):
    """A region in the layer or in a text outweighs the population of namesakes, and is named."""
    row, found = placed({"where": where, field: text}, gazetteer)
    assert row["admin1"] == region
    assert not found
    assert region in reason_of(row)


@pytest.mark.parametrize(
    ("event", "country"),
    [
        ({"where": "Kara", "description": "Two people were hurt in Kara, Togo, on Friday."}, "TG"),
        ({"where": "Tripoli", "title": "Clashes in northern Lebanon"}, "LB"),
        ({"where": "Tripoli", "title": "Libyan coast guard intercepts a boat"}, "LY"),
        ({"where": "Tripoli", "title": "Взрыв на севере Ливана"}, "LB"),
        ({"where": "Santiago", "description": "Arrests in the northern Dominican Republic."}, "DO"),
        ({"where": "Trujillo", "title": "Peruvian police seize explosives"}, "PE"),
        ({"where": "Valencia", "layer": "Venezuela"}, "VE"),
        ({"where": "Cordoba", "sources": "Floods in Colombia https://example.org/a"}, "CO"),
    ],
)
def test_a_country_that_is_said_decides(gazetteer, event, country):
    """A country or its people in a title, text, source or layer outweigh fame."""
    row, _ = placed(event, gazetteer)
    assert row["country"] == country


@pytest.mark.parametrize(
    ("where", "title", "country"),
    [
        ("Lebanon", "US envoy arrives for talks", "LB"),
        ("Kyiv", "Polish president arrives for talks", "UA"),
        ("Georgia", "Russian troops move a border fence", "GE"),
        ("Amman", "American envoy arrives", "JO"),
    ],
)
def test_another_country_in_the_text_does_not_move_a_place(gazetteer, where, *, title, country):
    """A country that is said and has no such place is no reason against the place."""
    row, _ = placed({"where": where, "title": title}, gazetteer)
    assert row["country"] == country


def test_the_text_of_one_event_is_not_evidence_for_another(gazetteer):
    """Two events of one layer that name the same town can mean two towns."""
    events = [
        {"where": "Springfield", "description": "Fire in Springfield, Ohio."},
        {"where": "Springfield", "description": "Fire in Springfield, Missouri."},
    ]
    table, _ = place_events(events, gazetteer=gazetteer)
    assert ["Ohio", "Missouri"] == table["admin1"].tolist()


def test_a_place_far_from_the_project_is_doubted(gazetteer):
    """A little-known place far from all that the project is about is never drawn silently."""
    row, found = placed({"where": "Tanna"}, gazetteer, near=("Vanuatu",))
    assert row["country"] == "VU" or found


def test_the_reason_names_the_evidence(gazetteer):
    """The reason says which part of the event names the area."""
    row, _ = placed({"where": "Tripoli", "title": "Clashes in northern Lebanon"}, gazetteer)
    assert reason_of(row).endswith("because the title says Lebanon")


def test_a_region_supports_no_place_elsewhere_in_its_country(gazetteer):
    """A doubtful place is not drawn because a region elsewhere in its country is said."""
    event = {"where": "Ivanovka", "description": "A drone fell in Kursk Oblast."}
    row, found = placed(event, gazetteer)
    assert row["geometry"] is None
    assert [one.code for one in found] == ["place-ambiguous"]
    event["description"] = "A drone fell in Bryansk Oblast."
    row, _ = placed(event, gazetteer)
    assert row["admin1"] == "Bryansk Oblast"
