"""First- and second-level regions: GeoNames' list, Natural Earth's names and shapes.

GeoNames' list has no coordinates. A region lies where its shape is, else at the middle of the
people who live in it, with a radius that holds their settlements.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import inputs
import shapes
from package import fold, splits
from records import Rank, Record, distance_m

SOURCE = "geonames-regions"
_MARGIN_M = 5_000.0
_LEAST_RADIUS_M = 10_000.0
# The English kind word of a first-level region whose name alone would be its capital's.
_ENGLISH = {
    "oblast": "Oblast",
    "krai": "Krai",
    "kray": "Krai",
    "governorate": "Governorate",
    "muhafazah": "Governorate",
    "province": "Province",
    "prefecture": "Prefecture",
    "voivodeship": "Voivodeship",
    "county": "County",
    "department": "Department",
    "district": "District",
    "state": "State",
    "region": "Region",
}
_OBLASTS = frozenset({"RU", "UA", "BY", "KZ", "KG", "BG"})
# Adjective endings of the same name in Russian and Ukrainian romanisations.
_ENDINGS = (("skaya", "ska"), ("skaia", "ska"), ("ska", "skaya"), ("kyi", "kyy"), ("kyy", "kyi"))


@dataclass(slots=True)
class Region:
    """A line of GeoNames' list: a region, and who lives in it.

    Attributes:
        number: Its line number, counted from 1, which is how the other lists refer to it.
        members: (population, lon, lat, name) of its settlements.
    """

    number: int
    name: str
    iso: str
    code: str
    gn_id: str
    kind_word: str
    aliases: tuple[str, ...]
    level: int
    parent: int
    members: list[tuple[int, float, float, str]] = field(default_factory=list)

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2, the head of the code."""
        return self.code.partition(".")[0]

    @property
    def place_id(self) -> str:
        """Lasting id: GeoNames' where there is one."""
        return f"geonames:{self.gn_id}" if self.gn_id else f"geonames-region:{self.code}"


def listed() -> dict[int, Region]:
    """Return the regions that have a code, by number, with their members."""
    regions: dict[int, Region] = {}
    for number, row in enumerate(_rows(SOURCE), 1):
        name, iso, code, gn_id, word, aliases, level, parent, _country = row
        if code:
            others = tuple(alias for alias in aliases.split("|") if alias)
            regions[number] = Region(
                number, name, iso, code, gn_id, word, others, int(level), int(parent or 0)
            )
    for name, _gn_id, numbers, _country, people, lat, lon in _rows("geonames-region-members"):
        for number in _numbers(numbers):
            if number in regions:
                member = (int(people), float(lon), float(lat), name)
                regions[number].members.append(member)
    return regions


def admin2_of(regions: dict[int, Region]) -> dict[int, str]:
    """Return the code of the second-level region of each settlement, by GeoNames id."""
    found = {}
    for _name, gn_id, numbers, *_ in _rows("geonames-region-members"):
        for number in _numbers(numbers):
            region = regions.get(number)
            if region is not None and region.level == 2:
                found[int(gn_id)] = region.code
    return found


def records(regions: dict[int, Region]) -> list[Record]:
    """Return the regions that can be located, first-level ones before second-level ones."""
    drawn = _Drawn(shapes.admin1())
    made = []
    for region in sorted(regions.values(), key=lambda r: (r.level, r.number)):
        record = _record(region, regions, drawn.of(region))
        if not math.isnan(record.lon):
            made.append(record)
    return made


class _Drawn:
    """Finds the polygons of a region by its ids and codes."""

    def __init__(self, drawn: Sequence[Any]) -> None:
        self.by_id = _index(drawn, "gn_id")
        self.by_iso = _index(drawn, "iso_3166_2")
        self.by_code = _index([p for p in drawn if not p.gn_id], "gn_a1_code")

    def of(self, region: Region) -> list[Any]:
        if region.gn_id and region.gn_id in self.by_id:
            return self.by_id[region.gn_id]
        if region.iso and region.iso in self.by_iso:
            return self.by_iso[region.iso]
        return self.by_code.get(region.code, []) if region.level == 1 else []


def _index(drawn: Iterable[Any], name: str) -> dict[str, list[Any]]:
    index: dict[str, list[Any]] = defaultdict(list)
    for polygon in drawn:
        value = getattr(polygon, name)
        if value:
            index[str(value)].append(polygon)
    return index


