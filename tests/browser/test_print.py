"""What comes out of the printer: the whole map, what is filtered, the legend and every row."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from dateline.layers import assign_layers
from dateline.page_settings import PageSettings
from dateline.pictures import write_picture
from dateline.render.picture import View
from pages import DESKTOP, PHONE, SETTINGS, OpenPage, layer, write_page
from sample_events import point, sample_events, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Width and height of the picture of the map, its share of the page's width, and its colours.
PICTURE = """() => {
  const canvas = document.querySelector(".paper-map canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  let blank = 0;
  for (let at = 0; at < data.length; at += 4 * 97) {
    colours.add(data.slice(at, at + 3).join());
    if (data[at + 3] < 255) blank++;
  }
  const share = canvas.getBoundingClientRect().width / document.querySelector(".paper").clientWidth;
  const corner = data.slice(0, 3).reduce((sum, one) => sum + one) / 3;
  const { width, height } = canvas;
  return { width, height, share, colours: colours.size, blank, corner };
}"""


#: The picture of an element as grey values from 0 to 255, row by row.
GREY = """async (bytes) => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
  const { width, height } = image;
  const copy = new OffscreenCanvas(width, height).getContext("2d");
  copy.drawImage(image, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  return { width, height, grey: [...data].filter((_, at) => at % 4 === 0) };
}"""


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".paper-table")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_paper_shows_the_whole(open_page: OpenPage, size: dict[str, int], scheme: str) -> None:
    """Title, note, map, credits, legend and all events are printed, in light colours."""
    page = open_page(viewport=size, color_scheme=scheme)
    page.wait_for_function("() => !document.querySelector('#plain')")
    address, view = (
        page.url,
        page.evaluate("'' + [dateline.map.getCenter(), dateline.map.getZoom()]"),
    )
    on_paper(page)
    for words in (
        "Reported troop movements",
        "One unverified source.",
        "All 12 events. All dates.",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    paper = page.locator(".paper")
    for words in ("Kursk", "Ring: how far away the event may be", "Natural Earth (public domain)"):
        expect(paper.get_by_text(words).first).to_be_visible()
    picture = page.evaluate(PICTURE)
    assert picture["width"] == 2160
    assert 0.45 < picture["height"] / picture["width"] < 1
    assert picture["share"] > (0.99 if size == PHONE else 0.5)
    assert picture["blank"] == 0
    assert picture["colours"] > 50
    assert picture["corner"] > 190
    assert paper.locator("tbody tr").count() == 12
    for control in (".zoom", "#theme", ".search", "#when", "#events", ".paper input"):
        expect(page.locator(control).first).not_to_be_visible()
    page.emulate_media(media="screen")
    expect(paper).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    assert address == page.url
    after = page.evaluate("'' + [dateline.map.getCenter(), dateline.map.getZoom()]")
    assert view == after


def test_paper_says_what_is_filtered(open_page: OpenPage) -> None:
    """The printed table has only what is shown, and the filters stand above it in words."""
    page = open_page(fragment="#from=2024-03-01&undated=0&without=status:forecast")
    layer(page, "Kursk").uncheck()
    page.get_by_role("searchbox").fill("a")
    shown = page.locator("#events .count").inner_text
    page.wait_for_function("() => !document.querySelector('.count').textContent.includes('12 of')")
    count = shown().split()[0]
    on_paper(page)
    words = page.locator(".paper-filters").inner_text()
    assert words == (
        f"{count} of 12 events. Dates: from 1 March 2024. Without undated events. Search: “a”. "
        "Layers not shown: Kursk. Status: all but Forecast."
    )
    assert page.locator(".paper-table tbody tr").count() == int(count)
    expect(page.locator(".paper .choice", has_text="Kursk")).not_to_be_visible()


def test_paper_says_facets_in_words(open_page: OpenPage, tmp_path: Path) -> None:
    """Choices of facets, certain dates and retracted rows are printed as the page words them."""
    rows = [
        {"event_id": "a", "title": "One", "status": "occurred", "event_type": "Kherson raid"},
        {"event_id": "b", "title": "Two", "event_type": "battles"},
        {"event_id": "c", "title": "Three", "status": "planned", "record_status": "retracted"},
    ]
    path = write_page(table_of([{**row, **point(9, 9)} for row in rows]), tmp_path / "map.html")
    page = open_page(
        path, fragment="#from=2024&certain=1&with=all&without=status:&only=type:", ready=False
    )
    page.wait_for_function("() => !document.querySelector('#plain')")
    on_paper(page)
    assert page.locator(".paper-filters").inner_text() == (
        "0 of 3 events. Dates: from 1 January 2024. Only events that are certainly in these dates. "
        "Status: all but Status not stated. Event type: only Type not stated."
    )
    page.emulate_media(media="screen")
    page = open_page(path, fragment="#with=all&only=status:planned")
    on_paper(page)
    expect(page.locator(".paper-table .is-struck")).to_have_text("Three")
    plain = open_page(path, java_script_enabled=False, ready=False)
    expect(plain.locator(".plain s")).to_have_text("Three")


def test_place_and_doubt_are_printed(open_page: OpenPage) -> None:
    """A printed row says near, uncertain or not mapped, as the list does, and when in words."""
    page = open_page()
    on_paper(page)
    row = page.get_by_role("row")
    expect(row.filter(has_text="Failed assault near Sumy")).to_contain_text("near Sumy")
    expect(row.filter(has_text="Drone controllers hacked")).to_contain_text("(not mapped)")
    expect(row.filter(has_text="Failed assault near Sumy")).to_contain_text("undated")


def test_open_card_is_printed(open_page: OpenPage) -> None:
    """The card of the chosen event is part of what is printed."""
    page = open_page(fragment="#event=dispatch")
    page.locator("#card h2").wait_for()
    on_paper(page)
    expect(page.locator(".paper .card h2")).to_be_visible()
    assert page.locator(".paper [id]").count() == 0


MANY = 3200


def test_many_rows_are_printed_and_the_rest_counted(open_page: OpenPage, tmp_path: Path) -> None:
    """Ctrl+P prints 3,000 rows, although the list holds only some, and says how many it leaves."""
    rows = [{"event_id": str(n), "title": f"Event {n}", **point(n % 90, 9)} for n in range(MANY)]
    page = open_page(
        write_page(table_of(rows), tmp_path / "map.html"),
        prepare=lambda page: page.add_init_script("window.print = () => { window.printed = true }"),
    )
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.printed")
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 30
    on_paper(page)
    assert page.locator(".paper-table tbody tr").count() == 3000
    expect(page.locator(".paper")).to_contain_text("200 more events are shown on the map")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_few_events_fit_two_pages(open_page: OpenPage, paper: str) -> None:
    """A printed map of twelve events has two pages, none of them blank."""
    page = open_page()
    page.wait_for_function("() => !document.querySelector('#plain')")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 2


def read_codes(page: Page, picture: bytes) -> list[str]:
    """Return the texts of the QR codes in a PNG."""
    shown = page.evaluate(GREY, list(picture))
    grey = np.array(shown["grey"], np.uint8).reshape(shown["height"], shown["width"])
    return [one.text for one in zxingcpp.read_barcodes(grey)]


ADDRESS = "https://example.org/maps/korea-and-ukraine.html"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_address_is_printed_as_a_code(
    open_page: OpenPage, tmp_path: Path, *, script: bool
) -> None:
    """A phone can read the printed address, with and without JavaScript; no screen shows it."""
    settings = dataclasses.replace(SETTINGS, page=PageSettings(address=ADDRESS))
    path = write_page(sample_events(), tmp_path / "map.html", settings)
    page = open_page(path, java_script_enabled=script, ready=script)
    code = page.get_by_role("img", name="QR code of the address of this map")
    expect(page.locator(".paper-address")).to_be_hidden()
    expect(code).to_have_count(0)
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    expect(page.get_by_text(ADDRESS, exact=True)).to_be_visible()
    assert read_codes(open_page(), code.screenshot()) == [ADDRESS]
    if script:
        page.wait_for_function("() => !document.querySelector('#plain')")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 2


def test_an_exported_png_can_be_scanned(open_page: OpenPage, tmp_path: Path) -> None:
    """A phone reads the address from the picture that `dateline export` writes."""
    settings = dataclasses.replace(SETTINGS, page=PageSettings(address=ADDRESS))
    events, layers = assign_layers(sample_events(), settings)
    path = tmp_path / "map.png"
    write_picture(events, layers, settings, view=View(width=600, height=400), path=path)
    assert read_codes(open_page(), path.read_bytes()) == [ADDRESS]
