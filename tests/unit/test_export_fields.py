"""The columns of an export: which there are, their order, and their values."""

from __future__ import annotations

import json
import math
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

from dateline.dataset import LIST_TYPES
from dateline.export.fields import ExportColumn, Field, read_columns, select_fields
from dateline.export.geometry import prepare_geometry
from dateline.fingerprint import FINGERPRINT
from dateline.schema import ALWAYS, COLUMNS
from dateline.texts import TEXT
from sample_events import SOURCE, point, table_of

ORDER = [*(column.name for column in COLUMNS if column.name in ALWAYS), FINGERPRINT]
MIRRORS = ["source_count", "source_title", "source_publisher", "source_url"]


def fields_of(events: gpd.GeoDataFrame) -> list[str]:
    return [field.name for field in select_fields(events)]


def read(events: gpd.GeoDataFrame, name: str) -> ExportColumn:
    """Return one column of an export of the events."""
    columns = read_columns(events, select_fields(events), prepare_geometry(events))
    return next(column for column in columns if column.field.name == name)


def rows_of(**fields: list[Any]) -> gpd.GeoDataFrame:
    """Return events with the given values of some columns, one row each."""
    count = len(next(iter(fields.values())))
    return table_of([{name: fields[name][row] for name in fields} for row in range(count)])


# --- which, and in which order ----------------------------------------------------------------


def test_columns_that_are_always_there() -> None:
    """Events with only a title have the columns that others rely on, in schema order."""
    assert ORDER == fields_of(rows_of(title=["A"]))


def test_empty_columns_are_left_out() -> None:
    """Any other column is there if an event has a value in it."""
    events = rows_of(
        title=["A", "B"], actor1=[None, "x"], tags=[(), ("a",)], fatalities_best=[0, 1]
    )
    assert {"actor1", "tags", "fatalities_best"} == set(fields_of(events)) - set(ORDER)
    assert set(ORDER) == set(fields_of(events.iloc[:1].assign(fatalities_best=pd.NA)))


def test_mirrors_and_unknown_columns_come_last() -> None:
    """Flat copies follow the event's columns, then the origin, then unknown columns."""
    events = rows_of(title=["A"], sources=[(SOURCE,)], origin_file=["a.csv"]).assign(
        rank=[1], **{"their column": ["x"]}, **{"nothing of it": [None]}
    )
    names = fields_of(events)
    at = names.index("source_count")
    assert MIRRORS == names[at : at + 4]
    assert "origin_file" not in names[:at]
    assert names[-2:] == ["rank", "their column"]
    assert sorted(ORDER) == sorted(name for name in names[:-2] if name not in MIRRORS)


def test_unknown_columns_named_like_a_mirror_are_kept() -> None:
    """A column with the name that dateline gives to a flat copy is exported under a free name."""
    theirs = {"source_count": [7], "source_url": ["theirs"], "given_source_url": ["another"]}
    events = rows_of(title=["A"], sources=[(SOURCE,)]).assign(**theirs)
    assert fields_of(events)[-3:] == ["given_source_count", "given_source_url", "given_source_url_"]
    values = [read(events, name).cells.to_pylist() for name in fields_of(events)[-3:]]
    assert [[7], ["theirs"], ["another"]] == values
    assert [1] == read(events, "source_count").cells.to_pylist()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("title", "text"),
        ("status", "text"),
        ("origin_line", "integer"),
        ("uncertainty_m", "number"),
        ("approximate", "boolean"),
        ("start", "instant"),
        ("sources", "records"),
        ("tags", "texts"),
        ("source_count", "integer"),
        ("source_title", "text"),
        ("rank", "integer"),
    ],
)
def test_kinds_of_columns(name: str, kind: str) -> None:
    """Known columns have the type of the schema, and others the type of their values."""
    events = rows_of(title=["A"], sources=[(SOURCE,)], tags=[("a",)]).assign(rank=[1])
    assert kind == next(field.kind for field in select_fields(events) if field.name == name)


def test_geometry_and_internal_columns_are_no_fields() -> None:
    """The geometry and internal columns are not fields."""
    internal = {column.name for column in COLUMNS if column.is_internal}
    events = rows_of(title=["A"], **{name: [v] for name, v in point(1, 2).items()})
    assert not {"geometry", *internal} & set(fields_of(events))


# --- values -----------------------------------------------------------------------------------


def test_positions_are_rounded_and_never_minus_zero() -> None:
    """Longitude and latitude have seven decimals and no negative zero; other numbers stay."""
    events = rows_of(
        lon=[1.00000004, -0.00000004, math.nan],
        lat=[-1.00000006, -0.0, math.inf],
        uncertainty_m=[0.123456789, -0.0, -math.inf],
    )
    lon, lat, radius = (
        read(events, name).cells.to_pylist() for name in ("lon", "lat", "uncertainty_m")
    )
    assert ([1.0, 0.0, None], [-1.0000001, 0.0, None]) == (lon, lat)
    assert [0.123456789, 0.0, None] == radius
    assert [1.0, 1.0] == [math.copysign(1, lon[1]), math.copysign(1, lat[1])]


@pytest.mark.parametrize("dtype", ["Float64", "object"])
def test_numbers_of_a_nullable_column_are_numbers(dtype: str) -> None:
    """A column of numbers of any dtype, with missing ones, is written as any other."""
    events = rows_of(title=["A", "B"])
    for name in ("lon", "lat", "uncertainty_m"):
        events[name] = pd.Series([1.5, pd.NA], dtype=dtype)
        assert [1.5, None] == read(events, name).cells.to_pylist()
    assert 2 == len(read(events, FINGERPRINT).cells)


