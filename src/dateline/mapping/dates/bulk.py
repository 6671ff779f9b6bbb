"""Interpret many distinct texts: each part of them once.

A million different clock times have few different days, and a million spans few different ends. So
texts that are a date with a clock time, or two dates with `` / `` between them, are taken apart
first, and each different piece is read once. What a piece means beside another one is tried on
samples, so a text means what it means alone; all that is not as simple is read text by text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.mapping.dates.clock import read_clock
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.patterns import Pattern, PatternError, read_pattern
from dateline.mapping.dates.refusals import Refusal
from dateline.mapping.dates.text import DateReading, TextDates, read_text

_PROOFS: Final = {"dmy": 1, "mdy": 2}
#: Fewer texts than this are read one by one.
_MANY: Final = 500
_JOINT: Final = " / "
_PLAIN_CLOCK: Final = re.compile("(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){1,2}Z?")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Clock times and dates beside which each date is tried.
_SOME_CLOCKS: Final = {"08:20": "08:20", "2:30 pm": "14:30"}
#: Stands for any of them.
_ANY_CLOCK: Final = "\0"
_EARLIEST: Final = "1000-01-01"
_LATEST: Final = "2999-12-31"

References = Sequence[int | None] | None
Indexes = NDArray[np.int64]


@dataclass(slots=True)
class Interpreted:
    """What distinct texts mean, one value a text.

    Attributes:
        dmy: EDTF if figures are day, month, year; None if it is none then.
        mdy: EDTF if figures are month, day, year.
        proof: 1 or 2 if only that order is possible; 0 if the text does not decide.
        is_ambiguous: Whether it has two readings.
        is_nothing: Whether it says that there is no date.
        form: How it is written: ``edtf``, ``order``, ``figures``, ``words``, ``pattern``,
            ``relative``; empty if it is not read.
        languages: The languages that read a text in words; empty for other texts.
        choices: Index of a text on which languages disagree to its readings.
        reasons: Index of a text that is not read to the reason.
    """

    dmy: np.ndarray
    mdy: np.ndarray
    proof: np.ndarray
    is_ambiguous: np.ndarray
    is_nothing: np.ndarray
    form: np.ndarray
    languages: np.ndarray
    choices: dict[int, tuple[DateReading, ...]] = field(default_factory=dict)
    reasons: dict[int, Refusal] = field(default_factory=dict)

    @classmethod
    def empty(cls, count: int) -> Interpreted:
        """Return a table for so many texts, with nothing read yet."""
        return cls(
            dmy=np.full(count, None, dtype=object),
            mdy=np.full(count, None, dtype=object),
            proof=np.zeros(count, dtype=np.int8),
            is_ambiguous=np.zeros(count, dtype=bool),
            is_nothing=np.zeros(count, dtype=bool),
            form=np.full(count, "", dtype=object),
            languages=np.full(count, None, dtype=object),
        )

    def add(self, at: int, found: TextDates) -> None:
        """Set what one text means."""
        readings = found.readings
        self.is_nothing[at] = found.is_nothing
        if not readings:
            if not found.is_nothing:
                self.reasons[at] = Refusal(found.reason or "unknown", found.detail)
            return
        self.form[at] = readings[0].form
        if len(readings) == 1:
            reading = readings[0]
            self.dmy[at] = self.mdy[at] = reading.edtf
            self.proof[at] = _PROOFS.get(reading.order, 0)
            self.form[at] = "order" if reading.order else reading.form
            self.languages[at] = reading.languages or None
            return
        self.is_ambiguous[at] = True
        by_order = {reading.order: reading.edtf for reading in readings}
        if len(readings) == len(by_order) == 2 and set(by_order) == {"dmy", "mdy"}:  # noqa: PLR2004
            self.dmy[at], self.mdy[at] = by_order["dmy"], by_order["mdy"]
            self.form[at] = "order"
            self.languages[at] = readings[0].languages or None
        else:
            self.choices[at] = readings


def interpret(
    texts: Sequence[str], patterns: Sequence[Pattern] = (), references: References = None
) -> Interpreted:
    """Return what each of some distinct texts means.

    Args:
        texts: The distinct texts.
        patterns: The declared forms, tried first.
        references: For each text the day number that "yesterday" counts from, or None.
    """
    found = Interpreted.empty(len(texts))
    left = np.ones(len(texts), dtype=bool)
    if patterns:
        _add_declared(found, texts, patterns=patterns, left=left)
    counted = np.array([day is not None for day in references or ()], dtype=bool)
    is_alone = left & ~counted if references is not None else left
    for add in (_add_clocked, _add_spans):
        if is_alone.sum() > _MANY:
            done = add(found, texts, is_alone)
            left[done] = is_alone[done] = False
    for at in np.flatnonzero(left).tolist():
        reference = references[at] if references is not None else None
        found.add(at, read_text(texts[at], reference))
    return found


def _add_declared(
    found: Interpreted, texts: Sequence[str], *, patterns: Sequence[Pattern], left: np.ndarray
) -> None:
    for at, text in enumerate(texts):
        for pattern in patterns:
            try:
                edtf = read_pattern(text, pattern)
            except PatternError as error:
                found.reasons[at] = Refusal("pattern", f"{pattern.text}, is not a date: {error}")
                left[at] = False
                continue
            if edtf:
                found.dmy[at] = found.mdy[at] = edtf
                found.form[at] = "pattern"
                found.reasons.pop(at, None)
                left[at] = False
                break


def _add_clocked(found: Interpreted, texts: Sequence[str], left: np.ndarray) -> Indexes:
    """Read dates with a clock time behind them, each different date and clock once.

    Returns:
        The indexes of the texts that are read.
    """
    at, first, last = _cut(texts, left, _before_clock)
    if len(at) <= _MANY:
        return at[:0]
    # The character between them goes with both: it decides how the other one is read.
    dates, date_of = _distinct([f + t[0] for f, t in zip(first, last, strict=True)])
    clocks, clock_of = _distinct(last)
    days = Interpreted.empty(len(dates))
    is_day = np.array([_add_day(days, n, text) for n, text in enumerate(dates)], dtype=bool)
    written = np.array([_clock(text) for text in clocks], dtype=object)
    is_good = is_day[date_of] & (written != "")[clock_of]
    done: Indexes = at[is_good]
    at, date_of, clock_of = done, date_of[is_good], clock_of[is_good]
    for target, source in ((found.dmy, days.dmy), (found.mdy, days.mdy)):
        target[at] = source[date_of] + "T" + written[clock_of]
    for name in ("proof", "form", "is_ambiguous", "languages"):
        getattr(found, name)[at] = getattr(days, name)[date_of]
    found.form[[n for n in at if found.dmy[n] == texts[n]]] = "edtf"
    return done


def _add_day(days: Interpreted, at: int, date: str) -> bool:
    """Set what a date means, and return whether a clock time behind it changes nothing of it."""
    tried = [
        _days_in(read_text(date + clock), "", f"T{edtf}") for clock, edtf in _SOME_CLOCKS.items()
    ]
    days.add(at, TextDates(tried[-1]))
    return all(tried) and _meanings(tried[0]) == _meanings(tried[1]) and days.dmy[at] is not None


def _add_spans(found: Interpreted, texts: Sequence[str], left: np.ndarray) -> Indexes:
    """Read spans with `` / `` between two days, each different end once.

    Returns:
        The indexes of the texts that are read.
    """
    at, first, last = _cut(texts, left, lambda text: text.find(_JOINT))
    if len(at) <= _MANY:
        return at[:0]
    ends, numbers = _distinct(_without_clocks([*first, *(text[len(_JOINT) :] for text in last)]))
    days = Interpreted.empty(len(ends))
    is_day = np.array([_add_end(days, n, text) for n, text in enumerate(ends)], dtype=bool)
    start, end = numbers[: len(at)], numbers[len(at) :]
    language = np.array([str(names or "") for names in days.languages], dtype=np.str_)
    first, last = language[start], language[end]
    dmy, is_dmy = _joined(days, start, end, order=1)
    mdy, is_mdy = _joined(days, start, end, order=2)
    # The grammar says why the others are no spans.
    is_good = is_day[start] & is_day[end] & (is_dmy | is_mdy)
    is_good &= (first == last) | (first == "") | (last == "")
    good = np.flatnonzero(is_good)
    at, start, end = at[good], start[good], end[good]
    dmy, mdy, is_dmy, is_mdy = dmy[good], mdy[good], is_dmy[good], is_mdy[good]
    found.dmy[at], found.mdy[at] = np.where(is_dmy, dmy, mdy), np.where(is_mdy, mdy, dmy)
    found.proof[at] = np.where(is_dmy & is_mdy, 0, np.where(is_dmy, 1, 2))
    found.is_ambiguous[at] = is_dmy & is_mdy & (dmy != mdy)
    has_words = first[good] + last[good] != ""
    found.languages[at] = np.where(first[good] != "", days.languages[start], days.languages[end])
    is_order = found.is_ambiguous[at] | (found.proof[at] > 0)
    found.form[at] = np.where(is_order, "order", np.where(has_words, "words", "figures"))
    return at


def _joined(
    days: Interpreted, start: np.ndarray, end: np.ndarray, *, order: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return spans in an order of figures, and which of them exist in that order."""
    edtf = np.array([text or "" for text in (days.dmy if order == 1 else days.mdy)], dtype=object)
    first, last = edtf[start], edtf[end]
    exists = np.isin(days.proof, (0, order))
    both = np.where(first == last, first, first + "/" + last)
    return both, exists[start] & exists[end] & (first <= last).astype(bool)


