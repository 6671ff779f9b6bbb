"""Manages the text files of split pages: writes them before the page, removes old ones after it.

Only pages written by dateline, and the files that they name, are removed or replaced.
"""

from __future__ import annotations

import contextlib
import errno
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import orjson

from dateline.errors import OutputError
from dateline.export.atomic import write_atomic

#: The header of a page written by dateline; a split page names its text files there.
_HEADER: Final = re.compile(rb' id="dateline-header">(.*?)</script>', re.DOTALL)
#: Name of a text file.
_TEXT: Final = re.compile(r"text/([0-9a-f]{16}\.js)")


def write_once(folder: Path, name: str, content: bytes) -> None:
    """Write a file named after its content, unless it already exists.

    Raises:
        OutputError: The folder can't be created, or the file can't be written.
    """
    path = folder / name
    if not (path.is_file() and path.read_bytes() == content):
        write_atomic(path, content)


def named_texts(page: Path) -> frozenset[str] | None:
    """Return the names of the text files of a split page.

    Returns:
        ``None`` if the file is missing or is not a split page written by dateline.

    Raises:
        OutputError: The file can't be read.
    """
    with _errors_named("read", page):
        if not page.is_file():
            return None
        header = _HEADER.search(page.read_bytes())
    if header is None:
        return None
    try:
        files = orjson.loads(header[1])["text"]["files"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    found = (_TEXT.fullmatch(file) for file in files)
    return frozenset(name[1] for name in found if name)


def refuse_foreign(page: Path) -> None:
    """Refuse to replace a file that is not a split page.

    Raises:
        OutputError: There is such a file.
    """
    with _errors_named("read", page):
        is_there = page.exists()
    if is_there and named_texts(page) is None:
        raise OutputError(
            f'"{page}" already exists and is not a split page of dateline; nothing was written',
            hint="move it, or set another html name under [output] in dateline.toml",
        )


def remove_texts(folder: Path, names: Iterable[str]) -> None:
    """Remove text files that no page names any more, and their folder if it is empty.

    Raises:
        OutputError: A file can't be removed.
    """
    with _errors_named("clean up", folder):
        for name in sorted(names):
            (folder / name).unlink(missing_ok=True)
        _remove_empty(folder)


def remove_page(page: Path) -> None:
    """Remove a page written by dateline, and its folder if it is empty; keep any other file.

    Raises:
        OutputError: The page can't be removed.
    """
    with _errors_named("remove", page):
        if page.is_file() and _HEADER.search(page.read_bytes()):
            page.unlink()
            _remove_empty(page.parent)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


@contextlib.contextmanager
def _errors_named(verb: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            message, hint = f'cannot write "{path}": its name is too long', "use a shorter name"
        else:
            message = f'cannot {verb} "{path}" of the previous page: {error}'
            hint = "remove it, then build again"
        raise OutputError(message, hint=hint) from error
