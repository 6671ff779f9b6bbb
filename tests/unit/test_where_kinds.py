"""What the form of a text says of the kind of its places: rivers, lakes, districts, islands."""

from __future__ import annotations

import pytest

from geocoded import codes, place_events, place_where
from reasons import reason_of


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("the northern bank of the Dnipro", "Dnieper"),
        ("правый берег Днепра", "Dnieper"),
        ("лівий берег Дніпра", "Dnieper"),
        ("am linken Ufer des Dnipro", "Dnieper"),
        ("margem esquerda do Zambeze", "Zambezi"),
        ("along the Niger", "Niger"),
    ],
)
def test_a_bank_is_of_a_river(gazetteer, where, name):
    """What has a bank is a river, not a town or country of that name."""
    row = place_where(where, gazetteer=gazetteer)
    assert (row["place_name"], row["place_kind"]) == (name, "river")
    assert row["place_precision"] == "linear"


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("shore of Lake Chad", "Lake Chad"),
        ("rives du lac Tchad", "Lake Chad"),
        ("am Ufer des Bodensees", "Bodensee"),
        ("Van Gölü kıyısı", "Lake Van"),
    ],
)
def test_a_shore_of_a_lake_is_its_outline(gazetteer, where, name):
    """The shore of a lake is drawn as a line; the lake may be called after a place."""
    row = place_where(where, gazetteer=gazetteer)
    assert (row["place_name"], row["place_precision"]) == (name, "linear")


def test_a_lake_off_a_town_is_the_water_near_it(gazetteer):
    """A lake off a town is drawn around the town, although the town has no sea coast."""
    row = place_where("Lake Tanganyika off Kigoma", gazetteer=gazetteer)
    assert row["place_precision"] == "near"
    assert abs(row["lon"] - 29.6) < 0.3
    assert abs(row["lat"] + 4.9) < 0.3


@pytest.mark.parametrize(
    "where",
    [
        "Izium district, Kharkiv Oblast",
        "Kupiansk district",
        "municipio de Tumaco, Nariño",
        "distrito de Palma, Cabo Delgado",
        "Куп'янський район",
        "Суджанский район",
        "Грайворонский район",
    ],
)
def test_a_district_of_which_only_the_town_is_known(gazetteer, where):
    """The town is drawn with 40 km around it, as uncertain, and a finding names both."""
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (row["place_kind"], row["place_precision"]) == ("settlement", "near")
    assert row["uncertainty_m"] > 40_000
    assert row["place_certainty"] == "uncertain"
    assert "no district of that name is known" in reason_of(row)
    assert "place-ambiguous" in codes(found)
    assert any("km around it" in one.message for one in found)


@pytest.mark.parametrize("where", ["Sumy Island", "Isla Sumy", "Lake Kharkiv", "Mount Khartoum"])
def test_a_natural_feature_is_no_region(gazetteer, where):
    """A word for land or water is not taken for the region of a town of that name."""
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert found


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("monte Kenia", "Mount Kenya"),
        ("озеро Чад", "Lake Chad"),
        ("金门岛", "Kinmen County"),
        ("沖縄県与那国島", "Yonaguni Island"),
    ],
)
def test_features_are_found_by_the_place_they_are_called_after(gazetteer, where, name):
    """A kind word and the name of a place give the feature that is called after the place."""
    assert place_where(where, gazetteer=gazetteer)["place_name"] == name


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("10 km from Oaxaca", "Oaxaca"),
        ("5,5 km südwestlich von Mykolajiw", "Mykolaiv"),
        ("südlich von Donezk", "Donetsk"),
        ("20 km from Kigoma", "Kigoma"),
    ],
)
def test_distances_are_measured_from_the_town(gazetteer, where, name):
    """Where a region is called after its town, the town is what a distance starts at."""
    row = place_where(where, gazetteer=gazetteer)
    assert (row["place_name"], row["place_kind"]) == (name, "settlement")


@pytest.mark.parametrize("where", ["near Kharkiv Oblast", "20 km from Texas", "north of Tigray"])
def test_distances_from_regions_that_are_said(gazetteer, where):
    """A region by its kind word, or one that no town is called like, stays the region."""
    assert place_where(where, gazetteer=gazetteer)["place_kind"] == "admin1"


def test_the_towns_of_ways_are_sure(gazetteer):
    """A town and its region share their score where only the town can be meant."""
    row = place_where("auf halbem Weg zwischen Kiew und Odessa", gazetteer=gazetteer)
    assert row["place_name"] == "Kyiv; Odesa"


def test_either_introduces_alternatives(gazetteer):
    """Of *either A or B* both places are drawn."""
    assert place_where("either Goma or Bukavu", gazetteer=gazetteer)["place_name"] == (
        "Goma or Bukavu"
    )


def test_adjectives_are_no_ends_of_roads(gazetteer):
    """A highway that is called by an adjective is not drawn as a line between two countries."""
    placed, found = place_events([{"where": "Pan-American Highway"}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert found


@pytest.mark.parametrize("where", ["Valley of Sumy", "Kharkiv Plateau"])
def test_a_region_of_a_town_is_no_landform(gazetteer, where):
    """A region that is called after its town is not drawn as a valley or plateau."""
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert found


@pytest.mark.parametrize("where", ["in transit", "en route", "pending"])
def test_words_that_name_no_place(gazetteer, where):
    """Words of an unfinished record are no places."""
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    assert placed["geometry"].isna().all()
    assert codes(found)[0] == "place-unknown"


@pytest.mark.parametrize(
    ("event", "country"),
    [
        ({"where": "along the Rio Grande, Brazil"}, "BR"),
        ({"where": "along the Orange, France"}, "FR"),
        ({"where": "along the Madeira, Portugal"}, "PT"),
        ({"where": "along the Rio Grande", "description": "Floods in southern Brazil."}, "BR"),
    ],
)
def test_a_river_elsewhere_is_not_meant(gazetteer, event, country):
    """A river that does not touch the country that is said is not preferred to a place in it."""
    placed, _ = place_events([event], gazetteer=gazetteer)
    assert placed["country"].tolist() == [country]


def test_a_river_through_the_country_is_meant(gazetteer):
    """A river that crosses the country that is said is preferred because of its kind."""
    assert place_where("along the Rhine, Germany", gazetteer=gazetteer)["place_kind"] == "river"
