"""Columns that the page counts and sums: the region of each event, and its deaths."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

#: Regions that the page knows by name, the most frequent; events of others have none.
_MOST_REGIONS: Final = 2000

#: Between the region and its country: regions of several countries can have one name.
_SEPARATOR: Final = "|"

_MOST: Final = 2**32 - 2


def region_codes(gdf: gpd.GeoDataFrame) -> tuple[np.ndarray, list[str]]:
    """Return codes and words of the regions, ``Kursk Oblast|RU`` or ``|RU``; 0 for none.

    Args:
        gdf: Read: ``admin1`` and ``country``.
    """
    region, country = (gdf[name].astype("str").fillna("") for name in ("admin1", "country"))
    codes, found = pd.factorize(region + _SEPARATOR + country)
    used = np.bincount(codes, minlength=len(found))
    used[[word == _SEPARATOR for word in found]] = 0
    # Among equally frequent ones by name, so that the order of the rows does not matter.
    order = np.lexsort((np.asarray(found, dtype=str), -used))
    kept = order[: min(_MOST_REGIONS, np.count_nonzero(used))]
    lookup = np.zeros(len(found), np.uint16)
    lookup[kept] = np.arange(1, len(kept) + 1)
    return lookup[codes], [str(found[code]) for code in kept]


def number_column(column: pd.Series) -> np.ndarray:
    """Return whole numbers of 0 or more plus 1, as uint32; 0 where none is stated."""
    values = column.to_numpy(dtype=float, na_value=np.nan)
    stated = np.isfinite(values) & (values >= 0)
    return np.where(stated, np.clip(np.nan_to_num(values), 0, _MOST) + 1, 0).astype(np.uint32)
