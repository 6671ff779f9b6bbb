"""The EDTF parser: text to bounds; ISO 8601-2 in the Library of Congress profile, levels 0 to 2.

It defines only what a text *means*; ``hints.py`` suggests corrections for texts that are not valid.
Specification: https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple

from dateline.limits import WHEN_LENGTH
from dateline.timespan.calendar import (
    MONTHS_PER_YEAR,
    SECONDS_PER_DAY,
    day_number,
    days_in_month,
    shift,
)

#: The values of the column ``date_precision``.
Precision = Literal[
    "time",
    "day",
    "month",
    "season",
    "year",
    "decade",
    "century",
    "millennium",
    "interval",
    "open",
    "undated",
]

#: Code 21 to 41 of ISO 8601-2: first month of the year it starts in, and length in months.
#: 21 to 24 name no hemisphere and are read as meteorological seasons of the northern one, as are
#: 25 to 28; 29 to 32 are the southern ones; then come quarters, thirds and halves of the year.
#: A season that starts in December ends in February of the next year.
SEASONS: Final[dict[int, tuple[int, int]]] = {
    **{code: (month, 3) for code, month in zip(range(21, 25), (3, 6, 9, 12), strict=True)},
    **{code: (month, 3) for code, month in zip(range(25, 29), (3, 6, 9, 12), strict=True)},
    **{code: (month, 3) for code, month in zip(range(29, 33), (9, 12, 3, 6), strict=True)},
    **{code: (month, 3) for code, month in zip(range(33, 37), (1, 4, 7, 10), strict=True)},
    **{code: (month, 4) for code, month in zip(range(37, 40), (1, 5, 9), strict=True)},
    **{code: (month, 6) for code, month in zip(range(40, 42), (1, 7), strict=True)},
}

#: The largest year that is accepted, so that instants in seconds fit into 64 bits.
MAX_YEAR: Final = 10**11
#: The longest text, in characters, that is parsed as a date; longer texts are not dates.
MAX_LENGTH: Final = WHEN_LENGTH

#: The reason for a refusal if there is no more specific one.
UNREADABLE: Final = 'expected a date such as "2024-03-05", "2024-03", "2024" or "2024-01/2024-02"'

YEAR_DIGITS: Final = 4
_PRECISION_BY_YEARS: Final[dict[int, Precision]] = {
    1: "year",
    10: "decade",
    100: "century",
    1000: "millennium",
}

DATE: Final = re.compile(
    "([?~%]?)(-?)([0-9X]{4})([?~%]?)"
    "(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    "(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
TIME: Final = re.compile(
    "(-?[0-9]{4}-[0-9]{2}-[0-9]{2})"
    "T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})([.,][0-9]{1,9})?)?)?"
    "(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
#: A year alone: with the prefix Y, an exponent E, or a number of significant digits S.
YEAR: Final = re.compile("(Y?)(-?)([0-9]{1,12})(?:E([0-9]{1,2}))?(?:S([0-9]{1,2}))?([?~%]?)")


#: Before and after all seconds that a date can mean.
NEVER: Final = -(2**62)
ALWAYS: Final = 2**62


class RefusalError(ValueError):
    """Raised for a text that is not EDTF.

    Attributes:
        reason: Why it is refused, in words.
        code: The code of the diagnostic.
    """

    def __init__(self, reason: str, *, code: str = "date-invalid") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Bounds(NamedTuple):
    """The seconds that an expression covers, since 1970-01-01T00:00:00 as written; half-open.

    ``stated_start`` and ``stated_end`` are the bounds in the text; ``start`` and ``end`` are
    widened by its qualifiers. None means open or unknown.

    ``begun`` is the end (exclusive) of the time in which it began, and ``lasting`` the first second
    at which it may have ended; ``NEVER`` and ``ALWAYS`` stand for no such time.
    """

    stated_start: int | None
    stated_end: int | None
    start: int | None
    end: int | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False
    is_masked: bool = False
    begun: int | None = None
    lasting: int | None = None

    @property
    def certain(self) -> tuple[int, int]:
        """``begun`` and ``lasting``; a single date may be any part of its bounds."""
        begun = self.begun if self.begun is not None else self.end
        lasting = self.lasting if self.lasting is not None else self.start
        return (ALWAYS if begun is None else begun, NEVER if lasting is None else lasting)


def parse_expression(text: str) -> Bounds:
    """Return the bounds of an EDTF text.

    Raises:
        RefusalError: The text is not EDTF, or an interval in it ends before it starts.
    """
    if not text:
        raise RefusalError("it is empty")
    if len(text) > MAX_LENGTH:
        raise RefusalError(f"it is longer than {MAX_LENGTH} characters")
    if text[0] in "[{":
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    if "T" in text:
        return _parse_time(text)
    if text[0] == "Y" or "S" in text:
        return _parse_year(text)
    return parse_date(text)


# --- single dates -----------------------------------------------------------------------------


@lru_cache(maxsize=32_768)
def parse_date(text: str) -> Bounds:
    """Return the bounds of a date: year, month or season, day; X and ``? ~ %`` are allowed.

    Raises:
        RefusalError: The text is not such a date, or the day does not exist.
    """
    found = DATE.fullmatch(text)
    if found is None:
        raise RefusalError(UNREADABLE)
    sign, year = found[2], found[3]
    parts = [part for part in (found[6], found[9]) if part is not None]
    if sign and year == "0000":
        raise RefusalError("the year 0 cannot have a sign")
    season = _season_code(parts)
    if season and len(parts) > 1:
        raise RefusalError(f"month {parts[0]} does not exist")
    first, past = (
        _season_days(sign, year, season) if season else _mask_days(sign, year, tuple(parts))
    )
    units = _units(year, parts, season)
    marks = ((found[1], found[4]), (found[5], found[7]), (found[8], found[10]))
    months, days = 0, 0
    for (unit_months, unit_days, _), pair in zip(units, marks, strict=False):
        months += unit_months if any(pair) else 0
        days += unit_days if any(pair) else 0
    marked = "".join(mark for pair in marks for mark in pair if mark)
    return Bounds(
        stated_start=first * SECONDS_PER_DAY,
        stated_end=past * SECONDS_PER_DAY,
        start=shift(first, months=-months, days=-days) * SECONDS_PER_DAY,
        end=shift(past, months=months, days=days) * SECONDS_PER_DAY,
        precision=units[-1][2],
        approximate="~" in marked or "%" in marked,
        uncertain="?" in marked or "%" in marked,
        is_masked="X" in text,
    )


def _units(year: str, parts: list[str], season: int) -> list[tuple[int, int, Precision]]:
    """Return (months, days, precision) for each component: the unit of a date that ends there.

    A masked component has no unit of its own and gets that of the component before it.
    """
    masked = YEAR_DIGITS - year.index("X") if "X" in year else 0
    years = 10**masked
    units: list[tuple[int, int, Precision]] = [
        (years * MONTHS_PER_YEAR, 0, _PRECISION_BY_YEARS.get(years, "interval"))
    ]
    finer: tuple[tuple[int, int, Precision], ...] = (
        (SEASONS[season][1], 0, "season") if season else (1, 0, "month"),
        (0, 1, "day"),
    )
    is_masked = "X" in year
    for part, unit in zip(parts, finer, strict=False):
        is_masked = is_masked or "X" in part
        units.append(units[-1] if is_masked else unit)
    return units


def _season_code(parts: list[str]) -> int:
    """Return the season code in the position of the month, or 0."""
    code = int(parts[0]) if parts and parts[0].isdecimal() else 0
    return code if code in SEASONS else 0


def _season_days(sign: str, year: str, season: int) -> tuple[int, int]:
    years = _years(sign, year)
    month, length = SEASONS[season]
    return day_number(years[0], month), day_number(years[-1], month + length)


@lru_cache(maxsize=512)
def _years(sign: str, digits: str) -> tuple[int, ...]:
    """Return the years that a year with masked digits may mean, in ascending order."""
    choices = ["0123456789" if digit == "X" else digit for digit in digits]
    sizes = [int("".join(combination)) for combination in product(*choices)]
    return tuple(-size for size in reversed(sizes) if size) if sign else tuple(sizes)


def _mask_days(sign: str, year: str, parts: tuple[str, ...]) -> tuple[int, int]:
    """Return the first day that a date with masked digits may mean, and the day after the last."""
    months = _numbers(parts[0] if parts else "XX", MONTHS_PER_YEAR)
    if not months:
        raise RefusalError(f"month {parts[0]} does not exist")
    days = _numbers(parts[1], 31) if len(parts) > 1 else None
    if days is not None and not days:
        raise RefusalError(f"day {parts[1]} does not exist")
    if days is None:
        years = _years(sign, year)
        return day_number(years[0], months[0]), day_number(years[-1], months[-1] + 1)
    existing = [
        day_number(y, month, day)
        for y in _leap_representatives(sign, year)
        for month in months
        for day in days
        if day <= days_in_month(y, month)
    ]
    if not existing:
        raise RefusalError(f"there is no day {parts[1]} in {sign}{year}-{parts[0]}")
    return min(existing), max(existing) + 1


def _leap_representatives(sign: str, digits: str) -> list[int]:
    """Return enough of the possible years to include the first and the last existing day."""
    years = _years(sign, digits)
    leap = [year for year in years if days_in_month(year, 2) == 29]  # noqa: PLR2004
    return [years[0], years[-1], *leap[:1], *leap[-1:]]


@lru_cache(maxsize=512)
def _numbers(mask: str, highest: int) -> tuple[int, ...]:
    """Return the numbers from 1 to ``highest`` whose two digits match ``mask``."""
    pattern = re.compile(mask.replace("X", "[0-9]"))
    return tuple(n for n in range(1, highest + 1) if pattern.fullmatch(f"{n:02d}"))


# --- times and far years ----------------------------------------------------------------------

_HOURS: Final = 24
_SIXTY: Final = 60


def _parse_time(text: str) -> Bounds:
    """Return the bounds of the hour, minute or second of a date with time; zones are ignored."""
    found = TIME.fullmatch(text)
    if found is None:
        raise RefusalError(UNREADABLE)
    day = parse_date(found[1])
    assert day.stated_start is not None
    hour, minute, second = (int(found[n] or 0) for n in (2, 3, 4))
    if hour >= _HOURS or minute >= _SIXTY or second >= _SIXTY:
        raise RefusalError(f"the time {text.partition('T')[2]} does not exist")
    zone = (found[6] or "").lstrip("Z").replace(":", "")
    if zone and (int(zone[1:3]) >= _HOURS or int(zone[3:] or 0) >= _SIXTY):
        raise RefusalError(f"the offset {found[6]} does not exist")
    start = day.stated_start + hour * 3600 + minute * 60 + second
    end = start + (1 if found[4] else 60 if found[3] else 3600)
    return Bounds(start, end, start, end, "time")


def _parse_year(text: str) -> Bounds:
    """Return the bounds of ``Y170000002``, ``Y17E7`` and ``1950S2``; S widens, meaning "about"."""
    found = YEAR.fullmatch(text)
    if found is None:
        raise RefusalError(UNREADABLE)
    prefix, sign, digits, exponent, significant, mark = found.groups()
    if prefix and not exponent and (len(digits) <= YEAR_DIGITS or digits[0] == "0"):
        raise RefusalError("Y is only for years with more than four digits")
    if not prefix and (exponent or not significant or len(digits) != YEAR_DIGITS):
        raise RefusalError("a year without Y must have four digits")
    size = int(digits) * 10 ** int(exponent or 0)
    if size > MAX_YEAR:
        raise RefusalError(f"the year is beyond {MAX_YEAR}")
    if (sign and not size) or significant == "0":
        raise RefusalError(UNREADABLE)
    width = 10 ** max(0, len(str(size)) - int(significant)) if significant else 1
    near = size // width * width
    edges = (-(near + width - 1), -near) if sign else (near, near + width - 1)
    pad = width if mark else 0
    year = -size if sign else size
    return Bounds(
        stated_start=day_number(year) * SECONDS_PER_DAY,
        stated_end=day_number(year + 1) * SECONDS_PER_DAY,
        start=day_number(edges[0] - pad) * SECONDS_PER_DAY,
        end=day_number(edges[1] + 1 + pad) * SECONDS_PER_DAY,
        precision=_PRECISION_BY_YEARS.get(width, "interval"),
        approximate=mark in ("~", "%") or width > 1,
        uncertain=mark in ("?", "%"),
    )


# --- intervals and sets -----------------------------------------------------------------------

OPEN: Final = ".."


def _parse_interval(text: str) -> Bounds:
    parts = text.split("/")
    if len(parts) != 2:  # noqa: PLR2004
        raise RefusalError(UNREADABLE)
    if parts == ["", ""]:
        raise RefusalError("it has neither a start nor an end")
    start, end = (None if part in ("", OPEN) else _parse_part(part) for part in parts)
    joined = _join(start, end)
    if start and parts[1] == OPEN:
        return joined._replace(begun=start.end, lasting=ALWAYS)
    # "../2024" is written for a deadline as often as for what went on until then.
    known = [part for part in (start, end) if part]
    if parts[0] == OPEN or not known:
        return joined
    return joined._replace(begun=known[0].end, lasting=known[-1].start)


def _parse_part(text: str) -> Bounds:
    if "T" in text:
        raise RefusalError("an interval cannot contain clock times")
    if text[:1] == "Y" or "S" in text:
        raise RefusalError("a year with Y or S cannot be part of an interval")
    return parse_date(text)


def _join(start: Bounds | None, end: Bounds | None) -> Bounds:
    if start and end:
        _refuse_reversed(start, end)
    ends = [part for part in (start, end) if part]
    return Bounds(
        stated_start=start.stated_start if start else None,
        stated_end=end.stated_end if end else None,
        start=start.start if start else None,
        end=end.end if end else None,
        precision="interval" if start and end else "open",
        approximate=any(part.approximate for part in ends),
        uncertain=any(part.uncertain for part in ends),
    )


def _refuse_reversed(start: Bounds, end: Bounds) -> None:
    """Raise if the end begins before the start; a masked end may be any of its days."""
    first, (last, past) = start.stated_start, (end.stated_start, end.stated_end)
    assert first is not None
    assert last is not None
    assert past is not None
    if (past - SECONDS_PER_DAY if end.is_masked else last) < first:
        is_within = past > first
        reason = "its end begins before its start" if is_within else "it ends before it starts"
        raise RefusalError(reason, code="date-reversed")


def _parse_set(text: str) -> Bounds:
    """Return the hull of ``[one of]`` and ``{all of}``, from the earliest to the latest member."""
    if text[-1] != {"[": "]", "{": "}"}[text[0]]:
        raise RefusalError("the bracket is not closed")
    members = [_parse_member(member) for member in text[1:-1].split(",")]
    starts, ends = [m.start for m in members], [m.end for m in members]
    stated = [m.stated_start for m in members], [m.stated_end for m in members]
    is_open = None in starts or None in ends
    several: Precision = "open" if is_open else "interval"
    return Bounds(
        stated_start=_least(stated[0]),
        stated_end=_most(stated[1]),
        start=_least(starts),
        end=_most(ends),
        precision=members[0].precision if len(members) == 1 else several,
        approximate=any(m.approximate for m in members),
        uncertain=any(m.uncertain for m in members),
    )


def _parse_member(text: str) -> Bounds:
    if OPEN not in text:
        return _parse_part(text)
    first, _, last = text.partition(OPEN)
    if not first and not last:
        raise RefusalError("a set must contain at least one date")
    return _join(_parse_part(first) if first else None, _parse_part(last) if last else None)


def _least(bounds: list[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return min(known) if len(known) == len(bounds) else None


def _most(bounds: list[int | None]) -> int | None:
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None
