"""UTM coordinates in columns: easting, northing and the zone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.mapping.utm import metres, parse_zone
from dateline.normalise import normalise
from dateline.readers import RawTable
from dateline.settings import Settings
from reading import map_tables

EAST, NORTH = "512520", "5674873"
#: Where that is in zone 36 north, to the metre.
LON, LAT = 33.17929, 51.2251


def mapped(columns: dict[str, list]):
    columns = {"Event": ["A landslide", "A rockfall"], "Date": ["2024-03-05"] * 2} | columns
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    table = RawTable("a.csv", list(columns), series, np.array([2, 3]), heading_line=1)
    return map_tables([table], Settings())


def position(columns: dict[str, list], row: int = 0) -> tuple[float, float]:
    table, _ = mapped(columns)
    return float(table["lon"].iloc[row]), float(table["lat"].iloc[row])


@pytest.mark.parametrize(
    ("zone", "east", "north"),
    [
        ("Zone", "Easting", "Northing"),
        ("UTM Zone", "UTM E", "UTM N"),
        ("zone", "utm_x", "utm_y"),
        ("Zona UTM", "Este", "Norte"),
        ("Huso", "X UTM", "Y UTM"),
        ("Fuso", "Coordenada E", "Coordenada N"),
        ("Fuseau UTM", "X", "Y"),
        ("Zone", "Rechtswert", "Hochwert"),
        ("UTM-Zone", "Ostwert", "Nordwert"),
        ("Strefa", "Wschód", "Północ"),
        ("Зона", "Восток", "Север"),
        ("带号", "东", "北"),
        ("Something", "Easting (m)", "Northing (m)"),
    ],
)
def test_headings_of_many_languages_name_zone_easting_and_northing(zone, east, north):
    """Zone, easting and northing are read in many wordings, and kept as columns too."""
    columns = {zone: ["36N", "36N"], east: [EAST, "512600"], north: [NORTH, "5674900"]}
    table, found = mapped(columns)
    assert float(table["lon"].iloc[0]) == pytest.approx(LON, abs=1e-5)
    assert float(table["lat"].iloc[0]) == pytest.approx(LAT, abs=1e-5)
    assert {zone, east, north} <= set(table.columns)
    assert not [f for f in found if f.severity != "info"]


@pytest.mark.parametrize(
    "zone", ["36N", "36 N", "36U", "36 u", "UTM 36N", "Zone 36 North", "32636"]
)
def test_a_zone_has_a_half_of_the_earth_or_a_band(zone):
    """The letter after a zone is a band, or N or S; codes of EPSG are zones too."""
    columns = {"UTM Zone": [zone] * 2, "Easting": [EAST] * 2, "Northing": [NORTH] * 2}
    assert position(columns) == pytest.approx((LON, LAT), abs=1e-5)


@pytest.mark.parametrize("half", ["N", "north", "Norte", "север", "北"])
def test_the_half_of_the_earth_may_be_a_column_of_its_own(half):
    """A zone without a letter is read with a column that says north or south."""
    columns = {"Zone": ["36"] * 2, "Hemisphere": [half, "S"]}
    columns |= {"Easting": [EAST] * 2, "Northing": [NORTH, "5674900"]}
    assert position(columns) == pytest.approx((LON, LAT), abs=1e-5)
    assert position(columns, 1)[1] == pytest.approx(-39.0749, abs=1e-3)


@pytest.mark.parametrize(
    ("east", "north"),
    [("Easting (UTM 36N)", "Northing (UTM 36N)"), ("X EPSG:32636", "Y EPSG:32636")],
)
def test_the_zone_may_stand_in_the_headings(east, north):
    """A zone in the headings of easting and northing is that of all rows."""
    assert position({east: [EAST] * 2, north: [NORTH] * 2}) == pytest.approx((LON, LAT), abs=1e-5)


def test_a_zone_without_half_of_the_earth_is_refused_by_name():
    """A zone without a letter is not guessed: the hint says what to write."""
    columns = {"Zone": ["36"] * 2, "Easting": [EAST] * 2, "Northing": [NORTH] * 2}
    table, _ = mapped(columns)
    events, found = normalise(table, Settings())
    assert events["lon"].isna().all()
    refused = [f for f in found if f.code == "coordinates-invalid"]
    assert "UTM zone 36 has no half of the earth and no band" in refused[0].message
    assert refused[0].hint.startswith("write N for north or S for south")
    assert events["given_lat"].iloc[0] == f"36 {EAST} {NORTH}"


@pytest.mark.parametrize(
    ("zone", "north", "said"),
    [
        ("36S", "4000000", "can be the band S in the north, or the southern half"),
        ("36M", NORTH, "UTM zone 36M does not have this easting and northing"),
    ],
)
def test_a_zone_that_does_not_fit_is_refused_by_name(zone, north, said):
    """A band in which the position is not, or an S of two meanings, is reported."""
    columns = {"Zone": [zone] * 2, "Easting": [EAST] * 2, "Northing": [north] * 2}
    _, found = normalise(mapped(columns)[0], Settings())
    assert said in next(f for f in found if f.code == "coordinates-invalid").message


def test_letters_of_other_bands_say_what_an_s_is():
    """In a column with both N and S, S is the southern half of the earth."""
    columns = {"Zone": ["36N", "36S"], "Easting": [EAST] * 2, "Northing": [NORTH, "4000000"]}
    assert position(columns, 1)[1] == pytest.approx(-54.1, abs=0.2)


def test_columns_in_degrees_are_no_utm():
    """A zone beside degrees is another zone: it is kept, and the degrees count."""
    columns = {"Zone": ["3", "4"], "Lat": ["51.2", "51.3"], "Lon": ["33.1", "33.2"]}
    assert position(columns) == (33.1, 51.2)


@pytest.mark.parametrize(
    ("text", "value"),
    [("512520", 512520), ("512.520", 512520), ("512 520,5", None), ("512520,5", 512520.5)],
)
def test_metres_may_have_signs_for_thousands(text, value):
    """Signs for thousands and a decimal comma are read where only one reading is left."""
    assert metres(text) == value


@pytest.mark.parametrize("text", ["61N", "0", "36I", "Zone A", "12 rue", "2024-03"])
def test_other_texts_are_no_zones(text):
    """Numbers above 60, other letters and other texts are no zone."""
    assert parse_zone(text) is None
