"""``dateline check``: report the problems in the events without writing anything."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli import console, options


@click.command("check")
@options.reading
def command(paths: tuple[str, ...], **given: Any) -> None:
    """Report every problem without writing anything.

    Reads, dates and places the events just as `dateline build` does. PATH works as in
    `dateline build`.

    \b
    Example:
      dateline check events --format json
    """
    from dateline import pipeline, report  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    chosen = options.given_paths(paths, settings)
    as_json = given["findings_format"] == "json"
    stdin = options.stdin_bytes(chosen, settings)
    try:
        placed = pipeline.place_events(chosen, settings, stdin=stdin)
    except pipeline.NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    console.report_findings(placed.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if not given["quiet"] and not as_json:
        reported = report.format_severities(placed.diagnostics) or "no errors or warnings"
        console.say(report.format_counts(report.count_events(placed.table)) + f"; {reported}")
    raise click.exceptions.Exit(console.exit_code(placed.diagnostics))
