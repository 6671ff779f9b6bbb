"""Readers: files to the raw table of events, one row per event, with values as written.

Every row records its origin. ``normalise`` interprets and checks the values. The readers recognise
places and dates only by their columns.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pandas as pd

from dateline import schema
from dateline.arrow import replace_surrogates, spread
from dateline.diagnostics import Diagnostic, finding
from dateline.limits import LimitExceededError, LimitSettings
from dateline.progress import Advance, part, unwatched
from dateline.readers.columns import ORIGIN
from dateline.readers.delimited import check_lines, read_delimited, read_large
from dateline.readers.encoding import decode, decode_to_utf8
from dateline.readers.file import EventFile, LargeFile, Reading, load
from dateline.readers.folder import open_files, total_size
from dateline.readers.json_file import read_json, read_json_lines
from dateline.readers.json_limits import check_json
from dateline.readers.json_schema import build_event_schema
from dateline.readers.yaml_file import read_yaml
from dateline.settings import Settings

__all__ = ["build_event_schema", "read_events", "read_file"]


def read_events(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    stdin: bytes | None = None,
    advance: Advance = unwatched,
) -> tuple[pd.DataFrame, list[Diagnostic]]:
    """Return every event of the files, in the order of the paths, and the findings.

    Args:
        paths: Files, folders (searched recursively, sorted by path) and ``-`` for ``stdin``.
        settings: Read: ``read``; everything has a default.
        stdin: The content of standard input; its format is detected from the content.
        advance: Called with the bytes read so far and the total.

    Returns:
        One row per event, with a ``RangeIndex``. Columns: the fields of the event table that occur,
        then unknown ones, then ``origin_file``, ``origin_line`` (1-based line, or feature number)
        and ``origin_positions`` (field to (line, column); None if the format has none). Text is as
        written, and missing is NaN or None; nested values of YAML and JSON stay lists and mappings,
        and ``geometry`` is shapely or text. A file that cannot be read gives a finding and no row.

    Raises:
        InputError: ``-`` is among the paths and ``stdin`` is missing.
        SettingsError: ``settings.read`` names a codec or a field that does not exist.
    """
    tables: list[pd.DataFrame] = []
    findings: list[Diagnostic] = []
    total = 0 if advance is unwatched else total_size(paths, stdin)
    behind = 0
    room = _Room(settings.limits)
    for opened in open_files(paths, stdin, limits=settings.limits):
        if isinstance(opened, Diagnostic):
            findings.append(opened)
            continue
        ahead = behind + opened.size
        watched = part(advance, behind / total, ahead / total) if total else unwatched
        table, found = read_file(opened, settings, advance=watched)
        watched(1, 1)
        behind = ahead
        findings.extend(found)
        if not room.takes(table, findings, file=opened.name):
            continue
        table["origin_file"] = spread(
            [replace_surrogates(opened.name)], np.zeros(len(table), dtype=np.int64)
        )
        tables.append(table)
    return _join(tables), findings


def read_file(
    file: EventFile | LargeFile, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the events of one file and the findings; the content of a file never raises."""
    try:
        with _paused_collector():
            table, findings = (
                _read_large(file, settings, advance)
                if isinstance(file, LargeFile)
                else _read(file, settings, advance)
            )
    except LimitExceededError as error:
        return _no_rows(), [_beyond(error, file.name)]
    if table.empty and not any(item.severity == "error" for item in findings):
        findings.append(_empty(file))
    return table, findings


def _beyond(error: LimitExceededError, name: str) -> Diagnostic:
    message = f"{error.message}; no events were read from this file"
    return finding("limit-exceeded", message, hint=error.hint, file=name, line=error.line)


class _Room:
    """Counts the columns and cells of all files together, which must fit into one table."""

    def __init__(self, limits: LimitSettings) -> None:
        self._limits = limits
        self._columns: set[str] = set()
        self._rows = 0

    def takes(self, table: pd.DataFrame, findings: list[Diagnostic], *, file: str) -> bool:
        """Return whether the events of one more file fit; report it if they do not."""
        if table.empty:
            return True
        columns = self._columns | (set(table.columns) - set(ORIGIN))
        rows = self._rows + len(table)
        try:
            self._limits.check_columns(len(columns))
            self._limits.check_cells(rows, len(columns))
        except LimitExceededError as error:
            findings.append(_beyond(error, file))
            return False
        self._columns, self._rows = columns, rows
        return True


@contextmanager
def _paused_collector() -> Iterator[None]:
    """Pause the cycle collector, which would walk millions of new lists that are all in use.

    It would double the time for a large JSON file and free nothing, as readers make no cycles.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_large(file: LargeFile, settings: Settings, advance: Advance) -> Reading:
    try:
        reading = read_large(file, settings, advance=advance)
    except (OSError, MemoryError):
        # The general reader reports what is wrong.
        reading = None
    if reading is not None:
        return reading
    with suppress(OSError):
        check_lines(file.path, settings.limits)
    content = load(file.path, file.name, limits=settings.limits)
    if isinstance(content, Diagnostic):
        return _no_rows(), [content]
    return _read(EventFile(file.name, content, "delimited"), settings, unwatched)


def _read(file: EventFile, settings: Settings, advance: Advance) -> Reading:
    codec = settings.read.encoding
    if file.format != "yaml":
        content, findings = decode_to_utf8(file.content, file.name, encoding=codec)
        if content is not None:
            if file.format == "delimited":
                table, found = read_delimited(file, content, settings)
            else:
                check_json(content, settings.limits)
                read = read_json if file.format == "json" else read_json_lines
                table, found = read(file, content, settings, advance=advance)
            return table, [*findings, *found]
    else:
        text, findings = decode(file.content, file.name, encoding=codec)
        if text is not None:
            table, found = read_yaml(file, text, settings)
            return table, [*findings, *found]
    return _no_rows(), findings


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame({"origin_line": pd.Series(dtype="int64")})


def _empty(file: EventFile | LargeFile) -> Diagnostic:
    return finding(
        "file-empty",
        f'"{file.name}" contains no events',
        hint="add an event, starting with `title`, or remove the file",
        file=file.name,
    )


def _only(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return tables[0].reset_index(drop=True) if tables else pd.DataFrame()


def _join(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one table of all; columns in the order of the event table, then as they occur."""
    met = dict.fromkeys(name for table in tables for name in table.columns)
    known = [name for name in (*schema.GIVEN, *schema.RESOLUTION) if name in met]
    kept = [name for name in met if name not in schema.BY_NAME]
    filled = [table for table in tables if not table.empty]
    joined = pd.concat(filled, ignore_index=True) if len(filled) > 1 else _only(filled)
    joined = joined.reindex(columns=[*known, *kept, "origin_file", "origin_line"])
    positions = [
        table.get("origin_positions", pd.Series([None] * len(table), dtype=object))
        for table in filled
    ]
    joined["origin_file"] = joined["origin_file"].astype("str")
    joined["origin_line"] = joined["origin_line"].astype("int64")
    joined["origin_positions"] = (
        pd.concat(positions, ignore_index=True) if positions else pd.Series(dtype=object)
    )
    return joined
