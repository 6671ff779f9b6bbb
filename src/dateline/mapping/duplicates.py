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
from numpy.typing import NDArray

from dateline.diagnostics import Diagnostic, Severity, finding
from dateline.mapping.dates import declared_patterns, read_moments
from dateline.readers.raw import as_text
from dateline.settings import Settings

_HINTS: Final = {
    "error": 'set read.duplicates in dateline.toml to "newest" or "both", or remove one of the '
    "files",
    "newest": 'set read.duplicates in dateline.toml to "both" to keep all of them',
    "both": 'set read.duplicates in dateline.toml to "newest" to keep the newer ones only',
}

_UNDECIDED: Final = (
    'write "updated_at" with a clock time and an offset, such as "2024-03-05T14:30Z", in both files'
)
_SEVERITIES: Final[dict[str, Severity]] = {"error": "error", "newest": "info", "both": "info"}

#: Bounds of a time that is not read, in seconds since 1970.
_FIRST: Final = -(2**62)
_LAST: Final = 2**62
#: Seconds by which clocks are before and behind UTC at most.
_MOST_EAST: Final = 14 * 3600
_MOST_WEST: Final = 12 * 3600


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
    mode = settings.read.duplicates
    shared["is_kept"] = _are_newest(table, shared, settings) if mode == "newest" else True
    first = shared[shared["is_kept"]].groupby("id")["file"].min()
    shared["kept"] = shared["id"].map(first)
    others = shared[shared["file"] != shared["kept"]].drop_duplicates(["id", "file"])
    found = list(_report(others, [str(name) for name in names], mode))
    dropped = shared.index[~shared["is_kept"]]
    if len(dropped):
        table = table.drop(index=table.index[dropped]).reset_index(drop=True)
    return table, found


def _are_newest(table: pd.DataFrame, shared: pd.DataFrame, settings: Settings) -> NDArray[np.bool_]:
    """Return which rows are of a file that has the newest event of their id.

    These are several files if ``updated_at`` does not say which event is newer. The order of the
    files decides where it is equal, or missing in an event of the id.
    """
    rows = _updates(table, shared, settings)
    by_id = rows.groupby("id")
    is_newest = rows["end"] > by_id["start"].transform("max")
    is_last = rows["file"] == by_id["file"].transform("max")
    is_newest = is_newest.where(by_id["is_given"].transform("all"), is_last)
    among = rows[is_newest].groupby("id")
    alike = (among[["start", "end"]].nunique().max(axis=1) == 1) & among["is_read"].all()
    is_last = rows["file"] == rows["id"].map(among["file"].max())
    is_newest &= is_last | ~rows["id"].map(alike)
    pairs = pd.MultiIndex.from_frame(rows[["id", "file"]])
    return np.asarray(pairs.isin(pairs[is_newest.to_numpy()]))


def _updates(table: pd.DataFrame, shared: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return when each of some rows was updated: the first second and the one after the last.

    A time without an offset may be that of any place, if another event of the id has an offset.
    """
    rows = shared[["id", "file"]].assign(is_given=False, is_read=False, start=_FIRST, end=_LAST)
    if "updated_at" not in table:
        return rows
    updated = as_text(table["updated_at"]).reset_index(drop=True).str.strip()
    updated = updated.where(updated != "")
    files = pd.factorize(table["origin_file"])[0].astype(np.int64)
    moments = read_moments(updated, files, declared_patterns(settings.read.date_formats))
    at = shared.index.to_numpy()
    rows["is_given"], rows["is_read"] = updated.notna().to_numpy()[at], moments.is_read[at]
    has_offset = pd.Series(moments.has_offset[at], index=rows.index)
    is_local = ~has_offset & has_offset.groupby(rows["id"]).transform("any")
    for name, ends, most in (
        ("start", moments.start, -_MOST_EAST),
        ("end", moments.end, _MOST_WEST),
    ):
        seconds = (ends - moments.offset)[at] + np.where(is_local, most, 0)
        rows[name] = rows[name].mask(rows["is_read"], seconds)
    return rows


def _report(others: pd.DataFrame, names: Sequence[str], mode: str) -> Iterator[Diagnostic]:
    """Yield one finding for each pair of files."""
    keys = ["kept", "file", "is_kept"]
    pairs = others[keys].drop_duplicates().sort_values(keys)
    for kept, other, is_kept in pairs.to_numpy(dtype=np.int64).tolist():
        is_pair = (others["kept"] == kept) & (others["file"] == other)
        some = others[is_pair & (others["is_kept"] == bool(is_kept))]
        count, example = len(some), some["id"].min()
        ids = f'the id "{example}"' if count == 1 else f'{count:,} ids, such as "{example}",'
        verb = "is" if count == 1 else "are"
        first, second = names[min(kept, other)], names[max(kept, other)]
        said = f'{ids} {verb} in "{first}" and in "{second}"'
        severity, hint = _SEVERITIES[mode], _HINTS[mode]
        if mode == "newest" and is_kept:
            said += '; "updated_at" does not say which is newer, so both are kept'
            severity, hint = "warning", _UNDECIDED
        elif mode == "newest":
            events = "event is" if count == 1 else "events are"
            said += f'; the {events} taken from "{names[kept]}"'
        one = finding("id-duplicate", said, hint=hint, file=second)
        yield dataclasses.replace(one, severity=severity)
