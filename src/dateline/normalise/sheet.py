"""The table while it is being typed: raw columns in, typed columns and findings out.

The checks themselves are in the other modules of this floor; here is only what they share.
"""

from __future__ import annotations

import dataclasses
import operator
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.diagnostics import Diagnostic, Severity, finding
from dateline.readers.columns import as_text
from dateline.readers.document import shorten
from dateline.settings import Settings

#: What is put before the name of a field when its refused text is kept.
KEPT_PREFIX: Final = "given_"

#: A lack that more rows of one file share than this is told once for the file.
MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Note:
    """A finding before it knows its file: which row, and which field or path in it."""

    row: int
    field: str
    code: str
    message: str
    hint: str
    severity: Severity | None = None
    has_line: bool = True


class Sheet:
    """Raw columns, the typed ones made so far, and the notes.

    Attributes:
        raw: The table as read, with a ``RangeIndex``.
        settings: The settings of the project.
        columns: Typed columns by name.
        notes: What was found.
    """

    def __init__(self, raw: pd.DataFrame, settings: Settings) -> None:
        self.raw = raw
        self.settings = settings
        self.columns: dict[str, Any] = {}
        self.notes: list[Note] = []
        self._texts: dict[str, pd.Series] = {}
        self._kept: dict[str, np.ndarray] = {}
        #: The texts of a field as objects, from before any of them was refused.
        self._written: dict[str, np.ndarray] = {}
        self._files = self._origin("origin_file", "")
        self._lines = self._origin("origin_line", 0)
        self._positions = self._origin("origin_positions", None)

    def __len__(self) -> int:
        return len(self.raw)

    def _origin(self, name: str, default: Any) -> np.ndarray:
        if name in self.raw:
            return self.raw[name].to_numpy(dtype=object)
        return np.full(len(self.raw), default, dtype=object)

    def has(self, name: str) -> bool:
        """Return whether the files had this field at all."""
        return name in self.raw

    def texts(self, name: str) -> pd.Series:
        """Return a raw column as trimmed text; missing and blank are NaN, nested values JSON."""
        if name not in self._texts:
            self._texts[name] = self._read_texts(name)
        return self._texts[name]

    def _read_texts(self, name: str) -> pd.Series:
        if name not in self.raw:
            return pd.Series(np.full(len(self.raw), np.nan, dtype=object), dtype="str")
        return trim(as_text(self.raw[name]))

    def blank(self, name: str, rows: np.ndarray) -> None:
        """Make the text of a field missing for these rows, after it was refused."""
        self._texts[name] = self.texts(name).mask(pd.Series(rows, index=self.raw.index))

    def tell(
        self,
        rows: Iterable[int],
        code: str,
        message: str,
        *,
        field: str = "",
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Note one finding for each of the rows; ``field`` says where in the event it is."""
        self.notes += [
            Note(int(row), field, code, message, hint, severity=severity) for row in rows
        ]

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
    ) -> None:
        """Note that the value of a field is not usable; its text is kept in ``given_<field>``."""
        refused = np.fromiter(rows, dtype=np.int64)
        self.tell(refused, code, message, field=path or field, hint=hint, severity=severity)
        self.keep(refused, field)

    def keep(self, rows: np.ndarray, field: str) -> None:
        """Keep the text of a field as read in ``given_<field>`` for these rows."""
        if field not in self._kept:
            self._kept[field] = np.full(len(self), None, dtype=object)
            self._written[field] = self.texts(field).to_numpy(dtype=object)
        self._kept[field][rows] = self._written[field][rows]

    def tell_lack(
        self, rows: np.ndarray, code: str, message: str, *, field: str, hint: str
    ) -> None:
        """Note that rows lack a field, unless it was refused; a file without it is told once."""
        refused = self._kept.get(field)
        if refused is not None:
            rows = rows[pd.isna(refused[rows])]
        lacking = Counter(self._files[rows])
        totals = Counter(self._files)
        whole = {n for n, count in lacking.items() if count > MOST_TOLD and totals[n] == count}
        single = [row for row in rows if self._files[row] not in whole] if whole else rows
        self.tell(single, code, message, field=field, hint=hint)
        for name in sorted(whole):
            first = int(rows[np.argmax(self._files[rows] == name)])
            many = f'none of the {totals[name]} events has "{field}"'
            own = f'name the column in dateline.toml: [read.columns] {field} = "its heading"'
            self.notes.append(Note(first, field, code, many, own, has_line=False))

    def position(self, row: int, field: str) -> tuple[int, int]:
        """Return line and column of a field or path of an event, or the event's own line."""
        known = self._positions[row]
        while isinstance(known, dict) and field:
            if field in known:
                line, column = known[field]
                return line, column
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return int(self._lines[row]), 0

    def is_marked(self, row: int) -> bool:
        """Return whether the event comes from a format that knows where its fields stand."""
        return isinstance(self._positions[row], dict)

    def file(self, row: int) -> str:
        """Return the file of an event."""
        return str(self._files[row])

    def place(self, row: int) -> str:
        """Return ``file:line`` of an event, for messages that name another one."""
        return f"{self._files[row]}:{self._lines[row]}"

    def kept_columns(self) -> dict[str, pd.Series]:
        """Return the columns of refused texts by their names."""
        return {
            KEPT_PREFIX + field: pd.Series(texts, index=self.raw.index, dtype="str")
            for field, texts in self._kept.items()
        }

    def findings(self) -> list[Diagnostic]:
        """Return the notes as diagnostics, each with file, line, column and event id."""
        identifiers = self.columns["event_id"].to_numpy(dtype=object)
        return [self._finding(note, identifiers[note.row]) for note in self.notes]

    def _finding(self, note: Note, event_id: str) -> Diagnostic:
        line, column = self.position(note.row, note.field) if note.has_line else (0, 0)
        told = finding(
            note.code,
            note.message,
            hint=note.hint,
            file=self.file(note.row),
            line=line,
            column=column,
            event_id=event_id if note.has_line else "",
        )
        return dataclasses.replace(told, severity=note.severity) if note.severity else told


def trim(column: pd.Series) -> pd.Series:
    """Return texts without outer white space; blank is missing, lone surrogates are U+FFFD.

    A column that has none of them is returned itself.
    """
    written = column.to_numpy(dtype=object)
    texts = [value.strip() or None if type(value) is str else value for value in written]
    try:
        "".join(text for text in texts if type(text) is str).encode()
    except UnicodeEncodeError:
        texts = [mend(text) if type(text) is str else None for text in texts]
    if column.dtype == "str" and not any(map(operator.is_not, texts, written)):
        return column
    return pd.Series(texts, index=column.index, dtype="str")


def mend(text: str) -> str:
    """Return a text in which lone surrogates, which no encoding can hold, are U+FFFD."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def rows_by_text(texts: pd.Series) -> dict[str, np.ndarray]:
    """Return for each distinct text the rows that have it, in order of first appearance."""
    codes, distinct = pd.factorize(texts)
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    return {
        str(text): order[ends[number] : ends[number + 1]] for number, text in enumerate(distinct)
    }


def quote(value: Any) -> str:
    """Return a value quoted for a message, shortened."""
    return f'"{shorten(str(value))}"'


def vocabulary_of(column: schema.Column, settings: Settings) -> tuple[str, ...]:
    """Return the words a column may hold in this project."""
    return settings.event_types if column.name == "event_type" else column.vocabulary
