"""The list: its order, its headings, and what readers take away from it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def titles(page: Page) -> list[str]:
    return page.locator("#events .row-title").all_inner_texts()


def saved(page: Page, button: str) -> tuple[str, bytes]:
    """Return the name and the content of a downloaded file."""
    page.get_by_text("Download, cite").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def dated(event_id: str, day: str, **more: object) -> dict[str, object]:
    return {
        "event_id": event_id,
        "title": event_id,
        "when": day,
        "start": day,
        "end": day and f"{day}T23:59:59",
        **point(9, 9),
        **more,
    }


@pytest.fixture
def small(tmp_path: Path) -> Path:
    rows = [
        dated("b", "2024-01-05", fatalities_best=3, where="Zagreb", reported_at="2024-06-01"),
        dated("c", "2024-02-01", where="Aden"),
        dated("a", "2024-02-20", fatalities_best=40, where="=1+1", updated_at="2024-07-02"),
        {"event_id": "d", "title": "d", **point(9, 9)},
    ]
    return write_page(table_of(rows), tmp_path / "map.html")


def test_list_has_months_and_orders(open_page: OpenPage, small: Path) -> None:
    """A reader sees months, and sorts by date, title, place and deaths; a link keeps the order."""
    page = open_page(small)
    months = page.locator(".rows .month h2")
    assert months.all_inner_texts() == ["January 2024", "February 2024", "Undated"]
    order = page.get_by_role("combobox", name="Order of the list")
    for choice, found in (
        ("Newest first", "acbd"),
        ("By title", "abcd"),
        ("By place", "acbd"),
        ("Most deaths first", "abcd"),
    ):
        order.select_option(choice)
        page.wait_for_function(
            "found => document.querySelectorAll('.row-title').length === 4 && "
            "[...document.querySelectorAll('.row-title')].map(t => "
            "t.textContent).join('') === found",
            arg=found,
        )
    expect(months).to_have_count(0)
    order.select_option("Newest first")
    expect(months).to_have_text(["February 2024", "January 2024", "Undated"])
    page.wait_for_url("**#sort=newest")
    again = open_page(small, fragment="#sort=newest")
    assert titles(again) == ["a", "c", "b", "d"]


def test_list_and_map_stay_linked_in_each_order(open_page: OpenPage, small: Path) -> None:
    """In another order too, a row opens its own event, and arrow keys go past headings."""
    page = open_page(small, fragment="#sort=newest")
    page.locator("#events .row").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("b")
    expect(page.locator("#events li.is-open .row-title")).to_have_text("b")


def test_download_has_what_is_shown(open_page: OpenPage, small: Path) -> None:
    """A table has the listed events in their order, for any spreadsheet, and runs nothing there."""
    page = open_page(small, fragment="#sort=newest&undated=0&from=2024-02-01")
    name, content = saved(page, "Table (CSV)")
    assert name == "Reported-troop-movements-as-of-2024-07-02.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["event_id"] for row in rows] == ["a", "c"]
    first = rows[0]
    assert (first["when"], first["start"], first["end"]) == ("2024-02-20",) * 3
    assert (first["where"], first["fatalities_best"]) == ("'=1+1", "40")
    assert (float(first["lon"]), float(first["lat"])) == (9, 9)


def test_map_data_have_shapes(open_page: OpenPage) -> None:
    """GeoJSON has points, lines and areas as drawn, and all fields of the page."""
    page = open_page()
    name, content = saved(page, "Map data (GeoJSON)")
    assert name.endswith(".geojson")
    features = json.loads(content)["features"]
    assert len(features) == 12
    kinds = {f["geometry"] and f["geometry"]["type"] for f in features}
    assert {"Point", "LineString", "Polygon", None} <= kinds
    dispatch = next(f for f in features if f["properties"]["event_id"] == "dispatch")
    assert dispatch["properties"]["sources"][0]["publisher"] == "A news site"
    assert dispatch["properties"]["layer"] == "Troops/Dispatch"
    ring = next(f for f in features if f["geometry"] and f["geometry"]["type"] == "Polygon")
    assert ring["geometry"]["coordinates"][0][0] == ring["geometry"]["coordinates"][0][-1]


def test_citation_and_coordinates_are_copied(open_page: OpenPage, small: Path) -> None:
    """A citation names title, day, filters, address and the hash of the data."""
    grant = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = open_page(small, fragment="#q=b", **grant)
    expect(page.locator(".count")).to_have_text("1 of 4 events shown")
    page.get_by_text("Download, cite").click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    digest = page.evaluate(
        "JSON.parse(document.querySelector('#dateline-header').textContent).hash"
    )
    assert text.startswith("Reported troop movements. As of 2 July 2024. 1 of 4 events shown. ")
    assert "Search: “b”." in text
    assert page.url in text
    assert text.endswith(f"Data: sha256 {digest}")
    page.keyboard.press("Escape")
    page.locator("#events .row").click()
    page.get_by_role("button", name="Copy coordinates").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()) === '9, 9'")


def test_many_events_are_written_in_pieces(open_page: OpenPage, tmp_path: Path) -> None:
    """While 20,000 events are written, the page answers, and the file has each once."""
    rows = [{"event_id": str(n), "title": f"Event {n}", **point(n % 90, 9)} for n in range(20_000)]
    page = open_page(write_page(table_of(rows), tmp_path / "map.html"))
    page.evaluate("""() => {
      window.gaps = [];
      let last = performance.now();
      setInterval(() => { gaps.push(performance.now() - last); last = performance.now(); }, 5);
    }""")
    _, content = saved(page, "Table (CSV)")
    assert len({line.split(b",")[0] for line in content.split(b"\r\n")[1:-1]}) == 20_000
    assert page.evaluate("gaps.length") > 10
