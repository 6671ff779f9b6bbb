"""Sources that are lists of links come to the same, one by one and thousands at a time."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.normalise import normalise, records
from dateline.normalise.links import write_plain
from dateline.readers.columns import as_text
from dateline.settings import Settings

LINKS = st.sampled_from(
    [
        "https://a.example/1",
        "http://b.example",
        "https://c.example/x;y",
        "https://d.example/a b",
        " https://e.example",
        "javascript:alert(1)",
        "",
        None,
        7,
    ]
)
SOURCES = st.one_of(
    st.fixed_dictionaries({"url": LINKS}),
    st.fixed_dictionaries({"url": LINKS, "title": st.sampled_from(["A", None])}),
    st.fixed_dictionaries({"title": st.just("B")}),
    LINKS,
)
VALUES = st.one_of(st.lists(SOURCES, max_size=3), SOURCES, st.none())


def sheet_of(sources: list[Any]) -> pd.DataFrame:
    titles = pd.Series([f"event {number}" for number in range(len(sources))], dtype="str")
    return pd.DataFrame({"title": titles, "sources": pd.Series(sources, dtype=object)})


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_lists_of_links_are_typed_as_any_other_list(sources: list[Any]) -> None:
    """The table and the findings are those of lists that are looked at one by one."""
    found, told = normalise(sheet_of(sources), Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "write_plain", lambda column: column)
        expected, notes = normalise(sheet_of(sources), Settings())
    pd.testing.assert_frame_equal(expected, found)
    assert notes == told


def test_a_list_of_links_needs_no_parser() -> None:
    """Plain links stand for themselves; whatever else a list holds keeps it as it is."""
    plain = [{"url": "https://a.example/1"}, {"url": "https://b.example"}]
    titled = [{"url": "https://a.example/1", "title": "A"}]
    written = write_plain(pd.Series([plain, titled, None], dtype=object))
    assert ["https://a.example/1; https://b.example", titled] == written.tolist()[:2]


@given(st.lists(st.one_of(st.floats(), st.integers(), st.none()), max_size=6))
def test_numbers_are_written_alike_in_any_company(numbers: list[float | None]) -> None:
    """A column of numbers has the texts that they have beside a text."""
    alone = as_text(pd.Series(numbers, dtype=object))
    beside = as_text(pd.Series([*numbers, "x"], dtype=object))
    assert beside.iloc[:-1].fillna("").tolist() == alone.fillna("").tolist()
