"""A Python user's map: own folium layers on the map of events."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from folium import plugins
from playwright.sync_api import Page, expect

from dateline.layers import assign_layers
from dateline.map_settings import MapSettings
from dateline.render import EventMap, build_map
from dateline.settings import Settings
from pages import PHONE, OpenPage, write_page
from sample_events import point, sample_events, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WEB = Path(__file__).parents[2] / "src" / "dateline" / "web"

#: One transparent pixel.
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00"
    b"IEND\xaeB`\x82"
)


def made_map(**how: Any) -> EventMap:
    styled, layers = assign_layers(sample_events(), Settings())
    return build_map(styled, layers, Settings(), **how)


def heat_map(events: EventMap) -> None:
    plugins.HeatMap([[50, 34], [51, 35]]).add_to(events)


def marker_cluster(events: EventMap) -> None:
    cluster = plugins.MarkerCluster().add_to(events)
    for step in range(9):
        folium.Marker([20 + step / 1000, 10]).add_to(cluster)


def mini_map(events: EventMap) -> None:
    tiles = folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="us")
    plugins.MiniMap(tiles).add_to(events)


def full_screen(events: EventMap) -> None:
    plugins.Fullscreen().add_to(events)


def time_line(events: EventMap) -> None:
    line = {"type": "LineString", "coordinates": [[0, 10], [20, 30]]}
    times = {"times": ["2024-01-01", "2024-02-01"]}
    feature = {"type": "Feature", "properties": times, "geometry": line}
    layer = plugins.TimestampedGeoJson(
        {"type": "FeatureCollection", "features": [feature]}, period="P1M"
    )
    # Its style for highlighted code is not used by the layer.
    layer.default_css = [link for link in layer.default_css if "highlight" not in link[0]]
    layer.add_to(events)


def tile_layer(events: EventMap) -> None:
    folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="us").add_to(events)


def geo_json(events: EventMap) -> None:
    point = {"type": "Point", "coordinates": [10, 20]}
    feature = {"type": "Feature", "properties": {"kind": "camp"}, "geometry": point}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": [feature]},
        marker=folium.Circle(radius=90_000),
        popup=folium.GeoJsonPopup(["kind"]),
    ).add_to(events)


def markers(events: EventMap) -> None:
    folium.Marker([60, 90], popup="<b style='color: red'>A popup</b>", tooltip="A tip").add_to(
        events
    )
    folium.LayerControl().add_to(events)


#: How each layer is added, and an element that is on the map if it works.
LAYERS: dict[str, tuple[Callable[[EventMap], None], str]] = {
    "HeatMap": (heat_map, ".map canvas.leaflet-heatmap-layer"),
    "MarkerCluster": (marker_cluster, ".map .marker-cluster"),
    "MiniMap": (mini_map, ".map .leaflet-control-minimap path"),
    "Fullscreen": (full_screen, ".map .leaflet-control-zoom-fullscreen"),
    "TimestampedGeoJson": (time_line, ".map .timecontrol-date"),
    "TileLayer": (tile_layer, ".map .leaflet-tile-pane .leaflet-tile-loaded"),
    "GeoJson": (geo_json, ".map path.leaflet-interactive"),
    "Marker": (markers, ".map img.leaflet-marker-icon"),
}


def opened(open_page: OpenPage, path: Path, **how: Any) -> tuple[Page, list[str], list[str]]:
    """Open a map whose tiles are served here; return what it asked for and complained about."""
    requests: list[str] = []
    said: list[str] = []

    def prepare(page: Page) -> None:
        page.route(re.compile("^https?:"), lambda route: serve(route, requests))
        page.on("console", lambda m: said.append(m.text) if is_fault(m) else None)

    page = open_page(path, is_faulty=True, prepare=prepare, **how)
    expect(page.get_by_text("12 of 12 events shown").first).to_be_attached()
    return page, requests, said


def is_fault(message: Any) -> bool:
    """Return whether a browser complains of more than slow drawing or a font that is missing."""
    advice = ("willReadFrequently", "decode downloaded font")
    return message.type in {"error", "warning"} and not any(a in message.text for a in advice)


def serve(route: Any, requests: list[str]) -> None:
    """Answer a request from the packages of the tests, as the server that it names would."""
    url = route.request.url
    requests.append(url)
    if url.endswith(".png"):
        route.fulfill(body=PIXEL, content_type="image/png")
        return
    name = re.sub(r"[-.](min|\d+(\.\d+)*)(?=[-.])", "", url.rpartition("/")[2]).lower()
    for file in (WEB / "node_modules").rglob("*"):
        if file.is_file() and re.sub(r"[-.]min(?=\.)", "", file.name.lower()) == name:
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            route.fulfill(body=file.read_bytes(), content_type=kind)
            return
    route.fulfill(body=b"", content_type="text/css")


def test_saved_map_asks_nothing_of_the_network(open_page: OpenPage, tmp_path: Path) -> None:
    """`save()` of a map of events writes a page that makes no requests and has a policy."""
    path = tmp_path / "map.html"
    made_map().save(str(path))
    page = open_page(path)
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
    assert "connect-src 'none'" in path.read_text(encoding="utf-8")


@pytest.fixture
def beside_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where the packages of layers are installed."""
    monkeypatch.chdir(WEB)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.usefixtures("beside_packages")
