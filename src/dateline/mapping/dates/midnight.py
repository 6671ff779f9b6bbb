"""Clock times that are all midnight, as databases write a day."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_MIDNIGHT: Final = (
    r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00(:00([.,]0+)?)?\s?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?\s*$"
)
_DAY: Final = len("2024-03-05")


def are_midnights(texts: pa.LargeStringArray) -> np.ndarray:
    """Return which texts are an ISO day and midnight, whatever the zone."""
    found = pc.fill_null(pc.match_substring_regex(texts, _MIDNIGHT), False)
    return np.asarray(found.to_numpy(zero_copy_only=False))


def days_of(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return the days of such texts."""
    return pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(texts), 0, _DAY)
