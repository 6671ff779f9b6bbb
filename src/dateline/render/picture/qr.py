"""The QR code of an address, as SVG; ``segno`` knows the code (decision 0080)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dateline.render.picture.tags import tag

#: Empty modules around a code, as ISO/IEC 18004 asks for.
_QUIET: Final = 4

#: Side of a module in a picture, pixels.
_MODULE_PX: Final = 2

#: Modules of a longer address would be too small for paper, and such addresses are rarely of a
#: page.
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code.

    Attributes:
        side: Its modules in a row, with the empty ones around them.
        svg: SVG elements from (0, 0), a pixel for each module; light modules are not drawn.
    """

    side: int
    svg: str


def qr_code(address: str) -> QrCode | None:
    """Return the code of an address, which reads as the same text; None without or if too long."""
    if not address or len(address.encode("utf-8")) > LONGEST:
        return None
    import segno  # noqa: PLC0415 - few builds need it

    code = segno.make(address, error="m", micro=False, encoding="utf-8")
    rows = [bytes(row) for row in code.matrix_iter(border=_QUIET)]
    side = len(rows)
    drawn = "".join(_runs(row, y) for y, row in enumerate(rows))
    return QrCode(side, tag("path", d=drawn, fill="#000", shape_rendering="crispEdges"))


def qr_picture(address: str, label: str) -> str:
    """Return the code of an address as an ``svg`` element for a page; empty where there is none.

    Args:
        address: The text of the code.
        label: What readers who can't see it are told.
    """
    code = qr_code(address)
    if code is None:
        return ""
    return tag("svg", code.svg, viewBox=f"0 0 {code.side} {code.side}", role="img",
               aria_label=label, data_say_label="paper.code")  # fmt: skip


def qr_corner(address: str, label: str, *, right: float) -> tuple[str, int]:
    """Return the code for a corner of a picture, and the side of the square it takes, in pixels.

    Args:
        address: The text of the code.
        label: What readers who can't see it are told.
        right: Where it ends, pixels; it begins at the top.
    """
    code = qr_code(address)
    if code is None:
        return "", 0
    side = code.side * _MODULE_PX
    place = f"translate({right - side:g} 0)scale({_MODULE_PX})"
    return tag("g", code.svg, transform=place, role="img", aria_label=label), side


def _runs(row: bytes, y: int) -> str:
    """Return the dark modules of a row as rectangles, one for each run."""
    drawn, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end] == row[x]:
            end += 1
        if row[x]:
            drawn += f"M{x} {y}h{end - x}v1H{x}z"
        x = end
    return drawn
