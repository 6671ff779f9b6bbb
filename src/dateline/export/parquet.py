"""GeoParquet, written by pyarrow a block of rows at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from dateline.export.blocks import BLOCK_ROWS
from dateline.export.flat import GEOMETRY, LON_LAT, flatten
from dateline.export.geometry import GeometryColumn, bounding_box, prepare_geometry
from dateline.progress import Advance, unwatched
from dateline.settings import Settings

_EDGES: Final = ("xmin", "ymin", "xmax", "ymax")
#: Single precision, a metre at worst, is enough to skip rows by, and half the bytes.
_BOX: Final = pa.struct([(edge, pa.float32()) for edge in _EDGES])
#: Rows of a group, which is what a reader reads or skips.
_GROUP_ROWS: Final = 100_000
#: How often a value occurs on average where a dictionary pays, in how many rows.
_REPEATS: Final = 4
_SAMPLE_ROWS: Final = 5_000
#: By shapely's number of the type.
_TYPE_NAMES: Final = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)


def write_parquet(
    events: gpd.GeoDataFrame, path: Path, _settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a GeoParquet 1.1 file, with the boxes that readers skip row groups by.

    An event without a place has no box either, as the standard wants it.
    """
    shapes = prepare_geometry(events)
    batches = flatten(events, shapes, ahead=_GROUP_ROWS // BLOCK_ROWS, advance=advance)
    covering = _free_name("bbox", batches.schema.names)
    schema = batches.schema.append(pa.field(covering, _BOX))
    parts = _with_boxes(batches, shapes.bounds(), schema)
    metadata = {
        "geo": orjson.dumps(_geo(shapes, covering)),
        "pandas": _pandas(batches.schema),
    }
    schema = schema.with_metadata(metadata)
    groups = _groups(parts)
    first: Any = next(groups, None)
    with pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=_repeating(first)
    ) as writer:
        for group in itertools.chain([first] if first else [], groups):
            writer.write_table(group)


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the batches in groups of rows that readers can skip."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= _GROUP_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _repeating(group: Any) -> list[str]:
    """Return the columns that are worth a dictionary, which takes time where values are unlike."""
    some = group.slice(0, _SAMPLE_ROWS) if group else pa.table({})
    return [
        name
        for name in some.schema.names
        if not pa.types.is_nested(some[name].type)
        and pc.count_distinct(some[name]).as_py() * _REPEATS <= len(some)
    ]


def _free_name(name: str, taken: list[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _with_boxes(
    batches: Iterable[pa.RecordBatch], bounds: np.ndarray, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Yield the batches with a column of boxes, given the bounds of all rows."""
    at = 0
    for batch in batches:
        rows = _widened(bounds[at : at + len(batch)])
        is_unplaced = pa.array(np.isnan(rows[:, 0]))
        edges = [*map(pa.array, rows.T)]
        boxes = pa.StructArray.from_arrays(edges, fields=[*_BOX], mask=is_unplaced)
        yield pa.record_batch([*batch.columns, boxes], schema=schema)
        at += len(batch)


def _widened(bounds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return boxes in single precision, each edge moved outwards where it is not exact."""
    near = bounds.astype(np.float32)
    is_low = np.arange(len(_EDGES)) < len(_EDGES) // 2
    is_inside = np.where(is_low, near > bounds, near < bounds)
    outwards = np.where(is_low, -np.inf, np.inf).astype(np.float32)
    return np.where(is_inside, np.nextafter(near, outwards), near)


def _geo(shapes: GeometryColumn, covering: str) -> dict[str, Any]:
    """Return the metadata that makes Parquet GeoParquet."""
    kinds = np.unique(shapely.get_type_id(shapes.shapes[shapes.has_shape]))
    names = {_TYPE_NAMES[kind] for kind in kinds} | ({"Point"} if shapes.has_point.any() else set())
    crs = CRS(LON_LAT).to_json_dict()
    for member in crs.get("datum_ensemble", {}).get("members", ()):
        # GeoParquet's schema does not know them there.
        member.pop("id", None)
    column: dict[str, Any] = {"encoding": "WKB", "crs": crs, "geometry_types": sorted(names)}
    column["covering"] = {"bbox": {edge: [covering, edge] for edge in _EDGES}}
    if (box := bounding_box(shapes)) is not None:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _pandas(schema: pa.Schema) -> bytes:
    """Return the metadata by which pandas reads missing numbers and flags as it wrote them."""
    dtypes = {pa.int64(): "Int64", pa.bool_(): "boolean"}
    empty = schema.empty_table().to_pandas(types_mapper=lambda kind: _nullable(dtypes.get(kind)))
    found: bytes = pa.Schema.from_pandas(empty, preserve_index=False).metadata[b"pandas"]
    return found


def _nullable(name: str | None) -> Any:
    return name and pd.api.types.pandas_dtype(name)
