"""Formats numbers with the fewest digits that read back as the same number."""

from __future__ import annotations

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.texts import TEXT, Texts, change_where, map_distinct


def number_texts(numbers: NDArray[np.float64]) -> Texts:
    """Return each number as JSON text, such as ``250.0`` or ``1e-7``.

    NaN and infinity become the text ``null``.
    """
    if not len(numbers):
        return pa.array([], TEXT)
    written = orjson.dumps(np.ascontiguousarray(numbers), option=orjson.OPT_SERIALIZE_NUMPY)
    return pc.split_pattern(pa.array([written[1:-1].decode()], TEXT), ",").flatten()


def plain_texts(numbers: NDArray[np.float64]) -> Texts:
    """Return each number without an exponent or trailing ``.0``: ``250`` or ``0.0000001``."""
    texts = pc.replace_substring_regex(number_texts(numbers), r"\.0$", "")
    return change_where(texts, pc.match_substring(texts, "e"), lambda t: map_distinct(t, _plain))


def _plain(text: str) -> str:
    return np.format_float_positional(float(text), trim="-")
