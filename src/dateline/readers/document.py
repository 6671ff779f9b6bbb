"""The structure of an event file in YAML or JSON: a list, a mapping with ``events``, or one event.

It works on plain lists and mappings; ``yaml_file.py`` and ``json_file.py`` handle the syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import LimitSettings
from dateline.readers.columns import ColumnPart, RecordColumns
from dateline.readers.raw import MemberName, Position, RawTable, Reading

#: Top-level keys of an event file.
FILE_KEYS: Final = ("events", "defaults")

#: Keys of lists that an event may have itself.
_PARTS_OF_AN_EVENT: Final = frozenset(
    {
        "sources",
        "figures",
        "media",
        "source",
        "links",
        "images",
        "categories",
        "geometry",
        "geometries",
    }
)

#: The type of a TopoJSON file.
TOPOLOGY: Final = "Topology"
#: The type of the backup of a map of uMap.
UMAP: Final = "umap"

#: An event has at least this many values.
_FEWEST_KEYS: Final = 2

#: Bytes that a value takes in addition to its text.
_VALUE_BYTES: Final = 8

#: The keys under which records hold the members of a GeoJSON feature; no property has such a key.
MEMBERS: Final[dict[MemberName, Any]] = {"geometry": ("geometry",), "id": ("id",)}


@dataclass(slots=True)
class Records:
    """The events of one file on their way into a table; three of the lists are parallel.

    Attributes:
        file: The file's name.
        limits: The limits that apply to it.
        events: Field to value, as read.
        lines: 1-based line or number of each event.
        positions: For each event a mapping of field or path to (line, column); None if unknown.
        findings: The findings so far.
        beside: What stands beside the list of events in the same mapping.
        done: The columns of earlier events.
        numbers: Their lines or numbers.
    """

    file: str
    limits: LimitSettings = field(default_factory=LimitSettings)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    positions: list[dict[str, Position] | None] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    beside: dict[str, tuple[Any, Position]] = field(default_factory=dict)
    done: RecordColumns = field(default_factory=RecordColumns)
    numbers: list[NDArray[np.int64]] = field(default_factory=list)

    def add(
        self, event: Mapping[str, Any], line: int, positions: dict[str, Position] | None = None
    ) -> None:
        """Append one event."""
        self.events.append(event)
        self.lines.append(line)
        if positions is not None or self.positions:
            missing = len(self.lines) - len(self.positions) - 1
            self.positions += [*([None] * missing), positions]

    def report(self, code: str, message: str, *, at: Position = (0, 0), hint: str = "") -> None:
        """Append one finding about this file."""
        self.findings.append(
            finding(code, message, hint=hint, file=self.file, line=at[0], column=at[1])
        )

    def extend(self, events: Sequence[Mapping[str, Any]], lines: Sequence[int]) -> None:
        """Append events without positions."""
        self.events += events
        self.lines += lines

    def add_columns(self, columns: Mapping[Any, Sequence[Any]], lines: Sequence[int]) -> None:
        """Append events of which the values of each key are given; without positions.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self.flush()
        self.done.add_columns(columns, len(lines), self.limits)
        self.numbers.append(np.array(lines, dtype=np.int64))

    def add_parts(self, parts: Mapping[Any, ColumnPart], lines: Sequence[int]) -> None:
        """Append events as :meth:`add_columns` does.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self.flush()
        self.done.add_parts(parts, len(lines), self.limits)
        self.numbers.append(np.array(lines, dtype=np.int64))

    def flush(self) -> None:
        """Put the events into columns, and forget them; formats without positions only.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self.done.add(self.events, self.limits)
        self.numbers.append(np.array(self.lines, dtype=np.int64))
        self.events.clear()
        self.lines.clear()

    def table(self) -> RawTable:
        """Return the raw table: a column per key, as text where every value is text.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self.flush()
        fields = self.done.finish()
        keys = list(fields)
        return RawTable(
            self.file,
            [key if isinstance(key, str) else key[0] for key in keys],
            [*fields.values()],
            np.concatenate(self.numbers),
            positions=list(self.positions) if any(self.positions) else None,
            members={name: keys.index(key) for name, key in MEMBERS.items() if key in fields},
            beside=self.beside,
            is_typed=not any(self.positions),
            is_faulty=any(found.severity == "error" for found in self.findings),
        )

    def reading(self) -> Reading:
        """Return the raw table and the findings."""
        return [self.table()], self.findings


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a document that may be an event: its value, number, position and defaults."""

    value: Any
    number: int
    at: Position
    defaults: Mapping[str, Any]


def entries(
    root: Any, records: Records, *, at: Position = (0, 0), is_line: bool = False
) -> Iterator[Entry]:
    """Yield the entries of one document in order; problems are reported in ``records``.

    A mapping on a line of its own is an event, whatever lists it has.
    """
    if root is None:
        return
    if isinstance(root, list):
        yield from _entries_of_list(root, {}, at)
    elif not isinstance(root, Mapping):
        _report_type(records, "the file", root, expected="a list of events", at=at)
    elif isinstance(root.get("events"), list) or (root and set(root) <= set(FILE_KEYS)):
        yield from _entries_of_mapping(root, records, at)
    elif (foreign := _foreign_kind(root)) is not None:
        _report_foreign(records, *foreign, at=at)
    elif not is_line and (wrapped := _wrapped(root)):
        records.beside |= _beside(root, at, wrapped)
        yield from _entries_of_list(
            root[wrapped], {}, getattr(root, "positions", {}).get(wrapped, at)
        )
    elif not is_line and (inner := _envelope(root)):
        at_inner = getattr(root, "positions", {}).get(inner, at)
        yield from entries(root[inner], records, at=at_inner)
    elif not is_line and _is_by_id(root):
        yield from _entries_by_id(root, at)
    elif "events" in root:
        yield from _entries_of_mapping(root, records, at)
    else:
        yield Entry(root, 1, at, {})


