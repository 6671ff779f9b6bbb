"""Columns that have the year of the date once more: a date in another year is a slip."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dateline.mapping.lexicon import heading_scores
from dateline.normalise.builder import TableBuilder, quote
from dateline.one_line import and_more_rows
from dateline.schema import BY_NAME
from dateline.timespan import WhenColumns

#: How well the heading of a column of years must fit; one with other words has other years.
_A_YEAR: Final = 0.98
#: A year column with which fewer dates agree than this has another year.
_AGREEING: Final = 0.5


def wrong_years(builder: TableBuilder, when: WhenColumns) -> np.ndarray:
    """Return the rows whose date is not in the year of their year column, after reporting them."""
    wrong = np.zeros(len(builder), dtype=bool)
    for heading in builder.raw.columns:
        if heading not in BY_NAME and heading_scores(heading).get("year", 0) >= _A_YEAR:
            wrong |= _conflicts(builder, when, heading)
    if wrong.any():
        builder.keep(np.flatnonzero(wrong), "when")
    return wrong


def _conflicts(builder: TableBuilder, when: WhenColumns, heading: str) -> np.ndarray:
    """Return the rows in another year than a column says, if most of their file are in its year."""
    texts = builder.texts(heading)
    years = pd.to_numeric(texts.where(texts.str.fullmatch("[12][0-9]{3}", na=False)))
    first = when.start.astype("datetime64[Y]").astype(np.int64) + 1970
    last = (when.end - np.timedelta64(1, "s")).astype("datetime64[Y]").astype(np.int64) + 1970
    is_closed = ~np.isnat(when.start) & ~np.isnat(when.end) & years.notna().to_numpy()
    given = years.fillna(0).to_numpy(dtype=np.int64)
    differs: np.ndarray = is_closed & ((given < first) | (given > last))
    files = builder.file_numbers
    compared = np.bincount(files[is_closed], minlength=int(files.max(initial=0)) + 1)
    differing = np.bincount(files[differs], minlength=len(compared))
    is_about = differing <= compared * (1 - _AGREEING)
    wrong: np.ndarray = differs & is_about[files]
    for file in np.unique(files[wrong]).tolist():
        rows = np.flatnonzero(wrong & (files == file))
        row = int(rows[0])
        builder.report(
            [row],
            "date-conflict",
            f"the date is {quote(builder.texts('when').iloc[row])}, but {heading} is "
            f"{quote(texts.iloc[row])}{and_more_rows(len(rows))}",
            field="when",
            hint=f"fix the date or the {heading}",
        )
    return wrong
