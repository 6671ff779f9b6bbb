"""Format findings and counts as text or JSON.

Nothing here writes to a stream or uses colours; ``cli/`` does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import geopandas as gpd
import orjson

from dateline.arrow import replace_surrogates
from dateline.diagnostics import Diagnostic, count_by_severity, sort_findings
from dateline.one_line import clipped, counted, one_line

#: Text output lists at most this many findings of one code; the rest are counted.
MAX_PER_CODE: Final = 20


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of events, and how many have a place or a date.

    Attributes:
        events: Rows of the table.
        placed: Events with a geometry.
        unplaced: Events without a geometry; ``placed + unplaced == events``.
        dated: Events with at least one bound in time.
        undated: Events without one; ``dated + undated == events``.
    """

    events: int
    placed: int
    unplaced: int
    dated: int
    undated: int


def count_events(events: gpd.GeoDataFrame) -> Counts:
    """Return the counts of a geocoded table.

    Args:
        events: Read: ``geometry`` and ``date_precision``.
    """
    placed = int(events.geometry.notna().sum())
    undated = int((events["date_precision"] == "undated").sum())
    total = len(events)
    return Counts(total, placed, total - placed, total - undated, undated)


def format_finding(found: Diagnostic) -> str:
    """Return ``file:line:column: severity[code]: message``, with the hint on a second line.

    A line or column of 0 is left out, and so is an empty file name.
    """
    place = format_place(found)
    head = f"{place}: " if place else ""
    text = f"{head}{found.severity}[{found.code}]: {found.message}"
    return f"{text}\n  hint: {found.hint}" if found.hint else text


def format_place(found: Diagnostic) -> str:
    """Return ``file:line:column``, or ``frame, row "7"`` for a row of a data frame."""
    if found.row:
        return f'{found.file}, row "{clipped(one_line(found.row))}"'
    numbers = (str(number) for number in (found.line, found.column) if number)
    return ":".join([found.file, *numbers]) if found.file else ""


def format_findings(findings: Iterable[Diagnostic], *, limit: int = MAX_PER_CODE) -> list[str]:
    """Return the findings as text, sorted by file and line, at most ``limit`` of each code.

    If a code has more, a line at the end says how many were left out.

    Args:
        findings: In any order.
        limit: The maximum per code; 0 means no limit.
    """
    shown, more = limit_findings(findings, limit)
    return [
        *map(format_finding, shown),
        *(f"[{code}]: and {count:,} more" for code, count in more.items()),
    ]


def limit_findings(
    findings: Iterable[Diagnostic], limit: int
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Return the findings sorted by file and line, and how many of each code were left out.

    Args:
        findings: In any order.
        limit: The maximum per code; 0 means no limit.
    """
    seen: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    for found in sort_findings(findings):
        seen[found.code] += found.count
        if not limit or seen[found.code] <= limit:
            shown.append(found)
    counts = sorted(seen.items())
    return shown, {code: count - limit for code, count in counts if limit and count > limit}


def format_json_lines(findings: Iterable[Diagnostic]) -> str:
    """Return all findings as JSON lines, sorted by file and line."""
    return "".join(map(_json_line, sort_findings(findings)))


def _json_line(found: Diagnostic) -> str:
    """Return a finding as a JSON line."""
    # A file name may contain bytes that are not text, which JSON cannot represent.
    values = {
        name: replace_surrogates(value) if isinstance(value, str) else value
        for name, value in asdict(found).items()
        if name not in ("row", "edits") or value
    }
    if found.edits:
        values["edits"] = [
            {
                key: replace_surrogates(value) if isinstance(value, str) else value
                for key, value in edit._asdict().items()
            }
            for edit in found.edits
        ]
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode() + "\n"


def format_error(code: str, message: str, *, hint: str = "") -> str:
    """Return the error that stopped a command, as a JSON line with the keys of a finding."""
    return _json_line(Diagnostic(code, message, hint, severity="error"))


def format_counts(counts: Counts) -> str:
    """Return the counts as text, such as ``13 events: 10 placed, 3 unplaced, 5 undated``."""
    parts = [f"{counts.placed:,} placed", f"{counts.unplaced:,} unplaced"]
    if counts.undated:
        parts.append(f"{counts.undated:,} undated")
    return f"{counted(counts.events, 'event')}: " + ", ".join(parts)


def format_severities(findings: Sequence[Diagnostic]) -> str:
    """Return ``2 errors, 1 warning``; empty if there are neither errors nor warnings."""
    counts = count_by_severity(findings)
    parts = [f"{counted(counts[s], s)}" for s in ("error", "warning") if counts[s]]
    return ", ".join(parts)


def format_size(size: int) -> str:
    """Return a size in bytes as ``612 kB`` or ``1.4 MB`` (powers of ten)."""
    for unit, scale in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= scale:
            value = size / scale
            return f"{value:,.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"  # noqa: PLR2004
    return f"{size} bytes"
