"""Distances in a ``where`` text: in digits or words, exact, vague or as a range."""

from __future__ import annotations

import re
from typing import Final

from dateline.geocoder.forms import FARTHEST_M, Distance
from dateline.geocoder.language import PlaceWords
from dateline.geocoder.slices import NoReadingError, Slice, brief

_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")

_HUNDRED: Final = 100.0


def distance_of(text: Slice, match: re.Match[str], language: PlaceWords) -> Distance:
    """Return the distance in a text.

    Args:
        text: What was matched.
        match: Has the groups of the slot ``distance``.
        language: The language of the order that matched.

    Raises:
        ExpressionError: The distance is longer than any on Earth.
        NoReadingError: The words are not a number.
    """
    unit = language.unit(match["unit"])
    groups = match.groupdict()
    written = groups.get("value")
    if written is not None:
        least, most = _number(written), groups.get("most")
        far = _number(most) if most else None
        if far is not None and far <= least:
            least, far = min(least, far), None if far == least else least
    else:
        written = groups["words"]
        found = _in_words(written, language)
        if found is None:
            raise NoReadingError
        least, far = found
    if groups.get("half"):
        least, far = least + 0.5, None if far is None else far + 0.5
    distance = Distance(least, unit, is_approximate=match["about"] is not None, most=far)
    if max(distance.metres, Distance(far or 0.0, unit).metres) > FARTHEST_M:
        raise text.sub(*match.span("value" if match["value"] else "words")).no_distance(
            f'"{brief(written)} {unit}" is farther than any place on Earth can be, '
            f"expected at most {FARTHEST_M / 1000:,.1f} km",
            "check the number and its unit",
        )
    return distance


def _number(written: str) -> float:
    return float(written.replace(",", "" if _THOUSANDS.fullmatch(written) else "."))


def _in_words(written: str, language: PlaceWords) -> tuple[float, float | None] | None:
    """Return the number of some words, or two numbers if they are vague; None for other words."""
    plain = re.sub("[’ʼ]", "'", " ".join(written.casefold().split()))
    if plain in language.vague:
        return language.vague[plain]
    longest = sorted(language.numbers, key=len, reverse=True)
    total, rest = 0.0, plain
    while rest:
        word = next((word for word in longest if rest.startswith(word)), None)
        if word is None:
            return None
        value = language.numbers[word]
        total = total * value if value >= _HUNDRED and total else _added(total, value)
        rest = rest[len(word) :].lstrip(" -")
    return total, None


def _added(total: float, value: float) -> float:
    """Return a sum of number words; in 二十 the ten is multiplied by the digit before it."""
    return total * value if 0 < total < value == 10 else total + value  # noqa: PLR2004