def test_layers_work_without_the_network(name: str, open_page: OpenPage, tmp_path: Path) -> None:
    """A layer whose packages are at hand works from the file, and asks only for its tiles."""
    add, shown = LAYERS[name]
    events = made_map(assets="inline")
    add(events)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        events.save(str(tmp_path / "map.html"))
    assert ((), []) == (events.links, events.diagnostics)
    page, requests, said = opened(open_page, tmp_path / "map.html")
    expect(page.locator(shown).first).to_be_attached()
    assert [] == [url for url in requests if "tiles.example" not in url]
    assert [] == said


@pytest.mark.parametrize("name", ["MarkerCluster", "MiniMap", "Fullscreen"])
def test_linked_layers_work_and_are_named(name: str, open_page: OpenPage, tmp_path: Path) -> None:
    """Scripts that are linked run after Leaflet; a warning and the policy name their servers."""
    add, shown = LAYERS[name]
    events = made_map()
    add(events)
    with pytest.warns(UserWarning, match="scripts and styles of added layers from https://"):
        events.save(str(tmp_path / "map.html"))
    page, requests, said = opened(open_page, tmp_path / "map.html")
    expect(page.locator(shown).first).to_be_attached()
    (found,) = events.diagnostics
    assert ("layer-linked", "warning") == (found.code, found.severity)
    assert all(url.split("/")[2] in found.message for url in events.links)
    assert set(events.links) == {url for url in requests if url.endswith((".js", ".css"))}
    assert [] == said
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    named = {f"{url.split('/')[0]}//{url.split('/')[2]}" for url in requests}
    assert named == set(re.findall(r"https?://[^ ;]+", policy))


def test_popups_open(open_page: OpenPage, tmp_path: Path) -> None:
    """A click on a marker opens its popup, with its style, without any package."""
    events = made_map()
    markers(events)
    events.save(str(tmp_path / "map.html"))
    page, requests, said = opened(open_page, tmp_path / "map.html")
    page.locator(".map img.leaflet-marker-icon").first.click(force=True)
    expect(page.locator(".leaflet-popup-content b")).to_have_css("color", "rgb(255, 0, 0)")
    assert ([], []) == (requests, said)


def test_tiles_are_above_the_base_map(open_page: OpenPage, tmp_path: Path) -> None:
    """Tiles hide the base map and its labels, not the events."""
    events = made_map()
    tile_layer(events)
    events.save(str(tmp_path / "map.html"))
    page, _, _ = opened(open_page, tmp_path / "map.html")
    page.locator(".leaflet-basemap-pane canvas").first.wait_for(state="attached")
    order = "pane => Number(getComputedStyle(pane).zIndex)"
    panes = [".leaflet-basemap-pane", ".leaflet-tile-pane", ".leaflet-overlay-pane"]
    levels = [page.locator(f".map {pane}").first.evaluate(order) for pane in panes]
    assert levels == sorted(set(levels))
    expect(page.locator(".leaflet-basemap-labels-pane")).to_be_hidden()


