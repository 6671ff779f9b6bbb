"""Items of lists by row: sorted, merged, and without repeats and empty ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Items:
    """Items of lists, ordered by row and number.

    Attributes:
        row: The row of each item.
        number: Its number in the list of the row, or that of the text that it is a part of.
        fields: Its fields; for texts, the name of the only field is empty.
    """

    row: Ints
    number: Ints
    fields: dict[str, pa.Array]


def ordinals(row: Ints) -> Ints:
    """Return the number of each item in its row; the rows are ascending."""
    first = np.flatnonzero(np.diff(row, prepend=-1))
    counts = np.diff(np.append(first, len(row)))
    return np.arange(len(row)) - np.repeat(first, counts)


def merge(parts: Sequence[Items]) -> Items:
    """Return the items of all parts, ordered by row and number."""
    filled = [part for part in parts if len(part.row)]
    if len(filled) == 1:
        return filled[0]
    row, number = (
        np.concatenate([np.zeros(0, np.int64), *arrays])
        for arrays in ([part.row for part in filled], [part.number for part in filled])
    )
    order = pa.array(np.lexsort((number, row)))
    types = {name: values.type for part in filled for name, values in part.fields.items()}
    fields = {
        name: pa.concat_arrays(
            [part.fields.get(name, pa.nulls(len(part.row), kind)) for part in filled]
        ).take(order)
        for name, kind in types.items()
    }
    return Items(row[order.to_numpy()], number[order.to_numpy()], fields)


def _kept(items: Items, is_kept: NDArray[np.bool_]) -> Items:
    if is_kept.all():
        return items
    fields = {name: values.filter(pa.array(is_kept)) for name, values in items.fields.items()}
    return Items(items.row[is_kept], items.number[is_kept], fields)


def without_repeats(items: Items) -> Items:
    """Return texts without missing ones and without those that the same list has already."""
    if not len(items.row):
        return items
    items = _kept(items, items.fields[""].is_valid().to_numpy(zero_copy_only=False))
    encoded = items.fields[""].dictionary_encode()
    together = items.row * len(encoded.dictionary) + encoded.indices.to_numpy()
    first = np.unique(together, return_index=True)[1]
    is_first = np.zeros(len(together), bool)
    is_first[first] = True
    return _kept(items, is_first)


def without_empty(items: Items) -> Items:
    """Return records without those of which every field is missing."""
    has_value = np.zeros(len(items.row), bool)
    for values in items.fields.values():
        has_value |= values.is_valid().to_numpy(zero_copy_only=False)
    return _kept(items, has_value)
