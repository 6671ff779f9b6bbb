"""Templates: how a language orders its words, compiled to regular expressions.

A template such as ``{distance} [to the] {bearing} (of|from) {place}`` stands in the tables of
``words/``. ``(a|b)`` is a choice, ``[a]`` may be missing, ``{name}`` is a slot, ``*`` any ending of
a word, ``~`` an optional hyphen or space, ``_`` an optional space.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

#: Signs with a meaning of their own, and words. Spaces are signs, too.
_TOKEN: Final = re.compile(r"\s+|\{\w+\}|[()\[\]|*~_]|[^\s{}()\[\]|*~_]+")

#: Slots whose text is parsed as a place, and may be missing at the end of an incomplete text.
PLACES: Final = frozenset({"place", "what", "pair", "ends", "stops", "list", "form", "after"})

#: The vowel signs are not letters for regular expressions.
_SIGNS: Final = {"*": "[\\w\u064b-\u0652]*", "~": r"[-‑–\s]?", "_": r"\s*"}


def regex_of(template: str, slots: Mapping[str, str], *, is_open: bool = False) -> str:
    """Return the regular expression of a template.

    Args:
        template: See above.
        slots: The expression of each slot that is not a place.
        is_open: Whether the place at the end may be missing, so that its lack is noticed.
    """
    signs = _TOKEN.findall(template)
    last = re.fullmatch(r"\{(\w+)\}", signs[-1]) if signs else None
    if is_open and last and last[1] in PLACES and len(signs) > 2 and signs[-2].isspace():  # noqa: PLR2004
        start = _choice(iter(signs[:-2]), slots)
        return rf"{start}(?:\s+(?P<{last[1]}>.*)|)"
    return _choice(iter(signs), slots)


def _choice(signs: Iterator[str], slots: Mapping[str, str], end: str = "") -> str:
    """Return the expression of alternatives, up to the closing sign."""
    options: list[str] = []
    pieces: list[str] = []
    for sign in signs:
        if sign == end:
            break
        if sign == "|":
            options.append(_joined(pieces))
            pieces = []
        else:
            pieces.append(_piece(sign, signs, slots))
    options.append(_joined(pieces))
    options.sort(key=len, reverse=True)  # "not far from" before "not far"
    return options[0] if len(options) == 1 and not end else f"(?:{'|'.join(options)})"


def _piece(sign: str, signs: Iterator[str], slots: Mapping[str, str]) -> str:
    if sign == "(":
        return _choice(signs, slots, ")")
    if sign == "[":
        return "?" + _choice(signs, slots, "]")
    if sign.startswith("{"):
        name = sign[1:-1]
        return slots.get(name, rf"(?P<{name}>\S.*?)")
    if sign.isspace():
        return " "
    return _SIGNS.get(sign) or re.escape(sign).replace("'", "['’ʼ]")


def _joined(pieces: list[str]) -> str:
    """Join pieces; what may be missing takes the space beside it along."""
    text, at, is_begun = "", 0, False
    while at < len(pieces):
        piece, at = pieces[at], at + 1
        if not piece.startswith("?"):
            text += r"\s+" if piece == " " else piece
            is_begun = True
        elif not is_begun and at < len(pieces) and pieces[at] == " ":
            text, at = text + rf"(?:{piece[1:]}\s+)?", at + 1
        elif text.endswith(r"\s+"):
            text = text[: -len(r"\s+")] + rf"(?:\s+{piece[1:]})?"
        else:
            text += rf"(?:{piece[1:]})?"
    return text


def literals(template: str) -> frozenset[str]:
    """Return the words and signs of a template, in lower case."""
    return frozenset(
        piece
        for sign in _TOKEN.findall(template)
        if not sign.isspace() and not sign.startswith("{") and sign not in "()[]|*~_"
        for piece in re.split(r"['’]", sign.casefold())
        if piece
    )


class NeededWords(NamedTuple):
    """NeededWords of which a text must have one: as a whole, or as a part of a longer word."""

    whole: frozenset[str]
    parts: frozenset[str]

    def occur(self, words: AbstractSet[str], lower: str) -> bool:
        """Return whether one of them occurs in a text in lower case that has these words."""
        return not self.whole.isdisjoint(words) or any(part in lower for part in self.parts)


def required(template: str, slots: Mapping[str, NeededWords]) -> tuple[NeededWords, ...]:
    """Return the words that a text must have to match a template; one of each is needed.

    Args:
        template: See above.
        slots: The words of each slot that is not a place.
    """
    signs = _TOKEN.findall(template)
    groups: list[NeededWords] = []
    at = 0
    while at < len(signs):
        end = _end_of(signs, at)
        some = signs[at:end]
        if some[0].startswith("{"):
            groups += [slots[some[0][1:-1]]] if some[0][1:-1] in slots else []
        elif some[0] != "[" and not some[0].isspace() and some[0] not in _SIGNS:
            groups.append(words_of(signs, at, end))
        at = end
    return tuple(group for group in groups if group.whole or group.parts)


def _end_of(signs: Sequence[str], at: int) -> int:
    """Return the end of a word or a bracketed group."""
    depth = 0
    for end in range(at, len(signs)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(signs[end], 0)
        if not depth:
            return end + 1
    return len(signs)


def words_of(signs: Sequence[str], start: int = 0, end: int | None = None) -> NeededWords:
    """Return the words of a part of a template; of nothing if the part may be empty."""
    end = len(signs) if end is None else end
    some = signs[start:end]
    if some[0] == "(" and _may_be_empty(some):
        return NeededWords(frozenset(), frozenset())
    whole: set[str] = set()
    parts: set[str] = set()
    for at in range(start, end):
        for word in literals(signs[at]) if not signs[at].startswith("{") else ():
            before = signs[at - 1] if at else " "
            after = signs[at + 1] if at + 1 < len(signs) else " "
            is_whole = before[-1] in " ([|" and (after[0] in " )]|") and word.isalpha()
            (whole if is_whole else parts).add(word)
    return NeededWords(frozenset(whole), frozenset(parts))


def _may_be_empty(group: Sequence[str]) -> bool:
    """Return whether one of the alternatives in brackets is empty."""
    edges = {("(", "|"), ("|", "|"), ("|", ")")}
    return any(pair in edges for pair in itertools.pairwise(group))


def words_in(templates: Iterable[str]) -> NeededWords:
    """Return the words of several templates, of which a text must have one."""
    found = [words_of(_TOKEN.findall(template)) for template in templates]
    if not all(one.whole or one.parts for one in found):
        return NeededWords(frozenset(), frozenset())
    whole = frozenset(word for one in found for word in one.whole)
    return NeededWords(whole, frozenset(word for one in found for word in one.parts))


def slots_of(template: str) -> frozenset[str]:
    """Return the names of the slots of a template."""
    return frozenset(re.findall(r"\{(\w+)\}", template))


def one_of(templates: Iterable[str]) -> str:
    """Return the expression of a choice of words, longer ones first."""
    ordered = sorted(templates, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(regex_of(word, {}) for word in ordered) + ")" if ordered else r"(?!)"
