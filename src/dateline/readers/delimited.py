"""Delimited text (CSV, TSV and their kin) to the raw table, every cell as text.

Ways to the same table: Arrow for a text whose rows and quotes are regular, however long it is,
pandas where some of its rows are short, and ``irregular.py`` for the rest. Which heading is which
field is for ``columns.py``.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from dateline.arrow import to_texts
from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.readers.columns import ORIGIN, map_columns
from dateline.readers.file import EventFile, Reading
from dateline.readers.irregular import DelimitedText, RowTable, read_irregular, tell_ragged
from dateline.readers.rows import Rows, scan_rows
from dateline.settings import Settings

#: Delimiters that are found from the heading, the most usual first.
DELIMITERS: Final = (",", ";", "\t", "|")

#: How many rows are looked at to find the heading.
_MOST_BLANK: Final = 1000

#: A tag of the Humanitarian Exchange Language, which has a row of them below the heading.
_HXL_TAG: Final = re.compile(r"#\w+(\s*\+\w+)*")

#: The line that spreadsheets write to say which delimiter follows.
_SEPARATOR_LINE: Final = re.compile(rb'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)

#: How much of a text is looked at to find its delimiter, in bytes.
_HEAD_BYTES: Final = 1 << 16

#: How much Arrow reads at a time; a row that is longer than it gets as much as it needs.
_BLOCK_BYTES: Final = 1 << 23

#: Arrow counts the bytes of a block in 31 bits.
_LONGEST_ROW: Final = 1 << 29


def read_delimited(file: EventFile, content: bytes, settings: Settings) -> Reading:
    """Return the rows of a delimited text in UTF-8, with the line on which each begins.

    Rows without any text are passed over. A row with too few or too many cells is told and kept.

    Raises:
        SettingsError: ``read.delimiter`` is not one character.
    """
    given = _check_delimiter(settings.read.delimiter)
    content, told = _without_zeros(content, file.name)
    skipped = _SEPARATOR_LINE.match(content)
    head = content[:_HEAD_BYTES].decode("utf-8", "replace")
    delimiter = given or (skipped[1].decode("latin-1") if skipped else find_delimiter(head))
    source = DelimitedText(
        file=file.name,
        content=content[skipped.end() :] if skipped else content,
        delimiter=delimiter if delimiter.isascii() else ",",
        first_line=2 if skipped else 1,
    )
    table = _read(source)
    raw, tags = _drop_tags(_drop_blank(_assemble(table)))
    return map_columns(
        raw,
        [*told, *table.findings],
        file=file.name,
        settings=settings,
        line=table.heading_line,
        note=tags,
    )


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the heading into most cells; a comma if none does.

    >>> find_delimiter('"a, b";c;d')
    ';'
    """
    line = next((line for line in text[:_HEAD_BYTES].splitlines() if line.strip()), "")
    return max(DELIMITERS, key=re.sub(r'"[^"]*"', "", line).count)


def _check_delimiter(delimiter: str) -> str:
    if delimiter and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise SettingsError(
            f'setting "read.delimiter" is "{delimiter}", expected one character',
            hint='write delimiter = ";" or delimiter = "\\t"',
        )
    return delimiter


def _without_zeros(content: bytes, file: str) -> tuple[bytes, list[Diagnostic]]:
    place = content.find(b"\0")
    if place < 0:
        return content, []
    told = finding(
        "csv-syntax",
        f"the text holds {content.count(0)} zero characters; each was read as U+FFFD",
        hint="export the file again as UTF-8",
        file=file,
        line=content.count(b"\n", 0, place) + 1,
    )
    return content.replace(b"\0", "\ufffd".encode()), [told]


def _read(source: DelimitedText) -> RowTable:
    content = source.content
    rows = scan_rows(content, source.delimiter)
    top = _first_row(content, rows)
    is_regular = rows.is_regular and top < len(rows.cells)
    # A mark is no text to Arrow and pandas, which read from the row below the heading on.
    is_regular = is_regular and not content.startswith(BOM_UTF8, *rows.offsets[top + 1 : top + 2])
    if is_regular and (rows.cells[top:] <= rows.cells[top]).all():
        return _read_regular(content, rows, top=top, source=source)
    return read_irregular(source)


def _first_row(content: bytes, rows: Rows) -> int:
    """Return the number of the first row that is not blank, which is the heading."""
    ends = [*rows.offsets[1 : _MOST_BLANK + 1], len(content)]
    for number, (start, end) in enumerate(zip(rows.offsets[:_MOST_BLANK], ends, strict=False)):
        if content[start:end].strip(b' \t\r\n,;|"'):
            return number
    return len(rows.cells)


