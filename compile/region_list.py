"""GeoNames' list of first- and second-level regions, with their settlements; no shapes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import inputs

SOURCE = "geonames-regions"
MEMBERS = "geonames-region-members"


#: GeoNames ids of regions that do not exist. Gaza is listed a second time as a district of southern
#: Israel, without people or towns; the Gaza Strip and its governorates are under PS.
_WITHDRAWN: Final = frozenset({"7870269"})


@dataclass(frozen=True, slots=True)
class Member:
    """A settlement of a region.

    Attributes:
        name: The name in GeoNames.
        population: Number of people; 0 if unknown.
        lon: Longitude in degrees.
        lat: Latitude in degrees.
    """

    name: str
    population: int
    lon: float
    lat: float


@dataclass(slots=True)
class Region:
    """A line of the list.

    Attributes:
        number: The 1-based line by which the lists refer to it.
        name: Romanised, as in GeoNames or ISO 3166-2.
        iso: ISO 3166-2 code; may be empty.
        code: GeoNames code, such as ``RU.41``.
        gn_id: GeoNames id; 0 if unknown.
        aliases: Other names.
        level: 1 or 2.
        parent: Line of the first-level region that a second-level region lies in; otherwise 0.
        members: Its settlements.
    """

    number: int
    name: str
    iso: str
    code: str
    gn_id: int
    aliases: tuple[str, ...]
    level: int
    parent: int
    members: list[Member] = field(default_factory=list)

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2, the first part of the code."""
        return self.code.partition(".")[0]

    @property
    def place_id(self) -> str:
        """Permanent id; that of GeoNames if there is one."""
        return f"geonames:{self.gn_id}" if self.gn_id else f"geonames-region:{self.code}"

    @property
    def population(self) -> int:
        """Number of people in its settlements, which is less than its whole population."""
        return sum(member.population for member in self.members)


def listed() -> dict[int, Region]:
    """Return the regions with a code, by number, with their members."""
    regions: dict[int, Region] = {}
    for number, row in enumerate(_rows(SOURCE), 1):
        name, iso, code, gn_id, _word, aliases, level, parent, _country = row
        if code and gn_id not in _WITHDRAWN:
            others = tuple(alias for alias in aliases.split("|") if alias)
            regions[number] = Region(
                number, name, iso, code, int(gn_id or 0), others, int(level), int(parent or 0)
            )
    _demote(regions)
    for name, _gn_id, numbers, _country, people, lat, lon in _rows(MEMBERS):
        member = Member(name, int(people), float(lon), float(lat))
        for number in _numbers(numbers):
            if number in regions:
                regions[number].members.append(member)
    return regions


def _demote(regions: Mapping[int, Region]) -> None:
    """Make regions second-level that are first-level in ISO 3166-2 but second-level in GeoNames.

    Their code has three parts, and places in them have the code of the first two parts.
    """
    by_code = {region.code: region.number for region in regions.values()}
    for region in regions.values():
        parent, _, own = region.code.rpartition(".")
        if region.level == 1 and own and "." in parent:
            region.level = 2
            region.parent = by_code.get(parent, 0)


def admin2_of(regions: Mapping[int, Region]) -> dict[int, str]:
    """Return the code of the second-level region of each settlement, by GeoNames id."""
    found = {}
    for _name, gn_id, numbers, *_ in _rows(MEMBERS):
        for number in _numbers(numbers):
            region = regions.get(number)
            if region is not None and region.level == 2:
                found[int(gn_id)] = region.code
    return found


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split("|") if number]


def _rows(code: str) -> Iterable[list[str]]:
    with inputs.path(code).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
