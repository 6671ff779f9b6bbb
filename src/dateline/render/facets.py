"""The facets of the page: the properties that readers filter by, a list in the payload's header.

The page (``web/src/filter.js`` and others) knows no facet by name, except for symbols and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

#: Column of each facet, and its name in links.
_NAMES: Final = {
    "record_status": "record",
    "status": "status",
    "verification": "verification",
    "event_type": "type",
    "place_precision": "precision",
}

#: Words that are off when the page opens.
_OFF: Final = {"record_status": ("retracted",)}


def make_facets(
    codes: Mapping[str, np.ndarray], words: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Return the entries of the facets in which the events differ, or of which a word is off.

    Args:
        codes: The encoded columns that have a dictionary.
        words: The dictionaries.
    """
    entries: list[dict[str, Any]] = []
    for column, name in _NAMES.items():
        used = np.unique(codes[column])
        off = [word for word in _OFF.get(column, ()) if 1 + words[column].index(word) in used]
        if len(used) > 1 or off:
            entries.append({"name": name, "column": column, **({"off": off} if off else {})})
    return entries
