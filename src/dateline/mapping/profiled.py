"""Apply a profile to a table: the fields that are more than a copy of one column.

``profile.py`` reads profiles. Every distinct value is interpreted once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from dateline.arrow import map_texts
from dateline.mapping.dates import DATE_RULE, format_instant, rules_of
from dateline.mapping.lexicon import fold_heading
from dateline.mapping.profile import RULE_TEXTS, Profile, as_list
from dateline.mapping.titles import first_sentence
from dateline.readers.raw import as_text

_PLACEHOLDER: Final = re.compile(r"\{([^{}|]+)(?:\|([^{}]*))?\}")

_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)?(?:\.0)?")

#: More seconds than this since 1970 are milliseconds.
_MOST_SECONDS: Final = 100_000_000_000

#: The longest title that is made of the first sentence of a text.
_LONGEST: Final = 140


class MadeField(NamedTuple):
    """A field that a profile makes: its values, and the headings that they come from."""

    column: pd.Series
    headings: tuple[str, ...]


class Profiled:
    """A table of a known source, and the fields that its profile makes of it."""

    def __init__(self, profile: Profile, table: pd.DataFrame) -> None:
        self._profile = profile
        self._table = table
        self._names = {fold_heading(str(name)): name for name in reversed(list(table.columns))}
        self._texts: dict[str, pd.Series] = {}

    def fields(self, taken: Mapping[str, pd.Series]) -> Iterator[tuple[str, MadeField]]:
        """Yield the fields that the profile makes.

        Args:
            taken: The fields that were read from columns already.
        """
        profile = self._profile
        for name, value in profile.constants.items():
            if name not in taken:
                yield name, MadeField(pd.Series(value, index=self._table.index), ())
        taken = dict(taken)
        for name, templates in profile.texts.items():
            made = self.fill(as_list(templates))
            if made.headings:
                taken[name] = made.column
                yield name, made
        for name, rule in (*profile.words.items(), *profile.ranges.items()):
            if name in taken:
                yield name, MadeField(_replaced(as_text(taken[name]), rule), ())
        for name, nothing in profile.missing.items():
            if name in taken:
                yield name, MadeField(_without(as_text(taken[name]), nothing), ())
        for name, lists in (("sources", profile.sources), ("media", profile.media)):
            if lists:
                yield name, self._records(lists)
        code = self._column(profile.dates.get("precision", ""))
        if code is not None and "when" in taken:
            rules = rules_of(code, profile.dates["codes"])
            name = self._names[fold_heading(profile.dates["precision"])]
            yield DATE_RULE, MadeField(rules, (name,))

    def place(self, taken: Mapping[str, pd.Series]) -> Iterator[tuple[str, MadeField]]:
        """Yield what the codes of the source say about how precisely events are placed.

        Args:
            taken: All fields of the table so far.
        """
        rules = self._profile.place
        code, used = self._codes(rules)
        by_code = {**rules.get("codes", {}), "": rules.get("default", {})}
        by_code |= {level: {"precision": level} for level in rules.get("levels", {}).values()}
        code = code.where(code.isin(by_code), "").fillna("")
        precision, metres = (
            code.map({name: rule.get(key) for name, rule in by_code.items()})
            for key in ("precision", "uncertainty_m")
        )
        if precision.notna().any():
            yield "place_precision", MadeField(precision.astype("str"), used)
        metres = metres.astype("float64")
        radius = self._radius(rules.get("radius", {}))
        metres = metres if radius is None else radius.fillna(metres)
        if metres.notna().any():
            yield "uncertainty_m", MadeField(as_text(metres.astype(object)), used)
        for field in RULE_TEXTS:
            made = taken.get(field, pd.Series(np.nan, self._table.index, dtype="str"))
            for name, rule in by_code.items():
                if field in rule:
                    filled = self.fill(as_list(rule[field])).column
                    made = as_text(made).mask((code == name) & filled.notna(), filled)
            if made is not taken.get(field) and made.notna().any():
                yield field, MadeField(made, ())

    def _codes(self, rules: Mapping[str, Any]) -> tuple[pd.Series[str], tuple[str, ...]]:
        """Return the code of each row, and the headings that the codes come from."""
        code: pd.Series[str] = pd.Series(np.nan, self._table.index, dtype="str")
        used = []
        for name, level in (rules.get("levels") or {rules.get("code", ""): None}).items():
            column = self._column(name)
            if column is not None:
                column = column.str.strip()
                column = column.where(column != "")
                level_codes = column if level is None else column.where(column.isna(), level)
                code = code.where(code.notna(), level_codes.str.removesuffix(".0"))
                used.append(self._names[fold_heading(name)])
        return code, tuple(used)

    def fill(self, templates: list[str]) -> MadeField:
        """Return the first template of each row whose columns all have a value."""
        filled = pd.Series(np.nan, self._table.index, dtype="str")
        used: dict[str, None] = {}
        for template in templates:
            column, headings = self._filled(template)
            if column is not None:
                filled = filled.fillna(column)
                used.update(dict.fromkeys(headings))
        return MadeField(filled, tuple(used))

    def _filled(self, template: str) -> tuple[pd.Series | None, list[str]]:
        filled: Any = ""
        used, end = [], 0
        for found in _PLACEHOLDER.finditer(template):
            column = self._column(found[1])
            if column is None:
                return None, []
            used.append(self._names[fold_heading(found[1].partition(".")[0])])
            if found[2] == "words":
                value = _replaced(column, self._words(found[1]))
            else:
                value = map_texts(column, _filter(found[2] or ""))
            filled = filled + template[end : found.start()] + value.where(value.str.strip() != "")
            end = found.end()
        return filled + template[end:] if used else None, used

    def _words(self, heading: str) -> Mapping[str, Any]:
        """Return what the words of the field become that is read from a column."""
        columns = self._profile.columns.items()
        fields = [name for name, headings in columns if heading in as_list(headings)]
        return next(
            (self._profile.words[name] for name in fields if name in self._profile.words), {}
        )

    def _column(self, path: str) -> pd.Series | None:
        """Return a column as text, by its heading or by a path into objects (``a.b``); or None."""
        heading, _, inner = path.partition(".")
        name = self._names.get(fold_heading(path), self._names.get(fold_heading(heading)))
        if not path or name is None:
            return None
        if path not in self._texts:
            column = self._table[name]
            if inner and fold_heading(path) not in self._names:
                column = pd.Series([_inside(v, inner) for v in column], column.index, dtype=object)
            nothing = self._profile.missing.get(path)
            texts = as_text(column)
            self._texts[path] = _without(texts, nothing) if nothing else texts
        return self._texts[path]

    def _radius(self, rule: Mapping[str, Any]) -> pd.Series | None:
        columns = [self._column(name) for name in as_list(rule.get("columns", []))]
        numbers = [pd.to_numeric(c, errors="coerce") for c in columns if c is not None]
        if not numbers or len(numbers) < len(columns):
            return None
        squares = sum((number * float(rule.get("unit_m", 1))) ** 2 for number in numbers)
        return pd.Series(np.sqrt(squares), index=self._table.index).round(1)

    def _records(self, rules: tuple[Mapping[str, Any], ...]) -> MadeField:
        rows: list[list[Any]] = [[] for _ in range(len(self._table))]
        used: dict[str, None] = {}
        for rule in rules:
            records, headings = self._made_of(rule)
            used.update(dict.fromkeys(headings))
            for listed, found in zip(rows, records, strict=False):
                listed.extend(found)
        return MadeField(pd.Series(rows, index=self._table.index, dtype=object), tuple(used))

    def _made_of(self, rule: Mapping[str, Any]) -> tuple[list[list[Any]], list[str]]:
        """Return the records that one rule makes of each row, and the headings it uses."""
        if "fields" in rule:
            names = list(rule["fields"])
            made = [self.fill(as_list(rule["fields"][name])) for name in names]
            fixed = [rule["fields"][name] for name in names]
            columns = [
                m.column if m.headings else pd.Series(None if "{" in f else f, m.column.index)
                for m, f in zip(made, map(str, fixed), strict=True)
            ]
            is_any = np.any([m.column.notna() for m in made if m.headings], axis=0)
            values = zip(*(c.astype(object).where(c.notna(), None) for c in columns), strict=True)
            records = [
                [{n: v for n, v in zip(names, row, strict=True) if v is not None}] if known else []
                for row, known in zip(
                    values, np.broadcast_to(is_any, len(self._table)), strict=True
                )
            ]
            return records, [heading for m in made for heading in m.headings]
        name = self._names.get(fold_heading(rule["column"]))
        if name is None:
            return [], []
        if "rename" in rule:
            return [_renamed(value, rule["rename"]) for value in self._table[name]], [name]
        column = as_text(self._table[name])
        codes, distinct = pd.factorize(column)
        split = [_split(text, rule) for text in distinct]
        return [split[code] if code >= 0 else [] for code in codes], [name]


def _split(text: str, rule: Mapping[str, Any]) -> list[Any]:
    """Return the records in a text of several."""
    parts = text.split(rule["split"]) if rule.get("split") else [text]
    records: dict[tuple[tuple[str, str], ...], None] = {}
    for part in parts:
        found = (
            re.fullmatch(rule["pattern"], part.strip(), re.DOTALL) if "pattern" in rule else None
        )
        record = found.groupdict() if found else {rule.get("field", "title"): part}
        kept = {key: value.strip() for key, value in record.items() if value and value.strip()}
        if kept:
            records.setdefault(tuple(kept.items()))
    return [dict(record) for record in records]


def _renamed(value: Any, names: Mapping[str, str]) -> list[Any]:
    """Return a list of objects with some of their keys renamed; an empty name drops the key."""
    records = (
        value if isinstance(value, list) else [value] if isinstance(value, (dict, str)) else []
    )
    return [
        {new: v for k, v in record.items() if (new := names.get(k, k))}
        if isinstance(record, dict)
        else record
        for record in records
    ]


def _inside(value: Any, path: str) -> Any:
    """Return what is at a path inside a value; of a list, its first item."""
    for key in path.split("."):
        value = value[0] if isinstance(value, list) and value else value
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _filter(name: str) -> Callable[[str], str]:
    """Return the filter of a placeholder: one of :data:`_FILTERS`, or a number format."""
    if name in _FILTERS:
        return _FILTERS[name]
    return lambda text: _number(text, name)


def _epoch(text: str) -> str:
    """Return seconds or milliseconds since 1970 as a timestamp in UTC."""
    try:
        number = float(text)
        seconds = int(number / 1000 if abs(number) > _MOST_SECONDS else number)
    except (ValueError, OverflowError):
        return text
    return format_instant(seconds) if abs(seconds) < _MOST_SECONDS else text


def _digits(text: str) -> str:
    """Return ``YYYYMMDD`` or ``YYYYMM`` with hyphens."""
    found = _COMPACT.fullmatch(text.strip())
    return "-".join(part for part in found.groups() if part) if found else text


_FILTERS: Final[Mapping[str, Callable[[str], str]]] = {
    "": str.strip,
    "first": lambda text: text.split(";")[0].strip(),
    "sentence": lambda text: first_sentence(text, _LONGEST),
    "lower": str.lower,
    "path": lambda text: text.strip().replace("/", "∕"),
    "epoch": _epoch,
    "digits": _digits,
}


def _number(text: str, how: str) -> str:
    try:
        return format(float(text), how)
    except ValueError:
        return text


def _replaced(column: pd.Series, rule: Mapping[str, Any]) -> pd.Series:
    """Return a column with its values replaced: by word, or by the number that a word begins at.

    A value without a rule stays as it is.
    """
    folded = {str(key).casefold(): value for key, value in rule.items() if isinstance(value, str)}
    limits = [(limit, word) for word, limit in rule.items() if not isinstance(limit, str)]
    falling = sorted(limits, reverse=True)

    def word(text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        found = next((name for limit, name in falling if number >= limit), text)
        return folded.get(text.strip().casefold(), found)

    return map_texts(column, word)


def _without(column: pd.Series, nothing: Iterable[str]) -> pd.Series:
    """Return a column in which the values that say that there is none are missing."""
    folded = {word.casefold() for word in nothing}
    return column.mask(column.str.strip().str.casefold().isin(folded))
