"""Places that enclose others without a comma, and unknown names in known places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dateline.geocoder.forms import Expression, Name, Narrowed
from dateline.geocoder.language import PlaceWords
from dateline.geocoder.operands import NoReadingError
from dateline.geocoder.readings import contained
from dateline.geocoder.slices import Slice

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser

#: Names without spaces that are longer are not taken apart.
_LONGEST_UNSPACED: Final = 24
_MOST_CUTS: Final = 12

_COMMA: Final = re.compile(",")
_CUT: Final = re.compile(r"\s+")


def enclosing_first(
    parser: Parser, text: Slice, language: PlaceWords
) -> Iterator[Callable[[], Expression]]:
    """Yield the names without a comma that have the larger place first."""
    if parser.is_name is None or len(text.text) > _LONGEST_UNSPACED * 4:
        return
    if language.is_spaced:
        at = [(cut.start(), cut.end()) for cut in text.cuts(_CUT)]
    else:
        at = [(k, k) for k in range(min(len(text.text) - 1, _LONGEST_UNSPACED), 1, -1)]
    for end, start in at:
        left, right = text.sub(0, end), text.sub(start)
        if parser.is_known(left) and right.text and "," not in text.text:
            yield lambda left=left, right=right: _contained(parser, left, right)  # type: ignore[misc]


def enclosing_last(
    parser: Parser, text: Slice, language: PlaceWords
) -> Iterator[Callable[[], Expression]]:
    """Yield the names followed by the region they are in: *Шебекинский район Белгородской области*.

    The region has a word for its kind, so it has at least two words.
    """
    if parser.is_name is None or not language.is_container_last or "," in text.text:
        return
    for cut in text.cuts(_CUT)[:_MOST_CUTS]:
        left, right = text.sub(0, cut.start()), text.sub(cut.end())
        if len(right.cuts(_CUT)) == 1 and left.text and language.regions.end(right.text):
            yield lambda left=left, right=right: _contained_last(parser, left, right)  # type: ignore[misc]


def _contained_last(parser: Parser, left: Slice, right: Slice) -> Expression:
    outer, inner = parser.term(right), parser.term(left)
    if not isinstance(outer, Name) or not isinstance(inner, Name) or parser.missing(outer):
        raise NoReadingError
    return replace(inner, within=(*inner.within, outer.toponym, *outer.within))


def _contained(parser: Parser, left: Slice, right: Slice) -> Expression:
    inner = parser.term(right)
    if parser.missing(inner) or not isinstance(inner, Name):
        raise NoReadingError
    return replace(inner, within=(*inner.within, left.plain()))


def is_doubtful(parser: Parser, form: object, text: Slice) -> bool:
    """Return whether a place is said, without a comma, to lie where it is hardly known to lie.

    *Amsterdam en Rotterdam* may be Spanish for a place in another, and Dutch for two cities.
    """
    if not isinstance(form, Name) or not form.within or parser.holds is None:
        return False
    return "," not in text.text and not parser.holds(form)


def unknown_inside(parser: Parser, text: Slice) -> Expression:
    """Read an unknown name before a comma and a known place as somewhere in that place.

    What comes before the comma may also be a form of its own, such as *Lashio Township*.
    """
    cuts = text.cuts(_COMMA)
    if not cuts or '"' in text.text:
        raise NoReadingError
    rest = text.sub(cuts[0].end())
    if not rest.text or not cuts[0].start() or not parser.is_known(rest):
        raise NoReadingError
    name, place = parser.name(text), parser.name(rest)
    if parser.knows(name.toponym):
        raise NoReadingError
    form = parser.term(text.sub(0, cuts[0].start()))
    if not isinstance(form, Name) and not parser.missing(form):
        return contained(form, place) or Narrowed(form, place)
    return Narrowed(name, place)
