"""Decide what the dates of a column mean, over all its rows at once.

Which of two figures is the day is a property of a whole column of one file: a row such as
``13/04/2024`` decides for all, rows that contradict each other decide nothing, and without any such
row nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from dateline.mapping.dates.bulk import Interpreted, interpret
from dateline.mapping.dates.patterns import Pattern
from dateline.one_line import and_more_rows
from dateline.timespan.hints import quote

_DMY: Final = 1
_MDY: Final = 2
_NAMES: Final = {_DMY: "day/month/year", _MDY: "month/day/year"}
_NEVER: Final = np.iinfo(np.int64).max

Rows = np.ndarray


@dataclass(frozen=True, slots=True)
class Told:
    """One finding about the dates of a column in one file.

    Attributes:
        row: The row that it is reported at.
        code: ``dates-read``, ``date-ambiguous``, ``date-invalid`` or ``date-reversed``.
        message: What was seen.
        hint: What to do.
        meant: A text, and what the hint says to write instead of it; empty if it does not.
    """

    row: int
    code: str
    message: str
    hint: str = ""
    meant: tuple[str, str] | tuple[()] = ()


@dataclass(slots=True)
class Decided:
    """The dates of a column.

    Attributes:
        edtf: EDTF of each pair of file and text; None if it is none.
        refused: Whether the text of a pair is no date, or has several readings.
        told: The findings.
        orders: File to the order of its figures, and what decides it: 1 is day, month, year, 2 is
            month, day, year, and 0 is none although some dates need it. Without such files.
    """

    edtf: np.ndarray
    refused: np.ndarray
    told: list[Told] = field(default_factory=list)
    orders: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each different text of each file.

    Attributes:
        texts: The distinct texts.
        text: Index of the text of each pair.
        file: Number of the file of each pair.
        row: First row of each pair.
        count: How many rows it has.
        place: First line of each pair, as a person counts rows; 0 if it has none.
    """

    texts: Sequence[str]
    text: Rows
    file: Rows
    row: Rows
    count: Rows
    place: Rows


def decide(
    pairs: Pairs, patterns: Sequence[Pattern] = (), references: Sequence[int | None] | None = None
) -> Decided:
    """Return the dates of a column, decided file by file.

    Args:
        pairs: The texts.
        patterns: The declared forms; they come first, and settle the order of figures.
        references: For each text the day number that "yesterday" counts from.
    """
    found = interpret(pairs.texts, patterns, references)
    files = int(pairs.file.max()) + 1 if len(pairs.file) else 0
    proof = found.proof[pairs.text]
    first = {order: _first_row(pairs, proof == order, files) for order in (_DMY, _MDY)}
    declared = _declared(patterns)
    order = np.where(first[_MDY] == _NEVER, _DMY, _MDY).astype(np.int8)
    is_open = (first[_DMY] == _NEVER) == (first[_MDY] == _NEVER)
    order[is_open] = 0
    if declared:
        order[:] = declared
    chosen = order[pairs.file]
    dmy, mdy = found.dmy[pairs.text], found.mdy[pairs.text]
    is_ambiguous = found.is_ambiguous[pairs.text]
    edtf = np.where(chosen == _MDY, mdy, dmy)
    edtf[is_ambiguous & (chosen == 0)] = None
    _settle_languages(pairs, found, edtf)
    is_dated = pd.notna(edtf)
    refused = ~is_dated & ~found.is_nothing[pairs.text]
    decided = Decided(edtf, refused)
    for file in range(files):
        at = np.flatnonzero(pairs.file == file) if files > 1 else np.arange(len(pairs.file))
        teller = _Teller(pairs, found=found, decided=decided, at=at)
        rows = {key: every[file] for key, every in first.items()}
        teller.tell(rows, int(order[file]), declared)
        why = teller.order_words(rows, int(order[file]), declared)
        if why and len(at):
            decided.orders[file] = (int(order[file]), why)
    return decided


