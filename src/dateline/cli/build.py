"""``dateline build``: build the page and the GIS files from events."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Any

import click

from dateline.cli import console, options
from dateline.settings import Settings, shorten


@click.command("build")
@options.reading
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Folder to write to.  [default: the project's output/]",
)
@click.option("--title", metavar="TEXT", help="Title of the map.")
@click.option(
    "--split/--one-file",
    default=None,
    help="Write the page as a folder (page and text files) or as one file.  "
    "[default: one file, or a folder above output.split_above_mb]",
)
def command(
    paths: tuple[str, ...],
    output: Path | None,
    title: str | None,
    *,
    split: bool | None,
    **given: Any,
) -> None:
    """Build the map and the GIS files from events.

    PATH is a file or folder of events, or `-` for standard input. If you give no PATH, the
    project's events/ folder is read.

    \b
    Example:
      dateline build events --output site
    """
    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    settings = _changed(settings, output=output, title=title, split=split)
    stdin = options.stdin_bytes(paths, settings)
    _build(paths, settings, stdin=stdin, **_shown(given))


def _shown(given: dict[str, Any]) -> dict[str, bool]:
    return {"as_json": given["findings_format"] == "json", "is_quiet": given["quiet"]}


def _changed(
    settings: Settings, *, output: Path | None, title: str | None, split: bool | None
) -> Settings:
    changed: dict[str, Any] = {}
    if output is not None:
        changed["folder"] = output.absolute()
    if split is not None:
        changed["split_above_mb"] = 0 if split else sys.maxsize
    settings = dataclasses.replace(settings, output=dataclasses.replace(settings.output, **changed))
    return dataclasses.replace(settings, title=title) if title else settings


def _build(
    paths: tuple[str, ...],
    settings: Settings,
    *,
    stdin: bytes | None,
    as_json: bool,
    is_quiet: bool,
) -> None:
    from dateline import report  # noqa: PLC0415  (keeps --help quick)
    from dateline.results import NothingReadError  # noqa: PLC0415

    reporter = console.progress_printer(is_quiet=is_quiet or as_json)
    try:
        with options.open_project(settings) as project:
            built = project.build(list(paths) or None, stdin=stdin, progress=reporter)
    except NothingReadError as error:
        console.clear_progress(reporter)
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    finally:
        console.clear_progress(reporter)
    console.report_findings(built.diagnostics, as_json=as_json, show_info=not is_quiet)
    if not is_quiet and not as_json:
        reported = report.format_severities(built.diagnostics)
        console.say(report.format_counts(built.counts) + (f"; {reported}" if reported else ""))
        for output in built.outputs:
            path = shorten(output.path)
            console.say(f"wrote {path} ({report.format_size(output.size)})")
    raise click.exceptions.Exit(console.exit_code(built.diagnostics))
