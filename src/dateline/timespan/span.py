"""``TimeSpan``: an EDTF expression with the bounds it covers, and the error for invalid text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering
from typing import Final

from dateline.timespan.calendar import SECONDS_PER_DAY
from dateline.timespan.grammar import Bounds, Precision, RefusalError, parse_expression
from dateline.timespan.hints import hint_for, quote

_FOREVER: Final = 2**63


class TimeSpanError(ValueError):
    """Raised for a text that is not a date.

    Attributes:
        message: What was seen and why it is refused; one line, with the text quoted.
        hint: What to write instead; every date in it can be parsed.
        code: The code of the diagnostic: ``date-invalid`` or ``date-reversed``.
    """

    def __init__(self, message: str, *, hint: str, code: str = "date-invalid") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


@total_ordering
@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The time of an event, as precisely as a report gives it.

    Bounds are half-open, in whole seconds since 1970-01-01T00:00:00 of the proleptic Gregorian
    calendar *as written*: no time zone is applied, so a day stays the day in the report.

    Spans compare by start, then end (an open start comes first, an open end last), then text.

    Attributes:
        text: The EDTF expression; ``str(span)`` returns it, and parsing it again returns an equal
            span.
        start: First second that the event may cover, widened by the qualifiers; None if open or
            unknown.
        end: First second after it (exclusive), widened likewise; None if open or unknown.
        stated_start: Like ``start``, but not widened.
        stated_end: Like ``end``, but not widened.
        precision: One of ``schema.DATE_PRECISION``.
        approximate: Whether it is marked ``~`` or ``%``, or has significant digits (``1950S2``).
        uncertain: Whether it is marked ``?`` or ``%``.
    """

    text: str
    start: int | None
    end: int | None
    stated_start: int | None
    stated_end: int | None
    precision: Precision
    approximate: bool
    uncertain: bool

    @classmethod
    def parse(cls, text: str) -> TimeSpan:
        """Return the span of an EDTF text (ISO 8601-2 level 0 and 1, most of level 2).

        ``~``, ``?`` and ``%`` widen the span on both sides by one unit of its precision: ``2024~``
        by a year, ``2024-03~`` by a month, ``2024-03-05?`` by a day.

        Args:
            text: Such as ``2024-03-05``, ``2024-01/2024-02``, ``2023/..``, ``201X``, ``2024~``.

        Raises:
            TimeSpanError: The text is not EDTF, the day does not exist, or the interval ends before
                it starts.

        >>> span = TimeSpan.parse("2024-01/2024-02")
        >>> str(span), span.precision, (span.end - span.start) // 86400
        ('2024-01/2024-02', 'interval', 60)
        """
        try:
            bounds = parse_expression(text)
        except RefusalError as refusal:
            raise refused(text, refusal) from None
        return cls._of(text, bounds)

    @classmethod
    def _of(cls, text: str, bounds: Bounds) -> TimeSpan:
        return cls(
            text=text,
            start=bounds.start,
            end=bounds.end,
            stated_start=bounds.stated_start,
            stated_end=bounds.stated_end,
            precision=bounds.precision,
            approximate=bounds.approximate,
            uncertain=bounds.uncertain,
        )

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: TimeSpan) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int, str]:
        start = -_FOREVER if self.start is None else self.start
        return (start, _FOREVER if self.end is None else self.end, self.text)

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are known."""
        return self.start is not None and self.end is not None

    @property
    def first_day(self) -> int | None:
        """The first day that the event may cover, in days since 1970-01-01; None if open."""
        return None if self.start is None else self.start // SECONDS_PER_DAY

    @property
    def last_day(self) -> int | None:
        """The last day that the event may cover (inclusive); None if open."""
        return None if self.end is None else (self.end - 1) // SECONDS_PER_DAY


def refused(text: str, refusal: RefusalError) -> TimeSpanError:
    """Return the error for a refused text, with the reason and what to write instead."""
    return TimeSpanError(
        f"{quote(text)} is not an EDTF date: {refusal.reason}",
        hint=hint_for(text),
        code=refusal.code,
    )
