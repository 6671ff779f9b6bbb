"""Mapping: raw tables to the event table, one row per event, with values as written.

It decides what each column means, once for all rows of a table, and reports each decision once.
``normalise`` interprets and checks the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dateline import schema
from dateline.arrow import replace_surrogates, spread
from dateline.diagnostics import Diagnostic, finding
from dateline.mapping.columns import ORIGIN, map_table
from dateline.mapping.decided import ColumnUse, TableMapping
from dateline.mapping.duplicates import settle_duplicates
from dateline.mapping.json_schema import build_event_schema
from dateline.mapping.own import with_event_names
from dateline.mapping.places import PlaceNames
from dateline.mapping.saved import saved_tables
from dateline.mapping.sheets import MappedTable, settle_sheets
from dateline.readers import RawTable
from dateline.session import Session, opened
from dateline.settings import Settings
from dateline.text_lists import as_objects

__all__ = ["ColumnUse", "Mapped", "TableMapping", "build_event_schema", "map_all"]


class Mapped(NamedTuple):
    """The event table of all tables, the findings, and what was decided about each table."""

    table: pd.DataFrame
    diagnostics: list[Diagnostic]
    mappings: list[TableMapping]


def map_all(
    tables: Iterable[RawTable],
    settings: Settings,
    *,
    found: Iterable[Diagnostic] = (),
    session: Session | None = None,
) -> Mapped:
    """Return every event of the tables, in their order, the findings and the decisions.

    Args:
        tables: As :func:`dateline.readers.read_tables` returns them; each is used once.
        settings: Read: ``read``; everything has a default.
        found: The findings of reading. They are returned first, without those on the number of
            cells in rows that turn out to be notes below a table.
        session: Has the gazetteer, which is opened only if it is asked which texts are places.

    Returns:
        One row per event, with a ``RangeIndex``. Columns: the fields of the event table that occur,
        then unknown ones, then ``origin_file``, ``origin_line`` (1-based line, or feature number)
        and ``origin_positions`` (field to (line, column); None if the format has none). Text is as
        written, and missing is NaN or None; nested values of YAML and JSON stay lists and mappings,
        and ``geometry`` is shapely or text.

    Raises:
        SettingsError: ``settings.read`` names a field that does not exist, or the file of saved
            mappings is not valid.
    """
    mapped: list[MappedTable] = []
    saved = saved_tables(settings)
    filled: dict[str, bool] = {}
    with opened(session or settings) as session_:
        places = PlaceNames(session_)
        for table in tables:
            frame, more, decided = map_table(
                with_event_names(table), settings, places=places, tables=saved
            )
            name = spread([replace_surrogates(table.file)], np.zeros(len(frame), dtype=np.int64))
            frame["origin_file"] = name
            mapped.append(MappedTable(frame, more, decided, table.workbook, table.name))
            file = table.workbook or table.file
            is_filled = len(frame) > 0 or table.is_faulty
            filled[file] = filled.get(file, False) or is_filled
            # What was not taken over is released before the next table is mapped.
            del table, frame
    mapped = settle_sheets(mapped)
    findings = [each for table in mapped for each in table.found]
    mappings = [table.decided for table in mapped]
    frames = [table.frame for table in mapped]
    del mapped
    findings += _empty_files(filled)
    joined, repeated = settle_duplicates(_join(frames), settings)
    below = {(each.file, line) for each in mappings for line in each.below}
    read = [f for f in found if f.code != "csv-syntax" or (f.file, f.line) not in below]
    return Mapped(joined, [*read, *findings, *repeated], mappings)


def _empty_files(filled: Mapping[str, bool]) -> Iterator[Diagnostic]:
    """Yield a finding for each file of which no table has an event, or an error that says why."""
    for name, is_filled in filled.items():
        if not is_filled:
            yield finding(
                "file-empty",
                f'"{name}" contains no events',
                hint="add an event, starting with `title`, or remove the file",
                file=name,
            )


def _with_objects(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: as_objects(frame[name]) for name in frame.columns})


def _join(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one table of all; columns in the order of the event table, then as they occur."""
    met = dict.fromkeys(name for frame in frames for name in frame.columns)
    known = [name for name in (*schema.GIVEN, *schema.RESOLUTION) if name in met]
    kept = [name for name in met if name not in schema.BY_NAME]
    filled = [frame for frame in frames if not frame.empty]
    if len(filled) > 1:
        joined = pd.concat(map(_with_objects, filled), ignore_index=True)
    else:
        joined = filled[0].reset_index(drop=True) if filled else pd.DataFrame()
    joined = joined.reindex(columns=[*known, *kept, "origin_file", *ORIGIN])
    joined["origin_file"] = joined["origin_file"].astype("str")
    joined["origin_line"] = joined["origin_line"].astype("int64")
    positions = joined["origin_positions"].astype(object)
    joined["origin_positions"] = positions.where(positions.notna(), None)
    return joined
