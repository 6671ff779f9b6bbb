"""Numbers on the printed map: every row of the printed table is found on it, and the other way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dateline.layers import assign_layers
from dateline.render import render_page
from dateline.story import Stop, Story
from pages import SETTINGS, OpenPage, write_page
from sample_events import point, sample_events, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Keeps the numbers that are written on the printed map, with their places, and how names run.
LISTEN = """() => {
  window.written = [];
  window.names = new Set();
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    if (this.letterSpacing !== "0px") window.names.add(this.direction);
    if (/^(700|bold) 11px/.test(this.font)) {
      const half = this.measureText(text).width / 2;
      const sheets = document.querySelectorAll(".leaflet-tooltip-pane canvas").length;
      const { direction } = this;
      window.written.push({ text, left: x - half, right: x + half, y, sheets, direction });
    }
    return write.apply(this, [text, x, y]);
  };
}"""


def open_listening(open_page: OpenPage, path: Path | None = None, fragment: str = "") -> Page:
    def prepare(page: Page) -> None:
        page.add_init_script(f"({LISTEN})()")

    page = open_page(path, fragment=fragment, prepare=prepare)
    page.wait_for_function("() => !document.querySelector('#plain')")
    page.emulate_media(media="print")
    expect(page.locator(".paper-table")).to_be_visible()
    return page


def numbers_in(texts: str) -> list[int]:
    """Return the numbers of a text such as ``1, 3–5``."""
    found: list[int] = []
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", texts):
        found.extend(range(int(first), int(last or first) + 1))
    return found


def rows_of(page: Page) -> dict[int, str]:
    """Return the number and the text of each printed row."""
    cells = page.locator(".paper-table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return {int(number): " ".join(rest) for number, *rest in cells}


def on_map(page: Page) -> list[int]:
    written = page.evaluate("() => window.written.map(({ text }) => text)")
    return sorted(n for text in written for n in numbers_in(text))


def test_every_row_is_found_on_the_map(open_page: OpenPage) -> None:
    """Each event with a place has its number next to one mark; the same as without JavaScript."""
    page = open_listening(open_page)
    rows = rows_of(page)
    assert on_map(page) == [n for n, text in rows.items() if "(not mapped)" not in text]
    expect(page.locator(".paper-numbers")).to_have_text("Numbers: see the table")
    plain = open_page(java_script_enabled=False, ready=False).locator(".plain tbody tr")
    titles = plain.evaluate_all("(rows) => rows.map((row) => row.cells[2].textContent)")
    assert len(titles) == len(rows)
    for number, title in enumerate(titles, start=1):
        assert title in rows[number]


def test_numbers_stay_when_events_are_filtered(open_page: OpenPage) -> None:
    """An event keeps its number on every print of a page; what is outside the view is listed."""
    whole = rows_of(open_listening(open_page))
    page = open_listening(open_page, fragment="#undated=0&from=2024-03-01&map=7/51.5/35.5")
    rows = rows_of(page)
    assert 3 < len(rows) < len(whole)
    assert rows.items() <= whole.items()
    outside = page.locator(".paper-numbers span", has_text="Outside this picture").inner_text()
    shown = sorted(on_map(page) + numbers_in(outside))
    assert shown == [n for n, text in rows.items() if "(not mapped)" not in text]


def test_many_at_one_place_have_a_letter(open_page: OpenPage, tmp_path: Path) -> None:
    """Its numbers stand below the map, no two numbers overlap, and screens have counts again."""
    many = [{"event_id": f"{n:02}", **point(36, 51)} for n in range(0, 40, 2)]
    others = [{"event_id": f"{n:02}", **point(30 + n / 4, 47 + n % 7 / 2)} for n in range(1, 40, 2)]
    page = open_listening(open_page, write_page(table_of(many + others), tmp_path / "map.html"))
    lists = page.locator(".paper-numbers span").nth(1).inner_text()
    assert lists.startswith("A: ")
    assert sorted(on_map(page) + numbers_in(lists)) == list(range(1, 41))
    boxes = page.evaluate("() => window.written")
    assert any(box["text"] == "A" for box in boxes)
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            is_apart = one["left"] > other["right"] or other["left"] > one["right"]
            assert is_apart or abs(one["y"] - other["y"]) > 8
    page.emulate_media(media="screen")
    expect(page.locator(".paper")).to_be_hidden()
    page.evaluate("() => (window.written = [])")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function("() => !document.querySelector('.leaflet-tooltip-pane canvas')")
    assert page.evaluate("() => window.written") == []


def test_each_map_of_a_story_has_its_own_numbers(open_page: OpenPage, tmp_path: Path) -> None:
    """The maps of all stops are made at once, and none has the numbers of another."""
    stops = tuple(Stop(name, name, view={"lon": 36.0, "lat": 51.0, "zoom": 6}) for name in "ab")
    events, layers = assign_layers(sample_events(), SETTINGS)
    path = tmp_path / "map.html"
    path.write_bytes(render_page(events, layers, SETTINGS, story=Story("A story", stops)))
    page = open_listening(open_page, path)
    expect(page.locator(".story-paper .paper-numbers")).to_have_count(2)
    written = page.evaluate("() => window.written")
    assert {box["sheets"] for box in written} == {1}
    assert len(written) > 2


def test_numbers_run_from_left_to_right_in_arabic(open_page: OpenPage) -> None:
    """On a page from right to left, *9, 12* does not become *12 ,9*; nor do names turn."""
    page = open_listening(open_page, fragment="#lang=ar")
    written = page.evaluate("() => window.written")
    assert page.evaluate("() => [...window.names]") == ["ltr"]
    assert any("," in box["text"] for box in written)
    assert {box["direction"] for box in written} == {"ltr"}


def test_hexagons_have_counts(open_page: OpenPage, tmp_path: Path) -> None:
    """So many events far out have no numbers on the map, and the page says what those on it are."""
    rows = [{"event_id": f"{n:03}", **point(n % 90, n % 50)} for n in range(400)]
    path = write_page(table_of(rows), tmp_path / "map.html")
    page = open_listening(open_page, path, fragment="#map=2/20/40")
    expect(page.locator(".paper-numbers")).to_have_text("Numbers: events at the place")
    assert on_map(page) == []
    assert len(rows_of(page)) == 400


def test_large_pages_do_not_carry_the_numbers(tmp_path: Path) -> None:
    """Above 500 events, as on the map without JavaScript, the program is left out."""
    rows = [{"event_id": f"{n:03}", **point(n % 90, 9)} for n in range(501)]
    assert b"paper-numbers" not in write_page(table_of(rows), tmp_path / "many.html").read_bytes()
    assert b"paper-numbers" in write_page(sample_events(), tmp_path / "few.html").read_bytes()
