"""Positions of exactly 0, 0: in exports they stand for a missing position, and nobody means them.

They are removed and reported once for each file. An event that does mean the spot in the Gulf of
Guinea says so with the place precision ``exact``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely

from dateline.fingerprint import FINGERPRINT
from dateline.normalise.builder import TableBuilder

_MEANT: Final = "exact"


def remove_zeros(builder: TableBuilder) -> None:
    """Remove positions of exactly 0, 0 and keep them as text.

    Coordinates beside another geometry are left alone, because the geometry counts; so are the
    events of an export of dateline.
    """
    shapes = builder.columns["geometry"].to_numpy(dtype=object)
    lon, lat = (builder.columns[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    is_zero_shape = (shapely.bounds(shapes) == 0).all(axis=1)
    is_zero_pair = (lon == 0) & (lat == 0) & (shapely.is_missing(shapes) | is_zero_shape)
    if not (is_zero_shape | is_zero_pair).any():
        return
    is_meant = (builder.texts("place_precision").str.casefold() == _MEANT).to_numpy(dtype=bool)
    if builder.has(FINGERPRINT):
        is_meant = is_meant | builder.texts(FINGERPRINT).notna().to_numpy()
    is_zero_shape, is_zero_pair = is_zero_shape & ~is_meant, is_zero_pair & ~is_meant
    _report(builder, np.flatnonzero(is_zero_shape | is_zero_pair))
    for name, is_zero in (
        ("lon", is_zero_pair),
        ("lat", is_zero_pair),
        ("geometry", is_zero_shape),
    ):
        if is_zero.any():
            builder.keep(np.flatnonzero(is_zero), name)
            lost = pd.Series(is_zero, index=builder.raw.index)
            builder.columns[name] = builder.columns[name].mask(lost, None)


def _report(builder: TableBuilder, rows: np.ndarray) -> None:
    files = builder.file_numbers[rows]
    for file in np.unique(files):
        some = rows[files == file]
        count = f"{len(some):,} events are" if len(some) > 1 else "an event is"
        builder.report(
            some[:1],
            "coordinates-invalid",
            f"{count} at lon 0 and lat 0, which stands for a missing position; not drawn there",
            field="geometry" if builder.columns["geometry"].iloc[some[0]] is not None else "lat",
            hint=f'leave them empty if unknown; if it is meant, set place_precision to "{_MEANT}"',
            severity="warning",
        )
