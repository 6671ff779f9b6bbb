"""Encodes columns as bytes; ``web/src/columns.js`` decodes them.

Independent of events; ``core.py`` decides which columns there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from deflate import deflate_compress

_TYPES: Final = {
    np.dtype("uint8"): "u8",
    np.dtype("uint16"): "u16",
    np.dtype("uint32"): "u32",
    np.dtype("int32"): "i32",
}

#: Number of values used for two digits of base 91, out of 8,281 possible ones.
_PAIRS: Final = 1 << 13

#: Largest number of bits that fit into one digit.
_LAST_BITS: Final = 6


def _digit_pairs() -> np.ndarray:
    """Return the two characters of each value, the first in the lower byte."""
    digits = np.array([code for code in range(0x21, 0x7F) if chr(code) not in '"<\\'], np.uint16)
    values = np.arange(_PAIRS)
    return digits[values % 91] | digits[values // 91] << 8


_DIGITS: Final = _digit_pairs()

#: Compression levels of libdeflate (1 is fast, 12 is small) by the largest number of events that
#: they are used for. The last per cent of size takes a minute for a million events.
_LEVELS: Final = {2_000: 10, 20_000: 8}
_LEVEL_OF_MANY: Final = 5


def encode_columns(
    columns: Mapping[str, np.ndarray], *, differenced: frozenset[str] = frozenset()
) -> tuple[list[dict[str, Any]], bytes]:
    """Return the description of the columns, and their concatenated bytes.

    Columns are little endian. A differenced column contains, after its first value, the differences
    between consecutive values, modulo 2**32. Columns wider than one byte are shuffled (all first
    bytes, then all second bytes, and so on), so that they compress better.

    Args:
        columns: Columns by name, of dtype uint8, uint16, uint32 or int32; lengths may differ.
        differenced: Names of the 32-bit columns to store as differences.

    Returns:
        For each column ``name``, ``type``, ``length`` and, if differenced, ``step``: true; and the
        uncompressed bytes.

    Raises:
        KeyError: A column has another dtype.
    """
    described: list[dict[str, Any]] = []
    chunks: list[bytes] = []
    for name, values in columns.items():
        entry: dict[str, Any] = {
            "name": name,
            "type": _TYPES[values.dtype],
            "length": len(values),
        }
        if name in differenced:
            entry["step"] = True
            values = _difference(values)  # noqa: PLW2901 - the next form of the same column
        described.append(entry)
        chunks.append(_shuffle(values))
    return described, b"".join(chunks)


def pack(raw: bytes, *, events: int) -> str:
    """Return bytes compressed and encoded in base 91.

    Args:
        raw: The bytes to pack.
        events: Number of events on the page; larger pages use a faster, slightly weaker level.
    """
    levels = (level for most, level in _LEVELS.items() if events <= most)
    return to_base91(deflate(raw, level=next(levels, _LEVEL_OF_MANY)))


def deflate(raw: bytes, *, level: int = max(_LEVELS.values())) -> bytes:
    """Return ``raw`` compressed as raw deflate (RFC 1951), which browsers call ``deflate-raw``.

    Args:
        raw: The bytes to compress.
        level: Level of libdeflate: 1 is fast, 12 is small.
    """
    return bytes(deflate_compress(raw, level))


def to_base91(raw: bytes) -> str:
    """Return ``raw`` in base 91, whose characters are safe in script elements and quotes.

    Every 13 bits, lowest first, become two digits of base 91, lower digit first; up to 6 bits left
    over at the end become one digit. 13 bytes become 16 characters, compared with 17.3 in base64.
    The digits are the ASCII characters from ``!`` to ``~`` without ``"``, ``<`` and the backslash.
    This is not basE91, which has another alphabet and packs 14 bits if they fit; here the position
    of each digit is fixed.
    """
    padded = np.frombuffer(raw + bytes(-len(raw) % 13 + 13), np.uint8)
    groups = len(padded) // 13
    pairs = np.empty((groups, 8), "<u2")
    # In 13 bytes, four pairs of digits are in the first 52 bits and four in the last 52; the 64-bit
    # integers that contain them start at bytes 0 and 5.
    for half, (first, begins) in enumerate(((0, 0), (5, 12))):
        bits = np.ndarray(groups, "<u8", padded.data, first, (13,))
        for pair in range(4):
            values = bits >> np.uint64(begins + 13 * pair) & np.uint64(_PAIRS - 1)
            pairs[:, 4 * half + pair] = _DIGITS[values.astype(np.uint16)]
    whole, left = divmod(8 * len(raw), 13)
    return pairs.tobytes()[: 2 * whole + (left > 0) + (left > _LAST_BITS)].decode("ascii")


def _difference(values: np.ndarray) -> np.ndarray:
    unsigned = values.view(np.uint32)
    return np.diff(unsigned, prepend=np.uint32(0))


def _shuffle(values: np.ndarray) -> bytes:
    width = values.dtype.itemsize
    little = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False))
    if width == 1:
        return little.tobytes()
    return little.view(np.uint8).reshape(-1, width).T.tobytes()