def _wrapped(root: Mapping[str, Any]) -> str:
    """Return the key of the one list of mappings in a mapping of other things; empty if none.

    An event may have such a list too, of sources or figures, but then it has texts beside it that
    are longer than the counts and names beside a list of events.
    """
    lists = [
        key
        for key, value in root.items()
        if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value)
    ]
    if len(lists) != 1:
        return ""
    items = root[lists[0]]
    keys = set().union(*(item.keys() for item in items))
    is_part = lists[0].lower() in _PARTS_OF_AN_EVENT or len(keys) < _FEWEST_KEYS
    return "" if is_part else lists[0]


def _envelope(root: Mapping[str, Any]) -> str:
    """Return the key of the one mapping with a list of events, as in the answers of many services.

    A mapping with a title is an event.
    """
    if "title" in root:
        return ""
    inner = [key for key, value in root.items() if isinstance(value, Mapping) and _wrapped(value)]
    return inner[0] if len(inner) == 1 else ""


def _is_by_id(root: Mapping[str, Any]) -> bool:
    """Return whether a mapping has an event under each key, which is its id."""
    return (
        bool(root)
        and all(
            isinstance(value, Mapping) and len(value) >= _FEWEST_KEYS for value in root.values()
        )
        and (len(root) > 1 or "title" in next(iter(root.values())))
    )


def _entries_by_id(root: Mapping[str, Any], at: Position) -> Iterator[Entry]:
    positions = getattr(root, "positions", {})
    for number, (key, value) in enumerate(root.items(), start=1):
        yield Entry(value, number, positions.get(key, at), {MEMBERS["id"]: key})


def _beside(
    root: Mapping[str, Any], at: Position, list_key: str
) -> dict[str, tuple[Any, Position]]:
    positions = getattr(root, "positions", {})
    return {key: (value, positions.get(key, at)) for key, value in root.items() if key != list_key}


def _foreign_kind(root: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the name of a format that is JSON but no event file, and what to do about it."""
    if root.get("type") == TOPOLOGY:
        return (
            "TopoJSON",
            "convert it to GeoJSON: mapshaper {name} -o format=geojson events.geojson",
        )
    if root.get("type") == UMAP:
        return "a backup of a uMap", "in uMap, export the data as GeoJSON: Share and download"
    features = root.get("features")
    is_esri = "geometryType" in root or (
        isinstance(features, list)
        and bool(features)
        and all(isinstance(item, Mapping) and "attributes" in item for item in features)
    )
    if is_esri:
        return "Esri JSON", "convert it to GeoJSON: ogr2ogr -t_srs EPSG:4326 events.geojson {name}"
    return None


def _report_foreign(records: Records, name: str, remedy: str, *, at: Position) -> None:
    records.report(
        "format-unknown",
        f"the file is {name}, expected GeoJSON, or a list of events",
        at=at,
        hint=remedy.format(name=records.file.rpartition("/")[2]),
    )


def _entries_of_mapping(root: Mapping[str, Any], records: Records, at: Position) -> Iterator[Entry]:
    positions = getattr(root, "positions", {})
    records.beside |= {
        key: (value, positions.get(key, at)) for key, value in root.items() if key not in FILE_KEYS
    }
    defaults = root.get("defaults") or {}
    if not isinstance(defaults, Mapping):
        at_defaults = positions.get("defaults", at)
        _report_type(records, '"defaults"', defaults, expected="a mapping", at=at_defaults)
        defaults = {}
    events = root.get("events")
    if isinstance(events, list):
        records.limits.check_expansion(_weight(defaults) * len(events))
        yield from _entries_of_list(events, defaults, positions.get("events", at))
    elif events is not None:
        at_events = positions.get("events", at)
        _report_type(records, '"events"', events, expected="a list", at=at_events)


def _entries_of_list(
    items: list[Any], defaults: Mapping[str, Any], at: Position
) -> Iterator[Entry]:
    positions = getattr(items, "positions", None)
    for number, value in enumerate(items, start=1):
        where = positions[number - 1] if positions else (number, 0) if at == (0, 0) else at
        yield Entry(value, number, where, defaults)


def _weight(value: Any) -> int:
    """Return the approximate number of bytes that a value takes each time it is repeated."""
    size, level = 0, [value]
    while level:
        inner: list[Any] = []
        for item in level:
            size += _VALUE_BYTES + (len(item) if isinstance(item, str) else 0)
            if isinstance(item, Mapping):
                inner += item.values()
            elif isinstance(item, list):
                inner += item
        level = inner
    return size - _VALUE_BYTES


def report_no_event(records: Records, entry: Entry) -> None:
    """Report that an entry is not a mapping and therefore not an event."""
    _report_type(records, "an event", entry.value, expected="a mapping with a title", at=entry.at)


def _report_type(records: Records, what: str, value: Any, *, expected: str, at: Position) -> None:
    records.report(
        "field-type",
        f"{what} is {describe(value)}, expected {expected}",
        at=at,
        hint="write `- title: What happened` for each event",
    )


def describe(value: Any) -> str:
    """Return a short description of a value for messages, with text quoted.

    >>> describe("a"), describe([1]), describe(None)
    ('"a"', 'a list', 'empty')
    """
    if value is None:
        return "empty"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    return f'"{shorten(str(value))}"'


def shorten(text: str, limit: int = 60) -> str:
    """Return ``text``, cut off with an ellipsis if it has more than ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
