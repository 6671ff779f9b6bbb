"""Dates as people write them, read into EDTF where they have one reading.

:func:`read_text` reads one text, :func:`decide` a column of them.
"""

from dateline.mapping.dates.column import READ_AS, READ_HINT, Decided, Pairs, Told, decide
from dateline.mapping.dates.compose import (
    Joined,
    LeftOut,
    add_year,
    drop_midnights,
    format_instant,
    from_epoch,
    join_clock,
    join_parts,
    join_span,
    says_nothing,
)
from dateline.mapping.dates.midnight import are_midnights, days_of
from dateline.mapping.dates.moments import Moments, read_moments
from dateline.mapping.dates.patterns import (
    Pattern,
    PatternError,
    compile_pattern,
    declared_patterns,
    month_number,
    read_pattern,
)
from dateline.mapping.dates.plain import no_plain, read_plain
from dateline.mapping.dates.text import DateReading, TextDates, is_sheet_day, read_text
from dateline.mapping.dates.widen import DATE_RULE, DATE_RULES, rules_of, widen

__all__ = [
    "DATE_RULE",
    "DATE_RULES",
    "READ_AS",
    "READ_HINT",
    "DateReading",
    "Decided",
    "Joined",
    "LeftOut",
    "Moments",
    "Pairs",
    "Pattern",
    "PatternError",
    "TextDates",
    "Told",
    "add_year",
    "are_midnights",
    "compile_pattern",
    "days_of",
    "decide",
    "declared_patterns",
    "drop_midnights",
    "format_instant",
    "from_epoch",
    "is_sheet_day",
    "join_clock",
    "join_parts",
    "join_span",
    "month_number",
    "no_plain",
    "read_moments",
    "read_pattern",
    "read_plain",
    "read_text",
    "rules_of",
    "says_nothing",
    "widen",
]