def _declared(patterns: Sequence[Pattern]) -> int:
    orders = {pattern.order for pattern in patterns if pattern.order}
    return {"dmy": _DMY, "mdy": _MDY}.get(next(iter(orders)), 0) if len(orders) == 1 else 0


def _first_row(pairs: Pairs, which: np.ndarray, files: int) -> Rows:
    rows = np.full(files, _NEVER)
    np.minimum.at(rows, pairs.file[which], pairs.row[which])
    return rows


def _settle_languages(pairs: Pairs, found: Interpreted, edtf: np.ndarray) -> None:
    """Settle words on which languages disagree by the languages of the other rows of the file."""
    if not found.choices:
        return
    spoken: dict[int, Counter[str]] = {}
    for file, text in zip(pairs.file.tolist(), pairs.text.tolist(), strict=True):
        if text not in found.choices:
            spoken.setdefault(file, Counter()).update(found.languages[text] or ())
    for at, (file, text) in enumerate(zip(pairs.file.tolist(), pairs.text.tolist(), strict=True)):
        readings = found.choices.get(text)
        if not readings:
            continue
        heard = spoken.get(file, Counter())
        scores = [max((heard[name] for name in r.languages), default=0) for r in readings]
        best = max(scores)
        if best and scores.count(best) == 1:
            edtf[at] = readings[scores.index(best)].edtf


_MOST_TOLD: Final = 10
_FORMS: Final = 'write it as EDTF, such as "2024-03-05", "2024-03" or "2024-01/2024-02"'
#: How the finding about what is read begins, and its hint.
READ_AS: Final = "read as EDTF: "
READ_HINT: Final = "check them; the original words are kept in when_text"


