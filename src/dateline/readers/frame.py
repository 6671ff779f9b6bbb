"""Data frames to raw tables: any dtype, any index, any geometry column.

Dates become ISO text, as in a file; shapes become OGC:CRS84. Which column means what is decided in
``mapping``, as for files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from geopandas.array import GeometryDtype
from pyproj.exceptions import ProjError

from dateline.arrow import replace_surrogates, to_arrow, to_texts
from dateline.errors import InputError
from dateline.readers.raw import RawTable
from dateline.text_lists import are_text_lists, arrow_lists, text_lists

#: What a frame is called where a file has its name.
FRAME: Final = "frame"

_LON_LAT: Final = "OGC:CRS84"
#: Of the shapes without a CRS, this share must be in degrees.
_IN_DEGREES: Final = 0.5
_MAX_LON: Final = 180.0
_MAX_LAT: Final = 90.0
#: Lists inside each other beyond this are kept as text.
_DEPTH: Final = 20
_PLAIN_TYPES: Final = frozenset({str, int, bool, type(None)})
#: How precisely the instants of a column are written.
_Clock = Literal["day", "minutes", "auto"]
#: The part of a period by its unit: year, month, day, hour.
_PERIODS: Final = {"Y": "%Y", "A": "%Y", "M": "%Y-%m", "D": "%Y-%m-%d", "h": "%Y-%m-%dT%H"}


def read_frame(frame: pd.DataFrame) -> RawTable:
    """Return a data frame as a raw table; the line of a row is its number from 1.

    Named levels of the index become columns in front, unless there are columns of that name.

    Raises:
        InputError: The geometry has no CRS and is not in degrees, or its CRS cannot be converted.
    """
    shapes = _active_geometry(frame)
    labels = [heading_of(label) for label in frame.columns]
    taken = set(labels)
    headings: list[str] = []
    columns: list[pd.Series[Any]] = []
    for number, name in enumerate(frame.index.names):
        if name is not None and heading_of(name) not in taken:
            headings.append(heading_of(name))
            columns.append(plain_column(frame.index.get_level_values(number).to_series()))
    members = {"geometry": len(headings) + shapes} if shapes is not None else {}
    for number in range(len(labels)):
        headings.append(labels[number])
        columns.append(plain_column(frame.iloc[:, number]))
    lines = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(FRAME, headings, columns, lines, members=members)  # type: ignore[arg-type]  # keys are literals


def heading_of(label: Any) -> str:
    """Return the label of a column as a heading; the levels of a label are joined."""
    if isinstance(label, tuple):
        return "_".join(text for text in map(heading_of, label) if text)
    if label is None or (isinstance(label, float) and np.isnan(label)):
        return ""
    return replace_surrogates(str(_plain(label)))


def _active_geometry(frame: pd.DataFrame) -> int | None:
    """Return the number of the column with the shapes of the events, if it is certain."""
    shapes = [number for number, dtype in enumerate(frame.dtypes) if _is_geometry(dtype)]
    name = frame.active_geometry_name if isinstance(frame, gpd.GeoDataFrame) else None
    active = [number for number in shapes if frame.columns[number] == name]
    if name is not None and active:
        return active[0]
    return shapes[0] if len(shapes) == 1 else None


def _is_geometry(dtype: object) -> bool:
    return isinstance(dtype, GeometryDtype)


def plain_column(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column of any dtype as text, numbers, or Python values, with a ``RangeIndex``."""
    column = column.reset_index(drop=True)
    dtype: Any = column.dtype
    if dtype == "str" or dtype in (np.dtype("float64"), np.dtype("int64")):
        return column
    if are_text_lists(column):
        return text_lists(arrow_lists(column))
    if _is_geometry(dtype):
        return _lon_lat(gpd.GeoSeries(column))
    if isinstance(dtype, np.dtype) and dtype.kind == "M":
        return _instant_texts(column)
    if isinstance(dtype, np.dtype) and dtype.kind == "m":
        column = column.map(lambda span: span.isoformat(), na_action="ignore")
    if isinstance(dtype, pd.StringDtype):
        column = column.astype("str").where(column.notna().to_numpy(), None)
    elif isinstance(dtype, pd.CategoricalDtype):
        words = plain_column(pd.Series(column.cat.categories)).astype(object)
        column = words.reindex(column.cat.codes)
        column = column.where(column.notna().to_numpy(), None)
    elif isinstance(dtype, np.dtype) and dtype.kind == "f":
        column = pd.Series([float(str(value)) for value in column.to_numpy()])
    return _from_values(column.astype(object))


def _lon_lat(shapes: gpd.GeoSeries) -> pd.Series[Any]:
    """Return shapes with longitude and latitude in degrees, as Python objects."""
    if shapes.crs is None:
        _check_degrees(shapes)
    elif not (shapes.crs.equals("EPSG:4326") or shapes.crs.equals(_LON_LAT)):
        try:
            shapes = shapes.to_crs(_LON_LAT)
        except ProjError as error:
            raise InputError(
                f'the geometry has the CRS "{shapes.crs.name}", which cannot be converted to '
                f"degrees: {error}",
                hint="convert it with to_crs(4326) first",
            ) from error
    return pd.Series(np.asarray(shapes.array, dtype=object), dtype=object)


