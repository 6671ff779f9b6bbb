"""The dates of machines, read for a whole column at once: ISO days, clock times and intervals.

``2024-03-05 14:30:05.250+02:00`` means what :func:`~dateline.mapping.dates.text.read_text` says it
does; only the way there is shorter. All that is not as plain is left to it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dateline.timespan.plain import parse_plain

#: Plain days, clock times and spans of days, which are EDTF.
_EDTF: Final = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    "(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
    "|/[0-9]{4}-[0-9]{2}-[0-9]{2})?$"
)
#: The same with a space for the T. After minutes, a minus sign can join two clock times.
_SPACED: Final = (
    "^([0-9]{4}-[0-9]{2}-[0-9]{2}) "
    "(?:([0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,][0-9]+)?([+-](?:0[0-9]|1[0-4]):[0-9]{2}|Z)?"
    "|([0-9]{2}:[0-9]{2})([+](?:0[0-9]|1[0-4]):[0-9]{2}|Z)?)$"
)
_WITH_T: Final = r"\1T\2\4\3\5"


class PlainTexts(NamedTuple):
    """The plain dates of a column.

    Attributes:
        edtf: The column, with those as EDTF that are written with a space.
        is_read: Which texts are plain dates, or missing.
        is_spaced: Which of them were written with a space.
    """

    edtf: pa.LargeStringArray
    is_read: np.ndarray
    is_spaced: np.ndarray


def read_plain(texts: pa.LargeStringArray) -> PlainTexts:
    """Return the plain dates of a column; whether an EDTF date exists is left to its parser."""
    is_read = np.array(pc.fill_null(pc.match_substring_regex(texts, _EDTF), True))
    may_be = np.array(pc.fill_null(pc.match_substring_regex(texts, _SPACED), False))
    is_spaced = np.zeros(len(texts), dtype=bool)
    rows = np.flatnonzero(may_be)
    if not len(rows):
        return PlainTexts(texts, is_read, is_spaced)
    joined = pc.replace_substring_regex(texts.take(pa.array(rows)), _SPACED, _WITH_T)
    edtf = pc.replace_substring_regex(joined, "[+-]00:00$", "Z")
    exists = parse_plain(edtf.to_pylist()).is_plain
    is_spaced[rows[exists]] = True
    replaced = pc.replace_with_mask(texts, pa.array(is_spaced), edtf.filter(pa.array(exists)))
    return PlainTexts(replaced, is_read | is_spaced, is_spaced)


def no_plain(texts: pa.LargeStringArray) -> PlainTexts:
    """Return a column none of whose dates are plain, because a declared form comes first."""
    is_read = np.array(texts.is_null())
    return PlainTexts(texts, is_read, np.zeros(len(texts), dtype=bool))
