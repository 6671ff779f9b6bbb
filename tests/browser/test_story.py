"""A guided story, as readers follow it: by scroll, keys, swipe and links, and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from axe import violations
from dateline.layers import assign_layers
from dateline.render import render_page
from dateline.story import MapLabel, Run, Stop, Story
from pages import DESKTOP, PHONE, SETTINGS, OpenPage
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='ran'\">" + "W" * 300
STORY = Story(
    "A story",
    (
        Stop("one", "One", ((Run("Begins with "), Run("the first", event_id="a"), Run(".")),)),
        Stop(
            "two",
            "Two",
            ((Run("In spring."), Run(HOSTILE, url="javascript:alert(1)")), (Run("more " * 200),)),
            view={"lon": 35.0, "lat": 51.0, "zoom": 8},
            first_day="2024-03",
            last_day="2024-04",
            event_ids=("b",),
            labels=(MapLabel(HOSTILE, 35.0, 51.0),),
        ),
        Stop("three", HOSTILE, event_ids=("c",), layers=("South",)),
        Stop("four", "Four", event_ids=("a", "c")),
    ),
)


def dated(start: str, end: str) -> dict[str, str]:
    return {"when": start, "start": start, "end": end, "date_precision": "day"}


ROWS = [
    {
        "event_id": "a",
        "title": "A",
        **dated("2024-01-01", "2024-02-01"),
        "layer": "North",
        **point(34, 52),
    },
    {
        "event_id": "b",
        "title": "B",
        **dated("2024-03-05", "2024-03-06"),
        "layer": "North",
        **point(35, 51),
    },
    {
        "event_id": "c",
        "title": "C",
        **dated("2024-06-01", "2024-07-01"),
        "layer": "South",
        **point(30, 47),
    },
    {"event_id": "d", "title": "D", "layer": "South", **point(31, 46)},
]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    styled, layers = assign_layers(table_of(ROWS), SETTINGS)
    path = tmp_path / "map.html"
    path.write_bytes(render_page(styled, layers, SETTINGS, story=STORY))
    return path


def at(page: Page, number: int) -> None:
    """Wait until a stop is shown and the map has arrived."""
    expect(page.locator(".story-at")).to_have_text(f"{number} of 4")
    expect(page.locator(".story-stop").nth(number - 1)).to_have_class("story-stop is-current")


def centre_is(page: Page, lon: float, lat: float) -> None:
    page.wait_for_function(
        """([lon, lat]) => {
          const at = dateline.map.getCenter();
          return Math.abs(at.lng - lon) < 0.2 && Math.abs(at.lat - lat) < 0.2;
        }""",
        arg=[lon, lat],
    )


def wheel_to(page: Page, number: int) -> None:
    """Turn the wheel until a stop is at the top of the panel."""
    pane = page.locator(".story-stops")
    pane.hover()
    far = "(pane, n) => pane.children[n].offsetTop - pane.scrollTop"
    page.mouse.wheel(0, pane.evaluate(far, number - 1))


def shown(page: Page) -> int:
    return int(page.evaluate("dateline.ready.then(({ app }) => app.seen.count)"))


def marked(page: Page) -> list[str]:
    return list(
        page.evaluate(
            """dateline.ready.then(({ app }) => Promise.all(
              app.marked().map(async (row) => (await app.head.read(row)).event_id)))"""
        )
    )


def test_the_page_opens_with_the_first_stop(open_page: OpenPage, made: Path) -> None:
    """The story stands where the list is, and one click leads to the whole map and Back again."""
    page = open_page(made, viewport=DESKTOP)
    at(page, 1)
    expect(page.get_by_text("A story", exact=True)).to_be_visible()
    expect(page.locator("#events")).to_be_hidden()
    page.get_by_role("button", name="Explore the map").click()
    expect(page.locator("#events")).to_be_visible()
    expect(page.locator(".story")).to_be_hidden()
    expect(page.get_by_role("button", name="Read the story")).to_be_focused()
    page.go_back()
    at(page, 1)
    page.go_forward()
    expect(page.locator("#events")).to_be_visible()
    page.reload()
    expect(page.locator("#events")).to_be_visible()
    page.get_by_role("button", name="Read the story").click()
    at(page, 1)


def test_scrolling_moves_map_and_dates(open_page: OpenPage, made: Path) -> None:
    """The stop in sight sets view, window and what is highlighted; the next one sets its own."""
    page = open_page(made, viewport=DESKTOP)
    at(page, 1)
    wheel_to(page, 2)
    at(page, 2)
    centre_is(page, 35, 51)
    expect(page.locator(".when-words")).to_have_text("1 March 2024 – 30 April 2024")
    expect(page.locator(".story-window")).to_have_text("March–April 2024")
    assert (shown(page), marked(page)) == (2, ["b"])
    label = page.locator(".story-label-text")
    expect(label).to_have_text(HOSTILE)
    box, frame = label.bounding_box(), page.locator(".map").bounding_box()
    assert box is not None
    assert frame is not None
    assert abs(box["x"] + box["width"] / 2 - frame["x"] - frame["width"] / 2) < 3
    assert box["width"] <= 230
    wheel_to(page, 3)
    at(page, 3)
    assert (shown(page), marked(page)) == (2, ["c"])
    expect(label).to_have_count(0)
    expect(page.locator(".when-words")).to_contain_text("All dates")
    assert page.title() == SETTINGS.title


def test_keys_walk_through_the_stops(open_page: OpenPage, made: Path) -> None:
    """Arrow keys go to the next and the previous stop, not beyond the ends; buttons as well."""
    page = open_page(made, viewport=DESKTOP)
    at(page, 1)
    page.locator(".story-stops").focus()
    page.keyboard.press("ArrowLeft")
    at(page, 1)
    for number in (2, 3, 4, 4):
        page.keyboard.press("ArrowRight")
        at(page, number)
    expect(page.get_by_role("button", name="Next stop")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Previous stop").click()
    at(page, 3)
    heading = page.get_by_role("heading", name=HOSTILE)
    expect(heading).to_be_in_viewport()


def test_keys_work_before_anything_has_the_focus(open_page: OpenPage, made: Path) -> None:
    """A page that has just opened is read on with the keys; those of the map stay the map's."""
    page = open_page(made, viewport=DESKTOP)
    at(page, 1)
    page.keyboard.press("ArrowRight")
    at(page, 2)
    page.locator(".map").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Next stop").focus()
    page.keyboard.press("ArrowRight")
    at(page, 3)


