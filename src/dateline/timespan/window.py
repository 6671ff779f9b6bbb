"""The one rule of what a time window shows; ``web/src/window.js`` is its twin, held to it by tests.

A window is two day numbers (days since 1970-01-01), both inclusive. An event covers the whole days
that its start and end touch. It is *shown* iff it covers a day of the window. It is *certain* iff
it has both ends and every day it covers is in the window. An undated event is neither: the reader
switches those on and off apart.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dateline.timespan.calendar import SECONDS_PER_DAY

#: The first day of an event with an open start, and the earliest there is: fits 32 bits.
OPEN_START_DAY: Final = -(2**31)
#: The last day of an event with an open end, and the latest there is.
OPEN_END_DAY: Final = 2**31 - 1

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]


def day_bounds(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64], *, undated: Flags
) -> tuple[Days, Days]:
    """Return the first and the last day (both inclusive) that each event covers.

    Args:
        start: First second, ``datetime64``; NaT is open.
        end: First second after, ``datetime64``; NaT is open.
        undated: Whether the event has no date at all.

    Returns:
        Two arrays of days since 1970-01-01. Open ends are :data:`OPEN_START_DAY` and
        :data:`OPEN_END_DAY`; days beyond those are held one day inside them. Undated events are
        the two exchanged, so that no window shows them.
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
    """Return whether an event (or each of arrays of them) covers a day of the window.

    Args:
        first_day: As :func:`day_bounds` gives it, inclusive.
        last_day: Likewise.
        window: First and last day, both inclusive.
    """
    return (first_day <= window[1]) & (last_day >= window[0]) & (first_day <= last_day)


def is_certain(first_day: Any, last_day: Any, window: tuple[int, int]) -> Any:
    """Return whether an event (or each of arrays) has both ends and lies wholly in the window."""
    within = (first_day >= window[0]) & (last_day <= window[1])
    return (
        within
        & (first_day != OPEN_START_DAY)
        & (last_day != OPEN_END_DAY)
        & (last_day >= first_day)
    )
