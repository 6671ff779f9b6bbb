"""Interpret many distinct texts: each part of them once.

A million different clock times have few different days, and a million spans few different ends. So
texts that are a date with a clock time, or two dates with `` / `` between them, are taken apart
first, and each different piece is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from dateline.mapping.dates.clock import clock_at
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.patterns import Pattern, PatternError, read_pattern
from dateline.mapping.dates.refusals import Refusal
from dateline.mapping.dates.text import DateReading, TextDates, read_text

_PROOFS: Final = {"dmy": 1, "mdy": 2}
#: Fewer texts than this are read one by one.
_MANY: Final = 500
_JOINT: Final = " / "
#: What stands before a clock time, so that an offset after it is one.
_BEFORE: Final = "2024-03-05 "
_PLAIN_CLOCK: Final = re.compile("(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){1,2}Z?")
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

References = Sequence[int | None] | None


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
        languages: Index of a text in words to its languages.
        choices: Index of a text on which languages disagree to its readings.
        reasons: Index of a text that is not read to the reason.
    """

    dmy: np.ndarray
    mdy: np.ndarray
    proof: np.ndarray
    is_ambiguous: np.ndarray
    is_nothing: np.ndarray
    form: np.ndarray
    languages: dict[int, tuple[str, ...]] = field(default_factory=dict)
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
            if reading.languages:
                self.languages[at] = reading.languages
            return
        self.is_ambiguous[at] = True
        by_order = {reading.order: reading.edtf for reading in readings}
        if len(readings) == len(by_order) == 2 and set(by_order) == {"dmy", "mdy"}:  # noqa: PLR2004
            self.dmy[at], self.mdy[at] = by_order["dmy"], by_order["mdy"]
            self.form[at] = "order"
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
    if left.sum() > _MANY and references is None:
        _add_clocked(found, texts, left)
        _add_spans(found, texts, left)
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


def _add_clocked(found: Interpreted, texts: Sequence[str], left: np.ndarray) -> None:
    """Read dates with a clock time behind them: each different date and clock once."""
    at, first, last = _cut(texts, left, _before_clock)
    if len(at) < _MANY:
        return
    dates, date_of = _distinct(first)
    clocks, clock_of = _distinct(last)
    days = Interpreted.empty(len(dates))
    for number, text in enumerate(dates):
        days.add(number, read_text(text))
    is_day = np.array([_both(days, n, _is_day) for n in range(len(dates))], dtype=bool)
    written = np.array([_clock(text) for text in clocks], dtype=object)
    is_good = is_day[date_of] & (written != "")[clock_of]
    at, date_of, clock_of = at[is_good], date_of[is_good], clock_of[is_good]
    for target, source in ((found.dmy, days.dmy), (found.mdy, days.mdy)):
        target[at] = source[date_of] + "T" + written[clock_of]
    _copy(found, at, other=days, of=date_of)
    left[at] = False


def _add_spans(found: Interpreted, texts: Sequence[str], left: np.ndarray) -> None:
    """Read spans with `` / `` between two dates: each different end once."""
    at, first, last = _cut(texts, left, lambda text: text.find(_JOINT))
    if len(at) < _MANY:
        return
    ends, numbers = _distinct([*first, *(text[len(_JOINT) - 1 :] for text in last)])
    start, end = numbers[: len(at)], numbers[len(at) :]
    dates = interpret(ends)
    is_plain = np.array([_both(dates, n, _has_day) for n in range(len(ends))], dtype=bool)
    days = {
        order: np.array([_day_of(edtf) for edtf in edtfs], dtype=object)
        for order, edtfs in (("dmy", dates.dmy), ("mdy", dates.mdy))
    }
    in_order = {order: edtf[start] <= edtf[end] for order, edtf in days.items()}
    # Ends that prove different orders, and equal ends, are left to the grammar.
    is_odd = (dates.proof[start] * dates.proof[end] == 2) | (start == end)  # noqa: PLR2004
    is_good = is_plain[start] & is_plain[end] & (in_order["dmy"] | in_order["mdy"]) & ~is_odd
    good = np.flatnonzero(is_good)
    at, start, end = at[good], start[good], end[good]
    spans = {order: edtf[start] + "/" + edtf[end] for order, edtf in days.items()}
    is_dmy, is_mdy = in_order["dmy"][good], in_order["mdy"][good]
    found.dmy[at] = np.where(is_dmy, spans["dmy"], spans["mdy"])
    found.mdy[at] = np.where(is_mdy, spans["mdy"], spans["dmy"])
    only = np.where(is_dmy, 1, 2)
    both = np.maximum(dates.proof[start], dates.proof[end])
    found.proof[at] = np.where(is_dmy & is_mdy, both, only)
    found.is_ambiguous[at] = found.dmy[at] != found.mdy[at]
    is_ordered = found.is_ambiguous[at] | (found.proof[at] > 0)
    has_words = np.isin(np.array([dates.form[start], dates.form[end]]), ["words"]).any(axis=0)
    found.form[at] = np.where(is_ordered, "order", np.where(has_words, "words", "figures"))
    left[at] = False


def _cut(
    texts: Sequence[str], left: np.ndarray, where: Callable[[str], int]
) -> tuple[np.ndarray, list[str], list[str]]:
    """Return which texts can be cut in two, and their two parts without the character between."""
    at, first, last = [], [], []
    for number in np.flatnonzero(left).tolist():
        text = texts[number]
        cut = where(text)
        if cut > 0:
            at.append(number)
            first.append(text[:cut])
            last.append(text[cut + 1 :])
    return np.array(at, dtype=np.int64), first, last


def _before_clock(text: str) -> int:
    """Return the offset of the space or T before the clock time of a text; -1 if there is none."""
    colon = text.find(":")
    return max(text.rfind(" ", 0, colon), text.rfind("T", 0, colon)) if colon > 0 else -1


def _copy(found: Interpreted, at: np.ndarray, *, other: Interpreted, of: np.ndarray) -> None:
    found.proof[at], found.form[at] = other.proof[of], other.form[of]
    found.is_ambiguous[at] = other.is_ambiguous[of]
    is_edtf = found.form[at] == "edtf"
    found.form[at[is_edtf]] = "figures"


def _distinct(texts: list[str]) -> tuple[list[str], np.ndarray]:
    encoded = pa.array(texts, pa.large_string()).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _both(dates: Interpreted, at: int, test: Callable[[str], bool]) -> bool:
    first, second = dates.dmy[at], dates.mdy[at]
    return first is not None and second is not None and test(first) and test(second)


def _is_day(edtf: str) -> bool:
    return _DAY.fullmatch(edtf) is not None


def _has_day(edtf: str) -> bool:
    return _is_day(edtf.partition("T")[0])


def _day_of(edtf: str | None) -> str:
    return (edtf or "").partition("T")[0]


def _clock(text: str) -> str:
    """Return a clock time as EDTF writes it; empty if it is none."""
    if _PLAIN_CLOCK.fullmatch(text):
        return text
    folded = fold(text)
    found = clock_at(_BEFORE + folded, len(_BEFORE))
    return found.text if found and found.end == len(_BEFORE) + len(folded) else ""
