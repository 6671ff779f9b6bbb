"""Single fields: which values are accepted, which are refused, and the hints."""

from __future__ import annotations

import time

import pandas as pd
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dateline import schema
from dateline.normalise import normalise
from dateline.normalise.builder import TableBuilder
from dateline.normalise.numbers import parse_integer, parse_number
from dateline.normalise.unknown import meant_field
from dateline.normalise.words import fold_word, type_categories
from dateline.settings import ReadSettings, Settings
from normalised import field

WITH_WORDS = [c for c in schema.COLUMNS if c.vocabulary and c.origin == "given"]


def hint(name: str, value) -> str:
    event = {"title": "A", "when": "2024", name: value}
    raw = pd.DataFrame({key: pd.Series([item], dtype=object) for key, item in event.items()})
    (found,) = normalise(raw, Settings())[1]
    return found.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3000", 3000.0),
        ("3,000", 3000.0),
        ("1,234,567.5", 1234567.5),
        ("3 000", 3000.0),
        ("3\u202f000", 3000.0),
        ("3_000", 3000.0),
        ("3’000", 3000.0),
        ("-1.5e3", -1500.0),
        ("\u22125", -5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("3,00", None),
        ("3,0000", None),
        ("3,000 000", None),
        ("~4000", None),
        ("40%", None),
        ("about 40", None),
        ("٣", None),
        ("0x10", None),
        ("inf", None),
        ("nan", None),
        ("1e999", None),
        ("", None),
    ],
)
def test_numbers_are_read_strictly(text, expected):
    """A text is a number only if it is unambiguous."""
    assert expected == parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back(number):
    """A number as Python prints it is read as the same number."""
    assert number == parse_number(repr(number))


@given(st.integers(0, 10**15))
def test_grouped_digits_are_the_number(number):
    """Thousands separators do not change the number."""
    assert number == parse_integer(f"{number:,}") == parse_integer(str(number))


@pytest.mark.parametrize("text", ["3.000", "1.5", "-1.5", "many", "9" * 30])
def test_counts_are_whole_and_beyond_doubt(text):
    """A count that is not whole, too long, or perhaps in thousands is refused."""
    assert parse_integer(text) is None


@pytest.mark.parametrize(
    ("value", "expected"), [("3,000", 3000), (12, 12), (12.0, 12), ("0", 0), ("n/a", None)]
)
def test_fatalities_are_counts(value, expected):
    """Death counts are integers; a word for "not available" is missing, and 0 is 0."""
    actual, codes = field("fatalities_best", value)
    assert ([], expected) == (codes, None if pd.isna(actual) else actual)


@pytest.mark.parametrize("value", [-1, "some", "3.000", 1.5, True])
def test_what_is_no_count_is_reported(value):
    """A value that is not a count is missing and reported."""
    actual, codes = field("fatalities_best", value)
    assert pd.isna(actual)
    assert ["field-type"] == codes


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("yes", True),
        ("TRUE", True),
        (True, True),
        (1, True),
        ("No", False),
        ("off", False),
        (0, False),
    ],
)
def test_truth_has_several_words(value, expected):
    """Yes and no are accepted in any case, as words, numbers and booleans."""
    assert (expected, []) == field("graphic", value)


@pytest.mark.parametrize("column", WITH_WORDS, ids=lambda column: column.name)
def test_words_are_read_in_any_case(column):
    """Every vocabulary word is accepted in any case and stored in one spelling."""
    for word in column.vocabulary:
        assert (word, []) == field(column.name, word.upper().replace("-", "_").replace(" ", "-"))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("event_type", "Batles", "battles"),
        ("event_type", "Protsts", "protests"),
        ("status", "happend", "occurred"),  # codespell:ignore happend
        ("status", "occured", "occurred"),  # codespell:ignore occured
        ("verification", "confirmed", "corroborated"),
        ("confidence", "hi", ""),
    ],
)
def test_the_nearest_word_is_offered_and_never_taken(name, value, expected):
    """An unknown word is missing; the hint suggests the most similar word."""
    actual, codes = field(name, value)
    assert pd.isna(actual)
    assert ["value-unknown"] == codes
    assert expected in hint(name, value)


