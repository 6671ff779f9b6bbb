"""Dateline reads its own exports back: events, places, and how these were found."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as check
from hypothesis import strategies as st

from dateline import pipeline, schema
from dateline.export import export_events
from dateline.export.geometry import prepare_geometry
from dateline.gazetteer import Gazetteer
from dateline.geocoder import geocode
from dateline.normalise import normalise
from dateline.settings import Settings
from event_files import EVENTS

SUFFIXES = [".geojson", ".geojsonl", ".geojsons", ".csv", ".parquet"]
SETTINGS = Settings()

WHERES = [
    "Sumy, Ukraine",
    "near Sumy",
    "Kursk Oblast",
    "12 km NE of Sumy",
    "from Pyongyang to Vladivostok",
    "Sea of Japan",
    "Fiji",
    "50.9, 34.8",
    "Nowhereville",
    "between Kyiv and Sumy",
]
POSITIONS = {"lon": st.floats(-180, 180), "lat": st.floats(-90, 90)}
SHAPES = [
    "POINT (34.123456789 51.5)",
    "LINESTRING (170 10, -170 20)",
    "POLYGON ((30 50, 30 51, 31 51, 31 50, 30 50))",
    "MULTIPOINT ((1 2), (3 4))",
]
PLACES = st.one_of(
    st.fixed_dictionaries({"where": st.sampled_from(WHERES)}),
    st.fixed_dictionaries(POSITIONS, optional={"where": st.sampled_from(WHERES)}),
    st.fixed_dictionaries({"geometry": st.sampled_from(SHAPES)}),
    st.just({}),
)


def _place(event: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    return {**{k: v for k, v in event.items() if k != "where"}, **place}


PLACED_EVENTS = st.lists(st.builds(_place, EVENTS, PLACES), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def placed_events(events: list[dict[str, Any]], gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    fields = dict.fromkeys(name for event in events for name in event)
    raw = {name: pd.Series([e.get(name) for e in events], dtype=object) for name in fields}
    table, _ = normalise(pd.DataFrame(raw), SETTINGS)
    return geocode(table, SETTINGS, gazetteer=gazetteer)[0]


def written(events: gpd.GeoDataFrame, path: Path) -> Path:
    export_events(events, path, SETTINGS)
    return path


def comparable(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return events as values, with the numbers of places rounded as in exports."""
    shapes = prepare_geometry(gpd.GeoDataFrame(events, geometry="geometry")).geometries()
    rows = []
    for number, (_, row) in enumerate(events.iterrows()):
        found: dict[str, Any] = {"geometry": shapely.to_wkt(shapes[number], rounding_precision=7)}
        for column in schema.COLUMNS:
            if column.group == "origin" or column.name == "geometry":
                continue
            value = row[column.name]
            if column.dtype in ("texts", "records"):
                value = list(value)
            else:
                value = None if pd.isna(value) else value
            if isinstance(value, float):
                value = round(value, 7) + 0.0
            found[column.name] = value
        rows.append(found)
    return rows


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(events=PLACED_EVENTS)
@check(max_examples=3, deadline=None)
def test_exports_are_read_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
    gazetteer: Gazetteer,
    *,
    suffix: str,
    events: list[dict[str, Any]],
) -> None:
    """A round trip gives the same events, geocoding changes nothing, and the bytes are equal."""
    folder = tmp_path_factory.mktemp("back")
    before = placed_events(events, gazetteer)
    path = written(before, folder / f"events{suffix}")
    read, _ = pipeline.read([path], SETTINGS)
    assert comparable(before) == comparable(read)
    after, _ = geocode(read, SETTINGS, gazetteer=gazetteer)
    assert comparable(before) == comparable(after)
    assert path.read_bytes() == written(after, folder / f"again{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_column_beside_a_field_stays_another_column(
    tmp_path: Path, gazetteer: Gazetteer, suffix: str
) -> None:
    """An unknown column with nearly the name of a field does not fill it when it is read back."""
    before = placed_events(
        [{"title": "A", "description": None, "Notes": "b"}, {"title": "B", "description": "c"}],
        gazetteer,
    )
    read, _ = pipeline.read([written(before, tmp_path / f"a{suffix}")], SETTINGS)
    assert [None, "c"] == [value if pd.notna(value) else None for value in read["description"]]
    assert ["b", None] == [value if pd.notna(value) else None for value in read["Notes"]]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_a_source_has_beside_its_fields_stays_there(
    tmp_path: Path, gazetteer: Gazetteer, suffix: str
) -> None:
    """Keys of a source that are not dateline's are not taken for a title or a link later."""
    source = {"label": "a", "link": "https://example.org/", "locator": "p. 5"}
    before = placed_events([{"title": "A", "sources": [source]}], gazetteer)
    read, _ = pipeline.read([written(before, tmp_path / f"a{suffix}")], SETTINGS)
    assert comparable(before) == comparable(read)


