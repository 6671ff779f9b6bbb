"""Encodes the payload: the columns, dictionaries and text blocks that the page reads.

``web/src/columns.js`` decodes it; a round-trip test covers both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd

from dateline.arrow import text_bytes, to_arrow
from dateline.layers import OWN_TITLES, Layer
from dateline.map_settings import StyleSettings
from dateline.progress import Advance, part, unwatched
from dateline.render.columns import encode_columns, pack
from dateline.render.core import day_columns, encode_core
from dateline.render.text import (
    BLOCK_ROWS,
    encode_blocks,
    split_constants,
    split_places,
    text_fields,
)
from dateline.render.time_order import time_order
from dateline.texts import Texts, text_ends

#: Format version; increased with every change that an older ``columns.js`` can't read.
VERSION: Final = 4

#: The head's share of the work, for the progress display.
_HEAD: Final = 0.2

#: Bits of the id hashes. To open a linked event, the page reads only the events with its hash.
_HASH_BITS: Final = 16
_HASH_PRIME: Final = 16_777_619

#: Hexadecimal digits of the hash of the events that citations have.
_HASH_DIGITS: Final = 16

#: Colours by layer, and equal sizes.
_PLAIN: Final = StyleSettings()

#: Number of texts hashed at a time, to limit memory.
_HASHED: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Payload:
    """The data of the page.

    Attributes:
        header: Description of the columns and blocks; JSON, safe inside a script element.
        core: The columns, compressed, in base 91.
        ids: Hashes of the event ids, in the same form; needed only to open a linked event.
        names: Other names of the places, compressed, in base 91, or "": see ``encode_names``.
        text_nodes: The text blocks in base 91, one text per script node, and then the pictures; the
            header says with which number these begin.
    """

    header: str
    core: str
    ids: str
    text_nodes: tuple[str, ...]
    names: str = ""


def encode_payload(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    page: dict[str, Any],
    facets: Sequence[str] = (),
    style: StyleSettings = _PLAIN,
    pictures: Sequence[str] = (),
    advance: Advance = unwatched,
) -> Payload:
    """Return the events as the page reads them, sorted by time.

    They are sorted by first day (or last day if the start is open), last day and ``event_id``, with
    undated events last, whatever the order of the rows.

    Args:
        gdf: The events with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``gdf``.
        page: Facts about the whole page, such as its title; stored in the header unchanged.
        facets: Columns that the project marked as facets.
        style: Columns that give the events their colours, sizes and symbols.
        pictures: The pictures of the page, which become the last nodes.
        advance: Called with the progress.
    """
    gdf = gdf.rename(columns=str)
    days = day_columns(gdf)
    order = time_order(*days, ids=gdf["event_id"])
    in_head, in_body = text_fields(gdf, listed=[style.size])
    head = pd.DataFrame({name: gdf[name] for name in in_head}, index=gdf.index)
    nodes: list[str] = []
    encode = partial(encode_blocks, nodes=nodes)
    # The blocks are encoded in other threads, while this one waits.
    with ThreadPoolExecutor(1) as pool:
        make = partial(encode_core, days=days, order=order, facets=facets, style=style)
        core = pool.submit(make, gdf, layers)
        split = pool.submit(split_places, gdf, in_body)
        ids = pool.submit(_encode_ids, gdf["event_id"], order)
        head_blocks = encode(head, order=order, advance=part(advance, 0, _HEAD))
        events, places = split.result()
        body, constants = split_constants(events)
        body_blocks = encode(body, order=order, advance=part(advance, _HEAD, 1))
        place_blocks = encode(places, order=np.arange(len(places)))
    text = {
        "rows": BLOCK_ROWS,
        "head": {"fields": in_head, "blocks": head_blocks},
        "body": {"fields": list(body), "constants": constants, "blocks": body_blocks},
    }
    if len(places):
        text["places"] = {"fields": list(places), "blocks": place_blocks}
    described = {**_described(gdf, layers, core.result().entries), "text": text}
    data = (core.result().text, ids.result())
    # Pictures are not part of the hash: the events are the same with and without them.
    described["hash"] = _hash(to_safe_json(described), *data, *nodes)
    numbered = {"pictures": len(nodes)} if pictures else {}
    header = {**described, "page": page, **numbered}
    return Payload(to_safe_json(header), *data, (*nodes, *pictures))


def _described(
    gdf: gpd.GeoDataFrame, layers: Sequence[Layer], entries: dict[str, Any]
) -> dict[str, Any]:
    """Return what the header says of the events, in addition to the entries of the columns."""
    return {
        "version": VERSION,
        "count": len(gdf),
        **entries,
        **_only_country(gdf["country"]),
        "layers": [_layer(layer) for layer in layers],
    }


def _only_country(country: pd.Series) -> dict[str, str]:
    """Return the country of all events as an entry of the header; empty if they differ."""
    found = country.unique()
    return {"only_country": str(found[0])} if len(found) == 1 and pd.notna(found[0]) else {}


def _hash(*texts: str) -> str:
    """Return the SHA-256 of some texts, shortened; equal events have equal hashes."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:_HASH_DIGITS]


def to_safe_json(value: Any) -> str:
    """Return ``value`` as JSON that can't end a script element or start an HTML comment."""
    text = orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _encode_ids(ids: pd.Series, order: np.ndarray) -> str:
    _, raw = encode_columns({"id_hash": hash_texts(to_arrow(ids).fill_null(""))[order]})
    return pack(raw, events=len(ids))


def hash_texts(texts: Texts) -> np.ndarray:
    """Return a 16-bit hash of each text as uint16, by which the page finds linked events.

    The hash is the upper half of the sum of ``byte * 16777619 ** (position + 1)`` over the bytes of
    the UTF-8 text, modulo 2**32; 16777619 is the prime of the FNV hashes. Unlike a checksum such as
    CRC, a sum can be computed for all texts at once.
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
        # Titles of dateline's own are said by the page.
        "title": "" if layer.title == OWN_TITLES.get(layer.path) else layer.title,
        "colour": layer.colour,
        "colour_on_dark": layer.colour_on_dark,
        "visible": layer.is_visible,
        "parent": layer.parent,
        "depth": layer.depth,
        "count": layer.count,
        "total": layer.total,
        **({"about": dict(layer.about)} if layer.about else {}),
    }
