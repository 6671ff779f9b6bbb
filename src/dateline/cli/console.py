"""The terminal: colours, streams, and the display of findings and progress.

The wording is in ``report.py``.
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
    "done": "finished",
    "read": "reading",
    "normalise": "checking",
    "geocode": "placing",
    "layers": "sorting into layers:",
    "page": "writing",
    "export": "writing",
}


def use_utf8() -> None:
    """Set both output streams to UTF-8, whatever the locale; unencodable characters are escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Write a line to stderr, so that stdout stays clean for pipes."""
    click.echo(text, err=True)


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON, so that stderr must contain nothing else.

    It looks at the words as typed, because the error to report may be that they can't be parsed.

    >>> wants_json(["build", "--format", "json"]), wants_json(["place", "--", "--format=json"])
    (True, False)
    """
    words = list(arguments)
    options = words[: words.index("--")] if "--" in words else words
    return "--format=json" in options or ("--format", "json") in pairwise(options)


def say_error(code: str, message: str, *, hint: str = "") -> None:
    """Write an error to stderr: a ``dateline: error:`` line with its hint, or a JSON line.

    Args:
        code: The code in the JSON line.
        message: What was seen and what was expected; one line.
        hint: What to do; one line, may be empty.
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
        findings: In any order; they are sorted by file and line.
        as_json: Whether to write JSON lines with every finding instead of text.
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
    """Return 1 if any finding is an error, else 0."""
    return int(any(found.severity == "error" for found in findings))


def progress_printer(*, is_quiet: bool) -> Progress | None:
    """Return a callback that shows progress; None if stderr is not a terminal or output is off."""
    if is_quiet or not sys.stderr.isatty():
        return None
    begun = time.monotonic()

    def report(stage: Stage) -> None:
        line = progress_line(stage, time.monotonic() - begun)
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    return report


def clear_progress(reporter: Progress | None) -> None:
    """Remove the progress line from the terminal, so that the next message starts on a new line."""
    if reporter is not None:
        click.echo("\r\x1b[K", err=True, nl=False)


def progress_line(stage: Stage, seconds: float) -> str:
    """Return the progress line of a stage; it shows 100 % only when everything is done.

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
