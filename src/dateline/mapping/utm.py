"""UTM coordinates in columns: easting, northing and the zone, maybe with the half of the earth.

The zone is a column of its own, or stands in the headings: "Easting (UTM 36N)", "X EPSG:32636".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import pandas as pd

from dateline.grids import UTM_DECIMALS, utm_degrees
from dateline.mapping.choice import HALF, MOST, Choice
from dateline.mapping.joining import joined
from dateline.mapping.lexicon import fold_heading, heading_words
from dateline.mapping.profiled import MadeField
from dateline.mapping.values import SourceColumn
from dateline.readers.raw import as_text

#: Eastings have six digits before the point in every zone; northings end at the pole.
_EASTINGS: Final = (100_000.0, 1_000_000.0)
_NORTHINGS: Final = (1000.0, 10_000_000.0)
#: What no coordinate in degrees is.
_FULL_TURN: Final = 360.0
_ZONES: Final = 60

_THOUSANDS: Final = re.compile(r"\d{1,3}([.,' \u00a0\u202f])\d{3}(\1\d{3})*")
_METRES: Final = re.compile(r"(-?\d+(?:\.\d+)?) ?(?:m ?)?[EN]?", re.IGNORECASE)
#: Codes of EPSG for UTM: WGS 84 north and south, and ETRS89.
_EPSG: Final = re.compile(r"(?<!\d)(326|327|258)(\d\d)(?!\d)")
_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,2})\s?([^\W\d_]*)")
_BANDS: Final = frozenset("CDEFGHJKLMNPQRSTUVWX")
_SIDES: Final = frozenset("NS")


def choose_utm(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Add the columns of UTM coordinates, if easting and northing are given in metres.

    What was chosen as a time zone or as another field may be the zone.
    """
    pair = _pair(choice, columns)
    if pair is None:
        return
    choice.fields["lon"], choice.fields["lat"] = ([column] for column in pair)
    others = [column for column in columns if column not in pair]
    zone = _zone_column(others)
    if zone is not None:
        _move(choice, "utm_zone", zone)
        sides = [c for c in others if _is_heading(c, "hemisphere") and c.share(_side) >= MOST]
        if len(sides) == 1:
            _move(choice, "hemisphere", sides[0])


def _pair(
    choice: Choice, columns: Sequence[SourceColumn]
) -> tuple[SourceColumn, SourceColumn] | None:
    """Return the columns of easting and northing in metres."""
    found = []
    for name, words, (low, high) in (
        ("lon", "easting", _EASTINGS),
        ("lat", "northing", _NORTHINGS),
    ):
        known = choice.fields.get(name)
        free = [c for c in columns if c.name not in choice.used]
        listed = known or [c for c in free if _is_heading(c, words)]
        fitting = [c for c in listed if c.share(_is_between(low, high)) >= HALF]
        if len(fitting) != 1 or len(listed) > 1:
            return None
        found.append(fitting[0])
    return found[0], found[1]


def _is_between(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: low <= (metres(text) or 0.0) < high


def _move(choice: Choice, name: str, column: SourceColumn) -> None:
    """Let a column be a field, and no other one."""
    for other in [n for n, listed in choice.fields.items() if column in listed]:
        del choice.fields[other]
        choice.by_value.discard(other)
    choice.fields[name] = [column]


def _zone_column(columns: Sequence[SourceColumn]) -> SourceColumn | None:
    """Return the column of zones: the one whose heading says so, else the only one like zones."""
    like = [c for c in columns if c.sample and c.share(lambda t: parse_zone(t) is not None) >= MOST]
    named = [column for column in like if _is_heading(column, "zone")]
    lettered = [c for c in like if c.share(lambda t: (parse_zone(t) or (0, ""))[1]) >= MOST]
    for found in (named, lettered):
        if len(found) == 1:
            return found[0]
    return None


def _is_heading(column: SourceColumn, name: str) -> bool:
    """Return whether a heading has a word of a list and else only words that may stand beside."""
    words = [word for word in heading_words(column.heading) if not word.isdigit()]
    known = _words(name)
    has_word = any(word in known for word in words) or fold_heading(column.heading) in known
    if name in ("zone", "hemisphere"):
        return has_word
    return has_word and all(word in known or word in _words("beside") for word in words)


@cache
def _words(name: str) -> frozenset[str]:
    path = files("dateline.mapping") / "words" / "utm.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return frozenset(fold_heading(word) for word in listed.split(","))


@cache
def parse_zone(text: str) -> tuple[int, str] | None:
    """Return the number of a zone and the letter of its band or half; "" without a letter.

    >>> parse_zone("36N"), parse_zone("UTM zone 18 S"), parse_zone("36"), parse_zone("EPSG:32733")
    ((36, 'N'), (18, 'S'), (36, ''), (33, 'S'))
    >>> parse_zone("Huso 30 Norte"), parse_zone("61N"), parse_zone("Zone A")
    ((30, 'N'), None, None)
    """
    code = _EPSG.search(text)
    if code is not None:
        number, letter = int(code[2]), "S" if code[1] == "327" else "N"
        return (number, letter) if 1 <= number <= _ZONES else None
    found = _NUMBER.search(re.sub("(?i)wgs ?_?84|etrs ?_?89", "", text))
    if found is None:
        return None
    number, rest = int(found[1]), text[text.rindex(found[0]) + len(found[0]) :]
    letter = found[2].upper() if found[2].upper() in _BANDS else _side(found[2])
    is_whole = not re.search(r"\d", rest) and (bool(letter) or not found[2])
    return (number, letter) if 1 <= number <= _ZONES and is_whole else None


def _side(text: str) -> str:
    """Return N or S for a word for half of the earth, or the letter of a band; else nothing."""
    folded = fold_heading(text)
    if folded.upper() in _BANDS:
        return folded.upper()
    words = folded.split()
    halves = (("N", "north"), ("S", "south"))
    return next((side for side, name in halves if not _words(name).isdisjoint(words)), "")


def metres(text: str) -> float | None:
    """Return a length in metres, maybe with signs for thousands; None if the text is none.

    >>> metres("512520"), metres("5.674.873"), metres("300000,5"), metres("512 520 m E")
    (512520.0, 5674873.0, 300000.5, 512520.0)
    """
    text = re.sub("(?i) ?m? ?[EN]?$", "", text.strip())
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"\D", "", text)
    found = _METRES.fullmatch(text.replace(",", "."))
    return None if found is None else float(found[1])