def test_another_size_of_the_window_keeps_the_stop(open_page: OpenPage, made: Path) -> None:
    """A phone that is turned, or a window made narrow and wide again, stays where it was."""
    page = open_page(made, fragment="#stop=three", viewport=DESKTOP)
    at(page, 3)
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        page.wait_for_timeout(600)  # longer than a stop takes to be chosen
        at(page, 3)
        expect(page.get_by_role("heading", name=HOSTILE)).to_be_in_viewport()


def test_a_stop_looks_across_180(open_page: OpenPage, tmp_path: Path) -> None:
    """Events on both sides of 180° are shown next to each other, not with the world between."""
    rows = [
        {"event_id": "east", "title": "East", **point(179.5, -17)},
        {"event_id": "west", "title": "West", **point(-179.5, -17)},
    ]
    styled, layers = assign_layers(table_of(rows), SETTINGS)
    path = tmp_path / "map.html"
    stops = (Stop("one", "One", event_ids=("east", "west")),)
    path.write_bytes(render_page(styled, layers, SETTINGS, story=Story("", stops)))
    page = open_page(path, viewport=DESKTOP)
    page.wait_for_function("() => dateline.map.getZoom() > 6")
    assert abs(page.evaluate("Math.abs(dateline.map.getCenter().lng)") - 180) < 0.2


def test_arrows_follow_the_direction_of_the_script(open_page: OpenPage, made: Path) -> None:
    """Where text runs to the left, the left arrow leads on."""
    page = open_page(made, fragment="#lang=ar", viewport=DESKTOP)
    page.locator(".story-stops").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".story-stop").nth(1)).to_have_class("story-stop is-current")


def test_a_swipe_turns_to_the_next_stop(open_page: OpenPage, made: Path) -> None:
    """On a phone one stop lies below the map at a time."""
    page = open_page(made, viewport=PHONE, has_touch=True, is_mobile=True)
    at(page, 1)
    send = page.context.new_cdp_session(page).send
    kind = "touchStart"
    for x in range(340, 30, -20):
        finger = {"x": x, "y": 700, "id": 0}
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [finger]})
        page.evaluate("new Promise(requestAnimationFrame)")
        kind = "touchMove"
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    at(page, 2)
    centre_is(page, 35, 51)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    box = page.locator(".stage").bounding_box()
    assert box is not None
    assert box["height"] > 0.35 * PHONE["height"]


