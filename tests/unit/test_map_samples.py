"""What a column is, by a look at its values and at its heading."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from dateline.mapping.lexicon import heading_scores
from dateline.mapping.positions import to_decimal
from dateline.mapping.values import SourceColumn


def test_a_list_far_down_makes_a_column_nested():
    """A column with one list among thousands of texts is nested, wherever the list is."""
    values = [*["a"] * 5_000, ["https://example.org/a"]]
    column = SourceColumn("links", "links", pd.Series(values, dtype=object), number=0)
    assert column.is_nested
    assert not column.is_shape


@pytest.mark.parametrize("dtype", ["str", object])
def test_words_for_nothing_are_no_values_in_columns_of_any_type(dtype):
    """Words for nothing count as missing, and so do None and blank, in columns of any type."""
    values = ["a", None, "", " ", "N/A", "(blank)", "nothing at all", "—"]
    column = SourceColumn("x", "x", pd.Series(values, dtype=dtype), number=0)
    assert column.filled.tolist() == [True, *[False] * 5, True, False]


def test_degrees_are_converted_beside_plain_numbers():
    """Angles become decimal degrees; numbers, other digits and other texts stay as written."""
    texts = pd.Series(["1.50", " 2 ", None, "50°30' N", "٣", "north", "-1e2"], dtype="str")
    assert to_decimal(texts).tolist()[:2] == ["1.50", " 2 "]
    assert to_decimal(texts).tolist()[3:] == ["50.5", "٣", "north", "-1e2"]


def test_a_heading_of_many_words_takes_no_time():
    """The time for a heading grows with its words, not with their square or cube."""
    begun = time.process_time()
    heading_scores(" ".join(f"w{number} date" for number in range(4_000)))
    assert time.process_time() - begun < 2
