"""The project's lock: which places its texts mean, so that later builds don't move events silently.

A locked name keeps its place, whatever a newer gazetteer or resolver would choose; a different
choice is reported. Places in ``places.csv`` take precedence over the lock. Nothing is written to
disk here.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, FindingList, finding
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.placing import Placed, Placing
from dateline.geocoder.reasons import PlaceReason
from dateline.geocoder.resolve import Resolution, Scored
from dateline.geodesy import LonLat, distance_m
from dateline.layer_paths import clean_path
from dateline.limits import TABLE_BYTES, read_bounded
from dateline.settings import Settings, shorten

COLUMNS: Final = ("where", "layer", "place_ids", "name", "lon", "lat")
#: A place counts as moved if it lies farther than this from its position in the lock.
MOVED_M: Final = 1_000.0
#: Geocoding methods that use names; only these events can be locked.
BY_NAME: Final = ("pinned", "gazetteer", "expression")

_HINT: Final = "accept the change with `dateline lock --anew`, or make `where` more specific"
_DECIMALS: Final = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Locked:
    """One row of the lock.

    Attributes:
        where: The text, as in the event table.
        layer: The layer that the row applies to; empty for all layers without a row of their own.
        place_ids: The place of each name in the text, in the order written.
        name: The names of the places, for human readers.
        lon, lat: The position of the events, degrees, WGS84.
        line: Line in the file; 0 if the row is new.
    """

    where: str
    layer: str
    place_ids: tuple[str, ...]
    name: str
    lon: float
    lat: float
    line: int = 0


class Lock(NamedTuple):
    """The rows of the lock, and the name of their file."""

    rows: tuple[Locked, ...] = ()
    file: str = ""

    def codes(self, table: pd.DataFrame) -> Ints:
        """Return for each event the index of the row that applies to it, or -1.

        Args:
            table: Read: ``where`` and ``layer``.
        """
        codes = np.full(len(table), -1, dtype=np.int64)
        if not self.rows:
            return codes
        where = table["where"].astype(object)
        layer = table["layer"].astype(object).where(table["layer"].notna(), "")
        general = {row.where: n for n, row in enumerate(self.rows) if not row.layer}
        codes = np.array(where.map(general).fillna(-1), dtype=np.int64)
        special = {(row.where, row.layer): n for n, row in enumerate(self.rows) if row.layer}
        if special:
            pairs = zip(where, layer, strict=True)
            found = np.array([special.get(pair, -1) for pair in pairs], dtype=np.int64)
            codes[found >= 0] = found[found >= 0]
        return codes


def read_lock(settings: Settings) -> tuple[Lock, list[Diagnostic]]:
    """Return the project's lock and the findings about its file, which may be missing."""
    path = settings.path(settings.place.lock)
    if not path.is_file():
        return Lock(), []
    name = str(shorten(path))
    rows, found = [], FindingList()
    try:
        text = read_bounded(path, TABLE_BYTES).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            return Lock(), [_bad_row(name, 1)]
        for cells in reader:
            try:
                rows.append(_row(cells, reader.line_num))
            except (AttributeError, KeyError, TypeError, ValueError):
                found.add(_bad_row(name, reader.line_num))
    except (OSError, ValueError, csv.Error) as error:
        message = f'"{name}" cannot be read: {error}'
        found.add(finding("file-unreadable", message, hint="run `dateline lock`", file=name))
    return Lock(tuple(rows), name), found.finish()


def _row(cells: dict[str, str], line: int) -> Locked:
    ids = tuple(cells["place_ids"].split("|"))
    lon, lat = float(cells["lon"]), float(cells["lat"])
    return Locked(cells["where"], clean_path(cells["layer"]), ids, cells["name"], lon, lat, line)


def _bad_row(file: str, line: int) -> Diagnostic:
    message = f'the line is not a lock entry, expected "{",".join(COLUMNS)}"'
    return finding("csv-syntax", message, hint="run `dateline lock`", file=file, line=line)


def hold(found: Sequence[Resolution], locked: Locked, finder: Finder) -> list[Resolution]:
    """Return the resolutions of a text with the locked places in place of the chosen ones.

    Args:
        found: The resolutions without the lock, in the order written.
        locked: The row that applies to the text.
        finder: Looks up the locked places.
    """
    if len(found) != len(locked.place_ids):
        return list(found)
    return [_held(r, i, finder) for r, i in zip(found, locked.place_ids, strict=True)]


