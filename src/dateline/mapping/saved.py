"""Saved mappings: find the one of a table, and write those that are not saved yet.

They are in ``dateline.toml``, or in the file next to it that ``read.mapping`` names.
"""

from __future__ import annotations

import dataclasses
import glob
import os
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final

from dateline import schema
from dateline.errors import OutputError, SettingsError
from dateline.limits import SETTINGS_BYTES, read_bounded
from dateline.mapping.decided import TableMapping, join_tables
from dateline.mapping.lexicon import PARTS
from dateline.one_line import one_line
from dateline.settings import (
    SETTINGS_FILE,
    ReadSettings,
    Settings,
    parse_settings,
    read_settings,
    shorten,
)
from dateline.table_settings import TableSettings, format_table

_HEAD: Final = """\
# Which column is which field, table by table: written by `dateline check --save-mapping`.
# Later runs read tables with these headings in this way. Edit it freely; to let dateline decide
# again, delete the part of a table and save the mapping again.
"""


def saved_tables(settings: Settings) -> tuple[TableSettings, ...]:
    """Return the saved mappings of a project: those of its settings, then those of the file.

    Raises:
        SettingsError: The file is not valid.
    """
    path = settings.path(settings.read.mapping)
    tables = (*settings.read.tables, *(_of_file(shorten(path)) if path.is_file() else ()))
    for table in tables:
        check_fields(table.columns, 'setting "read.tables.columns.{}"')
    return tables


def _of_file(path: Path) -> tuple[TableSettings, ...]:
    if path.name == SETTINGS_FILE:
        return ()
    found = read_settings(path)
    if found != Settings(root=found.root, read=ReadSettings(tables=found.read.tables)):
        raise SettingsError(
            f"{path}: has other settings than [[read.tables]]",
            hint="move them to dateline.toml",
        )
    return found.read.tables


def check_fields(names: Iterable[str], setting: str) -> None:
    """Refuse names that are neither a field nor a part of one.

    Args:
        names: The names.
        setting: The setting in words, with ``{}`` in place of the name.

    Raises:
        SettingsError: One of them is neither.
    """
    for name in names:
        if name not in schema.GIVEN and name not in PARTS:
            raise SettingsError(
                f"{setting.format(name)} does not name an event field",
                hint="use one of these fields: " + ", ".join((*schema.GIVEN, *PARTS)),
            )


def find_table(
    tables: Iterable[TableSettings], file: str, headings: Sequence[str]
) -> TableSettings | None:
    """Return the saved mapping of a table with headings, or None.

    It knows all of the headings. One for this file, and one with just these headings, comes first.
    """
    given = set(headings)
    fitting = [
        table
        for table in tables
        if not table.headless and given and given.issubset(table.headings) and _is_for(table, file)
    ]

    def rank(table: TableSettings) -> tuple[bool, bool]:
        return not table.files, given != set(table.headings)

    return min(fitting, key=rank, default=None)


def find_headless(tables: Iterable[TableSettings], file: str, count: int) -> TableSettings | None:
    """Return the saved mapping of a table of so many columns without headings, or None."""
    for table in tables:
        if table.headless and len(table.headings) == count and _is_for(table, file):
            return table
    return None


def _is_for(table: TableSettings, file: str) -> bool:
    return not table.files or any(PurePath(file).match(pattern) for pattern in table.files)


# --- saving ---------------------------------------------------------------------------------------


def new_tables(
    mappings: Iterable[TableMapping], settings: Settings
) -> list[tuple[TableSettings, list[TableMapping]]]:
    """Return the mappings that are not saved yet, each with the tables that it is for.

    Tables of one meaning share one. Where two could be used for the same table, each names its
    files.
    """
    groups: list[tuple[TableSettings, list[TableMapping]]] = []
    for mapping in mappings:
        if mapping.is_saved or not mapping.rows or not mapping.table.columns:
            continue
        for number, (table, members) in enumerate(groups):
            joined = join_tables(table, mapping.table)
            if joined is not None:
                groups[number] = (joined, [*members, mapping])
                break
        else:
            groups.append((mapping.table, [mapping]))
    named = {n for n, (table, _) in enumerate(groups) if table.headless}
    for number, (_, members) in enumerate(groups):
        for mapping in members:
            given = set(mapping.table.headings)
            also = [n for n, (t, _) in enumerate(groups) if given.issubset(t.headings)]
            if also != [number]:
                named.update(also)
    return [
        (_naming(table, members, settings) if number in named else table, members)
        for number, (table, members) in enumerate(groups)
    ]


def _naming(
    table: TableSettings, members: Sequence[TableMapping], settings: Settings
) -> TableSettings:
    patterns = dict.fromkeys(_pattern(mapping.file, settings.root) for mapping in members)
    return dataclasses.replace(table, files=tuple(patterns))


def _pattern(file: str, root: Path) -> str:
    """Return a pattern that matches a file from the project's folder, or its name."""
    whole, base = Path(os.path.abspath(file)), Path(os.path.abspath(root))  # noqa: PTH100 - keeps links
    is_below = whole.is_relative_to(base)
    name = whole.relative_to(base).as_posix() if is_below else PurePath(file).name
    # Bytes that are no text cannot stand in TOML.
    return "".join("?" if "\ud800" <= c <= "\udfff" else c for c in glob.escape(name))


def extend_file(
    path: Path, groups: Iterable[tuple[TableSettings, list[TableMapping]]], settings: Settings
) -> bytes:
    """Return the content of a file of saved mappings with some more at its end.

    Everything that is in the file stays as it is, and its line ends are used.

    Raises:
        OutputError: Tables cannot be added to it.
    """
    try:
        text = read_bounded(path, SETTINGS_BYTES).decode() if path.exists() else ""
        extended = _extended(text, groups, settings.root)
        parse_settings(tomllib.loads(extended.replace("\r\n", "\n")), name=str(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SettingsError) as error:
        raise OutputError(
            f'cannot add to "{shorten(path)}": {error}', hint="move the file, or fix it"
        ) from error
    return extended.encode()


def _extended(
    text: str, groups: Iterable[tuple[TableSettings, list[TableMapping]]], root: Path
) -> str:
    parts = [text or _HEAD]
    if not parts[0].endswith("\n"):
        parts.append("\n")
    for table, members in groups:
        names = list(dict.fromkeys(_pattern(mapping.file, root) for mapping in members))
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        open_dates = [f"the dates of {d.field}" for d in members[0].dates.values() if not d.order]
        left = (*members[0].undecided, *open_dates)
        said = [names[0] + more, *(f"undecided: {each}" for each in left)]
        notes = [f"# {one_line(each)}" for each in said]
        parts.append("\n" + "\n".join(notes) + "\n" + format_table(table))
    added = "".join(parts[1:])
    return parts[0] + (added.replace("\n", "\r\n") if "\r\n" in text else added)
