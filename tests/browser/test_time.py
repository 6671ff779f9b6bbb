"""A reader's session with the dates: typing, stepping, playing, zooming the strip."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from any_events import table_of_any
from pages import PHONE, OpenPage, layer, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def page_of(folder: Path, whens: list[str]) -> Path:
    events = [
        {
            "event_id": f"e{number:03}",
            "title": f"Event {number}",
            "when": when,
            "lon": number % 90,
            "lat": 10,
            "layer": ("North", "South")[number % 2],
        }
        for number, when in enumerate(whens)
    ]
    return write_page(table_of_any(events), folder / "map.html")


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page with an event on the 10th of each month of 2024."""
    whens = [f"2024-{month:02}-10" for month in range(1, 13)]
    return page_of(tmp_path_factory.mktemp("monthly"), whens)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page with more events than can be lines."""
    whens = [f"2024-{1 + day // 28:02}-{1 + day % 28:02}" for day in range(100)]
    return page_of(tmp_path_factory.mktemp("many"), [*whens, "2024-02"])


def shown(page: Page, count: int, whole: int = 12) -> None:
    expect(page.get_by_text(f"{count} of {whole} events shown").first).to_be_visible()


def enter(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


def test_both_ends_are_read_together(open_page: OpenPage, monthly: Path) -> None:
    """A start after the end is kept as typed until the end is typed too; nothing is dropped."""
    page = open_page(monthly, fragment="#from=2024-02-01&to=2024-03-31")
    shown(page, 2)
    enter(page, "From", "2024-06-01")
    expect(page.get_by_role("alert").filter(has_text="is after the end date")).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_have_value("2024-06-01")
    shown(page, 2)
    page.get_by_label("To", exact=True).fill("2024-08-31")
    page.get_by_label("To", exact=True).press("Tab")
    shown(page, 3)
    expect(page.get_by_label("From", exact=True)).to_have_value("2024-06-01")
    expect(page.locator("#when-wrong")).to_be_empty()


def test_spoken_dates_are_understood(open_page: OpenPage, monthly: Path) -> None:
    """Dates may be typed with the name of a month, also in the reader's language."""
    page = open_page(monthly, locale="de-DE")
    spoken = {"5 March 2024": "2024-03-05", "Mar 2024": "2024-03-01", "2. März 2024": "2024-03-02"}
    for typed, start in spoken.items():
        enter(page, "From", typed)
        expect(page.get_by_label("From", exact=True)).to_have_value(start)
        shown(page, 10)


def test_ambiguous_dates_are_refused(open_page: OpenPage, monthly: Path) -> None:
    """Digits that may be day and month or month and day are refused with a way out."""
    page = open_page(monthly)
    enter(page, "From", "3/5/2024")
    expect(page.get_by_role("alert").filter(has_text="with the name of the month")).to_be_visible()
    shown(page, 12)


def test_presets_are_relative_to_the_last_event(open_page: OpenPage, monthly: Path) -> None:
    """A preset counts back from the last day of the events, not from today."""
    page = open_page(monthly)
    presets = page.get_by_label("Dates relative to the last event")
    presets.select_option("Last 90 days")
    shown(page, 3)
    page.wait_for_function("() => location.hash.includes('from=2024-09-12')")
    presets.select_option("All dates")
    shown(page, 12)


def test_steps_move_the_window(open_page: OpenPage, monthly: Path) -> None:
    """A window of whole months steps by months; steps stop where the events end."""
    page = open_page(monthly, fragment="#from=2024-02-01&to=2024-02-29")
    page.get_by_role("button", name="Step forward").click()
    expect(page.get_by_text("1 March 2024 – 31 March 2024")).to_be_visible()
    page.get_by_role("button", name="Step back").click()
    page.get_by_role("button", name="Step back").click()
    expect(page.get_by_text("1 January 2024 – 31 January 2024")).to_be_visible()
    page.get_by_label("What a step does").select_option("Adds up")
    page.get_by_role("button", name="Step forward").click()
    expect(page.locator(".when-words")).to_contain_text("10 January 2024 –")


