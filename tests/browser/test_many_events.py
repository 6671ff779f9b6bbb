"""Ten thousand events: the page stays exact, and does each thing once per frame."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from pages import OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = 10_000
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
    """What the page shows of a year is what a plain count of the rows gives."""
    expected = sum(row["when"].startswith("2020") for row in many_rows())
    page = open_page(many_page, fragment="#from=2020-01-01&to=2020-12-31")
    text = f"{expected:,} of 10,000 events shown"
    expect(page.get_by_text(text).first).to_be_visible()


def test_list_keeps_only_the_rows_in_sight(open_page: OpenPage, many_page: Path) -> None:
    """A long list is a few elements, its last row is reached, and each row knows its number."""
    page = open_page(many_page)
    assert page.locator("#events li").count() < 40
    page.locator("#events li button").first.focus()
    page.keyboard.press("End")
    last = page.locator("#events li[aria-posinset='10000']")
    expect(last.get_by_role("button")).to_be_focused()
    expect(last).to_contain_text("Reported shelling number")
    assert page.locator("#events li").count() < 40


def test_many_changes_cost_one_pass_a_frame(open_page: OpenPage, many_page: Path) -> None:
    """However often the state changes within a frame, the columns are gone through once."""
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
    """A filter change on 10,000 events, drawn and all, is measured; only a gross slip fails."""
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
