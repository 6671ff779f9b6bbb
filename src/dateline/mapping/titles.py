"""Titles for a table that has none: composed of what happened, who took part, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import pyarrow as pa

from dateline.arrow import to_texts

_LONGEST: Final = 90


def compose_titles(fields: Mapping[str, pd.Series[str]], count: int) -> pd.Series[str] | None:
    """Return a title for each row, or None if there is nothing to compose them of.

    Args:
        fields: The text columns of the event table, as far as they exist.
        count: The number of rows.
    """
    nothing = to_texts(pa.nulls(count, pa.large_string()))

    def text(*names: str) -> pd.Series[str]:
        found = nothing
        for name in names:
            found = found.fillna(fields.get(name, nothing))
        return found

    what = text("sub_event_type", "event_type")
    actors = _joined(text("actor1"), text("actor2"), " – ")
    act = _joined(what, actors, ": ")
    head = act.fillna(_first_sentence(text("description"))).fillna(text("layer"))
    titles = _joined(head, text("where"), ", ")
    titles = titles.fillna(text("when", "event_id", "source_event_id"))
    return None if titles.isna().all() else titles


def _joined(first: pd.Series[str], second: pd.Series[str], between: str) -> pd.Series[str]:
    return (first + between + second).fillna(first).fillna(second)


def _first_sentence(texts: pd.Series[str]) -> pd.Series[str]:
    lines = (
        texts.astype("str").str.strip().str.replace(r"(?s)(?<=[.!?。؟।])\s.*|\n.*", "", regex=True)
    )
    return lines.where(lines.str.len() <= _LONGEST, lines.str.slice(0, _LONGEST - 1) + "…")
