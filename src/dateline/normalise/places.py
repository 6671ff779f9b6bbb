"""Given coordinates and geometries: check that they are in range and can be drawn.

Longitude and latitude are in degrees (OGC:CRS84). They are never swapped, shifted or repaired here.
Places are found by name in ``geocoder``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from dateline.diagnostics import Edit
from dateline.grids import utm_problem
from dateline.normalise.builder import TableBuilder, quote
from dateline.normalise.numbers import numeric_texts, read_numbers
from dateline.normalise.two_positions import compare_positions
from dateline.normalise.zero_positions import remove_zeros
from dateline.one_line import and_more_rows
from dateline.readers.geometry import (
    GeometryError,
    geometries_from_texts,
    geometry_from_geojson,
    geometry_from_text,
)

_MAX_LON: Final = 180.0
_MAX_LAT: Final = 90.0
_FULL_TURN: Final = 360.0
#: Fewer rows with the same problem are reported one by one.
_FEWEST_ALIKE: Final = 3
_FIGURES: Final = re.compile(r"-?[\d.]+(?:e[+-]\d+)?")


def type_places(builder: TableBuilder) -> None:
    """Set ``lon``, ``lat`` and ``geometry``; unusable values are reported and become missing."""
    _type_coordinates(builder)
    _type_geometry(builder)
    remove_zeros(builder)
    compare_positions(builder)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The coordinates of one event: as numbers (NaN if they are not numbers) and as written.

    ``is_alone`` says that a mistake is one of this event, and not of the columns of its file.
    """

    row: int
    lon: float
    lat: float
    written_lon: str | None
    written_lat: str | None
    is_alone: bool = True

    @property
    def said(self) -> str:
        return f"lon is {quote(self.written_lon)} and lat is {quote(self.written_lat)}"


def _type_coordinates(builder: TableBuilder) -> None:
    lon = read_numbers(builder, "lon", has_decimal_comma=True)
    lat = read_numbers(builder, "lat", has_decimal_comma=True)
    fits = (lon.abs() <= _MAX_LON) & (lat.abs() <= _MAX_LAT)
    if fits.all():
        builder.columns["lon"], builder.columns["lat"] = lon, lat
        return
    written = [numeric_texts(builder, *of) for of in (("lon", lon), ("lat", lat))]
    is_given = written[0].notna() | written[1].notna()
    wrong = np.flatnonzero(is_given & ~fits)
    texts = [[text if isinstance(text, str) else None for text in w.iloc[wrong]] for w in written]
    numbers = (lon.iloc[wrong].tolist(), lat.iloc[wrong].tolist())
    alone = _are_alone(builder, wrong, (fits & (lon.abs() > _MAX_LAT)).to_numpy(dtype=bool))
    pairs = [*map(_Pair, wrong.tolist(), *numbers, *texts, alone.tolist())]
    for problem, rows in _grouped(builder, pairs):
        _refuse(builder, problem, rows)
    builder.columns["lon"] = lon.where(fits)
    builder.columns["lat"] = lat.where(fits)


