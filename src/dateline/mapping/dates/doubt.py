"""Doubt in a text: "about", "perhaps", a question mark; and what is read over beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.mapping.dates.parts import UnreadError
from dateline.mapping.dates.tokens import Token

Tokens = Sequence[Token]

_OPEN: Final = ".."
_NOON: Final = 12
_ADDED_MARKS: Final = frozenset("()[]{}\"';|@")


def without_half_hours(tokens: Tokens) -> Tokens:
    """Return the tokens without a clock time such as "2:30 in the afternoon".

    Which half of the day its hour is in depends on words that are too many to know; the day is
    certain.
    """
    kinds = {token.kind for token in tokens}
    if not kinds & {"daypart", "night"} or kinds & {"am", "pm"}:
        return tokens
    return [t for t in tokens if t.kind != "clock" or not 1 <= int(t.text[:2]) <= _NOON]


def doubt(tokens: Tokens) -> tuple[list[Token], str]:
    """Return the tokens without words of doubt, fillers and brackets; and the EDTF mark."""
    about = uncertain = False
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        is_question = token.kind == "mark" and token.text == "?"
        if is_question and kept and kept[-1].kind == "mark" and kept[-1].text == "-":
            continue  # the end of "2019-?" is not known; its start is
        if token.text == "~" and _joins_figures(tokens, at):
            kept.append(Token("mark", gap=True, text="-"))
        elif token.kind == "about" and _is_about_clock(tokens, at):
            continue  # the clock time is vague, the day is not
        elif token.kind == "about" or (token.kind == "mark" and token.text == "~"):
            about = True
        elif token.kind == "perhaps" or is_question:
            uncertain = True
        elif token.kind == "vague":
            raise UnreadError("too-vague")
        elif token.kind == "daypart":
            if kept and kept[-1].kind in ("before", "after"):
                kept.pop()  # before noon of a day is on that day
        elif not (token.kind == "mark" and token.text in _ADDED_MARKS) and token.kind != "filler":
            kept.append(token)
    mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, uncertain), "")
    return _undashed(kept), mark


def _is_about_clock(tokens: Tokens, at: int) -> bool:
    """Return whether a word for "about" belongs to the clock time after or before it."""
    rest = [t for t in tokens[at + 1 :] if t.kind != "filler" and t.text != "."]
    before = [t for t in tokens[:at] if t.kind != "filler"]
    if rest and rest[0].kind in ("clock", "number", "month", "weekday"):
        return rest[0].kind == "clock"
    return bool(before) and before[-1].kind == "clock"


def _joins_figures(tokens: Tokens, at: int) -> bool:
    """Return whether a mark stands between two figures, as a wave dash does in East Asia."""
    sides = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
    before = ("number", "day_mark", "month_mark", "year_mark")
    return len(sides) == 2 and sides[0].kind in before and sides[1].kind == "number"  # noqa: PLR2004


def _undashed(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the dashes of "mid-June" and "so-called" compounds."""
    compound = ("early", "mid", "late", "week_of", "weekend", "first_half", "second_half")
    kept: list[Token] = []
    for token in tokens:
        is_dash = token.kind == "mark" and token.text == "-" and not token.gap
        if not (is_dash and kept and kept[-1].kind in compound):
            kept.append(token)
    return kept


def marked(text: str, mark: str) -> str:
    """Return an EDTF text with a mark of doubt on each date that has none."""
    if not mark:
        return text
    if text[0] in "[{":
        members = ",".join(_mark_one(member, mark) for member in text[1:-1].split(","))
        return text[0] + members + text[-1]
    return "/".join(_mark_one(date, mark) for date in text.split("/"))


def _mark_one(date: str, mark: str) -> str:
    day = date.partition("T")[0]
    return date if date in ("", _OPEN) or date[-1] in "~?%" else day + mark
