"""Lists of places joined by a word: *A, B and C*, *Sumy and Kharkiv regions*, *both A and B*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dateline.geocoder.forms import Expression, Part
from dateline.geocoder.language import PlaceWords
from dateline.geocoder.operands import of_kind
from dateline.geocoder.readings import contained
from dateline.geocoder.slices import Slice

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser

#: Signs of other scripts for the digits, commas and brackets of expressions, one for one.
_SIGNS: Final = str.maketrans("،、，；؛（）〔〕٫", ",,,;;()().")
#: How much more important an enclosing place is than the places in it.
_MORE: Final = 0.1

_COMMA: Final = re.compile(",")


def plain_signs(text: str) -> str:
    """Return a text with ASCII digits, commas, semicolons and brackets, of the same length.

    >>> plain_signs("٢٠ كم، الخرطوم")
    '20 كم, الخرطوم'
    """
    if text.isascii():
        return text
    plain = text.translate(_SIGNS)
    return re.sub(r"\d", lambda digit: str(int(digit[0])), plain)


def listed(text: Slice, language: PlaceWords, parser: Parser) -> list[Expression] | None:
    """Return the places of a list in a language; None if the text is not a list."""
    separator = language.separator("and")
    if separator is None:
        return None
    both = language.both.match(text.text)
    pieces = text.sub(both.end() if both else 0).split(separator)
    if len(pieces) == 1 or not all(piece.text for piece in pieces):
        return None
    if _are_enclosed(pieces, parser):
        return _known([parser.term(piece) for piece in pieces], parser)
    *before, last = pieces
    items = [part for piece in before for part in piece.split(_COMMA)]
    final, *around = last.split(_COMMA)
    items = [item for item in (*items, final) if item.text]
    items = [item for item in items if not language.is_thing(item.text)] or items
    shared, kind = _plural(items, language, is_last_known=parser.is_known(items[-1]))
    forms = _forms(shared, kind, language=language, parser=parser)
    if forms is None:
        return None
    if around:
        place = parser.name(last.sub(around[0].start - last.start))
        forms = [contained(form, place) or form for form in forms]
    return _known(forms, parser)


def _are_enclosed(pieces: list[Slice], parser: Parser) -> bool:
    """Return whether each piece has its own enclosing place: *Sumy, Ukraine and Kursk, Russia*.

    In *Mopti, Gao and Kidal, Mali* what follows a comma is no more important than what precedes it.
    """
    parts = [piece.split(_COMMA) for piece in pieces]
    counts = {len(some) for some in parts}
    if len(counts) > 1 or counts == {1}:
        return False
    weight = parser.weight or (lambda _: 0.0)
    return parser.weight is None or all(
        weight(some[-1].plain()) > weight(some[0].plain()) + _MORE for some in parts
    )


def _known(forms: list[Expression], parser: Parser) -> list[Expression] | None:
    """Return the places if at least one is known; what names none is not a list."""
    return forms if any(not parser.missing(form) for form in forms) else None


def _plural(
    items: list[Slice], language: PlaceWords, *, is_last_known: bool
) -> tuple[list[Slice], str]:
    """Return the items without the kind word that they share, and that word for one place."""
    last, first = items[-1], items[0]
    for plural, one in language.plurals.items():
        found = re.search(rf"\s+{re.escape(plural)}$", last.text, re.IGNORECASE)
        if found and not is_last_known:
            return [*items[:-1], last.sub(0, found.start())], one
    for plural, one in language.plurals.items():
        joint = language.joint
        found = re.match(rf"(?:{joint})?{re.escape(plural)}\s+{joint}", first.text, re.IGNORECASE)
        if found:
            return [first.sub(found.end()), *items[1:]], one
    return items, ""


def _forms(
    items: list[Slice], kind: str, *, language: PlaceWords, parser: Parser
) -> list[Expression] | None:
    forms: list[Expression] = []
    sides: list[str] = []
    for item in items:
        is_name = parser.is_known(item) and not item.text.islower()
        if language.side_alone.fullmatch(item.text) and not is_name:
            sides.append(language.point(item.text))
            continue
        form = of_kind(parser.term(item), kind, parser) if kind else parser.term(item)
        if sides and not isinstance(form, Part):
            return None
        whole = form.of if isinstance(form, Part) else form
        forms += [*(Part(whole, side) for side in sides), form]
        sides = []
    return None if sides else forms
