"""The JSON Schema of event files, with which editors complete and check what you type.

It is derived from ``schema.COLUMNS``; JSON Schema draft 2020-12. The reader does not use it,
because the reader accepts more (any case, numbers as text) and gives better messages.
"""

from __future__ import annotations

from typing import Any, Final

from dateline import schema
from dateline.readers.geometry import GEOMETRY_TYPES
from dateline.settings import Settings

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

#: Examples that an editor shows for a field whose description is not enough.
_EXAMPLES: Final[dict[str, list[Any]]] = {
    "event_id": ["kursk-assault-1"],
    "title": ["Assault near Sumy fails"],
    "layer": ["Ukraine/Kursk"],
    "when": ["2024-03-05", "2024-01/2024-02", "2024-03~", "2023/..", "202X", "2024-03-05T14:30"],
    "reported_at": ["2024-03-05"],
    "updated_at": ["2024-03-05"],
    "time_zone": ["Europe/Kyiv"],
    "where": [
        "Sumy, Ukraine",
        "near Sumy",
        "12 km NE of Sumy",
        "from Pyongyang to Vladivostok",
        "Sea of Japan",
        "border of Ukraine and Russia",
        "51.19, 35.27",
    ],
    "tags": [["drones", "artillery"]],
    "lon": [35.27],
    "lat": [51.19],
    "uncertainty_m": [2000],
    "geometry": ["POINT (35.27 51.19)"],
}

_RANGES: Final[dict[str, Schema]] = {
    "lon": {"minimum": -180, "maximum": 180},
    "lat": {"minimum": -90, "maximum": 90},
    "uncertainty_m": {"minimum": 0},
}

_RECORD_MEANINGS: Final[dict[str, str]] = {
    "title": "Headline of the report, or name of the document.",
    "publisher": "Who published it.",
    "url": "Link to it (http or https).",
    "archive_url": "Link to an archived copy (http or https).",
    "published_at": "When it was published (EDTF).",
    "accessed_at": "When you last opened it (EDTF).",
    "lang": "Language, such as en or uk.",
    "kind": "Kind of source: article, video, satellite image, social media, document.",
    "locator": "Where to look in it: a page, a paragraph, a minute.",
    "quote": "The words that make the claim.",
    "label": "What is counted.",
    "value": "The number; null means not reported.",
    "low": "Low estimate; null means not reported.",
    "high": "High estimate; null means not reported.",
    "unit": "Unit: persons, %, km.",
    "file": "Path of a picture, from the folder of this file.",
    "caption": "What it shows, for all readers.",
    "alt": "What it shows, for readers who cannot see it.",
    "sha256": "SHA-256 of the file of the picture: another file is refused.",
    "credit": "Who made it.",
}

_TYPES: Final[dict[schema.Dtype, Schema]] = {
    "text": {"type": ["string", "number", "null"]},
    "integer": {"type": ["integer", "null"], "minimum": 0},
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "texts": {
        "anyOf": [
            {"type": "array", "items": {"type": ["string", "number"]}},
            {"type": ["string", "number", "null"]},
        ]
    },
    "geometry": {"$ref": "#/$defs/geometry"},
}

_NUMBERS: Final = frozenset({"value", "low", "high"})
_LINKS: Final = frozenset({"url", "archive_url"})


def build_event_schema(settings: Settings) -> Schema:
    """Return the JSON Schema (draft 2020-12) of an event file in YAML or JSON.

    A file is a list of events, a mapping with ``events`` and ``defaults``, or one event. Unknown
    fields are allowed, because they are kept.

    Args:
        settings: Read: ``event_types``, the vocabulary of ``event_type``.
    """
    return {
        "$schema": DIALECT,
        "title": "dateline events",
        "description": "Reported events: a list, a mapping with events and defaults, or one event.",
        "type": ["array", "object", "null"],
        "items": {"$ref": "#/$defs/event"},
        "if": {"type": "object", "anyOf": [{"required": ["events"]}, {"required": ["defaults"]}]},
        "then": {"$ref": "#/$defs/file"},
        "else": {"if": {"type": "object"}, "then": {"$ref": "#/$defs/event"}},
        "$defs": {
            "file": _file(),
            "event": {
                "type": "object",
                "description": "One event, as somebody reported it.",
                "allOf": [{"$ref": "#/$defs/fields"}],
                "required": ["title"],
                "dependentRequired": {"lon": ["lat"], "lat": ["lon"]},
            },
            "fields": {"type": "object", "properties": _fields(settings)},
            "geometry": _geometry(),
            **{
                name: _record(schema.BY_NAME[name].fields)
                for name in ("sources", "figures", "media")
            },
        },
    }


def _file() -> Schema:
    return {
        "type": "object",
        "properties": {
            "events": {
                "description": "The events.",
                "type": ["array", "null"],
                "items": {"$ref": "#/$defs/event"},
            },
            "defaults": {
                "description": "Fields for every event in this file; an event can override them.",
                "anyOf": [{"$ref": "#/$defs/fields"}, {"type": "null"}],
            },
        },
    }


def _fields(settings: Settings) -> Schema:
    return {
        column.name: {
            "description": _describe(column),
            **_type(column, settings),
            **_RANGES.get(column.name, {}),
            **({"examples": _EXAMPLES[column.name]} if column.name in _EXAMPLES else {}),
        }
        for column in schema.COLUMNS
        if column.origin == "given"
    }


def _describe(column: schema.Column) -> str:
    return f"{column.meaning} Unit: {column.unit}." if column.unit else column.meaning


def _type(column: schema.Column, settings: Settings) -> Schema:
    if column.name == "title":
        return {"type": ["string", "number"], "minLength": 1}
    if column.dtype == "category":
        words = settings.event_types if column.name == "event_type" else column.vocabulary
        return {"enum": [*words, None]}
    if column.dtype == "records":
        return _records(column.name)
    return _TYPES[column.dtype]


def _records(name: str) -> Schema:
    record: Schema = {"$ref": f"#/$defs/{name}"}
    listed: Schema = {"type": "array", "items": record}
    if name == "figures":
        return {"anyOf": [listed, record, {"type": "null"}]}
    of_media = " or the path of a picture" if name == "media" else ""
    link = {"type": "string", "description": f"A link{of_media}."}
    listed["items"] = {"anyOf": [record, link]}
    return {"anyOf": [listed, record, link, {"type": "null"}]}


def _record(fields: tuple[str, ...]) -> Schema:
    return {"type": "object", "properties": {name: _record_field(name) for name in fields}}


def _record_field(name: str) -> Schema:
    described: Schema = {}
    if name in _RECORD_MEANINGS:
        described["description"] = _RECORD_MEANINGS[name]
    if name in _NUMBERS:
        return {**described, "type": ["number", "null"]}
    if name in _LINKS:
        return {**described, "type": ["string", "null"], "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
    return {**described, "type": ["string", "number", "null"]}


def _geometry() -> Schema:
    return {
        "description": "Point, line or area: WKT, longitude first, or a GeoJSON geometry.",
        "anyOf": [
            {"type": ["string", "null"]},
            {
                "type": "object",
                "required": ["type"],
                "properties": {
                    "type": {"enum": list(GEOMETRY_TYPES)},
                    "coordinates": {"type": "array"},
                    "geometries": {"type": "array", "items": {"$ref": "#/$defs/geometry"}},
                },
            },
        ],
    }
