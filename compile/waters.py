"""Seas, straits, gulfs, lakes and rivers from Natural Earth."""

from __future__ import annotations

import math
import tomllib
from typing import Any

import inputs
import polygons
import shapes
from package import fold, splits
from records import PlaceRecord, Rank

_SEAS = "natural-earth-marine"
_LAKES = "natural-earth-lakes"
_RIVERS = "natural-earth-rivers"
# Degrees; with the tolerance of a country a narrow strait would vanish.
_TOLERANCE = 0.005
_LEAST_IMPORTANCE = 0.25
_KM2_PER_DEG2 = 12_364.0


def waters() -> list[PlaceRecord]:
    """Return the named waters."""
    ours = tomllib.loads((inputs.HERE / "names.toml").read_text(encoding="utf-8"))["waters"]
    others = {fold(name): tuple(names) for name, names in ours.items()}
    drawn = (
        (polygons.seas(tolerance_deg=_TOLERANCE), _SEAS),
        (polygons.lakes(), _LAKES),
        (polygons.rivers(), _RIVERS),
    )
    return [
        _record(polygon, source, others.get(fold(polygon.name), ()))
        for found, source in drawn
        for polygon in found
        if not polygon.geometry.is_empty
    ]


def _record(polygon: Any, source: str, others: tuple[str, ...]) -> PlaceRecord:
    shape = polygon.geometry
    lon, lat = shapes.point_of(shape)
    record = PlaceRecord(
        place_id=polygon.key,
        name=polygon.name,
        kind=polygon.kind,
        lon=lon,
        lat=lat,
        source=source,
        importance=_sea_importance(shape, lat) if source == _SEAS else _importance(polygon),
        uncertainty_m=shapes.radius_m(shape, lon, lat),
        names=[(polygon.name, Rank.DISPLAY)],
        shapes={"": shapes.simplified(shape, _TOLERANCE)},
    )
    record.add((*polygon.names, *others), Rank.OFFICIAL)
    if source != _SEAS and next(splits(fold(polygon.name)), None) is None:
        record.add((f"{polygon.kind} {polygon.name}", f"{polygon.name} {polygon.kind}"), 1)
    return record


def _sea_importance(shape: Any, lat: float) -> float:
    """Return 0.4 to 0.95 by area: 0.08 more for ten times the area."""
    km2 = shape.area * _KM2_PER_DEG2 * math.cos(math.radians(lat))
    return min(0.95, 0.35 + 0.08 * math.log10(km2 + 1))


def _importance(polygon: Any) -> float:
    """Return 0.25 to 0.6: 0.05 less for each step down Natural Earth's scale rank."""
    return max(_LEAST_IMPORTANCE, 0.6 - 0.05 * polygon.min_zoom)
