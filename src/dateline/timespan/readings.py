"""Dates as people write them, in figures and in words, as the EDTF that they may mean.

Used only for hints: the result is suggested, never used as the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dateline.timespan.calendar import MONTHS_PER_YEAR, day_number, format_day
from dateline.timespan.words import BOUNDARIES, MONTH, NUMBER_BY_MONTH, PARTS, SEASON_CODES

Offers = Iterator[str]

_DAY_LENGTH: Final = len("2024-03-05")
_LAST_THIRD: Final = 2
_CENTURY_TURN: Final = 70  # two-digit years: 70 to 99 mean 1970 to 1999


def read_numeric(plain: str) -> Offers:
    """Yield dates written in figures; both orders of day and month if both are possible."""
    compact = re.fullmatch("([12][0-9]{3})([01][0-9])([0-3][0-9])", plain)
    if compact:
        yield "-".join(compact.groups())
    year_first = re.fullmatch("([0-9]{4})([-/. ]) ?([0-9]{1,2})(?:\\2 ?([0-9]{1,2}))?[-/.]?", plain)
    if year_first:
        parts = [f"{int(part):02d}" for part in (year_first[3], year_first[4]) if part]
        if int(parts[0]) <= MONTHS_PER_YEAR:
            yield "-".join([year_first[1], *parts])
        elif len(parts) > 1:
            yield "-".join([year_first[1], *reversed(parts)])
    year_last = re.fullmatch("([0-9]{1,2})([-/. ]) ?([0-9]{1,2})\\2 ?([0-9]{4}|[0-9]{2})", plain)
    if year_last:
        first, second, year = int(year_last[1]), int(year_last[3]), _full_year(year_last[4])
        yield f"{year}-{second:02d}-{first:02d}"
        yield f"{year}-{first:02d}-{second:02d}"
    month = re.fullmatch("([0-9]{1,2})[-/. ] ?([0-9]{4})", plain)
    if month:
        yield f"{month[2]}-{int(month[1]):02d}"
    yield from _east_asian(plain)


def _full_year(digits: str) -> str:
    if len(digits) == len("2024"):
        return digits
    return f"{19 if int(digits) >= _CENTURY_TURN else 20}{digits}"


def _east_asian(plain: str) -> Offers:
    found = re.fullmatch(
        "([0-9]{4}) ?[年년] ?(?:([0-9]{1,2}) ?[月월] ?(?:([0-9]{1,2}) ?[日일])?)?", plain
    )
    if found:
        yield "-".join(f"{int(part):02d}" for part in found.groups() if part)


def read_words(plain: str) -> Offers:
    """Yield dates in words: months, seasons and parts of a year; "about", "since", "by"."""
    text = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", "", plain.casefold())
    text = re.sub(r"\b([0-9]{1,2})(st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"\b(in|on|the|of|year) ", "", text).strip()
    for pattern, template in BOUNDARIES:
        if found := re.fullmatch(pattern, text):
            inner = next((offer for offer in read_words(found[1]) if "/" not in offer), None)
            if inner:
                yield template.format(inner)
                return
    if found := re.fullmatch(rf"({'|'.join(PARTS)})[ -](.+)", text):
        for inner in read_words(found[2]):
            yield from _part_of(found[1], inner)
    yield from _named_month(text)
    yield from _named_span(text)
    if re.fullmatch("-?[0-9]{4}(-[0-9]{2}){0,2}", text):
        yield text


def _part_of(word: str, date: str) -> Offers:
    """Yield the third of a year or month for "early", "mid" or "late"; marked ``~`` as vague."""
    third = PARTS[word]
    opening = "~" if third else ""
    closing = "" if third == _LAST_THIRD else "~"
    if re.fullmatch("[0-9]{4}", date):
        months = 4 * third + 1, 4 * third + 4
        yield f"{date}-{months[0]:02d}{opening}/{date}-{months[1]:02d}{closing}"
    if re.fullmatch("[0-9]{4}-[0-9]{2}", date):
        last = format_day(day_number(int(date[:4]), int(date[5:]) + 1) - 1)[-2:]
        days = (("01", "10"), ("11", "20"), ("21", last))[third]
        yield f"{date}-{days[0]}{opening}/{date}-{days[1]}{closing}"


_YEAR: Final = r"([0-9]{4})(?:\s?(?:р|г|року|года|год|рік)\.?)?"


def _named_month(text: str) -> Offers:
    if found := re.fullmatch(rf"(?:([0-9]{{1,2}})[ .\-]*)?({MONTH})\.?[ ,\-]*{_YEAR}", text):
        yield _date(found[3], found[2], found[1])
    if found := re.fullmatch(rf"({MONTH})\.? ([0-9]{{1,2}}),? {_YEAR}", text):
        yield _date(found[3], found[1], found[2])
    if found := re.fullmatch(rf"([0-9]{{4}})[ \-]({MONTH})\.?(?:[ \-]([0-9]{{1,2}}))?", text):
        yield _date(found[1], found[2], found[3])


def _date(year: str, month: str, day: str | None) -> str:
    return f"{year}-{NUMBER_BY_MONTH[month]:02d}" + (f"-{int(day):02d}" if day else "")


def _named_span(text: str) -> Offers:
    words = "|".join(SEASON_CODES)
    if found := re.fullmatch(rf"({words})[ \-]+([0-9]{{4}})(?:[/-][0-9]{{2,4}})?", text):
        yield f"{found[2]}-{SEASON_CODES[found[1]]}"
    if found := re.fullmatch(rf"([0-9]{{4}})[ \-]({words})", text):
        yield f"{found[1]}-{SEASON_CODES[found[2]]}"
    if found := re.fullmatch("([0-9]{3})0'?s", text):
        yield f"{found[1]}X"
    found = re.fullmatch("([0-9]{1,2}) ?century", text)
    if found and int(found[1]):
        yield f"{int(found[1]) - 1:02d}XX"
    found = re.fullmatch("([0-9]{1,4}) ?(?:bc|bce|b\\.c)\\.?", text)
    if found and int(found[1]):
        yield f"{'-' if int(found[1]) > 1 else ''}{int(found[1]) - 1:04d}"


# --- spans ------------------------------------------------------------------------------------


def read_span(plain: str) -> Offers:
    """Yield intervals joined by a dash or a word, such as "5-8 March 2024"."""
    years = re.fullmatch("([0-9]{4}) ?[-/] ?([0-9]{2}|[0-9]{4})", plain)
    if years:
        yield f"{years[1]}/{years[1][: 4 - len(years[2])]}{years[2]}"
    text = re.sub("^(from|between) ", "", plain.casefold())
    for joint in (" - ", " / ", " to ", " and ", " until ", " till ", "--", "/", "-"):
        first, found, last = text.partition(joint)
        if found:
            yield from _joined(first.strip(), last.strip())


def _joined(first: str, last: str) -> Offers:
    """Yield intervals of two dates; one may omit the month or year that the other gives."""
    ends = list(_read_one(last))
    for end in ends:
        for start in (*_read_one(first), *_read_one(f"{first} {end[:4]}")):
            yield f"{start}/{end}"
        if re.fullmatch("[0-9]{1,2}", first) and len(end) == _DAY_LENGTH:
            yield f"{end[:8]}{int(first):02d}/{end}"
    month = re.fullmatch(rf"({MONTH}) [0-9]{{1,2}}", first)
    if month and not ends:
        for end in _read_one(f"{month[1]} {last}"):
            yield from (f"{start}/{end}" for start in _read_one(f"{first} {end[:4]}"))


def _read_one(text: str) -> Offers:
    yield from read_words(text)
    yield from read_numeric(text)
