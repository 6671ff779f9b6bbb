"""Kinds that a running text says beside a toponym: *Kermanshah province*, *the city of Karak*.

A list has its kind word at the end: *Barrow, Jackson and Madison counties*. The words are in
``said.toml``; here they belong to the text, not to the name.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

#: So many characters before and after a toponym are read.
_BEFORE: Final = 40
_AFTER: Final = 120

_NAME: Final = r"[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){0,2}"
_LISTED: Final = rf"(?:, | and | or |, and |, or ){_NAME}"


def kinds_said(text: str, start: int, end: int) -> frozenset[str]:
    """Return the kinds of place that a text says right beside a toponym; empty if it says none.

    >>> sorted(kinds_said("in Barrow, Jackson and Madison counties", 3, 9))
    ['admin2']
    >>> sorted(kinds_said("in the town of Karak.", 15, 20)), sorted(kinds_said("in Sumy.", 3, 7))
    (['settlement'], [])
    """
    one, several, before = _patterns()
    found = one.match(text, end) or several.match(text, end, end + _AFTER)
    if not found:
        found = before.search(text, max(0, start - _BEFORE), start)
    return _kinds().get(found.group(1).casefold(), frozenset()) if found else frozenset()


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = {word: kinds for word, kinds in _kinds().items() if word not in _plurals()}
    one, several = "|".join(words), "|".join(_plurals())
    return (
        re.compile(rf"[ ]((?:{one}|{several}))(?![\w-])"),
        re.compile(rf"(?:{_LISTED})+[ ]({several})(?![\w-])"),
        re.compile(rf"(?<!\w)((?:{one}|{several})) of (?:the )?$", re.IGNORECASE),
    )


@cache
def _kinds() -> dict[str, frozenset[str]]:
    path = files("dateline.geocoder") / "said.toml"
    kinds = tomllib.loads(path.read_text(encoding="utf-8"))["kinds"]
    return {word: frozenset(kind.split()) for kind, words in kinds.items() for word in words}


@cache
def _plurals() -> tuple[str, ...]:
    return tuple(word for word in _kinds() if word.endswith("s"))
