"""Clock times inside a date: found before words are looked up, kept as written.

A zone is kept if it is UTC or an offset from it; the names of other zones are read over. No time is
ever moved to another zone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from dateline.mapping.dates.fold import fold

_HALF_DAY: Final = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)"
_AFTER_YEAR: Final = r"(?:(?<=[0-9]{4} )|(?<=[0-9]{4}, )|(?<=[0-9]{4}\. ))"

_HOUR_AND_MINUTE: Final = (
    r"(?P<h>[0-9]{1,2})\s?<hour_mark>"
    r"(?:\s?(?P<m>[0-9]{1,2})\s?<minute_mark>|\s?(?P<half_past><half_past>))?"
)

#: The forms of a clock time. Each begins at a figure or at a word that announces a clock; words in
#: angle brackets are lists of ``words/clock.toml``.
_FORMS: Final = (
    # 14:30, 14:30:05.250, 2:30 pm
    r"(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?(?![0-9:])"
    + _HALF_DAY
    + "?",
    # the end of 08:00-10
    r"(?<=[0-9]:[0-9]{2}-)(?P<h>[0-9]{1,2})(?![0-9:./-])",
    # after a T also with dots
    r"(?<=[0-9]t)(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})(?:\.(?P<s>[0-9]{2}))?(?![0-9])",
    # after a T without marks
    r"(?<=[0-9]{8}t)(?P<h>[0-9]{2})(?P<m>[0-9]{2})(?P<s>[0-9]{2})?(?![0-9:])",
    # with dots, after a year and at the end of the text
    _AFTER_YEAR + r"(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})(?:\.(?P<s>[0-9]{2}))?$",
    # 4.30 pm
    r"(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})" + _HALF_DAY,
    # 4 pm, 4 p.m.
    r"(?P<h>[0-9]{1,2})" + _HALF_DAY,
    # 14h30, 14 h 30, 14h
    r"(?P<h>[0-9]{1,2})\s?h(?:\s?(?P<m>[0-9]{2})(?![0-9])(?:\s?m(?:in)?\b)?|\b(?!\s?[0-9]))",
    # 14.30 Uhr, 14.30 h
    r"(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})\s?(?:<hour>|h)(?!\w)\.?",
    # klo 14.30
    r"<before>\.?\s?(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})(?![0-9]|\.[0-9])",
    # 14 Uhr
    r"(?P<h>[0-9]{1,2})\s?<hour>(?!\w)\.?",
    # 1430Z, 1430 hrs
    r"(?P<h>[0-9]{2})(?P<m>[0-9]{2})\s?(?:(?P<z>z|utc|gmt)|<after_four>)\b",
    # 午後2時30分, 14点30分
    r"(?P<asian><half_day>)?\s?" + _HOUR_AND_MINUTE + r"(?:\s?(?P<s>[0-9]{1,2})\s?<second_mark>)?",
    # the same with a colon
    r"(?P<asian><half_day>)\s?(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2}))?",
)
_START: Final = (
    r"[0-9]{1,4}\s?(?:[:h.apzlu]|hr|<hour_mark>|<hour>|gmt|utc)"
    r"|<before>\.?\s?[0-9]{1,2}\.[0-9]|<half_day>\s?[0-9]"
)
_ZONE: Final = (
    r"\s?[(\[]?\s?(?:"
    r"(?P<utc><utc>)(?![a-z])(?:\s?(?P<by>[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)(?![0-9]))?"
    r"|(?P<offset>[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})(?![0-9:])"
    r"|<zone_area>/[a-z_+-]+[0-9]*(?:/[a-z_-]+)?"
    r"|<zone>(?!\w)"
    r")(?:\s?[)\]])?"
)
_HOURS: Final = 24
_NOON: Final = 12
_SIXTY: Final = 60
_MOST_OFFSET: Final = 14
_BASIC_OFFSET: Final = len("-0500")


class _Forms(NamedTuple):
    """The forms with their words in place."""

    clocks: tuple[re.Pattern[str], ...]
    start: re.Pattern[str]
    zone: re.Pattern[str]
    half_at_end: re.Pattern[str]
    after_noon: frozenset[str]


@cache
def _forms() -> _Forms:
    file = resources.files("dateline.mapping") / "words" / "clock.toml"
    words: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    folded = {key: [fold(word) for word in listed] for key, listed in words.items()}
    folded["half_day"] = [*folded["forenoon"], *folded["afternoon"]]
    return _Forms(
        clocks=tuple(_compiled(form, folded) for form in _FORMS),
        start=_compiled(_START, folded),
        zone=_compiled(_ZONE, folded),
        #: The half of the day at the end of a word without spaces: "5日下午" before "2点".
        half_at_end=_compiled(".<half_day>$", folded),
        after_noon=frozenset(folded["afternoon"]),
    )


def _compiled(form: str, words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Return a form with the lists that it names; the longest words are tried first."""

    def listed(found: re.Match[str]) -> str:
        longest = sorted(words[found[1]], key=len, reverse=True)
        return "(?:" + "|".join(map(re.escape, longest)) + ")"

    return re.compile(re.sub("(?<!P)<([a-z_]+)>", listed, form))


