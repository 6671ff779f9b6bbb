"""Writes a picture of the map: SVG, or PNG and PDF made from it by vl-convert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd

from dateline.errors import OutputError
from dateline.export import write_atomic
from dateline.layers import Layer
from dateline.render.languages import page_words
from dateline.render.picture import View, draw_picture
from dateline.render.preview import PREVIEW_SIZE
from dateline.settings import Settings

#: Height of what stands above the map in a preview, pixels.
PREVIEW_HEAD: Final = 92

#: A PNG has this many pixels for each of the picture's, so that it is sharp on today's screens.
_PNG_SCALE: Final = 2

_MISSING: Final = (
    'run `pip install "dateline[picture]"`, or write an SVG, which every browser opens'
)


def _to_png(svg: str) -> bytes:
    from vl_convert import svg_to_png  # noqa: PLC0415 - an optional package

    return bytes(svg_to_png(svg, scale=_PNG_SCALE))


def _to_pdf(svg: str) -> bytes:
    from vl_convert import svg_to_pdf  # noqa: PLC0415 - an optional package

    return bytes(svg_to_pdf(svg))


def _to_svg(svg: str) -> bytes:
    return svg.encode("utf-8")


#: What makes each kind of picture, by the suffix of its file.
PICTURES: Final[dict[str, Callable[[str], bytes]]] = {
    ".svg": _to_svg,
    ".png": _to_png,
    ".pdf": _to_pdf,
}


def write_picture(
    events: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    view: View,
    path: Path,
) -> None:
    """Write a picture of the events in the format for the suffix of the file.

    Equal events, settings and view give an SVG of equal bytes. PNG and PDF use the fonts of the
    machine, so that they can differ from one machine to another.

    Args:
        events: As for :func:`dateline.render.picture.draw_picture`.
        layers: Likewise.
        settings: Likewise, and ``map.languages`` and ``language`` for the language of its words.
        view: What the picture shows.
        path: The file; its suffix is one of :data:`PICTURES`.

    Raises:
        OutputError: The package for this format is missing, or the file can't be written.
    """
    svg = draw_picture(events, layers, settings, view=view, words=page_words(settings))
    _write(svg, path)


def write_preview(
    events: gpd.GeoDataFrame, layers: Sequence[Layer], settings: Settings, *, path: Path
) -> None:
    """Write the PNG for link previews: the map as the page opens, without a list.

    Raises:
        OutputError: The optional package is missing, or the file can't be written.
    """
    width, height = PREVIEW_SIZE
    view = View(
        width=width,
        height=height - PREVIEW_HEAD,
        at=dict(settings.map.view),
        first_day=settings.map.first_day,
        last_day=settings.map.last_day,
    )
    words = page_words(settings)
    _write(draw_picture(events, layers, settings, view=view, words=words, height=height), path)


def _write(svg: str, path: Path) -> None:
    try:
        content = PICTURES[path.suffix.lower()](svg)
    except ImportError:
        raise OutputError(
            f'cannot write "{path}": PNG and PDF need the package vl-convert-python', hint=_MISSING
        ) from None
    write_atomic(path, content)
