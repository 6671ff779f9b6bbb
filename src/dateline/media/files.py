"""Find the file of a picture in the project: next to its events, or in the folder ``media``."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from dateline.limits import MEDIA_FILES, PICTURE_BYTES, read_bounded
from dateline.media.convert import PictureError
from dateline.media_settings import MEDIA_FOLDER

_MEGABYTE: Final = 1_000_000


class MissingError(Exception):
    """Raised if there is no such file."""


class PictureFiles:
    """The files of a project that may be pictures.

    Args:
        root: The folder of the project; nothing outside of it is read.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self._folder = self._root / MEDIA_FOLDER

    def find(self, written: str, events: str) -> Path:
        """Return the file that a path means: from the folder of the events, else from ``media``.

        Args:
            written: The path.
            events: The file of the events, as the user named it; if there is none, the project.

        Raises:
            PictureError: The path leads out of the project.
            MissingError: There is no such file.
        """
        # A path from Windows.
        given = Path(written.replace("\\", "/"))
        try:
            beside = Path(events).parent if events and Path(events).is_file() else self._root
            places = [beside / given, self._folder / given]
            for path in map(Path, map(os.path.realpath, places)):
                if given.is_absolute() or not self._has(path):
                    raise PictureError(
                        "leads out of the project, expected a path inside of it",
                        hint="put the picture into the project, and write its path from this file",
                    )
                if path.is_file():
                    return path
        except (OSError, ValueError):
            # Names that no file system has, such as those with a null character.
            pass
        raise MissingError

    def with_digest(self, digest: str) -> Path:
        """Return the file in the folder ``media`` with a SHA-256.

        Raises:
            MissingError: No file there has it.
        """
        try:
            return self._by_digest[digest]
        except KeyError:
            raise MissingError from None

    def _has(self, path: Path) -> bool:
        return path.is_relative_to(self._root)

    @cached_property
    def _by_digest(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in self._listed():
            try:
                digest = hashlib.sha256(read_bounded(path, PICTURE_BYTES)).hexdigest()
            except OSError:
                continue
            found.setdefault(digest, path)
        return found

    def _listed(self) -> Iterator[Path]:
        """Yield the files of the folder ``media``, in order; links that lead out are left out."""
        listed = 0
        for folder, folders, names in os.walk(self._folder):
            folders.sort()
            for name in sorted(names):
                real = Path(os.path.realpath(Path(folder) / name))
                listed += 1
                if listed <= MEDIA_FILES and self._has(real):
                    yield real


def read_picture(path: Path) -> bytes:
    """Return the bytes of a picture.

    Raises:
        PictureError: It cannot be read, or is too large.
    """
    try:
        return read_bounded(path, PICTURE_BYTES)
    except OSError as error:
        if path.is_file() and path.stat().st_size > PICTURE_BYTES:
            raise PictureError(
                f"has more than {PICTURE_BYTES / _MEGABYTE:,.0f} MB, the limit",
                hint="make the picture smaller in another program",
            ) from error
        raise PictureError(
            "cannot be read", hint="check its permissions, or save it again"
        ) from error
