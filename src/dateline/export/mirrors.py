"""Flat mirrors of nested columns, for tables and labels. What each means is for ``schema``.

The lists are JSON here, and stay so: Arrow reads of them what a mirror needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pa_json

from dateline.export.texts import TEXT, Texts, join_pieces, map_distinct, one_chunk

#: Between the parts of a text that mirrors a list.
SEPARATOR: Final = "; "

#: Nested column to its mirrors, in the order of the exports: each with the key whose first value it
#: is, ``""`` for the number of records and ``None`` for all of them in words.
MIRRORED: Final[dict[str, dict[str, str | None]]] = {
    "sources": {
        "source_count": "",
        "source_title": "title",
        "source_publisher": "publisher",
        "source_url": "url",
    },
    "figures": {"figures_text": None},
    "media": {"media_url": "url"},
}


def mirror_records(column: str, records: Texts) -> dict[str, pa.Array]:
    """Return the mirrors of a nested column, by name.

    Args:
        column: One of :data:`MIRRORED`.
        records: JSON lists of objects; null where there is none.
    """
    mirrors = MIRRORED[column]
    keys = [key for key in mirrors.values() if key]
    counts, firsts = first_values(records, keys) if keys else (None, {})
    found: dict[str, pa.Array] = {}
    for name, key in mirrors.items():
        if key is None:
            found[name] = map_distinct(records, lambda text: format_figures(orjson.loads(text)))
        else:
            found[name] = firsts[key] if key else counts
    return found


def first_values(records: Texts, keys: Sequence[str]) -> tuple[pa.Int64Array, dict[str, Texts]]:
    """Return how many records each row has, and for each key the first value that is not empty."""
    lists = _parse(records.fill_null("[]"), keys)
    counts = lists.value_lengths().cast(pa.int64())
    counts = pc.if_else(pc.equal(counts, 0), pa.scalar(None, pa.int64()), counts)
    rows, values = pc.list_parent_indices(lists).to_numpy(), lists.flatten()
    return counts, {key: _first(rows, values.field(key), len(records)) for key in keys}


def _first(rows: np.ndarray, values: pa.Array, count: int) -> Texts:
    """Return the first text of each of ``count`` rows, null and the empty text passed over."""
    has_text = pc.greater(pc.binary_length(values), 0).fill_null(False)
    found, first = np.unique(rows[has_text.to_numpy(zero_copy_only=False)], return_index=True)
    place = np.full(count, -1)
    place[found] = first
    return values.filter(has_text).cast(TEXT).take(pa.array(place, mask=place < 0))


def _parse(records: Texts, keys: Sequence[str]) -> pa.ListArray:
    """Return the records as structures of texts; what is not a text becomes one."""
    kind = pa.list_(pa.struct([(key, pa.string()) for key in keys]))
    if not len(records):
        return pa.array([], kind)
    lines = join_pieces(['{"rows":', records, "}\n"])
    buffer = lines.buffers()[2]
    try:
        table = pa_json.read_json(
            pa.BufferReader(buffer),
            read_options=pa_json.ReadOptions(use_threads=False, block_size=buffer.size + 1),
            parse_options=pa_json.ParseOptions(
                explicit_schema=pa.schema([("rows", kind)]), unexpected_field_behavior="ignore"
            ),
        )
    except (pa.ArrowInvalid, OverflowError):
        return pa.array([_texts_of(text, keys) for text in records.to_pylist()], kind)
    return one_chunk(table["rows"])


def _texts_of(text: str, keys: Sequence[str]) -> list[dict[str, str | None]]:
    return [
        {key: str(record[key]) if record.get(key) else None for key in keys}
        for record in orjson.loads(text)
    ]


# --- figures ----------------------------------------------------------------------------------


def format_figures(figures: Sequence[dict[str, Any]]) -> str:
    """Return figures as one line: "soldiers: 3000 (2500–3500) persons; killed: not given"."""
    return SEPARATOR.join(_format_figure(figure) for figure in figures)


def _format_figure(figure: dict[str, Any]) -> str:
    value, low, high = (figure.get(key) for key in ("value", "low", "high"))
    bounds = ""
    if low is not None and high is not None:
        bounds = f"{_number(low)}–{_number(high)}"
    elif low is not None or high is not None:
        bounds = f"at least {_number(low)}" if low is not None else f"at most {_number(high)}"
    said = "not given" if value is None else _number(value)
    if bounds:
        said = bounds if value is None else f"{said} ({bounds})"
    unit = figure.get("unit")
    return f"{figure.get('label') or 'figure'}: {said}" + (f" {unit}" if unit else "")


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
