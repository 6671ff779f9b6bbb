"""Make text from users and files safe to show in a one-line message."""

from __future__ import annotations

import re
from typing import Final

# C0, DEL, C1, line and paragraph separators, the bidi controls, which can reorder a line, and lone
# surrogates, which no terminal can show.
_UNPRINTABLE: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def one_line(text: str) -> str:
    r"""Return a text with its control characters and line breaks escaped.

    The text can then not start a new line, reorder the line, or change how a terminal behaves.

    >>> print(one_line("a\nb"))
    a\nb
    """
    return _UNPRINTABLE.sub(lambda m: m.group().encode("unicode_escape").decode("ascii"), text)


def counted(count: int, noun: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "event"), counted(2_000, "event")
    ('1 event', '2,000 events')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def and_more_rows(count: int) -> str:
    """Return the end of a message about one of several rows: how many more there are."""
    return f", as in {counted(count - 1, 'more row')}" if count > 1 else ""


def clipped(text: str, limit: int = 100) -> str:
    """Return a text, cut off after ``limit`` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
