"""Suggestions for misspelt names. They are used in hints only: no event is placed by one."""

from __future__ import annotations

from typing import Final

from dateline.gazetteer.fold import fold
from dateline.gazetteer.model import Queryable

# First letters that are often confused; mistakes in the first letter are rarer than later ones.
_CONFUSED: Final = ("ckqx", "iyej", "vwbf", "szc", "gh", "dt", "oau", "jgyd", "ієеэыи", "гґх", "оа")
# The largest difference in length between a suggestion and the name, and the lowest similarity.
_LENGTHS: Final = 2
_LEAST_ALIKE: Final = 0.66
# Names that are less like it than the best one by more than this are not meant.
_LESS_ALIKE: Final = 0.12
# The weight of importance relative to similarity, which is 0 to 1.
_WEIGHT: Final = 0.2
_SHORTLIST: Final = 100
_NEAR: Final = (
    "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? "
    "AND length(key) BETWEEN ? AND ? AND rank <= 2"
)


def suggest(gazetteer: Queryable, name: str, count: int) -> list[int]:
    """Return the row ids of at most ``count`` places with names spelt like ``name``, best first.

    They are ranked by similarity (Damerau–Levenshtein distance relative to the length), then by
    importance; alternate names count less. A name of one or two letters gets no suggestions.
    """
    key = fold(name)
    if len(key) <= _LENGTHS:
        return []
    from rapidfuzz import process  # noqa: PLC0415 - a well-spelt name needs no hint
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    alike = process.extract(
        key,
        _keys(gazetteer, key),
        scorer=OSA.normalized_similarity,
        score_cutoff=_LEAST_ALIKE,
        limit=_SHORTLIST,
    )
    least = max((likeness for _, likeness, _ in alike), default=0.0) - _LESS_ALIKE
    close = {found: likeness for found, likeness, _ in alike if likeness >= least}
    return _ranked(gazetteer, close, count)


def _keys(gazetteer: Queryable, key: str) -> list[str]:
    """Return the keys of similar length that start with the same or an often confused letter."""
    keys: list[str] = []
    letters = {key[0], *(c for group in _CONFUSED if key[0] in group for c in group)}
    for letter in sorted(letters):
        span = (letter, chr(ord(letter) + 1), len(key) - _LENGTHS, len(key) + _LENGTHS)
        keys.extend(found for (found,) in gazetteer.rows(_NEAR, span))
    return keys


def _ranked(gazetteer: Queryable, alike: dict[str, float], count: int) -> list[int]:
    scored: dict[int, float] = {}
    statement = (
        "SELECT p.id, p.importance - 0.2 * n.rank FROM name n JOIN place p ON p.id = n.place "
        "WHERE n.key = ? AND n.rank <= 2 ORDER BY 2 DESC LIMIT ?"
    )
    for key, likeness in alike.items():
        for rowid, importance in gazetteer.rows(statement, (key, count)):
            score = likeness + _WEIGHT * importance
            scored[rowid] = max(score, scored.get(rowid, 0.0))
    return sorted(scored, key=lambda rowid: (-scored[rowid], rowid))[:count]
