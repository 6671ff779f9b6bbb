"""The table for formats without nesting: one plain column a field, and the prepared geometry."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import pandas as pd

from dateline.export.fields import Field, select_fields
from dateline.export.geometry import prepare_geometry
from dateline.export.instants import first_seconds, last_seconds

#: OGC:CRS84 in the form that GIS programs know: lon, lat in degrees.
CRS: Final = "EPSG:4326"


def flatten(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events as GIS formats take them.

    Lists become text joined by ``; ``, records JSON text. ``start`` and ``end`` are instants, both
    inclusive. Missing values stay missing.
    """
    columns = {field.name: _column(field, events) for field in select_fields(events)}
    return gpd.GeoDataFrame(columns, geometry=prepare_geometry(events).geometries(), crs=CRS)


def _column(field: Field, events: gpd.GeoDataFrame) -> Any:
    match field.kind:
        case "instant":
            instants = first_seconds(events) if field.name == "start" else last_seconds(events)
            return instants.astype("datetime64[ms]")
        case "number":
            return field.numbers()
        case "integer":
            return pd.array(field.column.array, dtype="Int64")
        case "boolean":
            return pd.array(field.column.array, dtype="boolean")
    return pd.array(field.flat(), dtype=object)
