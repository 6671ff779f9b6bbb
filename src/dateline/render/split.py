"""Texts beside the page: the blocks of a large page as scripts in a folder, a few blocks in each.

A script and nothing else can be read from disk by a page that has no server. The page loads those
that a reader comes to (``web/src/nodes.js``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

import orjson

from dateline.render.payload import Payload, to_safe_json

#: Characters of base64 in one file: a few dozen blocks, which a disk or a line brings in a blink.
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
    """A page and what lies beside it.

    Attributes:
        page: The HTML file.
        folder: Name of the folder of the texts, whether there are any or not.
        texts: Its files; none when the page holds its texts itself.
    """

    page: bytes
    folder: str
    texts: tuple[TextFile, ...]


def text_folder(html: str) -> str:
    """Return the name of the folder of texts of a page: ``map-text`` for ``map.html``."""
    return f"{PurePath(html).stem}-text"


def split_texts(payload: Payload, folder: str) -> tuple[Payload, tuple[TextFile, ...]]:
    """Return the payload without its texts, and the files that they are in now.

    Args:
        payload: As ``encode_payload`` returns it.
        folder: Name of the folder that the files will be in, beside the page.
    """
    header = orjson.loads(payload.header)
    files: list[TextFile] = []
    for part in ("head", "body"):
        text = header["text"][part]
        places: list[list[int]] = []
        for blocks in _bundles(text["blocks"], payload.text_nodes):
            places += _places(blocks, file=len(files))
            files.append(_file("".join(blocks)))
        text["blocks"] = places
    header["text"]["files"] = [f"{quote(folder)}/{file.name}" for file in files]
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
