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
from dateline.mapping.dates import DATE_RULE, rules_of
from dateline.mapping.lexicon import fold_heading
from dateline.mapping.parts import map_distinct
from dateline.mapping.profiled import MadeField
from dateline.readers.raw import as_text

_WORDS: Final = Path(__file__).parent / "words" / "precision.toml"

#: Share of the distinct values of a column that must be understood.
_ENOUGH: Final = 0.5

#: Whole numbers up to this one, and without a unit, may be codes.
_MOST_CODES: Final = 10

_NUMBER: Final = re.compile(r"[±~<≤]?\s*(\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?")
_HEADING_WORD: Final = re.compile(r"[^\W\d_]+")
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
        if _about(name):
            column = as_text(table[name])
            for field, values in _read(name, column, taken):
                found.setdefault(field, MadeField(values, (name,)))
    yield from ((field, made) for field, made in found.items() if field not in taken)


def _read(
    name: str, column: pd.Series, taken: Mapping[str, pd.Series]
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
    elif dates or _has(name, "times"):
        rules = _date_rules(column) if dates is None else column
        if "when" in taken and rules.notna().any():
            yield DATE_RULE, rules if dates is None else rules_of(rules, dates["codes"])
    elif _has(name, "precision") and _is_enough(column, precision := _words_of(column)):
        yield "place_precision", precision
    elif _has(name, "radius") and (metres := _metres(name, column)) is not None:
        yield "uncertainty_m", metres


def _about(name: str) -> bool:
    folded = fold_heading(name)
    words = _words()
    return (
        folded in words["places"] or folded in words["dates"] or _has(name, "precision", "radius")
    )


def _has(name: str, *kinds: str) -> bool:
    folded = fold_heading(name)
    return any(part in folded for kind in kinds for part in _words()["headings"][kind])


def _is_enough(column: pd.Series, understood: pd.Series) -> bool:
    distinct = column[column.notna()].drop_duplicates().index
    return len(distinct) > 0 and bool(understood.loc[distinct].notna().mean() >= _ENOUGH)


def _words_of(column: pd.Series) -> pd.Series:
    """Return the precision that each text says; missing if it says none."""
    found = map_distinct(column, _precision)
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
    named = map_distinct(column, lambda text: rules.get(text.strip().casefold(), ""))
    named = named.where(named != "")
    return named if _is_enough(column, named) else named.where(named.isna())


def _metres(name: str, column: pd.Series) -> pd.Series | None:
    """Return uncertainties in metres; None if they are not numbers, or may be codes."""
    parts = [_NUMBER.fullmatch(text.strip()) for text in column.dropna().unique()]
    if not parts or not all(parts):
        return None
    units = _words()["units"]
    written = {part[2].casefold() for part in parts if part}
    unit = _unit_of(name)
    numbers = [float(part[1].replace(",", ".")) for part in parts if part]
    may_be_codes = unit is None and "" in written and max(numbers) <= _MOST_CODES
    if may_be_codes or not written <= {"", *units}:
        return None
    return map_distinct(column, _in_metres(unit or 1.0))


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