def test_a_project_has_its_own_types():
    """The vocabulary of event_type comes from the settings."""
    raw = pd.DataFrame({"title": ["A"], "when": ["2024"], "event_type": ["FLOOD"]}, dtype="str")
    table, found = normalise(raw, Settings(event_types=("flood",)))
    assert (["flood"], []) == (table["event_type"].tolist(), found)


def test_types_of_their_own_are_allowed_file_by_file():
    """A file that knows fewer than half of our types has its own; in another they are reported."""
    types = {"own.csv": ["hail", "frost", "battles"], "ours.csv": ["hail", "battles", "protests"]}
    rows = [(name, kind) for name, kinds in types.items() for kind in kinds]
    raw = pd.DataFrame(rows, columns=["origin_file", "event_type"], dtype="str")
    table, found = normalise(raw.assign(title="A", when="2024"), Settings())
    assert ["hail", "frost", "battles"] == table["event_type"].tolist()[:3]
    assert [True, False, False] == table["event_type"].isna().tolist()[3:]
    assert [("value-unknown", "ours.csv")] == [(f.code, f.file) for f in found]


def test_the_singular_of_a_type_is_that_type_unless_a_file_has_its_own():
    """Riot means riots; among types of a file's own it stays as it was written."""
    types = {"own.csv": ["Riot", "Hail", "Frost"], "ours.csv": ["Riot", "battles", "Other"]}
    rows = [(name, kind) for name, kinds in types.items() for kind in kinds]
    raw = pd.DataFrame(rows, columns=["origin_file", "event_type"], dtype="str")
    table, found = normalise(raw.assign(title="A", when="2024"), Settings())
    assert ["Riot", "Hail", "Frost", "riots", "battles", "other"] == table["event_type"].tolist()
    assert [] == found


def test_types_in_many_files_take_no_time():
    """The time for the types of events grows with the rows, not with the files times the rows."""
    count = 60_000
    kinds = [f"kind {n % 50}" for n in range(count)]
    files = [f"{n // 4}.csv" for n in range(count)]
    raw = pd.DataFrame({"title": "A", "event_type": kinds, "origin_file": files}, dtype="str")
    builder = TableBuilder(raw, Settings())
    begun = time.process_time()
    type_categories(builder)
    assert time.process_time() - begun < 2
    assert not pd.Series(builder.columns["event_type"]).isna().any()


def test_folding_does_not_confuse_words():
    """No two words of one vocabulary differ only in case and hyphens."""
    for column in schema.COLUMNS:
        folded = {fold_word(word) for word in column.vocabulary}
        assert len(column.vocabulary) == len(folded)


COORDINATES = [
    (("34.8", "50.9"), (34.8, 50.9), None),
    ((34.8, 50.9), (34.8, 50.9), None),
    (("34,8", "-50,9"), (34.8, -50.9), None),
    (("180", "-90"), (180.0, -90.0), None),
    ((None, None), None, None),
    (("nan", "NaN"), None, None),
    (("34.8", None), None, "coordinates-invalid"),
    ((None, "50.9"), None, "coordinates-invalid"),
    (("200", "50.9"), None, "coordinates-invalid"),
    (("34.8", "95"), None, "coordinates-swapped"),
    (("50.9", "134.8"), None, "coordinates-swapped"),
    (("134.8", "134.8"), None, "coordinates-invalid"),
    (("3873800", "6604100"), None, "coordinates-invalid"),
    (("inf", "1"), None, "coordinates-invalid"),
    (("34°48'E", "50°54'N"), None, "coordinates-invalid"),
    (("1,234,567", "1"), None, "coordinates-invalid"),
]


@pytest.mark.parametrize(("given_", "expected", "code"), COORDINATES)
def test_coordinates_are_in_range_or_missing(given_, expected, code):
    """Coordinates are kept or refused as a pair, and never swapped."""
    lon, lat = given_
    event = {"title": ["A"], "when": ["2024"], "lon": [lon], "lat": [lat]}
    table, found = normalise(pd.DataFrame(event, dtype=object), Settings())
    row = table.iloc[0]
    assert ([code] if code else []) == [d.code for d in found]
    assert expected == (None if pd.isna(row["lon"]) else (row["lon"], row["lat"]))
    assert pd.isna(row["lon"]) == pd.isna(row["lat"])


