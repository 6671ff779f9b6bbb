"""Raw tables: what a reader returns. Headings and values are as written; meaning is decided later.

``mapping`` decides which column is which field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import replace_surrogates, to_texts
from dateline.diagnostics import Diagnostic
from dateline.json_values import number_texts
from dateline.text_lists import as_objects
from dateline.texts import exchange

#: A line and a column, both from 1; (0, 0) if they are not known.
Position = tuple[int, int]

#: A part of a file that its format defines, rather than its author.
MemberName = Literal["geometry", "id"]

#: Python prints numbers from here on, and those below, with an exponent.
_LARGE: Final = 1e16
_SMALL: Final = 1e-4


@dataclass(slots=True)
class RawTable:
    """One table of a file, as written.

    Attributes:
        file: The name of the file.
        headings: The heading of each column; several may be equal, and they may be empty.
        columns: The values of each column, as ``str`` if all are text.
        lines: The 1-based line or number of each row.
        heading_line: The line of the headings; 0 if the format has none.
        positions: For each row a mapping of key or path to :data:`Position`; None if the format
            has no positions.
        members: Parts of a file that its format defines: the number of their column.
        beside: What stands beside the list of rows in the same object: value and position.
        name: The name of the table, if it is a sheet of a workbook with several.
        workbook: The name of that workbook; ``file`` has the name of the sheet as well.
        decimal: The character before decimals: a comma where the cells are separated by semicolons,
            as spreadsheets do in the countries that write numbers so.
        is_typed: Whether the format tells text from numbers, as JSON does.
        is_faulty: Whether an error was reported, which explains why rows are missing.
    """

    file: str
    headings: list[str]
    columns: list[pd.Series[Any]]
    lines: NDArray[np.int64]
    heading_line: int = 0
    positions: list[Mapping[str, Position] | None] | None = None
    members: Mapping[MemberName, int] = field(default_factory=dict)
    beside: Mapping[str, tuple[Any, Position]] = field(default_factory=dict)
    name: str = ""
    workbook: str = ""
    decimal: Literal[".", ","] = "."
    is_typed: bool = False
    is_faulty: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    def texts_of(self, row: int) -> list[str]:
        """Return the texts of a row without spaces around them; other values as empty texts."""
        cells = [column.iloc[row] for column in self.columns]
        return [cell.strip() if isinstance(cell, str) else "" for cell in cells]


#: The result of a reader: the tables of one file, and the findings. A file without any row gives a
#: table of no rows; a file that cannot be read gives no table.
Reading = tuple[list[RawTable], list[Diagnostic]]


def as_text(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column as text: numbers as they print, lists and mappings as JSON."""
    if column.dtype == "str":
        return column
    if isinstance(column.dtype, pd.StringDtype):
        return column.astype("str")
    if column.dtype == np.float64:
        return to_texts(_number_texts(column.to_numpy()), column.index)
    texts = [_text(value) for value in as_objects(column)]
    try:
        return to_texts(pa.array(texts, pa.large_string()), column.index)
    except UnicodeEncodeError:
        whole = [None if text is None else replace_surrogates(text) for text in texts]
        return to_texts(pa.array(whole, pa.large_string()), column.index)


def _number_texts(numbers: NDArray[np.float64]) -> pa.LargeStringArray:
    """Return numbers as Python prints them, without ``.0``; NaN is null."""
    texts = number_texts(np.where(np.isfinite(numbers), numbers, 0.0))
    texts = pc.replace_substring_regex(texts, r"\.0$", "")
    size = np.abs(numbers)
    # These are printed with an exponent, which Python writes in another way.
    rows = (size >= _LARGE) | ((size < _SMALL) & (size > 0))
    printed = [repr(number).removesuffix(".0") for number in numbers[rows].tolist()]
    texts = exchange(texts, rows, pa.array(printed, pa.large_string()))
    return pc.if_else(pa.array(np.isnan(numbers)), pa.scalar(None, texts.type), texts)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else repr(value).removesuffix(".0")  # noqa: PLR0124 - NaN
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
