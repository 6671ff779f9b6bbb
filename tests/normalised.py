"""Normalises one value in one field."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dateline.dataset import LIST_TYPES, to_python
from dateline.normalise import normalise
from dateline.settings import ReadSettings, Settings


def field(name: str, value: Any, **given: Any) -> tuple[Any, list[str]]:
    """Return the normalised value of one field, and the codes of the findings."""
    settings = Settings(read=ReadSettings(**given))
    event = {"title": "A", "when": "2024", name: value}
    raw = pd.DataFrame({key: pd.Series([item], dtype=object) for key, item in event.items()})
    table, found = normalise(raw, settings)
    value = to_python(table[name])[0] if name in LIST_TYPES else table[name].iloc[0]
    return value, [d.code for d in found]
