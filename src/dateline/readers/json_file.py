"""JSON files to the raw table: GeoJSON, dateline's own events, and lines of either.

``json_text.py`` handles the syntax, ``geojson.py`` GeoJSON, ``document.py`` the own format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, Final, TypeAlias

from dateline.progress import Advance, unwatched
from dateline.readers.document import (
    FILE_KEYS,
    MEMBERS,
    TOPOLOGY,
    Entry,
    Records,
    entries,
    report_no_event,
)
from dateline.readers.file import EventFile
from dateline.readers.geojson import (
    add_features,
    add_some,
    has_wgs84,
    is_geojson,
    read_geometries,
)
from dateline.readers.json_limits import check_json
from dateline.readers.json_parts import PART_BYTES, LongText, LongTextError, find_list
from dateline.readers.json_quick import BATCH, Quick, read_batch
from dateline.readers.json_text import (
    MAX_DEPTH,
    JsonDocument,
    JsonError,
    as_documents,
    is_deeper,
    parse_strictly,
)
from dateline.readers.raw import Reading
from dateline.settings import Settings

#: Keys that a mapping may have which is something else than one event.
_OTHER_KEYS: Final = frozenset({"geometryType", "features", *FILE_KEYS})

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
    with suppress(LongTextError):
        if len(content) > PART_BYTES and (long := find_list(content)) is not None:
            return _read_long(long, Records(file.name, settings.limits), advance)
    records = Records(file.name, settings.limits)
    if _TEXT.search(content):
        _add_texts([content], [0], records)
    return _finish(records, advance)


def _read_long(long: LongText, records: Records, advance: Advance) -> Reading:
    """Return the events of a long list, of which only a part is in memory at a time.

    Raises:
        LongTextError: The text has to be read as a whole.
    """
    root = long.root
    is_collection = is_geojson(root) and root["type"] == "FeatureCollection"
    if not is_collection and isinstance(root, dict) and root != {"events": []}:
        raise LongTextError
    has_geometry = is_collection and has_wgs84(root, records)
    count = 0
    for values, depth in long.parts():
        if is_collection:
            add_some(values, records, first=count + 1, has_geometry=has_geometry)
        elif all(type(value) is dict for value in values):
            records.extend(values, range(count + 1, count + len(values) + 1))
        else:
            raise LongTextError
        count += len(values)
        if depth > MAX_DEPTH:
            for row in range(len(records.events)):
                _drop_deep(records, row)
        _flush(records)
        advance(long.start, len(long.content))
    return records.reading()


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
    split = _split_records if _RECORD.match(content) else _split_lines
    for texts, numbers, end in split(content):
        for at in range(0, len(texts), BATCH):
            _add_texts(texts[at : at + BATCH], numbers[at : at + BATCH], records)
            _flush(records)
        advance(end, len(content))
    return _finish(records, advance)


#: Some texts of a file, the line on which each begins, and where the next ones begin.
_Texts: TypeAlias = tuple[list[bytes], list[int], int]


def _split_lines(content: bytes) -> Iterator[_Texts]:
    """Yield the lines that contain a value, and their numbers, some at a time."""
    start = before = 0
    while start < len(content):
        end = content.find(b"\n", start + PART_BYTES) + 1 or len(content)
        lines = [line.strip(b" \t\r\x1e") for line in content[start:end].split(b"\n")]
        numbers = [number for number, line in enumerate(lines, start=before + 1) if line]
        yield [line for line in lines if line], numbers, end
        start, before = end, before + len(lines) - 1


def _split_records(content: bytes) -> Iterator[_Texts]:
    """Yield the records of a text sequence (RFC 8142) of any length, and their lines."""
    texts, numbers, line = [], [], 1
    for record in content.split(b"\x1e"):
        if text := record.strip(b" \t\r\n"):
            texts.append(text)
            numbers.append(line + record.count(b"\n", 0, record.index(text[:1])))
        line += record.count(b"\n")
    yield texts, numbers, len(content)


def _flush(records: Records) -> None:
    read_geometries(records)
    records.flush()


def _finish(records: Records, advance: Advance) -> Reading:
    read_geometries(records)
    advance(1, 1)
    return records.reading()


def _add_texts(texts: Sequence[bytes], lines: Sequence[int], records: Records) -> None:
    """Add the events of some JSON texts, at most :data:`BATCH`.

    Args:
        texts: One JSON value each, in UTF-8.
        lines: The line of each text; 0 for a text that is the whole file.
        records: Receives the events and the findings.
    """
    quick = read_batch(texts)
    if quick is not None and all(lines) and _are_events(quick):
        records.extend(quick.values, lines)
        return
    parsed = parse_strictly(texts) if quick is None else as_documents(quick)
    for line, document in zip(lines, parsed, strict=True):
        _add_document(document, line, records)


def _are_events(quick: Quick) -> bool:
    """Return whether values are mappings that can be nothing but one event each."""
    if quick.depth > MAX_DEPTH or not all(type(value) is dict for value in quick.values):
        return False
    keys = set(chain.from_iterable(set(map(tuple, quick.values))))
    if "type" in keys and any(_has_foreign_type(value) for value in quick.values):
        return False
    return _OTHER_KEYS.isdisjoint(keys)


def _has_foreign_type(value: Any) -> bool:
    return is_geojson(value) or value.get("type") == TOPOLOGY


def _add_document(parsed: JsonDocument | JsonError, line: int, records: Records) -> None:
    if isinstance(parsed, JsonError):
        at = (line + max(parsed.line, 1) - 1 if line else parsed.line, parsed.column)
        records.report("json-syntax", parsed.message, at=at, hint=parsed.hint)
        return
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
