"""Columns that say how precise a place or a date is, in tables that no profile knows.

``words/precision.toml`` has the headings, codes, units and words. A column is read only if its
heading and its values both fit; otherwise it is kept as any other column.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.arrow import map_texts
from dateline.mapping.dates import DATE_RULE, rules_of
from dateline.mapping.lexicon import fold_heading, heading_words, lexicon, lists_of, split_compound
from dateline.mapping.profiled import MadeField
from dateline.mapping.values import NOTHING
from dateline.readers.raw import as_text

_WORDS: Final = Path(__file__).parent / "words" / "precision.toml"

#: Share of the distinct values of a column that must be understood.
_ENOUGH: Final = 0.5

#: Whole numbers up to this one, and without a unit, may be codes.
_MOST_CODES: Final = 10

_NUMBER: Final = re.compile(r"[±~<≤]?\s*(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?")
_HEADING_WORD: Final = re.compile(r"[^\W\d_]+")
#: Lists of words of headings: with these a column has words, numbers, or numbers without a unit.
_WORDED: Final = frozenset({"precision", "accuracy"})
_NUMBERED: Final = frozenset({"accuracy", "uncertainty", "error"})
_SURE: Final = frozenset({"accuracy", "uncertainty"})
_ABOUT: Final = frozenset({*_WORDED, *_NUMBERED, "distance"})
#: What the lists of words for headings are here.
_MEANT: Final = {
    "places": frozenset({"where", "coordinates", "geometry"}),
    "times": frozenset({"date", "start", "end", "time", "year", "month", "day"}),
}
_LONGEST_PHRASE: Final = 3
_COARSER: Final = {word: number for number, word in enumerate(schema.PLACE_PRECISION)}


def read_precision(
    table: pd.DataFrame, headings: Iterable[str], taken: Mapping[str, pd.Series]
) -> Iterator[tuple[str, MadeField]]:
    """Yield ``place_precision``, ``uncertainty_m`` and the rules of dates, as columns say.

    Args:
        table: The table as read.
        headings: Its columns that were not read as a field.
        taken: The fields that were read.
    """
    found: dict[str, MadeField] = {}
    for name in headings:
        roles = _roles(name)
        if roles:
            for field, values in _read(name, roles, as_text(table[name]), is_dated="when" in taken):
                found[field] = _filled(found.get(field), MadeField(values, (name,)))
    for field, made in found.items():
        given = _filled(MadeField(as_text(taken[field]), ()), made) if field in taken else made
        if given.headings:
            yield field, given


def _filled(first: MadeField | None, other: MadeField) -> MadeField:
    """Return a field with its missing values from another; the first one counts where both are."""
    if first is None:
        return other
    is_missing = first.column.isna() | (first.column.str.strip() == "")
    if not (is_missing & other.column.notna()).any():
        return first
    return MadeField(
        first.column.mask(is_missing, other.column), (*first.headings, *other.headings)
    )


def _read(
    name: str, roles: frozenset[str], column: pd.Series, *, is_dated: bool
) -> Iterator[tuple[str, pd.Series]]:
    words, folded = _words(), fold_heading(name)
    codes = words["places"].get(folded)
    dates = words["dates"].get(folded)
    if codes:
        plain = column.str.strip().str.removesuffix(".0")
        precision = plain.map(codes["codes"])
        if _is_enough(column, precision):
            yield "place_precision", precision.astype("str")
            yield "uncertainty_m", as_text(plain.map(codes.get("metres", {})).astype(object))
    elif dates or "times" in roles:
        rules = _date_rules(column) if dates is None else column
        if is_dated and rules.notna().any():
            yield DATE_RULE, rules if dates is None else rules_of(rules, dates["codes"])
    elif roles & _WORDED and _is_enough(column, precision := _words_of(column)):
        yield "place_precision", precision
    elif (metres := _metres(name, roles, column)) is not None:
        yield "uncertainty_m", metres


def _roles(name: str) -> frozenset[str]:
    """Return the lists of the words of a heading; none if it is about something else.

    >>> sorted(_roles("GPS accuracy (m)")), sorted(_roles("depth_error_m"))
    (['accuracy', 'places', 'plain'], [])
    """
    folded = fold_heading(name)
    if folded in _words()["places"] or folded in _words()["dates"]:
        return frozenset({"precision"})
    if any(mark in name for mark in "%°"):
        return frozenset()
    tokens = heading_words(name)
    roles: set[str] = set()
    while tokens:
        sizes = range(min(_LONGEST_PHRASE, len(tokens)), 0, -1)
        found = ((size, _lists_of(" ".join(tokens[:size]))) for size in sizes)
        size, lists = next(((size, lists) for size, lists in found if lists), (0, frozenset()))
        if not lists or "other" in lists:
            return frozenset()
        roles |= lists
        tokens = tokens[size:]
    return frozenset(roles) if roles & _ABOUT else frozenset()


@cache
def _lists_of(phrase: str) -> frozenset[str]:
    """Return the lists that have a phrase, or the words that a compound consists of."""
    listed = _phrases()
    if phrase in listed:
        return listed[phrase]
    if " " in phrase:
        return frozenset()
    parts = split_compound(phrase, listed.keys() | lexicon().words.keys())
    lists = [listed.get(part) or _as_roles(lists_of(part)) for part in parts or [phrase]]
    return frozenset().union(*lists) if all(lists) else frozenset()


def _as_roles(lists: set[str]) -> frozenset[str]:
    """Return what the lists of words for headings say about a place or a date."""
    if "small" in lists:
        return frozenset({"plain"})
    return frozenset(role for role, meant in _MEANT.items() if not meant.isdisjoint(lists))


@cache
def _phrases() -> Mapping[str, frozenset[str]]:
    """Return the lists that have each phrase; units are plain words."""
    found: dict[str, set[str]] = {fold_heading(unit): {"plain"} for unit in _words()["units"]}
    for role, phrases in _words()["headings"].items():
        for phrase in phrases:
            found.setdefault(phrase, set()).add(role)
    return {phrase: frozenset(roles) for phrase, roles in found.items()}


def _is_enough(column: pd.Series, understood: pd.Series) -> bool:
    distinct = column[column.notna()].drop_duplicates().index
    return len(distinct) > 0 and bool(understood.loc[distinct].notna().mean() >= _ENOUGH)


def _words_of(column: pd.Series) -> pd.Series:
    """Return the precision that each text says; missing if it says none."""
    found = map_texts(column, _precision)
    return found.where(found != "")


def _precision(text: str) -> str:
    """Return the coarsest precision that the words of a text say.

    >>> _precision("district centroid"), _precision("not exact"), _precision("7")
    ('admin2', 'near', '')
    """
    found, is_not = set(), False
    for word in re.findall(r"[^\W_]+", text.casefold()):
        level = _levels().get(word, "")
        found |= {"near" if is_not else level} if level else set()
        is_not = word in _words()["not"]["words"]
    return max(found, key=_COARSER.__getitem__, default="")


@cache
def _levels() -> dict[str, str]:
    return {word: level for level, words in _words()["words"].items() for word in words}


def _date_rules(column: pd.Series) -> pd.Series:
    """Return the rule that each text says about a date; missing if too few say one."""
    rules = {word: rule for rule, words in _words()["date_words"].items() for word in words}
    named = map_texts(column, lambda text: rules.get(text.strip().casefold(), ""))
    named = named.where(named != "")
    return named if _is_enough(column, named) else named.where(named.isna())


def _metres(name: str, roles: frozenset[str], column: pd.Series) -> pd.Series | None:
    """Return uncertainties in metres; None if they are not numbers, or may be something else."""
    given = column.where(~column.str.strip().str.casefold().isin(NOTHING | {""}))
    parts = [_NUMBER.fullmatch(text.strip()) for text in given.dropna().unique()]
    if not parts or not all(parts):
        return None
    units = _words()["units"]
    written = {part[2].casefold() for part in parts if part}
    unit = _unit_of(name)
    if not written <= {"", *units}:
        return None
    numbers = [float(part[1].replace(",", ".")) for part in parts if part]
    is_distance = "places" in roles or "distance" in roles
    is_plain = is_distance and bool(roles & (_SURE if "places" in roles else _NUMBERED))
    if unit is None and "" in written and (not is_plain or max(numbers) <= _MOST_CODES):
        return None
    return map_texts(given, _in_metres(unit or 1.0))


def _unit_of(name: str) -> float | None:
    """Return the metres of the unit at the end of a heading; None if it has none."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    words = _HEADING_WORD.findall(spaced.casefold())
    units = _words()["units"]
    return next((float(units[word]) for word in reversed(words) if word in units), None)


def _in_metres(unit: float) -> Callable[[str], str]:
    def convert(text: str) -> str:
        found = _NUMBER.fullmatch(text.strip())
        assert found is not None
        metres = float(found[1].replace(",", ".")) * _words()["units"].get(
            found[2].casefold(), unit
        )
        return f"{np.round(metres, 3):.12g}"

    return convert


@cache
def _words() -> dict[str, Any]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    for kind in ("places", "dates"):
        words[kind] = {fold_heading(name): rule for name, rule in words[kind].items()}
    for kind, parts in words["headings"].items():
        words["headings"][kind] = [fold_heading(part) for part in parts]
    return words
