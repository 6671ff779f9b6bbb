"""Read the user's own places: rows of a CSV file or features of a GeoJSON file.

The columns are those of ``geodata/places.csv``. Nothing is written here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dateline.diagnostics import Diagnostic, finding
from dateline.gazetteer.entry import (
    ALTERNATE,
    DISPLAY,
    KINDS,
    Outline,
    PlaceEntry,
    rowid_of,
    settlement_importance,
    settlement_uncertainty_m,
)
from dateline.gazetteer.fold import fold
from dateline.gazetteer.model import Place
from dateline.limits import TABLE_BYTES, read_bounded

#: Columns that a CSV file must have; ``population`` and the other columns of ``geodata/places.csv``
#: are optional.
REQUIRED: Final = ("name", "lon", "lat")

_MAX_LON: Final = 180
_MAX_LAT: Final = 90
_POINT_RADIUS_M: Final = 1_000.0
_IMPORTANCE: Final = 0.5
_DELIMITERS: Final = "\t;,"
_NUMBERS: Final = ("importance", "uncertainty_m", "population")


class _RowError(ValueError):
    """Raised for a row that cannot be read; carries the diagnostic code and the message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def delimiter_of(heading: str) -> str | None:
    """Return the delimiter of a heading; None if name, lon or lat is missing."""
    for delimiter in _DELIMITERS:
        words = {word.strip().strip('"').lower() for word in heading.split(delimiter)}
        if words.issuperset(REQUIRED):
            return delimiter
    return None


def read_csv(path: Path, *, source: str, delimiter: str) -> Iterator[PlaceEntry | Diagnostic]:
    """Yield an entry or a finding for each row of a CSV file, in file order.

    Args:
        path: UTF-8 with a heading.
        source: The source code for the entries.
        delimiter: The column delimiter.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        heading = [word.strip().lower() for word in next(reader, [])]
        while True:
            try:
                cells = next(reader, None)
            except csv.Error:
                text = (
                    f"the row is not CSV, or a cell has over {csv.field_size_limit():,} characters"
                )
                yield _finding(path, reader.line_num, _RowError("csv-syntax", text))
                continue
            if cells is None:
                return
            if any(cells):
                row = dict(zip(heading, (cell.strip() for cell in cells), strict=False))
                yield from _read(path, reader.line_num, row, source=source)


def read_geojson(path: Path, *, source: str) -> Iterator[PlaceEntry | Diagnostic]:
    """Yield an entry or a finding for each feature of a GeoJSON file, in file order.

    Findings give the number of the feature as the line. The property names are the columns of
    ``geodata/places.csv``. A line or polygon becomes the outline of the place, and a point on it
    becomes its position. The whole file is read into memory.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        features = json.loads(read_bounded(path, TABLE_BYTES).decode("utf-8-sig"))["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield finding(
            "geojson-invalid",
            f"not a FeatureCollection: {error}",
            hint="check it against RFC 7946, or open it in QGIS and save it again",
            file=str(path),
        )
        return
    for number, feature in enumerate(features if isinstance(features, list) else [], 1):
        try:
            row, shape = _feature(feature)
        except _RowError as error:
            yield _finding(path, number, error)
            continue
        yield from _read(path, number, row, source=source, shape=shape)


def _read(
    path: Path,
    line: int,
    row: Mapping[str, str],
    *,
    source: str,
    shape: tuple[Outline | None, float] = (None, 0.0),
) -> Iterator[PlaceEntry | Diagnostic]:
    try:
        entry, faults = _entry(row, source=source, shape=shape)
    except _RowError as error:
        yield _finding(path, line, error)
        return
    yield from (_finding(path, line, fault, is_kept=True) for fault in faults)
    yield entry


def _finding(path: Path, line: int, error: _RowError, *, is_kept: bool = False) -> Diagnostic:
    outcome = "the value was left empty" if is_kept else "the place was skipped"
    hint = f"fix the row and add the file again; {outcome}"
    return finding(error.code, str(error), hint=hint, file=str(path), line=line)


