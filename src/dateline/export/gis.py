"""FlatGeobuf, written by GDAL."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from dateline.export.credits import ATTRIBUTION
from dateline.export.flat import GEOMETRY, flatten
from dateline.export.gdal import ZONE, renamed, write_layer
from dateline.export.geometry import prepare_geometry
from dateline.progress import Advance, part, unwatched
from dateline.settings import Settings

#: Share of the work done once all rows are written; the spatial index follows.
_BEFORE_INDEX: Final = 0.8
#: Names, in any case, that mean the number or the geometry of a feature.
RESERVED: Final = frozenset({"ogc_fid", GEOMETRY})


def write_flatgeobuf(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a FlatGeobuf. It has a spatial index only if every event is placed."""
    shapes = prepare_geometry(events)
    has_index = bool(not np.isnan(shapes.bounds()).any())
    rows = flatten(events, shapes, zone=ZONE, advance=part(advance, 0, _BEFORE_INDEX))
    write_layer(
        renamed(rows, RESERVED),
        path,
        layer="events",
        driver="FlatGeobuf",
        geometry_type="Unknown",
        layer_options={
            "SPATIAL_INDEX": "YES" if has_index else "NO",
            "TITLE": settings.title,
            "DESCRIPTION": ATTRIBUTION,
        },
    )
    _check_complete(path, len(events), has_numbers=has_index)


def _check_complete(path: Path, count: int, *, has_numbers: bool) -> None:
    """Read the last event back, because GDAL doesn't report a disk that fills up on closing.

    Args:
        path: The file that was written.
        count: Expected number of events.
        has_numbers: Whether an event can be read by its number without reading all before it.

    Raises:
        OSError: The last event is missing.
    """
    last = max(count - 1, 0)
    chosen = {"fids": [last]} if has_numbers and count else {"skip_features": last}
    try:
        fids, _ = pyogrio.raw.read(
            path, columns=[], read_geometry=False, return_fids=True, **chosen
        )[1:3]
    except (DataSourceError, DataLayerError, FeatureError, ValueError):
        fids = []
    if len(fids) != count - last:
        raise OSError(errno.EIO, "the file is incomplete; the disk may be full")
