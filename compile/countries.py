"""Countries: ids and populations from GeoNames, names from all sources, shapes by worldview."""

from __future__ import annotations

import csv
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import inputs
import points
import shapes
from records import PlaceRecord, Rank, distance_m

SOURCE = "geonames-countries"
_NAMES = inputs.HERE / "names.toml"
# Countries whose name in the GeoNames file differs from the usual English one.
_DISPLAY = {
    "PS": "Palestine",
    "CG": "Republic of the Congo",
    "CD": "Democratic Republic of the Congo",
    "CI": "Côte d'Ivoire",
    "TR": "Türkiye",
    "CZ": "Czechia",
}


def entries() -> dict[str, dict[str, Any]]:
    """Return GeoNames' entry of each present-day country, by ISO 3166-1 alpha-2 code."""
    known = {row[1] for row in _listed()}
    every = json.loads(inputs.path(SOURCE).read_bytes())
    return {iso2: entry for iso2, entry in every.items() if iso2 in known}


def capitals() -> set[tuple[str, str]]:
    """Return (country, name) for every capital."""
    return {(iso2, entry["capital"]) for iso2, entry in entries().items() if entry["capital"]}


def countries() -> list[PlaceRecord]:
    """Return the countries, sorted by ISO 3166-1 alpha-2 code."""
    ours = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    listed = {row[1]: row for row in _listed()}
    drawn = {view: {p.iso2: p for p in shapes.countries(view)} for view in shapes.WORLDVIEWS}
    records = []
    for iso2, entry in sorted(entries().items()):
        record = _record(iso2, entry)
        _add_names(record, entry, listed[iso2])
        record.add(ours["countries"].get(iso2, ()), Rank.OFFICIAL)
        for demonym in ours["demonyms"].get(iso2, ()):
            record.add(_forms(demonym), Rank.CODE)
        found = {view: polygons[iso2] for view, polygons in drawn.items() if iso2 in polygons}
        _add_shapes(record, found)
        records.append(record)
    return records


def locate(records: Sequence[PlaceRecord], towns: Sequence[PlaceRecord]) -> None:
    """Place each country without a shape at its largest town; the radius covers all its towns."""
    for record in records:
        own = [t for t in towns if t.country == record.country] if math.isnan(record.lon) else []
        if own:
            largest = max(own, key=lambda t: (t.population, t.place_id))
            record.lon, record.lat = largest.lon, largest.lat
            far = max(distance_m(record.lon, record.lat, (t.lon, t.lat)) for t in own)
            record.uncertainty_m = far + largest.uncertainty_m


def _record(iso2: str, entry: dict[str, Any]) -> PlaceRecord:
    name = _DISPLAY.get(iso2, entry["name"])
    people = int(entry["population"])
    return PlaceRecord(
        place_id=f"geonames:{entry['geonameid']}",
        name=name,
        kind="country",
        lon=math.nan,
        lat=math.nan,
        source=SOURCE,
        country=iso2,
        population=people,
        importance=min(0.98, 0.7 + 0.03 * math.log10(people + 1)),
        names=[(name, Rank.DISPLAY), (entry["name"], Rank.OFFICIAL)],
    )


def _add_names(record: PlaceRecord, entry: dict[str, Any], listed: Sequence[str]) -> None:
    name, _iso2, _iso3, _gn_id, official, common, aliases, *_ = listed
    record.add((common, _uninverted(name), official), Rank.OFFICIAL)
    record.add((_uninverted(alias) for alias in aliases.split("|")), Rank.ALTERNATE)
    record.add((entry["iso"], entry["iso3"]), Rank.CODE)


def _uninverted(name: str) -> str:
    """Return "Republic of X" for "X, Republic of"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma else name


def _forms(demonym: str) -> tuple[str, ...]:
    is_plain = not demonym.endswith(("s", "h", "ese", "i"))
    return (demonym, f"{demonym}s") if is_plain or demonym.endswith("i") else (demonym,)


def _add_shapes(record: PlaceRecord, drawn: Mapping[str, Any]) -> None:
    for polygon in drawn.values():
        record.add((polygon.name, *polygon.names), Rank.OFFICIAL)
    record.shapes = shapes.by_worldview({view: p.geometry for view, p in drawn.items()})
    if record.shapes:
        shape = next(iter(record.shapes.values()))
        record.lon, record.lat = points.point_of(record.country, shape)
        record.uncertainty_m = shapes.radius_m(shape, record.lon, record.lat)


def _listed() -> list[list[str]]:
    with inputs.path("geonames-country-names").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
