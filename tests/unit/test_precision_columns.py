"""Columns that say how precise a place or a date is, in tables without a profile."""

from __future__ import annotations

import pytest
from tests.reading import read_events

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
    ("Precision of colour", "blue", None),
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
]


def read(tmp_path, heading, value, *, when="2024-03-15"):
    """Return the only row of a table with one more column."""
    path = tmp_path / "events.csv"
    text = f'title,date,lat,lon,"{heading}"\nA,{when},50.9216,34.8003,"{value}"\n'
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
    assert expected == read(tmp_path, heading, value)["when"]