def test_places_that_were_read_back_are_not_reported_again(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    """Ambiguous places from an export are not reported again, unknown ones are."""
    before = placed_events(
        [{"title": "A", "where": "Georgia"}, {"title": "B", "where": "Nowhereville"}], gazetteer
    )
    read, _ = pipeline.read([written(before, tmp_path / "a.geojson")], SETTINGS)
    _, found = geocode(read, SETTINGS, gazetteer=gazetteer)
    assert ["place-unknown"] == [finding.code for finding in found]


# --- edits ------------------------------------------------------------------------------------

Edit = Callable[[dict[str, Any]], Any]


def edited(tmp_path: Path, gazetteer: Gazetteer, event: dict[str, Any], *, edit: Edit) -> Any:
    """Return the row of an exported event after editing the GeoJSON, reading and geocoding it."""
    path = written(placed_events([{"title": "A", **event}], gazetteer), tmp_path / "a.geojson")
    collection = json.loads(path.read_bytes())
    edit(collection["features"][0])
    path.write_text(json.dumps(collection), encoding="utf-8")
    read, _ = pipeline.read([path], SETTINGS)
    return geocode(read, SETTINGS, gazetteer=gazetteer)[0].iloc[0]


def _set(**properties: Any) -> Edit:
    return lambda feature: feature["properties"].update(properties)


def _move(lon: float, lat: float) -> Edit:
    return lambda feature: feature.update(geometry={"type": "Point", "coordinates": [lon, lat]})


def test_another_where_is_resolved_again(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """If the text changes, the coordinates, region and radius computed from it are replaced."""
    row = edited(tmp_path, gazetteer, {"where": "Kursk Oblast"}, edit=_set(where="Seoul"))
    assert ("gazetteer", "Seoul", "KR", "settlement") == (
        row["geocode_method"],
        row["place_name"],
        row["country"],
        row["place_precision"],
    )
    assert (pytest.approx(126.98, abs=0.1), "Point") == (row["lon"], row["geometry"].geom_type)
    assert row["uncertainty_m"] < 100_000


def test_where_that_was_taken_away_leaves_no_place(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Without its text, a place computed from it is removed."""
    row = edited(tmp_path, gazetteer, {"where": "Sumy"}, edit=_set(where=None))
    assert ("none", None, True) == (row["geocode_method"], row["geometry"], np.isnan(row["lon"]))


def test_a_moved_point_is_given(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """A geometry moved in a GIS is the new position; lon and lat follow it."""
    row = edited(tmp_path, gazetteer, {"where": "Kursk Oblast"}, edit=_move(36.0, 51.0))
    assert ("given", 36.0, 51.0, "as given") == (
        row["geocode_method"],
        row["lon"],
        row["lat"],
        row["place_precision"],
    )
    assert np.isnan(row["uncertainty_m"])


def test_other_lon_and_lat_are_given(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Coordinates changed in a table count; the geometry next to them is outdated."""
    row = edited(tmp_path, gazetteer, {"where": "Sumy"}, edit=_set(lon=35.0, lat=50.5))
    assert ("given", "POINT (35 50.5)") == (row["geocode_method"], row["geometry"].wkt)


def test_given_coordinates_outlive_another_where(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Given coordinates and their radius stay when the text is edited."""
    given_place = {"lon": 34.8, "lat": 50.9, "where": "Sumy", "uncertainty_m": 700}
    row = edited(tmp_path, gazetteer, given_place, edit=_set(where="Kyiv"))
    assert ("given", 34.8, 700.0) == (row["geocode_method"], row["lon"], row["uncertainty_m"])


@pytest.mark.parametrize(
    "properties", [{"title": "B"}, {"when": "2023"}, {"status": "planned"}, {"description": "x"}]
)
def test_other_edits_leave_the_place(
    tmp_path: Path, gazetteer: Gazetteer, properties: dict[str, Any]
) -> None:
    """Edits of fields unrelated to the place keep it."""
    before = placed_events([{"title": "A", "where": "Georgia"}], gazetteer).iloc[0]
    row = edited(tmp_path, gazetteer, {"where": "Georgia"}, edit=_set(**properties))
    for name in (*schema.RESOLUTION, "lon", "lat", "uncertainty_m"):
        same = before[name] == row[name] or (pd.isna(before[name]) and pd.isna(row[name]))
        assert same or pytest.approx(before[name], abs=1e-7) == row[name]


@pytest.mark.parametrize("fingerprint", [None, "", "nonsense", "000000-000000-000000"])
def test_claims_without_a_fingerprint_are_not_believed(
    tmp_path: Path, gazetteer: Gazetteer, fingerprint: str | None
) -> None:
    """A place written by hand into derived columns is ignored."""
    claims = {"place_name": "Atlantis", "country": "ZZ", "geocode_fingerprint": fingerprint}
    row = edited(tmp_path, gazetteer, {"where": "Sumy"}, edit=_set(**claims))
    assert ("UA", True) == (row["country"], row["place_name"] != "Atlantis")


def test_a_row_added_to_an_exported_table_is_placed(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Rows with and without a fingerprint can be in one file."""
    path = written(placed_events([{"title": "A", "where": "Sumy"}], gazetteer), tmp_path / "a.csv")
    with path.open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    cells = [{"title": "B", "where": "Seoul"}.get(name, "") for name in heading]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(cells)
    read, _ = pipeline.read([path], SETTINGS)
    found = geocode(read, SETTINGS, gazetteer=gazetteer)[0]
    assert ["Sumy", "Seoul"] == found["place_name"].tolist()


def test_pins_and_locks_leave_what_was_read_back(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Places from an export are neither moved by places.csv nor written to the lock."""
    before = placed_events([{"title": "A", "where": "Sumy"}], gazetteer)
    (tmp_path / "geodata").mkdir()
    places = "id,name,lon,lat,kind\nx,Sumy,10,20,settlement\n"
    (tmp_path / "geodata" / "places.csv").write_text(places, encoding="utf-8")
    settings = Settings(root=tmp_path)
    path = written(before, tmp_path / "a.geojson")
    read, _ = pipeline.read([path], settings)
    found = geocode(read, settings, gazetteer=gazetteer)[0]
    assert before["place_id"].tolist() == found["place_id"].tolist()
    assert 0 == pipeline.lock([path], settings).count


def test_geocoding_twice_changes_nothing(gazetteer: Gazetteer) -> None:
    """Geocoding a geocoded table changes nothing."""
    once = placed_events([{"title": w, "where": w} for w in WHERES], gazetteer)
    assert comparable(once) == comparable(geocode(once, SETTINGS, gazetteer=gazetteer)[0])
