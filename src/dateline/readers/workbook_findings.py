"""Findings about workbooks, which need no library that reads them."""

from __future__ import annotations

from dateline.diagnostics import Diagnostic, finding


def skipped(file: str, sheet: str, why: str) -> Diagnostic:
    """Return the finding that a sheet was not read."""
    return finding(
        "worksheet-skipped",
        f'the worksheet "{sheet}" was not read: {why}',
        hint="save it as a file of its own if it has events",
        file=file,
    )
