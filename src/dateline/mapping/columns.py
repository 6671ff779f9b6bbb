"""Map the columns of a raw table to fields of the event table, and say how they were mapped.

``choose.py`` decides which column is which field; this module joins them and keeps the rest. A
column that is not a field is kept under its heading; if dateline itself fills a column of that
name, it gets the prefix ``given_``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.diagnostics import Diagnostic
from dateline.mapping.choice import Choice
from dateline.mapping.choose import choose
from dateline.mapping.citing import are_records, is_deep, join_links, links_in, opened_sources
from dateline.mapping.dates import DATE_RULE
from dateline.mapping.decided import TableMapping, explain, in_order, saved_formats
from dateline.mapping.envelopes import opened
from dateline.mapping.findings import Decisions
from dateline.mapping.html_text import plain_texts
from dateline.mapping.hxl import fields_of
from dateline.mapping.joining import joined
from dateline.mapping.lexicon import PARTS
from dateline.mapping.merged import find_merged
from dateline.mapping.naming import keep_name, untagged_columns
from dateline.mapping.nested import rename_records, spread_objects
from dateline.mapping.own import ORIGIN, carried, is_export, is_own, is_worked_out, unguarded
from dateline.mapping.parts import compose_when
from dateline.mapping.places import PlaceNames, join_places
from dateline.mapping.positions import POSITIONS, fill_positions, has_position, to_decimal
from dateline.mapping.precision import read_precision
from dateline.mapping.profile import Profile, find_profiles, named_profile
from dateline.mapping.profiled import MadeField, Profiled
from dateline.mapping.rows import find_headings, is_event, with_first_row
from dateline.mapping.saved import check_fields, find_headless, find_table
from dateline.mapping.titles import compose_titles
from dateline.mapping.utm import read_utm
from dateline.mapping.values import SourceColumn, are_names, kept_values
from dateline.mapping.vocabulary import translate, words_of
from dateline.readers.raw import RawTable, as_text
from dateline.settings import Settings
from dateline.table_settings import TableSettings

__all__ = ["ORIGIN", "map_table"]

#: Columns that together say where, the smallest area first.
_AREAS: Final = ("city", "district", "region", "country")
#: Fields in which a word for nothing may be meant.
_PROSE: Final = frozenset({"title", "description"})
#: Fields of names and ids, which may be a word for nothing.
_NAMES: Final = frozenset({*_AREAS, "where", "actor1", "actor2", "event_id", "source_event_id"})
#: Parts of a date.
_WHEN: Final = ("start", "end", "date", "time", "start_time", "end_time", "year", "month", "day")


def map_table(
    raw: RawTable, settings: Settings, *, places: PlaceNames, tables: Sequence[TableSettings] = ()
) -> tuple[pd.DataFrame, list[Diagnostic], TableMapping]:
    """Return the events of a table, the findings, and what was decided.

    The columns of the event table come first.

    Args:
        raw: The table as read.
        settings: Read: ``read``; what it says takes precedence over every guess.
        places: Says which texts are names of places.
        tables: The saved mappings.

    Raises:
        SettingsError: ``read.columns`` names a field that does not exist.
    """
    given = settings.read.columns
    check_fields(given, 'setting "read.columns.{}"')
    raw, note = opened(raw, settings.language)
    raw, decisions = find_headings(raw, note)
    table, tagged = untagged_columns(raw, decisions)
    pinned = find_table(tables, raw.file, [name for name in table.columns if name not in ORIGIN])
    is_headless = False
    if pinned is None and raw.heading_line:
        pinned = find_headless(tables, raw.file, len(raw.headings))
        is_headless = pinned is not None or is_event(raw.headings)
    if is_headless:
        raw = with_first_row(raw, decisions)
        table, tagged = untagged_columns(raw, decisions)
    if tagged is not None:
        lines = [int(raw.lines[row]) for row in tagged.headings]
        decisions.tags(int(raw.lines[tagged.row]) if tagged.row >= 0 else raw.heading_line, lines)
    mapping = _Mapping(table, settings, decisions, places, raw.is_typed, raw.decimal)
    mapping.pinned = pinned
    if tables and pinned is None:
        decisions.unsaved()
    mapping.run(given, fields_of(tagged.tags) if tagged else {})
    if mapping.profile is None:
        decisions.beside(raw.beside)
    decided = mapping.decided(is_headless=is_headless)
    return mapping.table(), decisions.findings(has_rows=len(table) > 0), decided


@dataclass(slots=True)
class _Mapping:
    """The mapping of the columns of one table, and the resulting table."""

    raw: pd.DataFrame
    settings: Settings
    decisions: Decisions
    places: PlaceNames
    is_typed: bool = False
    decimal: str = "."
    profile: Profile | None = None
    columns: list[SourceColumn] = field(default_factory=list)
    kept: dict[str, SourceColumn] = field(default_factory=dict)
    fields: dict[str, pd.Series[Any]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    carried: list[str] = field(default_factory=list)
    is_export: bool = False
    is_own: bool = False
    pinned: TableSettings | None = None
    choice: Choice = field(default_factory=Choice)
    reasons: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, dict[str, str]] = field(default_factory=dict)
    precise: dict[str, None] = field(default_factory=dict)

    def run(self, given: Mapping[str, str], tagged: Mapping[str, str]) -> None:
        headings = [name for name in self.raw.columns if name not in ORIGIN]
        own = is_own(headings)
        self.is_export = is_export(headings)
        self.is_own = own or self.is_export
        if self.is_export:
            self.carried = carried(headings)
            headings = [name for name in headings if not is_worked_out(name)]
            self.raw = self.raw.assign(**{name: unguarded(self.raw[name]) for name in headings})
        columns = [
            SourceColumn(name, name, self.raw[name], number=number)
            for number, name in enumerate(headings)
        ]
        self.kept = {column.name: column for column in columns}
        self.columns = columns
        self.profile = self._find_profile(headings, is_own=own)
        chosen = {f: h for f, h in given.items() if {h, h.partition(".")[0]} & self.kept.keys()}
        choice = self.choice = self._choose(chosen, tagged, is_own=own)
        if not (self.is_typed or own or self.is_export or self.pinned):
            self.decisions.merged(
                *find_merged(choice.fields, self.columns, self.raw["origin_line"])
            )
        self._take_fields(choice)
        self._take_when(choice)
        for name, made in read_utm(choice.fields):  # the columns are kept too
            self._put_made(name, made)
            self.used.difference_update(made.headings)
        self._take_positions(choice)
        self._take_sources(choice)
        self._take_where(choice)
        if self.profile is not None:
            self._apply(self.profile, given)
        else:
            self._take_precision(is_own=own)
        self._take_title(is_own=own)
        self.decisions.undecided(choice.undecided)
        self.decisions.set_aside(choice.foreign)
        by_value = [choice.fields[name] for name in choice.by_value]
        self.decisions.by_value = {column.name for columns in by_value for column in columns}
        if not own:
            absent = {f: h for f, h in given.items() if h not in headings and f in schema.GIVEN}
            self.decisions.missing(
                {f: h for f, h in absent.items() if f not in self.fields}, headings
            )

    def _find_profile(self, headings: list[str], *, is_own: bool) -> Profile | None:
        folder = self.settings.read.profiles
        own = None if folder is None else self.settings.path(folder)
        if self.pinned is not None:
            found = [named_profile(self.pinned.profile, own)] if self.pinned.profile else []
        else:
            found = [] if is_own else find_profiles(headings, own)
        self.decisions.profiles([profile.title for profile in found])
        return found[0] if len(found) == 1 else None

    def _choose(self, chosen: dict[str, str], tagged: Mapping[str, str], *, is_own: bool) -> Choice:
        """Return the columns of each field: as set, as a profile or tags say, or as they look."""
        self.reasons |= dict.fromkeys(chosen, "[read.columns]")
        if self.pinned is not None:
            return self._choose_again(self.pinned, chosen)
        if self.profile is not None:
            named = self.profile.choose(self.kept) | chosen
            return Choice({n: [self.kept[h]] for n, h in named.items() if h in self.kept})
        self.columns = spread_objects(self.columns, paths=chosen.values() - self.kept.keys())
        known = {name: heading for name, heading in tagged.items() if heading in self.kept}
        self.reasons = dict.fromkeys(known, "its HXL tag") | self.reasons
        return choose(
            self.columns,
            known | chosen,
            is_own=is_own,
            is_export=self.is_export,
            names=self.places,
        )

    def _choose_again(self, pinned: TableSettings, chosen: Mapping[str, str]) -> Choice:
        """Return the columns of each field as saved; what the settings say comes first."""
        names = {column for columns in pinned.columns.values() for column in columns}
        names |= set(chosen.values())
        self.columns = spread_objects(self.columns, names - self.kept.keys())
        found = {column.name: column for column in self.columns}
        given = {name: heading for name, heading in chosen.items() if heading in found}
        choice = Choice({name: [found[heading]] for name, heading in given.items()})
        taken = set(chosen.values())
        for name, columns in pinned.columns.items():
            free = [c for c in columns if c in found and (c == name or c not in taken)]
            if name not in chosen and free:
                choice.fields[name] = [found[column] for column in free]
        return choice

    def _apply(self, profile: Profile, given: Mapping[str, str]) -> None:
        """Put the fields that a profile makes; the columns they are made of are kept too."""
        profiled = Profiled(profile, self.raw)
        for make in (profiled.fields, profiled.place):
            for name, made in make(dict(self.fields)):
                if ("when" if name == DATE_RULE else name) not in given:
                    self._put_made(name, made)

    def _take_precision(self, *, is_own: bool) -> None:
        """Put what columns say about the precision of places and dates; they are kept too."""
        free = [name for name in self.kept if name not in self.used]
        if self.pinned is not None:
            free = [name for name in free if name in self.pinned.precision]
        for name, made in read_precision(self.raw, [] if is_own else free, self.fields):
            self.precise |= dict.fromkeys(made.headings)
            self._put_made(name, made)

    def _put_made(self, name: str, made: MadeField) -> None:
        """Put a field that was made of columns, which are kept too."""
        self.fields[name] = made.column
        told = "when" if name == DATE_RULE else name
        before = self.decisions.headings_of(told)
        self.decisions.mapped(told, list(dict.fromkeys((*before, *made.headings))))

    def _take_fields(self, choice: Choice) -> None:
        for name, columns in choice.fields.items():
            if name not in PARTS:
                self._put(name, self._value(name, columns), columns)

    def _put(self, name: str, value: pd.Series[Any], columns: Iterable[SourceColumn]) -> None:
        self.fields[name] = value
        self.used.update(column.name for column in columns)
        self.decisions.mapped(name, [column.name for column in columns])

    def _value(self, name: str, columns: list[SourceColumn]) -> pd.Series[Any]:
        """Return the values of a field: those of its columns, without words for nothing.

        In our own exports every value is meant, because missing ones were left out.
        """
        value = joined(name, columns)
        filled = np.logical_or.reduce([column.filled for column in columns])
        if name in _NAMES and not filled.all():
            filled |= are_names(as_text(value), columns, self.columns)
        is_meant = self.is_export or name in _PROSE
        if value.dtype == "str" and not is_meant and filled.sum() < value.count():
            value = value.where(pd.Series(filled, index=value.index))
        saved = dict(self.pinned.values) if self.pinned else {}
        given = {**saved.get(name, {}), **dict(self.settings.read.values).get(name, {})}
        if given or (name != "event_type" and words_of(name)):
            value, meanings = translate(as_text(value), name, given)
            if meanings:
                self.meanings[name] = meanings
        if name in ("lat", "lon"):
            return to_decimal(as_text(value))
        if name in _PROSE and value.dtype == "str" and not self.is_own:
            return plain_texts(value)
        if name in ("sources", "media") and not self.is_export:
            if name == "sources" and (value.dtype == "str" or columns[0].name != name):
                value = opened_sources(value, is_named=name not in self.choice.by_value)
            return rename_records(value, schema.BY_NAME[name].fields)
        return value

    def _text(self, choice: Choice, name: str) -> pd.Series[str]:
        return as_text(self._value(name, choice.fields[name]))

    def _take_when(self, choice: Choice) -> None:
        parts: dict[str, pd.Series[str]] = {}
        parts |= {name: self._text(choice, name) for name in _WHEN if name in choice.fields}
        if "when" in self.fields or not parts:
            return
        composed = compose_when(parts, {name: choice.fields[name][0].heading for name in parts})
        if composed is None:
            return
        kept = self.used.copy()
        columns = [c for name in composed.fields for c in choice.fields[name]]
        self._put("when", composed.when, columns)
        self.used = kept | {c.name for name in composed.used for c in choice.fields[name]}
        self.decisions.left_out(composed.left_out, self.raw["origin_line"].to_numpy())
        if composed.words is not None:
            own = self.fields.get("when_text")
            words = composed.words
            self.fields["when_text"] = words if own is None else as_text(own).fillna(words)

    def _take_positions(self, choice: Choice) -> None:
        columns = choice.fields.get("coordinates")
        if columns:
            kept = self.used.copy()
            texts = self._text(choice, "coordinates")
            made, is_double = fill_positions(self.fields, texts, columns[0].heading)
            for name, value in made.items():
                self._put(name, value, columns)
            self.used = kept if is_double else self.used

    def _take_sources(self, choice: Choice) -> None:
        for name in ("publisher", "url"):
            columns = choice.fields.get(name)
            if not columns or (name == "publisher" and "url" not in choice.fields):
                continue
            sources = self.fields.get("sources")
            if columns[0].is_nested:
                if sources is None:
                    self._put("sources", self._value("sources", columns), columns)
                continue
            if name == "url" or sources is None or not are_records(sources):
                sources = join_links(sources, self._text(choice, name))
                self._put("sources", sources, [*self._cited(), *columns])
        for name in ("title", "description"):
            columns = [] if self.is_own else choice.fields.get(name, [])
            found = links_in(as_text(joined(name, columns))) if columns else None
            if found is not None:
                self.fields["sources"] = join_links(self.fields.get("sources"), found)
        self.used.difference_update(
            c.name for c in self._cited() if c.name != "sources" and is_deep(c.given)
        )

    def _cited(self) -> list[SourceColumn]:
        headings = self.decisions.headings_of("sources")
        return [column for column in self.columns if column.name in headings]

    def _take_where(self, choice: Choice) -> None:
        parts: dict[str, pd.Series[str]] = {}
        parts |= {name: self._text(choice, name) for name in _AREAS if name in choice.fields}
        if not parts:
            return
        columns = [column for name in parts for column in choice.fields[name]]
        if "where" in self.fields:
            parts["where"] = as_text(self.fields["where"])
            columns = [*choice.fields["where"], *columns]
        kept = self.used.copy()  # the columns of areas are kept too
        where = join_places(parts)
        if not {"where", "city"} & parts.keys():
            where = where.mask(has_position(self.fields, len(where)))
        self._put("where", where, columns)
        self.used = kept | {c.name for c in columns if "." in c.name}

    def _take_title(self, *, is_own: bool) -> None:
        if "title" in self.fields or is_own or not len(self.raw):
            return
        texts = {n: as_text(c) for n, c in self.fields.items() if n not in POSITIONS}
        titles = compose_titles(texts, len(self.raw))
        if titles is not None:
            self.fields["title"] = titles
            self.decisions.composed([n for n in self.kept if n not in self.used])

    def decided(self, *, is_headless: bool) -> TableMapping:
        """Return what was decided, after everything was."""
        fields = {
            name: tuple(column.name for column in columns)
            for name, columns in self.choice.fields.items()
        }
        headings = [name for name in self.raw.columns if name not in ORIGIN]
        reasons = dict.fromkeys(self.choice.by_value, "its values") | self.reasons
        title = self.profile.title if self.profile else ""
        default = "the saved mapping" if self.pinned else f"the profile of {title}" if title else ""
        return TableMapping(
            self.decisions.file,
            rows=len(self.raw),
            uses=explain(
                headings,
                self.decisions.mapped_fields(),
                parts=fields,
                reasons=reasons,
                default=default,
                kept=self.kept,
                made=[name for name in self.fields if name != DATE_RULE],
            ),
            table=TableSettings(
                headings=tuple(headings),
                headless=is_headless,
                profile=self.profile.name if self.profile else "",
                columns=in_order(fields, headings),
                precision=tuple(self.precise),
                date_format=saved_formats(self.pinned, self.profile, self.settings),
                values=self.meanings,
            ),
            is_saved=self.pinned is not None,
            undecided=tuple(sentence for sentence, _ in self.choice.undecided),
            below=self.decisions.below,
        )

    def table(self) -> pd.DataFrame:
        """Return the fields in the order of the event table, then kept columns, then origin."""
        names = (*schema.GIVEN, DATE_RULE)
        columns = {name: self.fields[name] for name in names if name in self.fields}
        parts = {column.name for column in self.columns}
        as_kept = partial(kept_values, is_typed=self.is_typed, decimal=self.decimal)
        spread = [column for column in self.columns if column.name not in self.kept]
        for name, column in self.kept.items():
            if name in self.used:
                continue
            inner = [part for part in spread if part.name.startswith(f"{name}.")]
            if name in parts or not any(part.name in self.used for part in inner):
                columns[keep_name(name, columns)] = as_kept(column.raw)
            for part in inner:
                if part.name not in self.used and any(other.name in self.used for other in inner):
                    columns[keep_name(part.name, columns)] = as_kept(part.raw)
        columns.update(
            {name: self.raw[name] for name in (*self.carried, *ORIGIN) if name in self.raw}
        )
        return pd.DataFrame(columns, index=self.raw.index)
