"""Reads the texts of a written page back, in Python and without the page's own program."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from typing import Any

_DIGITS = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<\\']
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


def from_base91(text: str) -> bytes:
    """Return the bytes of a base91 text: 13 bits per two digits, lowest first."""
    bits = held = 0
    out = bytearray()
    for at in range(0, len(text), 2):
        high = _VALUES[text[at + 1]] if at + 1 < len(text) else 0
        held |= (_VALUES[text[at]] + 91 * high) << bits
        bits += 13
        while bits >= 8:
            out.append(held & 255)
            held, bits = held >> 8, bits - 8
    return bytes(out)


def nodes_of(html: str) -> dict[str, str]:
    """Return the texts of a page's script nodes by their ids."""
    found = re.findall(r'<script[^>]* id="(dateline-[^"]+)"[^>]*>(.*?)</script>', html, re.DOTALL)
    return dict(found)


def unpacked(node: str) -> Any:
    """Return the JSON value of a compressed node."""
    return json.loads(zlib.decompress(from_base91(node), wbits=-15))


def read_page(path: Path) -> dict[str, Any]:
    """Return the ``header`` of a page and the ``texts`` of its events.

    Args:
        path: The HTML file; the texts of a split page are read from the folder next to it.
    """
    html = path.read_text(encoding="utf-8")
    nodes = nodes_of(html)
    header = json.loads(nodes["dateline-header"])
    texts = [
        nodes[f"dateline-text-{n}"] for n in range(len(nodes)) if f"dateline-text-{n}" in nodes
    ]
    for name in header["text"].get("files", ()):
        (content,) = re.findall(r'","(.*)"\);', (path.parent / name).read_text(encoding="ascii"))
        texts.append(content)
    parts = [part for part in header["text"].values() if isinstance(part, dict)]
    found: dict[str, list[Any]] = {}
    for part in parts:
        for name, value in part.get("constants", {}).items():
            found[name] = [value]
        for node, first, length in part["blocks"]:
            block = unpacked(texts[node][first : first + length])
            for name, values in block.items():
                found.setdefault(name, []).extend(values)
    return {"header": header, "texts": found}
