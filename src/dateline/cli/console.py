"""The terminal: colours, streams, and how findings and progress are shown on it.

What is said is worded in ``report.py``; this module only says it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from dateline.diagnostics import Diagnostic

_COLOURS: Final = {"error": "red", "warning": "yellow", "info": "blue"}


def use_utf8() -> None:
    """Make both output streams UTF-8, whatever the locale; what can't be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Write a line for a person to stderr, which keeps stdout for what pipes read."""
    click.echo(text, err=True)


def say_error(message: str, *, hint: str = "") -> None:
    """Write one ``dateline: error:`` line to stderr, and a hint below it."""
    say(click.style("dateline: error: ", fg="red", bold=True) + message)
    if hint:
        say(f"  hint: {hint}")


def tell_findings(findings: Sequence[Diagnostic], *, as_json: bool, show_info: bool = True) -> None:
    """Write the findings to stderr, as text or as JSON lines.

    Args:
        findings: In any order; they are told by file and line.
        as_json: JSON lines, every finding, instead of text.
        show_info: Whether text tells the findings that are neither error nor warning.
    """
    from dateline import report  # noqa: PLC0415  (keeps --help quick)

    if as_json:
        click.echo(report.format_json_lines(findings), err=True, nl=False)
        return
    told = [f for f in findings if show_info or f.severity != "info"]
    for line in report.format_findings(told):
        say(_paint(line))


def exit_code(findings: Sequence[Diagnostic]) -> int:
    """Return 1 if there is an error among the findings, else 0."""
    return int(any(found.severity == "error" for found in findings))


def progress_teller(*, is_quiet: bool) -> Callable[[str, int, int], None] | None:
    """Return what shows progress on a terminal; ``None`` when stderr is none or all is quiet."""
    if is_quiet or not sys.stderr.isatty():
        return None

    def tell(step: str, done: int, total: int) -> None:
        bar = "━" * done + "─" * (total - done)
        end = "\r\x1b[K" if done == total else ""
        click.echo(f"\r\x1b[K{bar} {step}{end}", err=True, nl=False)

    return tell


def _paint(line: str) -> str:
    for severity, colour in _COLOURS.items():
        mark = f"{severity}["
        if mark in line.split("\n", 1)[0]:
            head, _, rest = line.partition(mark)
            return head + click.style(mark, fg=colour, bold=True) + rest
    return line
