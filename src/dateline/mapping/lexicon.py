"""The words of headings: which words, in any language, stand above a column of which field.

The words are in ``words/headings/*.toml``, one file a language. They are compared in folded form,
word by word, so that combinations that nobody listed are understood as well.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Final

from dateline import schema
from dateline.gazetteer import fold
from dateline.unspaced import UNSPACED

#: Columns that are combined into fields of the event table.
PARTS: Final = (
    "coordinates",
    "utm_zone",
    "hemisphere",
    "start",
    "end",
    "date",
    "time",
    "start_time",
    "end_time",
    "year",
    "month",
    "day",
    "url",
    "publisher",
    "city",
    "district",
    "region",
    "country",
)

#: What the files of words call a field, if it is not the field's own name.
_ALIASES: Final = {
    "id": "event_id",
    "type": "event_type",
    "subtype": "sub_event_type",
    "source": "sources",
    "urls": "url",
    "deaths": "fatalities_best",
    "reported": "reported_at",
    "updated": "updated_at",
    "timezone": "time_zone",
}

#: Lists of words that are no field: words without meaning, and words that qualify others.
_ROLES: Final = frozenset({"small", "event", "number", "name", "link", "low", "high", "other"})

#: Which other words may stand in the heading of a field without changing what it is.
_QUALIFIERS: Final[dict[str, tuple[str, ...]]] = {
    "start": ("date", "time"),
    "end": ("date", "time"),
    "date": ("time",),
    "time": ("small",),
    "year": ("date",),
    "month": ("date",),
    "day": ("date",),
    "fatalities_best": ("number",),
    "sources": ("link", "name", "title"),
    "url": ("sources", "link"),
    "publisher": ("sources", "name"),
    "where": ("name",),
    "city": ("name", "where"),
    "district": ("name",),
    "region": ("name",),
    "country": ("name", "where"),
    "lat": ("coordinates", "geo"),
    "lon": ("coordinates", "geo"),
    "event_id": ("number",),
    "actor1": ("name",),
    "actor2": ("name",),
    "layer": ("name",),
    "event_type": ("name",),
    "verification": ("status",),
    "confidence": ("status",),
}

#: Fields whose heading needs a word of each of two lists.
_COMPOUNDS: Final[dict[str, tuple[str, str]]] = {
    "fatalities_low": ("fatalities_best", "low"),
    "fatalities_high": ("fatalities_best", "high"),
    "reported_at": ("date", "reported_at"),
    "updated_at": ("date", "updated_at"),
}

#: Words of measurement and notation, which say nothing about the field.
_GEO: Final = (
    "wgs wgs84 84 epsg 4326 dd deg degree degrees decimal dec crs84 geo geographic gps utc gmt iso "
    "iso8601 edtf yyyy mm hh m s ms km utf"
)

_ANGLES: Final = frozenset({"lat", "lon"})

#: Weight of a word that says nothing about the field.
_LIGHT: Final = 0.04

#: Score of a word that fits but for its ending.
_NEAR: Final = 0.93

#: Endings of words differ by at most this many letters, and by one after the shortest stems.
_ENDING: Final = 3
_SHORTEST: Final = 4

_ELISION: Final = re.compile(r"(?i)\b([dlsn]|qu|dell|all|nell|sull)['’](?=\w)")
_BRACKETS: Final = re.compile(r"[(\[{（【].*?[)\]}）】]|[°№]")
#: Words in brackets, rather than a unit.
_INSIDE: Final = re.compile(r"[(\[（【]([^()\[\]（）【】]{4,40})[)\]）】]")
_BRACKET: Final = re.compile(r"[()\[\]{}（）【】]")
_DIGITS: Final = re.compile(r"(?<=[^\W\d])(?=\d)")
_ARTICLES: Final = ("ال", "ה")
_LONGEST_COMPOUND: Final = 60
_LONGEST_HEADING: Final = 500
_WIDEST_PIECES: Final = 5


@dataclass(slots=True)
class HeadingWords:
    """The words of all languages.

    Attributes:
        phrases: Folded phrase to the fields that it means, and its rank in the list of each.
        languages: Folded phrase to the fields that it means, and the languages in which it does.
        others: Folded phrase that names no field to the languages in which it does not.
        words: Folded word to the lists that contain it as a word of its own.
        stems: The first letters of each word to the words.
        content: The words that can be part of a compound; in scripts with spaces, words without
            meaning are no part.
        longest: The number of words of the longest phrase.
    """

    phrases: dict[str, dict[str, int]] = field(default_factory=dict)
    languages: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, list[str]] = field(default_factory=dict)
    content: set[str] = field(default_factory=set)
    longest: int = 0

    def add(self, name: str, listed: str, language: str) -> None:
        """Add a comma-separated list of phrases of one field or role in a language."""
        target = _ALIASES.get(name, name)
        for rank, phrase in enumerate(listed.split(",")):
            folded = fold_heading(phrase)
            if name not in _ROLES:
                known = self.phrases.setdefault(folded, {})
                known[target] = min(rank, known.get(target, rank))
                self.languages.setdefault(folded, {}).setdefault(target, set()).add(language)
            elif name == "other":
                self.others.setdefault(folded, set()).add(language)
            if " " not in folded:
                self.words.setdefault(folded, set()).add(target)

    def finish(self) -> None:
        """Prepare the search for phrases, and for words with other endings."""
        self.longest = max((phrase.count(" ") + 1 for phrase in self.phrases), default=0)
        for word, lists in self.words.items():
            if lists != {"small"} or word in _GEO.split() or UNSPACED.search(word):
                self.content.add(word)
            if len(word) >= _SHORTEST and not UNSPACED.search(word):
                self.stems.setdefault(word[:_SHORTEST], []).append(word)


@cache
def lexicon() -> HeadingWords:
    """Return the words of all languages in the package."""
    made = HeadingWords()
    folder = files("dateline.mapping") / "words" / "headings"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            for name, listed in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                made.add(name, listed, entry.name.removesuffix(".toml"))
    for name in (*schema.GIVEN, *PARTS):
        made.phrases.setdefault(fold_heading(name), {})[name] = -1
    made.words.update({word: {"small"} for word in _GEO.split() if word not in made.words})
    made.finish()
    return made


@cache
def fold_heading(heading: str) -> str:
    """Return a heading as folded words, with a space between them.

    What a heading means is said at its beginning; of a very long one no more is looked at.

    >>> fold_heading(" Date of Incident "), fold_heading("LAT (dd)"), fold_heading("eventDate")
    ('date of incident', 'lat', 'event date')
    """
    text = unicodedata.normalize("NFKC", heading.strip()[:_LONGEST_HEADING])
    inner = _BRACKETS.sub(" ", text).strip()
    text = _split_camel(inner or text)
    text = _DIGITS.sub(" ", _ELISION.sub(" ", text))
    folded = fold(text)
    return " ".join(folded.split()) or text.casefold()


def _split_camel(text: str) -> str:
    """Return a text with a space before each capital that begins a word, in any alphabet.

    >>> _split_camel("eventDate"), _split_camel("datumZačátku"), _split_camel("GPSPosition")
    ('event Date', 'datum Začátku', 'GPS Position')
    >>> _split_camel("iDNumber"), _split_camel("xCoord")  # "ID" with a small first letter
    ('iD Number', 'x Coord')
    """
    if text.islower() or text.isupper():
        return text
    parts: list[str] = []
    for at, letter in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        is_first = letter.isupper() and (
            (before.isupper() and after.islower())
            or (before.islower() and not _is_short_form(text, at))
        )
        parts.append(f" {letter}" if is_first else letter)
    return "".join(parts)


def _is_short_form(text: str, at: int) -> bool:
    """Return whether the capital after the first letter of a word continues a short form."""
    is_second = not text[max(at - 2, 0) : at - 1].isalpha()
    return is_second and not text[at + 1 : at + 2].islower()


def heading_words(heading: str) -> list[str]:
    """Return the folded words of a heading, with those in brackets.

    >>> heading_words("Position (lon, lat)")
    ['position', 'lon', 'lat']
    """
    return fold_heading(_BRACKET.sub(" ", heading)).split()


@cache
def heading_scores(heading: str) -> Mapping[str, float]:
    """Return how well a heading fits each field, from 0 to 1; fields it does not fit are left out.

    1 is a phrase of the lists or the field's own name; less is a heading that has other words too.
    """
    words = lexicon()
    folded = fold_heading(heading)
    scores = {name: 1 - 0.002 * (rank + 1) for name, rank in words.phrases.get(folded, {}).items()}
    for name, score in _by_words(folded.split(), words).items():
        scores[name] = max(score, scores.get(name, 0.0))
    if not scores and not says_otherwise(heading):
        inner = [fold_heading(found[1]) for found in _INSIDE.finditer(heading[:_LONGEST_HEADING])]
        named = [words.phrases.get(text, {}) for text in inner]
        scores = dict.fromkeys(chain.from_iterable(named), _NEAR)  # "Victims (killed)"
    return scores


def languages_of(heading: str) -> Mapping[str, set[str]]:
    """Return the fields that a whole heading names, and the languages in which it names them."""
    return lexicon().languages.get(fold_heading(heading), {})


def languages_of_others(heading: str) -> set[str]:
    """Return the languages in which a whole heading says that the column is no field."""
    return lexicon().others.get(fold_heading(heading), set())


def _by_words(tokens: list[str], words: HeadingWords) -> dict[str, float]:
    """Return how well the single words of a heading fit each field."""
    known = [part for piece in _joined(tokens, words) for part in piece]
    meanings = [meaning for meaning, _ in known]
    targets = {name for meaning in meanings for name in meaning} - _ROLES
    scores: dict[str, float] = {}
    for name in targets:
        scores[name] = _cover(name, known)
    for name, (first, second) in _COMPOUNDS.items():
        has_both = any(first in m for m in meanings) and any(second in m for m in meanings)
        if has_both:
            light = {first, second, "event", "small", "number"}
            rest = sum(1 for meaning in meanings if not meaning & light)
            scores[name] = max(scores.get(name, 0.0), 0.97 / (1 + rest))
    return scores


def _joined(tokens: list[str], words: HeadingWords) -> Iterator[list[tuple[set[str], float]]]:
    """Yield the meanings of the phrases and words of a heading, the longest phrases first."""
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + words.longest), at + 1, -1):
            phrase = words.phrases.get(" ".join(tokens[at:end]))
            if phrase and end - at < len(tokens):
                yield [(set(phrase), 1.0)]
                at = end
                break
        else:
            yield _pieces(tokens[at], words)
            at += 1


def _cover(name: str, known: list[tuple[set[str], float]]) -> float:
    """Return the share of a heading's words that say that it is a field."""
    light = {"event", "small", *_QUALIFIERS.get(name, ())}
    hit = rest = 0.0
    for meaning, quality in known:
        if name in meaning and not (hit and meaning & light):
            hit = hit or quality
        elif meaning & light:
            rest += _LIGHT
        else:
            rest += 1
    return 0.99 * hit / (1 + rest) if hit else 0.0


