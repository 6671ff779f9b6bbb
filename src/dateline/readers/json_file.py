"""JSON files to the raw table: GeoJSON, own events, and lines of either.

Syntax is for ``json_text.py``, GeoJSON for ``geojson.py``, the own format for ``document.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.readers.columns import map_columns
from dateline.readers.document import Entry, Records, entries, tell_no_event
from dateline.readers.file import EventFile, Reading
from dateline.readers.geojson import add_features, is_geojson, read_geometries
from dateline.readers.json_text import MAX_DEPTH, JsonError, is_deeper, parse_json
from dateline.settings import Settings


def read_json(file: EventFile, text: str, settings: Settings) -> Reading:
    """Return the events of one JSON text: GeoJSON, a list of events, or a mapping of them."""
    records = Records(file.name)
    if text.strip(" \t\r\n\x1e"):
        root = _parse(text, records, 0)
        if root is not None:
            _add_root(root, records, 1)
    return _finish(records, file, settings)


def _finish(records: Records, file: EventFile, settings: Settings) -> Reading:
    read_geometries(records)
    return map_columns(records.table(), records.findings, file=file.name, settings=settings)


def read_json_lines(file: EventFile, text: str, settings: Settings) -> Reading:
    """Return the events of a text with one JSON value a line (RFC 8142 or newline-delimited).

    A line that is not JSON is told; the others are read. Lines are counted as they stand.
    """
    records = Records(file.name)
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.strip(" \t\r\x1e")
        if content:
            root = _parse(content, records, number)
            if root is not None:
                _add_root(root, records, number)
    return _finish(records, file, settings)


def _parse(text: str, records: Records, line: int) -> Any:
    try:
        root, duplicates = parse_json(text)
    except JsonError as error:
        at = (line or error.line, error.column)
        records.tell("json-syntax", error.message, at=at, hint=error.hint)
        return None
    for key in duplicates:
        records.tell(
            "json-syntax",
            f'"{key}" is given twice in one object; the last one counts',
            at=(line, 0),
            hint="delete one of the two",
        )
    return root


def _add_root(root: Any, records: Records, number: int) -> None:
    if is_geojson(root):
        before = len(records.events)
        add_features(root, records, number=number)
        for event in records.events[before:]:
            _drop_deep(event, records)
        return
    for entry in entries(root, records):
        _add(records, entry, number)


def _add(records: Records, entry: Entry, number: int) -> None:
    line = max(entry.number, number)
    if not isinstance(entry.value, Mapping):
        tell_no_event(records, entry)
        return
    event = {**entry.defaults, **entry.value}
    records.add(event, line)
    _drop_deep(event, records)


def _drop_deep(event: Mapping[str, Any], records: Records) -> None:
    deep = [
        key
        for key, value in event.items()
        if isinstance(value, (list, dict)) and key != "geometry" and is_deeper(value, MAX_DEPTH)
    ]
    for key in deep:
        assert isinstance(event, dict)
        event[key] = None
        records.tell(
            "json-syntax",
            f'"{key}" is nested deeper than {MAX_DEPTH} levels and is left out',
            at=(records.lines[-1], 0),
            hint="an event needs three levels; check the brackets",
        )
