"""The options of pictures in ``dateline export``, and how they are carried out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from dateline.cli import console, options
from dateline.map_settings import check_day, check_view

#: Options that only pictures have, by the name of their argument.
_ONLY: Final = {"view": "--view", "first_day": "--from", "last_day": "--to", "size": "--size"}

#: Kinds of pictures by suffix, as ``dateline.pictures`` has them.
_KINDS: Final = frozenset(("svg", "png", "pdf"))

#: The least and the most pixels of a side.
_SIDES: Final = (200, 8000)

_SIZE_FORM: Final = f"a width and a height from {_SIDES[0]} to {_SIDES[1]}, such as 1200x800"
_VIEW_FORM: Final = "west,south,east,north or lon,lat,zoom in degrees"


def picture_path(output: str | None, form: str) -> Path | None:
    """Return the picture to write; None if none is asked for."""
    kind = Path(output or "").suffix.lower().removeprefix(".")
    if form not in _KINDS:
        return Path(output) if output and kind in _KINDS else None
    if output is None:
        return Path(f"map.{form}")
    if kind != form:
        raise click.UsageError(f'"{output}" does not end in .{form}, which --format {form} needs.')
    return Path(output)


def refuse(given: Mapping[str, Any]) -> None:
    """Refuse the options of pictures for another format."""
    for name, option in _ONLY.items():
        if given[name] is not None:
            raise click.UsageError(f"{option} is only for pictures: svg, png and pdf.")


def write(paths: tuple[str, ...], path: Path, given: Mapping[str, Any]) -> None:
    """Write a picture of the events and report it; ends the program with its exit code."""
    from dateline import report  # noqa: PLC0415  (keeps --help quick)
    from dateline.layers import assign_layers  # noqa: PLC0415
    from dateline.opening import with_opening  # noqa: PLC0415
    from dateline.pictures import write_picture  # noqa: PLC0415
    from dateline.render.picture import View  # noqa: PLC0415

    settings = options.load_settings(given["config"], paths, date_format=given["date_format"])
    width, height = _size(given["size"])
    stdin = options.stdin_bytes(paths, settings)
    with options.open_project(settings) as project:
        settings = with_opening(settings, project.gazetteer)
        placed = project.check(paths or None, stdin=stdin).placed
    view = View(
        width=width,
        height=height,
        at=_view(given["view"]) or dict(settings.map.view),
        first_day=_day("--from", given["first_day"], settings.map.first_day),
        last_day=_day("--to", given["last_day"], settings.map.last_day),
    )
    events, layers = assign_layers(placed.table.reset_index(drop=True), settings)
    write_picture(events, layers, settings, view=view, path=path)
    as_json = given["form"] == "json"
    console.report_findings(placed.diagnostics, as_json=as_json, show_info=not given["quiet"])
    if not given["quiet"] and not as_json:
        console.say(f"wrote {path} ({report.format_size(path.stat().st_size)})")
    raise click.exceptions.Exit(console.exit_code(placed.diagnostics))


def _size(given: str | None) -> tuple[int, int]:
    if given is None:
        return 1200, 800
    found = re.fullmatch(r"(\d{1,5})\s*[x×,]\s*(\d{1,5})", given.strip(), re.ASCII)
    sides = [int(side) for side in found.groups()] if found else []
    if not sides or not all(_SIDES[0] <= side <= _SIDES[1] for side in sides):
        raise click.BadParameter(f'"{given}" is not {_SIZE_FORM}', param_hint="--size")
    return sides[0], sides[1]


def _view(given: str | None) -> dict[str, float]:
    if given is None:
        return {}
    parts = given.split(",")
    keys = {3: ("lon", "lat", "zoom"), 4: ("west", "south", "east", "north")}.get(len(parts))
    try:
        return check_view(dict(zip(keys or (), map(float, parts), strict=True)))
    except (TypeError, ValueError):
        raise click.BadParameter(f'"{given}" is not {_VIEW_FORM}', param_hint="--view") from None


def _day(option: str, given: str | None, default: str) -> str:
    if given is None:
        return default
    try:
        return check_day(given.strip())
    except TypeError as error:
        raise click.BadParameter(f'"{given}" is not {error}', param_hint=option) from None
