"""Searches JSON lists of records in their bytes: counts records and finds first values.

A million lists of three sources are 400 million characters; parsing them would be slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import text_bytes
from dateline.texts import TEXT, Texts, are_escaped, change_where, map_distinct, text_ends

Letters = NDArray[np.uint8]
Offsets = NDArray[np.int64]

_QUOTE, _BACKSLASH, _OPEN, _COLON, _NULL = (ord(letter) for letter in '"\\{:n')
_QUOTES_OF_ONE = 4


class _NeedsParserError(Exception):
    """The bytes are not enough; the JSON has to be parsed."""


@dataclass(frozen=True, slots=True)
class _Strings:
    """The strings of some rows of JSON.

    Attributes:
        letters: The UTF-8 of the rows.
        starts: Start of each string, after the quote; ascending.
        ends: End of each string, before the quote.
        keys: Numbers of the strings that are keys of records.
    """

    letters: Letters
    starts: Offsets
    ends: Offsets
    keys: Offsets


def first_values(records: Texts, keys: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, Texts]]:
    """Return the number of records in each row, and for each key the first non-empty value.

    Args:
        records: JSON lists of objects without white space, none of them null.
        keys: The keys to look for.
    """
    try:
        return _search(records, keys)
    except _NeedsParserError:
        return _parse(records, keys)


def _search(records: Texts, keys: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, Texts]]:
    letters, ends = text_bytes(records), text_ends(records)
    quotes = np.flatnonzero(letters == _QUOTE)
    if (key := _only_key(letters, quotes)) is not None:
        return _search_only(letters, quotes, ends, keys=keys, key=key)
    strings = _find_strings(letters, quotes)
    opened = strings.starts[strings.keys]
    opened = opened[strings.letters[opened - 2] == _OPEN]
    counts = np.diff(np.searchsorted(opened, ends))
    return counts, {key: _first_in_row(strings, _values(strings, key), ends) for key in keys}


def _only_key(letters: Letters, quotes: Offsets) -> str | None:
    """Return the key if all records consist of one non-empty text under the same key, as links do.

    Then there are four quotes per brace and no escapes, so that no text contains either. Returns
    ``None`` for any other records.
    """
    count, rest = divmod(len(quotes), _QUOTES_OF_ONE)
    if not count or rest or count != np.count_nonzero(letters == _OPEN):
        return None
    opened, closed, begun, ended = quotes.reshape(count, _QUOTES_OF_ONE).T
    name = letters[opened[0] + 1 : closed[0]]
    is_one = (
        (letters[opened - 1] == _OPEN).all()
        and (letters[closed + 1] == _COLON).all()
        and (closed - opened == len(name) + 1).all()
        and all((letters[opened + at] == letter).all() for at, letter in enumerate(name, start=1))
        and (begun == closed + 2).all()
        and (ended > begun + 1).all()
    )
    return name.tobytes().decode() if is_one and not (letters == _BACKSLASH).any() else None


def _search_only(
    letters: Letters, quotes: Offsets, ends: Offsets, *, keys: Sequence[str], key: str
) -> tuple[NDArray[np.int64], dict[str, Texts]]:
    """Return the counts and first values of records whose only key is ``key``."""
    strings = _Strings(letters, quotes[2::4] + 1, quotes[3::4], np.zeros(0, np.int64))
    counts = np.diff(np.searchsorted(strings.starts, ends))
    every = np.arange(len(strings.starts))
    return counts, {
        name: _first_in_row(strings, every if name == key else every[:0], ends) for name in keys
    }


def _find_strings(letters: Letters, quotes: Offsets) -> _Strings:
    """Return the strings of the rows.

    Raises:
        _NeedsParserError: The records are not flat, or braces in texts make them look nested.
    """
    quotes = quotes[~are_escaped(letters, quotes)]
    starts, ends = quotes[::2] + 1, quotes[1::2]
    is_key = letters[ends + 1] == _COLON
    is_value = letters[starts - 2] == _COLON
    keys = np.flatnonzero(is_key)
    begun = letters[starts[keys] - 2] == _OPEN
    values = letters[ends[keys] + 2]
    is_flat = not ((values == _OPEN) | (values == ord("["))).any()
    has_no_empty = int((letters == _OPEN).sum()) == int(begun.sum())
    if not (is_flat and has_no_empty and (is_key ^ is_value).all()):
        raise _NeedsParserError
    return _Strings(letters, starts, ends, keys)


def _values(strings: _Strings, key: str) -> Offsets:
    """Return the numbers of the strings that are non-empty values of a key.

    Raises:
        _NeedsParserError: A value is neither a text nor null.
    """
    name = np.frombuffer(key.encode(), np.uint8)
    starts, ends = strings.starts, strings.ends
    keys = strings.keys[(ends - starts)[strings.keys] == len(name)]
    for at, letter in enumerate(name):
        keys = keys[strings.letters[starts[keys] + at] == letter]
    follows = strings.letters[ends[keys] + 2]
    if ((follows != _QUOTE) & (follows != _NULL)).any():
        raise _NeedsParserError
    values: Offsets = keys[follows == _QUOTE] + 1
    return values[ends[values] > starts[values]]


def _first_in_row(strings: _Strings, values: Offsets, ends: Offsets) -> Texts:
    """Return the first value in each row, or null.

    Args:
        strings: All strings.
        values: Numbers of the strings that are values, ascending.
        ends: Start of the first row, then the end of each row, as indices of the letters.
    """
    starts = strings.starts[values]
    first = np.searchsorted(starts, ends)
    has_value = first[:-1] < first[1:]
    chosen = values[first[:-1][has_value]]
    # An array of the values and the texts between them needs no copy of the letters.
    edges = np.stack([strings.starts[chosen], strings.ends[chosen]], axis=1).ravel()
    buffers = [None, pa.py_buffer(edges), pa.py_buffer(strings.letters)]
    pieces = pa.Array.from_buffers(TEXT, max(len(edges) - 1, 0), buffers)
    place = np.zeros(len(has_value), np.int64)
    place[has_value] = np.arange(0, len(edges), 2)
    texts = pieces.take(pa.array(place, mask=~has_value))
    if not (text_bytes(texts) == _BACKSLASH).any():
        return texts
    escaped = pc.match_substring(texts, "\\")
    return change_where(texts, escaped, lambda found: map_distinct(found, _unescape))


def _unescape(text: str) -> str:
    return str(orjson.loads(f'"{text}"'))


def _parse(records: Texts, keys: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, Texts]]:
    """Do the same as ``_search`` by parsing, for records with more than plain texts."""
    rows: list[list[dict[str, Any]]] = [orjson.loads(text) for text in records.to_pylist()]
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    firsts = {
        key: [next((str(one[key]) for one in row if one.get(key)), None) for row in rows]
        for key in keys
    }
    return counts, {key: pa.array(texts, TEXT) for key, texts in firsts.items()}
