"""Many dates at once: distinct texts are interpreted once and mapped back to the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.timespan.formats import EDTF, from_format
from dateline.timespan.grammar import Precision
from dateline.timespan.span import TimeSpan, TimeSpanError

#: The words of ``date_precision``, in their order.
PRECISIONS: Final[tuple[str, ...]] = get_args(Precision)

Instants = NDArray[np.datetime64]

_NAT: Final = np.iinfo(np.int64).min
_UNDATED: Final = TimeSpan(
    text="",
    start=None,
    end=None,
    stated_start=None,
    stated_end=None,
    precision="undated",
    approximate=False,
    uncertain=False,
)


@dataclass(frozen=True, slots=True)
class WhenColumns:
    """The columns that ``when`` becomes, one value a row.

    Attributes:
        when: EDTF text; a text in a declared format is rewritten, one that was refused is kept as
            written; ``None`` where there was none.
        start: ``datetime64[s]``, first second (inclusive), widened; NaT is open, unknown, undated.
        end: ``datetime64[s]``, first second after (exclusive), widened; NaT likewise.
        date_precision: Of :data:`PRECISIONS`; ``undated`` where there was no text or a refused one.
        approximate: Whether the date is marked approximate.
        uncertain: Whether the date is marked uncertain.
        errors: The refused texts, each once, with the reason.
    """

    when: NDArray[np.object_]
    start: Instants
    end: Instants
    date_precision: pd.Categorical[str]
    approximate: NDArray[np.bool_]
    uncertain: NDArray[np.bool_]
    errors: dict[str, TimeSpanError]


def parse_when(
    texts: pd.Series[Any] | Sequence[str | None], *, date_format: str = EDTF
) -> WhenColumns:
    """Return the time columns of a column of dates.

    Every distinct text is interpreted once, so the cost is that of finding the distinct ones.

    Args:
        texts: EDTF, or dates in ``date_format``; missing or blank is undated.
        date_format: One of ``settings.DATE_FORMATS``.
    """
    codes, distinct = pd.factorize(np.asarray(texts, dtype=object), use_na_sentinel=True)
    errors: dict[str, TimeSpanError] = {}
    # One slot more than there are texts: code -1, a missing text, takes the last.
    spans = [_UNDATED] * (len(distinct) + 1)
    when: list[str | None] = [None] * len(spans)
    for at, value in enumerate(distinct):
        text = str(value)
        if text.strip():
            when[at], spans[at] = _interpret(text, date_format, errors)
    precision = np.array([PRECISIONS.index(span.precision) for span in spans], dtype=np.int8)
    return WhenColumns(
        when=np.array(when, dtype=object)[codes],
        start=_instants([span.start for span in spans])[codes],
        end=_instants([span.end for span in spans])[codes],
        date_precision=pd.Categorical.from_codes(precision[codes], categories=pd.Index(PRECISIONS)),
        approximate=np.array([span.approximate for span in spans])[codes],
        uncertain=np.array([span.uncertain for span in spans])[codes],
        errors=errors,
    )


def _interpret(
    text: str, date_format: str, errors: dict[str, TimeSpanError]
) -> tuple[str, TimeSpan]:
    try:
        span = from_format(text, date_format)
    except TimeSpanError as error:
        errors[text] = error
        return text, _UNDATED
    return span.text, span


def _instants(seconds: list[int | None]) -> Instants:
    filled = [_NAT if second is None else second for second in seconds]
    return np.array(filled, dtype=np.int64).view("datetime64[s]")
