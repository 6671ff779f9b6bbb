"""Progress: which step a run is at and what share of its work lies behind it.

Whoever shows it reads the clock and the terminal; nothing here does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

#: What a step costs for an event with text and coordinates, in microseconds on two cores, as
#: ``bench/commands.md`` has it. Only their ratios matter: they are how far the bar moves.
COSTS: Final = {"read": 5, "normalise": 4, "geocode": 4, "layers": 0.2, "page": 8, "export": 5}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a run is.

    Attributes:
        step: A word of :data:`COSTS`, or ``done``.
        share: Share of the whole work that lies behind, 0 to 1; never less than before.
        events: How many events there are; 0 until they are read.
        name: The file that is being written, if one is.
    """

    step: str
    share: float
    events: int = 0
    name: str = ""


#: Reported at the beginning of each step, while it goes on, and at the end.
Progress = Callable[[Stage], None]

#: Called by a step with how much of its work is done, and of how much, in the same unit for
#: both. It costs next to nothing, but not so little that it could be reported of each event.
Advance = Callable[[float, float], None]

#: What the share grows by, at least, before it is reported again: a step of half a per cent.
_LEAST_GROWTH: Final = 0.005


def unwatched(_done: float, _total: float) -> None:
    """Take no notice: what a step reports that nobody watches."""


def part(advance: Advance, start: float, end: float) -> Advance:
    """Return what a part of a step reports: its own work from nothing to all is one part of it.

    Args:
        advance: Of the whole step.
        start: Share of the step that lies behind when the part begins, 0 to 1.
        end: Share that lies behind when it is done.
    """
    if advance is unwatched:
        return unwatched

    def advance_part(done: float, total: float) -> None:
        advance(start + (end - start) * (done / total if total else 1.0), 1.0)

    return advance_part


class ProgressTracker:
    """The steps of one run, and how far along it is."""

    def __init__(self, steps: Sequence[str], progress: Progress | None = None) -> None:
        """Take the steps in their order.

        Args:
            steps: Words of :data:`COSTS`; a step that comes twice is named twice.
            progress: Who is reported; nobody when left out.
        """
        self._left = list(steps)
        self._total = sum(COSTS[step] for step in steps) or 1
        self._behind = 0.0
        self._cost = 0.0
        self._stage = Stage("", 0.0)
        self._progress = progress

    def begin(self, step: str, *, events: int = 0, name: str = "") -> None:
        """Report that the next step begins; the one before it is done.

        Raises:
            ValueError: It is not the next step.
        """
        if not self._left or self._left.pop(0) != step:
            raise ValueError(f'"{step}" is not the next step')
        self._behind += self._cost
        self._cost = COSTS[step]
        self._report(Stage(step, min(self._behind / self._total, 1.0), events, name))

    def advance(self, done: float, total: float) -> None:
        """Report how much of the present step is done; an :data:`Advance`.

        The share never falls, and stays within the step, whatever is reported.
        """
        if self._progress is None or not total:
            return
        within = self._cost * min(max(done / total, 0.0), 1.0)
        share = (self._behind + within) / self._total
        if share - self._stage.share >= _LEAST_GROWTH:
            self._report(replace(self._stage, share=share))

    def end(self) -> None:
        """Report that everything is done."""
        self._report(replace(self._stage, step="done", share=1.0))

    def _report(self, stage: Stage) -> None:
        self._stage = stage
        if self._progress is not None:
            self._progress(stage)
