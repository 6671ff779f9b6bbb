"""GeoPackage, FlatGeobuf and GeoParquet: typed columns, all values, valid, spatially indexed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dateline.dataset import LIST_TYPES
from dateline.export import gis, parquet
from export_sample import HOSTILE, event_layers, export_sample, read_gis, write
from sample_events import sample_events

GIS = [".gpkg", ".fgb"]
DEGREES = st.floats(-180, 180)


@pytest.mark.parametrize("suffix", GIS)
def test_gis_files_type_their_columns(tmp_path: Path, suffix: str) -> None:
    """Dates are date-times, flags booleans, counts integers."""
    path = write(tmp_path, suffix)
    layers = [pyogrio.read_info(path, layer=layer) for layer in event_layers(path)]
    found = layers[0]
    types = dict(zip(found["fields"], found["ogr_types"], strict=True))
    assert 19 == sum(layer["features"] for layer in layers)
    assert ["start_time", "end_time"] == [
        name for name, kind in types.items() if kind == "OFTDateTime"
    ]
    subtypes = dict(zip(found["fields"], found["ogr_subtypes"], strict=True))
    assert ("OFSTBoolean", "OFTInteger64") == (subtypes["graphic"], types["fatalities_best"])
    assert found["crs"] == "EPSG:4326"


@pytest.mark.parametrize("suffix", GIS)
def test_gis_files_hold_every_value(tmp_path: Path, suffix: str) -> None:
    """Texts, numbers, dates, missing values and null geometries are unchanged."""
    found = read_gis(write(tmp_path, suffix)).set_index("event_id")
    events = export_sample().set_index("event_id")
    assert set(events.index) == set(found.index)
    assert (HOSTILE, "=cmd|' /C calc'!A0") == (
        found.title["hostile"],
        found.title["formula"],
    )
    one = found.loc["everything"]
    assert pd.Timestamp("2024-02-29T23:59:59") == one["end_time"].tz_localize(None)
    assert (0, 250.0, "kept") == (one["fatalities_best"], one["uncertainty_m"], one["their column"])
    assert ("A report", 2) == (one["source_title"], one["source_count"])
    assert ("a; b", ["drone", "Kyiv, Ukraine"]) == (one["related_ids"], json.loads(one["tags"]))
    assert pd.isna(found.loc["nothing", "fatalities_best"])
    assert [None] * 3 == list(found.geometry[["unplaced", "nothing", "empty"]])
    assert [True, True, True] == list(found["end_time"][["ongoing", "ancient", "far"]].isna())
    assert shapely.Point(12.5, 41.9) == found.geometry["ancient"]


def test_the_geopackage_has_no_time_of_writing(tmp_path: Path) -> None:
    """The GeoPackage's last-change time is fixed, and the file is valid."""
    database = sqlite3.connect(write(tmp_path, ".gpkg"))
    changes = database.execute("SELECT last_change FROM gpkg_contents").fetchall()
    assert {("2000-01-01T00:00:00.000Z",)} == {*changes}
    assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
    database.close()


@pytest.mark.parametrize("option", ["OGR_CURRENT_DATE", "OGR_SQLITE_PRAGMA"])
def test_the_settings_of_gdal_are_given_back(tmp_path: Path, option: str) -> None:
    """An export restores GDAL's settings."""
    write(tmp_path, ".gpkg")
    assert pyogrio.get_gdal_config_option(option) is None


def test_flatgeobuf_has_an_index_when_all_are_placed(tmp_path: Path) -> None:
    """Without unplaced events a FlatGeobuf has a spatial index."""
    placed = export_sample()
    path = write(tmp_path, ".fgb", placed[placed["event_id"].isin(["ancient", "far", "ongoing"])])
    assert ["ancient"] == gpd.read_file(path, bbox=(12, 41, 13, 42))["event_id"].tolist()


@pytest.mark.parametrize("has_numbers", [True, False])
@pytest.mark.parametrize("missing", [1, 10, 1000])
def test_a_file_that_was_cut_short_is_reported(
    tmp_path: Path, missing: int, *, has_numbers: bool
) -> None:
    """A missing last event is an error, however it is looked for."""
    placed = sample_events().query("not geometry.isna()")
    path = write(tmp_path, ".fgb", placed)
    content = path.read_bytes()
    gis._check_complete(path, len(placed), has_numbers=has_numbers)
    path.write_bytes(content[:-missing])
    with pytest.raises(OSError, match="incomplete"):
        gis._check_complete(path, len(placed), has_numbers=has_numbers)


# --- GeoParquet -------------------------------------------------------------------------------


def test_parquet_has_every_event(tmp_path: Path) -> None:
    """GeoParquet returns every event with typed dates."""
    found = gpd.read_parquet(write(tmp_path, ".parquet"))
    assert export_sample()["event_id"].tolist() == found["event_id"].tolist()
    assert (found["start_time"].dtype.kind, found.crs.to_epsg()) == ("M", 4326)


def test_parquet_has_lists(tmp_path: Path) -> None:
    """In Parquet, lists are real lists, and records are structs with every field."""
    table = pq.read_table(write(tmp_path, ".parquet"), columns=["tags", "sources", "event_id"])
    types = {name: table.schema.field(name).type for name in ("tags", "sources")}
    assert types["tags"].value_type == pa.large_string()
    # The names inside lists and maps differ between versions of PyArrow.
    fields = [[f.name for f in t.value_type] for t in (types["sources"], LIST_TYPES["sources"])]
    assert fields[0] == fields[1]
    row = table.slice(table["event_id"].to_pylist().index("everything"), 1).to_pylist()[0]
    assert ["drone", "Kyiv, Ukraine"] == row["tags"]
    assert ("Another", None) == (row["sources"][1]["title"], row["sources"][1]["quote"])


def test_parquet_can_be_read_by_area(tmp_path: Path) -> None:
    """If all events are placed, the bounding boxes select exactly those of an area."""
    placed = export_sample()
    placed = placed[placed["event_id"].isin(["ancient", "far", "ongoing"])]
    path = write(tmp_path, ".parquet", placed)
    assert ["ancient"] == gpd.read_parquet(path, bbox=(12, 41, 13, 42))["event_id"].tolist()
    boxes = pq.read_table(path)["bbox"].combine_chunks()
    assert list(placed.geometry.bounds["minx"].astype("float32")) == boxes.field("xmin").to_pylist()


@given(st.lists(st.tuples(DEGREES, DEGREES, DEGREES, DEGREES), min_size=1, max_size=5))
def test_boxes_in_single_precision_hold_the_exact_ones(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    """No edge of a box moves inwards, or outwards by more than single precision requires."""
    exact = np.array(boxes)
    widened = parquet._widened(exact)
    assert widened.dtype == np.float32
    assert (widened[:, :2] <= exact[:, :2]).all()
    assert (widened[:, 2:] >= exact[:, 2:]).all()
    assert np.allclose(exact, widened, rtol=3e-7, atol=1e-30)
