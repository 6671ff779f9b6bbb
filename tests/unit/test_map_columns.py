"""Other people's headings: which field they are, and how several columns become one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.mapping import map_tables
from dateline.mapping.headings import SYNONYMS, choose_headings, fold_heading
from dateline.mapping.parts import compose_when, split_coordinates
from dateline.readers import RawTable
from dateline.settings import ReadSettings, Settings


def texts(**columns) -> dict[str, pd.Series]:
    return {name: pd.Series(values, dtype="str") for name, values in columns.items()}


def when(**columns) -> list | None:
    composed = compose_when(texts(**columns), {name: name for name in columns})
    return (
        None
        if composed is None
        else composed[0].astype(object).where(composed[0].notna(), None).tolist()
    )


def mapped(columns: dict[str, list], **given):
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(series[0]))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    return map_tables([table], Settings(read=ReadSettings(columns=given)))


def test_synonyms_are_folded_and_belong_to_one_field():
    """Every synonym is in folded form and belongs to one field only."""
    names = [synonym for synonyms in SYNONYMS.values() for synonym in synonyms]
    assert names == [fold_heading(name) for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Latitude", "Longitude"], {"lat": "Latitude", "lon": "Longitude"}),
        (["Широта", "Довгота"], {"lat": "Широта", "lon": "Довгота"}),
        (["X", "Y"], {"lon": "X", "lat": "Y"}),
        (["x"], {}),
        (["low", "high"], {}),
        (
            ["best", "low", "high"],
            {"fatalities_best": "best", "fatalities_low": "low", "fatalities_high": "high"},
        ),
        (["Date of Incident"], {"date": "Date of Incident"}),
        (["title", "name"], {"title": "title"}),
        (["name", "headline"], {"title": "name"}),
        (["lat", "LAT"], {"lat": "lat"}),
        (["the_geom"], {"geometry": "the_geom"}),
    ],
)
def test_headings_are_chosen_by_their_names(headings, expected):
    """A field's own name takes precedence, then the most certain synonym."""
    assert expected == choose_headings(headings, {})


def test_settings_choose_before_names():
    """A heading that the settings assign to a field is used for it and still for its own."""
    chosen = choose_headings(["name", "sub_event_type"], {"title": "sub_event_type"})
    assert {"title": "sub_event_type", "sub_event_type": "sub_event_type"} == chosen


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"start": ["2024"], "end": ["2025"]}, ["2024/2025"]),
        ({"start": ["2024"], "end": ["2024"]}, ["2024"]),
        ({"start": ["2024"], "end": [None]}, ["2024"]),
        ({"start": [None], "end": ["2024"]}, ["/2024"]),
        ({"start": [None], "end": [None]}, [None]),
        (
            {"start": ["2024-03-05 00:00:00.000"], "end": ["2024-03-05 00:00:00.000"]},
            ["2024-03-05"],
        ),
        ({"date": ["2024-03-05"], "start": ["1999"]}, ["2024-03-05"]),
        ({"date": ["2024-03-05 14:30:00"]}, ["2024-03-05 14:30:00"]),
        ({"start": ["2024"], "end": ["n/a"]}, ["2024"]),
        ({"start": ["5 May 2024"], "end": ["ongoing"]}, ["5 May 2024 / ongoing"]),
        ({"date": ["2024-03-05", None], "time": ["14:30", "15:00"]}, ["2024-03-05T14:30", None]),
        ({"date": ["5 May 2024"], "time": ["7:05 PM"]}, ["5 May 2024 19:05"]),
        ({"date": ["2024-03-05"], "time": ["930"]}, ["2024-03-05T09:30"]),
        (
            {"date": ["2024-03-05", "2024-03-05"], "time": ["14:30", "noon"]},
            ["2024-03-05T14:30", "2024-03-05"],
        ),
        ({"year": ["2024"], "month": ["3"], "day": ["5"]}, ["2024-03-05"]),
        ({"year": ["2024"], "month": ["0"], "day": ["5"]}, ["2024"]),
        ({"year": ["2024"], "day": ["5"]}, ["2024"]),
        ({"year": ["2024"], "month": ["березень"], "day": ["5"]}, ["2024-03-05"]),
        ({"year": ["2024"], "month": ["Mar."], "day": [None]}, ["2024-03"]),
        ({"date": ["1691117533180"]}, ["1691117533180"]),
        ({"month": ["2018-04"]}, ["2018-04"]),
        ({"month": ["4"]}, None),
        ({"time": ["1691117533180"]}, ["2023-08-04T02:52:13Z"]),
        ({"time": ["14:30"]}, None),
        ({"time": ["12"]}, ["12"]),
        ({"end": ["2024"]}, None),
        ({}, None),
    ],
)
def test_dates_are_put_together(columns, expected):
    """Parts of a date are joined; the decision is made for the whole column."""
    assert expected == when(**columns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50.9, 34.8", ("50.9", "34.8")),
        ("50.9,34.8", ("50.9", "34.8")),
        ("(50.9 34.8)", ("50.9", "34.8")),
        ("[-12.5;-77.03]", ("-12.5", "-77.03")),
        ("50,9; 34,8", ("50,9", "34,8")),
        ("50,9 34,8", ("50,9", "34,8")),
        ("near Sumy", ("near Sumy", None)),
        ("50.9", ("50.9", None)),
    ],
)
def test_coordinates_in_one_column_are_split(text, expected):
    """Latitude comes first in a text of two numbers; other texts are left for the check."""
    lat, lon = split_coordinates(pd.Series([text], dtype="str"))
    assert expected == (lat[0], None if pd.isna(lon[0]) else lon[0])


