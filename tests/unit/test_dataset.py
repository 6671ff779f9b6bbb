"""A dataset: columns of lists, the tables made of them, and the values they accept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.dataset import (
    LIST_TYPES,
    Dataset,
    ListBuilder,
    as_lists,
    first_record,
    first_values,
    has_items,
    item_counts,
    list_column,
    make_lists,
    no_lists,
    to_python,
)
from dateline.errors import InputError
from dateline.schema import BY_NAME, COLUMNS
from dateline.texts import TEXT

FIELDS = ("title", "url", "quote", "rank")
RECORDS = st.dictionaries(
    st.sampled_from(FIELDS), st.text(st.characters(exclude_categories=["Cs"])), min_size=1
)
ROWS = st.lists(st.lists(RECORDS, max_size=3).map(tuple), max_size=5)


def sources(rows: list[Any]) -> pd.Series[Any]:
    return list_column(make_lists("sources", rows)).rename("sources")


def test_every_column_of_lists_has_a_type() -> None:
    """Columns of texts and of records are Arrow lists; internal ones are Python objects."""
    lists = {c.name for c in COLUMNS if c.dtype in ("texts", "records") and not c.is_internal}
    assert lists == {*LIST_TYPES}
    for name in lists:
        empty = no_lists(name, 2)
        assert (LIST_TYPES[name], [[], []]) == (empty.type, empty.to_pylist())


@given(ROWS)
def test_what_is_put_in_comes_out(rows: list[Any]) -> None:
    """Records keep their fields, known and unknown; missing fields are left out."""
    assert rows == to_python(sources(rows))
    assert [len(row) for row in rows] == item_counts(as_lists(sources(rows))).tolist()


def test_rows_are_taken_in_any_order() -> None:
    """Selecting and joining rows keeps their lists; a row that is not there has no items."""
    rows = [(), ({"title": "A", "rank": "1"},), ({"url": "x"}, {"url": "y"})]
    column = sources(rows)
    assert [rows[2], rows[0]] == to_python(column.iloc[[2, 0]])
    assert rows[1:] == to_python(column[[False, True, True]])
    assert [rows[1], ()] == to_python(column.reindex([1, 9]))
    assert rows * 2 == to_python(pd.concat([column, column], ignore_index=True))
    assert [False, True, True] == has_items(as_lists(column)).tolist()
    assert [True, True] == has_items(as_lists(column.iloc[1:])).tolist()


def test_python_values_become_lists() -> None:
    """Lists, tuples, sets and missing values are accepted; other values become text."""
    mixed = pd.Series([["b", 7], None, ("b",), np.nan, {"b", "a"}], dtype=object, name="tags")
    assert [("b", "7"), (), ("b",), (), ("a", "b")] == to_python(mixed)
    when = pd.Timestamp("2024-03-01")
    found = make_lists("figures", [({"value": np.int64(3), "at": when, "low": "x"},)])
    assert [({"value": 3.0, "at": "2024-03-01 00:00:00"},)] == to_python(
        list_column(found).rename("figures")
    )
    halves = make_lists("sources", [({"title": "\ud800", "\ud800": ["a"]},)])
    assert [({"title": "\ufffd", "\ufffd": '["a"]'},)] == to_python(
        list_column(halves).rename("sources")
    )


@pytest.mark.parametrize("value", ["abc", {"title": "A"}, 1, ["A"]])
def test_what_is_no_list_of_records_is_refused(value: Any) -> None:
    """A text is not a list of characters, a mapping not a list of keys, a text no record."""
    with pytest.raises(TypeError, match="expected a"):
        make_lists("sources", [value])


@given(ROWS, st.integers(0, 2))
def test_first_values_are_those_of_a_loop(rows: list[Any], skipped: int) -> None:
    """The first value, and that of the first record, are found in each row of a slice."""
    lists = make_lists("sources", rows)[skipped:]
    rows = rows[skipped:]
    for name in FIELDS[:3]:
        firsts = [next((one[name] for one in row if name in one), None) for row in rows]
        assert firsts == first_values(lists, name).to_pylist()
        ofs = [row[0].get(name) if row else None for row in rows]
        assert ofs == first_record(lists, name).to_pylist()


@given(st.lists(ROWS, max_size=4))
def test_parts_are_joined(parts: list[list[Any]]) -> None:
    """A column made from parts equals one made at once, whichever fields a part has."""
    builder = ListBuilder("sources", rows=sum(map(len, parts)))
    for part in parts:
        lists = make_lists("sources", part)
        values = lists.flatten()
        fields = {f.name: values.field(n) for n, f in enumerate(values.type)}
        given = {n: v for n, v in fields.items() if v.null_count < len(v)}
        builder.add(item_counts(lists), given)
    whole = builder.finish()
    whole.validate(full=True)
    assert make_lists("sources", [row for part in parts for row in part]).equals(whole)


def test_tables_have_one_row_per_item() -> None:
    """The sources are a table with the id of the event first, and unknown fields last."""
    events = pd.DataFrame({"event_id": pd.array(["a", "b", "c"], dtype="str")})
    events["sources"] = sources([({"url": "x"}, {"title": "T", "rank": "1"}), (), ({"url": "y"},)])
    events["figures"] = list_column(make_lists("figures", [(), ({"label": "n", "value": 3},), ()]))
    events["media"] = list_column(no_lists("media", 3))
    dataset = Dataset(events)
    table = dataset.sources
    assert ["event_id", "title"] == [*table.columns[:2]]
    assert "rank" == table.columns[-1]
    assert (["a", "a", "c"], ["x", None, "y"]) == (
        table["event_id"].tolist(),
        [None if pd.isna(url) else url for url in table["url"]],
    )
    assert [("b", "n", 3.0)] == [
        *dataset.figures[["event_id", "label", "value"]].itertuples(index=False, name=None)
    ]
    assert (0, "event_id") == (len(dataset.media), dataset.media.columns[0])
    events["tags"] = list_column(make_lists("tags", [("p", "q"), (), ("p",)]))
    tags = Dataset(events).table("tags")
    assert [("a", "p"), ("a", "q"), ("c", "p")] == [*tags.itertuples(index=False, name=None)]


def test_fields_without_values_take_no_memory() -> None:
    """Fields that no record has share one array."""
    builder = ListBuilder("sources")
    builder.add(np.full(1000, 3), {"url": pa.array(["x"] * 3000, TEXT)})
    lists = builder.finish()
    assert lists.get_total_buffer_size() < 4 * 3000 * 8 + 3000 * 8 + 1000 * 8


def test_a_table_that_the_events_lack_is_empty() -> None:
    """Events without a column of sources have no sources, and their tables have all columns."""
    events = pd.DataFrame({"event_id": ["a", "b"], "title": ["A", "B"]})
    table = Dataset(events).sources
    assert ["event_id", *BY_NAME["sources"].fields] == [*table.columns]
    assert 0 == len(table) == len(Dataset(events).table("tags"))


@pytest.mark.parametrize(
    ("columns", "name", "said"),
    [
        ({"title": ["A"]}, "sources", 'no column "event_id"'),
        ({"event_id": ["a"], "sources": ["https://a.example"]}, "sources", "has no lists"),
        ({"event_id": ["a"]}, "source", 'there is no table "source"'),
    ],
)
def test_a_frame_without_tables_is_refused(
    columns: dict[str, list[str]], name: str, said: str
) -> None:
    """What has no such table raises an error that says what to do, never a `KeyError`."""
    dataset = Dataset(pd.DataFrame(columns))
    with pytest.raises(InputError, match=said) as caught:
        dataset.table(name)
    assert caught.value.hint
    assert "1 event" in dataset._repr_html_()


def test_a_field_called_other_is_kept() -> None:
    """A field of a record may be called `other`: it is kept like any other unknown field."""
    given = [[{"title": "T", "other": "text"}, {"other": [1, 2]}, {"other": {"a": 1}}, {"b": 2}]]
    column = list_column(make_lists("sources", given))
    column.name = "sources"
    expected = ({"title": "T", "other": "text"}, {"other": "[1,2]"}, {"a": "1"}, {"b": "2"})
    assert [expected] == to_python(column)
    again = list_column(make_lists("sources", to_python(column)))
    again.name = "sources"
    assert [expected] == to_python(again)
    table = Dataset(pd.DataFrame({"event_id": ["e"], "sources": column})).sources
    assert ["text", "[1,2]"] == table["other"].tolist()[:2]
