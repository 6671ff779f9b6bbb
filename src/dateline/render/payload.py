"""The payload: the columns, dictionaries and text blocks that are handed to the page.

``web/src/columns.js`` reads what is written here; a round-trip test holds the two together.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.layers import Layer, layer_codes
from dateline.render.columns import deflate, deflate_level, encode_columns, to_base64
from dateline.render.shapes import KINDS, SHAPE_STEP_DEG, encode_shapes
from dateline.render.text import BLOCK_ROWS, encode_blocks, text_fields
from dateline.schema import DATE_PRECISION, PLACE_PRECISION, STATUS, VERIFICATION
from dateline.timespan import OPEN_START_DAY, day_bounds

#: Raised with every change that an older ``columns.js`` could not read.
VERSION: Final = 2

#: lon and lat are stored in units of this many degrees (about a tenth of a metre).
STEP_DEG: Final = 1e-6

#: Stands for a radius that is not known.
_UNKNOWN_RADIUS: Final = 2**32 - 1

_DIFFERENCED: Final = frozenset(
    {"lon", "lat", "start", "end", "shape", "shape_lon", "shape_lat", "uncertainty_m"}
)

#: Bits of the ``flags`` column.
FLAGS: Final = {
    "approximate": 1,
    "uncertain": 2,
    "generalised": 4,
    "graphic": 8,
    "retracted": 16,
    "directed": 32,
}


@dataclass(frozen=True, slots=True)
class Payload:
    """What the page is given.

    Attributes:
        header: What the columns and blocks are; JSON, safe inside a script element.
        core: The columns, deflated, in base64.
        ids: CRC-32 of the id of each event, in the same form: only a link to an event asks for it.
        text_nodes: The text blocks in base64, one text for each script node.
    """

    header: str
    core: str
    ids: str
    text_nodes: tuple[str, ...]


def encode_payload(
    gdf: gpd.GeoDataFrame, layers: Sequence[Layer], *, page: dict[str, Any]
) -> Payload:
    """Return the events as the page reads them, sorted by time.

    The order is by first day (the last one where the start is open), last day and ``event_id``,
    undated events last; so it does not depend on the order of the rows, and events of a time
    window stand together.

    Args:
        gdf: The events with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``gdf``.
        page: What the page says of the whole, such as its title; goes into the header as it is.
    """
    columns, dictionaries = _columns(gdf, layers)
    order = _time_order(columns["start"], columns["end"], ids=gdf["event_id"])
    ordered = {name: values[order] for name, values in columns.items()}
    _, ids = encode_columns({"id_hash": ordered.pop("id_hash")})
    shapes = encode_shapes(np.asarray(gdf.geometry.array, dtype=object)[order])
    described, raw = encode_columns(
        {**ordered, "kind": shapes.kind, "shape": shapes.shape, **shapes.columns},
        differenced=_DIFFERENCED,
    )
    core, found_by = (
        to_base64(deflate(part, level=deflate_level(len(gdf)))) for part in (raw, ids)
    )
    nodes: list[str] = []
    header = {
        "version": VERSION,
        "count": len(gdf),
        "columns": described,
        "step_deg": STEP_DEG,
        "shape_step_deg": SHAPE_STEP_DEG,
        "dictionaries": {**dictionaries, "kind": KINDS},
        "flags": FLAGS,
        "layers": [_layer(layer) for layer in layers],
        "text": _text(gdf, order, nodes=nodes),
        "page": page,
    }
    return Payload(to_safe_json(header), core, found_by, tuple(nodes))


def to_safe_json(value: Any) -> str:
    """Return ``value`` as JSON that ends no script element and starts no HTML comment."""
    text = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def day_columns(gdf: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each event, both inclusive, as int32.

    Days are counted from 1970-01-01; open ends and undated events are as ``day_bounds`` has them.

    Args:
        gdf: Reads ``start`` and ``end`` (half-open) and ``date_precision``.
    """
    start = gdf["start"].to_numpy(dtype="datetime64[s]")
    end = gdf["end"].to_numpy(dtype="datetime64[s]")
    is_open = gdf["date_precision"].astype(object).to_numpy() == "open"
    undated = np.isnat(start) & np.isnat(end) & ~is_open
    first, last = day_bounds(start, end, undated=undated)
    # A span of no length still lies on a day.
    return first, np.where((last < first) & ~undated, first, last)


