"""The values that readers filter by, from columns of every type."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dateline.errors import SettingsError
from dateline.facets import can_be_facet, column_values, source_values
from dateline.settings import parse_settings


@pytest.mark.parametrize(
    ("values", "dtype", "words"),
    [
        (["b", "a", None, "b ", ""], "str", ["a", "b"]),
        ([10, 9, None], "Int64", ["9", "10"]),
        ([2.5, -1.0, float("nan")], "float64", ["-1.0", "2.5"]),
        ([True, None, False], "boolean", ["false", "true"]),
        (["hot", None], "category", ["hot"]),
        (pd.to_datetime(["2024-01-02", None]), None, ["2024-01-02"]),
        ([{"a": 1}, None], "object", ['{"a":1}']),
        (["x" * 300, "x" * 400], "str", ["x" * 200]),
        ([None, None], "str", []),
    ],
)
def test_words_of_a_column(values: Any, dtype: Any, words: list[str]) -> None:
    """A column has its distinct values as words, numbers in their order, and nothing for none."""
    found = column_values(pd.Series(values, dtype=dtype, name="mine"))
    assert found.words == words
    assert len(found.rows) == len(found.codes)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.org/a", "example.org"),
        ("HTTP://user:secret@News.Example.org:8080?q=1", "news.example.org"),
        ("javascript:alert(1)", None),
        ("/local", None),
        (None, None),
    ],
)
def test_host_of_a_source(url: str | None, host: str | None) -> None:
    """A source without a publisher is called by the host of its web link."""
    column = pd.Series([[{"title": "t", "url": url}]], name="sources", dtype=object)
    assert source_values(column).words == ([host] if host else [])


def test_which_columns_can_be_facets() -> None:
    """Lists of records, geometries and instants are no values to choose from."""
    names = ("tags", "admin1", "my own", "sources", "geometry", "start", "origin_positions")
    assert [can_be_facet(name) for name in names] == [True] * 3 + [False] * 4


def test_the_number_of_marked_columns_is_bounded() -> None:
    """The page has a bit for each facet, so a project cannot mark any number of columns."""
    assert parse_settings({"map": {"facets": ["a"] * 12}}).map.facets == ("a",) * 12
    with pytest.raises(SettingsError, match="a list of at most 12 columns"):
        parse_settings({"map": {"facets": ["a"] * 13}})
