"""Writing a file whole or not at all. What is in the file is the caller's business."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from dateline.errors import OutputError

#: What writes a file: it is given a path that does not exist yet, in the target's folder.
FileWriter = Callable[[Path], None]

#: Files that SQLite keeps beside a database while it is written.
_COMPANIONS: Final = ("-journal", "-wal", "-shm")

#: How many new bytes are worth a flush, and how often to look.
_FLUSHED_BYTES: Final = 64_000_000
_PAUSE_S: Final = 0.1


def write_atomic(path: Path | str, content: bytes | FileWriter) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part of either.

    The content goes to a temporary file in the same folder (which is created if it is missing),
    reaches the disk, and then takes the place of ``path``. Whatever stops the writing, an interrupt
    included, removes the temporary file and leaves the old file as it was. A link is written
    through.

    Args:
        path: The file to write.
        content: The bytes, or what writes them to the path it is given.

    Raises:
        OutputError: The folder cannot be made, or the file cannot be written there.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
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
    """Bring a large file to the disk while it is written, so that its end has little to wait for.

    The system would otherwise keep a gigabyte in memory until asked to write. (Closing a file here
    lets go of SQLite's locks on it; nobody else knows the temporary file.)
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
    """Bring the temporary file to the disk and put it in the target's place."""
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
        hint="free some space, or write to another disk"
        if isinstance(error, OSError) and error.errno in _FULL
        else "check the folder and its permissions, or write somewhere else",
    )


_FULL: Final = (28, 122)  # ENOSPC, EDQUOT
