"""Read Natural Earth's packages into plain records, without repairs or decisions.

Countries come from two packages, which draw them from different points of view.
``polygons_disputes.py`` and ``polygons_atoms.py`` combine them.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyogrio
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

#: Returns the path of a pinned input by code; ``inputs.path`` is the one in use.
Locate = Callable[[str], Path]

COUNTRIES: Final = "natural-earth-countries"
MARINE: Final = "natural-earth-marine"
REGIONS: Final = "natural-earth-regions"
LAKES: Final = "natural-earth-lakes"
RIVERS: Final = "natural-earth-rivers"


@dataclass(frozen=True, slots=True)
class SourceShape:
    """One feature of a source.

    Attributes:
        fields: Its attributes as spelled in the source, with keys in lower case.
        geometry: Longitude and latitude in degrees; (Multi)Polygon or (Multi)LineString.
    """

    fields: Mapping[str, Any]
    geometry: BaseGeometry


def read_attributed_countries(path: Path) -> list[SourceShape]:
    """Return the countries of the zipped shapefile, with names in 26 languages.

    It shows the Crimea in Ukraine, and leaves areas on which it takes no position blank.
    """
    frame = pyogrio.read_dataframe(f"/vsizip/{path}", encoding="utf-8")
    fields = frame.drop(columns="geometry").rename(columns=str.lower)
    rows = fields.astype(object).where(fields.notna(), None).to_dict("records")
    shapes = shapely.make_valid(frame.geometry.values.to_numpy())
    return [SourceShape(row, shape) for row, shape in zip(rows, shapes, strict=True)]


def read_controlled_countries(path: Path) -> dict[str, BaseGeometry]:
    """Return the polygon of each country by name, by control on the ground."""
    return {row[1]: _even_odd(ring for _, ring in row[5]) for row in _unpickle(path)["countries"]}


def read_marine(path: Path) -> list[SourceShape]:
    """Return the seas, straits, gulfs and bays; some have no name."""
    rows = _unpickle(path)["marine"]
    return [SourceShape({"name": row[0]}, _even_odd(ring for _, ring in row[2])) for row in rows]


def read_features(path: Path) -> list[SourceShape]:
    """Return the features of a GeoJSON file."""
    features = orjson.loads(path.read_bytes())["features"]
    return [
        SourceShape(
            {key.lower(): value for key, value in feature["properties"].items()},
            _shape(feature["geometry"]),
        )
        for feature in features
    ]


def _shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return the shape of a GeoJSON geometry; areas, which have most vertices, in bulk."""
    match geometry["type"]:
        case "Polygon":
            return _polygon(geometry["coordinates"])
        case "MultiPolygon":
            return MultiPolygon([_polygon(rings) for rings in geometry["coordinates"]])
        case _:
            return shapely.geometry.shape(geometry)


def _polygon(rings: Sequence[Any]) -> Polygon:
    # It is made from arrays several times faster than from lists.
    shell, *holes = (np.array(ring, np.float64) for ring in rings)
    return Polygon(shell, holes)


class _PlainUnpickler(pickle.Unpickler):
    """Unpickles lists, tuples, text and numbers, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f'"{module}.{name}" in a pickle that may hold plain data only')


def _unpickle(path: Path) -> dict[str, Any]:
    """Return the plain data of a pickle.

    Raises:
        pickle.UnpicklingError: The pickle asks for a class or a function.
    """
    plain: dict[str, Any] = _PlainUnpickler(io.BytesIO(path.read_bytes())).load()
    return plain


def _even_odd(rings: Any) -> BaseGeometry:
    """Return the area inside an odd number of ``rings`` (sequences of (lon, lat))."""
    polygons = [_valid(ring) for ring in rings if len(ring) >= 4]
    inside = _parents(polygons)
    parts: list[Polygon] = []
    for index, polygon in enumerate(polygons):
        if len(inside[index]) % 2:
            continue
        holes = [
            polygons[other]
            for other, parents in enumerate(inside)
            if index in parents and len(parents) == len(inside[index]) + 1
        ]
        rest = polygon.difference(shapely.union_all(holes)) if holes else polygon
        parts.extend(part for part in _parts(rest) if isinstance(part, Polygon))
    return shapely.make_valid(MultiPolygon(parts))


def _valid(ring: Sequence[tuple[float, float]]) -> BaseGeometry:
    polygon = _polygon([ring])
    return polygon if polygon.is_valid else shapely.make_valid(polygon)


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    return list(getattr(shape, "geoms", [shape]))


def _parents(polygons: Sequence[BaseGeometry]) -> list[set[int]]:
    """Return for each polygon the larger polygons that contain it."""
    tree = shapely.STRtree(polygons)
    parents: list[set[int]] = []
    for index, polygon in enumerate(polygons):
        point = polygon.representative_point()
        hits = (int(hit) for hit in tree.query(point, predicate="within"))
        parents.append({h for h in hits if h != index and polygons[h].area > polygon.area})
    return parents
