"""Positions written as numbers: degrees and WKT. References of grids are in ``grids.py``.

In written degrees latitude comes first; in WKT longitude comes first, as its standard requires.
Everything returned is (lon, lat) in degrees, with the uncertainty that follows from how the
position was written.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

from dateline.geocoder.forms import Coordinates, Notation
from dateline.geocoder.notations import plain_degrees
from dateline.geocoder.slices import brief
from dateline.geodesy import Floats
from dateline.grids import GPS_M, LAT_MAX, LON_MAX, CoordinatesError
from dateline.limits import POINTS

# --- degrees --------------------------------------------------------------------------------------

_NUMBER: Final = r"\d+(?:\.\d+)?"
_ANGLE: Final = re.compile(
    rf"""\s*(?P<before>[NSEWnsew])?\s*(?P<sign>[-+−])?\s*
    (?P<degrees>{_NUMBER})\s*[°º]?
    (?:(?<=[°º])\s*(?P<minutes>{_NUMBER})\s*(?:['’′]|$|(?=[NSEWnsew\s,])))?
    (?:(?<=['’′])\s*(?P<seconds>{_NUMBER})\s*(?:["”″]|''|’’|′′))?
    (?(before)|\s*(?P<after>[NSEWnsew])?)\s*""",
    re.VERBOSE,
)
#: How many of the smallest unit of a notation make a degree, coarsest first.
_PARTS_OF_A_DEGREE: Final[dict[Notation, int]] = {"dd": 1, "dm": 60, "dms": 3600}
#: Digits after the point of any number; more are smaller than what a float holds of a longitude.
_MOST_DECIMALS: Final = 12
_MINUTES: Final = 60
_PAIR: Final = re.compile(r"[-+−\d.°º'’′\"”″,\sNSEWnsew]+")


@dataclass(frozen=True, slots=True)
class _Angle:
    value: float
    notation: Notation
    last: str
    letter: str
    is_signed: bool


def parse_degrees(text: str) -> Coordinates | None:
    """Return the position of ``51.19, 35.27``, ``51°11'24"N 35°16'12"E`` and the like, or None.

    Without letters latitude comes first; with N, S, E and W the letters decide.

    Raises:
        CoordinatesError: The text has two angles, but they are not a latitude and a longitude in
            range.
    """
    text = plain_degrees(text)
    if _PAIR.fullmatch(text) is None or not re.search(r"\d", text):
        return None
    angles = _angles(text)
    if angles is None:
        return None
    lat, lon = _in_order(text, *angles)
    _check_range(text, lat.value, lon.value)
    notation = max(lat.notation, lon.notation, key=list(_PARTS_OF_A_DEGREE).index)
    decimals = max(_decimals_in(angle, notation) for angle in (lat, lon))
    position = Coordinates(lon.value, lat.value, notation, min(decimals, _MOST_DECIMALS))
    if lat.notation == lon.notation and decimals <= _MOST_DECIMALS:
        return position
    # The angles are what the position says when it is written in one notation.
    return parse_degrees(format_degrees(position))


def _decimals_in(angle: _Angle, notation: Notation) -> int:
    """Return how many decimals an angle needs in a notation that is as fine as its own, or finer.

    As it is written in its own notation; without zeros at the end in another.
    """
    if angle.notation == notation:
        return len(angle.last.partition(".")[2])
    finer = _PARTS_OF_A_DEGREE[notation] // _PARTS_OF_A_DEGREE[angle.notation]
    digits = f"{Decimal(angle.last) * finer:f}".partition(".")[2]
    return len(digits.rstrip("0"))


def _angles(text: str) -> tuple[_Angle, _Angle] | None:
    first = _ANGLE.match(text)
    if first is None:
        return None
    gap = re.compile(r"[,\s]*").match(text, first.end())
    rest = gap.end() if gap else first.end()
    if rest == first.end() and not first.group().endswith(" ") and first["after"] is None:
        return None
    second = _ANGLE.fullmatch(text, rest)
    return (_angle(first), _angle(second)) if second else None


def _angle(match: re.Match[str]) -> _Angle:
    degrees, minutes, seconds = match["degrees"], match["minutes"], match["seconds"]
    last = seconds or minutes or degrees
    notation: Notation = "dms" if seconds else "dm" if minutes else "dd"
    letter = (match["before"] or match["after"] or "").upper()
    sign = -1.0 if (match["sign"] or "") in {"-", "−"} else 1.0
    if letter in {"S", "W"}:
        sign = -sign
    if max(float(minutes or 0), float(seconds or 0)) >= _MINUTES:
        raise CoordinatesError(
            f'"{brief(match.group().strip())}" has 60 or more minutes or seconds',
            hint="give minutes and seconds from 0 to 59.99",
        )
    value = sign * to_degrees(float(degrees), float(minutes or 0), float(seconds or 0))
    return _Angle(value, notation, last, letter, is_signed=match["sign"] is not None)


def to_degrees(degrees: float, minutes: float, seconds: float) -> float:
    """Return degrees, minutes and seconds of arc as degrees."""
    return degrees + minutes / 60 + seconds / 3600


def _in_order(text: str, first: _Angle, second: _Angle) -> tuple[_Angle, _Angle]:
    """Return the two angles as latitude, longitude."""
    letters = first.letter + second.letter
    if letters and (len(letters) != 2 or (letters[0] in "NS") == (letters[1] in "NS")):  # noqa: PLR2004
        raise CoordinatesError(
            f'"{brief(text)}" needs one latitude (N or S) and one longitude (E or W)',
            hint='write "51.19N 35.27E", or "51.19, 35.27" with latitude first',
        )
    return (second, first) if letters and letters[0] in "EW" else (first, second)


def _check_range(text: str, lat: float, lon: float) -> None:
    if abs(lat) <= LAT_MAX and abs(lon) <= LON_MAX:
        return
    hint = "give latitude from -90 to 90, then longitude from -180 to 180"
    if abs(lon) <= LAT_MAX and abs(lat) <= LON_MAX:
        hint = f'put latitude first: "{lon:g}, {lat:g}"'
    raise CoordinatesError(
        f'"{brief(text)}" is out of range: latitude {lat:g}, longitude {lon:g}', hint=hint
    )


def format_degrees(position: Coordinates) -> str:
    """Return a position as text, latitude first, in its own notation and number of decimals."""
    if position.notation == "dd":
        return f"{position.lat:.{position.decimals}f}, {position.lon:.{position.decimals}f}"
    lat = _format_angle(position, position.lat, "NS")
    return f"{lat} {_format_angle(position, position.lon, 'EW')}"


def _format_angle(position: Coordinates, value: float, letters: str) -> str:
    units = 60 if position.notation == "dm" else 3600
    scale = 10**position.decimals
    steps = round(abs(value) * units * scale)
    degrees, rest = divmod(steps, units * scale)
    letter = letters[math.copysign(1.0, value) < 0]
    if position.notation == "dm":
        return f"{degrees}°{_digits(rest, position.decimals)}'{letter}"
    minutes, seconds = divmod(rest, 60 * scale)
    return f"{degrees}°{minutes}'{_digits(seconds, position.decimals)}\"{letter}"


def _digits(steps: int, decimals: int) -> str:
    whole, part = divmod(steps, 10**decimals)
    return f"{whole}.{part:0{decimals}d}" if decimals else str(whole)


def written_uncertainty_m(position: Coordinates) -> float:
    """Return the radius in metres that the last written digit leaves open, at least 30 m.

    It is one unit of the last digit in both directions (Wieczorek, Guo & Hijmans 2004, "coordinate
    precision").
    """
    step = 10.0**-position.decimals / _PARTS_OF_A_DEGREE[position.notation]
    return max(GPS_M, float(_diagonal_m(np.array(position.lat), np.array(step))))


def rounded_uncertainty_m(lat: Floats, decimals: NDArray[np.int64]) -> Floats:
    """Return the radius in metres that the decimals of given degrees leave open."""
    return np.ceil(_diagonal_m(lat, np.asarray(10.0**-decimals, dtype=np.float64)))


def _diagonal_m(lat: Floats, step: Floats) -> Floats:
    """Return the diagonal of a step in degrees in both directions, in metres."""
    lat_m = step * 111_320.0
    return np.hypot(lat_m, lat_m * np.cos(np.radians(lat)))


# --- WKT ------------------------------------------------------------------------------------------

WKT: Final = re.compile(r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION", re.IGNORECASE)


def parse_wkt(text: str) -> str:
    """Return a WKT geometry in canonical form: two dimensions, at most nine decimals.

    Raises:
        CoordinatesError: The text is not WKT or the geometry is not in the range of OGC:CRS84.
    """
    said = f'"{brief(text)}"'
    try:
        with np.errstate(all="ignore"):
            geometry = shapely.force_2d(shapely.from_wkt(text))
    except ShapelyError as error:
        raise CoordinatesError(
            f"{said} is not WKT", hint='write it like "POINT (35.27 51.19)", lon first'
        ) from error
    count = shapely.get_num_coordinates(geometry)
    if count > POINTS:
        raise CoordinatesError(
            f"{said} has {count:,} positions, expected at most {POINTS:,}",
            hint="simplify it, for example in QGIS",
        )
    # Infinity and NaN are not within the range either.
    positions = np.abs(shapely.get_coordinates(geometry))
    if not (positions <= (LON_MAX, LAT_MAX)).all():
        raise CoordinatesError(
            f"{said} is out of range", hint='write "POINT (35.27 51.19)"; WKT puts lon first'
        )
    if geometry.is_empty or not geometry.is_valid:
        raise CoordinatesError(
            f"the geometry {said} {'is empty' if geometry.is_empty else 'crosses itself'}",
            hint="fix it, or name the place instead",
        )
    return str(shapely.to_wkt(geometry, rounding_precision=9, trim=True))
