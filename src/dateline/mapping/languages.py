"""Results of SPARQL with texts in several languages: one event, not one for each language."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final

import numpy as np
import pandas as pd

from dateline.one_line import counted
from dateline.readers.raw import RawTable

_LANG: Final = "xml:lang"
#: How many rows are examined before all are.
_FIRST: Final = 20


def one_language(raw: RawTable, language: str) -> tuple[RawTable, str]:
    """Return a table with one row for rows that differ only in the language of their texts.

    The languages stay as columns, such as ``label language``.

    Args:
        raw: The table, with the values of SPARQL as objects.
        language: The preferred language; then English, then the first one.

    Returns:
        The table, and in words what was left out.
    """
    tagged = [n for n, column in enumerate(raw.columns) if _has_languages(column)]
    if not tagged:
        return raw, ""
    languages = {n: _languages(raw.columns[n]) for n in tagged}
    kept = _preferred(raw, languages, language)
    note = ""
    if len(kept) < len(raw):
        left = counted(len(raw) - len(kept), "row")
        note = f"{left} with the same event in another language left out"
    columns = [column.iloc[kept].reset_index(drop=True) for column in raw.columns]
    texts = [
        pd.Series([languages[n][row] or None for row in kept], dtype="str").reset_index(drop=True)
        for n in tagged
    ]
    made = dataclasses.replace(
        raw,
        headings=[*raw.headings, *(f"{raw.headings[n]} language" for n in tagged)],
        columns=[*columns, *texts],
        lines=raw.lines[kept],
        positions=None if raw.positions is None else [raw.positions[row] for row in kept],
    )
    return made, note


def _has_languages(column: pd.Series[Any]) -> bool:
    """Return whether values are texts of SPARQL with a language."""
    if column.dtype != object:
        return False
    return any(isinstance(value, dict) and _LANG in value for value in column.iloc[:_FIRST])


def _languages(column: pd.Series[Any]) -> list[str]:
    return [value.get(_LANG, "") if isinstance(value, dict) else "" for value in column]


def _preferred(raw: RawTable, languages: dict[int, list[str]], language: str) -> np.ndarray:
    """Return the rows to keep, in their order."""
    others = [column for n, column in enumerate(raw.columns) if n not in languages]
    keys = [json.dumps([_plain(column.iloc[row]) for column in others]) for row in range(len(raw))]
    best: dict[str, tuple[int, int]] = {}
    for row, key in enumerate(keys):
        rank = sum(_rank(spoken[row], language) for spoken in languages.values())
        best[key] = min(best.get(key, (rank, row)), (rank, row))
    if not others:
        return np.arange(len(raw))
    return np.sort(np.array([row for _, row in best.values()], dtype=np.int64))


def _plain(value: Any) -> Any:
    return value if isinstance(value, (dict, list, str)) else str(value)


def _rank(spoken: str, language: str) -> int:
    """Return how far a language is from the preferred one; "en-GB" is English."""
    base = spoken.casefold().partition("-")[0]
    wanted = (language.casefold().partition("-")[0], "en", "", "mul")
    return wanted.index(base) if base in wanted else len(wanted)
