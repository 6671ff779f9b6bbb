"""A split page works from disk, loads only what is needed, and reports missing files."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import OpenPage, layer, write_site
from sample_events import point, sample_events, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="session")
def split_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(sample_events(), tmp_path_factory.mktemp("split") / "map.html")


@pytest.fixture
def bare_page(split_page: Path, tmp_path: Path) -> Path:
    """The page without its folder of texts, as somebody might send it."""
    path = tmp_path / split_page.name
    path.write_bytes(split_page.read_bytes())
    return path


def test_split_page_is_read_from_disk(open_page: OpenPage, split_page: Path) -> None:
    """List, search and card of a split page equal those of a page in one file."""
    page = open_page(split_page)
    expect(page.locator("#events .row-title")).to_have_count(12)
    page.get_by_role("searchbox", name="Search events").fill("3,000 soldiers")
    expect(page.get_by_text("1 of 12 events shown").first).to_be_visible()
    page.get_by_role("button", name="About 3,000 soldiers sent to Russia").click()
    card = page.get_by_role("complementary", name=re.compile("3,000 soldiers"))
    expect(card.get_by_text("during January and February")).to_be_visible()


def test_link_to_an_event_opens_a_split_page(open_page: OpenPage, split_page: Path) -> None:
    """A link finds its event although the ids are not in the page itself."""
    page = open_page(split_page, fragment="#event=panmunjom-4")
    expect(page.get_by_role("heading", level=2, name="Talks, round 4")).to_be_visible()


def test_only_what_is_read_is_loaded(open_page: OpenPage, tmp_path: Path) -> None:
    """The list loads the file of its first rows; a card at the end loads two more."""
    rows = [
        {"event_id": f"e{n:05}", "title": f"Event {n}", "when": "2024", **point(1, 2)}
        for n in range(9000)
    ]
    for row in rows:  # texts that hardly compress
        row["description"] = hashlib.shake_128(str(row["event_id"]).encode()).hexdigest(160)
    path = write_site(table_of(rows), tmp_path / "map.html")
    page = open_page(path, ready=False)
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url))
    page.reload()
    page.locator("#events .row-title").first.wait_for()
    there = len(list((tmp_path / "text").iterdir()))
    assert there > 4
    assert 1 == sum("/text/" in url for url in loaded)
    page.locator("#events li button").first.focus()
    page.keyboard.press("End")
    page.locator("#events li[aria-posinset='9000'] .row-title").click()
    expect(page.locator("#card h2")).to_have_text("Event 8999")
    assert sum("/text/" in url for url in loaded) <= 3


def assert_map_works(page: Page) -> None:
    """Assert that the counts are right and filters work."""
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
    layer(page, "Korea").uncheck()
    expect(page.get_by_text("12 of 12 events shown").first).to_be_hidden()
    layer(page, "Korea").check()


def test_missing_texts_are_reported_and_the_map_works(open_page: OpenPage, bare_page: Path) -> None:
    """Without the texts, list, card and search say so; map and filters work."""
    page = open_page(bare_page, is_faulty=True)
    assert_map_works(page)
    expect(page.locator("#events .row-title").first).to_have_text("(could not load this event)")
    page.locator("#events .row").first.click()
    card = page.get_by_role("complementary")
    expect(card.get_by_role("heading", level=2)).to_have_text("Could not load this event’s details")
    expect(card.get_by_role("alert")).to_contain_text("text/")
    page.get_by_role("searchbox", name="Search events").fill("sumy")
    expect(page.get_by_text(re.compile("Search is not available: the file"))).to_be_visible()
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()


def test_worker_takes_no_part_for_the_whole(open_page: OpenPage, tmp_path: Path) -> None:
    """A search in a worker with missing texts ends and says so."""
    rows = [{"event_id": f"e{n}", "title": f"Event {n}", **point(1, 2)} for n in range(6000)]
    path = write_site(table_of(rows), tmp_path / "map.html")
    shutil.rmtree(tmp_path / "text")
    page = open_page(path, is_faulty=True)
    page.get_by_role("searchbox", name="Search events").fill("event 7")
    expect(page.get_by_text(re.compile("Search is not available: the file"))).to_be_visible()
    expect(page.get_by_text("6,000 of 6,000 events shown").first).to_be_visible()


def test_texts_of_another_page_are_not_taken(
    open_page: OpenPage, split_page: Path, bare_page: Path
) -> None:
    """A file with the wrong content counts as missing."""
    folder = bare_page.parent / "text"
    folder.mkdir()
    files = sorted((split_page.parent / "text").iterdir())
    for file, other in zip(files, [*files[1:], files[0]], strict=True):
        (folder / file.name).write_bytes(other.read_bytes())
    page = open_page(bare_page, is_faulty=True)
    expect(page.locator("#events .row-title").first).to_have_text("(could not load this event)")


def test_policy_of_a_split_page_lets_no_other_script_in(
    open_page: OpenPage, split_page: Path
) -> None:
    """Neither a script from the network nor an unlisted file can be added."""
    page = open_page(split_page, is_faulty=True)
    refused = page.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener("securitypolicyviolation", (event) =>
            refused.push(event.effectiveDirective));
          for (const src of ["https://example.org/x.js", "other.js", "text/../other.js"]) {
            const script = document.createElement("script");
            try { script.src = src; } catch (error) { void error; }
            document.body.append(script);
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
          return refused;
        }"""
    )
    assert ["require-trusted-types-for"] * 3 == refused
