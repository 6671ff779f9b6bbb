"""Columns that are no field keep the type that all their values have, through every export."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from dateline.export import export_events
from dateline.mapping import map_tables
from dateline.normalise import normalise
from dateline.normalise.unknown import typed
from dateline.pipeline import place_events
from dateline.readers import read_tables
from dateline.settings import Settings


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
        (["12,5", "3,25"], [12.5, 3.25]),
        (["1,200", "3,400"], ["1,200", "3,400"]),
        (["06510", "94107"], ["06510", "94107"]),
        (["true", "FALSE", None], [True, False, None]),
        (["7", "seven"], ["7", "seven"]),
        (["1e999"], ["1e999"]),
        (["9" * 30], [1e30]),
        (["-", "-"], ["-", "-"]),
        (["+7"], ["+7"]),
    ],
)
def test_a_column_has_the_type_of_all_its_values(values, expected):
    """Numbers and truth values are typed; codes, thousands and mixed ones are text."""
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


def test_types_reach_the_exports(tmp_path):
    """GeoJSON has numbers and truth values as such."""
    path = tmp_path / "events.csv"
    path.write_text("title,when,lat,lon,n,x,b,zip\nA,2024,50,34,7,1.5,true,007\n", encoding="utf-8")
    placed, _ = place_events([path], Settings())
    export_events(placed, tmp_path / "out.geojson", Settings())
    feature = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][0]
    written = [feature["properties"][name] for name in ("n", "x", "b", "zip")]
    assert [7, 1.5, True, "007"] == written