#: Whether an element is in front at its middle, once the panels and credits have moved to their
#: places.
IS_IN_FRONT = """async element => {
    for (let tries = 0; tries < 100; tries++) {
        const { x, y, width, height } = element.getBoundingClientRect();
        if (document.elementFromPoint(x + width / 2, y + height / 2) === element) return true;
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    return false;
}"""


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
def test_controls_are_clear_of_the_panels(
    size: dict[str, int], open_page: OpenPage, tmp_path: Path
) -> None:
    """No panel of the page covers a control of a layer, in any corner."""
    events = made_map()
    for corner in ("topleft", "topright", "bottomleft", "bottomright"):
        folium.LayerControl(position=corner).add_to(events)
    events.save(str(tmp_path / "map.html"))
    page, _, _ = opened(open_page, tmp_path / "map.html", viewport=size)
    controls = page.locator(".map .leaflet-control-layers-toggle")
    expect(controls).to_have_count(4)
    for control in controls.all():
        assert control.evaluate(IS_IN_FRONT)


def test_other_layers_are_on_the_same_map(open_page: OpenPage, tmp_path: Path) -> None:
    """GeoJSON, circles and groups from folium are on the map with the events."""
    events = made_map()
    group = folium.FeatureGroup("more").add_to(events)
    folium.CircleMarker([50, 40], radius=9).add_to(group)
    folium.Rectangle([[45, 30], [55, 45]]).add_to(group)
    geo_json(events)
    path = tmp_path / "map.html"
    events.save(str(path))
    page = open_page(path)
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
    expect(page.locator(".map path.leaflet-interactive")).to_have_count(3)


@pytest.mark.parametrize("width", [600, 958])
def test_a_notebook_shows_the_map_and_its_events(
    width: int, open_page: OpenPage, tmp_path: Path
) -> None:
    """In the output of a notebook, panels are folded and the map has most of the room."""
    path = tmp_path / "notebook.html"
    path.write_text(
        f"<!doctype html><meta charset=utf-8>{made_map()._repr_html_()}", encoding="utf-8"
    )
    page = open_page(path, ready=False, viewport={"width": width + 16, "height": 700})
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("12 of 12 events shown").first).to_be_attached()
    stage = inside.locator(".stage").bounding_box()
    assert stage is not None
    assert stage["height"] > 300
    assert stage["width"] > 550
    expect(inside.locator("#key-groups")).to_be_hidden()
    middle = inside.locator(".map").evaluate(
        "map => { const { x, y, width, height } = map.getBoundingClientRect();"
        " const top = document.elementFromPoint(x + width / 2, y + height / 2);"
        " return top.closest('.map') !== null }"
    )
    assert middle


def test_tiles_of_the_settings_are_drawn(open_page: OpenPage, tmp_path: Path) -> None:
    """A page with ``map.tiles`` asks for their pictures, and can be moved and zoomed as any."""
    tiles = MapSettings(tiles="http://127.0.0.1:9/{z}/{x}/{y}.png", tiles_attribution="T")
    path = write_page(
        table_of([{"event_id": "a", **point(2, 1)}]), tmp_path / "a.html", Settings(map=tiles)
    )
    page = open_page(path, is_faulty=True)
    tile = page.locator(".leaflet-tile-pane img.leaflet-tile").first
    expect(tile).to_have_attribute("src", re.compile(r"^http://127\.0\.0\.1:9/\d+/\d+/\d+\.png$"))
    before = page.evaluate("dateline.map.getZoom()")
    page.locator("#zoom-in").click()
    page.wait_for_function("before => dateline.map.getZoom() > before", arg=before)
