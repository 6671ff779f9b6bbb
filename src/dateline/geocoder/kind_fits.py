"""Kind words and places: regions named after their town, and islands that are regions.

*Hasakah Governorate* is the governorate of the town of Hasakah, however the region is called.
*Victoria Island* is no state of Australia: a region counts as an island only if water is around it.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from dateline.gazetteer import Candidate, Place, fold
from dateline.gazetteer.kinds import KIND_WORDS, splits
from dateline.geocoder.airports import is_near, main_airports, splits_of_city
from dateline.geocoder.seats import seat_names

if TYPE_CHECKING:
    from dateline.geocoder.candidates import Finder

#: How many towns of a name are tried.
_MOST_TOWNS: Final = 8
#: Islands are tested with this many points, this many degrees off the coast.
_POINTS: Final = 24
_OFF_COAST: Final = 0.2
#: The least share of these points that lie in the sea.
_SEA: Final = 0.7
_REGIONS: Final = frozenset({"admin1", "country"})
#: A region that is called after its town is none of these.
_LANDFORMS: Final = frozenset({"valley", "peninsula", "plateau", "basin", "heights", "corridor"})
#: A word for a region says nothing of land or water.
_REGION_KINDS: Final = frozenset(
    {"admin1", "admin2", "country", "region", "disputed", "border", "range", "desert", "settlement"}
)
#: Kinds of place that a word for airports names.
_AIRFIELDS: Final = frozenset({"airfield", "base"})
#: Shorter names are not looked up without their kind word.
_LEAST_CORE: Final = 3
#: Names of this rank are demonyms and codes.
_CODE_RANK: Final = 3
#: How many places of a name may have given theirs to a natural feature.
_MOST_GIVERS: Final = 3


def fitted(name: str, candidates: Sequence[Candidate], finder: Finder) -> tuple[Candidate, ...]:
    """Return candidates with regions of their towns added, and regions that are no islands marked.

    Args:
        name: A toponym.
        candidates: Its candidates, as the gazetteer returns them.
        finder: Looks up regions and outlines.
    """
    if not candidates:
        of_core = tuple(_of_core(name, finder))
        return of_core or _of_city(name, finder) or tuple(_seats(name, finder))
    if not any(c.is_stripped for c in candidates):
        return _airports(name, candidates, finder)
    towns = {c.place.admin1 for c in candidates if c.place.kind == "settlement"}
    checked = [_checked(candidate, towns, finder) for candidate in candidates]
    if any(c.is_kind_fit for c in checked):
        return tuple(checked)
    if called := tuple(_named_after(checked, finder)):
        return called
    return (*_regions_of_towns(checked, finder), *checked)


def _of_city(name: str, finder: Finder) -> tuple[Candidate, ...]:
    """Return the airport of a name with that of its city before it: *Rome Fiumicino Airport*."""
    key = fold(name)
    if not any(split.kinds & _AIRFIELDS for split in splits(key)):
        return ()
    for city, airport in splits_of_city(key):
        found = finder.gazetteer.candidates([city, airport])
        towns = [c.place for c in found[city] if c.place.kind == "settlement"]
        named = [c for c in found[airport] if c.place.kind in _AIRFIELDS]
        if near := tuple(c for c in named if is_near(c.place, towns)):
            return near
    return ()


def _seats(name: str, finder: Finder) -> Iterator[Candidate]:
    """Yield the towns that a district may be called after, if the district is not known itself."""
    for split in splits(fold(name)):
        if "admin2" in split.kinds and (names := list(seat_names(split.core))):
            found = finder.gazetteer.candidates(names)
            for word in names:
                towns = [
                    c for c in found[word] if c.place.kind == "settlement" and c.rank < _CODE_RANK
                ]
                for town in towns:
                    yield dataclasses.replace(
                        town, is_stripped=True, is_kind_fit=False, kind_word=split.word
                    )
                if towns:
                    return


def _airports(name: str, candidates: Sequence[Candidate], finder: Finder) -> tuple[Candidate, ...]:
    """Return candidates without the lesser airports of a city, if a word for airports is said."""
    airports = [c for c in candidates if c.place.kind in _AIRFIELDS]
    core = next((s.core for s in splits(fold(name)) if s.kinds & _AIRFIELDS), "")
    if len(airports) < 2 or len(airports) < len(candidates) or not core:  # noqa: PLR2004 - a choice
        return tuple(candidates)
    named = finder.gazetteer.candidates([core])[core]
    towns = [c.place for c in named if c.place.kind == "settlement" and not c.is_stripped]
    return tuple(main_airports(airports, towns))


def _checked(candidate: Candidate, towns: AbstractSet[str], finder: Finder) -> Candidate:
    """Return a candidate, marked as unfit if it is a region and the word says land or water.

    Args:
        candidate: A candidate.
        towns: The regions of the towns that are called like it.
        finder: Looks up outlines.
    """
    place = candidate.place
    if not candidate.is_stripped or place.kind not in _REGIONS:
        return candidate
    is_landform = candidate.kind_word in _LANDFORMS and place.admin1 in towns
    says_island = "island" in KIND_WORDS.get(candidate.kind_word, ())
    if is_landform or (says_island and not _is_island(place, finder)):
        return dataclasses.replace(candidate, is_kind_fit=False)
    return candidate


def _is_island(place: Place, finder: Finder) -> bool:
    shape = finder.outline(place)
    if shape is None:
        return True
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    shore = largest.buffer(_OFF_COAST).exterior
    steps = [number / _POINTS for number in range(_POINTS)]
    points = [shore.interpolate(step, normalized=True) for step in steps]
    at_sea = [finder.gazetteer.country_at(point.x, point.y) == "" for point in points]
    return sum(at_sea) >= _SEA * _POINTS


def _regions_of_towns(candidates: Sequence[Candidate], finder: Finder) -> Iterator[Candidate]:
    """Yield the region of each town that is called like it, if the kind word names regions."""
    towns = [c for c in candidates if c.place.kind == "settlement"][:_MOST_TOWNS]
    for town in towns:
        region = finder.regions.get(town.place.admin1)
        kinds = KIND_WORDS.get(town.kind_word, frozenset())
        is_region = (
            "admin1" in kinds and kinds <= _REGION_KINDS and town.kind_word not in _LANDFORMS
        )
        if region and is_region:
            cores = {split.core for split in splits(fold(region))} | {fold(region)}
            named = finder.gazetteer.candidates([region, *sorted(cores)])
            is_its_town = any(
                one.place.place_id == town.place.place_id for core in cores for one in named[core]
            )
            for one in named[region]:
                if (
                    is_its_town
                    and one.place.kind == "admin1"
                    and one.place.admin1 == town.place.admin1
                ):
                    yield dataclasses.replace(town, place=one.place, is_kind_fit=True)
                    break


def _kinds_of(word: str) -> frozenset[str]:
    """Return the kinds of a kind word, also of one that is written together with its name."""
    together = next((split.kinds for split in splits(f"__{word}")), frozenset[str]())
    return KIND_WORDS.get(word) or together


def _of_core(name: str, finder: Finder) -> Iterator[Candidate]:
    """Yield the natural features of a name that the gazetteer has with another kind word.

    They may be called like the rest of the name, or after a place of that name.
    """
    for split in splits(fold(name)):
        if split.kinds & _called_names().keys() and len(split.core) >= _LEAST_CORE:
            found = finder.gazetteer.candidates([split.core])[split.core]
            givers = [one.place.name for one in found if not one.is_stripped][:_MOST_GIVERS]
            yield from _called([split.core, *givers], split.word, finder)
            return


def _named_after(candidates: Iterable[Candidate], finder: Finder) -> Iterator[Candidate]:
    """Yield the natural features that are called after a place, as *lac Tchad* is after Chad.

    The gazetteer may have them by an English name alone.
    """
    givers = [c for c in candidates if c.is_stripped and c.rank < _CODE_RANK][:_MOST_GIVERS]
    if givers:
        yield from _called([c.place.name for c in givers], givers[0].kind_word, finder)


def _called(givers: Iterable[str], word: str, finder: Finder) -> Iterator[Candidate]:
    """Yield the features of the kinds of a word that have an English name with one of the names."""
    kinds = _kinds_of(word)
    fitting = kinds | (KIND_WORDS["island"] if "island" in kinds else frozenset())
    cores = [core for name in givers for core in (name, *_cores(name))]
    forms = [text for kind, texts in _called_names().items() if kind in kinds for text in texts]
    names = [text.format(core) for core in dict.fromkeys(cores) for text in forms]
    met: set[str] = set()
    for some in finder.gazetteer.candidates(names).values() if names else ():
        for one in some:
            if not one.is_stripped and one.place.kind in fitting and one.place.place_id not in met:
                met.add(one.place.place_id)
                yield dataclasses.replace(one, is_stripped=True, is_kind_fit=True, kind_word=word)


@cache
def _called_names() -> dict[str, tuple[str, ...]]:
    """Return the English names of natural features that are called after a place, by kind."""
    path = files("dateline.geocoder") / "said.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["called"]
    return {kind: tuple(texts) for kind, texts in listed.items()}


def _cores(name: str) -> list[str]:
    return [split.core for split in splits(fold(name))][:1]
