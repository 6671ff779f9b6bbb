"""Footnote marks, such as "[1]" or "[note 3]", which tables copied from web pages have."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import text_bytes, to_arrow
from dateline.mapping.findings import Decisions
from dateline.mapping.own import is_export
from dateline.readers.raw import RawTable
from dateline.texts import text_ends

#: A number, a small letter, a word and a number, or a request of editors, in square brackets.
_MARK: Final = r"\[(?:\d{1,3}|[a-z]|[^\W\d_]{1,12}\.? ?\d{1,3}|[a-z ]{3,30} needed)\]"
_MARKS: Final = re.compile(rf"{_MARK}(?:\s*(?:,\s*)?{_MARK})*")
#: Marks at the end of a text, which stand right behind a word, a number or a full stop.
_AT_END: Final = re.compile(rf"(?<=[\w.,;!?)\"'”’»+%~])(?<!_)({_MARKS.pattern})\s*$")
#: What only few cells end with, for a quick look at all of them; spaces as Python knows them.
_ENDS: Final = r"\[[^\[\]\"{}]{1,40}\][\s\p{Z}\x{85}]*$"
#: The last bytes of a bracket, of spaces, and of all letters beyond ASCII.
_MAY_END: Final = np.isin(np.arange(256), [*b"] \t\r\n\v\f", *range(28, 32), *range(128, 256)])
#: A path or a key, in which brackets may be a number of its parts: uuid:1/site[1].
_PATH: Final = re.compile(r"(?=\S*[^\W\d_])\S*[/:]\S*")
#: A single cell with a mark may mean it.
_FEWEST_CELLS: Final = 2


def is_mark(text: str) -> bool:
    """Return whether a text is one footnote mark, or several, and nothing else.

    >>> is_mark("[2][3]"), is_mark("[note 3]"), is_mark("[a]"), is_mark("A[1]"), is_mark("[2024]")
    (True, True, True, False, False)
    """
    return _MARKS.fullmatch(text) is not None


def without_mark(text: str) -> str:
    """Return a text without the footnote marks at its end.

    >>> without_mark("Yavoriv, Ukraine[a]"), without_mark("3[1][2]"), without_mark("uuid:1/site[1]")
    ('Yavoriv, Ukraine', '3', 'uuid:1/site[1]')
    """
    found = _AT_END.search(text) if text.rstrip().endswith("]") else None
    if found is None:
        return text
    bare = text[: found.start()]
    return text if _PATH.fullmatch(bare.strip()) else bare


def without_marks(raw: RawTable, decisions: Decisions) -> RawTable:
    """Return a table without footnote marks at the end of its cells, and remember that it had some.

    They mean nothing without the page that they were copied from. A table has footnotes if at least
    two of its cells end with marks; in our own exports every text is meant.
    """
    if not raw.heading_line or is_export(raw.headings):
        return raw
    columns: list[pd.Series[Any]] = []
    cells, example = 0, ""
    for column in raw.columns:
        texts = to_arrow(column) if column.dtype == "str" else None
        ends = pc.match_substring_regex(texts, _ENDS) if _may_end_so(texts) else None
        if ends is None or not pc.any(ends).as_py():
            columns.append(column)
            continue
        rows = np.flatnonzero(ends.fill_null(False).to_numpy(zero_copy_only=False))
        marked = column.iloc[rows]
        bare = marked.map(without_mark).astype("str")
        changed = np.flatnonzero(bare != marked)
        if len(changed) and not cells:
            first = int(changed[0])
            example = marked.iloc[first][len(bare.iloc[first]) :].strip()
        cells += len(changed)
        columns.append(column.copy())
        columns[-1].iloc[rows] = bare
    if cells < _FEWEST_CELLS:
        return raw
    decisions.footnotes(example, cells)
    return dataclasses.replace(raw, columns=columns)


def _may_end_so(texts: pa.LargeStringArray | None) -> bool:
    """Return whether any text ends with a bracket, or maybe with a space: a quick look at bytes."""
    letters = np.zeros(0, np.uint8) if texts is None else text_bytes(texts)
    if texts is None or not letters.size:
        return False
    last = letters.take(text_ends(texts) - 1, mode="clip")
    return bool(_MAY_END[last].any())