def test_it_plays_only_when_asked_and_stops_at_the_end(open_page: OpenPage, monthly: Path) -> None:
    """Play goes through the events step by step, pauses when asked, and stops at the end."""
    page = open_page(monthly, prepare=lambda page: page.clock.install())
    page.clock.run_for(10_000)
    shown(page, 12)
    page.get_by_role("button", name="Play").click()
    first = page.locator(".when-words").inner_text()
    page.clock.run_for(1_300)
    expect(page.locator(".when-words")).not_to_have_text(first)
    page.get_by_role("button", name="Pause").click()
    paused = page.locator(".when-words").inner_text()
    page.clock.run_for(10_000)
    expect(page.locator(".when-words")).to_have_text(paused)
    page.get_by_label("Speed").select_option("4×")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def strip(page: Page) -> tuple[Locator, dict[str, float]]:
    track = page.locator(".track")
    box = track.bounding_box()
    assert box
    return track, dict(box)


def test_few_events_are_lines_that_open_their_card(open_page: OpenPage, monthly: Path) -> None:
    """Each of a few events is a line: it says its title, and a click opens its card."""
    page = open_page(monthly)
    expect(page.get_by_role("img", name="a line for each of 12")).to_be_visible()
    layer(page, "South").uncheck()
    expect(page.get_by_role("img", name="a line for each of 6")).to_be_visible()
    _, box = strip(page)
    # The first event begins where the axis does.
    for y in range(3, int(box["height"]) - 2, 3):
        page.mouse.move(box["x"] + 3, box["y"] + y)
        if page.locator(".track.is-over").count():
            break
    expect(page.locator(".strip-tip")).to_contain_text("Event 0 · 10 January 2024")
    page.mouse.click(box["x"] + 3, box["y"] + y)
    expect(page.locator("#card h2")).to_have_text("Event 0")
    shown(page, 6)


def test_many_events_are_bars_with_their_number(open_page: OpenPage, many: Path) -> None:
    """Bars say their days, how many events they hold, and how many of these are vague."""
    page = open_page(many)
    expect(page.get_by_role("img", name="Events per day, up to 2")).to_be_visible()
    _, box = strip(page)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    tip = page.locator(".strip-tip")
    expect(tip).to_contain_text("2024: ")
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    expect(tip).to_contain_text("1 of them possibly")


def test_the_axis_zooms_and_moves(open_page: OpenPage, many: Path) -> None:
    """The wheel zooms the axis around the pointer; then days can be chosen; a button resets it."""
    page = open_page(many)
    _, box = strip(page)
    ticks = page.locator(".axis span")
    before = ticks.all_inner_texts()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    for _ in range(6):
        page.mouse.wheel(0, -400)
    whole = page.get_by_role("button", name="Whole time axis")
    expect(whole).to_be_visible()
    assert ticks.all_inner_texts() != before
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    page.wait_for_function(
        "() => /from=(.*)&to=/.exec(location.hash)?.[1] === /to=([^&]*)/.exec(location.hash)?.[1]"
    )
    whole.click()
    expect(whole).to_be_hidden()
    assert ticks.all_inner_texts() == before


def test_two_fingers_zoom_the_axis(open_page: OpenPage, many: Path) -> None:
    """Two fingers that move apart on the strip zoom it, and choose no window."""
    page = open_page(many, viewport=PHONE, has_touch=True)
    page.evaluate(
        """() => {
          const track = document.querySelector(".track");
          track.setPointerCapture = () => {};
          const box = track.getBoundingClientRect();
          const send = (kind, pointerId, share) =>
            track.dispatchEvent(new PointerEvent(kind, {
              pointerId, button: 0, bubbles: true, pointerType: "touch",
              clientX: box.x + share * box.width, clientY: box.y + 9,
            }));
          send("pointerdown", 1, 0.4);
          send("pointerdown", 2, 0.6);
          send("pointermove", 1, 0.2);
          send("pointermove", 2, 0.8);
          send("pointerup", 1, 0.2);
          send("pointerup", 2, 0.8);
        }"""
    )
    expect(page.get_by_role("button", name="Whole time axis")).to_be_visible()
    expect(page.locator(".when-words")).to_contain_text("All dates")


def test_the_strip_recounts_under_other_filters(open_page: OpenPage, many: Path) -> None:
    """The bars count what the other filters show, whatever the window is."""
    page = open_page(many, fragment="#from=2024-01-05&to=2024-01-06")
    expect(page.get_by_role("img", name="up to 2")).to_be_visible()
    layer(page, "North").uncheck()
    expect(page.get_by_role("img", name="up to 1")).to_be_visible()
