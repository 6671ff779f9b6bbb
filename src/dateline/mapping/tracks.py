"""Events with several dated positions: one geometry and one date each.

A feed of natural events lists, for each event, positions with their dates. Points become the line
through them in the order of their dates, areas the area of all. The list itself is kept as an extra
column. A position or a date that cannot be read is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from dateline.mapping.dates import Moments, read_moments
from dateline.mapping.findings import Decisions
from dateline.readers.geometry import GEOMETRY_TYPES, GeometryError, geometry_from_geojson
from dateline.texts import unique_names
from dateline.timespan.calendar import SECONDS_PER_DAY, format_day

_DATES: Final = ("date", "datetime", "time", "timestamp")
_MIDNIGHT: Final = re.compile(r"T00:00(:00(\.0+)?)?(Z|[+-]00:?00)?$")

#: Most of the items must be geometries.
_MOST: Final = 0.5

#: The column of the lists, if they are in the column of geometries.
_KEPT: Final = "track"


class _Item(NamedTuple):
    """A position: the row and number of it in its list, its geometry, and its date or nothing."""

    row: int
    number: int
    shape: BaseGeometry | None
    date: str


def join_positions(
    table: pd.DataFrame, lines: NDArray[np.int64], decisions: Decisions
) -> pd.DataFrame:
    """Return a table whose lists of dated positions are also a ``geometry`` and a ``date``.

    A table without such a column, or with a ``date`` or a geometry beside it, is returned as it is.

    Args:
        table: The table as read.
        lines: The line of each row.
        decisions: Told which positions and dates are left out.
    """
    names = [name for name in table.columns if table[name].dtype == object]
    name = next((name for name in names if _is_track(table[name])), None)
    if name is None or "date" in table or ("geometry" in table and name != "geometry"):
        return table
    items, errors = _read(table[name])
    moments = read_moments(pd.Series([item.date or None for item in items], dtype="str"))
    _report(errors, _unread(items, moments), lines=lines, decisions=decisions)
    shapes = np.full(len(table), None, dtype=object)
    dates = np.full(len(table), None, dtype=object)
    rows = np.array([item.row for item in items], dtype=np.int64)
    order = _in_order(rows, moments)
    for some in np.split(order, 1 + np.flatnonzero(np.diff(rows[order]))):
        if len(some):
            row = items[some[0]].row
            shapes[row] = _together([s for at in some if (s := items[at].shape) is not None])
            dates[row] = _span([items[at].date for at in some], some, moments)
    kept = table
    if name == "geometry":
        free = unique_names([_KEPT], taken=table.columns)[0]
        kept = table.assign(**{free: table[name]})
    return kept.assign(
        geometry=pd.Series(shapes, table.index, dtype=object),
        date=pd.Series(dates, table.index, dtype=object),
    )


def _is_track(column: pd.Series) -> bool:
    """Return whether the values of a column are lists of geometries, one of them with a date."""
    items = [value for value in column if value is not None and value == value]  # noqa: PLR0124 - NaN
    if not items or not all(issubclass(kind, list) for kind in set(map(type, items))):
        return False
    flat = [*chain.from_iterable(items)]
    if not any(issubclass(kind, Mapping) for kind in set(map(type, flat))):
        return False
    found = [item for item in flat if _is_geometry(item)]
    return len(found) > _MOST * len(flat) and any(map(_date, found))


def _is_geometry(item: Any) -> bool:
    return isinstance(item, Mapping) and item.get("type") in GEOMETRY_TYPES and len(item) > 1


def _date(item: Any) -> str:
    """Return the date of a position as text; empty if it has none."""
    if not isinstance(item, Mapping):
        return ""
    named = {str(key).casefold(): value for key, value in item.items()}
    for name in _DATES:
        value = named.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:  # noqa: PLR0124 - NaN
            return str(int(value)) if float(value).is_integer() else str(value)
    return ""


def _read(column: pd.Series) -> tuple[list[_Item], list[tuple[_Item, str]]]:
    """Return the positions of all rows, and those that are no geometry with the reason."""
    items, errors = [], []
    for row, value in enumerate(column):
        for number, given in enumerate(value if isinstance(value, list) else (), 1):
            shape, reason = None, ""
            try:
                shape = geometry_from_geojson(given)
                reason = "" if shape is not None else "it is empty"
            except GeometryError as error:
                reason = str(error)
            item = _Item(row, number, shape, _date(given))
            items.append(item)
            if reason:
                errors.append((item, reason))
    return items, errors


def _unread(items: list[_Item], moments: Moments) -> list[_Item]:
    """Return the positions whose date does not count; an only date is checked with all others."""
    written: dict[int, set[str]] = {}
    for item in items:
        written.setdefault(item.row, set()).add(item.date)
    return [
        item
        for item, is_read in zip(items, moments.is_read, strict=True)
        if not is_read and item.date and len(written[item.row] - {""}) > 1
    ]


def _in_order(rows: np.ndarray, moments: Moments) -> np.ndarray:
    """Return the numbers of the positions, row by row in the order of their dates.

    A position without a date stays behind the one that it is listed behind.
    """
    start = pd.Series(np.where(moments.is_read, moments.start - moments.offset, 0), dtype="Int64")
    start = start.mask(~moments.is_read).groupby(rows).ffill()
    first = np.iinfo(np.int64).min
    return np.lexsort((np.arange(len(rows)), start.fillna(first).to_numpy(np.int64), rows))


def _together(shapes: list[BaseGeometry]) -> BaseGeometry | None:
    points = [shape for shape in shapes if isinstance(shape, shapely.Point)]
    if not shapes or len(points) < len(shapes):
        return shapely.union_all(shapes) if shapes else None
    places = [(point.x, point.y) for point in points]
    route = [at for at, before in zip(places, [None, *places], strict=False) if at != before]
    return shapely.LineString(route) if len(route) > 1 else shapes[0]


def _span(dates: list[str], at: np.ndarray, moments: Moments) -> str | None:
    """Return the date of an event as written, or the days from its first to its last date."""
    written = list(dict.fromkeys(date for date in dates if date))
    known = at[moments.is_read[at]]
    if len(written) < 2 or not len(known):  # noqa: PLR2004 - a span
        return _MIDNIGHT.sub("", written[0]) if written else None
    first = int(moments.start[known].min()) // SECONDS_PER_DAY
    last = (int(moments.end[known].max()) - 1) // SECONDS_PER_DAY
    ends = format_day(first), format_day(last)
    return ends[0] if first == last else "/".join(ends)


def _report(
    errors: list[tuple[_Item, str]],
    unread: list[_Item],
    *,
    lines: NDArray[np.int64],
    decisions: Decisions,
) -> None:
    """Report the positions and the dates that are left out, each once for the table."""
    if errors:
        item, reason = errors[0]
        decisions.report(
            "geojson-invalid",
            f"position {item.number} of the event is left out: {reason}{_more(len(errors))}",
            "check it against RFC 7946, or remove it",
            at=(int(lines[item.row]), 0),
        )
    if unread:
        item = unread[0]
        decisions.report(
            "date-invalid",
            f'the date "{item.date}" of position {item.number} of the event is not read, '
            f"so it does not count{_more(len(unread))}",
            'write it as EDTF, such as "2024-03-05" or "2024-03-05T14:30Z"',
            at=(int(lines[item.row]), 0),
        )


def _more(count: int) -> str:
    rest = count - 1
    return f", as in {rest:,} more position{'' if rest == 1 else 's'}" if rest else ""
