"""A row of tags of the Humanitarian Exchange Language (HXL), which says what each column means.

``words/hxl.toml`` has the tags of each field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from dateline.mapping.dates import read_text
from dateline.mapping.own import ORIGIN
from dateline.mapping.positions import PLAIN_NUMBER
from dateline.readers.raw import as_text
from dateline.texts import unique_names

_TAG: Final = re.compile(r"#\w+(\s*\+\w+)*")
_WORDS: Final = Path(__file__).parent / "words" / "hxl.toml"

#: The tags stand in one of the first rows of a table (HXL standard 1.1).
_ROWS: Final = 25

#: Fewer tags than this may be something else, such as a tag of a social network.
_FEWEST: Final = 2

#: Names of columns without a heading.
_UNNAMED: Final = re.compile(r"column_\d+")


class Tagged(NamedTuple):
    """A table with a row of tags.

    Attributes:
        table: The events, under the headings next to the tags.
        tags: Heading to its tag.
        row: Number of the row of tags; -1 if the headings themselves are tags.
        headings: Numbers of the rows of headings above the tags, which are no events.
    """

    table: pd.DataFrame
    tags: Mapping[str, str]
    row: int
    headings: tuple[int, ...] = ()


def take_tags(table: pd.DataFrame) -> Tagged | None:
    """Return a table without its row of tags and the headings above it; None if it has no tags.

    Every cell of that row is a tag or empty, and one of the tags is a field. A row above it with a
    number or a date is an event and is kept.
    """
    names = [name for name in table.columns if name not in ORIGIN]
    tags = _tags({name: name for name in names if not _UNNAMED.fullmatch(name)})
    if tags:
        return Tagged(table, tags, -1)
    first = table[names].iloc[:_ROWS]
    rows: list[dict[str, str]] = [{} for _ in range(len(first))]
    for name in names:
        for cells, text in zip(rows, as_text(first[name]).tolist(), strict=True):
            if isinstance(text, str) and text.strip():
                cells[str(name)] = text.strip()
    row = next((number for number, cells in enumerate(rows) if _tags(cells)), None)
    if row is None:
        return None
    headings = tuple(
        number for number in range(row) if not any(map(_is_value, rows[number].values()))
    )
    if row - 1 in headings:
        inner = [rows[row - 1].get(name, name) for name in names]
        renamed = dict(zip(names, unique_names(inner, taken=ORIGIN), strict=True))
        table = table.rename(columns=renamed)
        rows[row] = {renamed[name]: tag for name, tag in rows[row].items()}
    below = table.drop(index=[row, *headings]).reset_index(drop=True)
    return Tagged(below, rows[row], row, headings)


def _tags(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Return the cells of a row if they are tags; else nothing."""
    is_tagged = len(cells) >= _FEWEST and all(map(_TAG.fullmatch, cells.values()))
    return cells if is_tagged and fields_of(cells) else {}


def _is_value(text: str) -> bool:
    """Return whether a text is a number, a date or a link, which no heading is."""
    return bool(PLAIN_NUMBER.fullmatch(text) or "://" in text or read_text(text).readings)


def fields_of(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the heading of each field, as its tag says; the most specific tag counts."""
    chosen: dict[str, str] = {}
    if not tags:
        return chosen
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
