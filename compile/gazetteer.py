"""Compile the gazetteer: every place of every input into one read-only SQLite file.

Other modules read the inputs and decide what each place is and where it lies. Here they are merged,
numbered, folded and written. Run as a script it compiles into ``src/dateline/_built``.
"""

from __future__ import annotations

import math
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import shapely

import airfields
import continents
import countries
import disputes
import inputs
import places
import region_list
import regions
import settlements
import waters
from package import fold, load, sound_key
from plain_names import ROMANISED
from records import PlaceRecord, Rank

_store = load("dateline.gazetteer.store")
TARGET = inputs.BUILT / "gazetteer.sqlite"
# Decimals of coordinates (1e-5 degrees is about 1 m), radii (metres) and importances.
_DECIMALS = 5
# Looking a member of an enumeration up a million times takes seconds.
_DISPLAY, _OFFICIAL = int(Rank.DISPLAY), int(Rank.OFFICIAL)
_ALTERNATE = int(Rank.ALTERNATE)
# Regions whose names are written in several ways in Latin letters, by country.
_REGIONS = frozenset({"admin1", "admin2"})
_SOUNDED = ROMANISED | {"KM", "ML", "NE", "SO", "TD"}
_PAGE_BYTES = 8192

_SCHEMA = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL,
  lon REAL NOT NULL, lat REAL NOT NULL, population INTEGER NOT NULL,
  importance REAL NOT NULL, uncertainty_m REAL NOT NULL, source TEXT NOT NULL);
