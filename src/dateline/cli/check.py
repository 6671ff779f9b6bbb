"""``dateline check``: report the problems in the events without writing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dateline.cli import console, options
from dateline.settings import shorten

if TYPE_CHECKING:
    from dateline.results import SavedMapping


@click.command("check")
@options.reading
@click.option(
    "--save-mapping",
    is_flag=True,
    help="Save the mapping of columns, so that later runs read such tables the same way: in"
    " dateline-mapping.toml next to dateline.toml (read.mapping). What is saved already stays.",
)
def command(paths: tuple[str, ...], *, save_mapping: bool, **given: Any) -> None:
    """Report every problem, and which column is read as which field.

    Reads, dates and places the events just as `dateline build` does, and writes nothing, except
    with --save-mapping. PATH works as in `dateline build`. The mapping goes to standard output, the
    problems go to standard error.

    \b
    Examples:
      dateline check events --format json
      dateline check events --save-mapping
    """
    from dateline import report, report_mapping  # noqa: PLC0415  (keeps --help quick)
    from dateline.results import NothingReadError  # noqa: PLC0415

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    as_json = given["findings_format"] == "json"
    stdin = options.stdin_bytes(paths, settings)
    project = options.open_project(settings)
    try:
        with project:
            checked = project.check(paths or None, stdin=stdin)
    except NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    placed, is_told = checked.placed, not given["quiet"] and not as_json
    if is_told:
        for line in report_mapping.format_mappings(checked.mappings):
            click.echo(line)
    console.report_findings(placed.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if save_mapping:
        saved = project.save_mapping(checked.mappings)
        if is_told:
            console.say(_said(saved))
    if is_told:
        reported = report.format_severities(placed.diagnostics) or "no errors or warnings"
        console.say(report.format_counts(report.count_events(placed.table)) + f"; {reported}")
    raise click.exceptions.Exit(console.exit_code(placed.diagnostics))


def _said(saved: SavedMapping) -> str:
    path = shorten(saved.path)
    if not saved.count:
        return f"{path} has the mapping of every table already; nothing was written"
    return f"wrote {path}: {saved.count:,} new {'table' if saved.count == 1 else 'tables'}"
