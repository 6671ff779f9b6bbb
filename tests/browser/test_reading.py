"""A reader's session with the map: what is shown, what is hidden, and why."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from pages import PHONE, SETTINGS, OpenPage, layer, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def rows(page: Page) -> list[str]:
    return page.locator("#events .row-title").all_inner_texts()


def shown(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} of 12 events shown").first).to_be_visible()


def test_page_shows_every_event_in_order_of_time(open_page: OpenPage) -> None:
    """Every event is in the list, even unplaced ones, by time, undated ones last."""
    page = open_page(viewport={"width": 1440, "height": 1600})  # all rows are in sight
    shown(page, 12)
    titles = rows(page)
    assert titles[0] == "About 3,000 soldiers sent to Russia"
    assert {"Failed assault near Sumy", "Joint naval exercises expected"} >= set(titles[-1:])
    expect(page.get_by_role("button", name="Drone controllers hacked")).to_contain_text(
        "not mapped"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Reported troop movements")
    expect(page.get_by_text("One unverified source.").first).to_be_visible()


def test_unticked_layer_hides_its_events_and_says_so(open_page: OpenPage) -> None:
    """Events of a hidden layer leave the list, and the page says how many and why."""
    page = open_page()
    layer(page, "Korea").uncheck()
    shown(page, 5)
    expect(page.get_by_text("Hidden: 7 by layer.")).to_be_visible()
    page.get_by_role("button", name="Reset filters", exact=True).click()
    shown(page, 12)


def test_parent_layer_switches_all_it_holds(open_page: OpenPage) -> None:
    """A layer's checkbox switches its children, and is mixed if only some are on."""
    page = open_page()
    parent = layer(page, "Ukraine")
    layer(page, "Kursk").uncheck()
    assert parent.evaluate("box => box.indeterminate")
    parent.uncheck()
    parent.check()
    shown(page, 12)
    parent.uncheck()
    shown(page, 10)


def test_counts_recount_under_the_other_filters(open_page: OpenPage) -> None:
    """A layer's count follows the chosen dates and statuses."""
    page = open_page()
    korea = layer(page, "Korea").locator("xpath=ancestor::li[1]").locator(".tally")
    expect(korea).to_have_text("7")
    page.get_by_role("checkbox", name="Cancelled").uncheck()
    expect(korea).to_have_text("6")
    page.get_by_label("From").fill("2024-05-01")
    page.get_by_label("From").press("Enter")
    expect(korea).to_have_text("3")


def test_typed_dates_filter_and_the_rest_is_explained(open_page: OpenPage) -> None:
    """Typed dates set the window; events that only partly fall in it are marked."""
    page = open_page()
    page.get_by_label("From").fill("2024-02-01")
    page.get_by_label("From").press("Enter")
    page.get_by_label("To", exact=True).fill("2024-02-29")
    page.get_by_label("To", exact=True).press("Enter")
    expect(page.get_by_text("1 February 2024 – 29 February 2024")).to_be_visible()
    shown(page, 5)  # the dispatch, one round of talks, the open-ended plan, two undated
    dispatch = page.get_by_role("button", name="About 3,000 soldiers sent to Russia")
    expect(dispatch).to_contain_text("longer")
    page.get_by_role("button", name="All dates").click()
    shown(page, 12)


def test_wrong_date_is_refused_with_a_reason(open_page: OpenPage) -> None:
    """An invalid date changes nothing, and the page says how to write one."""
    page = open_page()
    page.get_by_label("From").fill("31/02/2024")
    page.get_by_label("From").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="is not a valid date")).to_be_visible()
    shown(page, 12)


def test_typing_is_left_alone(open_page: OpenPage) -> None:
    """A half-typed date is unchanged while the page is drawn."""
    page = open_page()
    page.get_by_label("From").press_sequentially("2024-0")
    page.evaluate(
        """() => {
          dateline.map.panBy([9, 0], { animate: false });
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }"""
    )
    expect(page.get_by_label("From")).to_have_value("2024-0")


def test_handles_move_with_the_keyboard(open_page: OpenPage) -> None:
    """Arrow keys move a handle by one bar, Home and End to the ends; it announces its date."""
    page = open_page()
    first = page.get_by_role("slider", name="First day shown")
    expect(first).to_have_attribute("aria-valuetext", "1 January 2024")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "8 January 2024")
    page.keyboard.press("Shift+ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "9 January 2024")
    page.keyboard.press("End")
    expect(first).to_have_attribute("aria-valuetext", "31 December 2025")
    page.keyboard.press("Home")
    shown(page, 12)


def test_handles_can_be_dragged(open_page: OpenPage) -> None:
    """Dragging a handle along the histogram moves the window."""
    page = open_page()
    box = page.get_by_role("slider", name="Last day shown").bounding_box()
    track = page.locator(".track").bounding_box()
    assert box
    assert track
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] / 4, box["y"] + 20, steps=5)
    page.mouse.up()
    expect(page.get_by_label("To", exact=True)).to_have_value(re.compile(r"2024-0[67]-\d\d"))


