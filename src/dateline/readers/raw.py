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
from numpy.typing import NDArray

from dateline.arrow import to_arrow, to_texts
from dateline.diagnostics import Diagnostic

#: A line and a column, both from 1; (0, 0) if they are not known.
Position = tuple[int, int]

#: A part of a file that its format defines, rather than its author.
MemberName = Literal["geometry", "id"]

_NUMBER_TYPES: Final = frozenset({float, int, type(None)})


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
        name: The name of the table, if a file has several.
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
    decimal: Literal[".", ","] = "."
    is_typed: bool = False
    is_faulty: bool = False

    def __len__(self) -> int:
        return len(self.lines)


#: The result of a reader: the tables of one file, and the findings. A file without any row gives a
#: table of no rows; a file that cannot be read gives no table.
Reading = tuple[list[RawTable], list[Diagnostic]]


def as_text(column: pd.Series[Any]) -> pd.Series[str]:
    """Return a column as text: numbers as they print, lists and mappings as JSON."""
    if column.dtype == "str":
        return column
    if isinstance(column.dtype, pd.StringDtype):
        return column.astype("str")
    if set(map(type, column)) <= _NUMBER_TYPES:
        numbers = [None if v is None or v != v else repr(v).removesuffix(".0") for v in column]  # noqa: PLR0124 - NaN
        return to_texts(pa.array(numbers, pa.large_string()), column.index)
    texts = pd.Series([_text(value) for value in column], index=column.index, dtype=object)
    return to_texts(to_arrow(texts), column.index)


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
