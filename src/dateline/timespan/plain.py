"""Plain days, clock times and intervals of days, parsed many at once for large tables.

All other texts, and all errors, are left to ``grammar.py``; the results agree with it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.timespan.calendar import SECONDS_PER_DAY

_DAY: Final = len("2024-03-05")
_MINUTE: Final = len("2024-03-05T14:30")
_SECOND: Final = len("2024-03-05T14:30:05")
_INTERVAL: Final = len("2024-03-05/2024-03-08")
_OFFSET: Final = len("+02:00")
_LONGEST: Final = _SECOND + _OFFSET
_BLOCK: Final = 65_536
#: Fractions of a second, which no bound depends on.
_FRACTION: Final = re.compile("^(.{10}T.{5}:[0-9]{2})[.,][0-9]{1,9}(?=Z|[+-]|$)")

Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: Texts as character codes; shape (texts, characters).
Characters = NDArray[np.uint32]


class PlainDates(NamedTuple):
    """The plain dates among some texts.

    Attributes:
        is_plain: Whether a text is a plain date; if not, its other values are meaningless.
        start: First second, since 1970-01-01.
        end: First second after the date (exclusive).
        has_clock: Whether it has a clock time.
        is_interval: Whether it is an interval of two days.
    """

    is_plain: Flags
    start: Seconds
    end: Seconds
    has_clock: Flags
    is_interval: Flags


def parse_plain(texts: list[str]) -> PlainDates:
    """Return which texts are ``YYYY-MM-DD``, alone or with ``THH:MM`` or ``THH:MM:SS`` and a zone.

    Seconds may have fractions. A zone is ``Z`` or an offset such as ``+02:00``.

    Two days with a slash between them are plain too if the second is not before the first. All days
    and times must exist.
    """
    blocks = [_parse(texts[at : at + _BLOCK]) for at in range(0, len(texts), _BLOCK)]
    blocks = blocks or [_parse([])]
    return PlainDates(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def _parse(texts: list[str]) -> PlainDates:
    texts = [_FRACTION.sub(r"\1", text) if "." in text or "," in text else text for text in texts]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    characters = np.array(texts, dtype=f"U{_LONGEST}").view(np.uint32).reshape(-1, _LONGEST)
    days, is_day = _days(characters)
    bare = lengths - _zone_lengths(characters, lengths)
    has_second = (bare == _SECOND) & _has(characters, ":", _MINUTE)
    has_clock = has_second | (bare == _MINUTE)
    seconds, is_clock = _clock(characters, has_second)
    last, is_last = _days(characters[:, _DAY + 1 :])
    is_interval = (lengths == _INTERVAL) & _has(characters, "/", _DAY) & is_last & (last >= days)
    is_plain = is_day & np.where(has_clock, is_clock, (lengths == _DAY) | is_interval)
    start = days * SECONDS_PER_DAY + np.where(has_clock, seconds, 0)
    width = np.where(has_second, 1, np.where(has_clock, 60, SECONDS_PER_DAY))
    end = np.where(is_interval, (last + 1) * SECONDS_PER_DAY, start + width)
    return PlainDates(is_plain, start, end, has_clock, is_interval)


def _zone_lengths(characters: Characters, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many characters at the end of each text are a zone: ``Z``, or an offset."""
    rows = np.arange(len(lengths))

    def from_end(back: int) -> NDArray[np.uint32]:
        return characters[rows, np.clip(lengths, back, _LONGEST) - back]

    is_zulu = from_end(1) == ord("Z")
    hours, minutes = (
        (from_end(back).astype(np.int64) - ord("0"), from_end(back - 1).astype(np.int64) - ord("0"))
        for back in (5, 2)
    )
    are_digits = np.all([(n >= 0) & (n <= 9) for n in (*hours, *minutes)], axis=0)  # noqa: PLR2004
    exists = (hours[0] * 10 + hours[1] < 24) & (minutes[0] < 6)  # noqa: PLR2004
    is_signed = np.isin(from_end(_OFFSET), [ord("+"), ord("-")]) & (from_end(3) == ord(":"))
    is_offset = is_signed & are_digits & exists & (lengths >= _MINUTE + _OFFSET)
    return np.where(is_zulu, 1, np.where(is_offset, _OFFSET, 0))


def _has(characters: Characters, character: str, at: int) -> Flags:
    return np.equal(characters[:, at], ord(character))


def _number(characters: Characters, at: int, digits: int) -> tuple[Seconds, Flags]:
    """Return the number at an offset of each text, and whether it consists of digits."""
    figures = characters[:, at : at + digits].astype(np.int64) - ord("0")
    powers = 10 ** np.arange(digits - 1, -1, -1)
    are_digits: Flags = np.all((figures >= 0) & (figures <= 9), axis=1)  # noqa: PLR2004
    return figures @ powers, are_digits


def _days(characters: Characters) -> tuple[Seconds, Flags]:
    """Return the days since 1970-01-01 of the dates at the start of texts, and which exist."""
    year, is_year = _number(characters, 0, 4)
    month, is_month = _number(characters, 5, 2)
    day, is_day = _number(characters, 8, 2)
    is_written = is_year & is_month & is_day & _has(characters, "-", 4) & _has(characters, "-", 7)
    is_month = is_written & (month >= 1) & (month <= 12)  # noqa: PLR2004
    months = (np.where(is_month, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
    return first + day - 1, is_month & (day >= 1) & (day <= length)


def _clock(characters: Characters, has_second: Flags) -> tuple[Seconds, Flags]:
    """Return the seconds of the day of the times after the dates, and which exist."""
    hour, is_hour = _number(characters, 11, 2)
    minute, is_minute = _number(characters, 14, 2)
    second, is_second = _number(characters, 17, 2)
    is_written = is_hour & is_minute & _has(characters, "T", 10) & _has(characters, ":", 13)
    exists = (hour < 24) & (minute < 60) & (~has_second | (is_second & (second < 60)))  # noqa: PLR2004
    return hour * 3600 + minute * 60 + np.where(has_second, second, 0), is_written & exists
