"""Readers: files to raw tables, with headings and values as written.

A reader knows one format and nothing of events; ``registry.py`` lists the readers, and ``mapping``
decides what the columns mean.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import LimitExceededError, LimitSettings
from dateline.media_settings import MEDIA_FOLDER
from dateline.progress import Advance, part, unwatched
from dateline.readers.file import EventFile, LargeFile
from dateline.readers.folder import open_files, total_size
from dateline.readers.raw import RawTable, Reading
from dateline.readers.registry import BY_NAME
from dateline.settings import Settings

__all__ = ["RawTable", "Reading", "read_file", "read_tables", "used_up"]


class ReadFile(Protocol):
    """Returns the tables of one file and the findings."""

    def __call__(
        self, file: EventFile | LargeFile, settings: Settings, *, advance: Advance
    ) -> Reading:
        """Read the file, or return what was read of it before."""


def read_tables(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    stdin: bytes | None = None,
    advance: Advance = unwatched,
    read: ReadFile | None = None,
) -> Reading:
    """Return the tables of the files, in the order of the paths, and the findings.

    Args:
        paths: Files, folders (searched recursively, sorted by path) and ``-`` for ``stdin``.
        settings: Read: ``read``; everything has a default.
        stdin: The content of standard input; its format is detected from the content.
        advance: Called with the bytes read so far and the total.
        read: Reads one file; None means :func:`read_file`.

    Raises:
        InputError: ``-`` is among the paths and ``stdin`` is missing.
        SettingsError: ``settings.read`` names a codec that does not exist.
    """
    tables: list[RawTable] = []
    findings: list[Diagnostic] = []
    apart = _apart(settings)
    total = 0 if advance is unwatched else total_size(paths, stdin, apart=apart)
    behind = 0
    room = _Room(settings.limits)
    for opened in open_files(paths, stdin, limits=settings.limits, apart=apart):
        if isinstance(opened, Diagnostic):
            findings.append(opened)
            continue
        ahead = behind + opened.size
        watched = part(advance, behind / total, ahead / total) if total else unwatched
        some, found = (read or read_file)(opened, settings, advance=watched)
        watched(1, 1)
        behind = ahead
        findings.extend(found)
        tables += [table for table in some if room.takes(table, findings)]
    return tables, findings


def _apart(settings: Settings) -> frozenset[str]:
    """Return the real paths of what a project has besides its events: its lists and its outputs."""
    place, output = settings.place, settings.output
    own = [place.places, place.regions, place.gazetteer, place.lock, settings.page.story]
    if settings.media.embed:
        own.append(Path(MEDIA_FOLDER))
    if os.path.realpath(settings.path(output.folder)) == os.path.realpath(settings.root):
        own += [output.folder / name for name in (output.html, *output.exports)]
    else:
        own.append(output.folder)
    return frozenset(os.path.realpath(settings.path(path)) for path in own)


def used_up(tables: list[RawTable]) -> Iterator[RawTable]:
    """Yield the tables and empty the list, so that each can be released when it is mapped."""
    tables.reverse()
    while tables:
        yield tables.pop()


def read_file(
    file: EventFile | LargeFile, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the tables of one file and the findings; the content of a file never raises."""
    try:
        with _paused_collector():
            return BY_NAME[file.format].read(file, settings, advance)
    except LimitExceededError as error:
        return [], [_beyond(error, file.name)]


def _beyond(error: LimitExceededError, name: str) -> Diagnostic:
    message = f"{error.message}; no events were read from this file"
    return finding("limit-exceeded", message, hint=error.hint, file=name, line=error.line)


class _Room:
    """Counts the columns and cells of all files together, which must fit into one table."""

    def __init__(self, limits: LimitSettings) -> None:
        self._limits = limits
        self._columns: set[str] = set()
        self._rows = 0

    def takes(self, table: RawTable, findings: list[Diagnostic]) -> bool:
        """Return whether the rows of one more table fit; report it if they do not."""
        if not len(table):
            return True
        columns = self._columns | set(table.headings)
        rows = self._rows + len(table)
        try:
            self._limits.check_columns(len(columns))
            self._limits.check_cells(rows, len(columns))
        except LimitExceededError as error:
            findings.append(_beyond(error, table.file))
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
