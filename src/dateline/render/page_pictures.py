"""The pictures of events as the page reads them: which entries of ``media`` it can show."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import pyarrow as pa

from dateline.dataset import as_lists, list_column
from dateline.media import Pictures

#: Column of the body with the pictures of an event as JSON: for each, the number of its entry of
#: ``media`` and of the picture, width and height (``web/src/parts/media.js``).
PICTURES: Final = "#pictures"

#: Fields of ``media`` that only the build uses: readers have no use for a path of the editor.
_OF_THE_BUILD: Final = ("file", "sha256")


def with_pictures(events: gpd.GeoDataFrame, pictures: Pictures) -> gpd.GeoDataFrame:
    """Return events without the paths of pictures, and with the numbers of those that are shown.

    Args:
        events: Read: ``media``.
        pictures: Their rows are those of the events.
    """
    made = events.assign(media=_public(events["media"]))
    if not pictures.shown:
        return made
    texts: list[str | None] = [None] * len(events)
    for row, shown in pictures.shown.items():
        texts[row] = orjson.dumps([list(one) for one in shown]).decode()
    return made.assign(**{PICTURES: pd.array(texts, dtype="str")})


def _public(column: pd.Series[Any]) -> pd.Series[Any]:
    lists = as_lists(column)
    records = lists.flatten()
    if not len(records):
        return column
    fields = [
        pa.nulls(len(records), one.type) if one.name in _OF_THE_BUILD else records.field(at)
        for at, one in enumerate(records.type)
    ]
    public = pa.StructArray.from_arrays(fields, fields=list(records.type))
    ends = lists.offsets
    begins = pa.array(ends.to_numpy() - ends[0].as_py(), pa.int32())
    made = pa.ListArray.from_arrays(begins, public, type=lists.type)
    named = list_column(made, column.index)
    named.name = column.name
    return named
