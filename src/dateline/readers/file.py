"""One input file as bytes with a name: what every reader takes, and what every reader returns.

Finding files is ``folder.py``; turning bytes into text is ``encoding.py``.
"""

from __future__ import annotations

import errno
import io
import os
import select
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pandas as pd

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import MEGABYTE, LimitSettings

#: What a reader returns: the raw table of one file, and what it found.
Reading = tuple[pd.DataFrame, list[Diagnostic]]

#: How much of a file is looked at before the rest is read.
PROBE_BYTES: Final = 1 << 20

#: How long a pipe is waited for that nobody has opened for writing.
_PIPE_SECONDS: Final = 5.0

#: From what size on a file is large.
_LARGE_BYTES: Final = 1 << 23


@dataclass(frozen=True, slots=True)
class EventFile:
    """One input, wholly in memory.

    Attributes:
        name: As the user named it; ``<stdin>`` for standard input. Used in messages and as
            ``origin_file``.
        content: Its bytes.
        format: ``yaml``, ``json``, ``jsonl`` or ``delimited``.
    """

    name: str
    content: bytes
    format: str

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class LargeFile:
    """One delimited file that is read piece by piece.

    Attributes:
        name: As the user named it.
        path: Where it is.
    """

    name: str
    path: Path

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return size_of(self.path)


def size_of(path: Path) -> int:
    """Return how many bytes a file has; 0 where that is not known."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def is_large(path: Path) -> bool:
    """Return whether a path is a file that is better not held in memory whole."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= _LARGE_BYTES


def load(path: Path, name: str, *, limits: LimitSettings) -> bytes | Diagnostic:
    """Return the bytes of one file, or the finding that says why they cannot be had.

    A file that begins with a mebibyte of zero bytes is no text and is not read any further,
    however large it is.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            return unreadable(name, "it is neither a file nor a pipe")
        with path.open("rb") if stat.S_ISREG(mode) else _open_pipe(path) as stream:
            return _load(stream, name, limits)
    except FileNotFoundError:
        return missing(name)
    except (OSError, ValueError) as error:
        return unreadable(name, reason(error))
    except MemoryError:
        return unreadable(name, "it does not fit into memory")


def _load(stream: BinaryIO, name: str, limits: LimitSettings) -> bytes | Diagnostic:
    probe = stream.read(PROBE_BYTES)
    if len(probe) == PROBE_BYTES and not probe.strip(b"\0"):
        return _zeros(name)
    if stream.seekable():
        # Read anew and not joined, which would take twice the memory.
        stream.seek(0)
        return stream.read()
    content = read_at_most(stream, limits.pipe_mb * MEGABYTE, probe)
    return too_large(name, "pipe_mb", limits.pipe_mb) if content is None else content


def _open_pipe(path: Path) -> BinaryIO:
    """Open a named pipe without waiting for ever for somebody to write to it.

    Raises:
        OSError: Nobody does.
    """
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if select.select([pipe], [], [], _PIPE_SECONDS)[0]:
        os.set_blocking(pipe, True)
        return os.fdopen(pipe, "rb")
    os.close(pipe)
    raise OSError(errno.EAGAIN, _REASONS[errno.EAGAIN])


def read_at_most(stream: BinaryIO, most: int, begun: bytes = b"") -> bytes | None:
    """Return what a stream holds, or ``None`` if it is more than so many bytes.

    Args:
        stream: What is read, to its end or a little beyond the limit.
        most: The limit.
        begun: What was read of it before.
    """
    held = io.BytesIO()
    chunk = begun or stream.read(PROBE_BYTES)
    while chunk:
        held.write(chunk)
        if held.tell() > most:
            return None
        chunk = stream.read(PROBE_BYTES)
    return held.getvalue()


def too_large(name: str, setting: str, most: int) -> Diagnostic:
    """Return the finding that an input has more megabytes than are read."""
    return finding(
        "limit-exceeded",
        f'"{name}" has more than {most:,} MB, the most that is read',
        hint=f"split it, or raise limits.{setting} in dateline.toml",
        file=name,
    )


#: What the system says, in words that are the same on every system.
_REASONS: Final = {
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "its symbolic links form a loop",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "part of its path is not a folder",
    errno.EAGAIN: "no program writes to this pipe",
    errno.EIO: "the disk or device reports an error",
}


def reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be read."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or "the system does not allow it"
    return "its name holds a zero character"


def missing(name: str) -> Diagnostic:
    """Return the finding that a file or folder is not there."""
    return finding(
        "file-missing",
        f'there is no file or folder "{name}"',
        hint="check the path; it is relative to the current folder",
        file=name,
    )


def unreadable(name: str, why: str) -> Diagnostic:
    """Return the finding that a file or folder is there and cannot be read."""
    return finding(
        "file-unreadable",
        f'"{name}" cannot be read: {why}',
        hint="check that it is a file and that you have permission to read it",
        file=name,
    )


def _zeros(name: str) -> Diagnostic:
    return finding(
        "encoding-unknown",
        f'"{name}" starts with {PROBE_BYTES} zero bytes, expected text',
        hint="copy or download the file again; this copy is blank",
        file=name,
    )
