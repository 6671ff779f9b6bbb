"""Names of columns in GeoPackage, FlatGeobuf and Parquet: none is a word that SQL reserves.

``SELECT when, end FROM events`` is refused by every database, so those columns have other names
there (``schema.TABLE_NAMES``). All our names are in lower case, because PostgreSQL changes others.
Names in CSV and GeoJSON are those of the event table.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from dateline.schema import TABLE_NAMES

#: Words that cannot be the name of a column, unless quoted, in PostgreSQL 16 (appendix C of its
#: manual: reserved, with functions and types; and its system columns), SQLite 3 or DuckDB 1.5; and
#: ``start``, which SQL:2016 reserves.
RESERVED: Final = frozenset(files("dateline").joinpath("sql_words.txt").read_text().split())

_EVENT_NAMES: Final = {name: column for column, name in TABLE_NAMES.items()}


def to_table_names(names: Iterable[str]) -> list[str]:
    """Return the names of columns of the event table as databases can use them.

    A column that dateline does not know gets an underscore at its end if its name is reserved or is
    a value of ``schema.TABLE_NAMES``, in any case.

    >>> to_table_names(["title", "when", "Order", "start_time"])
    ['title', 'when_edtf', 'Order_', 'start_time_']
    """
    return [TABLE_NAMES.get(name) or (f"{name}_" if _is_taken(name) else name) for name in names]


def to_event_names(names: Iterable[str]) -> list[str]:
    """Return the names of columns as they were before :func:`to_table_names`.

    >>> to_event_names(["title", "when_edtf", "Order_", "start_time_"])
    ['title', 'when', 'Order', 'start_time']
    """
    return [
        _EVENT_NAMES.get(name) or (name[:-1] if name[-1:] == "_" and _is_taken(name) else name)
        for name in names
    ]


def _is_taken(name: str) -> bool:
    # Those with underscores are, too, so that each name can be told from that with one more.
    stem = name.rstrip("_").lower()
    return stem in RESERVED or stem in _EVENT_NAMES
