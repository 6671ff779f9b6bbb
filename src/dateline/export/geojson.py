"""GeoJSON (RFC 7946) and GeoJSON text sequences: one feature a line, written in blocks of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson

from dateline.export.credits import ATTRIBUTION, LICENCES
from dateline.export.fields import Field, select_fields
from dateline.export.geometry import Shapes, bounding_box, prepare_geometry
from dateline.export.instants import first_seconds, instant_texts, last_seconds, time_members
from dateline.export.json_columns import (
    encode_boxes,
    encode_field,
    encode_geometry,
    encode_values,
)
from dateline.settings import Settings

#: How many features are held as text at once.
BLOCK_ROWS: Final = 20_000

_RECORD_SEPARATOR: Final = b"\x1e"


def write_geojson(events: gpd.GeoDataFrame, path: Path, settings: Settings) -> None:
    """Write a FeatureCollection.

    One feature a line in the order of the rows, so that a diff shows events. No ``crs``; ``id`` is
    the ``event_id``; the geometry of an unplaced event is null. Equal events give equal bytes.

    Args:
        events: As ``geocode`` returns them (OGC:CRS84).
        path: The file to write.
        settings: Reads the title, the description, the note and the worldview.
    """
    shapes = prepare_geometry(events)
    head = orjson.dumps(_members(shapes, settings))[:-1]
    with path.open("wb") as file:
        file.write(head + b',"features":[')
        separator = b"\n"
        for block in _blocks(events, shapes):
            file.write(separator + b",\n".join(block))
            separator = b",\n"
        file.write(b"\n]}\n")


def write_geojson_lines(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write one feature a line and nothing else: newline-delimited GeoJSON."""
    with path.open("wb") as file:
        for block in _blocks(events, prepare_geometry(events)):
            file.write(b"\n".join(block) + b"\n")


def write_geojson_sequence(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write a GeoJSON text sequence (RFC 8142): a record separator before each feature."""
    with path.open("wb") as file:
        for block in _blocks(events, prepare_geometry(events)):
            file.writelines(_RECORD_SEPARATOR + line + b"\n" for line in block)


def _members(shapes: Shapes, settings: Settings) -> dict[str, Any]:
    """Return the members of the collection but its features. GDAL names its layer by ``name``."""
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


def _blocks(events: gpd.GeoDataFrame, shapes: Shapes) -> Iterator[list[bytes]]:
    fields = select_fields(events)
    for at in range(0, len(events), BLOCK_ROWS):
        rows = slice(at, at + BLOCK_ROWS)
        part = [field.rows(rows) for field in fields]
        yield _features(events.iloc[rows], part, shapes.rows(rows))


def _features(events: gpd.GeoDataFrame, fields: list[Field], shapes: Shapes) -> list[bytes]:
    """Return the features as lines."""
    columns = {field.name: _encode(field, events) for field in fields}
    pieces: list[bytes | list[bytes]] = [b'{"type":"Feature","id":', columns["event_id"]]
    before = b',"properties":{'
    for name, column in columns.items():
        pieces += [before + orjson.dumps(name) + b":", column]
        before = b","
    pieces += [
        b'},"time":',
        time_members(events),
        encode_boxes(shapes),
        b',"geometry":',
        encode_geometry(shapes),
        b"}",
    ]
    return _join(pieces)


def _join(pieces: list[bytes | list[bytes]]) -> list[bytes]:
    """Return the rows of pieces that are columns, or the same in every row.

    A column of one value, such as one that is null throughout, becomes part of the text around it.
    """
    parts: list[Iterable[bytes]] = []
    fixed = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            fixed += piece
        elif piece.count(piece[0]) == len(piece):
            fixed += piece[0]
        else:
            parts += [repeat(fixed), piece]
            fixed = b""
    if not parts:
        return [fixed] * next(len(piece) for piece in pieces if isinstance(piece, list))
    return list(map(b"".join, zip(*parts, repeat(fixed), strict=False)))


def _encode(field: Field, events: gpd.GeoDataFrame) -> list[bytes]:
    if field.kind != "instant":
        return encode_field(field)
    seconds = first_seconds(events) if field.name == "start" else last_seconds(events)
    return encode_values(instant_texts(seconds))
