"""The terminal: colours, streams, and how findings and progress are shown on it.

What is said is worded in ``report.py``; this module only says it.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from dateline.diagnostics import Diagnostic
    from dateline.progress import Progress, Stage

_COLOURS: Final = {"error": "red", "warning": "yellow", "info": "blue"}


_BAR_WIDTH: Final = 20
_DOING: Final = {
    "done": "done with",
    "read": "reading",
    "normalise": "checking",
    "geocode": "placing",
    "layers": "sorting into layers:",
    "page": "writing",
    "export": "writing",
}


def use_utf8() -> None:
    """Make both output streams UTF-8, whatever the locale; what can't be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Write a line for a person to stderr, which keeps stdout for what pipes read."""
    click.echo(text, err=True)


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON, so that stderr is to hold nothing else.

    Read from the words as they were typed, because an error may be that they can't be parsed.

    >>> wants_json(["build", "--format", "json"]), wants_json(["place", "--", "--format=json"])
    (True, False)
    """
    words = list(arguments)
    options = words[: words.index("--")] if "--" in words else words
    return "--format=json" in options or ("--format", "json") in pairwise(options)


def say_error(code: str, message: str, *, hint: str = "") -> None:
    """Write the error that stops a command to stderr: a line and a hint below it, or JSON.

    Args:
        code: What kind of error it is; only JSON shows it.
        message: One line.
        hint: One line; may be empty.
    """
    if wants_json(sys.argv[1:]):
        from dateline import report  # noqa: PLC0415  (keeps --help quick)

        click.echo(report.format_error(code, message, hint=hint), err=True, nl=False)
        return
    say(click.style("dateline: error: ", fg="red", bold=True) + message)
    if hint:
        say(f"  hint: {hint}")


def report_findings(
    findings: Sequence[Diagnostic], *, as_json: bool, show_info: bool = True
) -> None:
    """Write the findings to stderr, as text or as JSON lines.

    Args:
        findings: In any order; they are reported by file and line.
        as_json: JSON lines, every finding, instead of text.
        show_info: Whether the text output includes findings of severity ``info``.
    """
    from dateline import report  # noqa: PLC0415  (keeps --help quick)

    if as_json:
        click.echo(report.format_json_lines(findings), err=True, nl=False)
        return
    reported = [f for f in findings if show_info or f.severity != "info"]
    for line in report.format_findings(reported):
        say(_paint(line))


def exit_code(findings: Sequence[Diagnostic]) -> int:
    """Return 1 if there is an error among the findings, else 0."""
    return int(any(found.severity == "error" for found in findings))


def progress_printer(*, is_quiet: bool) -> Progress | None:
    """Return what shows progress on a terminal; ``None`` when stderr is none or all is quiet."""
    if is_quiet or not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def report(stage: Stage) -> None:
        line = progress_line(stage, time.monotonic() - begun)
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    return report


def clear_progress(reporter: Progress | None) -> None:
    """Take the progress off the terminal, so that what is said next has a line of its own."""
    if reporter is not None:
        click.echo("\r\x1b[K", err=True, nl=False)


def progress_line(stage: Stage, seconds: float) -> str:
    """Return the line that shows where a run is; 100 % is only what is done.

    >>> from dateline.progress import Stage
    >>> progress_line(Stage("geocode", 0.5, 1000000), 12.3)
    '━━━━━━━━━━──────────  50 %  12 s  placing 1,000,000 events'
    """
    percent = 100 if stage.step == "done" else min(int(stage.share * 100), 99)
    filled = percent * _BAR_WIDTH // 100
    bar = "━" * filled + "─" * (_BAR_WIDTH - filled)
    many = f" {stage.events:,} events" if stage.events and not stage.name else ""
    what = f"{_DOING[stage.step]}{many}{' ' if stage.name else ''}{stage.name}"
    return f"{bar} {percent:3} % {seconds:3.0f} s  {what}"


def _paint(line: str) -> str:
    for severity, colour in _COLOURS.items():
        mark = f"{severity}["
        if mark in line.split("\n", 1)[0]:
            head, _, rest = line.partition(mark)
            return head + click.style(mark, fg=colour, bold=True) + rest
    return line
