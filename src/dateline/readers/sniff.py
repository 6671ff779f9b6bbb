"""Detect the format of a content: workbooks, and of texts JSON, JSON lines, rows or YAML.

Of a text only the beginning is examined.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import Final

_SAMPLE_BYTES: Final = 65536

#: A line that only YAML begins with: a list entry, a key with a colon, a document marker, a
#: comment.
_YAML_LINE: Final = re.compile(r"""\s*(-\s|---|%YAML|\#|["']?[\w .-]+["']?\s*:(\s|$))""")

#: A complete JSON object on one line, followed by another one.
_JSON_LINES: Final = re.compile(r"\s*\{.*\}\s*\n\s*\{")


#: How old Excel workbooks begin, and all other documents of that kind.
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0"

ZIP_MAGIC: Final = b"PK\x03\x04"
_EXCEL_PART: Final = "xl/workbook.xml"
_ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def is_workbook(content: bytes) -> bool:
    """Return whether a content is an archive with the parts of an Excel or ODS workbook."""
    if not content.startswith(ZIP_MAGIC):
        return False
    # ODS: its type is the first member, and is not compressed.
    if _ODS_TYPE in content[:200]:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _EXCEL_PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


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