def _held(resolution: Resolution, place_id: str, finder: Finder) -> Resolution:
    if resolution.is_pinned or _id_of(resolution) == place_id:
        return resolution
    place = finder.place(place_id)
    if place is None:
        return resolution
    return dataclasses.replace(
        resolution,
        outcome="resolved",
        chosen=Scored(place, 1.0),
        margin=1.0,
        runners_up=(),
        is_pinned=True,
        reason=(PlaceReason("locked"),),
    )


def _id_of(resolution: Resolution) -> str:
    return resolution.chosen.place.place_id if resolution.chosen else ""


def report_moved(
    locked: Locked, found: Sequence[Resolution], placing: Placing, *, file: str
) -> Iterator[Diagnostic]:
    """Yield a finding if the result differs from the lock.

    Args:
        locked: The row that applies to the text.
        found: The resolutions without the lock.
        placing: The placing of the text with the lock.
        file: The name of the lock file, for the messages.
    """
    reported: dict[str, Any] = {"hint": _HINT, "file": file, "line": locked.line}
    ids = tuple(_id_of(r) for r in placing.resolutions)
    free = tuple(_id_of(r) for r in found)
    now = placing.place_name or "nothing"
    if ids != locked.place_ids:
        message = (
            f'"{locked.where}" is locked to "{locked.name}" ({", ".join(locked.place_ids)}), '
            f'which no longer exists or is overridden; it now means "{now}" ({", ".join(ids)})'
        )
        yield finding("place-moved", message, **reported)
    elif free != ids:
        others = "; ".join(r.chosen.place.name for r in found if r.chosen) or "nothing"
        message = (
            f'"{locked.where}" is locked to "{locked.name}" ({", ".join(ids)}); '
            f'without the lock it would mean "{others}" ({", ".join(free)})'
        )
        yield finding("place-moved", message, **reported)
    elif placing.footprint is not None:
        point = placing.footprint.point
        metres = distance_m(LonLat(locked.lon, locked.lat), point)
        if metres > MOVED_M:
            far = f"{metres / 1000:,.1f} km from where it was"
            message = f'"{locked.where}" is locked to "{locked.name}", which is now {far}'
            yield finding("place-moved", message, **reported)


def build_lock(table: pd.DataFrame, placed: Placed) -> list[Locked]:
    """Return the rows that lock the current places of a table, sorted by text and layer.

    Args:
        table: Geocoded. Read: ``where``, ``layer``, ``geocode_method``.
        placed: The placings of the texts.
    """
    kept = table["geocode_method"].isin(BY_NAME).to_numpy()
    layer = table["layer"].astype(object).where(table["layer"].notna(), "")
    columns = {"where": table["where"], "layer": layer, "code": placed.codes}
    cases = pd.DataFrame(columns)[kept].drop_duplicates()
    ids = {int(code): _ids(placed.placings[code]) for code in cases["code"].unique()}
    cases["ids"] = [ids[code] for code in cases["code"]]
    has_ids = np.array([len(one) > 0 for one in cases["ids"]], dtype=bool)
    cases = cases[has_ids].drop_duplicates(["where", "layer", "ids"])
    is_one = cases.groupby("where")["ids"].transform("nunique").eq(1)
    cases.loc[is_one, "layer"] = ""
    cases = cases.drop_duplicates(["where", "layer"]).sort_values(["where", "layer"])
    rows = zip(cases["where"], cases["layer"], cases["code"], strict=True)
    return [_locked(where, layer, placed.placings[code]) for where, layer, code in rows]


def _ids(placing: Placing) -> tuple[str, ...]:
    if placing.footprint is None or any(r.chosen is None for r in placing.resolutions):
        return ()
    return tuple(_id_of(r) for r in placing.resolutions)


def _locked(where: str, layer: str, placing: Placing) -> Locked:
    assert placing.footprint is not None
    lon, lat = (round(float(degrees), _DECIMALS) for degrees in placing.footprint.point)
    return Locked(where, layer, _ids(placing), placing.place_name, lon, lat)


def format_lock(rows: Iterable[Locked]) -> bytes:
    """Return the rows as file content: CSV in UTF-8 with a heading and LF line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        ids = "|".join(row.place_ids)
        writer.writerow((row.where, row.layer, ids, row.name, f"{row.lon:.5f}", f"{row.lat:.5f}"))
    return text.getvalue().encode()


def without_lock(settings: Settings) -> Settings:
    """Return the settings with the lock ignored."""
    place = dataclasses.replace(settings.place, lock=Path("no lock"))
    return dataclasses.replace(settings, place=place)
