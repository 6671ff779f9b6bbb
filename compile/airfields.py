"""Airfields with an IATA code, which are those in public use; by name, city and ICAO code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

import inputs
from package import fold
from records import PlaceRecord, Rank

SOURCE = "airfields"
_IMPORTANCE = 0.35
# An airfield is several kilometres across, and its listed point may be at its edge.
_UNCERTAINTY_M = 3_000.0


def airfields(known: Sequence[PlaceRecord]) -> Iterator[PlaceRecord]:
    """Yield the airfields, except those whose name one of ``known`` already has."""
    taken = {fold(name) for record in known for name, rank in record.names if rank <= Rank.OFFICIAL}
    with inputs.path(SOURCE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["iata"] and row["name"]:
                record = _record(row)
                if fold(record.name) not in taken:
                    yield record


def _record(row: dict[str, str]) -> PlaceRecord:
    name = row["name"]
    record = PlaceRecord(
        place_id=f"icao:{row['icao']}",
        name=name if _is_airfield_name(name) else f"{name} Airport",
        kind="airfield",
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        source=SOURCE,
        country=row["country"],
        importance=_IMPORTANCE,
        uncertainty_m=_UNCERTAINTY_M,
    )
    record.names = [(record.name, Rank.DISPLAY)]
    if row["city"] and fold(row["city"]) not in fold(name):
        record.add((f"{row['city']} Airport",), Rank.ALTERNATE)
    record.add((row["icao"],), Rank.CODE)
    return record


def _is_airfield_name(name: str) -> bool:
    return any(word in fold(name) for word in ("air", "aero", "field", "base", "strip", "heliport"))
