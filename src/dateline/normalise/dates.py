"""Convert ``when`` to the time columns, and check the other dates of an event.

``mapping.dates`` decides what the texts of a column mean, ``timespan`` which days they cover.
"""

from __future__ import annotations

import re
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
    Decided,
    Pairs,
    Pattern,
    PatternError,
    decide,
    declared_patterns,
    read_pattern,
    read_text,
    widen,
)
from dateline.mapping.decided import DateOrder
from dateline.normalise.builder import TableBuilder, quote, rows_by_text
from dateline.schema import DATE_PRECISION
from dateline.table_settings import ALL
from dateline.timespan import WhenColumns, parse_when
from dateline.timespan.hints import proposal_for

#: Plain days, clock times and spans of days, which need no reading.
_PLAIN: Final = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    "(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?|/[0-9]{4}-[0-9]{2}-[0-9]{2})?$"
)
_NEVER: Final = "^$"
_A_DAY: Final = "2024-03-05"
#: Columns that have the year of the date once more.
_YEAR_COLUMNS: Final = ("year", "Year", "YEAR", "iyear")
#: A year column with which fewer dates agree than this has another year.
_AGREEING: Final = 0.5
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
    wrong = _wrong_years(builder, when)
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
    declared = [
        p for formats in _formats_by_file(builder, name) for p in declared_patterns(formats)
    ]
    plain = _NEVER if any(map(_redefines_days, declared)) else _PLAIN
    is_plain = pc.fill_null(pc.match_substring_regex(array, plain), True)
    rows = np.flatnonzero(~is_plain.to_numpy(zero_copy_only=False))
    edtf = texts
    if len(rows):
        decided = np.full(len(rows), None, dtype=object)
        for formats, files in _formats_by_file(builder, name).items():
            at = np.flatnonzero(np.isin(builder.file_numbers[rows], files))
            if len(at):
                patterns = declared_patterns(formats)
                decided[at] = _decided(
                    builder, name, rows=rows[at], patterns=patterns, references=references
                )
        found = pa.array(decided, pa.large_string())
        replaced = pc.replace_with_mask(array, pc.invert(is_plain), found)
        edtf = to_texts(replaced, texts.index)
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


def _decided(
    builder: TableBuilder,
    name: str,
    *,
    rows: np.ndarray,
    patterns: Sequence[Pattern],
    references: np.ndarray | None,
) -> np.ndarray:
    """Return the EDTF of rows that need reading, and report what was decided."""
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
    _report(builder, name, decided=decided, refused=rows[decided.refused[pair_of]])
    return decided.edtf[pair_of]


def _redefines_days(pattern: Pattern) -> bool:
    """Return whether a declared form such as ``yyyy-dd-MM`` reads a plain day as another day."""
    try:
        return read_pattern(_A_DAY, pattern) not in (None, _A_DAY)
    except PatternError:
        return True


def _report(builder: TableBuilder, name: str, *, decided: Decided, refused: np.ndarray) -> None:
    prefix = "" if name == "when" else f"{name}: "
    for told in decided.told:
        if name == "when" or told.code != "dates-read":
            edits = (Edit(name, *told.meant),) if told.meant else ()
            message = prefix + told.message
            builder.report([told.row], told.code, message, field=name, hint=told.hint, edits=edits)
    if len(refused):
        builder.keep(refused, name)


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
        more = f", as in {len(at) - 1} more row{'s' if len(at) > 2 else ''}" if len(at) > 1 else ""  # noqa: PLR2004
        row = int(at[0])
        edits = (Edit(name, str(builder.texts(name).iloc[row]), meant),) if meant else ()
        said = prefix + message + more
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
    for number, text in enumerate(texts[:]):
        if re.search("[0-9]{4}", text) or read_text(text).reason != "relative":
            continue
        at = np.flatnonzero((codes == number) & (references != _NO_DAY))
        for day in np.unique(references[at]):
            codes[at[references[at] == day]] = len(texts)
            texts.append(text)
            days.append(int(day))
    return codes, texts, days


# --- a column of years ------------------------------------------------------------------------


def _wrong_years(builder: TableBuilder, when: WhenColumns) -> np.ndarray:
    """Return the rows whose date is not in the year of their year column, after reporting them."""
    none = np.zeros(len(builder), dtype=bool)
    heading = next((name for name in _YEAR_COLUMNS if builder.has(name)), "")
    if not heading:
        return none
    texts = builder.texts(heading)
    years = pd.to_numeric(texts.where(texts.str.fullmatch("[12][0-9]{3}", na=False)))
    first = when.start.astype("datetime64[Y]").astype(np.int64) + 1970
    last = (when.end - np.timedelta64(1, "s")).astype("datetime64[Y]").astype(np.int64) + 1970
    is_closed = ~np.isnat(when.start) & ~np.isnat(when.end) & years.notna().to_numpy()
    given = years.fillna(0).to_numpy(dtype=np.int64)
    wrong: np.ndarray = is_closed & ((given < first) | (given > last))
    if not wrong.any() or wrong.sum() > is_closed.sum() * (1 - _AGREEING):
        return none
    rows = np.flatnonzero(wrong)
    row = int(rows[0])
    more = f", as in {len(rows) - 1} more rows" if len(rows) > 1 else ""
    builder.report(
        [row],
        "date-conflict",
        f"the date is {quote(builder.texts('when').iloc[row])}, but {heading} is "
        f"{quote(texts.iloc[row])}{more}",
        field="when",
        hint=f"fix the date or the {heading}",
    )
    builder.keep(rows, "when")
    return wrong
