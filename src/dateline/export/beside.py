"""Files that belong to a page and lie in a folder beside it: written before it, tidied after it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from dateline.errors import OutputError
from dateline.export.atomic import write_atomic

#: What such a file is called; no other is ever removed.
_OWN: Final = re.compile(r"[0-9a-f]{16}\.js")

#: What every page of ours holds.
_PAGE_MARK: Final = b' id="dateline-header">'


def write_beside(folder: Path, name: str, content: bytes) -> None:
    """Write a file whose name stands for its content, unless it is there already.

    Raises:
        OutputError: The folder cannot be made, or the file cannot be written there.
    """
    path = folder / name
    if not (path.is_file() and path.read_bytes() == content):
        write_atomic(path, content)


def tidy_beside(folder: Path, keep: Collection[str]) -> None:
    """Remove the files of older pages from a folder, and the folder if nothing is left in it.

    Files that have no name of ours stay.

    Raises:
        OutputError: A file cannot be removed.
    """
    if not folder.is_dir():
        return
    try:
        for path in sorted(folder.iterdir()):
            if _OWN.fullmatch(path.name) and path.name not in keep:
                path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise OutputError(
            f'cannot tidy "{folder}", the texts of the page before this one: {error}',
            hint="remove the folder, then build again",
        ) from error


def remove_page(path: Path) -> None:
    """Remove a page of ours, and its folder if nothing is left in it; another file stays.

    Raises:
        OutputError: It cannot be removed.
    """
    try:
        with path.open("rb") as file:
            is_own = _PAGE_MARK in file.read()
        if is_own:
            path.unlink()
        if path.name == "index.html" and not any(path.parent.iterdir()):
            path.parent.rmdir()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise OutputError(
            f'cannot remove "{path}", the page before this one: {error}',
            hint="remove it, then build again",
        ) from error
