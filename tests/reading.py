"""Read files up to the raw event table, as the pipeline does: for tests of what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from dateline.diagnostics import Diagnostic
from dateline.mapping import map_all
from dateline.readers import RawTable, read_tables
from dateline.readers import read_file as read_one
from dateline.readers.file import EventFile, LargeFile
from dateline.settings import Settings

Mapped = tuple[pd.DataFrame, list[Diagnostic]]


def read_events(paths: Sequence[Path | str], settings: Settings, **how: Any) -> Mapped:
    """Return the raw event table of some paths, and the findings."""
    tables, found = read_tables(paths, settings, **how)
    return mapped(tables, found, settings)


def read_file(file: EventFile | LargeFile, settings: Settings, **how: Any) -> Mapped:
    """Return the raw event table of one file, and the findings."""
    tables, found = read_one(file, settings, **how)
    return mapped(tables, found, settings)


def mapped(tables: list[RawTable], found: list[Diagnostic], settings: Settings) -> Mapped:
    """Return the raw event table of what a reader returned, and all findings."""
    table, diagnostics, _ = map_all(tables, settings, found=found)
    return table, diagnostics


def map_tables(tables: Iterable[RawTable], settings: Settings) -> Mapped:
    """Return the raw event table of some tables, and the findings of mapping."""
    table, diagnostics, _ = map_all(tables, settings)
    return table, diagnostics
