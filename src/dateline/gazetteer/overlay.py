"""Merge the project's additions with the packaged gazetteer: one result from two files.

A place that is in both files is one place; see :func:`merge`. ``additions.py`` writes the
additions.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from dateline.gazetteer.model import Place, Queryable

Named = tuple[int, Place]

_COLUMNS: Final = (
    "p.id, p.place_id, p.name, p.kind, p.country, p.admin1, p.admin2, p.lon, p.lat, "
    "p.population, p.importance, p.uncertainty_m, p.source"
)
_BY_KEY: Final = (
    f"SELECT n.key, n.rank, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place "  # noqa: S608
    "WHERE n.key IN (SELECT value FROM json_each(?)) ORDER BY n.key, p.id"
)
_BY_IDS: Final = (
    f"SELECT {_COLUMNS} FROM place p "  # noqa: S608
    "WHERE p.place_id IN (SELECT value FROM json_each(?))"
)
#: How much importance one step down in the rank of a name costs.
_RANK_WEIGHT: Final = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class Both:
    """Runs a statement on the packaged gazetteer, then on the additions."""

    packaged: Queryable
    additions: Queryable

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of ``statement`` from both files; their row ids never clash."""
        yield from self.packaged.rows(statement, values)
        yield from self.additions.rows(statement, values)


def merge(packaged: Place | None, addition: Place | None) -> Place | None:
    """Return one place for two entries with the same id.

    The addition wins, except for what belongs to the packaged outline: row id, kind and, unless it
    is a settlement, uncertainty. The higher importance is kept, so adding a place never makes it
    less likely. An entry that was copied only to hold additional names changes nothing.
    """
    if packaged is None or addition is None:
        return addition or packaged
    if addition.source == packaged.source:
        return packaged
    is_town = packaged.kind == "settlement"
    return dataclasses.replace(
        addition,
        rowid=packaged.rowid,
        kind=packaged.kind,
        country=addition.country or packaged.country,
        admin1=addition.admin1 or packaged.admin1,
        admin2=addition.admin2 or packaged.admin2,
        population=addition.population or packaged.population,
        importance=max(addition.importance, packaged.importance),
        uncertainty_m=addition.uncertainty_m if is_town else packaged.uncertainty_m,
    )


def merge_names(found: dict[str, list[Named]], keys: Sequence[str], both: Both) -> None:
    """Replace the packaged results for ``keys`` by the merged results of both, best first.

    Args:
        found: Key to the (rank, place) pairs of the package; changed in place.
        keys: The keys that were looked up; keys that neither file has are left out.
        both: The two gazetteers.
    """
    more: dict[str, list[Named]] = {}
    for key, rank, *rest in both.additions.rows(_BY_KEY, (json.dumps(list(keys)),)):
        more.setdefault(key, []).append((rank, Place(*rest)))
    packaged = _by_id(place for key in keys for _, place in found.get(key, ()))
    additions = _by_id(place for named in more.values() for _, place in named)
    additions |= _find_places(both.additions, packaged.keys() - additions.keys())
    if not additions:
        return
    packaged |= _find_places(both.packaged, additions.keys() - packaged.keys())
    for key in keys:
        ranks: dict[str, int] = {}
        for rank, place in (*found.get(key, ()), *more.get(key, ())):
            ranks[place.place_id] = min(rank, ranks.get(place.place_id, rank))
        if ranks:
            one = ((r, merge(packaged.get(i), additions.get(i))) for i, r in ranks.items())
            named = [(rank, place) for rank, place in one if place is not None]
            found[key] = sorted(named, key=_order)


def merge_places(known: dict[int, Place], both: Both) -> None:
    """Replace places by the merged places of both gazetteers.

    Args:
        known: Row id to place; changed in place.
        both: The two gazetteers.
    """
    ids = {place.place_id for place in known.values()}
    packaged, additions = _find_places(both.packaged, ids), _find_places(both.additions, ids)
    for rowid, place in known.items():
        one = merge(packaged.get(place.place_id), additions.get(place.place_id))
        known[rowid] = one or place


def _order(named: Named) -> tuple[float, int]:
    rank, place = named
    return _RANK_WEIGHT * rank - place.importance, place.rowid


def _by_id(places: Iterable[Place]) -> dict[str, Place]:
    return {place.place_id: place for place in places}


def _find_places(gazetteer: Queryable, place_ids: Iterable[str]) -> dict[str, Place]:
    ids = json.dumps(sorted(place_ids))
    return _by_id(Place(*row) for row in gazetteer.rows(_BY_IDS, (ids,)))
