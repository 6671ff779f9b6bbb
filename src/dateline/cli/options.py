"""Arguments and options shared by several subcommands, and how they change the settings."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline import checks
from dateline.limits import MEGABYTE
from dateline.settings import Settings, nearest_settings, read_settings

if TYPE_CHECKING:
    from dateline.project import Project

#: How much of standard input is read at a time.
_CHUNK_BYTES = 1 << 20

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: Event files or folders; ``-`` means standard input.
paths = click.argument("paths", nargs=-1, metavar="[PATH]...")

config = click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Settings file.  [default: the nearest dateline.toml]",
)

quiet = click.option("-q", "--quiet", is_flag=True, help="Show only errors and warnings.")


def format_option(name: str, about: str) -> Callable[[_Function], _Function]:
    """Return the option ``--format``, text or JSON, under the name of its argument."""
    return click.option(
        "--format",
        name,
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=about,
    )


findings_format = format_option(
    "findings_format",
    "Format of the problems on stderr; json prints one object per line and nothing else.",
)

date_format = click.option(
    "--date-format",
    metavar="FORMAT",
    help="How dates are written, such as DD/MM/YYYY or 'd MMMM yyyy', if they do not tell.",
)


def open_project(settings: Settings) -> Project:
    """Return a project for one run; the caller closes it."""
    from dateline.project import Project  # noqa: PLC0415  (keeps --help quick)

    return Project(settings=settings, keeps_files=False)


def load_settings(config: Path | None, paths: tuple[str, ...], **read_changes: Any) -> Settings:
    """Return the settings of a call.

    Args:
        config: The settings file; None means the one nearest to the first path, else the one
            nearest to the working folder, else the defaults.
        paths: The paths of the call.
        **read_changes: Fields of ``ReadSettings`` that options set; None changes nothing.

    Raises:
        SettingsError: The file is not valid.
    """
    settings = read_settings(config) if config else nearest_settings(paths)
    changes = {key: value for key, value in read_changes.items() if value is not None}
    try:
        checks.check_date_format(changes.get("date_format", "edtf"))
    except TypeError as expected:
        raise click.BadParameter(
            f'"{changes["date_format"]}" is not {expected}', param_hint="--date-format"
        ) from None
    if changes:
        settings = dataclasses.replace(settings, read=dataclasses.replace(settings.read, **changes))
    return settings


def stdin_bytes(paths: Sequence[Path | str], settings: Settings) -> bytes | None:
    """Return the content of standard input if ``-`` is among the paths, else None.

    No more of it is read than a little beyond the limit, which the reader then reports.
    """
    if "-" not in paths:
        return None
    held, most = io.BytesIO(), settings.limits.pipe_mb * MEGABYTE
    while held.tell() <= most and (chunk := sys.stdin.buffer.read(_CHUNK_BYTES)):
        held.write(chunk)
    return held.getvalue()


def apply(*decorators: Callable[[_Function], _Function]) -> Callable[[_Function], _Function]:
    """Return one decorator that applies several decorators, the first one outermost."""

    def decorate(function: _Function) -> _Function:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


#: The arguments and options of every command that reads events.
reading = apply(paths, config, findings_format, date_format, quiet)
