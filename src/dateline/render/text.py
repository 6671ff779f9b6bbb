"""Encodes the texts of the events in compressed blocks, which the page unpacks on demand.

The head has the fields of the list and the search (``HEAD``); the body has the rest of a card.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import map_ahead, to_arrow
from dateline.dataset import LIST_TYPES, as_lists, has_items
from dateline.json_values import as_values, json_texts
from dateline.progress import Advance, unwatched
from dateline.render.columns import pack
from dateline.render.search_texts import SEARCHED
from dateline.schema import COLUMNS
from dateline.texts import TEXT, Texts, column_texts

#: Threads that encode blocks. More would gain little, and each needs memory for its texts.
_THREADS: Final = min(4, os.cpu_count() or 1)

#: Number of events per block.
BLOCK_ROWS: Final = 512

#: Number of events that a thread encodes at a time.
_TASK_ROWS: Final = 8 * BLOCK_ROWS

#: Characters per script node; browsers drop nodes of more than about 2**29 characters.
NODE_CHARACTERS: Final = 3_000_000

#: Fields that the list, the tooltips and the search need.
HEAD: Final = ("event_id", "title", "when", "where", "place_name", "actor1", "actor2")

#: Fields that are in the head, too, and so are searched, unless there are too many events: the
#: index of the search holds every distinct text in memory.
_LONG_HEAD: Final = ("description", SEARCHED)
MOST_WITH_LONG_HEAD: Final = 50_000

#: Fields that the page reads from the columns of the payload (``web/src/column-fields.js``).
_COLUMN_FIELDS: Final = frozenset(
    (
        *("status", "verification", "event_type", "date_precision", "place_precision"),
        "record_status",
        *("lon", "lat", "uncertainty_m", "place_certainty"),
        *("approximate", "uncertain", "generalised", "graphic"),
    )
)

#: Fields that are the same for all events at a place.
_PLACE_FIELDS: Final = ("place_id", "place_kind", "admin1", "country")

#: Lowest average number of events per place at which places are stored separately.
_FEWEST_EVENTS: Final = 4

#: Column of the body with the number of the place, if places are stored separately
#: (``web/src/text.js``).
PLACE: Final = "#place"

#: The page has a column of deaths, and so does not need their texts in the list.
_DEATHS: Final = "fatalities_best"

# Columns that the payload stores in other ways, or that only the program uses.
_NOT_TEXT: Final = _COLUMN_FIELDS | {
    *("geometry", "start", "end", "layer"),
    *(column.name for column in COLUMNS if column.is_internal),
}


def text_fields(
    gdf: gpd.GeoDataFrame, *, listed: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the columns of the head and of the body that have at least one value.

    Columns that are ``listed`` are in the head, too: the list shows them.
    """
    filled = [str(name) for name in gdf.columns if gdf[name].notna().any()]
    searched = HEAD if len(gdf) > MOST_WITH_LONG_HEAD else (*HEAD, *_LONG_HEAD)
    taken = {*_NOT_TEXT, *searched, _DEATHS}
    listed = [name for name in listed if name not in taken]
    head = [name for name in (*searched, *listed) if name in filled]
    body = [name for name in filled if name not in _NOT_TEXT and name not in head]
    return head, [name for name in body if not _is_hollow(gdf[name])]