def without_half(word: str) -> str:
    """Return a word without the half of the day at its end, which belongs to a clock time."""
    found = _forms().half_at_end.search(word)
    return word[: found.start() + 1] if found else word


class Clock(NamedTuple):
    """A clock time in a text: the offset after it, and itself as EDTF writes it after ``T``."""

    end: int
    text: str


def may_start(folded: str) -> bool:
    """Return whether a folded text may contain a clock time at all."""
    return _forms().start.search(folded) is not None


def clock_at(folded: str, at: int) -> Clock | None:
    """Return the clock time that starts at an offset of a folded text, or None."""
    for form in _forms().clocks:
        found = form.match(folded, at)
        if found:
            clock = _clock(found.groupdict())
            if clock:
                return _zoned(folded, (at, found.end()), clock)
    return None


def _clock(parts: dict[str, str | None]) -> str:
    """Return ``HH:MM`` or ``HH:MM:SS`` (with Z if it was part of the form); empty if impossible."""
    hour, minute = int(parts["h"] or 0), int(parts.get("m") or 0)
    second = parts.get("s")
    if parts.get("half_past"):
        minute = 30
    half = parts.get("half") or ""
    asian = parts.get("asian") or ""
    if half and not 1 <= hour <= _NOON:
        return ""
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif asian in _forms().after_noon and hour < _NOON:
        hour += _NOON
    if hour >= _HOURS or minute >= _SIXTY or int(second or 0) >= _SIXTY:
        return ""
    tail = f":{int(second):02d}" if second else ""
    return f"{hour:02d}:{minute:02d}{tail}" + ("Z" if parts.get("z") else "")


def _zoned(folded: str, at: tuple[int, int], clock: str) -> Clock:
    """Return a clock time with the zone after it, if there is one."""
    start, end = at
    found = None if clock.endswith("Z") else _forms().zone.match(folded, end)
    if found is None:
        return Clock(end, clock)
    written = found["offset"] or found["by"] or ""
    offset = _offset(written) if written else "Z" if found["utc"] else ""
    is_hours = _is_span(written, clock, is_after_t=folded[max(0, start - 1) : start] == "t")
    if (found["offset"] and is_hours) or (written and not offset):
        return Clock(end, clock)
    return Clock(found.end(), clock + offset)


def _is_span(offset: str, clock: str, *, is_after_t: bool) -> bool:
    """Return whether what looks like an offset is the end of a span of hours: ``08:00-10:00``.

    It is an offset after ``T``, after seconds, or without a colon; plus signs join no hours.
    """
    has_seconds = len(clock) > len("14:30")
    return offset[:1] == "-" and not (is_after_t or has_seconds or len(offset) == _BASIC_OFFSET)


def _offset(text: str) -> str:
    """Return an offset as EDTF writes it; empty if there is no such offset."""
    digits = re.sub("[^0-9]", "", text)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")  # noqa: PLR2004
    if int(hours) > _MOST_OFFSET or int(minutes) >= _SIXTY:
        return ""
    if int(hours) == int(minutes) == 0:
        return "Z"
    return f"{text[0]}{int(hours):02d}:{minutes}"


def read_clock(text: str, before: str = " ") -> str:
    """Return a text that is a clock time and nothing else, as EDTF writes it; else empty.

    Args:
        text: The folded text.
        before: What separates it from the date: a space or ``T``.
    """
    whole = f"2024-03-05{before.lower()}{text}"
    at = len(whole) - len(text)
    found = clock_at(whole, at)
    return found.text if found and found.end == len(whole) else ""
