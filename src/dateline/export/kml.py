"""KML 2.2 and KMZ: a folder for each layer, time spans, and every field as extended data."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dateline.arrow import take_texts, text_bytes
from dateline.export.blocks import Block, make_blocks
from dateline.export.credits import ATTRIBUTION
from dateline.export.fields import ExportColumn, select_fields
from dateline.export.geometry import GeometryColumn, prepare_geometry
from dateline.export.instants import instant_texts
from dateline.export.looks import Looks, looks_of
from dateline.export.markup import xml_attribute, xml_text
from dateline.json_values import number_texts
from dateline.progress import Advance, unwatched
from dateline.settings import Settings
from dateline.texts import (
    TEXT,
    Piece,
    Texts,
    change_where,
    column_texts,
    exchange,
    join_pieces,
    map_distinct,
)

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
)
#: Time stored in the zip archive: the earliest possible one.
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
#: The operating system stored in the archive, so that it is the same everywhere.
_UNIX: Final = 3
#: Number of bytes compressed at a time.
_COPIED_BYTES: Final = 1 << 20
#: Characters to replace: markup and forbidden characters.
_ESCAPED: Final = r"[&<>\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"
#: Opacity of areas, in hexadecimal digits.
_AREA_OPACITY: Final = "40"
_UNSORTED: Final = "Unsorted"


def write_kml(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a KML file. Characters that XML forbids become U+FFFD."""
    with path.open("wb") as file:
        file.writelines(_document(events, settings, advance))


