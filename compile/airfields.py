"""Airfields in public use, which have an IATA code, and air bases; by name, city and ICAO code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

import inputs
from package import fold
from records import PlaceRecord, Rank

SOURCE = "airfields"
_IMPORTANCE = 0.35
# An airfield is several kilometres across, and its listed point may be at its edge.
_UNCERTAINTY_M = 3_000.0
_BASE = re.compile(
    r"\b(?:air force|air base|airbase|AFB|naval air|air station|army air|raaf|raf|cfb|military)\b",
    re.IGNORECASE,
)
# Words that reports leave out of the name of an airport.
_OPTIONAL = re.compile(r" (?:International|Intl|Regional|Municipal|Domestic)(?= )")
_AIRPORT = "Airport"
# A name of only these words names no airfield.
_GENERIC = frozenset(
    (
        *("air", "airbase", "airfield", "airport", "airstrip", "aerodrome", "army", "base"),
        *("county", "downtown", "executive", "field", "force", "heliport", "international"),
        *("municipal", "naval", "regional", "station"),
    )
)


def airfields(known: Sequence[PlaceRecord]) -> Iterator[PlaceRecord]:
    """Yield the airfields, except those whose name one of ``known`` already has."""
    taken = {fold(name) for record in known for name, rank in record.names if rank <= Rank.OFFICIAL}
    with inputs.path(SOURCE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] and (row["iata"] or _BASE.search(row["name"])):
                record = _record(row)
                if fold(record.name) not in taken:
                    yield record


def _record(row: dict[str, str]) -> PlaceRecord:
    name = row["name"]
    record = PlaceRecord(
        place_id=f"icao:{row['icao']}",
        name=name if _is_airfield_name(name) else f"{name} {_AIRPORT}",
        kind="base" if _BASE.search(name) and not row["iata"] else "airfield",
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        source=SOURCE,
        country=row["country"],
        importance=_IMPORTANCE if row["iata"] else _IMPORTANCE - 0.1,
        uncertainty_m=_UNCERTAINTY_M,
    )
    record.names = [(record.name, Rank.DISPLAY)]
    record.add(_short_names(record.name, row["city"]), Rank.OFFICIAL)
    if row["city"]:
        record.add((f"{row['city']} {_AIRPORT}",), Rank.ALTERNATE)
    record.add((row["icao"],), Rank.CODE)
    return record


def _short_names(name: str, city: str) -> Iterator[str]:
    """Yield the names that reports use: without *International*, and without the city before it.

    *Goma International Airport* is also Goma Airport, and *London Heathrow Airport* is also
    Heathrow Airport.
    """
    short = _OPTIONAL.sub("", name)
    for one in dict.fromkeys((name, short)):
        if one != name:
            yield one
        rest = one.removeprefix(city).lstrip(" -/") if city else one
        if rest != one and set(fold(rest).split()) - _GENERIC:
            yield rest


def _is_airfield_name(name: str) -> bool:
    return any(word in fold(name) for word in ("air", "aero", "field", "base", "strip", "heliport"))
