"""Which events share a mark in a picture, and how their numbers are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

#: Longer lists of numbers are written below the picture, and a letter in it.
_LONGEST: Final = 14


@dataclass(slots=True)
class Spot:
    """Events whose marks would cover each other.

    Attributes:
        x: Pixels from the left, of the first event.
        y: Pixels from the top.
        rows: The events, in order.
        letters: Its name, if its numbers are written below the picture.
    """

    x: float
    y: float
    rows: list[int] = field(default_factory=list)
    letters: str = ""

    @property
    def numbers(self) -> str:
        """The numbers of its events, from 1."""
        return format_numbers(row + 1 for row in self.rows)

    @property
    def label(self) -> str:
        """What is written next to its mark."""
        return self.letters or self.numbers


def group_near(places: Iterable[tuple[int, float, float]], apart: float) -> list[Spot]:
    """Return groups of events that are nearer to the first of their group than ``apart`` pixels.

    Args:
        places: Row, pixels from the left, pixels from the top; the order decides on the groups.
        apart: Pixels.
    """
    groups: list[Spot] = []
    cells: dict[tuple[int, int], list[Spot]] = {}
    for row, x, y in places:
        column, line = int(x // apart), int(y // apart)
        near = [
            group
            for a in (-1, 0, 1)
            for b in (-1, 0, 1)
            for group in cells.get((column + a, line + b), ())
            if (group.x - x) ** 2 + (group.y - y) ** 2 < apart**2
        ]
        group = min(near, key=lambda one: (one.x - x) ** 2 + (one.y - y) ** 2, default=None)
        if group is None:
            group = Spot(x, y)
            groups.append(group)
            cells.setdefault((column, line), []).append(group)
        group.rows.append(row)
    _name(groups)
    return groups


def format_numbers(numbers: Iterable[int]) -> str:
    """Return ascending numbers with their runs put together.

    >>> format_numbers([1, 3, 4, 5, 8, 9])
    '1, 3–5, 8, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    joint = "–" if len(run) > 2 else ", "  # noqa: PLR2004 - a range of two is no shorter
    return f"{run[0]}{joint}{run[-1]}" if len(run) > 1 else str(run[0])


def _name(groups: Sequence[Spot]) -> None:
    long = [group for group in groups if len(group.numbers) > _LONGEST]
    for index, group in enumerate(long):
        group.letters = _letters(index)


def _letters(index: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