def _without_clocks(ends: list[str]) -> list[str]:
    """Return ends of spans with :data:`_ANY_CLOCK` for their clock times, which do not count."""
    at, first, last = _cut(ends, np.ones(len(ends), dtype=bool), _before_clock)
    clocks, clock_of = _distinct(last)
    is_clock = np.array([_clock(text) != "" for text in clocks], dtype=bool)[clock_of]
    kept = ends.copy()
    for number in np.flatnonzero(is_clock).tolist():
        kept[int(at[number])] = first[number] + last[number][0] + _ANY_CLOCK
    return kept


def _add_end(days: Interpreted, at: int, text: str) -> bool:
    """Set what an end of a span means, and return whether it means that beside any day."""
    readings = [
        found
        for clock in (_SOME_CLOCKS if _ANY_CLOCK in text else ("",))
        for found in _beside_days(text.replace(_ANY_CLOCK, clock))
    ]
    days.add(at, TextDates(readings[0]))
    is_mixed = any(one.form == "words" and not one.languages for one in readings[0])
    is_same = bool(readings[0]) and readings.count(readings[0]) == len(readings)
    return is_same and not is_mixed and days.dmy[at] is not None


def _beside_days(end: str) -> list[tuple[DateReading, ...]]:
    """Return what an end of a span means before and after other days, and beside itself."""
    return [
        _days_in(read_text(f"{end}{_JOINT}{_LATEST}"), "", f"/{_LATEST}"),
        _days_in(read_text(f"{_EARLIEST}{_JOINT}{end}"), f"{_EARLIEST}/", ""),
        _days_in(read_text(f"{end}{_JOINT}{end}"), "", ""),
    ]


