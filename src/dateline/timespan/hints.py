"""What to write instead of a text that is not EDTF. Suggests; never decides.

Each rule reads one habit of writing dates and offers what it may have meant. An offer is shown only
if it parses, and where a text has two readings both are offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from dateline.timespan.calendar import day_number, format_day
from dateline.timespan.grammar import SEASONS, RefusalError, parse_expression
from dateline.timespan.words import BOUNDARIES, MONTH, NUMBER_BY_MONTH, PARTS, SEASON_CODES

_SHOWN: Final = 60
_FORMS: Final = (
    'write a day "2024-03-05", a month "2024-03", a year "2024", a span "2024-01/2024-02"'
)
_MOST_OFFERS: Final = 3

Offers = Iterator[str]
Rule = Callable[[str], Offers]


def quote(text: str) -> str:
    """Return ``text`` in quotation marks, cut where it is long."""
    return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


def hint_for(text: str) -> str:
    """Return an act that mends ``text``: what to write instead, or how EDTF is written."""
    plain = _plain(text)
    if not plain or plain.casefold() in _NOTHING:
        return 'leave "when" out: an event without a date is kept and shown as undated'
    if len(text) > 2 * _SHOWN:
        return f'{_FORMS}, and keep the words for "description"'
    offers = list(_offers(text, plain))
    if not offers:
        return f'{_FORMS}, or leave "when" out'
    act = "write " + " or ".join(f'"{offer}"' for offer in offers[:_MOST_OFFERS])
    if _NUMERIC.fullmatch(plain) or _COMPACT.fullmatch(plain):
        act += ", or set read.date_format in dateline.toml for all the dates"
    return act


def _plain(text: str) -> str:
    """Return the text with Unicode digits, dashes and spaces made ASCII, ends and runs trimmed."""
    digits = "".join(
        str(unicodedata.decimal(c)) if unicodedata.decimal(c, -1) >= 0 else c
        for c in unicodedata.normalize("NFKC", text)
    )
    dashes = re.sub("[\u2010-\u2015\u2212]", "-", digits)
    return re.sub(r"\s+", " ", dashes).strip(" .,;'\"")


def _offers(text: str, plain: str) -> Offers:
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


# --- rules, from the surest to the boldest ----------------------------------------------------

_NOTHING: Final = frozenset(
    ("", "-", "--", "?", "n/a", "na", "nan", "none", "null", "nil", "undated", "unknown", "tbd")
    + ("no date", "date unknown", "невідомо", "неизвестно", "0000-00-00", "..", "/")
)


def _spaces(plain: str) -> Offers:
    yield plain
    yield plain.replace(" ", "")
    yield re.sub("^(.{10}) (?=[0-9])", r"\1T", plain)
    yield plain.replace("\\", "/")
    yield re.sub("[()]", "", plain)


def _case(plain: str) -> Offers:
    yield plain.upper()
    yield re.sub("[uUx*]", "X", plain)
    yield re.sub("(?i)unknown|unk", "", plain)
    yield re.sub("(?i)open|now|present|ongoing|today", "..", plain)


def _draft(plain: str) -> Offers:
    """Older drafts of EDTF, and what other parts of ISO 8601 allow."""
    southern = re.fullmatch("([0-9]{4})-2([1-4])\\^south.*", plain, re.IGNORECASE)
    if southern:
        yield f"{southern[1]}-{28 + int(southern[2])}"
    years = re.fullmatch("[Yy+]?([0-9]{4})([?~%]?)", plain)
    if years:
        yield years[1] + years[2]
    far = re.fullmatch("[Yy+]?(-?[1-9][0-9]{4,})([?~%]?)", plain)
    if far and not _COMPACT.fullmatch(plain) and not _is_clock(far[1]):
        yield "Y" + far[1] + far[2]
    if plain.startswith("-0000"):
        yield plain[1:]
    week = re.fullmatch("([0-9]{4})-?[Ww]([0-5][0-9])", plain)
    if week and 1 <= int(week[2]) <= 53:  # noqa: PLR2004
        fourth = day_number(int(week[1]), 1, 4)
        monday = fourth - (fourth + 3) % 7 + 7 * (int(week[2]) - 1)
        yield f"{format_day(monday)}/{format_day(monday + 6)}"
    ordinal = re.fullmatch("([0-9]{4})-([0-3][0-9]{2})", plain)
    if ordinal and 1 <= int(ordinal[2]) <= 366:  # noqa: PLR2004
        yield format_day(day_number(int(ordinal[1])) + int(ordinal[2]) - 1)


def _is_clock(digits: str) -> bool:
    """Return whether digits are seconds or milliseconds since 1970 rather than a year."""
    return len(digits) in (10, 13)


def _clock(plain: str) -> Offers:
    """Unix time, and clock times with a digit missing or a mark too many."""
    if plain.isascii() and plain.isdecimal() and _is_clock(plain):
        days, seconds = divmod(int(plain[:10]), 86_400)
        hour, rest = divmod(seconds, 3600)
        yield f"{format_day(days)}T{hour:02d}:{rest // 60:02d}:{rest % 60:02d}Z"
    found = re.fullmatch(
        "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]*([0-9]{1,2})[:.]([0-9]{1,2})"
        "(?:[:.]([0-9]{1,2}))? ?([~?%]|[Zz]|UTC|GMT|[+-][0-9:]+)?.*",
        plain,
    )
    if found:
        clock = ":".join(f"{int(n):02d}" for n in found.groups()[1:4] if n)
        zone = found[5] or ""
        zone = "Z" if zone.upper() in ("Z", "UTC", "GMT") else zone
        if clock.startswith("24:00"):
            following = re.fullmatch("(.{4})-(..)-(..)", found[1])
            assert following is not None
            day = day_number(int(following[1]), int(following[2]), int(following[3])) + 1
            yield f"{format_day(day)}T00{clock[2:]}{zone}"
        yield f"{found[1]}T{clock}{zone}"
        yield f"{found[1]}T{clock}"
        yield found[1]


def _interval(plain: str) -> Offers:
    """Intervals that are reversed, have clock times, or are joined by a dash or a word."""
    start, slash, end = plain.partition("/")
    if slash and "/" not in end:
        yield re.sub("T[^/]*", "", plain)
        yield f"{end}/{start}"
        masked = re.sub("^(-?[0-9]{4}(?:-[0-9]{2})?)([?~%]?)$", r"\1-XX\2", end)
        yield f"{start}/{masked}"
        yield f"{start}/{start[:5]}{end}"
    years = re.fullmatch("([0-9]{4}) ?- ?([0-9]{2}|[0-9]{4})", plain)
    if years:
        yield f"{years[1]}/{years[1][: 4 - len(years[2])]}{years[2]}"
    dated = re.fullmatch(
        "(?:from |between )?(.+?) ?(?: - |--|-| to | and | until | till |/) ?(.+)", plain
    )
    if dated:
        yield from _joined(dated[1], dated[2])


def _joined(first: str, last: str) -> Offers:
    """Offer an interval of two dates in words; the first may leave its month or year to the last."""
    for end in _in_words(last):
        for start in _in_words(first):
            yield f"{start}/{end}"
        for start in _in_words(f"{first} {end[:4]}"):
            yield f"{start}/{end}"
        if re.fullmatch("[0-9]{1,2}", first) and len(end) == len("2024-03-05"):
            yield f"{end[:8]}{int(first):02d}/{end}"
        month_first = re.fullmatch(rf"({MONTH}) ([0-9]{{1,2}})", first)
        last_day = re.match("([0-9]{1,2})[ ,]", last)
        if month_first and last_day:
            month = f"{end[:4]}-{_month(month_first[1]):02d}"
            yield f"{month}-{int(month_first[2]):02d}/{month}-{int(last_day[1]):02d}"
    month_days = re.fullmatch(rf"({MONTH}) ([0-9]{{1,2}})", first)
    rest = re.fullmatch("([0-9]{1,2})[ ,]+([0-9]{4})", last)
    if month_days and rest:
        month = f"{rest[2]}-{_month(month_days[1]):02d}"
        yield f"{month}-{int(month_days[2]):02d}/{month}-{int(rest[1]):02d}"


_NUMERIC: Final = re.compile("([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})")
_COMPACT: Final = re.compile("([12][0-9]{3})([01][0-9])([0-3][0-9])")


def _numeric(plain: str) -> Offers:
    """Days and months in figures, in either order where both can be."""
    compact = _COMPACT.fullmatch(plain)
    if compact:
        yield "-".join(compact.groups())
    loose = re.fullmatch("([0-9]{4})[-/. ]+([0-9]{1,2})(?:[-/. ]+([0-9]{1,2}))?[-/.]?", plain)
    if loose:
        parts = [f"{int(part):02d}" for part in loose.groups()[1:] if part]
        yield "-".join([loose[1], *parts])
        yield "-".join([loose[1], *reversed(parts)])
        yield "-".join([loose[1], *parts[:1]])
    either = _NUMERIC.fullmatch(plain)
    if either:
        first, second, year = int(either[1]), int(either[2]), either[3]
        year = year if len(year) == len("2024") else f"20{year}"
        yield f"{year}-{second:02d}-{first:02d}"
        yield f"{year}-{first:02d}-{second:02d}"
    month = re.fullmatch("([0-9]{1,2})[-/. ]+([0-9]{4})", plain)
    if month:
        yield f"{month[2]}-{int(month[1]):02d}"
    asian = re.fullmatch(
        "([0-9]{4}) ?[年년] ?(?:([0-9]{1,2}) ?[月월] ?(?:([0-9]{1,2}) ?[日일])?)?", plain
    )
    if asian:
        yield "-".join(f"{int(part):02d}" for part in asian.groups() if part)


def _words(plain: str) -> Offers:
    yield from _in_words(plain)


def _in_words(plain: str) -> Offers:
    """Dates in words: a month's name, a season, a part of a year, about, since, by."""
    text = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", "", plain.casefold())
    text = re.sub(r"\b([0-9]{1,2})(st|nd|rd|th)\b|\b(in|on|the|of) ", r"\1", text).strip()
    for pattern, template in BOUNDARIES:
        found = re.fullmatch(pattern, text)
        if found:
            for inner in _in_words(found[1]):
                if "/" not in inner:
                    yield template.format(inner)
    found = re.fullmatch(rf"({'|'.join(PARTS)})[ -](.+)", text)
    if found:
        for inner in _in_words(found[2]):
            yield from _part_of(found[1], inner)
    yield from _named_month(text)
    yield from _named_span(text)
    if re.fullmatch("-?[0-9]{4}(-[0-9]{2}){0,2}", text):
        yield text


