"""Words of others for the words of a vocabulary: *happened* is ``occurred``, in many languages.

The words are in ``words/values.toml``. An event type of others is kept as it is, because people
have their own; ``dateline.toml`` can translate it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from dateline import schema
from dateline.gazetteer import fold


class Words(dict[str, str]):
    """Folded word to the word of the vocabulary; texts are found whatever their case."""

    def __contains__(self, text: object) -> bool:
        """Return whether a text, in any case, is one of the words."""
        return isinstance(text, str) and dict.__contains__(self, fold(text))


@cache
def words_of(name: str) -> Words:
    """Return the words that mean the words of a field's vocabulary; empty if it has none."""
    column = schema.BY_NAME.get(name)
    if column is None:
        return Words()
    words = Words({fold(word): word for word in column.vocabulary})
    for meant, listed in _synonyms().get(name, {}).items():
        for word in listed.split(","):
            words.setdefault(fold(word), meant)
    return words


def is_yes_or_no(distinct: Iterable[str]) -> bool:
    """Return whether a column says yes or no: some of its words say yes, or all of them no.

    >>> is_yes_or_no(["true", "n/k"]), is_yes_or_no(["false"]), is_yes_or_no(["false", "disputed"])
    (True, True, False)
    """
    yes, no = (_truth(name) for name in ("yes", "no"))
    folded = [fold(text.strip()) for text in distinct]
    return bool(folded) and (not yes.isdisjoint(folded) or no.issuperset(folded))


@cache
def _truth(name: str) -> frozenset[str]:
    return frozenset(fold(word.strip()) for word in _synonyms()["truth"][name].split(","))


@cache
def _synonyms() -> Mapping[str, Mapping[str, str]]:
    path = files("dateline.mapping") / "words" / "values.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def translate(
    texts: pd.Series[str], name: str, given: Mapping[str, str]
) -> tuple[pd.Series[str], dict[str, str]]:
    """Return a column with each word replaced by the word of the vocabulary that it means.

    The second value is what was replaced by what.

    Args:
        texts: The column.
        name: Its field.
        given: Word to replacement, from the settings; this takes precedence.
    """
    words = words_of(name)
    own = {fold(word): meant for word, meant in given.items()}
    codes, distinct = pd.factorize(texts)
    negated = dict.fromkeys(_truth("no"), _synonyms()["not_true"].get(name))
    truths = negated if any(negated.values()) and is_yes_or_no(distinct) else {}
    changed = []
    for text in distinct:
        key = fold(text)
        meant = own.get(key) or truths.get(key) or dict.get(words, key)
        changed.append(meant if meant and key != fold(meant) else text)
    both = zip(map(str, distinct), changed, strict=True)
    replaced = {text: meant for text, meant in both if text != meant}
    if not replaced:
        return texts, {}
    translated = pd.Series(
        np.array([*changed, None], dtype=object)[codes], index=texts.index, dtype="str"
    )
    return translated, replaced
