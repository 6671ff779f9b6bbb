"""Events with several dated positions: one geometry and one date each.

A feed of natural events lists, for each event, positions with their dates. Points become the line
through them in the order of their dates, areas the area of all.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from dateline.readers.geometry import GEOMETRY_TYPES, GeometryError, geometry_from_geojson

_DATES: Final = ("date", "datetime", "time", "timestamp")
_MIDNIGHT: Final = re.compile(r"T00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$")
_DAY: Final = 10  # characters


def join_positions(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose lists of dated positions are also a ``geometry`` and a ``date``.

    A table without such a column, or with a ``date`` or a geometry beside it, is returned as it is.
    """
    names = [name for name in table.columns if table[name].dtype == object]
    name = next((name for name in names if _is_track(table[name])), None)
    if name is None or "date" in table or ("geometry" in table and name != "geometry"):
        return table
    joined = [_join(value) for value in table[name]]
    shapes = np.full(len(joined), None, dtype=object)
    shapes[:] = [shape for shape, _ in joined]
    dates = pd.Series([date for _, date in joined], index=table.index, dtype=object)
    return table.assign(geometry=pd.Series(shapes, table.index, dtype=object), date=dates)


def _is_track(column: pd.Series) -> bool:
    """Return whether each value of a column is missing or a list of geometries, one with a date."""
    items = [value for value in column if value is not None and value == value]  # noqa: PLR0124 - NaN
    if not items or not all(isinstance(value, list) for value in items):
        return False
    flat = [item for value in items for item in value]
    return all(map(_is_geometry, flat)) and any(_date(item) for item in flat)


def _is_geometry(item: Any) -> bool:
    return isinstance(item, Mapping) and item.get("type") in GEOMETRY_TYPES and len(item) > 1


def _date(item: Mapping[str, Any]) -> str:
    found = (item.get(name) for name in _DATES)
    return next((text.strip() for text in found if isinstance(text, str)), "")


def _join(value: Any) -> tuple[BaseGeometry | None, str | None]:
    items = sorted(value, key=_date) if isinstance(value, list) else []
    shapes: list[BaseGeometry] = []
    for item in items:
        with contextlib.suppress(GeometryError):
            shape = geometry_from_geojson(item)
            shapes += [] if shape is None else [shape]
    return _together(shapes), _span([date for item in items if (date := _date(item))])


def _together(shapes: list[BaseGeometry]) -> BaseGeometry | None:
    points = [shape for shape in shapes if isinstance(shape, shapely.Point)]
    if not shapes or len(points) < len(shapes):
        return shapely.union_all(shapes) if shapes else None
    places = [(point.x, point.y) for point in points]
    route = [at for at, before in zip(places, [None, *places], strict=False) if at != before]
    return shapely.LineString(route) if len(route) > 1 else shapes[0]


def _span(dates: list[str]) -> str | None:
    """Return the date of an event, or the days from its first to its last date."""
    if not dates:
        return None
    first, last = dates[0], dates[-1]
    if first[:_DAY] == last[:_DAY]:
        return _MIDNIGHT.sub("", first) if first == last else first[:_DAY]
    return f"{first[:_DAY]}/{last[:_DAY]}"
