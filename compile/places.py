"""The project's own places (``geodata/``), their geometries made by recipe."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence

import inputs
from records import Rank, Record

SOURCE = "project"
_FOLDER = inputs.ROOT / "geodata"


def provenance() -> tuple[str, ...]:
    """Return the row of the table of sources for the hand-written places."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.read_bytes())
    return (SOURCE, "Places written by hand, each with its source", "MIT", "", "", digest.hexdigest())


def _files() -> list:
    return [p for p in (_FOLDER / "places.csv", _FOLDER / "regions.geojson") if p.is_file()]


def places(known: Sequence[Record]) -> Iterator[Record]:
    """Yield the places of ``geodata/places.csv``; an alias adds its names to one of ``known``."""
    path = _FOLDER / "places.csv"
    if not path.is_file():
        return
    by_id = {record.place_id: record for record in known}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            record = _record(row, by_id)
            if record is not None:
                yield record


def _record(row: dict[str, str], by_id: dict[str, Record]):
    names = [row["name"], *row["other_names"].split("|")]
    if row["recipe"].startswith("alias:"):
        target = by_id.get(row["recipe"].removeprefix("alias:"))
        if target is not None:
            target.add(names, Rank.OFFICIAL)
        return None
    record = Record(
        place_id=f"project:{row['id']}",
        name=row["name"],
        kind=row["kind"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        source=SOURCE,
        country=row["country"],
        admin1=row["admin1"],
        importance=float(row["importance"] or 0.5),
        uncertainty_m=float(row["uncertainty_m"] or 1000),
        names=[(row["name"], Rank.DISPLAY)],
    )
    record.add(names[1:], Rank.OFFICIAL)
    return record
