"""The most similar word, for hints about what a writer meant. Data is never changed by it."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, words: Iterable[str], *, cutoff: float) -> str:
    """Return the most similar of ``words``, or an empty text if none is similar enough.

    Args:
        word: As written, in the same case as ``words``.
        words: The choices; of equally similar ones the first is returned.
        cutoff: The lowest similarity, from 0 (anything) to 1 (equal): twice the number of matching
            letters divided by the total number of letters.

    >>> nearest("tilte", ["title", "when"], cutoff=0.75)
    'title'
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - a well-spelt word needs no hint

    found = process.extractOne(word, list(words), scorer=fuzz.ratio, score_cutoff=100 * cutoff)
    return "" if found is None else str(found[0])


def all_near(word: str, words: Iterable[str], *, cutoff: float) -> list[str]:
    """Return all of ``words`` that are similar enough, as for :func:`nearest`; an equal one alone.

    >>> all_near("plannd", ["planned", "unplanned", "occurred"], cutoff=0.8)
    ['planned', 'unplanned']
    """
    listed = list(words)
    if word in listed:
        return [word]
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extract(word, listed, scorer=fuzz.ratio, score_cutoff=100 * cutoff, limit=None)
    return [str(text) for text, _, _ in found]