def test_missing_values_are_null() -> None:
    """0 and false differ from missing values."""
    events = rows_of(origin_line=[0, pd.NA, 7], approximate=[False, pd.NA, True])
    line, approximate = read(events, "origin_line").cells, read(events, "approximate").cells
    assert ([0, None, 7], pa.int64()) == (line.to_pylist(), line.type)
    assert ([False, None, True], pa.bool_()) == (approximate.to_pylist(), approximate.type)


def test_whole_numbers_and_flags_of_plain_columns_are_typed() -> None:
    """Counts and flags keep their types in columns where a missing value is NaN or None."""
    events = rows_of(title=["A", "B", "C"])
    events["origin_line"] = [3.0, math.nan, 0.0]
    events["approximate"] = pd.Series([True, None, math.nan], dtype=object)
    line, approximate = read(events, "origin_line").cells, read(events, "approximate").cells
    assert ([3, None, 0], pa.int64()) == (line.to_pylist(), line.type)
    assert ([True, None, None], pa.bool_()) == (approximate.to_pylist(), approximate.type)


def test_instants_are_first_and_last_second() -> None:
    """The end of a span is its last second, as readers of these formats expect."""
    day = pd.Timestamp("2024-03-05"), pd.Timestamp("2024-03-06")
    events = rows_of(start=[day[0], pd.NaT], end=[day[1], pd.NaT])
    found = [read(events, name).cells.to_pylist() for name in ("start", "end")]
    assert [[day[0], None], [day[1] - pd.Timedelta(1, "s"), None]] == found


def test_unknown_values_are_their_text() -> None:
    """Values of unknown columns become text, including numbers, lists and lone surrogates."""
    events = rows_of(title=["A"] * 4).assign(
        theirs=pd.Series([7, None, ["a"], "x\ud800"], dtype=object),
        ranks=pd.Categorical([2, None, 1, 2]),
        texts=pd.array(["a", None, "b", "c"], dtype="str"),
    )
    assert ["7", None, "['a']", "x\ufffd"] == read(events, "theirs").cells.to_pylist()
    assert ["2", None, "1", "2"] == read(events, "ranks").cells.to_pylist()
    assert ["a", None, "b", "c"] == read(events, "texts").cells.to_pylist()


def test_lists_are_null_if_empty() -> None:
    """Empty lists are null; flat copies have the first value of each key and a count."""
    two = ({"title": "A", "url": "https://a.example"}, {"title": "B", "publisher": "P"})
    events = rows_of(title=["A", "B"], sources=[two, ()], tags=[("a", "b"), ()])
    assert [list(two), None] == [
        text and json.loads(text) for text in read(events, "sources").flat().to_pylist()
    ]
    assert [["a", "b"], None] == read(events, "tags").cells.to_pylist()
    mirrors = {name: read(events, name).cells.to_pylist() for name in MIRRORS}
    assert mirrors == {
        "source_count": [2, None],
        "source_title": ["A", None],
        "source_publisher": ["P", None],
        "source_url": ["https://a.example", None],
    }


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["a"], "a"),
        (["a", "b"], "a; b"),
        (["a b", "é"], "a b; é"),
        (["a;b"], '["a;b"]'),
        (["a", "b|c"], '["a","b|c"]'),
        (["a, b", "c"], '["a, b","c"]'),
        ([" a"], '[" a"]'),
        (["a "], '["a "]'),
        (["[a"], '["[a"]'),
        (["{a"], '["{a"]'),
        (["", "a"], '["","a"]'),
        (["a[", "b{"], "a[; b{"),
    ],
)
def test_flat_lists_can_be_taken_apart_again(items: list[str], text: str) -> None:
    """Texts are joined by a semicolon, or are JSON if they could not be split again."""
    cells = pa.array([items, None], LIST_TYPES["tags"])
    assert [text, None] == ExportColumn(Field("tags", "texts"), cells).flat().to_pylist()


def test_flat_texts_hold_no_nul() -> None:
    """NUL, which ends a text in flat formats, is replaced; other values are unchanged."""
    texts, plain = pa.array(["a\0b", None, "c"], TEXT), pa.array(["a", None], TEXT)
    assert ["a\ufffdb", None, "c"] == ExportColumn(Field("t", "text"), texts).flat().to_pylist()
    assert ExportColumn(Field("t", "text"), plain).flat() is plain
    tags = pa.array([["a\0b", "c"]], LIST_TYPES["tags"])
    assert ["a\ufffdb; c"] == ExportColumn(Field("tags", "texts"), tags).flat().to_pylist()


def test_a_slice_of_events_is_read_alone() -> None:
    """A block of rows gives the values of exactly these rows."""
    events = rows_of(title=["A", "B", "C"], lon=[1.0, 2.0, 3.0], sources=[(), (SOURCE,), ()])
    fields = select_fields(events)
    some = events.iloc[1:]
    found = read_columns(some, fields, prepare_geometry(some))
    columns = {column.field.name: column.cells for column in found}
    assert (["B", "C"], [2.0, 3.0], [1, None]) == (
        columns["title"].to_pylist(),
        columns["lon"].to_pylist(),
        columns["source_count"].to_pylist(),
    )
    assert {2} == {len(cells) for cells in columns.values()}
