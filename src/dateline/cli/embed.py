"""``dateline embed``: print the code that puts the map into another page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from markupsafe import escape

from dateline.cli import options
from dateline.page_settings import check_address

_HEIGHT: Final = 560


@click.command("embed")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@options.config
@click.option(
    "--address", metavar="URL", help="Where the page is published.  [default: page.address]"
)
@click.option(
    "--height",
    type=click.IntRange(200, 4000),
    default=_HEIGHT,
    show_default=True,
    help="Height of the frame in pixels; it is as wide as its page allows.",
)
def command(
    paths: tuple[str, ...], config: Path | None, address: str | None, *, height: int
) -> None:
    """Print the HTML of a frame with the map, to paste into an article.

    The frame shows a compact form of the page, with a link to the whole one.

    \b
    Example:
      dateline embed events --address https://example.org/map.html
    """
    settings = options.load_settings(config, paths)
    try:
        where = check_address(address) if address is not None else settings.page.address
    except TypeError as expected:
        raise click.BadParameter(f'"{address}" is not {expected}', param_hint="--address") from None
    if not where:
        raise click.UsageError(
            "The address of the page is not known: give --address, or set address under [page]."
        )
    click.echo(
        f'<iframe src="{escape(embedded(where))}" title="{escape(settings.title)}" width="100%" '
        f'height="{height}" style="border:0" loading="lazy" allow="fullscreen; clipboard-write">'
        "</iframe>"
    )


def embedded(address: str) -> str:
    """Return the address of the compact form of a page.

    >>> embedded("https://example.org/map.html")
    'https://example.org/map.html?embed'
    """
    return f"{address}{'&' if '?' in address else '?'}embed"
