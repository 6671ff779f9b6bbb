"""GeoJSON (RFC 7946) and GeoJSON text sequences: one feature a line, written in blocks of rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import orjson

from dateline.export.credits import ATTRIBUTION, LICENCES
from dateline.export.fields import Field, select_fields
from dateline.export.geometry import (
    Geometries,
    bounding_box,
    box_members,
    geometry_members,
    prepare_geometry,
)
from dateline.export.instants import first_seconds, instant_texts, last_seconds, time_members
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
        file.write(head + b',"features":[\n')
        separator = b""
        for block in _blocks(events, shapes):
            file.write(separator + b",\n".join(block))
            separator = b",\n"
        file.write(b"\n]}\n")


def write_geojson_lines(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write one feature a line and nothing else: newline-delimited GeoJSON."""
    with path.open("wb") as file:
        for block in _blocks(events, prepare_geometry(events)):
            file.writelines(line + b"\n" for line in block)


def write_geojson_sequence(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write a GeoJSON text sequence (RFC 8142): a record separator before each feature."""
    with path.open("wb") as file:
        for block in _blocks(events, prepare_geometry(events)):
            file.writelines(_RECORD_SEPARATOR + line + b"\n" for line in block)


def _members(shapes: Geometries, settings: Settings) -> dict[str, Any]:
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


def _blocks(events: gpd.GeoDataFrame, shapes: Geometries) -> Iterator[list[bytes]]:
    fields = select_fields(events)
    for at in range(0, len(events), BLOCK_ROWS):
        rows = slice(at, at + BLOCK_ROWS)
        yield _features(events.iloc[rows], [field.rows(rows) for field in fields], shapes[rows])


def _features(events: gpd.GeoDataFrame, fields: list[Field], shapes: Geometries) -> list[bytes]:
    names = [field.name for field in fields]
    columns = [_values(field, events) for field in fields]
    members = {
        "id": columns[names.index("event_id")],
        "properties": [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)],
        "time": time_members(events),
        "bbox": box_members(shapes),
        "geometry": geometry_members(shapes),
    }
    return [
        orjson.dumps(_feature(dict(zip(members, row, strict=True))), default=str)
        for row in zip(*members.values(), strict=True)
    ]


def _feature(members: dict[str, Any]) -> dict[str, Any]:
    if members["bbox"] is None:
        del members["bbox"]
    return {"type": "Feature", **members}


def _values(field: Field, events: gpd.GeoDataFrame) -> list[Any]:
    if field.kind != "instant":
        return field.objects()
    return instant_texts(first_seconds(events) if field.name == "start" else last_seconds(events))