def _pieces(token: str, words: HeadingWords) -> list[tuple[set[str], float]]:
    """Return the meanings of a word, or of the words that it is composed of."""
    exact = words.words.get(token)
    if exact is not None:
        return [(exact, 1.0)]
    if token.isdigit():
        return [({"small"} if len(token) == 1 else set(), 1.0)]
    for article in _ARTICLES:
        bare = token.removeprefix(article)
        if bare != token and (meaning := _meaning(bare, words)):
            return [(meaning, 1.0)]
    if meaning := _meaning(token, words):
        return [(meaning, _NEAR)]
    split = split_compound(token, words.content)
    return [(words.words[part], _NEAR) for part in split] if split else [(set(), 1.0)]


def _meaning(token: str, words: HeadingWords) -> set[str]:
    """Return the meaning of a word, or of the word that has another ending."""
    exact = words.words.get(token)
    if exact is not None:
        return exact
    best: set[str] = set()
    longest = _SHORTEST
    for word in words.stems.get(token[:_SHORTEST], ()):
        common = next(
            (n for n, (a, b) in enumerate(zip(word, token, strict=False)) if a != b),
            min(len(word), len(token)),
        )
        if common >= longest and _is_inflected(word, token, common):
            best = words.words[word] if common > longest else best | words.words[word]
            longest = common
    return best


