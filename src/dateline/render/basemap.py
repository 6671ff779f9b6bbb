"""Selects the part of the compiled base map for a page: coarse worldwide, detailed near the events.

``compile/basemap.py`` makes the lines and names, and ``web/src/basemap.js`` draws them. This module
only selects; it knows nothing about events, HTML or compression.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dateline.errors import OutputError
from dateline.render.assets import read_asset
from dateline.render.basemap_pack import COARSE, Lines, Vertices, lines_of, pack
from dateline.render.towns import TOWNS_ZOOM, Settlements, towns_near
from dateline.settings import WORLDVIEWS, Worldview

#: Version of the compiled base map.
_FORMAT: Final = 2
#: A radius that includes nothing.
_NOWHERE: Final = -math.inf
#: Degrees around an event within which lines have level 3, 2 and 1; beyond is level 0. The
#: first entry within the budget is used.
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
#: About how exact the lines of each level are, metres: what their sources leave out, and up to one
#: tolerance of ``compile/basemap_lines.py``.
OUTLINES_M: Final = (5_000, 2_000, 1_000, 1_000)
#: Budget for the whole base map before compression, and approximate cost of a vertex and a name.
BUDGET_BYTES: Final = 460_000
_BYTES_PER_VERTEX: Final = 2.3
_BYTES_PER_NAME: Final = 32

#: Cell size of the grid on which the distance to the events is measured, degrees.
_CELL_DEG: Final = 0.5
_GRID: Final = (round(180 / _CELL_DEG), round(360 / _CELL_DEG))
#: If there are more places than this, they are merged on increasingly coarse grids.
_MOST_PLACES: Final = 60

#: More than the number of rows of cells, to number pairs of (column, row).
_ROWS: Final = 1024

#: Layers of the page in packing order: fills, then strokes.
PAGE_LAYERS: Final = ("land", "lakes", "disputed", "rivers", "regions", "countries", "contested")
_FILLS: Final = 3
#: The styles of ``compile/basemap_lines.py``.
_STYLES: Final = {"regions": 1, "countries": 2, "contested": 3}
#: Lowest level at which borders between regions are drawn.
_REGION_LEVEL: Final = 1
#: Rivers with a higher rank (smaller rivers) are drawn only near events.
_WORLD_RIVER_RANK: Final = 3
#: For each kind of name, the highest zoom whose names are included at level 0, 1, 2 and 3.
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
    """The compiled base map as arrays per vertex, line and name, each with its grid cell."""

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
    towns: Settlements


@dataclass(frozen=True, slots=True)
class Zone:
    """How detailed the base map is in each grid cell.

    Attributes:
        level: The level of each cell, 0 to 3.
        radii: The entry of :data:`RADII_DEG` that it was made with.
        towns: Rows of the names of all settlements near events.
    """

    level: NDArray[np.uint8]
    radii: tuple[float, float, float]
    towns: NDArray[np.intp]

    @property
    def outlines_m(self) -> tuple[int, int]:
        """About how exact lines are near the events, and elsewhere; metres."""
        level = sum(radius >= 0 for radius in self.radii) if self.level.any() else 0
        return OUTLINES_M[level], OUTLINES_M[0]

    def is_enough(self, lon: ArrayLike, lat: ArrayLike, events: ArrayLike = ()) -> bool:
        """Return whether all that a map of these places would show with these radii is there."""
        distance = _distance(np.asarray(lon, float), np.asarray(lat, float))
        towns = towns_near(_read_basemap().towns, events)
        is_named = bool(np.isin(towns, self.towns).all())
        return is_named and bool((_levels(distance, self.radii) <= self.level).all())


class Picked(NamedTuple):
    """A selection from the compiled base map.

    Attributes:
        worldview: Point of view whose borders are solid.
        lines: The lines of each layer in :data:`PAGE_LAYERS`.
        names: Rows of the names, in order of priority.
        zooms: The lowest zoom of each name, in tenths.
        outlines_m: See :attr:`Zone.outlines_m`.
    """

    worldview: Worldview
    lines: Sequence[Lines]
    names: NDArray[np.intp]
    zooms: NDArray[np.uint8]
    outlines_m: tuple[int, int]

    def packed(self, **more: Any) -> bytes:
        """Return the selection as ``basemap-decode.js`` reads it, not yet compressed.

        Args:
            more: Further entries of its head.
        """
        basemap = _read_basemap()
        head = {
            "format": 1,
            "worldview": self.worldview,
            "unit": basemap.unit_deg,
            "outlines": self.outlines_m,
            "layers": [
                [name, len(part.size)] for name, part in zip(PAGE_LAYERS, self.lines, strict=True)
            ],
            "labels": _labels(basemap, self.names) | {"zoom": self.zooms.tolist()},
            **more,
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return struct.pack("<I", len(text)) + text + b"".join(pack(part) for part in self.lines)

    def named(self) -> dict[str, Any]:
        """Return the names: text, kind, lon, lat (degrees) and lowest zoom, as columns."""
        basemap = _read_basemap()
        columns = basemap.columns
        kinds = columns["label_kind"][self.names]
        return {
            "text": [basemap.texts[index] for index in self.names],
            "kind": [basemap.kinds[kind] for kind in kinds],
            "lon": columns["label_x"][self.names] * basemap.unit_deg,
            "lat": columns["label_y"][self.names] * basemap.unit_deg,
            "zoom": self.zooms / 10,
        }

    @property
    def unit_deg(self) -> float:
        """The degrees of one unit of the lines."""
        return _read_basemap().unit_deg


def pick_basemap(
    lon: ArrayLike = (),
    lat: ArrayLike = (),
    *,
    events: ArrayLike = (),
    worldview: Worldview = "un",
) -> bytes:
    """Return the base map of a page, not yet compressed; ``basemap.js`` draws it.

    The world is coarse. Near the places it is more detailed, with first-level regions and smaller
    towns, within a budget of about 330 KB after compression, regardless of the places.

    Args:
        lon: Longitudes of the places of the events, degrees; NaN and repeats are ignored.
        lat: Their latitudes, degrees.
        events: See :func:`zone_of`.
        worldview: Point of view whose borders are solid; other claims are dashed.

    Raises:
        OutputError: The base map is missing from the package or has another version.
    """
    return pick(zone_of(lon, lat, events), worldview).packed()


def zone_of(lon: ArrayLike, lat: ArrayLike, events: ArrayLike = ()) -> Zone:
    """Return the most detail near these places (degrees) that the budget allows.

    Args:
        lon: Longitudes of the places that need detail.
        lat: Their latitudes.
        events: Positions (lon, lat) of events near which every settlement is named; rows that are
            not finite are ignored.

    Raises:
        OutputError: The base map is missing from the package or has another version.
    """
    basemap = _read_basemap()
    distance = _distance(np.asarray(lon, float), np.asarray(lat, float))
    return _affordable(basemap, distance, towns_near(basemap.towns, events))


def pick(zone: Zone, worldview: Worldview) -> Picked:
    """Return the lines and names at the level of detail of each cell."""
    basemap = _read_basemap()
    names, zooms = _names(basemap, zone)
    lines = _chosen(basemap, zone.level, worldview)
    return Picked(worldview, lines, names, zooms, zone.outlines_m)


@functools.cache
def _read_basemap() -> _Basemap:
    raw = read_asset("basemap.bin")
    (size,) = struct.unpack_from("<I", raw)
    head = json.loads(raw[4 : 4 + size])
    if head["format"] != _FORMAT:
        raise OutputError(
            f'the base map has format "{head["format"]}", expected "{_FORMAT}"',
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
        towns=_towns(head["kinds"], columns, unit_deg),
    )


def _towns(
    kinds: Sequence[str], columns: Mapping[str, NDArray[Any]], unit_deg: float
) -> Settlements:
    rows = np.flatnonzero(columns["label_kind"] == kinds.index("city"))
    ordered = rows[np.argsort(columns["label_y"][rows], kind="stable")]
    return Settlements(
        rows=ordered,
        lon=columns["label_x"][ordered] * unit_deg,
        lat=columns["label_y"][ordered] * unit_deg,
        rank=columns["label_rank"][ordered],
    )


def _cells(x: NDArray[Any], y: NDArray[Any], unit_deg: float) -> NDArray[np.intp]:
    """Return the cell number of each point (x, y); cells are numbered row by row from the south."""
    rows, columns = _GRID
    per_cell = round(_CELL_DEG / unit_deg)
    row = np.clip(y // per_cell + rows // 2, 0, rows - 1)
    column = np.clip(x // per_cell + columns // 2, 0, columns - 1)
    cells: NDArray[np.intp] = (row * columns + column).astype(np.intp)
    return cells


def _distance(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each cell of the world the distance to the nearest place, degrees."""
    lons = np.arange(-180, 180, _CELL_DEG) + _CELL_DEG / 2
    lats = np.arange(-90, 90, _CELL_DEG) + _CELL_DEG / 2
    nearest = np.full((len(lats), len(lons)), np.inf)
    for place_lon, place_lat, radius in _places(lon, lat):
        across = np.abs((lons - place_lon + 180) % 360 - 180) - radius
        # On a Mercator map a degree of longitude has constant width; a degree of latitude has not.
        along = (np.abs(lats - place_lat) - radius) / max(np.cos(np.radians(place_lat)), 0.2)
        np.minimum(nearest, np.maximum.outer(along, across), out=nearest)
    return nearest.ravel()


