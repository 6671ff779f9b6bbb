"""Take the pictures of events into the page, and report those that cannot be shown.

Each picture is in the page once, however many events have it. The order is that of the ids of the
events, so that it does not depend on the order of the rows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from dateline.arrow import map_ahead
from dateline.dataset import as_lists, item_counts
from dateline.diagnostics import Diagnostic, FindingList, finding
from dateline.media.convert import Picture, PictureError, convert, without_warnings
from dateline.media.files import MissingError, PictureFiles, read_picture
from dateline.media_settings import MEDIA_FOLDER, MediaSettings
from dateline.normalise.builder import position_of, quote
from dateline.settings import Settings

_DIGEST: Final = re.compile("[0-9a-f]{64}")
_MEGABYTE: Final = 1_000_000

_OFF: Final = "set embed = true under [media] in dateline.toml"
_DESCRIBE: Final = (
    "write alt: say in one line what the picture shows, for readers who cannot see it"
)
_SAVE: Final = (
    f'save the picture in the folder "{MEDIA_FOLDER}" of the project, or remove its sha256'
)
_BESIDE: Final = (
    f'check the path, which starts from the folder of this file or from "{MEDIA_FOLDER}"'
)
_LINK: Final = "write a link as url; a file is a path from the folder of this file"


class ShownPicture(NamedTuple):
    """A picture of an event.

    Attributes:
        entry: Its number among the media of the event, from 0.
        node: Its number among the pictures of the page.
        width: In pixels.
        height: In pixels.
    """

    entry: int
    node: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a page.

    Attributes:
        nodes: Each as type and base 64: a data address without ``data:``.
        shown: Row of an event to its pictures.
    """

    nodes: tuple[str, ...] = ()
    shown: Mapping[int, tuple[ShownPicture, ...]] = field(default_factory=dict)


NO_PICTURES: Final = Pictures()


class _PictureEntry(NamedTuple):
    """An entry of the media of an event that may be a picture of the page; a text may be empty."""

    row: int
    number: int
    file: str
    url: str
    digest: str
    words: str

    @property
    def name(self) -> str:
        """The field that says which picture it is."""
        return "file" if self.file else "sha256"

    def path(self, name: str) -> str:
        return f"media[{self.number}].{name}"


def embed_pictures(events: pd.DataFrame, settings: Settings) -> tuple[Pictures, list[Diagnostic]]:
    """Return the pictures that the page shows, and the findings about those that it does not.

    Args:
        events: Read: ``media``, ``event_id`` and the columns of the origin. Rows are counted from
            0, whatever the index.
        settings: Read: ``root`` and ``media``.
    """
    entries = list(_entries(events))
    if not settings.media.embed:
        return NO_PICTURES, list(_switched_off(events, entries))
    taker = _Taker(events, settings)
    for entry in sorted(entries, key=lambda entry: (taker.ids[entry.row], entry.number)):
        taker.take(entry)
    return taker.finish()


def without_pictures(
    found: Iterable[Diagnostic], events: pd.DataFrame, settings: Settings
) -> list[Diagnostic]:
    """Return findings without those that a picture of an event is not in a format of events.

    Pictures stand next to the events, in folders in which every file is read.

    Args:
        found: The findings of reading.
        events: As for :func:`embed_pictures`.
        settings: Read: ``root``.
    """
    listed = list(found)
    if not any(one.code == "format-unknown" for one in listed):
        return listed
    files, named = PictureFiles(settings.root), set()
    for entry in _entries(events):
        with contextlib.suppress(MissingError, PictureError):
            named.add(files.find(entry.file, _origin(events, entry)) if entry.file else None)
    return [
        one
        for one in listed
        if one.code != "format-unknown" or Path(os.path.realpath(one.file)) not in named
    ]


def _origin(events: pd.DataFrame, entry: _PictureEntry) -> str:
    """Return the file of an event as the user named it; empty if there is none."""
    file = events["origin_file"].iloc[entry.row]
    return "" if pd.isna(file) else str(file)


def _entries(events: pd.DataFrame) -> Iterator[_PictureEntry]:
    """Yield the media that have a file or a SHA-256, row after row."""
    lists = as_lists(events["media"])
    counts = item_counts(lists)
    records = lists.flatten()
    if not len(records):
        return
    rows = np.repeat(np.arange(len(lists)), counts)
    numbers = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    held = records.field("file").is_valid().to_numpy(zero_copy_only=False)
    held |= records.field("sha256").is_valid().to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(held).tolist():
        record = records[at].as_py()
        texts = {name: record[name] or "" for name in ("file", "url", "sha256", "alt", "caption")}
        yield _PictureEntry(
            int(rows[at]),
            int(numbers[at]),
            texts["file"],
            texts["url"],
            texts["sha256"].lower().removeprefix("sha256:"),
            texts["alt"] or texts["caption"],
        )


def _switched_off(events: pd.DataFrame, entries: list[_PictureEntry]) -> Iterator[Diagnostic]:
    """Yield one finding for each file of events whose pictures need ``media.embed``."""
    with_file = [entry for entry in entries if entry.file]
    files = events["origin_file"].iloc[[entry.row for entry in with_file]].astype(object)
    counts = Counter(files)
    first = dict(zip(reversed(files.tolist()), reversed(with_file), strict=True))
    for file, many in counts.items():
        said = "1 picture has a file" if many == 1 else f"{many:,} pictures have files"
        message = f"{said}, and media.embed is false: the page shows only captions and links"
        entry = first[file]
        yield _found(
            events, entry, "pictures-not-embedded", message=message, hint=_OFF, name="file"
        )


