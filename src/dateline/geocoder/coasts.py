"""Readings of coasts: *off the coast of Yemen*, *Turkey's Aegean coast*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.geocoder.forms import Coast, Expression, Name, Narrowed, Near, Part, Shore
from dateline.geocoder.operands import Matched, NoReadingError, lifted, operand

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser
    from dateline.geocoder.language import PlaceWords
    from dateline.geocoder.slices import Slice


def coast(parser: Parser, at: Matched) -> Expression:
    """Parse the waters off a coast, or off one side of it."""
    side = at.language.point(at.match.groupdict().get("side") or "")
    return lifted(parser, at, lambda of: Coast(of, side))


def shore(parser: Parser, at: Matched) -> Expression:
    """Parse a coast: all of it, on one side, or on a sea."""
    of = operand(parser, at)
    if "what" in at.match.re.groupindex:
        return Narrowed(Shore(of), Near(_water(parser, at.inside("what"), at.language)))
    side = at.language.point(at.word("side"))
    return Shore(Part(of, side) if side else of)


def _water(parser: Parser, text: Slice, language: PlaceWords) -> Name:
    """Return the water that a coast is called after: the *Black Sea*, the *Pacific* Ocean."""
    plain = text.plain()
    if language.waters.search(plain) and parser.knows(plain):
        longer = [f"{plain} {word}" for word in language.oceans]
        return Name(next((name for name in longer if parser.is_name and parser.knows(name)), plain))
    for word in language.oceans:
        if parser.is_name and parser.knows(f"{plain} {word}"):
            return Name(f"{plain} {word}")
    raise NoReadingError
