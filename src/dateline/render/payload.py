"""The payload: the columns, dictionaries and text blocks that are handed to the page.

``web/src/columns.js`` reads what is written here; a round-trip test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.layers import Layer, layer_codes
from dateline.render.columns import deflate, deflate_level, encode_columns, to_base91
from dateline.render.shapes import KINDS, SHAPE_STEPS_PER_DEGREE, encode_shapes
from dateline.render.text import BLOCK_ROWS, THREADS, encode_blocks, split_places, text_fields
from dateline.schema import DATE_PRECISION, PLACE_PRECISION, STATUS, VERIFICATION
from dateline.texts import Texts, text_bytes, text_ends
from dateline.timespan import OPEN_START_DAY, day_bounds

#: Raised with every change that an older ``columns.js`` could not read.
VERSION: Final = 3

#: Degrees are whole steps of 1 / 10**6 (about a tenth of a metre), or of the coarsest power of ten
#: that says them all as exactly.
_FINEST_DIGITS: Final = 6
_COARSEST_DIGITS: Final = 2

#: Stands for a radius that is not known.
_UNKNOWN_RADIUS: Final = 2**32 - 1

#: What is next to its like in the order of time; positions are not.
_DIFFERENCED: Final = frozenset({"start", "end", "shape_lon", "shape_lat"})

#: The page finds an event of a link by a hash of so many bits, and reads the few that share it.
_HASH_BITS: Final = 16
_HASH_PRIME: Final = 16_777_619

#: Texts that are hashed at a time, so that what is laid beside their letters stays small.
_HASHED: Final = 1 << 16

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
        core: The columns, deflated, in base91.
        ids: Hashes of the ids of the events, in the same form: only a link to an event asks for
            them.
        text_nodes: The text blocks in base91, one text for each script node.
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
    positions, steps = _positions(gdf)
    ordered = {name: values[order] for name, values in (columns | positions).items()}
    shapes = encode_shapes(np.asarray(gdf.geometry.array, dtype=object)[order])
    described, raw = encode_columns(
        {**ordered, "kind": shapes.kind, "shape": shapes.shape, **shapes.columns},
        differenced=_DIFFERENCED,
    )
    nodes: list[str] = []
    level = deflate_level(len(gdf))
    with ThreadPoolExecutor(THREADS) as pool:
        core = pool.submit(_pack, raw, level)
        ids = pool.submit(_pack_ids, gdf["event_id"], order, level)
        text = _text(gdf, order, nodes=nodes, pool=pool)
    header = {
        "version": VERSION,
        "count": len(gdf),
        "columns": described,
        "steps_per_degree": steps,
        "shape_steps_per_degree": SHAPE_STEPS_PER_DEGREE,
        "dictionaries": {**dictionaries, "kind": KINDS},
        "flags": FLAGS,
        "layers": [_layer(layer) for layer in layers],
        "text": text,
        "page": page,
    }
    return Payload(to_safe_json(header), core.result(), ids.result(), tuple(nodes))


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
        "uncertainty_m": _radius(gdf["uncertainty_m"]),
        "layer": layer_codes(gdf["layer"], layers).astype(np.uint16),
        "flags": _flags(gdf),
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


def _positions(gdf: gpd.GeoDataFrame) -> tuple[dict[str, np.ndarray], int]:
    """Return lon and lat as whole steps, and how many steps are a degree."""
    steps = {
        name: np.round(np.nan_to_num(gdf[name].to_numpy(float)) * 10**_FINEST_DIGITS).astype(
            np.int32
        )
        for name in ("lon", "lat")
    }
    for digits in range(_FINEST_DIGITS, _COARSEST_DIGITS, -1):
        if any((values % 10).any() for values in steps.values()):
            return steps, 10**digits
        steps = {name: values // 10 for name, values in steps.items()}
    return steps, 10**_COARSEST_DIGITS


def _radius(column: pd.Series) -> np.ndarray:
    metres = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.nan_to_num(metres, nan=_UNKNOWN_RADIUS, posinf=_UNKNOWN_RADIUS)
    whole: np.ndarray = np.clip(np.ceil(known), 0, _UNKNOWN_RADIUS)
    return whole.astype(np.uint32)


def _codes(column: pd.Series, words: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Return 1 + the position of each value in the returned words; 0 is a missing value.

    The words are ``words``, then any others that the column holds, sorted.
    """
    codes, found = pd.factorize(column)
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


def _pack(raw: bytes, level: int) -> str:
    return to_base91(deflate(raw, level=level))


def _pack_ids(ids: pd.Series, order: np.ndarray, level: int) -> str:
    _, raw = encode_columns({"id_hash": hash_texts(to_arrow(ids).fill_null(""))[order]})
    return _pack(raw, level)


def hash_texts(texts: Texts) -> np.ndarray:
    """Return a number of 16 bits for each text, uint16, by which the page finds events of links.

    It is the upper half of the sum of ``byte * 16777619 ** (place + 1)`` over the bytes of the
    UTF-8 text, modulo 2 to the power of 32; 16777619 is the prime of the FNV hashes. A sum is had
    for all texts at once, which a checksum such as CRC is not.
    """
    hashes = [_hash_some(texts[first : first + _HASHED]) for first in range(0, len(texts), _HASHED)]
    return np.concatenate([np.zeros(0, np.uint16), *hashes])


def _hash_some(texts: Texts) -> np.ndarray:
    letters, ends = text_bytes(texts), text_ends(texts)
    lengths = np.diff(ends)
    powers = np.cumprod(np.full(lengths.max(initial=0), _HASH_PRIME, np.uint32), dtype=np.uint32)
    places = np.arange(len(letters)) - np.repeat(ends[:-1], lengths)
    summed = np.cumsum(letters * powers[places], dtype=np.uint32)
    totals = np.concatenate([np.zeros(1, np.uint32), summed])[ends]
    return (np.diff(totals) >> _HASH_BITS).astype(np.uint16)


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


def _text(
    gdf: gpd.GeoDataFrame, order: np.ndarray, *, nodes: list[str], pool: ThreadPoolExecutor
) -> dict[str, Any]:
    encode = partial(encode_blocks, nodes=nodes, pool=pool)
    fields, more = text_fields(gdf)
    head = pd.DataFrame({name: gdf[name] for name in fields}, index=gdf.index)
    body, places = split_places(gdf, more)
    text = {
        "rows": BLOCK_ROWS,
        "head": {"fields": list(head), "blocks": encode(head, order=order)},
        "body": {"fields": list(body), "blocks": encode(body, order=order)},
    }
    if len(places):
        blocks = encode(places, order=np.arange(len(places)))
        text["places"] = {"fields": list(places), "blocks": blocks}
    return text
