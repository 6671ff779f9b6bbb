"""GeoPackage and FlatGeobuf, written by GDAL through pyogrio."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from dateline.errors import OutputError
from dateline.export.credits import ATTRIBUTION
from dateline.export.flat import GEOMETRY, LON_LAT, flatten
from dateline.export.geometry import prepare_geometry
from dateline.progress import Advance, part, unwatched
from dateline.settings import Settings
from dateline.texts import unique_names

#: Used instead of the time of writing, so that equal events give equal bytes.
_FIXED_TIME: Final = "2000-01-01T00:00:00.000Z"
#: SQLite caches 16 MB of pages, so that each page is written once. It needs no journal and no
#: syncs, because an unfinished file is discarded.
_PRAGMAS: Final = "journal_mode=OFF,synchronous=OFF,cache_size=-16000"
#: GDAL options during writing.
_CONFIGURED: Final = {"OGR_CURRENT_DATE": _FIXED_TIME, "OGR_SQLITE_PRAGMA": _PRAGMAS}
#: Share of the work done once all rows are written; the spatial index follows.
_BEFORE_INDEX: Final = 0.8
_LAYER: Final = "events"
#: GeoPackage date-times must end in ``Z``; clock times are kept as written.
_ZONE: Final = "UTC"
#: Version that old programs support completely; newer versions add nothing that is needed here.
_GEOPACKAGE_VERSION: Final = "1.2"
#: Names, in any case, that mean the number or the geometry of a feature.
_RESERVED_IN_GEOPACKAGE: Final = frozenset({"fid", "geom", "ogc_fid", GEOMETRY})
_RESERVED_IN_FLATGEOBUF: Final = frozenset({"ogc_fid", GEOMETRY})
#: SQLite has at most 2,000 columns; two are the number and the geometry.
_MOST_COLUMNS: Final = 1_998
#: Number of characters shown from the end of GDAL's error message.
_SHOWN: Final = 120


def write_geopackage(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a GeoPackage with one layer, ``events``; starts and ends are date-times."""
    rows = flatten(
        events, prepare_geometry(events), zone=_ZONE, advance=part(advance, 0, _BEFORE_INDEX)
    )
    _check_columns(len(rows.schema.names) - 1)
    _write(
        _renamed(rows, _RESERVED_IN_GEOPACKAGE),
        path,
        count=len(events),
        driver="GPKG",
        has_numbers=True,
        dataset_options={"VERSION": _GEOPACKAGE_VERSION, "DATETIME_FORMAT": "UTC"},
        layer_options={
            "IDENTIFIER": settings.title,
            "DESCRIPTION": ATTRIBUTION,
            "DATETIME_PRECISION": "MILLISECOND",
        },
    )


def _check_columns(count: int) -> None:
    if count > _MOST_COLUMNS:
        raise OutputError(
            f"a GeoPackage has at most {_MOST_COLUMNS:,} columns, and the events have {count:,}",
            hint="leave out columns, or export GeoParquet or CSV, which have no such limit",
        )


def write_flatgeobuf(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a FlatGeobuf. It has a spatial index only if every event is placed."""
    shapes = prepare_geometry(events)
    has_index = bool(not np.isnan(shapes.bounds()).any())
    rows = flatten(events, shapes, zone=_ZONE, advance=part(advance, 0, _BEFORE_INDEX))
    _write(
        _renamed(rows, _RESERVED_IN_FLATGEOBUF),
        path,
        count=len(events),
        driver="FlatGeobuf",
        has_numbers=has_index,
        layer_options={
            "SPATIAL_INDEX": "YES" if has_index else "NO",
            "TITLE": settings.title,
            "DESCRIPTION": ATTRIBUTION,
        },
    )


def _renamed(batches: pa.RecordBatchReader, reserved: frozenset[str]) -> pa.RecordBatchReader:
    """Return the rows with column names that are unique and not reserved, in any case.

    GDAL and SQLite compare names without case. For FlatGeobuf, GDAL takes a column ``Geometry`` to
    be the geometry, and crashes.
    """
    *others, _ = batches.schema.names
    names = [*unique_names(others, taken=reserved, any_case=True), GEOMETRY]
    if names == batches.schema.names:
        return batches
    fields = zip(batches.schema, names, strict=True)
    schema = pa.schema([field.with_name(name) for field, name in fields])
    renamed = (pa.record_batch(batch.columns, schema=schema) for batch in batches)
    return pa.RecordBatchReader.from_batches(schema, renamed)


def _write(
    batches: pa.RecordBatchReader,
    path: Path,
    *,
    count: int,
    driver: str,
    has_numbers: bool,
    **options: Any,
) -> None:
    with _configured():
        try:
            pyogrio.write_arrow(
                batches,
                path,
                layer=_LAYER,
                driver=driver,
                geometry_name=GEOMETRY,
                geometry_type="Unknown",
                crs=LON_LAT,
                **options,
            )
            _check_complete(path, count, has_numbers=has_numbers)
        except (DataSourceError, DataLayerError) as error:
            said = str(error).rpartition(" failed: ")[2]
            raise OSError(errno.EIO, f"GDAL could not write it: {said[-_SHOWN:]}") from error


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
    first_fid = 1 if path.suffix.lower() == ".gpkg" else 0
    chosen = {"fids": [last + first_fid]} if has_numbers and count else {"skip_features": last}
    try:
        fids, _ = pyogrio.raw.read(
            path, columns=[], read_geometry=False, return_fids=True, **chosen
        )[1:3]
    except (FeatureError, ValueError):
        fids = []
    if len(fids) != count - last:
        raise OSError(errno.EIO, "the file is incomplete; the disk may be full")


@contextmanager
def _configured() -> Iterator[None]:
    before = {name: pyogrio.get_gdal_config_option(name) for name in _CONFIGURED}
    pyogrio.set_gdal_config_options(_CONFIGURED)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
