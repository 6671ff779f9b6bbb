"""Map the columns of a table to fields of the event table, and report how they were mapped.

``headings.py`` chooses the headings, ``parts.py`` combines several columns into one. A column that
is not a field is kept under its heading; if dateline itself fills a column of that name, it gets
the prefix ``given_``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from dateline import schema
from dateline.arrow import to_arrow, to_texts
from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.fingerprint import FINGERPRINT
from dateline.readers.file import Reading
from dateline.readers.formulas import unguard
from dateline.readers.headings import PARTS, choose_headings, is_own
from dateline.readers.parts import compose_when, join_country, join_source, split_coordinates
from dateline.settings import Settings

#: Columns that dateline fills.
DERIVED: Final = frozenset(column.name for column in schema.COLUMNS if column.origin != "given")

#: Columns that the readers add to a table.
ORIGIN: Final = ("origin_line", "origin_positions")

#: Fields that give a position without a place name.
_POSITIONS: Final = frozenset({"lat", "lon", "geometry"})

_NUMBER_TYPES: Final = frozenset({float, int, type(None)})

#: A table with these columns is one of dateline's exports; its derived columns are computed again.
_OWN_EXPORT: Final = frozenset({"geocode_method", "place_precision"})


def map_columns(
    table: pd.DataFrame,
    findings: list[Diagnostic],
    *,
    file: str,
    settings: Settings,
    line: int = 0,
    note: str = "",
) -> Reading:
    """Return the table with the columns of the event table first, and the findings.

    Args:
        table: Columns by heading, and ``origin_line``.
        findings: The findings so far; the mapping of columns is added to a copy.
        file: The file's name.
        settings: Read: ``read.columns``, which takes precedence over every guess.
        line: Line of the heading; 0 if there is none.
        note: A sentence to add to the finding about the columns.

    Raises:
        SettingsError: ``read.columns`` names a field that does not exist.
    """
    mapping = _Mapping(table, settings)
    mapping.run()
    reported = mapping.findings(file, line, note)
    return mapping.table(), [*findings, *reported]


def keep_name(heading: str, taken: Iterable[str]) -> str:
    """Return the name under which a column that is not a field is kept."""
    names = set(taken)
    kept = f"given_{heading}" if heading in schema.BY_NAME else heading
    while kept in names:
        kept += "_"
    return kept


class _Mapping:
    """The mapping of the columns of one table, and the resulting table."""

    def __init__(self, table: pd.DataFrame, settings: Settings) -> None:
        self._raw = table
        self._settings = settings
        self._headings = [name for name in table.columns if name not in ORIGIN]
        #: Headings of the places that an export of dateline carries.
        self._carried: list[str] = []
        if _OWN_EXPORT.issubset(self._headings):
            if FINGERPRINT in self._headings:
                carried = (*schema.RESOLUTION, FINGERPRINT)
                self._carried = [name for name in carried if name in self._headings]
            own = (
                DERIVED
                | {FINGERPRINT}
                | schema.MIRRORS.keys()
                | {f"given_{name}" for name in ORIGIN}
            )
            own |= {f"{name}_" for name in ORIGIN}
            self._headings = [name for name in self._headings if name not in own]
            self._raw = _unguarded(table)
        self._is_own = is_own(self._headings)
        self._fields: dict[str, pd.Series] = {}
        #: Field to the headings it was read from, unless that is its own name.
        self._reported: dict[str, tuple[str, ...]] = {}
        self._set_aside: list[str] = []
        self._used: set[str] = set()

    def run(self) -> None:
        given = self._settings.read.columns
        for field in given:
            if field not in schema.GIVEN and field not in PARTS:
                raise SettingsError(
                    f'setting "read.columns.{field}" does not name an event field',
                    hint="use one of these fields: " + ", ".join((*schema.GIVEN, *PARTS)),
                )
        chosen = choose_headings(self._headings, given)
        for field, heading in chosen.items():
            if field not in PARTS:
                self._take(field, heading)
        parts = {field: as_text(self._raw[h]) for field, h in chosen.items() if field in PARTS}
        self._compose(parts, chosen)

    def _take(self, field: str, heading: str) -> None:
        column = self._raw[heading]
        if field == heading and not self._is_own and self._is_foreign(field, column):
            self._set_aside.append(field)
            return
        self._put(field, column, (heading,))

    def _put(self, field: str, column: pd.Series, headings: tuple[str, ...]) -> None:
        self._fields[field] = column
        self._used.update(headings)
        if headings != (field,):
            self._reported[field] = headings

    def _is_foreign(self, field: str, column: pd.Series) -> bool:
        """Return whether a column has the name of a vocabulary field but none of its words."""
        words = schema.BY_NAME[field].vocabulary
        if field == "event_type":
            words = self._settings.event_types
        if not words:
            return False
        found = {_fold(text) for text in as_text(column).dropna().unique()}
        return bool(found) and not found & {_fold(word) for word in words}

    def _compose(self, parts: dict[str, pd.Series], chosen: dict[str, str]) -> None:
        if "when" not in self._fields:
            composed = compose_when(parts)
            if composed is not None:
                when, used = composed
                self._put("when", when, tuple(chosen[part] for part in used))
        if "coordinates" in parts and not _POSITIONS & set(self._fields):
            lat, lon = split_coordinates(parts["coordinates"])
            self._put("lat", lat, (chosen["coordinates"],))
            self._put("lon", lon, (chosen["coordinates"],))
        if "url" in parts:
            self._add_url(parts["url"], chosen["url"])
        if "country" in parts and not self._is_own:
            self._add_country(parts["country"], chosen["country"])

    def _add_country(self, country: pd.Series, heading: str) -> None:
        """Append the country to the place, unless the position is given anyway."""
        has_position = any(self._fields[f].notna().any() for f in _POSITIONS & set(self._fields))
        if "where" in self._fields and not has_position:
            before = self._reported.get("where", ("where",))
            where = join_country(as_text(self._fields["where"]), country)
            self._put("where", where, (*before, heading))
            self._used.discard(heading)

    def _add_url(self, url: pd.Series, heading: str) -> None:
        sources = self._fields.get("sources")
        if sources is None:
            self._put("sources", url, (heading,))
        elif not sources.map(lambda value: isinstance(value, (list, dict))).any():
            before = self._reported.get("sources", ("sources",))
            self._put("sources", join_source(as_text(sources), url), (*before, heading))

    def table(self) -> pd.DataFrame:
        """Return the fields in the order of the event table, then kept columns, then origin."""
        columns = {name: self._fields[name] for name in schema.GIVEN if name in self._fields}
        for heading in self._headings:
            if heading not in self._used:
                columns[keep_name(heading, columns)] = self._raw[heading]
        columns.update({name: self._raw[name] for name in self._carried})
        columns.update({name: self._raw[name] for name in ORIGIN if name in self._raw})
        return pd.DataFrame(columns, index=self._raw.index)

    def findings(self, file: str, line: int, note: str) -> list[Diagnostic]:
        """Return the finding about the mapping of columns, if any column was renamed."""
        said = [
            f"{field} from " + " and ".join(f'"{heading}"' for heading in headings)
            for field, headings in sorted(self._reported.items(), key=_order)
        ]
        said += [
            f'"{field}" kept as "given_{field}", because none of its values is an allowed word'
            for field in self._set_aside
        ]
        said += [note] if note else []
        said += self._untitled()
        missing = self._missing(file, line)
        if not said or self._raw.empty:
            return missing
        return [
            *missing,
            finding(
                "columns-mapped",
                "columns mapped: " + "; ".join(said),
                hint="check the mapping; to change it, set [read.columns] in dateline.toml",
                file=file,
                line=line,
            ),
        ]

    def _untitled(self) -> list[str]:
        """Return a note with the kept headings if none of them was read as the title."""
        kept = [heading for heading in self._headings if heading not in self._used]
        if "title" in self._fields or not kept or self._is_own:
            return []
        listed = ", ".join(f'"{heading}"' for heading in kept)
        return [f"no column mapped to title; kept as extra columns: {listed}"]

    def _missing(self, file: str, line: int) -> list[Diagnostic]:
        """Return a finding for each heading that the settings name and the file does not have."""
        return [
            finding(
                "field-unknown",
                f'the settings map {field} to "{heading}", but no column has that heading',
                hint="use one of these headings: "
                + ", ".join(f'"{name}"' for name in self._headings),
                file=file,
                line=line,
            )
            for field, heading in self._settings.read.columns.items()
            if heading not in self._headings and field in schema.GIVEN
            if field not in self._fields and not self._is_own
        ]


def _order(mapped: tuple[str, tuple[str, ...]]) -> int:
    """Return the position of a field in the event table."""
    return schema.GIVEN.index(mapped[0])


def _fold(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word.casefold()).strip()


def _unguarded(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table from dateline's export with its texts as they were before the export."""
    columns = {
        name: column.map(unguard, na_action="ignore").astype("str")
        if column.dtype == "str" and column.str.startswith("'").any()
        else column
        for name, column in table.items()
    }
    return pd.DataFrame(columns, index=table.index)


def as_text(column: pd.Series) -> pd.Series:
    """Return a column as text: numbers as they print, lists and mappings as JSON."""
    if column.dtype == "str":
        return column
    if set(map(type, column)) <= _NUMBER_TYPES:
        numbers = [None if v is None or v != v else repr(v).removesuffix(".0") for v in column]  # noqa: PLR0124 - NaN
        return to_texts(pa.array(numbers, pa.large_string()), column.index)
    texts = pd.Series([_text(value) for value in column], index=column.index, dtype=object)
    return to_texts(to_arrow(texts), column.index)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return None if value != value else repr(value).removesuffix(".0")  # noqa: PLR0124 - NaN
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