def test_the_choice_of_columns_is_reported():
    """Headings that were mapped to fields of other names are reported in one line."""
    _, found = mapped({"Name": ["A"], "Datum": ["2024"], "colour": ["red"]})
    assert ["columns-mapped"] == [d.code for d in found]
    assert 'title from "Name"; when from "Datum"' in found[0].message


def test_own_headings_are_not_reported():
    """A table with dateline's own headings gives no finding."""
    assert [] == mapped({"title": ["A"], "when": ["2024"], "colour": ["red"]})[1]


def test_unknown_columns_are_kept():
    """A column that is not a field is kept under its heading, after the fields."""
    table, _ = mapped({"colour": ["red"], "title": ["A"]})
    assert ["title", "colour"] == table.columns.tolist()[:2]


def test_columns_that_dateline_fills_are_kept_under_another_name():
    """A column with the name of a derived column is kept under another name."""
    table, _ = mapped({"title": ["A"], "country": ["UA"], "place_name": ["Sumy"]})
    assert {"given_country", "given_place_name"} <= set(table.columns)


def test_a_vocabulary_of_others_is_set_aside():
    """In a foreign table a column with none of our words is not our field of that name."""
    table, _ = mapped({"title": ["A"], "status": ["reviewed"]})
    assert "given_status" in table
    assert "status" not in table


def test_a_vocabulary_of_ours_is_never_set_aside():
    """In a table made for dateline an unknown word is an error."""
    table, _ = mapped({"title": ["A"], "when": ["2024"], "status": ["reviewed"]})
    assert "status" in table


def test_a_place_has_its_country_beside_it():
    """Without coordinates the country is appended to the place, and kept as well."""
    places = ["Springfield", "Sumy, Ukraine", "Ukraine", None, "Sumy", None]
    countries = ["Canada", "Ukraine", "ukraine", "Chad", None, None]
    table, found = mapped({"name": ["A"] * 6, "city": places, "country": countries})
    expected = ["Springfield, Canada", "Sumy, Ukraine", "Ukraine", "Chad", "Sumy"]
    assert expected == table["where"].tolist()[:5]
    assert table["where"].isna().tolist()[5]
    assert "given_country" in table
    assert 'where from "city" and "country"' in found[0].message


@pytest.mark.parametrize("more", [{"lat": ["1"], "lon": ["2"]}, {"wkt": ["POINT (1 2)"]}])
def test_a_place_with_coordinates_stays_as_written(more):
    """With coordinates the country is not appended to the place."""
    table, _ = mapped({"name": ["A"], "city": ["Sumy"], "country": ["Ukraine"], **more})
    assert ["Sumy"] == table["where"].tolist()


def test_a_missing_heading_of_the_settings_is_reported():
    """A heading in the settings that is not in the file is reported with the file's headings."""
    _, found = mapped({"Name": ["A"], "Ort": ["Sumy"]}, layer="Theatre of war")
    assert ["field-unknown", "columns-mapped"] == [d.code for d in found]
    assert '"Ort"' in found[0].hint


def test_source_and_link_are_one_source():
    """A column of names and a column of links are combined row by row."""
    table, _ = mapped(
        {
            "title": ["A", "B", "C"],
            "source": ["AP", "AP", None],
            "link": ["https://x.y", None, None],
        }
    )
    assert ["AP https://x.y", "AP"] == table["sources"].tolist()[:2]
    assert table["sources"].isna().tolist() == [False, False, True]


def test_headings_are_named_where_none_is_a_title():
    """If no heading is read as the title, the finding lists the kept headings."""
    found = mapped({"Datum": ["2024"], "Was geschah": ["x"], "Breite": ["51"]})[1]
    expected = 'no column mapped to title; kept as extra columns: "Was geschah", "Breite"'
    assert expected in found[0].message
    assert "no column mapped" not in mapped({"Headline": ["x"], "Breite": ["51"]})[1][0].message
