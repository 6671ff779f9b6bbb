"""Columns that are no field keep the type that all their values have, through every export."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dateline.export import export_events
from dateline.normalise import normalise
from dateline.normalise.unknown import typed
from dateline.pipeline import check
from dateline.readers import read_tables
from dateline.settings import Settings
from reading import map_tables


def kept(values: list) -> list:
    texts = pd.Series(values, dtype="str")
    column = typed(texts, texts).astype(object)
    return column.where(column.notna(), None).tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["7", "11", None], [7, 11, None]),
        (["-3", "N/A"], [-3, None]),
        (["12.5", "3"], [12.5, 3.0]),
        (["12.50", "3.00"], [12.5, 3.0]),
        (["1.9", "1.10"], ["1.9", "1.10"]),
        (["12,5", "3,25"], ["12,5", "3,25"]),
        (["1e5", "2f7"], ["1e5", "2f7"]),
        (["1e5", "2e7"], ["1e5", "2e7"]),
        (["1.5e-07"], [1.5e-07]),
        (["1580661436132757506", "7"], [1580661436132757506, 7]),
        (["9223372036854775808", "7"], ["9223372036854775808", "7"]),
        (["34.800300000000003"], ["34.800300000000003"]),
        (["34.80030000000000001"], [34.8003]),
        (["0.30000000000000004"], [0.30000000000000004]),
        (["1,200", "3,400"], ["1,200", "3,400"]),
        (["06510", "94107"], ["06510", "94107"]),
        (["true", "FALSE", None], [True, False, None]),
        (["7", "seven"], ["7", "seven"]),
        (["1e999"], ["1e999"]),
        (["9" * 30], ["9" * 30]),
        (["-", "-"], ["-", "-"]),
        (["+7"], ["+7"]),
    ],
)
def test_a_column_has_the_type_of_all_its_values(values, expected):
    """Numbers and truth values are typed if nothing is lost; codes and mixed ones are text."""
    result = kept(values)
    assert expected == result
    assert [type(value) for value in expected] == [type(value) for value in result]


def test_values_of_json_keep_their_type(tmp_path):
    """A number in JSON is a number, a text of digits is a text, and mixed values are text."""
    events = [
        {"title": "A", "when": "2024", "n": 1, "x": 1.5, "b": True, "t": "12", "m": 1},
        {"title": "B", "when": "2024", "n": None, "x": 2, "b": None, "t": "13", "m": "a"},
    ]
    path = tmp_path / "events.json"
    path.write_text(json.dumps(events), encoding="utf-8")
    raw, _ = map_tables(read_tables([path], Settings())[0], Settings())
    table, _ = normalise(raw, Settings())
    types = {name: str(table[name].dtype) for name in "nxbtm"}
    assert {"n": "Int64", "x": "float64", "b": "boolean", "t": "str", "m": "str"} == types


def test_a_comma_is_a_decimal_where_semicolons_separate(tmp_path):
    """In a file of semicolons 12,5 is a number; elsewhere it may be two things."""
    path = tmp_path / "events.csv"
    for mark, expected in ((";", [12.5, 3.0]), ("\t", ["12,5", "3"])):
        lines = (["title", "x", "big"], ["A", "12,5", "1,200"], ["B", "3", "2"])
        path.write_text("\n".join(mark.join(line) for line in lines), encoding="utf-8")
        raw, _ = map_tables(read_tables([path], Settings())[0], Settings())
        table, _ = normalise(raw, Settings())
        assert expected == table["x"].tolist()
        assert ["1,200", "2"] == table["big"].tolist()


def test_whole_numbers_beyond_floats_stay_whole(tmp_path):
    """Numbers of JSON with too many digits for a float are text beside fractions."""
    path = tmp_path / "events.json"
    path.write_text('[{"title": "A", "n": 9007199254740993}, {"title": "B", "n": 1.5}]')
    raw, _ = map_tables(read_tables([path], Settings())[0], Settings())
    table, _ = normalise(raw, Settings())
    assert ["9007199254740993", "1.5"] == table["n"].tolist()


def test_types_reach_the_exports(tmp_path):
    """GeoJSON has numbers and truth values as such."""
    path = tmp_path / "events.csv"
    path.write_text("title,when,lat,lon,n,x,b,zip\nA,2024,50,34,7,1.5,true,007\n", encoding="utf-8")
    placed, _ = check([path], Settings()).placed
    export_events(placed, tmp_path / "out.geojson", Settings())
    feature = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][0]
    written = [feature["properties"][name] for name in ("n", "x", "b", "zip")]
    assert [7, 1.5, True, "007"] == written
