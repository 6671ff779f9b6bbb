"""GeoJSON that conforms to RFC 7946, is readable by others, and is reproducible."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
import shapely.geometry
from geojson_validator import validate_geometries, validate_structure
from hypothesis import given
from hypothesis import settings as check
from hypothesis import strategies as st

from dateline.export import FORMATS, blocks, export_events
from dateline.settings import Settings
from export_sample import GOLDEN, SETTINGS, export_sample
from node import WEB, run_node
from sample_events import point, sample_events, table_of

LONS = st.floats(-180, 180, allow_nan=False).map(lambda value: round(value, 7))
LATS = st.floats(-90, 90, allow_nan=False).map(lambda value: round(value, 7))


def exported(events: gpd.GeoDataFrame, folder: Path, name: str = "events.geojson") -> bytes:
    export_events(events, folder / name, SETTINGS)
    return (folder / name).read_bytes()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return exported(export_sample(), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def collection(sample: bytes) -> dict[str, Any]:
    return json.loads(sample)


@pytest.fixture(scope="module")
def features(collection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in collection["features"]}


def rings(geometry: dict[str, Any] | None) -> list[list[list[float]]]:
    """Return every line and ring of a geometry as its positions."""
    if geometry is None or geometry["type"] in ("Point", "MultiPoint"):
        return []
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings(part)]
    parts = geometry["coordinates"]
    if geometry["type"] == "LineString":
        return [parts]
    return parts if geometry["type"] != "MultiPolygon" else list(itertools.chain(*parts))


# --- the file ---------------------------------------------------------------------------------


def test_the_bytes_are_the_golden_ones(sample: bytes) -> None:
    """The sample's bytes are the committed ones (python tests/export_sample.py)."""
    assert (GOLDEN / "events.geojson").read_bytes() == sample


def test_equal_events_give_equal_bytes(sample: bytes, tmp_path: Path) -> None:
    """A second export is identical."""
    assert sample == exported(export_sample(), tmp_path)


def test_every_event_is_a_line(sample: bytes) -> None:
    """Each feature is one line, so that a diff shows events."""
    lines = sample.decode().splitlines()[1:-1]
    ids = [json.loads(line.removesuffix(","))["id"] for line in lines]
    assert export_sample()["event_id"].tolist() == ids


def test_utf8_without_a_mark_and_without_escapes(sample: bytes) -> None:
    """The file is UTF-8 without a byte order mark, and other scripts are not escaped."""
    assert (b"{", True) == (sample[:1], "ünïcode 🗺️".encode() in sample)


def test_nothing_of_the_machine_or_the_time_is_in_it(collection: dict[str, Any]) -> None:
    """Besides its features a collection has only a description and credits."""
    members = list(collection)
    assert [
        "type",
        "name",
        "title",
        "description",
        "generator",
        "worldview",
        "attribution",
        "licences",
        "bbox",
        "features",
    ] == members


def test_empty_tables_are_empty_collections(tmp_path: Path) -> None:
    """A table without events gives a collection without features."""
    made = json.loads(exported(export_sample().iloc[:0], tmp_path))
    assert ([], False) == (made["features"], "bbox" in made)


