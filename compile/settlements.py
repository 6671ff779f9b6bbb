"""Settlements from GeoNames, with their names in all scripts and their second-level region."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from typing import Any

import orjson

import inputs
from plain_names import plain_name
from records import PlaceRecord, Rank, settlement_importance, settlement_uncertainty_m

SOURCE = "geonames-settlements"
_CODE_LENGTH = 4
# Looking a member of an enumeration up a million times takes seconds.
_CODE, _ALTERNATE = int(Rank.CODE), int(Rank.ALTERNATE)


def settlements(
    *, admin2_of: dict[int, str], capitals: set[tuple[str, str]]
) -> Iterator[PlaceRecord]:
    """Yield the settlements in the order of the input.

    Args:
        admin2_of: GeoNames id of a settlement to the code of its second-level region.
        capitals: Pairs of country and capital name.
    """
    entries = orjson.loads(inputs.path(SOURCE).read_bytes())
    for entry in entries.values():
        yield _record(entry, admin2_of, capitals)


def _record(
    entry: dict[str, Any], admin2_of: dict[int, str], capitals: set[tuple[str, str]]
) -> PlaceRecord:
    country, population = str(entry["countrycode"]), int(entry["population"])
    name, gn_id = str(entry["name"]), int(entry["geonameid"])
    others = entry["alternatenames"]
    shown = _english().get(str(gn_id)) or plain_name(name, others, country=country)
    record = PlaceRecord(
        place_id=f"geonames:{gn_id}",
        name=shown,
        kind="settlement",
        lon=float(entry["longitude"]),
        lat=float(entry["latitude"]),
        source=SOURCE,
        country=country,
        admin1=f"{country}.{entry['admin1code']}" if entry["admin1code"] else "",
        admin2=admin2_of.get(gn_id, ""),
        population=population,
        importance=settlement_importance(
            population,
            len({name, *others}),
            is_capital=(country, name) in capitals,
        ),
        uncertainty_m=settlement_uncertainty_m(population),
        names=[(name, Rank.DISPLAY), (shown, Rank.DISPLAY)],
    )
    record.names.extend([(other, _rank(other)) for other in others if other])
    return record


@functools.cache
def _english() -> dict[str, str]:
    """Return the hand-written English names, by GeoNames id."""
    path = inputs.HERE / "names.toml"
    names: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["english_towns"]
    return names


def _rank(name: str) -> int:
    """Return ``CODE`` for what looks like an airport or UN/LOCODE code, else ``ALTERNATE``."""
    is_code = len(name) < _CODE_LENGTH and name.isascii() and name.isupper()
    return _CODE if is_code else _ALTERNATE
