"""Which encoding of one byte a letter a text has: the one that makes the likeliest letters of it.

The letters of languages are in ``letters.toml``. Only bytes above 127 differ between encodings.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

#: How much of a file is examined, in bytes.
_SAMPLE_BYTES: Final = 1 << 18

_HIGH: Final = re.compile(rb"[\x80-\xff]")
#: Two bytes of which at least one is above 127, also those that overlap.
_PAIR: Final = re.compile(rb"(?=([\x80-\xff][\x41-\xff]|[\x41-\x7f][\x80-\xff]))", re.DOTALL)
_LETTER: Final = re.compile(rb"[A-Za-z\x80-\xff]")
_LINK: Final = re.compile(rb"https?://[^\s,;|]+")
#: A smaller share of letters beyond ASCII than this is that of names in English or Dutch.
_FEW: Final = 0.02
_WESTERN: Final = "windows-1252"
#: Letters from here on are not Latin.
_NOT_LATIN: Final = "\u0250"

#: Marks that texts in every language have.
_MARKS: Final = frozenset("–—‘’‚“”„«»‹›…•·°§№€£©®™¿¡º\u00a0")
_MARK: Final = math.log(0.02)
#: The share of letters of other languages, in names.
_FOREIGN: Final = 0.2
#: The weight of a letter that the language does not have, of another character, and of none.
_STRANGE_LETTER: Final = math.log(0.001)
_STRANGE: Final = math.log(0.0003)
_UNDEFINED: Final = math.log(0.00001)
#: The weight of letters of two alphabets in one word, and of a capital after a small letter.
_MIXED: Final = math.log(0.02)


def codecs_of_one_byte() -> tuple[str, ...]:
    """Return the encodings that :func:`likely_codec` knows."""
    return tuple(_letters())


def likely_codec(content: bytes) -> str:
    """Return the encoding in which the bytes above 127 are the likeliest letters.

    >>> likely_codec("Münster".encode("cp1252")), likely_codec("Суми".encode("cp1251"))
    ('windows-1252', 'windows-1251')
    >>> likely_codec("İstanbul'da köprü kapatıldı".encode("cp1254"))
    'windows-1254'
    """
    sample = content[:_SAMPLE_BYTES]
    bytes_ = Counter(_HIGH.findall(sample))
    pairs = Counter(found[1] for found in _PAIR.finditer(sample))
    weights = {codec: _weight(bytes_, pairs, codec) for codec in _letters()}
    high = bytes_.total()
    if high < _FEW * len(_LETTER.findall(_LINK.sub(b"", sample))):
        weights[_WESTERN] -= high * _STRANGE / 3  # the accents are those of names
    return max(weights, key=weights.__getitem__)


def _weight(counts: Mapping[bytes, int], pairs: Mapping[bytes, int], codec: str) -> float:
    """Return how likely bytes and pairs of bytes are in an encoding, in the best language."""
    letters = {byte.decode(codec, "replace"): count for byte, count in counts.items()}
    best = max(
        sum(count * _letter_weight(letter, known) for letter, count in letters.items())
        for known in _letters()[codec]
    )
    mixed = sum(count for pair, count in pairs.items() if _is_mixed(pair.decode(codec, "replace")))
    return best + mixed * _MIXED


def _is_mixed(pair: str) -> bool:
    """Return whether two letters are of two alphabets, or a capital follows a small letter."""
    first, second = pair[:1], pair[1:]
    if not (first.isalpha() and second.isalpha()):
        return False
    return (first < _NOT_LATIN) != (second < _NOT_LATIN) or (first.islower() and second.isupper())


def _letter_weight(letter: str, known: Mapping[str, float]) -> float:
    if letter in _MARKS:
        return _MARK
    if letter == "\ufffd" or unicodedata.category(letter) == "Cc":
        return _UNDEFINED
    small = letter.lower()[:1]
    return known.get(letter, known.get(small, _STRANGE_LETTER if letter.isalpha() else _STRANGE))


@cache
def _letters() -> Mapping[str, list[dict[str, float]]]:
    """Return the weights of letters in each language of each encoding."""
    text = (files("dateline.readers") / "letters.toml").read_text(encoding="utf-8")
    return {
        codec: list(_weights([_shares(listed) for listed in languages.values()]))
        for codec, languages in tomllib.loads(text).items()
    }


def _weights(languages: Sequence[Mapping[str, float]]) -> Iterator[dict[str, float]]:
    """Yield the weights in each language, with some letters of the others, as in foreign names."""
    letters = frozenset[str]().union(*languages)
    foreign = {c: sum(one.get(c, 0) for one in languages) / len(languages) for c in letters}
    for shares in languages:
        yield {
            c: math.log((1 - _FOREIGN) * shares.get(c, 0) + _FOREIGN * foreign[c]) for c in letters
        }


def _shares(listed: str) -> dict[str, float]:
    numbers = {letter: int(number) for letter, number in map(str.split, listed.split(","))}
    total = sum(numbers.values())
    return {letter: number / total for letter, number in numbers.items()}
