"""The grammar: tokens of a whole text to EDTF.

From the outside in: doubt ("about", "?"), weeks and nights around a day, open ends ("since",
"before"), choices ("or"), ranges ("to", a dash), and at last single dates. Every step works on a
shorter list of tokens, so a text takes bounded time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dateline.mapping.dates.doubt import doubt, marked, without_half_hours
from dateline.mapping.dates.parts import (
    DatePart,
    Extent,
    Order,
    UnreadError,
    complete,
    extent,
    weekday,
)
from dateline.mapping.dates.point import read_point
from dateline.mapping.dates.tokens import Token
from dateline.timespan.calendar import days_in_month, format_day
from dateline.timespan.grammar import RefusalError, parse_expression

Tokens = Sequence[Token]

_OPEN: Final = ".."
_BOUNDS: Final = ("since", "until", "before", "after")
_AROUND: Final = ("night", "night_to", "week_of", "week_end", "weekend")
_SECONDS: Final = 86_400
_WEEK: Final = 7
_YEAR_FIGURES: Final = 4
_SHORT: Final = 2
_SATURDAY: Final = 6
_SUNDAY: Final = 7
_DAY_LENGTH: Final = len("2024-03-05")


def read_phrase(tokens: Tokens, order: Order) -> str:
    """Return the EDTF that tokens mean.

    Args:
        tokens: All tokens of a text.
        order: Which of two figures is the day if nothing else tells.

    Raises:
        UnreadError: They are no date, or not one that exists.
    """
    day = _plain_day(tokens)
    if day:
        return day
    kept, mark = doubt(without_half_hours(tokens))
    text = _around(_trimmed(kept), order)
    text = marked(text, mark)
    try:
        parse_expression(text)
    except RefusalError as refusal:
        reversed_ = refusal.code == "date-reversed"
        raise UnreadError("reversed" if reversed_ else "impossible", refusal.reason) from None
    return text


def _plain_day(tokens: Tokens) -> str:
    """Return a day whose month is a name, the most common form, at once; empty if it is not one."""
    day = month = year = 0
    for token in tokens:
        if token.kind == "month" and not month:
            month = token.value
        elif token.kind == "number" and token.size == _YEAR_FIGURES and not year:
            year = token.value
        elif token.kind == "number" and 0 < token.size <= _SHORT and not day:
            day = token.value
        elif token.kind != "filler" and (token.kind != "mark" or token.text not in ".,-/"):
            return ""
    is_open = any(t.kind == "mark" and t.text == "-" for t in (tokens[0], tokens[-1]))
    if day and month and year and not is_open and day <= days_in_month(year, month):
        return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def _trimmed(tokens: Tokens) -> list[Token]:
    """Return the tokens without commas, dots and lone joints at the edges."""
    kept = list(tokens)
    while kept and kept[-1].kind == "mark" and kept[-1].text in ".,:":
        kept.pop()
    while kept and ((kept[0].kind == "mark" and kept[0].text in ".,:") or kept[0].kind == "to"):
        kept.pop(0)
    return kept


# --- nights and weeks around a day ------------------------------------------------------------


def _around(tokens: list[Token], order: Order) -> str:
    kind = next((t.kind for t in tokens if t.kind in _AROUND), "")
    if kind == "week_of" and any(t.kind in ("ordinal", "final", "last") for t in tokens):
        weeks = [t._replace(kind="week") if t.kind == kind else t for t in tokens]
        return _bounded(weeks, order)  # the first week of June
    if not kind:
        return _bounded(tokens, order)
    inner = _trimmed([token for token in tokens if token.kind not in _AROUND])
    text = _bounded(inner, order)
    day = text.partition("T")[0]
    if len(day) != _DAY_LENGTH or not day.replace("-", "").isdecimal():
        if kind in ("week_of", "week_end") and "/" not in text:
            raise UnreadError("unknown")
        return text.strip("[]{}").replace(",", "/")
    number = parse_expression(day).stated_start
    assert number is not None
    first, last = _spread(kind, number // _SECONDS)
    return f"{format_day(first)}/{format_day(last)}"


def _spread(kind: str, day: int) -> tuple[int, int]:
    """Return the first and last day of the night, week or weekend that a day names."""
    if kind == "night":
        return day, day + 1
    if kind == "night_to":
        return day - 1, day
    if kind == "week_of":
        return day, day + _WEEK - 1
    if kind == "week_end":
        return day - _WEEK + 1, day
    today = weekday(day)
    if today == _SUNDAY:
        return day - 1, day
    if today >= _SATURDAY - 1:
        return day + _SATURDAY - today, day + _SUNDAY - today
    raise UnreadError("weekday", "it is not at a weekend")


# --- open ends --------------------------------------------------------------------------------


def _bounded(tokens: list[Token], order: Order) -> str:
    """Return the EDTF of an open end ("since", "before"), or of what has none."""
    is_between = any(token.kind == "between" for token in tokens)
    tokens = _trimmed([token for token in tokens if token.kind != "between"])
    if not tokens:
        raise UnreadError("unknown")
    ongoing = [at for at, token in enumerate(tokens) if token.kind == "ongoing"]
    if ongoing:
        return _ongoing(tokens, ongoing, order)
    first, last = tokens[0].kind, tokens[-1].kind
    bound = first if first in _BOUNDS else last if last in _BOUNDS else ""
    if bound and len(tokens) > 1:
        inner = tokens[1:] if first in _BOUNDS else tokens[:-1]
        if first == last:  # from 2019 onwards
            inner = tokens[1:-1]
        if bound in ("since", "until"):
            joined = _try_range(_trimmed(inner), order)
            if joined:
                return joined
        return _open(bound, _single(_trimmed(inner), order))
    is_dash = tokens[0].kind == "mark" and tokens[0].text == "-"
    if is_dash and len(tokens) > 1 and not tokens[1].gap:
        return _open("until", _single(tokens[1:], order))  # –2019; "- 2019" is an item of a list
    dash = tokens[-1]
    is_joint = dash.kind == "to" or (dash.kind == "mark" and dash.text == "-")
    if is_joint and len(tokens) > 1:
        return _open("since", _single(tokens[:-1], order))
    return _choice(tokens, order, is_between=is_between)


def _ongoing(tokens: list[Token], at: list[int], order: Order) -> str:
    """Return the EDTF of what still goes on: "2019 to present"."""
    joints = ("to", "until", "since")
    rest = [
        token
        for token in tokens
        if token.kind != "ongoing"
        and token.kind not in joints
        and not (token.kind == "mark" and token.text in "-/" and token is tokens[at[0] - 1])
    ]
    if len(at) > 1 or not rest:
        raise UnreadError("relative")
    return _open("since", _single(_trimmed(rest), order))


def _single(tokens: list[Token], order: Order) -> Extent:
    return extent(read_point(tokens, order))


def _open(bound: str, date: Extent) -> str:
    if bound == "since":
        return f"{date.first.partition('T')[0]}/{_OPEN}"
    if bound == "until":
        return f"{_OPEN}/{date.last.partition('T')[0]}"
    covered = parse_expression(date.whole)
    assert covered.stated_start is not None
    assert covered.stated_end is not None
    if bound == "before":
        return f"{_OPEN}/{_unit_before(date, covered.stated_start // _SECONDS)}"
    past = (covered.stated_end - 1) // _SECONDS + 1
    return f"{_unit_after(date, past)}/{_OPEN}"


def _unit_before(date: Extent, day: int) -> str:
    """Return the last year, month or day before a date, in the unit that the date has."""
    earlier = format_day(day - 1)
    return earlier[: len(date.whole)] if _is_unit(date) else earlier


def _unit_after(date: Extent, day: int) -> str:
    later = format_day(day)
    return later[: len(date.whole)] if _is_unit(date) else later


def _is_unit(date: Extent) -> bool:
    """Return whether a date is one year, or one month."""
    text = date.whole
    return text.replace("-", "").isdecimal() and (
        len(text) == len("2024") or (len(text) == len("2024-03") and int(text[5:]) <= 12)  # noqa: PLR2004
    )


# --- choices and ranges -----------------------------------------------------------------------


def _choice(tokens: list[Token], order: Order, *, is_between: bool) -> str:
    """Return the EDTF of "10 or 11 June", "10, 11 and 12 June", or of a range."""
    for kind, brackets in (("or", "[]"), ("and", "{}")):
        if any(token.kind == kind for token in tokens):
            groups = _listed(tokens, kind)
            if kind == "and" and is_between and len(groups) == 2:  # noqa: PLR2004
                return _range(groups[0], groups[1], order)
            dates = _members(groups, order)
            return brackets[0] + ",".join(dates) + brackets[1]
    try:
        return _single(tokens, order).whole
    except UnreadError as unread:
        joined = _try_range(tokens, order)
        if joined:
            return joined
        raise unread from None


def _listed(tokens: list[Token], kind: str) -> list[list[Token]]:
    """Return the members of a list: split at the word, and at commas after a lone number."""
    groups: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        is_year_next = at + 1 < len(tokens) and tokens[at + 1].size == _YEAR_FIGURES
        is_comma = token.kind == "mark" and token.text == "," and not is_year_next
        if token.kind == kind or (
            is_comma and len(groups[-1]) == 1 and groups[-1][0].kind == "number"
        ):
            groups.append([])
        else:
            groups[-1].append(token)
    found = [_trimmed(group) for group in groups]
    if not all(found):
        raise UnreadError("unknown")
    return found


def _members(groups: list[list[Token]], order: Order) -> list[str]:
    parts = [read_point(group, order) for group in groups]
    last = parts[-1]
    if last.month is None and last.day is not None and len(parts) > 1:
        last = complete(parts[0], last)[1]
    done = [complete(part, last)[0] for part in parts[:-1]]
    if done:
        last = complete(done[0], last)[1]
    texts = [extent(replace(part, clock="")).whole for part in (*done, last)]
    if any("/" in text for text in texts):
        raise UnreadError("unknown")
    return texts


def _try_range(tokens: list[Token], order: Order) -> str:
    """Return the range of the only joint that makes one; empty if there is none."""
    joints = [at for at, token in enumerate(tokens) if _strength(token, tokens, at)]
    joints = _likely(tokens, joints)
    strengths = [_strength(tokens[at], tokens, at) for at in joints]
    strong = [at for at, n in zip(joints, strengths, strict=True) if n == max(strengths) > 1]
    reason: UnreadError | None = None
    found: dict[str, None] = {}
    for at in strong if len(strong) == 1 else joints:
        try:
            found[_range(_trimmed(tokens[:at]), _trimmed(tokens[at + 1 :]), order)] = None
        except UnreadError as unread:
            reason = unread if reason is None or unread.reason != "unknown" else reason
    if len(found) == 1:
        return next(iter(found))
    if reason and not found:
        raise reason
    return ""


def _likely(tokens: list[Token], joints: list[int]) -> list[int]:
    """Return the joints without those marks that only separate the figures of one date."""
    if any(token.kind not in ("number", "mark", "clock") for token in tokens):
        return joints
    kept = []
    for mark in "-/":
        weak = [
            at
            for at in joints
            if tokens[at].text == mark and _strength(tokens[at], tokens, at) == 1
        ]
        # An odd number of them has one in the middle: 2024-03-05-2024-03-07.
        kept += [weak[len(weak) // 2]] if len(weak) % 2 else []
    return [at for at in joints if _strength(tokens[at], tokens, at) > 1] + kept


def _strength(token: Token, tokens: list[Token], at: int) -> int:
    """Return 3 for a slash with spaces, which joins columns, 1 for a mark that may join, else 2."""
    if not 0 < at < len(tokens) - 1:
        return 0
    if token.kind in ("to", "until", "since"):
        return 2
    if token.kind == "mark" and token.text in ("-", "/"):
        is_of_hours = tokens[at - 1].kind == tokens[at + 1].kind == "clock"
        if token.gap and tokens[at + 1].gap:
            return 3 if token.text == "/" else 2
        return 2 if is_of_hours else 1
    return 0


def _range(first: list[Token], last: list[Token], order: Order) -> str:
    if not first or not last:
        raise UnreadError("unknown")
    if first[0].kind == "since":
        first = first[1:]
    if last[-1].kind in ("until", "since"):
        last = last[:-1]
    left = read_point(first, order)
    if first[0].size == _YEAR_FIGURES and all(token.size < _YEAR_FIGURES for token in last):
        order = "mdy"  # as in "2024-03-05 - 03-07"
    right = read_point(last, order)
    clocked = _clocked(left, right)
    if clocked:
        return extent(clocked).whole
    left, right = complete(replace(left, clock=""), replace(right, clock=""))
    start, end = extent(left), extent(right)
    return start.first if start.first == end.last else f"{start.first}/{end.last}"


def _clocked(left: DatePart, right: DatePart) -> DatePart | None:
    """Return the day of a span of hours, as in "5 March 2024, 14:00-16:00"; None if it is none."""
    if right.is_clock and not left.is_clock:
        return replace(left, clock="" if left.clock else right.clock)
    if left.is_clock and not right.is_clock:
        return replace(right, clock="")
    return None
