"""Read GeoNames dumps: ``allCountries.txt``, country files and the alternate names.

Files are read line by line, however large. Lines are excluded by rules that are given here and in
``docs/gazetteer.md``. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from dateline.diagnostics import Diagnostic, finding
from dateline.gazetteer.entry import (
    ALTERNATE,
    CODE,
    DISPLAY,
    OFFICIAL,
    Deleted,
    OtherName,
    PlaceEntry,
    Skipped,
    rowid_of,
    settlement_importance,
    settlement_uncertainty_m,
)
from dateline.gazetteer.model import Place

DumpFormat = Literal["places", "names", "deletes"]

#: Number of columns in a line, as the readme of the GeoNames dump lists them.
PLACE_COLUMNS: Final = 19
NAME_COLUMNS: Final = (8, 10)
DELETE_COLUMNS: Final = 3

# Kind, radius in metres and importance of the feature codes that are included besides class P.
_FEATURES: Final[dict[str, tuple[str, float, float]]] = {
    **dict.fromkeys(("A.ADM2", "A.ADM3", "A.ADM4", "A.ADMD"), ("admin2", 15_000.0, 0.2)),
    **dict.fromkeys(("H.SEA", "H.OCN"), ("sea", 200_000.0, 0.5)),
    **dict.fromkeys(("H.STRT",), ("strait", 20_000.0, 0.4)),
    **dict.fromkeys(("H.GULF",), ("gulf", 50_000.0, 0.4)),
    **dict.fromkeys(("H.BAY", "H.BAYS"), ("bay", 5_000.0, 0.2)),
    **dict.fromkeys(("H.CHN", "H.CHNM", "H.SD"), ("channel", 5_000.0, 0.2)),
    **dict.fromkeys(("H.LK", "H.LKS", "H.RSV", "H.LGN"), ("lake", 5_000.0, 0.15)),
    **dict.fromkeys(("H.STM", "H.STMS"), ("river", 20_000.0, 0.1)),
    **dict.fromkeys(("H.CNL",), ("canal", 10_000.0, 0.1)),
    **dict.fromkeys(("H.RF", "H.RFC"), ("reef", 5_000.0, 0.1)),
    **dict.fromkeys(("T.ISL", "T.ISLS", "T.ISLET", "T.ATOL"), ("island", 5_000.0, 0.2)),
    **dict.fromkeys(("T.MTS", "T.RDGE"), ("range", 20_000.0, 0.15)),
    **dict.fromkeys(("T.MT", "T.PK", "T.VLC"), ("mountain", 3_000.0, 0.1)),
    **dict.fromkeys(("T.PASS",), ("pass", 2_000.0, 0.15)),
    **dict.fromkeys(("T.CAPE", "T.HDLD", "T.PT"), ("cape", 3_000.0, 0.1)),
    **dict.fromkeys(("T.PEN", "T.ISTH"), ("peninsula", 20_000.0, 0.15)),
    **dict.fromkeys(("T.VAL", "T.VALS", "T.GRGE", "T.CNYN"), ("valley", 15_000.0, 0.15)),
    **dict.fromkeys(("H.GLCR",), ("glacier", 10_000.0, 0.15)),
    **dict.fromkeys(("T.DSRT",), ("desert", 50_000.0, 0.3)),
    **dict.fromkeys(
        ("T.PLAT", "T.DLTA", "L.RGN", "L.RGNE", "L.AREA"),
        ("region", 20_000.0, 0.15),
    ),
    **dict.fromkeys(("L.MILB", "L.NVB", "S.INSM", "S.AIRB"), ("base", 3_000.0, 0.3)),
    **dict.fromkeys(("L.PRT",), ("port", 2_000.0, 0.2)),
    **dict.fromkeys(("S.AIRP", "S.AIRF"), ("airfield", 3_000.0, 0.3)),
    **dict.fromkeys(("S.BDG",), ("bridge", 500.0, 0.1)),
    **dict.fromkeys(("S.DAM", "S.DAMSB"), ("dam", 1_000.0, 0.2)),
    **dict.fromkeys(("S.CMPRF",), ("camp", 2_000.0, 0.3)),
    **dict.fromkeys(("S.PSTB", "S.PSTC", "S.CSTM"), ("crossing", 1_000.0, 0.2)),
    **dict.fromkeys(("S.PSN",), ("nuclear", 2_000.0, 0.4)),
    **dict.fromkeys(("S.PS", "S.PSH", "S.OILR", "S.OILT"), ("facility", 2_000.0, 0.2)),
}
_CLASSES: Final = {
    "A": "A: countries and first-level regions (the package has their outlines), and parishes",
    "H": "H: springs, wells and other small water",
    "L": "L: parks, fields and other small areas",
    "P": "P",
    "R": "R: roads and railways",
    "S": "S: single buildings and farms",
    "T": "T: hills, rocks and other small landforms",
    "U": "U: undersea features",
    "V": "V: forests and heaths",
}
# Values of the language column that are not languages.
_NO_NAMES: Final = frozenset({"link", "post", "wkdt", "tcid", "phon", "piny"})
_CODES: Final = frozenset({"iata", "icao", "faac", "unlc", "abbr"})
_CODE_LENGTH: Final = 4
_MAX_LON: Final = 180
_MAX_LAT: Final = 90


def find_format(line: str) -> DumpFormat | None:
    """Return the GeoNames dump that a file's first line belongs to; None if it is none."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) == PLACE_COLUMNS and cells[0].isdecimal():
        return "places"
    if len(cells) in NAME_COLUMNS and all(cell.isdecimal() for cell in cells[:2]):
        return "names"
    if len(cells) == DELETE_COLUMNS and cells[0].isdecimal():
        return "deletes"
    return None


