"""Texts in the one form in which words of dates are compared and read.

Digits of every script become ASCII, letters lose case, accents and joiners, and all dashes, quotes
and spaces become the plain ones. The word files pass through the same function.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Accents, vowel points and the Arabic lengthening mark: people leave them out.
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670\u0640]")
#: Marks of direction, joiners and soft hyphens: they show nothing.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACES: Final = re.compile(r"\s+")

#: Letters that do not decompose, punctuation of other scripts, and letters that two keyboards
#: write differently.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("‘’‚‛′ʼ`´׳", "'"),
        **dict.fromkeys("“”„‟«»″״", '"'),
        **dict.fromkeys("،、，၊", ","),
        **dict.fromkeys("。．", "."),
        **dict.fromkeys("／⁄", "/"),
        **dict.fromkeys("：", ":"),
        **dict.fromkeys("～〜∼", "~"),
        **dict.fromkeys("？؟", "?"),
        "ı": "i",
        "°": "o",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
        "ہ": "ه",
        "ۀ": "ه",
        "॰": ".",
        "։": ".",
    }
)

#: A weekday of one letter in brackets, as Japanese and Korean dates have it.
_BRACKETED: Final = re.compile("\\(([月火水木金土日])\\)|\\(([월화수목금토일])\\)")


def fold(text: str) -> str:
    """Return a text in the form for comparison.

    >>> fold("  7 Août 2024"), fold("٥ مارس ٢٠٢٤"), fold("8–9 June")
    ('7 aout 2024', '5 مارس 2024', '8-9 june')
    """
    if text.isascii():
        return _SPACES.sub(" ", text.casefold()).strip()
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", plain))
    whole = unicodedata.normalize("NFC", bare).translate(_PLAIN)
    digits = "".join(_digit(letter) for letter in whole)
    return _SPACES.sub(" ", _BRACKETED.sub(_full_weekday, digits)).strip()


def _digit(letter: str) -> str:
    return letter if letter.isascii() or not letter.isdecimal() else str(int(letter))


def _full_weekday(found: re.Match[str]) -> str:
    return f" {found[1]}曜日" if found[1] else f" {found[2]}요일"
