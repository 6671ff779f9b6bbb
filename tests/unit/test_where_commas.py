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
