"""Which events a time window shows; ``web/src/window.js`` implements the same rule, as tests check.

A window is two day numbers (days since 1970-01-01), both inclusive. An event covers every day that
its start and end touch. It is *shown* if it may cover a day of the window. A shown event is

- *inside* if it has both ends and every day that it may cover is in the window;
- *spanning* if it certainly covers a day of the window and goes on beyond it: by the end of the
  window it had begun, and at its beginning it had not ended;
- *possible* otherwise: its dates are too vague to say more.

Inside and spanning events are *certain*. An undated event is none of these; the page has a separate
switch for these.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.timespan.calendar import SECONDS_PER_DAY
from dateline.timespan.grammar import RefusalError, parse_expression
from dateline.timespan.plain import parse_plain

#: The first day of an event with an open start, and the smallest day number; it fits into 32 bits.
OPEN_START_DAY: Final = -(2**31)
#: The last day of an event with an open end, and the largest day number.
OPEN_END_DAY: Final = 2**31 - 1

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]


def day_bounds(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], *, undated: Flags
) -> tuple[Days, Days]:
    """Return the first and the last day (both inclusive) that each event covers.

    Args:
        start: First second, ``datetime64``; NaT is open.
        end: First second after the event, ``datetime64``; NaT is open.
        undated: Whether the event has no date at all.

    Returns:
        Two arrays of days since 1970-01-01. Open ends are :data:`OPEN_START_DAY` and
        :data:`OPEN_END_DAY`; days beyond these are clipped to one day inside them. For undated
        events the two are swapped, so that no window shows them.
    """
    first = _days(start, shift=0, missing=OPEN_START_DAY)
    last = _days(end, shift=1, missing=OPEN_END_DAY)
    first[undated], last[undated] = OPEN_END_DAY, OPEN_START_DAY
    return first, last


def _days(instants: NDArray[np.datetime64], *, shift: int, missing: int) -> Days:
    seconds = instants.astype("datetime64[s]").astype(np.int64)
    days = np.clip((seconds - shift) // SECONDS_PER_DAY, OPEN_START_DAY + 1, OPEN_END_DAY - 1)
    return np.where(np.isnat(instants), missing, days).astype(np.int32)


def is_shown(first_day: Any, last_day: Any, window: tuple[int, int]) -> Any:
    """Return whether an event (or each event of arrays) covers a day of the window.

    Args:
        first_day: From :func:`day_bounds`, inclusive.
        last_day: From :func:`day_bounds`, inclusive.
        window: First and last day, both inclusive.
    """
    return (first_day <= window[1]) & (last_day >= window[0]) & (first_day <= last_day)


def certain_days(
    when: pd.Series[Any], first_day: Days, last_day: Days, *, spans: Flags
) -> tuple[Days, Days]:
    """Return the day by which each event had begun, and the day until which it certainly lasted.

    A single date may be any part of its bounds: what happened in March 2024 had begun by 31 March
    and lasted until 1 March, so that the second day is before the first. What happened from 5 to 20
    March had begun by the 5th and lasted until the 20th.

    Args:
        when: EDTF text of each event; read only where ``spans`` is true. One that is not EDTF
            says nothing more than the bounds.
        first_day: From :func:`day_bounds`.
        last_day: Likewise.
        spans: Whether the event has a start and an end of its own: an interval, or open.

    Returns:
        Two arrays of days since 1970-01-01. A time that never comes is
        :data:`OPEN_END_DAY` in the first and :data:`OPEN_START_DAY` in the second.
    """
    begun, lasting = last_day.copy(), first_day.copy()
    at = np.flatnonzero(spans & when.notna().to_numpy())
    codes, distinct = pd.factorize(when.iloc[at])
    days, is_known = _certain_days([str(text) for text in distinct])
    at, days = at[is_known[codes]], days[codes[is_known[codes]]]
    begun[at], lasting[at] = days[:, 0], days[:, 1]
    return begun, lasting


def _certain_days(texts: list[str]) -> tuple[NDArray[np.int32], Flags]:
    """Return two days for each text, shape (texts, 2), and which texts are EDTF."""
    plain = parse_plain(texts)
    is_known = plain.is_plain & plain.is_interval
    # From one day to another: it lasted from the first to the last.
    seconds = np.column_stack([plain.start, plain.end - SECONDS_PER_DAY])
    for other in np.flatnonzero(~is_known):
        certain = _certain(texts[other])
        if certain:
            seconds[other] = certain[0] - 1, certain[1]
            is_known[other] = True
    days = np.clip(seconds // SECONDS_PER_DAY, OPEN_START_DAY, OPEN_END_DAY)
    return days.astype(np.int32), is_known


def _certain(text: str) -> tuple[int, int] | None:
    try:
        return parse_expression(text).certain
    except RefusalError:
        return None


def is_inside(first_day: Any, last_day: Any, window: tuple[int, int]) -> Any:
    """Return whether an event (or each event of arrays) is closed and lies inside the window."""
    within = (first_day >= window[0]) & (last_day <= window[1])
    return (
        within
        & (first_day != OPEN_START_DAY)
        & (last_day != OPEN_END_DAY)
        & (last_day >= first_day)
    )


def is_certain(begun_day: Any, lasting_day: Any, window: tuple[int, int]) -> Any:
    """Return whether an event (or each event of arrays) certainly covers a day of the window.

    Args:
        begun_day: From :func:`certain_days`, inclusive.
        lasting_day: From :func:`certain_days`, inclusive.
        window: First and last day, both inclusive.
    """
    return (begun_day <= window[1]) & (lasting_day >= window[0])
