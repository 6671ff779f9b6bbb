"""Process events in blocks of rows, so that an export's memory does not grow with the table."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.export.fields import ExportColumn, Field, read_columns
from dateline.export.geometry import GeometryColumn
from dateline.progress import Advance, unwatched
from dateline.schema import MIRRORS

#: Number of events that are in the form of the file at once.
BLOCK_ROWS: Final = 20_000

#: Columns that the time of an event is computed from.
_TIMES: Final = ("start", "end", "date_precision", "when")

#: Columns, besides the geometry, that the fingerprint of a place is computed from.
_PLACES: Final = ("where", "lon", "lat")

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of the table.

    Attributes:
        at: Number of rows in the blocks before it.
        events: The rows, with only the exported columns.
        columns: The exported values, in the order of the fields.
        shapes: The geometry of the rows.
    """

    at: int
    events: pd.DataFrame
    columns: list[ExportColumn]
    shapes: GeometryColumn


def make_blocks(
    events: gpd.GeoDataFrame,
    shapes: GeometryColumn,
    fields: list[Field],
    *,
    make: Callable[[Block], Made],
    order: NDArray[np.int64] | None = None,
    ahead: int = 1,
    advance: Advance = unwatched,
) -> Iterator[Made]:
    """Yield the result of ``make`` for each block, in order.

    If ``ahead`` allows it, another thread makes the next blocks while the caller writes one.

    Args:
        events: The table.
        shapes: The geometry of all its rows.
        fields: The fields to read.
        make: Turns a block into a part of a file; it must not depend on earlier blocks.
        order: Indices of the rows in file order; None means the order of the table.
        ahead: How many blocks may wait to be written; 0 makes each one only when it is requested,
            for writers that let no other thread run.
        advance: Called with the number of rows written, each time the next block is requested.
    """
    needed = [field.name for field in fields if field.name in events]
    copied = [MIRRORS[field.name].column for field in fields if field.name in MIRRORS]
    events = events[[*dict.fromkeys([*needed, *copied, *_TIMES, *_PLACES])]]

    def made(at: int) -> Made:
        rows = slice(at, at + BLOCK_ROWS) if order is None else order[at : at + BLOCK_ROWS]
        part = events.iloc[rows]
        shapes_part = shapes.rows(rows)
        return make(Block(at, part, read_columns(part, fields, shapes_part), shapes_part))

    if not ahead:
        for at in range(0, len(events), BLOCK_ROWS):
            yield made(at)
            advance(min(at + BLOCK_ROWS, len(events)), len(events))
        return
    with ThreadPoolExecutor(1) as threads:
        waiting: deque[Future[Made]] = deque()
        starts = deque(range(0, len(events), BLOCK_ROWS))
        written = 0
        while starts or waiting:
            while starts and len(waiting) <= ahead:
                waiting.append(threads.submit(made, starts.popleft()))
            yield waiting.popleft().result()
            written = min(written + BLOCK_ROWS, len(events))
            advance(written, len(events))
