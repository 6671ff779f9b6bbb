"""Write the project's own gazetteer: input files to one SQLite file in the package's format.

``geonames.py`` and ``own_files.py`` read the input files; ``overlay.py`` merges the results of both
gazetteers. Only one batch of a file is held in memory, whatever its size.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from dateline.diagnostics import Diagnostic, finding
from dateline.errors import InputError, OutputError
from dateline.gazetteer import geonames, own_files, store
from dateline.gazetteer.entry import Deleted, OtherName, PlaceEntry, Skipped, rowid_of
from dateline.gazetteer.fold import fold
from dateline.gazetteer.lookup import Gazetteer
from dateline.limits import GAZETTEER_BYTES

Item = PlaceEntry | OtherName | Deleted | Skipped | Diagnostic

#: This many findings per file are reported one by one; the rest are only counted.
MAX_REPORTED: Final = 1_000

_BATCH: Final = 10_000
_GEOJSON: Final = frozenset({".geojson", ".json"})
_NOT_HERE: Final = "deleted ids of places that no added file has"
_NOT_KNOWN: Final = "names of places that neither the package nor the project has"
_SCHEMA: Final = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
    "ORDER BY type = 'index', name"
)


class _File(NamedTuple):
    """A file to add, and how to read its entries."""

    path: Path
    read: Callable[[], Iterator[Item]]
    has_places: bool
    title: str
    licence: str
    url: str
    is_deletes: bool = False


@dataclass(slots=True)
class Added:
    """The result of adding one file.

    Attributes:
        path: The file.
        places: Number of places that were added or that replace packaged ones.
        names: Number of names that were read, including those of the places.
        skipped: Number of lines that a rule excludes, by reason.
        faults: Number of faults; each is reported as a finding.
        replaced: Number of places that an earlier file of that name had added and that were
            removed.
        removed: Number of places of other files that a list of deleted ids removed.
    """

    path: Path
    skipped: Counter[str]
    places: int = 0
    names: int = 0
    faults: int = 0
    replaced: int = 0
    removed: int = 0


def add_files(
    target: Path, files: Sequence[Path], *, gazetteer: Gazetteer, base: Path | None = None
) -> tuple[list[Added], list[Diagnostic]]:
    """Write a gazetteer with the places in ``files``; return the result per file and the findings.

    A file replaces what a file of the same name added earlier. Alternate names are read after all
    places, and deleted ids after both.

    Args:
        target: The file to write; it must not exist.
        files: GeoNames dumps, CSV or GeoJSON.
        gazetteer: The packaged gazetteer, for its database schema and its places.
        base: The additions so far, which are kept; None if there are none.

    Raises:
        InputError: A file is missing or its format is not recognised.
        OutputError: The target cannot be written.
    """
    names = [path.name for path in files]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f'two files are named "{name}", expected different names',
                hint="rename one; a file replaces what another file of the same name added",
            )
    chosen = sorted(
        (_known(path) for path in files), key=lambda file: (not file.has_places, file.is_deletes)
    )
    if base is not None:
        shutil.copyfile(base, target)
    connection = None
    try:
        connection = sqlite3.connect(target)
        # Nobody reads the file before it is complete, so it need not survive a crash.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        if base is None:
            _create(connection, gazetteer)
        added, found = [], list[Diagnostic]()
        for file in chosen:
            one, reported = _add(connection, file, gazetteer=gazetteer)
            added.append(one)
            found += reported
        store.write_settlements(connection)
        connection.execute(
            "INSERT OR REPLACE INTO meta SELECT 'places', CAST(count(*) AS TEXT) FROM place"
        )
        connection.commit()
        connection.execute("ANALYZE")
        if base is not None:
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise OutputError(
            f'cannot write the gazetteer in "{target.parent}": {error}',
            hint="free some space, or set another file as place.gazetteer in dateline.toml",
        ) from error
    finally:
        if connection is not None:
            connection.close()
    return added, found


def _known(path: Path) -> _File:
    """Return how to read a file, judged by its first line.

    Raises:
        InputError: The file is missing or its format is not recognised.
    """
    source = path.name
    try:
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is not a file")  # noqa: TRY301 - as the system would
        if path.exists() and path.stat().st_size > GAZETTEER_BYTES:
            text = f"it has more than {GAZETTEER_BYTES:,} bytes"
            raise OSError(errno.EFBIG, text)  # noqa: TRY301 - as the system would
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            first = file.readline(100_000)
    except OSError as error:
        raise InputError(
            f'"{path}" cannot be read: {error.strerror}', hint="check the path"
        ) from error
    dump = geonames.find_format(first)
    credit = (f"GeoNames: {source}", "CC BY 4.0", "https://www.geonames.org/")
    if dump == "places":
        return _File(path, lambda: geonames.read_places(path, source=source), True, *credit)
    if dump == "names":
        return _File(path, lambda: geonames.read_names(path), False, *credit)
    if dump == "deletes":
        return _File(path, lambda: geonames.read_deletes(path), False, *credit, True)
    own = (f"Places of the project: {source}", "", "")
    if path.suffix.lower() in _GEOJSON:
        return _File(path, lambda: own_files.read_geojson(path, source=source), True, *own)
    delimiter = own_files.delimiter_of(first)
    if delimiter is None:
        raise InputError(
            f'"{path}" starts with "{first[:60].strip()}", expected a GeoNames dump (19 '
            "tab-separated columns), alternateNamesV2.txt, a list of deleted ids, CSV with name, "
            "lon and lat, or GeoJSON",
            hint="unpack a .zip first; see docs/gazetteer.md",
        )
    return _File(
        path,
        lambda: own_files.read_csv(path, source=source, delimiter=delimiter),
        True,
        *own,
    )


def _create(connection: sqlite3.Connection, gazetteer: Gazetteer) -> None:
    connection.execute(f"PRAGMA application_id={store.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={store.SCHEMA_VERSION}")
    for (statement,) in gazetteer.rows(_SCHEMA):
        connection.execute(statement)


def _add(
    connection: sqlite3.Connection, file: _File, *, gazetteer: Gazetteer
) -> tuple[Added, list[Diagnostic]]:
    added, found = Added(file.path, Counter()), list[Diagnostic]()
    connection.execute("CREATE TEMP TABLE loaded (key TEXT, place INTEGER, rank INTEGER)")
    if file.has_places:
        added.replaced = _delete_source(connection, file.path.name)
    for batch in _batches(file.read()):
        for item in batch:
            if isinstance(item, Skipped):
                added.skipped[item.reason] += 1
            elif isinstance(item, Diagnostic):
                added.faults += 1
                if added.faults <= MAX_REPORTED:
                    found.append(item)
        _add_entries(connection, [e for e in batch if isinstance(e, PlaceEntry)], added)
        others = [name for name in batch if isinstance(name, OtherName)]
        if others:
            _add_names(connection, others, added, gazetteer=gazetteer)
        deleted = [item.place_id for item in batch if isinstance(item, Deleted)]
        if deleted:
            _delete_places(connection, deleted, added)
    connection.execute(
        "INSERT INTO name SELECT key, place, min(rank) FROM temp.loaded WHERE true "
        "GROUP BY key, place ORDER BY key, place "
        "ON CONFLICT DO UPDATE SET rank = min(rank, excluded.rank)"
    )
    connection.execute("DROP TABLE temp.loaded")
    provenance = (file.title, file.licence, file.url, "", _sha256(file.path))
    _insert(connection, "source", [(file.path.name, *provenance)])
    _insert(connection, "meta", [(f"skipped:{file.path.name}", json.dumps(added.skipped))])
    connection.commit()
    if added.faults > MAX_REPORTED:
        more = f"{added.faults - MAX_REPORTED:,} more lines could not be read"
        found.append(finding("csv-syntax", more, file=str(file.path)))
    return added, found


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(itertools.islice(items, _BATCH)):
        yield batch


def _delete_source(connection: sqlite3.Connection, source: str) -> int:
    """Delete what a file of that name added earlier; return the number of places deleted."""
    for statement in (
        "DELETE FROM name WHERE place IN (SELECT id FROM place WHERE source = ?)",
        "DELETE FROM geometry WHERE place IN (SELECT id FROM place WHERE source = ?)",
        "DELETE FROM place WHERE source = ?",
    ):
        count = connection.execute(statement, (source,)).rowcount
    return count


def _delete_places(connection: sqlite3.Connection, place_ids: list[str], added: Added) -> None:
    """Delete places that any file added; those of the package stay."""
    ids = json.dumps(place_ids)
    ask = "SELECT id FROM place WHERE place_id IN (SELECT value FROM json_each(?))"
    for table in ("name", "geometry"):
        connection.execute(f"DELETE FROM {table} WHERE place IN ({ask})", (ids,))  # noqa: S608
    gone = connection.execute(
        "DELETE FROM place WHERE place_id IN (SELECT value FROM json_each(?))", (ids,)
    ).rowcount
    added.removed += gone
    if gone < len(place_ids):
        added.skipped[_NOT_HERE] += len(place_ids) - gone


def _add_entries(connection: sqlite3.Connection, entries: list[PlaceEntry], added: Added) -> None:
    places = [e.place for e in entries]
    _insert(connection, "place", [_row(place) for place in places])
    shapes = [(e.place, e.shape) for e in entries if e.shape]
    _insert(
        connection,
        "geometry",
        [(p.rowid, "", p.kind, s.west, s.south, s.east, s.north, s.wkb) for p, s in shapes],
    )
    names = [(fold(name), e.place.rowid, rank) for e in entries for name, rank in e.names]
    _insert(connection, "temp.loaded", [row for row in names if row[0]])
    added.places += len(entries)
    added.names += len(names)


def _add_names(
    connection: sqlite3.Connection,
    others: list[OtherName],
    added: Added,
    *,
    gazetteer: Gazetteer,
) -> None:
    """Add names to places; a packaged place that gets a name is copied first."""
    ids = json.dumps(sorted({other.place_id for other in others}))
    ask = "SELECT {} FROM place WHERE place_id IN (SELECT value FROM json_each(?))"
    known = {place_id for (place_id,) in connection.execute(ask.format("place_id"), (ids,))}
    packaged = {row[1]: row for row in gazetteer.rows(ask.format("*"), (ids,))}
    new = [row for place_id, row in packaged.items() if place_id not in known]
    _insert(connection, "place", [(rowid_of(row[1]), *row[1:]) for row in new])
    sources = {source.code: source for source in gazetteer.sources()}
    credited = [sources[code] for code in sorted({row[-1] for row in new} & sources.keys())]
    _insert(
        connection,
        "source",
        [(s.code, s.title, s.licence, s.url, s.version, s.sha256) for s in credited],
    )
    met = [o for o in others if o.place_id in known or o.place_id in packaged]
    names = [(fold(o.name), rowid_of(o.place_id), o.rank) for o in met]
    _insert(connection, "temp.loaded", [row for row in names if row[0]])
    added.names += len(met)
    if len(met) < len(others):
        added.skipped[_NOT_KNOWN] += len(others) - len(met)


def _row(place: Any) -> tuple[Any, ...]:
    return tuple(getattr(place, name) for name in place.__slots__)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    listed = list(rows)
    if listed:
        marks = ",".join("?" * len(listed[0]))
        connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", listed)  # noqa: S608


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
