"""Split a text into tokens: numbers, clock times, punctuation, and words of one language.

The text is split once. Which language it is written in is not known, so each language that has all
of its words gets its own tokens; languages that agree share them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from dateline.mapping.dates.clock import clock_at, may_start, without_half
from dateline.mapping.dates.words import (
    SKIPPED,
    Language,
    Lexicon,
    lexicon,
    split_words,
)
from dateline.unspaced import UNSPACED

#: Longer texts are not dates.
MAX_LETTERS: Final = 160
#: A text with more words, numbers and marks than this is not a date.
MAX_ATOMS: Final = 48

_ROMAN: Final = {
    f"{'x' * tens}{ones}": 10 * tens + number
    for tens in range(3)
    for number, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens or number
}
#: Roman numerals with the ending of an ordinal, before a unit: "XIXe siècle", "IVème trimestre".
_ROMAN_ORDINAL: Final = {
    f"{roman}{ending}": number
    for roman, number in _ROMAN.items()
    for ending in ("e", "eme", "ieme", "er", "th")
    if len(roman) > 1 or ending == "er"
}
_MONTHS: Final = 12
#: Kinds of words after which a Roman numeral is a number: "IV kwartał", "XIX век".
_COUNTED: Final = frozenset(("quarter", "half", "century", "week"))
#: Kinds of words that a dash or apostrophe joins to a number without meaning "to": "2024-ben".
_GLUED: Final = frozenset(("filler", "decade", "since", "until", "after", "before", "century"))
_SHORT: Final = 2
#: A text without words is the same in every language.
_ANY_LANGUAGE: Final = "en"
#: Stands for any clock time while words are looked up.
_ANY_CLOCK: Final = "00:00"
_ROMAN_MARK: Final = "roman"


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: ``number``, ``clock``, ``mark`` (punctuation) or a kind of word.
        value: The number, or what the word means.
        size: Number of figures; 0 if it is no number.
        gap: Whether white space precedes it.
        text: The clock time in EDTF, or the mark.
    """

    kind: str
    value: int = 0
    size: int = 0
    gap: bool = False
    text: str = ""


