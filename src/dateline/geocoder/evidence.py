"""Evidence: the areas that the texts of each event name, as clues for the names of its place.

Texts are the title, the description, and the titles and quotes of the sources. Only events without
coordinates are read, and equal texts are read once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dateline.dataset import as_lists
from dateline.gazetteer import fold
from dateline.geocoder.areas import Said
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.clues import (
    DEFINED,
    LEVELS,
    MARKS,
    Clue,
    Clues,
    clues_in,
    implied,
    merged_clues,
    spans_of,
)
from dateline.geocoder.definitions import definition_clues
from dateline.geocoder.forms import Name

_BESIDE: Final = MARKS.index("beside")
_SAID: Final = MARKS.index("said")

#: In a larger context names are too many to say anything about each other.
MOST_COMPANIONS: Final = 40

#: Fields of the event and of its sources that are read, and what the catalogue calls them.
_FIELDS: Final = {"title": "title", "description": "description"}
_SOURCE_FIELDS: Final = {"title": "title_of_source", "quote": "quote"}


class Text(NamedTuple):
    """A text of an event: what it is, its words, and the areas that it names."""

    source: str
    words: str
    said: tuple[Said, ...]


@dataclass(slots=True)
class Evidence:
    """What the events of a table say about areas.

    Attributes:
        codes: Index into ``sets`` of each row.
        sets: Distinct evidence: the clues for each name of a row; the first is empty.
    """

    codes: Ints
    sets: list[dict[Name, Clues]] = field(default_factory=lambda: [{}])


def read_evidence(
    table: pd.DataFrame, names: Sequence[Sequence[Name]], codes: Ints, *, finder: Finder
) -> Evidence:
    """Return the clues for the names of each row.

    Args:
        table: Read: ``title``, ``description``, ``sources``, ``lon``, ``geometry``.
        names: The names in each ``where`` text.
        codes: Index into ``names`` of each row; -1 if it has none.
        finder: Looks up candidates and areas.
    """
    evidence = Evidence(np.zeros(len(table), dtype=np.int64))
    placed = table["lon"].notna().to_numpy() | ~shapely.is_missing(
        np.asarray(table["geometry"].to_numpy(), dtype=object)
    )
    rows = np.flatnonzero((codes >= 0) & ~placed)
    known: dict[tuple[tuple[Name, Clues], ...], int] = {(): 0}
    for row, texts in _texts(table, rows, finder).items():
        pairs = ((name, _clues(name, texts, finder)) for name in names[codes[row]])
        found = {name: clues for name, clues in pairs if clues}
        key = tuple(found.items())
        if key not in known:
            known[key] = len(known)
            evidence.sets.append(found)
        evidence.codes[row] = known[key]
    return evidence


def _texts(table: pd.DataFrame, rows: Ints, finder: Finder) -> dict[int, list[Text]]:
    """Return the texts of each row that name areas; rows without such texts are left out."""
    found: dict[int, list[Text]] = {}
    where = table["where"].array
    for source, column, owners in _columns(table, rows):
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        encoded = whole.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        said = finder.areas.read(words)
        telling = np.array([*map(bool, said), False], dtype=np.bool_)
        which = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        for index in np.flatnonzero(telling[which]).tolist():
            code, row = which[index], int(owners[index])
            if words[code] != where[row]:
                found.setdefault(row, []).append(Text(source, words[code], said[code]))
    return found


def _columns(table: pd.DataFrame, rows: Ints) -> Iterator[tuple[str, Any, Ints]]:
    """Yield the columns of texts: what they are, the texts, and the row of each text."""
    for column, source in _FIELDS.items():
        yield source, pa.array(table[column].iloc[rows], type=pa.large_string()), rows
    sources = as_lists(table["sources"]).take(pa.array(rows))
    if isinstance(sources, pa.ChunkedArray):
        sources = sources.combine_chunks()
    owners = rows[pc.list_parent_indices(sources).to_numpy(zero_copy_only=False)]
    records = pc.list_flatten(sources)
    for column, source in _SOURCE_FIELDS.items():
        yield source, pc.struct_field(records, column).cast(pa.large_string()), owners


def _clues(name: Name, texts: Sequence[Text], finder: Finder) -> Clues:
    found: dict[Clue, None] = {}
    for text in texts:
        spans = spans_of(name.toponym, text.words)
        parts = (name.toponym, text.words, text.said)
        clues = clues_in(*parts, spans=spans, source=text.source, is_stated=True)
        found |= dict.fromkeys(clues)
        found |= dict.fromkeys(
            definition_clues(*parts, spans=spans, source=text.source, finder=finder)
        )
    return telling_clues(name, found, finder)


def layer_clues(name: Name, layer: str, said: Sequence[Said], *, finder: Finder) -> Clues:
    """Return the clues that the path of a layer gives for a name; they stand beside it."""
    found = clues_in(name.toponym, layer, said, spans=(), source="layer", is_stated=True)
    beside = (clue._replace(marks=clue.marks | {_BESIDE}) for clue in found)
    return telling_clues(name, dict.fromkeys(beside), finder)


def companion_clues(names: Sequence[Name], finder: Finder) -> list[Clues]:
    """Return for each name the areas that the other names of a small context say.

    A document names its places in its text; the events of a layer name them one by one.
    """
    if not 1 < len(names) <= MOST_COMPANIONS:
        return [()] * len(names)
    said = [
        (fold(name.toponym), area, one.words)
        for name, found in zip(
            names, finder.areas.read([name.toponym for name in names]), strict=True
        )
        for one in found
        for area in implied(one.areas)
    ]
    return [
        merged_clues(
            Clue(area, frozenset({_SAID}), "layer", words)
            for key, area, words in said
            if key != fold(name.toponym) and area in finder.places_around(name)
        )
        for name in names
    ]


def telling_clues(name: Name, clues: dict[Clue, None], finder: Finder) -> Clues:
    """Return the clues that tell candidates of a name apart, or that contradict all of them."""
    if not clues:
        return ()
    around = finder.places_around(name)
    telling = {clue.words for clue in clues if clue.area in around}
    return merged_clues(
        clue
        for clue in clues
        if clue.words in telling
        or DEFINED in clue.marks
        or (clue.area.level == LEVELS[0] and _BESIDE in clue.marks)
    )
