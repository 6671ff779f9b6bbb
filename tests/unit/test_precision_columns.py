"""Columns that say how precise a place or a date is, in tables without a profile."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.reading import read_events

from dateline.normalise import normalise
from dateline.settings import Settings

WORDS = [
    ("Accuracy", "exact", "exact"),
    ("Location precision", "village", "settlement"),
    ("location_accuracy", "District centroid", "admin2"),
    ("geo accuracy", "approximate", "near"),
    ("Precision", "not exact", "near"),
    ("Coordinate precision", "country level", "country"),
    ("Точность", "область", "admin1"),
    ("Genauigkeit", "Landkreis", "admin2"),
    ("geo_precision", "3", "admin1"),
    ("where_prec", "7", "maritime"),
    ("Ortsgenauigkeit", "Landkreis", "admin2"),
    ("точность координат", "район", "admin2"),
    ("Précision de la localisation", "village", "settlement"),
    ("定位精度", "exact", "exact"),
    ("Precision of colour", "blue", None),
    ("Translation accuracy", "exact", None),
    ("score_accuracy", "near", None),
    ("imprecision", "exact", None),
    ("precision", "2", None),
]
METRES = [
    ("coordinateUncertaintyInMeters", "250", "250"),
    ("Radius (km)", "2.5", "2500"),
    ("accuracy", "500 m", "500"),
    ("Uncertainty", "1,5 km", "1500"),
    ("error_radius", "120", "120"),
    ("uncertainty_km", "3", "3000"),
    ("accuracy", "3", None),
    ("radius", "wide", None),
    ("Error", "2 parsecs", None),
    ("GPS accuracy [m]", "3", "3"),
    ("location accuracy", "120", "120"),
    ("Погрешность координат, м", "40", "40"),
    ("Koordinatengenauigkeit (km)", "2", "2000"),
    ("depth_error", "120", None),
    ("Depth uncertainty (m)", "120", None),
    ("accuracy (depth) m", "120", None),
    ("mag_error", "120 m", None),
    ("magnitudeError", "12", None),
    ("score_accuracy", "95", None),
    ("accuracy", "95", None),
    ("GPS accuracy (%)", "95", None),
    ("gps_accuracy_s", "95", None),
    ("time_error_m", "95", None),
    ("blast radius m", "300", None),
    ("Terror radius (m)", "300", None),
    ("lat_error", "12", None),
]
EMPTY = [("", "250"), ("n/a", "250"), ("40", "40")]


def read(tmp_path, heading, value):
    """Return the only row of a table with one more column."""
    path = tmp_path / "events.csv"
    text = f'title,date,lat,lon,"{heading}"\nA,2024-03-15,50.9216,34.8003,"{value}"\n'
    path.write_text(text, encoding="utf-8")
    table, _ = read_events([path], Settings())
    row = table.iloc[0].to_dict()
    assert str(row.get(heading, value)) == value
    return {name: None if cell != cell else cell for name, cell in row.items()}  # noqa: PLR0124 - NaN


@pytest.mark.parametrize("case", WORDS)
def test_words_and_codes_say_how_precise_a_place_is(tmp_path, case):
    """A heading about precision, with values that are understood, decides the precision."""
    heading, value, expected = case
    assert expected == read(tmp_path, heading, value).get("place_precision")


@pytest.mark.parametrize("case", METRES)
def test_numbers_with_a_unit_say_the_radius(tmp_path, case):
    """A heading about uncertainty gives metres; small numbers without a unit may be codes."""
    heading, value, expected = case
    assert expected == read(tmp_path, heading, value).get("uncertainty_m")


@pytest.mark.parametrize(("given", "expected"), EMPTY)
def test_an_empty_field_does_not_hide_another_column(tmp_path, given, expected):
    """Where a field has no value, the next column that says it counts; where it has one, that."""
    path = tmp_path / "events.csv"
    heads, row = "title,date,lat,lon,uncertainty_m,accuracy_m", "A,2024-03-15,50.9216,34.8003"
    path.write_text(f"{heads}\n{row},{given},250\n{row},30,\n", encoding="utf-8")
    table, found = normalise(read_events([path], Settings())[0], Settings())
    assert [float(expected), 30] == table["uncertainty_m"].tolist()
    assert [] == [one.message for one in found if one.code != "place-undrawn"]


def test_columns_about_one_thing_fill_each_other(tmp_path):
    """Of several columns about precision the first one counts, and others where it is empty."""
    path = tmp_path / "events.csv"
    heads, row = "title,date,lat,lon,accuracy_m,radius_km", "A,2024-03-15,50.9216,34.8003"
    path.write_text(f"{heads}\n{row},,2\n{row},30,4\n{row},n/a,\n", encoding="utf-8")
    table, _ = read_events([path], Settings())
    assert ["2000", "30", None] == [None if pd.isna(m) else m for m in table["uncertainty_m"]]


@pytest.mark.parametrize(
    "case",
    [
        ("time_precision", "2", "[2024-03-12..2024-03-18]"),
        ("Date precision", "month", "2024-03"),
        ("date_accuracy", "approximate", "2024-03-15~"),
        ("Date accuracy", "day", "2024-03-15"),
        ("date precision", "green", "2024-03-15"),
    ],
)
def test_words_and_codes_say_how_precise_a_date_is(tmp_path, case):
    """A heading about the precision of dates makes them as wide as its values say."""
    heading, value, expected = case
    assert [expected] == dates(tmp_path, ("2024-03-15", value), heading=heading)["when"].tolist()


def dates(tmp_path, *rows, heading="time_precision"):
    """Return the events of a table of dates and what says how precise they are."""
    path = tmp_path / "events.csv"
    lines = [f'A,"{when}",{value}\n' for when, value in rows]
    path.write_text(f"title,date,{heading}\n" + "".join(lines), encoding="utf-8")
    table, found = normalise(read_events([path], Settings())[0], Settings())
    assert [] == [one.message for one in found if one.severity == "error"]
    return table


@pytest.mark.parametrize("first", ["13/03/2024", "03/13/2024"])
def test_day_and_month_are_told_apart_before_a_date_is_widened(tmp_path, first):
    """The column decides the order of day and month; codes of precision do not hide that."""
    table = dates(tmp_path, (first, "1"), ("04/05/2024", "3"), ("06/07/2024", "2"))
    month, week = ("05", "07-03..2024-07-09") if first[0] == "1" else ("04", "06-04..2024-06-10")
    assert ["2024-03-13", f"2024-{month}", f"[2024-{week}]"] == table["when"].tolist()


def test_a_widened_date_keeps_its_words(tmp_path):
    """What a code makes of a date is not what was written, so the words are kept."""
    rows = (("2024-03-15", "1"), ("2024-03-16", "3"), ("17 March 2024", "2"))
    table = dates(tmp_path, *rows)
    assert ["2024-03-15", "2024-03", "[2024-03-14..2024-03-20]"] == table["when"].tolist()
    assert [None, "2024-03-16", "17 March 2024"] == [
        None if pd.isna(text) else text for text in table["when_text"]
    ]


def test_a_column_of_that_name_is_an_extra_column(tmp_path):
    """Nobody's own column sets a rule for dates."""
    table = dates(tmp_path, ("2024-03-15", "month"), heading="origin_date_rule")
    assert ["2024-03-15"] == table["when"].tolist()
    assert ["month"] == table["given_origin_date_rule"].tolist()
