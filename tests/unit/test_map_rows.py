"""Tables without headings: whether the first row is an event."""

from __future__ import annotations

import pytest

from dateline.mapping.rows import is_event


@pytest.mark.parametrize(
    "headings",
    [
        ["2024-03-05", "Fire at depot", "Sumy, Ukraine", "50.91", "34.80"],
        ["1", "05/03/2024", "Brand im Lager", "50,9", "34,8"],
        ["Fire", "50.9123", "34.8012"],
        ["Fire", "https://example.org/1", "2024-03-05"],
        ["2024-03-05", "Fire"],
    ],
)
def test_a_first_row_of_values_is_an_event(headings: list[str]) -> None:
    """Two dates, numbers with decimals, positions or links are no headings, so no event is lost."""
    assert is_event(headings)


@pytest.mark.parametrize(
    "headings",
    [
        ["title", "2024-03-05", "50.91", "34.80"],
        ["Sitio", "0.5", "1.0", "2.5"],
        ["Sitio", "2019", "2020", "2021"],
        ["fire", "depot", "2024-03-05"],
    ],
)
def test_a_row_of_words_or_of_a_scale_is_the_headings(headings: list[str]) -> None:
    """A known word, or years and steps of a scale as in a pivot table, makes a row of headings."""
    assert not is_event(headings)
