"""Writes files atomically: completely or not at all. The caller decides the content."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from dateline.errors import OutputError

#: A function that writes a file; its argument is a new path in the target's folder.
FileWriter = Callable[[Path], None]

#: Suffixes of the files that SQLite creates next to a database while writing.
_COMPANIONS: Final = ("-journal", "-wal", "-shm")

#: Number of new bytes after which the file is flushed, and the interval between checks.
_FLUSHED_BYTES: Final = 64_000_000
_PAUSE_S: Final = 0.1


def write_atomic(path: Path | str, content: bytes | FileWriter) -> None:
    """Write a file atomically: readers see either the old file or the new one.

    The content is written to a temporary file in the same folder, which is created if missing, and
    flushed to disk; then the temporary file replaces ``path``. If writing stops, even by an
    interrupt, the temporary file is removed and the old file is unchanged. If ``path`` is a
    symbolic link, its target is replaced.

    Args:
        path: The file to write.
        content: The bytes, or a function that writes them to a given path.

    Raises:
        OutputError: The folder can't be created, or the file can't be written.
    """
    try:
        target = Path(os.path.realpath(path))
    except ValueError as error:
        raise OutputError(
            f'cannot write "{path}": no file can have that name: {error}',
            hint="use a name of printable characters",
        ) from error
    if os.path.isdir(target):  # noqa: PTH112 - a name may be too long for Path.is_dir
        raise OutputError(
            f'cannot write "{path}": it is a folder, expected a file',
            hint="name a file inside it, or another file",
        )
    temporary = target.with_name(f".{target.stem[:100]}-{secrets.token_hex(4)}{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            temporary.write_bytes(content)
        else:
            with _flushing(temporary):
                content(temporary)
        _settle(temporary, target)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        _remove(temporary)


@contextlib.contextmanager
def _flushing(path: Path) -> Iterator[None]:
    """Flush a large file to disk while it is being written, so that the final flush is short.

    Otherwise the system may keep a gigabyte in memory until then. (Closing a file here releases
    SQLite's locks on it, but no other process uses the temporary file.)
    """
    is_done = threading.Event()

    def flush() -> None:
        flushed = 0
        while not is_done.wait(_PAUSE_S):
            with contextlib.suppress(OSError), path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size - flushed >= _FLUSHED_BYTES:
                    os.fsync(file.fileno())
                    flushed = size

    thread = threading.Thread(target=flush)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _settle(temporary: Path, target: Path) -> None:
    """Flush the temporary file to disk and replace the target with it."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if target.exists():
        temporary.chmod(target.stat().st_mode)
    temporary.replace(target)


def _remove(temporary: Path) -> None:
    for suffix in ("", *_COMPANIONS):
        with contextlib.suppress(OSError):
            temporary.with_name(temporary.name + suffix).unlink()


def _refused(path: Path | str, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f'cannot write "{path}": {reason}',
        hint=_HINTS.get(error.errno or 0, _ELSEWHERE),
    )


_FULL: Final = (28, 122)  # ENOSPC, EDQUOT
_ELSEWHERE: Final = "check the folder and its permissions, or write somewhere else"
_SPACE: Final = "free some space, or write to another disk"
_HINTS: Final = {errno.ENAMETOOLONG: "use a shorter name", **dict.fromkeys(_FULL, _SPACE)}
