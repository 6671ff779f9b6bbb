"""Texts that are a position or an id by themselves: place ids, coordinates, codes and WKT."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from dateline.geocoder.coordinates import WKT, parse_degrees, parse_wkt
from dateline.geocoder.forms import (
    Expression,
    GridReference,
    Name,
    PlaceId,
    PlusCode,
    WktShape,
)
from dateline.geocoder.slices import Slice
from dateline.grids import MGRS, PLUS_CODE, CoordinatesError, is_short, parse_mgrs

_ID: Final = re.compile(r"[a-z][a-z0-9-]*:[a-z0-9][\w.-]*")


def position_of(text: Slice, name: Callable[[Slice], Name]) -> Expression | None:
    """Parse a place id or a position written as numbers; None if it is neither.

    Args:
        text: The whole text.
        name: Parses the reference place of a short Plus Code.

    Raises:
        ExpressionError: The text looks like a position, but is not a valid one.
    """
    plain = text.plain()
    if _ID.fullmatch(plain):
        return PlaceId(plain)
    try:
        if MGRS.fullmatch(plain):
            return GridReference(parse_mgrs(plain) or "")
        if WKT.match(plain) and re.match(r"\w+\s*\(", plain):
            return WktShape(parse_wkt(plain))
        if degrees := parse_degrees(plain):
            return degrees
    except CoordinatesError as error:
        raise text.wrong(error.message, error.hint) from error
    return _plus_code(text, name)


def _plus_code(text: Slice, name: Callable[[Slice], Name]) -> Expression | None:
    match = PLUS_CODE.match(text.text)
    if match is None or text.text[match.end() : match.end() + 1] not in {"", " ", ","}:
        return None
    code, rest = match["code"].upper(), text.sub(match.end())
    if not is_short(code):
        return PlusCode(code) if not rest.text else None
    if not rest.text:
        raise text.wrong(
            f'Plus Code "{code}" is short and needs a reference place',
            f'write the full code, or add a town: "{code} Sumy"',
        )
    return PlusCode(code, name(rest.sub(1) if rest.text[0] == "," else rest))
