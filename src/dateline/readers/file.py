"""One input file as bytes with a name: what every reader takes, and what every reader returns.

Finding files is ``folder.py``; turning bytes into text is ``encoding.py``.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pandas as pd

from dateline.diagnostics import Diagnostic, finding

#: What a reader returns: the raw table of one file, and what it found.
Reading = tuple[pd.DataFrame, list[Diagnostic]]

#: How much of a file is looked at before the rest is read.
PROBE_BYTES: Final = 1 << 20

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


def load(path: Path, name: str) -> bytes | Diagnostic:
    """Return the bytes of one file, or the finding that says why they cannot be had.

    A file that begins with a mebibyte of zero bytes is no text and is not read any further,
    however large it is.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            return unreadable(name, "it is neither a file nor a pipe")
        with path.open("rb") as stream:
            probe = stream.read(PROBE_BYTES)
            if len(probe) == PROBE_BYTES and not probe.strip(b"\0"):
                return _zeros(name)
            return _with_rest(probe, stream)
    except FileNotFoundError:
        return missing(name)
    except (OSError, ValueError) as error:
        return unreadable(name, getattr(error, "strerror", None) or str(error))
    except MemoryError:
        return unreadable(name, "it does not fit into memory")


def _with_rest(probe: bytes, stream: BinaryIO) -> bytes:
    """Return the whole of a file; read anew and not joined, which would take twice the memory."""
    if not stream.seekable():
        return probe + stream.read()
    stream.seek(0)
    return stream.read()


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
