"""Positions in other forms: pairs in one text, degrees and minutes, references of grids, WKT."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import to_arrow, to_texts
from dateline.grids import grid_degrees
from dateline.mapping.lexicon import first_coordinate
from dateline.texts import Texts, change_where, map_distinct

#: Fields that give a position without a place name.
POSITIONS: Final = ("lat", "lon", "geometry")

PLAIN_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
WKT: Final = re.compile(
    r"(?i)\s*(?:SRID=\d+;\s*)?(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:[ZM]{1,2}\s*)?(\(|EMPTY)"
)

_SIDES: Final = "NSEWOСЮВЗ"
_MINUTE: Final = "['′’‘´m]"
_SECOND: Final = "(?:[\"″”“s]|''|′′|’’)"
_DEGREES: Final = (
    rf"[+-]?\d{{1,3}}(?:[.,]\d+)?\s*(?:[°º˚d]\s*"
    rf"(?:\d{{1,2}}(?:[.,]\d+)?\s*{_MINUTE}?\s*(?:\d{{1,2}}(?:[.,]\d+)?\s*{_SECOND}?\s*)?)?)?"
)
#: One coordinate: degrees, maybe minutes and seconds, and the side of the equator or of Greenwich
#: before or after them, but not both: "N 47.3 E 8.5" has its sides before.
_ANGLE: Final = rf"(?:[{_SIDES}]\s*{_DEGREES}|{_DEGREES}[{_SIDES}]?)"
_DMS: Final = re.compile(f"(?i){_ANGLE}")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_SOUTH_WEST: Final = re.compile("(?i)[SWOЮЗ]")

_POINT: Final = r"[+-]?\d{1,3}(?:\.\d+)?"
_COMMA: Final = r"[+-]?\d{1,3}(?:,\d+)?"
#: The altitude and the accuracy in metres, which stand behind the position in ODK forms.
_HEIGHT: Final = r"[+-]?\d{1,5}(?:\.\d+)?"
#: Two numbers, or two angles of which each has a side or a degree sign.
_PAIR: Final = re.compile(
    rf"(?i)[(\[]?\s?(?:(?P<a>{_POINT})\s*[,;/|]\s*(?P<b>{_POINT})|(?P<c>{_POINT})\s+(?P<d>{_POINT})"
    rf"(?:\s+{_HEIGHT}\s+{_HEIGHT})?"
    rf"|(?P<e>{_COMMA})\s*(?:[;/|]|,\s|\s)\s*(?P<f>{_COMMA})"
    rf"|(?P<g>{_ANGLE})\s*[,;/|\s]\s*(?P<h>{_ANGLE}))\s?[)\]]?"
)
#: Nautical: 13-00N, 044-50.5E, 13-00-30N.
_HYPHENS: Final = re.compile(r"(?i)\b(\d{1,3})-([0-5]?\d(?:\.\d+)?)(?:-([0-5]?\d))?\s?(?=[NSEW]\b)")
#: Longer texts are no positions; spaces are counted once, because long runs of them take a pattern
#: like these for ever.
_LONGEST: Final = 200
_POLE: Final = 90.0
_GEO_URI: Final = re.compile(r"(?i)geo:")
_EAST_WEST: Final = re.compile("(?i)[EWOВЗ]")


def parse_degrees(text: str) -> float | None:
    """Return the degrees that a text means, south and west negative; None if it means none.

    >>> parse_degrees("50°30' N"), parse_degrees("34,8003"), parse_degrees("W 1.5")
    (50.5, 34.8003, -1.5)
    >>> parse_degrees("44-30W")
    -44.5
    """
    text = _without_hyphens(text.strip().replace("\u2212", "-"))
    if PLAIN_NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if not is_angle(text):
        return None
    parts = [float(number.replace(",", ".")) for number in _NUMBER.findall(text)]
    if any(part >= 60 for part in parts[1:]):  # noqa: PLR2004 - minutes and seconds of an angle
        return None
    value = sum(part / 60.0**power for power, part in enumerate(parts))
    return -value if text.startswith("-") or "-" in text or _SOUTH_WEST.search(text) else value


def is_angle(text: str) -> bool:
    """Return whether a text is one coordinate: a number, or degrees, minutes and seconds."""
    return len(text) <= _LONGEST and _DMS.fullmatch(_without_hyphens(text)) is not None


def match_pair(text: str) -> re.Match[str] | None:
    """Return the match of a text that is two coordinates."""
    return _PAIR.fullmatch(_without_hyphens(text)) if len(text) <= _LONGEST else None


def _without_hyphens(text: str) -> str:
    """Return a text with degree signs for the hyphens of nautical positions, and single spaces.

    >>> _without_hyphens("13-00N  044-50.5E")
    "13°00'N 044°50.5'E"
    """
    text = " ".join(text.split())
    return _HYPHENS.sub(_with_signs, text) if "-" in text else text


def _with_signs(found: re.Match[str]) -> str:
    return f"{found[1]}°{found[2]}'" + (f'{found[3]}"' if found[3] else "")


def split_pair(text: str) -> tuple[str, str] | None:
    """Return latitude and longitude of a pair, latitude first unless the sides say otherwise.

    >>> split_pair("50.9216, 34.8003"), split_pair("34.8 E 50.9 N"), split_pair("near Sumy")
    (('50.9216', '34.8003'), ('50.9', '34.8'), None)
    """
    found = match_pair(_GEO_URI.sub("", text))
    if found is None:
        return None
    first, second = next(
        (found[a], found[b]) for a, b in ("ab", "cd", "ef", "gh") if found[a] is not None
    )
    if found["g"] is None:
        return first, second
    degrees = [parse_degrees(part) for part in (first, second)]
    if None in degrees:
        return None
    pair = [f"{value:.10g}" for value in degrees]
    return (pair[1], pair[0]) if _EAST_WEST.search(first) else (pair[0], pair[1])


def split_positions(texts: pd.Series[str], heading: str) -> dict[str, pd.Series[Any]]:
    """Return ``lat``, ``lon`` and ``geometry`` of texts that are pairs, references of grids or WKT.

    The heading says which coordinate comes first. If it does not, the longitude does where a first
    number is too large for a latitude, and otherwise the latitude. A text that is no position is
    put into ``lat`` as a whole, so that it is reported there.
    """
    codes, distinct = pd.factorize(texts)
    first = first_coordinate(heading)
    lon_first = first == "lon" or (not first and any(map(_is_turned, distinct)))
    rows = [_split(text, lon_first=lon_first) for text in distinct]
    parts = np.array([*rows, (None, None, None)], dtype=object)[codes]
    columns = {
        name: pd.Series(parts[:, number], index=texts.index)
        for number, name in enumerate(("lat", "lon", "geometry"))
    }
    return {name: c.astype("str") for name, c in columns.items() if c.notna().any()}


def fill_positions(
    fields: Mapping[str, pd.Series[Any]], texts: pd.Series[str], heading: str
) -> tuple[dict[str, pd.Series[Any]], bool]:
    """Return the fields of positions, filled from texts in the rows that have none.

    Args:
        fields: The fields that the table has already.
        texts: Positions in one column, see :func:`split_positions`.
        heading: That of the column.

    Returns:
        The fields, and whether some row has its position twice.
    """
    is_free = ~has_position(fields, len(texts), both=True)
    if not (texts.notna() & is_free).any():
        return {}, False
    made = {}
    for name, value in split_positions(texts.where(is_free), heading).items():
        before = fields.get(name, value).astype(object)
        made[name] = before.mask(is_free & texts.notna(), value)
    return made, bool((texts.notna() & has_position(fields, len(texts))).any())


def has_position(
    fields: Mapping[str, pd.Series[Any]], rows: int, *, both: bool = False
) -> NDArray[np.bool_]:
    """Return which rows have a geometry, or one coordinate or both."""
    lat, lon, shape = (
        fields[name].notna().to_numpy(dtype=bool) if name in fields else np.zeros(rows, dtype=bool)
        for name in POSITIONS
    )
    return shape | (lat & lon if both else lat | lon)


def _split(text: str, *, lon_first: bool) -> tuple[str | None, str | None, str | None]:
    """Return latitude, longitude and WKT of one text."""
    if WKT.match(text):
        return None, None, text
    pair = split_pair(text)
    if pair is None:
        grid = grid_degrees(text)
        return (*grid, None) if grid else (text, None, None)
    first, second = pair
    is_turned = lon_first and PLAIN_NUMBER.fullmatch(first) is not None
    return (second, first, None) if is_turned else (first, second, None)


def _is_turned(text: str) -> bool:
    """Return whether only the second number of a pair can be the latitude."""
    pair = split_pair(text)
    if pair is None or not all(map(PLAIN_NUMBER.fullmatch, pair)):
        return False
    first, second = (abs(float(number.replace(",", "."))) for number in pair)
    return second <= _POLE < first


def to_decimal(texts: pd.Series[str]) -> pd.Series[str]:
    """Return angles as decimal degrees; what is a number already, or no angle, stays as it is."""
    array = to_arrow(texts)
    plain = pc.match_substring_regex(array, f"^({PLAIN_NUMBER.pattern})$")
    others = pc.invert(plain).fill_null(False)
    return to_texts(change_where(array, others, _decimals), texts.index)


def _decimals(texts: Texts) -> Texts:
    return map_distinct(texts, _decimal)


def _decimal(text: str) -> str:
    if PLAIN_NUMBER.fullmatch(text.strip()):
        return text
    degrees = parse_degrees(text)
    return text if degrees is None else f"{degrees:.10g}"
