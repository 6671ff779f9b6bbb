"""Joins: a name and the form that follows and narrows it, as in *Sake, 25 km west of Goma*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from dateline.geocoder.forms import Expression, Name, Narrowed, Part, Route
from dateline.geocoder.language import AFTER_A_NAME, LINES, PlaceWords
from dateline.geocoder.operands import NoReadingError, is_worded
from dateline.geocoder.orders import matches
from dateline.geocoder.readings import after, contained
from dateline.geocoder.slices import Slice

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser

#: In the middle of a longer text no form is looked for.
_LONGEST: Final = 400
_MOST_CUTS: Final = 24

_NUMBER: Final = re.compile(r"[-+−–]?\s*\d")
_COMMA: Final = re.compile(",")
_CUT: Final = re.compile(r",\s*|\s+")


def described(parser: Parser, text: Slice, language: PlaceWords) -> Iterator[Slice]:
    """Yield the forms that follow words in lower case, which name nothing: *clashes near Sumy*."""
    for left, right in cuts(parser, text, language, is_described=True):
        if left.text.islower() and not right.text.islower():
            yield right


def cuts(
    parser: Parser, text: Slice, language: PlaceWords, *, is_described: bool = False
) -> Iterator[tuple[Slice, Slice]]:
    """Yield a name or form, and the form that follows and narrows it.

    Args:
        parser: Knows names.
        text: The whole text.
        language: The language it is read in.
        is_described: Whether words in lower case count, which are no names.
    """
    if len(text.text) > _LONGEST or not language.is_spaced:
        return
    orders = [o for o in language.of_form(AFTER_A_NAME) if not o.is_suffix]
    sides = list(language.of_form(("adjective",)))
    for cut in text.cuts(_CUT)[:_MOST_CUTS]:
        left, right = text.sub(0, cut.start()), text.sub(cut.end())
        if not left.text or not right.text or _is_empty(parser, left, language):
            continue
        is_name = not left.text.islower() or right.text.islower() or language.is_thing(left.text)
        if not is_name and (not is_described or language.has_unit(left.text)):
            continue
        after_comma = (*orders, *sides) if cut.group().startswith(",") else orders
        if any(matches(after_comma, right)):
            yield left, right


def _is_empty(parser: Parser, text: Slice, language: PlaceWords) -> bool:
    """Return whether a text names nothing that can be narrowed."""
    if _NUMBER.match(text.text):
        return not _COMMA.search(text.text)
    if language.is_thing(text.text):
        return False
    if parser.is_known(text) and not text.text.islower():  # Frontera is a town
        return False
    return is_worded(text, language)


def is_line(text: Slice, language: PlaceWords) -> bool:
    """Return whether a text is a form of two places, which what follows would not narrow."""
    found = matches(language.of_form(LINES), text)
    is_form = any(all(value != "" for value in match.groupdict().values()) for _, match in found)
    return is_form and not language.is_thing(text.text)


def is_stop(text: Slice, language: PlaceWords) -> bool:
    """Return whether a text may be the next stop of a route."""
    to = language.separator("to")
    return to is not None and to.match(f" {text.text}") is not None


def after_words(parser: Parser, text: Slice, language: PlaceWords) -> Expression:
    """Parse a form that follows words that name nothing."""
    form = after(parser, text, language)
    if form is None:
        raise NoReadingError
    return form


def at_place(parser: Parser, sides: tuple[Slice, Slice], language: PlaceWords) -> Expression:
    """Parse *A at B*, as narrowed places are written back."""
    by = parser.term(sides[1])
    is_name = parser.is_known(sides[0]) and not sides[0].text.islower()
    if language.is_thing(sides[0].text) and not is_name:
        return by
    return Narrowed(parser.term(sides[0]), by)


def joined(parser: Parser, sides: tuple[Slice, Slice], language: PlaceWords) -> Expression:
    """Parse a name or form, and the form that follows and narrows it."""
    left, right = sides
    form = after(parser, right, language)
    if form is None or (isinstance(form, Name) and '"' in left.text):
        raise NoReadingError
    return _joined_to(parser, left, form, language=language)


def _joined_to(parser: Parser, left: Slice, by: Expression, *, language: PlaceWords) -> Expression:
    """Return what a text means that a form narrows."""
    is_name = parser.is_known(left) and not left.text.islower()
    if language.is_thing(left.text) and not is_name:
        return by
    form = parser.term(left)
    if isinstance(form, Route) and len(form.stops) == 1:
        return by  # a road that is known by its name alone
    whole = by.of if isinstance(by, Part) and not by.is_outskirts else by
    if by is whole and is_line(left, language):
        return Narrowed(form, by)
    if isinstance(whole, Name) and not language.waters.search(whole.toponym):
        inside = contained(form, whole)
        if inside is not None and by is not whole:
            return Narrowed(inside, by)
        if inside is not None and not (parser.missing(inside) and parser.is_name):
            return inside
    return Narrowed(form, by)
