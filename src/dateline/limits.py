"""The table of limits: how much of anything an input may hold, in one place.

Whatever is within the limits is read, and in a time and a memory that grow with its size alone.
What is beyond one of them is reported in a line and left out. Those that a user may need to raise
are settings, ``[limits]`` in ``dateline.toml``; the others are constants. ``docs/limits.md`` is
made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

MEGABYTE: Final = 1_000_000
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How much an input may hold.

    Attributes:
        file_mb: Megabytes of a file of delimited text or JSON.
        yaml_mb: Megabytes of a YAML file, which takes far more time and memory to read.
        pipe_mb: Megabytes that are read from standard input or a pipe.
        cell_mb: Megabytes of one text: a cell, or the value of a field.
        expanded_mb: Megabytes that aliases and ``defaults`` may add to what a file holds.
        yaml_nodes: Texts, lists and mappings of a YAML file, those that aliases add included.
        json_values_million: Million values of a JSON file.
        columns: Columns of a file, and of all files together.
        cells_million: Million cells, rows by columns, of a file, and of all files together.
        points: Positions of one geometry.
        files: Files in a folder, and in the folders below it.
    """

    file_mb: int = 4_000
    yaml_mb: int = 50
    pipe_mb: int = 250
    cell_mb: int = 10
    expanded_mb: int = 100
    yaml_nodes: int = 2_000_000
    json_values_million: int = 200
    columns: int = 2_000
    cells_million: int = 200
    points: int = 500_000
    files: int = 10_000


class Fixed(NamedTuple):
    """A limit that is not a setting: its value and what it is of."""

    value: int
    meaning: str


#: The limits that no input worth reading comes near.
FIXED: Final[dict[str, Fixed]] = {
    "nesting": Fixed(64, "levels of lists and mappings inside one another"),
    "collections": Fixed(8, "geometry collections inside one another"),
    "digits": Fixed(300, "digits of a number"),
    "when": Fixed(1_000, "characters of a date"),
    "where": Fixed(2_000, "characters of a place expression that is not WKT"),
    "expressions": Fixed(16, "place expressions inside one another"),
    "places": Fixed(100, "places in one place expression"),
}

#: Levels of lists and mappings in a file.
NESTING: Final = FIXED["nesting"].value
#: Geometry collections inside one another.
COLLECTIONS: Final = FIXED["collections"].value
#: Digits of the longest whole number that is read as a number; longer ones stay text.
DIGITS: Final = FIXED["digits"].value
#: Characters of a date.
WHEN_LENGTH: Final = FIXED["when"].value
#: Characters of a place expression that is not WKT.
WHERE_LENGTH: Final = FIXED["where"].value
#: Place expressions inside one another.
WHERE_DEPTH: Final = FIXED["expressions"].value
#: Places in one place expression.
WHERE_PLACES: Final = FIXED["places"].value
