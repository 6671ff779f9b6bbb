"""Every view is a link: the fragment restores it, and Back goes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from pages import OpenPage, layer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def fragment_of(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_choices_are_in_the_address_and_come_back(open_page: OpenPage) -> None:
    """Filters and the open event are in the address, which restores them."""
    page = open_page()
    layer(page, "Cyber").first.uncheck()
    page.get_by_role("checkbox", name="Cancelled").uncheck()
    page.get_by_label("From").fill("2024-02")
    page.get_by_label("From").press("Enter")
    page.get_by_role("button", name="Talks, round 4").click()
    page.get_by_role("complementary").wait_for()
    fragment = fragment_of(page)
    assert "from=2024-02-01" in fragment
    assert "hide=Cyber" in fragment
    assert "event=panmunjom-4" in fragment
    again = open_page(fragment=fragment)
    expect(again.get_by_role("heading", level=2, name="Talks, round 4")).to_be_visible()
    again.get_by_role("button", name="Layers and legend").click()
    expect(again.get_by_role("checkbox", name="Cyber").first).not_to_be_checked()
    expect(again.get_by_role("checkbox", name="Cancelled")).not_to_be_checked()
    expect(again.get_by_label("From")).to_have_value("2024-02-01")
    expected = page.locator(".count").inner_text()
    expect(again.locator(".count")).to_have_text(expected)


def test_map_view_comes_back(open_page: OpenPage) -> None:
    """A link shows the part of the world that was visible when it was copied."""
    page = open_page(fragment="#at=34.8,50.9,9")
    assert [34.8, 50.9, 9] == [
        round(value, 2)
        for value in page.evaluate(
            "[dateline.map.getCenter().lng, dateline.map.getCenter().lat, dateline.map.getZoom()]"
        )
    ]
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(",10$"))


def test_a_page_that_was_only_opened_has_no_fragment(open_page: OpenPage) -> None:
    """Opening the page does not change its address."""
    assert "" == fragment_of(open_page())


def test_back_and_forward_go_through_the_choices(open_page: OpenPage) -> None:
    """Back undoes a choice and Forward repeats it."""
    page = open_page()
    korea = layer(page, "Korea")
    korea.uncheck()
    page.get_by_role("button", name="Drone controllers hacked").click()
    page.get_by_role("complementary").wait_for()
    page.go_back()
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(korea).not_to_be_checked()
    page.go_back()
    expect(korea).to_be_checked()
    page.go_forward()
    expect(korea).not_to_be_checked()


@pytest.mark.parametrize(
    "fragment",
    [
        "#event=nothing-has-this-id",
        "#from=<script>alert(1)</script>&to=99999-99-99&at=a,b,c",
        "#hide=%00%FF&without=__proto__:1&q=%E0%A4%A",
        "#map_dateline",
    ],
)
def test_hostile_link_is_harmless(open_page: OpenPage, fragment: str) -> None:
    """A meaningless link shows the whole map."""
    page = open_page(fragment=fragment, ready=False)
    expect(page.get_by_text(re.compile("^(12|0) of 12 events shown$")).first).to_be_visible()
    expect(page.get_by_role("complementary")).to_be_hidden()


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/St_Johns"])
def test_days_are_the_same_everywhere(open_page: OpenPage, zone: str) -> None:
    """The reader's time zone does not move events to another day."""
    page = open_page(fragment="#from=2024-01-11&to=2024-01-11&undated=0", timezone_id=zone)
    expect(page.get_by_role("button", name="Talks, round 1")).to_contain_text("11 January 2024")
    expect(page.get_by_text("3 of 12 events shown").first).to_be_visible()


def test_a_link_to_much_of_the_world_is_restored_on_a_phone(open_page: OpenPage) -> None:
    """A small zoom in a link is not lost while the panels of the page take their places."""
    # On a taller phone one world fills the map only at a larger zoom.
    page = open_page(fragment="#at=60,30,1", viewport={"width": 390, "height": 740})
    page.evaluate("async () => { await dateline.ready; }")
    page.wait_for_timeout(500)
    assert page.evaluate("[dateline.map.getMinZoom() < 1, dateline.map.getZoom()]") == [True, 1]
