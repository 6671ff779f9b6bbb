"""Continents: ids, points and countries from GeoNames, names from ``names.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence

import inputs
import shapes
from records import PlaceRecord, Rank

SOURCE = "geonames-countries"
# Tolerance of outlines in degrees: continents are only shown at small scales.
_TOLERANCE = 0.1


def continents(nations: Sequence[PlaceRecord], members: dict[str, str]) -> Iterator[PlaceRecord]:
    """Yield the continents, each with the outline of its countries.

    Args:
        nations: The countries, with shapes.
        members: Country (ISO 3166-1 alpha-2) to the code of its continent.
    """
    listed = tomllib.loads((inputs.HERE / "names.toml").read_text(encoding="utf-8"))["continents"]
    for code, entry in sorted(listed.items()):
        own = [nation for nation in nations if members.get(nation.country) == code]
        outlines = [next(iter(nation.shapes.values())) for nation in own if nation.shapes]
        record = PlaceRecord(
            place_id=f"geonames:{entry['id']}",
            name=entry["names"][0],
            kind="continent",
            lon=entry["lon"],
            lat=entry["lat"],
            source=SOURCE,
            population=sum(nation.population for nation in own),
            importance=0.9,
            names=[(entry["names"][0], Rank.DISPLAY)],
        )
        record.add(entry["names"][1:], Rank.OFFICIAL)
        for demonym in entry["demonyms"]:
            record.add((demonym, f"{demonym}s"), Rank.CODE)
        if outlines:
            shape = shapes.simplified(shapes.union(outlines), _TOLERANCE)
            record.shapes = {"": shape}
            record.uncertainty_m = shapes.radius_m(shape, record.lon, record.lat)
        yield record
