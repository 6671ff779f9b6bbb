"""GeoJSON features to records, checked against RFC 7946.

``json_text.py`` parses JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dateline.readers.columns import columns_of
from dateline.readers.document import MEMBERS, Records, describe
from dateline.readers.geometry import GEOMETRY_TYPES, geometries_from_geojson

#: The CRS names of old GeoJSON files that mean the same as RFC 7946: WGS 84, longitude first.
_CRS84: Final = frozenset(
    {"urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "ogc:crs84", "epsg:4326"}
)

#: The types of GeoJSON objects.
GEOJSON_TYPES: Final = ("Feature", "FeatureCollection", *GEOMETRY_TYPES)

#: The types of the members of a feature that is as it should be; ids that only some have are not.
_KINDS: Final[dict[str, set[type]]] = {
    "properties": {dict},
    "geometry": {dict, type(None)},
    "id": {str, int},
}

_HINT: Final = "check it against RFC 7946, or open it in QGIS and save it again"


def is_geojson(root: Any) -> bool:
    """Return whether a JSON value has the type of a GeoJSON object."""
    return isinstance(root, dict) and root.get("type") in GEOJSON_TYPES


def add_features(root: Mapping[str, Any], records: Records, *, number: int = 1) -> None:
    """Add the features of a GeoJSON object; a bare geometry is a feature without properties.

    Args:
        root: A FeatureCollection, a Feature or a geometry.
        records: Receives the features and the findings.
        number: The number of the feature or line, if the root is a single one.
    """
    has_geometry = has_wgs84(root, records)
    if root["type"] != "FeatureCollection":
        _add_one(root, records, number, has_geometry=has_geometry)
        return
    features = root.get("features")
    if not isinstance(features, list):
        _report(records, f'"features" is {describe(features)}, expected a list', 0)
        return
    add_some(features, records, first=1, has_geometry=has_geometry)


def add_some(features: Sequence[Any], records: Records, *, first: int, has_geometry: bool) -> None:
    """Add features of a collection, numbered from ``first``."""
    for number, feature in enumerate(features, start=first):
        _add_one(feature, records, number, has_geometry=has_geometry)


def _add_one(feature: Any, records: Records, number: int, *, has_geometry: bool) -> None:
    kind = feature.get("type") if type(feature) is dict else None
    if kind != "Feature":
        if kind not in GEOMETRY_TYPES:
            _report(records, f"feature {number} is {describe(feature)}, expected a Feature", number)
            return
        feature = {"geometry": feature}
    event = feature.get("properties")
    if type(event) is not dict:
        if event is not None:
            _report(records, f'"properties" is {describe(event)}, expected an object', number)
        event = {}
    identifier = feature.get("id")
    if type(identifier) is str or type(identifier) is int:
        event[MEMBERS["id"]] = identifier
    geometry = feature.get("geometry") if has_geometry else None
    if geometry is not None and type(geometry) is not dict:
        _report(records, f'"geometry" is {describe(geometry)}, expected an object', number)
        geometry = None
    event[MEMBERS["geometry"]] = geometry
    records.add(event, number)


def add_alike(
    columns: Mapping[str, Sequence[Any]],
    numbers: Sequence[int],
    records: Records,
    *,
    has_geometry: bool = True,
) -> bool:
    """Add features of which the values of each key are given, if all are as they should be.

    Args:
        columns: The values of the members ``type``, ``properties``, ``geometry`` and others.
        numbers: The number or line of each feature.
        records: Receives the features and the findings.
        has_geometry: As for :func:`add_some`.

    Returns:
        Whether they were added.
    """
    if "crs" in columns or any(kind != "Feature" for kind in columns.get("type", (None,))):
        return False
    if "properties" not in columns or not all(
        set(map(type, columns.get(name, ()))) <= kinds for name, kinds in _KINDS.items()
    ):
        return False
    fields = columns_of(columns["properties"])
    if fields is None:
        return False
    given = columns.get("geometry") if has_geometry else None
    members = {MEMBERS["id"]: columns["id"]} if "id" in columns else {}
    members[MEMBERS["geometry"]] = _shapes(given or [None] * len(numbers), numbers, records)
    first = {key: fields[key] for key in columns["properties"][0]}
    records.add_columns({**first, **members, **fields}, numbers)
    return True


def read_geometries(records: Records) -> None:
    """Convert the geometry objects of all events to shapely geometries, all points at once."""
    key = MEMBERS["geometry"]
    rows = [row for row, event in enumerate(records.events) if type(event.get(key)) is dict]
    given = [records.events[row][key] for row in rows]
    numbers = [records.lines[row] for row in rows]
    for row, shape in zip(rows, _shapes(given, numbers, records), strict=True):
        event = records.events[row]
        assert isinstance(event, dict)
        event[key] = shape


def _shapes(given: Sequence[Any], numbers: Sequence[int], records: Records) -> Sequence[Any]:
    """Return geometry objects as shapely geometries, and report those that are none."""
    shapes, errors = geometries_from_geojson(given)
    for row, error in errors.items():
        number = numbers[row]
        _report(records, f"the geometry of feature {number} was ignored: {error}", number)
    return shapes


def has_wgs84(root: Mapping[str, Any], records: Records) -> bool:
    """Return whether the coordinates are as in RFC 7946; report an old ``crs`` that differs."""
    crs = root.get("crs")
    if crs is None:
        return True
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = str(properties.get("name", "")) if isinstance(properties, Mapping) else ""
    if name.lower() in _CRS84 or name.lower().endswith(":4326"):
        return True
    records.report(
        "geojson-invalid",
        f'its "crs" is "{name}", expected longitude and latitude (WGS 84); no geometry was read',
        hint="convert it: ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES new.geojson old.geojson",
    )
    return False


def _report(records: Records, message: str, number: int) -> None:
    records.report("geojson-invalid", message, at=(number, 0), hint=_HINT)
