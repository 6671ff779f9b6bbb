"""Describe dates in words. ``web/src/date-words.js`` produces the same words.

The words mean exactly what the EDTF text means. If it has no short form, its first and last day are
given. The words are those of ``dateline.interface``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from dateline.interface import Wording, load_words
from dateline.interface.catalogue import fill
from dateline.timespan.calendar import civil
from dateline.timespan.grammar import DATE, OPEN, TIME, YEAR
from dateline.timespan.span import TimeSpan

_FIRST_PLAIN_YEAR: Final = 1000  # smaller numbers do not look like a year without "CE"
_LAST_MONTH: Final = 12
#: Codes of the seasons that lie in one year; winter runs into the next.
_SEASONS: Final = frozenset((21, 22, 23))
_SPRING: Final = 21
_PLAIN: Final = re.compile("[1-9][0-9]{3}(-[0-9]{2}){0,2}")

#: The form of a date inside a phrase such as "since …", and of a year inside a longer date; the
#: form of one that stands alone is "".
_OF: Final = "of"
_BARE: Final = "bare"


def format_for_reader(span: TimeSpan | None) -> str:
    """Return a span in English, such as "January–February 2024" or "about 2024", or "undated".

    >>> format_for_reader(TimeSpan.parse("2024-01/2024-02")), format_for_reader(None)
    ('January–February 2024', 'undated')
    """
    if span is None:
        return load_words().say("date.undated")
    return describe(span.text, span.first_day, span.last_day)


def describe(
    when: str, first_day: int | None, last_day: int | None, *, words: Wording | None = None
) -> str:
    """Return an EDTF text in words.

    Args:
        when: EDTF; an empty text is undated.
        first_day: First day it may cover, in days since 1970-01-01; None if open. Used only if the
            text has no short form.
        last_day: Last day it may cover, inclusive; None if open.
        words: The words of a language; by default those of English.
    """
    speaker = _Speaker(words or load_words())
    if not when:
        return speaker.words.say("date.undated")
    return speaker.expression(when) or speaker.between(first_day, last_day)


class _Speaker:
    """Says dates in one language. A method returns an empty text for what has no short form."""

    def __init__(self, words: Wording) -> None:
        self.words = words

    def expression(self, text: str) -> str:
        if text[0] in "[{":
            members = [self._member(member) for member in text[1:-1].split(",")]
            dates = self.words.say("date.between_dates").join(members)
            if not all(members) or len(members) == 1:
                return dates if all(members) else ""
            return self.words.say("date.one_of" if text[0] == "[" else "date.all_of", dates=dates)
        start, slash, end = text.partition("/")
        return self._interval(start, end) if slash else self._point(text)

    def _member(self, text: str) -> str:
        start, dots, end = text.partition(OPEN)
        if not dots:
            return self._point(text)
        return self._interval(start or OPEN, end or OPEN)

    # --- intervals ----------------------------------------------------------------------------

    def _interval(self, start: str, end: str) -> str:
        say = self.words.say
        is_open_start, is_open_end = start in ("", OPEN), end in ("", OPEN)
        if is_open_start and is_open_end:
            return say("date.ends_unknown")
        if is_open_start:
            date = self._point(end, _OF)
            is_plain = re.fullmatch("-?[0-9]{4}(-[0-9]{2})?", end) is not None
            until = say("date.by_end" if is_plain else "date.by", date=date)
            return date and say("date.open_start" if start else "date.unknown_start", date=until)
        if is_open_end:
            date = self._point(start, _OF)
            return date and say("date.since" if end else "date.since_unknown_end", date=date)
        return self._closed(start, end)

    def _closed(self, start: str, end: str, form: str = "") -> str:
        both = re.fullmatch("([0-9-]+)([~?%])/([0-9-]+)\\2", f"{start}/{end}")
        if both:  # a qualifier of both ends is written once
            return self._marked(lambda of: self._closed(both[1], both[3], of), both[2], form)
        if start == end:
            return self._point(start, form)
        first, last = self._point(start, form), self._point(end, form)
        if not first or not last:
            return ""
        are_plain = _PLAIN.fullmatch(start) and _PLAIN.fullmatch(end) and len(start) == len(end)
        short = self._short(start, end, form) if are_plain else ""
        return short or self.words.say("date.range", first=first, last=last)

    def _short(self, start: str, end: str, form: str) -> str:
        """Return "5–8 March 2024" for the days 5 and 8 March 2024."""
        first, last = start.split("-"), end.split("-")
        if len(first) == 1:
            return self._in_form("date.years", form, year=start, last_year=end)
        months = [int(first[1]), int(last[1])]
        if first[0] != last[0]:
            return ""
        if max(months) > _LAST_MONTH:
            return self._short_seasons(months, first[0], form)
        is_days = len(first) > 2  # noqa: PLR2004
        names = [self._month(month, _OF if is_days else form) for month in months]
        named = {"month": names[0], "last_month": names[1], "year": first[0]}
        named |= {"mm": first[1], "last_mm": last[1]}
        if not is_days:
            return self._in_form("date.months_of_year", form, **named)
        key = "date.days_of_month" if first[1] == last[1] else "date.days_of_year"
        days = [str(int(day)) for day in (first[2], last[2])]
        named |= {"dd": first[2], "last_dd": last[2]}
        return self.words.say(key, day=days[0], last_day=days[1], **named)

    def _short_seasons(self, codes: list[int], year: str, form: str) -> str:
        if not set(codes) <= _SEASONS:
            return ""
        first, last = (self._part("date.seasons", code - _SPRING, form) for code in codes)
        seasons = {"season": first, "last_season": last}
        return self._in_form("date.seasons_of_year", form, year=year, **seasons)

    # --- single dates -------------------------------------------------------------------------

    def _point(self, text: str, form: str = "") -> str:
        clock = TIME.fullmatch(text)
        if clock:
            return self._time(clock)
        date = DATE.fullmatch(text)
        if date:
            return self._marked(lambda of: self._date(date, of), text, form)
        year = YEAR.fullmatch(text)
        return self._marked(lambda of: self._far_year(year, of), text, form) if year else ""

    def _marked(self, words: Callable[[str], str], text: str, form: str) -> str:
        is_about = re.search("[~%]|S", text) is not None
        date = words(_OF if is_about else form)
        if not date:
            return ""
        said = self.words.say("date.about", date=date) if is_about else date
        return self.words.say("date.uncertain", date=said) if re.search("[?%]", text) else said

    def _time(self, found: re.Match[str]) -> str:
        day = DATE.fullmatch(found[1])
        clock = ":".join(part for part in (found[2], found[3] or "00", found[4]) if part)
        zone = found[6] or ""
        named = "" if not zone else " UTC" if zone == "Z" else f" UTC{zone}"
        return self.words.say("date.time", date=self._date(day), time=clock + named) if day else ""

    def _far_year(self, found: re.Match[str], form: str) -> str:
        size = int(found[3]) * 10 ** int(found[4] or 0)
        if found[1]:
            return self.words.say("date.far_year", year=f"{found[2]}{size}")
        return self._year(found[2], found[3], form)

    def _date(self, found: re.Match[str], form: str = "") -> str:
        sign, year, month, day = found[2], found[3], found[6] or "", found[9] or ""
        rest = f"{month}-{day}".rstrip("-")
        in_year = self._year(sign, year, _BARE if rest and not rest.startswith("XX") else form)
        if not rest or not in_year:
            return in_year
        if "X" in year:
            return ""
        if "X" not in rest:
            return self._in_year(in_year, int(month), day, form=form)
        if rest in ("XX", "XX-XX"):
            return self.words.say(
                "date.month_unknown" if rest == "XX" else "date.day_unknown", date=in_year
            )
        if day == "XX" and "X" not in month:
            return self.words.say(
                "date.day_unknown", date=self._in_year(in_year, int(month), "", form=form)
            )
        return ""

    def _year(self, sign: str, digits: str, form: str = "") -> str:
        """Return "2024", "44 BCE", "800 CE" or "2010–2019"; empty for other masks."""
        if "X" in digits:
            if sign or not re.fullmatch("[1-9][0-9]*X+", digits):
                return ""
            first, last = digits.replace("X", "0"), digits.replace("X", "9")
            return self._in_form("date.years", form, year=first, last_year=last)
        number = int(digits)
        if sign or number == 0:
            return self._in_form("date.bce", form, year=str(number + 1))
        if number < _FIRST_PLAIN_YEAR:
            return self._in_form("date.ce", form, year=str(number))
        return str(number) if form == _BARE else self._in_form("date.year", form, year=str(number))

    def _in_year(self, year: str, month: int, day: str, *, form: str = "") -> str:
        if month > _LAST_MONTH:
            return self._season(year, month, form)
        if day:
            name = self._month(month, _OF)
            named = {"month": name, "year": year, "mm": f"{month:02}", "dd": f"{int(day):02}"}
            return self.words.say("date.day", day=str(int(day)), **named)
        named = {"month": self._month(month, form), "year": year, "mm": f"{month:02}"}
        return self._in_form("date.month", form, **named)

    def _season(self, in_year: str, code: int, form: str) -> str:
        """Return the words for the codes 21 to 41; a winter says both of its years."""
        if code <= 32:  # noqa: PLR2004
            if code in (24, 28, 30) and in_year.isdecimal():
                in_year = f"{in_year}–{(int(in_year) + 1) % 100:02d}"
            season = self._part("date.seasons", (code - _SPRING) % 4, form)
            date = self._in_form("date.season", form, season=season, year=in_year)
            if code <= 24:  # noqa: PLR2004
                return date
            is_northern = code <= 28  # noqa: PLR2004
            return self.words.say("date.northern" if is_northern else "date.southern", date=date)
        first, parts = next(
            (first, parts)
            for first, parts in ((40, "date.halves"), (37, "date.thirds"), (33, "date.quarters"))
            if code >= first
        )
        return fill(self._part(parts, code - first, form), {"year": in_year})

    # --- by the outer days --------------------------------------------------------------------

    def between(self, first_day: int | None, last_day: int | None) -> str:
        say = self.words.say
        if first_day is None and last_day is None:
            return say("date.ends_unknown")
        if first_day is None or last_day is None:
            known = first_day if last_day is None else last_day
            assert known is not None
            return say("date.since" if last_day is None else "date.by", date=self._day(known))
        if first_day == last_day:
            return self._day(first_day)
        return say("date.between", first=self._day(first_day), last=self._day(last_day))

    def _day(self, number: int) -> str:
        year, month, day = civil(number)
        words = self._year("-" if year < 0 else "", str(abs(year)), _BARE)
        return self._in_year(words, month, str(day))

    # --- messages in a form -------------------------------------------------------------------

    def _formed(self, key: str, form: str) -> str:
        own = f"{key}_{form}"
        return own if form and self.words.has(own) else key

    def _in_form(self, key: str, form: str, **values: str) -> str:
        return self.words.say(self._formed(key, form), **values)

    def _month(self, month: int, form: str) -> str:
        return self._part("date.months", month - 1, form)

    def _part(self, key: str, at: int, form: str) -> str:
        return self.words.words(self._formed(key, form))[at]
