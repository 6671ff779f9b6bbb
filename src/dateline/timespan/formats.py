"""Dates in a format other than EDTF. The format is set in the settings, never guessed from rows."""

from __future__ import annotations

import re
from typing import Final

from dateline.timespan.hints import quote
from dateline.timespan.span import TimeSpan, TimeSpanError

EDTF: Final = "edtf"

_CLOCK: Final = "(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
_PART: Final = {"YYYY": "(?P<year>[0-9]{4})", "MM": "(?P<month>{})", "DD": "(?P<day>{})"}


def from_format(text: str, date_format: str) -> TimeSpan:
    """Return the span of a date in a declared format.

    A text in the declared format is parsed as such, any other text as EDTF. No text fits both, so
    declaring a format never changes the meaning of an EDTF date. In formats with separators days
    and months may be written without a leading zero, and a clock time ``HH:MM`` or ``HH:MM:SS`` may
    follow.

    Args:
        text: The date as written.
        date_format: ``edtf``, or ``YYYY``, ``MM`` and ``DD`` in some order, with or without
            separators, such as ``DD/MM/YYYY`` or ``YYYYMMDD``.

    Raises:
        TimeSpanError: The text is neither in that format nor EDTF, or the day does not exist.

    >>> str(from_format("5/3/2024", "DD/MM/YYYY"))
    '2024-03-05'
    """
    found = _pattern(date_format).fullmatch(text) if date_format != EDTF else None
    if found is None:
        return _parse_edtf(text, date_format)
    day = f"{found['year']}-{int(found['month']):02d}-{int(found['day']):02d}"
    if found["hour"]:
        clock = [int(found[part]) for part in ("hour", "minute", "second") if found[part]]
        day += "T" + ":".join(f"{n:02d}" for n in clock)
    try:
        return TimeSpan.parse(day)
    except TimeSpanError as error:
        raise TimeSpanError(
            f"{quote(text)}, read as {date_format}, is not a date: {_reason(error)}",
            hint="fix the date, or set read.date_format in dateline.toml to its format",
        ) from None


def _reason(error: TimeSpanError) -> str:
    """Return why a text is refused: the end of the message, as the text in it may have colons."""
    return error.message.rpartition(": ")[2]


def _pattern(date_format: str) -> re.Pattern[str]:
    has_separators = re.search("[^YMD]", date_format) is not None
    figures = "[0-9]{1,2}" if has_separators else "[0-9]{2}"
    escaped = re.escape(date_format)
    for part, pattern in _PART.items():
        escaped = escaped.replace(part, pattern.replace("{}", figures))
    return re.compile(escaped + _CLOCK)


def _parse_edtf(text: str, date_format: str) -> TimeSpan:
    try:
        return TimeSpan.parse(text)
    except TimeSpanError as error:
        if date_format == EDTF:
            raise
        raise TimeSpanError(
            f"{quote(text)} is neither a {date_format} date nor EDTF: {_reason(error)}",
            hint=error.hint,
            code=error.code,
        ) from None
