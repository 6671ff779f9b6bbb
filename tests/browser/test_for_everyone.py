"""Fingers, weak eyes, high contrast and screen readers: sizes, colours and languages."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.map_settings import MapSettings
from pages import DESKTOP, PHONE, SETTINGS, OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: What can be pressed and is smaller than so many pixels. A label belongs to its checkbox.
SMALL = """least => {
  const inWords = (part) => part.matches("p a, p button, blockquote a");
  return [...document.querySelectorAll("button, a[href], summary, label, input, [role=slider]")]
    .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !inWords(part))
    .filter((part) => !(part.type === "checkbox" && part.closest("label")))
    .map((part) => [part, part.getBoundingClientRect()])
    .filter(([, { width, height }]) => width && (width < least - 0.5 || height < least - 0.5))
    .map(([part, { width, height }]) => `${part.outerHTML.slice(0, 90)} ${width}x${height}`);
}"""


@pytest.mark.parametrize(
    ("least", "options"),
    [
        (44, {"viewport": PHONE, "has_touch": True, "is_mobile": True}),
        (44, {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True}),
        (24, {"viewport": DESKTOP}),
    ],
    ids=["phone", "tablet", "mouse"],
)
def test_targets_are_large_enough(
    open_page: OpenPage, least: int, options: dict[str, object]
) -> None:
    """Whatever is pressed measures 44 pixels for a finger and 24 for a mouse, in every panel."""
    page = open_page(fragment="#hide=Korea", **options)
    assert [] == page.evaluate(SMALL, least)
    if page.locator("#tabs").is_visible():
        for tab in ("Layers", "Events"):
            page.locator("#tabs").get_by_role("button", name=tab).click()
            assert [] == page.evaluate(SMALL, least)
    page.get_by_role("button", name="About 3,000 soldiers").click()
    page.locator("#card h2").wait_for()
    assert [] == page.evaluate(SMALL, least)
    page.get_by_role("button", name="About", exact=True).click()
    page.get_by_role("dialog").wait_for()
    assert [] == page.evaluate(SMALL, least)


#: Contrast of the text of an element with the panel behind it.
CONTRAST = """part => {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((one) => {
      const share = one / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(part);
  const panel = getComputedStyle(document.documentElement).getPropertyValue("--panel");
  const [low, high] = [light(style.color), light(panel)].sort((a, b) => a - b);
  return (Number(style.opacity) * (high + 0.05)) / (low + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_zero_is_readable(open_page: OpenPage, scheme: str) -> None:
    """The count of a choice without events has a contrast of at least 4.5 to 1."""
    page = open_page(color_scheme=scheme, fragment="#q=hacked")
    tally = page.locator(".tally.is-none").first
    expect(tally).to_have_text("0")
    assert tally.evaluate(CONTRAST) >= 4.5


def test_credits_are_readable_on_a_phone(open_page: OpenPage) -> None:
    """The credits have letters of at least 11 pixels."""
    page = open_page(viewport=PHONE)
    size = page.locator(".credit").evaluate("part => parseFloat(getComputedStyle(part).fontSize)")
    assert size >= 11


COLOUR = "([part, pseudo]) => getComputedStyle(part, pseudo).backgroundColor"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_keeps_icons_and_swatches(open_page: OpenPage, scheme: str) -> None:
    """With forced colours, icons stand out from their buttons and swatches keep their colours."""
    page = open_page(color_scheme=scheme, forced_colors="active", fragment="#event=dispatch")
    page.locator("#card h2").wait_for()
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for icon in ("#zoom-in", "#theme", "#card .is-close", "#card .is-copy"):
        part = page.locator(icon).element_handle()
        assert page.evaluate(COLOUR, [part, "::before"]) not in {canvas, "rgba(0, 0, 0, 0)"}
    swatches = page.locator(".key .swatch:not([hidden])")
    colours = {page.evaluate(COLOUR, [one, None]) for one in swatches.element_handles()}
    assert len(colours) > 2
    assert canvas not in colours


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_figures_stay_in_the_card(
    open_page: OpenPage, tmp_path: Path, size: dict[str, int]
) -> None:
    """Long labels, units and numbers of figures wrap inside the card."""
    figures = [
        {"label": "Angehörigendienstverpflichtungsmeldungen" * 3, "value": 12345678901234567890},
        {"label": "Losses", "value": 1, "low": 10**12, "high": 10**14, "unit": "persons" * 20},
        {"label": "x", "value": None, "unit": "%"},
    ]
    rows = [{"event_id": "a", "title": "A", "figures": figures, **point(2, 1)}]
    page = open_page(
        write_page(table_of(rows), tmp_path / "map.html"), viewport=size, fragment="#event=a"
    )
    table = page.locator("#card .figures")
    table.wait_for()
    card = page.locator("#card")
    assert card.evaluate("part => part.scrollWidth <= part.clientWidth")
    assert table.evaluate("part => part.getBoundingClientRect().right") <= card.evaluate(
        "part => part.getBoundingClientRect().right"
    )


def test_languages_are_named(open_page: OpenPage, tmp_path: Path) -> None:
    """On a page in English, the texts of the events name their own language."""
    english = MapSettings(languages=("en",))
    settings = dataclasses.replace(SETTINGS, language="uk", title="Події", map=english)
    rows = [{"event_id": "a", "title": "Подія", "description": "Опис", **point(2, 1)}]
    path = write_page(table_of(rows), tmp_path / "map.html", settings)
    page = open_page(path, fragment="#event=a")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for part in ("h1", ".note-text", "#events .row-title", "#card h2", "#card .description"):
        expect(page.locator(part).first).to_have_attribute("lang", "uk")
    page.get_by_role("button", name="About", exact=True).click()
    expect(page.locator("#about h2")).not_to_have_attribute("lang", "uk")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_javascript_all_events_are_listed(
    open_page: OpenPage, tmp_path: Path, size: dict[str, int]
) -> None:
    """Without JavaScript, a table lists all events, with places and dates as on their cards."""
    rows = [
        {"event_id": f"{n:04}", "title": f"Event {n}", "when": "2024-03", "place_name": "Sumy",
         "start": "2024-03-01", "end": "2024-04-01", "place_precision": "near", **point(35, 51)}
        for n in range(700)
    ]  # fmt: skip
    path = write_page(table_of(rows), tmp_path / "map.html")
    page = open_page(path, ready=False, java_script_enabled=False, viewport=size)
    expect(page.get_by_text("All events are listed below.")).to_be_visible()
    assert page.locator("tbody tr").count() == 700
    last = page.locator("tbody tr").last
    last.scroll_into_view_if_needed()
    expect(last).to_contain_text("March 2024")
    expect(last).to_contain_text("near Sumy")
    expect(last).to_be_visible()
    expect(page.locator(".plain").get_by_text("One unverified source.")).to_be_visible()


def test_address_of_the_icon_is_valid(sample_page: Path) -> None:
    """The icon is part of the page, and its address has no space, which is an HTML error."""
    (icon,) = re.findall(r'<link rel="icon" href="([^"]*)">', sample_page.read_text("utf-8"))
    assert icon.startswith("data:image/svg+xml,")
    assert " " not in icon
