"""Hints: what to write instead of a text that is not EDTF, and spellings of EDTF that are repaired.

Each rule covers one slip and suggests what the writer may have meant. A suggestion is shown only if
it parses. Dates in people's own forms are read by ``mapping.dates``, not here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from dateline.timespan.calendar import MONTHS_PER_YEAR, SECONDS_PER_DAY, day_number, format_day
from dateline.timespan.grammar import RefusalError, parse_expression

_SHOWN: Final = 60
_READ: Final = 2 * _SHOWN
_MOST_OFFERS: Final = 3
_FORMS: Final = (
    'write a day "2024-03-05", a month "2024-03", a year "2024" or an interval "2024-01/2024-02"'
)
Offers = Iterator[str]
Rule = Callable[[str], Offers]


def quote(text: str) -> str:
    """Return ``text`` in quotation marks, cut off if it is long."""
    return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


def hint_for(text: str) -> str:
    """Return a hint for ``text``: what to write instead, or how EDTF is written."""
    if len(text) > _READ:
        return f'{_FORMS}; put words in "description"'
    plain = _plain(text)
    if not any(letter.isalnum() for letter in plain):
        return 'leave "when" out: an event without a date is kept and shown as undated'
    offers = list(_offers(text, plain))
    if not offers:
        return f'{_FORMS}, or leave "when" out'
    act = "write " + " or ".join(f'"{offer}"' for offer in offers[:_MOST_OFFERS])
    return act + _condition(plain, offers[0])


def proposal_for(text: str) -> str:
    """Return what :func:`hint_for` says to write, if it says one thing and no condition.

    >>> proposal_for("2024-05/2024-03"), proposal_for("2024-13-05")
    ('2024-03/2024-05', '')
    """
    if len(text) > _READ:
        return ""
    plain = _plain(text)
    offers = list(_offers(text, plain))
    return offers[0] if len(offers) == 1 and not _condition(plain, offers[0]) else ""


def _condition(plain: str, offer: str) -> str:
    """Return the condition under which the suggestion is right, if the text leaves it open."""
    if _EXISTING.fullmatch(plain) and offer != plain and "/" not in offer:
        if len(offer) == len(plain):
            return " if day and month are swapped"
        return " if nothing more is known"
    return ""


_EXISTING: Final = re.compile("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")


def _plain(text: str) -> str:
    """Return the text trimmed, with Unicode digits, dashes and spaces as single ASCII ones."""
    digits = "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, -1) >= 0 else c
        for c in unicodedata.normalize("NFKC", text)
    )
    years = re.sub("^([0-9]{4}) ?[\u2012-\u2015] ?([0-9]{2}|[0-9]{4})$", r"\1/\2", digits)
    dashes = re.sub("[\u2010-\u2015\u2212]", "-", years)
    return re.sub(r"\s+", " ", dashes).strip(" ,;'\"").removesuffix(".")


def _offers(text: str, plain: str) -> Offers:
    """Yield the suggestions of the first rule that has any."""
    seen = {text}
    for rule in _RULES:
        for offer in rule(plain):
            if offer not in seen and _parses(offer):
                seen.add(offer)
                yield offer
        if len(seen) > 1:
            return


def _parses(text: str) -> bool:
    try:
        parse_expression(text)
    except RefusalError:
        return False
    return True


def repair(text: str) -> str:
    """Return the EDTF that a text is but for its spelling; empty if there is none, or several.

    >>> repair(" 2024-03-05"), repair("2024-uu"), repair("2024/open")
    ('2024-03-05', '2024-XX', '2024/..')
    """
    plain = _plain(text)
    offers = {o for rule in (_spaces, _case, _draft) for o in rule(plain) if _parses(o)}
    return offers.pop() if len(offers) == 1 else ""


# --- rules, from the safest to the most speculative -------------------------------------------


def _spaces(plain: str) -> Offers:
    yield plain
    yield plain.replace(" ", "")
    yield re.sub("^(.{10}) (?=[0-9])", r"\1T", plain)
    yield plain.replace("\\", "/")
    yield re.sub("[()]", "", plain)
    yield re.sub("[~?%]{2,}", "%", plain)


def _case(plain: str) -> Offers:
    yield plain.upper()
    yield re.sub("[uUx*]", "X", plain)
    yield re.sub("(?i)unknown|unk", "", plain)
    yield re.sub("(?i)open|now|present|ongoing|today", "..", plain)


_SOUTHERN_SPRING: Final = 29
_MOST_WEEKS: Final = 53
_MOST_DAYS: Final = 366


def _draft(plain: str) -> Offers:
    """Older drafts of EDTF, and forms of other parts of ISO 8601."""
    southern = re.fullmatch("([0-9]{4})-2([1-4])\\^south.*", plain, re.IGNORECASE)
    if southern:
        yield f"{southern[1]}-{_SOUTHERN_SPRING - 1 + int(southern[2])}"
    year = re.fullmatch("[Yy+]?([0-9]{4})([?~%]?)", plain)
    if year:
        yield year[1] + year[2]
    if plain.startswith("-0000"):
        yield plain[1:]
    week = re.fullmatch("([0-9]{4})-?[Ww]([0-5][0-9])", plain)
    if week and 1 <= int(week[2]) <= _MOST_WEEKS:
        fourth = day_number(int(week[1]), 1, 4)
        monday = fourth - (fourth + 3) % 7 + 7 * (int(week[2]) - 1)
        yield f"{format_day(monday)}/{format_day(monday + 6)}"
    ordinal = re.fullmatch("([0-9]{4})-([0-3][0-9]{2})", plain)
    if ordinal and 1 <= int(ordinal[2]) <= _MOST_DAYS:
        yield format_day(day_number(int(ordinal[1])) + int(ordinal[2]) - 1)


def _beyond(plain: str) -> Offers:
    """A month or day that does not exist: swapped, or zero for "not known"."""
    found = _EXISTING.fullmatch(plain)
    if not found:
        return
    year, month, day = found.groups()
    exchanged = f"{year}-{day}-{month}" if int(month) > MONTHS_PER_YEAR else ""
    yield next(offer for offer in (exchanged, f"{year}-{month}", year) if _parses(offer))


#: Number of digits of Unix time in seconds and in milliseconds.
_UNIX_DIGITS: Final = (10, 13)
#: Day 0 of spreadsheet day numbers, which appear when a date is formatted as a number.
_SHEET_EPOCH: Final = day_number(1899, 12, 30)


def _clock(plain: str) -> Offers:
    """Numbers that mean an instant; clock times with a digit missing or a character too many."""
    if re.fullmatch("[0-9]+", plain):
        if len(plain) in _UNIX_DIGITS:
            days, seconds = divmod(int(plain[:10]), SECONDS_PER_DAY)
            minutes, second = divmod(seconds, 60)
            yield f"{format_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}Z"
        if re.fullmatch("[2-5][0-9]{4}", plain):
            yield format_day(_SHEET_EPOCH + int(plain))
    found = re.fullmatch(
        "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]*([0-9]{1,2})[:.]([0-9]{1,2})(?:[:.]([0-9]{1,2}))?"
        " ?([~?%]|[Zz]|UTC|GMT|[+-][0-9:]+)?[^/]*",
        plain,
    )
    if found:
        yield from _clock_times(found)


def _clock_times(found: re.Match[str]) -> Offers:
    clock = ":".join(f"{int(n):02d}" for n in found.groups()[1:4] if n)
    zone = "Z" if (found[5] or "").upper() in ("Z", "UTC", "GMT") else found[5] or ""
    if clock.startswith("24:00"):
        year, month, day = (int(part) for part in found[1].split("-"))
        yield f"{format_day(day_number(year, month, day) + 1)}T00{clock[2:]}{zone}"
        return
    for offer in (f"{found[1]}T{clock}{zone}", f"{found[1]}T{clock}", found[1]):
        if _parses(offer):
            yield offer
            return


def _far_year(plain: str) -> Offers:
    year = re.fullmatch("[Yy+]?(-?[1-9][0-9]{4,})([?~%]?)", plain)
    if year and len(year[1]) not in _UNIX_DIGITS:
        yield f"Y{year[1]}{year[2]}"


def _interval(plain: str) -> Offers:
    """Intervals that are reversed, have clock times, or omit what both ends share."""
    start, slash, end = plain.partition("/")
    if not slash or "/" in end:
        return
    days = re.sub("T[^/]*", "", plain)
    yield days.partition("/")[0] if days.partition("/")[0] == days.partition("/")[2] else days
    if len(end) < len(start):
        yield f"{start}/{start[: len(start) - len(end)]}{end}"
    yield f"{start}/" + re.sub("^(-?[0-9]{4}(?:-[0-9]{2})?)([?~%]?)$", r"\1-XX\2", end)
    yield f"{end}/{start}"


_RULES: Final[tuple[Rule, ...]] = (
    _spaces,
    _case,
    _draft,
    _beyond,
    _clock,
    _far_year,
    _interval,
)
