"""Columns to bytes: typed arrays, differenced and shuffled, that ``web/src/columns.js`` reads back.

Knows nothing of events; ``core.py`` says which columns there are.
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

#: How many values two digits of base 91 have, of the 8,281 that they could have.
_PAIRS: Final = 1 << 13

#: Up to so many bits fit into one digit.
_LAST_BITS: Final = 6


def _digit_pairs() -> np.ndarray:
    """Return the two characters of each value, the first one in the lower byte."""
    digits = np.array([code for code in range(0x21, 0x7F) if chr(code) not in '"<\\'], np.uint16)
    values = np.arange(_PAIRS)
    return digits[values % 91] | digits[values // 91] << 8


_DIGITS: Final = _digit_pairs()

#: Levels of libdeflate (1 is fast, 12 is small) by the number of events up to which they are taken.
#: The last per cent of size takes a blink for a few events and a minute for a million.
_LEVELS: Final = {2_000: 12, 20_000: 8}
_LEVEL_OF_MANY: Final = 5


def encode_columns(
    columns: Mapping[str, np.ndarray], *, differenced: frozenset[str] = frozenset()
) -> tuple[list[dict[str, Any]], bytes]:
    """Return the description of the columns and their bytes, one after the other.

    Each column is little endian. A differenced one holds, after its first value, the steps from
    value to value, modulo 2 to the power of 32. Bytes of columns wider than one byte are shuffled:
    all first bytes, then all second bytes, and so on, which is what makes them compress.

    Args:
        columns: By name; of dtype uint8, uint16, uint32 or int32, each of its own length.
        differenced: Names of the 32-bit columns to difference.

    Returns:
        For each column ``name``, ``type``, ``length`` and, where it is so, ``step``: true; and the
        bytes, not compressed.

    Raises:
        KeyError: A column is of another dtype.
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
    """Return bytes deflated and in base 91.

    Args:
        raw: What to pack.
        events: How many there are on the page; the more, the faster, and the larger by a little.
    """
    levels = (level for most, level in _LEVELS.items() if events <= most)
    return to_base91(deflate(raw, level=next(levels, _LEVEL_OF_MANY)))


def deflate(raw: bytes, *, level: int = max(_LEVELS.values())) -> bytes:
    """Return ``raw`` deflated without a header (RFC 1951), as ``deflate-raw`` inflates it.

    Args:
        raw: What to compress.
        level: Of libdeflate: 1 is fast, 12 is small.
    """
    return bytes(deflate_compress(raw, level))


def to_base91(raw: bytes) -> str:
    """Return ``raw`` in 91 characters that are safe inside a script element and in quotes.

    13 bits, the lowest first, are two digits of base 91, the lower first; up to 6 bits that are
    left at the end are one digit. So 13 bytes are 16 characters, where base64 has 17 and a third.
    The digits are the ASCII characters from ``!`` to ``~`` without ``"``, ``<`` and the backslash.
    (The alphabet and the bits of two digits differ from what is called basE91, which packs 14 bits
    where they fit; without that the place of each digit is known.)
    """
    padded = np.frombuffer(raw + bytes(-len(raw) % 13 + 13), np.uint8)
    groups = len(padded) // 13
    pairs = np.empty((groups, 8), "<u2")
    # Of 13 bytes, four pairs of digits lie in the first 52 bits and four in the last 52; numbers of
    # 64 bits that hold them begin at bytes 0 and 5.
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
