"""References of grids: MGRS, UTM and Plus Codes, to the cells that they name."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from dateline.geodesy import LonLat, distance_m
from dateline.one_line import clipped

if TYPE_CHECKING:
    from pyproj import Proj

#: The smallest uncertainty of a written position: "30 m is a reasonable lower limit" for a GPS
#: reading of unrecorded precision (Darwin Core, coordinateUncertaintyInMeters).
GPS_M: Final = 30.0

LAT_MAX: Final = 90.0
LON_MAX: Final = 180.0


class CoordinatesError(ValueError):
    """Raised for a text that looks like a position but is not a valid one.

    Attributes:
        message: What was seen and what was expected; one line.
        hint: What to do; one line.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Store the message and the hint separately."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Cell(NamedTuple):
    """The centre of a grid cell and the distance from it to the corners, in metres."""

    centre: LonLat
    uncertainty_m: float


# --- MGRS -----------------------------------------------------------------------------------------

MGRS: Final = re.compile(
    r"(?P<zone>[1-9]|[1-5]\d|60)\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])"
    r"\s?(?P<digits>\d[\d ]*\d)",
    re.IGNORECASE,
)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS: Final = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS: Final = "ABCDEFGHJKLMNPQRSTUV"
_MGRS_DIGITS_MAX: Final = 10


def parse_mgrs(text: str) -> str | None:
    """Return an MGRS reference in capitals without spaces, or None if ``text`` is not one.

    Raises:
        CoordinatesError: The text has the form of a reference, but no such square exists.
    """
    match = MGRS.fullmatch(text)
    if match is None:
        return None
    digits = match["digits"].replace(" ", "")
    reference = f"{int(match['zone'])}{match['band']}{match['square']}{digits}".upper()
    if len(digits) % 2 or len(digits) > _MGRS_DIGITS_MAX:
        raise CoordinatesError(
            f'MGRS "{clipped(text)}" has {len(digits)} digits, expected an even number, 2 to 10',
            hint='write as many digits for the easting as for the northing, as in "36U XB 123 456"',
        )
    mgrs_cell(reference)
    return reference


