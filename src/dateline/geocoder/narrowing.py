"""Which namesake a text means that says where the place is: *Springfield, 5 km from Dayton*.

The resolver chooses among the candidates of a name; here the one that is near what narrows it is
preferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from dateline.gazetteer import Place
from dateline.geocoder.candidates import Finder
from dateline.geocoder.enclosing import fit
from dateline.geocoder.forms import Distance, Narrowed, names_in, walk
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.resolve import Resolution, Scored
from dateline.geodesy import Floats, LonLat, distances_m

#: A place is near another up to this distance beyond its extent.
NEAR_M: Final = 75_000.0

#: The score of a namesake that was preferred because it is near.
SCORE: Final = 0.85


def narrow_names(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of the names in a form; those that something narrows lie near it.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    known = {one.name: one for one in found}
    for narrowed in (part for part in walk(form) if isinstance(part, Narrowed)):
        around = [known[name] for name in names_in(narrowed.by) if name in known]
        places = [one.chosen.place for one in around if one.chosen]
        if len(places) != 1:
            continue
        reach = (
            NEAR_M
            + places[0].uncertainty_m
            + sum(d.metres for d in walk(narrowed.by) if isinstance(d, Distance))
        )
        named = names_in(narrowed.of)
        for name in named if len(named) == 1 else ():
            if name in known and name != around[0].name:
                known[name] = _nearer(known[name], places[0], reach_m=reach, finder=finder)
    return tuple(known[one.name] for one in found)


def _nearer(one: Resolution, place: Place, *, reach_m: float, finder: Finder) -> Resolution:
    centre = LonLat(place.lon, place.lat)
    if one.chosen is None or one.is_pinned or one.chosen.place.kind == "country":
        return one  # a country has no namesake that is nearer
    if _metres([one.chosen.place], centre)[0] <= reach_m:
        return replace(one, is_supported=True)
    candidates = finder.candidates(one.name.toponym)
    fits = fit(candidates, one.name.within, finder)
    fitting = [c.place for c, share in zip(candidates, fits, strict=True) if share == 1]
    metres = _metres(fitting, centre)
    inside = np.flatnonzero(metres <= reach_m)
    if not len(inside):
        return one
    best = fitting[max(inside.tolist(), key=lambda at: (fitting[at].importance, -metres[at]))]
    return replace(
        one,
        outcome="resolved",
        chosen=Scored(best, SCORE),
        margin=SCORE,
        runners_up=(one.chosen, *one.runners_up[:4]),
        is_misfit=False,
        is_supported=True,
        outside=(),
        reason=(PlaceReason("near", one.name.toponym, place.name),),
    )


def _metres(places: Sequence[Place], centre: LonLat) -> Floats:
    lons, lats = np.array([p.lon for p in places]), np.array([p.lat for p in places])
    apart = np.asarray(distances_m(lons, lats, centre)) if places else np.zeros(0)
    extents = np.array([p.uncertainty_m for p in places])
    return np.asarray(np.maximum(apart - extents, 0.0), dtype=np.float64)
