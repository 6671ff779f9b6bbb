"""How large a workbook becomes when it is read, found before it is: a few bytes can say millions.

A sheet is read as a whole, from its first cell to its last; texts of XLSX are stored once, however
many cells have them; ODS repeats cells and rows by a number.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from dateline.limits import MEGABYTE, LimitExceededError, LimitSettings

#: A cell of XLSX: its attributes and its value.
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(?:\s*<(?:\w+:)?v[^>]*>([^<]*)<)?")
_PLACE: Final = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_SHARED: Final = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_END: Final = re.compile(rb"</(?:\w+:)?si>")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_TEXTS: Final = "xl/sharedStrings.xml"
#: The part of an ODS workbook that has its tables.
ODS_PART: Final = "content.xml"

_LETTERS: Final = 26
_BEFORE_A: Final = 64


def check_workbook(content: bytes, limits: LimitSettings) -> None:
    """Refuse an XLSX or ODS workbook that would not fit into the limits.

    Raises:
        LimitExceededError: It has too many megabytes when unpacked, too many cells from the first
            to the last of a sheet, or too long texts in all of them together.
        zipfile.BadZipFile: It is not a whole archive.
        ET.ParseError: Its ODS content is not XML.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {member.filename: member for member in archive.infolist()}
        _check_bytes(sum(member.file_size for member in members.values()), limits)
        if ODS_PART in members:
            with archive.open(ODS_PART) as stream:
                _check_ods(stream, limits)
            return
        lengths = [0]
        if _TEXTS in members:
            lengths = [len(text) for text in _SHARED_END.split(archive.read(_TEXTS))]
        for name in members:
            if _SHEET.fullmatch(name):
                _check_sheet(archive.read(name), lengths, limits)


def _check_bytes(size: int, limits: LimitSettings) -> None:
    if size > limits.file_mb * MEGABYTE:
        raise LimitExceededError(
            f"the workbook has more than {limits.file_mb:,} MB when it is read, the limit",
            hint="split it, or raise limits.file_mb in dateline.toml",
        )


def _check_sheet(xml: bytes, lengths: list[int], limits: LimitSettings) -> None:
    rows = columns = size = 0
    for cell in _CELL.finditer(xml):
        attributes, value = cell.groups()
        place = _PLACE.search(attributes)
        if place is not None:
            rows = max(rows, int(place[2]))
            columns = max(columns, _column(place[1]))
        if value and value.isdigit() and _IS_SHARED.search(attributes):
            number = int(value)
            size += lengths[number] if number < len(lengths) else 0
    limits.check_cells(rows, columns)
    _check_bytes(size, limits)


def _column(letters: bytes) -> int:
    """Return the number of a column, from 1.

    >>> _column(b"A"), _column(b"Z"), _column(b"AA")
    (1, 26, 27)
    """
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - _BEFORE_A
    return number


def _check_ods(stream: IO[bytes], limits: LimitSettings) -> None:
    rows = 0
    for row, repeated in _ods_rows(stream):
        rows += repeated
        columns = size = 0
        last = 0
        for cell in row:
            times = _repeats(cell, "number-columns-repeated")
            columns += times
            length = sum(map(len, cell.itertext()))
            if length or len(cell.attrib) > 1:
                last = columns
                size += length * times
        if last:
            limits.check_cells(rows, last)
            _check_bytes(size * repeated, limits)


def _ods_rows(stream: IO[bytes]) -> Iterator[tuple[ET.Element, int]]:
    """Yield each row of ODS and how often it is repeated; what was yielded is released."""
    for _, element in ET.iterparse(stream):  # noqa: S314 - expat limits what entities become
        kind = element.tag.rpartition("}")[2]
        if kind == "table-row":
            yield element, _repeats(element, "number-rows-repeated")
            element.clear()


def _repeats(element: ET.Element, name: str) -> int:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name and value.isdigit() and len(value) < 10:  # noqa: PLR2004
            return int(value)
    return 1
