"""Words of positions in numbers, such as *latitude*, *north* and *degrees*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from dateline.geocoder.templates import one_of

_FLAGS: Final = re.IGNORECASE | re.DOTALL

#: A remark in brackets that has no number in it.
_REMARK: Final = re.compile(r"\s*\([^()\d]*\)\s*$")


def with_letters(text: str, table: Mapping[str, Sequence[str]], *, is_apart: bool) -> str | None:
    """Return a position with letters for words such as *latitude* and *north*, latitude first.

    None if the text has no such word.

    Args:
        text: As written.
        table: The words by what they mean.
        is_apart: Whether words end where their letters end.
    """
    plain = _REMARK.sub("", text)
    for key in ("degrees", "minutes", "seconds", "label"):
        sign = {"degrees": "°", "minutes": "'", "seconds": '"', "label": ""}[key]
        if table.get(key):
            plain = re.sub(_label(table[key], is_apart=is_apart), sign, plain, flags=_FLAGS)
    for letter in "NSEW":
        if table.get(letter):
            words = _label(table[letter], is_apart=is_apart)
            plain = re.sub(words, f" {letter} ", plain, flags=_FLAGS)
    lat, lon = (_label(table.get(k, []), is_apart=is_apart) for k in ("latitude", "longitude"))
    number = r"[\s:=]*(?P<{}>[-+−]?\d[^,;]*?)[\s,;]*"
    both = (lat, number.format("lat"), lon, number.format("lon"))
    for order in (both, (*both[2:], *both[:2])):
        if match := re.fullmatch("".join(order), plain.strip(), _FLAGS):
            found = f"{match['lat'].strip(' ,;')}, {match['lon'].strip(' ,;')}"
            return found.replace("  ", " ")
    return " ".join(plain.replace(":", " ").split()) if plain != text else None


def _label(words: Sequence[str], *, is_apart: bool) -> str:
    return rf"(?<!\w){one_of(words)}(?!\w)" if is_apart else one_of(words)
