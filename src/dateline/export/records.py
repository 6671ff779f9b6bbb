"""JSON lists of records searched in their bytes: how many there are, and the first of a kind.

A million lists of three sources are four hundred million letters and no Python object here.
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
    """The bytes alone do not report."""


@dataclass(frozen=True, slots=True)
class _Strings:
    """The strings of some rows of JSON.

    Attributes:
        letters: The UTF-8 of the rows.
        starts: Where each string starts in it, after the quote; ascending.
        ends: Where it ends, before the quote.
        keys: Numbers of the strings that are the keys of records.
    """

    letters: Letters
    starts: Offsets
    ends: Offsets
    keys: Offsets


def first_values(records: Texts, keys: Sequence[str]) -> tuple[NDArray[np.int64], dict[str, Texts]]:
    """Return how many records each row has, and for each key the first value that is not empty.

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
    """Return the key of records that hold one text each, all under the same key, as links do.

    There are four quotes to a brace then and nothing is escaped, so that no text holds either.
    ``None`` is any other records, and those in which a text is empty.
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
    """Return the strings.

    Raises:
        _NeedsParserError: There is more than flat records, or braces in texts look so.
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
    """Return the numbers of the strings that are a key's values and not empty.

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
    """Return the first of the values in each row, null where there is none.

    Args:
        strings: All strings.
        values: Numbers of strings, ascending.
        ends: Where the rows end in the letters, before them where the first starts.
    """
    starts = strings.starts[values]
    first = np.searchsorted(starts, ends)
    has_value = first[:-1] < first[1:]
    chosen = values[first[:-1][has_value]]
    # An array of the values and of what lies between them needs no copy of the letters.
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
    """Do the same with a parser: for lists that hold more than plain texts."""
    rows: list[list[dict[str, Any]]] = [orjson.loads(text) for text in records.to_pylist()]
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    firsts = {
        key: [next((str(one[key]) for one in row if one.get(key)), None) for row in rows]
        for key in keys
    }
    return counts, {key: pa.array(texts, TEXT) for key, texts in firsts.items()}
