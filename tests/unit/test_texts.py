"""Text columns: join, change and escape give the same result as a loop over Python strings."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.texts import (
    TEXT,
    are_escaped,
    change_where,
    column_texts,
    escape_json,
    exchange,
    join_pieces,
    map_distinct,
    one_chunk,
    text_ends,
)


def texts_of(*texts: str | None) -> pa.Array:
    return pa.array(texts, TEXT)


@pytest.mark.parametrize("dtype", ["str", "category"])
def test_columns_of_pandas_become_texts(dtype: str) -> None:
    """Texts and categories become the same Arrow texts; missing becomes null."""
    column = pd.Series(["b", None, "a", "b"], dtype=dtype)
    found = column_texts(column)
    assert (["b", None, "a", "b"], TEXT) == (found.to_pylist(), found.type)


def test_categories_that_are_no_texts_are_written_as_texts() -> None:
    """A category of numbers becomes the text of each number."""
    assert ["7", None] == column_texts(pd.Series([7, None], dtype="category")).to_pylist()


def test_chunks_are_joined_and_an_array_is_itself() -> None:
    """Chunks become one array; a single array is not copied."""
    whole = texts_of("a")
    assert one_chunk(whole) is whole
    assert ["a", "b"] == one_chunk(pa.chunked_array([["a"], ["b"]], TEXT)).to_pylist()


def test_each_distinct_text_is_changed_once() -> None:
    """The function is called once per distinct text, in order of appearance."""
    asked = []
    found = map_distinct(texts_of("b", None, "a", "b"), lambda text: asked.append(text) or text * 2)
    assert (["bb", None, "aa", "bb"], ["b", "a"]) == (found.to_pylist(), asked)


def test_rows_are_exchanged_in_order() -> None:
    """The selected rows get the other texts in order; without any, the column is unchanged."""
    texts = texts_of("a", "b", "c")
    found = exchange(texts, np.array([True, False, True]), texts_of("x", None))
    assert ["x", "b", None] == found.to_pylist()
    assert exchange(texts, np.zeros(3, dtype=bool), texts_of()) is texts


def test_only_rows_that_are_true_are_changed() -> None:
    """The function gets the rows that are true; null rows are unchanged."""
    texts = texts_of("a", "b", None, "d")
    rows = pa.array([True, False, None, True])
    found = change_where(texts, rows, lambda some: join_pieces([some, "!"]))
    assert ["a!", "b", None, "d!"] == found.to_pylist()
    none = pa.array([False, None, None, False])
    assert change_where(texts, none, lambda _: pytest.fail("nothing is true")) is texts


def test_pieces_are_joined_row_by_row() -> None:
    """A text is repeated in every row, a column gives one per row; a null makes the row null."""
    found = join_pieces(
        ["<", "b>", texts_of("x", None, ""), "-", texts_of("1", "2", "3"), ">", "\n"]
    )
    assert ["<b>x-1>\n", None, "<b>-3>\n"] == found.to_pylist()


def test_ends_of_texts_are_counted_from_the_first() -> None:
    """The ends of a slice start at 0, and an empty column has one end."""
    texts = texts_of("ab", None, "é", "xyz")
    assert [0, 2, 2, 4, 7] == text_ends(texts).tolist()
    assert [0, 0, 2] == text_ends(texts[1:3]).tolist()
    for empty in (texts[4:], texts_of()):
        assert ([0], np.int64) == (text_ends(empty).tolist(), text_ends(empty).dtype)


@pytest.mark.parametrize("text", ['"', "\\", "\n", "\x00", "\x1f", '\\"', 'é"', "a\tb"])
def test_what_json_escapes_is_escaped(text: str) -> None:
    """Quotes, backslashes and control characters are escaped, whatever else is in the column."""
    found = escape_json(texts_of("plain", text, None)).to_pylist()
    assert ["plain", json.dumps(text, ensure_ascii=False)[1:-1], None] == [
        found[0],
        json.dumps(json.loads(f'"{found[1]}"'), ensure_ascii=False)[1:-1],
        found[2],
    ]
    assert found[1] != text


@pytest.mark.parametrize("texts", [[], [None], [""], [" a~é\x7f"], ["'", "/", "<b>"]])
def test_plain_texts_are_not_copied(texts: list[str | None]) -> None:
    """A column without anything to escape is returned without a copy."""
    column = pa.array(texts, TEXT)
    assert escape_json(column) is column


@given(st.text(alphabet='"\\a', max_size=12))
def test_quotes_after_an_odd_number_of_backslashes_are_escaped(text: str) -> None:
    """A quote is escaped if an odd number of backslashes comes right before it."""
    letters = np.frombuffer(text.encode(), np.uint8)
    quotes = np.flatnonzero(letters == ord('"'))
    runs = [len(text[:at]) - len(text[:at].rstrip("\\")) for at in quotes]
    assert [run % 2 == 1 for run in runs] == are_escaped(letters, quotes).tolist()
