"""GeoParquet, written by pyarrow in blocks of rows."""

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
from dateline.texts import unique_names

_EDGES: Final = ("xmin", "ymin", "xmax", "ymax")
#: Single precision (1 m at worst) is enough for skipping rows and takes half the space.
_BOX: Final = pa.struct([(edge, pa.float32()) for edge in _EDGES])
#: Rows per row group, the unit that readers read or skip.
_GROUP_ROWS: Final = 100_000
#: Average repetitions of a value from which a dictionary pays off, and the rows sampled.
_REPEATS: Final = 4
_SAMPLE_ROWS: Final = 5_000
#: Type names by shapely's type id.
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
    """Write a GeoParquet 1.1 file with bounding boxes, which let readers skip row groups.

    An unplaced event has no box, as the standard requires.
    """
    shapes = prepare_geometry(events)
    batches = flatten(
        events, shapes, has_lists=True, ahead=_GROUP_ROWS // BLOCK_ROWS, advance=advance
    )
    covering = unique_names(["bbox"], taken=batches.schema.names)[0]
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
    """Yield the batches combined into row groups."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= _GROUP_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _repeating(group: Any) -> list[str]:
    """Return the columns with enough repeated values for a dictionary to pay off."""
    some = group.slice(0, _SAMPLE_ROWS) if group else pa.table({})
    return [
        name
        for name in some.schema.names
        if not pa.types.is_nested(some[name].type)
        and pc.count_distinct(some[name]).as_py() * _REPEATS <= len(some)
    ]


def _with_boxes(
    batches: Iterable[pa.RecordBatch], bounds: np.ndarray, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Yield the batches with an added column of boxes, from the bounds of all rows."""
    at = 0
    for batch in batches:
        rows = _widened(bounds[at : at + len(batch)])
        is_unplaced = pa.array(np.isnan(rows[:, 0]))
        edges = [*map(pa.array, rows.T)]
        boxes = pa.StructArray.from_arrays(edges, fields=[*_BOX], mask=is_unplaced)
        yield pa.record_batch([*batch.columns, boxes], schema=schema)
        at += len(batch)


def _widened(bounds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return boxes in single precision; inexact edges are rounded outwards."""
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
        # GeoParquet's schema does not allow ids there.
        member.pop("id", None)
    column: dict[str, Any] = {"encoding": "WKB", "crs": crs, "geometry_types": sorted(names)}
    column["covering"] = {"bbox": {edge: [covering, edge] for edge in _EDGES}}
    if (box := bounding_box(shapes)) is not None:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _pandas(schema: pa.Schema) -> bytes:
    """Return the metadata with which pandas restores nullable integers and booleans."""
    dtypes = {pa.int64(): "Int64", pa.bool_(): "boolean"}
    empty = schema.empty_table().to_pandas(types_mapper=lambda kind: _nullable(dtypes.get(kind)))
    found: bytes = pa.Schema.from_pandas(empty, preserve_index=False).metadata[b"pandas"]
    return found


def _nullable(name: str | None) -> Any:
    return name and pd.api.types.pandas_dtype(name)
