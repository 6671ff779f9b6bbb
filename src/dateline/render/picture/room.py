"""Finds free places for texts in a picture, so that none covers another or a mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_CELL_PX: Final = 48
#: Widths of characters as shares of the font size: narrow, usual, capital and full.
_NARROW, _USUAL, _DIGIT, _CAPITAL, _FULL = 0.34, 0.6, 0.64, 0.7, 1.02


class Rect(NamedTuple):
    """A box in pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class FreeRoom:
    """What is taken in a picture of some size (pixels)."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[Rect]] = field(default_factory=dict)

    def take(self, box: Rect) -> None:
        """Mark a box as taken."""
        for cell in _cells_of(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Rect) -> bool:
        """Return whether a box is inside the picture and touches nothing that is taken."""
        if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height:
            return False
        return not any(_meet(box, other) for cell in _cells_of(box) for other in self._at(cell))

    def overlap(self, box: Rect) -> float:
        """Return how much of a box is taken or outside, in square pixels."""
        taken = {other for cell in _cells_of(box) for other in self._at(cell)}
        inside = _common(box, Rect(0, 0, self.width, self.height))
        # What is outside the picture can't be read at all.
        outside = (box.right - box.left) * (box.bottom - box.top) - inside
        return 100 * outside + sum(sorted(_common(box, other) for other in taken))

    def _at(self, cell: tuple[int, int]) -> list[Rect]:
        return self._cells.get(cell, [])


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a sans-serif font of some size, pixels."""
    return size * sum(map(_width_of, text))


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return a text as lines of at most about this width; a longer word is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def _width_of(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if letter in " .,:;'|!iljI()[]-–t":
        return _NARROW
    if letter.isdigit():
        return _DIGIT
    return _CAPITAL if letter.isupper() or letter in "mw%@" else _USUAL


def _cells_of(box: Rect) -> Iterable[tuple[int, int]]:
    for column in range(int(box.left // _CELL_PX), int(box.right // _CELL_PX) + 1):
        for row in range(int(box.top // _CELL_PX), int(box.bottom // _CELL_PX) + 1):
            yield column, row


def _meet(a: Rect, b: Rect) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def _common(a: Rect, b: Rect) -> float:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(0.0, across) * max(0.0, down)