def write_kmz(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a zipped KML file.

    The document is written to a temporary file first, because its size must be known before it is
    zipped: ZIP64, which Google Earth and GDAL refuse in a KMZ, is used above 2 GiB only.
    """
    entry = zipfile.ZipInfo("doc.kml", date_time=_FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = 0o644 << 16
    with tempfile.TemporaryFile(dir=path.parent) as document:
        document.writelines(_document(events, settings, advance))
        entry.file_size = document.tell()
        document.seek(0)
        with zipfile.ZipFile(path, "w") as archive, archive.open(entry, "w") as file:
            shutil.copyfileobj(document, file, _COPIED_BYTES)


def _document(
    events: gpd.GeoDataFrame, settings: Settings, advance: Advance
) -> Iterator[bytes | memoryview]:
    about = " ".join(part for part in (settings.description, settings.note, ATTRIBUTION) if part)
    head = (
        f"<name>{xml_text(settings.title)}</name>\n<description>{xml_text(about)}</description>\n"
    )
    styles, looks = _styles(looks_of(events, settings))
    yield f"{_HEAD}<Document>\n{head}{styles}".encode()
    yield from _folders(events, looks, advance)
    yield b"</Document>\n</kml>\n"


def _styles(looks: Looks) -> tuple[str, Texts]:
    """Return the styles of a document, and for each event the element that refers to its style."""
    tenths = np.round(looks.scales * 10).astype(np.int64)
    used, codes = np.unique(np.column_stack([looks.codes, tenths]), axis=0, return_inverse=True)
    styles = []
    for number, (colour, tenth) in enumerate(used.tolist()):
        hue = _kml_colour(looks.colours[colour])
        styles.append(
            f'<Style id="look-{number}">'
            f"<IconStyle><color>ff{hue}</color><scale>{tenth / 10:g}</scale></IconStyle>"
            f"<LineStyle><color>ff{hue}</color><width>2</width></LineStyle>"
            f"<PolyStyle><color>{_AREA_OPACITY}{hue}</color></PolyStyle></Style>\n"
        )
    links = [f"<styleUrl>#look-{number}</styleUrl>\n" for number in range(len(used))]
    return "".join(styles), take_texts(links, codes.reshape(-1))


def _kml_colour(colour: str) -> str:
    """Return ``#rrggbb`` as KML writes it: blue, green, red."""
    return colour[5:7] + colour[3:5] + colour[1:3]


def _folders(
    events: gpd.GeoDataFrame, looks: Texts, advance: Advance
) -> Iterator[bytes | memoryview]:
    """Yield the placemarks, in one folder per layer, both in order."""
    layers = column_texts(events["layer"]).fill_null(_UNSORTED).dictionary_encode()
    # As objects, because NumPy's own texts lose NUL characters at their end.
    found = np.array(layers.dictionary.to_pylist(), dtype=object)
    names, ranks = np.unique(found, return_inverse=True)
    codes = ranks[layers.indices.to_numpy(zero_copy_only=False)]
    order = np.argsort(codes, kind="stable")
    starts = np.diff(codes[order], prepend=-1) != 0
    openings = [f"<Folder>\n<name>{xml_text(str(name))}</name>\n" for name in names]
    openings[1:] = ["</Folder>\n" + opening for opening in openings[1:]]

    in_order = looks.take(pa.array(order))

    def placemarks(block: Block) -> memoryview:
        rows = slice(block.at, block.at + len(block.events))
        opening = take_texts(openings, np.where(starts[rows], codes[order[rows]], -1)).fill_null("")
        links = in_order.slice(block.at, len(block.events))
        return text_bytes(join_pieces([opening, *_placemark(block, links)])).data

    shapes = prepare_geometry(events)
    fields = select_fields(events)
    yield from make_blocks(events, shapes, fields, make=placemarks, order=order, advance=advance)
    if len(events):
        yield b"</Folder>\n"


def _placemark(block: Block, links: Texts) -> list[Piece]:
    """Return the pieces that make up the placemarks, for ``join_pieces``.

    Args:
        block: The events.
        links: What refers to the style of each.
    """
    by_name = {column.field.name: _written(column) for column in block.columns}
    description = escape_texts(by_name["description"])
    extended = [
        _around(
            f"<Data name={xml_attribute(name)}><value>", escape_texts(texts), "</value></Data>\n"
        )
        for name, texts in by_name.items()
    ]
    return [
        "<Placemark>\n",
        _element("name", escape_texts(by_name["title"])),
        # Google Earth shows it as HTML, so it is escaped twice; the data has the plain text.
        _element("description", escape_texts(description)),
        _time(by_name["start"], by_name["end"]),
        links,
        "<ExtendedData>\n",
        *extended,
        "</ExtendedData>\n",
        _geometries(block.shapes),
        "</Placemark>\n",
    ]


def _written(column: ExportColumn) -> Texts:
    """Return a column's values as texts; missing ones stay null."""
    match column.field.kind:
        case "instant":
            return instant_texts(column.cells)
        case "boolean" | "integer":
            return column.cells.cast(TEXT)
        case "number":
            numbers = number_texts(column.cells.to_numpy(zero_copy_only=False))
            return pc.if_else(column.cells.is_valid(), numbers, pa.scalar(None, TEXT))
    return column.flat()


def escape_texts(texts: Texts) -> Texts:
    """Return texts escaped for XML; characters that XML forbids become U+FFFD."""
    rows = pc.match_substring_regex(texts, _ESCAPED)
    return change_where(texts, rows, lambda found: map_distinct(found, xml_text))


def _around(before: str, texts: Texts, after: str) -> Texts:
    """Return texts with others before and after them; missing texts become empty."""
    return join_pieces([before, texts, after]).fill_null("")


def _element(name: str, texts: Texts) -> Texts:
    given = pc.if_else(pc.equal(texts, ""), pa.scalar(None, TEXT), texts)
    return _around(f"<{name}>", given, f"</{name}>\n")


def _time(starts: Texts, ends: Texts) -> Texts:
    edges = join_pieces([_around("<begin>", starts, "</begin>"), _around("<end>", ends, "</end>")])
    none = pa.scalar(None, TEXT)
    return _around("<TimeSpan>", pc.if_else(pc.equal(edges, ""), none, edges), "</TimeSpan>\n")


def _geometries(shapes: GeometryColumn) -> Texts:
    has_point, has_shape = shapes.has_point, shapes.has_shape
    lon, lat = (number_texts(shapes.positions[has_point, axis]) for axis in (0, 1))
    points = join_pieces(["<Point><coordinates>", lon, ",", lat, "</coordinates></Point>\n"])
    written = exchange(pa.repeat(pa.scalar("", TEXT), len(has_point)), has_point, points)
    others = [_geometry(shape) for shape in shapes.shapes[has_shape]]
    return exchange(written, has_shape, pa.array(others, TEXT))


def _geometry(shape: Any) -> str:
    """Return a geometry as KML, with positions as ``lon,lat``."""
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
