"""Operands: the places in the match of an order, and pairs of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dateline.gazetteer import fold
from dateline.geocoder.forms import Expression, Name, Narrowed, Part, names_in
from dateline.geocoder.language import PlaceWords
from dateline.geocoder.nameless import is_nameless
from dateline.geocoder.slices import ExpressionError, NoReadingError, Slice, brief
from dateline.limits import WHERE_PLACES

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser

__all__ = [
    "Matched",
    "NoReadingError",
    "check_count",
    "is_worded",
    "lifted",
    "of_kind",
    "operand",
    "operand_text",
    "pair",
    "two",
]

_COMMA: Final = re.compile(",")

#: How many unknown names a text counts for that cannot be parsed.
_WRONG: Final = 10


@dataclass(frozen=True, slots=True)
class Matched:
    """A text, the match of an order in it, and the language of the order."""

    text: Slice
    match: re.Match[str]
    language: PlaceWords

    def inside(self, group: str) -> Slice:
        """Return what a slot matched."""
        return self.text.sub(*self.match.span(group))

    def word(self, group: str) -> str:
        """Return what a slot matched as text; empty if the order has no such slot."""
        return self.match.groupdict().get(group) or ""


def lifted(parser: Parser, at: Matched, form: Callable[[Expression], Expression]) -> Expression:
    """Return a form of the place in a match; a water after the place narrows the whole form."""
    if at.word("nation"):
        return form(operand(parser, at))
    operand_text(at, "place")
    inside, waters = at.inside("place"), at.language.waters
    for last in inside.cuts(_COMMA)[-1:]:
        rest, water = inside.sub(0, last.start()), inside.sub(last.end())
        if rest.text and waters.search(water.text) and '"' not in water.text:
            return Narrowed(form(parser.term(rest)), parser.term(water))
    of = operand(parser, at)
    if not isinstance(of, Narrowed) or inside.text.startswith("("):
        return form(of)
    is_water = any(waters.search(name.toponym) for name in names_in(of.by))
    return Narrowed(form(of.of), of.by) if is_water else form(of)


def operand(parser: Parser, at: Matched, group: str = "place") -> Expression:
    """Parse the place in a match, or return the country that an adjective in it means."""
    if group == "place" and at.word("nation"):
        return Name(at.language.nations.named(at.word("nation"))[0])
    operand_text(at, group)
    inside = at.inside(group)
    is_name = parser.is_known(inside) and not inside.text.islower()  # Of is a town
    if not is_name and is_worded(inside, at.language):
        if is_nameless(inside.plain()):  # near the city
            return parser.name(inside)
        raise NoReadingError
    return parser.term(inside)


def of_kind(form: Expression, kind: str, parser: Parser) -> Expression:
    """Return a place of a kind that is said apart from its name, as far as it is known."""
    if isinstance(form, Part):
        return replace(form, of=of_kind(form.of, kind, parser))
    if not isinstance(form, Name):
        return form
    article = parser.language.article.match(form.toponym)
    bare = form.toponym[article.end() :] if article else form.toponym
    for name in dict.fromkeys((form.toponym, bare)):
        for text in (f"{name} {kind}", f"{kind} {name}"):
            if parser.knows(text):
                return replace(form, toponym=text)
    return form


def operand_text(at: Matched, group: str) -> None:
    """Raise the error for a missing operand if there is none."""
    start, end = at.match.span(group)
    if start < 0 or not at.text.text[start:end].strip():
        phrase = brief(at.text.plain())
        raise at.text.sub(len(at.text.text)).wrong(
            f'"{phrase}" has no place after "{phrase.split()[-1]}"',
            f'add a place name: "{phrase} Sumy", or quote the words if they are a name',
        )


def two(parser: Parser, at: Matched) -> tuple[Slice, ...]:
    """Split the pair in a match in two."""
    operand_text(at, "pair")
    separator = at.language.separator("and")
    inside = at.inside("pair")
    sides = pair(parser, inside, separator) if separator else (inside,)
    if len(sides) == 1:
        raise sides[0].wrong(
            f"{at.text.quoted()} names one place, expected two",
            f'add the other place: "between {brief(sides[0].plain())} and ..."',
        )
    return sides


def pair(parser: Parser, text: Slice, separator: re.Pattern[str]) -> tuple[Slice, ...]:
    """Split a text in two at the separator that does not break a name."""
    cuts: list[tuple[Slice, ...]] = [
        (text.sub(0, found.start()), text.sub(found.end()))
        for found in text.cuts(separator)
        if found.start() and found.end() < len(text.text)
    ]
    best: list[tuple[Slice, ...]] = [
        cut for cut in cuts if all(parser.is_known(side) for side in cut)
    ]
    if not best and parser.is_name is not None and len(cuts) > 1:
        best = [min(cuts, key=lambda cut: sum(_missing_in(parser, side) for side in cut))]
    return (best or cuts or [(text,)])[0]


def _missing_in(parser: Parser, text: Slice) -> int:
    try:
        return parser.missing(parser.term(text))
    except ExpressionError:
        return _WRONG


def is_worded(text: Slice, language: PlaceWords) -> bool:
    """Return whether a text without quotes has only words of the language in it."""
    words = fold(text.text).split()
    return '"' not in text.text and all(word in language.vocabulary for word in words)


def check_count(text: Slice, parts: Sequence[object]) -> None:
    """Raise an error if a list has too many places."""
    if len(parts) > WHERE_PLACES:
        raise text.wrong(
            f"the place names {len(parts):,} places, expected at most {WHERE_PLACES}",
            "write one event for each, or name the region they are in",
        )
