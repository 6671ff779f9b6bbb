"""Lists in cells of JSON that are all alike, read with Arrow; ``records.py`` reads all others.

Arrow refuses whatever is not a list of texts, or of records with fields of text, as the first cell
is.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import text_bytes
from dateline.normalise.builder import trim_texts
from dateline.readers.json_alike import are_lines, parse_alike
from dateline.texts import TEXT, Texts, join_pieces

#: The key under which each cell is put into an object.
_KEY: Final = "a"


class CellItems(NamedTuple):
    """The items of lists.

    Attributes:
        cell: The number of the cell of each.
        number: Its number in the list.
        fields: Its texts by field; for lists of texts, the name of the only field is empty.
    """

    cell: NDArray[np.int64]
    number: NDArray[np.int64]
    fields: dict[str, Texts]


def read_json_cells(name: str, cells: Texts) -> CellItems | None:
    """Return the items of JSON lists; None if the cells have to be read one by one.

    Args:
        name: The column.
        cells: None of them null.
    """
    kind = _type_of(name, cells[0].as_py())
    if kind is None:
        return None
    objects = join_pieces([f'{{"{_KEY}":', cells, "}\n"])
    text = text_bytes(objects)[:-1].tobytes()
    table = None
    if are_lines(text, len(cells)):
        table = parse_alike(text, len(cells), pa.schema({_KEY: kind}))
    if table is None:
        return None
    lists = table.column(0).combine_chunks()
    if lists.null_count:
        return None
    items = lists.flatten()
    cell = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    number = np.arange(len(items)) - lists.offsets.to_numpy()[cell]
    if items.null_count:
        kept = items.is_valid().to_numpy(zero_copy_only=False)
        cell, number, items = cell[kept], number[kept], items.drop_null()
    if kind.value_type == TEXT:
        return CellItems(cell, number, {"": trim_texts(items)})
    names = [field.name for field in kind.value_type]
    given = zip(names, items.flatten(), strict=True)
    fields = {field: trim_texts(texts) for field, texts in given if texts.null_count < len(texts)}
    return CellItems(cell, number, fields)


def _type_of(name: str, cell: str) -> pa.ListType | None:
    """Return the type of the lists if the first has only texts, or records of known texts."""
    try:
        value: Any = orjson.loads(cell)
    except orjson.JSONDecodeError:
        return None
    kinds = set(map(type, value)) if isinstance(value, list) else set()
    if kinds == {str} and name != "figures":
        return pa.list_(TEXT)
    column = schema.BY_NAME[name]
    texts = [field for field in column.fields if field not in column.numbers]
    if kinds == {dict} and texts:
        return pa.list_(pa.struct([(field, TEXT) for field in texts]))
    return None
