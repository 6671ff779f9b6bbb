"""Vocabulary words and truth values: accepted in any case, stored in one spelling.

An unknown word is never replaced by a similar one; the similar one is offered as a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.diagnostics import Edit
from dateline.normalise.builder import TableBuilder, quote, rows_by_text, vocabulary_of
from dateline.normalise.near import all_near, nearest

#: Words that writers often use, and dateline's word for the same; for hints only.
_MEANT: Final[dict[str, dict[str, str]]] = {
    "status": {
        "happened": "occurred",
        "past": "occurred",
        "done": "occurred",
        "completed": "occurred",
        "current": "ongoing",
        "active": "ongoing",
        "expected": "forecast",
        "predicted": "forecast",
        "possible": "forecast",
        "scheduled": "planned",
        "announced": "planned",
    },
    "verification": {
        "verified": "corroborated",
        "confirmed": "corroborated",
        "unconfirmed": "unverified",
        "rumour": "unverified",
        "false": "debunked",
        "fake": "debunked",
    },
    "event_type": {
        "shelling": "explosions/remote violence",
        "airstrike": "explosions/remote violence",
        "air strike": "explosions/remote violence",
        "drone strike": "explosions/remote violence",
        "missile strike": "explosions/remote violence",
        "bombing": "explosions/remote violence",
        "attack": "battles",
        "assault": "battles",
        "fighting": "battles",
        "demonstration": "protests",
        "exercise": "military exercise",
        "drill": "military exercise",
        "hacking": "cyber",
        "deployment": "strategic developments",
        "talks": "diplomacy",
    },
}

#: How similar a word must be to a known one to be suggested (see ``nearest``).
_NEAR: Final = 0.6

#: A word that is as similar as this is a misspelt word of dateline's, not one of others.
_ALMOST: Final = 0.8

_TRUE: Final = frozenset({"true", "yes", "y", "1", "on"})
_FALSE: Final = frozenset({"false", "no", "n", "0", "off"})


def type_categories(builder: TableBuilder) -> None:
    """Set every given vocabulary column; an unknown word is ``value-unknown`` and missing."""
    for column in schema.COLUMNS:
        if column.dtype == "category" and column.origin == "given":
            words = vocabulary_of(column, builder.settings)
            builder.columns[column.name] = _categories(builder, column.name, words)


def _categories(builder: TableBuilder, name: str, words: tuple[str, ...]) -> pd.Categorical:
    known = {fold_word(word): code for code, word in enumerate(words)}
    codes = np.full(len(builder), -1, dtype=np.int64)
    by_text = rows_by_text(builder.texts(name)) if builder.has(name) else {}
    own = _own_types(builder, by_text, known) if name == "event_type" else {}
    listed = list(words)
    for text, rows in by_text.items():
        is_own = np.isin(builder.file_numbers[rows], own.get(text, ()))
        meant = _known_form(text, known)
        if meant is not None:
            codes[rows[~is_own]] = known[meant]
        if is_own.any():
            codes[rows[is_own]] = len(listed)
            listed.append(text)
        for some in _by_file(builder, rows[~is_own]) if meant is None else ():
            _refuse(builder, some, (name, text), words=words)
    return pd.Categorical.from_codes(codes, categories=pd.Index(listed, dtype="str"))


def _by_file(builder: TableBuilder, rows: np.ndarray) -> list[np.ndarray]:
    """Return the rows of each file."""
    files = builder.file_numbers[rows]
    order = np.argsort(files, kind="stable")
    _, starts = np.unique(files[order], return_index=True)
    return np.split(rows[order], starts[1:]) if len(rows) else []


def _refuse(
    builder: TableBuilder, rows: np.ndarray, said: tuple[str, str], *, words: tuple[str, ...]
) -> None:
    """Report a word that a field does not allow, once with the number of its events."""
    name, text = said
    often = f" in {len(rows):,} events" if len(rows) > 1 else ""
    builder.report(
        rows[:1],
        "value-unknown",
        f"{name} is {quote(text)}{often}, expected one of {_listed(words)}",
        field=name,
        hint=_hint(name, text, words),
        edits=_edits(name, text, words),
    )
    builder.keep(rows, name)


def _own_types(
    builder: TableBuilder, by_text: dict[str, np.ndarray], known: dict[str, int]
) -> dict[str, list[int]]:
    """Return the files in which each unknown type of event is allowed.

    A table of others has types of its own if it knows fewer than half of dateline's. An event file
    with positions was written for dateline, so that an unknown type is a mistake there.
    """
    files_of = {text: np.unique(builder.file_numbers[rows]) for text, rows in by_text.items()}
    unknown = [text for text in by_text if fold_word(text) not in known]
    is_own = 2 * _count(builder, files_of, unknown) > _count(builder, files_of, by_text)
    is_own[builder.file_numbers[builder.is_marked]] = False
    own = {text: files_of[text][is_own[files_of[text]]].tolist() for text in unknown}
    return {
        text: files
        for text, files in own.items()
        if files and (_known_form(text, known) or not _is_misspelt(text, known))
    }


def _known_form(text: str, known: Mapping[str, int]) -> str | None:
    """Return the known word that is the same one, perhaps in the singular or plural; or None."""
    word = fold_word(text)
    forms = (word, word + "s", word.removesuffix("s"))
    return next((form for form in forms if form in known), None)


def _is_misspelt(text: str, known: Mapping[str, int]) -> bool:
    return bool(nearest(fold_word(text), known, cutoff=_ALMOST))


def _count(
    builder: TableBuilder, files_of: dict[str, np.ndarray], texts: Iterable[str]
) -> np.ndarray:
    """Return how many of the texts each file has."""
    files = [files_of[text] for text in texts]
    count = int(builder.file_numbers.max(initial=-1)) + 1
    return np.bincount(np.concatenate([np.zeros(0, np.int64), *files]), minlength=count)


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """Return a word in the form used for comparison.

    >>> fold_word("Single_Source"), fold_word("Explosions / Remote  violence")
    ('single source', 'explosions/remote violence')
    """
    spaced = re.sub(r"[\s_-]+", " ", word.casefold()).strip()
    return re.sub(r" ?/ ?", "/", spaced)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _meanings(name: str, words: tuple[str, ...]) -> dict[str, str]:
    """Return folded words, and the words of the vocabulary that they mean."""
    meant = _MEANT.get(name, {})
    folded = {said: word for said, word in meant.items() if word in words}
    return folded | {fold_word(word): word for word in words}


def _edits(name: str, text: str, words: tuple[str, ...]) -> tuple[Edit, ...]:
    """Return the word to write instead, if the text is almost that word and no other."""
    folded = _meanings(name, words)
    meant = {folded[word] for word in all_near(fold_word(text), folded, cutoff=_ALMOST)}
    return (Edit(name, text, meant.pop()),) if len(meant) == 1 else ()


def _hint(name: str, text: str, words: tuple[str, ...]) -> str:
    folded = _meanings(name, words)
    near = nearest(fold_word(text), folded, cutoff=_NEAR)
    if near:
        return f'did you mean "{folded[near]}"?'
    if name == "event_type":
        return 'write "other" and add sub_event_type, or set event_types in dateline.toml'
    return f"write one of these words, or leave {name} out"


def type_booleans(builder: TableBuilder) -> None:
    """Set every given truth value; any other value is ``field-type`` and becomes missing."""
    for column in schema.COLUMNS:
        if column.dtype == "boolean" and column.origin == "given":
            builder.columns[column.name] = _booleans(builder, column.name)


def _booleans(builder: TableBuilder, name: str) -> pd.arrays.BooleanArray:
    values = np.zeros(len(builder), dtype=bool)
    missing = np.ones(len(builder), dtype=bool)
    for text, rows in rows_by_text(builder.texts(name)).items() if builder.has(name) else ():
        folded = text.casefold()
        if folded in _TRUE or folded in _FALSE:
            values[rows] = folded in _TRUE
            missing[rows] = False
        else:
            builder.refuse(
                rows,
                "field-type",
                f'{name} is {quote(text)}, expected "true" or "false"',
                field=name,
                hint=f"write {name}: true, {name}: false, or leave it out",
            )
    return pd.arrays.BooleanArray(values, missing)
