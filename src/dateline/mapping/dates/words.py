"""The words of dates, from the data files: one file a language in ``mapping/words/dates/``.

A file gives the names of months, weekdays and seasons, and words by kind; the kinds are in
:data:`KINDS`. Inside one language a word has one meaning. Two languages may disagree about a word.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

from dateline.mapping.dates.fold import fold

#: Kinds of words, each with the value that the grammar gets.
KINDS: Final = frozenset(
    (
        # parts of a date
        "filler", "year_mark", "month_mark", "day_mark", "month_word", "bc", "am", "pm", "calendar",
        "fiscal",
        # parts of a month, a year or a decade
        "early", "mid", "late", "half", "first_half", "second_half", "quarter", "quarter_letter",
        "half_letter", "decade", "century", "final",
        # units, for relative dates and weeks
        "day", "week", "month_unit", "year_unit", "weekend",
        # boundaries and joints
        "since", "until", "before", "after", "to", "between", "and", "or", "ongoing",
        # doubt
        "about", "perhaps",
        # parts of a day, and weeks around a day
        "night", "night_to", "daypart", "week_of", "week_end",
        # relative dates
        "today", "yesterday", "before_yesterday", "tomorrow", "ago", "last", "this", "next",
        "vague",
    )
)  # fmt: skip
SEASONS: Final = ("spring", "summer", "autumn", "winter")

#: The language of words that all languages share.
COMMON: Final = "common"

#: Signs within words that are no letters: those of India, Thailand, Laos, Myanmar and Cambodia.
_SIGNS: Final = "\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_ATOMS: Final = re.compile(rf"[0-9]+|(?:[^\W\d_]|[{_SIGNS}])+|[^\s]", re.UNICODE)

#: Punctuation inside a phrase that people leave out.
SKIPPED: Final = frozenset("'.\"")

#: The words of a phrase, without the punctuation in :data:`SKIPPED`.
Phrase = tuple[str, ...]


class Meaning(NamedTuple):
    """What a phrase means: its kind, and a number for months, weekdays, ordinals and the like."""

    kind: str
    value: int = 0


class Language(NamedTuple):
    """The words of one language.

    Attributes:
        name: The language tag.
        phrases: Phrase to meaning.
        longest: First word of a phrase to the number of words of the longest one.
        suffixes: Endings of numbers, such as the "th" of "5th".
    """

    name: str
    phrases: dict[Phrase, Meaning]
    longest: dict[str, int]
    suffixes: frozenset[str]


class Lexicon(NamedTuple):
    """The words of all languages.

    Attributes:
        languages: By name.
        by_word: Word to the languages that have it in a phrase.
        by_letter: First letter of a word to the languages that have such a word.
        nothing: Texts that say that there is no date.
        merged: Phrases on which all languages that have them agree, as one more language.
    """

    languages: dict[str, Language]
    by_word: dict[str, frozenset[str]]
    by_letter: dict[str, frozenset[str]]
    nothing: frozenset[str]
    merged: Language


def split_words(folded: str) -> list[str]:
    """Return the numbers, words and single other characters of a folded text."""
    return _ATOMS.findall(folded)


def to_phrase(text: str) -> Phrase:
    """Return a text of a word file as a phrase."""
    return tuple(word for word in split_words(fold(text)) if word not in SKIPPED)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the words of all languages; the files are read once."""
    folder = resources.files("dateline.mapping") / "words" / "dates"
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    raw = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in files
    }
    common = list(meanings(raw.pop(COMMON)))
    languages = {name: _language(name, table, common) for name, table in raw.items()}
    by_word: defaultdict[str, set[str]] = defaultdict(set)
    by_letter: defaultdict[str, set[str]] = defaultdict(set)
    for language in languages.values():
        for phrase in language.phrases:
            for word in phrase:
                by_word[word].add(language.name)
        for suffix in language.suffixes:
            by_word[suffix].add(language.name)
    for word, names in by_word.items():
        by_letter[word[0]] |= names
    return Lexicon(
        languages=languages,
        by_word={word: frozenset(names) for word, names in by_word.items()},
        by_letter={letter: frozenset(names) for letter, names in by_letter.items()},
        nothing=frozenset(
            " ".join(to_phrase(text)) for table in raw.values() for text in table.get("nothing", ())
        ),
        merged=_merged(languages),
    )


def meanings(table: dict[str, Any]) -> list[tuple[Phrase, Meaning]]:
    """Return the phrases of a word file with their meanings, in the order of the file."""
    found: list[tuple[Phrase, Meaning]] = []
    for kind, lists in (("month", table.get("months", ())), ("weekday", table.get("weekdays", ()))):
        for number, names in enumerate(lists, 1):
            found += [(to_phrase(name), Meaning(kind, number)) for name in names]
    for number, season in enumerate(SEASONS, 21):
        found += [(to_phrase(w), Meaning("season", number)) for w in table.get(season, ())]
    for kind in ("ordinal", "number"):
        for digits, names in table.get(f"{kind}s", {}).items():
            found += [(to_phrase(name), Meaning(kind, int(digits))) for name in names]
    for kind, texts in table.get("words", {}).items():
        found += [(to_phrase(text), Meaning(kind)) for text in texts]
    return [(phrase, meaning) for phrase, meaning in found if phrase]


def _language(name: str, table: dict[str, Any], common: list[tuple[Phrase, Meaning]]) -> Language:
    own = dict(meanings(table))
    phrases = {**{p: m for p, m in common if p not in own}, **own}
    suffixes = frozenset(fold(text) for text in table.get("suffixes", ()))
    return Language(name, phrases, _longest(phrases), suffixes)


def _longest(phrases: dict[Phrase, Meaning]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in phrases:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


def _merged(languages: dict[str, Language]) -> Language:
    seen: dict[Phrase, Meaning | None] = {}
    for language in languages.values():
        for phrase, meaning in language.phrases.items():
            seen[phrase] = meaning if seen.get(phrase, meaning) == meaning else None
    phrases = {phrase: meaning for phrase, meaning in seen.items() if meaning is not None}
    suffixes = frozenset().union(*(language.suffixes for language in languages.values()))
    return Language("", phrases, _longest(phrases), suffixes)