CREATE TABLE name (
  key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE geometry (
  place INTEGER NOT NULL, worldview TEXT NOT NULL, kind TEXT NOT NULL,
  west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL,
  wkb BLOB NOT NULL);
CREATE TABLE settlement (name TEXT PRIMARY KEY, numbers BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE country (
  iso2 TEXT PRIMARY KEY, iso3 TEXT NOT NULL, name TEXT NOT NULL, place INTEGER NOT NULL,
  continent TEXT NOT NULL, neighbours TEXT NOT NULL, capital INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE admin1 (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, place INTEGER NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE source (
  code TEXT PRIMARY KEY, title TEXT NOT NULL, licence TEXT NOT NULL, url TEXT NOT NULL,
  version TEXT NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX place_by_id ON place (place_id);
CREATE UNIQUE INDEX geometry_by_place ON geometry (place, worldview);
"""


def compile_gazetteer(target: Path = TARGET) -> None:
    """Write the gazetteer to ``target``; if the run is interrupted, the existing file stays.

    Raises:
        inputs.BuildInputError: An input is missing or has been changed.
    """
    records = _merged(_collected())
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    try:
        _write(connection, records)
    finally:
        connection.close()
    unfinished.replace(target)


def _collected() -> Iterator[PlaceRecord]:
    """Yield the records of all inputs: places with outlines first, then settlements by position."""
    listed = region_list.listed()
    nations = countries.countries()
    towns = settlements.settlements(
        admin2_of=region_list.admin2_of(listed), capitals=countries.capitals()
    )
    towns = sorted(towns, key=lambda r: (_store.cell_of(r.lon, r.lat), -r.population, r.place_id))
    countries.locate(nations, towns)
    members = {iso2: entry["continentcode"] for iso2, entry in countries.entries().items()}
    lands = continents.continents(nations, members)
    drawn = [*nations, *lands, *regions.records(listed, towns), *waters.waters()]
    own = list(places.places([*drawn, *towns]))
    yield from (record for record in drawn if not math.isnan(record.lon))
    yield from own
    yield from disputes.disputes([*drawn, *own])
    yield from airfields.airfields(own, towns)
    yield from towns


def _merged(records: Iterable[PlaceRecord]) -> list[PlaceRecord]:
    """Return the records in order, with records of the same id merged into the first."""
    merged: dict[str, PlaceRecord] = {}
    for record in records:
        first = merged.setdefault(record.place_id, record)
        if first is not record:
            first.names.extend((name, max(rank, _OFFICIAL)) for name, rank in record.names)
    return list(merged.values())


def _write(connection: sqlite3.Connection, records: Sequence[PlaceRecord]) -> None:
    connection.executescript(
        f"PRAGMA page_size={_PAGE_BYTES}; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        f"PRAGMA application_id={_store.APPLICATION_ID};"
        f"PRAGMA user_version={_store.SCHEMA_VERSION};"
    )
    connection.executescript(_SCHEMA)
    with connection:
        _fill(connection, "place", (_place(n, r) for n, r in enumerate(records, 1)))
        _fill(connection, "name", _names(records))
        _fill(connection, "geometry", _geometries(records))
        _store.write_settlements(connection)
        _fill(connection, "country", _countries(records))
        _fill(connection, "admin1", _admin1(records))
        _fill(connection, "source", _sources())
        _fill(connection, "meta", [("places", str(len(records)))])
    connection.executescript(_INDEXES)
    connection.execute("ANALYZE")
    connection.commit()


def _fill(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    statement = f"INSERT INTO {table} VALUES ({','.join('?' * len(first))})"  # noqa: S608
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _place(number: int, record: PlaceRecord) -> tuple[Any, ...]:
    return (
        number,
        record.place_id,
        record.name,
        record.kind,
        record.country,
        record.admin1,
        record.admin2,
        round(record.lon, _DECIMALS),
        round(record.lat, _DECIMALS),
        record.population,
        round(record.importance, 3),
        float(round(record.uncertainty_m, -2 if record.uncertainty_m >= 1_000 else 0)),
        record.source,
    )


def _names(records: Sequence[PlaceRecord]) -> list[tuple[str, int, int]]:
    """Return (key, place, rank) in table order; of equal pairs the best rank is kept."""
    rows = []
    for number, record in enumerate(records, 1):
        best: dict[str, int] = {}
        for name, rank in record.names:
            key = fold(name)
            if key and rank < best.get(key, math.inf):
                best[key] = int(rank)
        if record.kind in _REGIONS and record.country in _SOUNDED:
            worst = _OFFICIAL if record.kind == "admin1" else _DISPLAY
            sounds = (sound_key(key) for key, rank in best.items() if rank <= worst)
            best |= {sound: _ALTERNATE for sound in list(sounds) if sound}
        rows.extend((key, number, rank) for key, rank in best.items())
    # They are in the order of the places already, and the sort keeps that.
    rows.sort(key=itemgetter(0))
    return rows


def _geometries(records: Sequence[PlaceRecord]) -> Iterator[tuple[Any, ...]]:
    for number, record in enumerate(records, 1):
        for worldview, shape in sorted(record.shapes.items()):
            wkb = shapely.to_wkb(shape, byte_order=1)
            yield (number, worldview, record.kind, *shape.bounds, wkb)


def _countries(records: Sequence[PlaceRecord]) -> Iterator[tuple[Any, ...]]:
    entries = countries.entries()
    seats = _capitals(records)
    for number, record in enumerate(records, 1):
        if record.kind == "country":
            entry = entries[record.country]
            yield (
                record.country,
                entry["iso3"],
                record.name,
                number,
                entry["continentcode"],
                entry["neighbours"],
                seats.get(record.country, 0),
            )


def _capitals(records: Sequence[PlaceRecord]) -> dict[str, int]:
    """Return the number of each country's capital: the largest settlement of that name."""
    named = countries.capitals()
    found: dict[str, int] = {}
    for number, record in enumerate(records, 1):
        if record.kind != "settlement" or not any(
            (record.country, name) in named for name, rank in record.names if rank == _DISPLAY
        ):
            continue
        known = found.get(record.country)
        if known is None or records[known - 1].population < record.population:
            found[record.country] = number
    return found


def _admin1(records: Sequence[PlaceRecord]) -> Iterator[tuple[Any, ...]]:
    for number, record in enumerate(records, 1):
        if record.kind == "admin1":
            yield record.admin1, record.name, record.country, number


def _sources() -> Iterator[tuple[str, ...]]:
    for pin in inputs.pinned().values():
        version = f"{pin.package} {pin.version}"
        yield pin.code, pin.title, pin.licence, pin.url, version, pin.sha256
    yield from places.provenance()


def main() -> int:
    """Compile into the package, print how long it took, and return the exit code."""
    start = time.perf_counter()
    try:
        compile_gazetteer()
    except inputs.BuildInputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    size = TARGET.stat().st_size / 1e6
    print(f"{TARGET}: {size:.1f} MB in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
