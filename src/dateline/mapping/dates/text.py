"""What one text can mean as a date: its readings, or why it has none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, get_args

from dateline.mapping.dates.eras import without_eras
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.parts import Order, Reason, UnreadError
from dateline.mapping.dates.phrases import read_phrase
from dateline.mapping.dates.relative import read_relative
from dateline.mapping.dates.standards import read_standard
from dateline.mapping.dates.tokens import MAX_ATOMS, TextPiece, Tokenised, split, tokenise
from dateline.mapping.dates.words import lexicon, to_phrase
from dateline.timespan.calendar import days_in_month
from dateline.timespan.grammar import RefusalError, parse_expression
from dateline.timespan.hints import repair

_ORDERS: Final[tuple[Order, ...]] = get_args(Order)
#: The most telling reason first.
_RANK: Final[tuple[Reason, ...]] = (
    "reversed", "weekday", "relative", "too-vague", "calendar", "fiscal", "two-digit-year",
    "no-year", "impossible", "sheet-day", "number", "order", "unknown",
)  # fmt: skip
#: Years that other calendars than the Gregorian one have in dates of our time, by language.
_OTHER_YEARS: Final = {
    "fa": (1200, 1500),
    "ar": (1300, 1500),
    "ur": (1300, 1500),
    "th": (2400, 2700),
}
#: The days that spreadsheets count as 20000 to 59999: 1954 to 2064, or four years later.
_SHEET_DAY: Final = re.compile(r"[2-5][0-9]{4}(?:[.,][0-9]+)?(?: [0-9]{1,2}:[0-9:.]+)?")
_SCRIPT_YEARS: Final = (("\u0660", "\u06f9", 1200, 1500), ("\u0e50", "\u0e59", 2400, 2700))


@dataclass(frozen=True, slots=True)
class DateReading:
    """One way to read a text.

    Attributes:
        edtf: The date.
        order: Which of two figures it takes for the day; empty if it takes none on trust.
        languages: The languages that read it so; empty if it has no words.
        form: ``edtf``, ``figures``, ``words`` or ``relative``.
    """

    edtf: str
    order: str = ""
    languages: tuple[str, ...] = ()
    form: str = "figures"


@dataclass(frozen=True, slots=True)
class TextDates:
    """What a text means as a date.

    Attributes:
        readings: Each different date that it may be; empty if it is none.
        is_nothing: Whether it says that there is no date.
        reason: Why there is no reading; empty if there is one.
        detail: More about the reason, in words.
    """

    readings: tuple[DateReading, ...] = ()
    is_nothing: bool = False
    reason: str = ""
    detail: str = ""


@lru_cache(maxsize=16_384)
def read_text(text: str, reference: int | None = None) -> TextDates:
    """Return what a text means as a date.

    It takes bounded time, whatever the text.

    Args:
        text: As written.
        reference: The day number from which "yesterday" counts; None if none is declared.
    """
    stripped = text.strip()
    edtf = _edtf(stripped)
    if edtf is not None:
        return edtf
    figures = _figures(stripped) or _standard(stripped)
    if figures:
        return TextDates(figures)
    if len(stripped) > _LONGEST or is_sheet_day(stripped):
        return TextDates(reason="unknown" if len(stripped) > _LONGEST else "sheet-day")
    first, joint, last = stripped.partition(_SPAN)
    if joint and read_text(last).is_nothing:
        return read_text(first, reference)  # an end that is not known keeps the start
    if stripped[:1] == "/":
        return _without_start(read_text(stripped[1:], reference))
    return _read_folded(stripped, reference)


def is_sheet_day(text: str) -> bool:
    """Return whether a text looks like a day number of a spreadsheet, maybe with a clock time.

    >>> is_sheet_day("45356"), is_sheet_day("45372.5"), is_sheet_day("2024"), is_sheet_day("450")
    (True, True, False, False)
    """
    return _SHEET_DAY.fullmatch(text) is not None


def _figures(text: str) -> tuple[DateReading, ...]:
    """Return the readings of day, month and year in figures, the most common form, at once."""
    found = _TRIPLE.fullmatch(text)
    if found is None or not text.isascii():
        return ()
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    both: dict[Order, tuple[int, int]] = {"dmy": (second, first), "mdy": (first, second)}
    days = {
        order: f"{year:04d}-{month:02d}-{day:02d}"
        for order, (month, day) in both.items()
        if 1 <= month <= _MONTHS and 1 <= day <= days_in_month(year, month)
    }
    if len(days) > 1 and first == second:
        return (DateReading(days["dmy"]),)
    return tuple(DateReading(edtf, order) for order, edtf in days.items())


def _standard(text: str) -> tuple[DateReading, ...]:
    found = read_standard(text)
    return () if found is None else (DateReading(found, form="words"),)


def _without_start(found: TextDates) -> TextDates:
    """Return an end whose start is not known, as EDTF has it."""
    readings = tuple(
        replace(reading, edtf=f"/{reading.edtf.partition('T')[0]}")
        for reading in found.readings
        if not set(reading.edtf) & set("/[{")
    )
    return replace(found, readings=readings) if readings else TextDates(reason="unknown")


def _edtf(text: str) -> TextDates | None:
    """Return the reading of an EDTF text, or that it is reversed; None if it is not EDTF."""
    try:
        parse_expression(text)
    except RefusalError as refusal:
        is_reversed = refusal.code == "date-reversed"
        return TextDates(reason="reversed", detail=refusal.reason) if is_reversed else None
    return TextDates((DateReading(text, form="edtf"),))


def _read_folded(text: str, reference: int | None) -> TextDates:
    folded = fold(text)
    if _says_nothing(folded):
        return TextDates(is_nothing=True)
    try:
        gregorian = without_eras(folded)
        atoms = split(gregorian.text)
        found = _read(atoms, reference) if atoms else TextDates(reason="unknown")
        for reading in found.readings if gregorian.eras else ():
            gregorian.check(reading.edtf)
    except UnreadError as unread:
        return TextDates(reason=unread.reason, detail=unread.detail)
    if found.readings:
        return found if gregorian.eras else _of_our_calendar(found, text)
    if found.reason == "no-year" and _SHORT_YEAR.match(folded):
        return TextDates(reason="two-digit-year")
    repaired = repair(text) if found.reason in ("unknown", "impossible") else ""
    return TextDates((DateReading(repaired, form="edtf"),)) if repaired else found


def _says_nothing(folded: str) -> bool:
    bare = folded.strip(" .,;:()[]{}<>-\"'")
    if not bare or bare == "?" or set(bare) <= set("0-/.: "):
        return True
    has_figure = any(map(str.isdecimal, bare))
    return not has_figure and " ".join(to_phrase(bare)) in lexicon().nothing


def _read(atoms: list[TextPiece], reference: int | None) -> TextDates:
    readings: dict[str, list[DateReading]] = {}
    reasons: list[UnreadError] = []
    fewest = MAX_ATOMS
    for reading in tokenise(atoms):
        found_here = _read_tokens(reading, reference, reasons)
        ignored = sum(token.kind == "filler" for token in reading.tokens)
        if not found_here or ignored > fewest:
            continue
        if ignored < fewest:  # a language that understands more of the words is more likely
            readings, fewest = {}, ignored
        for found in found_here:
            readings.setdefault(found.edtf, []).append(found)
    if not readings:
        best = min(reasons, key=lambda unread: _RANK.index(unread.reason), default=None)
        return TextDates(
            reason=best.reason if best else "unknown", detail=best.detail if best else ""
        )
    return TextDates(tuple(_merged(found) for found in readings.values()))


def _read_tokens(
    reading: Tokenised, reference: int | None, reasons: list[UnreadError]
) -> list[DateReading]:
    """Return the readings of tokens in each order of figures; why there are none is collected."""
    has_words = any(t.kind not in ("number", "mark", "clock") for t in reading.tokens)
    languages = reading.languages if has_words else ()
    form = "words" if has_words else "figures"
    try:
        relative = read_relative(reading.tokens, reference)
    except UnreadError as unread:
        reasons.append(unread)
        return []
    if relative:
        return [DateReading(relative, "", languages, "relative")]
    by_order: dict[Order, str] = {}
    short = sum(token.kind == "number" and token.size <= _SHORT for token in reading.tokens)
    for order in _ORDERS[: 1 if short < _SHORT else None]:
        try:
            by_order[order] = read_phrase(reading.tokens, order)
        except UnreadError as unread:
            reasons.append(unread)
    if len(set(by_order.values())) == 1:
        edtf, order_ = next(iter(by_order.values())), next(iter(by_order))
        proven = order_ if len(by_order) == 1 and short >= _SHORT else ""
        return [DateReading(edtf, proven, languages, form)]
    return [DateReading(edtf, order, languages, form) for order, edtf in by_order.items()]


def _merged(found: list[DateReading]) -> DateReading:
    first = found[0]
    languages = tuple(sorted({name for reading in found for name in reading.languages}))
    return DateReading(first.edtf, first.order, languages, first.form)


def _of_our_calendar(found: TextDates, text: str) -> TextDates:
    """Return the readings, unless the year is likely to be one of another calendar."""
    for reading in found.readings:
        years = [
            int(part[:4]) for part in reading.edtf.strip("[]{}").split("/") if part[:4].isdecimal()
        ]
        limits = [_OTHER_YEARS[name] for name in reading.languages if name in _OTHER_YEARS]
        limits = limits if len(limits) == len(reading.languages) else []
        limits += [
            (low, high) for a, z, low, high in _SCRIPT_YEARS if any(a <= c <= z for c in text)
        ]
        if any(low <= year < high for year in years for low, high in limits):
            return TextDates(reason="calendar", detail="")
    return found


_LONGEST: Final = 200
_SHORT: Final = 2
_MONTHS: Final = 12
_TRIPLE: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
#: The marks of "5-Mar-24" would else be those of a span.
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([-/.])[^\W\d_]{3,}\.?\1'?\d\d(?!\d)")
#: Joins the two ends of a span that columns give.
_SPAN: Final = " / "
