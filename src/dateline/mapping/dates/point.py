"""Tokens of one date to a :class:`DatePart`: figures and names in any usual order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from dateline.mapping.dates.parts import DatePart, Order, Reason, UnreadError
from dateline.mapping.dates.tokens import Token
from dateline.timespan.calendar import civil, day_number

_THIRDS: Final = {"early": 1, "mid": 2, "late": 3}
_MARKED: Final = {"year_mark": "y", "month_mark": "m", "day_mark": "d"}
#: Marks that may stand between the parts of one date.
_BETWEEN: Final = frozenset(".,-/")
_YEAR: Final = 4
_SHORT: Final = 2
_DAYS: Final = 31
_MONTHS: Final = 12
_NOON: Final = 12
_YEAR_MONTH: Final = 6
_YEAR_MONTH_DAY: Final = 8
_ORDINAL_DAYS: Final = 3
_FEW: Final = 4


@dataclass(slots=True)
class _Figure:
    """A number with the marks around it: ``.``, ``-``, ``/``, ``,`` or a space before it."""

    value: int
    size: int
    before: str = ""
    kind: str = ""  # y, m or d, if a word says so


@dataclass(slots=True)
class _Pieces:
    """The tokens of a date by kind."""

    figures: list[_Figure] = field(default_factory=list)
    words: dict[str, list[Token]] = field(default_factory=dict)
    loose: str = ""  # the mark since the last figure

    def rename(self, kind: str, other: str) -> None:
        self.words[other] = [token._replace(kind=other) for token in self.words.pop(kind)]

    def take(self, *kinds: str) -> list[Token]:
        return [token for kind in kinds for token in self.words.pop(kind, ())]


def read_point(tokens: Sequence[Token], order: Order) -> DatePart:
    """Return what the tokens of one date say.

    Args:
        tokens: Without words that join dates.
        order: Which of two figures is the day if no name or size tells.

    Raises:
        UnreadError: They are not one date.
    """
    pieces = _sort(tokens)
    part = DatePart(clock=_clock(pieces), weekday=_weekday(pieces), third=_third(pieces))
    months = pieces.take("month")
    month = months[0] if len({token.value for token in months}) == 1 else _only(months)
    bc = bool(pieces.take("bc"))
    unit, number = _unit(pieces, has_month=month is not None)
    first = None if unit or month is None else _only(pieces.take("ordinal"))
    if pieces.words:
        raise UnreadError(_unread(pieces.words))
    if bc and not month and len(pieces.figures) == 1:
        pieces.figures[0].kind = "y"
        pieces.figures[0].size = _YEAR
    year, found, day = _figures(pieces.figures, order, month.value if month else None)
    if first:
        if day is not None:
            raise UnreadError("unknown")
        day = first.value  # primero de enero de 2024
    if bc:
        if year is None or year < 1:
            raise UnreadError("unknown")
        year = 1 - year
    if unit == "decade" and year is not None:
        number, year = year, None
        if number % 10:
            raise UnreadError("unknown")
    return DatePart(
        year=year,
        month=found,
        day=day,
        clock=part.clock,
        weekday=part.weekday,
        third=part.third,
        unit=unit,
        number=number,
    )


def _unread(words: Collection[str]) -> Reason:
    return "calendar" if "calendar" in words else "fiscal" if "fiscal" in words else "unknown"


def _sort(tokens: Sequence[Token]) -> _Pieces:
    pieces = _Pieces()
    for token in tokens:
        if token.kind == "number":
            mark = pieces.loose or (" " if token.gap else "")
            pieces.figures.append(_Figure(token.value, token.size, mark))
            pieces.loose = ""
            if "month_word" in pieces.words:
                del pieces.words["month_word"]
                pieces.figures[-1].kind = "m"
        elif token.kind == "mark":
            if token.text not in _BETWEEN:
                raise UnreadError("unknown")
            pieces.loose = token.text
        elif token.kind in _MARKED and pieces.figures and not pieces.figures[-1].kind:
            pieces.figures[-1].kind = _MARKED[token.kind]
        elif token.kind != "filler":
            pieces.words.setdefault(token.kind, []).append(token)
            _note_place(pieces, token)
            pieces.loose = ""
    return pieces


def _note_place(pieces: _Pieces, token: Token) -> None:
    """Remember how many figures precede a counted word: "1. Quartal", "Q1"."""
    if token.kind in _COUNTED:
        token_at = token._replace(size=len(pieces.figures))
        pieces.words[token.kind][-1] = token_at


_COUNTED: Final = frozenset(
    ("quarter", "half", "quarter_letter", "half_letter", "week", "century", "decade", "mid")
)


def _only(tokens: list[Token]) -> Token | None:
    if len(tokens) > 1:
        raise UnreadError("unknown")
    return tokens[0] if tokens else None


def _clock(pieces: _Pieces) -> str:
    """Return the clock time; a word for the half of the day completes its hour."""
    clocks = pieces.take("clock")
    morning, evening = pieces.take("am"), pieces.take("pm")
    if len(clocks) != 1:
        return ""
    clock = clocks[0].text
    hour = int(clock[:2])
    if (morning or evening) and 1 <= hour <= _NOON:
        return f"{hour % _NOON + (_NOON if evening else 0):02d}{clock[2:]}"
    return clock


def _weekday(pieces: _Pieces) -> int:
    found = _only(pieces.take("weekday"))
    return found.value if found else 0


def _third(pieces: _Pieces) -> int:
    """Return the third; "first middle" is how some languages say "first half"."""
    if "mid" in pieces.words and ("ordinal" in pieces.words or "final" in pieces.words):
        pieces.rename("mid", "half")
    is_counted = {"ordinal", "final", "last"} & set(pieces.words)
    if "half" in pieces.words and not is_counted and all(f.size > _SHORT for f in pieces.figures):
        pieces.rename("half", "mid")  # "half" without a number is the middle
    found = [_THIRDS[token.kind] for token in pieces.take(*_THIRDS)]
    if len(set(found)) > 1:
        raise UnreadError("unknown")
    return found[0] if found else 0


def _unit(pieces: _Pieces, *, has_month: bool) -> tuple[str, int]:
    """Return the unit that a date is a part of, and its number; ("", 0) if there is none."""
    first, second = pieces.take("first_half"), pieces.take("second_half")
    if first or second:
        pieces.take("half")
        return "half", 1 if first else 2
    season = _only(pieces.take("season"))
    if season:
        return "season", _season(pieces, season)
    for unit, kinds in (
        ("quarter", ("quarter", "quarter_letter")),
        ("half", ("half", "half_letter")),
        ("century", ("century",)),
        ("week", ("week",)),
    ):
        found = pieces.take(*kinds)
        if found:
            if (
                unit == "week"
                and has_month
                and not {"ordinal", "final", "last"} & set(pieces.words)
            ):
                raise UnreadError("unknown")  # "week 5 March" can be a week around a day
            number = _number(pieces, found[0])
            if unit == "century":
                return "century", 100 * (number - 1)
            return ("week" if has_month else "isoweek") if unit == "week" else unit, number
    if pieces.take("decade"):
        return "decade", 0
    return "", 0


def _season(pieces: _Pieces, season: Token) -> int:
    """Return the code; "winter 2023/24" names the second year only to be clear."""
    figures = pieces.figures
    if len(figures) == _SHORT and figures[0].size == _YEAR and figures[1].before in ("-", "/"):
        year, later = figures[0].value, figures[1]
        if later.value == (year + 1) % 10**later.size:
            figures.pop()
    return season.value


def _number(pieces: _Pieces, token: Token) -> int:
    """Return the number of a quarter, half, week or century, taken from the words or figures."""
    ordinal = _only(pieces.take("ordinal"))
    if ordinal:
        return ordinal.value
    if pieces.take("final", "last"):
        return 2 if token.kind == "half" else 5
    figures = pieces.figures
    for at in (token.size, token.size - 1):
        if 0 <= at < len(figures) and figures[at].size <= _SHORT and not figures[at].kind:
            return figures.pop(at).value
    raise UnreadError("unknown")


# --- figures ----------------------------------------------------------------------------------

#: Year, month, day; None for what is not said.
Figures = tuple[int | None, int | None, int | None]


def _figures(figures: list[_Figure], order: Order, month: int | None) -> Figures:
    """Return year, month and day of the figures of a date whose month may be a word."""
    if any(figure.kind for figure in figures):
        return _marked(figures, month)
    if any(figure.size > _YEAR_MONTH_DAY for figure in figures):
        raise UnreadError("number")
    years = [figure for figure in figures if figure.size == _YEAR]
    short = [figure for figure in figures if figure.size <= _SHORT]
    if month is not None:
        return _beside_name(figures, years=years, short=short, month=month)
    if len(years) + len(short) < len(figures):
        return _compact(figures)
    if len(years) > 1 or len(figures) > 3:  # noqa: PLR2004
        raise UnreadError("unknown")
    if not years:
        return _yearless(short, order)
    return _with_year(figures, order)


def _marked(figures: list[_Figure], month: int | None) -> Figures:
    """Return the figures that words mark, as in "2024年3月5日"; at most one is not marked."""
    found: dict[str, int] = {} if month is None else {"m": month}
    for figure in figures:
        kind = figure.kind or ("y" if figure.size == _YEAR else "d")
        if kind in found or (kind == "y" and figure.size != _YEAR):
            raise UnreadError("two-digit-year" if kind == "y" else "unknown")
        found[kind] = figure.value
    return found.get("y"), found.get("m"), found.get("d")


def _beside_name(
    figures: list[_Figure], *, years: list[_Figure], short: list[_Figure], month: int
) -> Figures:
    if len(years) + len(short) < len(figures) or len(years) > 1 or len(figures) > _SHORT:
        raise UnreadError("unknown")
    if len(short) == _SHORT:
        raise UnreadError("two-digit-year")
    day = short[0].value if short else None
    if day is not None and not 1 <= day <= _DAYS:
        raise UnreadError("two-digit-year" if not years else "impossible", f"day {day}")
    return years[0].value if years else None, month, day


def _compact(figures: list[_Figure]) -> Figures:
    """Return figures without separators: 20240305, 202403; and 2024-065, the day of the year."""
    text = "".join(f"{figure.value:0{figure.size}d}" for figure in figures)
    if len(figures) == 1 and len(text) in (_YEAR_MONTH, _YEAR_MONTH_DAY):
        year, month, day = int(text[:4]), int(text[4:6]), text[6:]
        if not 1000 <= year < 3000:  # noqa: PLR2004 - other numbers are no years
            raise UnreadError("number")
        if not 1 <= month <= _MONTHS:
            raise UnreadError("number")
        return year, month, int(day) if day else None
    sizes = [figure.size for figure in figures]
    if sizes == [_YEAR, _ORDINAL_DAYS] and figures[1].before == "-":
        return _day_of_year(figures[0].value, figures[1].value)
    raise UnreadError("number" if len(figures) == 1 else "unknown")


def _day_of_year(year: int, number: int) -> Figures:
    day = civil(day_number(year) + number - 1)
    if not number or day.year != year:
        raise UnreadError("impossible", f"day {number} of {year} does not exist")
    return day.year, day.month, day.day


def _yearless(short: list[_Figure], order: Order) -> Figures:
    """Return figures without a year: a day, or day and month, of a range that names the rest."""
    if len(short) == 3:  # noqa: PLR2004
        raise UnreadError("two-digit-year")
    if len(short) == _SHORT:
        if short[1].before not in ("/", ".", "-"):
            raise UnreadError("unknown")
        day, month = (short[0], short[1]) if order == "dmy" else (short[1], short[0])
        return None, _month(month.value), _day(day.value)
    return None, None, short[0].value if short else None


def _with_year(figures: list[_Figure], order: Order) -> Figures:
    values = [figure.value for figure in figures]
    first_is_year = figures[0].size == _YEAR
    marks = {figure.before.strip() for figure in figures[1:]}
    if len(figures) == 1:
        return values[0], None, None
    if len(figures) == _SHORT:
        if marks & {"", ","}:
            if first_is_year:
                raise UnreadError("unknown")
            return values[1], None, _day(values[0])
        year, month = values if first_is_year else reversed(values)
        return year, _month(month), None
    if len(marks) > 1 or marks == {","}:
        raise UnreadError("unknown")
    if first_is_year:
        return values[0], _month(values[1]), _day(values[2])
    if figures[2].size != _YEAR:
        raise UnreadError("unknown")
    day, month = values[:2] if order == "dmy" else reversed(values[:2])
    return values[2], _month(month), _day(day)


def _month(value: int) -> int:
    if not 1 <= value <= _MONTHS:
        raise UnreadError("impossible", f"month {value} does not exist")
    return value


def _day(value: int) -> int:
    if not 1 <= value <= _DAYS:
        raise UnreadError("impossible", f"day {value} does not exist")
    return value