def _are_alone(builder: TableBuilder, rows: np.ndarray, is_proof: np.ndarray) -> np.ndarray:
    """Return which rows may be mistaken about longitude and latitude while their file is not.

    In a table, a longitude beyond 90 degrees in another row proves that the columns are right.
    """
    proven = np.unique(builder.file_numbers[is_proof])
    alone: np.ndarray = builder.is_marked[rows] | np.isin(builder.file_numbers[rows], proven)
    return alone


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong with coordinates, and where; ``field`` is that of the position in the file."""

    code: str
    message: str
    hint: str
    field: str
    edits: tuple[Edit, ...] = ()


def _grouped(builder: TableBuilder, pairs: Sequence[_Pair]) -> Iterator[tuple[_Problem, list[int]]]:
    """Yield each problem and its rows: one for all rows of a table that have the same.

    Many of them come from the columns, such as metres of a map projection, and not from the rows.
    """
    groups: dict[tuple[Any, ...], list[tuple[_Problem, int]]] = {}
    for pair in pairs:
        problem = _problem(pair)
        is_own = bool(problem.edits) or bool(builder.is_marked[pair.row])
        kind = (pair.row,) if is_own else (problem.code, _FIGURES.sub("", problem.hint))
        key = (int(builder.file_numbers[pair.row]), *kind)
        groups.setdefault(key, []).append((problem, pair.row))
    for group in groups.values():
        if len(group) < _FEWEST_ALIKE:
            yield from ((problem, [row]) for problem, row in group)
            continue
        first = group[0][0]
        message = f"{first.message}{and_more_rows(len(group))}"
        yield replace(first, message=message), [row for _, row in group]


def _problem(pair: _Pair) -> _Problem:
    limits = "expected lon from -180 to 180 and lat from -90 to 90"
    if pair.written_lon is None or pair.written_lat is None:
        return _half(pair)
    if _MAX_LAT < abs(pair.lat) <= _MAX_LON and abs(pair.lon) <= _MAX_LAT:
        hint = f"swap them if they are in the wrong order: lon: {pair.lat:g} and lat: {pair.lon:g}"
        lon, lat = pair.written_lon, pair.written_lat
        edits = (Edit("lon", lon, lat), Edit("lat", lat, lon)) if pair.is_alone else ()
        return _Problem("coordinates-swapped", f"{pair.said}, {limits}", hint, "lat", edits)
    field = "lat" if abs(pair.lon) <= _MAX_LON else "lon"
    hint = _coordinates_hint(pair.lon, pair.lat)
    return _Problem("coordinates-invalid", f"{pair.said}, {limits}", hint, field, _west(pair))


def _half(pair: _Pair) -> _Problem:
    """Return the problem of one coordinate without the other, or of a text that is none."""
    there, lacks = ("lon", "lat") if pair.written_lat is None else ("lat", "lon")
    text = pair.written_lon if pair.written_lat is None else pair.written_lat
    if np.isnan(pair.lon if pair.written_lat is None else pair.lat):
        utm = utm_problem(text or "")
        if utm is not None:
            message = f"{quote(text)} is not read as coordinates: {utm[0]}"
            return _Problem("coordinates-invalid", message, utm[1], there)
        message = f"{quote(text)} is not read as coordinates, expected latitude and longitude"
        hint = "write decimal degrees, south and west negative, such as 51.19, 35.27"
        return _Problem("coordinates-invalid", message, hint, there)
    message = f"{there} is {quote(text)} but {lacks} is missing, expected both"
    return _Problem("coordinates-invalid", message, f"add {lacks}, or leave both out", there)


def _coordinates_hint(lon: float, lat: float) -> str:
    if _MAX_LON < lon <= _FULL_TURN and abs(lat) <= _MAX_LAT:
        return f"write west of Greenwich as negative: lon: {lon - _FULL_TURN:g}"
    if abs(lon) > _FULL_TURN or abs(lat) > _FULL_TURN:
        return (
            "convert them to degrees (EPSG:4326); they look like metres in a map projection. "
            'If it is UTM, add a column "UTM zone" with values such as "36N"'
        )
    return "write decimal degrees, south and west negative, such as lon: 35.27 and lat: 51.19"


def _west(pair: _Pair) -> tuple[Edit, ...]:
    """Return the edit that writes a longitude of 180 to 360 degrees as negative."""
    text = pair.written_lon or ""
    if not _MAX_LON < pair.lon <= _FULL_TURN or abs(pair.lat) > _MAX_LAT:
        return ()
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        return ()
    return (Edit("lon", text, f"{Decimal(text) - Decimal(int(_FULL_TURN)):f}"),)


def _refuse(builder: TableBuilder, problem: _Problem, rows: Sequence[int]) -> None:
    """Report a problem at the first row and keep both coordinates of all rows as text."""
    builder.report(
        rows[:1],
        problem.code,
        problem.message,
        field=problem.field,
        hint=problem.hint,
        severity="error",
        edits=problem.edits,
    )
    for field in ("lon", "lat"):
        given = builder.texts(field).iloc[list(rows)].notna().to_numpy()
        builder.keep(np.array(rows)[given], field)


def _type_geometry(builder: TableBuilder) -> None:
    shapes = np.full(len(builder), None, dtype=object)
    if builder.has("geometry"):
        if builder.raw["geometry"].dtype == "str":
            _parse_texts(builder, shapes)
        else:
            _parse_values(builder, shapes)
        rows = np.flatnonzero(~shapely.is_missing(shapes))
        _keep_heights(builder, shapes, rows)
        shapes[rows] = shapely.force_2d(shapes[rows])
        _refuse_undrawable(builder, shapes, rows)
    builder.columns["geometry"] = pd.Series(shapes, index=builder.raw.index, dtype=object)


def _parse_texts(builder: TableBuilder, shapes: np.ndarray) -> None:
    """Set the shapes of a column of texts."""
    texts = builder.texts("geometry")
    rows = np.flatnonzero(texts.notna())
    shapes[rows], errors = geometries_from_texts(texts.iloc[rows].tolist())
    for place, error in errors.items():
        _report_invalid(builder, int(rows[place]), error)


def _parse_values(builder: TableBuilder, shapes: np.ndarray) -> None:
    """Set the shapes of a column of shapes, GeoJSON objects and texts."""
    raw = builder.raw["geometry"].to_numpy(dtype=object)
    is_shape = shapely.is_geometry(raw)
    shapes[is_shape] = raw[is_shape]
    rest = np.flatnonzero(~is_shape)
    for row in rest[~pd.isna(_blank_lists(raw[rest]))]:
        shapes[row] = _parse(builder, int(row), raw[row])


def _blank_lists(values: np.ndarray) -> np.ndarray:
    """Return the values with lists and mappings replaced, so that ``isna`` is element-wise."""
    blanked = values.copy()
    blanked[np.array([isinstance(value, (list, dict)) for value in values], dtype=bool)] = ""
    return blanked


def _parse(builder: TableBuilder, row: int, value: Any) -> BaseGeometry | None:
    try:
        if isinstance(value, Mapping):
            return geometry_from_geojson(value)
        text = str(value).strip()
        return geometry_from_text(text) if text else None
    except GeometryError as error:
        _report_invalid(builder, row, error)
        return None


def _report_invalid(builder: TableBuilder, row: int, error: GeometryError) -> None:
    value = builder.raw["geometry"].iloc[row]
    builder.refuse(
        [row],
        "geometry-invalid",
        f"the geometry {quote(_brief(value))} was ignored: {error}",
        field="geometry",
        hint="write WKT, longitude first, or a GeoJSON geometry",
    )


def _brief(value: Any) -> str:
    return str(value.get("type")) if isinstance(value, Mapping) else str(value)


def _keep_heights(builder: TableBuilder, shapes: np.ndarray, rows: np.ndarray) -> None:
    """Keep the heights of points, which the map does not show, as text in a column ``z``."""
    heights = np.full(len(shapes), np.nan)
    rows = rows[~shapely.is_empty(shapes[rows])]
    heights[rows] = shapely.get_z(shapes[rows])
    if np.isfinite(heights).any() and "z" not in builder.raw:
        texts = [f"{height:.12g}" if np.isfinite(height) else None for height in heights]
        builder.columns["z"] = pd.Series(texts, index=builder.raw.index, dtype="str")


def _refuse_undrawable(builder: TableBuilder, shapes: np.ndarray, rows: np.ndarray) -> None:
    """Report and remove geometries that are out of range or cross themselves."""
    shapes[rows[shapely.is_empty(shapes[rows])]] = None
    rows = rows[~shapely.is_missing(shapes[rows])]
    west, south, east, north = shapely.bounds(shapes[rows]).T
    fits = (west >= -_MAX_LON) & (east <= _MAX_LON) & (south >= -_MAX_LAT) & (north <= _MAX_LAT)
    for row in rows[~fits]:
        _refuse_range(builder, int(row), shapely.bounds(shapes[row]))
    wrong = rows[fits]
    wrong = wrong[~shapely.is_valid(shapes[wrong])]
    for row in wrong:
        builder.refuse(
            [int(row)],
            "geometry-invalid",
            f"the geometry crosses itself or is broken{_fault_place(shapes[row])}",
            field="geometry",
            hint='fix it, for example with "Fix geometries" in QGIS',
        )
    shapes[rows[~fits]] = None
    shapes[wrong] = None


def _fault_place(shape: BaseGeometry) -> str:
    """Return where a geometry is at fault, such as `` at 35 51``; empty where that is not known."""
    found = re.search(r"\[([-\d.e+]+) ([-\d.e+]+)", shapely.is_valid_reason(shape))
    return f" at lon {float(found[1]):g}, lat {float(found[2]):g}" if found else ""


def _refuse_range(builder: TableBuilder, row: int, bounds: Any) -> None:
    west, south, east, north = (float(value) for value in bounds)
    said = f"the geometry spans lon {west:g} to {east:g} and lat {south:g} to {north:g}"
    limits = "expected lon from -180 to 180 and lat from -90 to 90"
    is_swapped = max(abs(west), abs(east)) <= _MAX_LAT and max(abs(south), abs(north)) <= _MAX_LON
    code = "coordinates-swapped" if is_swapped else "geometry-invalid"
    hint = (
        "put the longitude first, if the two are swapped"
        if is_swapped
        else "write degrees, longitude first; split a shape that crosses 180 degrees in two"
    )
    message = f"{said}, {limits}"
    builder.refuse([row], code, message, field="geometry", hint=hint, severity="error")
