"""Columns that the project marked as facets, by which nobody can filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dateline.facets import can_be_facet, column_values
from dateline.normalise.builder import TableBuilder
from dateline.one_line import clipped
from dateline.schema import BY_NAME


def report_facets(builder: TableBuilder, kept: Mapping[str, pd.Series[Any]]) -> None:
    """Report, once, the columns in ``map.facets`` that the page leaves out, and why.

    Args:
        builder: It has the columns of the schema.
        kept: The columns that are not in the schema.
    """
    columns = {**builder.columns, **kept}
    reasons = [
        f'"{clipped(name)}" ({reason})'
        for name in dict.fromkeys(builder.settings.map.facets)
        if (reason := _why_left_out(name, columns))
    ]
    if reasons and len(builder.raw):
        builder.report(
            [0],
            "facet-unusable",
            f"readers cannot filter by {', '.join(reasons)}",
            hint="name columns in map.facets with a few values that events share",
        )


def _why_left_out(name: str, columns: Mapping[Any, Any]) -> str:
    if not can_be_facet(name):
        return "not a column of single values or words"
    if name not in columns:
        # Columns of the schema may be filled later, or by other files.
        return "" if name in BY_NAME else "no event has it"
    values = column_values(pd.Series(columns[name], name=name))
    return f"{len(values.words):,} different values" if values.is_too_long else ""
