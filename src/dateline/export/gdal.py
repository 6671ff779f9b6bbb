"""Writing one layer of a file with GDAL, through pyogrio, and its settings meanwhile."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from dateline.export.flat import GEOMETRY, LON_LAT
from dateline.texts import unique_names

#: Used instead of the time of writing, so that equal events give equal bytes.
FIXED_TIME: Final = "2000-01-01T00:00:00.000Z"
#: SQLite caches 16 MB of pages, so that each page is written once. It needs no journal and no
#: syncs, because an unfinished file is discarded.
_PRAGMAS: Final = "journal_mode=OFF,synchronous=OFF,cache_size=-16000"
#: GDAL options during writing.
_CONFIGURED: Final = {"OGR_CURRENT_DATE": FIXED_TIME, "OGR_SQLITE_PRAGMA": _PRAGMAS}
#: GDAL's date-times are in UTC; clock times are kept as written.
ZONE: Final = "UTC"
#: Number of characters shown from the end of GDAL's error message.
_SHOWN: Final = 120


def renamed(batches: pa.RecordBatchReader, reserved: Iterable[str]) -> pa.RecordBatchReader:
    """Return rows with names of columns that are unique and not reserved, in any case.

    GDAL and SQLite compare names without case. For FlatGeobuf, GDAL takes a column ``Geometry`` to
    be the geometry, and crashes.
    """
    *others, _ = batches.schema.names
    names = [*unique_names(others, taken=reserved, any_case=True), GEOMETRY]
    if names == batches.schema.names:
        return batches
    fields = zip(batches.schema, names, strict=True)
    schema = pa.schema([field.with_name(name) for field, name in fields])
    changed = (pa.record_batch(batch.columns, schema=schema) for batch in batches)
    return pa.RecordBatchReader.from_batches(schema, changed)


def write_layer(
    rows: Any, path: Path, *, layer: str, driver: str, geometry_type: str | None, **options: Any
) -> None:
    """Write rows as a layer of a new file, or as a further layer of a file with others.

    Args:
        rows: What Arrow can stream; with WKB in the column :data:`GEOMETRY`, if there is a type.
        path: The file.
        layer: Name of the layer.
        driver: Name of GDAL's driver.
        geometry_type: ``Point``, ``Unknown`` or another word of GDAL's; None for a plain table.
        options: As pyogrio takes them.

    Raises:
        OSError: GDAL could not write it.
    """
    if geometry_type:
        options |= {"geometry_type": geometry_type, "geometry_name": GEOMETRY, "crs": LON_LAT}
    with configured():
        try:
            pyogrio.write_arrow(rows, path, layer=layer, driver=driver, **options)
        except (DataSourceError, DataLayerError) as error:
            said = str(error).rpartition(" failed: ")[2]
            raise OSError(errno.EIO, f"GDAL could not write it: {said[-_SHOWN:]}") from error


@contextmanager
def configured() -> Iterator[None]:
    """Set GDAL's options for writing, and afterwards what they were before."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in _CONFIGURED}
    pyogrio.set_gdal_config_options(_CONFIGURED)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
