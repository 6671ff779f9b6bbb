"""The words of the page in each language, one file a language."""

from __future__ import annotations

from dateline.interface.catalogue import (
    DATE_FORMATS,
    DEFAULT,
    Wording,
    language_for,
    languages,
    load_words,
)
from dateline.interface.reasons import say_reason

__all__ = [
    "DATE_FORMATS",
    "DEFAULT",
    "Wording",
    "language_for",
    "languages",
    "load_words",
    "say_reason",
]
