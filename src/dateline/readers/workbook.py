"""Workbooks (XLSX, XLSM, XLS, ODS) to raw tables: a table for each visible sheet.

Cells have types: dates become ISO text, and formulas their last values. The rows of a sheet then go
the way of a CSV file, which finds titles, headings and notes; lines are the rows of the sheet.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import LimitExceededError
from dateline.progress import Advance, part, unwatched
from dateline.readers.delimited import read_delimited
from dateline.readers.file import EventFile
from dateline.readers.raw import RawTable, Reading
from dateline.readers.sniff import OLE_MAGIC
from dateline.readers.workbook_findings import skipped
from dateline.readers.workbook_size import ODS_PART, check_workbook
from dateline.settings import Settings

#: How many rows of a column may be one merged cell that is filled into all of them. Larger ones are
#: the layout of the sheet, not values of rows.
_MOST_MERGED: Final = 1_000_000

#: Whole numbers up to here are exact in a sheet.
_EXACT: Final = 2**53

#: A break of lines between two elements.
_BREAK: Final = re.compile(rb">[ \t]*[\r\n]\s*<")

_DAMAGED: Final = "open it in a spreadsheet program and save it again, or save it as CSV (UTF-8)"


def read_workbook(file: EventFile, settings: Settings, *, advance: Advance = unwatched) -> Reading:
    """Return the rows of each visible sheet; hidden ones are named, and never read.

    A sheet with nothing but empty cells gives a table of no rows. The file of a table is that of
    the workbook, with the name of the sheet in brackets if several have rows.
    """
    try:
        with _damage_found():
            content = file.content
            if not content.startswith(OLE_MAGIC):
                check_workbook(content, settings.limits)
                content = _without_breaks(content)
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _sheets(workbook, file, settings, advance=advance)
    except _DamagedError as error:
        return [], [_damaged(file.name, str(error))]


def _without_breaks(content: bytes) -> bytes:
    """Return an ODS workbook without line breaks between its elements; others as they are.

    GDAL and others write them, and the library takes them for texts.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read(ODS_PART) if ODS_PART in archive.namelist() else b""
        plain = _BREAK.sub(b"><", xml)
        if len(plain) == len(xml):
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as other:
            for name in archive.namelist():
                other.writestr(name, plain if name == ODS_PART else archive.read(name))
    return made.getvalue()


class _DamagedError(Exception):
    """Raised if the library cannot read a workbook; says why in our own words."""


@contextmanager
def _damage_found() -> Iterator[None]:
    """Turn the errors of the library into one; some are no ``Exception``, and words differ."""
    try:
        yield
    except LimitExceededError:
        raise
    except PasswordError:
        raise _DamagedError("it is protected by a password") from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise _DamagedError("it is damaged, or not a workbook") from error
        raise


def _sheets(
    workbook: CalamineWorkbook, file: EventFile, settings: Settings, *, advance: Advance
) -> Reading:
    found: list[Diagnostic] = []
    shown: list[str] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible is SheetVisibleEnum.Visible:
            shown.append(sheet.name)
        else:
            found.append(skipped(file.name, sheet.name, "it is hidden"))
    tables: list[RawTable] = []
    for number, title in enumerate(shown):
        watched = part(advance, number / len(shown), (number + 1) / len(shown))
        with _damage_found():
            rows = workbook.get_sheet_by_name(title)
        more, reported = _table(rows, file, settings, advance=watched)
        tables += more
        found += reported
    filled = [table for table in tables if len(table) or table.headings]
    if len(filled) > 1:
        for table in filled:
            table.workbook, table.file = file.name, f"{file.name}[{table.name}]"
    return filled or tables[:1], found


def _table(
    sheet: CalamineSheet, file: EventFile, settings: Settings, *, advance: Advance
) -> Reading:
    """Return the table of a sheet, and the findings with the rows of the sheet as lines."""
    settings.limits.check_columns(sheet.total_width)
    settings.limits.check_cells(sheet.total_height, sheet.total_width)
    with _damage_found():
        merged = sheet.merged_cell_ranges or ()
        rows = _unmerged(sheet.to_python(skip_empty_area=False), merged)
    content, starts = _as_csv(rows)
    how = dataclasses.replace(settings.read, delimiter=",")
    tables, found = read_delimited(
        file, content, dataclasses.replace(settings, read=how), advance=advance
    )

    def row_of(line: Any) -> Any:
        return np.searchsorted(starts, line, side="right")

    for table in tables:
        table.name = sheet.name
        table.lines = row_of(table.lines).astype(np.int64)
        table.heading_line = int(row_of(table.heading_line)) if table.heading_line else 0
    placed = [
        dataclasses.replace(each, line=int(row_of(each.line)) if each.line else 0) for each in found
    ]
    return tables, placed


def _unmerged(
    rows: list[list[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[list[Any]]:
    """Return rows with the value of each merged cell in every row that it spans.

    Only cells merged downwards: one that is merged across is a title over columns.
    """
    for (top, left), (bottom, right) in merged:
        if left != right or bottom - top > _MOST_MERGED or top >= len(rows):
            continue
        value = rows[top][left] if left < len(rows[top]) else ""
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "":
                row[left] = value
    return rows


def _as_csv(rows: list[list[Any]]) -> tuple[bytes, NDArray[np.int64]]:
    """Return rows as a CSV text in UTF-8, and the line on which each row begins, from 1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    line = 1
    starts = np.zeros(len(rows), dtype=np.int64)
    for number, row in enumerate(rows):
        starts[number] = line
        cells = list(_texts(row))
        writer.writerow(cells)
        line += 1 + sum(cell.count("\n") for cell in cells if "\n" in cell)
    return text.getvalue().encode("utf-8", "replace"), starts


def _texts(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        if isinstance(value, str):
            # One kind of line break, so that lines can be counted.
            yield value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, float):
            yield _number(value)
        elif isinstance(value, dt.datetime):
            yield _instant(value)
        elif isinstance(value, dt.date | dt.time):
            yield value.isoformat()
        else:
            yield str(value)


def _number(value: float) -> str:
    is_whole = value.is_integer() and abs(value) < _EXACT
    return str(int(value)) if is_whole else repr(value)


def _instant(value: dt.datetime) -> str:
    """Return date and time; fractions of days, as sheets count, miss whole seconds a little."""
    whole = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.time() == dt.time():
        return whole.date().isoformat()
    return whole.isoformat(timespec="minutes" if whole.second == 0 else "seconds")


def _damaged(file: str, why: str) -> Diagnostic:
    return finding(
        "file-unreadable", f"the workbook cannot be read: {why}", hint=_DAMAGED, file=file
    )
