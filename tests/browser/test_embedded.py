"""In another page's frame, the map leaves the wheel and the swipe to that page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from pages import DESKTOP, PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: A page of another author: text, the map in a frame, more text.
ARTICLE = """<!doctype html><meta name="viewport" content="width=device-width">
<body style="margin: 0"><p style="height: 150px">Before</p>
<iframe src="{address}" style="border: 0; width: 100%; height: 520px"></iframe>
<p style="height: 3000px">After</p>"""

ZOOM = "() => dateline.map.getZoom()"
CENTRE = "() => { const { lng, lat } = dateline.map.getCenter(); return [lng, lat] }"
SCROLLED = "() => window.scrollY > 80"


@pytest.fixture
def article(sample_page: Path, tmp_path: Path) -> Path:
    path = tmp_path / "article.html"
    path.write_text(ARTICLE.format(address=sample_page.as_uri()), encoding="utf-8")
    return path


def opened(open_page: OpenPage, article: Path, **options: object) -> tuple[Page, FrameLocator]:
    page = open_page(article, ready=False, is_faulty=True, **options)
    frame = page.frame_locator("iframe")
    frame.locator("#events .row-title").first.wait_for(state="attached")
    return page, frame


def middle(frame: FrameLocator) -> tuple[float, float]:
    """Return a point of the map without controls, in the coordinates of the article."""
    box = frame.locator(".map").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def said(frame: FrameLocator, words: str) -> None:
    expect(frame.locator(".gesture-hint.is-said")).to_have_text(words)


def test_wheel_scrolls_the_page_around_the_map(open_page: OpenPage, article: Path) -> None:
    """The wheel alone scrolls the article and shows a hint; with Ctrl it zooms the map."""
    page, frame = opened(open_page, article, viewport=DESKTOP)
    box = frame.locator(".map")
    before = box.evaluate(ZOOM)
    page.mouse.move(*middle(frame))
    page.mouse.wheel(0, 100)
    page.wait_for_function(SCROLLED)
    said(frame, "Hold Ctrl and scroll to zoom the map")
    assert before == box.evaluate(ZOOM)
    expect(frame.locator(".gesture-hint")).not_to_have_class("gesture-hint is-said")
    scrolled = page.evaluate("window.scrollY")
    page.mouse.move(*middle(frame))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    frame.locator(".map").page.frames[1].wait_for_function(
        "before => dateline.map.getZoom() > before", arg=before
    )
    assert scrolled == page.evaluate("window.scrollY")


def test_mouse_drags_the_map_in_a_frame(open_page: OpenPage, article: Path) -> None:
    """A mouse moves the map as in a page of its own."""
    page, frame = opened(open_page, article, viewport=DESKTOP)
    box = frame.locator(".map")
    before = box.evaluate(CENTRE)
    x, y = middle(frame)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=4)
    page.mouse.up()
    assert box.evaluate(CENTRE)[0] > before[0] + 1


def touch(page: Page, frames: Iterable[list[tuple[float, float]]]) -> None:
    """Put fingers down at the first positions, move them to the others, and lift them."""
    send = page.context.new_cdp_session(page).send
    kind = "touchStart"
    for fingers in frames:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(fingers)]
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.evaluate("new Promise(requestAnimationFrame)")
        kind = "touchMove"
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# Settles with the position as soon as it was the same in ten frames one after another.
AT_REST = """() => new Promise(done => {
  let last = scrollY, same = 0;
  const look = () => {
    same = scrollY === last ? same + 1 : 0;
    last = scrollY;
    same < 10 ? requestAnimationFrame(look) : done(last);
  };
  look();
})"""


def test_one_finger_scrolls_and_two_zoom(open_page: OpenPage, article: Path) -> None:
    """A swipe over the map scrolls the article and shows a hint; two fingers zoom the map."""
    page, frame = opened(open_page, article, viewport=PHONE, has_touch=True, is_mobile=True)
    box = frame.locator(".map")
    before, centre = box.evaluate(ZOOM), box.evaluate(CENTRE)
    x, y = middle(frame)
    touch(page, ([(x, y - 10 * step)] for step in range(13)))
    page.wait_for_function(SCROLLED)
    assert (before, centre) == (box.evaluate(ZOOM), box.evaluate(CENTRE))
    said(frame, "Use two fingers to move the map")
    scrolled = page.evaluate(AT_REST)
    x, y = middle(frame)
    touch(page, ([(x - 35 - 6 * n, y), (x + 35 + 6 * n, y)] for n in range(10)))
    page.frames[1].wait_for_function("before => dateline.map.getZoom() > before", arg=before)
    centre = box.evaluate(CENTRE)
    touch(page, ([(x - 35, y - 9 * n), (x + 35, y - 9 * n)] for n in range(10)))
    assert box.evaluate(CENTRE)[1] < centre[1] - 1
    assert page.evaluate("visualViewport.scale") == 1
    assert abs(page.evaluate(AT_REST) - scrolled) < 2  # two fingers dragged the map, not the page


def test_swipe_over_the_dates_scrolls_the_page_too(open_page: OpenPage, article: Path) -> None:
    """A swipe up or down that starts on the chart of dates scrolls the article."""
    page, frame = opened(open_page, article, viewport=PHONE, has_touch=True, is_mobile=True)
    box = frame.locator(".track").bounding_box()
    assert box
    touch(page, ([(box["x"] + 90, box["y"] + 10 - 10 * step)] for step in range(13)))
    page.wait_for_function(SCROLLED)


def test_map_of_its_own_takes_the_wheel(open_page: OpenPage) -> None:
    """In a page of its own, the map zooms with the wheel alone."""
    page = open_page()
    before = page.evaluate(ZOOM)
    page.mouse.move(900, 500)
    page.mouse.wheel(0, -200)
    page.wait_for_function("before => dateline.map.getZoom() > before", arg=before)
    expect(page.locator(".gesture-hint")).to_have_count(0)
