"""Ids that several files have, as when two months of a living table lie in one folder.

The setting ``read.duplicates`` decides; each pair of files is reported once. Ids that one file has
twice are reported in ``normalise``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, finding
from dateline.readers.raw import as_text
from dateline.settings import Settings

_HINTS: Final = {
    "error": 'set read.duplicates in dateline.toml to "newest" or "both", or remove one of the '
    "files",
    "newest": 'set read.duplicates in dateline.toml to "both" to keep all of them',
    "both": 'set read.duplicates in dateline.toml to "newest" to keep the newer ones only',
}


def settle_duplicates(
    table: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, list[Diagnostic]]:
    """Return the events without those that a newer file replaces, and the findings.

    Args:
        table: The events of all files, in the order in which the files were read.
        settings: Read: ``read.duplicates``.
    """
    if "event_id" not in table or table["origin_file"].nunique() < 2:  # noqa: PLR2004 - a pair
        return table, []
    files, names = pd.factorize(table["origin_file"])
    ids = as_text(table["event_id"]).str.strip()
    numbers, _ = pd.factorize(ids)
    pairs = pd.DataFrame({"id": numbers, "file": files}).drop_duplicates()
    count = np.bincount(pairs["id"][pairs["id"] >= 0], minlength=numbers.max(initial=-1) + 1)
    several = (numbers >= 0) & (count > 1)[numbers]
    if not several.any():
        return table, []
    rows = np.flatnonzero(several)
    shared = pd.DataFrame({"id": ids.iloc[rows].to_numpy(), "file": files[rows]}, index=rows)
    shared["age"] = _ages(table.iloc[rows], shared)
    mode = settings.read.duplicates
    by_id = shared.sort_values(["age", "file"], kind="stable").groupby("id")["file"]
    kept = by_id.last() if mode == "newest" else shared.groupby("id")["file"].min()
    shared["kept"] = shared["id"].map(kept)
    others = shared[shared["file"] != shared["kept"]].drop_duplicates(["id", "file"])
    found = list(_report(others, [str(name) for name in names], mode))
    if mode == "newest":
        dropped = shared.index[shared["file"] != shared["kept"]]
        table = table.drop(index=table.index[dropped]).reset_index(drop=True)
    return table, found


def _ages(table: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """Return what the rows of an id are ordered by: ``updated_at`` if all of them have it."""
    if "updated_at" not in table:
        return pd.Series("", index=shared.index)
    updated = pd.Series(as_text(table["updated_at"]).to_numpy(), index=shared.index).str.strip()
    has_all = updated.notna().groupby(shared["id"]).transform("all")
    return updated.where(has_all, "")


def _report(others: pd.DataFrame, names: Sequence[str], mode: str) -> Iterator[Diagnostic]:
    """Yield one finding for each pair of files."""
    pairs = others[["kept", "file"]].drop_duplicates().sort_values(["kept", "file"])
    for kept, other in pairs.to_numpy().tolist():
        some = others[(others["kept"] == kept) & (others["file"] == other)]
        count, example = len(some), some["id"].min()
        ids = f'the id "{example}"' if count == 1 else f'{count:,} ids, such as "{example}",'
        verb = "is" if count == 1 else "are"
        first, second = names[min(kept, other)], names[max(kept, other)]
        said = f'{ids} {verb} in "{first}" and in "{second}"'
        if mode == "newest":
            events = "event is" if count == 1 else "events are"
            said += f'; the {events} taken from "{names[kept]}"'
        one = finding("id-duplicate", said, hint=_HINTS[mode], file=second)
        yield one if mode == "error" else dataclasses.replace(one, severity="info")