def zone_of_headings(headings: Sequence[str]) -> str:
    """Return the one zone that headings of UTM coordinates name, or nothing.

    >>> zone_of_headings(["Easting (UTM 36N)", "Northing (UTM 36N)"]), zone_of_headings(["x", "y"])
    ('36N', '')
    """
    zones = set()
    for heading in headings:
        about = re.search(r"(?i)utm|zone?|epsg|mga|etrs", heading)
        zone = None if about is None else parse_zone(heading[about.start() :])
        zones |= {zone} if zone is not None else set()
    return "{}{}".format(*zones.pop()) if len(zones) == 1 else ""


def read_utm(fields: Mapping[str, Sequence[SourceColumn]]) -> Iterator[tuple[str, MadeField]]:
    """Yield ``lon`` and ``lat`` in degrees, if the columns of a table hold UTM coordinates.

    Rows in degrees stay as they are. A row that can't be converted has its zone, easting and
    northing in ``lat``, so that they are reported together.

    Args:
        fields: The columns of each field.
    """
    pair = {name: fields.get(name, ()) for name in ("lon", "lat")}
    zones, sides = fields.get("utm_zone", ()), fields.get("hemisphere", ())
    headings = [column.heading for columns in pair.values() for column in columns]
    named = "" if zones else zone_of_headings(headings)
    if not all(pair.values()) or not (zones or named):
        return
    lon, lat = (as_text(joined(name, list(listed))) for name, listed in pair.items())
    written = zones[0].texts if zones else pd.Series(named, lon.index, dtype="str")
    if sides:
        written = written.str.cat(sides[0].texts.map(_side), sep=" ", na_rep="")
    degrees = _to_degrees(written, lon=lon, lat=lat, has_halves=bool(sides))
    is_good = np.isfinite(degrees).all(axis=0)
    is_given = written.notna().to_numpy() & _are_metres(lon, lat)
    whole = {"lat": written + " " + lon + " " + lat}
    for given, values, (name, columns) in zip((lon, lat), degrees, pair.items(), strict=True):
        texts = [f"{value:.{UTM_DECIMALS}f}" for value in values]
        made = pd.Series(texts, given.index, dtype="str")
        made = made.where(is_good, given.mask(is_given, whole.get(name)))
        yield name, MadeField(made, tuple(c.name for c in (*columns, *zones, *sides)))


def _are_metres(lon: pd.Series[str], lat: pd.Series[str]) -> np.ndarray:
    largest = np.fmax(np.abs(_numbers(lon)), np.abs(_numbers(lat)))
    are_metres: np.ndarray = largest > _FULL_TURN
    return are_metres


def _to_degrees(
    zones: pd.Series[str], *, lon: pd.Series[str], lat: pd.Series[str], has_halves: bool
) -> np.ndarray:
    """Return longitudes and latitudes; NaN in rows that are not converted."""
    east, north = _numbers(lon), _numbers(lat)
    degrees = np.full((2, len(zones)), np.nan)
    parsed = {zone: parse_zone(zone) for zone in zones.dropna().unique()}
    letters = {zone[1] for zone in parsed.values() if zone is not None}
    is_half = has_halves or letters == _SIDES
    for written, zone in parsed.items():
        rows = np.flatnonzero((zones == written).to_numpy())
        if zone is not None:
            degrees[:, rows] = utm_degrees(zone, east[rows], north[rows], is_half=is_half)
    return degrees


def _numbers(texts: pd.Series[str]) -> np.ndarray:
    codes, distinct = pd.factorize(texts)
    numbers = [metres(text) for text in distinct]
    return np.array([*(np.nan if n is None else n for n in numbers), np.nan])[codes]
