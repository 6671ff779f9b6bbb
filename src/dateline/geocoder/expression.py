"""Format forms of the ``where`` language as text. ``grammar.py`` parses text into forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from dateline.gazetteer import fold
from dateline.geocoder.coordinates import format_degrees
from dateline.geocoder.forms import (
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Coordinates,
    Distance,
    Expression,
    GridReference,
    Inside,
    Meeting,
    Name,
    Narrowed,
    Near,
    Offset,
    Part,
    PlaceId,
    PlusCode,
    Route,
    Several,
    Shore,
    Waters,
    WktShape,
)
from dateline.geocoder.grammar import IsName, parse_expression
from dateline.geocoder.scripts import english
from dateline.geocoder.slices import ExpressionError

__all__ = ["ExpressionError", "IsName", "format_expression", "parse_expression", "side_word"]


_SIGNS: Final = re.compile(r'[;()",]')


def _is_split(word: str) -> bool:
    """Return whether a name could be read as more than a name when it is part of another form."""
    vocabulary = english().vocabulary
    return bool(_SIGNS.search(word)) or any(w in vocabulary for w in fold(word).split()[:100])


def format_expression(expression: Expression) -> str:
    """Return the text of a form; parsing that text gives the same form again.

    Names that would parse as another form are put in double quotes, nested forms in brackets.

    >>> format_expression(Near(Name("Sumy", ("Ukraine",))))
    'near Sumy, Ukraine'
    """
    return _WRITERS[type(expression)](expression)


def _operand(expression: Expression) -> str:
    if isinstance(expression, Name):
        words = (expression.toponym, *expression.within)
        return _quoted(words) if any(map(_is_split, words)) else _name(expression)
    text = format_expression(expression)
    return text if isinstance(expression, _ATOMS) else f"({text})"


def _sole_operand(expression: Expression) -> str:
    """Return an operand that ends the text, and so needs brackets less often."""
    if isinstance(expression, Border | Coast | Part):
        return format_expression(expression)
    return _operand(expression)


_ATOMS: Final = (PlaceId, Coordinates, GridReference, WktShape)


def _name(form: Name) -> str:
    """Return a name, in quotes if it would otherwise parse as another form."""
    words = (form.toponym, *form.within)
    if any(sign in word for word in words for sign in '";(),'):
        return _quoted(words)
    text = ", ".join(words)
    try:
        return text if parse_expression(text) == form else _quoted(words)
    except ExpressionError:
        return _quoted(words)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join('"' + word.replace('"', '""') + '"' for word in words)


def _distance_text(distance: Distance) -> str:
    about = "about " if distance.is_approximate else ""
    number = np.format_float_positional(distance.value, trim="-")
    if distance.most is not None:
        number += f"-{np.format_float_positional(distance.most, trim='-')}"
    return f"{about}{number} {distance.unit}"


def _near(form: Near) -> str:
    start = f"within {_distance_text(form.within)} of" if form.within else "near"
    return f"{start} {_sole_operand(form.of)}"


def _offset(form: Offset) -> str:
    if form.distance is None:
        return f"{form.bearing} of {_sole_operand(form.of)}"
    way = f"{form.bearing} of" if form.bearing else "from"
    return f"{_distance_text(form.distance)} {way} {_sole_operand(form.of)}"


def _between(form: Between) -> str:
    start, end = _operand(form.start), _operand(form.end)
    words = english().share_words(form.share)
    return f"{words} of the way from {start} to {end}" if words else f"between {start} and {end}"


def _border(form: Border) -> str:
    other = f" and {_operand(form.other)}" if form.other else ""
    return f"border of {_operand(form.one)}{other}"


def _route(form: Route) -> str:
    *first, last = (_operand(stop) for stop in form.stops)
    way = [f"the {form.way}"] if form.way else []
    start = [f"from {first[0]}", *(f"via {stop}" for stop in first[1:])] if first else []
    return " ".join([*way, *start, f"to {last}"])


def _along(form: Along) -> str:
    if form.bank:
        return f"{_BANKS.get(form.bank) or side_word(form.bank)} bank of {_operand(form.line)}"
    return f"along {_sole_operand(form.line)}"


_BANKS: Final = {"left": "left", "right": "right"}


def _meeting(form: Meeting) -> str:
    *first, last = (f"({text})" if "," in (text := _operand(area)) else text for area in form.areas)
    return f"tri-border area of {', '.join(first)} and {last}"


#: The adjective of each compass point: "north-eastern".
_ADJECTIVES: Final[dict[str, str]] = {
    "N": "northern",
    "NE": "north-eastern",
    "E": "eastern",
    "SE": "south-eastern",
    "S": "southern",
    "SW": "south-western",
    "W": "western",
    "NW": "north-western",
    "NNE": "north-north-eastern",
    "ENE": "east-north-eastern",
    "ESE": "east-south-eastern",
    "SSE": "south-south-eastern",
    "SSW": "south-south-western",
    "WSW": "west-south-western",
    "WNW": "west-north-western",
    "NNW": "north-north-western",
    "centre": "central",
}


def side_word(side: str) -> str:
    """Return a compass point or ``centre`` as an adjective: ``north-eastern``, ``central``."""
    return _ADJECTIVES[side]


def _coast(form: Coast) -> str:
    side = f"{side_word(form.side)} " if form.side else ""
    return f"off the {side}coast of {_operand(form.of)}"


def _part(form: Part) -> str:
    side = side_word(form.side) if form.side else ""
    if form.is_outskirts:
        return f"{side} outskirts of {_operand(form.of)}".strip()
    words = {"far": f"far {side} part", "tip": f"{side} tip"}.get(form.extent, f"{side} part")
    return f"{words} of {_operand(form.of)}"


def _plus_code_text(form: PlusCode) -> str:
    return f"{form.code} {_operand(form.of)}" if form.of else form.code


def _bracketed(form: Expression) -> str:
    """Return an operand of which nothing can be read with what stands beside it."""
    text = _operand(form)
    return f"({text})" if isinstance(form, Name) and "," in text else text


def _list_item(form: Expression) -> str:
    text = format_expression(form)
    return f"({text})" if isinstance(form, Several | AnyOf) else text


_WRITERS: Final[dict[type, Callable[..., str]]] = {
    Name: _name,
    PlaceId: lambda form: form.place_id,
    Coordinates: format_degrees,
    GridReference: lambda form: form.reference,
    PlusCode: _plus_code_text,
    WktShape: lambda form: form.wkt,
    Near: _near,
    Offset: _offset,
    Between: _between,
    Along: _along,
    Border: _border,
    Route: _route,
    Coast: _coast,
    Part: _part,
    Shore: lambda form: f"the coast of {_operand(form.of)}",
    Waters: lambda form: f"waters of {_operand(form.of)}",
    Inside: lambda form: f"{_distance_text(form.distance)} inside {_operand(form.of)}",
    Meeting: _meeting,
    Narrowed: lambda form: f"{_bracketed(form.of)} at {_bracketed(form.by)}",
    Several: lambda form: "; ".join(_list_item(part) for part in form.parts),
    AnyOf: lambda form: " or ".join(_list_item(option) for option in form.options),
}
