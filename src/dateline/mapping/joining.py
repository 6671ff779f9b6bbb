"""The values of a field that one column has, or several together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from unicodedata import digit

import pandas as pd

from dateline import schema
from dateline.arrow import map_texts, text_bytes, to_arrow
from dateline.dataset import LIST_TYPES
from dateline.mapping.values import SourceColumn
from dateline.readers.raw import as_text

_OF_NUMBERS: Final = frozenset({"coordinates", "lat", "lon"}).union(
    column.name for column in schema.COLUMNS if column.dtype == "integer"
)
_ASCII: Final = 0x7F
#: The Arabic signs of decimals, of thousands, and between two numbers.
_SEPARATORS: Final = {"٫": ".", "٬": "", "،": ","}


def joined(name: str, columns: Sequence[SourceColumn]) -> pd.Series[Any]:
    """Return the values of the columns of a field: the later one counts, and all sources."""
    if name in LIST_TYPES and len(columns) == 1:
        return columns[0].given
    value = columns[0].raw
    are_texts = len(columns) > 1 and all(column.raw.dtype == "str" for column in columns)
    filled = columns[0].filled
    for other in columns[1:]:
        is_other = pd.Series(other.filled, index=value.index)
        more = other.raw.astype(object)
        if name == "sources":
            both = is_other & filled
            more = more.mask(both, _together(value, other.raw, are_texts=are_texts))
        value = value.astype(object).mask(is_other, more)
        filled = filled | other.filled
    value = value.astype("str") if are_texts else value
    return _in_ascii_figures(value) if name in _OF_NUMBERS else value


def _together(one: pd.Series[Any], other: pd.Series[Any], *, are_texts: bool) -> pd.Series[Any]:
    """Return the sources of two columns: as lines of text if all are text, otherwise as lists."""
    if are_texts:
        return as_text(one) + "\n" + as_text(other)
    pairs = zip(one.tolist(), other.tolist(), strict=True)
    lists = [[*_as_list(first), *_as_list(second)] for first, second in pairs]
    return pd.Series(lists, index=one.index, dtype=object)


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [] if value is None or value != value else [value]  # noqa: PLR0124 - NaN


def _in_ascii_figures(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Return texts with the figures 0 to 9 for those of other scripts, such as ٣."""
    if texts.dtype != "str" or text_bytes(to_arrow(texts)).max(initial=0) <= _ASCII:
        return texts
    return map_texts(texts, _in_ascii)


def _in_ascii(text: str) -> str:
    return "".join(_SEPARATORS.get(c, str(digit(c)) if c.isdecimal() else c) for c in text)
