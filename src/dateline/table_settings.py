"""A saved mapping: which column of a table is which field, as ``[[read.tables]]`` in TOML.

``dateline check --save-mapping`` writes these tables; ``mapping/saved.py`` says which one a table
of a file is read by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from dateline import checks

#: The key of date formats that are those of all date columns.
ALL: Final = ""

#: Longer lists are written with one item a line.
_WIDTH: Final = 96

_ListsByField = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TableSettings:
    """How tables with certain headings are read.

    Attributes:
        headings: Every heading that such a table may have; a table with another one is not read
            this way.
        files: Patterns of the names of files; empty means any file.
        headless: Whether the tables have no headings, and their columns are called ``column_1``,
            ``column_2`` and so on.
        profile: The profile of the source; empty means none.
        columns: Field, or part of one, to its columns; the others are kept as they are.
        precision: Columns that say how precise places and dates are.
        date_format: Field to the formats of its dates; :data:`ALL` stands for every field.
        values: Field to your words for dateline's.
    """

    headings: tuple[str, ...]
    files: tuple[str, ...] = ()
    headless: bool = False
    profile: str = ""
    columns: _ListsByField = field(default_factory=dict)
    precision: tuple[str, ...] = ()
    date_format: _ListsByField = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def parse_tables(value: object) -> tuple[TableSettings, ...]:
    """Return the value if it is a list of tables as ``--save-mapping`` writes them, else raise.

    Raises:
        TypeError: It is not; the message says what is expected.
    """
    if isinstance(value, tuple) and all(isinstance(each, TableSettings) for each in value):
        return value
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise TypeError("tables, each of which begins with [[read.tables]]")
    return tuple(_table(number, each) for number, each in enumerate(value, 1))


def _table(number: int, raw: Mapping[str, Any]) -> TableSettings:
    known = [each.name for each in fields(TableSettings)]
    for key in raw:
        if key not in known:
            said = f'table {number} has the unknown key "{key}"'
            raise TypeError(f"only the keys {', '.join(known)}; {said}")
    if not raw.get("headings"):
        raise TypeError(f'"headings" in every table; table {number} has none')
    checked: dict[str, Any] = {}
    for key, value in raw.items():
        try:
            checked[key] = _CHECKS[key](value)
        except TypeError as expected:
            raise TypeError(f"{expected} for {key} of table {number}") from None
    return TableSettings(**checked)


def _lists(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise TypeError("a table of field = heading")
    return {str(key): checks.texts(each) for key, each in value.items()}


def _formats(value: object) -> dict[str, tuple[str, ...]]:
    given = value if isinstance(value, dict) else {ALL: value}
    checked = {str(key): checks.check_date_format(each) for key, each in given.items()}
    return {key: (each,) if isinstance(each, str) else each for key, each in checked.items()}


_CHECKS: Final[dict[str, checks.Check]] = {
    "headings": checks.texts,
    "files": checks.texts,
    "headless": checks.flag,
    "profile": checks.text,
    "columns": _lists,
    "precision": checks.texts,
    "date_format": _formats,
    "values": checks.mappings,
}


# --- as TOML --------------------------------------------------------------------------------------


def format_table(table: TableSettings) -> str:
    """Return a table as TOML, from ``[[read.tables]]`` on.

    >>> print(format_table(TableSettings(("Datum", "Ort"), columns={"where": ("Ort",)})), end="")
    [[read.tables]]
    headings = ["Datum", "Ort"]
    <BLANKLINE>
    [read.tables.columns]
    where = "Ort"
    """
    lines = ["[[read.tables]]", f"headings = {_list(table.headings)}"]
    if table.files:
        lines.append(f"files = {_list(table.files)}")
    if table.headless:
        lines.append("headless = true")
    if table.profile:
        lines.append(f"profile = {_text(table.profile)}")
    if table.precision:
        lines.append(f"precision = {_list(table.precision)}")
    formats = {name: texts for name, texts in table.date_format.items() if texts}
    if set(formats) == {ALL}:
        lines.append(f"date_format = {_texts(formats[ALL])}")
    elif formats:
        lines += ["", "[read.tables.date_format]"]
        lines += [f"{_key(name)} = {_texts(texts)}" for name, texts in formats.items()]
    if table.columns:
        lines += ["", "[read.tables.columns]"]
        lines += [f"{_key(name)} = {_texts(texts)}" for name, texts in table.columns.items()]
    for name, words in table.values.items():
        lines += ["", f"[read.tables.values.{_key(name)}]"]
        lines += [f"{_key(word)} = {_text(meaning)}" for word, meaning in words.items()]
    return "\n".join(lines) + "\n"


def _texts(texts: tuple[str, ...]) -> str:
    return _text(texts[0]) if len(texts) == 1 else _list(texts)


def _list(texts: Iterable[str]) -> str:
    items = [_text(each) for each in texts]
    joined = f"[{', '.join(items)}]"
    if len(joined) <= _WIDTH:
        return joined
    return "".join(["[\n", *(f"  {item},\n" for item in items), "]"])


def _text(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are those of JSON and DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    is_bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if is_bare else _text(name)
