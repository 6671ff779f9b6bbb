"""What a screen reader is given: names, roles, order and announcements; and room for large text."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages import OpenPage, layer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Roles that a reader acts on, or that stand for a picture.
CONTROLS = {
    "button", "checkbox", "combobox", "textbox", "searchbox", "slider", "link", "image",
    "application", "dialog", "DisclosureTriangle", "menuitem", "radio",
}  # fmt: skip

#: What WCAG 1.4.12 lets readers set.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
    "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)


def tree(page: Page) -> list[dict[str, Any]]:
    """Return Chromium's own accessibility tree as role, name and properties, in reading order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", "").strip(),
            **{one["name"]: one["value"].get("value") for one in node.get("properties", [])},
        }
        for node in nodes
        if not node["ignored"]
    ]


@pytest.mark.parametrize("fragment", ["", "#event=panmunjom-4", "#q=zzzz", "#lang=ja"])
def test_every_control_has_a_name(open_page: OpenPage, fragment: str) -> None:
    """Controls and pictures have names; headings start at 1 and leave out no level."""
    page = open_page(fragment=fragment, ready=False)
    page.wait_for_function("() => !document.querySelector('#plain')")
    nodes = tree(page)
    assert {"slider", "checkbox", "application"} <= {node["role"] for node in nodes}
    assert [] == [node for node in nodes if node["role"] in CONTROLS and not node["name"]]
    levels = [node["level"] for node in nodes if node["role"] == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1


def test_the_list_is_buttons_that_know_their_place(open_page: OpenPage) -> None:
    """Each event is a button in an item of a list with a position among all events."""
    page = open_page()
    items = page.locator("#events").get_by_role("listitem").filter(has=page.get_by_role("button"))
    assert items.count() >= 4
    for place, item in enumerate(items.all()[:4], 1):
        assert (str(place), "12") == (
            item.get_attribute("aria-posinset"),
            item.get_attribute("aria-setsize"),
        )
        expect(item.get_by_role("button")).not_to_have_accessible_name("")


def test_an_opened_event_is_read_out(open_page: OpenPage) -> None:
    """The focus goes into the card, whose name is that of the event, and back to the list."""
    page = open_page()
    page.get_by_role("button", name="About 3,000 soldiers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="About 3,000 soldiers")).to_be_visible()
    page.wait_for_function("() => document.activeElement.closest('#card')")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="About 3,000 soldiers")).to_be_focused()


def test_counts_are_announced_after_a_filter(open_page: OpenPage) -> None:
    """The tree has a polite status with the new counts."""
    page = open_page()
    layer(page, "Korea").uncheck()
    expect(page.locator("#live-region")).to_have_text("5 of 12 events shown")
    status = [node for node in tree(page) if node["role"] == "status" and node.get("live")]
    assert {"polite"} == {node["live"] for node in status}


@pytest.mark.parametrize("spacing", ["", SPACING], ids=["as it is", "spaced"])
@pytest.mark.parametrize("size", [(320, 640), (320, 256)], ids=["phone", "400 %"])
def test_nothing_needs_sideways_scrolling(
    open_page: OpenPage, size: tuple[int, int], spacing: str
) -> None:
    """At 320 px, as on a desk at 400 %, each panel is reached without scrolling sideways."""
    page = open_page(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    if spacing:
        page.add_style_tag(content=spacing)
    for name in ("Events", "Layers", "Map"):
        page.locator("#tabs").get_by_role("button", name=name).click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = page.evaluate("""() => [...document.querySelectorAll("button, input, h1, h2, p")]
            .filter((one) => one.checkVisibility() && !one.closest(".mark-stop, .chart"))
            .map((one) => [one.outerHTML, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 2 && (box.right > innerWidth + 1 || box.left < -1))
            .map(([name]) => name.slice(0, 120))""")
        assert [] == wide, name


def test_the_focus_is_never_hidden(open_page: OpenPage) -> None:
    """Whatever Tab reaches can be seen: no panel covers it (WCAG 2.4.11)."""
    page = open_page(fragment="#event=panmunjom-4")
    page.get_by_role("complementary").wait_for()
    hidden = []
    for _ in range(70):
        page.keyboard.press("Tab")
        name = page.evaluate("""() => {
            const one = document.activeElement;
            if (one === document.body) return null;
            // Lies on its mark on the map, which gets the clicks.
            if (getComputedStyle(one).pointerEvents === "none") return null;
            const box = one.getBoundingClientRect();
            const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
            const isSeen = spots.some(([x, y]) => {
                const at = [box.left + x * box.width, box.top + y * box.height];
                const top = document.elementFromPoint(...at);
                if (!top) return false;
                return [one, ...(one.labels ?? [])].some((own) => own.contains(top) || top === own);
            });
            return isSeen ? null : one.outerHTML.slice(0, 100);
        }""")
        if name:
            hidden.append(name)
    assert [] == hidden