class TextPiece(NamedTuple):
    """A piece of a text before its words are looked up.

    Attributes:
        text: A number, a word or one other character.
        gap: Whether white space precedes it.
        clock: The clock time in EDTF, if it is one.
    """

    text: str
    gap: bool
    clock: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it consists of figures."""
        return not self.clock and self.text.isdecimal()

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return not self.clock and self.text[0].isalpha()


def split(folded: str) -> list[TextPiece] | None:
    """Return the atoms of a folded text, or None if there are too many for a date."""
    if len(folded) > MAX_LETTERS:
        return None
    atoms: list[TextPiece] = []
    has_clock = may_start(folded)
    at, gap = 0, False
    while at < len(folded):
        if folded[at] == " ":
            at, gap = at + 1, True
            continue
        clock = clock_at(folded, at) if has_clock and _may_be_clock(folded, at, atoms) else None
        if clock:
            if atoms and atoms[-1].text == "t" and not gap:
                atoms.pop()  # 2024-03-05T14:30
            atoms.append(TextPiece("", gap, clock.text))
            at = clock.end
        else:
            word = split_words(folded[at : at + MAX_LETTERS])[0]
            word = without_half(word) if has_clock and UNSPACED.search(word) else word
            atoms.append(TextPiece(word, gap))
            at += len(word)
        gap = False
        if len(atoms) > MAX_ATOMS:
            return None
    return atoms


def _may_be_clock(folded: str, at: int, atoms: list[TextPiece]) -> bool:
    """Return whether a clock time may start here: not inside a number or a word."""
    before = folded[at - 1] if at else " "
    if folded[at].isdecimal():
        is_t = before == "t" and bool(atoms) and atoms[-1].text == "t"
        return is_t or before in " ,(;[-/|@" or not (before.isascii() or before.isdecimal())
    return not before.isalpha() or UNSPACED.search(before) is not None


class Tokenised(NamedTuple):
    """The tokens of a text in the languages that give it the same ones."""

    tokens: tuple[Token, ...]
    languages: tuple[str, ...]


def tokenise(pieces: list[TextPiece]) -> list[Tokenised]:
    """Return the tokens of a text, once for each way in which languages understand its words.

    How words are understood does not depend on the figures beside them, so texts that differ only
    in their figures are looked up once.
    """
    shape = tuple(_shaped(piece) for piece in pieces)
    figures = [Token("number", int(p.text), len(p.text), p.gap) for p in pieces if p.is_number]
    clocks = [Token("clock", gap=p.gap, text=p.clock) for p in pieces if p.clock]
    found = _tokenise(shape)
    return [Tokenised(_filled(one.tokens, figures, clocks), one.languages) for one in found]


def _shaped(piece: TextPiece) -> TextPiece:
    if piece.clock:
        return TextPiece("", piece.gap, _ANY_CLOCK)
    return TextPiece("0" * len(piece.text), piece.gap) if piece.is_number else piece


def _filled(
    tokens: tuple[Token, ...], figures: list[Token], clocks: list[Token]
) -> tuple[Token, ...]:
    """Return tokens with their figures and clock times in place."""
    numbers, times = iter(figures), iter(clocks)
    return tuple(
        next(numbers)
        if token.kind == "number" and token.size and token.text != _ROMAN_MARK
        else next(times)
        if token.kind == "clock"
        else token
        for token in tokens
    )


@lru_cache(maxsize=8192)
def _tokenise(pieces: tuple[TextPiece, ...]) -> list[Tokenised]:
    words = lexicon()
    names = _candidates(pieces, words)
    found: dict[tuple[Token, ...], list[str]] = {}
    for name in names:
        tokens = _Lexer(pieces, words.languages[name]).run()
        if tokens is not None:
            found.setdefault(tokens, []).append(name)
    if not found and not names:
        tokens = _Lexer(pieces, words.merged).run()
        if tokens is not None:
            found[tokens] = []
    return [Tokenised(tokens, tuple(languages)) for tokens, languages in found.items()]


def _candidates(pieces: tuple[TextPiece, ...], words: Lexicon) -> list[str]:
    """Return the languages that may have all words of a text."""
    names = frozenset(words.languages)
    has_word = False
    for piece in pieces:
        if piece.is_word:
            has_word = True
            if UNSPACED.search(piece.text):
                names &= words.by_letter.get(piece.text[0], frozenset())
            elif piece.text not in _ROMAN and piece.text not in _ROMAN_ORDINAL:
                names &= words.by_word.get(piece.text, frozenset())
    return sorted(names) if has_word else [_ANY_LANGUAGE]


class _Lexer:
    """The words of one text looked up in one language."""

    def __init__(self, atoms: tuple[TextPiece, ...], language: Language) -> None:
        self._atoms = atoms
        self._language = language
        self._tokens: list[Token] = []

    def run(self) -> tuple[Token, ...] | None:
        at = 0
        while at < len(self._atoms):
            after = self._step(at)
            if after is None:
                return None
            at = after
        return tuple(self._tokens)

    def _step(self, at: int) -> int | None:
        """Add the token at an atom and return the atom after it; None if a word is unknown."""
        atom = self._atoms[at]
        if atom.clock:
            self._tokens.append(Token("clock", gap=atom.gap, text=atom.clock))
            return at + 1
        if atom.is_number:
            self._tokens.append(Token("number", int(atom.text), len(atom.text), atom.gap))
            return self._after_number(at + 1, len(atom.text))
        roman = self._roman(at)
        if roman:
            self._tokens.append(roman)
            return at + 1
        phrase = self._phrase(at)
        if phrase:
            return phrase
        if atom.is_word:
            parts = list(self._unspaced(atom)) if UNSPACED.search(atom.text) else []
            self._tokens += parts
            return at + 1 if parts else None
        if atom.text not in SKIPPED or atom.text == ".":
            self._tokens.append(Token("mark", gap=atom.gap, text=atom.text))
        return at + 1

    def _after_number(self, at: int, size: int) -> int:
        """Skip the ending of a number: "5th", "7-го", "2024-ben"; dashes before it mean nothing."""
        glue = at < len(self._atoms) and self._atoms[at].text in ("-", "'", ".")
        glue = glue and not self._atoms[at].gap
        ending = at + glue
        if ending >= len(self._atoms) or self._atoms[ending].gap:
            return at
        word = self._atoms[ending].text
        if not self._atoms[ending].is_word:
            return at
        if word in self._language.suffixes and size <= _SHORT:
            return ending + 1
        meaning = self._language.phrases.get((word,))
        if glue and meaning and meaning.kind == "decade" and size > _SHORT:
            return ending
        if glue and word in self._language.suffixes:
            return ending + 1
        return ending if glue and meaning and meaning.kind in _GLUED else at

    def _roman(self, at: int) -> Token | None:
        """Return a Roman numeral: a month between day and year, or a number before a unit."""
        atom = self._atoms[at]
        ordinal = _ROMAN_ORDINAL.get(atom.text, 0)
        number = _ROMAN.get(atom.text, ordinal)
        if not number:
            return None
        inner = [a for a in self._atoms[at + 1 : at + 4] if a.text not in (".", "-", "/")]
        if inner and inner[0].is_word:
            meaning = self._language.phrases.get((inner[0].text,))
            if meaning and meaning.kind in _COUNTED:
                return Token("number", number, 1, atom.gap, _ROMAN_MARK)
        if ordinal:
            return None
        before = [a for a in self._atoms[max(0, at - 2) : at] if a.text not in (".", "-", "/")]
        if (
            number <= _MONTHS
            and before
            and before[-1].is_number
            and len(before[-1].text) <= _SHORT
            and inner
            and inner[0].is_number
            and len(inner[0].text) == len("2024")
        ):
            return Token("month", number, 0, atom.gap)
        if before and before[-1].is_word:
            meaning = self._language.phrases.get((before[-1].text,))
            if meaning and meaning.kind in _COUNTED:
                return Token("number", number, 1, atom.gap, _ROMAN_MARK)
        return None

    def _phrase(self, at: int) -> int | None:
        """Add the longest phrase that starts at an atom, and return the atom after it."""
        longest = self._language.longest.get(self._atoms[at].text, 0)
        words: list[str] = []
        best: tuple[int, Token] | None = None
        end = at
        while end < len(self._atoms) and len(words) < longest:
            atom = self._atoms[end]
            end += 1
            if atom.clock:
                break
            if atom.text in SKIPPED:
                continue
            words.append(atom.text)
            meaning = self._language.phrases.get(tuple(words))
            if meaning:
                token = Token(meaning.kind, meaning.value, 0, self._atoms[at].gap)
                best = (end, token)
        if best is None:
            return None
        self._tokens.append(best[1])
        return best[0]

    def _unspaced(self, atom: TextPiece) -> Iterator[Token]:
        """Yield the words of a script without spaces, longest first; nothing if one is unknown."""
        text, gap = atom.text, atom.gap
        tokens = []
        while text:
            for length in range(len(text), 0, -1):
                meaning = self._language.phrases.get((text[:length],))
                if meaning:
                    tokens.append(Token(meaning.kind, meaning.value, 0, gap))
                    text, gap = text[length:], False
                    break
            else:
                return
        yield from tokens
