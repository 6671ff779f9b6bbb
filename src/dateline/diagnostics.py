"""Diagnostics: findings about the *data*, which are passed along with the table as values.

Nothing here prints, formats for a terminal or decides an exit code; ``report.py`` and ``cli/`` do.
A broken set-up raises an exception instead (``errors.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from dateline.one_line import one_line

Severity = Literal["error", "warning", "info"]


class Code(NamedTuple):
    """One kind of finding: its default severity and its meaning in one line."""

    severity: Severity
    meaning: str


#: All codes. Each has ``docs/codes/<slug>.md`` and a case in ``tests/corpus/reject/``.
CODES: Final[dict[str, Code]] = {
    # reading files
    "file-missing": Code("error", "a file or folder that you named does not exist"),
    "file-unreadable": Code("error", "a file exists but cannot be read"),
    "limit-exceeded": Code("error", "an input is larger than a limit"),
    "file-empty": Code("warning", "a file or folder contains no events"),
    "format-unknown": Code("error", "a file is in a format that dateline does not read"),
    "encoding-guessed": Code("warning", "a file is not UTF-8, so its encoding was guessed"),
    "encoding-unknown": Code("error", "a file is not text in any encoding that was tried"),
    "yaml-syntax": Code("error", "a YAML file cannot be parsed"),
    "json-syntax": Code("error", "a JSON file cannot be parsed"),
    "csv-syntax": Code("error", "a row of a CSV or TSV file has the wrong number of cells"),
    "geojson-invalid": Code("error", "a GeoJSON file or feature does not follow RFC 7946"),
    "columns-mapped": Code("info", "headings were mapped to fields with other names"),
    "columns-undecided": Code("warning", "several columns may be one field, and nothing decides"),
    "heading-duplicate": Code("warning", "several columns have the same heading"),
    "heading-missing": Code("warning", "a table begins with an event instead of headings"),
    "headings-below": Code("info", "a table has lines of titles above its headings"),
    "cells-merged": Code("warning", "cells are blank below a value, as merged cells are"),
    "rows-below": Code("info", "a table has sums or notes below its events"),
    "worksheet-skipped": Code("info", "a worksheet was not read as events"),
    "titles-composed": Code("info", "a table has no titles, so they were composed"),
    # fields
    "field-unknown": Code(
        "warning", "a field is unknown, but its name is close to one that is known"
    ),
    "field-type": Code("error", "a field holds the wrong type of value"),
    "value-unknown": Code("error", "a value is not one of the field's allowed words"),
    "title-missing": Code("error", "an event has no title"),
    "layers-many": Code("warning", "there are more layers than a page lists"),
    "facet-unusable": Code("warning", "readers cannot filter by a column in map.facets"),
    "id-duplicate": Code("error", "two events have the same id"),
    "url-unsafe": Code("warning", "a link is not http or https, so it is shown as text"),
    # pictures
    "pictures-not-embedded": Code(
        "warning", "events have pictures, and the page may not show them"
    ),
    "picture-missing": Code("error", "the file of a picture does not exist"),
    "picture-changed": Code("error", "a picture is not the one that its sha256 names"),
    "picture-unusable": Code("error", "a picture cannot become a part of the page"),
    "picture-undescribed": Code("warning", "a picture has neither an alt text nor a caption"),
    # time
    "date-invalid": Code("error", "a date cannot be read"),
    "date-ambiguous": Code("error", "a date has two readings, and nothing decides"),
    "date-conflict": Code("error", "a date disagrees with the year of its own column"),
    "date-part-invalid": Code("warning", "a part of a date cannot be read"),
    "dates-read": Code("info", "dates in other forms were read as EDTF"),
    "date-reversed": Code("error", "an interval ends before it starts"),
    "event-undated": Code("info", "an event has no date"),
    # place
    "coordinates-invalid": Code("error", "coordinates are out of range or incomplete"),
    "coordinates-swapped": Code("warning", "longitude and latitude look swapped"),
    "geometry-invalid": Code("error", "a geometry cannot be drawn"),
    "place-syntax": Code("error", "a place expression cannot be parsed"),
    "place-unknown": Code("error", "no place has that name"),
    "place-ambiguous": Code("warning", "several places fit the name about equally well"),
    "place-far": Code("warning", "the named place is far from the given coordinates"),
    "place-historic": Code("warning", "the place is a state that no longer exists"),
    "place-moved": Code(
        "warning", "a locked place is gone, has moved, or would no longer be chosen"
    ),
    "event-unplaced": Code("info", "an event has no place"),
    # stories
    "story-invalid": Code("error", "a part of a story cannot be used"),
    # maps in Python
    "layer-linked": Code("warning", "a layer that was added to a map needs files of other servers"),
}


class Edit(NamedTuple):
    """A replacement that a hint proposes, if it proposes just one.

    Attributes:
        field: The field, or the path of a value in it, such as ``sources[0].url``.
        old: The text as written, without outer white space.
        new: The text to write instead.
        is_key: Whether the name of the field is replaced, rather than its value.
    """

    field: str
    old: str
    new: str
    is_key: bool = False


#: At most this many findings of one code and file are listed; the others are counted.
MOST: Final = 1_000


_QUOTED: Final = re.compile('"([^"]*)"')

#: More values than that help no reader to find the fault.
_MOST_VALUES: Final = 6


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about the data.

    Attributes:
        code: A key of :data:`CODES`, such as ``place-unknown``.
        message: What was seen and what was expected, both quoted; one line.
        hint: What the reader can do now; one line, may be empty.
        file: The origin file as the user named it; empty if the finding belongs to no file.
        line: 1-based line, row or feature number in that file; 0 if it concerns the whole file.
        column: 1-based column in that line; 0 if unknown.
        severity: ``error`` (part of the event is missing because of it), ``warning`` (check it) or
            ``info``; the default is that of the code.
        event_id: The event that it concerns, if any.
        count: How many findings it stands for; above 1 if the others are only counted.
        row: The index label of the row, if the event came from a data frame.
        edits: What ``dateline fix`` would write, in every event of the file that has all of the
            old texts; empty unless the hint has just one proposal.
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = "error"
    event_id: str = ""
    count: int = 1
    row: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """What the message quotes, each once: what was seen, as it stands in the file, comes first.

        The page says ``code`` and these in the language of its reader (decision 0082).
        """
        return tuple(dict.fromkeys(filter(None, _QUOTED.findall(self.message))))[:_MOST_VALUES]


def finding(
    code: str,
    message: str,
    *,
    hint: str = "",
    file: str = "",
    line: int = 0,
    column: int = 0,
    event_id: str = "",
    edits: tuple[Edit, ...] = (),
) -> Diagnostic:
    """Return a diagnostic of ``code`` with the default severity of the code.

    Control characters and line breaks in ``message`` and ``hint``, which may quote untrusted text,
    are escaped, so that a finding is one line on any terminal.

    Raises:
        KeyError: ``code`` is not in :data:`CODES`.
    """
    return Diagnostic(
        code=code,
        message=one_line(message),
        hint=one_line(hint),
        file=file,
        line=int(line),
        column=int(column),
        severity=CODES[code].severity,
        event_id=event_id,
        edits=edits,
    )


def more_findings(code: str, count: int, *, severity: Severity, file: str, line: int) -> Diagnostic:
    """Return the finding that stands for all those of one code and file beyond :data:`MOST`.

    Args:
        code: The code of all of them.
        count: How many there are.
        severity: The severity of all of them.
        file: The file of all of them.
        line: The line of the first one.
    """
    message = f"{count:,} more from here on: {CODES[code].meaning}"
    hint = "fix those above first; if many rows have the same problem, fix it at its origin"
    return Diagnostic(code, one_line(message), hint, file, line, severity=severity, count=count)


class Unlisted(NamedTuple):
    """The findings of one code, severity and file that are not listed.

    Attributes:
        code: Their code.
        severity: Their severity.
        file: Their file.
        place: The place of the first one.
        many: How many there are.
    """

    code: str
    severity: Severity
    file: Hashable
    place: int
    many: int


class Tally:
    """Counts findings, and says how many of each code, severity and file to list."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, Severity, Hashable]] = Counter()
        self._next: dict[tuple[str, Severity, Hashable], int] = {}

    def add(self, code: str, severity: Severity, *, file: Hashable, places: Sequence[int]) -> int:
        """Count findings, one for each place; return how many of the first ones to list."""
        key = (code, severity, file)
        room = max(MOST - self._seen[key], 0)
        self._seen[key] += len(places)
        if len(places) <= room:
            return len(places)
        self._next.setdefault(key, int(places[room]))
        return room

    def unlisted(self) -> Iterator[Unlisted]:
        """Yield what is counted and not listed."""
        for key, place in self._next.items():
            yield Unlisted(*key, place, self._seen[key] - MOST)


class FindingList:
    """Findings; beyond :data:`MOST` of one code and file, they are only counted."""

    def __init__(self) -> None:
        self._listed: list[Diagnostic] = []
        self._tally = Tally()

    def add(self, found: Diagnostic) -> None:
        """Append a finding, or count it."""
        if self._tally.add(found.code, found.severity, file=found.file, places=[found.line]):
            self._listed.append(found)

    def extend(self, findings: Iterable[Diagnostic]) -> None:
        """Append findings, or count them."""
        for found in findings:
            self.add(found)

    def finish(self) -> list[Diagnostic]:
        """Return the findings, and one for those of each code and file that are only counted."""
        more = (
            more_findings(code, count, severity=severity, file=str(file), line=line)
            for code, severity, file, line, count in self._tally.unlisted()
        )
        return [*self._listed, *more]


def sort_findings(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings sorted by file, line, column, code and message."""
    return sorted(findings, key=lambda d: (d.file, d.line, d.column, d.code, d.message))


def count_by_severity(findings: Iterable[Diagnostic]) -> Counter[Severity]:
    """Return the number of findings of each severity."""
    counts: Counter[Severity] = Counter()
    for found in findings:
        counts[found.severity] += found.count
    return counts
