"""A small table with one event of every sort, made without reading any file."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dateline.dataset import list_column, make_lists
from dateline.schema import COLUMNS

_EMPTY: dict[str, Any] = {
    "text": None,
    "category": None,
    "integer": pd.NA,
    "number": np.nan,
    "boolean": pd.NA,
    "instant": pd.NaT,
    "texts": (),
    "records": (),
    "geometry": None,
}


def table_of(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return rows of known columns as a typed, geocoded table."""
    columns: dict[str, Any] = {}
    for column in COLUMNS:
        values = [row.get(column.name, _EMPTY[column.dtype]) for row in rows]
        match column.dtype:
            case "text":
                columns[column.name] = _texts(values)
            case "category":
                columns[column.name] = pd.Categorical(values, categories=_words(column, values))
            case "integer":
                columns[column.name] = pd.array(values, dtype="Int64")
            case "number":
                columns[column.name] = np.array(values, dtype=float)
            case "boolean":
                columns[column.name] = pd.array(values, dtype="boolean")
            case "instant":
                columns[column.name] = pd.to_datetime(pd.Series(values, dtype=object)).astype(
                    "datetime64[s]"
                )
            case "texts" | "records":
                columns[column.name] = (
                    values if column.is_internal else list_column(make_lists(column.name, values))
                )
            case "geometry":
                columns[column.name] = gpd.GeoSeries(values, crs="EPSG:4326")
    return gpd.GeoDataFrame(columns, geometry="geometry", crs="EPSG:4326")


def _texts(values: list[Any]) -> Any:
    """Return texts with the readers' dtype; object dtype if one cannot be encoded in UTF-8."""
    try:
        return pd.array(values, dtype="str")
    except UnicodeEncodeError:
        return pd.Series(values, dtype=object)


def _words(column: Any, values: list[Any]) -> list[str]:
    found = {value for value in values if isinstance(value, str)}
    return [*column.vocabulary, *sorted(found - set(column.vocabulary))]


def point(lon: float, lat: float, **more: Any) -> dict[str, Any]:
    """Return the place columns of an event at a point."""
    return {"lon": lon, "lat": lat, "geometry": shapely.Point(lon, lat), **more}


def shape(geometry: shapely.Geometry, **more: Any) -> dict[str, Any]:
    """Return the place columns of an event with a line or an area."""
    middle = geometry.representative_point()
    return {"lon": middle.x, "lat": middle.y, "geometry": geometry, **more}


KURSK_OBLAST = shapely.Polygon(
    [
        (34.1, 51.2), (34.4, 51.7), (34.1, 52.0), (35.1, 52.4), (36.0, 52.4), (37.0, 52.1),
        (38.4, 52.0), (38.5, 51.6), (37.6, 51.4), (36.6, 51.3), (35.6, 50.9), (35.1, 51.2),
        (34.5, 51.2),
    ]
)  # fmt: skip
SEA_OF_JAPAN = shapely.Polygon(
    [
        (128.0, 38.5), (129.5, 36.0), (130.5, 34.5), (132.5, 35.3), (136.0, 36.5), (137.2, 37.5),
        (139.5, 39.0), (140.0, 41.0), (140.5, 43.0), (142.0, 46.0), (140.5, 48.0), (138.0, 46.0),
        (135.0, 43.5), (132.0, 43.0), (130.0, 42.0), (127.7, 40.0),
    ]
)  # fmt: skip
ROUTE = shapely.LineString(
    [(125.75, 39.03), (128.0, 41.0), (110.0, 51.5), (85.0, 55.5), (60.0, 56.0), (40.0, 54.5),
     (36.19, 51.73)]
)  # fmt: skip
NAMIBIA_AND_FIJI = shapely.MultiPolygon(
    [shapely.box(177.0, -18.5, 180.0, -16.0), shapely.box(-180.0, -18.5, -178.5, -16.0)]
)

SOURCE = {
    "title": "A report",
    "publisher": "A news site",
    "url": "https://example.org/report?a=1&b=2",
    "published_at": "2024-06-01",
    "kind": "article",
    "locator": "paragraph 3",
    "quote": "during January and February",
}


