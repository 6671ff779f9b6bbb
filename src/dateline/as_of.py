"""The day of which the events tell: that of the newest report or change."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pyarrow.compute as pc

from dateline.texts import column_texts

#: Columns with the days of reports and changes (EDTF).
_COLUMNS: Final = ("updated_at", "reported_at")

_DAY: Final = r"^(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?$"


def newest_day(gdf: gpd.GeoDataFrame) -> str:
    """Return the newest day on which an event was reported or changed, or nothing if none says."""
    days = []
    for name in _COLUMNS:
        if name in gdf:
            found = pc.struct_field(pc.extract_regex(column_texts(gdf[name]), _DAY), "day")
            days.append(pc.max(found).as_py())
    return max(filter(None, days), default="")
