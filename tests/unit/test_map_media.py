"""Columns and lists of others that hold pictures become media."""

from __future__ import annotations

from typing import Any

import pytest

import dateline
from dateline.dataset import to_python

LINK = "https://example.org/a.jpg"


def read(heading: str, values: list[Any]) -> Any:
    table = {
        "Headline": ["A bomb fell", "Another fell"],
        "Date": ["2024-01-02", "2024-02-03"],
        heading: values,
    }
    return dateline.from_frame(table)


@pytest.mark.parametrize(
    ("heading", "values", "expected"),
    [
        ("Photo", ["photos/a.jpg", "photos/b.jpg"], [{"file": "photos/a.jpg"}]),
        ("Image URL", [LINK, ""], [{"url": LINK}]),
        ("Pictures", [f"{LINK}; {LINK}?2", LINK], [{"url": LINK}, {"url": f"{LINK}?2"}]),
        ("Фото", [LINK, "b.png"], [{"url": LINK}]),
        ("Bild", ["a b.jpeg", "b.PNG"], [{"file": "a b.jpeg"}]),
        ("写真", [LINK, LINK], [{"url": LINK}]),
        ("image", [{"url": LINK, "alt": "Smoke"}, None], [{"url": LINK, "alt": "Smoke"}]),
        ("images", [[LINK], []], [{"url": LINK}]),
    ],
)
def test_columns_of_pictures_are_media(
    heading: str, values: list[Any], expected: list[dict[str, str]]
) -> None:
    """Links and paths under a word for pictures are media, and no sources."""
    read_table = read(heading, values).table
    assert tuple(expected) == to_python(read_table["media"])[0]
    assert () == to_python(read_table["sources"])[0]


@pytest.mark.parametrize(
    "values",
    [
        ["yes", "no"],
        ["a man", "a house"],
        [{"id": 1, "sizes": [1, 2]}, None],
        [{"name": "a.jpg"}, {"name": "b.jpg"}],
    ],
)
def test_other_columns_about_pictures_are_kept(values: list[Any]) -> None:
    """What is neither a link nor a path stays in its own column, without a finding about it."""
    found = read("Photo", values)
    assert "Photo" in found.table.columns
    assert () == to_python(found.table["media"])[0]
    assert {"columns-mapped"} == {one.code for one in found.diagnostics}
