"""Dates in declared patterns: ``DD/MM/YYYY``, ``dd MMMM yyyy``, ``d MMM y HH:mm``.

The letters are those of Unicode (CLDR) date patterns; ``YYYY`` and ``DD`` are also accepted for
year and day. Names of months and weekdays may be in any language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dateline.errors import SettingsError
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.parts import Order
from dateline.mapping.dates.words import lexicon, to_phrase
from dateline.timespan.calendar import civil, day_number
from dateline.timespan.grammar import RefusalError, parse_expression

#: Two-digit years: 69 to 99 mean 1969 to 1999, as POSIX has it.
_CENTURY_TURN: Final = 69
_NOON: Final = 12

_NAME: Final = r"[^\W\d_][^\d/,;:]*?"
#: Field of a pattern to the form of its text; the longest are tried first.
_FIELDS: Final = {
    "yyyy": "(?P<year>[0-9]{4})",
    "yy": "(?P<short_year>[0-9]{2})",
    "y": "(?P<year>[0-9]{4})",
    "MMMM": f"(?P<name>{_NAME})",
    "MMM": f"(?P<name>{_NAME})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DDD": "(?P<ordinal>[0-9]{3})",
    "dd": "(?P<day>[0-9]{2})",
    "d": "(?P<day>[0-9]{1,2})",
    "EEEE": f"(?:{_NAME})",
    "EEE": f"(?:{_NAME})",
    "E": f"(?:{_NAME})",
    "HH": "(?P<hour>[0-9]{2})",
    "H": "(?P<hour>[0-9]{1,2})",
    "hh": "(?P<hour>[0-9]{2})",
    "h": "(?P<hour>[0-9]{1,2})",
    "mm": "(?P<minute>[0-9]{2})",
    "m": "(?P<minute>[0-9]{1,2})",
    "ss": "(?P<second>[0-9]{2})",
    "s": "(?P<second>[0-9]{1,2})",
    "SSS": "(?:[0-9]{1,9})",
    "S": "(?:[0-9]{1,9})",
    "a": r"(?P<half>[ap])\.?\s?m\.?",
    "z": r"(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}|[a-z_/+-]+)",
}
_SAME: Final = {
    "Y": "y",
    "YY": "yy",
    "YYYY": "yyyy",
    "u": "y",
    "uuuu": "yyyy",
    "L": "M",
    "LL": "MM",
    "LLL": "MMM",
    "LLLL": "MMMM",
    "D": "d",
    "DD": "dd",
    "EE": "E",
    "cccc": "EEEE",
    "ccc": "EEE",
    "k": "H",
    "kk": "HH",
    "K": "h",
    "SS": "S",
    **dict.fromkeys(
        ("Z", "ZZ", "ZZZ", "ZZZZ", "ZZZZZ", "X", "XX", "XXX", "x", "xx", "xxx", "V", "VV", "zz",
         "zzz", "zzzz", "v", "vvvv", "O", "OOOO"), "z"),
}  # fmt: skip
_PIECES: Final = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']")


class PatternError(ValueError):
    """Raised for a text that is not a pattern of dates; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A declared form of dates.

    Attributes:
        text: As declared.
        expression: What a folded text of this form looks like.
        order: Which of day and month it has first, if both are figures; else empty.
    """

    text: str
    expression: re.Pattern[str]
    order: Order | str


@lru_cache(maxsize=64)
def compile_pattern(text: str) -> Pattern:
    """Return a declared form of dates.

    Raises:
        PatternError: A letter means nothing, or there is no year.
    """
    expression = ""
    seen: list[str] = []
    has_marks = re.search("[^A-Za-z]", text) is not None
    for found in _PIECES.finditer(text):
        piece = found[0]
        if piece[0] == "'":
            expression += re.escape(fold(piece[1:-1].replace("''", "'") or "'"))
        elif not piece[0].isalpha():
            expression += r"\s+" if piece.isspace() else re.escape(fold(piece))
        else:
            expression += _field(piece, seen, has_marks=has_marks)
    groups = set(re.findall(r"\?P<(\w+)>", expression))
    if not groups & {"year", "short_year"}:
        raise PatternError("it has no year")
    if "H" not in text and "h" not in text:
        expression += (
            r"(?:[t ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
        )
    return Pattern(text, re.compile(expression), _order(seen))


def _field(piece: str, seen: list[str], *, has_marks: bool) -> str:
    name = _SAME.get(piece, piece)
    if name not in _FIELDS:
        raise PatternError(f'"{piece}" means nothing in a pattern')
    if name[0] in {one[0] for one in seen} - {"z"}:
        raise PatternError(f'"{piece}" repeats a part')
    seen.append(name)
    form = _FIELDS[name]
    is_loose = has_marks and name in ("MM", "dd", "HH", "hh")
    return form.replace("{2}", "{1,2}") if is_loose else form


def _order(seen: list[str]) -> Order | str:
    letters = [name[0] for name in seen if name in ("d", "dd", "M", "MM")]
    years = [at for at, name in enumerate(seen) if name[0] == "y"]
    if sorted(letters) != ["M", "d"] or years == [0]:
        return ""
    return "dmy" if letters[0] == "d" else "mdy"


def read_pattern(text: str, pattern: Pattern) -> str | None:
    """Return the EDTF of a text in a declared form; None if it has another form.

    Raises:
        PatternError: It has the form, but there is no such day.

    >>> read_pattern("5/3/2024", compile_pattern("DD/MM/YYYY"))
    '2024-03-05'
    """
    found = pattern.expression.fullmatch(fold(text))
    if found is None:
        return None
    parts = found.groupdict()
    month = _month(parts)
    if month is None:
        return None
    edtf = _year(parts)
    if parts.get("ordinal"):
        day = civil(day_number(int(edtf)) + int(parts["ordinal"]) - 1)
        edtf = f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    elif month:
        edtf += f"-{month:02d}" + (f"-{int(parts['day']):02d}" if parts.get("day") else "")
    if parts.get("hour") and parts.get("day"):
        edtf += "T" + _clock(parts)
    try:
        parse_expression(edtf)
    except RefusalError as refusal:
        raise PatternError(refusal.reason) from None
    return edtf


def _month(parts: dict[str, str | None]) -> int | None:
    """Return the number of the month; 0 if there is none, None if its name is unknown."""
    if parts.get("month"):
        return int(parts["month"] or 0)
    name = parts.get("name")
    return month_number(name) if name else 0


def month_number(name: str) -> int | None:
    """Return the number of a month by its name in any language; None if it is none, or two."""
    found = set(_month_by_language(name).values())
    return found.pop() if len(found) == 1 else None


def month_numbers(names: Iterable[str]) -> dict[str, int]:
    """Return the months of a column by their names; languages of the others settle what is two.

    >>> month_numbers(["listopad"]), month_numbers(["listopad", "maj", "styczeń"])["listopad"]
    ({}, 11)
    """
    found = {name: _month_by_language(name) for name in names}
    heard = Counter(language for languages in found.values() for language in languages)
    numbers = {}
    for name, languages in found.items():
        most = max((heard[language] for language in languages), default=0)
        best = {number for language, number in languages.items() if heard[language] == most}
        if len(best) == 1:
            numbers[name] = best.pop()
    return numbers


def _month_by_language(name: str) -> dict[str, int]:
    phrase = to_phrase(name)
    return {
        code: int(meaning.value)
        for code, language in lexicon().languages.items()
        if (meaning := language.phrases.get(phrase)) and meaning.kind == "month"
    }


def month_name(number: int) -> str:
    """Return the English name of a month; empty if there is no such month."""
    phrases = lexicon().languages["en"].phrases.items()
    return next((" ".join(words) for words, found in phrases if found == ("month", number)), "")


def _year(parts: dict[str, str | None]) -> str:
    short = parts.get("short_year")
    if short:
        return f"{19 if int(short) >= _CENTURY_TURN else 20}{short}"
    return parts["year"] or ""


def _clock(parts: dict[str, str | None]) -> str:
    hour = int(parts["hour"] or 0)
    half = parts.get("half")
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    clock = f"{hour:02d}:{int(parts.get('minute') or 0):02d}"
    if parts.get("second"):
        clock += f":{int(parts['second'] or 0):02d}"
    zone = parts.get("zone") or ""
    return clock + _zone(zone)


def _zone(zone: str) -> str:
    if zone in ("z", "utc", "gmt"):
        return "Z"
    return f"{zone[:3]}:{zone[-2:]}" if zone[:1] in ("+", "-") and zone[-2:].isdecimal() else ""


def declared_patterns(formats: Iterable[str]) -> list[Pattern]:
    """Return the declared forms of dates.

    Raises:
        SettingsError: One of them is no pattern.
    """
    found = []
    for text in formats:
        try:
            found.append(compile_pattern(text))
        except PatternError as error:
            raise SettingsError(
                f'setting "read.date_format" is "{text}", not a pattern of dates: {error}',
                hint='write a pattern such as "DD/MM/YYYY" or "d MMMM yyyy HH:mm"',
            ) from None
    return found
