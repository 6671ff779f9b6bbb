"""Find the files to read: paths as the user gave them to :class:`EventFile`, in a stable order.

In a folder, only the suffix of a file decides its format. The readers interpret the content.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from dateline.diagnostics import Diagnostic, finding
from dateline.errors import InputError
from dateline.limits import MEGABYTE, LimitSettings
from dateline.readers.file import (
    EventFile,
    LargeFile,
    is_large,
    load,
    missing,
    reason,
    size_of,
    too_large,
    unreadable,
)
from dateline.readers.registry import (
    BY_NAME,
    BY_SUFFIX,
    FOREIGN_BY_SUFFIX,
    FileReader,
    Foreign,
    foreign_format,
    marked_reader,
)
from dateline.readers.sniff import sniff

#: The name of ``-`` in messages and in ``origin_file``.
STDIN: Final = "<stdin>"

#: Files that are about a folder rather than part of its data. Hidden files are ignored as well.
_IGNORED: Final = re.compile(
    r"(?i)(thumbs\.db|desktop\.ini|dateline(-mapping)?\.toml|.*\.schema\.json|.*~|.*\.(bak|swp|tmp))$"
)
#: Names of files about a folder, unless their suffix makes them event files: ``notes.txt``.
_ABOUT: Final = re.compile(r"(?i)(readme|licen[cs]e|copying|changelog|notes?|attribution)(\..*)?$")


def open_files(
    paths: Sequence[Path | str],
    stdin: bytes | None,
    *,
    limits: LimitSettings,
    apart: frozenset[str] = frozenset(),
) -> Iterator[EventFile | LargeFile | Diagnostic]:
    """Yield each input once, in the order given; the files of a folder are sorted by path.

    Args:
        paths: Files, folders (searched recursively) and ``-``.
        stdin: The content of standard input; required if ``-`` is among the paths.
        limits: The limits on their size and number.
        apart: Real paths of files and folders that a folder may have besides its events.

    Raises:
        InputError: ``-`` is among the paths and ``stdin`` is missing.
    """
    opener = _Opener(limits, apart)
    for path in paths:
        if str(path) == "-":
            yield from _standard_input(stdin, limits)
        else:
            yield from opener.path(Path(path))


def total_size(
    paths: Sequence[Path | str], stdin: bytes | None, *, apart: frozenset[str] = frozenset()
) -> int:
    """Return the number of bytes that :func:`open_files` will read, as far as it is known."""
    files: dict[Path, None] = {}
    for path in map(Path, paths):
        if os.path.isdir(path):  # noqa: PTH112 - as in open_files
            found = (file for file in _walk(path, apart) if isinstance(file, Path))
            files |= {file.absolute(): None for file in found if file.suffix.lower() in BY_SUFFIX}
        elif str(path) != "-":
            files[path.absolute()] = None
    is_asked = any(str(path) == "-" for path in paths)
    return sum(map(size_of, files)) + (len(stdin or b"") if is_asked else 0)


def _standard_input(stdin: bytes | None, limits: LimitSettings) -> Iterator[EventFile | Diagnostic]:
    if stdin is None:
        raise InputError(
            '"-" was given, but there is no standard input', hint="name a file, or pipe events in"
        )
    if len(stdin) > limits.pipe_mb * MEGABYTE:
        yield too_large(STDIN, "pipe_mb", limits.pipe_mb)
        return
    yield _named_kind(STDIN, stdin, limits)


def _named_kind(
    name: str, content: bytes, limits: LimitSettings, *, reader: FileReader | None = None
) -> EventFile | Diagnostic:
    """Return a file with the name of its format, or the finding that it is not read."""
    marked = marked_reader(content, reader)
    foreign = None if marked else foreign_format(content)
    if foreign is not None:
        return _refused(name, foreign)
    # Programs save texts under the names of workbooks, too.
    is_text = reader is BY_NAME["workbook"] and not marked
    kind = marked or (None if is_text else reader) or BY_NAME[sniff(content)]
    too_much = _beyond(name, kind, size=len(content), limits=limits)
    return too_much or EventFile(name, content, kind.name)


class _Opener:
    """Opens paths, each file once, within the limits."""

    def __init__(self, limits: LimitSettings, apart: frozenset[str]) -> None:
        self._limits = limits
        self._apart = apart
        self._seen: set[Path] = set()

    def path(self, path: Path) -> Iterator[EventFile | LargeFile | Diagnostic]:
        """Yield a file, or the files of a folder in order."""
        name = path.as_posix()
        if not os.path.isdir(path):  # noqa: PTH112 - says no to a name that is too long
            yield from self._file(path, name)
            return
        found = list(itertools.islice(_walk(path, self._apart), self._limits.files + 1))
        if len(found) > self._limits.files:
            yield finding(
                "limit-exceeded",
                f'the folder "{name}" has more than {self._limits.files:,} files; '
                "none of them were read",
                hint="combine some of them, or raise limits.files in dateline.toml",
                file=name,
            )
            return
        if not found:
            yield finding(
                "file-empty",
                f'the folder "{path.as_posix()}" contains no event files',
                hint="add a .yaml, .csv or .geojson file; `dateline init` creates an example",
                file=path.as_posix(),
            )
        for file in found:
            if isinstance(file, Diagnostic):
                yield file
            elif file.suffix.lower() in BY_SUFFIX:
                yield from self._file(file, file.as_posix())
            else:
                yield _format_unknown(file)

    def _file(self, path: Path, name: str) -> Iterator[EventFile | LargeFile | Diagnostic]:
        try:
            size, real = path.stat().st_size, path.resolve()
        except FileNotFoundError:
            yield missing(name)
            return
        except (OSError, ValueError) as error:
            yield unreadable(name, reason(error))
            return
        if real not in self._seen:
            self._seen.add(real)
            yield self._open(path, name, size)

    def _open(self, path: Path, name: str, size: int) -> EventFile | LargeFile | Diagnostic:
        suffix = path.suffix.lower()
        if suffix in FOREIGN_BY_SUFFIX:
            return _refused(name, FOREIGN_BY_SUFFIX[suffix])
        reader = BY_SUFFIX.get(suffix)
        beyond = _beyond(name, reader, size=size, limits=self._limits)
        if beyond is not None:
            return beyond
        if reader is not None and reader.is_streamed and is_large(path):
            return LargeFile(name, path, reader.name)
        content = load(path, name, limits=self._limits)
        if isinstance(content, Diagnostic):
            return content
        return _named_kind(name, content, self._limits, reader=reader)


def _beyond(
    name: str, reader: FileReader | None, *, size: int, limits: LimitSettings
) -> Diagnostic | None:
    """Return the finding for a file of some format that is too large; None if it is not."""
    setting = reader.limit if reader else "file_mb"
    most: int = getattr(limits, setting)
    return too_large(name, setting, most) if size > most * MEGABYTE else None


def _walk(folder: Path, apart: frozenset[str]) -> Iterator[Path | Diagnostic]:
    """Yield the files of a folder that may contain events; links are followed once."""
    refused: list[OSError] = []
    # A folder that was asked for is read, whatever else it is.
    seen = {os.path.realpath(folder), *apart}
    for here, folders, files in os.walk(folder, onerror=refused.append, followlinks=True):
        folders[:] = sorted(name for name in folders if _is_new(here, name, seen))
        for name in sorted(files):
            if not _is_ignored(name) and not (
                apart and os.path.realpath(Path(here, name)) in apart
            ):
                yield Path(here, name)
    for error in refused:
        yield unreadable(Path(str(error.filename)).as_posix(), error.strerror or str(error))


def _is_ignored(name: str) -> bool:
    is_about = _ABOUT.match(name) is not None and Path(name).suffix.lower() not in BY_SUFFIX
    return name.startswith(".") or _IGNORED.match(name) is not None or is_about


def _is_new(here: str, name: str, seen: set[str]) -> bool:
    """Return whether a subfolder has not been searched yet, and remember it."""
    real = os.path.realpath(Path(here, name))
    is_new = not name.startswith(".") and real not in seen
    seen.add(real)
    return is_new


def _refused(name: str, foreign: Foreign) -> Diagnostic:
    base = Path(name).name
    return finding(
        "format-unknown",
        f'"{base}" is not in a supported format ({foreign.name}), '
        f"expected one of {', '.join(BY_SUFFIX)}",
        hint=foreign.remedy.format(name=base),
        file=name,
    )


def _format_unknown(path: Path) -> Diagnostic:
    foreign = FOREIGN_BY_SUFFIX.get(path.suffix.lower())
    if foreign is not None:
        return _refused(path.as_posix(), foreign)
    return finding(
        "format-unknown",
        f'"{path.name}" is not in a supported format, expected one of {", ".join(BY_SUFFIX)}',
        hint="rename it if it is one of these, or move it out of the folder",
        file=path.as_posix(),
    )
