"""Plan the fixes of event files, show them as a diff, and write them."""

from __future__ import annotations

import codecs
import difflib
import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
import yaml

from dateline.diagnostics import Diagnostic
from dateline.errors import OutputError
from dateline.export import write_atomic
from dateline.fixes.csv_places import CsvPlaces
from dateline.fixes.json_places import JsonPlaces
from dateline.fixes.spans import Change, EventPlace, Places, apply_changes, without_conflicts
from dateline.fixes.yaml_places import YamlPlaces
from dateline.limits import MEGABYTE, read_bounded
from dateline.mapping import TableMapping
from dateline.one_line import one_line
from dateline.readers.encoding import decode
from dateline.readers.registry import BY_SUFFIX
from dateline.readers.single_byte import codecs_of_one_byte
from dateline.settings import Settings, shorten

#: Larger files are not changed.
_MOST_MB: Final = 100
_MARKS: Final = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODECS: Final = ("utf-8", "utf-16-le", "utf-16-be", *codecs_of_one_byte(), "latin-1")


@dataclass(frozen=True, slots=True)
class FilePlan:
    """The fixes of one file.

    Attributes:
        path: The file.
        before: Its content.
        after: Its content with the fixes.
        count: How many places change.
        diff: The changed lines as a unified diff.
    """

    path: Path
    before: bytes
    after: bytes
    count: int
    diff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The fixes of all files, and how many proposals cannot be written by a program."""

    files: tuple[FilePlan, ...]
    left: int


def plan_fixes(
    events: pd.DataFrame,
    findings: Iterable[Diagnostic],
    *,
    mappings: Sequence[TableMapping],
    settings: Settings,
) -> Plan:
    """Return what the findings propose to write, file by file; nothing is written.

    Args:
        events: The events of the files. Read: ``origin_file``, ``origin_line`` and
            ``origin_positions``.
        findings: The findings about them.
        mappings: The mapping of each table of the files.
        settings: Read: ``read``.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    for found in findings:
        if found.edits:
            by_file.setdefault(found.file, []).append(found)
    plans, left = [], 0
    seen: set[str] = set()
    for name, some in sorted(by_file.items()):
        real = os.path.realpath(name)
        if real in seen:
            continue
        seen.add(real)
        of_file = [mapping for mapping in mappings if mapping.file == name]
        rows = events[(events["origin_file"] == name).fillna(value=False).to_numpy(dtype=bool)]
        plan, missed = _plan_file(Path(name), some, rows=rows, mappings=of_file, settings=settings)
        left += missed
        if plan is not None:
            plans.append(plan)
    return Plan(tuple(plans), left)


def _plan_file(
    path: Path,
    findings: Sequence[Diagnostic],
    *,
    rows: pd.DataFrame,
    mappings: Sequence[TableMapping],
    settings: Settings,
) -> tuple[FilePlan | None, int]:
    """Return the plan of one file, and how many findings it leaves."""
    try:
        content = read_bounded(path, _MOST_MB * MEGABYTE)
        text, mark, codec = _decoded(content, settings)
        make = _maker(path.suffix.lower(), mappings, settings)
        places = make(text)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None, len(findings)
    events = [
        EventPlace(line, positions if isinstance(positions, dict) else {})
        for line, positions in zip(
            rows["origin_line"].fillna(0).astype(int).tolist(),
            rows["origin_positions"].tolist(),
            strict=True,
        )
    ]
    wanted = [
        _groups(places, events, found)
        if all(_encode(edit.new, codec) is not None for edit in found.edits)
        else []
        for found in findings
    ]
    kept = set(without_conflicts([group for groups in wanted for group in groups]))
    changes = sorted({change for group in kept for change in group})
    edits = {(edit.old, edit.new) for found in findings for edit in found.edits}
    after = apply_changes(text, changes)
    if not changes or not _is_as_meant(places.values(), after, make=make, edits=edits):
        return None, len(findings)
    missed = sum(1 for groups in wanted if not kept.intersection(groups))
    diff = tuple(_diff(shorten(path).as_posix(), text, after))
    return FilePlan(path, content, mark + after.encode(codec), len(changes), diff), missed


def _decoded(content: bytes, settings: Settings) -> tuple[str, bytes, str]:
    """Return the text of a file, its byte order mark and its codec.

    Raises:
        ValueError: Encoding the text again would not give the same bytes.
    """
    text, _ = decode(content, "", encoding=settings.read.encoding)
    for codec in (settings.read.encoding, *_CODECS):
        marks = [mark for mark in _MARKS if content.startswith(mark)]
        encoded = _encode(text, codec) if text is not None and codec else None
        for mark in marks:
            if encoded is not None and encoded == content[len(mark) :]:
                return text or "", mark, codec
    raise ValueError("it cannot be encoded as it was")


def _encode(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeError:
        return None


def _maker(
    suffix: str, mappings: Sequence[TableMapping], settings: Settings
) -> Callable[[str], Places]:
    """Return what finds the places in texts of a format.

    Raises:
        ValueError: Files of this format are not changed.
    """
    reader = BY_SUFFIX.get(suffix)
    kind = reader.name if reader else ""
    if kind == "yaml":
        return YamlPlaces
    if kind not in ("delimited", "json", "jsonl") or len(mappings) != 1:
        raise ValueError("files of this format are not changed")
    columns: dict[str, list[str]] = {}
    for use in mappings[0].uses:
        columns.setdefault(use.field, []).append(use.column)
    if kind != "delimited":
        return partial(JsonPlaces, columns=columns, is_lines=kind == "jsonl")
    return partial(
        CsvPlaces,
        columns=columns,
        delimiter=settings.read.delimiter,
        headless=mappings[0].table.headless,
    )


def _groups(
    places: Places, events: Iterable[EventPlace], found: Diagnostic
) -> list[frozenset[Change]]:
    """Return the changes of each event that has all of the old texts of a finding."""
    groups = []
    for event in events:
        changes = [places.find(event, edit) for edit in found.edits]
        if all(changes):
            groups.append(frozenset(change for change in changes if change is not None))
    return groups


def _is_as_meant(
    before: list[str],
    after: str,
    *,
    make: Callable[[str], Places],
    edits: Container[tuple[str, str]],
) -> bool:
    """Return whether a changed text has the same values as before, but for the edits."""
    try:
        values = make(after).values()
    except (ValueError, yaml.YAMLError):
        return False
    both = zip(before, values, strict=False)
    return len(values) == len(before) and all(
        (old.strip(), new) in edits for old, new in both if old != new
    )


def _diff(name: str, before: str, after: str) -> Iterator[str]:
    old, new = (_lines(text) for text in (before, after))
    return difflib.unified_diff(old, new, name, name, lineterm="", n=1)


def _lines(text: str) -> list[str]:
    """Return the lines of a text, with control characters escaped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return [one_line(line) for line in lines]


def write_plan(plan: FilePlan) -> None:
    """Write the fixes of one file, completely or not at all.

    Raises:
        OutputError: The file has changed since it was read, or cannot be written.
    """
    try:
        is_same = plan.path.read_bytes() == plan.before
    except OSError:
        is_same = False
    if not is_same:
        raise OutputError(
            f'"{shorten(plan.path)}" has changed since it was read; it was not fixed',
            hint="run `dateline fix` again",
        )
    write_atomic(plan.path, plan.after)
