"""Dates that count from another day: "yesterday", "last Tuesday", "3 days ago"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.mapping.dates.parts import UnreadError, weekday
from dateline.mapping.dates.tokens import Token
from dateline.timespan.calendar import civil, day_number, format_day, shift

_DAYS: Final = {"today": 0, "yesterday": -1, "before_yesterday": -2, "tomorrow": 1}
_UNITS: Final = {"day": "day", "week": "week", "month_unit": "month", "year_unit": "year"}
_SHIFTS: Final = {"last": -1, "final": -1, "this": 0, "next": 1}
_AGO: Final = frozenset(("ago", "before"))
_IGNORED: Final = frozenset(("filler", "daypart", "mark", "night"))
_WEEK: Final = 7


def read_relative(tokens: Sequence[Token], reference: int | None) -> str | None:
    """Return the EDTF of a date that counts from another one, or None if it is no such date.

    Args:
        tokens: All tokens of a text.
        reference: The day number to count from; None if none is declared.

    Raises:
        UnreadError: It is such a date, and there is no reference.
    """
    clock = next((token.text for token in tokens if token.kind == "clock"), "")
    kept = [t for t in tokens if t.kind not in _IGNORED and t.kind != "clock"]
    found = _find(kept)
    if found is None:
        return None
    if reference is None:
        raise UnreadError("relative")
    text = found(reference)
    return f"{text}T{clock}" if clock and len(text) == len("2024-03-05") else text


class _Shift:
    """A date so many units away from the reference."""

    def __init__(self, unit: str, by: int, on: int = 0) -> None:
        self._unit, self._by, self._on = unit, by, on

    def __call__(self, reference: int) -> str:
        if self._on:
            return format_day(_weekday_near(reference, self._on, self._by))
        if self._unit == "day":
            return format_day(reference + self._by)
        if self._unit == "week":
            monday = reference - weekday(reference) + 1 + _WEEK * self._by
            return f"{format_day(monday)}/{format_day(monday + _WEEK - 1)}"
        months = self._by * (12 if self._unit == "year" else 1)
        year, month, _ = civil(shift(day_number(*civil(reference)[:2]), months=months))
        return f"{year:04d}" if self._unit == "year" else f"{year:04d}-{month:02d}"


def _weekday_near(reference: int, day: int, by: int) -> int:
    """Return the last such weekday before the reference, or the next after it; 0 is the last."""
    back = (weekday(reference) - day) % _WEEK
    if by > 0:
        return reference + _WEEK - back
    return reference - (back or (_WEEK if by < 0 else 0))


def _find(tokens: list[Token]) -> _Shift | None:
    kinds = [token.kind for token in tokens]
    if len(tokens) == 1 and kinds[0] in _DAYS:
        return _Shift("day", _DAYS[kinds[0]])
    if len(tokens) == 1 and kinds[0] == "weekday":
        return _Shift("day", 0, tokens[0].value)
    ago = [kind for kind in kinds if kind in _AGO]
    counts = [t.value for t in tokens if t.kind in ("number", "ordinal")]
    units = [_UNITS[kind] for kind in kinds if kind in _UNITS]
    if len(tokens) == 3 and ago and len(counts) == 1 and len(units) == 1:  # noqa: PLR2004
        return _ago(units[0], counts[0])
    shifts = [_SHIFTS[kind] for kind in kinds if kind in _SHIFTS]
    if len(tokens) == 2 and len(shifts) == 1:  # noqa: PLR2004
        days = [t.value for t in tokens if t.kind == "weekday"]
        if days:
            return _Shift("day", shifts[0], days[0])
        if units:
            return _Shift(units[0], shifts[0])
    return None


def _ago(unit: str, count: int) -> _Shift:
    if unit == "week":
        return _Shift("day", -_WEEK * count)
    return _Shift(unit, -count)
