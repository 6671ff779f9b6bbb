"""The compact page in the frame of an article, and what a project says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dateline.page_settings import PageSettings
from dateline.settings import Settings
from pages import OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOTE = "Nothing here was verified."


@pytest.fixture
def made(tmp_path: Path) -> Path:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20">'
        "<script>document.title = 'ran'</script><rect width='80' height='20'/></svg>",
        encoding="utf-8",
    )
    page = PageSettings(byline="By <b>A</b>", licence="CC BY 4.0", logo=Path("logo.svg"))
    settings = Settings(root=tmp_path, title="A map", note=NOTE, page=page)
    rows = [{"event_id": "a", "title": "A", "when": "2024-03", **point(30, 50)}]
    return write_page(table_of(rows), tmp_path / "map.html", settings)


def opened(open_page: OpenPage, made: Path, size: tuple[int, int]) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(made, fragment="?embed#undated=0", viewport=viewport, ready=False)
    page.wait_for_function("() => !document.querySelector('#plain')")
    return page


@pytest.mark.parametrize("size", [(640, 420), (360, 500), (1000, 500)])
def test_a_compact_page_keeps_its_note_and_its_map(
    open_page: OpenPage, made: Path, size: tuple[int, int]
) -> None:
    """Most of the frame is map; the title is one line, and the note never hides."""
    page = opened(open_page, made, size)
    expect(page.get_by_text(NOTE).first).to_be_visible()
    map_box = page.locator(".map").bounding_box()
    assert map_box is not None
    assert map_box["width"] == size[0]
    assert map_box["height"] > 0.35 * size[1]
    assert page.locator("h1").first.bounding_box()["height"] < 30  # type: ignore[index]
    expect(page.locator("#theme")).to_have_count(0)


def test_a_compact_page_links_to_the_whole_one_in_its_state(
    open_page: OpenPage, made: Path
) -> None:
    """The link opens a window of its own, with what the reader has chosen."""
    page = opened(open_page, made, (640, 420))
    link = page.get_by_role("link", name="Open the whole map")
    page.evaluate("async () => (await dateline.ready).app.set({ query: 'A' }, { push: true })")
    page.wait_for_function("() => location.hash.includes('q=A')")
    link.hover()
    expect(link).to_have_attribute("href", re.compile(r"map\.html#.*undated=0.*q=A"))
    expect(link).to_have_attribute("target", "_blank")
    assert "embed" not in (link.get_attribute("href") or "")


def test_a_project_says_who_made_it(open_page: OpenPage, made: Path) -> None:
    """Byline and logo stand at the title, the licence in About; all are text or an image."""
    page = open_page(made)
    expect(page.locator(".byline")).to_have_text("By <b>A</b>")
    logo = page.locator("img.logo")
    expect(logo).to_have_attribute("src", re.compile("^data:image/svg"))
    assert page.evaluate("() => document.querySelector('img.logo').naturalWidth") == 80
    page.get_by_role("button", name="About").click()
    expect(page.locator("#about")).to_contain_text("CC BY 4.0")
    assert page.title() == "A map"
