"""What the mapping of a table decided, as values: to be shown as a table, and to be saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dateline import schema
from dateline.mapping.lexicon import PARTS
from dateline.mapping.profile import Profile, as_list
from dateline.settings import Settings
from dateline.table_settings import ALL, TableSettings

_ByField = Mapping[str, tuple[str, ...]]

#: A column is read in the order of these patterns of a date.
_PATTERNS: Final = {1: "DD/MM/YYYY", 2: "MM/DD/YYYY"}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column of a table is read as.

    Attributes:
        column: The name of the column; empty for a field that is made of other fields.
        field: The field; empty if the column is not read as one.
        why: What decided this.
    """

    column: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How the dates of one field are read in one file.

    Attributes:
        file: The name of the file.
        field: The field.
        order: 1 if figures are day, month, year; 2 if they are month, day, year; 0 if rows
            contradict each other, or some dates have two readings and no row decides.
        why: What decides, in words.
    """

    file: str
    field: str
    order: int
    why: str


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of one table.

    Attributes:
        file: The name of the file.
        rows: How many events it has.
        uses: What each column is read as, in the order of the columns.
        table: The same as settings.
        is_saved: Whether it comes from saved settings.
        undecided: What is left for you to decide, in words.
        dates: How the dates of each field are read.
        below: The lines of rows below the events that are not events.
    """

    file: str
    rows: int
    uses: tuple[ColumnUse, ...]
    table: TableSettings
    is_saved: bool = False
    undecided: tuple[str, ...] = ()
    dates: Mapping[str, DateOrder] = field(default_factory=dict)
    below: tuple[int, ...] = ()


def explain(
    headings: Sequence[str],
    mapped: Mapping[str, Sequence[str]],
    *,
    parts: Mapping[str, Sequence[str]],
    reasons: Mapping[str, str],
    default: str,
    kept: Container[str],
    made: Iterable[str],
) -> tuple[ColumnUse, ...]:
    """Return what each column is read as, and what decided it.

    Args:
        headings: The columns of the table.
        mapped: Field to the columns that it is read from.
        parts: Field, or part of one, to the columns that were chosen for it.
        reasons: Field or part to what decided it.
        default: What decided the others; empty means their headings.
        kept: The columns that are not left out.
        made: Every field of the table.
    """
    uses = []
    columns = {column for listed in mapped.values() for column in listed}
    for heading in headings:
        inner = sorted(c for c in columns if c.startswith(f"{heading}.") and c not in kept)
        for column in (heading, *inner):
            found = [name for name, listed in mapped.items() if column in listed]
            for name in found:
                chosen = [part for part, listed in parts.items() if column in listed]
                joined = [part for part in chosen if part in PARTS and name not in chosen]
                part = joined[0] if joined else name
                why = reasons.get(part) or default or "its heading"
                role = f", as {part}" if part != name else ""
                uses.append(ColumnUse(column, name, why + role))
        if heading not in kept:
            uses.append(ColumnUse(heading, "", "left out: dateline works it out again"))
        elif not columns.intersection((heading, *inner)):
            name = f"given_{heading}" if heading in schema.BY_NAME else ""
            uses.append(ColumnUse(heading, "", f'kept as "{name}"' if name else "kept"))
    composed = [name for name in made if not mapped.get(name)]
    return (*uses, *(ColumnUse("", name, default or "composed") for name in composed))


def in_order(fields: _ByField, headings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each field in the order of the columns."""
    numbers = {heading: number for number, heading in enumerate(headings)}

    def place(item: tuple[str, tuple[str, ...]]) -> int:
        column = item[1][0]
        return numbers.get(column, numbers.get(column.partition(".")[0], 0))

    return dict(sorted(fields.items(), key=place))


def saved_formats(
    pinned: TableSettings | None, profile: Profile | None, settings: Settings
) -> _ByField:
    """Return the formats of dates that the settings, a saved mapping or a profile declares."""
    if settings.read.date_formats:
        return {ALL: settings.read.date_formats}
    if pinned and pinned.date_format:
        return pinned.date_format
    formats = profile.dates.get("format") if profile else None
    return {"when": tuple(as_list(formats))} if formats else {}


def with_dates(mappings: Iterable[TableMapping], orders: Iterable[DateOrder]) -> list[TableMapping]:
    """Return mappings with the order of figures in the dates of their files.

    A declared format stays what it is. An undecided field has no format.
    """
    listed = list(orders)
    found = []
    for mapping in mappings:
        dates = {each.field: each for each in listed if each.file == mapping.file}
        formats = dict(mapping.table.date_format)
        for name, each in dates.items():
            if ALL not in formats and name not in formats:
                formats[name] = (_PATTERNS[each.order],) if each.order else ()
        table = dataclasses.replace(mapping.table, date_format=formats)
        found.append(dataclasses.replace(mapping, table=table, dates=dates))
    return found


def date_formats(mappings: Iterable[TableMapping]) -> dict[str, _ByField]:
    """Return the date formats of each file that its saved mapping or its profile declares."""
    return {
        mapping.file: mapping.table.date_format
        for mapping in reversed(list(mappings))
        if (mapping.is_saved or mapping.table.profile) and mapping.table.date_format
    }


# --- several tables as one ------------------------------------------------------------------------


def join_tables(first: TableSettings, second: TableSettings) -> TableSettings | None:
    """Return the settings by which the tables of both are read; None if they differ in meaning.

    Tables of one kind may have different headings, as where a field is optional.
    """
    if first == second:
        return first
    is_same = (first.profile, first.headless) == (second.profile, second.headless)
    if not is_same or first.headless:
        return None
    both = set(first.headings) & set(second.headings)
    if not both or _roles(first, both) != _roles(second, both):
        return None
    parts = []
    for name in ("columns", "date_format"):
        one, other = getattr(first, name), getattr(second, name)
        if any(one[key] != other[key] for key in one.keys() & other.keys()):
            return None
        parts.append({**one, **other})
    values = {
        key: {**first.values.get(key, {}), **second.values.get(key, {})}
        for key in {**first.values, **second.values}
    }
    return dataclasses.replace(
        first,
        headings=_union(first.headings, second.headings),
        columns=parts[0],
        date_format=parts[1],
        precision=_union(first.precision, second.precision),
        values=values,
    )


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _roles(table: TableSettings, headings: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the fields that each heading, or a part of its objects, is read as."""
    uses: dict[str, set[str]] = {heading: set() for heading in headings}
    for name, columns in table.columns.items():
        for column in columns:
            for heading in (column, column.partition(".")[0]):
                if heading in uses:
                    uses[heading].add(f"{name} {column}")
    for column in table.precision:
        if column in uses:
            uses[column].add("precision")
    return {heading: frozenset(names) for heading, names in uses.items()}
