"""Readings: how the match of an order becomes a form. One function for each form of the tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dateline.geocoder.coasts import coast, shore
from dateline.geocoder.forms import (
    Along,
    Between,
    Border,
    Coast,
    Coordinates,
    Distance,
    Expression,
    Inside,
    Meeting,
    Name,
    Narrowed,
    Near,
    Offset,
    Part,
    PartSize,
    PlaceId,
    Route,
    Several,
    Waters,
)
from dateline.geocoder.language import AFTER_A_NAME, PlaceWords
from dateline.geocoder.operands import (
    Matched,
    NoReadingError,
    check_count,
    is_worded,
    lifted,
    of_kind,
    operand,
    operand_text,
    pair,
    two,
)
from dateline.geocoder.orders import matches
from dateline.geocoder.quantities import distance_of
from dateline.geocoder.slices import Slice, brief

if TYPE_CHECKING:
    from dateline.geocoder.grammar import Parser


_DASH: Final = re.compile(r"\s*[–—/]\s*")
_HYPHEN: Final = re.compile("-")
_SPACE: Final = re.compile(r"\s+")
_GAP: Final = re.compile(r"(?<=..)(?=..)")
_MOST_GAPS: Final = 12
_LEAST_NAME: Final = 3
_MOST_STOPS: Final = 2

#: How far from a place *towards* it may be.
AHEAD: Final = Distance(25.0)


def _within(parser: Parser, at: Matched) -> Expression:
    return lifted(parser, at, lambda of: Near(of, distance_of(at.text, at.match, at.language)))


def _near(parser: Parser, at: Matched) -> Expression:
    return lifted(parser, at, Near)


def _offset(parser: Parser, at: Matched) -> Expression:
    bearing = at.language.point(at.match.groupdict().get("bearing") or "")
    if bearing == "centre":
        raise NoReadingError
    distance: Distance | None = None
    if "distance" in at.match.re.groupindex or "unit" in at.match.re.groupindex:
        distance = distance_of(at.text, at.match, at.language)
    return lifted(parser, at, lambda of: Offset(of, distance, bearing))


def _inside_by(parser: Parser, at: Matched) -> Expression:
    distance = distance_of(at.text, at.match, at.language)
    return Inside(operand(parser, at), distance)


def _between(parser: Parser, at: Matched) -> Expression:
    share = at.language.share(at.word("share"))
    if "stops" in at.match.re.groupindex:
        route = _route(parser, at)
        if len(route.stops) != _MOST_STOPS:
            raise NoReadingError
        return Between(*route.stops, share=share)
    sides = two(parser, at)
    if sides[0].text.isdecimal():  # between 10 and 15 km north of a place
        raise NoReadingError
    return Between(parser.term(sides[0]), parser.term(sides[1]), share)


def _way(at: Matched) -> str:
    return at.language.way(at.match["road"])


def _road(parser: Parser, at: Matched) -> Expression:
    groups = at.match.groupdict()
    way = _way(at)
    if "stops" in groups:
        to = at.language.separator("to")
        if to is None or (at.word("stops") and not at.inside("stops").cuts(to)):
            raise NoReadingError
        return replace(_route(parser, at), way=way)
    if "pair" in groups:
        return Route(tuple(map(parser.term, two(parser, at))), way)
    sides = ends(parser, at.text.sub(*at.match.span("ends")), at.language)
    if any(at.language.nations.named(side.text) for side in sides):
        raise NoReadingError  # the Pan-American Highway has no end in America
    if len(sides) != _MOST_STOPS and (parser.is_name is None or not parser.is_known(sides[0])):
        raise NoReadingError
    return Route(tuple(_end(parser, side) for side in sides), way)


def _end(parser: Parser, text: Slice) -> Expression:
    """Parse what is written before a word such as *border* or *road*: a place, and no phrase."""
    form = parser.term(text)
    if isinstance(form, Name | PlaceId | Part | Coordinates):
        return form
    raise NoReadingError


def ends(parser: Parser, text: Slice, language: PlaceWords) -> tuple[Slice, ...]:
    """Split *A–B* in two; return the text itself if it is one place."""
    to = language.separator("to")
    dashed = re.compile(f"-{to.pattern[3:-3]}-", to.flags) if to and language.is_spaced else None
    for separator in (dashed, _DASH, to, language.separator("and"), _HYPHEN):
        if separator is not None:
            sides = pair(parser, text, separator)
            if len(sides) > 1:
                return sides
    gaps = text.cuts(_SPACE) if language.is_spaced else list(_GAP.finditer(text.text))
    for gap in gaps[:_MOST_GAPS]:
        sides = (text.sub(0, gap.start()), text.sub(gap.end()))
        if all(parser.is_known(side) and not _is_small(side.text) for side in sides):
            return sides
    return (text,)


def _is_small(text: str) -> bool:
    """Return whether a text is an article or another small word, although a place is called so."""
    return text.islower() or (text.isascii() and len(text) < _LEAST_NAME)


def _toward(parser: Parser, at: Matched) -> Expression:
    if not at.word("road"):
        return Near(operand(parser, at), AHEAD)
    return Route((operand(parser, at),), _way(at))


def _route(parser: Parser, at: Matched) -> Route:
    operand_text(at, "stops")
    separator = at.language.separator("to")
    stops = at.text.sub(*at.match.span("stops")).split(separator) if separator else []
    check_count(at.text, stops)
    if len(stops) < _MOST_STOPS or not all(stop.text for stop in stops):
        start = at.text.sub(*at.match.span("stops"))
        raise start.wrong(
            f"{at.text.quoted()} has a start but no destination",
            f'add the destination: "from {brief(start.plain())} to ..."',
        )
    return Route(tuple(parser.term(stop) for stop in stops))


def _along(parser: Parser, at: Matched) -> Expression:
    return Along(operand(parser, at))


def _bank(parser: Parser, at: Matched) -> Expression:
    groups = at.match.groupdict()
    bank = at.language.bank(groups.get("bank") or "") or at.language.point(groups.get("side") or "")
    return Along(operand(parser, at), bank)


def _border(parser: Parser, at: Matched) -> Expression:
    if "ends" in at.match.re.groupindex:
        return _border_of_ends(parser, at)
    if "what" in at.match.re.groupindex:
        return Border(operand(parser, at), operand(parser, at, "what"))
    operand_text(at, "pair")
    separator = at.language.separator("with") or at.language.separator("and")
    inside = at.text.sub(*at.match.span("pair"))
    sides = pair(parser, inside, separator) if separator else (inside,)
    if len(sides) == 1 and not parser.is_known(inside):
        if countries := at.language.nations.named(inside.text)[:2]:
            return Border(*map(Name, countries))
        beside = ends(parser, inside, at.language)
        sides = beside if all(map(parser.is_known, beside)) else sides
    return Border(*map(parser.term, sides))


def _border_of_ends(parser: Parser, at: Matched) -> Expression:
    """Parse a border named by places or by adjectives: *Ukraine–Russia*, *turco-siria*."""
    inside, nations = at.inside("ends"), at.language.nations
    countries = nations.named(inside.text)
    if len(countries) == 2:  # noqa: PLR2004 - a border has two sides
        return Border(*map(Name, countries))
    if len(countries) == 1:
        return Border(Name(countries[0]))
    sides = (inside,) if parser.is_known(inside) else ends(parser, inside, at.language)
    if len(sides) == 1:
        form = operand(parser, at, "ends")
        return Border(_end(parser, inside)) if parser.is_name else Border(form)
    named = [nations.named(side.text) for side in sides]
    return Border(
        *(
            Name(found[0]) if len(found) == 1 else _end(parser, side)
            for found, side in zip(named, sides, strict=True)
        )
    )


def _meeting(parser: Parser, at: Matched) -> Expression:
    operand_text(at, "list")
    inside = at.text.sub(*at.match.span("list"))
    areas = parser.listed(inside, at.language)
    if areas is None:
        areas = ends(parser, inside, at.language)
        pieces = [piece for side in areas for piece in side.split(_HYPHEN)]
        areas = tuple(pieces)
    if len(areas) < 3:  # noqa: PLR2004 - a border has two sides
        raise NoReadingError
    return Meeting(tuple(parser.term(area) for area in areas))


def _outskirts(parser: Parser, at: Matched) -> Expression:
    side = at.language.point(at.match.groupdict().get("side") or "")
    return Part(operand(parser, at), side, is_outskirts=True)


def _share(parser: Parser, at: Matched) -> Expression:
    groups = at.match.groupdict()
    side = at.language.point(groups.get("side") or groups.get("bearing") or "")
    return Part(operand(parser, at), side or "centre")


def _tip(parser: Parser, at: Matched) -> Expression:
    return _extreme(parser, at, "tip")


def _far(parser: Parser, at: Matched) -> Expression:
    return _extreme(parser, at, "far")


def _extreme(parser: Parser, at: Matched, extent: PartSize) -> Expression:
    part = _share(parser, at)
    if not isinstance(part, Part) or part.side == "centre":
        raise NoReadingError
    return replace(part, extent=extent)


def _waters(parser: Parser, at: Matched) -> Expression:
    group = "form" if "form" in at.match.re.groupindex else "after"
    form = after(parser, at.inside(group), at.language)
    if form is None and group == "after":
        raise NoReadingError
    form = operand(parser, at, group) if form is None else form
    return form if isinstance(form, Coast | Narrowed) else Waters(form)


def _part_of(parser: Parser, at: Matched) -> Expression:
    what, place = at.text.sub(*at.match.span("what")), operand(parser, at)
    named = parser.name(what)
    if isinstance(place, Name):
        named = replace(named, within=(*named.within, place.toponym, *place.within))
    if parser.knows(named.toponym) and parser.is_name is None:
        return named
    return Narrowed(named, place)


def _region_of(parser: Parser, at: Matched) -> Expression:
    """Parse a region by a word for its kind: *province de l'Ituri*, *Oromia region of Ethiopia*."""
    place = operand(parser, at)
    if parser.is_name is None:
        raise NoReadingError
    if "what" not in at.match.re.groupindex:
        whole = at.text.sub(at.match.start("kind"))
        if parser.is_known(whole):
            return parser.name(whole)
        word = at.word("kind")
        found = of_kind(place, at.language.regions.one(word), parser)
        if found == place or parser.missing(found):
            raise NoReadingError
        return found
    named = parser.name(at.text.sub(at.match.start("what"), at.match.end("kind")))
    if not isinstance(place, Name) or parser.missing(named):
        raise NoReadingError
    return replace(named, within=(*named.within, place.toponym, *place.within))


