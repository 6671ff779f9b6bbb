"""JSON files to the raw table: GeoJSON, dateline's own events, and lines of either.

``json_text.py`` handles the syntax, ``geojson.py`` GeoJSON, ``document.py`` the own format.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from dateline.progress import Advance, unwatched
from dateline.readers.document import (
    FILE_KEYS,
    MEMBERS,
    TOPOLOGY,
    UMAP,
    Entry,
    Records,
    entries,
    report_no_event,
)
from dateline.readers.file import EventFile
from dateline.readers.geojson import (
    GEOJSON_TYPES,
    add_alike,
    add_features,
    add_some,
    has_wgs84,
    is_geojson,
    read_geometries,
)
from dateline.readers.json_alike import Alike, AlikeRows
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

#: Values of ``type`` that say that a mapping is no event.
_FOREIGN_TYPES: Final = (*GEOJSON_TYPES, TOPOLOGY, UMAP)

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
    for part in long.parts(Alike(is_feature=has_geometry)):
        if isinstance(part, AlikeRows):
            records.add_parts(part.parts, range(count + 1, count + part.size + 1))
            count += part.size
            advance(long.start, len(long.content))
            continue
        numbers = range(count + 1, count + len(part.values) + 1)
        count += len(part.values)
        columns = part.columns if part.depth <= MAX_DEPTH else None
        if is_collection:
            if columns is None or not add_alike(
                columns, numbers, records, has_geometry=has_geometry
            ):
                add_some(part.values, records, first=numbers.start, has_geometry=has_geometry)
        elif columns is not None:
            records.add_columns(columns, numbers)
        elif all(type(value) is dict for value in part.values):
            records.extend(part.values, numbers)
        else:
            raise LongTextError
        if part.depth > MAX_DEPTH:
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
    if _RECORD.match(content):
        deque(_add_many(*_split_records(content), records), maxlen=0)
        return _finish(records, advance)
    alike = Alike()
    start, line = 0, 1
    while start < len(content):
        end = content.find(b"\n", start + PART_BYTES) + 1 or len(content)
        text = content[start:end].removesuffix(b"\n")
        rows = alike.read_lines(text)
        if rows is not None and _are_events(rows):
            records.add_parts(rows.parts, range(line, line + rows.size))
        else:
            lines = [part.strip(b" \t\r\x1e") for part in text.split(b"\n")]
            numbers = [number for number, part in enumerate(lines, start=line) if part]
            for quick in _add_many([part for part in lines if part], numbers, records):
                alike.learn(quick and quick.columns)
        line += text.count(b"\n") + 1
        start = end
        advance(end, len(content))
    return _finish(records, advance)


def _add_many(
    texts: Sequence[bytes], lines: Sequence[int], records: Records
) -> Iterator[Quick | None]:
    """Add the events of JSON texts, and yield those that were read in bulk."""
    for at in range(0, len(texts), BATCH):
        yield _add_texts(texts[at : at + BATCH], lines[at : at + BATCH], records)
        read_geometries(records)
        records.flush()


def _are_events(rows: AlikeRows) -> bool:
    """Return whether lines are objects that can be nothing but one event or feature each."""
    kinds = rows.parts.get("type")
    foreign = pa.array(_FOREIGN_TYPES, pa.large_string())
    is_foreign = isinstance(kinds, pa.Array) and pc.any(pc.is_in(kinds, foreign)).as_py()
    return not is_foreign and _OTHER_KEYS.isdisjoint(rows.parts)


def _split_records(content: bytes) -> tuple[list[bytes], list[int]]:
    """Return the records of a text sequence (RFC 8142) of any length, and their lines."""
    texts, numbers, line = [], [], 1
    for record in content.split(b"\x1e"):
        if text := record.strip(b" \t\r\n"):
            texts.append(text)
            numbers.append(line + record.count(b"\n", 0, record.index(text[:1])))
        line += record.count(b"\n")
    return texts, numbers


def _flush(records: Records) -> None:
    read_geometries(records)
    records.flush()


def _finish(records: Records, advance: Advance) -> Reading:
    read_geometries(records)
    advance(1, 1)
    return records.reading()


def _add_texts(texts: Sequence[bytes], lines: Sequence[int], records: Records) -> Quick | None:
    """Add the events of some JSON texts, at most :data:`BATCH`.

    Args:
        texts: One JSON value each, in UTF-8.
        lines: The line of each text; 0 for a text that is the whole file.
        records: Receives the events and the findings.
    """
    quick = read_batch(texts)
    if quick is not None and all(lines) and _add_alike(quick, lines, records):
        return quick
    parsed = parse_strictly(texts) if quick is None else as_documents(quick)
    for line, document in zip(lines, parsed, strict=True):
        _add_document(document, line, records)
    return quick


def _add_alike(quick: Quick, lines: Sequence[int], records: Records) -> bool:
    """Add values that are all features, or all mappings that can only be one event each.

    Returns:
        Whether they were added.
    """
    columns = quick.columns
    if columns is None or quick.depth > MAX_DEPTH:
        return False
    if add_alike(columns, lines, records):
        return True
    is_foreign = any(kind in _FOREIGN_TYPES for kind in columns.get("type", ()))
    if is_foreign or not _OTHER_KEYS.isdisjoint(columns):
        return False
    records.add_columns(columns, lines)
    return True


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
