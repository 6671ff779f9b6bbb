"""One input file as named bytes: the argument of every reader.

``folder.py`` finds files; ``encoding.py`` decodes bytes.
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

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import MEGABYTE, LimitSettings

#: How many bytes of a file are examined before the rest is read.
PROBE_BYTES: Final = 1 << 20

#: How long to wait for a pipe that is not open for writing.
_PIPE_SECONDS: Final = 5.0

#: Files from this size on are large.
_LARGE_BYTES: Final = 1 << 23


@dataclass(frozen=True, slots=True)
class EventFile:
    """One input file in memory.

    Attributes:
        name: The name that the user gave; ``<stdin>`` for standard input. Used in messages and as
            ``origin_file``.
        content: The bytes of the file.
        format: The name of a reader of the registry.
    """

    name: str
    content: bytes
    format: str

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class LargeFile:
    """One file that is read piece by piece.

    Attributes:
        name: The name that the user gave.
        path: The path of the file.
        format: The name of a reader of the registry.
    """

    name: str
    path: Path
    format: str = "delimited"

    @property
    def size(self) -> int:
        """Size in bytes."""
        return size_of(self.path)


def size_of(path: Path) -> int:
    """Return the size of a file in bytes; 0 if it is unknown."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def is_large(path: Path) -> bool:
    """Return whether a path is a file that should not be held in memory as a whole."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size >= _LARGE_BYTES


def load(path: Path, name: str, *, limits: LimitSettings) -> bytes | Diagnostic:
    """Return the bytes of one file, or a finding that says why it cannot be read.

    A file that begins with a mebibyte of zero bytes is not text, and the rest of it is not read.
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
        # Read it again, because joining the parts would take twice the memory.
        stream.seek(0)
        return stream.read()
    content = read_at_most(stream, limits.pipe_mb * MEGABYTE, probe)
    return too_large(name, "pipe_mb", limits.pipe_mb) if content is None else content


def _open_pipe(path: Path) -> BinaryIO:
    """Open a named pipe without waiting forever for a writer.

    Raises:
        OSError: Nothing writes to the pipe.
    """
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if select.select([pipe], [], [], _PIPE_SECONDS)[0]:
        os.set_blocking(pipe, True)
        return os.fdopen(pipe, "rb")
    os.close(pipe)
    raise OSError(errno.EAGAIN, _REASONS[errno.EAGAIN])


def read_at_most(stream: BinaryIO, most: int, begun: bytes = b"") -> bytes | None:
    """Return the content of a stream, or None if it has more bytes than a limit.

    Args:
        stream: Read to its end, or to a little beyond the limit.
        most: The limit in bytes.
        begun: What has been read from it already.
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
    """Return the finding for an input with more megabytes than the limit."""
    return finding(
        "limit-exceeded",
        f'"{name}" has more than {most:,} MB, the limit',
        hint=f"split it, or raise limits.{setting} in dateline.toml",
        file=name,
    )


#: Error messages of the system, in the same words on every system.
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
    """Return why a file cannot be read, in the same words on every system."""
    if isinstance(error, OSError):
        return _REASONS.get(error.errno or 0) or error.strerror or "the system does not allow it"
    return "its name contains a NUL character"


def missing(name: str) -> Diagnostic:
    """Return the finding for a file or folder that does not exist."""
    return finding(
        "file-missing",
        f'there is no file or folder "{name}"',
        hint="check the path; it is relative to the current folder",
        file=name,
    )


def unreadable(name: str, why: str) -> Diagnostic:
    """Return the finding for a file or folder that exists but cannot be read."""
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
