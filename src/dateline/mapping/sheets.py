"""Sheets of a workbook: which of them are tables of events, and what their names say.

A workbook often has legends, lists of words or sums next to its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dateline.diagnostics import Diagnostic
from dateline.mapping.decided import TableMapping
from dateline.readers.workbook_findings import skipped

#: A table of events says of some event when it was, or where.
_OF_EVENTS: Final = ("when", "start", "end", "where", "place_name", "lon", "lat", "geometry")


@dataclass(slots=True)
class MappedTable:
    """One mapped table.

    Attributes:
        frame: Its events.
        found: The findings of its mapping.
        decided: What was decided.
        workbook: The workbook that has it as one of several sheets, or nothing.
        sheet: The name of that sheet.
    """

    frame: pd.DataFrame
    found: Sequence[Diagnostic]
    decided: TableMapping
    workbook: str = ""
    sheet: str = ""


def settle_sheets(tables: Iterable[MappedTable]) -> list[MappedTable]:
    """Return the tables with what is no sheet of events emptied, and named in a finding.

    If no sheet of a workbook is one, all are kept: their own findings say why. If several are, the
    name of a sheet is the layer of its events, unless a column gives them one.
    """
    settled = list(tables)
    of_events: dict[str, int] = {}
    for table in settled:
        if table.workbook and _has_events(table.frame):
            of_events[table.workbook] = of_events.get(table.workbook, 0) + 1
    for table in settled:
        count = of_events.get(table.workbook, 0)
        if not count:
            continue
        if not _has_events(table.frame):
            why = f"none of its {len(table.frame)} rows has a date or a place"
            table.found = [skipped(table.workbook, table.sheet, why)] if len(table.frame) else []
            table.frame = table.frame.iloc[:0]
        elif count > 1 and "layer" not in table.frame:
            table.frame["layer"] = pd.Series(table.sheet, index=table.frame.index, dtype="str")
    return settled


def _has_events(frame: pd.DataFrame) -> bool:
    return any(name in frame and frame[name].notna().any() for name in _OF_EVENTS)
