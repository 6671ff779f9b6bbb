"""Texts that name no place by themselves: *TBD*, *south*, *the capital*, *11*."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from dateline.gazetteer import fold

#: The list of words that may stand before the others.
_BEFORE: Final = "determiners"


def is_nameless(text: str) -> bool:
    """Return whether a text says nothing about which place is meant.

    >>> is_nameless("The Capital"), is_nameless("Capitol Hill"), is_nameless("11")
    (True, False, True)
    >>> is_nameless("several refugee camps"), is_nameless("Camps Bay")
    (True, False)
    """
    if not any(map(str.isalpha, text)):
        return True
    words, determiners = _words()
    key = fold(text)
    if key in words:
        return True
    first, _, rest = key.partition(" ")
    while first in determiners and rest:
        if rest in words or rest.removesuffix("s") in words:
            return True
        first, _, rest = rest.partition(" ")
    return False


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the texts, and the words that may stand before them."""
    path = files("dateline.geocoder") / "nameless.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    before = frozenset(map(fold, lists.pop(_BEFORE)))
    return frozenset(fold(text) for texts in lists.values() for text in texts), before
