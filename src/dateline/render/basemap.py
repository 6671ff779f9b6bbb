"""What of the compiled base map goes into a page: the world coarsely, near the events finely.

The lines and names were made by ``compile/basemap.py`` and are drawn by ``web/src/basemap.js``;
here they are only chosen. Nothing here knows events, HTML or compression.
"""

from __future__ import annotations

import functools
import json
import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dateline.errors import OutputError
from dateline.render.assets import read_asset
from dateline.render.basemap_pack import COARSE, Lines, Vertices, lines_of, pack
from dateline.settings import WORLDVIEWS, Worldview

#: Degrees around an event within which lines have level 3, 2 and 1; beyond is level 0. The first
#: that holds the budget is taken.
_NOWHERE: Final = -math.inf
RADII_DEG: Final = (
    (3.0, 7.0, 16.0),
    (2.5, 6.0, 14.0),
    (2.0, 5.0, 12.0),
    (1.6, 4.0, 10.0),
    (1.2, 3.0, 8.0),
    (0.6, 1.5, 5.0),
    (0.0, 0.8, 3.0),
    (_NOWHERE, 0.0, 2.0),
    (_NOWHERE, _NOWHERE, 0.0),
    (_NOWHERE, _NOWHERE, _NOWHERE),
)
#: What the whole may weigh before it is deflated, and what a vertex and a name weigh, roughly.
BUDGET_BYTES: Final = 460_000
_BYTES_PER_VERTEX: Final = 2.3
_BYTES_PER_NAME: Final = 32

#: Cells of the grid on which the distance to the events is measured.
_CELL_DEG: Final = 0.5
_GRID: Final = (round(180 / _CELL_DEG), round(360 / _CELL_DEG))
#: More places than this are first joined on coarser and coarser grids.
_MOST_PLACES: Final = 60

#: More than there are rows of cells.
_ROWS: Final = 1024

#: Layers of the page, in the order in which they are packed: fills, then strokes.
PAGE_LAYERS: Final = ("land", "lakes", "disputed", "rivers", "regions", "countries", "contested")
_FILLS: Final = 3
#: The styles of ``compile/basemap_lines.py``.
_STYLES: Final = {"regions": 1, "countries": 2, "contested": 3}
#: Borders between regions are drawn where the level is at least this.
_REGION_LEVEL: Final = 1
#: Rivers of a higher rank are drawn near events only.
_WORLD_RIVER_RANK: Final = 3
#: Zoom up to which names of a kind are taken at level 0, 1, 2 and 3.
_LABEL_ZOOM: Final = {
    "country": (12, 12, 12, 12),
    "sea": (4.5, 7, 9, 12),
    "admin1": (-1, 7, 8, 10),
    "disputed": (6, 12, 12, 12),
    "lake": (4.5, 6, 8, 9),
    "city": (5, 7, 8, 11),
}


@dataclass(frozen=True, slots=True)
class _Basemap:
    """The compiled base map: one row per vertex, per line, per name; each knows its grid cell."""

    unit_deg: float
    layers: tuple[str, ...]
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    level: NDArray[np.uint8]
    line: NDArray[np.int32]
    columns: Mapping[str, NDArray[Any]]
    cell: NDArray[np.intp]
    label_cell: NDArray[np.intp]


