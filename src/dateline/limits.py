"""The table of limits: how much an input may contain, in one place.

Everything within the limits is read, in time and memory proportional to its size. Whatever exceeds
a limit is reported in one line and left out. Limits that users may need to raise are settings,
``[limits]`` in ``dateline.toml``; the others are constants. ``docs/limits.md`` is generated from
this module.
"""

from __future__ import annotations

import errno
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

MEGABYTE: Final = 1_000_000
MILLION: Final = 1_000_000


class LimitExceededError(Exception):
    """Raised if a file exceeds a limit; the reader of the file reports it as a finding.

    Attributes:
        message: What was seen and what was expected; one line.
        hint: What to do; one line.
        line: 1-based line; 0 if unknown.
    """

    def __init__(self, message: str, *, hint: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


def read_bounded(path: Path, most: int) -> bytes:
    """Return the bytes of a file of the project, never of a device or a pipe.

    Raises:
        OSError: There is no such file, it cannot be read, or it has more than ``most`` bytes.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not a file")
    if status.st_size > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How much an input may hold.

    Attributes:
        file_mb: Megabytes of a CSV, TSV or JSON file.
        yaml_mb: Megabytes of a YAML file, which needs far more time and memory.
        pipe_mb: Megabytes from standard input or a pipe.
        row_mb: Megabytes of one row or line of a CSV or TSV file.
        cell_mb: Megabytes of one cell, or one value of a field.
        expanded_mb: Megabytes that aliases or `defaults` can add to a file.
        yaml_values: Values in a YAML file, estimated from its lines, commas and opening brackets.
            Aliases can add the same number again.
        json_values_million: Million values in a JSON file, estimated from its commas and opening
            brackets.
        columns: Columns in one file, and in all files together.
        cells_million: Million cells (rows times columns) in one file, and in all files together.
        files: Event files in a folder and its subfolders.
        page_layers: Layers that a page lists, the layers they are in included. Beyond it, events
            are shown in the layer above theirs, or in "Other layers"; exports keep every layer. At
            most 65,000.
    """

    file_mb: int = 4_000
    yaml_mb: int = 50
    pipe_mb: int = 250
    row_mb: int = 16
    cell_mb: int = 10
    expanded_mb: int = 250
    yaml_values: int = 2_000_000
    json_values_million: int = 100
    columns: int = 2_000
    cells_million: int = 200
    files: int = 10_000
    page_layers: int = 1_000

    def check_columns(self, count: int, *, line: int = 0) -> None:
        """Raise LimitExceededError if there are too many columns."""
        if count > self.columns:
            raise LimitExceededError(
                f"there are {count:,} columns, expected at most {self.columns:,}",
                hint="delete columns that you don't need, or raise limits.columns",
                line=line,
            )

    def check_cells(self, rows: int, columns: int, *, line: int = 0) -> None:
        """Raise LimitExceededError if rows times columns are too many cells."""
        if rows * columns > self.cells_million * MILLION:
            raise LimitExceededError(
                f"there are {rows:,} rows of {columns:,} columns, expected at most "
                f"{self.cells_million:,} million cells",
                hint="delete columns that you don't need, or raise limits.cells_million",
                line=line,
            )

    def check_text(self, size: int, *, line: int = 0) -> None:
        """Raise LimitExceededError if a text has too many bytes."""
        if size > self.cell_mb * MEGABYTE:
            raise LimitExceededError(
                f"a text has more than {self.cell_mb:,} MB, the limit",
                hint="shorten it, or raise limits.cell_mb",
                line=line,
            )

    def check_row(self, size: int, *, line: int = 0) -> None:
        """Raise LimitExceededError if a row has too many bytes."""
        if size > self.row_mb * MEGABYTE:
            raise LimitExceededError(
                f"a row has more than {self.row_mb:,} MB, the limit",
                hint="check its line ends and quotes, or raise limits.row_mb",
                line=line,
            )

    def check_expansion(self, size: int) -> None:
        """Raise LimitExceededError if ``defaults`` add too many bytes."""
        if size > self.expanded_mb * MEGABYTE:
            raise LimitExceededError(
                f'"defaults" add {size / MEGABYTE:,.0f} MB to the events, '
                f"expected at most {self.expanded_mb:,} MB",
                hint="shorten them, or raise limits.expanded_mb",
            )


def check_limit(value: object) -> int:
    """Return a limit from the settings.

    Raises:
        TypeError: The value is not a limit; the text says what is expected.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise TypeError("a whole number of 1 or more")
    return value


class Fixed(NamedTuple):
    """A limit that is not a setting: its value and its meaning."""

    value: int
    meaning: str


#: Limits that no reasonable input comes near.
FIXED: Final[dict[str, Fixed]] = {
    "nesting": Fixed(64, "levels of nested lists and mappings"),
    "collections": Fixed(8, "levels of nested geometry collections"),
    "json": Fixed(200, "levels of nested lists and objects in a whole JSON file"),
    "points": Fixed(500_000, "positions in one geometry"),
    "settings": Fixed(
        1_000_000, "bytes of `dateline.toml`, a file of saved mappings, or a profile of a source"
    ),
    "tables": Fixed(200_000_000, "bytes in the project's places, regions or lock"),
    "gazetteer": Fixed(4_000_000_000, "bytes in a file for `dateline gazetteer add`"),
    "picture": Fixed(50_000_000, "bytes in the file of a picture"),
    "pixels": Fixed(70_000_000, "pixels in a picture"),
    "media": Fixed(10_000, "files in the folder `media` of a project"),
    "digits": Fixed(300, "digits in a number"),
    "when": Fixed(1_000, "characters in a date"),
    "where": Fixed(2_000, "characters in a place expression that is not WKT"),
    "expressions": Fixed(16, "levels of nested place expressions"),
    "layers": Fixed(32, "levels of a layer, such as `Ukraine/Kursk`, which has two"),
    "places": Fixed(100, "places in one place expression"),
    "findings": Fixed(1_000, "findings of one code in one file that are listed; all are counted"),
}

#: Levels of lists and mappings in a file.
NESTING: Final = FIXED["nesting"].value
#: Geometry collections inside one another.
COLLECTIONS: Final = FIXED["collections"].value
#: Levels of lists and objects of a whole JSON text.
JSON_NESTING: Final = FIXED["json"].value
#: Positions of one geometry.
POINTS: Final = FIXED["points"].value
#: Bytes of the settings, of a file of saved mappings, or of a profile.
SETTINGS_BYTES: Final = FIXED["settings"].value
#: Bytes of a table of the project.
TABLE_BYTES: Final = FIXED["tables"].value
#: Bytes of a file of places to add to the gazetteer.
GAZETTEER_BYTES: Final = FIXED["gazetteer"].value
#: Bytes of the file of a picture.
PICTURE_BYTES: Final = FIXED["picture"].value
#: Pixels of a picture; decoded, each takes up to four bytes.
PICTURE_PIXELS: Final = FIXED["pixels"].value
#: Files among which pictures are looked up by their SHA-256.
MEDIA_FILES: Final = FIXED["media"].value
#: Digits of the longest whole number that is read as a number; longer ones stay text.
DIGITS: Final = FIXED["digits"].value
#: Characters of a date.
WHEN_LENGTH: Final = FIXED["when"].value
#: Characters of a place expression that is not WKT.
WHERE_LENGTH: Final = FIXED["where"].value
#: Place expressions inside one another.
WHERE_DEPTH: Final = FIXED["expressions"].value
#: Levels of a layer.
LAYER_DEPTH: Final = FIXED["layers"].value
#: Places in one place expression.
WHERE_PLACES: Final = FIXED["places"].value
