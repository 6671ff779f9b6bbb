"""``dateline lock``: write down which places the events mean, so that none moves unseen."""

from __future__ import annotations

from typing import Any

import click

from dateline.cli import console, options
from dateline.settings import shorten


@click.command("lock")
@options.reading
@click.option("--anew", is_flag=True, help="Choose again what is locked already.")
def command(paths: tuple[str, ...], anew: bool, **given: Any) -> None:
    """Write down which places the events mean, so that none moves.

    From then on `dateline build` keeps these places and warns where it would choose otherwise. The
    file is geodata/lock.csv (place.lock in dateline.toml) and belongs under version control. It
    holds the events of PATH and no others; what it holds already stays, unless --anew is given.

    \b
    Example:
      dateline lock
    """
    from dateline import pipeline  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    chosen = options.given_paths(paths, settings)
    as_json = given["findings_format"] == "json"
    try:
        locked = pipeline.lock(chosen, settings, stdin=options.stdin_bytes(chosen), is_anew=anew)
    except pipeline.NothingReadError as error:
        console.report_findings(error.diagnostics, as_json=as_json)
        raise
    console.report_findings(locked.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if not given["quiet"]:
        noun = "place" if locked.count == 1 else "places"
        console.say(f"wrote {shorten(locked.path)}: {locked.count:,} {noun}")
    raise click.exceptions.Exit(console.exit_code(locked.diagnostics))
