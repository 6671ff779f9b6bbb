"""Events that already have a place, as in an export of dateline: they keep it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline.dataset import to_python
from dateline.geocoder.candidates import Ints
from dateline.geocoder.columns import Columns
from dateline.geocoder.placing import Placed, Placing

#: Numeric columns of a place.
_NUMBERS: Final = ("uncertainty_m", "lon", "lat", "geocode_score")


def placed_rows(table: pd.DataFrame) -> Ints:
    """Return the rows that have a geometry and a method by which it was found.

    Args:
        table: Read: ``geometry`` and ``geocode_method``.
    """
    method = table["geocode_method"].astype(object)
    has_method = (method.notna() & (method != "none")).to_numpy(dtype=bool)
    return np.flatnonzero(has_method & ~shapely.is_missing(_shapes(table)))


def without_places(table: pd.DataFrame, rows: Ints) -> pd.DataFrame:
    """Return a table without coordinates, geometry, precision and radius in some rows."""
    if not len(rows):
        return table
    is_kept = np.zeros(len(table), dtype=bool)
    is_kept[rows] = True
    emptied = {name: table[name].mask(is_kept) for name in ("lon", "lat", "uncertainty_m")}
    shapes = _shapes(table).copy()
    shapes[rows] = None
    emptied["geometry"] = pd.Series(shapes, index=table.index, dtype=object)
    emptied["place_precision"] = table["place_precision"].mask(is_kept)
    # Not assign: that would take the geometry for one of a GeoDataFrame.
    others = {name: table[name] for name in table.columns if name not in emptied}
    return pd.DataFrame({**others, **emptied}, index=table.index, copy=False)


def without_placings(placed: Placed, rows: Ints) -> Placed:
    """Return the placings without those of some rows, so that these are not reported."""
    if not len(rows):
        return placed
    codes = placed.codes.copy()
    codes[rows] = len(placed.placings)
    return Placed([*placed.placings, Placing(None)], codes)


def keep_places(columns: Columns, table: pd.DataFrame, rows: Ints) -> None:
    """Copy the places of some rows into ``columns``.

    Args:
        columns: Changed in place.
        table: Read: every column in ``columns``.
        rows: Indices of the rows.
    """
    if not len(rows):
        return
    for name, column in columns.encoded.items():
        values = table[name].iloc[rows]
        if name == "geocode_alternatives":
            column.put(rows, to_python(values), np.arange(len(rows)))
            continue
        codes, words = pd.factorize(values)
        column.put(rows, [str(word) for word in words], codes.astype(np.int64))
    for name in _NUMBERS:
        columns.numbers[name][rows] = table[name].iloc[rows].to_numpy(np.float64)
    columns.geometry[rows] = _shapes(table)[rows]


def _shapes(table: pd.DataFrame) -> NDArray[Any]:
    return np.asarray(table["geometry"].to_numpy(), dtype=object)
