"""The days under which the list of the page has events whose dates are widened."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.render.core import _written_days, day_columns
from dateline.timespan import parse_when
from sample_events import table_of


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2024-01?", 31),
        ("2024-01~/2024-02~", 31),
        ("2024?", 365),
        ("2024-01", 0),
        ("2024-01-05/2024-01-09", 0),
        ("../2024-01?", 0),
        (None, 0),
    ],
)
def test_days_between_the_first_possible_day_and_the_one_written(when, days):
    """Only dates that are approximate or uncertain are listed later than they may have begun."""
    table = table_of([{"when": when}, {}])
    dates = parse_when(table["when"])
    for name in ("start", "end", "date_precision", "approximate", "uncertain"):
        table[name] = getattr(dates, name)
    found = _written_days(table, day_columns(table)).get("written_after", np.zeros(2))
    assert found.tolist() == [days, 0]
