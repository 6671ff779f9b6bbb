"""A Python user's map: own folium layers on the map of events."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest
from playwright.sync_api import expect

from dateline.layers import assign_layers
from dateline.render import EventMap, build_map
from dateline.settings import Settings
from pages import OpenPage
from sample_events import sample_events

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def made_map() -> EventMap:
    styled, layers = assign_layers(sample_events(), Settings())
    return build_map(styled, layers, Settings())


def test_saved_map_asks_nothing_of_the_network(open_page: OpenPage, tmp_path: Path) -> None:
    """`save()` of a map of events writes a page that makes no requests."""
    path = tmp_path / "map.html"
    made_map().save(str(path))
    page = open_page(path)
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()


def test_other_layers_are_on_the_same_map(open_page: OpenPage, tmp_path: Path) -> None:
    """GeoJSON, circles and groups from folium are on the map with the events."""
    events = made_map()
    group = folium.FeatureGroup("more").add_to(events)
    folium.CircleMarker([50, 40], radius=9).add_to(group)
    folium.Rectangle([[45, 30], [55, 45]]).add_to(group)
    point = {"type": "Point", "coordinates": [30, 48]}
    feature = {"type": "Feature", "properties": {}, "geometry": point}
    folium.GeoJson(feature, marker=folium.Circle(radius=90_000)).add_to(events)
    path = tmp_path / "map.html"
    events.save(str(path))
    # Other layers of folium link to scripts that cannot be had here; these three need none.
    page = open_page(path, is_faulty=True)
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
    expect(page.locator(".map path.leaflet-interactive")).to_have_count(3)
