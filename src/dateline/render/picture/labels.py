"""Places texts in a picture so that they do not lie over each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from markupsafe import escape

from dateline.render.picture.viewport import Viewport

#: Width of a letter as a share of its size; East Asian letters are as wide as high.
_LETTER: Final = 0.56
_WIDE: Final = 1.0

#: Size in pixels, colour and further attributes of the names of each kind of place.
_LOOKS: Final = {
    "country": (11.0, "#6b665a", ' letter-spacing="1"'),
    "sea": (11.0, "#7b949c", ' font-style="italic"'),
    "lake": (10.0, "#7b949c", ' font-style="italic"'),
    "admin1": (9.5, "#8b8577", ""),
    "disputed": (9.5, "#8b8577", ""),
    "city": (10.0, "#55524a", ""),
}

#: Names at most, so that the picture stays a picture.
_MOST: Final = 90


class Rect(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Space:
    """The free space of a picture: takes a box only if nothing else is there."""

    def __init__(self, width: float, height: float) -> None:
        self._size = (width, height)
        self._boxes = np.empty((0, 4))

    def take(self, box: Rect, *, force: bool = False) -> bool:
        """Return whether the box was free, and occupy it; with ``force`` in any case."""
        width, height = self._size
        is_in = box.left >= 0 and box.top >= 0 and box.right <= width and box.bottom <= height
        taken = self._boxes
        free = is_in and not bool(
            (
                (box.left < taken[:, 2])
                & (taken[:, 0] < box.right)
                & (box.top < taken[:, 3])
                & (taken[:, 1] < box.bottom)
            ).any()
        )
        if free or force:
            self._boxes = np.vstack([taken, box])
        return free


#: Characters that XML does not allow.
_NOT_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text as it stands in XML; characters that XML does not allow become U+FFFD."""
    return str(escape(_NOT_XML.sub("\ufffd", text)))


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is; fonts differ."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return size * (_WIDE * wide + _LETTER * (len(text) - wide))


def place_names(names: Mapping[str, Any], frame: Viewport, space: Space) -> Iterator[str]:
    """Yield the names of the base map that fit, the most important first.

    Args:
        names: As ``Picked.named`` returns them.
        frame: What the picture shows.
        space: What is free of marks.
    """
    px, py = frame.project(names["lon"], names["lat"])
    shown = 0
    for at in np.flatnonzero(names["zoom"] <= frame.zoom + 0.5).tolist():
        x, y, kind = float(px[at]), float(py[at]), names["kind"][at]
        if kind not in _LOOKS or shown >= _MOST:
            continue
        size, colour, more = _LOOKS[kind]
        # The country of a region is on a second line.
        text = names["text"][at].partition("\n")[0]
        said = text.upper() if kind == "country" else text
        width = text_width(said, size) + (len(said) if kind == "country" else 0)
        if kind == "city":
            box = Rect(x - 2, y - size / 2, x + 6 + width, y + size / 2)
            anchor, left, dot = (
                "start",
                x + 5,
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.6" fill="{colour}"/>',
            )
        else:
            box = Rect(x - width / 2, y - size / 2, x + width / 2, y + size / 2)
            anchor, left, dot = "middle", x, ""
        if not space.take(box):
            continue
        shown += 1
        yield dot + outlined(
            said,
            left,
            y + size * 0.36,
            size=size,
            colour=colour,
            more=f' text-anchor="{anchor}"{more}',
        )


def outlined(text: str, x: float, y: float, *, size: float, colour: str, more: str = "") -> str:
    """Return a text with a light rim, so that it can be read on anything."""
    rim = 'stroke="#fcfbf8" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
    look = f'font-size="{size:g}" fill="{colour}" {rim}{more}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{xml_text(text)}</text>'


def ranges(numbers: Sequence[int], between: str = ", ") -> str:
    """Return ascending numbers in few characters.

    >>> ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [
        f"{run[0]}–{run[-1]}" if len(run) > 2 else between.join(map(str, run))  # noqa: PLR2004
        for run in runs
    ]
    return between.join(said)
