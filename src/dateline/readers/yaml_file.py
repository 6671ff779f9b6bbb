"""Event files in YAML: one or more documents to the raw table, with the position of each field.

``yaml_tree.py`` parses YAML; ``document.py`` knows the structure of a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.progress import Advance, unwatched
from dateline.readers.document import Entry, Records, entries, report_no_event
from dateline.readers.file import EventFile
from dateline.readers.raw import Reading
from dateline.readers.yaml_tree import (
    Duplicate,
    MarkedDict,
    Position,
    TreeError,
    parse_documents,
    walk_positions,
)
from dateline.settings import Settings


def read_yaml(
    file: EventFile, text: str, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the events of a YAML file; a file that is not YAML gives one finding and no event."""
    records = Records(file.name, settings.limits)
    try:
        documents, duplicates = parse_documents(text, settings.limits)
    except TreeError as error:
        message = f"{error.message}; no events were read from this file"
        records.report(error.code, message, at=error.at, hint=error.hint)
        return records.reading()
    for duplicate in duplicates:
        _report_duplicate(records, duplicate)
    for root, at in documents:
        for entry in entries(root, records, at=at):
            _add(records, entry)
    advance(1, 1)
    return records.reading()


def _report_duplicate(records: Records, duplicate: Duplicate) -> None:
    records.report(
        "yaml-syntax",
        f'"{duplicate.key}" is given twice in one mapping; the first value, '
        f"on line {duplicate.first[0]}, is used",
        at=duplicate.second,
        hint="delete one of the two",
    )


def _add(records: Records, entry: Entry) -> None:
    event = entry.value
    if not isinstance(event, MarkedDict):
        report_no_event(records, entry)
        return
    positions = dict(walk_positions(event))
    records.add(_with_defaults(event, entry.defaults, positions), event.at[0], positions)


def _with_defaults(
    event: MarkedDict, defaults: Mapping[str, Any], positions: dict[str, Position]
) -> Mapping[str, Any]:
    inherited = {key: value for key, value in defaults.items() if key not in event}
    if not inherited:
        return event
    positions.update(
        (path, at)
        for path, at in walk_positions(defaults)
        if path.partition(".")[0].partition("[")[0] in inherited
    )
    return {**inherited, **event}
