"""Features of candidates from clues: which areas that are said does a candidate lie in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.gazetteer import Place
from dateline.geocoder.candidates import Ints, Pool
from dateline.geocoder.clues import LEVELS, MARKS, Clues, area_of
from dateline.geocoder.context import Context
from dateline.geodesy import Floats

_NAMES: Final = {"country": "country", "admin1": "region", "admin2": "district"}

#: One feature for each level of areas and each mark of clues.
CLUES: Final = tuple(f"{_NAMES[level]}_{mark}" for level in LEVELS for mark in MARKS)

#: What a country gets from a clue for another country, unless a country of its name is said: the
#: name of a country rarely means a town in a country that is said as well.
_HALF: Final = 0.5

#: Marks of clues that contradict a candidate outside of every area with that mark.
AGAINST: Final = ("follows", "beside", "stated")


def clue_columns(pool: Pool, context: Context) -> Iterable[NDArray[np.float32] | float]:
    """Return the columns :data:`CLUES`: a value for each candidate, or one for all of them."""
    if not any(context.clues):
        return [0.0] * len(CLUES)
    table = np.zeros((len(CLUES), len(pool.places)), dtype=np.float32)
    for member, clues in enumerate(context.clues):
        rows = pool.rows(member)
        if clues and rows.start < rows.stop:
            _fill(table[:, rows], pool.places[rows], clues)
    return table


def _fill(table: NDArray[np.float32], places: Sequence[Place], clues: Clues) -> None:
    marks = {clue.area: [index in clue.marks for index in range(len(MARKS))] for clue in clues}
    countries = [flags for area, flags in marks.items() if area.level == "country"]
    other = np.any(countries, axis=0) * _HALF if countries else 0.0
    if any(place.kind == "country" and area_of(place, "country") in marks for place in places):
        other = 0.0
    width = len(MARKS)
    for row, place in enumerate(places):
        for start, level in zip(range(0, len(CLUES), width), LEVELS, strict=True):
            flags = marks.get(area_of(place, level))
            if flags is not None:
                table[start : start + width, row] = flags
            elif level == place.kind == "country":
                table[start : start + width, row] = other


def contradictions(pool: Pool, context: Context, best: Ints) -> Floats:
    """Return for each member and each of :data:`AGAINST` whether clues contradict its best row.

    They do if countries are said with that mark and the place lies in none of them. Shape
    (members, marks).
    """
    found = np.zeros((pool.count, len(AGAINST)))
    for member, clues in enumerate(context.clues):
        if not clues or best[member] < 0:
            continue
        country = pool.places[best[member]].country
        for column, mark in enumerate(AGAINST):
            marked = [clue.area for clue in clues if MARKS.index(mark) in clue.marks]
            said = {area.code for area in marked if area.level == "country"}
            found[member, column] = bool(said) and country not in said
    return found
