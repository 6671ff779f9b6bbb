"""Which lines are routes, and at which of their ends they fade out."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from dateline.arrow import to_arrow

#: Bits for the ends of a line at the border of an area of which no more is known.
START: Final = 1
END: Final = 2
#: The same for the ends at a gap in a line, where it passes such an area.
GAP: Final = 4

#: The code of the reason for each.
_REASONS: Final = {"way_from": START, "way_to": END, "way_via": GAP}

#: The longitude where lines are only cut to fit on the map, in degrees.
_CUT_DEG: Final = 180


def is_directed(where: pd.Series) -> NDArray[np.bool_]:
    """Return whether each event leads from its first place to its last."""
    return _matches(where, r"(?i)^\s*from\s")


def loose_ends(gdf: gpd.GeoDataFrame) -> NDArray[np.uint8]:
    """Return for each event which ends of its line fade out: :data:`START` and so on, or 0.

    Args:
        gdf: Events. Read: ``geocode_reason``, ``place_precision``, ``place_kind`` and ``where``.
    """
    loose = np.zeros(len(gdf), np.uint8)
    for code, bit in _REASONS.items():
        loose[_matches(gdf["geocode_reason"], rf"(^|; ){code}(;|$)")] |= bit
    # Exports of older versions have lines between the middles of countries.
    countries = gdf["place_kind"].astype(object).to_numpy() == "country"
    loose[(loose == 0) & countries & is_directed(gdf["where"])] = START | END
    return np.where(gdf["place_precision"].astype(object).to_numpy() == "linear", loose, 0)


def loose_parts(parts: NDArray[np.object_], loose: int) -> list[int]:
    """Return which ends of each part of a line fade out: :data:`START`, :data:`END`, both or 0.

    Args:
        parts: Lines in degrees, in the order of the route.
        loose: As :func:`loose_ends` returns it.
    """
    if not len(parts) or not loose:
        return [0] * len(parts)
    x = np.abs(shapely.get_x([shapely.get_point(parts, 0), shapely.get_point(parts, -1)]))
    fades = (x != _CUT_DEG) & bool(loose & GAP)
    fades[0, 0], fades[1, -1] = bool(loose & START), bool(loose & END)
    found: list[int] = (fades[0] * START + fades[1] * END).tolist()
    return found


def _matches(column: pd.Series, pattern: str) -> NDArray[np.bool_]:
    found = pc.match_substring_regex(to_arrow(column), pattern).fill_null(fill_value=False)
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)
