"""Columns of lists: their behaviour in pandas and their values."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.nested import NestedArray, nested

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ROWS = [(), ({"title": "A", "url": "https://a.example"},), ("x", "y")]


@given(st.lists(st.lists(JSON, max_size=3).map(tuple), max_size=5))
def test_what_is_put_in_comes_out(values):
    """Tuples of any JSON values are unchanged, however they are accessed."""
    column = nested(values)
    assert values == column.tolist()
    assert values == [column.iloc[row] for row in range(len(values))]
    assert values == list(column.to_numpy(dtype=object))
    assert [list(value) for value in values] == [
        json.loads(t) for t in column.array.json.to_pylist()
    ]


def test_rows_are_taken_in_any_order():
    """Selecting rows by mask, list, slice or index returns these rows."""
    column = nested(ROWS)
    assert [ROWS[2], ROWS[0]] == column.iloc[[2, 0]].tolist()
    assert ROWS[1:] == column[[False, True, True]].tolist()
    assert ROWS[::-1] == column.iloc[::-1].tolist()
    assert ([], ROWS[1:2]) == (column.iloc[2:1].tolist(), column.iloc[1:2].tolist())
    assert ROWS[-1] == column.iloc[-1]


def test_a_row_that_is_not_there_has_no_items():
    """Reindexing and masking give empty tuples, never a missing value."""
    column = nested(ROWS)
    assert [(), ()] == column.reindex([0, 9]).tolist()
    assert [(), (), ROWS[2]] == column.where([True, False, True]).tolist()
    assert not column.reindex([9]).isna().any()
    with pytest.raises(ValueError, match="indices"):
        column.array.take([-2], allow_fill=True)


def test_rows_are_set_on_a_copy_alone():
    """Setting rows changes only that column, not its copies."""
    column = nested(ROWS)
    other = column.copy()
    other.iloc[0] = ("z",)
    other.iloc[[1, 2]] = [("p",), ()]
    assert ([("z",), ("p",), ()], ROWS) == (other.tolist(), column.tolist())


def test_columns_are_joined_and_compared():
    """Concatenated columns keep their dtype; equal rows are equal."""
    column = nested(ROWS)
    joined = pd.concat([column, column], ignore_index=True)
    assert ("nested", ROWS * 2) == (str(joined.dtype), joined.tolist())
    assert (column == nested([(), (), ("x", "y")])).tolist() == [True, False, True]
    assert column.equals(nested(ROWS))


def test_distinct_rows_are_found_without_parsing():
    """Equal rows have one code, in order of first appearance."""
    codes, distinct = pd.factorize(nested([("a",), (), ("a",)]))
    assert ([0, 1, 0], [("a",), ()]) == (codes.tolist(), list(distinct))


def test_missing_items_differ_from_empty_ones():
    """``has_items`` is false only for empty rows."""
    assert [False, True, True] == nested(ROWS).array.has_items().tolist()
    assert [False, False] == NestedArray.empty(2).has_items().tolist()


def test_other_columns_are_converted():
    """A column of Python sequences, with missing values, can be converted."""
    mixed = pd.Series([["a"], None, ("b",), np.nan], dtype=object)
    assert [("a",), (), ("b",), ()] == list(NestedArray.of(mixed))


def test_an_arrow_table_holds_the_json():
    """Writers that use Arrow get the JSON text."""
    table = pa.Table.from_pandas(pd.DataFrame({"sources": nested(ROWS)}))
    assert table["sources"].to_pylist() == [
        "[]",
        '[{"title":"A","url":"https://a.example"}]',
        '["x","y"]',
    ]


def test_rows_are_set_to_one_value_or_to_one_each():
    """A tuple or a missing value is set in every row, a list sets one value per row."""
    column = nested(ROWS)
    column.iloc[[0, 1]] = ("a", "b")
    column.loc[[False, False, True]] = None
    assert [("a", "b"), ("a", "b"), ()] == column.tolist()
    column.loc[[True, False, True]] = pd.Series([["x"], ["y"]], index=[0, 2])
    assert [("x",), ("a", "b"), ("y",)] == column.tolist()
    column.iloc[[0, 1, 2]] = [("p",), np.nan, ()]
    assert [("p",), (), ()] == column.tolist()
    with pytest.raises(ValueError, match="1 values for 2 rows"):
        column.array[[0, 1]] = [("p",)]


@pytest.mark.parametrize("value", ["abc", {"title": "A"}, 1])
def test_what_is_no_list_is_refused(value):
    """A text is not a list of characters, and a mapping is not a list of keys."""
    with pytest.raises(TypeError, match="expected a list"):
        nested([value])


def test_values_of_other_libraries_are_taken():
    """NumPy numbers become numbers, timestamps text, and sets are sorted."""
    when = pd.Timestamp("2024-03-01")
    values = [({"value": np.int64(3), "at": when},), {"b", "a"}, np.array([1, 2])]
    expected = [({"value": 3, "at": "2024-03-01 00:00:00"},), ("a", "b"), (1, 2)]
    assert expected == nested(values).tolist()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (("\ud800",), ("\ufffd",)),
        ((10**30,), (1e30,)),
        (({"v": float("nan"), "x": 2**70},), ({"v": None, "x": 2.0**70},)),
    ],
    ids=["half", "large", "nan"],
)
def test_what_json_cannot_hold_is_kept_as_near_as_can_be(value, expected):
    """A lone surrogate is replaced, and an integer beyond 64 bits becomes a float."""
    assert [expected] == nested([value]).tolist()
