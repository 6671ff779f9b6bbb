"""Which columns are which fields, and the thresholds by which that is decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from dateline.mapping.dates import read_text
from dateline.mapping.lexicon import fold_heading
from dateline.mapping.values import SourceColumn

#: Below this, a heading alone does not choose a field.
SURE: Final = 0.55
#: From this on, a heading has no word that says something else.
PLAIN: Final = 0.8
#: Most of the values must look right.
MOST: Final = 0.9
HALF: Final = 0.5

#: Words that a title or a description has on average.
TITLE_WORDS: Final = 2.0
#: Fewer words are those of a name.
NAME_WORDS: Final = 3.0
PROSE_WORDS: Final = 5.0


@dataclass(slots=True)
class Choice:
    """Which columns are which fields.

    Attributes:
        fields: Field to its columns; several are parts of one column in different rows.
        undecided: Sentences about columns between which nothing decides.
        by_value: Fields that only values chose.
        foreign: Fields whose name a column has, without any of its words.
    """

    fields: dict[str, list[SourceColumn]] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)
    by_value: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        """The names of the columns that are fields."""
        return {column.name for columns in self.fields.values() for column in columns}


#: The number of "Source 2".
_NUMBER: Final = re.compile(r"\s*\d{1,2}\b")


def is_next(column: SourceColumn, other: SourceColumn) -> bool:
    """Return whether two headings differ only in their number: "Source 1" and "Source 2"."""
    first, second = (_NUMBER.sub("", fold_heading(c.heading)) for c in (column, other))
    return first == second and column.heading != other.heading


def is_text(column: SourceColumn) -> bool:
    """Return whether values are texts rather than numbers, dates, links or shapes."""
    others = (column.numbers, column.links, column.shapes, column.clocks)
    if max(others) >= MOST:
        return False
    return column.dates < MOST or column.share(says_when) < HALF


def says_when(text: str) -> bool:
    """Return whether a text is a date, or refused as one.

    >>> says_when("5/6/2024"), says_when("EQ-2023-000015-TUR"), says_when("Libya - Sep 2023")
    (True, False, False)
    """
    return read_text(text).reason != "unknown"