def read_places(path: Path, *, source: str) -> Iterator[PlaceEntry | Skipped | Diagnostic]:
    """Yield an entry, a skipped line or a finding for each line of a dump, in file order.

    Args:
        path: 19 tab-separated columns, UTF-8, no heading.
        source: The source code for the entries.

    Raises:
        OSError: The file cannot be read.
    """
    for number, line in _lines(path):
        yield (
            _unreadable(path, number)
            if "\ufffd" in line
            else _entry(line.split("\t"), path=path, number=number, source=source)
        )


def read_names(path: Path) -> Iterator[OtherName | Skipped | Diagnostic]:
    """Yield a name, a skipped line or a finding for each line of alternate names, in file order.

    Raises:
        OSError: The file cannot be read.
    """
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) not in NAME_COLUMNS or not cells[1].isdecimal() or not cells[3]:
            seen = f"{len(cells)} columns" if len(cells) not in NAME_COLUMNS else f'"{line[:60]}"'
            yield finding(
                "csv-syntax",
                f"{seen}, expected a line of alternateNamesV2.txt: 10 tab-separated columns",
                hint="download the file again; the line was skipped",
                file=str(path),
                line=number,
            )
        elif cells[2] in _NO_NAMES:
            yield Skipped("links, postal codes and other entries that are not names")
        else:
            rank = CODE if cells[2] in _CODES else OFFICIAL if cells[4] == "1" else ALTERNATE
            yield OtherName(f"geonames:{int(cells[1])}", cells[3], rank)


def read_deletes(path: Path) -> Iterator[Deleted | Diagnostic]:
    """Yield the id of each place in a list of deletions, or a finding, in file order.

    Args:
        path: Three tab-separated columns (id, name, reason), as in ``deletes-2026-01-31.txt``.

    Raises:
        OSError: The file cannot be read.
    """
    for number, line in _lines(path):
        cells = line.split("\t")
        if cells[0].isdecimal():
            yield Deleted(f"geonames:{int(cells[0])}")
        else:
            yield finding(
                "csv-syntax",
                f'"{line[:60]}", expected an id, a name and a reason, separated by tabs',
                hint="download the file again; the line was skipped",
                file=str(path),
                line=number,
            )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        for number, line in enumerate(file, 1):
            bare = line.rstrip("\r\n")
            if bare:
                yield number, bare


def _unreadable(path: Path, number: int) -> Diagnostic:
    return finding(
        "encoding-unknown",
        "the line is not UTF-8, the encoding of GeoNames dumps",
        hint="download the file again; the line was skipped",
        file=str(path),
        line=number,
    )


def _entry(
    cells: list[str], *, path: Path, number: int, source: str
) -> PlaceEntry | Skipped | Diagnostic:
    if len(cells) != PLACE_COLUMNS or not cells[0].isdecimal() or not cells[1]:
        seen = f"{len(cells)} columns" if len(cells) != PLACE_COLUMNS else "no id or no name"
        return finding(
            "csv-syntax",
            f"{seen}, expected {PLACE_COLUMNS} tab-separated columns, with id and name",
            hint="download the file again; the line was skipped",
            file=str(path),
            line=number,
        )
    kept = _kept(cells[6], cells[7])
    if kept is None:
        return Skipped(f"class {_CLASSES.get(cells[6], 'unknown')}")
    position = _position(cells[5], cells[4])
    if position is None:
        return finding(
            "coordinates-invalid",
            f'longitude "{cells[5]}", latitude "{cells[4]}", expected degrees within ±180 and ±90',
            hint="fix the line or download the file again; the place was skipped",
            file=str(path),
            line=number,
        )
    return _built(cells, kept, position=position, source=source)


def _kept(letter: str, code: str) -> tuple[str, float, float] | None:
    """Return kind, radius and importance of a feature code; None if it is excluded."""
    if letter == "P":
        return "settlement", 0.0, 0.0
    return _FEATURES.get(f"{letter}.{code}")


def _built(
    cells: list[str],
    kept: tuple[str, float, float],
    *,
    position: tuple[float, float],
    source: str,
) -> PlaceEntry:
    kind, radius, importance = kept
    population = int(cells[14]) if cells[14].isdecimal() else 0
    names = [(cells[1], DISPLAY), (cells[2], OFFICIAL)]
    names += [(name, _rank(name)) for name in cells[3].split(",") if "://" not in name]
    if kind == "settlement":
        importance = settlement_importance(population, len({name for name, _ in names if name}))
        radius = settlement_uncertainty_m(population)
    country, admin1 = cells[8], cells[10]
    region = f"{country}.{admin1}" if country and admin1 and admin1 != "00" else ""
    place_id = f"geonames:{int(cells[0])}"
    place = Place(
        rowid=rowid_of(place_id),
        place_id=place_id,
        name=cells[1],
        kind=kind,
        country=country,
        admin1=region,
        admin2=f"{region}.{cells[11]}" if region and cells[11] else "",
        lon=position[0],
        lat=position[1],
        population=population,
        importance=importance,
        uncertainty_m=radius,
        source=source,
    )
    return PlaceEntry(place, tuple((name, rank) for name, rank in names if name))


def _rank(name: str) -> int:
    """Return ``CODE`` for what looks like the code of an airport or harbour."""
    is_code = len(name) < _CODE_LENGTH and name.isascii() and name.isupper()
    return CODE if is_code else ALTERNATE


def _position(lon: str, lat: str) -> tuple[float, float] | None:
    try:
        position = float(lon), float(lat)
    except ValueError:
        return None
    # This comparison is false for NaN as well.
    return position if abs(position[0]) <= _MAX_LON and abs(position[1]) <= _MAX_LAT else None
