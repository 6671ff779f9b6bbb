"""Airfields in public use, which have an IATA code, and air bases; by name, city and ICAO code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

import inputs
from package import fold, splits
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
# The river in the name of a town.
_RIVER = re.compile(r"[ -](?:am|an der|sur|upon|on|ob|nad)[ -].*")
_LEAST_NAME = 4
# A name of only these words names no airfield.
_GENERIC = frozenset(
    (
        *("air", "airbase", "airfield", "airport", "airstrip", "aerodrome", "army", "base"),
        *("county", "downtown", "executive", "field", "force", "heliport", "international"),
        *("municipal", "naval", "regional", "station"),
    )
)


def airfields(known: Sequence[PlaceRecord], towns: Sequence[PlaceRecord]) -> Iterator[PlaceRecord]:
    """Yield the airfields, except those whose name one of ``known`` already has.

    An airfield is not called by the bare name of one of ``towns``.
    """
    named = {fold(town.name) for town in towns}
    taken = {fold(name) for record in known for name, rank in record.names if rank <= Rank.OFFICIAL}
    with inputs.path(SOURCE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] and (row["iata"] or _BASE.search(row["name"])):
                record = _record(row, named)
                if fold(record.name) not in taken:
                    yield record


def _record(row: dict[str, str], towns: set[str]) -> PlaceRecord:
    name = row["name"]
    record = PlaceRecord(
        place_id=f"icao:{row['icao']}",
        name=name if _is_airfield_name(name) else f"{name} {_AIRPORT}",
        kind="base" if _BASE.search(name) and not row["iata"] else "airfield",
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        source=SOURCE,
        country=row["country"],
        importance=_importance(row),
        uncertainty_m=_UNCERTAINTY_M,
    )
    record.names = [(record.name, Rank.DISPLAY)]
    record.add(_short_names(record.name, row["city"]), Rank.OFFICIAL)
    if row["city"]:
        town = _RIVER.sub("", row["city"])
        record.add((f"{row['city']} {_AIRPORT}", f"{town} {_AIRPORT}"), Rank.ALTERNATE)
    town, hyphen, _ = record.name.partition("-")
    if hyphen and len(town) >= _LEAST_NAME and record.name.endswith(_AIRPORT):
        record.add((f"{town} {_AIRPORT}",), Rank.ALTERNATE)
    if "International" in name or (row["city"] and name.startswith(row["city"])):
        bare = [n for n in _bare_names(record.names, row["city"]) if fold(n) not in towns]
        record.add(bare, Rank.ALTERNATE)
    if row["iata"]:
        record.add((f"{row['iata']} {_AIRPORT}",), Rank.CODE)
    record.add((row["icao"],), Rank.CODE)
    return record


def _importance(row: dict[str, str]) -> float:
    """Return 0.25 to 0.4: international airports are meant most often, then those with a code."""
    if not row["iata"]:
        return _IMPORTANCE - 0.1
    return _IMPORTANCE + (0.05 if "International" in row["name"] else 0.0)


def _short_names(name: str, city: str) -> Iterator[str]:
    """Yield the names that reports use: without *International*, and without the city before it.

    *Goma International Airport* is also Goma Airport, *London Heathrow Airport* is also Heathrow
    Airport, and *Amsterdam Airport Schiphol* Schiphol Airport.
    """
    short = _OPTIONAL.sub("", name)
    for one in dict.fromkeys((name, short)):
        if one != name:
            yield one
        rest = one.removeprefix(city).lstrip(" -/") if city else one
        if rest != one and set(fold(rest).split()) - _GENERIC:
            yield rest
    before, airport, after = short.partition(f" {_AIRPORT} ")
    if airport and set(fold(after).split()) - _GENERIC:
        yield from (f"{before} {_AIRPORT}", f"{after} {_AIRPORT}")


def _bare_names(names: Sequence[tuple[str, int]], city: str) -> Iterator[str]:
    """Yield what an airport is called for short, such as Heathrow.

    A name with a word of its town, or with the word for another kind of place (*Red Sea*), is left
    out.
    """
    taken = set(fold(city).split()) | _GENERIC
    for name, _ in names:
        core = name.removesuffix(f" {_AIRPORT}")
        key = fold(core)
        is_own = not set(key.split()) & taken and next(splits(key), None) is None
        if core != name and len(core) > _LEAST_NAME and is_own:
            yield core


def _is_airfield_name(name: str) -> bool:
    return any(word in fold(name) for word in ("air", "aero", "field", "base", "strip", "heliport"))
