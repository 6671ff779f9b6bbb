"""``dateline place``: look a place expression up and see why it means what it means."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli import options


@click.command("place")
@click.argument("expressions", nargs=-1, required=True, metavar="EXPRESSION...")
@options.config
@click.option("--near", multiple=True, metavar="PLACE", help="A place the project is about.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is one object a line, the geometry as GeoJSON included.",
)
def command(
    expressions: tuple[str, ...], config: Path | None, near: tuple[str, ...], output_format: str
) -> None:
    r"""Show what place expressions mean: geometry, score, and the runners-up.

    Without quotes a shell splits words, so quote an expression that has spaces; `-` reads
    expressions from standard input, one a line.

    \b
    Example:
      dateline place "12 km NE of Sumy" "Sea of Japan"
    """
    raise NotImplementedError
