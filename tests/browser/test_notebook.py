"""Several maps in one notebook share their base map, and none is ever blank without saying why."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from dateline.layers import assign_layers
from dateline.render import build_map, cells
from dateline.settings import Settings
from pages import OpenPage
from sample_events import sample_events

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Share of the pixels of a map's canvas tiles that are land, whatever the shade.
_LAND = """canvases => {
  let [land, all] = [0, 0];
  for (const canvas of canvases) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 64) {
      all++;
      if (data[at] > data[at + 2]) land++;
    }
  }
  return land / all;
}"""


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Return what a notebook shows of so many maps, each in a cell of its own."""
    request = {"header": {"msg_type": "execute_request"}}
    shell = SimpleNamespace(
        kernel=None,
        events=SimpleNamespace(register=lambda *_: None),
        get_parent=lambda: request,
    )
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr("dateline.render.page_basemap.SHOWN", cells.Shown())

    def show(count: int) -> list[str]:
        made = []
        for number in range(count):
            request.update({"metadata": {"cellId": str(number)}})
            styled, layers = assign_layers(sample_events(), Settings())
            event_map = build_map(styled, layers, Settings())
            made.append(event_map._repr_mimebundle_()["text/html"])
        return made

    return show


def opened(open_page: OpenPage, path: Path, shown: list[str], **how: object) -> Page:
    outputs = "".join(f"<div class=output>{html}</div>" for html in shown)
    path.write_text(f"<!doctype html><meta charset=utf-8>{outputs}", encoding="utf-8")
    return open_page(path, ready=False, viewport={"width": 900, "height": 620 * len(shown)}, **how)


def frames(page: Page, count: int) -> list[FrameLocator]:
    found = [page.locator("iframe").nth(number).content_frame for number in range(count)]
    for frame in found:
        expect(frame.get_by_text("12 of 12 events shown").first).to_be_attached()
    return found


def land(frame: FrameLocator) -> float:
    tiles = frame.locator(".leaflet-basemap-pane canvas")
    tiles.first.wait_for(state="attached")
    share: float = tiles.evaluate_all(_LAND)
    return share


def test_five_maps_draw_the_base_map_that_one_brings(
    outputs: Callable[[int], list[str]], open_page: OpenPage, tmp_path: Path
) -> None:
    """Five maps are the same to look at, although only the first brings the base map."""
    shown = outputs(5)
    first, *others = map(len, shown)
    assert all(first - size > 300_000 for size in others)
    page = opened(open_page, tmp_path / "notebook.html", shown)
    found = frames(page, 5)
    shares = [land(frame) for frame in found]
    assert shares[0] > 0.2
    assert [shares[0]] * 5 == shares
    for frame in found:
        expect(frame.locator(".basemap-notice")).to_be_hidden()


def test_the_order_of_the_cells_does_not_matter(
    outputs: Callable[[int], list[str]], open_page: OpenPage, tmp_path: Path
) -> None:
    """A map waits for the base map of a later cell, also of one that is added after a while."""
    one, two = outputs(2)
    page = opened(open_page, tmp_path / "notebook.html", [two])
    (early,) = frames(page, 1)
    expect(early.get_by_text("The base map is missing.")).to_be_visible()
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", one)
    expect(early.locator(".basemap-notice")).to_be_hidden()
    assert land(early) > 0.2


def test_the_first_map_can_go(
    outputs: Callable[[int], list[str]], open_page: OpenPage, tmp_path: Path
) -> None:
    """When the output that brought the base map is removed, other maps still find it."""
    one, two = outputs(2)
    page = opened(open_page, tmp_path / "notebook.html", [one])
    frames(page, 1)
    page.evaluate("html => document.body.innerHTML = html", two)
    (late,) = frames(page, 1)
    expect(late.locator(".basemap-notice")).to_be_hidden()
    assert land(late) > 0.2


def test_a_map_alone_says_what_it_misses(
    outputs: Callable[[int], list[str]], open_page: OpenPage, tmp_path: Path
) -> None:
    """Where no other map can be reached, a map shows its events and says what to do."""
    two = outputs(2)[1].replace("<iframe", '<iframe sandbox="allow-scripts"')
    page = opened(open_page, tmp_path / "notebook.html", [two])
    (alone,) = frames(page, 1)
    expect(alone.get_by_text('make this map with base_map="own"')).to_be_visible()
    expect(alone.locator(".event-canvas").first).to_be_attached()
