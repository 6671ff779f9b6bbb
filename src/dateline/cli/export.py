"""``dateline export``: write events as one GIS file."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from dateline.cli import console, options


@click.command("export")
@options.reading
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="File to write; its suffix sets the format. `-` writes GeoJSON to standard output.",
)
@click.option(
    "--origin/--no-origin",
    default=None,
    help="Write the file and line that each event came from. On with --format json, because"
    " findings name events by file and line; otherwise output.origin decides.",
)
def command(
    paths: tuple[str, ...], output: str, *, origin: bool | None = None, **given: Any
) -> None:
    """Write events to one GIS file, without the map.

    PATH works as in `dateline build`. docs/exports.md lists the formats.

    \b
    Example:
      dateline export events -o events.geojson
    """
    from dateline import report  # noqa: PLC0415  (keeps --help quick)
    from dateline.export import check_format, export_events  # noqa: PLC0415
    from dateline.results import NothingReadError  # noqa: PLC0415

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    as_json = given["findings_format"] == "json"
    has_origin = (as_json or settings.output.origin) if origin is None else origin
    settings = dataclasses.replace(
        settings, output=dataclasses.replace(settings.output, origin=has_origin)
    )
    stdin = options.stdin_bytes(paths, settings)
    if output != "-":
        check_format(Path(output))
    try:
        with options.open_project(settings) as project:
            placed = project.check(paths or None, stdin=stdin).placed
    except NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    if output == "-":
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / "events.geojson"
            export_events(placed.table, written, settings)
            sys.stdout.buffer.write(written.read_bytes())
    else:
        export_events(placed.table, Path(output), settings)
    console.report_findings(placed.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if not given["quiet"] and not as_json and output != "-":
        size = report.format_size(Path(output).stat().st_size)
        console.say(
            f"wrote {output} ({size}): {report.format_counts(report.count_events(placed.table))}"
        )
    raise click.exceptions.Exit(console.exit_code(placed.diagnostics))
