"""The names of the columns of a raw table: unique, and different from those that dateline adds."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import pandas as pd

from dateline import schema
from dateline.mapping.dates import DATE_RULE
from dateline.mapping.findings import Decisions
from dateline.mapping.hxl import Tagged, take_tags
from dateline.mapping.own import ORIGIN
from dateline.mapping.tracks import join_positions
from dateline.readers.raw import RawTable, as_text
from dateline.texts import unique_names


def keep_name(heading: str, taken: Container[str]) -> str:
    """Return the name under which a column that is not a field is kept."""
    kept = f"given_{heading}" if heading in schema.BY_NAME else heading
    while kept in taken:
        kept += "_"
    return kept


def named_columns(raw: RawTable) -> pd.DataFrame:
    """Return the columns under their headings, which are made unique, and the origin."""
    headings = [
        f"given_{heading}" if heading in (*ORIGIN, DATE_RULE) else heading or f"column_{number}"
        for number, heading in enumerate(raw.headings, 1)
    ]
    # What the format defines keeps its name; a property of the same name is another column.
    first = sorted(range(len(headings)), key=lambda number: number not in raw.members.values())
    for name, number in raw.members.items():
        headings[number] = _MEMBER_NAMES[name]
    names = dict(zip(first, unique_names([headings[number] for number in first]), strict=True))
    columns = {names[number]: raw.columns[number] for number in range(len(headings))}
    member = columns.pop(_MEMBER_NAMES["id"]) if "id" in raw.members else None
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(raw)))
    if member is not None:
        given = table.get("event_id")
        table["event_id"] = as_text(member if given is None else given.where(given.notna(), member))
    table["origin_line"] = pd.Series(raw.lines, dtype="int64")
    if raw.positions is not None:
        table["origin_positions"] = pd.Series(raw.positions, dtype=object)
    return table


#: The names of the columns that a format defines; no property has that of an id.
_MEMBER_NAMES: Final = {"geometry": "geometry", "id": "\0id"}


def untagged_columns(raw: RawTable, decisions: Decisions) -> tuple[pd.DataFrame, Tagged | None]:
    """Return the columns of a table under unique names, without a row of HXL tags."""
    table = join_positions(named_columns(raw), raw.lines, decisions)
    tagged = take_tags(table)
    return (table, None) if tagged is None else (tagged.table, tagged)
