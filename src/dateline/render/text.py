"""Text of the events in compressed blocks, which the page inflates when it needs them.

``HEAD`` is what the list and the search show; ``BODY`` is what a card adds.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow as pa

from dateline.arrow import to_arrow
from dateline.nested import NestedArray, as_json
from dateline.render.columns import deflate, deflate_level, to_base64
from dateline.schema import BY_NAME, COLUMNS

#: Events in one block.
BLOCK_ROWS: Final = 512

#: Blocks that wait to be deflated, for each thread that does it.
_WAITING: Final = 4

#: Characters of base64 in one script node; a browser drops a node past about 2**29 characters.
NODE_CHARACTERS: Final = 3_000_000

#: Fields that the list, the tooltips and the search need.
HEAD: Final = ("event_id", "title", "when", "where", "place_name", "actor1", "actor2")

#: Fields that the page reads from the columns of the payload (``web/src/coded.js``).
_CODED: Final = frozenset(
    ("status", "verification", "event_type", "date_precision", "place_precision", "lon", "lat")
)

# Columns of the payload itself, or of the program alone.
_NOT_TEXT: Final = _CODED | {
    *("geometry", "start", "end", "layer"),
    *(column.name for column in COLUMNS if column.is_internal),
}


#: The values of some rows of a column, as JSON can hold them; rows are given as Arrow numbers.
Column = Callable[[pa.Array], Any]


def text_fields(gdf: gpd.GeoDataFrame) -> tuple[list[str], list[str]]:
    """Return the columns of the head and of the body that hold at least one value."""
    filled = [str(name) for name in gdf.columns if gdf[name].notna().any()]
    body = [name for name in filled if name not in _NOT_TEXT and name not in HEAD]
    return [name for name in HEAD if name in filled], [b for b in body if not _is_hollow(gdf[b])]


def encode_blocks(
    gdf: gpd.GeoDataFrame, fields: Sequence[str], *, order: np.ndarray, nodes: list[str]
) -> list[list[int]]:
    """Append the blocks of ``fields`` to ``nodes`` and return where each block is.

    A block is a JSON object, field name to the list of its values in up to :data:`BLOCK_ROWS`
    events, deflated and in base64.

    Args:
        gdf: The events.
        fields: Columns of ``gdf``.
        order: The rows of ``gdf`` in the order of the payload.
        nodes: Text of the script nodes; each holds up to :data:`NODE_CHARACTERS`.

    Returns:
        For each block: number of the node, first character, number of characters.
    """
    places: list[list[int]] = []
    node: list[str] = []
    filled = 0
    for block in _blocks(gdf, fields, order):
        if filled + len(block) > NODE_CHARACTERS and node:
            nodes.append("".join(node))
            node, filled = [], 0
        places.append([len(nodes), filled, len(block)])
        node.append(block)
        filled += len(block)
    if node:
        nodes.append("".join(node))
    return places


def _blocks(gdf: gpd.GeoDataFrame, fields: Sequence[str], order: np.ndarray) -> Iterator[str]:
    """Yield the blocks in their order; they are deflated beside the making of the next ones."""
    level = deflate_level(len(gdf))
    columns = {name: _column(name, gdf[name]) for name in fields}
    workers = min(4, os.cpu_count() or 1)
    waiting: deque[Future[str]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for first in range(0, len(gdf), BLOCK_ROWS):
            rows = pa.array(order[first : first + BLOCK_ROWS])
            block = _to_json({name: values(rows) for name, values in columns.items()})
            waiting.append(pool.submit(_squeeze, block, level))
            if len(waiting) > _WAITING * workers:
                yield waiting.popleft().result()
        yield from (block.result() for block in waiting)


def _squeeze(block: bytes, level: int) -> str:
    return to_base64(deflate(block, level=level))


def _is_hollow(column: pd.Series[Any]) -> bool:
    """Return whether a column of lists holds empty ones only."""
    return _is_list(column) and not NestedArray.of(column).has_items().any()


def _is_list(column: pd.Series[Any]) -> bool:
    known = BY_NAME.get(str(column.name))
    return known is not None and known.dtype in {"texts", "records"}


def _column(name: str, column: pd.Series[Any]) -> Column:
    """Return what gives the values of a column, missing ones as ``None``."""
    if _is_list(column):
        return partial(_lists, NestedArray.of(column).json)
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = np.array([*column.cat.categories, None], dtype=object)
        return partial(_words, words, column.cat.codes.to_numpy())
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("str")
    if column.dtype == "str":
        return partial(_texts, to_arrow(column))
    if column.dtype == "float64" and name in BY_NAME:
        return partial(_numbers, column.to_numpy())
    if column.dtype == "Int64":
        return partial(_integers, pa.array(column.array))
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return partial(_objects, values)


def _lists(json: pa.Array, rows: pa.Array) -> list[orjson.Fragment]:
    return [orjson.Fragment(text) for text in _texts(json, rows)]


def _words(words: np.ndarray, codes: np.ndarray, rows: pa.Array) -> list[Any]:
    chosen: list[Any] = words[codes[rows.to_numpy()]].tolist()
    return chosen


def _texts(texts: pa.Array, rows: pa.Array) -> list[Any]:
    chosen: list[Any] = texts.take(rows).to_numpy(zero_copy_only=False).tolist()
    return chosen


def _numbers(numbers: np.ndarray, rows: pa.Array) -> np.ndarray:
    chosen: np.ndarray = numbers[rows.to_numpy()]
    return chosen


def _integers(integers: pa.Array, rows: pa.Array) -> Any:
    chosen = integers.take(rows)
    return chosen.to_pylist() if chosen.null_count else chosen.to_numpy()


def _objects(values: np.ndarray, rows: pa.Array) -> list[Any]:
    chosen: list[Any] = values[rows.to_numpy()].tolist()
    return chosen


def _to_json(block: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(block, default=str, option=orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        # Python values of a user's own column, such as half a surrogate pair.
        return orjson.dumps(as_json(block), default=str, option=orjson.OPT_SERIALIZE_NUMPY)
