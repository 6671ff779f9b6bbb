"""Check the size of a JSON text before parsing it: the number of values and the longest string."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from dateline.limits import MEGABYTE, MILLION, LimitExceededError, LimitSettings
from dateline.texts import are_escaped

#: A quote without a backslash before it; other quotes may end a string too.
_QUOTE: Final = re.compile(rb'(?<!\\)"')

#: How many bytes are examined at a time.
_CHUNK_BYTES: Final = 1 << 22


def check_json(content: bytes, limits: LimitSettings) -> None:
    """Refuse a JSON text, or lines of JSON, that would take far more memory than its size.

    A text that is too small to exceed a limit is not examined.

    Raises:
        LimitExceededError: It has too many values, or a string that is too long.
    """
    most = limits.json_values_million * MILLION
    if len(content) > most:
        count = sum(map(content.count, (b",", b"[", b"{")))
        if count > most:
            raise LimitExceededError(
                f"the file has {count / MILLION:,.0f} million values, expected at most "
                f"{limits.json_values_million:,} million",
                hint="split the file, or raise limits.json_values_million",
            )
    _check_texts(content, limits)


def _check_texts(content: bytes, limits: LimitSettings) -> None:
    """Look for a string that is too long: half of its maximum length has no quote."""
    longest = limits.cell_mb * MEGABYTE
    window = longest // 2
    for start in range(0, len(content) - window, window):
        if not _has_quote(content, start, start + window) and _is_inside(content, start):
            past = max(0, content.rfind(b'"', 0, start)) + longest + 2
            if not _has_quote(content, start + window, past):
                limits.check_text(past, line=content.count(b"\n", 0, start) + 1)


def _has_quote(content: bytes, start: int, end: int) -> bool:
    """Return whether a part of a text contains a quote without a backslash before it."""
    found = content.find(b'"', start, end)
    if found < 0 or content[found - 1] != ord("\\"):
        return found >= 0
    return _QUOTE.search(content, found, end) is not None


def _is_inside(content: bytes, place: int) -> bool:
    """Return whether an offset in a JSON text is inside a string."""
    count, start = 0, 0
    while start < place:
        end = min(start + _CHUNK_BYTES, place)
        # A chunk must not end between a backslash and the character that it escapes.
        while end < place and content[end - 1] == ord("\\"):
            end += 1
        letters = np.frombuffer(content, np.uint8, end - start, start)
        quotes = np.flatnonzero(letters == ord('"'))
        count += len(quotes) - int(are_escaped(letters, quotes).sum())
        start = end
    return count % 2 == 1
