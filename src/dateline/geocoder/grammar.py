"""The parser of the ``where`` language: text to forms. The geometry of forms is computed elsewhere.

The grammar, with the geometry and uncertainty of each form, is in ``docs/where.md``. A name that
looks like a phrase ("Near East") is parsed as a name if the caller knows it as one or if it is in
double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.geocoder.coordinates import (
    MGRS,
    PLUS_CODE,
    WKT,
    CoordinatesError,
    is_short,
    parse_degrees,
    parse_mgrs,
    parse_wkt,
)
from dateline.geocoder.forms import (
    FARTHEST_M,
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Distance,
    Expression,
    GridReference,
    Name,
    Near,
    Offset,
    Part,
    PlaceId,
    PlusCode,
    Route,
    Several,
    WktShape,
)
from dateline.geocoder.slices import QUOTED, Slice, brief
from dateline.geodesy import compass_point
from dateline.limits import WHERE_DEPTH, WHERE_LENGTH, WHERE_PLACES

#: Returns whether the gazetteer knows a text as one name, so that it is not split.
IsName = Callable[[str], bool]


def parse_expression(text: str, *, is_name: IsName | None = None) -> Expression:
    """Return the form of a ``where`` text.

    Any text that is not one of the other forms becomes a :class:`Name`; whether such a place
    exists is not checked here.

    Args:
        text: As written; leading, trailing and repeated white space does not matter.
        is_name: Called with texts that could be split ("Near East", "Bosnia and Herzegovina"): if
            it returns true, the text is a name. None means that no names are known.

    Raises:
        ExpressionError: The text is empty, or it begins like a form but is incomplete.

    >>> parse_expression("12 km NE of Sumy")
    Offset(of=Name(toponym='Sumy', within=()), distance=Distance(value=12.0, unit='km', \
is_approximate=False), bearing='NE')
    """
    whole = Slice(text, 0).trimmed()
    if len(whole.text) > WHERE_LENGTH and not WKT.match(whole.text):
        raise whole.wrong(
            f"the place has {len(whole.text):,} characters, expected at most {WHERE_LENGTH:,}",
            "write only the place, and move the rest to `description`",
        )
    return _Parser(is_name or (lambda _: False)).several(whole)


#: Place names that contain the word "and".
_AND_NAMES: Final = re.compile(
    r"(?:bosnia|trinidad|antigua|s(?:ã|a)o tom(?:é|e)|kitts|nevis|vincent|turks|wallis|pierre"
    r"|svalbard|south georgia|newfoundland|jammu|tyne|andaman|heard island|brighton) and\b",
    re.IGNORECASE,
)


#: "1,200" and "1,200.5" are in thousands; "12.5" and "12,5" have decimals.
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_UNITS: Final[dict[str, str]] = {
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("mi", "mile", "miles"), "mi"),
    **dict.fromkeys(("nmi", "nm", "nautical mile", "nautical miles"), "nmi"),
}
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_ABOUT: Final = (
    r"(?P<about>(?:about|around|approximately|approx\.?|roughly|some|ca\.?|circa)\s+|~\s*)?"
)
_DISTANCE: Final = rf"{_ABOUT}(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})\b\.?"
_NS: Final = "(?:north|south)"
_EW: Final = "(?:east|west)"
_POINT: Final = rf"{_NS}[- ]?{_NS}[- ]?{_EW}|{_EW}[- ]?{_NS}[- ]?{_EW}|{_NS}[- ]?{_EW}|{_NS}|{_EW}"
_WORD: Final = rf"(?:{_POINT})(?:ern|wards?)?"
_LETTERS: Final = r"[NS]|[EW]|[NS][EW]|[NS][NS][EW]|[EW][NS][EW]"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


_SEMICOLON: Final = re.compile(";")
_OR: Final = _pattern(r"\s+or\s+")
_AND: Final = _pattern(r"\s+and\s+")
_WITH: Final = _pattern(r"\s+(?:and|with)\s+")
_STOP: Final = _pattern(r"\s+(?:to|via)\s+")
_COMMA: Final = re.compile(",")
_DASH: Final = re.compile(r"\s*[–—/]\s*")
_HYPHEN: Final = re.compile("-")

_ID: Final = re.compile(r"[a-z][a-z0-9-]*:[a-z0-9][\w.-]*")
_IN: Final = re.compile(r"(?:in|at|inside|within)\s+(?=\S)(?!\d)")
_HELD: Final = re.compile(r"(?:the\s+)?(?:\w+-)*(?:occupied|held|controlled|besieged)\s+(?=\S)")
_WITHIN: Final = _pattern(rf"within\s+{_DISTANCE}\s+(?:of|from)\b(?P<of>.*)")
_NEAR: Final = _pattern(
    r"(?:near(?:by)?(?:\s+to)?|close\s+to|next\s+to|around|outside(?:\s+of)?"
    r"|(?:in\s+)?(?:the\s+)?(?:vicinity|area)\s+of|the\s+area\s+around)(?:\s+(?P<of>.*)|)"
)
_OFFSET: Final = _pattern(
    rf"{_DISTANCE}\s+(?:(?:to\s+the\s+)?(?:due\s+)?(?P<bearing>{_WORD}|{_LETTERS})\b(?:\s+(?:of|from))?"
    r"|(?:away\s+)?from|outside(?:\s+of)?|off)(?:\s+(?P<of>.*)|)"
)
#: Texts that look like a distance but are not a valid one.
_NO_DISTANCE: Final = _pattern(
    rf"(?:within\s+)?{_ABOUT}(?P<value>[-+−–]?\s*(?:\d[\d.,]*(?:e[-+]?\d+)?|inf(?:inity)?|nan|∞))"
    rf"\s*(?:{_UNIT})\b\.?\s+(?:(?:to\s+the\s+)?(?:due\s+)?(?:{_WORD}|{_LETTERS})\b"
    r"|(?:away\s+)?from\b|outside\b|off\b|of\b).*"
)
_HEADING: Final = _pattern(
    rf"(?:just\s+|to\s+the\s+|due\s+)?(?P<bearing>{_POINT}|{_LETTERS})\s+of(?:\s+(?P<of>.*)|)"
)
_BETWEEN: Final = _pattern(r"between(?:\s+(?P<of>.*)|)")
_FROM: Final = _pattern(r"from(?:\s+(?P<of>.*)|)")
_ALONG: Final = _pattern(r"along(?:\s+(?P<of>.*)|)")
_BORDER: Final = _pattern(
    r"(?:the\s+)?(?:(?:common|land|state|shared)\s+)?border\s+(?:of|between)(?:\s+(?P<of>.*)|)"
)
_BORDER_LAST: Final = _pattern(r"(?:the\s+)?(?P<of>\S.*?)\s+border")
_COAST: Final = _pattern(
    rf"off\s+(?:the\s+(?:(?P<side>{_WORD})\s+)?coast\s+of\s+)?(?P<of>.*?)(?:[’']s?\s+coast)?"
)
_OUTSKIRTS: Final = _pattern(
    rf"(?:the\s+)?(?:(?P<side>{_WORD})\s+)?(?:outskirts|suburbs|edge)\s+of(?:\s+(?P<of>.*)|)"
)
_SHARE: Final = _pattern(
    rf"(?:the\s+)?(?P<side>{_WORD}|central|centre|center)\s+(?:part|side|half)\s+of(?:\s+(?P<of>.*)|)"
)
_THE_SHARE: Final = _pattern(rf"the\s+(?P<side>{_POINT}|centre|center)\s+of(?:\s+(?P<of>.*)|)")
_ADJECTIVE: Final = _pattern(rf"(?P<side>{_WORD}|central)\s+(?P<of>\S.*)")
_BRACKETED: Final = re.compile(r"(?P<toponym>[^()\"]+?)\s*\((?P<within>[^()\"]+)\)")


@dataclass(frozen=True, slots=True)
class _Parser:
    """Recursive descent over slices; each method parses one form and returns it."""

    is_name: IsName
    depth: int = 0

    def several(self, text: Slice) -> Expression:
        if not text.text:
            raise text.wrong("the place is empty", "name a place, or leave the field out")
        pieces = text.split(_SEMICOLON)
        self._check_count(text, pieces)
        for piece in pieces:
            if not piece.text:
                raise piece.wrong(
                    f"{text.quoted()} has nothing between two semicolons, expected a place",
                    'write one semicolon between places: "Sudzha; Korenevo"',
                )
        parts = [self.alternatives(piece) for piece in pieces]
        return parts[0] if len(parts) == 1 else Several(tuple(parts))

    def alternatives(self, text: Slice) -> Expression:
        pieces = text.split(_OR)
        if len(pieces) == 1 or self._is_name(text):
            return self.term(text)
        self._check_count(text, pieces)
        return AnyOf(tuple(self.term(piece) for piece in pieces))

    def term(self, text: Slice) -> Expression:
        """Parse anything except a list, trying the forms in their order."""
        if (position := _position(text)) is not None:
            return position
        if self._is_name(text):
            return self.name(text)
        if self.depth >= WHERE_DEPTH:
            raise text.wrong(
                f"the place nests more than {WHERE_DEPTH} expressions",
                'write only the place, such as "near Sumy"',
            )
        inner = _Parser(self.is_name, self.depth + 1)
        for pattern, read in _FORMS:
            if match := pattern.fullmatch(text.text):
                form = read(inner, text, match)
                if form is not None:
                    return form
        if text.text.startswith("(") and text.text.endswith(")"):
            return inner.several(text.sub(1, -1))
        return self.name(text)

    def operand(self, text: Slice, match: re.Match[str], group: str = "of") -> Expression:
        start, end = match.span(group)
        if start < 0 or not text.text[start:end].strip():
            phrase = brief(text.plain())
            raise text.sub(len(text.text)).wrong(
                f'"{phrase}" has no place after "{phrase.split()[-1]}"',
                f'add a place name: "{phrase} Sumy", or quote the words if they are a name',
            )
        return self.term(text.sub(start, end))

    def pair(self, text: Slice, separator: re.Pattern[str]) -> tuple[Slice, ...]:
        """Split a text in two at the separator that does not break a name."""
        spared = {m.end() for m in _AND_NAMES.finditer(text.text)}
        cuts: list[tuple[Slice, ...]] = []
        for left in text.split(separator)[:-1]:
            end = left.start - text.start + len(left.text)
            found = separator.match(text.text, end)
            if (
                found
                and found.end() - len(found.group()) + len(found.group().rstrip()) not in spared
            ):
                cuts.append((text.sub(0, end), text.sub(found.end())))
        known = [cut for cut in cuts if all(self._is_name(side) for side in cut)]
        return (known or cuts or [(text,)])[0]

    # One method per form; each receives the match of its pattern.

    def name(self, text: Slice) -> Name:
        if match := _BRACKETED.fullmatch(text.text):
            within = tuple(" ".join(w.split()) for w in match["within"].split(",") if w.strip())
            return Name(" ".join(match["toponym"].split()), within)
        toponym, *within_slices = (_unquoted(piece) for piece in text.split(_COMMA))
        if not toponym or not all(within_slices):
            raise text.wrong(
                f"{text.quoted()} has nothing on one side of a comma, expected a place",
                "write the place, a comma, and its region or country",
            )
        return Name(toponym, tuple(within_slices))

    def inside(self, text: Slice, match: re.Match[str]) -> Expression:
        return self.term(text.sub(match.end("start")))

    def within(self, text: Slice, match: re.Match[str]) -> Expression:
        return Near(self.operand(text, match), _distance(text, match))

    def near(self, text: Slice, match: re.Match[str]) -> Expression:
        return Near(self.operand(text, match))

    def offset(self, text: Slice, match: re.Match[str]) -> Expression:
        bearing = compass_point(match["bearing"] or "") or ""
        return Offset(self.operand(text, match), _distance(text, match), bearing)

    def no_distance(self, text: Slice, match: re.Match[str]) -> Expression:
        raise text.sub(*match.span("value")).wrong(
            f'"{brief(match["value"])}" is not a distance, expected a number of 0 or more',
            'write digits, such as "12 km" or "12.5 km"',
        )

    def heading(self, text: Slice, match: re.Match[str]) -> Expression:
        return Offset(self.operand(text, match), None, compass_point(match["bearing"]) or "")

    def between(self, text: Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        sides = self.pair(text.sub(*match.span("of")), _AND)
        if len(sides) == 1:
            raise sides[0].wrong(
                f"{text.quoted()} names one place, expected two",
                f'add the other place: "between {brief(sides[0].plain())} and ..."',
            )
        return Between(self.term(sides[0]), self.term(sides[1]))

    def route(self, text: Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        stops = text.sub(*match.span("of")).split(_STOP)
        self._check_count(text, stops)
        if len(stops) == 1:
            raise stops[0].wrong(
                f"{text.quoted()} has a start but no destination",
                f'add the destination: "from {brief(stops[0].plain())} to ..."',
            )
        return Route(tuple(self.term(stop) for stop in stops))

    def along(self, text: Slice, match: re.Match[str]) -> Expression:
        return Along(self.operand(text, match))

    def border(self, text: Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        return Border(*(self.term(s) for s in self.pair(text.sub(*match.span("of")), _WITH)))

    def border_last(self, text: Slice, match: re.Match[str]) -> Expression:
        inside = text.sub(*match.span("of"))
        if self._is_name(inside):
            return Border(self.name(inside))
        for separator in (_DASH, _AND, _HYPHEN):
            sides = self.pair(inside, separator)
            if len(sides) > 1:
                return Border(self.term(sides[0]), self.term(sides[1]))
        return Border(self.term(inside))

    def coast(self, text: Slice, match: re.Match[str]) -> Expression:
        return Coast(self.operand(text, match), compass_point(match["side"] or "") or "")

    def outskirts(self, text: Slice, match: re.Match[str]) -> Expression:
        side = compass_point(match["side"] or "") or ""
        return Part(self.operand(text, match), side, is_outskirts=True)

    def share(self, text: Slice, match: re.Match[str]) -> Expression:
        side = compass_point(match["side"]) or "centre"
        return Part(self.operand(text, match), side)

    def operand_text(self, text: Slice, match: re.Match[str]) -> None:
        """Raise the error for a missing operand if there is none."""
        if not (match["of"] or "").strip():
            self.operand(text, match)

    def _check_count(self, text: Slice, parts: Sequence[Slice]) -> None:
        if len(parts) > WHERE_PLACES:
            raise text.wrong(
                f"the place names {len(parts):,} places, expected at most {WHERE_PLACES}",
                "write one event for each, or name the region they are in",
            )

    def _is_name(self, text: Slice) -> bool:
        plain = text.plain()
        if '"' in plain:
            return False
        head, comma, _ = plain.partition(",")
        # Some places are called 12, but not the one of "12,5 km NE of Sumy".
        is_worded = bool(comma) and not head.isdecimal()
        return self.is_name(plain) or (is_worded and self.is_name(head))


_Read = Callable[[_Parser, Slice, re.Match[str]], Expression | None]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Read], ...]] = (
    (_WITHIN, _Parser.within),
    (_NEAR, _Parser.near),
    (_OFFSET, _Parser.offset),
    (_NO_DISTANCE, _Parser.no_distance),
    (_HEADING, _Parser.heading),
    (_BETWEEN, _Parser.between),
    (_FROM, _Parser.route),
    (_ALONG, _Parser.along),
    (_BORDER, _Parser.border),
    (_COAST, _Parser.coast),
    (_OUTSKIRTS, _Parser.outskirts),
    (_SHARE, _Parser.share),
    (_THE_SHARE, _Parser.share),
    (re.compile(rf"(?P<start>{_IN.pattern}|{_HELD.pattern}).*", re.DOTALL), _Parser.inside),
    (_BORDER_LAST, _Parser.border_last),
    (_ADJECTIVE, _Parser.share),
)


def _unquoted(text: Slice) -> str:
    if text.text.startswith('"') and QUOTED.fullmatch(text.text):
        return text.plain()[1:-1].strip().replace('""', '"')
    return text.plain()


def _distance(text: Slice, match: re.Match[str]) -> Distance:
    unit = _UNITS[" ".join(match["unit"].casefold().split())]
    written = match["value"]
    point = "" if _THOUSANDS.fullmatch(written) else "."
    distance = Distance(
        float(written.replace(",", point)), unit, is_approximate=match["about"] is not None
    )
    if distance.metres > FARTHEST_M:
        raise text.sub(*match.span("value")).wrong(
            f'"{brief(written)} {unit}" is farther than any place on Earth can be, '
            f"expected at most {FARTHEST_M / 1000:,.1f} km",
            "check the number and its unit",
        )
    return distance


def _position(text: Slice) -> Expression | None:
    """Parse a place id or a position written as numbers; None if it is neither."""
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
    return _plus_code(text)


def _plus_code(text: Slice) -> Expression | None:
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
    return PlusCode(
        code, _Parser(lambda _: True).name(rest.sub(1) if rest.text[0] == "," else rest)
    )
