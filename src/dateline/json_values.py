"""Values as JSON texts, for the page and the exports, without a Python object for each row.

The output is the same as orjson's. Which columns there are is decided elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import replace_surrogates, to_arrow
from dateline.dataset import LIST_TYPES, OTHER, as_lists, with_items
from dateline.texts import TEXT, Piece, Texts, escape_json, join_pieces

NULL: Final = "null"


#: The type of values that are JSON already.
_JSON: Final = pa.large_binary()


def as_values(column: pd.Series[Any]) -> pa.Array:
    """Return a column of any dtype as an Arrow array for :func:`json_texts`."""
    if str(column.name) in LIST_TYPES:
        return as_lists(column)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("str")
    if column.dtype == "str":
        return to_arrow(column)
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = pa.array(column.cat.categories.map(str).tolist(), TEXT)
        codes = column.cat.codes.to_numpy().astype(np.int32)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return pa.array(column.array, from_pandas=True)
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return pa.array([_dump(value) for value in values], _JSON)


def json_texts(values: pa.Array, name: str = "") -> Texts:
    """Return values as JSON; missing ones become ``null``.

    Args:
        values: Texts, words, numbers, truth values or lists.
        name: The column of the schema, for lists.
    """
    pieces = json_pieces(values, name)
    if len(pieces) == 1 and isinstance(pieces[0], str):
        return pa.repeat(pa.scalar(pieces[0], TEXT), len(values))
    return pieces[0] if len(pieces) == 1 else join_pieces(pieces)


def json_pieces(values: pa.Array, name: str = "") -> list[Piece]:
    """Return the pieces of JSON for the values, for ``join_pieces``."""
    kind = values.type
    if values.null_count == len(values):
        return [NULL]
    if kind == TEXT:
        escaped = escape_json(values)
        if not escaped.null_count:
            return ['"', escaped, '"']
        return [join_pieces(['"', escaped, '"']).fill_null(NULL)]
    if pa.types.is_floating(kind):
        return [number_texts(values.to_numpy(zero_copy_only=False))]
    if pa.types.is_list(kind):
        texts = _lists(values, name)
    elif pa.types.is_dictionary(kind):
        texts = json_texts(values.dictionary).take(values.indices)
    else:
        texts = values.view(TEXT) if kind == _JSON else values.cast(TEXT)
    return [texts.fill_null(NULL)]


def _lists(lists: pa.ListArray, name: str) -> Texts:
    """Return each list as a JSON array; a missing list stays null."""
    items = lists.flatten()
    texts = _records(items, name) if pa.types.is_struct(items.type) else json_texts(items)
    joined = pc.binary_join(with_items(lists, texts), pa.scalar(",", TEXT))
    whole = join_pieces(["[", joined, "]"])
    return pc.if_else(lists.is_valid(), whole, pa.scalar(None, TEXT)) if lists.null_count else whole


def _records(records: pa.StructArray, name: str) -> Texts:
    """Return records as JSON objects, without their missing fields."""
    fields = _members(records, name)
    if not fields:
        return pa.repeat(pa.scalar("{}", TEXT), len(records))
    # Commas stand on the outer side of a member that every record has.
    pivot = next((at for at, (_, is_full) in enumerate(fields) if is_full), None)
    pieces: list[Piece] = []
    for at, (member, is_full) in enumerate(fields):
        before, after = _commas(at, pivot)
        whole = [before, *member, after]
        pieces += whole if is_full else [join_pieces(whole).fill_null("")]
    if pivot is not None:
        return join_pieces(["{", *pieces, "}"])
    return join_pieces(["{", pc.ascii_ltrim(join_pieces(["", *pieces]), ","), "}"])


def _commas(at: int, pivot: int | None) -> tuple[str, str]:
    if pivot is None or at > pivot:
        return ",", ""
    return "", "," if at < pivot else ""


def _members(records: pa.StructArray, name: str) -> list[tuple[list[Piece], bool]]:
    """Return the pieces of each member, and whether every record has it; else they are null."""
    null_fields = schema.BY_NAME[name].null_fields if name else frozenset()
    members: list[tuple[list[Piece], bool]] = []
    for number, field in enumerate(records.type):
        values = pc.struct_field(records, number)
        is_always = field.name in null_fields
        if values.null_count == len(values) and not is_always:
            continue
        if field.name == OTHER:
            members.append(([_others(values)], not values.null_count))
            continue
        key = f'"{field.name}":'
        if field.type == TEXT:
            pieces: list[Piece] = [f'{key}"', escape_json(values), '"']
        else:
            texts = pc.replace_substring_regex(json_texts(values), r"\.0$", "")
            is_missing = values.is_null()
            shown = texts if is_always else pc.if_else(is_missing, pa.scalar(None, TEXT), texts)
            pieces = [key, shown]
        members.append((pieces, is_always or not values.null_count))
    return members


def _others(values: pa.MapArray) -> Texts:
    texts = [None if not v else orjson.dumps(dict(v)).decode()[1:-1] for v in values.to_pylist()]
    return pa.array(texts, TEXT)


def number_texts(numbers: NDArray[np.float64]) -> Texts:
    """Return each number as JSON text, such as ``250.0`` or ``1e-7``.

    NaN and infinity become the text ``null``.
    """
    if not len(numbers):
        return pa.array([], TEXT)
    written = orjson.dumps(np.ascontiguousarray(numbers), option=orjson.OPT_SERIALIZE_NUMPY)
    return pc.split_pattern(pa.array([written[1:-1].decode()], TEXT), ",").flatten()


def _dump(value: Any) -> bytes:
    """Return any Python value as JSON; what JSON cannot represent becomes text."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        # Python values in a user's own column, such as a lone surrogate or a 70-bit integer.
        text = json.dumps(_as_json(value), ensure_ascii=False, separators=(",", ":"), default=str)
        return text.encode()


def _as_json(value: Any) -> Any:
    """Return a value that JSON can represent: no lone surrogates, null for NaN, keys as text.

    Args:
        value: Lists, mappings and their content; other values are returned unchanged.
    """
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, Mapping):
        return {replace_surrogates(str(key)): _as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_as_json(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
