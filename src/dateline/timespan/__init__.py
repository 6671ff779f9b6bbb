"""Time: EDTF text to spans and columns, and one rule of what a window shows. No clock, no zones.

The page holds the same rule and the same wording in ``web/src/window.js`` and ``timespan.js``.
"""

from dateline.timespan.columns import PRECISIONS, WhenColumns, parse_when
from dateline.timespan.describe import describe, format_for_reader
from dateline.timespan.formats import from_format
from dateline.timespan.span import TimeSpan, TimeSpanError
from dateline.timespan.window import (
    OPEN_END_DAY,
    OPEN_START_DAY,
    day_bounds,
    is_certain,
    is_shown,
)

__all__ = [
    "OPEN_END_DAY",
    "OPEN_START_DAY",
    "PRECISIONS",
    "TimeSpan",
    "TimeSpanError",
    "WhenColumns",
    "day_bounds",
    "describe",
    "format_for_reader",
    "from_format",
    "is_certain",
    "is_shown",
    "parse_when",
]
