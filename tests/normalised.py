"""One value in one field, through ``normalise``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dateline.normalise import normalise
from dateline.settings import ReadSettings, Settings


def field(name: str, value: Any, **given: Any) -> tuple[Any, list[str]]:
    """Return what becomes of one value in one field, and the codes reported about it."""
    settings = Settings(read=ReadSettings(**given))
    event = {"title": "A", "when": "2024", name: value}
    raw = pd.DataFrame({key: pd.Series([item], dtype=object) for key, item in event.items()})
    table, found = normalise(raw, settings)
    return table[name].iloc[0], [d.code for d in found]