def test_undated_events_have_their_own_switch(open_page: OpenPage) -> None:
    """Undated events are counted separately and can be hidden, whatever the window."""
    page = open_page()
    box = page.get_by_role("checkbox", name=re.compile("Undated events 2"))
    box.uncheck()
    shown(page, 10)
    expect(page.get_by_text("Hidden: 2 undated.")).to_be_visible()


def test_search_finds_titles_and_places(open_page: OpenPage) -> None:
    """A search shows the events that contain every word, in any case."""
    page = open_page()
    page.get_by_role("searchbox", name="Search events").fill("panmunjom ROUND")
    shown(page, 5)
    expect(page.get_by_text("Hidden: 7 by search.")).to_be_visible()


def test_card_tells_everything_and_how_sure_it_is(open_page: OpenPage) -> None:
    """A card has date in words, figures, what is not reported, source, quote and place."""
    page = open_page()
    page.get_by_role("button", name="About 3,000 soldiers sent to Russia").click()
    card = page.get_by_role("complementary", name=re.compile("3,000 soldiers"))
    expect(card.get_by_role("heading", level=2)).to_have_text("About 3,000 soldiers sent to Russia")
    expect(card).to_contain_text("January–February 2024")
    expect(card.get_by_role("row", name="soldiers")).to_contain_text(
        "3,000 (at least 2,500) persons"
    )
    expect(card.get_by_role("row", name="killed")).to_contain_text("not reported")
    expect(card).to_contain_text("during January and February")
    expect(card).to_contain_text("From Pyongyang to Kursk, drawn as a line")
    expect(card.locator(".origin")).to_have_text("id dispatch")
    link = card.get_by_role("link", name="A report")
    expect(link).to_have_attribute("href", "https://example.org/report?a=1&b=2")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_card_names_the_places_that_were_not_taken(open_page: OpenPage) -> None:
    """A card says that a region is a region, and lists the other candidates of the name."""
    page = open_page(fragment="#event=kursk")
    card = page.get_by_role("complementary", name=re.compile("Human-wave"))
    expect(card).to_contain_text("Somewhere in Kursk Oblast, drawn as the region")
    expect(card).to_contain_text("Kursk (settlement, Russia) 0.61")
    expect(card).to_contain_text("160 km of that point")


def test_forecast_never_reads_as_a_fact(open_page: OpenPage) -> None:
    """A forecast is labelled as such in words, in the list and on its card."""
    page = open_page()
    row = page.get_by_role("button", name="Joint naval exercises expected")
    expect(row).to_contain_text("Forecast")
    row.click()
    expect(page.get_by_text("An expectation, not a fact.")).to_be_visible()


def test_events_at_one_place_are_paged_through(open_page: OpenPage) -> None:
    """If several events share a place, the card pages through them."""
    page = open_page(fragment="#event=panmunjom-1")
    expect(page.get_by_text("1 of 5 here")).to_be_visible()
    page.get_by_role("button", name="Next event at this place").click()
    expect(page.get_by_role("heading", name="Talks, round 2")).to_be_visible()
    page.get_by_role("button", name="Previous event at this place").click()
    page.get_by_role("button", name="Previous event at this place").click()
    expect(page.get_by_text("5 of 5 here")).to_be_visible()


def test_events_at_one_place_are_listed(open_page: OpenPage) -> None:
    """If several events share a place, the card lists them all and stays open."""
    page = open_page(fragment="#event=panmunjom-1")
    page.get_by_text("All 5 events here").click()
    events = page.locator(".here li")
    expect(events).to_have_count(5)
    events.nth(3).get_by_role("button").click()
    expect(page.get_by_role("heading", name="Talks, round 4")).to_be_visible()
    expect(page.locator(".here [aria-current]")).to_contain_text("Talks, round 4")


def test_close_by_each_place_is_a_mark_of_its_own(open_page: OpenPage) -> None:
    """At the closest zooms only events at the very same point share a mark, which opens them."""
    page = open_page(fragment="#at=126.677,37.9561,16")
    page.mouse.move(*spot(page, 126.677, 37.9561))
    expect(page.locator(".tip")).to_have_text("5 events at this point")
    page.mouse.click(*spot(page, 126.677, 37.9561))
    expect(page.get_by_text("1 of 5 here")).to_be_visible()
    marks = "dateline.ready.then(({ app: { seen } }) => [...seen.singles.size].slice(0, 2))"
    assert [1, 5] == sorted(page.evaluate(marks))