@examples(deadline=None, max_examples=40)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_coordinates_are_never_exchanged(lon, lat):
    """For any valid pair but 0, 0 lon stays lon and lat stays lat, to the last bit."""
    assume(lon or lat)
    event = {"title": ["A"], "when": ["2024"], "lon": [repr(lon)], "lat": [repr(lat)]}
    table, _ = normalise(pd.DataFrame(event, dtype="str"), Settings())
    assert (lon, lat) == (table["lon"][0], table["lat"][0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("POINT (34.8 50.9)", "POINT (34.8 50.9)"),
        ("POINT Z (34.8 50.9 120)", "POINT (34.8 50.9)"),
        ({"type": "Point", "coordinates": ["34.8", "50.9"]}, "POINT (34.8 50.9)"),
        (shapely.Point(1, 2), "POINT (1 2)"),
    ],
)
def test_geometries_come_in_several_forms(value, expected):
    """WKT, GeoJSON mappings and shapely geometries are accepted, without heights."""
    actual, codes = field("geometry", value)
    assert (expected, []) == (actual.wkt, codes)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("POINT 1 2", "geometry-invalid"),
        ("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))", "geometry-invalid"),
        ("LINESTRING (170 0, 190 0)", "geometry-invalid"),
        ("POINT (50.9 134.8)", "coordinates-swapped"),
        ({"type": "Circle"}, "geometry-invalid"),
        (7, "geometry-invalid"),
    ],
)
def test_geometries_that_cannot_be_drawn_are_reported(value, code):
    """A geometry out of range or crossing itself is reported and missing, never repaired."""
    actual, codes = field("geometry", value)
    assert actual is None
    assert [code] == codes


@pytest.mark.parametrize("shape", [shapely.Point(), shapely.from_wkt("POINT Z EMPTY")])
def test_an_empty_geometry_is_none(shape):
    """An empty geometry, in a table made in Python, leaves the event without a geometry."""
    value, codes = field("geometry", shape)
    assert value is None
    assert codes == []


def test_heights_are_kept():
    """The height of a point is kept as text."""
    event = {"title": ["A"], "geometry": [shapely.Point(1, 2, 120.5)]}
    table, _ = normalise(pd.DataFrame(event), Settings())
    assert "120.5" == table["z"][0]


@pytest.mark.parametrize("value", ["2024-03", "2024-03-05T14:30:00Z", 2024])
def test_other_dates_are_checked_too(value):
    """The date of the report may be any EDTF date."""
    assert (str(value), []) == field("reported_at", value)


def test_a_bad_report_date_is_reported_with_its_field():
    """The finding about a bad date in another field names that field."""
    actual, codes = field("updated_at", "yesterday")
    assert pd.isna(actual)
    assert ["date-invalid"] == codes


@pytest.mark.parametrize(
    ("text", "date_format", "expected"),
    [
        ("05/03/2024", "DD/MM/YYYY", "2024-03-05"),
        ("05/03/2024", "MM/DD/YYYY", "2024-05-03"),
        ("05.03.2024 / 07.03.2024", "DD.MM.YYYY", "2024-03-05/2024-03-07"),
        ("20240305", "YYYYMMDD", "2024-03-05"),
        ("2024-03~", "DD/MM/YYYY", "2024-03~"),
    ],
)
def test_a_declared_format_is_read(text, date_format, expected):
    """Dates in the format of the settings become EDTF; EDTF dates are unchanged."""
    event = {"title": ["A"], "when": [text]}
    settings = Settings(read=ReadSettings(date_format=date_format))
    table, found = normalise(pd.DataFrame(event, dtype="str"), settings)
    assert [expected] == table["when"].tolist()
    assert {"dates-read"} >= {d.code for d in found}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tilte", "title"),
        ("verfication", "verification"),  # codespell:ignore verfication
        ("brightness", ""),
        ("colour", ""),
        ("iso", ""),
    ],
)
def test_the_field_that_was_meant_is_found(name, expected):
    """A typing error or a synonym gives a suggestion; other names do not."""
    assert expected == meant_field(name)
