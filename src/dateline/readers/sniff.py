"""Detect the format of a text without a file name: JSON, JSON lines, delimited rows or YAML.

Only the beginning is examined.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_SAMPLE_BYTES: Final = 65536

#: A line that only YAML begins with: a list entry, a key with a colon, a document marker, a
#: comment.
_YAML_LINE: Final = re.compile(r"""\s*(-\s|---|%YAML|\#|["']?[\w .-]+["']?\s*:(\s|$))""")

#: A complete JSON object on one line, followed by another one.
_JSON_LINES: Final = re.compile(r"\s*\{.*\}\s*\n\s*\{")


def sniff(content: bytes) -> str:
    r"""Return ``json``, ``jsonl``, ``delimited`` or ``yaml``.

    >>> sniff(b"title;when\nA;2024\n"), sniff(b"- title: A"), sniff(b' {"events": []}')
    ('delimited', 'yaml', 'json')
    """
    text = _peek(content)
    if text.startswith("\x1e"):
        return "jsonl"
    if text[:1] in ("{", "["):
        return "jsonl" if _JSON_LINES.match(text) else "json"
    first = text.split("\n", 1)[0]
    if _YAML_LINE.match(first):
        return "yaml"
    return "delimited" if re.search("[,;\t|]", first) else "yaml"


def _peek(content: bytes) -> str:
    sample = content[:_SAMPLE_BYTES]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        sample = sample[: len(sample) // 2 * 2]
        return sample.decode("utf-16", "replace").lstrip(" \t\r\n")
    return sample.replace(b"\0", b"").decode("utf-8-sig", "replace").lstrip(" \t\r\n")
