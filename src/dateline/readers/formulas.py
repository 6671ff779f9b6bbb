"""Texts that a spreadsheet would run as a formula: how an export marks them, and back again.

The exporter and the reader of delimited text hold to the one rule here, so that a text survives.
"""

from __future__ import annotations

import re
from typing import Final

#: What a spreadsheet takes for a formula. A sign before figures or coordinates is harmless.
_FORMULA: Final = re.compile("'*(?:[=@\t\r]|[+-](?![0-9., °'\"NSEWnsew+-]*$))")


def guard(text: str) -> str:
    """Return a text that no spreadsheet runs: with an apostrophe before it if it were a formula.

    A text that is apostrophes and then a formula gets one more, so that :func:`unguard` is exact.

    >>> guard("=1+1"), guard("-33.9, 18.4"), guard("'tis")
    ("'=1+1", '-33.9, 18.4', "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that :func:`guard` was given.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
