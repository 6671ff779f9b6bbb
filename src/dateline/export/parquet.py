"""GeoParquet, written by pyarrow."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from dateline.export.flat import flatten
from dateline.settings import Settings


def write_parquet(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write a GeoParquet 1.1 file, with the boxes that readers skip row groups by.

    Where an event is unplaced there are no boxes: GeoParquet has none for a null geometry.
    """
    table = flatten(events)
    table.to_parquet(
        path,
        index=False,
        compression="zstd",
        write_covering_bbox=bool(table.geometry.notna().all()),
        schema_version="1.1.0",
    )
