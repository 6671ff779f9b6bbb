"""``dateline export``: write events as one GIS file."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from dateline.cli import console, options, picture_options


@click.command("export")
@options.apply(options.paths, options.config, options.date_format, options.quiet)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg", "png", "pdf"]),
    default="text",
    show_default=True,
    help="svg, png and pdf draw the map. text and json: format of the problems on stderr; json"
    " prints one object per line and nothing else.",
)
@click.option(
    "--view",
    metavar="VIEW",
    help="Of a picture: west,south,east,north or lon,lat,zoom.  [default: map.open, or the events]",
)
@click.option("--from", "first_day", metavar="DAY", help="Of a picture: first day, month or year.")
@click.option("--to", "last_day", metavar="DAY", help="Of a picture: last day, month or year.")
@click.option(
    "--size",
    metavar="SIZE",
    help="Of a picture: width and height of the map in pixels.  [default: 1200x800]",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="File to write; its suffix sets the format. `-` writes GeoJSON to standard output."
    "  [default for pictures: map.svg, map.png or map.pdf]",
)
@click.option(
    "--origin/--no-origin",
    default=None,
    help="Write the file and line that each event came from. On with --format json, because"
    " findings name events by file and line; otherwise output.origin decides.",
)
@click.option(
    "--qml/--no-qml",
    default=None,
    help="Write a style for QGIS next to a FlatGeobuf or GeoJSON file.  [default: style.qml]",
)
def command(
    paths: tuple[str, ...],
    output: str | None,
    *,
    origin: bool | None = None,
    qml: bool | None = None,
    **given: Any,
) -> None:
    """Write events to one GIS file, or draw the map as a picture.

    PATH works as in `dateline build`. docs/exports.md lists the formats.

    \b
    Example:
      dateline export events -o events.geojson
      dateline export events -o map.svg --from 2024-01 --to 2024-03
    """
    picture = picture_options.picture_path(output, given["form"])
    if picture:
        picture_options.write(paths, picture, given)
        return
    picture_options.refuse(given)
    if output is None:
        raise click.UsageError("Missing option '-o' / '--output'.")
    from dateline import report  # noqa: PLC0415  (keeps --help quick)
    from dateline.export import check_format, export_events  # noqa: PLC0415
    from dateline.results import NothingReadError  # noqa: PLC0415

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    as_json = given["form"] == "json"
    has_origin = (as_json or settings.output.origin) if origin is None else origin
    has_qml = settings.style.qml if qml is None else qml
    settings = dataclasses.replace(
        settings,
        output=dataclasses.replace(settings.output, origin=has_origin),
        style=dataclasses.replace(settings.style, qml=has_qml and output != "-"),
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
