"""Commas that don't enclose, cities' airports, sides of regions, and times to travel."""

from __future__ import annotations

import pytest

from geocoded import codes, place_events, place_where


@pytest.mark.parametrize(
    ("where", "lon", "lat"),
    [
        ("Kharkiv Oblast, Kupiansk", 37.6, 49.7),
        ("Texas, Houston", -95.4, 29.8),
        ("Приморский край, Владивосток", 131.9, 43.1),
        ("near Texas, Houston", -95.4, 29.8),
    ],
)
def test_the_larger_place_may_come_first(gazetteer, where, *, lon, lat):
    """If nothing of the first name lies in the second, the second may lie in the first."""
    row = place_where(where, gazetteer=gazetteer)
    assert (lon, lat) == (pytest.approx(row["lon"], abs=0.2), pytest.approx(row["lat"], abs=0.2))


def test_towns_with_commas_alone_are_a_list(gazetteer):
    """Large towns, none of which lies in another, are a list; a town and a country are not."""
    row = place_where("Lagos, Kano, Port Harcourt", gazetteer=gazetteer)
    assert "Lagos; Kano; Port Harcourt" == row["place_name"]
    placed, found = place_events([{"where": "Aleppo, Iraq"}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert ["place-unknown"] == codes(found)


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("Frankfurt Airport", "Frankfurt am Main International Airport"),
        ("Istanbul airport", "Istanbul Airport"),
        ("Tokyo airport", "Tokyo International Airport"),
        ("Paris Charles de Gaulle Airport", "Charles de Gaulle International Airport"),
        ("Addis Ababa Bole airport", "Bole International Airport"),
    ],
)
def test_the_airport_of_a_city_is_its_main_one(gazetteer, where, name):
    """With several airports, the one of that very name is meant, or the most important one."""
    assert name == place_where(where, gazetteer=gazetteer)["place_name"]


@pytest.mark.parametrize(
    ("where", "name", "precision"),
    [
        ("southern Gaza", "Gaza Strip", "area"),
        ("southern tip of Gaza", "Gaza Strip", "area"),
        ("eastern Aleppo", "Aleppo", "settlement"),
    ],
)
def test_a_side_is_of_the_better_known_place(gazetteer, where, *, name, precision):
    """A side is of the region if that is as well known as its town, or else of the town."""
    row = place_where(where, gazetteer=gazetteer)
    assert (name, precision) == (row["place_name"], row["place_precision"])


def test_distances_from_a_country_start_at_the_capital_of_its_name(gazetteer):
    """A distance from a name of a country and its capital is measured from the capital."""
    assert "Kuwait City" == place_where("10 km from Kuwait", gazetteer=gazetteer)["place_name"]
    assert "Kuwait" == place_where("near Kuwait", gazetteer=gazetteer)["place_name"]


@pytest.mark.parametrize(
    "where",
    [
        "a two-hour drive north of Nairobi",
        "45 minutes' drive from Kampala",
        "an hour south of Lima",
        "à deux heures de route de Bamako",
        "в двух часах езды от Москвы",
    ],
)
def test_a_time_to_travel_is_no_distance(gazetteer, where):
    """A time to travel is reported, and nothing is drawn."""
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert ["place-syntax"] == codes(found)
    assert "is a time" in found[0].message


def test_other_times_are_no_times_to_travel(gazetteer):
    """How long an event lasts says nothing about its place."""
    assert "Lagos" == place_where("a two-day strike in Lagos", gazetteer=gazetteer)["place_name"]


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("Amsterdam en Rotterdam", "Amsterdam; Rotterdam"),
        ("Los Ángeles en California", "Los Angeles"),
        ("Kara au Togo", "Kara"),
    ],
)
def test_a_word_of_two_languages_means_what_fits(gazetteer, where, name):
    """A place lies in another only if it is known to; else the words may be a list."""
    assert name == place_where(where, gazetteer=gazetteer)["place_name"]


@pytest.mark.parametrize(
    ("where", "name", "kind"),
    [
        ("São Paulo", "São Paulo", "settlement"),
        ("Sindh", "Sindh", "admin1"),
        ("Quebec", "Quebec", "admin1"),
        ("Kilimanjaro", "Kilimanjaro", "mountain"),
    ],
)
def test_a_bare_name_is_the_much_better_known_place(gazetteer, where, *, name, kind):
    """A metropolis outweighs the region called after it; other towns do not."""
    row = place_where(where, gazetteer=gazetteer)
    assert (name, kind) == (row["place_name"], row["place_kind"])


def test_a_district_at_the_centre_of_its_region_is_drawn_at_its_town(gazetteer):
    """A district without an outline whose position is vague is its town, marked as uncertain."""
    placed, found = place_events([{"where": "Macomia district, Cabo Delgado"}], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (40.1, -12.2) == (pytest.approx(row["lon"], abs=0.1), pytest.approx(row["lat"], abs=0.1))
    assert ["place-ambiguous"] == codes(found)


@pytest.mark.parametrize(
    ("where", "lon", "lat"),
    [
        ("Turkey's Aegean coast", 26.5, 38.5),
        ("the Colombian Pacific coast", -77.8, 3),
        ("the Black Sea coast of Bulgaria", 27.9, 42.9),
        ("coastal Kenya", 40, -3),
    ],
)
def test_a_coast_is_on_the_sea_that_is_said(gazetteer, where, *, lon, lat):
    """Only the part of a coast is drawn that is on the water it is called after."""
    row = place_where(where, gazetteer=gazetteer)
    west, south, east, north = row["geometry"].bounds
    assert "linear" == row["place_precision"]
    assert west - 0.5 <= lon <= east + 0.5
    assert south - 0.5 <= lat <= north + 0.5
    assert east - west < 5


@pytest.mark.parametrize("where", ["off the coast of Ecuador", "southern Spain"])
def test_far_territories_of_a_country_are_left_out(gazetteer, where):
    """The coast of a country, and a side of it, are those of its main part."""
    row = place_where(where, gazetteer=gazetteer)
    west, _, east, _ = row["geometry"].bounds
    assert east - west < 14


def test_a_road_known_by_its_name_alone_gives_way(gazetteer):
    """What is said to be near a place is drawn there, and not at what a road is called after."""
    row = place_where("the Karakoram Highway near Chilas", gazetteer=gazetteer)
    assert ("Chilas", "near") == (row["place_name"], row["place_precision"])


def test_a_district_of_unknown_place_is_uncertain(gazetteer):
    """A district without an outline, a known place or a known town is marked as uncertain."""
    placed, found = place_events([{"where": "Краснояружский район"}], gazetteer=gazetteer)
    assert ["uncertain"] == placed["place_certainty"].tolist()
    assert ["place-ambiguous"] == codes(found)
