"""The page opens in browsers that lack what Chromium has; `make conformance` runs the real ones."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pages import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_browser_that_cannot_tell_when_it_is_idle_shows_the_page(open_page: OpenPage) -> None:
    """WebKit has no requestIdleCallback; the page opens there, and nothing fails."""
    lacks = "delete Window.prototype.requestIdleCallback; delete window.requestIdleCallback;"
    page = open_page(prepare=lambda page: page.add_init_script(lacks))
    page.wait_for_function("() => !document.querySelector('#plain')")
    expect(page.locator("#app")).to_be_visible()
    assert page.evaluate("typeof requestIdleCallback") == "undefined"
