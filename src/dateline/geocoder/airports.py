"""Which airport a city's name means: *Frankfurt Airport* is not Frankfurt-Hahn.

Many airports are called after a larger city that they are far from, or one of several. With a word
for airports after the name of a city, its main airport is meant, or none can be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from dateline.gazetteer import Candidate, Place
from dateline.geodesy import LonLat, distances_m

#: An airport that bears the name of a city is no farther from it.
FAR_M: Final = 120_000.0

#: Of two airports of one importance, one this much farther away than the other is not meant.
_FARTHER: Final = 2.0
_APART_M: Final = 40_000.0


def splits_of_city(key: str) -> Iterator[tuple[str, str]]:
    """Yield a city and its airport, if a name of an airport begins with those of its city.

    >>> list(splits_of_city("rome fiumicino airport"))
    [('rome', 'fiumicino airport')]
    """
    words = key.split()
    for cut in range(1, len(words) - 1):
        yield " ".join(words[:cut]), " ".join(words[cut:])


def is_near(airport: Place, towns: Sequence[Place]) -> bool:
    """Return whether one of some towns is so near that an airport can be called after it."""
    return _town_of(airport, towns)[0] is not None


def main_airports(airports: Sequence[Candidate], towns: Sequence[Place]) -> list[Candidate]:
    """Return the airports that are not overshadowed by a more important one of the same city.

    Args:
        airports: Candidates of one name with a word for airports.
        towns: The settlements that bear the name without that word.
    """
    groups: dict[str, list[tuple[Candidate, float]]] = {}
    for one in airports:
        town, metres = _town_of(one.place, towns)
        groups.setdefault(town.place_id if town else one.place.place_id, []).append((one, metres))
    kept = [one for group in groups.values() for one in _main_of(group)]
    return [one for one in airports if one in kept]


def _town_of(airport: Place, towns: Sequence[Place]) -> tuple[Place | None, float]:
    """Return the largest town of the name around an airport, and how far it is."""
    if not towns:
        return None, 0.0
    lon, lat = np.array([p.lon for p in towns]), np.array([p.lat for p in towns])
    metres = np.asarray(distances_m(lon, lat, LonLat(airport.lon, airport.lat)))
    near = [(town, float(m)) for town, m in zip(towns, metres, strict=True) if m <= FAR_M]
    return max(near, key=lambda pair: pair[0].population, default=(None, 0.0))


def _main_of(group: Sequence[tuple[Candidate, float]]) -> list[Candidate]:
    """Return the airports of one town that are called so, or its most important ones."""
    if called := [one for one, _ in group if one.rank <= 1]:
        return called
    most = max(one.place.importance for one, _ in group)
    best = [(one, metres) for one, metres in group if one.place.importance == most]
    nearest = min(metres for _, metres in best)
    limit = max(nearest * _FARTHER, nearest + _APART_M)
    return [one for one, metres in best if metres <= limit]
