"""``dateline schema``: the JSON Schema of event files, for editors and validators."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dateline.cli import options


@click.command("schema")
@options.config
def command(config: Path | None) -> None:
    """Print the JSON Schema of event files.

    Editors use it to complete and check event files as you type.

    \b
    Example:
      dateline schema > event.schema.json
    """
    from dateline.mapping import build_event_schema  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(config, ())
    click.echo(json.dumps(build_event_schema(settings), indent=2, ensure_ascii=False))
