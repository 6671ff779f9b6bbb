"""Records that services wrap: the fields of an event inside one object of its row.

ReliefWeb, Airtable, JSON:API and Elasticsearch give each record an id and an object with its
fields; OpenStreetMap puts them into ``tags``. SPARQL wraps each value with its type, and Telegram
splits a text into parts. The mapping then reads what is inside as columns of the table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Final

import pandas as pd

from dateline.mapping.languages import one_language
from dateline.mapping.own import is_export
from dateline.readers.raw import RawTable
from dateline.text_lists import as_objects

#: Keys of the object that holds the fields of a record.
_FIELDS: Final = frozenset(
    {
        "fields",
        "attributes",
        "properties",
        "_source",
        "record",
        "node",
        "doc",
        "tags",
        "tweet",
        "object",
    }
)
#: Keys that stand beside it, which are about the record and not the event.
_BESIDE: Final = 8
#: Keys of a value in the results of SPARQL.
_TYPED: Final = frozenset({"type", "value", "datatype", "xml:lang"})
_TYPES: Final = ("uri", "literal", "typed-literal", "bnode")
#: How many rows are examined before all are.
_FIRST: Final = 20


def opened(raw: RawTable, language: str) -> tuple[RawTable, str]:
    """Return a table with the fields of wrapped records as columns, and what was left out.

    Other tables stay as they are. Rows that differ only in the language of their texts are one
    event: the row in the preferred language is kept.

    Args:
        raw: The table.
        language: The preferred language; then English, then the first one.
    """
    if not raw.is_typed or is_export(raw.headings):
        return raw, ""
    raw, note = one_language(raw, language)
    columns = [_plain(column) for column in raw.columns]
    columns = _without_copies(columns, raw.columns)
    raw = dataclasses.replace(raw, columns=columns)
    found = [number for number in range(len(columns)) if _is_wrapper(raw, number)]
    return (_spread(raw, found[0]) if len(found) == 1 else raw), note


def _is_wrapper(raw: RawTable, number: int) -> bool:
    """Return whether a column holds objects with the fields of the rows."""
    is_only = len(raw.columns) == 1
    if not is_only and raw.headings[number].casefold() not in _FIELDS:
        return False
    if number in raw.members.values() or len(raw.columns) > 1 + 2 * _BESIDE:
        return False
    column = raw.columns[number]
    if column.dtype != object:
        return False
    first = _given(column.iloc[:_FIRST])
    if not all(isinstance(value, dict) for value in first):
        return False
    values = _given(column)
    return bool(values) and all(isinstance(value, dict) for value in values)


def _spread(raw: RawTable, number: int) -> RawTable:
    """Return the table with the keys of one column's objects as columns of their own."""
    values = raw.columns[number].tolist()
    keys = dict.fromkeys(key for value in values if isinstance(value, dict) for key in value)
    others = [n for n in range(len(raw.columns)) if n != number]
    taken = {raw.headings[n] for n in others}
    outer = raw.headings[number]
    inner = [
        pd.Series([v.get(key) if isinstance(v, dict) else None for v in values], dtype=object)
        for key in keys
    ]
    return dataclasses.replace(
        raw,
        headings=[
            *(raw.headings[n] for n in others),
            *(f"{outer}.{key}" if key in taken else str(key) for key in keys),
        ],
        columns=[*(raw.columns[n] for n in others), *(_typed(_plain(column)) for column in inner)],
        members={name: others.index(n) for name, n in raw.members.items()},
    )


def _plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column without the wrapping of each value, if all of its values are wrapped."""
    if column.dtype != object:
        return column
    given = _given(column)
    if given and all(map(_is_typed_value, given)):
        return _typed(column.map(lambda value: value and value["value"]))
    if any(map(_is_rich, given)):
        return _typed(column.map(lambda value: _joined(value) if _is_rich(value) else value))
    return column


def _without_copies(
    columns: list[pd.Series[Any]], raw: list[pd.Series[Any]]
) -> list[pd.Series[Any]]:
    """Return the columns; a text in parts that another column has too stays in its parts."""
    joined = [
        n for n, column in enumerate(columns) if column is not raw[n] and column.dtype == "str"
    ]
    copies = {b for a, b in combinations(joined, 2) if columns[a].equals(columns[b])}
    return [raw[n] if n in copies else column for n, column in enumerate(columns)]


def _given(column: pd.Series[Any]) -> list[Any]:
    values = as_objects(column).tolist()
    return [value for value in values if value is not None and value == value]  # noqa: PLR0124 - NaN


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column as text if all of its values are."""
    is_text = all(isinstance(value, str) for value in _given(column))
    return column.astype("str") if is_text and column.notna().any() else column


def _is_typed_value(value: Any) -> bool:
    """Return whether a value is one of SPARQL: its type and its text."""
    if not isinstance(value, dict) or not _TYPED.issuperset(value):
        return False
    return value.get("type") in _TYPES and isinstance(value.get("value"), str)


def _is_rich(value: Any) -> bool:
    """Return whether a value is a text in parts, some of which are formatted."""
    if not isinstance(value, list) or all(isinstance(part, str) for part in value):
        return False
    return all(isinstance(part, str) or _is_part(part) for part in value)


def _is_part(part: Any) -> bool:
    return isinstance(part, dict) and "type" in part and isinstance(part.get("text"), str)


def _joined(parts: Iterable[Any]) -> str:
    """Return the text of parts.

    >>> _joined([{"type": "bold", "text": "Fire"}, " in the port"])
    'Fire in the port'
    >>> _joined(["Fire, see ", {"type": "text_link", "text": "here", "href": "https://a.org"}])
    'Fire, see here (https://a.org)'
    """
    return "".join(part if isinstance(part, str) else _part_text(part) for part in parts)


def _part_text(part: Mapping[str, Any]) -> str:
    """Return the text of a part, and the link that it hides in brackets."""
    text, link = part["text"], part.get("href")
    return f"{text} ({link})" if isinstance(link, str) and link != text else str(text)
