"""The table builder: raw columns in, typed columns and findings out.

It contains what the other modules of this package share; the checks themselves are in those
modules.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import to_arrow, to_texts
from dateline.dataset import list_column, no_lists
from dateline.diagnostics import CODES, Diagnostic, Edit, Severity, Tally, finding, more_findings
from dateline.mapping.decided import DateOrder
from dateline.readers.document import shorten
from dateline.readers.raw import as_text
from dateline.settings import Settings

#: Prefix of the columns that keep refused texts.
KEPT_PREFIX: Final = "given_"

#: If more rows of one file than this miss a field, it is reported once for the file.
MAX_REPORTED: Final = 20


#: Bytes that may begin white space in UTF-8, and bytes that may end it.
_MAY_OPEN: Final = np.isin(np.arange(256), [*range(0x21), 0xC2, 0xE1, 0xE2, 0xE3])
_MAY_CLOSE: Final = np.isin(np.arange(256), [*range(0x21), *range(0x80, 0xC0)])

#: Fewer distinct texts than this are numbered in 16 bits.
_FEW: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that does not know its file yet: the row, and the field or path in it."""

    row: int
    field: str
    code: str
    message: str
    hint: str
    severity: Severity | None = None
    has_line: bool = True
    edits: tuple[Edit, ...] = ()