def _days_in(found: TextDates, before: str, after: str) -> tuple[DateReading, ...]:
    """Return readings without what is around their day; empty if one is another date than that."""
    days = []
    for one in found.readings:
        edtf = one.edtf.removeprefix(before).removesuffix(after)
        if f"{before}{edtf}{after}" != one.edtf or not _DAY.fullmatch(edtf):
            return ()
        days.append(replace(one, edtf=edtf))
    return tuple(days)


def _meanings(readings: tuple[DateReading, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.edtf, one.order, one.languages) for one in readings]


def _cut(
    texts: Sequence[str], left: np.ndarray, where: Callable[[str], int]
) -> tuple[Indexes, list[str], list[str]]:
    """Return which texts can be cut in two, and the two parts."""
    at, first, last = [], [], []
    for number in np.flatnonzero(left).tolist():
        text = texts[number]
        cut = where(text)
        if cut > 0:
            at.append(number)
            first.append(text[:cut])
            last.append(text[cut:])
    return np.array(at, dtype=np.int64), first, last


def _before_clock(text: str) -> int:
    """Return the offset of the space or T before the clock time of a text; -1 if there is none."""
    colon = text.find(":")
    return max(text.rfind(" ", 0, colon), text.rfind("T", 0, colon)) if colon > 0 else -1


def _distinct(texts: list[str]) -> tuple[list[str], np.ndarray]:
    encoded = pa.array(texts, pa.large_string()).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _clock(text: str) -> str:
    """Return a clock time as EDTF writes it; empty if it is none.

    Args:
        text: It, with the space or T before it.
    """
    before, clock = text[0], text[1:]
    return clock if _PLAIN_CLOCK.fullmatch(clock) else read_clock(fold(clock), before)
