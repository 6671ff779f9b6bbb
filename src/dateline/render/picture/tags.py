"""Writes SVG elements: escaped, with rounded numbers, in the order given."""

from __future__ import annotations

import re
from html import escape
from typing import Final

#: What XML 1.0 can't hold, not even escaped, and lone surrogates.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

FONT: Final = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"

_CAMEL_CASE: Final = frozenset(("viewBox", "patternUnits", "patternTransform", "gradientUnits"))

#: Share of the font size from the middle of a line of text down to its baseline.
_BASELINE: Final = 0.35


def tag(name: str, *content: str, **attributes: str | float) -> str:
    """Return an element.

    Only presentation attributes are used, because the policy of a page refuses styles.

    Args:
        name: Its name.
        content: SVG inside it.
        attributes: By name with ``_`` for ``-``; numbers are rounded to tenths, and empty texts
            are left out.
    """
    written = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def text_tag(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    fill: str,
    halo: str = "",
    **more: str,
) -> str:
    """Return a line of text whose middle line is at ``y``.

    Args:
        text: Plain text, escaped here.
        x: Pixels from the left.
        y: Pixels from the top.
        size: Pixels.
        fill: Colour.
        halo: Colour around the letters.
        more: Further attributes, as for :func:`tag`.
    """
    around: dict[str, str | float] = {}
    if halo:
        around = {"stroke": halo, "stroke_width": 2.5, "stroke_linejoin": "round",
                  "paint_order": "stroke"}  # fmt: skip
    return tag("text", escaped(text), x=x, y=y + _BASELINE * size, font_size=size, fill=fill,
               **more, **around)  # fmt: skip


def escaped(text: str) -> str:
    """Return a text as content or value of an attribute."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _name(key: str) -> str:
    return key if key in _CAMEL_CASE else key.replace("_", "-")


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return escaped(value)
    return f"{round(float(value), 1) + 0.0:.1f}".removesuffix(".0")