def _township(parser: Parser, at: Matched) -> Expression:
    return Near(operand(parser, at))


def _thing(parser: Parser, at: Matched) -> Expression:
    form = after(parser, at.text.sub(*at.match.span("form")), at.language)
    if form is None:
        raise NoReadingError
    return form


def _inside(parser: Parser, at: Matched) -> Expression:
    place = at.match.span("place")
    if at.text.text[: place[0]][:1].isupper() and not parser.is_known(at.text.sub(*place)):
        raise NoReadingError  # "In Salah" may be a name; "in Salah" is not
    if is_worded(at.inside("place"), at.language):
        raise NoReadingError
    if re.match(r"[-+−–]?\s*(?:\d|∞|inf|nan)", at.text.text[place[0] : place[1]]):
        raise NoReadingError
    return operand(parser, at)


def _beside(parser: Parser, at: Matched) -> Expression:
    near = Near(operand(parser, at))
    what = at.text.sub(*at.match.span("what"))
    if at.language.is_thing(what.text):
        return near
    return Narrowed(parser.term(what), near)


def _container(parser: Parser, at: Matched) -> Expression:
    place, what = operand(parser, at), parser.term(at.text.sub(*at.match.span("what")))
    is_name = isinstance(what, Name) and at.language.is_spaced
    if not isinstance(place, Name) or parser.missing(place):
        raise NoReadingError
    if isinstance(what, Name) and at.word("nation") and at.language.nations.has(what.toponym):
        raise NoReadingError
    if parser.missing(what) and not is_name:
        raise NoReadingError
    if at.word("kind"):
        what = of_kind(what, at.language.regions.one(at.word("kind")), parser)
    return contained(what, place) or Narrowed(what, place)


