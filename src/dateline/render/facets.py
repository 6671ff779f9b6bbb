"""The facets of the page: the properties that readers filter by, a list in the payload's header.

The page (``web/src/filter.js`` and others) knows no facet by name, except for symbols and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np

from dateline.facets import (
    FacetValues,
    actor_values,
    can_be_facet,
    column_values,
    source_values,
    tag_values,
)

#: Facets whose column the payload has anyway, and their names in links.
_NAMES: Final = {
    "record_status": "record",
    "status": "status",
    "verification": "verification",
    "event_type": "type",
    "place_precision": "precision",
    "date_precision": "dates",
}

#: Wording that are off when the page opens.
_OFF: Final = {"record_status": ("retracted",)}

#: Names of the columns of the other facets begin with this, so that they are not those of others.
_PREFIX: Final = "facet:"

#: Names of facets that no column of a project gets.
_TAKEN: Final = {*_NAMES.values(), "actor", "country", "tag", "source", "confidence"}


@dataclass(slots=True)
class Facets:
    """The facets of a page.

    Attributes:
        entries: Their descriptions, for the header.
        columns: Their columns in the order of the payload, except for those that it has anyway.
        dictionaries: The words of these columns.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, np.ndarray] = field(default_factory=dict)
    dictionaries: dict[str, list[str]] = field(default_factory=dict)


def make_facets(
    gdf: gpd.GeoDataFrame,
    codes: Mapping[str, np.ndarray],
    words: Mapping[str, Sequence[str]],
    *,
    order: np.ndarray,
    marked: Sequence[str] = (),
) -> Facets:
    """Return the facets in which the events differ, or of which a word is off.

    A facet with too many values (``FacetValues.is_too_long``) is left out.

    Args:
        gdf: The events.
        codes: The encoded columns that have a dictionary.
        words: The dictionaries.
        order: The rows of ``gdf`` in the order of the payload.
        marked: Columns that the project marked as facets.
    """
    made = Facets()
    for column, name in _NAMES.items():
        used = np.flatnonzero(np.bincount(codes[column]))
        off = [word for word in _OFF.get(column, ()) if 1 + words[column].index(word) in used]
        if len(used) > 1 or off:
            made.entries.append({"name": name, "column": column, **({"off": off} if off else {})})
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    for name, title, values in _others(gdf, marked):
        if values.words and not values.is_too_long:
            _add(made, values, place, name=name, title=title)
    return made


def _others(gdf: gpd.GeoDataFrame, marked: Sequence[str]) -> Iterator[tuple[str, str, FacetValues]]:
    """Yield name, title and values of the facets that have no column yet."""
    yield "actor", "", actor_values(gdf)
    yield "country", "", column_values(gdf["country"])
    yield "tag", "", tag_values(gdf["tags"])
    yield "source", "", source_values(gdf["sources"])
    yield "confidence", "", column_values(gdf["confidence"])
    known = {*_NAMES, "country", "tags", "confidence"}
    taken = set(_TAKEN)
    for column in dict.fromkeys(marked):
        if column in known or column not in gdf or not can_be_facet(column):
            continue
        # In a link, a colon ends the name of a facet.
        name = column.replace(":", "_")
        while name in taken:
            name += "_"
        taken.add(name)
        yield name, column.replace("_", " "), column_values(gdf[column])


def _add(made: Facets, values: FacetValues, place: np.ndarray, *, name: str, title: str) -> None:
    """Add a facet, unless all events have the same value of it."""
    column = _PREFIX + name
    size = len(values.words) + 1
    if values.is_many:
        # Sorted by event and value, each value once: the same whatever the order of the rows.
        held = np.sort(place[values.rows] * size + values.codes + 1)
        held = held[np.diff(held, prepend=-1) > 0]
        codes, lengths = held % size, np.bincount(held // size, minlength=len(place))
        is_same = (codes == codes[0]).all() and lengths.all()
    else:
        codes = np.zeros(len(place), np.int64)
        codes[place[values.rows]] = values.codes + 1
        is_same = (codes == codes[0]).all()
    if is_same:
        return
    made.columns[column] = _narrow(codes)
    if values.is_many:
        made.columns[f"{column}_lengths"] = _narrow(lengths)
    made.dictionaries[column] = values.words
    more = {"title": title, "many": values.is_many, "ordered": values.is_ordered}
    made.entries.append({"name": name, "column": column, **{k: v for k, v in more.items() if v}})


def _narrow(values: np.ndarray) -> np.ndarray:
    """Return the values in the smallest type of columns that holds them."""
    kinds = (np.uint8, np.uint16, np.uint32)
    kind = next(kind for kind in kinds if values.max(initial=0) <= np.iinfo(kind).max)
    return values.astype(kind)