class TableBuilder:
    """Raw columns, the typed columns made so far, and the notes.

    Attributes:
        raw: The table as read, with a ``RangeIndex``.
        settings: The settings of the project.
        columns: Typed columns by name.
        notes: The findings so far.
        date_formats: File to field to the formats that a saved mapping declares for its dates.
        date_orders: What was decided about the dates of each file.
    """

    def __init__(
        self,
        raw: pd.DataFrame,
        settings: Settings,
        date_formats: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    ) -> None:
        self.raw = raw
        self.settings = settings
        self.date_formats = date_formats or {}
        self.date_orders: list[DateOrder] = []
        self.columns: dict[str, Any] = {}
        self.notes: list[Note] = []
        self._tally = Tally()
        self._texts: dict[str, pd.Series] = {}
        self._kept: dict[str, np.ndarray] = {}
        #: The texts of a field before any of them were refused.
        self._written: dict[str, np.ndarray] = {}
        self._files = self._origin("origin_file", "")
        self._lines = self._origin("origin_line", 0)
        self._positions = self._origin("origin_positions", None)

    def __len__(self) -> int:
        return len(self.raw)

    def _origin(self, name: str, default: Any) -> pd.Series[Any]:
        if name in self.raw:
            return self.raw[name]
        return pd.Series([default] * len(self.raw), index=self.raw.index)

    def has(self, name: str) -> bool:
        """Return whether the files have this field at all."""
        return name in self.raw

    def texts(self, name: str) -> pd.Series:
        """Return a raw column as trimmed text; missing and blank become NaN, nested values JSON."""
        if name not in self._texts:
            self._texts[name] = self._read_texts(name)
        return self._texts[name]

    def _read_texts(self, name: str) -> pd.Series:
        if name not in self.raw:
            return self.no_texts()
        return trim(as_text(self.raw[name]))

    def release(self, name: str) -> None:
        """Remove a raw column that is not needed any more."""
        self._texts.pop(name, None)
        if name in self.raw:
            del self.raw[name]

    def no_texts(self) -> pd.Series:
        """Return a text column of missing values; every such column shares one array."""
        return to_texts(self._no_texts, self.raw.index)

    def no_lists(self, name: str) -> pd.Series:
        """Return a list column of empty lists."""
        return list_column(no_lists(name, len(self)), self.raw.index)

    @cached_property
    def _no_texts(self) -> pa.LargeStringArray:
        return pa.nulls(len(self), pa.large_string())

    def blank(self, name: str, rows: np.ndarray) -> None:
        """Set the text of a field to missing in these rows, after it was refused."""
        self._texts[name] = self.texts(name).mask(pd.Series(rows, index=self.raw.index))

    def report(
        self,
        rows: Iterable[int],
        code: str,
        message: str,
        *,
        field: str = "",
        hint: str = "",
        severity: Severity | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> None:
        """Note one finding for each of the rows; ``field`` is where in the event it is.

        Beyond :data:`dateline.diagnostics.MOST` of one code and file they are only counted.
        """
        told = severity or CODES[code].severity
        noted = np.fromiter(rows, dtype=np.int64)
        for file, some in self._by_file(noted):
            count = self._tally.add(code, told, file=file, places=some)
            self.notes += [
                Note(row, field, code, message, hint, severity, edits=edits)
                for row in some[:count].tolist()
            ]

    def _by_file(self, rows: NDArray[np.int64]) -> Iterator[tuple[int, Any]]:
        """Yield the number of each file and its rows, in order."""
        codes, names = self._file_codes
        if len(rows) == 1 or (len(names) == 1 and len(rows)):
            yield int(codes[rows[0]]), rows
            return
        of_rows = codes[rows]
        for file in dict.fromkeys(of_rows.tolist()):
            yield file, rows[of_rows == file]

    def refuse(
        self,
        rows: Iterable[int],
        code: str,
        message: str,
        *,
        field: str,
        hint: str = "",
        path: str = "",
        severity: Severity | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> None:
        """Note that a field's value is not usable; its text is kept in ``given_<field>``."""
        refused = np.fromiter(rows, dtype=np.int64)
        at = path or field
        self.report(refused, code, message, field=at, hint=hint, severity=severity, edits=edits)
        self.keep(refused, field)

    def keep(self, rows: np.ndarray, field: str) -> None:
        """Keep the text of a field as read in ``given_<field>`` for these rows."""
        if field not in self._kept:
            self._kept[field] = np.full(len(self), None, dtype=object)
            self._written[field] = self.texts(field).to_numpy(dtype=object)
        self._kept[field][rows] = self._written[field][rows]

    def report_missing(
        self, rows: np.ndarray, code: str, message: str, *, field: str, hint: str
    ) -> None:
        """Note that a field is missing in rows; only once for a file that does not have it at all.

        Rows where the field was refused are left out, because that is reported already.
        """
        refused = self._kept.get(field)
        if refused is not None:
            rows = rows[pd.isna(refused[rows])]
        codes, names = self._file_codes
        totals = np.bincount(codes, minlength=len(names))
        missing = np.bincount(codes[rows], minlength=len(names))
        is_whole = (missing > MAX_REPORTED) & (missing == totals)
        self.report(rows[~is_whole[codes[rows]]], code, message, field=field, hint=hint)
        for number in sorted(np.flatnonzero(is_whole), key=lambda number: str(names[number])):
            first = int(rows[np.argmax(codes[rows] == number)])
            many = f'none of the {totals[number]} events has "{field}"'
            own = f'map a column to it in dateline.toml: [read.columns] {field} = "its heading"'
            self.notes.append(Note(first, field, code, many, own, has_line=False))

    @cached_property
    def _file_codes(self) -> tuple[np.ndarray, Any]:
        """The index of the file of each event, and the names of the files."""
        return pd.factorize(self._files)

    @cached_property
    def file_numbers(self) -> np.ndarray:
        """The number of the file of each event, from 0."""
        numbers: np.ndarray = np.maximum(self._file_codes[0].astype(np.int64), 0)
        return numbers

    @cached_property
    def lines(self) -> np.ndarray:
        """The line or row of each event in its file; 0 if it is not known."""
        return self._lines.fillna(0).to_numpy(dtype=np.int64)

    def refused_rows(self, field: str) -> np.ndarray | None:
        """Return which rows have a refused text in a field; None if none has."""
        kept = self._kept.get(field)
        return None if kept is None else ~pd.isna(kept)

    @cached_property
    def is_marked(self) -> np.ndarray:
        """Which events come from a format that records the positions of their fields."""
        if self._positions.isna().all():
            return np.zeros(len(self), dtype=bool)
        return np.array([isinstance(known, dict) for known in self._positions], dtype=bool)

    @cached_property
    def file_names(self) -> list[str]:
        """The name of each file, by its number."""
        return [str(name) for name in self._file_codes[1]]

    def place(self, row: int) -> str:
        """Return ``file:line`` of an event, for messages about another event."""
        return f"{self._files.iloc[row]}:{self._lines.iloc[row]}"

    def kept_columns(self) -> dict[str, pd.Series]:
        """Return the columns of refused texts, by column name."""
        return {
            KEPT_PREFIX + field: pd.Series(texts, index=self.raw.index, dtype="str")
            for field, texts in self._kept.items()
        }

    def findings(self) -> list[Diagnostic]:
        """Return the notes as diagnostics, each with file, line, column and event id."""
        rows = [note.row for note in self.notes]
        origins = (self.columns["event_id"], self._files, self._lines, self._positions)
        columns = [column.iloc[rows].tolist() for column in origins]
        listed = [_finding(*row) for row in zip(self.notes, *columns, strict=True)]
        more = (
            more_findings(
                code,
                count,
                severity=severity,
                file=self._files.iloc[row],
                line=int(self._lines.iloc[row]),
            )
            for code, severity, _, row, count in self._tally.unlisted()
        )
        return [*listed, *more]


def _finding(note: Note, event_id: str, *origin: Any) -> Diagnostic:
    file, begins, known = origin
    line, column = position_of(known, note.field) or (int(begins), 0)
    reported = finding(
        note.code,
        note.message,
        hint=note.hint,
        file=file,
        line=line if note.has_line else 0,
        column=column if note.has_line else 0,
        event_id=event_id if note.has_line else "",
        edits=note.edits,
    )
    return dataclasses.replace(reported, severity=note.severity) if note.severity else reported


def position_of(known: Any, field: str) -> tuple[int, int] | None:
    """Return line and column of a field or path, or of its nearest known parent; None if unknown.

    Args:
        known: Field or path to line and column; None if the format does not record them.
        field: Such as ``sources[0].url``.
    """
    while isinstance(known, dict) and field:
        if field in known:
            line, column = known[field]
            return line, column
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    return None


def trim(column: pd.Series) -> pd.Series:
    """Return texts without outer white space; blank becomes missing, lone surrogates U+FFFD.

    A column without any of these is returned unchanged.
    """
    texts = to_arrow(column)
    trimmed = trim_texts(texts)
    if trimmed is texts and column.dtype == "str":
        return column
    return to_texts(trimmed, column.index)


def trim_texts(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return Arrow texts without outer white space; blank ones become null."""
    rows = _untrimmed_rows(texts)
    if not len(rows):
        return texts
    trimmed = [text.strip() or None for text in texts.take(pa.array(rows)).to_pylist()]
    place = np.arange(len(texts))
    place[rows] = len(texts) + np.arange(len(rows))
    both = pa.chunked_array([texts, pa.array(trimmed, pa.large_string())])
    return both.take(pa.array(place)).combine_chunks()


def _untrimmed_rows(texts: pa.LargeStringArray) -> np.ndarray:
    """Return the rows that may begin or end with white space, and the blank ones."""
    _, ends, letters = texts.buffers()
    if letters is None or not letters.size or texts.null_count == len(texts):
        return np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    at = np.frombuffer(ends, dtype=np.int64)[texts.offset :][: len(texts) + 1]
    first, last = at[:-1], at[1:]
    is_loose = last <= first
    codes = np.frombuffer(letters, dtype=np.uint8)
    # For an empty text this is the byte of another text, but empty texts are returned anyway.
    is_loose |= _MAY_OPEN[codes.take(first, mode="clip")]
    is_loose |= _MAY_CLOSE[codes.take(last - 1, mode="clip")]
    if texts.null_count:
        is_loose &= texts.is_valid().to_numpy(zero_copy_only=False)
    return np.flatnonzero(is_loose)


def rows_by_text(texts: pd.Series) -> dict[str, np.ndarray]:
    """Return the rows of each distinct text, in order of first appearance."""
    codes, distinct = pd.factorize(texts)
    if len(distinct) < _FEW:
        codes = codes.astype(np.int16)  # NumPy sorts these much faster
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    return {
        str(text): order[ends[number] : ends[number + 1]] for number, text in enumerate(distinct)
    }


def quote(value: Any) -> str:
    """Return a value quoted for a message, shortened."""
    return f'"{shorten(str(value))}"'


def vocabulary_of(column: schema.Column, settings: Settings) -> tuple[str, ...]:
    """Return the words that a column may hold in this project."""
    return settings.event_types if column.name == "event_type" else column.vocabulary
