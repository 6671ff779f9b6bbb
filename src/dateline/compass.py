"""The points of the compass: words for them, and their bearings."""

from __future__ import annotations

from typing import Final

#: The sixteen compass points, clockwise from north.
COMPASS: Final = (
    "N",
    "NNE",
    "NE",
    "ENE",
    "E",
    "ESE",
    "SE",
    "SSE",
    "S",
    "SSW",
    "SW",
    "WSW",
    "W",
    "WNW",
    "NW",
    "NNW",
)

_WORDS: Final = {"north": "n", "east": "e", "south": "s", "west": "w"}


def compass_point(word: str) -> str | None:
    """Return the compass point for a word or abbreviation, or None.

    Case, hyphens and the endings *-ern*, *-wards* are ignored.

    >>> compass_point("north-eastern"), compass_point("ene"), compass_point("Nord")
    ('NE', 'ENE', None)
    """
    letters = word.casefold().replace("-", " ").replace(".", "")
    for name, letter in _WORDS.items():
        for ending in ("ernmost", "wards", "ward", "erly", "ern", ""):
            letters = letters.replace(name + ending, letter)
    point = letters.replace(" ", "").upper()
    return point if point in COMPASS else None


def compass_bearing(point: str) -> float:
    """Return the bearing in degrees of one of :data:`COMPASS`.

    >>> compass_bearing("SW")
    225.0
    """
    return COMPASS.index(point) * 22.5


def nearest_compass_point(bearing: float) -> str:
    """Return the compass point nearest to a bearing in degrees.

    >>> nearest_compass_point(350.0)
    'N'
    """
    return COMPASS[round(bearing / 22.5) % 16]
