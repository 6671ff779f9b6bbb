"""Dates whose years are those of another calendar today, such as 1402 or 2567.

The years of the Persian, the Islamic and the Buddhist calendar are also years of the Gregorian one,
so a table in such a calendar reads without an error and is wrong by centuries.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.fingerprint import FINGERPRINT
from dateline.normalise.builder import TableBuilder, quote
from dateline.timespan import WhenColumns

_EPOCH_YEAR: Final = 1970


class _Calendar(NamedTuple):
    """A calendar, and its years.

    Attributes:
        name: What people call it.
        years: The years of the last century and the next decades.
        recent: Those from about 1990; dates in other scripts than its own must lie in them.
        is_past: Whether these years are in the past in the Gregorian calendar, so that only whole
            days tell tables of today from those of a historian.
        script: Letters of the scripts of the countries that use it.
    """

    name: str
    years: tuple[int, int]
    recent: tuple[int, int]
    is_past: bool
    script: str


_CALENDARS: Final = (
    _Calendar(
        "Persian or Islamic", (1300, 1500), (1370, 1452), is_past=True, script="[\u0600-\u06ff]"
    ),
    _Calendar(
        "Buddhist",
        (2443, 2643),
        (2443, 2643),
        is_past=False,
        script="[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]",
    ),
)


def foreign_years(builder: TableBuilder, edtf: pd.Series, when: WhenColumns) -> np.ndarray:
    """Return the rows of files whose dates are in another calendar, after reporting them.

    These are files in which every date has a year of that calendar, and whose texts are in its
    script. In another script, or if the dates are EDTF, they are kept, with a warning. A declared
    form of dates says that the Gregorian calendar is meant, and so do our own exports.
    """
    wrong = np.zeros(len(builder), dtype=bool)
    if builder.settings.read.date_formats or builder.has(FINGERPRINT):
        return wrong
    is_dated = ~np.isnat(when.start)
    years = when.start.astype("datetime64[Y]").astype(np.int64) + _EPOCH_YEAR
    for calendar in _CALENDARS:
        is_in = is_dated & (years >= calendar.years[0]) & (years <= calendar.years[1])
        if not is_in.any():
            continue
        is_edtf = (edtf == builder.texts("when")).to_numpy(dtype=bool, na_value=False)
        files = builder.file_numbers
        for file in np.setdiff1d(files[is_in], files[is_dated & ~is_in]).tolist():
            rows = np.flatnonzero(is_in & (files == file))
            in_script = _has_script(builder, np.flatnonzero(files == file), calendar.script)
            if in_script or _is_recent(when.date_precision[rows], years[rows], calendar):
                is_refused = in_script and not is_edtf[rows].all()
                _report(builder, rows, years=years[rows], calendar=calendar, is_refused=is_refused)
                wrong[rows] |= is_refused
    if wrong.any():
        builder.keep(np.flatnonzero(wrong), "when")
    return wrong


def _has_script(builder: TableBuilder, rows: np.ndarray, script: str) -> bool:
    """Return whether the title, the place or the date of an event is in a script."""
    at = pa.array(rows)
    texts = (to_arrow(builder.texts(name)).take(at) for name in ("title", "where", "when"))
    return any(bool(pc.any(pc.match_substring_regex(text, script)).as_py()) for text in texts)


def _is_recent(precision: pd.Categorical[str], years: np.ndarray, calendar: _Calendar) -> bool:
    """Return whether dates without another sign of their calendar look like those of today."""
    first, last = calendar.recent
    is_recent = bool(years.min() >= first and years.max() <= last)
    precise = precision.isin(["day", "time"])
    return is_recent and (not calendar.is_past or bool(precise.all()))


def _report(
    builder: TableBuilder,
    rows: np.ndarray,
    *,
    years: np.ndarray,
    calendar: _Calendar,
    is_refused: bool,
) -> None:
    row = int(rows[0])
    first, last = int(years.min()), int(years.max())
    span = f"the year {first}" if first == last else f"the years {first} to {last}"
    said = "its date is" if len(rows) == 1 else f"all {len(rows):,} dates are"
    read = "not read" if is_refused else "read as Gregorian"
    builder.report(
        [row],
        "date-ambiguous",
        f"{quote(builder.texts('when').iloc[row])}: {said} in {span}, which can be of the "
        f"{calendar.name} calendar; {read}",
        field="when",
        hint='write Gregorian dates; if they are Gregorian, set read.date_format = "yyyy-MM-dd", '
        "or the form that they have, in dateline.toml",
        severity=None if is_refused else "warning",
    )
