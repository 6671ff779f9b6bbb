"""Flat mirrors of nested columns, for tables and labels. ``schema`` documents their meaning.

Lists stay JSON texts here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa

from dateline.export.records import first_values
from dateline.texts import Texts, map_distinct

#: Separates the items of a list in its mirror.
SEPARATOR: Final = "; "

#: The mirrors of each nested column, in export order. Each mirror has the key whose first value it
#: contains, or ``""`` if it is computed from all records.
MIRRORED: Final[dict[str, dict[str, str]]] = {
    "sources": {
        "source_count": "",
        "source_title": "title",
        "source_publisher": "publisher",
        "source_url": "url",
    },
    "figures": {"figures_text": ""},
    "media": {"media_url": "url"},
}


def mirror_records(column: str, records: Texts) -> dict[str, pa.Array]:
    """Return the mirrors of a nested column, by name.

    Args:
        column: One of :data:`MIRRORED`.
        records: JSON lists of objects, or null.
    """
    if column == "figures":
        return {"figures_text": map_distinct(records, lambda t: format_figures(orjson.loads(t)))}
    mirrors = MIRRORED[column]
    counts, firsts = first_values(records.drop_null(), [key for key in mirrors.values() if key])
    given: dict[str, Any] = firsts | {"": pa.array(counts)}
    return {name: _among(records, given[key]) for name, key in mirrors.items()}


def _among(records: Texts, given: pa.Array) -> pa.Array:
    """Return the values for all rows; rows without records get null."""
    if not records.null_count:
        return given
    has_records = records.is_valid().to_numpy(zero_copy_only=False)
    place = np.cumsum(has_records) - 1
    return given.take(pa.array(place, mask=~has_records))


# --- figures ----------------------------------------------------------------------------------


def format_figures(figures: Sequence[dict[str, Any]]) -> str:
    """Return figures as one line: "soldiers: 3000 (2500–3500) persons; killed: not given"."""
    return SEPARATOR.join(_format_figure(figure) for figure in figures)


def _format_figure(figure: dict[str, Any]) -> str:
    value, low, high = (figure.get(key) for key in ("value", "low", "high"))
    bounds = ""
    if low is not None and high is not None:
        bounds = f"{_number(low)}–{_number(high)}"
    elif low is not None or high is not None:
        bounds = f"at least {_number(low)}" if low is not None else f"at most {_number(high)}"
    said = "not given" if value is None else _number(value)
    if bounds:
        said = bounds if value is None else f"{said} ({bounds})"
    unit = figure.get("unit")
    return f"{figure.get('label') or 'figure'}: {said}" + (f" {unit}" if unit else "")


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
