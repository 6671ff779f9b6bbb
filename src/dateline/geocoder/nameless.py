"""Texts that name no place by themselves: *TBD*, *south*, *the capital*, *11*."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from dateline.gazetteer import fold


def is_nameless(text: str) -> bool:
    """Return whether a text says nothing about which place is meant.

    >>> is_nameless("The Capital"), is_nameless("Capitol Hill"), is_nameless("11")
    (True, False, True)
    """
    return fold(text) in _words() or not any(map(str.isalpha, text))


@cache
def _words() -> frozenset[str]:
    path = files("dateline.geocoder") / "nameless.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(fold(text) for texts in lists.values() for text in texts)