def test_each_stop_is_a_link(open_page: OpenPage, made: Path) -> None:
    """Its heading has the address, which opens the page there; other links open the map."""
    page = open_page(made, fragment="#stop=two", viewport=DESKTOP)
    at(page, 2)
    centre_is(page, 35, 51)
    link = page.get_by_role("link", name="Two", exact=True)
    expect(link).to_be_in_viewport()
    expect(link).to_have_attribute("href", re.compile("map.html#stop=two$"))
    page.get_by_role("link", name="Four", exact=True).evaluate("link => link.click()")
    at(page, 4)
    page.wait_for_function("() => location.hash === '#stop=four'")
    page = open_page(made, fragment="#event=b", viewport=DESKTOP)
    expect(page.locator(".story")).to_be_hidden()
    page = open_page(made, fragment="#stop=gone", viewport=DESKTOP)
    expect(page.locator(".story")).to_be_hidden()


def test_a_link_keeps_a_map_that_was_moved(open_page: OpenPage, made: Path) -> None:
    """Who moves the map at a stop and shares it shows others what is on the screen."""
    page = open_page(made, fragment="#stop=two&at=30,47,7", viewport=DESKTOP)
    expect(page.locator(".story-at")).to_have_text("2 of 4")
    centre_is(page, 30, 47)
    expect(page.locator(".story-label-text")).to_have_count(1)


def test_an_event_in_the_text_opens_its_card(open_page: OpenPage, made: Path) -> None:
    """Back closes the card and stays at the stop."""
    page = open_page(made, viewport=DESKTOP)
    at(page, 1)
    page.get_by_role("link", name="the first").click()
    expect(page.locator("#card h2")).to_have_text("A")
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    at(page, 1)


def test_untrusted_words_run_nothing(open_page: OpenPage, made: Path) -> None:
    """Titles, texts, links and labels are texts; a link that is not http(s) is no link."""
    page = open_page(made, fragment="#stop=three", viewport=PHONE)
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_visible()
    assert page.locator(".story img").count() == 0
    assert page.locator('.story a:not([href^="file:"])').count() == 0
    assert page.title() == SETTINGS.title
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_each_stop_has_a_map_on_paper(open_page: OpenPage, made: Path) -> None:
    """The printed story has all stops; afterwards the page is as it was before."""
    page = open_page(made, fragment="#stop=two", viewport=DESKTOP)
    at(page, 2)
    centre_is(page, 35, 51)
    page.wait_for_function("() => location.hash.includes('from=2024-03-01')")
    address = page.url
    page.emulate_media(media="print")
    stops = page.locator(".paper .story-paper")
    expect(stops).to_have_count(4)
    for number in range(4):
        expect(stops.nth(number).locator(".paper-map canvas")).to_have_count(1)
    expect(stops.nth(1).locator(".story-label-text")).to_have_text(HOSTILE)
    expect(stops.nth(0).locator(".story-label-text")).to_have_count(0)
    page.emulate_media(media="screen")
    expect(stops).to_have_count(0)
    at(page, 2)
    centre_is(page, 35, 51)
    assert marked(page) == ["b"]
    page.wait_for_timeout(300)  # longer than the address takes to be written
    assert page.url == address


def test_calm_readers_are_not_flown_about(open_page: OpenPage, made: Path) -> None:
    """With reduced motion the map is at its new place at once."""
    page = open_page(made, viewport=DESKTOP, reduced_motion="reduce")
    at(page, 1)
    page.evaluate("window.zooms = []; dateline.map.on('move', () => zooms.push(1))")
    page.locator(".story-stops").focus()
    page.keyboard.press("ArrowRight")
    centre_is(page, 35, 51)
    assert page.evaluate("zooms.length") <= 2


@pytest.mark.parametrize("size", [(320, 640), (844, 390), (1440, 900)])
def test_axe_finds_nothing_in_a_story(
    open_page: OpenPage, made: Path, size: tuple[int, int]
) -> None:
    """Every stop can be read by everyone (WCAG 2.2 AA), whichever is shown."""
    viewport = {"width": size[0], "height": size[1]}
    scheme = "dark" if size == (844, 390) else "light"
    page = open_page(made, fragment="#stop=two", viewport=viewport, color_scheme=scheme)
    at(page, 2)
    assert [] == violations(page)
