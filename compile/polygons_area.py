"""The record of every polygon of the build, and operations on its shape."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Area:
    """One named area or line.

    Attributes:
        key: Unique for its kind and stable between builds: ``country:UA``, ``admin1:UKR-331``,
            ``marine:sea-of-japan``, ``lake:...``, ``river:...``, ``disputed:crimea``.
        name: Display name, in English if the source has it; may be empty for a region or a sea.
        names: Every other name in the sources, each once, in the order of the source.
        kind: ``country``, ``admin1``, ``disputed``, ``lake``, ``river``, or the kind in a sea's
            name: ``ocean``, ``sea``, ``strait``, ``gulf``, ``bay``, ``channel``.
        geometry: (Multi)Polygon or, for rivers, (Multi)LineString; valid; split at 180 degrees.
        iso2: ISO 3166-1 alpha-2 of a country, or of the country that a region or a disputed area
            belongs to in the requested worldview; empty if there is none. ``XK`` is Kosovo.
        iso3: ISO 3166-1 alpha-3 of a country.
        gn_id: GeoNames id; 0 if unknown.
        gn_a1_code: GeoNames code of a region, such as ``RU.41``; empty if unknown.
        iso_3166_2: Code of a region, such as ``RU-KRS``; ends in ``~`` if it is not official.
        wikidata: Wikidata item, such as ``Q5481``.
        scalerank: Natural Earth's rank, from 0 (shown on the smallest map) to 10; for a sea,
            computed from its size.
        min_zoom: Zoom from which a map should show its name, according to Natural Earth; 0 to 12.
        type_en: The region's type in English, such as ``Province``; may be empty.
        claims: For a disputed area: who claims or governs it.
        status: For a disputed area: the positions of the parties, with documents.
    """

    key: str
    name: str
    names: tuple[str, ...]
    kind: str
    geometry: BaseGeometry
    iso2: str = ""
    iso3: str = ""
    gn_id: int = 0
    gn_a1_code: str = ""
    iso_3166_2: str = ""
    wikidata: str = ""
    scalerank: int = 0
    min_zoom: float = 0.0
    type_en: str = ""
    claims: tuple[str, ...] = ()
    status: str = ""


def slug(name: str) -> str:
    """Return ``name`` in lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", "")))


def united(pairs: Iterable[tuple[str, BaseGeometry]]) -> dict[str, BaseGeometry]:
    """Return the valid union of the shapes of each key; shapes with an empty key are dropped."""
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for key, shape in pairs:
        if key and not shape.is_empty:
            groups[key].append(shape)
    return {key: union(shapes) for key, shapes in groups.items()}


def union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of ``shapes`` (at least one), valid."""
    if len(shapes) == 1:
        return normal(shapes[0])
    if shapely.coverage_is_valid(shapes):
        return normal(shapely.coverage_union_all(shapes))
    return normal(shapely.union_all(shapes))


def normal(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` valid and with canonical ring order, so that builds are reproducible."""
    return shapely.normalize(shape if shape.is_valid else shapely.make_valid(shape))
