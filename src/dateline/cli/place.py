"""``dateline place``: resolve place expressions and explain the results."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dateline.cli import console, options

if TYPE_CHECKING:
    import pandas as pd


_KILOMETRE: Final = 1000.0


@click.command("place")
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@options.config
@click.option(
    "--near",
    multiple=True,
    metavar="PLACE",
    help="A place or country the project is about; repeat it for more than one.",
)
@options.format_option(
    "output_format", "json prints one object per line, with the geometry as GeoJSON."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write an HTML map of the places and the other candidates.",
)
def command(
    expressions: tuple[str, ...],
    config: Path | None,
    near: tuple[str, ...],
    output_format: str,
    map_file: Path | None,
) -> None:
    """Show what place expressions mean: the place, its score, other candidates.

    Quote an expression that contains spaces. `-` reads expressions from standard input, one per
    line. Each expression is resolved on its own, without the others as context.

    \b
    Example:
      dateline place "12 km NE of Sumy" "Sea of Japan" --map places.html
    """
    from dateline.dataset import to_python  # noqa: PLC0415  (keeps --help quick)

    settings = options.load_settings(config, ())
    if near:
        place = dataclasses.replace(settings.place, near=near)
        settings = dataclasses.replace(settings, place=place)
    as_json = output_format == "json"
    texts = _texts(expressions)
    if not all(text.strip() for text in texts) or not texts:
        raise click.UsageError("an expression is empty; give a place, such as Sumy")
    with options.open_project(settings) as project:
        placed = project.place(texts)
    say = _as_json if as_json else _as_text
    others = to_python(placed.table["geocode_alternatives"])
    for (_, row), alternatives in zip(placed.table.iterrows(), others, strict=True):
        click.echo(say(row, alternatives))
    if map_file:
        from dateline.candidates_map import map_candidates  # noqa: PLC0415
        from dateline.export import write_atomic  # noqa: PLC0415

        write_atomic(map_file, map_candidates(placed.table, settings))
        if not as_json:
            console.say(f"wrote {map_file}")
    console.report_findings(placed.diagnostics, as_json=as_json, show_info=False)
    raise click.exceptions.Exit(console.exit_code(placed.diagnostics))


def _texts(expressions: tuple[str, ...]) -> list[str]:
    if "-" not in expressions:
        return list(expressions)
    lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _as_text(row: pd.Series[Any], alternatives: Sequence[dict[str, Any]]) -> str:
    lines = [str(row["where"])]
    others = [
        f"  could {'also ' if row['geometry'] else ''}be {other['place_name']}"
        f"  ({other['kind']}, {other['country']})  {other['score']:.2f}"
        for other in alternatives
    ]
    if row["geometry"] is None:
        return "\n".join([*lines, f"  {_reason(row) or 'not placed'}", *others])
    kind = ", ".join(str(row[c]) for c in ("place_kind", "country") if _is_given(row[c]))
    lines.append(f"  {row['place_name']}  ({kind})" if kind else f"  {row['place_name']}")
    lines.append(
        f"  {row['place_precision']}, within {_distance(row['uncertainty_m'])} of "
        f"{row['lat']:.5f}, {row['lon']:.5f} (latitude, longitude)"
    )
    found = f"  found by {row['geocode_method']}, score {row['geocode_score']:.2f}"
    lines.append(f"{found}: {reason}" if (reason := _reason(row)) else found)
    return "\n".join([*lines, *others])


def _reason(row: pd.Series[Any]) -> str:
    from dateline.interface import say_reason  # noqa: PLC0415  (keeps --help quick)

    codes, values = row["geocode_reason"], row["geocode_reason_values"]
    return say_reason(codes, values if _is_given(values) else None) if _is_given(codes) else ""


def _distance(metres: float) -> str:
    return f"{metres:,.0f} m" if metres < _KILOMETRE else f"{metres / 1000:,.1f} km"


def _as_json(row: pd.Series[Any], alternatives: Sequence[dict[str, Any]]) -> str:
    import shapely  # noqa: PLC0415  (keeps --help quick)

    shape = row["geometry"]
    kept = [
        "where",
        "place_name",
        "place_id",
        "place_kind",
        "country",
        "admin1",
        "place_precision",
        "uncertainty_m",
        "lon",
        "lat",
        "geocode_score",
        "geocode_method",
        "geocode_reason",
        "geocode_reason_values",
    ]
    record = {name: row[name] if _is_given(row[name]) else None for name in kept}
    record["geocode_alternatives"] = list(alternatives)
    record["geometry"] = None if shape is None else json.loads(shapely.to_geojson(shape))
    return json.dumps(record, ensure_ascii=False)


def _is_given(value: object) -> bool:
    """Return whether a cell has a value: not None, NaN or an empty text."""
    return value is not None and value == value and value != ""  # noqa: PLR0124
