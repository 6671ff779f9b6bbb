"""Tables without headings, whose first row is an event."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

import numpy as np
import pandas as pd

from dateline.mapping.findings import Decisions
from dateline.mapping.lexicon import fold_heading, heading_scores, lexicon
from dateline.mapping.values import SourceColumn
from dateline.readers.raw import RawTable

_KNOWN: Final = 0.8
_LEAST: Final = 2
_DECIMAL: Final = re.compile(r"[+-]?\d{1,3}[.,]\d+")


def with_first_row(raw: RawTable, decisions: Decisions) -> RawTable:
    """Return the table with its headings as the first row, and report it."""
    columns = [
        pd.concat([pd.Series([heading or None], dtype="str"), column], ignore_index=True)
        for heading, column in zip(raw.headings, raw.columns, strict=True)
    ]
    decisions.headless(raw.heading_line)
    return dataclasses.replace(
        raw,
        headings=[f"column_{number}" for number in range(1, len(columns) + 1)],
        columns=columns,
        lines=np.concatenate([[raw.heading_line], raw.lines]).astype(np.int64),
    )


def is_event(headings: list[str]) -> bool:
    """Return whether headings are values: dates, numbers, positions or links, and no known word."""
    column = SourceColumn("", "", pd.Series(headings, dtype="str"), number=0)
    plain = column.dates + column.links + column.shapes + column.pairs
    # Beside a date or a link, short decimals are values too; alone they may be steps of a scale.
    share = plain + (column.share(_DECIMAL.fullmatch) if plain else column.decimals)
    count = round(share * len(column.sample))
    if count < _LEAST and not (count and len(headings) <= _LEAST):
        return False
    known = any(fold_heading(heading) in lexicon().phrases for heading in headings)
    return not known and all(max(heading_scores(h).values(), default=0) < _KNOWN for h in headings)
