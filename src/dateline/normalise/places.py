"""Coordinates and geometries as given: numbers in range, geometries that can be drawn.

Longitude and latitude are in degrees (OGC:CRS84). They are never exchanged, shifted or mended
here; finding places by name is for ``geocode``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from dateline.normalise.numbers import numeric_texts, read_numbers
from dateline.normalise.sheet import Sheet, quote
from dateline.read.geometry import GeometryError, geometry_from_geojson, geometry_from_text

_MAX_LON: Final = 180.0
_MAX_LAT: Final = 90.0
_FULL_TURN: Final = 360.0


def type_places(sheet: Sheet) -> None:
    """Set ``lon``, ``lat`` and ``geometry``; what cannot be used is told and missing."""
    _type_coordinates(sheet)
    _type_geometry(sheet)


def _type_coordinates(sheet: Sheet) -> None:
    lon = read_numbers(sheet, "lon", has_decimal_comma=True)
    lat = read_numbers(sheet, "lat", has_decimal_comma=True)
    has_lon, has_lat = numeric_texts(sheet, "lon").notna(), numeric_texts(sheet, "lat").notna()
    fits = (lon.abs() <= _MAX_LON) & (lat.abs() <= _MAX_LAT)
    for row in np.flatnonzero((has_lon | has_lat) & ~fits):
        _refuse_coordinates(sheet, int(row), lon=float(lon.iloc[row]), lat=float(lat.iloc[row]))
    sheet.columns["lon"] = lon.where(fits)
    sheet.columns["lat"] = lat.where(fits)


def _refuse_coordinates(sheet: Sheet, row: int, *, lon: float, lat: float) -> None:
    written = {name: numeric_texts(sheet, name).iloc[row] for name in ("lon", "lat")}
    given = [name for name, text in written.items() if isinstance(text, str)]
    if len(given) == 1:
        there, lacks = given[0], "lat" if given[0] == "lon" else "lon"
        message = f"{there} is {quote(written[there])} and {lacks} is missing, expected both"
        hint = f"give {lacks} too, or leave both out"
        _refuse(sheet, row, ("coordinates-invalid", message, hint), field=there)
        return
    said = f"lon is {quote(written['lon'])} and lat is {quote(written['lat'])}"
    limits = "expected lon from -180 to 180 and lat from -90 to 90"
    if abs(lat) > _MAX_LAT and abs(lat) <= _MAX_LON and abs(lon) <= _MAX_LAT:
        hint = f"if they are exchanged, write lon: {lat:g} and lat: {lon:g}"
        _refuse(sheet, row, ("coordinates-swapped", f"{said}, {limits}", hint), field="lat")
        return
    field = "lon" if not abs(lon) <= _MAX_LON else "lat"
    hint = _coordinates_hint(lon, lat)
    _refuse(sheet, row, ("coordinates-invalid", f"{said}, {limits}", hint), field=field)


def _coordinates_hint(lon: float, lat: float) -> str:
    if _MAX_LON < lon <= _FULL_TURN and abs(lat) <= _MAX_LAT:
        return f"count west of Greenwich as negative: write lon: {lon - _FULL_TURN:g}"
    if abs(lon) > _FULL_TURN or abs(lat) > _FULL_TURN:
        return "they look like metres of a projection; convert them to degrees (EPSG:4326)"
    return "write decimal degrees, south and west negative, such as lon: 35.27 and lat: 51.19"


def _refuse(sheet: Sheet, row: int, told: tuple[str, str, str], *, field: str) -> None:
    """Tell code, message and hint of one event; both coordinates are kept as text."""
    code, message, hint = told
    sheet.refuse([row], code, message, field=field, hint=hint, severity="error")
    for other in {"lon", "lat"} - {field}:
        if isinstance(sheet.texts(other).iloc[row], str):
            sheet.keep(np.array([row]), other)


def _type_geometry(sheet: Sheet) -> None:
    shapes = np.full(len(sheet), None, dtype=object)
    if sheet.has("geometry"):
        raw = sheet.raw["geometry"].to_numpy(dtype=object)
        is_shape = np.array([isinstance(value, BaseGeometry) for value in raw], dtype=bool)
        shapes[is_shape] = raw[is_shape]
        for row in np.flatnonzero(~is_shape & ~pd.isna(_blank_lists(raw))):
            shapes[row] = _parse(sheet, int(row), raw[row])
        _keep_heights(sheet, shapes)
        shapes = shapely.force_2d(shapes)
        _refuse_undrawable(sheet, shapes)
    sheet.columns["geometry"] = pd.Series(shapes, index=sheet.raw.index, dtype=object)


def _blank_lists(values: np.ndarray) -> np.ndarray:
    """Return the values with lists and mappings replaced, so that ``isna`` answers one by one."""
    return np.array(
        ["" if isinstance(value, (list, dict)) else value for value in values] or [], dtype=object
    )


def _parse(sheet: Sheet, row: int, value: Any) -> BaseGeometry | None:
    try:
        if isinstance(value, Mapping):
            return geometry_from_geojson(value)
        text = str(value).strip()
        return geometry_from_text(text) if text else None
    except GeometryError as error:
        sheet.refuse(
            [row],
            "geometry-invalid",
            f"the geometry {quote(_brief(value))} is not read: {error}",
            field="geometry",
            hint="write WKT, longitude first, or a GeoJSON geometry",
        )
        return None


def _brief(value: Any) -> str:
    return str(value.get("type")) if isinstance(value, Mapping) else str(value)


def _keep_heights(sheet: Sheet, shapes: np.ndarray) -> None:
    """Keep the height of points, which a map does not show, in a column ``z`` as text."""
    heights = shapely.get_z(shapes)
    if np.isfinite(heights).any() and "z" not in sheet.raw:
        texts = [f"{height:.12g}" if np.isfinite(height) else None for height in heights]
        sheet.columns["z"] = pd.Series(texts, index=sheet.raw.index, dtype="str")


def _refuse_undrawable(sheet: Sheet, shapes: np.ndarray) -> None:
    """Tell geometries out of range or crossing themselves; they become missing in ``shapes``."""
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes[~there] = None
    west, south, east, north = shapely.bounds(shapes).T
    fits = (west >= -_MAX_LON) & (east <= _MAX_LON) & (south >= -_MAX_LAT) & (north <= _MAX_LAT)
    for row in np.flatnonzero(there & ~fits):
        _refuse_range(sheet, int(row), shapely.bounds(shapes[row]))
    wrong = there & fits & ~shapely.is_valid(shapes)
    for row in np.flatnonzero(wrong):
        sheet.refuse(
            [int(row)],
            "geometry-invalid",
            f"the geometry crosses itself or is broken: {shapely.is_valid_reason(shapes[row])}",
            field="geometry",
            hint="mend it, for example in QGIS with Fix geometries",
        )
    shapes[(there & ~fits) | wrong] = None


def _refuse_range(sheet: Sheet, row: int, bounds: Any) -> None:
    west, south, east, north = (float(value) for value in bounds)
    said = f"the geometry spans lon {west:g} to {east:g} and lat {south:g} to {north:g}"
    limits = "expected lon from -180 to 180 and lat from -90 to 90"
    is_swapped = max(abs(west), abs(east)) <= _MAX_LAT and max(abs(south), abs(north)) <= _MAX_LON
    code = "coordinates-swapped" if is_swapped else "geometry-invalid"
    hint = (
        "if they are exchanged, put the longitude first"
        if is_swapped
        else "write degrees, longitude first; cut a shape that crosses 180 degrees there in two"
    )
    message = f"{said}, {limits}"
    sheet.refuse([row], code, message, field="geometry", hint=hint, severity="error")
