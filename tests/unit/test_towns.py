"""Which settlements a page names because an event is near."""

from __future__ import annotations

import base64
import json
import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPoint, Point, box

from dateline.geodesy import LonLat, distances_m
from dateline.render import towns
from dateline.render.basemap import Zone, pick, pick_basemap, zone_of
from dateline.render.towns import (
    MOST_TOWNS,
    NEAR_M,
    TOWNS_ZOOM,
    Settlements,
    event_positions,
    towns_near,
)
from node import run_node

SUMY = [34.8, 50.91]


def made_towns(positions: list[list[float]]) -> Settlements:
    """Return settlements at these positions (lon, lat), from south to north, the first as row 7."""
    lon, lat = np.array(sorted(positions, key=lambda at: at[1])).T
    count = len(lon)
    return Settlements(np.arange(7, 7 + count), lon, lat, np.arange(count, dtype=np.int32))


def events(geometries: list[object], precision: list[str]) -> gpd.GeoDataFrame:
    """Return events with these geometries; lon and lat are their centroids."""
    made = gpd.GeoDataFrame({"place_precision": precision}, geometry=geometries, crs=4326)
    lon, lat = shapely.get_coordinates(shapely.centroid(np.array(geometries, object))).T
    return made.assign(lon=lon, lat=lat)


def test_settlements_within_fifty_kilometres_are_near() -> None:
    """A degree of latitude has 111 km, and one of longitude less."""
    found = made_towns([[10, 59.5], [10, 60.4], [10, 60.5], [10.85, 60], [10.95, 60]])
    assert towns_near(found, [[10, 60], [np.nan, 60]]).tolist() == [8, 10]
    assert towns_near(found, []).tolist() == []


def test_settlements_across_180_degrees_are_near() -> None:
    """The world goes on there, however many events there are."""
    found = made_towns([[-179.9, 0], [179.9, 0.01], [-178, 0.02]])
    assert towns_near(found, [[179.99, 0]]).tolist() == [7, 8]
    many = [[179.99 - n / 100, 0] for n in range(600)]
    assert towns_near(found, many).tolist() == [7, 8]


def test_many_events_find_all_and_a_few_farther_away() -> None:
    """Cells of a grid hold at least what exact distances find."""
    random = np.random.default_rng(1)
    at = np.column_stack([random.uniform(18, 26, 900), random.uniform(68, 74, 900)])
    found = made_towns(at.tolist())
    near = np.column_stack([random.uniform(20, 22, 510), random.uniform(70, 71, 510)])
    exact = np.zeros(len(found.rows), bool)
    for lon, lat in near:
        exact |= distances_m(found.lon, found.lat, LonLat(lon, lat)) <= NEAR_M
    named = np.isin(found.rows, towns_near(found, near))
    assert (named & exact).sum() == exact.sum()
    assert exact.sum() < named.sum() < len(named)


def test_of_too_many_the_most_important_are_named() -> None:
    """Their number is bounded, so that a page is."""
    count = MOST_TOWNS + 5
    found = made_towns([[10 + n / count / 10, 50 + n / count / 10] for n in range(count)])
    assert towns_near(found, [[10, 50]]).tolist() == list(range(7, 7 + MOST_TOWNS))


def test_where_events_were() -> None:
    """Points, ends of lines and points in areas; a country has none."""
    found = event_positions(
        events(
            [
                Point(1, 2),
                MultiPoint([(3, 3), (5, 3)]),
                LineString([(10, 0), (12, 1), (14, 0)]),
                box(20, 20, 20.6, 20.6),
                box(30, 0, 60, 30),
                box(0, 0, 9, 9),
            ],
            ["settlement", "settlement", "linear", "admin2", "maritime", "country"],
        )
    )
    said = {tuple(at) for at in found.tolist()}
    assert {(1, 2), (4, 3), (10, 0), (14, 0), (45, 15)} <= said
    assert sum(x >= 20 and x < 21 for x, _ in said) == 9 + 1
    assert not any(x < 10 and y > 3 for x, y in said)


def test_areas_are_looked_at_only_if_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more, the representation points are enough."""
    monkeypatch.setattr(towns, "_MOST_AREAS", 1)
    two = events([box(0, 0, 1, 1), box(4, 4, 5, 5)], ["admin2", "admin2"])
    assert len(event_positions(two)) == 2
    assert len(event_positions(two.iloc[:1])) == 1 + 16


def test_small_settlements_near_an_event_are_in_the_page() -> None:
    """They are named from zoom 9 on, and those of a distant event are not there."""
    plain, near = (pick(zone_of([34.8], [50.91], at), "un").named() for at in ([], [SUMY]))
    assert "Yunakivka" not in plain["text"]
    named = dict(zip(near["text"], near["zoom"], strict=True))
    assert named["Yunakivka"] == TOWNS_ZOOM
    assert named["Sumy"] < TOWNS_ZOOM
    assert set(plain["text"]) < set(near["text"])


def test_a_zone_is_enough_only_with_its_settlements() -> None:
    """A map in a notebook that names more of them brings its own detail."""
    zone = zone_of([34.8], [50.91], [SUMY])
    assert zone.is_enough([34.8], [50.91], [SUMY])
    assert not zone.is_enough([34.8], [50.91], [[35.3, 51.2]])
    assert not zone_of([34.8], [50.91]).is_enough([34.8], [50.91], [SUMY])


@pytest.mark.parametrize(
    ("radii", "expected"),
    [
        ((3.0, 7.0, 16.0), (1_000, 5_000)),
        ((-math.inf, 0.0, 2.0), (1_000, 5_000)),
        ((-math.inf, -math.inf, 0.0), (2_000, 5_000)),
        ((-math.inf, -math.inf, -math.inf), (5_000, 5_000)),
    ],
)
def test_outlines_are_as_exact_as_their_level(radii, expected) -> None:
    """Where the budget allows less detail, the page says so."""
    level = np.array([0, sum(radius >= 0 for radius in radii)], np.uint8)
    assert Zone(level, radii, np.empty(0, np.intp)).outlines_m == expected


def test_a_page_without_places_has_coarse_outlines() -> None:
    """Nothing is near an event."""
    assert zone_of([], []).outlines_m == (5_000, 5_000)


_PLACED = """
import { decodeBasemap } from "./src/dateline/web/src/basemap-decode.js";
import { placeLabels } from "./src/dateline/web/src/basemap-labels.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { labels } = decodeBasemap(new Uint8Array(Buffer.from(text, "base64")));
const width = (text, { size }) => text.length * size * 0.55;
const named = (zoom) => placeLabels(labels, zoom, width).map((one) => one.label.text);
const said = [9, 10, 11].map(named);
console.log(JSON.stringify(said));
"""


def test_the_page_writes_every_name_near_an_event() -> None:
    """At zoom 9 nearly all names have room around Sumy, and closer in all have."""
    raw = pick_basemap([34.8], [50.91], events=[SUMY])
    result = run_node("--input-type=module", "-e", _PLACED, stdin=base64.b64encode(raw).decode())
    assert result.stderr == ""
    picked = pick(zone_of([34.8], [50.91], [SUMY]), "un").named()
    metres = distances_m(np.array(picked["lon"]), np.array(picked["lat"]), LonLat(*SUMY))
    near = {
        text
        for text, kind, far in zip(picked["text"], picked["kind"], metres, strict=True)
        if kind == "city" and far < NEAR_M
    }
    missing = [near - set(names) for names in json.loads(result.stdout)]
    assert len(near) > 30
    assert [len(some) < 7 for some in missing] == [True, True, True]
    assert missing[2] == set()
