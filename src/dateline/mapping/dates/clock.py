"""Clock times inside a date: found before words are looked up, kept as written.

A zone is kept if it is UTC or an offset from it; the names of other zones are read over. No time is
ever moved to another zone.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HALF_DAY: Final = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)"
_HOUR_WORDS: Final = (
    "uhr|heures?|horas?|hs|hrs?|hours?|uur|час(?:ов|а)?|годин[аиі]?|год|ч|"
    "godzin[aey]?|godz|hodin[ay]?|hod|orakor|ora|ore|saat|o'clock"
)
_BEFORE_CLOCK: Final = (
    "klo|kl|klockan|klokken|kello|ore|um|at|godz|godzina|godzinie|saat|ora|"
    "orele|о|об|в|v|o|ob|u|plkst|val|kell|pukul|pkl|jam|a las|alle|om"
)
_ASIAN_HALF: Final = "午前|上午|오전|凌晨|早上|清晨|새벽|早朝|午後|下午|오후|晚上|傍晚|夜|저녁|밤"
_AFTER_NOON: Final = frozenset(["午後", "下午", "오후", "晚上", "傍晚", "夜", "저녁", "밤"])

_AFTER_YEAR: Final = r"(?:(?<=[0-9]{4} )|(?<=[0-9]{4}, )|(?<=[0-9]{4}\. ))"
_ASIAN_REST: Final = (
    r"(?:(?P<m>[0-9]{1,2})\s?[分분]|(?P<half_past>半|반))?\s?(?:(?P<s>[0-9]{1,2})\s?[秒초])?"
)

#: The forms of a clock time. Each begins at a figure or at a word that announces a clock.
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # 14:30, 14:30:05.250, 2:30 pm
        r"(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?(?![0-9:])"
        + _HALF_DAY
        + "?",
        # after a T also with dots
        r"(?<=[0-9]t)(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})(?:\.(?P<s>[0-9]{2}))?(?![0-9])",
        # after a T without marks
        r"(?<=[0-9]{8}t)(?P<h>[0-9]{2})(?P<m>[0-9]{2})(?P<s>[0-9]{2})?(?![0-9:])",
        # with dots, after a year and at the end of the text
        _AFTER_YEAR + r"(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2})(?:\.(?P<s>[0-9]{2}))?$",
        # 4 pm, 4 p.m.
        r"(?P<h>[0-9]{1,2})" + _HALF_DAY,
        # 14h30, 14 h 30, 14h
        r"(?P<h>[0-9]{1,2})\s?h(?:\s?(?P<m>[0-9]{2})(?![0-9])(?:\s?m(?:in)?\b)?|\b(?!\s?[0-9]))",
        # 14.30 Uhr
        rf"(?P<h>[0-9]{{1,2}})\.(?P<m>[0-9]{{2}})\s?(?:{_HOUR_WORDS})(?!\w)\.?",
        # klo 14.30
        rf"(?:{_BEFORE_CLOCK})\.?\s?(?P<h>[0-9]{{1,2}})\.(?P<m>[0-9]{{2}})(?![0-9]|\.[0-9])",
        # 14 Uhr
        rf"(?P<h>[0-9]{{1,2}})\s?(?:{_HOUR_WORDS})(?!\w)\.?",
        # 1430Z, 1430 hrs
        r"(?P<h>[0-9]{2})(?P<m>[0-9]{2})\s?(?:(?P<z>z|utc|gmt)|hrs?|hours?|uhr|uur|h|l|local)\b",
        # 午後2時30分, 14点30分
        rf"(?P<asian>{_ASIAN_HALF})?\s?(?P<h>[0-9]{{1,2}})\s?[時时点點시]\s?" + _ASIAN_REST,
        # the same with a colon
        rf"(?P<asian>{_ASIAN_HALF})\s?(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})(?::(?P<s>[0-9]{{2}}))?",
    )
)
_STARTS: Final = re.compile(
    rf"[0-9]{{1,4}}\s?(?:[:h時时点點시.]|[apzlu]|hr|{_HOUR_WORDS}|gmt|utc)"
    rf"|(?:{_BEFORE_CLOCK})\.?\s?[0-9]{{1,2}}\.[0-9]|(?:{_ASIAN_HALF})\s?[0-9]"
)

_NAMES: Final = (
    "[ecwmpak][edsw]?[ds]?t|eest|msk|мск|ist|jst|kst|sgt|pkt|a[ecw][ds]t|nz[ds]t|hkt|cat|eat|wat|"
    "sast|art|brt|clt|trt|irst|npt|mmt|ict|wi(?:b|ta|t)|bst|hst|akst|akdt|local time|local|"
    "(?:kyiv|kiev|moscow|london|berlin|paris|gaza|beirut|tehran|baghdad|delhi) time|"
    "по киеву|по москве|по мск|за киевом|за києвом|ortszeit|mez|mesz"
)
_ZONE: Final = re.compile(
    r"\s?[(\[]?\s?(?:"
    r"(?P<utc>z|zulu|utc|gmt|ut)(?![a-z])(?:\s?(?P<by>[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?)(?![0-9]))?"
    r"|(?P<offset>[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})(?![0-9:])"
    r"|(?:europe|asia|africa|america|australia|pacific|atlantic|indian|arctic|antarctica|etc)"
    r"/[a-z_+-]+[0-9]*(?:/[a-z_-]+)?"
    rf"|(?:{_NAMES})(?!\w)"
    r")\s?[)\]]?"
)
_HOURS: Final = 24
_NOON: Final = 12
_SIXTY: Final = 60
_MOST_OFFSET: Final = 14


#: The half of the day at the end of a word without spaces: "5日下午" before "2点".
_ASIAN_END: Final = re.compile(f".(?:{_ASIAN_HALF})$")


def without_half(word: str) -> str:
    """Return a word without the half of the day at its end, which belongs to a clock time."""
    found = _ASIAN_END.search(word)
    return word[: found.start() + 1] if found else word


class Clock(NamedTuple):
    """A clock time in a text: the offset after it, and itself as EDTF writes it after ``T``."""

    end: int
    text: str


def may_start(folded: str) -> bool:
    """Return whether a folded text may contain a clock time at all."""
    return _STARTS.search(folded) is not None


def clock_at(folded: str, at: int) -> Clock | None:
    """Return the clock time that starts at an offset of a folded text, or None."""
    for form in _FORMS:
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
    elif asian in _AFTER_NOON and hour < _NOON:
        hour += _NOON
    if hour >= _HOURS or minute >= _SIXTY or int(second or 0) >= _SIXTY:
        return ""
    tail = f":{int(second):02d}" if second else ""
    return f"{hour:02d}:{minute:02d}{tail}" + ("Z" if parts.get("z") else "")


def _zoned(folded: str, at: tuple[int, int], clock: str) -> Clock:
    start, end = at
    found = None if clock.endswith("Z") else _ZONE.match(folded, end)
    if found is None:
        return Clock(end, clock)
    if found["offset"]:
        follows_iso = re.search(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[t ]$", folded[max(0, start - 11) : start]
        )
        if not follows_iso and found["offset"][0] == "-":
            return Clock(end, clock)  # 14:00-16:00 is a span of hours
        return Clock(found.end(), clock + _offset(found["offset"]))
    if found["utc"]:
        return Clock(found.end(), clock + (_offset(found["by"]) if found["by"] else "Z"))
    return Clock(found.end(), clock)


def _offset(text: str) -> str:
    digits = re.sub("[^0-9]", "", text)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")  # noqa: PLR2004
    if int(hours) > _MOST_OFFSET or int(minutes) >= _SIXTY:
        return ""
    if int(hours) == int(minutes) == 0:
        return "Z"
    return f"{text[0]}{int(hours):02d}:{minutes}"
