"""Map the columns of a table to fields of the event table, and report how they were mapped.

``headings.py`` chooses the headings, ``parts.py`` combines several columns into one. A column that
is not a field is kept under its heading; if dateline itself fills a column of that name, it gets
the prefix ``given_``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from dateline import schema
from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.fingerprint import FINGERPRINT
from dateline.mapping.formulas import unguard
from dateline.mapping.headings import PARTS, choose_headings, is_own
from dateline.mapping.hxl import fields_of, tags_of
from dateline.mapping.parts import compose_when, join_country, join_source, split_coordinates
from dateline.mapping.profile import Profile, find_profiles
from dateline.mapping.profiled import Profiled
from dateline.mapping.tracks import join_positions
from dateline.readers.raw import RawTable, as_text
from dateline.settings import Settings
from dateline.texts import unique_names

#: Columns that dateline fills.
DERIVED: Final = frozenset(column.name for column in schema.COLUMNS if column.origin != "given")

#: Columns that the readers add to a table.
ORIGIN: Final = ("origin_line", "origin_positions")

#: Fields that give a position without a place name.
_POSITIONS: Final = frozenset({"lat", "lon", "geometry"})

#: A table with these columns is one of dateline's exports; its derived columns are computed again.
_OWN_EXPORT: Final = frozenset({"geocode_method", "place_precision"})


def map_table(raw: RawTable, settings: Settings) -> tuple[pd.DataFrame, list[Diagnostic]]:
    """Return the events of a table, with the columns of the event table first, and the findings.

    Args:
        raw: The table as read.
        settings: Read: ``read.columns``, which takes precedence over every guess.

    Raises:
        SettingsError: ``read.columns`` names a field that does not exist.
    """
    table = join_positions(_named(raw))
    row, tags = tags_of(table, [name for name in table.columns if name not in ORIGIN])
    note = ""
    if tags:
        note = f"line {table['origin_line'].iloc[row]} read as HXL tags"
        table = table.drop(index=row).reset_index(drop=True)
    mapping = _Mapping(table, settings, is_marked=raw.positions is not None, tags=tags)
    mapping.run()
    beside = [] if mapping.is_known else _beside(raw)
    return mapping.table(), [*beside, *mapping.findings(raw.file, raw.heading_line, note)]


def _named(raw: RawTable) -> pd.DataFrame:
    """Return the columns under their headings, which are made unique."""
    headings = [
        f"given_{heading}" if heading in ORIGIN else heading or f"column_{number}"
        for number, heading in enumerate(raw.headings, 1)
    ]
    # What the format defines keeps its name; a property of the same name is another column.
    first = sorted(range(len(headings)), key=lambda number: number not in raw.members.values())
    for name, number in raw.members.items():
        headings[number] = _MEMBER_NAMES[name]
    named = unique_names([headings[number] for number in first])
    names = dict(zip(first, named, strict=True))
    columns = {names[number]: raw.columns[number] for number in range(len(headings))}
    member = columns.pop(_MEMBER_NAMES["id"]) if "id" in raw.members else None
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(raw)))
    if member is not None:
        given = table.get("event_id")
        table["event_id"] = as_text(member if given is None else given.where(given.notna(), member))
    table["origin_line"] = pd.Series(raw.lines, dtype="int64")
    if raw.positions is not None:
        table["origin_positions"] = pd.Series(raw.positions, dtype=object)
    return table


#: The names of the columns that a format defines; no property has that of an id.
_MEMBER_NAMES: Final = {"geometry": "geometry", "id": "\0id"}


def _beside(raw: RawTable) -> list[Diagnostic]:
    """Return a finding for each field that stands beside the list of events."""
    return [
        finding(
            "field-unknown",
            f'"{key}" next to "events" is ignored, expected it in an event or in "defaults"',
            hint=f"move {key} under `defaults:` to apply it to every event",
            file=raw.file,
            line=at[0],
            column=at[1],
        )
        for key, (_, at) in raw.beside.items()
        if key in schema.BY_NAME
    ]


def keep_name(heading: str, taken: Iterable[str]) -> str:
    """Return the name under which a column that is not a field is kept."""
    names = set(taken)
    kept = f"given_{heading}" if heading in schema.BY_NAME else heading
    while kept in names:
        kept += "_"
    return kept


class _Mapping:
    """The mapping of the columns of one table, and the resulting table."""

    def __init__(
        self,
        table: pd.DataFrame,
        settings: Settings,
        *,
        is_marked: bool,
        tags: Mapping[str, str],
    ) -> None:
        self._raw = table
        self._is_marked = is_marked
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
            self._headings = [name for name in self._headings if name not in own]
            self._raw = _unguarded(table)
        self._is_own = is_marked or is_own(self._headings)
        self._fields: dict[str, pd.Series] = {}
        #: Field to the headings it was read from, unless that is its own name.
        self._reported: dict[str, tuple[str, ...]] = {}
        self._set_aside: list[str] = []
        self._used: set[str] = set()
        self._tags = tags
        #: What was decided about the table as a whole.
        self._said: list[str] = []
        self._profile = None if self._is_own else self._find_profile()

    @property
    def is_known(self) -> bool:
        """Whether a profile says what the columns mean."""
        return self._profile is not None

    def _find_profile(self) -> Profile | None:
        folder = self._settings.read.profiles
        own = self._settings.path(folder) if folder != Path() else None
        found = find_profiles(self._headings, own)
        if len(found) > 1:
            names = " and ".join(profile.title for profile in found)
            self._said.append(f"headings read one by one, because they fit {names}")
        if len(found) != 1:
            return None
        self._said.append(f"read as {found[0].title}")
        return found[0]

    def run(self) -> None:
        given = self._settings.read.columns
        for field in given:
            if field not in schema.GIVEN and field not in PARTS:
                raise SettingsError(
                    f'setting "read.columns.{field}" does not name an event field',
                    hint="use one of these fields: " + ", ".join((*schema.GIVEN, *PARTS)),
                )
        if self._is_marked and not self.is_known:
            for field in self._headings:
                if field in schema.GIVEN:
                    self._put(field, self._raw[field], (field,))
            return
        chosen = self._choose(given)
        for field, heading in chosen.items():
            if field not in PARTS:
                self._take(field, heading)
        parts = {field: as_text(self._raw[h]) for field, h in chosen.items() if field in PARTS}
        self._compose(parts, chosen)
        if self._profile is not None:
            self._apply(self._profile, given)

    def _choose(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the heading of each field: as set, as the profile or the tags say, or by name."""
        if self._profile is not None:
            named = {name: heading for name, heading in given.items() if heading in self._headings}
            return self._profile.choose(self._headings) | named
        if not self._tags:
            return choose_headings(self._headings, given)
        tagged = fields_of(self._tags) | dict(given)
        free = [name for name in self._headings if name not in tagged.values()]
        return choose_headings(free, {}) | tagged

    def _apply(self, profile: Profile, given: Mapping[str, str]) -> None:
        """Put the fields that a profile makes; the columns they are made of are kept too."""
        profiled = Profiled(profile, self._raw)
        for make in (profiled.fields, profiled.place):
            for field, made in make(dict(self._fields)):
                if field not in given:
                    used = set(self._used)
                    before = self._reported.get(field, ())
                    self._put(field, made.column, tuple(dict.fromkeys((*before, *made.headings))))
                    self._used = used

    def _take(self, field: str, heading: str) -> None:
        column = self._raw[heading]
        is_guessed = not self._is_own and not self.is_known
        if field == heading and is_guessed and self._is_foreign(field, column):
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
            composed = compose_when(parts, chosen)
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
            if headings
        ]
        said += [
            f'"{field}" kept as "given_{field}", because none of its values is an allowed word'
            for field in self._set_aside
        ]
        said = [*self._said, *said, *([note] if note else [])]
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
