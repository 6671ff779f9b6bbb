"""Screens of 2560 pixels and 4K: what is read is larger, and everything is where it is clicked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import DESKTOP, SETTINGS, OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE = {"width": 2560, "height": 1440}
LARGEST = {"width": 3840, "height": 2160}


def opened(open_page: OpenPage, tmp_path: Path, size: dict[str, int]) -> Page:
    rows = [
        {
            "event_id": f"e{n}",
            "title": f"Event {n}",
            "lon": 10.0 + n % 9,
            "lat": 45.0 + n % 7,
            "layer": "A",
            "when": f"2024-03-{1 + n // 3:02}",
            "start": f"2024-03-{1 + n // 3:02}",
            "end": f"2024-03-{1 + n // 3:02}T12:00",
            "date_precision": "day",
        }
        for n in range(63)
    ]
    table = table_of(rows)
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    path = write_page(points, tmp_path / "map.html", SETTINGS)
    return open_page(path, viewport=size)


@pytest.mark.parametrize(("size", "times"), [(WIDE, 1.25), (LARGEST, 1.8)])
def test_panels_grow_with_the_screen(
    open_page: OpenPage, tmp_path: Path, *, size: dict[str, int], times: float
) -> None:
    """Rows and titles are larger, the list has rows to its end, and nothing overlaps the map."""
    page = opened(open_page, tmp_path, size)
    row = page.locator("#events li[data-at]").first.bounding_box()
    events, stage, key = (page.locator(one).bounding_box() for one in ("#events", ".stage", "#key"))
    assert row
    assert events
    assert stage
    assert key
    assert row["height"] == pytest.approx(80 * times, abs=2)
    assert events["x"] + events["width"] == pytest.approx(stage["x"], abs=1)
    assert key["x"] >= stage["x"]
    assert key["y"] + key["height"] <= stage["y"] + stage["height"]
    # The list is filled to its end, also after it was scrolled.
    page.locator("#events .scroll:not(.is-table)").hover()
    page.mouse.wheel(0, 10_000)
    expect(page.get_by_role("button", name="Event 62")).to_be_in_viewport()
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight")


def test_what_is_clicked_opens(open_page: OpenPage, tmp_path: Path) -> None:
    """A row, a mark and the label at the pointer are where they are drawn."""
    page = opened(open_page, tmp_path, LARGEST)
    page.locator("#events li[data-at]").nth(2).click()
    expect(page.locator("#card").get_by_role("heading", level=2)).to_have_text("Event 2")
    page.keyboard.press("Escape")
    page.evaluate("() => dateline.map.setView([47, 12], 11, { animate: false })")
    box = page.locator(".map").bounding_box()
    at = page.evaluate("() => dateline.map.latLngToContainerPoint([47, 12])")
    assert box
    page.mouse.move(box["x"] + 1.8 * at["x"], box["y"] + 1.8 * at["y"])
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    shown = tip.bounding_box()
    assert shown
    assert 0 < shown["x"] - box["x"] - 1.8 * at["x"] < 72
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#card").get_by_role("heading", level=2)).to_contain_text("Event")


@pytest.mark.parametrize(("size", "times"), [(DESKTOP, 1), (WIDE, 1.25), (LARGEST, 1.8)])
def test_names_and_marks_grow_with_the_screen(
    open_page: OpenPage, tmp_path: Path, *, size: dict[str, int], times: float
) -> None:
    """The map is scaled as the panels are, fills its place, and is as sharp as the screen."""
    page = opened(open_page, tmp_path, size)
    stage, box = page.locator(".stage").bounding_box(), page.locator(".map").bounding_box()
    beside = page.locator("#events").bounding_box()
    assert box
    assert beside
    assert box == stage
    assert box["x"] == pytest.approx(beside["x"] + beside["width"], abs=1)
    assert box["x"] + box["width"] == pytest.approx(size["width"], abs=1)
    shown = page.evaluate("() => dateline.map.getSize()")
    assert shown["x"] * times == pytest.approx(box["width"], abs=2)
    assert shown["y"] * times == pytest.approx(box["height"], abs=2)
    pixels = page.evaluate("() => document.querySelector('canvas.event-canvas').width")
    assert pixels == pytest.approx(box["width"], abs=2)


def test_a_drag_moves_the_map_with_the_pointer(open_page: OpenPage, tmp_path: Path) -> None:
    """What was under the pointer stays under it."""
    page = opened(open_page, tmp_path, LARGEST)
    box = page.locator(".map").bounding_box()
    assert box
    start = (box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    under = """([x, y]) => {
      const at = dateline.map.mouseEventToLatLng({ clientX: x, clientY: y });
      return [at.lng, at.lat];
    }"""
    before = page.evaluate(under, start)
    page.mouse.move(*start)
    page.mouse.down()
    for step in (100, 200, 300):
        page.mouse.move(start[0] + step, start[1] + step / 2)
    page.mouse.up()
    after = page.evaluate(under, [start[0] + 300, start[1] + 150])
    assert after == pytest.approx(before, abs=0.05)


def test_usual_screens_are_as_before(open_page: OpenPage, tmp_path: Path) -> None:
    """Nothing grows below 2200 pixels."""
    page = opened(open_page, tmp_path, DESKTOP)
    row = page.locator("#events li[data-at]").first.bounding_box()
    assert row
    assert row["height"] == pytest.approx(80, abs=1)
