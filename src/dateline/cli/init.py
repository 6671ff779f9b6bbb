"""``dateline init``: create a project folder that can be built immediately."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from dateline.cli import console
from dateline.errors import OutputError


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
def command(folder: Path) -> None:
    """Start a new project in FOLDER: settings, example events, your own places.

    Existing files are not changed.

    \b
    Example:
      dateline init my-map
    """
    template = files("dateline.cli") / "new_project"
    written = _copy(template, folder)
    for path in written:
        console.say(f"wrote {path}")
    if not written:
        console.say(f"{folder} already has these files; nothing was written")
    console.say(f"next: dateline build {folder}")


def _copy(template: Traversable, folder: Path) -> list[Path]:
    """Copy a tree of text files, skipping existing files; return the files written."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for item in sorted(template.iterdir(), key=lambda entry: entry.name):
            target = folder / item.name
            if item.is_dir():
                written += _copy(item, target)
            elif not target.exists():
                target.write_bytes(item.read_bytes())
                written.append(target)
    except OSError as error:
        raise OutputError(
            f'cannot write to "{folder}": {error.strerror}', hint="choose another folder"
        ) from error
    return written
