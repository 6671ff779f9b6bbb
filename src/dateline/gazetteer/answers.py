"""The candidates of a name: whole, without its kind word, or by its sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from dateline.gazetteer.fold import fold
from dateline.gazetteer.kinds import Split, airfield_splits, splits
from dateline.gazetteer.model import WATER, Candidate, Place

# Regions are also found by the sound of their name; the rank of such a name with a word for a
# region, and without one.
_FIRST_LEVEL: Final = frozenset({"admin1"})
_REGIONS: Final = frozenset({"admin1", "admin2"})
_OFFICIAL: Final = 1
_ALTERNATE: Final = 2

#: The rank of a name, and the place that has it.
Named = tuple[int, Place]


def parted(key: str) -> tuple[Split, ...]:
    """Return the splits of a folded name into a name and a kind word."""
    parts = tuple(splits(key))
    return (*parts, *airfield_splits(parts))


def sounded(key: str, parts: Sequence[Split]) -> list[str]:
    """Return the names whose sound may be that of a region: the whole one, or those in parts."""
    return [split.core for split in parts if split.kinds & _REGIONS] if parts else [key]


def by_sound(
    key: str, parts: Sequence[Split], named: Mapping[str, Sequence[Named]]
) -> Iterator[Candidate]:
    """Yield the regions of that sound, the best first; without a kind word only level 1.

    Args:
        key: The folded name.
        parts: Its splits into a name and a kind word.
        named: Name to the places that have its sound.
    """
    for split in parts or (Split(key, "", _FIRST_LEVEL),):
        for _, place in named.get(split.core, ()):
            if place.kind in split.kinds & _REGIONS:
                yield Candidate(
                    place,
                    _OFFICIAL if split.word else _ALTERNATE,
                    fold(place.name),
                    kind_word=split.word,
                    is_stripped=bool(split.word),
                )


def has_fit(named: Iterable[Named], parts: Sequence[Split]) -> bool:
    """Return whether a place is of the kind that a kind word names."""
    return any(place.kind in split.kinds for _, place in named for split in parts)


def answer(key: str, parts: Sequence[Split], found: Mapping[str, list[Named]]) -> list[Candidate]:
    """Return the places of a name: those of its kind word, then those of the whole name."""
    whole = found.get(key, [])
    if not parts:
        return [Candidate(place, rank, key) for rank, place in whole]
    if has_fit(whole, parts):
        return [_whole(key, named, parts) for named in whole]
    stripped = list(_stripped(parts, found, is_fit=True))
    dry = [split for split in parts if not split.kinds & WATER]
    if stripped:
        met = {candidate.place.rowid for candidate in stripped}
        rest = (_whole(key, named, parts) for named in whole if named[1].rowid not in met)
        unfit = (c for c in _stripped(dry, found, is_fit=False) if c.place.rowid not in met)
        return [*stripped, *rest, *unfit]
    if whole:
        return [Candidate(place, rank, key) for rank, place in whole]
    return list(_stripped(dry, found, is_fit=False))


def _whole(key: str, named: Named, parts: Sequence[Split]) -> Candidate:
    rank, place = named
    split = next((s for s in parts if place.kind in s.kinds), None)
    word = (split or parts[0]).word
    return Candidate(place, rank, key, kind_word=word, is_kind_fit=split is not None)


def _stripped(
    parts: Sequence[Split], found: Mapping[str, list[Named]], *, is_fit: bool
) -> Iterator[Candidate]:
    met: set[int] = set()
    for split in parts:
        for rank, place in found.get(split.core, ()):
            if (place.kind in split.kinds) is is_fit and place.rowid not in met:
                met.add(place.rowid)
                yield Candidate(
                    place,
                    rank,
                    split.core,
                    kind_word=split.word,
                    is_kind_fit=is_fit,
                    is_stripped=True,
                )
