"""Text of the events in compressed blocks, which the page inflates when it needs them.

``HEAD`` is what the list and the search show; ``BODY`` is what a card adds.
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
from dateline.nested import NestedArray
from dateline.progress import Advance, unwatched
from dateline.render.columns import pack
from dateline.render.json_columns import JsonColumn, json_column
from dateline.schema import BY_NAME, COLUMNS
from dateline.texts import Texts, column_texts

#: Threads that make blocks: more gain little, and each holds a task's texts.
_THREADS: Final = min(4, os.cpu_count() or 1)

#: Events in one block.
BLOCK_ROWS: Final = 512

#: Events of which a thread makes the blocks at a time.
_TASK_ROWS: Final = 8 * BLOCK_ROWS

#: Characters in one script node; a browser drops a node past about 2**29 characters.
NODE_CHARACTERS: Final = 3_000_000

#: Fields that the list, the tooltips and the search need.
HEAD: Final = ("event_id", "title", "when", "where", "place_name", "actor1", "actor2")

#: Fields that the page reads from the columns of the payload (``web/src/column-fields.js``).
_CODED: Final = frozenset(
    (
        *("status", "verification", "event_type", "date_precision", "place_precision"),
        *("lon", "lat", "uncertainty_m"),
        *("approximate", "uncertain", "generalised", "graphic"),
    )
)

#: What an event says of its place, and others of the same place say too.
_OF_PLACES: Final = ("place_id", "place_kind", "admin1", "country")

#: How many events there are to a place, at least, for places to be said apart.
_FEWEST_EVENTS: Final = 4

#: Stands in the body for the columns that are said apart (``web/src/text.js``).
PLACE: Final = "#place"

# Columns of the payload itself, or of the program alone.
_NOT_TEXT: Final = _CODED | {
    *("geometry", "start", "end", "layer"),
    *(column.name for column in COLUMNS if column.is_internal),
}


def text_fields(gdf: gpd.GeoDataFrame) -> tuple[list[str], list[str]]:
    """Return the columns of the head and of the body that hold at least one value."""
    filled = [str(name) for name in gdf.columns if gdf[name].notna().any()]
    body = [name for name in filled if name not in _NOT_TEXT and name not in HEAD]
    return [name for name in HEAD if name in filled], [b for b in body if not _is_hollow(gdf[b])]


def split_constants(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the columns of texts that are not one and the same in all rows, and what those are."""
    constants = {}
    for name, column in table.items():
        if column.dtype != "str" or not len(column) or pd.isna(column.iloc[0]):
            continue
        texts = to_arrow(column)
        if pc.all(pc.equal(texts, texts[0]), skip_nulls=False).as_py():
            constants[str(name)] = texts[0].as_py()
    return table.drop(columns=[*constants]), constants


def split_places(gdf: gpd.GeoDataFrame, body: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the columns of the body, and those that say which place it is once for each place.

    Where events are many to a place, these columns become one, :data:`PLACE`: the number of a row
    of the second table. Else that table is empty.

    Args:
        gdf: The events.
        body: Columns of ``gdf``.
    """
    events = pd.DataFrame({name: gdf[name] for name in body}, index=gdf.index)
    shared = [name for name in _OF_PLACES if name in body]
    if not shared or PLACE in body:
        return events, events.iloc[:0, :0]
    place, first = _distinct([column_texts(gdf[name]) for name in shared])
    if _FEWEST_EVENTS * len(first) > len(gdf):
        return events, events.iloc[:0, :0]
    # By what they say, so that the order of the rows does not show.
    places = events[shared].iloc[first].reset_index(drop=True).sort_values(shared)
    number = np.empty(len(places), np.int64)
    number[places.index] = np.arange(len(places))
    return events.drop(columns=shared).assign(**{PLACE: pd.array(number[place], "Int64")}), places


def _distinct(columns: Sequence[Texts]) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row among the distinct ones, and the first row of each of those."""
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
    """Append the blocks of a table to ``nodes`` and return where each block is.

    A block is a JSON object, field name to the list of its values in up to :data:`BLOCK_ROWS`
    rows, deflated and in base91.

    Args:
        table: Events or places.
        order: The rows of ``table`` in the order of the payload.
        nodes: Text of the script nodes; each holds up to :data:`NODE_CHARACTERS`.
        advance: Called with the number of blocks made.

    Returns:
        For each block: number of the node, first character, number of characters.
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
    """Yield the blocks in their order, several at a time made in threads."""
    columns = {orjson.dumps(name): _column(table[name]) for name in table}
    make = partial(_make_blocks, columns, events=len(table))
    tasks = (order[first : first + _TASK_ROWS] for first in range(0, len(table), _TASK_ROWS))
    for blocks in map_ahead(make, tasks, threads=_THREADS):
        yield from blocks


def _make_blocks(
    columns: Mapping[bytes, JsonColumn], order: np.ndarray, *, events: int
) -> list[str]:
    """Return the blocks of some rows; Arrow and the compressor let other threads work meanwhile."""
    rows = pa.array(order, pa.int64())
    bounds = [*range(0, len(order), BLOCK_ROWS), len(order)]
    written = {name: column(rows, bounds) for name, column in columns.items()}
    made = []
    for number in range(len(bounds) - 1):
        members = (name + b":" + arrays[number] for name, arrays in written.items())
        made.append(pack(b"{" + b",".join(members) + b"}", events=events))
    return made


def _is_hollow(column: pd.Series[Any]) -> bool:
    """Return whether a column of lists holds empty ones only."""
    return _is_list(column) and not NestedArray.of(column).has_items().any()


def _is_list(column: pd.Series[Any]) -> bool:
    known = BY_NAME.get(str(column.name))
    return known is not None and known.dtype in {"texts", "records"}


def _column(column: pd.Series[Any]) -> JsonColumn:
    if _is_list(column):
        column = pd.Series(NestedArray.of(column), index=column.index)
    return json_column(column)