def _entry(
    row: Mapping[str, str], *, source: str, shape: tuple[Outline | None, float]
) -> tuple[PlaceEntry, list[_RowError]]:
    name = row.get("name", "")
    if not name or "\ufffd" in "".join(row.values()):
        seen = "the row is not UTF-8" if name else "the row has no name"
        raise _RowError("csv-syntax", f"{seen}, expected a name in UTF-8")
    lon, lat = _position(row)
    numbers, faults = _numbers(row)
    kind, country = row.get("kind", "").lower() or "settlement", row.get("country", "").upper()
    if kind not in KINDS:
        faults.append(_RowError("value-unknown", f'kind is "{kind}", expected a kind of place'))
        kind = "settlement"
    if country and re.fullmatch("[A-Z]{2}", country) is None:
        message = f'country is "{country}", expected two letters such as "UA"'
        faults.append(_RowError("value-unknown", message))
        country = ""
    if row.get("recipe", "").strip():
        message = f'recipe is "{row["recipe"]}", which works only in geodata/places.csv'
        faults.append(_RowError("value-unknown", message))
    names = list(dict.fromkeys(filter(None, map(str.strip, row.get("other_names", "").split("|")))))
    outline, reach = shape
    place_id, population = _place_id(row, source), int(numbers.get("population", 0))
    weight = settlement_importance(population, 1 + len(names)) if population else _IMPORTANCE
    radius = settlement_uncertainty_m(population) if population else _POINT_RADIUS_M
    place = Place(
        rowid=rowid_of(place_id),
        place_id=place_id,
        name=name,
        kind=kind,
        country=country,
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        lon=lon,
        lat=lat,
        population=population,
        importance=min(1.0, numbers.get("importance", weight)),
        uncertainty_m=numbers.get("uncertainty_m", radius) + reach,
        source=source,
    )
    named = ((name, DISPLAY), *((other, ALTERNATE) for other in names))
    return PlaceEntry(place, named, outline), faults


def _place_id(row: Mapping[str, str], source: str) -> str:
    """Return the id in the row (``geonames:1`` or a word), else one derived from the place."""
    given = row.get("id", "")
    if given:
        return given if ":" in given else f"project:{given}"
    identity = "\t".join((source, row["name"], row["lon"], row["lat"]))
    digest = hashlib.sha256(identity.encode()).hexdigest()[:8]
    return f"project:{fold(row['name']).replace(' ', '-')}-{digest}"


def _position(row: Mapping[str, str]) -> tuple[float, float]:
    lon, lat = row.get("lon", ""), row.get("lat", "")
    try:
        position = float(lon), float(lat)
    except ValueError:
        position = (float("nan"), float("nan"))
    if abs(position[0]) <= _MAX_LON and abs(position[1]) <= _MAX_LAT:
        return position
    raise _RowError(
        "coordinates-invalid",
        f'lon "{lon}", lat "{lat}" of "{row["name"]}", expected degrees within ±180 and ±90',
    )


def _numbers(row: Mapping[str, str]) -> tuple[dict[str, float], list[_RowError]]:
    numbers, faults = {}, []
    for column in _NUMBERS:
        text = row.get(column, "")
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if 0 <= number < float("inf"):
            numbers[column] = number
        else:
            message = f'{column} is "{text}", expected a number of 0 or more'
            faults.append(_RowError("value-unknown", message))
    return numbers, faults


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(_text, value))
    return "" if value is None else str(value).strip()


def _feature(feature: Any) -> tuple[dict[str, str], tuple[Outline | None, float]]:
    """Return a feature's row, its outline, and the reach of the outline in metres."""
    import shapely  # noqa: PLC0415 - look-ups need no shapes
    import shapely.geometry  # noqa: PLC0415
    from shapely.errors import ShapelyError  # noqa: PLC0415

    from dateline.geodesy import cut_at_180, reach_m, representation_point  # noqa: PLC0415

    try:
        properties = dict(feature["properties"] or {})
        geometry = shapely.geometry.shape(feature["geometry"])
        if geometry.is_empty or not shapely.is_valid(geometry):
            raise _RowError("geojson-invalid", "the geometry is empty or crosses itself")
        shape = geometry if geometry.geom_type == "Point" else cut_at_180(geometry)
        lon, lat = representation_point(shape)
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError) as error:
        if isinstance(error, _RowError):
            raise
        message = f"expected a feature with properties and a geometry: {error}"
        raise _RowError("geojson-invalid", message) from error
    row = {str(key).lower(): _text(value) for key, value in properties.items()}
    row = {**row, "lon": repr(float(lon)), "lat": repr(float(lat))}
    row.setdefault("id", str(feature.get("id") or ""))
    if shape.geom_type == "Point":
        return row, (None, 0.0)
    wkb = shapely.to_wkb(shape, byte_order=1)
    reach = reach_m(shape, representation_point(shape))
    return row, (Outline(*shape.bounds, wkb), reach)
