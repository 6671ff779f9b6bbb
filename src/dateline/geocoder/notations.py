"""Other notations of degrees, rewritten as ``13°21.0'N 42°57.0'E`` or ``48.59, 38.00``.

Nautical ones (``13 21.0N 042 57.0E``, ``15-20N 042-10E``, ``1530N 04215E``), decimal commas, and
words for latitude, longitude and the points of the compass.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.geocoder.scripts import english, languages_of

_TWO_NUMBERS: Final = re.compile(r"\d[^\d]+\d|\d{4}")
#: A position has at most two numbers of three parts each, and a few words.
_LONGEST: Final = 160

_PART: Final = r"\d{1,2}(?:[.,]\d+)?"
_GAP: Final = r"[\s,;/]*[-–—]?\s*"
#: Degrees and minutes of the first or second angle, apart or in one number of a fixed length.
_APART: Final = (
    rf"(?P<@d>\d{{1,3}})[\s°:-]+(?P<@m>{_PART})"
    rf"(?:\s*['’′:]?[\s-]*(?P<@s>{_PART}))?\s*['’′\"”″]*"
)
_SOLID: Final = r"(?P<@d>\d{#})(?P<@m>\d\d)(?P<@s>\d\d)?(?P<@f>\.\d+)?"


def _patterns() -> tuple[re.Pattern[str], ...]:
    made: list[str] = []
    digits = {"NS": "2", "EW": "3"}
    for letters in (("NS", "EW"), ("EW", "NS")):
        for shape in (_APART, _SOLID):
            one, two = (
                shape.replace("@", name).replace("#", digits[some])
                for name, some in zip("ab", letters, strict=True)
            )
            first, second = letters
            made.append(rf"{one}\s*(?P<al>[{first}]){_GAP}{two}\s*(?P<bl>[{second}])")
            made.append(rf"(?P<al>[{first}])\s*{one}{_GAP}(?P<bl>[{second}])\s*{two}")
    return tuple(re.compile(text, re.IGNORECASE) for text in made)


_NAUTICAL: Final = _patterns()

#: Two numbers with decimal commas.
_COMMAS: Final = re.compile(
    r"(?P<a>[-+−]?\d{1,3}),(?P<af>\d+)(?P<al>\s*°?\s*[NSEW]?)(?:\s*[;/]\s*|,\s+|\s+)"
    r"(?P<b>[-+−]?\d{1,3}),(?P<bf>\d+)(?P<bl>\s*°?\s*[NSEW]?)",
    re.IGNORECASE,
)
_SLASH: Final = re.compile(
    r"([-+−]?\d{1,3}(?:\.\d+)?\s*°?\s*[NSEW]?)\s*[/;|]\s*([-+−]?\d{1,3}(?:\.\d+)?\s*°?\s*[NSEW]?)"
)
#: Texts in digits and signs only need no words replaced.
_SIGNED: Final = re.compile(r"[-+−–—:\d.°º'’′\"”″,;/\sNSEWnsew]+")


def plain_degrees(text: str) -> str:
    """Return a text in a notation that is read elsewhere; unchanged if it is no position.

    >>> plain_degrees("15-20N 042-10E"), plain_degrees("48,5906; 37,9998")
    ("15°20'N 42°10'E", '48.5906, 37.9998')
    """
    if len(text) > _LONGEST or not _TWO_NUMBERS.search(text):
        return text
    if text[0] == "[" and text[-1] == "]":
        text = text[1:-1].strip()
    if _SIGNED.fullmatch(text):
        return _nautical(text)
    worded = _worded(text)
    return text if worded is None else _nautical(worded)


def _nautical(text: str) -> str:
    if match := _COMMAS.fullmatch(text):
        return f"{match['a']}.{match['af']}{match['al']}, {match['b']}.{match['bf']}{match['bl']}"
    if match := _SLASH.fullmatch(text):
        return f"{match[1]}, {match[2]}"
    for pattern in _NAUTICAL:
        if match := pattern.fullmatch(text):
            return f"{_angle(match, 'a')} {_angle(match, 'b')}"
    return text


def _angle(match: re.Match[str], name: str) -> str:
    groups = match.groupdict()
    degrees, minutes = int(groups[f"{name}d"]), groups[f"{name}m"].replace(",", ".")
    seconds = (groups.get(f"{name}s") or "").replace(",", ".")
    fraction = groups.get(f"{name}f") or ""
    letter = groups[f"{name}l"].upper()
    if seconds:
        return f"{degrees}°{minutes}'{seconds}{fraction}\"{letter}"
    return f"{degrees}°{minutes}{fraction}'{letter}"


def _worded(text: str) -> str | None:
    """Return a position in which words of a language say what is latitude; None if it is none."""
    others = () if text.isascii() else languages_of(text)
    for language in (english(), *others):
        found = language.with_letters(text)
        if found is not None and _SIGNED.fullmatch(found):
            return found
    return None
