"""Places in an export of dateline: they are kept as found unless the event was edited since.

This runs after the coordinates and geometries are typed. ``geocoder`` finds the places of names.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline import schema
from dateline.dataset import list_column, make_lists
from dateline.fingerprint import FINGERPRINT, hash_places, parse_fingerprints
from dateline.normalise.builder import TableBuilder

_POINT: Final = 0  # shapely's type id

_Flags = NDArray[np.bool_]


class _Edits(NamedTuple):
    """What was changed in each row since the export; all false for rows that were not exported.

    Attributes:
        is_exported: Whether the row has a fingerprint and a method.
        where: Whether the text was changed.
        position: Whether ``lon`` or ``lat`` was changed.
        shape: Whether the geometry was changed.
    """

    is_exported: _Flags
    where: _Flags
    position: _Flags
    shape: _Flags


def type_resolutions(builder: TableBuilder) -> None:
    """Set the columns that ``geocode`` fills in the exported rows that were not edited.

    If the text, the coordinates or the geometry was edited, the place is dropped, and only the
    coordinates or geometry that the editor gave are kept.
    """
    if not builder.has(FINGERPRINT):
        return
    methods = builder.texts("geocode_method")
    edits = _edits(builder, methods)
    is_edited = edits.where | edits.position | edits.shape
    _drop_stale(builder, edits, was_given=(methods == "given").to_numpy())
    _fill(builder, edits.is_exported & ~is_edited)


def _edits(builder: TableBuilder, methods: pd.Series[Any]) -> _Edits:
    before = parse_fingerprints(builder.texts(FINGERPRINT))
    is_exported = (before[:, 0] >= 0) & methods.isin(schema.GEOCODE_METHOD).to_numpy()
    lon, lat = (builder.columns[name].to_numpy(np.float64) for name in ("lon", "lat"))
    shapes = builder.columns["geometry"].to_numpy(dtype=object)
    now = hash_places(builder.columns["where"], lon, lat, shapes=shapes)
    return _Edits(is_exported, *((before != now) & is_exported[:, None]).T)


def _drop_stale(builder: TableBuilder, edits: _Edits, *, was_given: _Flags) -> None:
    """Remove values that an edit has made wrong, so that the place is found again."""
    shapes = builder.columns["geometry"].to_numpy(dtype=object)
    has_position = builder.columns["lon"].notna().to_numpy()
    is_edited = edits.where | edits.position | edits.shape
    gave_shape = edits.shape & ~shapely.is_missing(shapes)
    gave_position = ~gave_shape & edits.position & has_position
    # Computed coordinates are dropped together with the text that they were computed from.
    is_void = is_edited & ~gave_shape & ~gave_position & ~was_given
    drop_position, drop_shape = gave_shape | is_void, gave_position | is_void
    is_point = shapely.get_type_id(shapes) == _POINT
    drop_extent = is_edited & (~was_given | (gave_shape & ~is_point))
    for name in ("lon", "lat"):
        builder.columns[name] = builder.columns[name].mask(drop_position)
    builder.columns["geometry"] = pd.Series(
        np.where(drop_shape, None, shapes), index=builder.raw.index, dtype=object
    )
    for name in ("place_precision", "uncertainty_m"):
        builder.columns[name] = pd.Series(builder.columns[name]).mask(drop_extent)
    # Who moves an event to a point means that point, whatever region the text names.
    is_moved = drop_extent & (gave_position | (gave_shape & is_point))
    precision = pd.Series(builder.columns["place_precision"])
    builder.columns["place_precision"] = precision.mask(is_moved, "as given")


def _fill(builder: TableBuilder, rows: _Flags) -> None:
    index = builder.raw.index
    for column in schema.COLUMNS:
        if column.origin != "geocode" or not builder.has(column.name):
            continue
        if column.dtype == "records":
            raw = builder.raw[column.name]
            values = (value if kept else None for value, kept in zip(raw, rows, strict=True))
            lists = make_lists(column.name, map(_records, values))
            builder.columns[column.name] = list_column(lists, index)
            continue
        texts = builder.texts(column.name).where(rows)
        if column.dtype == "number":
            builder.columns[column.name] = pd.to_numeric(texts, errors="coerce").astype("float64")
        elif column.dtype == "category":
            words = pd.CategoricalDtype(list(column.vocabulary))
            builder.columns[column.name] = texts.astype(words)
        else:
            builder.columns[column.name] = texts


def _records(value: object) -> tuple[dict[str, Any], ...]:
    """Return the records of a list, or of JSON, restricted to the fields of the schema."""
    try:
        items = orjson.loads(value) if isinstance(value, str) else value
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(items, list):
        return ()
    known = schema.BY_NAME["geocode_alternatives"].fields
    return tuple({k: item[k] for k in known if k in item} for item in items if type(item) is dict)
