"""Given coordinates: how precise they are, which regions they stand for, and what holds shapes."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, box

from dateline.geocoder import given_regions
from geocoded import place_events

SUMY, KONOTOP = {"lon": 34.8003, "lat": 50.9216}, {"lon": 33.2026, "lat": 51.2403}


def placed(gazetteer, *events):
    """Return the rows of some events, placed together."""
    return place_events(list(events), gazetteer=gazetteer)[0].to_dict("records")


def test_coordinates_alone_are_as_given(gazetteer):
    """Nobody called the coordinates exact, so dateline does not either."""
    (row,) = placed(gazetteer, SUMY)
    assert ("as given", True) == (row["place_precision"], np.isnan(row["uncertainty_m"]))


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ((34.81, 50.92), ("as given", 1300, 1350)),
        ((34.8, 50.9), ("near", 13_000, 13_500)),
        ((35.0, 51.0), ("near", 130_000, 135_000)),
        ((34.8, 50.92), ("as given", 1300, 1350)),
    ],
)
def test_few_decimals_leave_a_radius_open(gazetteer, position, expected):
    """The last decimal that either coordinate has decides how far the event may be away."""
    precision, least, most = expected
    (row,) = placed(gazetteer, dict(zip(("lon", "lat"), position, strict=True)))
    assert precision == row["place_precision"]
    assert least < row["uncertainty_m"] < most


def test_a_given_precision_is_not_sharpened_by_decimals(gazetteer):
    """Coordinates of an area near a place keep an unknown radius, however they are rounded."""
    (row,) = placed(gazetteer, {"lon": 34.81, "lat": 50.92, "place_precision": "near"})
    assert ("near", True) == (row["place_precision"], np.isnan(row["uncertainty_m"]))


@pytest.mark.parametrize("level", ["admin1", "country"])
def test_a_region_is_made_once_for_all_its_positions(gazetteer, monkeypatch, level):
    """Many positions in one region do not look it up, or draw its outline, again and again."""
    drawn = []
    footprint = given_regions.place_footprint
    monkeypatch.setattr(
        given_regions, "place_footprint", lambda *a: drawn.append(a[0].name) or footprint(*a)
    )
    spots = [{"lon": 34.8003 + n / 1000, "lat": 50.9216} for n in range(9)]
    rows = placed(gazetteer, *({**spot, "place_precision": level} for spot in [*spots, KONOTOP]))
    assert {"Sumy Oblast" if level == "admin1" else "Ukraine"} == {r["place_name"] for r in rows}
    assert 1 == len(drawn)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Sumy Oblast", ("admin1", "Sumy Oblast")),
        ("Konotop", ("admin1", "Sumy Oblast")),
        (None, ("admin1", "Sumy Oblast")),
        ("Konotop", ("country", "Ukraine")),
    ],
)
def test_a_region_is_drawn_as_that_region(gazetteer, where, expected):
    """An event that is known to be in a region is drawn as the region, around its coordinates."""
    level, name = expected
    (row,) = placed(gazetteer, {**KONOTOP, "where": where, "place_precision": level})
    assert (level, name) == (row["place_precision"], row["place_name"])
    assert (KONOTOP["lon"], KONOTOP["lat"]) == (row["lon"], row["lat"])
    assert row["geometry"].geom_type.endswith("Polygon")
    assert row["uncertainty_m"] > 100_000
    if level == "country":
        assert not isinstance(row["admin1"], str)


def test_a_region_without_an_outline_is_a_point_with_its_radius(gazetteer):
    """A second-level region without an outline reaches from the coordinates over all of it."""
    event = {"lon": 0.55, "lat": 15.66, "place_precision": "admin2"}
    (row,) = placed(gazetteer, {**event, "where": "Ansongo cercle, Mali"})
    assert ("admin2", "Point") == (row["place_precision"], row["geometry"].geom_type)
    assert 14_000 < row["uncertainty_m"] < 16_000


def test_a_given_radius_stays(gazetteer):
    """An uncertainty that the event has is kept, whatever its region is."""
    event = {**KONOTOP, "place_precision": "admin1", "uncertainty_m": 5000}
    assert 5000 == placed(gazetteer, event)[0]["uncertainty_m"]


def test_coordinates_that_all_events_of_a_region_share_stand_for_it(gazetteer):
    """The name of a region beside one position only is all that is known of the place."""
    named = {**KONOTOP, "where": "Sumy Oblast"}
    one, other = placed(gazetteer, named, {**named, "title": "Another"})
    assert ("admin1", "admin1") == (one["place_precision"], other["place_precision"])


def test_coordinates_that_tell_events_of_a_region_apart_are_kept(gazetteer):
    """Different coordinates beside the name of one region say more than the name."""
    rows = placed(gazetteer, *({**at, "where": "Sumy Oblast"} for at in (SUMY, KONOTOP)))
    assert ["as given"] * 2 == [row["place_precision"] for row in rows]
    assert ["Point"] * 2 == [row["geometry"].geom_type for row in rows]


def test_coordinates_of_a_file_that_tell_apart_some_region_are_kept_for_all(gazetteer):
    """A column of regions beside geolocated events does not make any of them a region."""
    rows = placed(
        gazetteer,
        *({**at, "where": "Sumy Oblast"} for at in (SUMY, KONOTOP)),
        {"lon": 35.2712, "lat": 51.1934, "where": "Kursk Oblast"},
    )
    assert ["as given"] * 3 == [row["place_precision"] for row in rows]


def test_a_region_that_is_not_known_has_the_name_it_was_given(gazetteer):
    """An event somewhere along a road is not called after the town nearest to its coordinates."""
    event = {**KONOTOP, "place_precision": "area", "where": "Qwertz road"}
    (row,) = placed(gazetteer, event)
    assert ("area", "Qwertz road") == (row["place_precision"], row["place_name"])
    assert not isinstance(row["place_id"], str)


KYIV, KYIV_OBLAST = {"lon": 30.5234, "lat": 50.4501}, {"lon": 30.2373, "lat": 49.7042}


@pytest.mark.parametrize(
    ("at", "where", "expected"),
    [
        (KYIV, "Kiew, Ukraine", ("as given", "Kyiv")),
        (KYIV, "Kiew", ("as given", "Kyiv")),
        (KYIV, "Kyiv Oblast", ("admin1", "Kyiv Oblast")),
        (SUMY, "Sumy, region, Ukraine", ("admin1", "Sumy Oblast")),
        (KYIV_OBLAST, "Kiew, Ukraine", ("admin1", "Kyiv Oblast")),
    ],
)
def test_the_centre_of_a_town_is_the_town(gazetteer, *, at, where, expected):
    """A name in any language, at the centre of a town of that name, is not a region."""
    for count in (1, 3):
        for row in placed(gazetteer, *[{**at, "where": where}] * count):
            assert expected == (row["place_precision"], row["place_name"])


def test_many_events_at_one_position_of_a_region_stand_for_it(gazetteer):
    """Three events that share a position and the name of a region are in the region."""
    shared = [{**KONOTOP, "where": "Sumy Oblast", "title": str(n)} for n in range(3)]
    rows = placed(gazetteer, {**SUMY, "where": "Sumy Oblast"}, *shared)
    assert ["as given", *["admin1"] * 3] == [row["place_precision"] for row in rows]


def test_the_usual_centre_of_a_region_is_the_region(gazetteer):
    """Coordinates that are the centre of a region, with no settlement there, stand for it."""
    (place,) = (c.place for c in gazetteer.candidates(["Donetsk Oblast"])["Donetsk Oblast"][:1])
    (row,) = placed(gazetteer, {"lon": place.lon, "lat": place.lat})
    assert ("admin1", "Donetsk Oblast") == (row["place_precision"], row["place_name"])


def test_a_settlement_has_its_own_radius(gazetteer):
    """Coordinates of a settlement are uncertain by its extent."""
    (row,) = placed(gazetteer, {**KONOTOP, "where": "Konotop", "place_precision": "settlement"})
    assert ("settlement", "Konotop") == (row["place_precision"], row["place_name"])
    assert 2_000 < row["uncertainty_m"] < 20_000


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (box(34.0, 50.8, 34.4, 51.2), ["Sumy Oblast", "Sumy Oblast", "UA"]),
        (LineString([(33.2, 51.2), (30.5, 50.4)]), ["Ukraine", None, "UA"]),
        (LineString([(34.8, 50.9), (36.2, 51.7)]), [None, None, None]),
        (box(34.79, 50.91, 34.81, 50.93), ["Sumy", "Sumy Oblast", "UA"]),
    ],
)
def test_shapes_are_named_by_what_contains_all_of_them(gazetteer, shape, expected):
    """A line or area has the name of the smallest place that contains it, if there is one."""
    (row,) = placed(gazetteer, {"geometry": shape})
    seen = [row["place_name"], row["admin1"], row["country"]]
    assert expected == [value if isinstance(value, str) else None for value in seen]


@pytest.mark.parametrize(
    ("where", "is_told"),
    [("Pyongyang", True), ("France", True), ("Piski village", False), ("Hope, Alaska", False)],
)
def test_small_places_that_are_far_are_not_reported(gazetteer, where, is_told):
    """The gazetteer does not have every village, so it cannot say that none is there."""
    _, found = place_events([{**SUMY, "where": where}], gazetteer=gazetteer)
    assert is_told == ("place-far" in [one.code for one in found])


def test_edges_of_large_places_are_vague(gazetteer):
    """A position near a large region is not far from it, if it is small beside the region."""
    _, found = place_events(
        [{"lon": -150.0, "lat": 62.0, "where": "southern Alaska"}], gazetteer=gazetteer
    )
    assert [] == [one.code for one in found if one.code == "place-far"]
