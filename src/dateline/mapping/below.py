"""Rows below the events of a table that are not events: sums, and notes on source or date."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from dateline.gazetteer import fold
from dateline.mapping.dates.text import read_text
from dateline.mapping.findings import Decisions
from dateline.mapping.own import is_export
from dateline.readers.raw import RawTable

_FEWEST_COLUMNS: Final = 3
_MOST_ROWS: Final = 20

#: A note fills one column, or at most one in so many.
_NARROW: Final = 3
_OF_NUMBERS: Final = frozenset("0123456789.,'’ -+()%$€£/~?")
#: Marks of footnotes, before their words.
_FOOTNOTE: Final = re.compile(r"[¹²³⁰⁴-⁹*†‡§※]+\s*[^\W\d_]")
_LABEL: Final = re.compile(r"([^:：\d]{1,40}?)\s*[:：]")
_BEFORE_DIGIT: Final = re.compile(r"(\D{1,60})\d")
_MOST_WORDS: Final = 3
_AROUND: Final = " :：*.=-"


def without_rows_below(raw: RawTable, decisions: Decisions) -> RawTable:
    """Return a table without sums and notes below its events; they are reported with their text.

    Such rows are at the end of a table of at least three columns: a word for a sum beside numbers
    alone, or the words of a note in the first column with few others. Other rows stay, even
    those with a title alone. In our own exports every row is an event.
    """
    is_plain = raw.heading_line and not raw.is_typed and not is_export(raw.headings)
    if not is_plain or len(raw.headings) < _FEWEST_COLUMNS:
        return raw
    end = len(raw)
    while end > max(1, len(raw) - _MOST_ROWS) and _is_below(raw.texts_of(end - 1)):
        end -= 1
    if end == len(raw):
        return raw
    text = ", ".join(filter(None, raw.texts_of(end)))
    decisions.rows_below([int(line) for line in raw.lines[end:]], text)
    return dataclasses.replace(
        raw,
        columns=[column.iloc[:end] for column in raw.columns],
        lines=raw.lines[:end],
        positions=raw.positions and raw.positions[:end],
    )


def _is_below(cells: list[str]) -> bool:
    first, *others = [text for text in cells if text] or [""]
    words = _words()
    if _folded(first) in words["total"]:
        return bool(others) and all(map(_is_number, others))
    if not cells[0] or len(others) >= max(1, len(cells) // _NARROW):
        return False
    if _FOOTNOTE.match(first) and not others:
        return True
    label = _LABEL.match(first)
    if label is not None and _folded(label[1]) in words["note"]:
        return True
    before = _BEFORE_DIGIT.match(first)
    start = before[1].split() if before else []
    prefixes = (" ".join(start[:count]) for count in range(1, _MOST_WORDS + 1))
    return any(_folded(prefix) in words["dated"] for prefix in prefixes)


def _is_number(text: str) -> bool:
    """Return whether a text is an amount; a date in figures is none."""
    is_amount = _OF_NUMBERS.issuperset(text) and any(map(str.isdecimal, text))
    return is_amount and (text.isdecimal() or not read_text(text).readings)


def _folded(text: str) -> str:
    bare = text.strip(_AROUND)
    return fold(bare) or bare


@cache
def _words() -> Mapping[str, frozenset[str]]:
    path = files("dateline.mapping") / "words" / "below.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: frozenset(map(_folded, words)) for name, words in listed.items()}
