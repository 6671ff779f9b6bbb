"""KML 2.2 and KMZ: a folder for each layer, time spans, and every field as extended data."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pandas as pd
import shapely

from dateline.export.credits import ATTRIBUTION
from dateline.export.fields import select_fields
from dateline.export.geometry import prepare_geometry
from dateline.export.instants import first_seconds, instant_texts, last_seconds
from dateline.settings import Settings

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
)
#: Zip archives carry a time; this is the earliest there is.
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: What XML 1.0 cannot hold: control characters, lone surrogates, non-characters.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSORTED: Final = "Unsorted"


def write_kml(events: gpd.GeoDataFrame, path: Path, settings: Settings) -> None:
    """Write a KML file. Characters that XML cannot hold become U+FFFD."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(events, settings))


def write_kmz(events: gpd.GeoDataFrame, path: Path, settings: Settings) -> None:
    """Write a zipped KML file."""
    entry = zipfile.ZipInfo("doc.kml", date_time=_FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with zipfile.ZipFile(path, "w") as archive, archive.open(entry, "w") as file:
        for text in _document(events, settings):
            file.write(text.encode())


def _document(events: gpd.GeoDataFrame, settings: Settings) -> Iterator[str]:
    yield _HEAD + f"<Document>\n<name>{_text(settings.title)}</name>\n"
    about = " ".join(part for part in (settings.description, settings.note, ATTRIBUTION) if part)
    yield f"<description>{_text(about)}</description>\n"
    placemarks = _placemarks(events)
    layers = events["layer"].astype("str").where(events["layer"].notna(), _UNSORTED)
    codes, names = pd.factorize(layers, sort=True)
    for code, name in enumerate(names):
        yield f"<Folder>\n<name>{_text(str(name))}</name>\n"
        yield from (placemarks[row] for row in (codes == code).nonzero()[0])
        yield "</Folder>\n"
    yield "</Document>\n</kml>\n"


def _placemarks(events: gpd.GeoDataFrame) -> list[str]:
    fields = select_fields(events)
    columns = [
        _instants(events, field.name) if field.kind == "instant" else field.flat()
        for field in fields
    ]
    names = [quoteattr(_FORBIDDEN.sub("�", field.name)) for field in fields]
    by_name = dict(zip((field.name for field in fields), columns, strict=True))
    shapes = prepare_geometry(events).geometries()
    return [
        "<Placemark>\n"
        + _element("name", by_name["title"][row])
        + _element("description", _as_html(by_name["description"][row]))
        + _time(by_name["start"][row], by_name["end"][row])
        + _extended(names, [column[row] for column in columns])
        + _geometry(shapes[row])
        + "</Placemark>\n"
        for row in range(len(events))
    ]


def _instants(events: gpd.GeoDataFrame, name: str) -> list[str | None]:
    return instant_texts(first_seconds(events) if name == "start" else last_seconds(events))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("�", text))


def _as_html(text: str | None) -> str | None:
    """Return a text for a description, which globes show as HTML, so that no markup in it works.

    The text as it is stands in the extended data.
    """
    return escape(text) if text else text


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{_text(text)}</{name}>\n" if text else ""


def _time(start: str | None, end: str | None) -> str:
    if not start and not end:
        return ""
    edges = (f"<begin>{start}</begin>" if start else "") + (f"<end>{end}</end>" if end else "")
    return f"<TimeSpan>{edges}</TimeSpan>\n"


def _extended(names: list[str], values: list[Any]) -> str:
    rows = "".join(
        f"<Data name={name}><value>{_text(_value(value))}</value></Data>\n"
        for name, value in zip(names, values, strict=True)
        if value is not None
    )
    return f"<ExtendedData>\n{rows}</ExtendedData>\n"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _geometry(shape: Any) -> str:
    """Return a geometry as KML; each ring and line with its positions as ``lon,lat``."""
    if shape is None:
        return ""
    if shape.geom_type in ("Point", "LineString"):
        return f"<{shape.geom_type}>{_positions(shape)}</{shape.geom_type}>\n"
    if shape.geom_type == "LinearRing":
        return f"<LinearRing>{_positions(shape)}</LinearRing>"
    if shape.geom_type == "Polygon":
        inner = "".join(
            f"<innerBoundaryIs>{_geometry(ring)}</innerBoundaryIs>" for ring in shape.interiors
        )
        outer = f"<outerBoundaryIs>{_geometry(shape.exterior)}</outerBoundaryIs>"
        return f"<Polygon>{outer}{inner}</Polygon>\n"
    return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>\n"


def _positions(shape: Any) -> str:
    positions = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{lon},{lat}' for lon, lat in positions)}</coordinates>"
