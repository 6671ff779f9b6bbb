"""Formats instants for exports: RFC 3339 text, and the ``time`` member of JSON-FG.

The ends in the table are exclusive. All formats here use the last second (inclusive) instead,
because GIS programs filter by it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import take_texts
from dateline.texts import (
    TEXT,
    Piece,
    Texts,
    column_texts,
    exchange,
    join_pieces,
    map_distinct,
)
from dateline.timespan.calendar import SECONDS_PER_DAY, format_day

_NAT: Final = np.iinfo(np.int64).min
_MINUTE: Final = 60
#: RFC 3339 has four-digit years, and GDAL none before 1; seconds since 1970.
_EARLIEST: Final = int(np.datetime64("0001-01-01", "s").astype(np.int64))
_LATEST: Final = int(np.datetime64("9999-12-31T23:59:59", "s").astype(np.int64))
_ZONE: Final = "T.*?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)$"
_OPEN: Final = ".."

Instants = NDArray[np.datetime64]


def first_seconds(events: pd.DataFrame) -> Instants:
    """Return ``start`` for exports; NaT if it is open, undated or outside the years 1 to 9999."""
    return _in_range(_seconds(events, "start"))


def last_seconds(events: pd.DataFrame) -> Instants:
    """Return ``end`` for exports as the last second, inclusive; NaT as for the start."""
    seconds = _seconds(events, "end")
    return _in_range(np.where(seconds == _NAT, _NAT, seconds - 1))


def instant_texts(instants: pa.Array) -> Texts:
    """Return instants as text such as ``2024-01-01T00:00:00Z``; null stays null.

    RFC 3339 requires an offset, so ``Z`` is added to clock times as written. Distinct instants are
    formatted once.

    Args:
        instants: ``timestamp[s]``, in the years 1 to 9999.
    """
    encoded = instants.dictionary_encode()
    seconds = encoded.dictionary.to_numpy(zero_copy_only=False).astype("datetime64[s]")
    texts = pa.array(np.datetime_as_string(seconds), TEXT)
    return join_pieces([texts, "Z"]).take(encoded.indices)


def time_members(events: pd.DataFrame) -> Texts:
    """Return the JSON-FG ``time`` member of each event (OGC 21-045r1) as JSON text.

    A day becomes ``{"date": …}``. A longer timespan becomes an interval of its first and last day,
    with ``".."`` for an open end. A clock time with a zone becomes a timestamp in UTC, or an
    interval if only the minute or hour is given; without a zone it is not an instant, so its day is
    written. The member is null for undated events and years outside four digits.

    The standard allows extra members, such as ``precision`` here. It comes first because GDAL 3.8
    and later treat any file whose ``time`` members start with a standard one as JSON-FG, and then
    show two pairs of dates.

    Args:
        events: Read: ``start``, ``end``, ``date_precision`` and ``when``.
    """
    start, last = _seconds(events, "start"), _seconds(events, "end")
    last[last != _NAT] -= 1
    precision = column_texts(events["date_precision"]).fill_null("")
    has_span = ~np.isin(precision.to_numpy(zero_copy_only=False), ["", "undated"])
    for edge in (start, last):
        has_span &= (edge == _NAT) | ((edge >= _EARLIEST) & (edge <= _LATEST))
    edges = [_days(start), _days(last)]
    unit: Piece = '"date":"'
    is_clock = pc.equal(precision, "time")
    if is_clock.true_count:
        offset, has_zone = _offsets(column_texts(events["when"]))
        has_zone &= is_clock.to_numpy(zero_copy_only=False) & (start != _NAT) & (last != _NAT)
        edges = [
            exchange(days, has_zone, _timestamps((edge - offset)[has_zone]))
            for days, edge in zip(edges, (start, last), strict=True)
        ]
        units = [pa.scalar(text, TEXT) for text in ('"timestamp":"', unit)]
        unit = pc.if_else(pa.array(has_zone), *units)
    is_one = pc.and_(pc.equal(*edges), pc.not_equal(edges[0], _OPEN))
    span = join_pieces(['"interval":["', edges[0], '","', edges[1], '"]}'])
    span = pc.if_else(is_one, join_pieces([unit, edges[0], '"}']), span)
    word = map_distinct(precision, lambda text: f'{{"precision":{orjson.dumps(text).decode()},')
    return pc.if_else(pa.array(has_span), join_pieces([word, span]), pa.scalar("null", TEXT))


def _days(seconds: NDArray[np.int64]) -> Texts:
    """Return the day of each second as text, ``..`` for NaT; distinct days are formatted once."""
    codes, days = pd.factorize(np.where(seconds == _NAT, _NAT, seconds // SECONDS_PER_DAY))
    return take_texts([_OPEN if day == _NAT else format_day(day) for day in days.tolist()], codes)


def _timestamps(seconds: NDArray[np.int64]) -> Texts:
    texts = np.datetime_as_string(seconds.view("datetime64[s]"))
    return join_pieces([pa.array(texts, TEXT), "Z"])


def _offsets(clocks: Texts) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the UTC offset of each clock time in seconds, and whether it has a zone."""
    zones = pc.struct_field(pc.extract_regex(clocks, _ZONE), [0]).dictionary_encode()
    offsets = np.array([_offset(zone) for zone in zones.dictionary.to_pylist()] or [0])
    codes = zones.indices.fill_null(0).to_numpy(zero_copy_only=False)
    return offsets[codes], zones.is_valid().to_numpy(zero_copy_only=False)


def _seconds(events: pd.DataFrame, name: str) -> NDArray[np.int64]:
    return events[name].to_numpy("datetime64[s]").astype(np.int64)


def _in_range(seconds: NDArray[np.int64]) -> Instants:
    inside = (seconds >= _EARLIEST) & (seconds <= _LATEST)
    return np.where(inside, seconds, _NAT).view("datetime64[s]")


def _offset(zone: str) -> int:
    """Return the UTC offset of a zone such as ``+02:00`` in seconds."""
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * _MINUTE + int(digits[2:] or 0)
    return (-minutes if zone[0] == "-" else minutes) * _MINUTE
