"""Text of the events in compressed blocks, which the page inflates when it needs them.

``HEAD`` is what the list and the search show; ``BODY`` is what a card adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd

from dateline.render.columns import deflate, to_base64
from dateline.schema import BY_NAME, COLUMNS

#: Events in one block.
BLOCK_ROWS: Final = 512

#: Past this many events a block is deflated faster, at a few hundredths of its size.
_SMALL: Final = 20_000
_FAST_LEVEL: Final = 5

#: Characters of base64 in one script node; a browser drops a node past about 2**29 characters.
NODE_CHARACTERS: Final = 3_000_000

#: Fields that the list, the tooltips and the search need.
HEAD: Final = ("event_id", "title", "when", "where", "place_name", "actor1", "actor2")

# Columns of the payload itself, or of the program alone.
_NOT_TEXT: Final = frozenset(
    {"geometry", "start", "end", "layer", *(c.name for c in COLUMNS if c.is_internal)}
)


def text_fields(gdf: gpd.GeoDataFrame) -> tuple[list[str], list[str]]:
    """Return the columns of the head and of the body that hold at least one value."""
    filled = [str(name) for name in gdf.columns if gdf[name].notna().any()]
    body = [name for name in filled if name not in _NOT_TEXT and name not in HEAD]
    return [name for name in HEAD if name in filled], [b for b in body if not _is_hollow(gdf[b])]


def encode_blocks(
    gdf: gpd.GeoDataFrame, fields: Sequence[str], *, nodes: list[str]
) -> list[list[int]]:
    """Append the blocks of ``fields`` to ``nodes`` and return where each block is.

    A block is a JSON object, field name to the list of its values in up to :data:`BLOCK_ROWS`
    events, deflated and in base64.

    Args:
        gdf: The events in the order of the payload.
        fields: Columns of ``gdf``.
        nodes: Text of the script nodes; the last is filled up before one is added.

    Returns:
        For each block: number of the node, first character, number of characters.
    """
    places: list[list[int]] = []
    for block in _blocks(gdf, fields):
        if not nodes or len(nodes[-1]) + len(block) > NODE_CHARACTERS:
            nodes.append("")
        places.append([len(nodes) - 1, len(nodes[-1]), len(block)])
        nodes[-1] += block
    return places


def _blocks(gdf: gpd.GeoDataFrame, fields: Sequence[str]) -> Iterator[str]:
    columns = {name: gdf[name] for name in fields}
    level = 9 if len(gdf) <= _SMALL else _FAST_LEVEL
    for first in range(0, len(gdf), BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        block = {name: _plain(name, column.iloc[rows]) for name, column in columns.items()}
        yield to_base64(deflate(_to_json(block), level=level))


def _is_hollow(column: pd.Series) -> bool:
    """Return whether a column of tuples holds empty ones only."""
    is_list = column.name in BY_NAME and BY_NAME[str(column.name)].dtype in {"texts", "records"}
    return is_list and not any(len(value) for value in column if isinstance(value, (tuple, list)))


def _plain(name: str, column: pd.Series) -> list[Any]:
    """Return the values as JSON can hold them, missing ones as ``None``."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("str")
    values = column.astype(object).to_numpy(copy=True)
    if name in BY_NAME and BY_NAME[name].dtype == "integer":
        return [None if pd.isna(value) else int(value) for value in values]
    values[column.isna().to_numpy()] = None
    return values.tolist()


def _to_json(block: dict[str, list[Any]]) -> bytes:
    try:
        return orjson.dumps(block, default=str, option=orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        # Half a surrogate pair, which UTF-8 cannot hold; it is shown as the replacement mark.
        return orjson.dumps(_mend(block), default=str, option=orjson.OPT_SERIALIZE_NUMPY)


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mend(item) for item in value]
    return value
