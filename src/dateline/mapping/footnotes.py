"""Footnote marks, such as "[1]" or "[note 3]", which tables copied from web pages have."""

from __future__ import annotations

import re
from typing import Final

#: A number, a small letter, or a word and a number, in square brackets.
_MARK: Final = r"\[(?:\d{1,3}|[a-z]|[^\W\d_]{1,12}\.? ?\d{1,3})\]"
_MARKS: Final = re.compile(rf"{_MARK}(?:\s*,?\s*{_MARK})*")


def is_mark(text: str) -> bool:
    """Return whether a text is one footnote mark, or several, and nothing else.

    >>> is_mark("[2][3]"), is_mark("[note 3]"), is_mark("[a]"), is_mark("A[1]"), is_mark("[2024]")
    (True, True, True, False, False)
    """
    return _MARKS.fullmatch(text) is not None
