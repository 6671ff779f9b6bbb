"""Convert ``when`` to the time columns, and check the other dates of an event.

``mapping.dates`` decides what the texts of a column mean, ``timespan`` which days they cover.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import to_arrow, to_texts
from dateline.diagnostics import Edit
from dateline.mapping.dates import (
    DATE_RULE,
    READ_AS,
    READ_HINT,
    Pairs,
    Pattern,
    PatternError,
    Told,
    are_midnights,
    days_of,
    decide,
    declared_patterns,
    no_plain,
    read_pattern,
    read_plain,
    read_text,
    widen,
)
from dateline.mapping.decided import DateOrder
from dateline.normalise.builder import TableBuilder, rows_by_text
from dateline.normalise.calendars import foreign_years
from dateline.normalise.years import wrong_years
from dateline.one_line import and_more_rows
from dateline.schema import DATE_PRECISION
from dateline.table_settings import ALL
from dateline.timespan import WhenColumns, parse_when
from dateline.timespan.hints import proposal_for

#: A day and clock times that a declared form may read as others.
_SAMPLES: Final = {
    text: text.replace(" ", "T") for text in ("2024-03-05", "2024-03-05T14:30", "2024-03-05 14:30")
}
_SECONDS: Final = 86_400
_NO_DAY: Final = np.iinfo(np.int64).min


def type_dates(builder: TableBuilder) -> None:
    """Set ``when``, ``when_text``, the derived columns, ``reported_at`` and ``updated_at``.

    A text that is not read is reported and kept in ``given_when``, and the event is undated.
    """
    columns = builder.columns
    for name in ("reported_at", "updated_at"):
        columns[name] = _checked(builder, name) if builder.has(name) else builder.texts(name)
    texts = builder.texts("when")
    edtf, when = _read(builder, "when", _references(builder, columns["reported_at"]))
    if builder.has(DATE_RULE):
        edtf = widen(edtf, builder.texts(DATE_RULE))
        when = parse_when(edtf)
    wrong = wrong_years(builder, when) | foreign_years(builder, edtf, when)
    if wrong.any():
        edtf, when = _without(edtf, wrong)
    columns["when"] = edtf
    columns["when_text"] = _own_words(builder, texts, edtf)
    columns["start"], columns["end"] = when.start, when.end
    columns["date_precision"] = when.date_precision.set_categories(list(DATE_PRECISION))
    is_dated = edtf.notna().to_numpy()
    columns["approximate"] = pd.arrays.BooleanArray(when.approximate.astype(bool), ~is_dated)
    columns["uncertain"] = pd.arrays.BooleanArray(when.uncertain.astype(bool), ~is_dated)
    builder.report_missing(
        np.flatnonzero(~is_dated),
        "event-undated",
        'the event has no "when", so it is shown as undated',
        field="when",
        hint="add `when: 2024-03` (as much as is known) if the report gives a date",
    )


def _checked(builder: TableBuilder, name: str) -> pd.Series:
    return _read(builder, name, None)[0]


def _without(edtf: pd.Series, rows: np.ndarray) -> tuple[pd.Series, WhenColumns]:
    kept = edtf.mask(pd.Series(rows, index=edtf.index))
    return kept, parse_when(kept)


def _own_words(builder: TableBuilder, texts: pd.Series, edtf: pd.Series) -> pd.Series:
    """Return the dates as written where they are not EDTF; given words come first."""
    given = builder.texts("when_text")
    is_read = edtf.isna() if edtf is texts else (edtf != texts) | edtf.isna()
    is_read &= texts.notna()
    refused = builder.refused_rows("when")
    if refused is not None:
        is_read &= ~refused
    if not is_read.any():
        return given
    return given.fillna(texts.where(is_read))


# --- reading ----------------------------------------------------------------------------------


def _read(
    builder: TableBuilder, name: str, references: np.ndarray | None
) -> tuple[pd.Series, WhenColumns]:
    """Return a column as EDTF and its bounds; what is not read is reported, kept and missing.

    Args:
        builder: The table.
        name: The column.
        references: For each row the day number from which "yesterday" counts, or ``_NO_DAY``.
    """
    texts = builder.texts(name)
    array = to_arrow(texts)
    formats_by_file = _formats_by_file(builder, name)
    declared = [p for formats in formats_by_file for p in declared_patterns(formats)]
    plain = no_plain(array) if any(map(_redefines_days, declared)) else read_plain(array)
    said = _DateFindings(builder, name)
    said.count(plain.is_spaced, "with a space for the T")
    rows = np.flatnonzero(~plain.is_read)
    found = plain.edtf
    if len(rows):
        decided = np.full(len(rows), None, dtype=object)
        for formats, files in formats_by_file.items():
            at = np.flatnonzero(np.isin(builder.file_numbers[rows], files))
            if len(at):
                patterns = declared_patterns(formats)
                decided[at] = _decided(
                    said, rows=rows[at], patterns=patterns, references=references
                )
        read = pa.array(decided, pa.large_string())
        found = pc.replace_with_mask(found, pa.array(~plain.is_read), read)
    found = _without_midnights(found, said)
    said.report()
    edtf = texts if found is array else to_texts(found, texts.index)
    when = parse_when(edtf)
    if not when.errors:
        return edtf, when
    wrong = edtf.isin(list(when.errors))
    for text, at in rows_by_text(edtf.where(wrong)).items():
        error = when.errors[text]
        told = (error.code, error.message, error.hint)
        _refuse(builder, name, rows=at, told=told, meant=proposal_for(text))
    return edtf.mask(wrong), when


def _formats_by_file(builder: TableBuilder, name: str) -> dict[tuple[str, ...], list[int]]:
    """Return the declared formats of a field, and the numbers of the files that they are for.

    What the settings declare is for every file, and comes before what a saved mapping declares.
    """
    declared = builder.settings.read.date_formats
    found: dict[tuple[str, ...], list[int]] = {}
    for number, file in enumerate(builder.file_names or [""]):
        saved = builder.date_formats.get(file, {})
        formats = declared or saved.get(name, saved.get(ALL, ()))
        found.setdefault(formats, []).append(number)
    return found


def _without_midnights(texts: pa.LargeStringArray, said: _DateFindings) -> pa.LargeStringArray:
    """Return EDTF with days for the clock times of files in which all are midnight."""
    if not pc.any(pc.match_substring(texts, "T00:00")).as_py():
        return texts
    is_midnight = are_midnights(texts)
    has_clock = np.array(pc.fill_null(pc.match_substring(texts, "T"), False))
    files = said.builder.file_numbers
    is_day = has_clock & ~np.isin(files, np.unique(files[has_clock & ~is_midnight]))
    if not is_day.any():
        return texts
    said.count(is_day, "at midnight, like all clock times, as days")
    days = days_of(texts.filter(pa.array(is_day)))
    return pc.replace_with_mask(texts, pa.array(is_day), days)


def _decided(
    said: _DateFindings,
    *,
    rows: np.ndarray,
    patterns: Sequence[Pattern],
    references: np.ndarray | None,
) -> np.ndarray:
    """Return the EDTF of rows that need reading, and note what was decided."""
    builder, name = said.builder, said.name
    codes, distinct = pd.factorize(builder.texts(name).iloc[rows])
    texts = to_arrow(pd.Series(distinct)).to_pylist()
    days: list[int | None] | None = None
    if references is not None:
        codes, texts, days = _with_references(codes, texts, references[rows])
    files = builder.file_numbers[rows]
    _, first, pair_of, counts = np.unique(
        files * len(texts) + codes, return_index=True, return_inverse=True, return_counts=True
    )
    pairs = Pairs(
        texts=texts,
        text=codes[first],
        file=files[first],
        row=rows[first],
        count=counts,
        place=builder.lines[rows[first]],
    )
    decided = decide(pairs, patterns, days)
    for file, (order, why) in decided.orders.items():
        builder.date_orders.append(DateOrder(builder.file_names[file], name, order, why))
    said.told += decided.told
    refused = rows[decided.refused[pair_of]]
    if len(refused):
        builder.keep(refused, name)
    return decided.edtf[pair_of]


def _redefines_days(pattern: Pattern) -> bool:
    """Return whether a declared form such as ``yyyy-dd-MM`` reads a plain day as another day."""
    try:
        found = [(read_pattern(text, pattern), edtf) for text, edtf in _SAMPLES.items()]
    except PatternError:
        return True
    return any(read not in (None, edtf) for read, edtf in found)


class _DateFindings:
    """What is said about the dates of a field: one finding a file for all that is read.

    Attributes:
        builder: The table.
        name: The field.
        told: What was decided about dates in words and figures.
    """

    def __init__(self, builder: TableBuilder, name: str) -> None:
        self.builder, self.name = builder, name
        self.told: list[Told] = []
        self._counted: dict[int, list[tuple[int, str]]] = {}

    def count(self, which: np.ndarray, how: str) -> None:
        """Note how these rows are read."""
        rows = np.flatnonzero(which)
        files = self.builder.file_numbers[rows]
        for file in np.unique(files).tolist():
            at = rows[files == file]
            dates = f"{len(at):,} date{'' if len(at) == 1 else 's'}"
            self._counted.setdefault(file, []).append((int(at[0]), f"{dates} {how}"))

    def report(self) -> None:
        """Report it; how dates are read is reported for ``when`` alone."""
        for told in self.told:
            if told.code != "dates-read":
                self._report(told)
                continue
            file = int(self.builder.file_numbers[told.row])
            counted = self._counted.pop(file, [])
            row = min((told.row, *(row for row, _ in counted)))
            self._report_read(row, [told.message, *(words for _, words in counted)])
        for counted in self._counted.values():
            first = READ_AS + counted[0][1]
            self._report_read(counted[0][0], [first, *(words for _, words in counted[1:])])

    def _report_read(self, row: int, words: list[str]) -> None:
        if self.name == "when":
            self._report(Told(row, "dates-read", "; ".join(words), READ_HINT))

    def _report(self, told: Told) -> None:
        prefix = "" if self.name == "when" else f"{self.name}: "
        edits = (Edit(self.name, *told.meant),) if told.meant else ()
        message = prefix + told.message
        self.builder.report(
            [told.row], told.code, message, field=self.name, hint=told.hint, edits=edits
        )


def _refuse(
    builder: TableBuilder,
    name: str,
    *,
    rows: np.ndarray,
    told: tuple[str, str, str],
    meant: str,
) -> None:
    """Report a text once for each file, and keep it in all its rows."""
    code, message, hint = told
    prefix = "" if name == "when" else f"{name}: "
    files = builder.file_numbers[rows]
    for file in np.unique(files):
        at = rows[files == file]
        row = int(at[0])
        edits = (Edit(name, str(builder.texts(name).iloc[row]), meant),) if meant else ()
        said = prefix + message + and_more_rows(len(at))
        builder.report([row], code, said, field=name, hint=hint, edits=edits)
    builder.keep(rows, name)


# --- dates that count from another day --------------------------------------------------------


def _references(builder: TableBuilder, reported: pd.Series) -> np.ndarray | None:
    """Return for each row the day on which it was reported, or the declared one."""
    declared = builder.settings.read.reference_date
    if not declared and not reported.notna().any():
        return None
    default = np.datetime64(declared, "D").astype(np.int64) if declared else _NO_DAY
    days = np.full(len(builder), default, dtype=np.int64)
    dates = parse_when(reported)
    is_day = dates.date_precision.isin(["day", "time"]) & ~np.isnat(dates.start)
    days[is_day] = dates.start[is_day].astype(np.int64) // _SECONDS
    return days


def _with_references(
    codes: np.ndarray, texts: list[str], references: np.ndarray
) -> tuple[np.ndarray, list[str], list[int | None]]:
    """Return the texts with those that count from another day once for each such day."""
    codes, texts = codes.copy(), list(texts)
    days: list[int | None] = [None] * len(texts)
    has_year = pc.match_substring_regex(pa.array(texts, pa.large_string()), "[0-9]{4}")
    for number in np.flatnonzero(~np.array(has_year)).tolist():
        text = texts[number]
        if read_text(text).reason != "relative":
            continue
        at = np.flatnonzero((codes == number) & (references != _NO_DAY))
        for day in np.unique(references[at]):
            codes[at[references[at] == day]] = len(texts)
            texts.append(text)
            days.append(int(day))
    return codes, texts, days
