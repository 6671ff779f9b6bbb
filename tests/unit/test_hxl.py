"""Rows of HXL tags: they are the mapping, and no event is taken for one."""

from __future__ import annotations

import pytest
from tests.reading import read_events

from dateline.mapping.hxl import fields_of
from dateline.settings import Settings


def read(tmp_path, *lines):
    """Return the events of a CSV file, and what was said about its columns."""
    path = tmp_path / "events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table, found = read_events([path], Settings())
    return table, " ".join(one.message for one in found if one.code == "columns-mapped")


@pytest.mark.parametrize(
    "first",
    [
        ",,#protest",
        "#protest,,",
        "#march,,#protest",
        "A,,#event",
        "#event,2024-05-01,#date",
    ],
)
def test_an_event_with_hashtags_is_no_row_of_tags(tmp_path, first):
    """A row of tags has at least two, nothing else, and one of them means a field."""
    table, said = read(tmp_path, "title,date,notes", first, "B,2024-05-02,x")
    assert 2 == len(table)
    assert "HXL" not in said


def test_empty_cells_may_stand_between_tags(tmp_path):
    """A column without a tag does not keep the row from being one of tags."""
    table, said = read(tmp_path, "a,b,c", "#event,,#date+occurred", "Fire,red,2024-05-01")
    assert [("Fire", "2024-05-01")] == list(zip(table["title"], table["when"], strict=True))
    assert "line 2 read as HXL tags" in said


def test_rows_above_the_tags_are_headings(tmp_path):
    """A line of headings between a title and the tags is no event, and names the columns."""
    rows = ("Log of the harbour,,,", "Qa,Qb,Qc,Qd", "#event,#loc,#date,#meta+colour")
    table, said = read(tmp_path, *rows, "Fire,Gao,2024-05-01,red")
    assert ["Fire"] == table["title"].tolist()
    assert ["red"] == table["Qd"].tolist()
    assert "line 2 read as headings of the tags" in said


def test_headings_that_are_known_are_above_the_tags(tmp_path):
    """Headings below a title are found by their words; the tags below them decide."""
    rows = ("Log of the harbour,,,", "What,Where,When,Colour", "#event,#loc,#date,#meta+colour")
    table, said = read(tmp_path, *rows, "Fire,Gao,2024-05-01,red")
    assert ["Fire"] == table["title"].tolist()
    assert ["red"] == table["Colour"].tolist()
    assert "line 3 read as HXL tags" in said


def test_an_event_above_the_tags_is_kept(tmp_path):
    """A row with a date or a number stays an event, though tags stand below it."""
    rows = ("title,date", "Fire,2024-05-01", "#event,#date", "Flood,2024-05-02")
    table, _ = read(tmp_path, *rows)
    assert ["Fire", "Flood"] == table["title"].tolist()


def test_headings_may_be_tags_themselves(tmp_path):
    """A table whose only headings are tags is read by them."""
    table, said = read(tmp_path, "#event,#loc,#affected+killed", "Fire,Gao,3")
    assert ("Fire", "Gao", "3") == tuple(table[["title", "where", "fatalities_best"]].iloc[0])
    assert "HXL" in said


def test_no_tags_are_no_fields(monkeypatch):
    """Tables without tags do not load the list of tags."""
    monkeypatch.setattr("dateline.mapping.hxl._fields", lambda: pytest.fail("loaded"))
    assert {} == fields_of({})