def _found(
    events: pd.DataFrame, entry: _PictureEntry, code: str, *, message: str, hint: str, name: str
) -> Diagnostic:
    known, begins, name_of = (
        events[column].iloc[entry.row] for column in ("origin_positions", "origin_line", "event_id")
    )
    at = position_of(known, entry.path(name))
    line, column = at or (0 if pd.isna(begins) else int(begins), 0)
    file = _origin(events, entry)
    return finding(
        code, message, hint=hint, file=file, line=line, column=column, event_id=str(name_of)
    )


class _Taker:
    """Takes one picture after another, and keeps what was found."""

    def __init__(self, events: pd.DataFrame, settings: Settings) -> None:
        self.ids: list[str] = [str(name) for name in events["event_id"]]
        self._events = events
        self._settings: MediaSettings = settings.media
        self._files = PictureFiles(settings.root)
        self._findings = FindingList()
        self._digests: dict[Path, str] = {}
        self._wanted: defaultdict[Path, list[_PictureEntry]] = defaultdict(list)
        self._nodes: dict[bytes, int] = {}
        self._shown: defaultdict[int, list[ShownPicture]] = defaultdict(list)
        self._size = 0

    def take(self, entry: _PictureEntry) -> None:
        """Find the file of a picture, or report why it is not shown."""
        what = f"{entry.name} is {quote(entry.file or entry.digest)}"
        try:
            self._wanted[self._find(entry)].append(entry)
        except MissingError:
            hint = _SAVE if not entry.file else _LINK if "://" in entry.file else _BESIDE
            there = "there is no such file" if entry.file else f'no file in "{MEDIA_FOLDER}" has it'
            self._report(entry, "picture-missing", f"{what}, and {there}", hint=hint)
        except _ChangedError as error:
            self._report(entry, "picture-changed", error.message, hint=error.hint)
        except PictureError as error:
            self._refuse(entry, error)

    def finish(self) -> tuple[Pictures, list[Diagnostic]]:
        """Return the pictures and the findings."""
        self._convert_all()
        contents = [b64encode(content).decode("ascii") for content in self._nodes]
        nodes = tuple(f"image/webp;base64,{text}" for text in contents)
        shown = {row: tuple(sorted(some)) for row, some in sorted(self._shown.items())}
        return Pictures(nodes, shown), self._findings.finish()

    def _convert_all(self) -> None:
        """Convert the pictures in threads, and stop when they are too large together."""
        left_out: list[_PictureEntry] = []
        entries_of = iter(self._wanted.values())
        with without_warnings():
            converted = map_ahead(self._convert, self._wanted)
            for entries, made in zip(entries_of, converted, strict=False):
                if isinstance(made, PictureError):
                    for entry in entries:
                        self._refuse(entry, made)
                elif not self._show(entries, made):
                    left_out = [*entries, *chain.from_iterable(entries_of)]
                    break
        if left_out:
            many, most = len(left_out), self._settings.max_total_mb
            said = "1 picture is" if many == 1 else f"{many:,} pictures are"
            self._report(
                left_out[0],
                "picture-unusable",
                f"{said} not shown, because all together have more than {most:,} MB, the limit",
                hint="set media.max_pixels to a smaller number, or raise media.max_total_mb",
            )

    def _convert(self, path: Path) -> Picture | PictureError:
        chosen = self._settings
        try:
            content = read_picture(path)
            return convert(content, side=chosen.max_pixels, most_kb=chosen.max_kb)
        except PictureError as error:
            return error

    def _show(self, entries: list[_PictureEntry], picture: Picture) -> bool:
        """Take a picture into the page, and return whether there was room for it."""
        size = 0 if picture.content in self._nodes else len(picture.content)
        if self._size + size > self._settings.max_total_mb * _MEGABYTE:
            return False
        self._size += size
        node = self._nodes.setdefault(picture.content, len(self._nodes))
        for entry in entries:
            shown = ShownPicture(entry.number, node, picture.width, picture.height)
            self._shown[entry.row].append(shown)
            if not entry.words:
                message = f"{quote(entry.file or entry.url)} has neither an alt text nor a caption"
                self._report(entry, "picture-undescribed", message, hint=_DESCRIBE)
        return True

    def _find(self, entry: _PictureEntry) -> Path:
        """Return the file of a picture, which is the one that its SHA-256 names.

        Raises:
            MissingError: There is no such file.
            PictureError: It leads out of the project, cannot be read, or is another one.
        """
        if entry.digest and not _DIGEST.fullmatch(entry.digest):
            raise _ChangedError(
                f"sha256 is {quote(entry.digest)}, expected 64 digits from 0 to f",
                hint="run `sha256sum` on the file, and write what it says",
            )
        if not entry.file:
            return self._files.with_digest(entry.digest)
        path = self._files.find(entry.file, _origin(self._events, entry))
        if entry.digest and self._digest(path) != entry.digest:
            raise _ChangedError(
                f'the sha256 of {quote(entry.file)} is "{self._digest(path)}", expected '
                f'"{entry.digest}"',
                hint="look at the picture; if it is the right one, write its sha256",
            )
        return path

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(read_picture(path)).hexdigest()
        return self._digests[path]

    def _refuse(self, entry: _PictureEntry, error: PictureError) -> None:
        what = f"{entry.name} is {quote(entry.file or entry.digest)}"
        self._report(entry, "picture-unusable", f"{what}, which {error.message}", hint=error.hint)

    def _report(self, entry: _PictureEntry, code: str, message: str, *, hint: str) -> None:
        # What is wrong with a SHA-256 is reported where it stands.
        name = "sha256" if code == "picture-changed" else entry.name
        self._findings.add(_found(self._events, entry, code, message=message, hint=hint, name=name))


class _ChangedError(PictureError):
    """Raised if a picture is not the one that its SHA-256 names."""