def contained(form: Expression, place: Name) -> Expression | None:
    """Return a form whose name lies in a place; None if the form has more than one name."""
    if isinstance(form, Name):
        return replace(form, within=(*form.within, place.toponym, *place.within))
    if isinstance(form, Near | Offset | Coast | Part):
        inner = contained(form.of, place)
        return None if inner is None else replace(form, of=inner)
    if isinstance(form, Several):
        parts = [contained(part, place) for part in form.parts]
        return None if None in parts else Several(tuple(part for part in parts if part))
    return None


ReadForm = Callable[["Parser", Matched], Expression]

#: The readings by the names that the tables use.
READINGS: Final[dict[str, ReadForm]] = {
    "within": _within,
    "near": _near,
    "offset": _offset,
    "heading": _offset,
    "inside_by": _inside_by,
    "between": _between,
    "road": _road,
    "toward": _toward,
    "route": _route,
    "along": _along,
    "bank": _bank,
    "border": _border,
    "tripoint": _meeting,
    "coast": coast,
    "shore": shore,
    "outskirts": _outskirts,
    "share": _share,
    "tip": _tip,
    "far": _far,
    "adjective": _share,
    "waters": _waters,
    "region_of": _region_of,
    "part_of": _part_of,
    "township": _township,
    "thing": _thing,
    "inside": _inside,
    "held": _inside,
    "beside": _beside,
    "container": _container,
}


def after(parser: Parser, text: Slice, language: PlaceWords) -> Expression | None:
    """Parse a form that follows a name; None if the text is not such a form."""
    orders = [o for o in language.of_form((*AFTER_A_NAME, "adjective")) if not o.is_suffix]
    for order, match in matches(orders, text):
        try:
            return READINGS[order.form](parser, Matched(text, match, language))
        except NoReadingError:
            continue
    return None