def test_escape_closes_the_card_and_returns_to_the_list(open_page: OpenPage) -> None:
    """Escape closes the card and returns the focus to its event in the list."""
    page = open_page()
    row = page.get_by_role("button", name="Talks, round 2")
    row.click()
    page.get_by_role("heading", level=2, name="Talks, round 2").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(row).to_be_focused()


def test_list_is_read_with_arrow_keys(open_page: OpenPage) -> None:
    """Arrow keys move from event to event, and Enter opens one."""
    page = open_page()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    first = page.locator("#events li[data-at]").nth(0).get_by_role("button")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Talks, round 1")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile("3,000"))).to_be_visible()


def spot(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Return the screen position of a place."""
    box = page.locator(".map").bounding_box()
    assert box
    at = page.evaluate(f"dateline.map.latLngToContainerPoint([{lat}, {lon}])")
    return box["x"] + at["x"], box["y"] + at["y"]


def test_cluster_opens_to_a_closer_view_and_then_to_its_events(open_page: OpenPage) -> None:
    """A click on a cluster zooms in; if its events share a place, it opens the first."""
    page = open_page(fragment="#at=126.677,37.9561,12")
    page.mouse.move(*spot(page, 126.676, 37.9561))
    expect(page.get_by_text("6 events", exact=True)).to_be_visible()
    page.mouse.click(*spot(page, 126.676, 37.9561))
    expect(page).to_have_url(re.compile(",1[4-7]$"))
    page.mouse.move(*spot(page, 126.677, 37.9561))
    expect(page.locator(".tip")).to_have_text(re.compile("^5 events"))
    page.mouse.click(*spot(page, 126.677, 37.9561))
    expect(page.get_by_role("heading", level=2, name="Talks, round 1")).to_be_visible()


def test_area_answers_to_the_pointer(open_page: OpenPage) -> None:
    """An area can be hovered and opened anywhere inside it."""
    page = open_page(fragment="#at=135,40,5")
    page.mouse.move(*spot(page, 137.5, 44.5))
    expect(page.locator(".tip")).to_have_text("Joint naval exercises expected")
    page.mouse.click(*spot(page, 137.5, 44.5))
    title = page.get_by_role("heading", level=2, name="Joint naval exercises expected")
    expect(title).to_be_visible()
    page.mouse.click(*spot(page, 120, 30))
    expect(page.get_by_role("complementary")).to_be_hidden()


def test_area_that_is_seen_has_no_mark_at_a_point(open_page: OpenPage) -> None:
    """An event in an area has no mark in its centre, unless the area is too small to see."""
    marks = """dateline.ready.then(({ app: { seen, columns } }) => {
      const placed = [...columns.kind.keys()].filter((row) => columns.kind[row]);
      const areas = placed.filter((row) => seen.areas[columns.shape[row] - 1]);
      return [areas.length, placed.length - seen.cells.count.reduce((sum, one) => sum + one)];
    })"""
    areas, unmarked = open_page(fragment="#at=60,30,2").evaluate(marks)
    assert 1 == areas == unmarked
    small = open_page(fragment="#at=60,30,1", viewport={"width": 320, "height": 480})
    assert [0, 0] == small.evaluate(marks)


def test_empty_list_names_the_filters(open_page: OpenPage) -> None:
    """When the filters hide every event, the list says so and offers to reset them."""
    page = open_page()
    page.get_by_role("searchbox", name="Search events").fill("no event says this")
    expect(page.get_by_text("No events match these filters", exact=True)).to_be_visible()
    page.get_by_role("button", name="Reset filters").click()
    shown(page, 12)


def test_dark_colours_can_be_chosen(open_page: OpenPage) -> None:
    """The page follows the system's colours until the reader chooses."""
    page = open_page(color_scheme="dark")
    button = page.get_by_role("button", name="Dark mode")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_phone_has_the_map_first_and_panels_a_thumb_away(open_page: OpenPage) -> None:
    """On a phone the map is visible, and list and layers slide up from the bottom."""
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("button", name="Events", exact=True).tap()
    page.get_by_role("button", name="Talks, round 1").tap()
    expect(page.get_by_role("heading", level=2, name="Talks, round 1")).to_be_visible()
    page.get_by_role("button", name="Close").tap()
    page.get_by_role("button", name="Layers", exact=True).tap()
    layer(page, "Korea").uncheck()
    page.get_by_role("button", name="Events", exact=True).tap()
    shown(page, 5)


#: Texts of the frame that are cut off, or reach out of the window.
CUT = """width => [...document.querySelectorAll(".credit, .axis span")]
  .filter((part) => part.scrollWidth > part.clientWidth + 1 ||
    part.getBoundingClientRect().right > width)
  .map((part) => part.textContent)"""


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_text_of_the_frame_is_cut(open_page: OpenPage, tmp_path: Path, width: int) -> None:
    """Credits and years are shown in full, including the current year."""
    row = {"layer": "A", "status": "occurred", "verification": "single-source"}
    rows = [
        {**row, "event_id": day, "title": day, "when": day, "start": day, "end": f"{day[:-1]}9"}
        for day in ("2015-01-01", "2025-01-05")
    ]
    table = table_of([{**one, "place_precision": "exact", **point(35, 49)} for one in rows])
    page = open_page(
        write_page(table, tmp_path / "map.html"), viewport={"width": width, "height": 844}
    )
    expect(page.locator(".axis span").last).to_have_text("2025")
    assert [] == page.evaluate(CUT, width)


def test_phone_takes_typed_dates(open_page: OpenPage) -> None:
    """On a phone dates can be typed too, after opening the fields."""
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Enter dates").tap()
    page.get_by_label("From").fill("2024-05")
    page.get_by_label("From").press("Enter")
    expect(page.get_by_text("1 May 2024 – 31 December 2025")).to_be_visible()


def test_card_says_what_was_given_and_not_understood(open_page: OpenPage, tmp_path: Path) -> None:
    """A date or figure that could not be parsed is shown on the card as given."""
    given = json.dumps([{"label": "Refugees", "value": "about 3000"}, {"label": "Tents"}])
    rows = [
        {
            "event_id": "a",
            "title": "A flight",
            "figures": [{"label": "Refugees", "value": None}, {"label": "Tents", "value": None}],
            **point(2, 1),
        },
        {"event_id": "b", "title": "A rumour", **point(1, 1)},
    ]
    events = table_of(rows)
    events["given_when"] = pd.Series(["when the river rose", None], dtype="str")
    events["given_figures"] = pd.Series([given, None], dtype="str")
    page = open_page(write_page(events, tmp_path / "map.html"), fragment="#event=a")
    card = page.locator("#card")
    expect(card).to_contain_text("Undated: “when the river rose” could not be read as a date")
    expect(card.get_by_role("row", name="Refugees")).to_contain_text("“about 3000”")
    expect(card.get_by_role("row", name="Tents")).to_contain_text("not reported")
    page.get_by_role("button", name="A rumour").first.click()
    expect(card).to_contain_text("Undated: no date given")


def test_card_names_the_origin_if_asked(open_page: OpenPage, tmp_path: Path) -> None:
    """The file and line of an event are on its card only with ``output.origin``."""
    row = {"event_id": "a", "origin_file": "a.csv", "origin_line": 7, **point(2, 1)}
    output = dataclasses.replace(SETTINGS.output, origin=True)
    settings = dataclasses.replace(SETTINGS, output=output)
    path = write_page(table_of([row]), tmp_path / "map.html", settings)
    page = open_page(path, fragment="#event=a")
    expect(page.locator("#card .origin")).to_have_text("From a.csv:7 · id a")


def test_complaint_of_a_date_ends_with_the_date(open_page: OpenPage) -> None:
    """The page says that the chosen dates exclude each other until other dates are chosen."""
    page = open_page()
    for name, day in (("From", "2024-05-01"), ("To", "2024-01-01")):
        page.get_by_label(name, exact=True).fill(day)
        page.get_by_label(name, exact=True).press("Enter")
    complaint = page.get_by_text("is after the end date")
    expect(complaint).to_be_visible()
    page.get_by_role("button", name="All dates").click()
    expect(complaint).to_have_count(0)
    expect(page.get_by_label("To", exact=True)).to_have_value("")


def test_doubt_about_a_place_is_on_the_list_and_on_the_card(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """An event whose place is uncertain says so in the list, on its card and in the legend."""
    rows = [
        {"event_id": "a", "title": "A flight", "place_certainty": "uncertain", **point(2, 1)},
        {"event_id": "b", "title": "A rumour", "place_certainty": "sure", **point(1, 1)},
    ]
    page = open_page(write_page(table_of(rows), tmp_path / "map.html"), fragment="#event=a")
    doubted = page.locator("#events .row").filter(has_text="place uncertain")
    expect(doubted).to_have_count(1)
    expect(doubted).to_contain_text("A flight")
    expect(page.locator("#card")).to_contain_text("place uncertain")
    expect(page.get_by_text("Question mark: the place is likely, not certain")).to_be_attached()
