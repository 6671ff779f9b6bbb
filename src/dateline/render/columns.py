"""Columns to bytes: typed arrays, differenced and shuffled, that ``web/src/columns.js`` reads back.

Knows nothing of events; ``payload.py`` says which columns there are.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

_TYPES: Final = {
    np.dtype("uint8"): "u8",
    np.dtype("uint16"): "u16",
    np.dtype("uint32"): "u32",
    np.dtype("int32"): "i32",
}

#: Up to so many events every byte is squeezed out of a page.
_SMALL: Final = 20_000


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


def deflate_level(events: int) -> int:
    """Return how hard to deflate the page of so many events.

    The last per cent of size takes a blink for a few events and ten seconds for a million.
    """
    return 9 if events <= _SMALL else 5


def deflate(raw: bytes, *, level: int = 9) -> bytes:
    """Return ``raw`` deflated without a header (RFC 1951), as ``deflate-raw`` inflates it.

    Args:
        raw: What to compress.
        level: 1 is fast, 9 is small.
    """
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15)
    return squeeze.compress(raw) + squeeze.flush()


def to_base64(raw: bytes) -> str:
    """Return ``raw`` in base64 (RFC 4648, section 4): safe inside any HTML element."""
    return base64.b64encode(raw).decode("ascii")


def to_base85(raw: bytes) -> str:
    """Return ``raw`` in 85 characters that are safe inside a script element, which ``<`` is not.

    Four bytes are five characters, where base64 needs five and a third; the page takes longer to
    read them, so this is for what is large on every page. The characters are those from ``(`` on,
    with ``~`` for ``<``; the last group is short when the bytes are, as in RFC 1924.
    """
    missing = -len(raw) % 4
    groups = np.frombuffer(raw + bytes(missing), dtype=">u4").astype(np.int64)
    digits = groups[:, None] // 85 ** np.arange(4, -1, -1) % 85
    text: bytes = (digits + ord("(")).astype(np.uint8).tobytes().replace(b"<", b"~")
    return text[: len(text) - missing].decode("ascii")


def _difference(values: np.ndarray) -> np.ndarray:
    unsigned = values.view(np.uint32)
    return np.diff(unsigned, prepend=np.uint32(0))


def _shuffle(values: np.ndarray) -> bytes:
    width = values.dtype.itemsize
    little = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<"), copy=False))
    if width == 1:
        return little.tobytes()
    return little.view(np.uint8).reshape(-1, width).T.tobytes()