def _check_degrees(shapes: gpd.GeoSeries) -> None:
    bounds = shapely.bounds(np.asarray(shapes.array, dtype=object))
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    west, south, east, north = bounds.T
    fits = (west >= -_MAX_LON) & (east <= _MAX_LON) & (south >= -_MAX_LAT) & (north <= _MAX_LAT)
    if len(fits) and fits.mean() < _IN_DEGREES:
        x, y = bounds[~fits][0][:2]
        raise InputError(
            f"the geometry has no CRS, and its coordinates, such as {x:.12g} {y:.12g}, are not "
            "degrees",
            hint='name its CRS with set_crs, such as frame.set_crs("EPSG:3857")',
        )


def _instant_texts(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return instants without a zone as ISO text, as precise as any of them needs."""
    values = column.to_numpy()
    given = values[~np.isnat(values)]
    units: tuple[Literal["D", "m", "s", "ms", "us"], ...] = ("D", "m", "s", "ms", "us")
    unit = next((unit for unit in units if (given.astype(f"M8[{unit}]") == given).all()), None)
    texts = pa.array(np.datetime_as_string(values, unit=unit), pa.large_string())
    return to_texts(pc.if_else(pa.array(np.isnat(values)), None, texts))


def _from_values(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return Python values of any type; as text if all are text or missing."""
    values = [
        value.tolist() if type(value) is np.ndarray and value.dtype == object else value
        for value in column.to_list()
    ]
    if not _are_plain(values):
        clock = _finest(values)
        values = [_plain(value, clock=clock) for value in values]
    plain = pd.Series(values, dtype=object)
    if set(map(type, values)) <= {str, type(None)}:
        return to_texts(to_arrow(plain))
    return plain


def _are_plain(values: Sequence[Any]) -> bool:
    """Return whether values are texts, whole numbers, truth values, or lists of these."""
    kinds = set(map(type, values))
    if list in kinds:
        lists = (value for value in values if type(value) is list)
        kinds = kinds - {list} | set(map(type, chain.from_iterable(lists)))
    return kinds <= _PLAIN_TYPES


def _finest(values: Iterable[Any]) -> _Clock:
    """Return how precise the most precise instant is."""
    instants = (value for value in values if isinstance(value, (dt.datetime, np.datetime64)))
    stamps = [pd.Timestamp(value) for value in instants if not pd.isna(value)]
    if all(stamp == stamp.normalize() for stamp in stamps):
        return "day"
    return "minutes" if all(stamp == stamp.floor("min") for stamp in stamps) else "auto"


def _plain(value: Any, *, clock: _Clock = "day", depth: int = 0) -> Any:  # noqa: PLR0911 - one line for each type
    """Return a value as a file would have it: text, a number, a list, a mapping, or None."""
    if type(value) in _PLAIN_TYPES or isinstance(value, shapely.Geometry):
        return value
    if isinstance(value, (Mapping, list, tuple, set, frozenset, np.ndarray, pd.Series)):
        return _plain_items(value, depth + 1)
    if bool(pd.isna(value)):
        return None
    if isinstance(value, (dt.datetime, np.datetime64)):
        return _instant(value, clock=clock)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, pd.Period):
        return _period(value)
    if isinstance(value, pd.Interval):
        return f"{_plain(value.left)}/{_plain(value.right)}"
    if isinstance(value, (np.bool_, np.integer)):
        return value.item()
    if isinstance(value, (float, np.floating)):
        return float(str(value)) if isinstance(value, np.floating) else value
    if isinstance(value, bytes):
        return _decoded(value)
    return str(value)


def _decoded(value: bytes) -> str:
    """Return bytes as text; if they are not UTF-8, such as WKB, as hexadecimal digits."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return value.hex()
    return value.hex() if "\0" in text else text


def _plain_items(value: Any, depth: int) -> Any:
    if depth > _DEPTH:
        return type(value).__name__
    if isinstance(value, Mapping):
        return {str(key): _plain(item, depth=depth) for key, item in value.items()}
    items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
    return [_plain(item, depth=depth) for item in items]


def _instant(value: dt.datetime | np.datetime64, *, clock: _Clock) -> str:
    """Return an instant as ISO text; as precise as the most precise one of its column."""
    if isinstance(value, np.datetime64) and np.datetime_data(value)[0] in ("Y", "M", "D"):
        return str(value)
    stamp = pd.Timestamp(value)
    if clock == "day" and stamp == stamp.normalize():
        return stamp.date().isoformat()
    return stamp.isoformat(timespec="auto" if clock == "day" else clock).replace("+00:00", "Z")


def _period(value: pd.Period) -> str:
    """Return a period as EDTF: a year, a month, a day, a time, or an interval of days."""
    unit = value.freqstr.partition("-")[0]
    if unit in _PERIODS:
        return value.strftime(_PERIODS[unit])
    start, end = value.start_time, value.end_time
    if start.date() == end.date():
        return start.isoformat()
    return f"{start.date().isoformat()}/{end.date().isoformat()}"
