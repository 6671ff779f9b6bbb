"""Years that count from another year: those of eras of Japan, Taiwan and Thailand.

An era is read only where it is written. The names are in ``mapping/words/eras.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.parts import UnreadError

_FIRST_YEAR: Final = "元"
#: After a year of Japan: the financial year, which begins in April.
_FISCAL: Final = "年度"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LAST_DAY: Final = "9999-12-31"


class _Era(NamedTuple):
    """An era.

    Attributes:
        name: As people write it.
        first: The Gregorian year of its year 1.
        years: Its first and its last year that are read.
        days: Its first and its last day.
        is_japanese: Whether it is one of Japan, which have a letter.
    """

    name: str
    first: int
    years: tuple[int, int]
    days: tuple[str, str]
    is_japanese: bool


class WithoutEras(NamedTuple):
    """A folded text with Gregorian years for those of eras, and these eras."""

    text: str
    eras: tuple[_Era, ...]

    def check(self, edtf: str) -> None:
        """Refuse a day that is not in its era; it is known which if there is just one.

        Raises:
            UnreadError: A day is before the first or after the last one.
        """
        if len(self.eras) != 1:
            return
        [era] = self.eras
        first, last = era.days
        for day in _DAY.findall(edtf):
            if not first <= day <= last:
                act = f"began on {first}" if day < first else f"ended on {last}"
                raise UnreadError("impossible", f"{era.name} {act}")


def without_eras(folded: str) -> WithoutEras:
    """Return a folded text with Gregorian years for years of eras.

    >>> without_eras("令和5年3月7日").text, without_eras("h30.7.6").text
    ('2023年3月7日', '2018.7.6')
    >>> without_eras("民國112年").text, without_eras("พ.ศ. 2566").text, without_eras("5 be").text
    ('2023年', '2023', '5 be')

    Raises:
        UnreadError: An era has no such year.
    """
    found: list[_Era] = []

    def replaced(match: re.Match[str]) -> str:
        name = match["name"] or match["letter"] or match["after"]
        year = match["year"] or match["short"] or match["before"]
        era = _eras()[name]
        number = 1 if year == _FIRST_YEAR else int(year)
        if not era.years[0] <= number <= era.years[1]:
            if len(year) > len("99") or name in _vague():
                return match[0]
            raise UnreadError("impossible", f"{era.name} has no year {number} in our calendar")
        if match.string.startswith(_FISCAL, match.end()) and era.is_japanese:
            raise UnreadError("fiscal")
        found.append(era)
        return f"{era.first + number - 1:04d}"

    text = _pattern().sub(replaced, folded)
    return WithoutEras(text, tuple(found))


def has_era(text: str) -> bool:
    """Return whether a text names an era with a year."""
    return _pattern().search(fold(text)) is not None


def calendar_of(text: str) -> tuple[str, str]:
    """Return the name of the calendar that the words of a text name, and what to do; maybe "".

    >>> calendar_of("12 مرداد 1402"), calendar_of("Easter 2024")
    (('Persian', ''), ('', ''))
    """
    words = set(_LETTERS.findall(fold(text)))
    for calendar in _tables()["calendars"]:
        named = [_LETTERS.findall(fold(name)) for name in calendar["words"].split(",")]
        is_named = any(name and words.issuperset(name) for name in named)
        if is_named or not set(calendar.get("signs", "")).isdisjoint(text):
            return calendar["name"], calendar.get("act", "")
    return "", ""


@cache
def _tables() -> dict[str, list[dict[str, Any]]]:
    path = files("dateline.mapping") / "words" / "eras.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _eras() -> dict[str, _Era]:
    """Return each era by its names and its letter, in folded form."""
    named: dict[str, _Era] = {}
    for table in _tables()["eras"]:
        names = [name.strip() for name in table["names"].split(",")]
        low, high = table["years"]
        days = (table["from"], table.get("to", _LAST_DAY))
        era = _Era(names[0], table["first"], (low, high), days, "letter" in table)
        named |= {fold(name): era for name in [*names, table.get("letter", "")] if name}
    return named


@cache
def _vague() -> frozenset[str]:
    """Return names that are also words: they name an era only before a year that it has."""
    return frozenset(name for name in _eras() if name.isascii() and len(name) <= len("roc"))


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((name for name in _eras() if len(name) > 1), key=len, reverse=True)
    letters = "".join(name for name in _eras() if len(name) == 1)
    latin = "|".join(re.escape(name) for name in names if name.isascii())
    return re.compile(
        rf"(?<![a-z])(?P<name>{'|'.join(map(re.escape, names))})\s?(?P<year>\d{{1,4}}(?!\d)|元)"
        rf"|(?:^|(?<=[~ ]))(?P<letter>[{letters}])\s?(?P<short>\d{{1,2}}|元)"
        r"(?=[./年-]\s?\d{1,2}[./月-]\s?\d{1,2})"
        rf"|(?<!\d)(?P<before>\d{{4}})\s?(?P<after>{latin})(?![a-z])"
    )
