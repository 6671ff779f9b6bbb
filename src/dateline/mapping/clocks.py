"""Which columns hold the clock times of a start and an end: "Begin Time" beside "Begin Date"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.mapping.choice import MOST, Choice
from dateline.mapping.dates.compose import is_time_of_day
from dateline.mapping.lexicon import heading_scores
from dateline.mapping.values import SourceColumn

_KNOWN: Final = 0.8
_LAST_MINUTE: Final = 2359


def choose_clocks(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Add the columns of clock times whose headings say start or end, where there is a date."""
    for bound in ("start", "end"):
        if not {bound, "date"} & choice.fields.keys():
            continue
        free = [column for column in columns if column.name not in choice.used]
        found = [column for column in free if _is_clock(column, bound)]
        if len(found) == 1:
            choice.fields.setdefault(f"{bound}_time", found)


def _is_clock(column: SourceColumn, bound: str) -> bool:
    scores = heading_scores(column.heading)
    if scores.get(bound, 0) < _KNOWN:
        return False
    if column.integers >= MOST and not ("time" in scores and column.extremes[1] <= _LAST_MINUTE):
        return False
    return column.share(is_time_of_day) >= MOST
