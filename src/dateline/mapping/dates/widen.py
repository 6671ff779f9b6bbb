"""Dates as precise as a code next to them says: a day that stands for its week, month or year.

The rule of each row goes with the table in :data:`DATE_RULE`, and is applied when the column has
been read, so that the order of day and month is known by then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

#: The column of raw event tables with the rule of each row, one of :data:`DATE_RULES`.
DATE_RULE: Final = "origin_date_rule"

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?: ?/ ?(\d{4}-\d\d-\d\d))?")

#: Half of a week, on both sides of the day in its middle.
_HALF_WEEK: Final = timedelta(days=3)


def _one_of(text: str) -> str:
    found = _DAYS.fullmatch(text)
    return f"[{found[1]}..{found[2]}]" if found and found[2] and found[1] < found[2] else text


def _week(text: str) -> str:
    if _DAY.fullmatch(text) is None:
        return _one_of(text)
    try:
        day = date.fromisoformat(text)
        return f"[{day - _HALF_WEEK}..{day + _HALF_WEEK}]"
    except (ValueError, OverflowError):
        return text


_WIDENED: Final[Mapping[str, Callable[[str], str]]] = {
    "one of": _one_of,
    "week": _week,
    "month": lambda text: text[:7] if _DAY.fullmatch(text) else _one_of(text),
    "year": lambda text: text[:4] if _DAY.fullmatch(text) else _one_of(text),
    "approximate": lambda text: f"{text}~" if _DAY.fullmatch(text) else text,
}

#: How a code of a date says how precise it is.
DATE_RULES: Final = ("as written", *_WIDENED)


def rules_of(codes: pd.Series[str], rules: Mapping[str, str]) -> pd.Series[str]:
    """Return the rule of each code; missing for a code without one."""
    return codes.str.strip().str.removesuffix(".0").map(dict(rules)).astype("str")


def widen(edtf: pd.Series[str], rules: pd.Series[str]) -> pd.Series[str]:
    """Return EDTF dates as precise as their rules say; clock times are then left out.

    What is not a day or an interval of days, or has no rule, stays as it is.

    >>> widen(pd.Series(["2024-03-15T14:30", "2024"]), pd.Series(["month", "week"])).tolist()
    ['2024-03', '2024']
    """
    for rule, widened in _WIDENED.items():
        codes, distinct = pd.factorize(edtf.where(rules == rule))
        if len(distinct):
            texts = np.array([*(_applied(widened, text) for text in distinct), None], dtype=object)
            edtf = edtf.mask(codes >= 0, pd.Series(texts[codes], index=edtf.index, dtype="str"))
    return edtf


def _applied(rule: Callable[[str], str], text: str) -> str:
    days = "/".join(end.partition("T")[0] for end in text.split("/"))
    return text if rule(days) == days else rule(days)