class _Teller:
    """Words what was decided about the dates of one file."""

    def __init__(self, pairs: Pairs, *, found: Interpreted, decided: Decided, at: Rows) -> None:
        self._pairs, self._found, self._decided, self._at = pairs, found, decided, at

    def tell(self, first: dict[int, int], order: int, declared: int) -> None:
        told = self._decided.told
        refused = self._at[self._decided.refused[self._at]]
        texts = self._pairs.text[refused]
        is_ambiguous = self._found.is_ambiguous[texts]
        conflict = _NEVER not in first.values() and not declared
        if conflict:
            told.append(self._conflict(first, refused[is_ambiguous]))
        elif is_ambiguous.any():
            told.append(self._undecided(refused[is_ambiguous]))
        self._tell_refused(refused[~is_ambiguous])
        self._tell_read(first, order, declared)

    def _text(self, pair: int) -> str:
        return str(self._pairs.texts[int(self._pairs.text[pair])])

    def _named(self, pair: int) -> str:
        line = int(self._pairs.place[pair])
        return quote(self._text(pair)) + (f" (row {line})" if line else "")

    def _pair_of(self, row: int) -> int:
        return int(self._at[np.flatnonzero(self._pairs.row[self._at] == row)[0]])

    def _conflict(self, first: dict[int, int], ambiguous: Rows) -> Told:
        days, months = self._pair_of(first[_DMY]), self._pair_of(first[_MDY])
        left = int(self._pairs.count[ambiguous].sum())
        rest = (
            f", so {_dates(left)} with two readings {'is' if left == 1 else 'are'} not read"
            if left
            else ""
        )
        return Told(
            int(max(first.values())),
            "date-ambiguous",
            f"{self._named(days)} is day/month/year, but {self._named(months)} is month/day/year"
            + rest,
            hint='write the dates of one of them as "2024-04-13", or put them into different files '
            "and set read.date_format for each",
        )

    def _undecided(self, pairs: Rows) -> Told:
        pair = int(pairs[np.argmin(self._pairs.row[pairs])])
        text = self._pairs.text[pair]
        choices = self._found.choices.get(int(text))
        count = int(self._pairs.count[pairs].sum())
        if choices:
            both = [reading.edtf for reading in choices]
        else:
            both = [str(self._found.dmy[text]), str(self._found.mdy[text])]
        offers = " or ".join(f'"{edtf}"' for edtf in both[:2])
        many = f"{_dates(count)} can mean two days, and no row decides: " if count > 1 else ""
        meaning = f"{self._named(pair)} can be {offers}"
        act = f"write {offers}"
        if not choices:
            act += ', or set read.date_format = "DD/MM/YYYY" or "MM/DD/YYYY" in dateline.toml'
        return Told(int(self._pairs.row[pair]), "date-ambiguous", many + meaning, hint=act)

    def _tell_refused(self, refused: Rows) -> None:
        told = self._decided.told
        grouped: dict[str, list[int]] = {}
        for pair in refused[np.argsort(self._pairs.row[refused], kind="stable")].tolist():
            reason = self._found.reasons[int(self._pairs.text[pair])]
            key = reason.reason if reason.reason in _GROUPED else self._text(pair)
            grouped.setdefault(key, []).append(pair)
        shown = list(grouped.values())
        for group in shown[:_MOST_TOLD]:
            told.append(self._refusal(group))
        left = [pair for group in shown[_MOST_TOLD:] for pair in group]
        if left:
            count = int(self._pairs.count[left].sum())
            message = f"{_dates(count)} more cannot be read, such as {self._named(left[0])}"
            told.append(Told(int(self._pairs.row[left[0]]), "date-invalid", message, _FORMS))

    def _refusal(self, group: list[int]) -> Told:
        pair = group[0]
        reason = self._found.reasons[int(self._pairs.text[pair])]
        count = int(self._pairs.count[group].sum())
        more = and_more_rows(count)
        message, hint = reason.words(self._text(pair))
        code = "date-reversed" if reason.reason == "reversed" else "date-invalid"
        meant = reason.meant(self._text(pair))
        both = (self._text(pair), meant) if meant else ()
        return Told(int(self._pairs.row[pair]), code, message + more, hint, both)

    def _tell_read(self, first: dict[int, int], order: int, declared: int) -> None:
        """Report once how the dates that are not EDTF were read."""
        read = self._at[
            ~self._decided.refused[self._at] & ~self._found.is_nothing[self._pairs.text[self._at]]
        ]
        forms = self._found.form[self._pairs.text[read]]
        said = []
        for form, words in _FORM_WORDS.items():
            count = int(self._pairs.count[read[forms == form]].sum())
            if not count:
                continue
            if form == "order":
                said.append(self._order_words(count, first, 0 if declared else order))
            else:
                said.append(f"{_dates(count)} {words}")
        if said:
            row = int(self._pairs.row[read].min())
            self._decided.told.append(Told(row, "dates-read", READ_AS + "; ".join(said), READ_HINT))

    def _order_words(self, count: int, first: dict[int, int], order: int) -> str:
        if not order:
            return f"{_dates(count)} in figures"
        pair = self._pair_of(first[order])
        return f"{_dates(count)} as {_NAMES[order]}, because of {self._named(pair)}"

    def order_words(self, first: dict[int, int], order: int, declared: int) -> str:
        """Return which order the figures have and why; empty if no date needs an order."""
        if declared:
            return f"{_NAMES[order]}, as declared"
        if order:
            return f"{_NAMES[order]}, because of {self._named(self._pair_of(first[order]))}"
        is_open = self._decided.refused & self._found.is_ambiguous[self._pairs.text]
        return "day/month/year or month/day/year, not decided" if is_open[self._at].any() else ""


#: Reasons that are reported once for all texts of a file.
_GROUPED: Final = frozenset(
    ("number", "sheet-day", "two-digit-year", "no-year", "relative", "calendar", "fiscal")
)

_FORM_WORDS: Final = {
    "order": "",
    "figures": "in figures, year first",
    "words": "in words",
    "pattern": "in the declared format",
    "relative": "counted from the day of the report",
}


def _dates(count: int) -> str:
    return f"{count:,} date{'' if count == 1 else 's'}"
