"""CSV (RFC 4180): UTF-8 without a byte order mark, geometry as WKT, one row per event."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from dateline.arrow import text_bytes
from dateline.export.blocks import Block, make_blocks
from dateline.export.fields import ExportColumn, select_fields
from dateline.export.geometry import DECIMALS, GeometryColumn, prepare_geometry
from dateline.export.instants import instant_texts
from dateline.json_values import number_texts
from dateline.mapping.formulas import guard
from dateline.progress import Advance, unwatched
from dateline.settings import Settings
from dateline.texts import TEXT, Piece, Texts, change_where, exchange, join_pieces, map_distinct

#: The heading of the geometry column that GDAL and QGIS recognise.
GEOMETRY_HEADING: Final = "WKT"

_QUOTED: Final = '[",\r\n]'
#: Start of a text that may be a formula; ``guard`` decides.
_MAY_RUN: Final = "^'*[=@\t\r+-]"
_LINE_END: Final = "\r\n"


def write_csv(
    events: gpd.GeoDataFrame, path: Path, _settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a CSV file.

    Lists are joined with ``; ``; records are JSON. A text that a spreadsheet would run as a formula
    gets a leading apostrophe, which dateline's own reader removes.
    """
    fields = select_fields(events)
    headings = [_quote_one(guard(field.name)) for field in fields]
    rows = make_blocks(events, prepare_geometry(events), fields, make=_rows, advance=advance)
    with path.open("wb") as file:
        file.write((",".join([*headings, GEOMETRY_HEADING]) + _LINE_END).encode())
        file.writelines(rows)


def _rows(block: Block) -> memoryview:
    """Return the rows of a block as UTF-8."""
    pieces: list[Piece] = []
    for column in block.columns:
        pieces += [_cells(column), ","]
    return text_bytes(join_pieces([*pieces, _wkt(block.shapes), _LINE_END])).data


def _cells(column: ExportColumn) -> Texts:
    """Return a column's values as cells; missing ones are empty."""
    match column.field.kind:
        case "instant":
            texts = instant_texts(column.cells)
        case "boolean" | "integer":
            texts = column.cells.cast(TEXT)
        case "number":
            numbers = column.cells.to_numpy(zero_copy_only=False)
            texts = pc.if_else(column.cells.is_valid(), plain_texts(numbers), "")
        case _:
            texts = _quote(_guard(column.flat()))
    return texts.fill_null("")


def _guard(texts: Texts) -> Texts:
    suspects = pc.match_substring_regex(texts, _MAY_RUN)
    return change_where(texts, suspects, lambda found: map_distinct(found, guard))


def _quote(texts: Texts) -> Texts:
    return change_where(
        texts,
        pc.match_substring_regex(texts, _QUOTED),
        lambda found: join_pieces(['"', pc.replace_substring(found, '"', '""'), '"']),
    )


def _quote_one(text: str) -> str:
    return str(_quote(pa.array([text], TEXT))[0])


def _wkt(shapes: GeometryColumn) -> Texts:
    """Return the geometry as cells; those of unplaced events are empty."""
    has_point, has_shape = shapes.has_point, shapes.has_shape
    lon, lat = (plain_texts(shapes.positions[has_point, axis]) for axis in (0, 1))
    cells = pa.repeat(pa.scalar("", TEXT), len(has_point))
    cells = exchange(cells, has_point, join_pieces(["POINT (", lon, " ", lat, ")"]))
    others = shapely.to_wkt(shapes.shapes[has_shape], rounding_precision=DECIMALS, trim=True)
    return exchange(cells, has_shape, _quote(pa.array(others, TEXT)))


def plain_texts(numbers: NDArray[np.float64]) -> Texts:
    """Return each number without an exponent or trailing ``.0``: ``250`` or ``0.0000001``."""
    texts = pc.replace_substring_regex(number_texts(numbers), r"\.0$", "")
    return change_where(texts, pc.match_substring(texts, "e"), lambda t: map_distinct(t, _plain))


def _plain(text: str) -> str:
    return np.format_float_positional(float(text), trim="-")
