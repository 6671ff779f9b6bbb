"""Writes pages of sample events for tests to open."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
from playwright.sync_api import Locator, Page

from dateline.layers import assign_layers
from dateline.render import TEXTS, render_page, render_site
from dateline.settings import Settings

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

SETTINGS = Settings(
    title="Reported troop movements",
    description="A small map for tests.",
    note="One unverified source.",
)

#: Opens a page as a reader does; see the fixture ``open_page``.
OpenPage = Callable[..., Page]


def write_page(gdf: gpd.GeoDataFrame, path: Path, settings: Settings = SETTINGS) -> Path:
    styled, layers = assign_layers(gdf, settings)
    path.write_bytes(render_page(styled, layers, settings, diagnostics=[]))
    return path


def write_site(gdf: gpd.GeoDataFrame, path: Path) -> Path:
    """Write a page with its texts in separate files."""
    output = dataclasses.replace(SETTINGS.output, html=path.name, split_above_mb=0)
    settings = dataclasses.replace(SETTINGS, output=output)
    styled, layers = assign_layers(gdf, settings)
    site = render_site(styled, layers, settings)
    folder = path.parent / TEXTS
    folder.mkdir()
    for file in site.texts:
        (folder / file.name).write_bytes(file.content)
    path.write_bytes(site.page)
    return path


def layer(page: Page, name: str) -> Locator:
    """Return the checkbox of a layer; other filters may have a value of the same name."""
    layers = page.get_by_role("region", name="Layers", exact=True)
    return layers.get_by_role("checkbox", name=name)
