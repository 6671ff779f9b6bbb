"""Time: parse EDTF text into spans and columns, and decide which spans a time window shows.

Nothing here reads a clock or applies time zones. The page has the same rules and wording in
``web/src/window.js`` and ``timespan.js``.
"""

from dateline.timespan.columns import PRECISIONS, WhenColumns, parse_when
from dateline.timespan.describe import describe, format_for_reader
from dateline.timespan.span import TimeSpan, TimeSpanError
from dateline.timespan.window import (
    OPEN_END_DAY,
    OPEN_START_DAY,
    certain_days,
    day_bounds,
    is_certain,
    is_inside,
    is_shown,
)

__all__ = [
    "OPEN_END_DAY",
    "OPEN_START_DAY",
    "PRECISIONS",
    "TimeSpan",
    "TimeSpanError",
    "WhenColumns",
    "certain_days",
    "day_bounds",
    "describe",
    "format_for_reader",
    "is_certain",
    "is_inside",
    "is_shown",
    "parse_when",
]
