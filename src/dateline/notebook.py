"""HTML for notebooks: small tables, in which everything from the data is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

import pandas as pd

from dateline.one_line import clipped, one_line

#: What is shown of each event.
_SHOWN: Final = ("title", "when", "where", "place_name", "place_precision", "layer")
_ROWS: Final = 5
_LETTERS: Final = 80


def html_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of texts; each is one line and not too long."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str) -> str:
    return f"<td>{escape(clipped(one_line(text), _LETTERS))}</td>"


def html_events(table: pd.DataFrame) -> str:
    """Return the first events of a table, with the columns that matter most."""
    names = [name for name in _SHOWN if name in table.columns and table[name].notna().any()]
    if not names:
        return ""
    rows = table[names].head(_ROWS).astype(object).itertuples(index=False)
    texts = [["" if pd.isna(value) else str(value) for value in row] for row in rows]
    more = f"<p>and {len(table) - _ROWS:,} more</p>" if len(table) > _ROWS else ""
    return html_table(names, texts) + more
