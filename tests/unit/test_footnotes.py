"""Footnote marks in tables copied from web pages: left out before anything is read, and told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.mapping.footnotes import without_mark
from dateline.readers import RawTable
from dateline.settings import Settings
from reading import map_tables

COLUMNS = {
    "Date": ["9 March 2022[4]", "16 March 2022", "8 April 2022"],
    "Location": ["Yavoriv, Ukraine[a]", "Mariupol", "Kramatorsk[note 3]"],
    "Deaths": ["3[1][2]", "600", "61"],
    "Details": ["Maternity hospital airstrike.[3] [5]", "Theatre [sic] airstrike", "Attack [6]"],
    "Ref.": ["[1]", "[2][3]", "[4]"],
}


def mapped(columns: dict[str, list[str]], *, line: int = 1):
    """Return the event table of columns of text, and the messages of the findings."""
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(series[0]))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=line)
    found, told = map_tables([table], Settings())
    return found, [item.message for item in told]


def test_marks_at_the_end_of_cells_are_left_out():
    """Dates, places, numbers and texts are read without their marks; other brackets stay."""
    found, told = mapped(COLUMNS)
    assert found["when"].iloc[0] == "9 March 2022"
    assert found["where"].tolist() == ["Yavoriv, Ukraine", "Mariupol", "Kramatorsk"]
    assert found["fatalities_best"].tolist() == ["3", "600", "61"]
    assert found["description"].tolist() == [
        "Maternity hospital airstrike.",
        "Theatre [sic] airstrike",
        "Attack [6]",
    ]
    assert found["Ref."].tolist() == COLUMNS["Ref."]
    said = [message for message in told if "footnote marks" in message]
    assert len(said) == 1
    assert 'footnote marks such as "[4]" left out of 5 cells' in said[0]


def test_a_single_mark_is_meant():
    """One cell that ends with brackets does not make a table one with footnotes."""
    found, told = mapped({"title": ["Shot[1]", "Fire", "Raid"], "where": ["Kyiv", "Lviv", "Sumy"]})
    assert found["title"].iloc[0] == "Shot[1]"
    assert not any("footnote" in message for message in told)


def test_exports_keep_what_their_texts_end_with():
    """In our own exports every text is meant as it stands."""
    own = {"geocode_method": ["given"] * 2, "place_precision": ["exact"] * 2}
    titles = ["Fire[1]", "Raid[2]"]
    assert mapped({"title": titles, "when": ["2024"] * 2, **own})[0]["title"].tolist() == titles


@pytest.mark.parametrize(
    "text",
    [
        "uuid:8d1f/site[1]",
        "https://example.org/a[1]",
        "[1]",
        "[1][2]",
        "[[1],[2]]",
        "[2024-01,2024-02]",
        "Region[UA]",
        "Unit [7]",
        "in 2[2024]",
        "",
    ],
)
def test_other_brackets_stay(text):
    """Paths, lists, dates in EDTF, codes and years in brackets are no footnote marks."""
    assert without_mark(text) == text


@pytest.mark.parametrize("mark", ["[1]", "[12]", "[b]", "[note 3]", "[nb 1]", "[citation needed]"])
def test_marks_of_each_form_are_left_out(mark):
    """Numbers, letters, words with a number and requests of editors are marks."""
    assert without_mark(f"Odesa{mark} ") == "Odesa"
