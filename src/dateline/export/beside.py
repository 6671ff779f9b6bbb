"""Files that belong to a page and lie in a folder beside it: written before it, tidied after it.

Nothing is removed or replaced but pages of ours and what they name.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import orjson

from dateline.errors import OutputError
from dateline.export.atomic import write_atomic

#: The header of a page of ours, in which a split one names its texts.
_HEADER: Final = re.compile(rb' id="dateline-header">(.*?)</script>', re.DOTALL)
#: What a text is called.
_TEXT: Final = re.compile(r"text/([0-9a-f]{16}\.js)")


def write_beside(folder: Path, name: str, content: bytes) -> None:
    """Write a file whose name stands for its content, unless it is there already.

    Raises:
        OutputError: The folder cannot be made, or the file cannot be written there.
    """
    path = folder / name
    if not (path.is_file() and path.read_bytes() == content):
        write_atomic(path, content)


def named_texts(page: Path) -> frozenset[str] | None:
    """Return the names of the texts of a split page of ours.

    Returns:
        ``None`` if there is no file, or it is no split page of ours.

    Raises:
        OutputError: It cannot be read.
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
    """Refuse to write a split page in the place of a file that is none.

    Raises:
        OutputError: There is such a file.
    """
    if page.exists() and named_texts(page) is None:
        raise OutputError(
            f'"{page}" already exists and is not a split page of dateline; nothing was written',
            hint="move it, or set another html name under [output] in dateline.toml",
        )


def remove_texts(folder: Path, names: Iterable[str]) -> None:
    """Remove texts that no page names any more, and their folder if nothing is left in it.

    Raises:
        OutputError: One cannot be removed.
    """
    with _errors_named("clean up", folder):
        for name in sorted(names):
            (folder / name).unlink(missing_ok=True)
        _remove_empty(folder)


def remove_page(page: Path) -> None:
    """Remove a page of ours, and its folder if nothing is left in it; another file stays.

    Raises:
        OutputError: It cannot be removed.
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
        raise OutputError(
            f'cannot {verb} "{path}" of the previous page: {error}',
            hint="remove it, then build again",
        ) from error
