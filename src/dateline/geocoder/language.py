"""Languages: the words and orders of one table, compiled when a text asks for them.

How to add a language is described in ``docs/decisions/0053-words-and-orders.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from dateline.gazetteer import fold
from dateline.geocoder.nations import Nations
from dateline.geocoder.orders import WordOrder, words_of_text
from dateline.geocoder.position_words import with_letters
from dateline.geocoder.region_words import RegionWords
from dateline.geocoder.templates import (
    NeededWords,
    literals,
    one_of,
    regex_of,
    required,
    words_in,
)

#: "1,200" and "1,200.5" are in thousands; "12.5" and "12,5" have decimals.
NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"

#: What looks like a number but is not a distance.
_NO_NUMBER: Final = r"(?P<value>[-+−–]?\s*(?:\d[\d.,]*(?:e[-+]?\d+)?|inf(?:inity)?|nan|∞))"

_NO_DISTANCE: Final = re.compile(
    r"^\D{0,20}(?:[-+−–]\s*\d|\d[\d.,]*e|∞|inf|nan|\d+[.,]\d+[.,])", re.IGNORECASE
)

#: The number of a road: M4, E 40, A-1.
_ROAD_NUMBER: Final = r"[A-ZА-ЯІ]{0,3}-?\s?\d+[A-Z]?"

#: A road that is named by its number alone.
_ROAD: Final = r"[A-ZА-ЯІ]{1,2}-?\d{1,4}"

_FLAGS: Final = re.IGNORECASE | re.DOTALL

#: Forms that can follow the name of a place that they narrow: "Sake, 25 km west of Goma".
AFTER_A_NAME: Final = (
    *("within", "near", "offset", "heading", "between", "border", "coast", "outskirts"),
    *("tip", "far", "share", "inside_by", "inside", "bank", "along", "tripoint", "toward"),
)


#: Forms whose words would otherwise be read as parts of their places.
LINES: Final = ("tripoint", "between", "road", "toward", "route", "border", "bank", "along")


#: All forms of the tables, in the order in which they are tried.
FORMS: Final = (
    *LINES,
    *("within", "offset", "inside_by", "coast", "shore", "outskirts", "heading"),
    *("tip", "far", "share", "near"),
    *("waters", "region_of", "part_of", "township", "thing", "beside", "container", "inside"),
    *("held", "adjective"),
)


class PlaceWords:
    """The words and orders of one language.

    Args:
        code: The name of its file.
        script: The folder of its file.
        table: What the file contains.
    """

    def __init__(self, code: str, script: str, table: Mapping[str, Any]) -> None:
        self.code = code
        self.script = script
        self._table = table
        self.name: str = table["name"]
        #: Whether words are separated by spaces.
        self.is_spaced: bool = table.get("spaced", True)
        #: Whether a larger place comes before a smaller one, without a comma.
        self.is_container_first: bool = table.get("container_first", False)
        #: Whether a region with a word for its kind follows what is in it, without a comma.
        self.is_container_last: bool = table.get("container_last", False)
        #: Letters that tell the language from others of its script.
        self.letters: str = table.get("letters", "")
        self.plurals: dict[str, str] = table.get("plurals", {})
        self.regions = RegionWords(self.plurals)
        #: Words after a number for how long it takes to travel.
        self.times: list[str] = table.get("times", [])
        #: Words that end the name of a sea.
        self.oceans: list[str] = table.get("waters", {}).get("whole", [])
        self.endings: dict[str, list[str]] = table.get("endings", {})
        self.beginnings: dict[str, list[str]] = table.get("beginnings", {})
        #: The words of the slots that hold no place.
        self.slot_words = self._words_of_slots()
        forms: Mapping[str, list[str]] = table["forms"]
        self.orders = tuple(
            WordOrder(form, template, self)
            for form in sorted(forms, key=FORMS.index)
            for template in forms[form]
        )

    def _words_of_slots(self) -> dict[str, NeededWords]:
        table = self._table
        return {
            "distance": words_in(self._units),
            "bearing": words_in(_flat(table.get("bearings", {}))),
            "prefix": words_in(f"{word}*" for word in _flat(table.get("prefixes", {}))),
            "beyond": words_in(_flat(table.get("beyond", {}))),
            "side": words_in(_flat(self._sides)),
            "bank": words_in(_flat(table.get("banks", {}))),
            "share": words_in(_flat(table.get("shares", {}))),
            "road": words_in(_flat(table.get("roads", {}))),
            "thing": _nouns(table.get("things", {}).get("words", [])),
            "kind": words_in(self.regions.words),
            "nation": words_in(self.nations.templates),
            "town": words_in(table.get("towns", [])),
        }

    def of_form(self, forms: Sequence[str]) -> Iterator[WordOrder]:
        """Yield the orders of some forms, in the order of the table."""
        return (order for order in self.orders if order.form in forms)

    def separator(self, name: str) -> re.Pattern[str] | None:
        """Return the pattern of the words of a list, such as ``and``; None without any."""
        return self._separators.get(name)

    @cached_property
    def _separators(self) -> dict[str, re.Pattern[str]]:
        return {
            name: self._separator(name, words)
            for name in ("and", "or", "to", "with", "at")
            if (words := self._table.get(name))
        }

    def _separator(self, name: str, words: Sequence[str]) -> re.Pattern[str]:
        """Return the pattern of words between two places; some are written with one of them."""
        if not self.is_spaced:
            return re.compile(rf"\s*{one_of(words)}\s*", _FLAGS)
        source = rf"\s+{one_of(words)}\s+"
        if name in {"and", "with"}:
            for before in self._table.get("and_before", []):
                source += rf"|\s+{re.escape(before)}(?=\S)"
            for after in self._table.get("and_after", []):
                source += rf"|(?<=\S){re.escape(after)}\s+"
        return re.compile(source, _FLAGS)

    @cached_property
    def both(self) -> re.Pattern[str]:
        """The word that introduces a list: *both A and B*."""
        return re.compile(one_of(self._table.get("both", [])) + r"\s+", _FLAGS)

    @cached_property
    def either(self) -> re.Pattern[str]:
        """The word that introduces alternatives: *either A or B*."""
        return re.compile(one_of(self._table.get("either", [])) + r"\s+", _FLAGS)

    @cached_property
    def article(self) -> re.Pattern[str]:
        """An article or joining word before a name, such as *le* or *de la*."""
        words = [*self._table.get("of", []), *self._table.get("the", [])]
        found = "|".join(re.escape(word) + ("" if word.endswith("'") else r"\s+") for word in words)
        return re.compile(rf"(?:{found or '(?!)'})+", _FLAGS)

    @cached_property
    def joint(self) -> str:
        """The expression of what joins a kind word to a name, and the space after it."""
        words = [*self._table.get("of", []), *self._table.get("the", [])]
        return rf"(?:{one_of(words)}\s+)*" if words else ""

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the tables, folded, as far as it can be part of another form."""
        templates = [o.template for o in self.orders if "{nation}" not in o.template]
        words = {word for template in templates for word in literals(template)}
        listed = [self._table.get(key, []) for key in ("and", "or", "to", "with", "at", "both")]
        listed += [w for key in ("bearings", "sides") for w in self._table.get(key, {}).values()]
        listed += [
            self._table.get("roads", {}).get(key, []) for key in self._table.get("roads", {})
        ]
        listed += self._table.get("units", {}).values()
        listed += [self._table.get("waters", {}).get(key, []) for key in ("words", "short")]
        words |= {piece for some in listed for word in some for piece in literals(word)}
        return frozenset(w for word in words for w in fold(word).split())

    def slot(self, name: str) -> str:
        """Return the expression of a slot that holds no place."""
        return self._slots[name]

    @cached_property
    def _slots(self) -> dict[str, str]:
        table = self._table
        roads = [word for words in table.get("roads", {}).values() for word in words]
        number = rf"(?:{_ROAD_NUMBER}\s+)?"
        after = rf"(?:[\s-]+\(?{_ROAD_NUMBER}\)?)?"
        if not self.is_spaced:
            number, after = rf"(?:{_ROAD_NUMBER}\s*)?", ""
        unit = rf"(?P<unit>{one_of(self._units)})" + (r"(?!\w)\.?" if self.is_apart else "")
        about = one_of(table.get("about", {}).get("before", []))
        about = rf"(?P<about>{about}{self.gap}|[~≈]\s*)?"
        half = rf"(?P<half>{self.gap}{one_of(table.get('about', {}).get('half', []))})?"
        return {
            "bearing": rf"(?P<bearing>{one_of(_flat(table.get('bearings', {})))})" + self._edge,
            "prefix": rf"(?P<side>{one_of(_flat(table.get('prefixes', {})))})",
            "beyond": rf"(?P<bearing>{one_of(_flat(table.get('beyond', {})))})" + self._edge,
            "side": rf"(?P<side>{one_of(_flat(self._sides))})" + self._edge,
            "bank": rf"(?P<bank>{one_of(_flat(table.get('banks', {})))})",
            "share": rf"(?P<share>{one_of(_flat(table.get('shares', {})))})",
            "road": rf"(?P<road>{number}{one_of(roads)}{after})",
            "thing": one_of(table.get("things", {}).get("words", [])),
            "kind": rf"(?P<kind>{one_of(self.regions.words)})" + self._edge,
            "town": one_of(table.get("towns", [])) + self._edge,
            "nation": f"(?P<nation>{self.nations.expression})",
            "distance": rf"{about}{self._amount}\s*[-\s]?{unit}{half}",
            "nodistance": rf"{about}{_NO_NUMBER}\s*{unit}",
        }

    @cached_property
    def nations(self) -> Nations:
        """The adjectives of countries."""
        table = self._table.get("nations", {})
        return Nations(table, one_of(self._table.get("and", [])), is_apart=self.is_apart)

    @property
    def gap(self) -> str:
        """The space between two words."""
        return r"\s+" if self.is_spaced else r"\s*"

    @property
    def _edge(self) -> str:
        return r"(?!\w)" if self.is_apart else ""

    def is_possible(self, text: str) -> bool:
        """Return whether any order or list of the language can be in a text."""
        lower = text.casefold()
        whole, parts = self._any_word
        return not whole.isdisjoint(words_of_text(lower)) or parts.search(lower) is not None

    @cached_property
    def _any_word(self) -> tuple[frozenset[str], re.Pattern[str]]:
        """A word of each order, and of each list, of which a text must have one."""
        joining = [self._table.get(key, []) for key in ("and", "or", "to", "with", "at")]
        groups = [
            order.required[:1] or (NeededWords(frozenset(), frozenset([""])),)
            for order in self.orders
        ]
        needed = [*(one for (one,) in groups), *(words_in(words) for words in joining)]
        whole = {word for one in needed for word in one.whole}
        parts = {word for one in needed for word in one.parts}
        parts |= {*self._table.get("and_before", []), *self._table.get("and_after", [])}
        if not self.is_apart:
            parts |= whole
        return frozenset(whole), re.compile("|".join(map(re.escape, parts)) or "(?!)")

    @property
    def is_apart(self) -> bool:
        """Whether a word ends where its letters end, and has no particle after it."""
        return self.is_spaced and not self._table.get("particles", False)

    @cached_property
    def _amount(self) -> str:
        """The expression of a number or a range, in digits or in words."""
        to = "|".join([r"\s*[-–—~〜～]\s*", *(rf"\s*{one_of([w])}\s*" for w in self._range_words)])
        digits = rf"(?P<value>{NUMBER})(?:(?:{to})(?P<most>{NUMBER}))?"
        if not self.numbers and not self.vague:
            return f"(?:{digits})"
        letters = "".join(sorted({c for word in (*self.numbers, *self.vague) for c in word}))
        worded = r"[^\W\d_]+(?:['’ʼ\s-]+[^\W\d_]+){0,3}?" if self.is_spaced else f"[{letters}]+?"
        return rf"(?:{digits}|(?P<words>{worded}))"

    @property
    def _range_words(self) -> list[str]:
        words: list[str] = self._table.get("about", {}).get("to", [])
        return words

    @cached_property
    def numbers(self) -> dict[str, float]:
        """Words for numbers."""
        return {str(word): float(value) for word, value in self._table.get("numbers", {}).items()}

    @cached_property
    def vague(self) -> dict[str, tuple[float, float]]:
        """Words for some number between two."""
        listed = self._table.get("vague", {})
        return {str(word): (float(least), float(most)) for word, (least, most) in listed.items()}

    @property
    def _units(self) -> list[str]:
        return _flat(self._table.get("units", {}))

    @property
    def _sides(self) -> Mapping[str, list[str]]:
        sides: Mapping[str, list[str]] = self._table.get("sides") or self._table.get("bearings", {})
        return sides

    def has_unit(self, text: str) -> bool:
        """Return whether a text has a word for a unit of distance."""
        return self._unit.search(text) is not None

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        words = one_of(self._units)
        return re.compile(rf"(?<!\w){words}(?!\w)" if self.is_apart else words, _FLAGS)

    def unit(self, text: str) -> str:
        """Return the canonical name of a unit as written."""
        return self._meaning("units", text)

    def point(self, text: str) -> str:
        """Return the compass point of a word, or ``centre``; empty for no word."""
        names = ("beyond", "bearings", "sides", "prefixes") if text else ()
        return next(filter(None, (self._meaning(name, text) for name in names)), "")

    def share(self, text: str) -> float:
        """Return the share of a way that words such as *two thirds* mean; a half for none."""
        return float(self._meaning("shares", text) or 1 / 2)

    def share_words(self, share: float) -> str:
        """Return words for a share of a way; empty for a half."""
        words: list[str] = self._table.get("shares", {}).get(str(share), [""])
        return words[0]

    def bank(self, text: str) -> str:
        """Return ``left`` or ``right``."""
        return self._meaning("banks", text)

    def way(self, text: str) -> str:
        """Return the sort of way that a word names, such as ``road``."""
        found = (w for w in re.split(r"\s+(?=\S*\d)|(?<=\d)\s+", text) if self._meaning("roads", w))
        return self._meaning("roads", next(found, text)) or "road"

    def _meaning(self, name: str, text: str) -> str:
        plain = " ".join(text.split())
        return next((key for key, p in self._known(name) if p.fullmatch(plain)), "")

    def _known(self, name: str) -> list[tuple[str, re.Pattern[str]]]:
        if name not in self._compiled:
            listed = self._table.get(name, {})
            self._compiled[name] = [
                (key, re.compile(one_of(words), _FLAGS)) for key, words in listed.items()
            ]
        return self._compiled[name]

    @cached_property
    def _compiled(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        return {}

    @cached_property
    def waters(self) -> re.Pattern[str]:
        """A word that names a body of water."""
        table = self._table.get("waters", {})
        words = one_of([*table.get("words", []), *table.get("short", [])])
        return re.compile(rf"(?<!\w){words}(?!\w)" if self.is_spaced else words, _FLAGS)

    @cached_property
    def part_of_water(self) -> re.Pattern[str]:
        """A side, and a water that is more than a word such as *sea*."""
        table = self._table.get("waters", {})
        the = one_of([*self._table.get("the", []), ""])
        sides, words = one_of(table.get("part", [])), one_of(table.get("words", []))
        return re.compile(rf"{the}\s*{sides}\s+(?!{words}$)(?P<water>\S.*)", _FLAGS)

    def with_letters(self, text: str) -> str | None:
        """Return a position with letters for words; see ``position_words.py``."""
        return with_letters(text, self._table.get("positions", {}), is_apart=self.is_apart)

    @cached_property
    def side_alone(self) -> re.Pattern[str]:
        """A side without the place that it is a side of."""
        return re.compile(self.slot("side"), _FLAGS)

    @cached_property
    def _thing_alone(self) -> re.Pattern[str]:
        the = one_of(self._table.get("the", ["\0"]))
        return re.compile(
            rf"(?:{the}\s+)?(?:{self.slot('thing')}|{self.slot('road')}|{_ROAD})", _FLAGS
        )

    def is_thing(self, text: str) -> bool:
        """Return whether a text is something without a name, such as *a village*."""
        lower = text.casefold()
        words = words_of_text(lower)
        is_possible = bool(words) and (
            any(self.slot_words[s].occur(words, lower) for s in ("road", "thing"))
            or any(word.isdecimal() for word in words)
        )
        return is_possible and self._thing_alone.fullmatch(text) is not None

    def no_distance(self, text: str) -> re.Match[str] | None:
        """Return the match of an order of a distance that is none, such as *-5 km north of*."""
        if self.script == "latin" and self.code != "en":
            return None
        if not _NO_DISTANCE.search(text):
            return None
        return next((m for p in self._no_distances if (m := p.fullmatch(text))), None)

    @cached_property
    def _no_distances(self) -> tuple[re.Pattern[str], ...]:
        """The orders of distances with what is no distance in them."""
        return tuple(
            re.compile(regex_of(t.replace("{distance}", "{nodistance}"), self._slots), _FLAGS)
            for form in ("within", "offset")
            for t in self._table["forms"].get(form, [])
            if "{distance}" in t
        )


def _nouns(templates: Sequence[str]) -> NeededWords:
    """Return the words at the end of templates, of which a text must have one."""
    found = [group for template in templates for group in required(template, {})[-1:]]
    whole = frozenset(word for one in found for word in one.whole)
    return NeededWords(whole, frozenset(word for one in found for word in one.parts))


def _flat(table: Mapping[str, list[str]]) -> list[str]:
    return [word for words in table.values() for word in words]
