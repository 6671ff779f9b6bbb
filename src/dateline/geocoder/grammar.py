"""The parser of the ``where`` language: text to forms. The geometry of forms is computed elsewhere.

The words and their orders are in the tables of ``words/`` (``language.py``); what an order means is
in ``readings.py``. A text may have several readings: the first of which every name is known is
taken, or else the one with the fewest unknown names. A name that looks like a phrase ("Near East")
is parsed as a name if the caller knows it as one or if it is in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from dateline.geocoder.containers import (
    enclosing_first,
    enclosing_last,
    is_doubtful,
    unknown_inside,
)
from dateline.geocoder.coordinates import WKT
from dateline.geocoder.forms import (
    AnyOf,
    Expression,
    Name,
    Several,
    names_in,
)
from dateline.geocoder.inflection import nominatives
from dateline.geocoder.joins import after_words, at_place, cuts, described, is_line, is_stop, joined
from dateline.geocoder.language import LINES, NUMBER, PlaceWords
from dateline.geocoder.lists import listed, plain_signs
from dateline.geocoder.nameless import is_nameless
from dateline.geocoder.operands import Matched, NoReadingError, check_count
from dateline.geocoder.orders import WordOrder, matches
from dateline.geocoder.positions import position_of
from dateline.geocoder.readings import READINGS
from dateline.geocoder.scripts import english, languages_of
from dateline.geocoder.slices import QUOTED, DistanceError, ExpressionError, Slice, brief
from dateline.geocoder.travel import check_times
from dateline.limits import WHERE_DEPTH, WHERE_LENGTH

#: Returns whether the gazetteer knows a text as one name, so that it is not split.
IsName = Callable[[str], bool]

#: Characters that the readings of one text may look at; a longer text is read as a name.
_EFFORT: Final = 60_000

_SEMICOLON: Final = re.compile(";")
_COMMA: Final = re.compile(",")
#: A position with decimal commas: "48,5906; 37,9998".
_DECIMAL_COMMAS: Final = re.compile(
    r"[-+−]?\d{1,3},\d+°?\s*[NS]?\s*;\s*[-+−]?\d{1,3},\d+°?\s*[EW]?"
)
_CUT: Final = re.compile(r",\s*|\s+")
_BRACKETED: Final = re.compile(r"(?P<toponym>[^()\"]+?)\s*\((?P<within>[^()\"]+)\)")


def parse_expression(
    text: str,
    *,
    is_name: IsName | None = None,
    weight: Callable[[str], float] | None = None,
    holds: Callable[[Name], bool] | None = None,
) -> Expression:
    """Return the form of a ``where`` text.

    Any text that is not one of the other forms becomes a :class:`Name`; whether such a place
    exists is not checked here.

    Args:
        text: As written; leading, trailing and repeated white space does not matter.
        is_name: Called with texts that could be names ("Near East", "Bosnia and Herzegovina"): if
            it returns true, the text is not taken apart. None means that any text can be a name.
        weight: Returns how important the place of a name is, to choose among names that an
            inflected one may be.
        holds: Returns whether the best known place of a name lies in what encloses it.

    Raises:
        ExpressionError: The text is empty, or it begins like a form but is incomplete.

    >>> parse_expression("12 km NE of Sumy")
    Offset(of=Name(toponym='Sumy', within=()), distance=Distance(value=12.0, unit='km', \
is_approximate=False, most=None), bearing='NE')
    """
    whole = Slice(plain_signs(text), 0).trimmed()
    if len(whole.text) > WHERE_LENGTH and not WKT.match(whole.text):
        raise whole.wrong(
            f"the place has {len(whole.text):,} characters, expected at most {WHERE_LENGTH:,}",
            "write only the place, and move the rest to `description`",
        )
    return Parser(is_name, _Work(), weight=weight, holds=holds).several(whole)


@dataclass(slots=True)
class _Work:
    """What the parsers of one text share: the effort left, and what is parsed already."""

    effort: int = _EFFORT
    done: dict[tuple[int, str, str], Expression | ExpressionError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parser:
    """Recursive descent over slices of a text."""

    is_name: IsName | None
    work: _Work
    depth: int = 0
    language: PlaceWords = field(default_factory=english)
    weight: Callable[[str], float] | None = None
    holds: Callable[[Name], bool] | None = None

    def several(self, text: Slice) -> Expression:
        """Parse a text that may be a list with semicolons."""
        if not text.text:
            raise text.wrong("the place is empty", "name a place, or leave the field out")
        if _DECIMAL_COMMAS.fullmatch(text.text) and (found := self._position(text)) is not None:
            return found
        pieces = text.split(_SEMICOLON)
        check_count(text, pieces)
        for piece in pieces:
            if not piece.text:
                raise piece.wrong(
                    f"{text.quoted()} has nothing between two semicolons, expected a place",
                    'write one semicolon between places: "Sudzha; Korenevo"',
                )
        parts = [self._alternatives(piece) for piece in pieces]
        return parts[0] if len(parts) == 1 else Several(tuple(parts))

    def _position(self, text: Slice) -> Expression | None:
        return position_of(text, self.name)

    def _alternatives(self, text: Slice) -> Expression:
        if (found := self._one_of(text, english())) is not None:
            return found
        form = self.term(text)
        if self.missing(form) or self.is_name is None:
            for language in self._others(text):
                found = self._one_of(text, language)
                if found is not None and not self.missing(found):
                    return found
        return form

    def _one_of(self, text: Slice, language: PlaceWords) -> Expression | None:
        separator = language.separator("or")
        if separator is None or not separator.search(text.text):
            return None
        either = language.either.match(text.text)
        whole = text.sub(either.end()) if either else text
        pieces = whole.split(separator)
        if len(pieces) == 1 or self.is_known(text) or not all(piece.text for piece in pieces):
            return None
        check_count(text, pieces)
        return AnyOf(tuple(self.term(piece) for piece in pieces))

    def _others(self, text: Slice) -> tuple[PlaceWords, ...]:
        """Return the languages other than English that a text is tried in."""
        if self.language.code != "en":
            return (self.language,)
        is_plain = self.is_known(text) and self._is_plain(text)
        if text.text.isascii() and (is_plain or not _CUT.search(text.text)):
            return ()
        return languages_of(text.text)

    def term(self, text: Slice) -> Expression:
        """Parse anything except a list with semicolons, each text once."""
        key = (text.start, text.text, self.language.code)
        if key not in self.work.done:
            try:
                self.work.done[key] = self._term(text)
            except ExpressionError as error:
                self.work.done[key] = error
        found = self.work.done[key]
        if isinstance(found, ExpressionError):
            raise found
        return found

    def _term(self, text: Slice) -> Expression:
        if (position := self._position(text)) is not None:
            return position
        is_plain = self.is_known(text) and self._is_plain(text)
        if (is_plain and not self._is_part_of_water(text)) or self._is_nameless(text):
            return self.name(text)
        if self.depth >= WHERE_DEPTH:
            raise text.wrong(
                f"the place nests more than {WHERE_DEPTH} expressions",
                'write only the place, such as "near Sumy"',
            )
        if self.depth == 0:
            check_times(text, (english(), *self._others(text)))
        self.work.effort -= len(text.text) + 10
        if self.work.effort < 0:
            return self.name(text)
        return replace(self, depth=self.depth + 1).best(text)

    def best(self, text: Slice) -> Expression:
        """Return the first reading without unknown names, or the one with the fewest."""
        best: Expression | None = None
        least = 0.0
        wrong: ExpressionError | None = None
        for read in self._readings(text):
            try:
                form = read()
            except NoReadingError:
                continue
            except DistanceError:
                raise
            except ExpressionError as error:
                wrong = wrong or error
                continue
            missing = self.missing(form) + is_doubtful(self, form, text) / 2
            if best is None or missing < least:
                best, least = form, missing
            if not missing:
                break
        is_plain = best is None or (isinstance(best, Name) and least)
        if wrong is not None and (is_plain or self.is_name is None):
            raise wrong
        assert best is not None  # the last reading is a name, or an error
        return best

    def _readings(self, text: Slice) -> Iterator[Callable[[], Expression]]:
        """Yield the ways to read a text, the likeliest first."""
        if text.text.startswith("(") and text.text.endswith(")") and text.is_enclosed():
            yield lambda: self.several(text.sub(1, -1))
            return
        first = english()
        if first.is_possible(text.text):
            yield from self._in_language(text, first)
        for language in self._others(text):
            is_possible = language.is_possible(text.text)
            if not (is_possible or language.is_container_first or language.is_container_last):
                continue
            inner = replace(self, language=language)
            if is_possible:
                for read in inner._in_language(text, language):  # noqa: SLF001 - the same class
                    yield _lenient(read)
            if language.is_container_first:
                yield from enclosing_first(inner, text, language)
            yield from enclosing_last(inner, text, language)
        if self.is_name is not None:
            for language in (first, *self._others(text)):
                if not language.is_possible(text.text):
                    continue
                inner = replace(self, language=language)
                for right in described(inner, text, language):
                    yield _lenient(partial(after_words, inner, right, language))
            yield lambda: unknown_inside(self, text)
        if not _CUT.search(text.text):
            yield from self._glued(text)
        yield lambda: self.name(text)

    def _glued(self, text: Slice) -> Iterator[Callable[[], Expression]]:
        """Yield the readings of one word as a side and a place, such as *Nordsyrien*."""
        if self.is_name is None or self.is_name(text.text) or not text.text.isalpha():
            return
        for language in languages_of(text.text):
            orders = [o for o in language.of_form(("adjective",)) if "{prefix}" in o.template]
            for read in self._ordered(text, language, orders):
                yield _lenient(read)

    def _in_language(self, text: Slice, language: PlaceWords) -> Iterator[Callable[[], Expression]]:
        at = language.separator("at")
        pieces = text.split(at) if at is not None else []
        if len(pieces) == 2 and all(piece.text for piece in pieces):  # noqa: PLR2004 - A at B
            yield partial(at_place, self, (pieces[0], pieces[1]), language)
        found = list(cuts(self, text, language))
        for sides in found:
            if is_line(sides[0], language) and not is_stop(sides[1], language):
                yield partial(joined, self, sides, language)
        # "Near East, Somewhere" is not near a place.
        orders = tuple(language.of_form(LINES)) if self._is_whole(text) else language.orders
        later = [o for o in orders if not o.is_last and o.form not in LINES]
        is_list_first = self._is_list_first(text, language, later)
        if is_list_first:
            yield partial(self._list, text, language)
        yield from self._ordered(
            text, language, [o for o in orders if not o.is_last and o.form in LINES]
        )
        yield from self._ordered(text, language, later)
        if (match := language.no_distance(text.text)) is not None:
            yield partial(_no_distance, text, match)
        yield from self._ordered(
            text, language, [o for o in orders if o.is_last and o.form in LINES]
        )
        if not is_list_first:
            yield partial(self._list, text, language)
        for sides in found:
            yield partial(joined, self, sides, language)
        last = [o for o in orders if o.is_last and o.form not in LINES]
        yield from self._ordered(text, language, last)

    def _ordered(
        self, text: Slice, language: PlaceWords, orders: Sequence[WordOrder]
    ) -> Iterator[Callable[[], Expression]]:
        for order, match in matches(orders, text):
            yield partial(READINGS[order.form], self, Matched(text, match, language))

    def _is_list_first(
        self, text: Slice, language: PlaceWords, orders: Sequence[WordOrder]
    ) -> bool:
        """Return whether a later piece of a list begins a form of its own."""
        separator = language.separator("and")
        pieces = text.split(separator)[1:] if separator else []
        return any(any(matches(orders, piece)) for piece in pieces)

    def _list(self, text: Slice, language: PlaceWords) -> Expression:
        pieces = listed(text, language, self)
        if pieces is None:
            raise NoReadingError
        check_count(text, pieces)
        return pieces[0] if len(pieces) == 1 else Several(tuple(pieces))

    def listed(self, text: Slice, language: PlaceWords) -> tuple[Slice, ...] | None:
        """Split *A, B and C*; None if it is no such list."""
        separator = language.separator("and")
        pieces = text.split(separator) if separator else [text]
        pieces = [part for piece in pieces for part in piece.split(_COMMA)]
        return tuple(pieces) if len(pieces) > 1 and all(p.text for p in pieces) else None

    def name(self, text: Slice) -> Name:
        """Parse a name with the places that enclose it."""
        if match := _BRACKETED.fullmatch(text.text):
            within = tuple(" ".join(w.split()) for w in match["within"].split(",") if w.strip())
            return Name(" ".join(match["toponym"].split()), within)
        plain, head = text.plain(), text.plain().partition(",")[0]
        if self.is_name and head != plain and self.is_name(plain) and not self.is_name(head):
            return Name(plain)
        toponym, *within_slices = (self._word(piece) for piece in text.split(_COMMA))
        if not toponym or not all(within_slices):
            raise text.wrong(
                f"{text.quoted()} has nothing on one side of a comma, expected a place",
                "write the place, a comma, and its region or country",
            )
        return Name(toponym, tuple(within_slices))

    def _word(self, text: Slice) -> str:
        """Return a name as written, or in the nominative if only that is known."""
        plain = _unquoted(text)
        if self.depth < 1 or self.is_name is None or '"' in text.text or is_nameless(plain):
            return plain
        known = list(filter(self.is_name, nominatives(plain, self.language)))
        if self.is_name(plain):
            known = [plain, *known] if self.weight else [plain]
        return max(known, key=self.weight or (lambda _: 0.0), default=plain)

    def missing(self, form: object) -> int:
        """Return how many names in a form are unknown; none if no names are known at all."""
        if self.is_name is None:
            return 0
        return sum(
            not self.knows(word) for name in names_in(form) for word in (name.toponym, *name.within)
        )

    def knows(self, word: str) -> bool:
        """Return whether a word can be a name."""
        return self.is_name is None or self.is_name(word)

    def is_known(self, text: Slice) -> bool:
        """Return whether a text is a known name, alone or before a comma."""
        plain = text.plain()
        if '"' in plain or self.is_name is None:
            return False
        head, comma, _ = plain.partition(",")
        # Some places are called 12, but not the one of "12,5 km NE of Sumy".
        is_worded = bool(comma) and not head.isdecimal()
        return self.is_name(plain) or (is_worded and self.is_name(head))

    def _is_whole(self, text: Slice) -> bool:
        return self.is_known(text) and not self._is_part_of_water(text)

    def _is_part_of_water(self, text: Slice) -> bool:
        """Return whether a text is a side and a known water: a part of it, not all of it."""
        language = english()
        part = language.part_of_water.fullmatch(text.text)
        if part is None or not language.waters.search(part["water"]):
            return False
        return self.is_known(text.sub(*part.span("water")))

    def _is_nameless(self, text: Slice) -> bool:
        """Return whether the whole expression is words that name no place."""
        is_whole = self.depth == 0 and self.is_name is not None
        return is_whole and any(map(str.isalpha, text.text)) and is_nameless(text.plain())

    def _is_plain(self, text: Slice) -> bool:
        """Return whether a text is a known name, or one before names of what encloses it."""
        _, *around = text.plain().split(",")
        return self.knows(text.plain()) or all(map(self.knows, map(str.strip, around)))


def _lenient(read: Callable[[], Expression]) -> Callable[[], Expression]:
    """Return a reading whose errors mean that the text is not in that language."""

    def attempt() -> Expression:
        try:
            return read()
        except DistanceError:
            raise
        except ExpressionError as error:
            raise NoReadingError from error

    return attempt


def _no_distance(text: Slice, match: re.Match[str]) -> Expression:
    if re.fullmatch(NUMBER, match["value"]):
        raise NoReadingError
    raise text.sub(*match.span("value")).no_distance(
        f'"{brief(match["value"])}" is not a distance, expected a number of 0 or more',
        'write digits, such as "12 km" or "12.5 km"',
    )


def _unquoted(text: Slice) -> str:
    if text.text.startswith('"') and QUOTED.fullmatch(text.text):
        return text.plain()[1:-1].strip().replace('""', '"')
    return text.plain()
