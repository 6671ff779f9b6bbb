"""Columns as JSON, a block at a time: the result equals that of orjson for each value."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dateline.nested import NestedArray
from dateline.render.json_columns import json_column

#: What has to be escaped, what must not be, and more than one byte a letter.
letters = st.text(alphabet='a"\\\n\r\t\x00\x1f\x7fé\u2028😀/<', max_size=6)


def written(column: pd.Series[Any]) -> list[bytes]:
    """Return blocks of at most three rows, with the rows reversed."""
    rows = np.arange(len(column))[::-1]
    bounds = [*range(0, len(rows), 3), len(rows)]
    return list(json_column(column)(pa.array(rows, pa.int64()), bounds))


def expected(values: list[Any]) -> list[bytes]:
    """Return the same blocks, made value by value."""
    bounds = [*range(0, len(values), 3), len(values)]
    backwards = values[::-1]
    return [orjson.dumps(backwards[first:end]) for first, end in pairwise(bounds)]


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
    """A column of lists is written as its stored JSON."""
    assert expected(values) == written(pd.Series(NestedArray.from_values(values)))


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
    assert [
        b'["2024-03-01 00:00:00",null,{"b":[1.5,true]}]',
        f'[null,"a\ufffd",{2**70}]'.encode(),
    ] == written(column)


def test_times_are_texts() -> None:
    """A column of instants is written as text, missing ones as null."""
    column = pd.Series(pd.to_datetime(["2024-03-01", None]))
    assert [b'[null,"2024-03-01"]'] == written(column)


def test_records_of_large_numbers_are_json_without_spaces() -> None:
    """A record with a number beyond 64 bits is written as any other, letters as they are."""
    column = pd.Series([{"é": [2**70, "b"]}], dtype=object)
    assert [f'[{{"é":[{2**70},"b"]}}]'.encode()] == written(column)
