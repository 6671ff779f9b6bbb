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

from dateline.export.credits import ATTRIBUTION
from dateline.export.flat import GEOMETRY, LON_LAT, flatten
from dateline.export.geometry import prepare_geometry
from dateline.progress import Advance, part, unwatched
from dateline.settings import Settings

#: What stands for the time of writing, so that equal events give equal bytes.
_FIXED_TIME: Final = "2000-01-01T00:00:00.000Z"
#: SQLite keeps 16 MB of pages, so that each is written once, and neither a journal nor its order on
#: the disk: a file that is not finished is thrown away whole.
_PRAGMAS: Final = "journal_mode=OFF,synchronous=OFF,cache_size=-16000"
#: Options that GDAL is given while it writes.
_CONFIGURED: Final = {"OGR_CURRENT_DATE": _FIXED_TIME, "OGR_SQLITE_PRAGMA": _PRAGMAS}
#: Share of the work that is done when all rows are taken; the index comes after them.
_BEFORE_INDEX: Final = 0.8
_LAYER: Final = "events"
#: GeoPackage knows date-times with a ``Z`` only, as RFC 3339 does: clock times are as written.
_ZONE: Final = "UTC"
#: What the oldest programs in use know in full; newer versions add nothing that is used here.
_GEOPACKAGE_VERSION: Final = "1.2"
#: Columns of every GeoPackage of ours.
_TAKEN: Final = frozenset({"fid", "geom", GEOMETRY})
#: How many characters of GDAL's own message are shown; its end says what failed.
_SHOWN: Final = 120


def write_geopackage(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a GeoPackage with one layer, ``events``; ``start`` and ``end`` are date-times."""
    rows = flatten(
        events, prepare_geometry(events), zone=_ZONE, advance=part(advance, 0, _BEFORE_INDEX)
    )
    _write(
        _renamed(rows),
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


def write_flatgeobuf(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a FlatGeobuf. Its spatial index holds no null geometry, so the unplaced do without."""
    shapes = prepare_geometry(events)
    has_index = bool(not np.isnan(shapes.bounds()).any())
    _write(
        flatten(events, shapes, zone=_ZONE, advance=part(advance, 0, _BEFORE_INDEX)),
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


def _renamed(batches: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Return the rows under names that SQLite distinguishes and GDAL has no use for itself."""
    taken = set(_TAKEN)
    names = []
    for name in batches.schema.names:
        free = name
        while free.casefold() in taken and name != GEOMETRY:
            free += "_"
        taken.add(free.casefold())
        names.append(free)
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
    """Read the last event back: GDAL does not report when a disk fills up while it closes a file.

    Args:
        path: What was written.
        count: How many events there should be.
        has_numbers: Whether an event can be found by its number without reading all before it.

    Raises:
        OSError: It is not there.
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
