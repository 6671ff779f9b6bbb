"""JSON files to the raw table: GeoJSON, dateline's own events, and lines of either.

``json_text.py`` handles the syntax, ``geojson.py`` GeoJSON, ``document.py`` the own format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dateline.progress import Advance, part, unwatched
from dateline.readers.document import MEMBERS, Entry, Records, entries, report_no_event
from dateline.readers.file import EventFile
from dateline.readers.geojson import add_features, is_geojson, read_geometries
from dateline.readers.json_limits import check_json
from dateline.readers.json_quick import BATCH
from dateline.readers.json_text import MAX_DEPTH, JsonError, is_deeper, parse_texts
from dateline.readers.raw import Reading
from dateline.settings import Settings

#: Share of the work on a file that is done when its values, and when its shapes, are read.
_PARSED: Final = 0.7
_SHAPED: Final = 0.8

#: What is neither white space nor a record separator.
_TEXT: Final = re.compile(rb"[^ \t\r\n\x1e]")

#: The beginning of a text sequence (RFC 8142): each record follows a record separator.
_RECORD: Final = re.compile(rb"[ \t\r\n]*\x1e")


def read_json(
    file: EventFile, content: bytes, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the events of one JSON text: GeoJSON, a list of events, or a mapping with events.

    Args:
        file: The file that the text is from.
        content: The text in UTF-8.
        settings: Read: ``limits``.
        advance: Called with the work done on this file and the total.
    """
    if _RECORD.match(content):
        return read_json_lines(file, content, settings, advance=advance)
    check_json(content, settings.limits)
    records = Records(file.name, settings.limits)
    if _TEXT.search(content):
        _add_texts([content], [0], records, advance=part(advance, 0, _PARSED))
    return _finish(records, advance)


def read_json_lines(
    file: EventFile, content: bytes, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the events of a text sequence (RFC 8142) or of a text with one JSON value per line.

    A record of a sequence may have several lines. A record or line that is not JSON is reported,
    and the others are read. Line numbers count all lines. The arguments are those of
    :func:`read_json`.
    """
    check_json(content, settings.limits)
    records = Records(file.name, settings.limits)
    texts, numbers = _split_records(content) if _RECORD.match(content) else _split_lines(content)
    _add_texts(texts, numbers, records, advance=part(advance, 0, _PARSED))
    return _finish(records, advance)


def _split_lines(content: bytes) -> tuple[list[bytes], list[int]]:
    """Return the lines that contain a value, and their numbers."""
    lines = [line.strip(b" \t\r\x1e") for line in content.split(b"\n")]
    numbers = [number for number, line in enumerate(lines, start=1) if line]
    return [line for line in lines if line], numbers


def _split_records(content: bytes) -> tuple[list[bytes], list[int]]:
    """Return the records of a text sequence (RFC 8142) of any length, and their lines."""
    texts, numbers, line = [], [], 1
    for record in content.split(b"\x1e"):
        if text := record.strip(b" \t\r\n"):
            texts.append(text)
            numbers.append(line + record.count(b"\n", 0, record.index(text[:1])))
        line += record.count(b"\n")
    return texts, numbers


def _finish(records: Records, advance: Advance) -> Reading:
    advance(_PARSED, 1)
    read_geometries(records)
    advance(_SHAPED, 1)
    return records.reading()


def _add_texts(
    texts: Sequence[bytes], lines: Sequence[int], records: Records, *, advance: Advance
) -> None:
    """Add the events of some JSON texts.

    Args:
        texts: One JSON value each, in UTF-8.
        lines: The line of each text; 0 for a text that is the whole file.
        records: Receives the events and the findings.
        advance: Called with the number of texts added so far and the total.
    """
    for number, (line, parsed) in enumerate(zip(lines, parse_texts(texts), strict=True)):
        if number % BATCH == 0:
            advance(number, len(texts))
        if isinstance(parsed, JsonError):
            at = (line + max(parsed.line, 1) - 1 if line else parsed.line, parsed.column)
            records.report("json-syntax", parsed.message, at=at, hint=parsed.hint)
            continue
        for key in parsed.duplicates:
            records.report(
                "json-syntax",
                f'"{key}" is given twice in one object; the last value is used',
                at=(line, 0),
                hint="delete one of the two",
            )
        if parsed.value is not None:
            may_be_deep = parsed.depth is None or parsed.depth > MAX_DEPTH
            _add_root(parsed.value, records, line, may_be_deep=may_be_deep)


def _add_root(root: Any, records: Records, number: int, *, may_be_deep: bool) -> None:
    before = len(records.events)
    if is_geojson(root):
        add_features(root, records, number=number or 1)
        if may_be_deep:
            for row in range(before, len(records.events)):
                _drop_deep(records, row)
        return
    for entry in entries(root, records, is_line=number > 0):
        _add(records, entry, number)
        if may_be_deep and len(records.events) > before:
            _drop_deep(records, -1)


def _add(records: Records, entry: Entry, number: int) -> None:
    line = max(entry.number, number)
    if not isinstance(entry.value, Mapping):
        report_no_event(records, entry)
        return
    records.add({**entry.defaults, **entry.value} if entry.defaults else entry.value, line)


def _drop_deep(records: Records, row: int) -> None:
    """Remove values that are nested too deeply from one event."""
    event = records.events[row]
    deep = [
        key
        for key, value in event.items()
        if isinstance(value, (list, dict))
        and key != MEMBERS["geometry"]
        and is_deeper(value, MAX_DEPTH)
    ]
    for key in deep:
        assert isinstance(event, dict)
        event[key] = None
        records.report(
            "json-syntax",
            f'"{key}" is nested more than {MAX_DEPTH} levels deep and was left out',
            at=(records.lines[row], 0),
            hint="check the brackets; an event needs only three levels",
        )