def _part_of(word: str, date: str) -> Offers:
    """Offer the third of a year or month that "early", "mid" or "late" speaks of; vague, so ``~``."""
    third = PARTS[word]
    if re.fullmatch("[0-9]{4}", date):
        end = f"{date}-{4 * third + 4:02d}"
        yield f"{date}-{4 * third + 1:02d}{'~' if third else ''}/{end}{'~' if third < 2 else ''}"  # noqa: PLR2004
    if re.fullmatch("[0-9]{4}-[0-9]{2}", date):
        last = format_day(day_number(int(date[:4]), int(date[5:]) + 1) - 1)[-2:]
        first_day, last_day = (("01", "10"), ("11", "20"), ("21", last))[third]
        start = f"{date}-{first_day}{'~' if third else ''}"
        yield f"{start}/{date}-{last_day}{'~' if third < 2 else ''}"  # noqa: PLR2004


def _month(name: str) -> int:
    return NUMBER_BY_MONTH[name.rstrip(".").casefold()]


def _named_month(text: str) -> Offers:
    year = r"([0-9]{4})(?:\s?(?:р|г|року|года|год|рік)\.?)?"
    found = re.fullmatch(rf"(?:([0-9]{{1,2}})[ .\-]*)?({MONTH})\.?[ ,\-]*{year}", text)
    if found:
        day, month, in_year = found[1], _month(found[2]), found[3]
        yield f"{in_year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
        yield f"{in_year}-{month:02d}"
    found = re.fullmatch(rf"({MONTH})\.? ([0-9]{{1,2}}),? {year}", text)
    if found:
        yield f"{found[3]}-{_month(found[1]):02d}-{int(found[2]):02d}"
    found = re.fullmatch(rf"([0-9]{{4}})[ \-]({MONTH})\.?(?:[ \-]([0-9]{{1,2}}))?", text)
    if found:
        day = f"-{int(found[3]):02d}" if found[3] else ""
        yield f"{found[1]}-{_month(found[2]):02d}{day}"


def _named_span(text: str) -> Offers:
    found = re.fullmatch(rf"({'|'.join(SEASON_CODES)})[ \-]+(?:of )?([0-9]{{4}})", text)
    found = found or re.fullmatch(rf"([0-9]{{4}})[ \-]({'|'.join(SEASON_CODES)})", text)
    if found:
        word, year = (found[1], found[2]) if found[1] in SEASON_CODES else (found[2], found[1])
        code = SEASON_CODES[word]
        assert code in SEASONS
        yield f"{year}-{code}"
    decade = re.fullmatch("([0-9]{3})0'?s", text)
    if decade:
        yield f"{decade[1]}X"
    century = re.fullmatch("([0-9]{1,2}) ?century", text)
    if century and int(century[1]):
        yield f"{int(century[1]) - 1:02d}XX"
    before = re.fullmatch("([0-9]{1,4}) ?(?:bc|bce|b\\.c)\\.?", text)
    if before and int(before[1]):
        yield f"{'-' if int(before[1]) > 1 else ''}{int(before[1]) - 1:04d}"


_RULES: Final[tuple[Rule, ...]] = (
    _spaces,
    _case,
    _draft,
    _clock,
    _numeric,
    _words,
    _interval,
)
