"""Parquet and GeoParquet to the raw table: values keep their types, shapes become OGC:CRS84.

The table goes the way of a data frame (``frame.py``).
"""

from __future__ import annotations

import dataclasses
import io
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dateline.diagnostics import Diagnostic
from dateline.errors import InputError
from dateline.limits import LimitSettings
from dateline.progress import Advance, unwatched
from dateline.readers.file import EventFile, unreadable
from dateline.readers.frame import read_frame
from dateline.readers.raw import Reading
from dateline.settings import Settings
from dateline.text_lists import is_text_list


def _kept_type(kind: pa.DataType) -> pd.ArrowDtype | None:
    return pd.ArrowDtype(kind) if is_text_list(kind) else None


#: Whole numbers of a column with missing values stay whole numbers; maps become mappings; lists of
#: texts stay as they are.
_CONVERSION: Final[dict[str, Any]] = {
    "integer_object_nulls": True,
    "maps_as_pydicts": "lossy",
    "types_mapper": _kept_type,
}


def read_parquet(file: EventFile, settings: Settings, *, advance: Advance = unwatched) -> Reading:
    """Return the rows of a Parquet file; the line of a row is its number from 1."""
    try:
        frame = _read(file.content, settings.limits)
        raw = read_frame(frame)
    except InputError as error:
        return [], [_unreadable(file, error.message, error.hint)]
    except (pa.ArrowException, ValueError, KeyError, TypeError, OSError) as error:
        return [], [_unreadable(file, f"it is not Parquet: {error}")]
    advance(1, 1)
    return [dataclasses.replace(raw, file=file.name, is_typed=True)], []


def _read(content: bytes, limits: LimitSettings) -> pd.DataFrame:
    """Return the table as a frame; with the shapes of its active geometry if it is GeoParquet.

    Raises:
        LimitExceededError: It has too many columns or cells.
    """
    with pq.ParquetFile(pa.BufferReader(content)) as parquet:
        names = parquet.schema_arrow.names
        limits.check_columns(len(names))
        limits.check_cells(parquet.metadata.num_rows, len(names))
        geo = (parquet.schema_arrow.metadata or {}).get(b"geo")
        if geo is None:
            return pd.DataFrame(parquet.read().to_pandas(**_CONVERSION))
    boxes = _boxes(orjson.loads(geo))
    frame = gpd.read_parquet(
        io.BytesIO(content),
        columns=[name for name in names if name not in boxes],
        to_pandas_kwargs=_CONVERSION,
    )
    assert isinstance(frame, pd.DataFrame)
    return frame


def _boxes(geo: dict[str, Any]) -> set[str]:
    """Return the columns of bounding boxes, which let programs skip rows."""
    coverings = [column.get("covering", {}).get("bbox", {}) for column in geo["columns"].values()]
    return {path[0] for box in coverings for path in box.values()}


def _unreadable(file: EventFile, why: str, hint: str = "") -> Diagnostic:
    found = unreadable(file.name, why.splitlines()[0] if why else "it is damaged")
    hint = hint or "write it again, or save the table as CSV or GeoJSON"
    return dataclasses.replace(found, hint=hint)
