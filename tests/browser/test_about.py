"""The About panel: what the map contains, what is wrong with its data, and what it loads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.diagnostics import Diagnostic
from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.map_settings import MapSettings
from dateline.render import render_page
from pages import SETTINGS, OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_about_lists_what_has_no_place_and_no_date(open_page: OpenPage) -> None:
    """The panel about the map names every event without a place or a date."""
    page = open_page()
    page.get_by_role("button", name="About", exact=True).click()
    about = page.get_by_role("dialog")
    expect(about).to_contain_text("Without a place (1)")
    expect(about).to_contain_text("Without a date (2)")
    about.get_by_role("button", name="Drone controllers hacked").click()
    expect(page.get_by_role("heading", level=2, name="Drone controllers hacked")).to_be_visible()


NOTE = Diagnostic("columns-mapped", "columns mapped: a", file="a.csv", severity="info")
WARNING = Diagnostic("title-missing", '"Hit" is no title', file="b.csv", line=7, severity="warning")


@pytest.mark.parametrize(
    ("diagnostics", "words"),
    [
        ([NOTE], "No warnings, 1 note."),
        ([NOTE, WARNING], "1 warning, 1 note."),
        ([NOTE] * 300 + [WARNING], "1 warning, 300 notes."),
    ],
)
def test_about_counts_the_data_warnings(
    open_page: OpenPage, tmp_path: Path, *, diagnostics: list[Diagnostic], words: str
) -> None:
    """The panel says that there are no warnings only if there are none, listed or not."""
    events, layers = assign_layers(table_of([{"event_id": "a", **point(2, 1)}]), SETTINGS)
    path = tmp_path / "map.html"
    output = dataclasses.replace(SETTINGS.output, show_findings=True)
    settings = dataclasses.replace(SETTINGS, output=output)
    path.write_bytes(render_page(events, layers, settings, diagnostics=diagnostics))
    page = open_page(path)
    page.get_by_role("button", name="About", exact=True).click()
    about = page.get_by_role("dialog")
    expect(about.get_by_role("heading", name="Data warnings")).to_be_visible()
    expect(about.get_by_text(words, exact=True)).to_be_visible()
    listed = "b.csv:7 “Hit”" if WARNING in diagnostics[:200] else ""
    assert [listed] * bool(listed) == about.locator(".findings li").all_inner_texts()


def test_findings_and_origins_are_not_for_readers(open_page: OpenPage, tmp_path: Path) -> None:
    """Unless asked for, neither the panel, a card nor the file names a finding or a file."""
    rows = [
        {"event_id": "a", "title": "A flight", "origin_file": "b.csv", "origin_line": 7},
        {
            "event_id": "b",
            "title": "A rumour",
            "when": "2024-03-05",
            "start": "2024-03-05",
            "end": "2024-03-05",
            **point(2, 1),
        },
    ]
    events, layers = assign_layers(table_of(rows), SETTINGS)
    path = tmp_path / "map.html"
    path.write_bytes(render_page(events, layers, SETTINGS, diagnostics=[NOTE, WARNING]))
    page = open_page(path, fragment="#event=a")
    expect(page.locator("#card .origin")).to_have_text("id a")
    page.get_by_role("button", name="About", exact=True).click()
    about = page.get_by_role("dialog")
    expect(about.get_by_role("heading", name="Data warnings")).to_have_count(0)
    # What readers need to know stays: what has no place and what has no date.
    expect(about).to_contain_text("2 events, including 1 without a place and 1 without a date.")
    expect(about).to_contain_text("Without a place (1)")
    for words in ("a.csv", "b.csv", NOTE.message, f'{WARNING.message}"'):
        assert words not in path.read_text(encoding="utf-8")


TILES = "http://127.0.0.1:9/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("tiles", "words"),
    [
        ("", "This page is self-contained: it makes no network requests."),
        (TILES, "The background map is loaded from 127.0.0.1:9,"),
    ],
)
def test_about_states_the_network_use(
    open_page: OpenPage, tmp_path: Path, *, tiles: str, words: str
) -> None:
    """The page claims to make no network requests only when it makes none."""
    settings = dataclasses.replace(SETTINGS, map=MapSettings(tiles=tiles, tiles_attribution="T"))
    path = write_page(table_of([{"event_id": "a", **point(2, 1)}]), tmp_path / "a.html", settings)
    page = open_page(path, is_faulty=bool(tiles))
    page.get_by_role("button", name="About", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text(words)


@pytest.mark.parametrize("tag", ["en", "ja"])
def test_about_says_what_findings_are_about(open_page: OpenPage, tmp_path: Path, tag: str) -> None:
    """Findings are said by their code in the reader's language, and by what they quote."""
    unknown = Diagnostic("place-unknown", 'no place is named "X"', file="a.csv", line=3)
    found = [unknown, WARNING, dataclasses.replace(unknown, line=9)]
    events, layers = assign_layers(table_of([{"event_id": "a", **point(2, 1)}]), SETTINGS)
    output = dataclasses.replace(SETTINGS.output, show_findings=True)
    settings = dataclasses.replace(SETTINGS, output=output)
    path = tmp_path / "map.html"
    path.write_bytes(render_page(events, layers, settings, diagnostics=found))
    page = open_page(path, fragment=f"#lang={tag}")
    page.locator("#open-about").click()
    about = page.get_by_role("dialog")
    words = load_words(tag)
    headings = [words.say(f"finding.{code}") for code in ("place-unknown", "title-missing")]
    assert headings == about.get_by_role("heading", level=4).all_inner_texts()
    lists = about.locator(".findings")
    listed = lists.first.locator("li").all_inner_texts()
    said = words.say("text.quoted", words="X")
    assert [f"a.csv:{line} {said}" for line in (3, 9)] == listed
    assert "no place is named" not in path.read_text(encoding="utf-8")