def _record(region: Region, regions: dict[int, Region], drawn: list[Any]) -> Record:
    people = sum(member[0] for member in region.members)
    is_first = region.level == 1
    name = _display(region, drawn)
    parent = regions.get(region.parent)
    record = Record(
        place_id=region.place_id,
        name=name,
        kind="admin1" if is_first else "admin2",
        lon=math.nan,
        lat=math.nan,
        source=SOURCE,
        country=region.country,
        admin1=region.code if is_first else parent.code if parent else "",
        admin2="" if is_first else region.code,
        population=people,
        importance=_importance(region, name, people),
        names=[(name, Rank.DISPLAY)],
    )
    _add_names(record, region, drawn)
    _locate(record, region, drawn)
    return record


def _importance(region: Region, name: str, people: int) -> float:
    """Return 0.25 to 0.75; less for a region that shares its name with a settlement in it."""
    if region.level != 1:
        return 0.1 + 0.05 * math.log10(people + 1)
    own = {fold(region.name), fold(name), *(s.core for s in splits(fold(name)))}
    is_shared = any(fold(member[3]) in own for member in region.members)
    return (0.25 if is_shared else 0.35) + 0.05 * math.log10(people + 1)


def _display(region: Region, drawn: list[Any]) -> str:
    """Return the English name, with its kind word if the name alone is that of a settlement."""
    alias = next((a for a in region.aliases if _has_english_word(a)), "")
    if not drawn or region.level != 1:
        return alias or region.name
    name = str(drawn[0].name)
    if any(True for _ in splits(fold(name))):
        return name
    if alias and fold(name) in {s.core for s in splits(fold(alias))}:
        return alias
    towns = {fold(member[3]) for member in region.members}
    if region.country not in _OBLASTS and fold(name) not in towns:
        return name
    word = _ENGLISH.get(fold(str(getattr(drawn[0], "type_en", "") or "")), "")
    native = _ENGLISH.get(next((s.word for s in splits(fold(region.name))), ""), "")
    word = native or word
    return f"{name} {word}" if word else name


def _has_english_word(name: str) -> bool:
    if not name.isascii():
        return False
    return any(s.word in _ENGLISH for s in splits(fold(name)))


def _add_names(record: Record, region: Region, drawn: list[Any]) -> None:
    record.add((region.name,), Rank.OFFICIAL)
    record.add(region.aliases, Rank.OFFICIAL if region.level == 1 else Rank.ALTERNATE)
    for polygon in drawn if region.level == 1 or len(drawn) == 1 else ():
        record.add((polygon.name,), Rank.OFFICIAL)
        record.add(polygon.names, Rank.OFFICIAL)
    if region.level == 1:
        record.add((region.iso,), Rank.CODE)
        _add_forms(record, region)


def _add_forms(record: Record, region: Region) -> None:
    """Add each name without its kind word, and with the endings and words that others use."""
    for name, _rank in list(record.names):
        key = fold(name)
        for split in splits(key):
            record.add((split.core,), Rank.ALTERNATE)
            if split.word in ("oblast", "raion") and name.isascii():
                record.add(_endings(split.core, split.word), Rank.ALTERNATE)
    if region.country in _OBLASTS:
        core = next((s.core for s in splits(fold(record.name))), "")
        record.add((f"{core} region", f"{core} oblast") if core else (), Rank.OFFICIAL)


def _endings(core: str, word: str) -> Iterable[str]:
    for ending, other in _ENDINGS:
        if core.endswith(ending):
            changed = core[: -len(ending)] + other
            yield changed
            yield f"{changed} {word}"


def _locate(record: Record, region: Region, drawn: list[Any]) -> None:
    if drawn:
        shape = shapes.union([polygon.geometry for polygon in drawn])
        record.shapes[""] = shapes.simplified(shape)
        record.lon, record.lat = shapes.point_of(shape)
        record.uncertainty_m = shapes.radius_m(shape, record.lon, record.lat)
    elif region.members:
        record.lon, record.lat = _middle(region.members)
        farthest = max(distance_m(record.lon, record.lat, m[1:3]) for m in region.members)
        record.uncertainty_m = max(_LEAST_RADIUS_M, farthest + _MARGIN_M)


def _middle(members: list[tuple[int, float, float, str]]) -> tuple[float, float]:
    """Return the mean (lon, lat) of the members by population, across 180 degrees if need be."""
    weights = [people + 1 for people, *_ in members]
    first = members[0][1]
    lons = [first + (lon - first + 180) % 360 - 180 for _, lon, *_ in members]
    total = sum(weights)
    lon = sum(w * x for w, x in zip(weights, lons, strict=True)) / total
    lat = sum(w * m[2] for w, m in zip(weights, members, strict=True)) / total
    return (lon + 180) % 360 - 180, lat


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split("|") if number]


def _rows(code: str) -> Iterable[list[str]]:
    with inputs.path(code).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
