"""The order of events on the page, which the numbers of the static map and of paper follow."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.timespan import OPEN_START_DAY


def time_order(start: np.ndarray, end: np.ndarray, *, ids: pd.Series) -> np.ndarray:
    """Return the rows by first day (or last day if the start is open), last day and id.

    Undated events come last. The result does not depend on the order of the rows.

    Args:
        start: First days, as ``day_columns`` in ``core.py`` returns them.
        end: Last days, likewise.
        ids: The ids of the events.
    """
    known = np.where(start == OPEN_START_DAY, end, start)
    return np.lexsort((_ranks(ids), end, known))


def _ranks(ids: pd.Series) -> np.ndarray:
    """Return the rank of each id in byte order."""
    texts = to_arrow(ids)
    if pc.all(pc.less_equal(texts[:-1], texts[1:])).as_py() is not False:
        return np.arange(len(texts))
    ranks = np.empty(len(texts), dtype=np.int64)
    ranks[pc.sort_indices(texts).to_numpy()] = np.arange(len(texts))
    return ranks