def split_constants(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the table without constant text columns, and the values of those columns."""
    constants = {}
    for name, column in table.items():
        if column.dtype != "str" or not len(column) or pd.isna(column.iloc[0]):
            continue
        texts = to_arrow(column)
        if pc.all(pc.equal(texts, texts[0]), skip_nulls=False).as_py():
            constants[str(name)] = texts[0].as_py()
    return table.drop(columns=[*constants]), constants


def split_places(gdf: gpd.GeoDataFrame, body: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the columns of the body, and a table of the places.

    If there are many events per place, the columns about the place are replaced by one,
    :data:`PLACE`, with the row number in the second table. Otherwise that table is empty.

    Args:
        gdf: The events.
        body: Columns of ``gdf``.
    """
    events = pd.DataFrame({name: gdf[name] for name in body}, index=gdf.index)
    shared = [name for name in _PLACE_FIELDS if name in body]
    if not shared or PLACE in body:
        return events, events.iloc[:0, :0]
    place, first = _distinct([column_texts(gdf[name]) for name in shared])
    if _FEWEST_EVENTS * len(first) > len(gdf):
        return events, events.iloc[:0, :0]
    # Sorted by their values, so that the result does not depend on the order of the rows.
    places = events[shared].iloc[first].reset_index(drop=True).sort_values(shared)
    number = np.empty(len(places), np.int64)
    number[places.index] = np.arange(len(places))
    return events.drop(columns=shared).assign(**{PLACE: pd.array(number[place], "Int64")}), places


def _distinct(columns: Sequence[Texts]) -> tuple[np.ndarray, np.ndarray]:
    """Return a number for each row, equal for equal rows, and the first row of each number."""
    together = np.zeros(len(columns[0]), np.int64)
    for texts in columns:
        encoded = texts.dictionary_encode(null_encoding="encode")
        codes = together * len(encoded.dictionary) + encoded.indices.to_numpy()
        together = pd.factorize(codes)[0]
    first = np.empty(together.max() + 1, np.int64)
    first[together[::-1]] = np.arange(len(together))[::-1]
    return together, first


def encode_blocks(
    table: pd.DataFrame,
    *,
    order: np.ndarray,
    nodes: list[str],
    advance: Advance = unwatched,
) -> list[list[int]]:
    """Append the blocks of a table to ``nodes`` and return the position of each block.

    A block is a JSON object that maps field names to lists of values, for up to :data:`BLOCK_ROWS`
    rows, compressed, in base 91.

    Args:
        table: Events or places.
        order: The rows of ``table`` in the order of the payload.
        nodes: Texts of the script nodes, each of up to :data:`NODE_CHARACTERS` characters.
        advance: Called with the number of blocks made.

    Returns:
        For each block: node number, index of its first character, number of characters.
    """
    places: list[list[int]] = []
    node: list[str] = []
    filled = 0
    total = math.ceil(len(table) / BLOCK_ROWS)
    for block in _blocks(table, order):
        if filled + len(block) > NODE_CHARACTERS and node:
            nodes.append("".join(node))
            node, filled = [], 0
        places.append([len(nodes), filled, len(block)])
        node.append(block)
        filled += len(block)
        advance(len(places), total)
    if node:
        nodes.append("".join(node))
    return places


def _blocks(table: pd.DataFrame, order: np.ndarray) -> Iterator[str]:
    """Yield the blocks in order; several are encoded at a time, in threads."""
    columns = {str(name): as_values(table[name]) for name in table}
    make = partial(_make_blocks, columns, events=len(table))
    tasks = (order[first : first + _TASK_ROWS] for first in range(0, len(table), _TASK_ROWS))
    for blocks in map_ahead(make, tasks, threads=_THREADS):
        yield from blocks


def _make_blocks(columns: Mapping[str, pa.Array], order: np.ndarray, *, events: int) -> list[str]:
    """Return the blocks of some rows. Arrow and the compressor release the GIL meanwhile."""
    rows = pa.array(order, pa.int64())
    bounds = pa.array([*range(0, len(order), BLOCK_ROWS), len(order)], pa.int64())
    written = []
    for name, values in columns.items():
        texts = pa.LargeListArray.from_arrays(bounds, json_texts(values.take(rows), name))
        joined = pc.binary_join(texts, pa.scalar(",", TEXT)).cast(pa.large_binary())
        written.append((orjson.dumps(name), joined.to_pylist()))
    made = []
    for number in range(len(bounds) - 1):
        members = (b"%b:[%b]" % (name, arrays[number]) for name, arrays in written)
        made.append(pack(b"{%b}" % b",".join(members), events=events))
    return made


def _is_hollow(column: pd.Series[Any]) -> bool:
    """Return whether all lists of a column are empty."""
    return column.name in LIST_TYPES and not has_items(as_lists(column)).any()
