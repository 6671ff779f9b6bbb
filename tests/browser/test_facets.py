"""Filters by actor, tag, country, source and marked columns, and what the page says of a layer."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from any_events import table_of_any
from dateline.settings import LayerSettings
from pages import PHONE, SETTINGS, OpenPage, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=alert(1)>\": '&amp;\n"


def event(number: int, **more: Any) -> dict[str, Any]:
    place = {"lon": 30 + number, "lat": 50}
    return {"event_id": str(number), "title": f"Event {number}", "when": "2024-03", **place, **more}


EVENTS = [
    event(0, actor1="Army", actor2="Rebels", tags=["drones", "night"], weapon="shell", killed=10,
          sources=[{"publisher": "Daily"}, {"url": "https://www.wire.example.org/a"}]),
    event(1, actor1="Rebels", tags=["drones"], weapon="drone", killed=2,
          sources=[{"url": "https://WIRE.example.org:80/b"}]),
    event(2, actor2="Army", weapon="drone", killed=2),
    event(3, actor1=HOSTILE, tags=[HOSTILE], weapon=HOSTILE, killed=2,
          sources=[{"publisher": HOSTILE, "url": "javascript:alert(1)"}]),
]  # fmt: skip


def settings_of(*, facets: tuple[str, ...] = (), layers: tuple[LayerSettings, ...] = ()) -> Any:
    shown = dataclasses.replace(SETTINGS.map, facets=facets)
    return dataclasses.replace(SETTINGS, map=shown, layers=layers)


@pytest.fixture(scope="module")
def facet_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facets") / "map.html"
    return write_page(table_of_any(EVENTS), path, settings_of(facets=("weapon", "killed")))


def group(page: Page, title: str) -> Locator:
    heading = page.get_by_role("heading", name=re.compile(f"^{title}"))
    return page.locator("section.group", has=heading)


def tally(of: Locator, name: str) -> Locator:
    return of.locator("li", has_text=name).locator(".tally")


def test_an_event_of_two_actors_is_found_by_either(open_page: OpenPage, facet_page: Path) -> None:
    """An event counts for both its actors, "only" leaves those of one, and the link says so."""
    page = open_page(facet_page)
    actors = group(page, "Actor")
    expect(tally(actors, "Army")).to_have_text("2")
    expect(tally(actors, "Rebels")).to_have_text("2")
    actors.locator("li", has_text="Rebels").hover()
    actors.get_by_role("button", name="Only Rebels").click()
    expect(page.get_by_text("2 of 4 events shown").first).to_be_visible()
    expect(page.locator(".why")).to_contain_text("Hidden: 2 by actor.")
    page.wait_for_function("() => location.hash.includes('only=actor:Rebels')")
    expect(tally(actors, "Army")).to_have_text("2")
    again = open_page(facet_page, fragment="#without=actor:Army&without=actor:Rebels")
    expect(again.get_by_text("1 of 4 events shown").first).to_be_visible()


def test_tags_and_sources_are_filters(open_page: OpenPage, facet_page: Path) -> None:
    """A source is its publisher or else the host of its link; an event may have several."""
    page = open_page(facet_page)
    sources = group(page, "Source")
    expect(tally(sources, "Daily")).to_have_text("1")
    expect(tally(sources, "wire.example.org")).to_have_text("2")
    expect(tally(sources, "No source")).to_have_text("1")
    tags = group(page, "Tag")
    tags.get_by_role("checkbox", name="drones").uncheck()
    expect(page.get_by_text("3 of 4 events shown").first).to_be_visible()
    expect(page.locator(".why")).to_contain_text("1 by tag")


def test_marked_columns_are_filters(open_page: OpenPage, facet_page: Path) -> None:
    """A column that the project marks is a filter; numbers keep their order."""
    page = open_page(facet_page)
    expect(tally(group(page, "Weapon"), "Drone")).to_have_text("2")
    killed = group(page, "Killed").locator(".choice-name").all_inner_texts()
    assert killed == ["2", "10"]
    group(page, "Killed").get_by_role("checkbox", name="10").uncheck()
    expect(page.locator(".why")).to_contain_text("1 by killed")


def test_hostile_values_of_facets_stay_text(open_page: OpenPage, facet_page: Path) -> None:
    """Markup in actors, tags, sources and marked columns is shown as written and can be chosen."""
    page = open_page(facet_page)
    shown = page.locator(".choice-name", has_text="<img src=x onerror=alert(1)>")
    expect(shown).to_have_count(4)
    shown.first.click()
    expect(page.get_by_text("3 of 4 events shown").first).to_be_visible()
    assert page.locator("img").count() == 0


def test_a_long_facet_is_folded_and_can_be_searched(open_page: OpenPage, tmp_path: Path) -> None:
    """A facet with many values opens on demand, and typing finds a value."""
    events = [event(n % 20, event_id=f"e{n}", actor1=f"Group {n % 30}") for n in range(60)]
    page = open_page(write_page(table_of_any(events), tmp_path / "map.html"), viewport=PHONE)
    page.get_by_role("button", name="Layers", exact=True).click()
    actors = group(page, "Actor")
    fold = actors.get_by_role("button", name=re.compile("Actor"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(actors.get_by_role("checkbox")).to_have_count(0)
    fold.click()
    actors.get_by_role("searchbox").fill("group 17")
    expect(actors.get_by_role("checkbox")).to_have_count(1)
    expect(tally(actors, "Group 17")).to_have_text("2")


def test_facets_with_one_value_are_not_shown(open_page: OpenPage, tmp_path: Path) -> None:
    """What all events share is no filter."""
    events = [event(n, actor1="Army", tags=["x"], weapon="drone") for n in range(2)]
    settings = settings_of(facets=("weapon",))
    page = open_page(write_page(table_of_any(events), tmp_path / "map.html", settings))
    for title in ("Actor", "Tag", "Weapon"):
        expect(group(page, title)).to_have_count(0)


def test_a_layer_says_what_it_holds(open_page: OpenPage, tmp_path: Path) -> None:
    """A button beside a layer opens what it holds, its source, day and limits, by keyboard too."""
    layer = LayerSettings(
        "War/Kursk", description=HOSTILE, source="Daily", as_of="2024-04-01", limits="No air raids."
    )
    events = [event(0, layer="War/Kursk"), event(1, layer="War/Sumy")]
    path = write_page(table_of_any(events), tmp_path / "map.html", settings_of(layers=(layer,)))
    page = open_page(path)
    button = page.get_by_role("button", name="About Kursk")
    expect(page.get_by_role("button", name="About Sumy")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(".layer-about:visible")
    for text in ("<img src=x", "1 event, ", "Daily", "1 April 2024", "No air raids."):
        expect(card).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(button).to_be_focused()
