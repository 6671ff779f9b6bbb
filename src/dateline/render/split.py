"""Splits a large page: its text blocks become script files in a folder, several blocks in each.

Scripts are the only files that a page opened from disk can load. The page loads them on demand
(``web/src/nodes.js``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Final

import orjson

from dateline.render.payload import Payload, to_safe_json

#: File name of a split page, and the folder of its texts. The page accepts scripts only from this
#: folder (``web/src/trusted.js``).
INDEX: Final = "index.html"
TEXTS: Final = "text"

#: Characters per file: a few dozen blocks, which load quickly from disk or a network.
FILE_CHARACTERS: Final = 400_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """A script file with texts.

    Attributes:
        name: The start of the SHA-256 of the text, and ``.js``. A changed text has a new name, so a
            page never reads the texts of an older version.
        content: The script.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """A page and, if it is split, its text files.

    Attributes:
        pieces: The HTML file in pieces; joined, they are the file.
        texts: Files for the folder :data:`TEXTS` next to the page; empty if it is not split.
    """

    pieces: tuple[str, ...]
    texts: tuple[TextFile, ...] = ()

    @property
    def page(self) -> bytes:
        """The complete HTML file."""
        return "".join(self.pieces).encode("utf-8")

    def write_page(self, path: Path) -> None:
        """Write the HTML file piece by piece, so that a large file is not in memory twice."""
        with path.open("wb") as file:
            file.writelines(piece.encode("utf-8") for piece in self.pieces)


def site_folder(html: str) -> str:
    """Return the name of a split page's folder, such as ``map`` for ``map.html``."""
    name = PurePath(html)
    return name.stem if name.suffix == ".html" else f"{html}-site"


def split_texts(payload: Payload) -> tuple[Payload, tuple[TextFile, ...]]:
    """Return the payload without its texts, and the files that contain them.

    Args:
        payload: The payload from ``encode_payload``.
    """
    header = orjson.loads(payload.header)
    files: list[TextFile] = []
    for text in (part for part in header["text"].values() if isinstance(part, dict)):
        places: list[list[int]] = []
        for blocks in _bundles(text["blocks"], payload.text_nodes):
            places += _places(blocks, file=len(files))
            files.append(_file("".join(blocks)))
        text["blocks"] = places
    files += map(_file, payload.text_nodes[header.get("pictures", len(payload.text_nodes)) :])
    header["text"]["files"] = [f"{TEXTS}/{file.name}" for file in files]
    return replace(payload, header=to_safe_json(header), text_nodes=()), tuple(files)


def _bundles(places: list[Any], nodes: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the blocks in order, grouped into files."""
    bundle: list[str] = []
    filled = 0
    for node, first, length in places:
        if bundle and filled + length > FILE_CHARACTERS:
            yield bundle
            bundle, filled = [], 0
        bundle.append(nodes[node][first : first + length])
        filled += length
    if bundle:
        yield bundle


def _places(blocks: list[str], *, file: int) -> Iterator[list[int]]:
    first = 0
    for block in blocks:
        yield [file, first, len(block)]
        first += len(block)


def _file(text: str) -> TextFile:
    name = hashlib.sha256(text.encode("ascii")).hexdigest()[:16]
    return TextFile(f"{name}.js", f'datelineText("{name}","{text}");\n'.encode("ascii"))
