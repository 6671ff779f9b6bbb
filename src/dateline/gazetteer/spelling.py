"""Suggestions for misspelt names. They are used in hints only: no event is placed by one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from dateline.gazetteer.fold import fold
from dateline.gazetteer.model import Queryable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# First letters that are often confused; mistakes in the first letter are rarer than later ones.
_CONFUSED: Final = ("ckqx", "iyej", "vwbf", "szc", "gh", "dt", "oau", "jgyd", "ієеэыи", "гґх", "оа")
# The largest difference in length between a suggestion and the name, and the share of its letters
# that may be wrong.
_LENGTHS: Final = 2
_SHARE_OF_EDITS: Final = 0.3
# Names that are less like it than the best one by more than this are not meant.
_LESS_ALIKE: Final = 0.12
# The weight of importance relative to similarity, which is 0 to 1.
_WEIGHT: Final = 0.2
_SHORTLIST: Final = 100
# In a named country the best names of the world may all lie elsewhere, so more are looked at.
_IN_COUNTRY: Final = 1_000
# The signature of a name is a set of this many letters: a letter's number modulo this.
_SIGNATURE_BITS: Final = 64
# Names of all lengths that start with one letter, each once, in one text: a row of Python objects
# per name would take five times as long.
_OF_LETTER: Final = (
    "SELECT length(key), group_concat(key, '') FROM ("
    "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND rank <= 2) GROUP BY length(key)"
)
_IN_COUNTRY_ONLY: Final = (
    "SELECT n.key FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key IN (SELECT value FROM json_each(?)) AND n.rank <= 2 AND p.country = ?"
)
_RANKED: Final = (
    "SELECT n.key, p.id, p.importance - 0.2 * n.rank FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key IN (SELECT value FROM json_each(?)) AND n.rank <= 2 AND (? = '' OR p.country = ?)"
)


class Speller:
    """Finds names that are spelt like another; names are read once for each first letter.

    Args:
        gazetteer: The gazetteer, or both if the project has additions.
    """

    def __init__(self, gazetteer: Queryable) -> None:
        self._gazetteer = gazetteer
        # By first letter and length: the names one after the other, and the letters of each.
        self._texts: dict[str, dict[int, str]] = {}
        self._signatures: dict[tuple[str, int], NDArray[np.uint64]] = {}

    def suggest(self, name: str, count: int, *, country: str = "") -> list[int]:
        """Return the row ids of at most ``count`` places with similar names, best first.

        They are ranked by similarity (Damerau–Levenshtein distance relative to the length), then
        by importance; alternate names count less. Up to 30 % of the letters may be wrong. A name of
        one or two letters gets no suggestions.

        Args:
            name: The misspelt name.
            count: The largest number of suggestions.
            country: ISO 3166-1 alpha-2; if given, only places in this country are suggested.
        """
        key = fold(name)
        if len(key) <= _LENGTHS:
            return []
        found: dict[str, float] = {}
        most = _most_edits(len(key))
        for edits in range(1, most + 1):
            found = self._alike(key, edits, limit=_IN_COUNTRY if country else _SHORTLIST)
            if country:
                found = {name: found[name] for name in self._in_country(found, country)}
            best = max(found.values(), default=0.0)
            if (1 - best + _LESS_ALIKE) * len(key) < edits + 1:
                break
        return self._ranked(found, count, country)

    def _alike(self, key: str, edits: int, *, limit: int) -> dict[str, float]:
        """Return the names that are at most ``edits`` edits away, with their similarity."""
        from rapidfuzz import process  # noqa: PLC0415 - a well-spelt name needs no hint
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        near = process.extract(
            key, self._keys(key, edits), scorer=OSA.distance, score_cutoff=edits, limit=limit
        )
        return {name: 1 - far / max(len(name), len(key)) for name, far, _ in near}

    def _keys(self, key: str, edits: int) -> list[str]:
        """Return the keys of similar length and letters that start with a similar letter.

        An edit adds or removes at most one letter, or replaces one by another, so the sets of
        letters differ by at most two for each edit.
        """
        import numpy as np  # noqa: PLC0415

        found: list[str] = []
        signature = _signatures(key, len(key))[0]
        letters = {key[0], *(c for group in _CONFUSED if key[0] in group for c in group)}
        most = min(edits, _LENGTHS)
        for letter in sorted(letters):
            texts = self._of_letter(letter)
            for length in range(len(key) - most, len(key) + most + 1):
                text = texts.get(length, "")
                signatures = self._signatures.get((letter, length))
                if signatures is None:
                    signatures = _signatures(text, length)
                    self._signatures[letter, length] = signatures
                differ = np.bitwise_count(signatures ^ signature)
                starts = np.flatnonzero(differ <= 2 * edits) * length
                found += [text[start : start + length] for start in starts.tolist()]
        return found

    def _of_letter(self, letter: str) -> dict[int, str]:
        """Return the names that start with ``letter``, one after the other, by length."""
        known = self._texts.get(letter)
        if known is None:
            known = self._texts[letter] = {}
            for length, text in self._gazetteer.rows(_OF_LETTER, (letter, chr(ord(letter) + 1))):
                known[length] = known.get(length, "") + text
        return known

    def _in_country(self, keys: Iterable[str], country: str) -> list[str]:
        rows = self._gazetteer.rows(_IN_COUNTRY_ONLY, (json.dumps(list(keys)), country))
        return list(dict.fromkeys(key for (key,) in rows))

    def _ranked(self, alike: dict[str, float], count: int, country: str) -> list[int]:
        least = max(alike.values(), default=0.0) - _LESS_ALIKE
        keys = json.dumps([key for key, likeness in alike.items() if likeness >= least])
        scored: dict[int, float] = {}
        for key, rowid, importance in self._gazetteer.rows(_RANKED, (keys, country, country)):
            score = alike[key] + _WEIGHT * importance
            scored[rowid] = max(score, scored.get(rowid, 0.0))
        return sorted(scored, key=lambda rowid: (-scored[rowid], rowid))[:count]


def _most_edits(length: int) -> int:
    """Return how many letters of a name of this length may be wrong."""
    return max(1, int(_SHARE_OF_EDITS * length))


def _signatures(text: str, length: int) -> NDArray[np.uint64]:
    """Return the set of letters of each name of a ``text`` of names of one length, as bits."""
    import numpy as np  # noqa: PLC0415

    kind = ("ascii", "u1") if text.isascii() else ("utf-32-le", "<u4")
    letters = np.frombuffer(text.encode(kind[0]), dtype=kind[1]).reshape(-1, max(1, length))
    bits = np.left_shift(np.uint64(1), np.arange(_SIGNATURE_BITS, dtype=np.uint64))
    signatures = np.zeros(len(letters), dtype=np.uint64)
    for column in letters.T:
        signatures |= bits[column % _SIGNATURE_BITS]
    return signatures
