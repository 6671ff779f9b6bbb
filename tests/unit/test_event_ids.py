"""Which column is the id of the events: one whose values tell the rows apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.readers import RawTable
from dateline.settings import Settings
from reading import map_tables

TITLES = ["Bridge hit", "Market hit", "Depot hit", "School hit", "Mill hit", "Dam hit"]


def table_of(columns: dict[str, list[str]]) -> pd.DataFrame:
    """Return the event table of columns of text."""
    columns = {"title": TITLES, **columns}
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(TITLES))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    return map_tables([table], Settings())[0]


@pytest.mark.parametrize("heading", ["ID", "Code", "Ref.", "Event code", "Kod", "Entry"])
def test_a_column_of_repeated_codes_is_no_id(heading):
    """Codes of which most are repeated say of which kind an event is, whatever the heading."""
    found = table_of({heading: ["173", "043", "173", "173", "043", "043"]})
    assert "event_id" not in found
    assert found[heading].tolist()[0] == "173"


def test_one_repeated_id_is_still_an_id():
    """A slip in a column of ids is reported as a duplicate, so the column stays the id."""
    found = table_of({"ID": ["1", "2", "3", "4", "5", "5"]})
    assert found["event_id"].tolist() == ["1", "2", "3", "4", "5", "5"]


@pytest.mark.parametrize("heading", ["GLOBALEVENTID", "GlobalEventID", "global_event_id"])
def test_the_best_heading_of_an_id_wins(heading):
    """Of two columns whose values all differ, the one that is plainly an id is taken."""
    codes = ["173", "043", "190", "18", "14", "20"]
    ids = [str(1_165_000_001 + 7 * n) for n in range(6)]
    assert table_of({"EventCode": codes, heading: ids})["event_id"].tolist() == ids


@pytest.mark.parametrize("heading", ["Ref.", "Refs", "Reference", "Code", "Source"])
def test_footnote_marks_are_no_ids_and_no_sources(heading):
    """Marks such as "[2][3]" lead to notes of the page that they were copied from."""
    marks = ["[1]", "[2][3]", "[4]", "[a]", "[note 5]", "[6]"]
    found = table_of({heading: marks})
    assert not {"event_id", "sources"} & set(found.columns)
    assert found[heading].tolist() == marks


def test_plain_references_are_ids():
    """References without brackets, each different, are ids."""
    found = table_of({"Ref.": [f"R{n * n}" for n in range(1, 7)]})
    assert found["event_id"].iloc[1] == "R4"
