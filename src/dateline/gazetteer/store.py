"""The gazetteer file: where it is, how it is opened and checked. Look-ups are elsewhere."""

from __future__ import annotations

import math
import sqlite3
import sys
from array import array
from pathlib import Path
from typing import Final

from dateline.errors import GazetteerError

#: ``PRAGMA application_id`` of a gazetteer: the letters DTLN.
APPLICATION_ID: Final = 0x44544C4E
#: ``PRAGMA user_version``; it is increased whenever a table or the folding changes its meaning.
SCHEMA_VERSION: Final = 3
#: The gazetteer that the build hook compiles into the package.
PACKAGED: Final = Path(__file__).resolve().parent.parent / "_built" / "gazetteer.sqlite"

_REMEDY: Final = "reinstall dateline; its build compiles the gazetteer"
_HEADER: Final = b"SQLite format 3\x00"


def cell_of(lon: float, lat: float) -> int:
    """Return the number of the one-degree cell that contains (lon, lat), degrees, WGS84.

    Settlements are numbered cell by cell, so that those in one area are stored together.
    """
    column = min(359, max(0, math.floor(lon + 180)))
    row = min(179, max(0, math.floor(lat + 90)))
    return row * 360 + column


def write_settlements(connection: sqlite3.Connection) -> None:
    """Write the table ``settlement``: all settlements of ``place`` in three columns.

    ``id`` (64-bit integers), ``lon`` and ``lat`` (floats, degrees, WGS84) are stored in the order
    of ``id``, little-endian, so that the nearest settlements of a million positions can be found
    without reading a row per settlement.
    """
    connection.execute("DELETE FROM settlement")
    for name, code in (("id", "q"), ("lon", "d"), ("lat", "d")):
        statement = f"SELECT {name} FROM place WHERE kind = 'settlement' ORDER BY id"  # noqa: S608
        numbers = array(code, (number for (number,) in connection.execute(statement)))
        if sys.byteorder == "big":
            numbers.byteswap()
        connection.execute("INSERT INTO settlement VALUES (?, ?)", (name, numbers.tobytes()))


def connect(path: Path) -> sqlite3.Connection:
    """Return a read-only connection to the gazetteer at ``path``; nothing is parsed or locked.

    Raises:
        GazetteerError: The file is missing, damaged, not a gazetteer, or of another version.
    """
    _check_file(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        _check_version(connection, path)
    except sqlite3.DatabaseError as error:
        raise damaged(path, error) from error
    return connection


def damaged(path: Path, error: Exception) -> GazetteerError:
    """Return the error for a file that SQLite cannot read."""
    return GazetteerError(f'gazetteer "{path}" is damaged: {error}', hint=_REMEDY)


def _check_file(path: Path) -> None:
    """Raise if the file is missing, is not a database, or is shorter than its header says."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise GazetteerError(f'gazetteer "{path}" is missing', hint=_REMEDY) from error
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise GazetteerError(f'gazetteer "{path}" {reason}', hint=_REMEDY) from error
    if not header.startswith(_HEADER):
        raise GazetteerError(
            f'gazetteer "{path}" is damaged: it starts with {header[:15]!r}, '
            f"expected {_HEADER[:15]!r}",
            hint=_REMEDY,
        )
    page = int.from_bytes(header[16:18], "big")
    expected = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    if size != expected:
        raise GazetteerError(
            f'gazetteer "{path}" is damaged: it has {size} bytes, expected {expected}',
            hint=_REMEDY,
        )


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        connection.close()
        raise GazetteerError(f'"{path}" is a database but not a gazetteer', hint=_REMEDY)
    if version != SCHEMA_VERSION:
        connection.close()
        raise GazetteerError(
            f'gazetteer "{path}" has version {version}, expected {SCHEMA_VERSION}', hint=_REMEDY
        )