def mgrs_cell(reference: str) -> Cell:
    """Return the centre and the half diagonal of an MGRS square (NGA.STND.0037, UTM part).

    Raises:
        CoordinatesError: The 100 km square letters do not exist in that zone and band.
    """
    match = MGRS.fullmatch(reference)
    assert match is not None
    zone, band, square = int(match["zone"]), match["band"].upper(), match["square"].upper()
    digits = match["digits"]
    size = 10.0 ** (5 - len(digits) // 2)
    column = _COLUMNS[(zone - 1) % 3].find(square[0]) + 1
    if not column:
        raise _no_square(reference)
    easting = column * 100_000 + float(digits[: len(digits) // 2]) * size + size / 2
    row = (_ROWS.index(square[1]) - (5 if zone % 2 == 0 else 0)) % 20
    northing = row * 100_000 + float(digits[len(digits) // 2 :]) * size + size / 2
    bottom = -80 + 8 * _BANDS.index(band)
    utm = _utm(zone, is_south=bottom < 0)
    for cycle in range(6):
        lon, lat = utm(easting, northing + cycle * 2_000_000, inverse=True)
        if bottom - 1 <= lat <= bottom + (13 if band == "X" else 9):
            return Cell(LonLat(lon, lat), max(GPS_M, size / math.sqrt(2)))
    raise _no_square(reference)


@lru_cache(maxsize=120)
def _utm(zone: int, *, is_south: bool) -> Proj:
    from pyproj import Proj  # noqa: PLC0415 - few tables need it

    return Proj(proj="utm", zone=zone, ellps="WGS84", south=is_south)


def _no_square(reference: str) -> CoordinatesError:
    return CoordinatesError(
        f'there is no MGRS square "{reference}"',
        hint="check the zone, the band and the two letters of the 100 km square",
    )


# --- Plus Codes -----------------------------------------------------------------------------------

_DIGITS: Final = "23456789CFGHJMPQRVWX"
PLUS_CODE: Final = re.compile(
    rf"(?P<code>(?:[{_DIGITS}]{{8}}|[{_DIGITS}]{{6}}00|[{_DIGITS}]{{4}}0000|[{_DIGITS}]{{2}}000000"
    rf"|[{_DIGITS}]{{4}}|[{_DIGITS}]{{6}})\+(?:[{_DIGITS}]{{2,7}})?)",
    re.IGNORECASE,
)
_FULL: Final = 8  # digits before the plus sign of a full code


def is_short(code: str) -> bool:
    """Return whether a Plus Code omits its first digits and so needs a reference place."""
    return code.index("+") < _FULL


def plus_code_cell(code: str, *, near: LonLat | None = None) -> Cell:
    """Return the centre and half diagonal of a Plus Code's cell (Open Location Code, version 1).

    Args:
        code: In capitals; full, or short with ``near``.
        near: The position that completes a short code: the nearest cell that ends in the code is
            used.

    Raises:
        ValueError: The code is short and ``near`` is missing.
    """
    if not is_short(code):
        return _full_cell(code)
    if near is None:
        raise ValueError("a short Plus Code needs a position")
    missing = _FULL - code.index("+")
    start = _encode(near)[:missing]
    step = 20.0 ** (2 - missing / 2)
    options = [
        _full_cell(
            _encode(LonLat(near.lon + east * step, near.lat + north * step))[:missing] + code
        )
        for east in (-1, 0, 1)
        for north in (-1, 0, 1)
        if abs(near.lat + north * step) < LAT_MAX
    ] or [_full_cell(start + code)]
    return min(options, key=lambda cell: distance_m(near, cell.centre))


def _full_cell(code: str) -> Cell:
    digits = code.replace("+", "").rstrip("0")
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for index in range(0, min(len(digits), 10), 2):
        height, width = height / 20, width / 20
        south += _DIGITS.index(digits[index]) * height
        west += _DIGITS.index(digits[index + 1]) * width
    for digit in digits[10:]:
        row, column = divmod(_DIGITS.index(digit), 4)
        height, width = height / 5, width / 4
        south, west = south + row * height, west + column * width
    centre = LonLat(west + width / 2, south + height / 2)
    return Cell(centre, max(GPS_M, distance_m(centre, LonLat(west, south))))


def _encode(position: LonLat) -> str:
    """Return the eight digits of the 0.05° cell that contains a position."""
    south, west = position.lat + LAT_MAX, (position.lon + LON_MAX) % (2 * LON_MAX)
    digits = ""
    for step in (20.0, 1.0, 0.05, 0.0025)[: _FULL // 2]:
        row, column = int(south / step), int(west / step)
        digits += _DIGITS[min(row, 19)] + _DIGITS[min(column, 19)]
        south, west = south - row * step, west - column * step
    return digits


# --- UTM ------------------------------------------------------------------------------------------

_UTM: Final = re.compile(
    r"(?:UTM\s*)?(?:zone\s*)?(?P<zone>[1-9]|[1-5]\d|60)\s?(?P<band>[C-HJ-NP-X])?[\s,;:]+"
    r"(?P<easting>\d{6}(?:[.]\d+)?)\s?m?\s?E?[\s,;/]+(?P<northing>\d{1,8}(?:\.\d+)?)\s?m?\s?N?",
    re.IGNORECASE,
)
#: Northings of the band S, in which the letter may also mean the southern hemisphere.
_BAND_S: Final = (3_500_000.0, 4_500_000.0)
_LARGEST_NORTHING: Final = 10_000_000
_LEAST_EASTING: Final = 100_000
_LARGEST_EASTING: Final = 1_000_000
#: Decimals of degrees that say as much as a metre.
UTM_DECIMALS: Final = 5


def _utm_position(text: str) -> LonLat | None:
    """Return the position of a zone with its band or hemisphere, an easting and a northing."""
    match = _UTM.fullmatch(text)
    if match is None or not match["band"]:
        return None
    metres = (np.array([float(match[name])]) for name in ("easting", "northing"))
    lon, lat = utm_degrees((int(match["zone"]), match["band"].upper()), *metres)
    return LonLat(float(lon[0]), float(lat[0])) if np.isfinite(lon[0]) else None


def utm_degrees(
    zone: tuple[int, str], easting: np.ndarray, northing: np.ndarray, *, is_half: bool = False
) -> np.ndarray:
    """Return longitudes and latitudes of UTM coordinates; NaN where they are none.

    Args:
        zone: 1 to 60, and the letter of the band, or N or S for the half of the earth; "" if it is
            not known.
        easting: In metres.
        northing: In metres; in the south from 10,000 km south of the equator.
        is_half: Whether S means the southern half, and not the band S of the northern one.
    """
    number, letter = zone
    if not letter:
        return np.full((2, len(easting)), np.nan)
    low, high = _BAND_S
    bottom = -80 + 8 * _BANDS.index(letter)
    utm = _utm(number, is_south=letter == "S" or bottom < 0)
    is_good = (northing >= 0) & (northing <= _LARGEST_NORTHING)
    is_good &= (easting >= _LEAST_EASTING) & (easting < _LARGEST_EASTING)
    if letter == "S" and not is_half:  # north of the equator or south of it
        is_good &= (northing < low) | (northing > high)
    degrees = np.array(
        utm(np.where(is_good, easting, 5e5), np.where(is_good, northing, 0), inverse=True)
    )
    if letter not in "NS":
        is_good &= (degrees[1] >= bottom - 1) & (degrees[1] <= bottom + 9)
    return np.where(is_good, degrees, np.nan)


def utm_problem(text: str) -> tuple[str, str] | None:
    """Return why a text that looks like UTM is not read and what to write, or None.

    >>> utm_problem("36 512520 5674873")[0], utm_problem("51.2 35.3")
    ('UTM zone 36 has no half of the earth and no band', None)
    """
    match = _UTM.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if match is None:
        return None
    zone, letter = match["zone"], (match["band"] or "").upper()
    if not letter:
        said = f"UTM zone {zone} has no half of the earth and no band"
        return said, f'write N for north or S for south behind the zone, such as "{zone}N"'
    if letter == "S":
        said = f'"S" in UTM zone {zone}S can be the band S in the north, or the southern half'
        return said, f'write "{zone}N" if it is in the north, or give the position in degrees'
    said = f"UTM zone {zone}{letter} does not have this easting and northing"
    return said, "check the zone and which number is which: the easting has six digits"


# --- any of them ----------------------------------------------------------------------------------

_LONGEST: Final = 60
#: Figures of an MGRS reference, or of a Plus Code, to the decimals of degrees that say as much.
_MGRS_DECIMALS: Final = {2: 1, 4: 2, 6: 3, 8: 4, 10: 5}


def grid_degrees(text: str) -> tuple[str, str] | None:
    """Return latitude and longitude of a reference of a grid, with as many decimals as it says.

    >>> grid_degrees("36U XB 12 34"), grid_degrees("36U 512520 5674873")
    (('50.85', '34.60'), ('51.22510', '33.17929'))
    >>> grid_degrees("9G8F5VXX+2M"), grid_degrees("34.8, 50.9")
    (('56.1976', '29.8992'), None)
    """
    text = " ".join(text.split()) if len(text) <= _LONGEST else ""
    try:
        found = _grid_position(text)
    except CoordinatesError:
        return None
    if found is None:
        return None
    position, decimals = found
    return f"{position.lat:.{decimals}f}", f"{position.lon:.{decimals}f}"


def _grid_position(text: str) -> tuple[LonLat, int] | None:
    reference = parse_mgrs(text)
    if reference is not None:
        match = MGRS.fullmatch(reference)
        assert match is not None
        return mgrs_cell(reference).centre, _MGRS_DECIMALS[len(match["digits"])]
    position = _utm_position(text)
    if position is not None:
        return position, UTM_DECIMALS
    code = PLUS_CODE.fullmatch(text)
    if code is None or is_short(code["code"]):
        return None
    written = code["code"].upper()
    return plus_code_cell(written).centre, 4 if len(written) <= _FULL + 3 else 5
