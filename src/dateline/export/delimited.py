"""CSV (RFC 4180): UTF-8 without a mark, geometry as WKT, one row an event."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from dateline.export.fields import Field, select_fields
from dateline.export.geometry import DECIMALS, prepare_geometry
from dateline.export.instants import first_seconds, instant_texts, last_seconds
from dateline.readers.formulas import guard
from dateline.settings import Settings

#: The heading of the geometry column: the one that GDAL and QGIS look for.
GEOMETRY_HEADING: Final = "WKT"

_QUOTED: Final = re.compile('[",\r\n]')
_LINE_END: Final = "\r\n"


def write_csv(events: gpd.GeoDataFrame, path: Path, _settings: Settings) -> None:
    """Write a CSV file.

    Lists are joined by ``; ``, records are JSON. A text that a spreadsheet would run as a formula
    gets an apostrophe before it, which dateline's own reader takes away again.
    """
    fields = select_fields(events)
    shapes = prepare_geometry(events).geometries()
    wkt = shapely.to_wkt(shapes, rounding_precision=DECIMALS, trim=True)
    columns = [_cells(field, events) for field in fields]
    columns.append([_quote(text) if text else "" for text in wkt])
    headings = [_quote(guard(field.name)) for field in fields]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join([*headings, GEOMETRY_HEADING]) + _LINE_END)
        file.writelines(",".join(row) + _LINE_END for row in zip(*columns, strict=True))


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _cells(field: Field, events: gpd.GeoDataFrame) -> list[str]:
    match field.kind:
        case "instant":
            is_start = field.name == "start"
            texts = instant_texts(first_seconds(events) if is_start else last_seconds(events))
            return [text or "" for text in texts]
        case "boolean":
            return [_WORDS[value] for value in field.objects()]
        case "integer" | "number":
            return ["" if value is None else _number(value) for value in field.objects()]
    return ["" if value is None else _quote(guard(value)) for value in field.flat()]


_WORDS: Final[dict[Any, str]] = {None: "", True: "true", False: "false"}


def _number(value: float) -> str:
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)
