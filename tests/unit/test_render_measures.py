"""The columns that the page counts and sums."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dateline.render.measures import number_column, region_codes
from sample_events import table_of


def test_regions_of_one_name_in_two_countries_stay_apart():
    """A region is known with its country; an event without either has none."""
    rows = [
        {"admin1": "Central", "country": "GH"},
        {"admin1": "Central", "country": "UG"},
        {"admin1": "Central", "country": "UG"},
        {"country": "KP"},
        {},
    ]
    codes, words = region_codes(table_of(rows))
    assert [words[code - 1] if code else "" for code in codes] == [
        "Central|GH",
        "Central|UG",
        "Central|UG",
        "|KP",
        "",
    ]
    assert words[0] == "Central|UG"


def test_only_the_most_frequent_regions_are_named():
    """However many regions there are, the page names a bounded number of them."""
    rows = [{"admin1": f"Region {n}", "country": "RU"} for n in range(2500)]
    codes, words = region_codes(table_of([*rows, *rows[2400:]]))
    assert len(words) == 2000
    assert set(words[:100]) == {f"Region {n}|RU" for n in range(2400, 2500)}
    assert (codes[2500:] > 0).all()


def test_a_number_that_is_not_stated_is_not_zero():
    """Zero deaths are stated; missing and negative numbers are not."""
    column = pd.Series([0, 7, pd.NA, -1, 2**40], dtype="Int64")
    assert number_column(column).tolist() == [1, 8, 0, 0, 2**32 - 1]
    assert number_column(column).dtype == np.uint32
