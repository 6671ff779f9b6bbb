"""The names of first- and second-level regions: the English name and all ways to write it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from typing import Any

import inputs
from package import fold, splits
from plain_names import plain_name
from records import PlaceRecord, Rank
from region_list import Region

# English kind words, by the folded word in a source.
_ENGLISH = {
    "oblast": "Oblast",
    "krai": "Krai",
    "kray": "Krai",
    "governorate": "Governorate",
    "muhafazat": "Governorate",
    "province": "Province",
    "prefecture": "Prefecture",
    "voivodeship": "Voivodeship",
    "county": "County",
    "department": "Department",
    "district": "District",
    "raion": "Raion",
    "rayon": "Raion",
    "state": "State",
    "region": "Region",
    "do": "Province",
    "strip": "Strip",
}
_ADMIN = frozenset({"admin1", "admin2"})
_OBLASTS = frozenset({"RU", "UA", "BY", "KZ", "KG", "BG"})
# Adjective endings of the same name in Russian and Ukrainian romanisations.
_ENDINGS = (("skaya", "ska"), ("skaia", "ska"), ("ska", "skaya"), ("kyi", "kyy"), ("kyy", "kyi"))
_CODE_LENGTH = 3
# A name without its kind word is kept from this length on; shorter ones are codes and particles.
_CORE_LENGTH = 3


def english_name(region: Region, drawn_name: str) -> str:
    """Return the English name, with its kind word if a settlement in it has the same name.

    Names written by hand in ``names.toml`` take precedence.

    Args:
        region: The region.
        drawn_name: Natural Earth's English name, or empty.
    """
    by_hand = _ours("english_regions")
    if region.code in by_hand:
        return by_hand[region.code]
    if region.level != 1 or not drawn_name:
        english = next(filter(_is_english, region.aliases), "")
        return english or plain_name(region.name, region.aliases, country=region.country)
    key = fold(drawn_name)
    if any(split.kinds & _ADMIN for split in splits(key)):
        return drawn_name
    is_plain = next(splits(key), None) is None and region.country not in _OBLASTS
    if is_plain and not is_shared(region, {key}):
        return drawn_name
    alias = next((a for a in region.aliases if _is_english(a) and key in _cores(a)), "")
    return alias or f"{drawn_name} {_kind_word(region)}".strip()


def is_shared(region: Region, keys: set[str]) -> bool:
    """Return whether a settlement in the region has a name that folds to one of ``keys``."""
    return any(fold(member.name) in keys for member in region.members)


def add_names(record: PlaceRecord, region: Region, drawn_names: Iterable[str]) -> None:
    """Add the names from GeoNames and Natural Earth and, for a first-level region, their forms."""
    is_first = region.level == 1
    record.add((region.name,), Rank.OFFICIAL)
    for name in (*region.aliases, *drawn_names):
        record.add((name,), _rank(name, is_first=is_first))
    if is_first:
        record.add((region.iso,), Rank.CODE)
        _add_forms(record, region)


def add_short_names(record: PlaceRecord) -> None:
    """Add the abbreviations and demonyms of a first-level region (``names.toml``)."""
    if record.kind == "admin1":
        for name in _ours("regions").get(record.admin1, ()):
            record.add((name,), Rank.CODE)
            if name[-1] != "." and not name.isupper():
                record.add((f"{name}s",), Rank.CODE)


@functools.cache
def _ours(table: str) -> dict[str, Any]:
    """Return a table of hand-written names."""
    path = inputs.HERE / "names.toml"
    names: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return names


def _rank(name: str, *, is_first: bool) -> Rank:
    plain = name.replace(".", "")
    if plain.isascii() and len(plain) <= _CODE_LENGTH:
        return Rank.CODE
    return Rank.OFFICIAL if is_first else Rank.ALTERNATE


def _add_forms(record: PlaceRecord, region: Region) -> None:
    """Add each name without its kind word, and with other common endings and kind words."""
    for name, rank in list(record.names):
        if rank >= Rank.CODE:
            continue
        for split in splits(fold(name)):
            if split.kinds & _ADMIN and len(split.core) >= _CORE_LENGTH:
                record.add((split.core,), Rank.ALTERNATE)
                if name.isascii():
                    record.add(_endings(split.core, split.word), Rank.ALTERNATE)
    if region.country in _OBLASTS:
        for core in sorted(_cores(record.name)):
            record.add((f"{core} region", f"{core} oblast"), Rank.OFFICIAL)


def _endings(core: str, word: str) -> Iterable[str]:
    for ending, other in _ENDINGS:
        if core.endswith(ending):
            changed = core[: -len(ending)] + other
            yield changed
            yield f"{changed} {word}"


def _is_english(name: str) -> bool:
    """Return whether ``name`` is plain letters ending in an English kind word."""
    words = name.split(" ")
    return name.isascii() and len(words) > 1 and words[-1] in _ENGLISH.values()


def _cores(name: str) -> set[str]:
    return {split.core for split in splits(fold(name))}


def _kind_word(region: Region) -> str:
    words = (s.word for name in (region.name, *region.aliases) for s in splits(fold(name)))
    return next((_ENGLISH[word] for word in words if word in _ENGLISH), "")
