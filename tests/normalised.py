"""Normalises one value in one field."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dateline.normalise import normalise
from dateline.settings import ReadSettings, Settings


def field(name: str, value: Any, **given: Any) -> tuple[Any, list[str]]:
    """Return the normalised value of one field, and the codes of the findings."""
    settings = Settings(read=ReadSettings(**given))
    event = {"title": "A", "when": "2024", name: value}
    raw = pd.DataFrame({key: pd.Series([item], dtype=object) for key, item in event.items()})
    table, found = normalise(raw, settings)
    return table[name].iloc[0], [d.code for d in found]
