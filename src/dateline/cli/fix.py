"""``dateline fix``: write what hints propose into event files, after showing the diff."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli import console, options
from dateline.settings import shorten

if TYPE_CHECKING:
    from dateline.fixes import FilePlan


@click.command("fix")
@options.paths
@options.config
@options.date_format
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
def command(
    paths: tuple[str, ...], config: Path | None, date_format: str | None, *, yes: bool
) -> None:
    """Write what hints propose into YAML, CSV and JSON files, after showing the changes.

    Only hints with a single proposal count: a misspelt word, field, place or link, a reversed
    interval, swapped coordinates. Only these texts change; comments, quotes, line ends and the
    encoding stay. PATH works as in `dateline build`.

    On a terminal you are asked first. Elsewhere nothing is written without --yes, and the exit code
    is 1 if there is something to fix.

    \b
    Example:
      dateline fix events
    """
    from dateline.fixes import plan_fixes, write_plan  # noqa: PLC0415  (keeps --help quick)
    from dateline.results import NothingReadError  # noqa: PLC0415

    settings = options.load_settings(config, paths, date_format=date_format)
    if "-" in paths:
        raise click.UsageError("standard input cannot be fixed; name a file")
    try:
        with options.open_project(settings) as project:
            checked = project.check(paths or None)
    except NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=False)
        raise
    placed, mappings = checked.placed, checked.mappings
    plan = plan_fixes(placed.table, placed.diagnostics, mappings=mappings, settings=settings)
    for file in plan.files:
        for line in file.diff:
            click.echo(_paint(line))
    if plan.left:
        hints = "proposal has" if plan.left == 1 else "proposals have"
        console.say(f"{plan.left:,} {hints} no single place to write to; see `dateline check`")
    if not plan.files:
        console.say("nothing to fix")
        return
    if not (yes or _is_wanted(plan.files)):
        console.say("nothing was written" + ("" if is_terminal() else "; use --yes to write"))
        raise click.exceptions.Exit(1)
    for file in plan.files:
        write_plan(file)
        console.say(f"wrote {shorten(file.path)}: {_counted([file])}")


def is_terminal() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty()


def _is_wanted(files: tuple[FilePlan, ...]) -> bool:
    """Return whether the person at the terminal agrees; False if there is none."""
    if not is_terminal():
        return False
    return click.confirm(f"Write {_counted(files)}?", default=False, err=True)


def _counted(files: tuple[FilePlan, ...] | list[FilePlan]) -> str:
    count = sum(file.count for file in files)
    return f"{count:,} {'change' if count == 1 else 'changes'}"


def _paint(line: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return click.style(line, fg=colours.get(line[:1]))
