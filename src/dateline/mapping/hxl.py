"""A row of tags of the Humanitarian Exchange Language (HXL), which says what each column means.

``words/hxl.toml`` has the tags of each field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

_TAG: Final = re.compile(r"#\w+(\s*\+\w+)*")
_WORDS: Final = Path(__file__).parent / "words" / "hxl.toml"

#: The tags stand in one of the first rows of a table (HXL standard 1.1).
_ROWS: Final = 25


def tags_of(table: pd.DataFrame, headings: list[str]) -> tuple[int, dict[str, str]]:
    """Return the number of the row of tags, and the tag of each heading; -1 if there is none."""
    for row in range(min(len(table), _ROWS)):
        cells = {name: table[name].iloc[row] for name in headings}
        texts = {name: cell.strip() for name, cell in cells.items() if isinstance(cell, str)}
        tags = {name: text for name, text in texts.items() if text}
        if tags and all(map(_TAG.fullmatch, tags.values())):
            return row, tags
    return -1, {}


def fields_of(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the heading of each field, as its tag says; the most specific tag counts."""
    chosen: dict[str, str] = {}
    for field, wanted in _fields().items():
        for words in wanted:
            free = [name for name, tag in tags.items() if name not in chosen.values()]
            found = next((name for name in free if words <= _parts(tags[name])), None)
            if found is not None and field not in chosen:
                chosen[field] = found
    return chosen


def _parts(tag: str) -> frozenset[str]:
    """Return a tag and its attributes, in lower case."""
    return frozenset(part.strip() for part in tag.lower().split("+"))


@cache
def _fields() -> dict[str, list[frozenset[str]]]:
    table = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {field: [_parts(tag) for tag in tags] for field, tags in table["fields"].items()}
