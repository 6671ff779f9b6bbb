"""The nearest of some words, for hints: what a writer likely meant. It is never taken for them."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(word: str, words: Iterable[str], *, cutoff: float) -> str:
    """Return the word most like ``word``, or an empty text if none is like enough.

    Args:
        word: As written, in the case of ``words``.
        words: The choices; of equal ones the first is taken.
        cutoff: From 0 (anything) to 1 (equal); twice the letters in common by all letters.

    >>> nearest("tilte", ["title", "when"], cutoff=0.75)
    'title'
    """
    found = process.extractOne(word, list(words), scorer=fuzz.ratio, score_cutoff=100 * cutoff)
    return "" if found is None else str(found[0])
