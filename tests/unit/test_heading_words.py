"""The word files of headings, values and encodings: known keys, and nothing twice."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import dateline.mapping
import dateline.readers
from dateline import schema
from dateline.mapping.lexicon import _ALIASES, _ROLES, PARTS, fold_heading, lexicon

WORDS = Path(dateline.mapping.__file__).parent / "words"
FILES = sorted((WORDS / "headings").glob("*.toml"))
KEYS = {*schema.GIVEN, *PARTS, *_ALIASES, *_ROLES}


def listed(path: Path) -> dict[str, list[str]]:
    """Return the lists of a word file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: [word.strip() for word in words.split(",")] for name, words in table.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_headings_has_known_keys_and_no_word_twice(path: Path) -> None:
    """Every key is a field or a role, and a phrase stands once in a list, whatever its case."""
    lists = listed(path)
    assert set() == set(lists) - KEYS
    folded = {name: [fold_heading(word) for word in words] for name, words in lists.items()}
    twice = {name: [w for w in words if words.count(w) > 1] for name, words in folded.items()}
    assert {} == {name: words for name, words in twice.items() if words}
    assert all(all(words) for words in folded.values())


def test_every_heading_names_its_field() -> None:
    """A phrase of a list names its field at least as well as any other."""
    known = lexicon().phrases
    for path in FILES:
        for name, words in listed(path).items():
            if name not in _ROLES:
                assert all(_ALIASES.get(name, name) in known[fold_heading(w)] for w in words)


@pytest.mark.parametrize("field", ["status", "verification", "record_status", "confidence"])
def test_a_word_of_others_means_one_word_of_a_vocabulary(field: str) -> None:
    """No word stands for two words of a vocabulary, or twice."""
    table = tomllib.loads((WORDS / "values.toml").read_text(encoding="utf-8"))[field]
    words = [word.strip().casefold() for listed in table.values() for word in listed.split(",")]
    assert [] == [word for word in words if words.count(word) > 1]


def test_the_letters_of_an_encoding_are_in_it() -> None:
    """Each letter is one byte above 127 in its encoding, and stands once for a language."""
    path = Path(dateline.readers.__file__).parent / "letters.toml"
    for codec, languages in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for words in languages.values():
            letters = [entry.split()[0] for entry in words.split(",")]
            assert len(letters) == len(set(letters))
            assert all(letter.encode(codec)[0] > 127 for letter in letters)
            assert len(letters) == len("".join(letters).encode(codec))
