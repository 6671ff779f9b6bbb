"""Columns of ISO dates that are no field of an event: whether all values are dates, and as what."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

#: What every value of a column is: a day, a clock time on a day, or the same with its zone.
DateKind = Literal["date", "clock", "moment"]

_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = _DAY + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
_PATTERNS: Final[dict[DateKind, str]] = {
    "date": f"^{_DAY}$",
    "clock": f"^{_CLOCK}$",
    "moment": f"^{_CLOCK}(Z|[+-][0-9]{{2}}:?[0-9]{{2}})$",
}
#: Years outside of this are not dates to most programs.
_FIRST_YEAR: Final = "0001"
#: How many values are examined before the whole column is.
_SAMPLE: Final = 100


def date_kind(texts: pa.LargeStringArray) -> DateKind | None:
    """Return what all values of a column are; None if one is something else, or if all are missing.

    Only complete dates of the calendar count: ``2024-02`` and ``2024-02-30`` are none.

    >>> date_kind(pa.array(["2024-02-29", None], pa.large_string()))
    'date'
    >>> date_kind(pa.array(["2024-02-29", "2024-03"], pa.large_string()))
    """
    if texts.null_count == len(texts):
        return None
    for kind, pattern in _PATTERNS.items():
        if _fit(texts[:_SAMPLE], pattern) and _fit(texts, pattern):
            return kind if _are_real(texts, kind) else None
    return None


def to_dates(texts: pa.LargeStringArray, kind: DateKind) -> pa.Array:
    """Return dates as ``date32``, or clock times as ``timestamp[us]``; moments are in UTC.

    Args:
        texts: Values of which :func:`date_kind` is ``kind``.
        kind: What they are.
    """
    if kind == "date":
        return texts.cast(pa.date32())
    return texts.cast(pa.timestamp("us", "UTC" if kind == "moment" else None))


def _fit(texts: pa.LargeStringArray, pattern: str) -> bool:
    """Return whether all values fit a pattern; missing ones do."""
    return pc.all(pc.match_substring_regex(texts, pattern)).as_py() is not False


def _are_real(texts: pa.LargeStringArray, kind: DateKind) -> bool:
    try:
        to_dates(texts, kind)
    except pa.ArrowInvalid:
        return False
    first, last = pc.min_max(texts).as_py().values()
    # In UTC, a moment can be in another year.
    least, beyond = (_FIRST_YEAR, "A") if kind != "moment" else ("0002", "9999")
    return bool(least <= first and last < beyond)
