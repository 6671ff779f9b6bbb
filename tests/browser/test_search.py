"""What readers find: other names of places, countries, tags, sources and quotes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from dateline import geocode
from dateline.layers import assign_layers
from dateline.render import render_page
from pages import DESKTOP, SETTINGS, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EVENTS = [
    {"title": "A drone was shot down", "where": "Kyiv, Ukraine", "tags": ["air defence"]},
    {"title": "A shell hit a house", "where": "Donetsk, Ukraine"},
    {
        "title": "A march took place",
        "where": "Pyongyang, North Korea",
        "sources": [{"publisher": "Yonhap", "url": "https://a.example", "quote": "in full dress"}],
    },
    {"title": "A ship was boarded", "where": "Sanaa, Yemen", "tags": ["<img src=x>", "shipping"]},
]

#: Queries, and the title that each finds.
FOUND = [
    ("Kiev", "A drone was shot down"),
    ("Київ", "A drone was shot down"),
    ("키이우", "A drone was shot down"),
    ("كييف", "A drone was shot down"),
    ("کیيف", "A drone was shot down"),
    ("平壤", "A march took place"),
    ("평양", "A march took place"),
    ("صنعاء", "A ship was boarded"),
    ("北朝鮮", "A march took place"),
    ("Jemen", "A ship was boarded"),
    ("yonhap", "A march took place"),
    ("full dress", "A march took place"),
    ("air defence", "A drone was shot down"),
    ("kiev drone", "A drone was shot down"),
    ("<img", "A ship was boarded"),
]


@pytest.fixture(params=[1, 1600], ids=["on the page", "in a worker"])
def page(open_page: OpenPage, tmp_path: Path, request: pytest.FixtureRequest) -> Page:
    """A small page, which searches itself, and one that has a worker to search."""
    table = geocode(pd.DataFrame(EVENTS * request.param)).table
    styled, layers = assign_layers(table.reset_index(drop=True), SETTINGS)
    path = tmp_path / "map.html"
    path.write_bytes(render_page(styled, layers, SETTINGS))
    return open_page(path, viewport=DESKTOP)


def found(page: Page, query: str) -> list[str]:
    """Return the distinct titles in the list after a search."""
    box = page.get_by_role("searchbox", name="Search events")
    box.fill(query)
    page.wait_for_function("() => dateline.ready.then(({ app }) => app.searching().share === 1)")
    # The list shows the results in the next frame.
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
    return sorted(set(page.locator("#events .row-title").all_inner_texts()))


def test_readers_find_events(page: Page) -> None:
    """A place is found by any of its names, an event by its country, tags, sources and quotes."""
    assert [(query, found(page, query)) for query, _ in FOUND] == [
        (query, [title]) for query, title in FOUND
    ]


def test_words_of_different_events_find_nothing(page: Page) -> None:
    """All words must be in one event."""
    found(page, "kiev shipping")
    expect(page.locator("#events .row-title")).to_have_count(0)
