"""Measure the exports and a plain route for each format: ``export_steps.py events.csv folder``.

A plain route is what GeoPandas or pyogrio offers. It gets the same columns as one flat table in
memory, with one geometry object per event, and does not wait for the disk. The routes of a format
run alternately, and the faster of two runs counts. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio

from dateline.export import export_events
from dateline.export.flat import GEOMETRY, flatten
from dateline.export.geometry import prepare_geometry
from dateline.layers import assign_layers
from dateline.pipeline import check
from dateline.settings import nearest_settings

STATUS = Path("/proc/self/status")
RUNS = 2


def memory_mb(name: str) -> float:
    """Return the current (``VmRSS``) or peak (``VmHWM``) memory of the process, on Linux only."""
    if not STATUS.is_file():
        return float("nan")
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6


def cost(write: Callable[[Path], object], path: Path) -> dict[str, float]:
    """Return the cost of writing a file: seconds, and memory in addition to that before."""
    path.unlink(missing_ok=True)
    pa.default_memory_pool().release_unused()
    if STATUS.is_file():
        Path("/proc/self/clear_refs").write_text("5")
    held = memory_mb("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    write(path)
    found = {
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
        "added_mb": memory_mb("VmHWM") - held,
        "size_mb": path.stat().st_size / 1e6,
    }
    path.unlink()
    return found


def flat_table(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the flat table for the plain routes."""
    shapes = prepare_geometry(events)
    table = flatten(events, shapes).read_all().drop_columns([GEOMETRY])
    dtypes = {
        pa.large_string(): pd.StringDtype(na_value=float("nan")),
        pa.int64(): pd.Int64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    frame = table.to_pandas(types_mapper=dtypes.get)
    return gpd.GeoDataFrame(frame, geometry=shapes.geometries(), crs="EPSG:4326")


def arrow_route(table: gpd.GeoDataFrame, path: Path, driver: str) -> None:
    """Write a file with pyogrio from one Arrow table."""
    whole = pa.table(table.to_arrow(index=False, geometry_encoding="WKB"))
    pyogrio.write_arrow(
        whole,
        path,
        driver=driver,
        layer="events",
        geometry_name="geometry",
        geometry_type="Unknown",
        crs="EPSG:4326",
    )


def routes(table: gpd.GeoDataFrame) -> dict[str, list[tuple[str, Callable[[Path], object]]]]:
    """Return the plain routes for each suffix."""

    def by_file(driver: str) -> Callable[[Path], object]:
        return lambda path: table.to_file(path, driver=driver, engine="pyogrio", use_arrow=True)

    return {
        ".geojson": [("to_file with Arrow", by_file("GeoJSON"))],
        ".gpkg": [
            ("to_file with Arrow", by_file("GPKG")),
            ("write_arrow", lambda path: arrow_route(table, path, "GPKG")),
        ],
        ".fgb": [
            ("to_file with Arrow", by_file("FlatGeobuf")),
            ("write_arrow", lambda path: arrow_route(table, path, "FlatGeobuf")),
        ],
        ".parquet": [("to_parquet, zstd", lambda path: table.to_parquet(path, compression="zstd"))],
    }


def measure(
    events: gpd.GeoDataFrame, settings: Any, folder: Path, *, table: gpd.GeoDataFrame
) -> dict[str, dict[str, Any]]:
    """Return for each suffix the cost of dateline and of the fastest plain route."""
    plain = routes(table)
    found: dict[str, dict[str, Any]] = {}
    for suffix in (".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv", ".kml"):
        ours = [("dateline", lambda path: export_events(events, path, settings))]
        costs: dict[str, list[dict[str, float]]] = {}
        for _ in range(RUNS if suffix in plain else 1):
            for name, write in [*plain.get(suffix, []), *ours]:
                costs.setdefault(name, []).append(cost(write, folder / f"events{suffix}"))
        best = {name: min(runs, key=lambda run: run["wall_s"]) for name, runs in costs.items()}
        found[suffix] = {"dateline": best.pop("dateline")}
        if best:
            name = min(best, key=lambda route: best[route]["wall_s"])
            found[suffix] |= {"route": name, "plain": best[name]}
    return found


def main() -> None:
    """Measure the exports and print their cost."""
    settings = nearest_settings([sys.argv[1]])
    events, _ = assign_layers(check([sys.argv[1]], settings).placed.table, settings)
    table = flat_table(events)
    print(json.dumps(measure(events, settings, Path(sys.argv[2]), table=table)))


if __name__ == "__main__":
    main()
