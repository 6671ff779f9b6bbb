"""Twenty thousand events: counts stay exact, and work is done once per frame."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from pages import OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = 20_000
STATUSES = ("occurred", "ongoing", "planned", "forecast", "cancelled")


@pytest.fixture(scope="session")
def many_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(table_of(many_rows()), tmp_path_factory.mktemp("many") / "map.html")


def many_rows() -> list[dict[str, Any]]:
    draw = random.Random(4)  # noqa: S311 - made data
    rows = []
    for number in range(COUNT):
        year, month, day = draw.randrange(2015, 2025), draw.randrange(1, 13), draw.randrange(1, 28)
        rows.append(
            {
                "event_id": f"made-{number:05}",
                "title": f"Reported shelling number {number}",
                "layer": f"Front/{'ABCDEFGH'[draw.randrange(8)]}",
                "status": draw.choice(STATUSES),
                "verification": "single-source",
                "when": f"{year}-{month:02}-{day:02}",
                "start": f"{year}-{month:02}-{day:02}",
                "end": f"{year}-{month:02}-{day + 1:02}",
                "date_precision": "day",
                "place_precision": "exact",
                **point(draw.gauss(35, 4), draw.gauss(49, 3)),
            }
        )
    return rows


def test_counts_are_exact(open_page: OpenPage, many_page: Path) -> None:
    """The counts for a year equal a plain count of the rows."""
    expected = sum(row["when"].startswith("2020") for row in many_rows())
    page = open_page(many_page, fragment="#from=2020-01-01&to=2020-12-31")
    text = f"{expected:,} of 20,000 events shown"
    expect(page.get_by_text(text).first).to_be_visible()


def draw_choice(draw: random.Random) -> dict[str, Any]:
    first = date(2015, 1, 1) + timedelta(days=draw.randrange(3000))
    return {
        "from": str(first),
        "to": str(first + timedelta(days=draw.randrange(1, 900))),
        "hide": [f"Front/{name}" for name in "ABCDEFGH" if draw.random() < 0.3],
        "without": [f"status:{name}" for name in STATUSES if draw.random() < 0.3],
        "q": draw.choice(["", "number 7", "SHELLING 13", "9 report"]),
    }


def is_chosen(row: dict[str, Any], choice: dict[str, Any], *, any_layer: bool = False) -> bool:
    return (
        choice["from"] <= row["when"] <= choice["to"]
        and (any_layer or row["layer"] not in choice["hide"])
        and f"status:{row['status']}" not in choice["without"]
        and all(word in row["title"].lower() for word in choice["q"].lower().split())
    )


def test_counts_are_those_of_a_plain_count(open_page: OpenPage, many_page: Path) -> None:
    """With any dates, layers, statuses and search, the counts equal those of Python."""
    rows = many_rows()
    draw = random.Random(9)  # noqa: S311 - made data
    page = open_page(many_page)
    for _ in range(8):
        choice = draw_choice(draw)
        page.evaluate("text => { location.hash = text; }", urlencode(choice, doseq=True))
        expected = sum(is_chosen(row, choice) for row in rows)
        text = f"{expected:,} of 20,000 events shown"
        expect(page.get_by_text(text).first).to_be_visible()
        layers = Counter(row["layer"] for row in rows if is_chosen(row, choice, any_layer=True))
        for name in "ABCDEFGH":
            title = page.locator(".choice-name", has_text=re.compile(f"^{name}$"))
            expect(page.locator("#key label", has=title).locator(".tally")).to_have_text(
                f"{layers[f'Front/{name}']:,}"
            )


def test_clusters_hold_every_event_that_is_shown(open_page: OpenPage, many_page: Path) -> None:
    """On a world map the counts of the clusters add up to the events shown."""
    page = open_page(many_page, fragment="#at=0,20,1&from=2019-05-01&to=2021-02-28")
    shown, drawn = page.evaluate(
        """async () => {
          const { app } = await dateline.ready;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          return [app.seen.count, app.seen.cells.count.reduce((a, b) => a + b, 0)];
        }"""
    )
    rows = many_rows()
    assert sum("2019-05-01" <= row["when"] <= "2021-02-28" for row in rows) == shown == drawn


def test_search_is_done_in_a_worker(open_page: OpenPage, many_page: Path) -> None:
    """Many events are searched in a worker; without workers the result is the same."""
    expected = sum("77" in row["title"] for row in many_rows())
    text = f"{expected:,} of 20,000 events shown"
    page = open_page(many_page)
    page.get_by_role("searchbox", name="Search events").fill("77")
    expect(page.get_by_text(text).first).to_be_visible()
    assert 1 == len(page.workers)
    other = open_page(many_page, ready=False)
    other.add_init_script("delete window.Worker;")
    other.reload()
    other.get_by_role("searchbox", name="Search events").fill("77")
    expect(other.get_by_text(text).first).to_be_visible()
    assert 0 == len(other.workers)


def test_search_is_made_ready_before_anything_is_typed(
    open_page: OpenPage, many_page: Path
) -> None:
    """The texts are read when the search field gets the focus, and not before."""
    page = open_page(many_page)
    held = "dateline.ready.then(({ app }) => app.searchBytes())"
    assert 0 == page.evaluate(held)
    page.get_by_role("searchbox", name="Search events").hover()
    whole = """async () => {
      const { app } = await dateline.ready;
      let [before, held] = [-1, 0];
      while (held === 0 || held !== before) {
        [before, held] = [held, await app.searchBytes()];
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return [held, app.searching().share];
    }"""
    held_bytes, share = page.evaluate(whole)
    assert held_bytes > 2 * COUNT
    assert 1 == share


def test_search_says_that_it_is_under_way(open_page: OpenPage, many_page: Path) -> None:
    """Between a key press and the result the page says that it is searching."""
    page = open_page(many_page)
    said = page.evaluate(
        """async () => {
          const { app } = await dateline.ready;
          app.set({ query: "number 7" });
          await new Promise((resolve) => requestAnimationFrame(resolve));
          return document.querySelector(".progress").textContent;
        }"""
    )
    assert said.startswith("Searching…")
    expect(page.locator(".progress")).to_be_hidden()


def test_list_keeps_only_the_rows_in_sight(open_page: OpenPage, many_page: Path) -> None:
    """A long list has few elements, its last row can be reached, and rows have numbers."""
    page = open_page(many_page)
    assert page.locator("#events li").count() < 40
    page.locator("#events li button").first.focus()
    page.keyboard.press("End")
    last = page.locator("#events li[aria-posinset='20000']")
    expect(last.get_by_role("button")).to_be_focused()
    expect(last).to_contain_text("Reported shelling number")
    assert page.locator("#events li").count() < 40


def test_many_changes_cost_one_pass_a_frame(open_page: OpenPage, many_page: Path) -> None:
    """However often the state changes within a frame, the columns are scanned once."""
    page = open_page(many_page)
    passes = page.evaluate(
        """async () => {
          const { app } = await dateline.ready;
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          await frame(); await frame(); await frame();
          const before = app.passes();
          for (let day = 0; day < 50; day++) app.set({ from: 17000 + day });
          await frame(); await frame();
          return app.passes() - before;
        }"""
    )
    assert 1 == passes


def test_filter_is_drawn_within_a_frame(
    open_page: OpenPage, many_page: Path, record_property: Any
) -> None:
    """A filter change on 20,000 events is measured; only a gross slowdown fails."""
    page = open_page(many_page)
    times = page.evaluate(
        """async () => {
          const { app } = await dateline.ready;
          const times = [];
          for (let day = 0; day < 60; day++) {
            app.set({ from: 17000 + 10 * day });
            await new Promise((resolve) => requestAnimationFrame(resolve));
            times.push(app.lastCost());
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    record_property("filter_ms_median", times[30])
    assert times[30] < 100
