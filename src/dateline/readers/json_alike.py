"""Objects of JSON that are like those before them, to columns with Arrow.

It takes no Python object for each value and a fifth of the time. Arrow refuses whatever is not of
the types that earlier objects had, repeats a key, has an unknown one, or is not JSON; then, and
where it would change a number, the objects are read with ``json_quick.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dateline.readers.columns import MAX_EXACT, ColumnPart, columns_of, is_blank
from dateline.readers.document import MEMBERS
from dateline.readers.geometry import LARGE

_TEXT: Final = pa.large_string()
_TEXTS: Final = pa.list_(_TEXT)
_TYPES: Final[dict[type, pa.DataType]] = {
    str: _TEXT,
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
}
_NUMBERS: Final = frozenset({pa.int64(), pa.float64()})
_POINT: Final = pa.struct([("type", _TEXT), ("coordinates", pa.list_(pa.float64()))])
#: The members of a feature that are read here.
_MEMBERS: Final = frozenset({"type", "properties", "geometry", "id"})
_PAIR: Final = 2
#: Empty texts as values of a key, and what number columns have instead.
_BLANKS: Final = ((b'": ""', b'": null'), (b'":""', b'":null'))
#: A quote in a text before a colon, which might look like the end of a key.
_NO_KEYS: Final = (b'\\": "', b'\\":"')


class AlikeRows(NamedTuple):
    """The values of each key of some objects, and how many objects there are."""

    parts: dict[Any, ColumnPart]
    size: int


class Alike:
    """The types of the values of some objects, and a reader of others that are like them."""

    def __init__(self, *, is_feature: bool | None = None) -> None:
        """Begin without any object.

        Args:
            is_feature: Whether the objects are features of GeoJSON; None means that their type
                says it.
        """
        self._is_feature = is_feature
        self._is_possible = True
        self._has_blanks = False
        self._types: dict[str, pa.DataType] = {}
        self._id: pa.DataType | None = None

    def learn(self, columns: Mapping[str, Sequence[Any]] | None) -> None:
        """Take over the types of objects of which the values of each key are given."""
        if columns is None:
            return
        if self._is_feature is None:
            self._is_feature = "Feature" in columns.get("type", ())
        if self._is_feature:
            columns = self._learn_members(columns)
        self._is_possible &= columns is not None
        for name, values in (columns or {}).items() if self._is_possible else ():
            found = _type_of(values)
            known = self._types.get(name, pa.null())
            self._has_blanks |= found not in (_TEXT, pa.null()) and "" in values
            joint = found if known == pa.null() else known if found == pa.null() else None
            if {known, found} == _NUMBERS:
                joint = pa.float64()
            if known != found and joint is None:
                self._is_possible = False
                return
            self._types[name] = joint or known

    def _learn_members(self, columns: Mapping[str, Sequence[Any]]) -> Any:
        """Return the values of the properties of features; None if they are not read here."""
        points = [shape for shape in columns.get("geometry", ()) if shape is not None]
        self._id = _type_of(columns["id"]) if "id" in columns else None
        are_points = all(
            type(point) is dict and point.get("type") == "Point" and len(point) == _PAIR
            for point in points
        )
        if not are_points or self._id not in (None, _TEXT, pa.int64()) or columns.keys() - _MEMBERS:
            return None
        properties = columns.get("properties", ())
        return columns_of(properties) if set(map(type, properties)) == {dict} else None

    def read(self, text: bytes, count: int) -> AlikeRows | None:
        """Return the values of each key, or None if the objects have to be read one by one.

        Args:
            text: Objects, separated by white space.
            count: How many there are.
        """
        if not self._is_possible or not self._types:
            return None
        if self._has_blanks:
            if any(mark in text for mark in _NO_KEYS):
                return None
            for blank, null in _BLANKS:
                text = text.replace(blank, null)
        table = parse_alike(text, count, self._schema())
        if table is None:
            return None
        named = {name: table.column(name) for name in table.column_names}
        parts = _features(table) if self._is_feature else _parts(named)
        return None if parts is None else AlikeRows(parts, count)

    def read_lines(self, text: bytes) -> AlikeRows | None:
        """Return the values of lines that are an object each, as :meth:`read` does."""
        count = text.count(b"\n") + 1
        return self.read(text, count) if are_lines(text, count) else None

    def _schema(self) -> pa.Schema:
        types = {n: _TEXT if kind == pa.null() else kind for n, kind in self._types.items()}
        if not self._is_feature:
            return pa.schema(types)
        members = {"type": _TEXT, "properties": pa.struct(types), "geometry": _POINT}
        return pa.schema(members if self._id is None else members | {"id": self._id})


def _type_of(values: Sequence[Any]) -> pa.DataType | None:
    """Return the type of values, null if all are missing or blank; None if Arrow has none."""
    kinds = set(map(type, values)) - {type(None)}
    if str in kinds and is_blank(values):
        kinds.remove(str)
    if not kinds:
        return pa.null()
    if kinds == {int, float}:
        return pa.float64()
    if kinds == {list}:
        items = set(map(type, chain.from_iterable(value for value in values if value)))
        return _TEXTS if items and items <= {str, type(None)} else None
    return _TYPES.get(kinds.pop()) if len(kinds) == 1 else None


def are_lines(text: bytes, count: int) -> bool:
    """Return whether each of ``count`` lines begins and ends with a brace.

    If all of them together are JSON objects with only white space between, and as many, then each
    line is one: nothing else can follow a closing brace and precede an opening one.
    """
    is_object = text[:1] == b"{" and text[-1:] == b"}"
    return is_object and text.count(b"\n") == text.count(b"}\n{") == count - 1


def parse_alike(text: bytes, count: int, schema: pa.Schema) -> pa.Table | None:
    """Return objects separated by white space; None if they do not fit a schema.

    Args:
        text: The objects.
        count: How many there have to be.
        schema: The types of all values.
    """
    from pyarrow import json as arrow_json  # noqa: PLC0415 - only long files need it

    try:
        table = arrow_json.read_json(
            pa.BufferReader(text),
            # The whole text is one block.
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
            parse_options=arrow_json.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="error"
            ),
        )
    except (pa.ArrowException, OverflowError):
        return None
    return table if table.num_rows == count else None


def _parts(columns: Mapping[Any, pa.ChunkedArray | pa.Array]) -> dict[Any, ColumnPart] | None:
    parts: dict[Any, ColumnPart] = {}
    for name, column in columns.items():
        values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        if values.type == pa.float64() and not _are_exact(values):
            return None
        parts[name] = _part(values)
    return parts


def _part(values: pa.Array) -> ColumnPart:
    if values.type in (_TEXT, _TEXTS):
        return values
    if values.type == pa.float64():
        return values.to_numpy(zero_copy_only=False)
    found: list[Any] = values.to_pylist()
    return found


def _are_exact(values: pa.Array) -> bool:
    """Return whether numbers are the same whether they were written as whole numbers or not."""
    numbers = values.drop_null().to_numpy()
    size = np.abs(numbers)
    return bool((size <= MAX_EXACT).all()) and not np.signbit(numbers[size == 0]).any()


def _features(table: pa.Table) -> dict[Any, ColumnPart] | None:
    """Return the properties, ids and points of features; None if one is not as it should be."""
    whole = table.combine_chunks()
    kinds, properties, shapes = (
        whole.column(name).chunk(0) for name in ("type", "properties", "geometry")
    )
    if kinds.null_count or properties.null_count or not pc.all(pc.equal(kinds, "Feature")).as_py():
        return None
    names = [field.name for field in properties.type]
    parts = _parts(dict(zip(names, properties.flatten(), strict=True)))
    points = _points(shapes)
    if parts is None or points is None:
        return None
    if "id" in table.column_names:
        identifiers = whole.column("id").chunk(0)
        if identifiers.null_count:
            return None
        parts[MEMBERS["id"]] = _part(identifiers)
    return {**parts, MEMBERS["geometry"]: points}


def _points(shapes: pa.StructArray) -> list[Any] | None:
    """Return geometry objects as points; None if one is not a plain point."""
    made = np.full(len(shapes), None, dtype=object)
    given = shapes.is_valid()
    kinds, positions = shapes.filter(given).flatten()
    sizes = pc.list_value_length(positions)
    if kinds.null_count or positions.null_count:
        return None
    if not pc.all(pc.and_(pc.equal(kinds, "Point"), pc.equal(sizes, _PAIR))).as_py():
        return None
    numbers = positions.flatten()
    pairs = numbers.to_numpy(zero_copy_only=False).reshape(-1, _PAIR)
    if numbers.null_count or not (np.abs(pairs) < LARGE).all():
        return None
    made[given.to_numpy(zero_copy_only=False)] = shapely.points(pairs)
    return made.tolist()
