"""JSON to Python values with orjson, where the result equals that of the strict decoder.

orjson silently keeps the last of equal keys and turns very long integers into floats. Both are
detected afterwards: keys by counting them in the text, numbers by their size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from dateline.limits import JSON_NESTING
from dateline.readers.columns import columns_of
from dateline.texts import are_escaped

#: How many bytes are searched for keys at a time.
_CHUNK_BYTES: Final = 1 << 22
#: How many texts are parsed together.
BATCH: Final = 2_000
#: orjson's integers end here; a float that is not smaller may have been an integer.
_MAX_WHOLE: Final = float(2**63)

_QUOTE: Final = ord('"')
_COLON: Final = ord(":")
_MARKS: Final = b'"\\ \t\n\r'
_OTHER: Final = re.compile(rb'[^"\\ \t\n\r]')
#: Up to this many characters after a string are examined one by one, which is faster if they are
#: few.
_USUAL_SPACES: Final = 16
_IS_SPACE: Final = np.isin(np.arange(256), list(b" \t\n\r"))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a value.

    Attributes:
        keys: Number of keys in all its mappings.
        depth: Levels of lists and mappings.
        largest: The largest absolute value of its floats; 0 if there is none.
    """

    keys: int
    depth: int
    largest: float


class Quick(NamedTuple):
    """The values of some JSON texts, or of the elements of a list.

    Attributes:
        values: The values.
        depth: The levels of lists and objects in them.
        columns: The values of each key, if all are objects and most have most of the keys.
    """

    values: list[Any]
    depth: int
    columns: dict[str, Sequence[Any]] | None


def read_quickly(texts: Sequence[bytes]) -> Iterator[Quick | None]:
    """Yield the values of JSON texts and their levels of nesting, a batch at a time.

    None stands for a batch in which a text is not JSON, or is not as :func:`as_quick` wants it. A
    batch has :data:`BATCH` texts.
    """
    for at in range(0, len(texts), BATCH):
        yield read_batch(texts[at : at + BATCH])


def read_batch(texts: Sequence[bytes]) -> Quick | None:
    """Return the values of JSON texts, as :func:`read_quickly` does."""
    try:
        values = [orjson.loads(text) for text in texts]
    except orjson.JSONDecodeError:
        return None
    return as_quick(values, texts[0] if len(texts) == 1 else b"\n".join(texts))


def as_quick(values: list[Any], text: bytes) -> Quick | None:
    """Return parsed values with their levels of nesting.

    None means that the text repeats a key, nests too deeply, or contains something that orjson
    reads differently.
    """
    columns = columns_of(values) if set(map(type, values)) == {dict} else None
    size = _measure([values] if columns is None else [*columns.values()])
    keys, depth = size.keys, size.depth
    if columns is not None:
        keys, depth = keys + sum(map(len, values)), depth + 1
    if depth >= JSON_NESTING or size.largest >= _MAX_WHOLE or keys != count_keys(text):
        return None
    return Quick(values, depth, columns)


def measure(value: Any) -> Size:
    """Return the size of a value of lists, mappings and scalars, without recursion."""
    return _measure([[value]])


def _measure(level: list[Sequence[Any]]) -> Size:
    """Return the size of values, of which those that are alike are together.

    These have one type, so that they need not be examined one by one.
    """
    keys, depth, largest = 0, 0, 0.0
    while level and depth <= JSON_NESTING:
        inner: list[Sequence[Any]] = []
        is_nested = False
        for values in level:
            kinds = set(map(type, values))
            if float in kinds:
                floats = _only(float, values, kinds)
                largest = max(largest, abs(max(floats)), abs(min(floats)))
            if list in kinds:
                inner.append([*chain.from_iterable(_only(list, values, kinds))])
            if dict in kinds:
                mappings = _only(dict, values, kinds)
                keys += sum(map(len, mappings))
                columns = columns_of(mappings)
                alike = None if columns is None else columns.values()
                inner += alike or [[*chain.from_iterable(map(dict.values, mappings))]]
            is_nested |= not kinds.isdisjoint((list, dict))
        depth += is_nested
        level = inner
    return Size(keys, depth, largest)


def _only(kind: type, values: Sequence[Any], kinds: set[type]) -> Sequence[Any]:
    return values if len(kinds) == 1 else [value for value in values if type(value) is kind]


def count_keys(text: bytes) -> int:
    """Return the number of keys in a JSON text, that is of strings followed by a colon.

    Args:
        text: One or several valid JSON values, in UTF-8.
    """
    count = start = 0
    is_inside = False
    while start < len(text):
        end = min(start + _CHUNK_BYTES, len(text))
        # A chunk must not end between a quote and the character that decides what the quote is.
        if end < len(text) and text[end - 1] in _MARKS:
            other = _OTHER.search(text, end)
            end = other.end() if other else len(text)
        letters = np.frombuffer(text, np.uint8, end - start, start)
        quotes = np.flatnonzero(letters == _QUOTE)
        quotes = quotes[~are_escaped(letters, quotes)]
        count += _count_colons(letters, quotes[0 if is_inside else 1 :: 2] + 1)
        is_inside ^= bool(len(quotes) % 2)
        start = end
    return count


def _count_colons(letters: NDArray[np.uint8], after: NDArray[np.int64]) -> int:
    """Return after how many of the offsets the next character other than white space is a colon."""
    count = 0
    for _ in range(_USUAL_SPACES):
        after = after[after < len(letters)]
        found = letters[after]
        count += int(np.count_nonzero(found == _COLON))
        after = after[_IS_SPACE[found]] + 1
    if len(after):
        solid = np.flatnonzero(~_IS_SPACE[letters])
        at = np.searchsorted(solid, after)
        count += int(np.count_nonzero(letters[solid[at[at < len(solid)]]] == _COLON))
    return count
