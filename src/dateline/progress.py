"""Progress of a run: the current step and the share of the work that is done.

Nothing here reads the clock or writes to the terminal; the callers that show progress do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

#: The cost of each step for an event with text and coordinates, in microseconds on two cores; see
#: ``bench/commands.md``. Only the ratios matter: they set how far each step moves the bar.
COSTS: Final = {"read": 5, "normalise": 4, "geocode": 4, "layers": 0.2, "page": 8, "export": 5}


@dataclass(frozen=True, slots=True)
class Stage:
    """The current stage of a run.

    Attributes:
        step: A key of :data:`COSTS`, or ``done``.
        share: Share of the whole work that is done, 0 to 1; it never falls.
        events: The number of events; 0 until they are read.
        name: The file that is being written, if one is.
    """

    step: str
    share: float
    events: int = 0
    name: str = ""


#: Called at the start of each step, while the step runs, and at the end of the run.
Progress = Callable[[Stage], None]

#: Called by a step with the work done and the total work, both in the same unit. A call is cheap,
#: but too expensive to make once per event.
Advance = Callable[[float, float], None]

#: The smallest increase of the share that is reported: half a per cent.
_LEAST_GROWTH: Final = 0.005


def unwatched(_done: float, _total: float) -> None:
    """Ignore the progress of a step; used when nobody follows it."""


def part(advance: Advance, start: float, end: float) -> Advance:
    """Return a callback for one part of a step: it scales the part's progress to the whole step.

    Args:
        advance: The callback of the whole step.
        start: Share of the step that is done when the part begins, 0 to 1.
        end: Share of the step that is done when the part ends, 0 to 1.
    """
    if advance is unwatched:
        return unwatched

    def advance_part(done: float, total: float) -> None:
        advance(start + (end - start) * (done / total if total else 1.0), 1.0)

    return advance_part


class ProgressTracker:
    """Tracks how much of a run is done, step by step.

    Args:
        steps: Keys of :data:`COSTS`, in the order in which they run; a step that runs twice is
            listed twice.
        progress: Called with the current stage; None reports nothing.
    """

    def __init__(self, steps: Sequence[str], progress: Progress | None = None) -> None:
        self._left = list(steps)
        self._total = sum(COSTS[step] for step in steps) or 1
        self._behind = 0.0
        self._cost = 0.0
        self._stage = Stage("", 0.0)
        self._progress = progress

    def begin(self, step: str, *, events: int = 0, name: str = "") -> None:
        """Report that the next step begins and that the one before it is done.

        Args:
            step: A key of :data:`COSTS`.
            events: The number of events; 0 until they are read.
            name: The file that is being written, if one is.

        Raises:
            ValueError: ``step`` is not the next step.
        """
        if not self._left or self._left.pop(0) != step:
            raise ValueError(f'"{step}" is not the next step')
        self._behind += self._cost
        self._cost = COSTS[step]
        self._report(Stage(step, min(self._behind / self._total, 1.0), events, name))

    def advance(self, done: float, total: float) -> None:
        """Report how much of the current step is done; an :data:`Advance`.

        The share never falls and never exceeds the end of the step, whatever the arguments are.
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