def _places(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> list[tuple[float, float, float]]:
    """Return (lon, lat, half width) in degrees of at most ``_MOST_PLACES`` cells with places."""
    is_known = np.isfinite(lon) & np.isfinite(lat)
    x, y = (np.floor(values[is_known] / _CELL_DEG).astype(np.int64) for values in (lon, lat))
    size = _CELL_DEG
    while True:
        # One number per cell, because sorting numbers is many times faster than sorting pairs.
        x, y = np.divmod(np.unique(x * _ROWS + y + _ROWS // 2), _ROWS)
        y -= _ROWS // 2
        if len(x) <= _MOST_PLACES:
            return [
                ((a + 0.5) * size, (b + 0.5) * size, size / 2) for a, b in zip(x, y, strict=True)
            ]
        x, y, size = x // 2, y // 2, size * 2


def _affordable(basemap: _Basemap, distance: NDArray[np.float64], towns: NDArray[np.intp]) -> Zone:
    """Return the most detail that the budget allows besides the settlements near events."""
    cost = _cost(basemap)
    left = BUDGET_BYTES - len(towns) * _BYTES_PER_NAME
    for radii in RADII_DEG:
        level = _levels(distance, radii)
        if cost[level, np.arange(level.size)].sum() < left:
            break
    return Zone(level, radii, towns)


def _levels(distance: NDArray[np.float64], radii: Sequence[float]) -> NDArray[np.uint8]:
    level = np.zeros(distance.shape, np.uint8)
    for radius in radii:
        level += distance <= radius
    return level


def _cost(basemap: _Basemap) -> NDArray[np.float64]:
    """Return the approximate bytes of each cell (second axis) at each level (first axis)."""
    columns = basemap.columns
    line_level = np.where(columns["zoom"] > 0, _REGION_LEVEL, 0)
    level = np.maximum(basemap.level, line_level[basemap.line])
    limits = np.array([_LABEL_ZOOM[name] for name in basemap.kinds])[columns["label_kind"]]
    is_shown = columns["label_zoom"][:, None] / 10 <= limits
    # Each level includes the vertices of the levels below, so only the added ones are counted.
    cells, levels = _GRID[0] * _GRID[1], limits.shape[1]
    added = np.bincount(level * cells + basemap.cell, minlength=levels * cells)
    named = [
        np.bincount(basemap.label_cell[is_shown[:, number]], minlength=cells) * _BYTES_PER_NAME
        for number in range(levels)
    ]
    vertices: NDArray[np.intp] = np.cumsum(added.reshape(levels, cells), axis=0)
    return np.asarray(vertices * _BYTES_PER_VERTEX + np.array(named), np.float64)


def _chosen(basemap: _Basemap, zone: NDArray[np.uint8], worldview: Worldview) -> list[Lines]:
    """Return the selected lines of each layer in :data:`PAGE_LAYERS`."""
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
        # A line that leaves the detailed area and returns becomes two lines.
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


def _names(basemap: _Basemap, zone: Zone) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """Return the rows of the names to include, in order of priority, and their lowest zooms."""
    columns = basemap.columns
    limits = np.array([_LABEL_ZOOM[name] for name in basemap.kinds])
    level = zone.level[basemap.label_cell]
    zoom = columns["label_zoom"].copy()
    zoom[zone.towns] = np.minimum(zoom[zone.towns], round(TOWNS_ZOOM * 10))
    is_in = columns["label_zoom"] / 10 <= limits[columns["label_kind"], level]
    is_in[zone.towns] = True
    kept = np.flatnonzero(is_in)
    rows = kept[np.lexsort((columns["label_rank"][kept], zoom[kept]))]
    return rows, zoom[rows]


def _labels(basemap: _Basemap, names: NDArray[np.intp]) -> dict[str, Any]:
    """Return the names as columns; coordinates in units."""
    columns = basemap.columns
    return {
        "kinds": basemap.kinds,
        "text": [basemap.texts[index] for index in names],
        **{name: columns[f"label_{name}"][names].tolist() for name in ("kind", "x", "y")},
    }
