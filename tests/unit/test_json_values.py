"""Columns as JSON: the result equals that of orjson for each value."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dateline import schema
from dateline.dataset import list_column, make_lists
from dateline.json_values import as_values, json_texts

#: What has to be escaped, what must not be, and more than one byte a letter.
letters = st.text(alphabet='a"\\\n\r\t\x00\x1f\x7fé\u2028😀/<', max_size=6)


def written(column: pd.Series[Any]) -> bytes:
    """Return the values as one JSON array, with the rows reversed."""
    rows = np.arange(len(column))[::-1]
    texts = json_texts(as_values(column).take(pa.array(rows, pa.int64())), str(column.name))
    return ("[" + ",".join(texts.to_pylist()) + "]").encode()


def expected(values: list[Any]) -> bytes:
    """Return the same array, made value by value."""
    return orjson.dumps(values[::-1])


@given(st.lists(st.none() | letters, min_size=1, max_size=9))
def test_texts_are_escaped_and_missing_ones_null(values: list[str | None]) -> None:
    """Only quotes, backslashes and control characters are escaped; missing is null."""
    assert expected(values) == written(pd.Series(values, dtype="str"))


@given(st.lists(st.none() | letters, min_size=1, max_size=9))
def test_words_are_escaped_too(values: list[str | None]) -> None:
    """A categorical column is written as its words."""
    assert expected(values) == written(pd.Series(pd.Categorical(values)))


@given(st.lists(st.lists(letters, max_size=2), min_size=1, max_size=9))
def test_lists_are_arrays(values: list[list[str]]) -> None:
    """A column of lists of texts is written as arrays."""
    column = list_column(make_lists("tags", values)).rename("tags")
    assert expected(values) == written(column)


FIELDS = st.dictionaries(st.sampled_from(["title", "url", "kind", "rank", "x"]), letters)


@given(st.lists(st.lists(FIELDS, max_size=3), min_size=1, max_size=9))
def test_records_are_objects(rows: list[list[dict[str, str]]]) -> None:
    """Records are objects of the fields they have: known ones in order, then the others."""
    order = (*schema.SOURCE_FIELDS, "rank", "x")
    values = [
        [{k: record[k] for k in sorted(record, key=order.index)} for record in row] for row in rows
    ]
    column = list_column(make_lists("sources", values)).rename("sources")
    assert expected(values) == written(column)


def test_figures_say_what_is_not_reported() -> None:
    """The value of a figure is null if it is missing; whole numbers have no decimal point."""
    rows = [[{"label": "a", "value": 3000.0, "low": 2.5}, {"label": "b", "unit": "%"}]]
    column = list_column(make_lists("figures", rows)).rename("figures")
    expected = b'[[{"label":"a","value":3000,"low":2.5},{"label":"b","value":null,"unit":"%"}]]'
    assert expected == written(column)


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=9))
def test_whole_numbers_have_no_point(values: list[int | None]) -> None:
    """A column of integers with missing values has no decimal points."""
    assert expected(values) == written(pd.Series(values, dtype="Int64"))


@given(st.lists(st.none() | st.floats(allow_infinity=False), min_size=1, max_size=9))
def test_floats_and_gaps(values: list[float | None]) -> None:
    """A missing number or NaN is null."""
    column = pd.Series(values, dtype="float64")
    assert expected(values) == written(column)


def test_values_of_other_kinds_become_json_or_text() -> None:
    """A user's own column may contain any kind of value."""
    values = [2**70, "a\ud800", None, {"b": [1.5, True]}, pd.NaT, pd.Timestamp("2024-03-01")]
    column = pd.Series(values, dtype=object)
    expected = f'["2024-03-01 00:00:00",null,{{"b":[1.5,true]}},null,"a\ufffd",{2**70}]'
    assert expected.encode() == written(column)


def test_times_are_texts() -> None:
    """A column of instants is written as text, missing ones as null."""
    column = pd.Series(pd.to_datetime(["2024-03-01", None]))
    assert b'[null,"2024-03-01"]' == written(column)


def test_records_of_large_numbers_are_json_without_spaces() -> None:
    """A record with a number beyond 64 bits is written as any other, letters as they are."""
    column = pd.Series([{"é": [2**70, "b"]}], dtype=object)
    assert f'[{{"é":[{2**70},"b"]}}]'.encode() == written(column)
