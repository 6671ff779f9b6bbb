"""Texts beside the page: the blocks of a large page as scripts in a folder, a few blocks in each.

A script and nothing else can be read from disk by a page that has no server. The page loads those
that a reader comes to (``web/src/nodes.js``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Final

import orjson

from dateline.render.payload import Payload, to_safe_json

#: Where the page of a split site is in its folder, and the texts beside it. The program lets
#: scripts of this folder in and no others (``web/src/trusted.js``).
INDEX: Final = "index.html"
TEXTS: Final = "text"

#: Characters in one file: a few dozen blocks, which a disk or a line brings in a blink.
FILE_CHARACTERS: Final = 400_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file of texts.

    Attributes:
        name: The start of the SHA-256 of its text and ``.js``: another text has another name, so a
            page never reads the texts of an older one.
        content: The script.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """A page, and the texts that belong beside it if it is split.

    Attributes:
        pieces: The HTML file, in the pieces it is put together from.
        texts: Files for the folder :data:`TEXTS` beside it; none when the page holds its texts.
    """

    pieces: tuple[str, ...]
    texts: tuple[TextFile, ...] = ()

    @property
    def page(self) -> bytes:
        """The HTML file in one piece."""
        return "".join(self.pieces).encode("utf-8")

    def write_page(self, path: Path) -> None:
        """Write the HTML file piece by piece, so that a large one is not held twice."""
        with path.open("wb") as file:
            file.writelines(piece.encode("utf-8") for piece in self.pieces)


def site_folder(html: str) -> str:
    """Return the folder in which a split page is :data:`INDEX`: ``map`` for ``map.html``."""
    name = PurePath(html)
    return name.stem if name.suffix == ".html" else f"{html}-site"


def split_texts(payload: Payload) -> tuple[Payload, tuple[TextFile, ...]]:
    """Return the payload without its texts, and the files that they are in now.

    Args:
        payload: As ``encode_payload`` returns it.
    """
    header = orjson.loads(payload.header)
    files: list[TextFile] = []
    for text in (part for part in header["text"].values() if isinstance(part, dict)):
        places: list[list[int]] = []
        for blocks in _bundles(text["blocks"], payload.text_nodes):
            places += _places(blocks, file=len(files))
            files.append(_file("".join(blocks)))
        text["blocks"] = places
    header["text"]["files"] = [f"{TEXTS}/{file.name}" for file in files]
    return replace(payload, header=to_safe_json(header), text_nodes=()), tuple(files)


def _bundles(places: list[Any], nodes: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the blocks in their order, as many at a time as one file holds."""
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
