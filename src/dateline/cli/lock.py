"""``dateline lock``: lock resolved places so that later builds can't move them."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli import console, options
from dateline.settings import shorten


@click.command("lock")
@options.reading
@click.option("--anew", is_flag=True, help="Resolve places again that are already locked.")
def command(paths: tuple[str, ...], anew: bool, **given: Any) -> None:
    """Lock resolved places so that later builds can't move them.

    `dateline build` then uses the locked places, and warns if it would now choose another. The lock
    file is geodata/lock.csv (place.lock in dateline.toml); keep it under version control. It covers
    the events in PATH only. Places that are already locked stay, unless you give --anew.

    \b
    Example:
      dateline lock
    """
    from dateline.results import NothingReadError  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    as_json = given["findings_format"] == "json"
    stdin = options.stdin_bytes(paths, settings)
    try:
        with options.open_project(settings) as project:
            locked = project.lock(paths or None, stdin=stdin, is_anew=anew)
    except NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    console.report_findings(locked.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if not given["quiet"] and not as_json:
        noun = "place" if locked.count == 1 else "places"
        console.say(f"wrote {shorten(locked.path)}: {locked.count:,} {noun}")
    raise click.exceptions.Exit(console.exit_code(locked.diagnostics))
