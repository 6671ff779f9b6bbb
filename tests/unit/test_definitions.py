"""Sentences that say where a place is decide which place is meant, also if it is not known."""

from __future__ import annotations

import re

import pytest

from dateline.geocoder import definitions
from dateline.geocoder.areas import AreaReader
from dateline.geocoder.clues import DEFINED, MARKS, merged_clues, spans_of
from dateline.geocoder.definitions import definition_clues
from dateline.geocoder.document import Mention, resolve_document
from dateline.geocoder.kinds_said import kinds_said
from geocoded import place_events
from reasons import reason_of


def marked(finder, name, text, *, mark):
    """Return the codes of the areas that a definition marks with a mark."""
    found = definition_clues(
        name,
        text,
        finder.areas.read([text])[0],
        spans=spans_of(name, text),
        source="text",
        finder=finder,
    )
    return {c.area.code for c in merged_clues(found) if MARKS.index(mark) in c.marks}


def resolved(finder, name, text):
    """Return the resolution of the first mention of a name in a text."""
    mentions = [Mention(name, *span) for span in spans_of(name, text)]
    return resolve_document(mentions, text, finder)[0]


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("Berlin", "Berlin is a city in New Hampshire.", {"US", "US.NH"}),
        ("Lima", "Lima (say: LY-mə) is a city in Ohio.", {"US", "US.OH"}),
        ("Salto", "Salto, once a port, lies in Uruguay.", {"UY"}),
        ("Athens", "Athens is a township in the U.S. state of Ohio. X", {"US", "US.OH"}),
        ("Bonn", "Bonn ist eine Stadt in Deutschland.", {"DE"}),
        ("Cuenca", "Cuenca es una ciudad del Ecuador.", {"EC"}),
        ("Ивановка", "Ивановка — село на севере Казахстана.", {"KZ"}),
        ("Washington", "Washington is hoping that the region will turn against Iran.", set()),
        ("Clinton", "CLINTON — A couple of the town flew to Yemen.", set()),
        ("Taipei", "Taipei is a city in China, Beijing says.", {"CN"}),
        ("Bonn", "Bonn is a city in Germany, in the state of Hesse.", {"DE", "DE.05"}),
        ("Minsk", "Minsk was calm. A city in Poland was not.", set()),
    ],
)
def test_definitions_name_areas(finder, name, text, *, codes):
    """A sentence that says what a place is also says in which country and region it is."""
    assert marked(finder, name, text, mark="defined") == codes


def test_the_areas_of_a_definition_agree(finder):
    """Of areas with one name the one counts that lies in another area that is named."""
    text = "Coolidge is a town in Thomas County, Georgia, west of Savannah."
    assert marked(finder, "Coolidge", text, mark="defined") == {"US", "US.GA", "US.GA.275"}
    text = "Kozlu is a village in the district of Hisar, Batman Province, Turkey."
    assert marked(finder, "Kozlu", text, mark="defined") == {"TR", "TR.76"}


def test_neighbours_say_where_a_place_is(finder):
    """Towns that a definition names as neighbours say the region, where only a country is said."""
    text = "Nakło is a village in Poland, 5 km from Urzejowice."
    assert marked(finder, "Nakło", text, mark="near") == {"PL.80", "PL.80.1814"}
    text = "Nakło is a village in Peru, 5 km from Urzejowice."
    assert not marked(finder, "Nakło", text, mark="near")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Richmond is a town in Henrico County, Virginia. Richmond has a mill.", "US.VA"),
        ("Richmond is a suburb of Melbourne, Victoria, Australia.", "AU.07"),
        ("Richmond is a city in Ray County, in the U.S. state of Missouri. X", "US.MO"),
        ("Richmond is a town in Quebec, Canada, on the Saint-François River.", "CA.10"),
    ],
)
def test_a_definition_decides(finder, text, region):
    """The bearer of a name is meant that lies where the text says that the name is."""
    assert resolved(finder, "Richmond", text).chosen.place.admin1 == region


@pytest.mark.parametrize("name", ["Vladivostok", "Qwertaburg"])
def test_an_unknown_place_is_drawn_as_the_area_it_is_in(gazetteer, finder, name):
    """If no place of the name is known in or near the area, the area stands for it, with a word."""
    text = f"{name} is a village in Gratiot County, Michigan."
    found = resolved(finder, name, text)
    assert found.is_stand_in
    assert found.chosen.place.name == "Gratiot County"
    table, diagnostics = place_events([{"where": name, "description": text}], gazetteer=gazetteer)
    row = table.iloc[0]
    assert (row["place_precision"], row["place_certainty"]) == ("admin2", "uncertain")
    assert "Gratiot County" in reason_of(row)
    assert [one.code for one in diagnostics] == ["place-ambiguous"]
    assert "not known" in diagnostics[0].message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Hyderabad", "Hyderabad is a city in Andhra Pradesh, India."),
        ("Simferopol", "Simferopol is a city in Russia."),
        ("Lima", "Lima is a city in Allen County, Ohio."),
        ("Goma", "Goma was hit. Officials in Michigan protested."),
    ],
)
def test_a_known_place_is_not_replaced(finder, name, text):
    """A place in or near the area is meant, and so is one whose country or region has changed."""
    assert not resolved(finder, name, text).is_stand_in


