"""The settings of pictures: whether they become a part of the page, and how large they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dateline import checks
from dateline.limits import check_limit

#: The folder of a project in which pictures are looked up by their SHA-256.
MEDIA_FOLDER: Final = "media"

#: The longest side that a WebP picture can have, in pixels.
MOST_SIDE: Final = 16_383


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """Which pictures the page contains.

    Attributes:
        embed: Whether pictures of the project become a part of the page: those with a ``file``,
            and those with a ``url`` and a ``sha256`` that a file in the folder ``media`` has.
            Nothing is ever downloaded. If false, media are links.
        max_kb: Most kilobytes of one picture, after it was scaled down. Written as text, it takes a
            third more of the page.
        max_total_mb: Most megabytes of all pictures together.
        max_pixels: Longest side of a picture in the page; larger ones are scaled down.
    """

    embed: bool = False
    max_kb: int = 400
    max_total_mb: int = 20
    max_pixels: int = 1_600


def check_side(value: object) -> int:
    """Return the value if it is a side that a picture can have, in pixels, else raise."""
    side = check_limit(value)
    if side > MOST_SIDE:
        raise TypeError(f"a whole number from 1 to {MOST_SIDE}")
    return side


#: The checks of the settings by name.
MEDIA_CHECKS: Final[dict[str, checks.Check]] = {
    "embed": checks.flag,
    "max_kb": check_limit,
    "max_total_mb": check_limit,
    "max_pixels": check_side,
}
