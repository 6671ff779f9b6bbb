"""What the steps return: tables, findings and files; each shows itself in a notebook.

Everything that comes from the data is escaped, because a notebook runs what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, sort_findings
from dateline.errors import InputError
from dateline.mapping import TableMapping
from dateline.notebook import html_events, html_table
from dateline.one_line import counted
from dateline.report import (
    MAX_PER_CODE,
    Counts,
    count_events,
    format_counts,
    format_place,
    format_severities,
    format_size,
    limit_findings,
)

#: Number of findings that a list prints; a file can have thousands.
_PRINTED: Final = 5


class Findings(list[Diagnostic]):
    """A list of findings that shows itself as a table in a notebook."""

    def __repr__(self) -> str:
        more = len(self) - _PRINTED
        if more <= 0:
            return list.__repr__(self)
        printed = ", ".join(map(repr, self[:_PRINTED]))
        return f"[{printed}, and {more:,} more]"

    def _repr_html_(self) -> str:
        shown, more = limit_findings(self, MAX_PER_CODE)
        if not shown:
            return "<p>No findings.</p>"
        rows = [
            (found.severity, found.code, format_place(found), found.message, found.hint)
            for found in sort_findings(shown)
        ]
        said = format_severities(self) or "no errors or warnings"
        table = html_table(("severity", "code", "place", "message", "hint"), rows)
        return f"<p>{escape(said)}</p>{table}" + "".join(
            f"<p>{escape(code)}: and {count:,} more</p>" for code, count in more.items()
        )


class Events(NamedTuple):
    """A table of events and the findings."""

    table: pd.DataFrame
    diagnostics: list[Diagnostic]

    def _repr_html_(self) -> str:
        said = counted(len(self.table), "event")
        return f"<p>{said}</p>{html_events(self.table)}{_show(self.diagnostics)}"


class PlacedEvents(NamedTuple):
    """A geocoded table of events and the findings."""

    table: gpd.GeoDataFrame
    diagnostics: list[Diagnostic]

    def _repr_html_(self) -> str:
        said = format_counts(count_events(self.table))
        return f"<p>{escape(said)}</p>{html_events(self.table)}{_show(self.diagnostics)}"


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build wrote, or the folder of texts next to a page.

    Attributes:
        path: The path of the file or folder.
        size: Size in bytes; for a folder the total of its files.
    """

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    Attributes:
        events: The geocoded table with every event that was read.
        diagnostics: The findings of all steps.
        outputs: The files, in the order they were written.
        counts: The number of events, and how many have a place or a date.
    """

    events: gpd.GeoDataFrame
    diagnostics: list[Diagnostic]
    outputs: tuple[Output, ...]
    counts: Counts

    def _repr_html_(self) -> str:
        rows = [(str(output.path), format_size(output.size)) for output in self.outputs]
        files = html_table(("file", "size"), rows) if rows else ""
        return f"<p>{escape(format_counts(self.counts))}</p>{files}{_show(self.diagnostics)}"


@dataclass(frozen=True, slots=True)
class Checked:
    """The events of files with their places, and how their tables were mapped."""

    placed: PlacedEvents
    mappings: list[TableMapping]


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """The result of saving mappings.

    Attributes:
        path: The path of the file.
        count: How many tables were added to it.
    """

    path: Path
    count: int


@dataclass(frozen=True, slots=True)
class LockResult:
    """The result of writing a lock.

    Attributes:
        path: The path of the lock.
        count: The number of its rows.
        diagnostics: The findings of all steps.
    """

    path: Path
    count: int
    diagnostics: list[Diagnostic]


class NothingReadError(InputError):
    """Raised if no event could be read; ``diagnostics`` says why, file by file."""

    def __init__(self, paths: Sequence[Path | str], diagnostics: list[Diagnostic]) -> None:
        """Build the message from the paths as the user gave them."""
        names = ", ".join(str(path) for path in paths) or "nothing"
        super().__init__(
            f"no events were read from {names}; nothing was written",
            hint="name a file or folder of events, or start a project with `dateline init`",
        )
        self.diagnostics = diagnostics


class EventFrame(gpd.GeoDataFrame):  # type: ignore[misc]  # GeoPandas ships no types
    """A GeoDataFrame of events that can be written as JSON, dates and lists included."""

    def iterfeatures(self, *args: Any, **kwargs: Any) -> Iterator[dict[str, Any]]:
        """Yield each event as a GeoJSON feature; dates are ISO text."""
        for feature in super().iterfeatures(*args, **kwargs):
            feature["properties"] = {
                str(key): _json_value(value) for key, value in feature["properties"].items()
            }
            yield feature


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_json_value(item) for item in value]
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, np.generic):
        return _json_value(value.item())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _show(findings: list[Diagnostic]) -> str:
    return Findings(findings)._repr_html_()
