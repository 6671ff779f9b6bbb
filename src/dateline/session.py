"""What is opened once and kept while events are read and placed: gazetteer and parsed files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self, TypeAlias

from dateline.gazetteer import Gazetteer
from dateline.progress import Advance, unwatched
from dateline.readers import Reading, read_file
from dateline.readers.file import EventFile, LargeFile
from dateline.settings import Settings, nearest_settings

#: Files with more bytes in total are not kept.
_KEPT_BYTES: Final = 64_000_000


class Session:
    """The settings, the open gazetteer, and the files that were parsed. Close it after use.

    Args:
        settings: Stay as they are.
        keeps_files: Whether to keep parsed files, so that only changed ones are parsed again.
    """

    def __init__(self, settings: Settings, *, keeps_files: bool = False) -> None:
        self.settings = settings
        self._keeps_files = keeps_files
        self._parsed: dict[str, tuple[bytes, int, Reading]] = {}
        self._gazetteer: Gazetteer | None = None
        self._additions: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the gazetteer and forget the files. What is needed again is opened again."""
        if self._gazetteer is not None:
            self._gazetteer.close()
        self._gazetteer = None
        self._parsed.clear()

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer with the project's additions; opened again if these have changed.

        Raises:
            GazetteerError: A file is missing, damaged, not a gazetteer, or of another version.
        """
        path = self.settings.path(self.settings.place.gazetteer)
        additions = _version(path)
        if self._gazetteer is not None and additions != self._additions:
            self._gazetteer.close()
            self._gazetteer = None
        if self._gazetteer is None:
            self._gazetteer, self._additions = Gazetteer.open(additions=path), additions
        return self._gazetteer

    def read_file(
        self, file: EventFile | LargeFile, settings: Settings, *, advance: Advance = unwatched
    ) -> Reading:
        """Return the tables of one file and the findings, parsed before if it is unchanged."""
        if not self._keeps_files or isinstance(file, LargeFile):
            return read_file(file, settings, advance=advance)
        version = hashlib.sha256(file.content).digest() + file.format.encode("ascii")
        kept, _, reading = self._parsed.get(file.name, (b"", 0, ([], [])))
        if kept != version:
            reading = read_file(file, settings, advance=advance)
            self._parsed.pop(file.name, None)
            if file.size + sum(size for _, size, _ in self._parsed.values()) <= _KEPT_BYTES:
                self._parsed[file.name] = (version, file.size, reading)
        tables, found = reading
        return [*tables], [*found]


#: Where settings are expected, a session serves as well; None means the nearest settings.
SettingsLike: TypeAlias = Settings | Session | None


@contextmanager
def opened(given: SettingsLike, paths: Sequence[Path | str] = ()) -> Iterator[Session]:
    """Give a session as it is, or one with these settings that is closed in the end.

    Args:
        given: None means the settings of the ``dateline.toml`` nearest to the paths.
        paths: None means the working folder.

    Raises:
        SettingsError: ``dateline.toml`` is not valid.
    """
    if isinstance(given, Session):
        yield given
        return
    with Session(given or nearest_settings(paths)) as session:
        yield session


def _version(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
