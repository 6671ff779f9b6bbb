"""Parse whole columns of dates: each distinct text is interpreted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.arrow import spread
from dateline.timespan.grammar import Precision, RefusalError, parse_expression
from dateline.timespan.plain import parse_plain
from dateline.timespan.span import TimeSpanError, refused

#: The values of ``date_precision``, in their order.
PRECISIONS: Final[tuple[str, ...]] = get_args(Precision)

Instants = NDArray[np.datetime64]

_NAT: Final = np.iinfo(np.int64).min
_TIME: Final = PRECISIONS.index("time")
_DAY: Final = PRECISIONS.index("day")
_INTERVAL: Final = PRECISIONS.index("interval")
_UNDATED: Final = PRECISIONS.index("undated")


@dataclass(frozen=True, slots=True)
class WhenColumns:
    """The columns derived from ``when``, one value per row.

    Attributes:
        when: EDTF text; a refused text is kept as written; missing if there was none.
        start: ``datetime64[s]``, first second (inclusive), widened; NaT if open, unknown or
            undated.
        end: ``datetime64[s]``, first second after the span (exclusive), widened; NaT likewise.
        date_precision: Values of :data:`PRECISIONS`; ``undated`` if there was no text or it was
            refused.
        approximate: Whether the date is marked approximate.
        uncertain: Whether the date is marked uncertain.
        errors: Each refused text once, with its error.
    """

    when: pd.Series[str]
    start: Instants
    end: Instants
    date_precision: pd.Categorical[str]
    approximate: NDArray[np.bool_]
    uncertain: NDArray[np.bool_]
    errors: dict[str, TimeSpanError]


def parse_when(texts: pd.Series[Any] | Sequence[str | None]) -> WhenColumns:
    """Return the time columns for a column of dates.

    Every distinct text is interpreted once; plain days, clock times and intervals are parsed
    together.

    Args:
        texts: EDTF; a missing or blank text is undated.
    """
    column = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    codes, distinct = pd.factorize(column)
    found = _Distinct([str(text) for text in distinct.tolist()])
    return WhenColumns(
        when=spread(found.when, codes),
        start=found.start[codes].view("datetime64[s]"),
        end=found.end[codes].view("datetime64[s]"),
        date_precision=pd.Categorical.from_codes(
            found.precision[codes], categories=pd.Index(PRECISIONS)
        ),
        approximate=found.approximate[codes],
        uncertain=found.uncertain[codes],
        errors=found.errors,
    )


class _Distinct:
    """The interpreted distinct texts, plus a last slot for missing texts (code -1)."""

    def __init__(self, texts: list[str]) -> None:
        count = len(texts) + 1
        self.errors: dict[str, TimeSpanError] = {}
        self.when = np.array([*texts, None])
        self.start = np.full(count, _NAT)
        self.end = np.full(count, _NAT)
        self.precision = np.full(count, _UNDATED, dtype=np.int8)
        self.approximate = np.zeros(count, dtype=bool)
        self.uncertain = np.zeros(count, dtype=bool)
        self._add_plain(texts)
        for at in np.flatnonzero(self.precision[:-1] == _UNDATED):
            self._add(int(at), texts[at])

    def _add_plain(self, texts: list[str]) -> None:
        plain = parse_plain(texts)
        at = np.flatnonzero(plain.is_plain)
        self.start[at], self.end[at] = plain.start[at], plain.end[at]
        singly = np.where(plain.has_clock[at], _TIME, _DAY)
        self.precision[at] = np.where(plain.is_interval[at], _INTERVAL, singly)

    def _add(self, at: int, text: str) -> None:
        if not text.strip():
            self.when[at] = None
            return
        try:
            span = parse_expression(text)
        except RefusalError as refusal:
            self.errors[text] = refused(text, refusal)
            return
        self.start[at] = _NAT if span.start is None else span.start
        self.end[at] = _NAT if span.end is None else span.end
        self.precision[at] = PRECISIONS.index(span.precision)
        self.approximate[at], self.uncertain[at] = span.approximate, span.uncertain