def _read_regular(content: bytes, rows: Rows, *, top: int, source: DelimitedText) -> RowTable:
    start = int(rows.offsets[top])
    below = int(rows.offsets[top + 1]) if top + 1 < len(rows.offsets) else len(content)
    written = io.StringIO(content[start:below].decode(), newline="")
    (heading,) = csv.reader(written, delimiter=source.delimiter, strict=True)
    lines = rows.lines + (source.first_line - 1)
    longest = int(np.diff(rows.offsets[top + 1 :], append=len(content)).max(initial=0))
    is_even = (rows.cells[top + 1 :] == len(heading)).all() and longest < _LONGEST_ROW
    below_heading = memoryview(content)[below:]
    if is_even:
        cells = _read_even(below_heading, len(heading), source.delimiter, longest=longest)
    else:
        cells = _read_short(below_heading, len(heading), source.delimiter)
    table = RowTable(heading, int(lines[top]), cells, lines[top + 1 :])
    assert len(cells) == len(table.lines)
    _tell_short(table, rows.cells[top + 1 :], source.file)
    return table


def _tell_short(table: RowTable, counts: np.ndarray, file: str) -> None:
    """Tell rows with fewer cells than the heading; a blank row, which has one, is no fault."""
    expected = len(table.heading)
    short = np.flatnonzero(counts < expected)
    has_text = table.cells.iloc[short, 0].notna().to_numpy() | (counts[short] > 1)
    table.findings += [
        tell_ragged(file, line=int(table.lines[row]), seen=int(counts[row]), expected=expected)
        for row in short[has_text]
    ]


def _read_even(content: memoryview, width: int, delimiter: str, *, longest: int) -> pd.DataFrame:
    """Return the cells of rows as wide as the heading, none longer than ``longest`` bytes."""
    if not content:
        return pd.DataFrame({number: pd.Series(dtype="str") for number in range(width)})
    names = [str(number) for number in range(width)]
    block = _block_size(content, longest)
    table = arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(content)),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=block),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    columns = {}
    for number, name in enumerate(names):
        # Each column is let go of once it is in one piece: the table is never held twice.
        columns[number] = to_texts(table[name].combine_chunks())
        table = table.drop_columns(name)
    return pd.DataFrame(columns)


def _block_size(content: memoryview, longest: int) -> int:
    """Return how much is to be read at a time: a row lies within two blocks at most.

    No block ends between carriage return and line feed: Arrow would drop the line feed there, also
    within quotes.
    """
    block = max(_BLOCK_BYTES, 2 * longest)
    while any(
        bytes(content[at - 1 : at + 1]) == b"\r\n" for at in range(block, len(content), block)
    ):
        block += 1
    return block


def _read_short(content: memoryview, width: int, delimiter: str) -> pd.DataFrame:
    """Return the cells of rows of which some have fewer than the heading."""
    return pd.read_csv(
        io.BytesIO(content),
        sep=delimiter,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype="str",
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        engine="c",
        encoding="utf-8",
    )


def _assemble(table: RowTable) -> pd.DataFrame:
    """Return the cells under their headings, each made different from the others."""
    names: list[str] = []
    for number, heading in enumerate(table.heading, start=1):
        name = heading.strip().strip("\ufeff") or f"column_{number}"
        while name in names or name in ORIGIN:
            name += "_"
        names.append(name)
    raw = table.cells.set_axis(names, axis=1) if names else table.cells
    raw["origin_line"] = pd.Series(table.lines, dtype="int64")
    return raw


def _drop_blank(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the table without rows that hold no text at all."""
    filled = np.zeros(len(raw), dtype=bool)
    for name in raw.columns.drop("origin_line"):
        empty = np.flatnonzero(~filled)
        if len(empty) == 0:
            return raw
        column = raw[name].iloc[empty]
        filled[empty] = (column.notna() & (column.str.strip() != "")).to_numpy()
    return raw[filled].reset_index(drop=True)


def _drop_tags(raw: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the table without a first row of HXL tags, and what to say of it."""
    if raw.empty:
        return raw, ""
    first = raw.iloc[0].drop("origin_line").dropna()
    if first.empty or not all(_HXL_TAG.fullmatch(cell.strip()) for cell in first):
        return raw, ""
    line = raw["origin_line"].iloc[0]
    return raw.iloc[1:].reset_index(drop=True), f"line {line} holds HXL tags and is no event"