def test_a_country_alone_replaces_no_place(finder):
    """Where only a country is said, a place elsewhere is doubted but not replaced."""
    found = resolved(finder, "Vladivostok", "Vladivostok is a city in Brazil.")
    assert not found.is_stand_in
    unknown = resolved(finder, "Qwertaburg", "Qwertaburg is a city in Brazil.")
    assert unknown.chosen.place.name == "Brazil"


@pytest.mark.parametrize(
    ("text", "name", "kinds"),
    [
        ("Fires in Eastland and Callahan counties", "Eastland", {"admin2"}),
        ("Fires in Eastland and Callahan counties", "Callahan", {"admin2"}),
        ("in the town of Karak", "Karak", {"settlement"}),
        ("from Kermanshah province", "Kermanshah", {"admin1", "admin2"}),
        ("Lagos state police", "Lagos", {"admin1"}),
        ("in Lagos State University", "Lagos", set()),
        ("in Sumy, a city", "Sumy", set()),
        ("Georgia counties", "Georgia", {"admin2"}),
    ],
)
def test_kinds_are_read_beside_a_name(text, name, kinds):
    """A kind word in lower case beside a name, or at the end of its list, says its kind."""
    start = text.index(name)
    assert kinds_said(text, start, start + len(name)) == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Floods hit Kermanshah province in Iran.", "admin1"),
        ("Floods hit Kermanshah in Iran.", "settlement"),
        ("Fires burned in Murmansk oblast, Russia.", "admin1"),
        ("A patrol in the town of Murmansk, Russia.", "settlement"),
    ],
)
def test_a_said_kind_chooses_the_town_or_its_region(finder, text, kind):
    """The region is meant where the text says so, and else the town of that name."""
    name = text.split()[2] if "Kermanshah" in text else "Murmansk"
    assert resolved(finder, name, text).chosen.place.kind == kind


def test_the_reader_knows_names_with_an_apostrophe(gazetteer):
    """Areas such as Côte d'Ivoire are read as a whole, and a country is no region of its name."""
    reader = AreaReader(gazetteer)
    text = "A village in Côte d'Ivoire and one in France"
    assert {area.code for one in reader.read([text])[0] for area in one.areas} == {"CI", "FR"}


def test_many_definitions_in_one_text_take_time_in_proportion() -> None:
    """A text of twice the length has twice as many definitions, each looked at for a while."""
    text = "Kyiv is a village in " * 5000
    spans = [(m.start(), m.end()) for m in re.finditer("Kyiv", text)]
    found = list(definitions._definitions(text, spans))
    assert len(found) == len(spans)
    assert all(end - start <= definitions._LONGEST for start, end in found)


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Kharkiv", "Kharkiv is a city near Belgorod Oblast.", "UA"),
        ("Kharkiv", "Kharkiv is a city 40 km from Belgorod Oblast, Russia.", "UA"),
        ("Odesa", "Odesa was the city hit by missiles launched from Kursk Oblast.", "UA"),
        ("Kyiv", "Kyiv is the city that troops from Gomel Region tried to reach.", "UA"),
        ("Goma", "Goma is a city close to Western Province in Rwanda.", "CD"),
        ("Toulouse", "Toulouse est une ville près de la Catalogne.", "FR"),
        ("Харків", "Харків — місто біля Бєлгородської області.", "UA"),
    ],
)
def test_an_area_that_a_place_is_not_in_defines_nothing(gazetteer, name, text, *, country):
    """Areas that a definition names as near, as an origin or in another thought do not count."""
    placed, _ = place_events([{"where": name, "description": text}], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (row["country"], row["place_kind"]) == (country, "settlement")
    assert "description" not in reason_of(row)


@pytest.mark.parametrize(
    "text",
    [
        "Xville is a village 5 km from Gorham in Coos County, New Hampshire.",
        "Xville is a village in the north of Coos County in New Hampshire, near Canada.",
    ],
)
def test_an_area_after_a_distance_may_still_hold_the_place(gazetteer, text):
    """The word right before an area decides whether the place is in it."""
    placed, _ = place_events([{"where": "Xville", "description": text}], gazetteer=gazetteer)
    assert placed.iloc[0]["place_name"] == "Coos County"


def test_what_a_place_is_not_is_no_definition(finder):
    """A sentence with "no" before the kind of place defines nothing."""
    assert not marked(finder, "Paris", "Paris is no town in Texas.", mark=DEFINED)


def test_a_reason_does_not_name_another_part_of_the_country(gazetteer):
    """A region that a text names is no reason for a place elsewhere in its country."""
    text = "Lviv is the town from which 40 people came; they were hit in Kherson Oblast."
    placed, _ = place_events([{"where": "Lviv", "description": text}], gazetteer=gazetteer)
    assert "Kherson" not in reason_of(placed.iloc[0])
