"""Events with everything that an export may stumble over: 180°, far years, hostile text, no data.

``python tests/export_sample.py`` writes the files of ``tests/golden/export``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from dateline.export import export_events
from dateline.settings import Settings
from dateline.timespan import parse_when
from sample_events import SOURCE, point, shape, table_of

GOLDEN = Path(__file__).parent / "golden" / "export"
SETTINGS = Settings(title="Sample", description="What an export may stumble over.")

HOSTILE = "</script><img src=x onerror=alert(1)> \u202eRTL\u202c \"quotes\" 'single' & ünïcode 🗺️"

#: Crosses 180° between two vertices.
ACROSS = shapely.LineString([(170.0, 10.0), (-170.0, 20.0)])
#: Reaches beyond 180° instead, and runs clockwise with a hole that runs anticlockwise.
BEYOND = shapely.Polygon(
    [(175, -20), (175, -10), (190, -10), (190, -20), (175, -20)],
    [[(182, -16), (184, -16), (184, -14), (182, -14), (182, -16)]],
)
CLOCKWISE = shapely.Polygon([(30, 50), (30, 51), (31, 51), (31, 50), (30, 50)])
SEVERAL = shapely.MultiPoint([(35.123456789, 51.987654321), (36.0, 52.0)])
MIXED = shapely.GeometryCollection([shapely.Point(1, 2), shapely.LineString([(1, 2), (3, 4)])])


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "event_id": "everything",
            "title": "One of everything",
            "description": 'First line\nsecond line\r\nthird, "quoted"; tab\there',
            "layer": "Ukraine/Kursk",
            "event_type": "battles",
            "status": "occurred",
            "verification": "single-source",
            "tags": ("drone", "Kyiv, Ukraine"),
            "related_ids": ("a", "b"),
            "figures": (
                {"label": "soldiers", "value": 3000, "low": 2500, "high": 3500, "unit": "persons"},
                {"label": "losses", "value": None, "low": 36.5, "high": None, "unit": "%"},
                {"label": "killed", "value": None, "low": None, "high": None},
            ),
            "fatalities_best": 0,
            "graphic": True,
            "media": ({"url": "https://example.org/1.jpg", "caption": "A picture"},),
            "when": "2024-01/2024-02",
            "where": "12 km NE of Sumy",
            "place_name": "Sumy",
            "place_precision": "exact",
            "uncertainty_m": 250.0,
            "country": "UA",
            "geocode_method": "given",
            "geocode_score": 0.987654321,
            "sources": (SOURCE, {"title": "Another", "url": "https://example.org/2"}),
            **point(34.80000000049, 50.9216),
        },
        {"event_id": "across", "title": "Across 180°", "when": "2024-03", **shape(ACROSS)},
        {"event_id": "beyond", "title": "Beyond 180°", "when": "2024~", **shape(BEYOND)},
        {"event_id": "clockwise", "title": "Wrong way round", "when": "2024?", **shape(CLOCKWISE)},
        {"event_id": "several", "title": "Two points", "when": "2024-03-05", **shape(SEVERAL)},
        {"event_id": "mixed", "title": "A point and a line", "when": "2024-21", **shape(MIXED)},
        {"event_id": "unplaced", "title": "Nowhere", "when": "2024-03-05/2024-03-08"},
        {"event_id": "nothing", "title": "Neither where nor when"},
        {"event_id": "empty", "title": "Empty geometry", "geometry": shapely.Point()},
        {"event_id": "hostile", "title": HOSTILE, "description": HOSTILE, **point(0.0, -0.0)},
        {"event_id": "formula", "title": "=cmd|' /C calc'!A0", "where": "-33.9, 18.4"},
        {"event_id": "quoted-formula", "title": "'=1+1", "actor1": "@channel", "actor2": "'tis"},
        {"event_id": "ongoing", "title": "Since", "when": "2023/..", **point(180.0, 90.0)},
        {"event_id": "deadline", "title": "By", "when": "../2025", **point(-180.0, -90.0)},
        {"event_id": "ancient", "title": "Ides", "when": "-0043-03-15", **point(12.5, 41.9)},
        {"event_id": "far", "title": "Far", "when": "Y170000002", **point(-73.98, 40.75)},
        {"event_id": "utc", "title": "Minute, UTC", "when": "2024-03-05T14:30Z"},
        {"event_id": "zone", "title": "Second, zoned", "when": "2024-03-05T01:30:05+02:00"},
        {"event_id": "local", "title": "Second, no zone", "when": "2024-03-05T14:30:05"},
    ]


def export_sample() -> gpd.GeoDataFrame:
    """Return the events, with an unknown column at the end."""
    rows = [
        {"origin_file": "events/a.yaml", "origin_line": n, **r} for n, r in enumerate(_rows(), 1)
    ]
    table = table_of(rows)
    when = parse_when(table["when"])
    return table.assign(
        start=when.start,
        end=when.end,
        date_precision=when.date_precision,
        approximate=pd.array(when.approximate, dtype="boolean"),
        uncertain=pd.array(when.uncertain, dtype="boolean"),
        **{"their column": pd.array(["kept", *[None] * (len(rows) - 1)], dtype="str")},
    )


def write(folder: Path, suffix: str, events: gpd.GeoDataFrame | None = None) -> Path:
    """Export the sample, or other events, to a file in a folder and return its path."""
    path = folder / f"events{suffix}"
    export_events(export_sample() if events is None else events, path, SETTINGS)
    return path


def event_layers(path: Path) -> list[str | None]:
    """Return the layers of a GIS file that hold events: several only in a GeoPackage."""
    names = [name for name, _ in pyogrio.list_layers(path)]
    return [name for name in names if name.startswith("events_")] or [None]


def read_gis(path: Path, **options: Any) -> gpd.GeoDataFrame:
    """Return the events of all layers of a GIS file, in the order in which they were written."""
    parts = [
        pyogrio.read_dataframe(path, layer=layer, fid_as_index=True, **options)
        for layer in event_layers(path)
    ]
    shapes = [shape for part in parts for shape in part.get("geometry", [None] * len(part))]
    table = pd.concat([part.drop(columns="geometry", errors="ignore") for part in parts])
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4326).sort_index()


if __name__ == "__main__":
    for name in ("events.geojson", "events.csv", "events.kml"):
        export_events(export_sample(), GOLDEN / name, SETTINGS)