def sample_rows() -> list[dict[str, Any]]:
    """Return the rows of :func:`sample_events`."""
    common = {
        "record_status": "active",
        "verification": "single-source",
        "sources": (SOURCE,),
        "origin_file": "events/sample.yaml",
    }
    rows = [
        {
            "event_id": "dispatch",
            "title": "About 3,000 soldiers sent to Russia",
            "description": "South Korean intelligence reports that about 3,000 soldiers left.",
            "layer": "Troops/Dispatch",
            "event_type": "strategic developments",
            "status": "occurred",
            "when": "2024-01/2024-02",
            "start": "2024-01-01",
            "end": "2024-03-01",
            "date_precision": "interval",
            "where": "from Pyongyang to Kursk",
            "place_name": "Pyongyang; Kursk",
            "place_kind": "line",
            "place_precision": "linear",
            "geocode_method": "expression",
            "geocode_reason": "a great circle between two settlements",
            "geocode_score": 0.93,
            "figures": (
                {"label": "soldiers", "value": 3000, "low": 2500, "high": None, "unit": "persons"},
                {"label": "killed", "value": None, "low": None, "high": None, "unit": "persons"},
            ),
            **shape(ROUTE),
        },
        {
            "event_id": "kursk",
            "title": "Human-wave assaults in Kursk Oblast",
            "layer": "Ukraine/Kursk",
            "event_type": "battles",
            "status": "ongoing",
            "when": "2024-08-06/..",
            "start": "2024-08-06",
            "date_precision": "open",
            "where": "Kursk Oblast",
            "place_name": "Kursk Oblast",
            "place_kind": "admin1",
            "place_precision": "admin1",
            "country": "RU",
            "uncertainty_m": 160_000,
            "geocode_method": "gazetteer",
            "geocode_score": 0.9,
            "geocode_reason": "in; over_kind",
            "geocode_reason_values": '[{"inside":"Russia"},{"other":"Kursk","other_kind":"base"}]',
            "geocode_alternatives": (
                {
                    "place_id": "geonames:538560",
                    "place_name": "Kursk",
                    "kind": "settlement",
                    "country": "RU",
                    "lon": 36.19,
                    "lat": 51.73,
                    "score": 0.61,
                },
            ),
            **shape(KURSK_OBLAST),
        },
        {
            "event_id": "sumy",
            "title": "Failed assault near Sumy",
            "description": "A battalion is said to have lost nine in ten of its soldiers.",
            "layer": "Ukraine/Sumy",
            "event_type": "battles",
            "status": "occurred",
            "date_precision": "undated",
            "where": "near Sumy",
            "place_name": "Sumy",
            "place_kind": "settlement",
            "place_precision": "near",
            "country": "UA",
            "uncertainty_m": 15_000,
            "geocode_method": "gazetteer",
            **point(34.8, 50.9216),
        },
        {
            "event_id": "hack",
            "title": "Drone controllers hacked",
            "layer": "Cyber",
            "event_type": "cyber",
            "status": "occurred",
            "when": "2024-03",
            "start": "2024-03-01",
            "end": "2024-04-01",
            "date_precision": "month",
            "place_precision": "unknown",
            "geocode_method": "none",
        },
        {
            "event_id": "exercise",
            "title": "Joint naval exercises expected",
            "layer": "Korea",
            "event_type": "military exercise",
            "status": "forecast",
            "date_precision": "undated",
            "where": "Sea of Japan",
            "place_name": "Sea of Japan (East Sea)",
            "place_kind": "sea",
            "place_precision": "maritime",
            "geocode_method": "gazetteer",
            **shape(SEA_OF_JAPAN),
        },
        {
            "event_id": "swarm",
            "title": "Drone swarm planned by 2025",
            "layer": "Korea",
            "event_type": "weapons programme",
            "status": "planned",
            "when": "../2025",
            "end": "2026-01-01",
            "date_precision": "open",
            "where": "Korean Demilitarized Zone",
            "place_name": "Korean Demilitarized Zone",
            "place_kind": "region",
            "place_precision": "area",
            "geocode_method": "pinned",
            **shape(shapely.LineString([(126.6, 37.9), (127.2, 38.3), (128.3, 38.6)]).buffer(0.05)),
        },
        {
            "event_id": "untitled",
            "layer": None,
            "verification": "debunked",
            "when": "2024-05-14~",
            "start": "2024-05-04",
            "end": "2024-05-25",
            "date_precision": "day",
            "approximate": True,
            "place_precision": "exact",
            "geocode_method": "given",
            **point(126.67, 37.956),
        },
    ]
    rows += [
        {
            "event_id": f"panmunjom-{number}",
            "title": f"Talks, round {number}",
            "layer": "Korea",
            "event_type": "diplomacy",
            "status": "cancelled" if number == 3 else "occurred",
            "verification": ("corroborated", "geolocated", "disputed", "unverified")[number % 4],
            "when": f"2024-0{number}-1{number}",
            "start": f"2024-0{number}-1{number}",
            "end": f"2024-0{number}-1{number + 1}",
            "date_precision": "day",
            "where": "Panmunjom",
            "place_name": "Panmunjom",
            "place_kind": "settlement",
            "place_precision": "settlement",
            "uncertainty_m": 1_500,
            "country": "KR",
            "geocode_method": "gazetteer",
            **point(126.677, 37.9561),
        }
        for number in range(1, 6)
    ]
    return [{**common, **row, "origin_line": 3 + 9 * n} for n, row in enumerate(rows)]


def sample_events() -> gpd.GeoDataFrame:
    """Return one event of every sort: points, halos, lines, areas, unplaced, undated, forecast."""
    return table_of(sample_rows())
