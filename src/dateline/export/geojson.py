"""GeoJSON (RFC 7946) and text sequences: one feature per line, written in blocks of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dateline.arrow import text_bytes
from dateline.export.blocks import Block, make_blocks
from dateline.export.credits import ATTRIBUTION, LICENCES
from dateline.export.fields import ExportColumn, select_fields
from dateline.export.geometry import (
    GeometryColumn,
    bounding_box,
    prepare_geometry,
    shape_boxes,
)
from dateline.export.instants import instant_texts, time_members
from dateline.json_values import NULL, json_pieces, number_texts
from dateline.progress import Advance, unwatched
from dateline.schema import ALWAYS
from dateline.settings import Settings
from dateline.texts import TEXT, Piece, Texts, exchange, join_pieces

_BETWEEN: Final = ",\n"
_RECORD_SEPARATOR: Final = "\x1e"


def write_geojson(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a FeatureCollection.

    There is one feature per line, in the order of the rows, so that a diff shows events. There is
    no ``crs``; ``id`` is the ``event_id``; the geometry of an unplaced event is null. Equal events
    give equal bytes.

    Args:
        events: The events from ``geocode`` (OGC:CRS84).
        path: The file to write.
        settings: Read: the title, the description, the note and the worldview.
        advance: Called with the number of rows written.
    """
    shapes = prepare_geometry(events)
    head = orjson.dumps(_members(shapes, settings))[:-1]
    with path.open("wb") as file:
        file.write(head + b',"features":[')
        is_first = True
        for block in _blocks(events, shapes, between=("", _BETWEEN), advance=advance):
            # Each feature ends with the separator, so the last one of each block is removed.
            file.write(b"\n" if is_first else _BETWEEN.encode())
            file.write(block[: -len(_BETWEEN)])
            is_first = False
        file.write(b"\n]}\n")


def write_geojson_lines(
    events: gpd.GeoDataFrame, path: Path, _settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write newline-delimited GeoJSON: one feature per line and nothing else."""
    with path.open("wb") as file:
        for block in _blocks(events, prepare_geometry(events), between=("", "\n"), advance=advance):
            file.write(block)


def write_geojson_sequence(
    events: gpd.GeoDataFrame, path: Path, _settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a GeoJSON text sequence (RFC 8142): a record separator before each feature."""
    shapes = prepare_geometry(events)
    with path.open("wb") as file:
        for block in _blocks(events, shapes, between=(_RECORD_SEPARATOR, "\n"), advance=advance):
            file.write(block)


def _members(shapes: GeometryColumn, settings: Settings) -> dict[str, Any]:
    """Return the members of the collection except the features; ``name`` is for GDAL."""
    members: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": "events",
        "title": settings.title,
        "description": settings.description,
        "note": settings.note,
        "generator": "dateline",
        "worldview": settings.place.worldview,
        "attribution": ATTRIBUTION,
        "licences": LICENCES,
        "bbox": bounding_box(shapes),
    }
    return {name: value for name, value in members.items() if value}


def _blocks(
    events: gpd.GeoDataFrame, shapes: GeometryColumn, *, between: tuple[str, str], advance: Advance
) -> Iterator[memoryview]:
    """Yield the features of each block as UTF-8, each with a text before and after it."""
    before, after = between

    def features(block: Block) -> memoryview:
        return text_bytes(join_pieces([before, *_feature(block), after])).data

    return make_blocks(events, shapes, select_fields(events), make=features, advance=advance)


def _feature(block: Block) -> list[Piece]:
    """Return the pieces that make up the features, for ``join_pieces``."""
    by_name = {column.field.name: column for column in block.columns}
    identifier = _values(by_name.pop("event_id"))
    pieces: list[Piece] = ['{"type":"Feature","id":', *identifier]
    pieces += [',"properties":{"event_id":', *identifier]
    for name, column in by_name.items():
        key = f",{orjson.dumps(name).decode()}:"
        if name in ALWAYS:
            pieces += [key, *_values(column)]
        elif column.cells.null_count < len(column.cells):
            pieces += _where_given(key, column)
    pieces += ['},"time":', time_members(block.events), *_boxes(block.shapes)]
    return [*pieces, ',"geometry":', *_geometry(block.shapes), "}"]


def _where_given(key: str, column: ExportColumn) -> list[Piece]:
    """Return the pieces of a property, which are empty for events without a value."""
    pieces = [key, *_values(column)]
    if not column.cells.null_count:
        return pieces
    return [pc.if_else(column.cells.is_valid(), join_pieces(pieces), "")]


def _values(column: ExportColumn) -> list[Piece]:
    """Return the pieces of JSON for a column's values; missing values are ``null``."""
    cells = column.cells
    return json_pieces(
        instant_texts(cells) if column.field.kind == "instant" else cells, column.field.name
    )


def _geometry(shapes: GeometryColumn) -> list[Piece]:
    """Return the pieces of JSON for each event's geometry; ``null`` for unplaced events."""
    has_point, has_shape = shapes.has_point, shapes.has_shape
    lon, lat = (number_texts(shapes.positions[has_point, axis]) for axis in (0, 1))
    points: list[Piece] = ['{"type":"Point","coordinates":[', lon, ",", lat, "]}"]
    if has_point.all():
        return points
    members = exchange(_repeat(NULL, len(has_point)), has_point, join_pieces(points))
    others = shapely.to_geojson(shapes.shapes[has_shape])
    return [exchange(members, has_shape, pa.array(others, TEXT))]


def _boxes(shapes: GeometryColumn) -> list[Piece]:
    """Return the pieces of the ``bbox`` member of lines and areas; empty for other events."""
    has_shape = shapes.has_shape
    if not has_shape.any():
        return []
    boxes = [orjson.dumps(box).decode() for box in shape_boxes(shapes.shapes[has_shape])]
    members = join_pieces([',"bbox":', pa.array(boxes, TEXT)])
    return [exchange(_repeat("", len(has_shape)), has_shape, members)]


def _repeat(text: str, count: int) -> Texts:
    return pa.repeat(pa.scalar(text, TEXT), count)
