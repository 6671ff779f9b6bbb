"""Which events a time window shows; ``web/src/window.js`` implements the same rule, as tests check.

A window is two day numbers (days since 1970-01-01), both inclusive. An event covers every day that
its start and end touch. It is *shown* if it covers a day of the window. It is *certain* if it has
both ends and every day that it covers is in the window. An undated event is neither; the page has a
separate switch for these.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dateline.timespan.calendar import SECONDS_PER_DAY

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


def is_certain(first_day: Any, last_day: Any, window: tuple[int, int]) -> Any:
    """Return whether an event (or each event of arrays) is closed and lies inside the window."""
    within = (first_day >= window[0]) & (last_day <= window[1])
    return (
        within
        & (first_day != OPEN_START_DAY)
        & (last_day != OPEN_END_DAY)
        & (last_day >= first_day)
    )
