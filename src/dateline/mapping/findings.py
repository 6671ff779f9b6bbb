"""What the mapping of a table decided, in words: one finding for each decision, none per row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from dateline import schema
from dateline.diagnostics import Diagnostic, finding
from dateline.mapping.dates import LeftOut
from dateline.mapping.vocabulary import words_of
from dateline.one_line import and_more_rows
from dateline.readers.raw import Position
from dateline.timespan.hints import quote

_SHOWN: Final = 8
_ORDER: Final = {name: number for number, name in enumerate(schema.GIVEN)}


@dataclass(slots=True)
class Decisions:
    """The decisions about one table.

    Attributes:
        file: The name of the file.
        line: The line of its headings; 0 if it has none.
        by_value: Columns that were chosen by their values alone.
        below: The lines of rows below the events, which are left out.
    """

    file: str
    line: int
    by_value: set[str] = field(default_factory=set)
    below: tuple[int, ...] = ()
    _mapped: dict[str, list[str]] = field(default_factory=dict)
    _first: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _findings: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, message: str, hint: str, *, at: Position | None = None) -> None:
        """Report one decision, at the headings if it has no position."""
        line, column = at or (self.line, 0)
        self._findings.append(
            finding(code, message, hint=hint, file=self.file, line=line, column=column)
        )

    def beside(self, values: Mapping[str, tuple[Any, Position]]) -> None:
        """Report fields that stand beside the list of events, but not the status of a reply."""
        for key, (value, at) in values.items():
            words = words_of(key)
            if key in schema.BY_NAME and (not words or value in words):
                self.report(
                    "field-unknown",
                    f'"{key}" next to "events" is ignored, expected it in an event or '
                    'in "defaults"',
                    f"move {key} under `defaults:` to apply it to every event",
                    at=at,
                )

    def duplicates(self, headings: Sequence[str]) -> None:
        """Report headings that several columns have."""
        for heading, count in Counter(headings).items():
            if count > 1 and heading:
                times = "twice" if count == 2 else f"{count} times"  # noqa: PLR2004
                self.report(
                    "heading-duplicate",
                    f'the heading "{heading}" is given {times}; the first column of that name '
                    "counts, and the others are kept under names with an underscore",
                    "give each column a heading of its own",
                )

    def titles_above(self, first: int, title: str) -> None:
        """Report lines above the headings, which are not events."""
        last = self.line - 1
        lines = f"line {first} is" if last <= first else f"lines {first} to {last} are"
        self.report(
            "headings-below",
            f"{lines} above the headings in line {self.line} and left out: {quote(title)}",
            "delete what stands above the headings, or set read.columns if they are others",
        )

    def groups(self, above: int, line: int) -> None:
        """Remember that the first row of headings only groups those of the second."""
        self.line = line
        self._notes.append(f"line {above} read as groups of the headings in line {line}")

    def rows_below(self, lines: Sequence[int], text: str) -> None:
        """Report rows below the events, which are not events."""
        self.below = tuple(lines)
        said = f"line {lines[0]} is" if len(lines) == 1 else f"lines {lines[0]} to {lines[-1]} are"
        self.report(
            "rows-below",
            f"{said} below the events and left out: {quote(text)}",
            "delete sums and notes below the events, or give the row a title if it is an event",
            at=(lines[0], 0),
        )

    def headless(self, line: int) -> None:
        """Report that the first row is an event and no row of headings."""
        self.report(
            "heading-missing",
            f"line {line} looks like an event, not a heading row; it was read as an event",
            "add a first row that names the columns, such as title,when,lat,lon",
        )

    def merged(self, headings: Sequence[str], lines: np.ndarray) -> None:
        """Report columns that are blank below a value, as merged cells are, if any is."""
        if not headings:
            return
        listed = " and ".join(f'"{heading}"' for heading in headings)
        self.report(
            "cells-merged",
            f"{listed} {'is' if len(headings) == 1 else 'are'} blank below a value in "
            f"{len(lines):,} rows, as spreadsheets save merged cells; they are read as blank",
            "unmerge the cells and fill them down if the value above is meant, and save it again",
            at=(int(lines[0]), 0),
        )

    def profiles(self, titles: Sequence[str]) -> None:
        """Remember the known sources that the table is like."""
        if len(titles) == 1:
            self._first.append(f"read as {titles[0]}")
        elif titles:
            self._first.append(f"headings read one by one, because they fit {' and '.join(titles)}")

    def unsaved(self) -> None:
        """Remember that mappings are saved, but none for the headings of this table."""
        self._first.append("no saved mapping has all of these headings, so dateline decided again")

    def tags(self, line: int, headings: Sequence[int]) -> None:
        """Remember that a row of HXL tags was read as the mapping, and which rows are headings."""
        self._notes.append(f"line {line} read as HXL tags")
        self._notes += [f"line {number} read as headings of the tags" for number in headings]

    def noted(self, note: str) -> None:
        """Remember what was decided before, in words; nothing if that is empty."""
        self._notes += [note] if note else []

    def footnotes(self, example: str, cells: int) -> None:
        """Remember that footnote marks at the end of cells were left out."""
        self._notes.append(f"footnote marks such as {quote(example)} left out of {cells:,} cells")

    def set_aside(self, names: Sequence[str]) -> None:
        """Remember columns that have the name of a field but none of its words."""
        self._notes += [
            f'"{name}" kept as "given_{name}", because none of its values is an allowed word'
            for name in names
        ]

    def mapped(self, name: str, headings: list[str]) -> None:
        """Remember the headings that a field was read from."""
        self._mapped[name] = headings

    def headings_of(self, name: str) -> list[str]:
        """Return the headings that a field was read from."""
        return self._mapped.get(name, [])

    def mapped_fields(self) -> Mapping[str, Sequence[str]]:
        """Return the headings of every field that was read from any."""
        return self._mapped

    def undecided(self, sentences: Sequence[tuple[str, str]]) -> None:
        """Report columns between which neither headings nor values decide."""
        for sentence, example in sentences:
            self.report(
                "columns-undecided",
                f"{sentence}; they are kept as extra columns",
                f"set it in dateline.toml: {example}",
            )

    def left_out(self, values: Sequence[LeftOut], lines: np.ndarray) -> None:
        """Report what the date of a row does not contain: each value once."""
        for one in values[:_SHOWN]:
            count = len(one.rows)
            more = and_more_rows(count)
            seen = f"{one.part} {quote(one.text)}"
            why = f"has no {one.needs} in its row" if one.needs else "is not read"
            message = f"{seen} {why}{more}; the date is kept without it"
            act = f"add the {one.needs}" if one.needs else f"fix the {one.part}"
            hint = f"{act}; the words of the row are kept in when_text"
            self.report("date-part-invalid", message, hint, at=(int(lines[one.rows[0]]), 0))
        rest = values[_SHOWN:]
        if rest:
            count = sum(len(one.rows) for one in rest)
            self.report(
                "date-part-invalid",
                f"{len(rest)} more values in {count:,} rows are not part of a date, "
                f"such as {rest[0].part} {quote(rest[0].text)}",
                "fix them; the words of the rows are kept in when_text",
                at=(int(lines[rest[0].rows[0]]), 0),
            )

    def composed(self, kept: Sequence[str]) -> None:
        """Report that titles were composed, because no column is a title."""
        listed = ", ".join(f'"{heading}"' for heading in kept[:_SHOWN])
        listed += ", …" if len(kept) > _SHOWN else ""
        rest = f"; extra columns are {listed}" if kept else ""
        self.report(
            "titles-composed",
            f"no column is a title, so titles are composed of type, actors and place{rest}",
            'map a column to it in dateline.toml: [read.columns] title = "its heading"',
        )

    def missing(self, settings: Mapping[str, str], headings: Sequence[str]) -> None:
        """Report headings that the settings name and the file does not have."""
        listed = ", ".join(f'"{name}"' for name in headings)
        for name, heading in settings.items():
            self.report(
                "field-unknown",
                f'the settings map {name} to "{heading}", but no column has that heading',
                f"use one of these headings: {listed}",
            )

    def findings(self, *, has_rows: bool) -> list[Diagnostic]:
        """Return all findings, that about the mapping last."""
        said = [
            f"{name} from "
            + " and ".join(f'"{heading}"' for heading in headings)
            + (" (by its values)" if self.by_value.intersection(headings) else "")
            for name, headings in sorted(self._mapped.items(), key=lambda item: _ORDER[item[0]])
            if headings and headings != [name]
        ]
        said = [*self._first, *said, *self._notes]
        if said and has_rows:
            self.report(
                "columns-mapped",
                "columns mapped: " + "; ".join(said),
                "check the mapping; to change it, set [read.columns] in dateline.toml",
            )
        return self._findings
