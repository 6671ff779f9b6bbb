"""Dates as moments that can be compared, whatever their form, precision and offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.mapping.dates.column import Pairs, decide
from dateline.mapping.dates.compose import from_epoch
from dateline.mapping.dates.patterns import Pattern
from dateline.timespan import parse_when

Seconds = NDArray[np.int64]

_ZONE: Final = re.compile(r"T[\d:.]+(?:(Z)|([+-])(\d\d):?(\d\d)?)$")
_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Moments:
    """When each text of a column is.

    Attributes:
        start: First second, as written, since 1970.
        end: First second after it, as written.
        offset: Seconds to subtract for UTC; 0 without an offset.
        has_offset: Whether the text has one.
        is_read: Whether the text is a date with both ends; the others have no meaning here.
    """

    start: Seconds
    end: Seconds
    offset: Seconds
    has_offset: NDArray[np.bool_]
    is_read: NDArray[np.bool_]


def read_moments(
    column: pd.Series[str], files: Seconds | None = None, patterns: Sequence[Pattern] = ()
) -> Moments:
    """Return when each text of a column is; the order of day and month is decided for each file.

    Args:
        column: Dates, or seconds or milliseconds since 1970.
        files: Number of the file of each row; None means one file.
        patterns: The declared forms.
    """
    texts = from_epoch(column.str.strip(), "timestamp")
    codes, distinct = pd.factorize(texts)
    rows = np.flatnonzero(codes >= 0)
    numbers = np.zeros(len(column), dtype=np.int64) if files is None else files
    keys = numbers[rows] * max(len(distinct), 1) + codes[rows]
    _, first, pair = np.unique(keys, return_index=True, return_inverse=True)
    at = rows[first]
    none = np.zeros(len(at), dtype=np.int64)
    pairs = Pairs(
        texts=[str(text) for text in distinct],
        text=codes[at],
        file=numbers[at],
        row=at,
        count=none + 1,
        place=none,
    )
    edtf = pd.Series(np.full(len(column), None, dtype=object))
    if len(rows):
        edtf.iloc[rows] = decide(pairs, patterns).edtf[pair]
    when = parse_when(edtf)
    is_read = ~(np.isnat(when.start) | np.isnat(when.end))
    codes, distinct = pd.factorize(edtf)
    offsets = np.array([*(_offset(str(text)) for text in distinct), np.nan])[codes]
    return Moments(
        start=when.start.astype(np.int64),
        end=when.end.astype(np.int64),
        offset=np.nan_to_num(offsets).astype(np.int64),
        has_offset=~np.isnan(offsets),
        is_read=is_read,
    )


def _offset(text: str) -> float:
    """Return the offset of a date with a clock time, in seconds; NaN if it has none.

    >>> _offset("2024-03-05T10:00+02:00"), _offset("2024-03-05T10:00Z"), _offset("2024-03-05")
    (7200.0, 0.0, nan)
    """
    found = _ZONE.search(text)
    if found is None:
        return np.nan
    if found[1]:
        return 0.0
    seconds = int(found[3]) * _HOUR + int(found[4] or 0) * 60
    return float(-seconds if found[2] == "-" else seconds)
