"""Fingerprints of places: short texts that show whether a place was edited after an export.

An export contains the place found for each event and a fingerprint of the ``where`` text, the
coordinates and the geometry. Only the hashes are computed here.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

#: The name of the column in exports.
FINGERPRINT: Final = "geocode_fingerprint"

#: Steps per degree, to which exports round coordinates.
_STEPS: Final = 10**7
_BITS: Final = 24
_DIGITS: Final = _BITS // 4
_LENGTH: Final = 3 * _DIGITS + 2
_LETTERS: Final = np.frombuffer(b"0123456789abcdef", np.uint8)
_FORM: Final = re.compile("([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})")

Hashes = NDArray[np.int64]
_Words = NDArray[np.uint64]


def hash_places(
    where: pd.Series[Any],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    *,
    shapes: NDArray[np.object_],
) -> Hashes:
    """Return three 24-bit hashes per row: of the text, of lon and lat, and of the geometry.

    Numbers are rounded to seven decimals, so a place has the same hashes before and after an
    export.

    Args:
        where: The texts; missing is NaN.
        lon: Degrees; NaN is missing.
        lat: Degrees; NaN is missing.
        shapes: Geometries in lon and lat, two-dimensional; None is missing.
    """
    codes, texts = pd.factorize(where)
    of_texts = [int(hashlib.sha256(str(t).encode()).hexdigest()[:_DIGITS], 16) for t in texts]
    positions = np.stack([lon, lat], axis=1)
    return np.stack(
        [np.array([*of_texts, 0], np.int64)[codes], _short(_mix(positions)), _of_shapes(shapes)],
        axis=1,
    )


def format_fingerprints(hashes: Hashes) -> pa.LargeStringArray:
    """Return the hashes as text.

    >>> format_fingerprints(np.array([[1, 2, 0xABCDEF]])).to_pylist()
    ['000001-000002-abcdef']
    """
    written = np.full((len(hashes), _LENGTH), ord("-"), np.uint8)
    for place in range(3 * _DIGITS):
        part, digit = divmod(place, _DIGITS)
        values = hashes[:, part] >> (4 * (_DIGITS - 1 - digit)) & 0xF
        written[:, part * (_DIGITS + 1) + digit] = _LETTERS[values]
    ends = np.arange(len(hashes) + 1, dtype=np.int64) * _LENGTH
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(written.ravel())]
    return pa.Array.from_buffers(pa.large_string(), len(hashes), buffers)


def parse_fingerprints(texts: pd.Series[Any]) -> Hashes:
    """Return the hashes of fingerprints; three times -1 for any other text."""
    parsed = np.full((len(texts), 3), -1, np.int64)
    for row, text in enumerate(texts):
        found = _FORM.fullmatch(text) if isinstance(text, str) else None
        if found:
            parsed[row] = [int(part, 16) for part in found.groups()]
    return parsed


def _of_shapes(shapes: NDArray[np.object_]) -> Hashes:
    positions, owner = shapely.get_coordinates(shapes, return_index=True)
    counts = np.bincount(owner, minlength=len(shapes))
    starts = np.cumsum(counts) - counts
    within = (np.arange(len(owner)) - starts[owner]).astype(np.uint64)
    sums = np.zeros(len(shapes), np.uint64)
    if len(owner):
        filled = np.flatnonzero(counts)
        sums[filled] = np.add.reduceat(_scramble(_mix(positions) ^ within), starts[filled])
    kinds = shapely.get_type_id(shapes).astype(np.int64).view(np.uint64)
    return _short(_scramble(sums ^ kinds))


def _mix(positions: NDArray[np.float64]) -> _Words:
    """Return a 64-bit word for each pair of degrees."""
    steps = np.where(np.isfinite(positions), np.rint(positions * _STEPS), np.iinfo(np.int64).min)
    words = steps.astype(np.int64).view(np.uint64)
    return _scramble(_scramble(words[:, 0]) ^ words[:, 1])


def _scramble(words: _Words) -> _Words:
    """Return the words with their bits mixed by the finaliser of SplitMix64."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _short(words: _Words) -> Hashes:
    return (words >> np.uint64(64 - _BITS)).astype(np.int64)