def _columns(
    gdf: gpd.GeoDataFrame, layers: Sequence[Layer]
) -> tuple[dict[str, np.ndarray], dict[str, list[str]]]:
    start, end = day_columns(gdf)
    columns: dict[str, np.ndarray] = {
        "start": start,
        "end": end,
        "lon": _degrees(gdf["lon"]),
        "lat": _degrees(gdf["lat"]),
        "uncertainty_m": _radius(gdf["uncertainty_m"]),
        "layer": layer_codes(gdf["layer"], layers).astype(np.uint16),
        "flags": _flags(gdf),
        "id_hash": _id_hashes(gdf["event_id"]),
    }
    dictionaries: dict[str, list[str]] = {}
    for name, words in (
        ("status", STATUS),
        ("verification", VERIFICATION),
        ("place_precision", PLACE_PRECISION),
        ("date_precision", DATE_PRECISION),
        ("event_type", ()),
    ):
        columns[name], dictionaries[name] = _codes(gdf[name], words)
    return columns, dictionaries


def _time_order(start: np.ndarray, end: np.ndarray, *, ids: pd.Series) -> np.ndarray:
    known = np.where(start == OPEN_START_DAY, end, start)
    return np.lexsort((_ranks(ids), end, known))


def _ranks(ids: pd.Series) -> np.ndarray:
    """Return the place of each id among all, in the order of their bytes."""
    texts = to_arrow(ids)
    if pc.all(pc.less_equal(texts[:-1], texts[1:])).as_py() is not False:
        return np.arange(len(texts))
    ranks = np.empty(len(texts), dtype=np.int64)
    ranks[pc.sort_indices(texts).to_numpy()] = np.arange(len(texts))
    return ranks


def _degrees(column: pd.Series) -> np.ndarray:
    degrees = column.to_numpy(dtype=float, na_value=np.nan)
    steps: np.ndarray = np.round(np.nan_to_num(degrees) / STEP_DEG)
    return steps.astype(np.int32)


def _radius(column: pd.Series) -> np.ndarray:
    metres = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.nan_to_num(metres, nan=_UNKNOWN_RADIUS, posinf=_UNKNOWN_RADIUS)
    whole: np.ndarray = np.clip(np.ceil(known), 0, _UNKNOWN_RADIUS)
    return whole.astype(np.uint32)


def _codes(column: pd.Series, words: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Return 1 + the position of each value in the returned words; 0 is a missing value.

    The words are ``words``, then any others that the column holds, sorted.
    """
    values = column.astype(object)
    codes, found = pd.factorize(values)
    others = sorted({str(value) for value in found} - set(words))
    known = [*words, *others]
    lookup = np.array([known.index(str(value)) + 1 for value in found] + [0])
    return lookup[codes].astype(np.uint16 if len(known) > 255 else np.uint8), known  # noqa: PLR2004


def _flags(gdf: gpd.GeoDataFrame) -> np.ndarray:
    flags = np.zeros(len(gdf), np.uint8)
    for name in ("approximate", "uncertain", "generalised", "graphic"):
        flags[gdf[name].fillna(value=False).to_numpy(dtype=bool)] |= FLAGS[name]
    retracted = gdf["record_status"].astype(object).to_numpy() == "retracted"
    flags[retracted] |= FLAGS["retracted"]
    route = pc.match_substring_regex(to_arrow(gdf["where"]), r"(?i)^\s*from\s")
    flags[route.fill_null(fill_value=False).to_numpy(zero_copy_only=False)] |= FLAGS["directed"]
    return flags


def _id_hashes(ids: pd.Series) -> np.ndarray:
    """Return the CRC-32 of each id, by which the page finds an event of a link."""
    texts = [text.encode() for text in to_arrow(ids).fill_null("").to_numpy(zero_copy_only=False)]
    return np.fromiter(map(zlib.crc32, texts), np.uint32, len(texts))


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "path": layer.path,
        "title": layer.title,
        "colour": layer.colour,
        "colour_on_dark": layer.colour_on_dark,
        "visible": layer.is_visible,
        "parent": layer.parent,
        "depth": layer.depth,
        "count": layer.count,
        "total": layer.total,
    }


def _text(gdf: gpd.GeoDataFrame, order: np.ndarray, *, nodes: list[str]) -> dict[str, Any]:
    head, body = text_fields(gdf)
    return {
        "rows": BLOCK_ROWS,
        "head": {"fields": head, "blocks": encode_blocks(gdf, head, order=order, nodes=nodes)},
        "body": {"fields": body, "blocks": encode_blocks(gdf, body, order=order, nodes=nodes)},
    }
