"""Inflection: the nominative of a name as written in a sentence, by tables of endings.

No name is listed: each ending that a language knows is replaced, and the caller keeps what the
gazetteer knows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from dateline.geocoder.language import PlaceWords

#: How many guesses are made for one name, and for each of its words.
_MOST: Final = 60
_MOST_OF_WORD: Final = 12

#: What must be left of a word before its ending.
_LEAST_STEM: Final = 2


def nominatives(name: str, language: PlaceWords) -> Iterator[str]:
    """Yield guesses at the nominative of a name in a language, the likeliest first."""
    if article := language.article.match(name):
        yield name[article.end() :]
    if not language.endings and not language.beginnings:
        return
    words = re.split(r"([\s-]+)", name)
    options = [_options(w, language) if at % 2 == 0 else [w] for at, w in enumerate(words)]
    guesses = dict.fromkeys(
        "".join(p) for p in itertools.islice(itertools.product(*options), _MOST)
    )
    guesses.pop(name, None)
    yield from guesses


def _options(word: str, language: PlaceWords) -> list[str]:
    """Return what a word may be in the nominative: longer endings first, then the word itself."""
    found: dict[str, None] = {}
    plain = re.sub("[’ʼ]", "'", word)
    for ending in sorted(language.endings, key=len, reverse=True):
        if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST_STEM:
            stem = plain[: len(plain) - len(ending)]
            found |= dict.fromkeys(stem + other for other in language.endings[ending])
    for beginning in sorted(language.beginnings, key=len, reverse=True):
        if plain.startswith(beginning) and len(plain) - len(beginning) >= _LEAST_STEM:
            rest = plain[len(beginning) :]
            found |= dict.fromkeys(other + rest for other in language.beginnings[beginning])
    return [*list(found)[: _MOST_OF_WORD - 1], word]
