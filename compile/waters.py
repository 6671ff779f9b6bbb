"""Seas, straits, gulfs, lakes and rivers, from Natural Earth."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import inputs
import polygons
import shapes
from package import fold
from records import Rank, Record

_SEAS = "natural-earth-marine"
_LAKES = "natural-earth-lakes"
_RIVERS = "natural-earth-rivers"
# Degrees; a narrow strait would vanish at the tolerance of a country.
_TOLERANCE = 0.005
# Natural Earth's scale rank counts up from 0, the most prominent.
_IMPORTANCE = {_SEAS: (0.85, 0.06), _LAKES: (0.6, 0.06), _RIVERS: (0.62, 0.05)}
_LEAST_IMPORTANCE = 0.25


def waters() -> list[Record]:
    """Return the waters that have a name, those of the same id made one by the caller."""
    return [
        *_records(polygons.seas(), "marine", _SEAS),
        *_records(polygons.lakes(), "lake", _LAKES),
        *_records(polygons.rivers(), "river", _RIVERS),
    ]


def _records(drawn: Any, prefix: str, source: str) -> Iterator[Record]:
    ours = tomllib.loads((inputs.HERE / "names.toml").read_text(encoding="utf-8"))["seas"]
    others = {fold(name): names for name, names in ours.items()}
    top, step = _IMPORTANCE[source]
    for polygon in drawn:
        if not polygon.name:
            continue
        lon, lat = shapes.point_of(polygon.geometry)
        record = Record(
            place_id=f"{prefix}:{slug(polygon.name)}",
            name=polygon.name,
            kind=polygon.kind,
            lon=lon,
            lat=lat,
            source=source,
            importance=max(_LEAST_IMPORTANCE, top - step * max(0, polygon.scalerank or 0)),
            uncertainty_m=shapes.radius_m(polygon.geometry, lon, lat),
            names=[(polygon.name, Rank.DISPLAY)],
            shapes={"": shapes.simplified(polygon.geometry, _TOLERANCE)},
        )
        record.add(polygon.names, Rank.OFFICIAL)
        record.add(others.get(fold(polygon.name), ()), Rank.OFFICIAL)
        yield record


def slug(name: str) -> str:
    """Return ``name`` in lower-case letters, digits and hyphens."""
    return re.sub(r"[^\w]+", "-", fold(name)).strip("-")
