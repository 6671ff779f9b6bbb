"""The ``where`` language: text to forms and back. What the forms mean on the ground is elsewhere.

The grammar, with the geometry and uncertainty of each form, is in ``docs/where.md``. A name that
only looks like a phrase ("Near East") stays a name if the caller says that it is one, or if it
stands in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateline.geocode.coordinates import (
    MGRS,
    PLUS_CODE,
    WKT,
    CoordinatesError,
    format_degrees,
    is_short,
    parse_degrees,
    parse_mgrs,
    parse_wkt,
)
from dateline.geocode.forms import (
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Coordinates,
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
    Shape,
)
from dateline.geodesy import compass_point

#: Says whether the gazetteer knows a text as a name, so that it is not taken apart.
IsName = Callable[[str], bool]


class ExpressionError(ValueError):
    """A text that begins like a form of the language and does not go on like one.

    Attributes:
        message: What was seen and what was expected, both quoted; one line.
        hint: An act the writer can do now.
        column: 1-based column in the text.
    """

    def __init__(self, message: str, *, hint: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column


def parse_expression(text: str, *, is_name: IsName | None = None) -> Expression:
    """Return what a ``where`` text says.

    Any text that is not one of the other forms is a :class:`Name`; whether there is such a place
    is not asked here.

    Args:
        text: As written; white space at the ends and its amount within do not matter.
        is_name: Asked about texts that could be taken apart ("Near East", "Bosnia and
            Herzegovina"): if it says yes, the text is a name. None: nothing is known.

    Raises:
        ExpressionError: The text is empty, or begins like a form and lacks the rest.

    >>> parse_expression("12 km NE of Sumy")
    Offset(of=Name(toponym='Sumy', within=()), distance=Distance(value=12.0, unit='km', \
is_approximate=False), bearing='NE')
    """
    return _Parser(is_name or (lambda _: False)).several(_Slice(text, 0).trimmed())


# --- slices of the text ---------------------------------------------------------------------------

#: Names of places that hold the word "and".
_AND_NAMES: Final = re.compile(
    r"(?:bosnia|trinidad|antigua|s(?:ã|a)o tom(?:é|e)|kitts|nevis|vincent|turks|wallis|pierre"
    r"|svalbard|south georgia|newfoundland|jammu|tyne|andaman|heard island|brighton) and\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Slice:
    """A piece of the text and the offset it starts at."""

    text: str
    start: int

    def trimmed(self) -> _Slice:
        left = len(self.text) - len(self.text.lstrip())
        return _Slice(self.text.strip(), self.start + left)

    def sub(self, start: int, end: int | None = None) -> _Slice:
        return _Slice(self.text[start:end], self.start + start).trimmed()

    def plain(self) -> str:
        return " ".join(self.text.split())

    def wrong(self, message: str, hint: str) -> ExpressionError:
        return ExpressionError(message, hint=hint, column=self.start + 1)

    def split(self, separator: re.Pattern[str]) -> list[_Slice]:
        """Cut at each separator that is in no quotes and no brackets."""
        closed = self._closed()
        pieces, last = [], 0
        for found in separator.finditer(self.text):
            if not closed[found.start()]:
                pieces.append(self.sub(last, found.start()))
                last = found.end()
        return [*pieces, self.sub(last)]

    def _closed(self) -> list[bool]:
        """Say of each character whether it is in quotes or brackets."""
        flags: list[bool] = []
        depth = 0
        while len(flags) < len(self.text):
            index = len(flags)
            character = self.text[index]
            if character == '"' and _opens_quote(self.text, index):
                quoted = _QUOTED.match(self.text, index)
                if quoted is None:
                    raise self._unmatched('"')
                flags += [True] * len(quoted.group())
                continue
            depth += {"(": 1, ")": -1}.get(character, 0)
            flags.append(depth > 0)
        if depth:
            raise self._unmatched(")" if depth > 0 else "(")
        return flags

    def _unmatched(self, sign: str) -> ExpressionError:
        return self.wrong(
            f'"{self.text}" has no matching {sign!r}', f"add the missing {sign} or leave both out"
        )


_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"(?=$|[\s;,()])')


def _opens_quote(text: str, index: int) -> bool:
    """Say whether a quotation mark stands at the start of a word; else it is seconds of arc."""
    return index == 0 or text[index - 1] in " ;,("


# --- the grammar ----------------------------------------------------------------------------------

_NUMBER: Final = r"\d+(?:[.,]\d+)?"
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
_WITHIN: Final = _pattern(rf"within\s+{_DISTANCE}\s+(?:of|from)\b(?P<of>.*)")
_NEAR: Final = _pattern(
    r"(?:near(?:by)?(?:\s+to)?|close\s+to|next\s+to|around|outside(?:\s+of)?"
    r"|(?:in\s+)?(?:the\s+)?(?:vicinity|area)\s+of|the\s+area\s+around)(?:\s+(?P<of>.*)|)"
)
_OFFSET: Final = _pattern(
    rf"{_DISTANCE}\s+(?:(?:to\s+the\s+)?(?:due\s+)?(?P<bearing>{_WORD}|{_LETTERS})\b(?:\s+(?:of|from))?"
    r"|(?:away\s+)?from|outside(?:\s+of)?|off)(?:\s+(?P<of>.*)|)"
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
    """Recursive descent over slices; each method reads one form and returns it."""

    is_name: IsName

    def several(self, text: _Slice) -> Expression:
        if not text.text:
            raise text.wrong("the place is empty", "name a place, or leave the field out")
        pieces = text.split(_SEMICOLON)
        for piece in pieces:
            if not piece.text:
                raise piece.wrong(
                    f'"{text.plain()}" has nothing between two semicolons, expected a place',
                    'write one semicolon between places: "Sudzha; Korenevo"',
                )
        parts = [self.alternatives(piece) for piece in pieces]
        return parts[0] if len(parts) == 1 else Several(tuple(parts))

    def alternatives(self, text: _Slice) -> Expression:
        pieces = text.split(_OR)
        if len(pieces) == 1 or self._is_name(text):
            return self.term(text)
        return AnyOf(tuple(self.term(piece) for piece in pieces))

    def term(self, text: _Slice) -> Expression:
        """Read anything but a list: the forms in the order in which they are tried."""
        if (position := _position(text)) is not None:
            return position
        if self._is_name(text):
            return self.name(text)
        for pattern, read in _FORMS:
            if match := pattern.fullmatch(text.text):
                form = read(self, text, match)
                if form is not None:
                    return form
        if text.text.startswith("(") and text.text.endswith(")"):
            return self.several(text.sub(1, -1))
        return self.name(text)

    def operand(self, text: _Slice, match: re.Match[str], group: str = "of") -> Expression:
        start, end = match.span(group)
        if start < 0 or not text.text[start:end].strip():
            phrase = text.plain()
            raise text.sub(len(text.text)).wrong(
                f'"{phrase}" names no place after "{phrase.split()[-1]}"',
                f'go on with a place: "{phrase} Sumy"; a name of those words goes in double quotes',
            )
        return self.term(text.sub(start, end))

    def pair(self, text: _Slice, separator: re.Pattern[str]) -> tuple[_Slice, ...]:
        """Cut a text in two at the separator that leaves names whole."""
        spared = {m.end() for m in _AND_NAMES.finditer(text.text)}
        cuts: list[tuple[_Slice, ...]] = []
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

    # the forms, each handed the match of its pattern

    def name(self, text: _Slice) -> Name:
        if match := _BRACKETED.fullmatch(text.text):
            within = tuple(" ".join(w.split()) for w in match["within"].split(",") if w.strip())
            return Name(" ".join(match["toponym"].split()), within)
        toponym, *within_slices = (_unquoted(piece) for piece in text.split(_COMMA))
        if not toponym or not all(within_slices):
            raise text.wrong(
                f'"{text.plain()}" has nothing on one side of a comma, expected a place',
                "write the place, a comma, and what it lies in",
            )
        return Name(toponym, tuple(within_slices))

    def inside(self, text: _Slice, match: re.Match[str]) -> Expression:
        return self.term(text.sub(match.end()))

    def within(self, text: _Slice, match: re.Match[str]) -> Expression:
        return Near(self.operand(text, match), _distance(match))

    def near(self, text: _Slice, match: re.Match[str]) -> Expression:
        return Near(self.operand(text, match))

    def offset(self, text: _Slice, match: re.Match[str]) -> Expression:
        bearing = compass_point(match["bearing"] or "") or ""
        return Offset(self.operand(text, match), _distance(match), bearing)

    def heading(self, text: _Slice, match: re.Match[str]) -> Expression:
        return Offset(self.operand(text, match), None, compass_point(match["bearing"]) or "")

    def between(self, text: _Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        sides = self.pair(text.sub(*match.span("of")), _AND)
        if len(sides) == 1:
            raise sides[0].wrong(
                f'"{text.plain()}" names one place, expected two',
                f'write "between {sides[0].plain()} and" and the other place',
            )
        return Between(self.term(sides[0]), self.term(sides[1]))

    def route(self, text: _Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        stops = text.sub(*match.span("of")).split(_STOP)
        if len(stops) == 1:
            raise stops[0].wrong(
                f'"{text.plain()}" says where from but not where to',
                f'write "from {stops[0].plain()} to" and the place',
            )
        return Route(tuple(self.term(stop) for stop in stops))

    def along(self, text: _Slice, match: re.Match[str]) -> Expression:
        return Along(self.operand(text, match))

    def border(self, text: _Slice, match: re.Match[str]) -> Expression:
        self.operand_text(text, match)
        return Border(*(self.term(s) for s in self.pair(text.sub(*match.span("of")), _WITH)))

    def border_last(self, text: _Slice, match: re.Match[str]) -> Expression:
        inside = text.sub(*match.span("of"))
        if self._is_name(inside):
            return Border(self.name(inside))
        for separator in (_DASH, _AND, _HYPHEN):
            sides = self.pair(inside, separator)
            if len(sides) > 1:
                return Border(self.term(sides[0]), self.term(sides[1]))
        return Border(self.term(inside))

    def coast(self, text: _Slice, match: re.Match[str]) -> Expression:
        return Coast(self.operand(text, match), compass_point(match["side"] or "") or "")

    def outskirts(self, text: _Slice, match: re.Match[str]) -> Expression:
        side = compass_point(match["side"] or "") or ""
        return Part(self.operand(text, match), side, is_outskirts=True)

    def share(self, text: _Slice, match: re.Match[str]) -> Expression:
        side = compass_point(match["side"]) or "centre"
        return Part(self.operand(text, match), side)

    def operand_text(self, text: _Slice, match: re.Match[str]) -> None:
        """Raise if nothing stands where the operands should."""
        if not (match["of"] or "").strip():
            self.operand(text, match)

    def _is_name(self, text: _Slice) -> bool:
        plain = text.plain()
        if '"' in plain:
            return False
        return self.is_name(plain) or ("," in plain and self.is_name(plain.partition(",")[0]))


_Read = Callable[[_Parser, _Slice, re.Match[str]], Expression | None]
_FORMS: Final[tuple[tuple[re.Pattern[str], _Read], ...]] = (
    (_WITHIN, _Parser.within),
    (_NEAR, _Parser.near),
    (_OFFSET, _Parser.offset),
    (_HEADING, _Parser.heading),
    (_BETWEEN, _Parser.between),
    (_FROM, _Parser.route),
    (_ALONG, _Parser.along),
    (_BORDER, _Parser.border),
    (_COAST, _Parser.coast),
    (_OUTSKIRTS, _Parser.outskirts),
    (_SHARE, _Parser.share),
    (_THE_SHARE, _Parser.share),
    (re.compile(_IN.pattern + r".*", re.DOTALL), lambda p, t, _: p.inside(t, _in(t))),
    (_BORDER_LAST, _Parser.border_last),
    (_ADJECTIVE, _Parser.share),
)


def _in(text: _Slice) -> re.Match[str]:
    match = _IN.match(text.text)
    assert match is not None
    return match


def _unquoted(text: _Slice) -> str:
    if text.text.startswith('"') and _QUOTED.fullmatch(text.text):
        return text.plain()[1:-1].strip().replace('""', '"')
    return text.plain()


def _distance(match: re.Match[str]) -> Distance:
    unit = _UNITS[" ".join(match["unit"].casefold().split())]
    value = float(match["value"].replace(",", "."))
    return Distance(value, unit, is_approximate=match["about"] is not None)


def _position(text: _Slice) -> Expression | None:
    """Read a place id, or a position written as numbers."""
    plain = text.plain()
    if _ID.fullmatch(plain):
        return PlaceId(plain)
    try:
        if MGRS.fullmatch(plain):
            return GridReference(parse_mgrs(plain) or "")
        if WKT.match(plain) and re.match(r"\w+\s*\(", plain):
            return Shape(parse_wkt(plain))
        if degrees := parse_degrees(plain):
            return degrees
    except CoordinatesError as error:
        raise text.wrong(error.message, error.hint) from error
    return _plus_code(text)


def _plus_code(text: _Slice) -> Expression | None:
    match = PLUS_CODE.match(text.text)
    if match is None or text.text[match.end() : match.end() + 1] not in {"", " ", ","}:
        return None
    code, rest = match["code"].upper(), text.sub(match.end())
    if not is_short(code):
        return PlusCode(code) if not rest.text else None
    if not rest.text:
        raise text.wrong(
            f'Plus Code "{code}" is short and names no place to lean on',
            f'write the full code, or a town after it: "{code} Sumy"',
        )
    return PlusCode(
        code, _Parser(lambda _: True).name(rest.sub(1) if rest.text[0] == "," else rest)
    )


# --- back to text ---------------------------------------------------------------------------------

_JOINING: Final = _pattern(r"[;()\",]|(?:^|\s)(?:and|or|to|via|with)(?:\s|$)|\sborder$")


def format_expression(expression: Expression) -> str:
    """Return the text of a form; parsing it gives the form again.

    Names that would be read as another form are put in double quotes, forms inside forms in
    brackets.

    >>> format_expression(Near(Name("Sumy", ("Ukraine",))))
    'near Sumy, Ukraine'
    """
    return _WRITERS[type(expression)](expression)


def _operand(expression: Expression) -> str:
    if isinstance(expression, Name):
        words = (expression.toponym, *expression.within)
        return _quoted(words) if any(map(_JOINING.search, words)) else _name(expression)
    text = format_expression(expression)
    return text if isinstance(expression, _ATOMS) else f"({text})"


def _sole_operand(expression: Expression) -> str:
    """Return an operand that nothing follows, so that most forms need no brackets."""
    if isinstance(expression, Border | Coast | Part):
        return format_expression(expression)
    return _operand(expression)


_ATOMS: Final = (PlaceId, Coordinates, GridReference, Shape)


def _name(form: Name) -> str:
    """Return the words of a name, in quotes if they would be read as another form without."""
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
    number = repr(float(distance.value)).removesuffix(".0")
    return f"{about}{number} {distance.unit}"


def _near(form: Near) -> str:
    start = f"within {_distance_text(form.within)} of" if form.within else "near"
    return f"{start} {_sole_operand(form.of)}"


def _offset(form: Offset) -> str:
    if form.distance is None:
        return f"{form.bearing} of {_sole_operand(form.of)}"
    way = f"{form.bearing} of" if form.bearing else "from"
    return f"{_distance_text(form.distance)} {way} {_sole_operand(form.of)}"


def _border(form: Border) -> str:
    other = f" and {_operand(form.other)}" if form.other else ""
    return f"border of {_operand(form.one)}{other}"


def _route(form: Route) -> str:
    first, *middle, last = (_operand(stop) for stop in form.stops)
    return " ".join([f"from {first}", *(f"via {stop}" for stop in middle), f"to {last}"])


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
    return f"{side} part of {_operand(form.of)}"


def _plus_code_text(form: PlusCode) -> str:
    return f"{form.code} {_name(form.of)}" if form.of else form.code


def _list_item(form: Expression) -> str:
    text = format_expression(form)
    return f"({text})" if isinstance(form, Several | AnyOf) else text


_WRITERS: Final[dict[type, Callable[..., str]]] = {
    Name: _name,
    PlaceId: lambda form: form.place_id,
    Coordinates: format_degrees,
    GridReference: lambda form: form.reference,
    PlusCode: _plus_code_text,
    Shape: lambda form: form.wkt,
    Near: _near,
    Offset: _offset,
    Between: lambda form: f"between {_operand(form.start)} and {_operand(form.end)}",
    Along: lambda form: f"along {_sole_operand(form.line)}",
    Border: _border,
    Route: _route,
    Coast: _coast,
    Part: _part,
    Several: lambda form: "; ".join(_list_item(part) for part in form.parts),
    AnyOf: lambda form: " or ".join(_list_item(option) for option in form.options),
}
