"""Folding: one key for all spellings of a name. The imports are light; choosing is done elsewhere.

The compile step and the look-up use the same :func:`fold`, so that look-ups find the stored keys.
Any change here changes the keys, so the build hook then compiles the gazetteer again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Marks that writers may omit: the accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel
# signs. Marks with a sound of their own (Devanagari, Thai, kana) are kept.
_MARKS: Final = (
    *range(0x0300, 0x0370),
    *range(0x0483, 0x0488),
    *range(0x0591, 0x05BE),
    *(0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7),
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x1AB0, 0x1B00),
    *range(0x1DC0, 0x1E00),
    *range(0x20D0, 0x2100),
    *range(0xFE20, 0xFE30),
)
# Letters without a Unicode decomposition, and letters with two code points.
_LETTERS: Final = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ŋ": "n",
    "ı": "i",
    "ə": "e",
    "ǝ": "e",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ŧ": "t",
    "ƿ": "w",
    "ɨ": "i",
    "ʉ": "u",
    "ک": "ك",
    "ی": "ي",
    "ى": "ي",
    "ې": "ي",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ґ": "г",
    "ё": "е",
}
# Apostrophes, primes, quotation marks, tatweel and invisible characters are removed: romanisations
# use them for a soft sign or an ayn, and writers differ in how they write these.
_VANISHING: Final = (
    "'`\"´ʹʺʻʼʽʾʿˈˊˋ‘’‚‛“”„‟′″‴‵‶«»‹›՚՛״׳ـ"
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_TABLE: Final[dict[int, str | None]] = {
    **dict.fromkeys(_MARKS),
    **{ord(letter): other for letter, other in _LETTERS.items()},
    **{ord(character): None for character in _VANISHING},
}

# A sequence of initials: "U.S.", "D. P. R. K.".
_INITIALS: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?![^\W_]))?")
# Separators of words: everything except letters, digits and the marks that Python's \w leaves out
# (Indic, South-East Asian and Tibetan vowel signs, kana voicing).
_NOT_WORD: Final = re.compile(
    r"[^\w\u0900-\u0963\u0966-\u0dff\u0e00-\u0f0a\u0f10-\u1049\u1050-\u109f\u135d-\u135f"
    r"\u1700-\u17d3\u17dd\u1a00-\u1cff\u3099\u309a\ua800-\uaaff\uabe3-\uabed]+|_+"
)

#: Abbreviated first words of names, and their full form.
ABBREVIATIONS: Final[dict[str, str]] = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "pt": "point",
}


def fold(text: str) -> str:
    """Return the look-up key of ``text``: lower case, unaccented, words separated by a space.

    Case, accents, apostrophes, hyphens and other punctuation make no difference; "St." is
    "Saint", "Mt." is "Mount", "Ft." is "Fort", "&" is "and", "U.S." is "US", and a leading "the" is
    dropped. Nothing is transliterated. Folding a key returns the same key.

    Args:
        text: A name as written, in any script and any Unicode normal form.

    Returns:
        The key; empty if ``text`` contains no letter or digit.

    Examples:
        >>> fold("Kurskaya Oblast’")
        'kurskaya oblast'
        >>> fold("St. Pölten"), fold("Saint-Pölten")
        ('saint polten', 'saint polten')
        >>> fold("U.S.")
        'us'
        >>> fold("강원도")
        '강원도'
    """
    words = _words(text)
    return " ".join(_expand(words)) if len(words) > 1 else "".join(words)


def _words(text: str) -> list[str]:
    if "." in text:
        # A decomposed initial would be a letter, a mark and only then its full stop.
        text = _INITIALS.sub(_join_initials, unicodedata.normalize("NFC", text))
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold().translate(_TABLE)
        text = unicodedata.normalize("NFC", text)
    else:
        text = text.replace("'", "").replace('"', "").replace("`", "")
    # Most names are letters and spaces, which is seen in a fraction of the time.
    if not text.replace(" ", "").isalnum():
        text = _NOT_WORD.sub(" ", text.replace("&", " and "))
    return text.split()


def _join_initials(match: re.Match[str]) -> str:
    joined = match.group().replace(".", "").replace(" ", "")
    return joined + " " if match.group()[-1].isspace() else joined


def _expand(words: list[str]) -> list[str]:
    words = [*(ABBREVIATIONS.get(word, word) for word in words[:-1]), words[-1]]
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return words
