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
import pyarrow.compute as pc

from dateline.mapping.dates.clock import clock_at
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.patterns import Pattern, PatternError, read_pattern
from dateline.mapping.dates.refusals import Refusal
from dateline.mapping.dates.text import DateReading, TextDates, read_text

_PROOFS: Final = {"dmy": 1, "mdy": 2}
#: Fewer texts than this are read one by one.
_MANY: Final = 500
_CLOCKED: Final = (
    r"^(?P<date>.*[0-9\pL.])(?:[ T]| at |, )"
    r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?)$"
)
_SPAN: Final = r"^(?P<first>[^/]*|[^/]*/[^/]+/[^/]*) / (?P<last>[^/]*|[^/]*/[^/]+/[^/]*)$"
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_END: Final = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")

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
    at = np.flatnonzero(left)
    pieces = pc.extract_regex(_arrow(texts, at), pattern=_CLOCKED)
    is_clocked = pieces.is_valid().to_numpy(zero_copy_only=False)
    if is_clocked.sum() < _MANY:
        return
    at, pieces = at[is_clocked], pieces.drop_null()
    dates, date_of = _distinct(pieces.field("date"))
    clocks, clock_of = _distinct(pieces.field("clock"))
    days = Interpreted.empty(len(dates))
    for number, text in enumerate(dates):
        days.add(number, read_text(text))
    is_day = np.array([_all_days(days, n) for n in range(len(dates))], dtype=bool)
    written = np.array([_clock(text) for text in clocks], dtype=object)
    is_good = is_day[date_of] & np.array([bool(text) for text in written], dtype=bool)[clock_of]
    at, date_of, clock_of = at[is_good], date_of[is_good], clock_of[is_good]
    for target, source in ((found.dmy, days.dmy), (found.mdy, days.mdy)):
        target[at] = source[date_of] + "T" + written[clock_of]
    _copy(found, at, other=days, of=date_of)
    left[at] = False


def _add_spans(found: Interpreted, texts: Sequence[str], left: np.ndarray) -> None:
    """Read spans with `` / `` between two dates: each different end once."""
    at = np.flatnonzero(left)
    pieces = pc.extract_regex(_arrow(texts, at), pattern=_SPAN)
    is_span = pieces.is_valid().to_numpy(zero_copy_only=False)
    if is_span.sum() < _MANY:
        return
    at, pieces = at[is_span], pieces.drop_null()
    ends, numbers = _distinct(pa.chunked_array([pieces.field("first"), pieces.field("last")]))
    first, last = numbers[: len(at)], numbers[len(at) :]
    dates = interpret(ends)
    is_plain = np.array([_both(dates, n, _is_plain_end) for n in range(len(ends))], dtype=bool)
    good = np.flatnonzero(is_plain[first] & is_plain[last])
    at, first, last = at[good], first[good], last[good]
    for target, source in ((found.dmy, dates.dmy), (found.mdy, dates.mdy)):
        days = np.array([_day_of(edtf) for edtf in source], dtype=object)
        target[at] = days[first] + "/" + days[last]
    in_order = (
        np.array(
            [
                a[:10] <= a[11:] and b[:10] <= b[11:]
                for a, b in zip(found.dmy[at], found.mdy[at], strict=True)
            ],
            dtype=bool,
        )
        if len(at)
        else np.zeros(0, bool)
    )
    for array in (found.dmy, found.mdy):
        array[at[~in_order]] = None
    at, first, last = at[in_order], first[in_order], last[in_order]
    _copy(found, at, other=dates, of=first)
    found.proof[at] = np.maximum(dates.proof[first], dates.proof[last])
    left[at] = False


def _copy(found: Interpreted, at: np.ndarray, *, other: Interpreted, of: np.ndarray) -> None:
    found.proof[at], found.form[at] = other.proof[of], other.form[of]
    found.is_ambiguous[at] = other.is_ambiguous[of]
    is_edtf = found.form[at] == "edtf"
    found.form[at[is_edtf]] = "figures"


def _arrow(texts: Sequence[str], at: np.ndarray) -> pa.Array:
    return pa.array([texts[n] for n in at.tolist()], pa.large_string())


def _distinct(values: pa.Array | pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    encoded = pc.dictionary_encode(values)
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _both(dates: Interpreted, at: int, test: Callable[[str], bool]) -> bool:
    first, second = dates.dmy[at], dates.mdy[at]
    return first is not None and second is not None and test(first) and test(second)


def _all_days(dates: Interpreted, at: int) -> bool:
    return _both(dates, at, lambda edtf: _DAY.fullmatch(edtf) is not None)


def _is_plain_end(edtf: str) -> bool:
    return _DAY.fullmatch(edtf.partition("T")[0]) is not None


def _day_of(edtf: str | None) -> str:
    return (edtf or "").partition("T")[0]


def _clock(text: str) -> str:
    found = clock_at("2024-03-05 " + fold(text), len("2024-03-05 "))
    whole = found is not None and found.end == len("2024-03-05 " + fold(text))
    return found.text if found and whole else ""