def _is_inflected(word: str, token: str, common: int) -> bool:
    """Return whether a token is a word with another ending, after the letters that they share."""
    size = max(len(word), len(token))
    if common == _SHORTEST:
        is_longer = len(token) > len(word) or not token.isascii()
        return size - common <= 1 and is_longer
    return size - common <= _ENDING and common >= 2 * size // 3


def lists_of(token: str) -> set[str]:
    """Return the lists that have a folded word, whatever its ending."""
    return _meaning(token, lexicon())


def split_compound(token: str, known: Container[str]) -> list[str]:
    """Return the known words that a compound consists of; empty if it is none, or very long."""
    if len(token) > _LONGEST_COMPOUND:
        return []
    return next(_splits(token, known, pieces=_WIDEST_PIECES), [])


def _splits(token: str, known: Container[str], *, pieces: int) -> Iterator[list[str]]:
    if not token:
        yield []
        return
    if not pieces:
        return
    least = 1 if UNSPACED.search(token) else 3
    for end in range(len(token), least - 1, -1):
        if token[:end] in known:
            for joint in ("", "s", "es", "n", "en"):
                rest = token[end:]
                if rest.startswith(joint):
                    for others in _splits(rest[len(joint) :], known, pieces=pieces - 1):
                        yield [token[:end], *others]


@cache
def first_coordinate(heading: str) -> str:
    """Return ``lat`` or ``lon``, whichever a heading of both names first; empty if it names none.

    >>> first_coordinate("Breite/Länge"), first_coordinate("lonlat"), first_coordinate("Position")
    ('lat', 'lon', '')
    """
    known = {word for word, lists in lexicon().words.items() if not lists.isdisjoint(_ANGLES)}
    for token in heading_words(heading):
        letters = list(token) if set(token) <= _axes().keys() else []
        for part in letters or split_compound(token, known) or [token]:
            found = _axes().get(part, "") or next(iter(lists_of(part) & _ANGLES), "")
            if found in _ANGLES:
                return found
    return ""


@cache
def _axes() -> Mapping[str, str]:
    path = files("dateline.mapping") / "words" / "axes.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {word.strip(): name for name, words in listed.items() for word in words.split(",")}


@cache
def says_otherwise(heading: str) -> bool:
    """Return whether a heading has a word that says that the column is no field."""
    words = lexicon()
    pieces = [part for token in fold_heading(heading).split() for part in _pieces(token, words)]
    return any("other" in meaning for meaning, _ in pieces)
