"""Exports of dateline that are read again: what it worked out is worked out again, or carried."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

import pandas as pd

from dateline import schema
from dateline.fingerprint import FINGERPRINT
from dateline.mapping.formulas import unguard
from dateline.readers.raw import RawTable
from dateline.table_names import to_event_names

#: Columns that the readers add to a table.
ORIGIN: Final = ("origin_line", "origin_positions")

#: Columns that dateline fills.
DERIVED: Final = frozenset(column.name for column in schema.COLUMNS if column.origin != "given")

#: A table with these columns is one of dateline's exports; its derived columns are computed again.
_OWN_EXPORT: Final = frozenset({"geocode_method", "place_precision"})

#: Field names that are rare elsewhere: a table with a title and one of these was made for dateline.
_OWN: Final = frozenset({"when", "where"})


def is_own(headings: Iterable[str]) -> bool:
    """Return whether a table was made for dateline, so that its headings are field names."""
    names = set(headings)
    return "title" in names and bool(_OWN & names)


def is_export(headings: Iterable[str]) -> bool:
    """Return whether a table is an export of dateline."""
    return _OWN_EXPORT.issubset(headings)


def with_event_names(raw: RawTable) -> RawTable:
    """Return a table with the names of the event table, if it is an export with those for SQL."""
    if not is_export(raw.headings) or schema.TABLE_NAMES["when"] not in raw.headings:
        return raw
    return dataclasses.replace(raw, headings=to_event_names(raw.headings))


def carried(headings: Iterable[str]) -> list[str]:
    """Return the columns of an export that hold the places found, if it has their fingerprint."""
    names = list(headings)
    kept = (*schema.RESOLUTION, FINGERPRINT) if FINGERPRINT in names else ()
    return [name for name in kept if name in names]


def is_worked_out(heading: str) -> bool:
    """Return whether dateline itself fills a column of an export."""
    other = heading.removeprefix("given_")
    return (
        heading in DERIVED
        or heading == FINGERPRINT
        or heading in schema.MIRRORS
        or (heading != other and other in ORIGIN)
    )


def unguarded(column: pd.Series) -> pd.Series:
    """Return the texts of an export as they were before it protected them from spreadsheets."""
    if column.dtype != "str" or not column.str.startswith("'").any():
        return column
    return column.map(unguard, na_action="ignore").astype("str")