def pick_basemap(lon: ArrayLike = (), lat: ArrayLike = (), *, worldview: Worldview = "un") -> bytes:
    """Return the base map of a page, to be deflated by the caller and drawn by ``basemap.js``.

    The world is drawn coarsely. Around the places it gets finer, with first-level regions and
    smaller towns, as far as the budget allows: about 330 KB after deflating, whatever the places.

    Args:
        lon: Longitudes of the places that matter, degrees; NaN is ignored. Repeats cost nothing.
        lat: Their latitudes, degrees.
        worldview: Whose borders are drawn as borders; the others are dashed.

    Raises:
        OutputError: The base map is missing from the package or is of another version.
    """
    basemap = _read_basemap()
    zone = _affordable(basemap, _distance(np.asarray(lon, float), np.asarray(lat, float)))
    chosen = _chosen(basemap, zone, worldview)
    head = {
        "format": 1,
        "worldview": worldview,
        "unit": basemap.unit_deg,
        "layers": [[name, len(part.size)] for name, part in zip(PAGE_LAYERS, chosen, strict=True)],
        "labels": _labels(basemap, _names(basemap, zone)),
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return struct.pack("<I", len(text)) + text + b"".join(pack(part) for part in chosen)


@functools.cache
def _read_basemap() -> _Basemap:
    raw = zlib.decompress(read_asset("basemap.bin"))
    (size,) = struct.unpack_from("<I", raw)
    head = json.loads(raw[4 : 4 + size])
    if head["format"] != 1:
        raise OutputError(
            f'the base map has format "{head["format"]}", expected "1"',
            hint="reinstall dateline",
        )
    columns: dict[str, NDArray[Any]] = {}
    offset = 4 + size
    for name, dtype, length in head["arrays"]:
        columns[name] = np.frombuffer(raw, dtype, length, offset)
        offset += columns[name].nbytes
    size_of = columns["size"]
    x, y = (np.cumsum(columns[name], dtype=np.int32) for name in ("x", "y"))
    unit_deg = head["unit_deg"]
    return _Basemap(
        unit_deg=unit_deg,
        layers=tuple(head["layers"]),
        kinds=tuple(head["kinds"]),
        texts=tuple(head["texts"]),
        x=x,
        y=y,
        level=columns["level"],
        line=np.repeat(np.arange(len(size_of), dtype=np.int32), size_of),
        columns=columns,
        cell=_cells(x, y, unit_deg),
        label_cell=_cells(columns["label_x"], columns["label_y"], unit_deg),
    )


def _cells(x: NDArray[Any], y: NDArray[Any], unit_deg: float) -> NDArray[np.intp]:
    """Return the number of the cell that each of (x, y) lies in, row by row from the south."""
    rows, columns = _GRID
    per_cell = round(_CELL_DEG / unit_deg)
    row = np.clip(y // per_cell + rows // 2, 0, rows - 1)
    column = np.clip(x // per_cell + columns // 2, 0, columns - 1)
    cells: NDArray[np.intp] = (row * columns + column).astype(np.intp)
    return cells


def _distance(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each cell of the world, degrees to the nearest place."""
    lons = np.arange(-180, 180, _CELL_DEG) + _CELL_DEG / 2
    lats = np.arange(-90, 90, _CELL_DEG) + _CELL_DEG / 2
    nearest = np.full((len(lats), len(lons)), np.inf)
    for place_lon, place_lat, radius in _places(lon, lat):
        across = np.abs((lons - place_lon + 180) % 360 - 180) - radius
        # A degree of longitude is as wide on the map everywhere, one of latitude is not.
        along = (np.abs(lats - place_lat) - radius) / max(np.cos(np.radians(place_lat)), 0.2)
        np.minimum(nearest, np.maximum.outer(along, across), out=nearest)
    return nearest.ravel()


def _places(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[tuple[float, float, float]]:
    """Return (lon, lat, half width in degrees) of the cells that hold the places, few of them."""
    is_known = np.isfinite(lon) & np.isfinite(lat)
    x, y = (np.floor(values[is_known] / _CELL_DEG).astype(np.int64) for values in (lon, lat))
    size = _CELL_DEG
    while True:
        # One number a cell, because numbers are sorted many times faster than pairs of them.
        x, y = np.divmod(np.unique(x * _ROWS + y + _ROWS // 2), _ROWS)
        y -= _ROWS // 2
        if len(x) <= _MOST_PLACES:
            return [
                ((a + 0.5) * size, (b + 0.5) * size, size / 2) for a, b in zip(x, y, strict=True)
            ]
        x, y, size = x // 2, y // 2, size * 2


def _affordable(basemap: _Basemap, distance: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the level that each cell is drawn at, the finest that the budget allows."""
    cost = _cost(basemap)
    zone = np.zeros(distance.shape, np.uint8)
    for radii in RADII_DEG:
        zone[:] = 0
        for radius in radii:
            zone += distance <= radius
        if cost[zone, np.arange(zone.size)].sum() < BUDGET_BYTES:
            break
    return zone


def _cost(basemap: _Basemap) -> NDArray[np.float64]:
    """Return the bytes of each cell (second axis) at each level (first axis), roughly."""
    columns = basemap.columns
    line_level = np.where(columns["zoom"] > 0, _REGION_LEVEL, 0)
    level = np.maximum(basemap.level, line_level[basemap.line])
    limits = np.array([_LABEL_ZOOM[name] for name in basemap.kinds])[columns["label_kind"]]
    is_shown = columns["label_zoom"][:, None] / 10 <= limits
    # Of each level the rows of the one below are in the sum, so what is added is counted here.
    added = [
        np.bincount(basemap.cell[level == number], minlength=_GRID[0] * _GRID[1])
        * _BYTES_PER_VERTEX
        for number in range(limits.shape[1])
    ]
    named = [
        np.bincount(basemap.label_cell[is_shown[:, number]], minlength=_GRID[0] * _GRID[1])
        * _BYTES_PER_NAME
        for number in range(limits.shape[1])
    ]
    return np.cumsum(added, axis=0) + np.array(named)


def _chosen(basemap: _Basemap, zone: NDArray[np.uint8], worldview: Worldview) -> list[Lines]:
    """Return the lines of each of :data:`PAGE_LAYERS`."""
    here = zone[basemap.cell]
    columns = basemap.columns
    layer = np.array(basemap.layers)[columns["layer"]]
    style = columns[("first", "second")[WORLDVIEWS.index(worldview)]]
    style = np.where(layer == "borders", style, 0)
    near = {name: np.zeros(1, bool) for name in PAGE_LAYERS} | {
        "regions": here < _REGION_LEVEL,
        "rivers": (here < 1) & (columns["first"] > _WORLD_RIVER_RANK)[basemap.line],
    }
    parts = []
    for number, name in enumerate(PAGE_LAYERS):
        of_layer = style == _STYLES[name] if name in _STYLES else layer == name
        is_out = np.broadcast_to(near[name], here.shape)
        # A line that leaves the surroundings and comes back is two lines.
        run = np.cumsum(_changes(basemap.line) | _changes(is_out), dtype=np.int64)
        kept = np.flatnonzero(of_layer[basemap.line] & (basemap.level <= here) & ~is_out)
        unit = np.where(here[kept] == 0, COARSE, 1)
        vertices = Vertices(basemap.x[kept], basemap.y[kept], run[kept], basemap.line[kept])
        parts.append(lines_of(vertices, unit, columns["zoom"], is_ring=number < _FILLS))
    return parts


def _changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    changes = np.zeros(len(values), bool)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _names(basemap: _Basemap, zone: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return the rows of the names to show, the first to claim their room first."""
    columns = basemap.columns
    limits = np.array([_LABEL_ZOOM[name] for name in basemap.kinds])
    level = zone[basemap.label_cell]
    is_in = columns["label_zoom"] / 10 <= limits[columns["label_kind"], level]
    kept = np.flatnonzero(is_in)
    order = np.lexsort((columns["label_rank"][kept], columns["label_zoom"][kept]))
    return kept[order]


def _labels(basemap: _Basemap, names: NDArray[np.intp]) -> dict[str, Any]:
    """Return the names as columns; places in units, zooms in tenths."""
    columns = basemap.columns
    return {
        "kinds": basemap.kinds,
        "text": [basemap.texts[index] for index in names],
        **{name: columns[f"label_{name}"][names].tolist() for name in ("kind", "x", "y", "zoom")},
    }
