"""axe-core finds nothing wrong in any state of the page, from 320 to 2560 px, light and dark.

`make test` tries each state at one width and each width with what differs there; `make conformance`
tries them all.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from axe import violations
from pages import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = {320: 640, 390: 844, 768: 1024, 1440: 900, 2560: 1440}
SCHEMES = ("light", "dark")


def tab(page: Page, name: str) -> None:
    """Show a panel where only one fits; wider pages show all."""
    button = page.locator("#tabs").get_by_role("button", name=name)
    if button.is_visible():
        button.click()


def opened(page: Page) -> None:
    expect(page.locator("#app")).to_be_visible()


def events(page: Page) -> None:
    tab(page, "Events")


def layers(page: Page) -> None:
    tab(page, "Layers")


def long_facet(page: Page) -> None:
    tab(page, "Layers")
    for one in page.locator("#key-groups h2 button[aria-expanded='false']").all():
        one.click()


def typed_wrongly(page: Page) -> None:
    tab(page, "Map")
    for one in page.locator(".when-line button[aria-expanded='false']").all():
        if one.is_visible():
            one.click()
    page.locator("#typed-from").fill("never")
    page.locator("#typed-from").press("Enter")
    expect(page.locator(".wrong")).not_to_be_empty()


def download(page: Page) -> None:
    tab(page, "Events")
    page.locator(".share summary").click()


def about(page: Page) -> None:
    page.locator("#open-about").click()
    expect(page.get_by_role("dialog")).to_be_visible()


#: Each state: the fragment of its link, and what a reader then does.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "opened": ("", opened),
    "events": ("", events),
    "layers": ("", layers),
    "long facet": ("", long_facet),
    "dates typed wrongly": ("", typed_wrongly),
    "download": ("", download),
    "about": ("", about),
    "card": ("#event=panmunjom-4", opened),
    "no events": ("#from=1900-01-01&to=1900-01-02&undated=0", events),
    "search without results": ("#q=zzzzzz", events),
    "certain only": ("#from=2024-02-01&certain=1", events),
    "playing": ("#from=2024-01-01&to=2024-01-31", opened),
    "Japanese": ("#lang=ja", opened),
}


def faults(open_page: OpenPage, states: list[str], *, width: int, scheme: str) -> list[str]:
    """Return the violations of these states, each opened as from a link."""
    size = {"width": width, "height": SIZES[width]}
    page = open_page(viewport=size, color_scheme=scheme, ready=False)
    address = page.url
    found = []
    for state in states:
        fragment, act = STATES[state]
        page.goto("about:blank")
        page.goto(address + fragment)
        page.wait_for_function("() => !document.querySelector('#plain')")
        act(page)
        found += [f"{state}, {width} px, {scheme}: {one}" for one in violations(page)]
    return found


@pytest.mark.conformance
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", SIZES)
def test_no_state_has_a_violation(open_page: OpenPage, width: int, scheme: str) -> None:
    """All states at all widths in both schemes."""
    assert [] == faults(open_page, list(STATES), width=width, scheme=scheme)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (2560, "dark")])
def test_each_state_has_no_violation_at_one_width(
    open_page: OpenPage, width: int, scheme: str
) -> None:
    """A third of the states at each of three widths."""
    at = [320, 768, 2560].index(width)
    assert [] == faults(open_page, list(STATES)[at::3], width=width, scheme=scheme)


def test_forced_colours_have_no_violation(open_page: OpenPage) -> None:
    """Nor has the card in the colours that a reader's system forces."""
    page = open_page(fragment="#event=panmunjom-4", forced_colors="active")
    page.get_by_role("complementary").wait_for()
    assert [] == violations(page)
