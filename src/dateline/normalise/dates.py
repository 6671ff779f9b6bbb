"""Convert ``when`` to the time columns, and check the other dates of an event.

``timespan`` decides which texts are dates.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.normalise.builder import TableBuilder, rows_by_text
from dateline.schema import DATE_PRECISION
from dateline.settings import DATE_FORMATS
from dateline.timespan import TimeSpanError, from_format, parse_when

#: Separates two dates that a reader joined, each in the declared format.
_JOIN: Final = " / "

#: The end of a hint about a date that may be in a declared format.
_SET_FORMAT: Final = "set read.date_format in dateline.toml"

#: Each refused text and its error.
Errors = dict[str, TimeSpanError]


def type_dates(builder: TableBuilder) -> None:
    """Set ``when``, its derived columns, ``reported_at`` and ``updated_at``.

    A text that is not a date is reported and kept in ``given_when``, and the event is undated.
    """
    texts = _joined(builder.texts("when"), builder.settings.read.date_format)
    when = parse_when(texts, date_format=builder.settings.read.date_format)
    _refuse(builder, "when", texts, errors=when.errors)
    columns = builder.columns
    columns["when"] = _without(when.when, texts, errors=when.errors)
    columns["start"], columns["end"] = when.start, when.end
    columns["date_precision"] = when.date_precision.set_categories(list(DATE_PRECISION))
    is_dated = columns["when"].notna().to_numpy()
    columns["approximate"] = pd.arrays.BooleanArray(when.approximate.astype(bool), ~is_dated)
    columns["uncertain"] = pd.arrays.BooleanArray(when.uncertain.astype(bool), ~is_dated)
    _report_undated(builder, texts)
    for name in ("reported_at", "updated_at"):
        columns[name] = _checked(builder, name)


def _report_undated(builder: TableBuilder, texts: pd.Series) -> None:
    undated = np.flatnonzero(texts.isna())
    builder.report_missing(
        undated,
        "event-undated",
        'the event has no "when", so it is shown as undated',
        field="when",
        hint="add `when: 2024-03` (as much as is known) if the report gives a date",
    )


def _checked(builder: TableBuilder, name: str) -> pd.Series:
    if not builder.has(name):
        return builder.texts(name)
    texts = builder.texts(name)
    dates = parse_when(texts, date_format=builder.settings.read.date_format)
    _refuse(builder, name, texts, errors=dates.errors)
    return _without(dates.when, texts, dates.errors)


def _refuse(builder: TableBuilder, name: str, texts: pd.Series, *, errors: Errors) -> None:
    if not errors:
        return
    formats = _fitting_formats(errors)
    refused = texts.where(texts.isin(list(errors)))
    for text, rows in rows_by_text(refused).items():
        error = errors[text]
        prefix = "" if name == "when" else f"{name}: "
        hint = _with_format(error.hint, formats)
        builder.refuse(rows, error.code, prefix + error.message, field=name, hint=hint)


def _with_format(hint: str, formats: list[str]) -> str:
    """Return a hint that names the only date format that fits, if there is exactly one."""
    if not formats:
        return hint
    hint = hint.removesuffix(_SET_FORMAT).removesuffix(", or ").removesuffix("; or ")
    return f'{hint}, or set read.date_format = "{formats[0]}" in dateline.toml'


def _fitting_formats(errors: Errors) -> list[str]:
    """Return the one declared format that all refused texts fit; empty if several do."""
    fitting = [
        name for name in DATE_FORMATS if name != "edtf" and all(_fits(t, name) for t in errors)
    ]
    return fitting if len(fitting) == 1 else []


def _fits(text: str, date_format: str) -> bool:
    try:
        from_format(text, date_format)
    except TimeSpanError:
        return False
    return True


def _without(when: pd.Series, texts: pd.Series, errors: Errors) -> pd.Series:
    column = when.set_axis(texts.index)
    return column.mask(texts.isin(list(errors))) if errors else column


def _joined(texts: pd.Series, date_format: str) -> pd.Series:
    """Return the texts with joined dates, both in the declared format, as EDTF intervals."""
    if not pc.any(pc.match_substring(to_arrow(texts), _JOIN)).as_py():
        return texts
    codes, distinct = pd.factorize(texts)
    joined = [_interval(text, date_format) if _JOIN in text else text for text in distinct]
    values = np.array([*joined, np.nan], dtype=object)
    return pd.Series(values[codes], index=texts.index, dtype="str")


def _interval(text: str, date_format: str) -> str:
    parts = [part.strip() for part in text.split(_JOIN)]
    try:
        return "/".join(str(from_format(part, date_format)) for part in parts)
    except TimeSpanError:
        return "/".join(parts)
