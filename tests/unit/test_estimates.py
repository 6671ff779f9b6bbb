"""Deaths written as an estimate or a bound: read into the field for it, and told once."""

from __future__ import annotations

import pytest

import dateline
from dateline.normalise.estimates import read_estimate
from dateline.normalise.numbers import parse_integer

PARTS = ["fatalities_low", "fatalities_best", "fatalities_high"]


def read(tmp_path, *rows: str):
    """Return the events of rows of title, best and low number, and the findings about them."""
    file = tmp_path / "a.csv"
    lines = ["title,when,fatalities_best,fatalities_low", *rows]
    file.write_text("\n".join(lines), encoding="utf-8")
    events, found = dateline.read(file)
    return events, [item for item in found if item.code == "field-type"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("c. 600", {"best": 600}),
        ("ca 1,200", {"best": 1200}),
        ("~40", {"best": 40}),
        ("≥21", {"low": 21}),
        (">= 21", {"low": 21}),
        ("10+", {"low": 10}),
        ("≤5", {"high": 5}),
        ("61–63", {"low": 61, "high": 63}),
        ("0-2", {"low": 0, "high": 2}),
        ("10 to 20", {"low": 10, "high": 20}),
    ],
)
def test_an_estimate_with_one_reading_is_read(text, parts):
    """A range is a low and a high number, a bound one of them, and "about" a best one."""
    assert read_estimate(text, parse_integer) == parts


@pytest.mark.parametrize(
    "text",
    ["63-61", "5-5", "-5-6", "dozens", "600?", "3.000+", "1-2-3", "+", "c.", "4" * 50 + "+", "5"],
)
def test_other_texts_are_no_estimates(text):
    """Ranges that run backwards, words, and numbers with two readings stay as they are."""
    assert not read_estimate(text, parse_integer)


def test_estimates_are_reported_once_and_kept(tmp_path):
    """One finding says how the estimates of a file are read; their texts are kept."""
    rows = ['A,2024,"c. 600",', "B,2024,61–63,", "C,2024,≥21,", "D,2024,7,"]
    events, found = read(tmp_path, *rows)
    numbers = events[PARTS].astype(object).where(events[PARTS].notna(), None).to_numpy().tolist()
    assert numbers == [[None, 600, None], [61, None, 63], [21, None, None], [None, 7, None]]
    assert [(item.severity, item.line) for item in found] == [("info", 2)]
    assert "in 3 rows" in found[0].message
    assert events["given_fatalities_best"].dropna().tolist() == ["c. 600", "61–63", "≥21"]


def test_a_given_bound_is_not_replaced(tmp_path):
    """A row with a low number of its own keeps it, and the estimate beside it is refused."""
    events, found = read(tmp_path, "A,2024,2-4,1")
    assert events["fatalities_low"].tolist() == [1]
    assert [item.severity for item in found] == ["error"]