def test_blocks_join_without_a_seam(
    sample: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables longer than a block are written as those in a single block."""
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 5)
    assert sample == exported(export_sample(), tmp_path)


def test_lines_and_sequences_have_the_same_features(sample: bytes, tmp_path: Path) -> None:
    """Lines are the features alone; in a sequence each follows a record separator (RFC 8142)."""
    features = [line.removesuffix(",") for line in sample.decode().splitlines()[1:-1]]
    lines = exported(export_sample(), tmp_path, "events.geojsonl").decode()
    sequence = exported(export_sample(), tmp_path, "events.geojsons").decode()
    assert [f"{feature}\n" for feature in features] == lines.splitlines(keepends=True)
    assert "".join(f"\x1e{feature}\n" for feature in features) == sequence


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".geojsons"])
def test_progress_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """After each block of rows the writer says how many of all events it has written."""
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 5)
    events = export_sample().iloc[:12]
    calls: list[tuple[int, int]] = []
    write = FORMATS[suffix].write
    write(events, tmp_path / "events", SETTINGS, advance=lambda *counts: calls.append(counts))
    assert [(5, 12), (10, 12), (12, 12)] == calls


# --- RFC 7946 ---------------------------------------------------------------------------------


def test_check_geojson_finds_nothing(sample: bytes) -> None:
    """The strict Node.js checker check-geojson accepts the file."""
    module = WEB / "node_modules" / "@placemarkio" / "check-geojson"
    script = (
        "import(process.argv[1]).then(({ check }) => {"
        "let text = ''; process.stdin.on('data', (part) => (text += part));"
        "process.stdin.on('end', () => console.log(check(text).features.length)); })"
    )
    entry = (module / json.loads((module / "package.json").read_text())["main"]).as_uri()
    ran = run_node("--eval", script, entry, stdin=sample.decode())
    assert f"{len(export_sample())}\n" == ran.stdout, ran.stderr


def test_geojson_validator_finds_nothing(collection: dict[str, Any]) -> None:
    """geojson-validator finds no fault in structure, winding, bounds or 180° crossings."""
    placed = [f for f in collection["features"] if f["geometry"]]
    simple = [f for f in placed if f["geometry"]["type"] != "GeometryCollection"]
    assert {} == validate_structure({**collection, "features": simple})
    found = validate_geometries({**collection, "features": simple})
    assert {} == found["invalid"]


def test_no_crs(sample: bytes) -> None:
    """There is no ``crs`` member (RFC 7946, section 4)."""
    assert b'"crs"' not in sample


def test_ids_are_the_event_ids(features: dict[str, Any]) -> None:
    """``id`` is text and is also a property."""
    assert list(features) == [f["properties"]["event_id"] for f in features.values()]


def test_positions_are_in_range_and_short(sample: bytes, collection: dict[str, Any]) -> None:
    """Longitudes are within ±180 and latitudes within ±90, with at most seven decimals."""
    placed = [f["geometry"] for f in collection["features"] if f["geometry"]]
    west, south, east, north = shapely.total_bounds([shapely.geometry.shape(g) for g in placed])
    assert (west, south, east, north) == (-180, -90, 180, 90)
    coordinates = "".join(re.findall(r'"coordinates":[\[\]0-9.,-]+', sample.decode()))
    assert max(map(len, re.findall(r"(?<=\.)[0-9]+", coordinates))) == 7


def test_unplaced_events_have_a_null_geometry(features: dict[str, Any]) -> None:
    """Events without a place are included with a null geometry."""
    assert [None] * 3 == [features[name]["geometry"] for name in ("unplaced", "nothing", "empty")]


def test_rings_follow_the_right_hand_rule(features: dict[str, Any]) -> None:
    """Outer rings run counter-clockwise and inner ones clockwise (section 3.1.6)."""
    polygon = shapely.from_geojson(json.dumps(features["clockwise"]["geometry"]))
    assert polygon.exterior.is_ccw
    parts = shapely.get_parts(shapely.from_geojson(json.dumps(features["beyond"]["geometry"])))
    turns = [(p.exterior.is_ccw, [ring.is_ccw for ring in p.interiors]) for p in parts]
    assert [(True, []), (True, [False])] == turns


def test_shapes_are_cut_at_180(features: dict[str, Any]) -> None:
    """A shape across 180° is split into parts that touch it (section 3.1.9)."""
    across, beyond = features["across"], features["beyond"]
    assert ("MultiLineString", "MultiPolygon") == (
        across["geometry"]["type"],
        beyond["geometry"]["type"],
    )
    steps = [
        abs(b[0] - a[0])
        for feature in features.values()
        for ring in rings(feature["geometry"])
        for a, b in itertools.pairwise(ring)
    ]
    assert max(steps) <= 180


def test_cut_lines_are_straight_in_degrees(features: dict[str, Any]) -> None:
    """Between two positions a line is straight in lon and lat (section 3.1.1)."""
    first, second = features["across"]["geometry"]["coordinates"]
    assert ([[170.0, 10.0], [180.0, 15.0]], [[-180.0, 15.0], [-170.0, 20.0]]) == (first, second)


def test_cutting_loses_no_area(features: dict[str, Any]) -> None:
    """The parts of a cut area have its area."""
    area = shapely.from_geojson(json.dumps(features["beyond"]["geometry"])).area
    assert area == pytest.approx(15 * 10 - 2 * 2)


def test_boxes_across_180_start_in_the_east(
    collection: dict[str, Any], features: dict[str, Any]
) -> None:
    """A bounding box across 180° has west greater than east (section 5.2)."""
    assert [175.0, -20.0, -170.0, -10.0] == features["beyond"]["bbox"]
    assert [170.0, -90.0, 36.0, 90.0] == collection["bbox"]


def test_a_box_does_not_cross_180_unless_a_shape_does(tmp_path: Path) -> None:
    """Points on both sides of the Pacific give a box around the world, not across 180°."""
    rows = [{"event_id": str(lon), "title": "x", **point(lon, 0)} for lon in (-150, 0, 150)]
    made = json.loads(exported(table_of(rows), tmp_path))
    assert [-150.0, 0.0, 150.0, 0.0] == made["bbox"]


# --- other programs ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("events.geojson", "GeoJSON"),
        ("events.json", "GeoJSON"),
        ("events.geojsonl", "GeoJSONSeq"),
        ("events.geojsons", "GeoJSONSeq"),
    ],
)
def test_gdal_reads_dates_as_dates(tmp_path: Path, name: str, driver: str) -> None:
    """GDAL recognises the file, with one pair of date-times and real booleans."""
    exported(sample_events(), tmp_path, name)
    found = pyogrio.read_info(tmp_path / name)
    types = dict(zip(found["fields"], map(str, found["dtypes"]), strict=True))
    assert (driver, len(sample_events())) == (found["driver"], found["features"])
    assert ["start", "end"] == [name for name, kind in types.items() if "datetime64[ms" in kind]
    assert "bool" in types["approximate"]


def test_geopandas_reads_the_same_events(tmp_path: Path) -> None:
    """GeoPandas reads every event with typed dates and the same geometry."""
    events = sample_events()
    exported(events, tmp_path)
    found = gpd.read_file(tmp_path / "events.geojson")
    assert events["event_id"].tolist() == found["event_id"].tolist()
    assert (found["start"].dtype.kind, found["end"].dtype.kind) == ("M", "M")
    starts = found["start"].dt.tz_localize(None).astype("datetime64[s]")
    pd.testing.assert_series_equal(events["start"], starts, check_names=False)
    ends = found["end"].dt.tz_localize(None).astype("datetime64[s]") + pd.Timedelta(1, "s")
    pd.testing.assert_series_equal(events["end"], ends.astype("datetime64[s]"), check_names=False)
    placed = events.geometry.notna()
    assert (
        found.geometry[placed]
        .geom_equals_exact(
            gpd.GeoSeries(shapely.orient_polygons(events.geometry[placed]), crs=4326), 1e-7
        )
        .all()
    )


@given(st.lists(st.tuples(LONS, LATS), min_size=1, max_size=8))
@check(max_examples=40, deadline=None)
def test_lon_and_lat_never_swap(
    tmp_path_factory: pytest.TempPathFactory, positions: list[tuple[float, float]]
) -> None:
    """A point is unchanged after a round trip, longitude first."""
    rows = [
        {"event_id": str(n), "title": "x", **point(*position)}
        for n, position in enumerate(positions)
    ]
    made = json.loads(exported(table_of(rows), tmp_path_factory.mktemp("points")))
    found = [tuple(feature["geometry"]["coordinates"]) for feature in made["features"]]
    flat = [(f["properties"]["lon"], f["properties"]["lat"]) for f in made["features"]]
    assert (positions, positions) == (found, flat)


def test_settings_are_in_the_collection(tmp_path: Path) -> None:
    """The project's title, description, note and worldview are in the file."""
    settings = Settings(title="T", description="D", note="One unverified source.")
    export_events(sample_events(), tmp_path / "events.geojson", settings)
    made = json.loads((tmp_path / "events.geojson").read_bytes())
    assert ("T", "D", "One unverified source.", "un") == (
        made["title"],
        made["description"],
        made["note"],
        made["worldview"],
    )
