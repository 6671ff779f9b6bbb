"""Counts that are written as an estimate or a bound: "c. 600", "≥21", "10+", "61–63"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

#: No estimate has more letters.
_LONGEST: Final = 40
_RANGE: Final = re.compile(r"(.*\d)\s*(?:[-–—‒]|\bto\b)\s*(\d.*)")
_FORMS: Final = (
    (re.compile(r"(?i)(?:c\.|ca\.?|circa|approx\.?|[~≈])\s*(\d.*)"), "best"),
    (re.compile(r"(?:≥|>=)\s*(\d.*)"), "low"),
    (re.compile(r"(\d.*\d|\d)\s*\+"), "low"),
    (re.compile(r"(?:≤|<=)\s*(\d.*)"), "high"),
)


def read_estimate(text: str, number_of: Callable[[str], int | None]) -> Mapping[str, int]:
    """Return the parts of an estimate that a text has: ``low``, ``best`` and ``high``.

    Args:
        text: As written.
        number_of: Reads a whole number; None if a text is none.

    >>> read_estimate("61–63", int), read_estimate("c. 600", int), read_estimate("10+", int)
    ({'low': 61, 'high': 63}, {'best': 600}, {'low': 10})
    """
    if len(text) > _LONGEST:
        return {}
    ends = _RANGE.fullmatch(text)
    if ends:
        low, high = number_of(ends[1]), number_of(ends[2])
        if low is None or high is None or not 0 <= low < high:
            return {}
        return {"low": low, "high": high}
    for form, part in _FORMS:
        found = form.fullmatch(text)
        number = number_of(found[1]) if found else None
        if number is not None:
            return {part: number}
    return {}
