"""Spreadsheet formulas: mark texts that a spreadsheet would run, and undo that when reading.

The exporter and the reader of delimited text both use this rule, so that texts survive a round
trip.
"""

from __future__ import annotations

import re
from typing import Final

#: Texts that a spreadsheet runs as a formula. A sign before numbers or coordinates is harmless.
_FORMULA: Final = re.compile("'*(?:[=@\t\r]|[+-](?![0-9., °'\"NSEWnsew+-]*$))")


def guard(text: str) -> str:
    """Return a text that no spreadsheet runs; an apostrophe is put before a formula.

    A text of apostrophes followed by a formula gets one more, so that :func:`unguard` is exact.

    >>> guard("=1+1"), guard("-33.9, 18.4"), guard("'tis")
    ("'=1+1", '-33.9, 18.4', "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was passed to :func:`guard`.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
