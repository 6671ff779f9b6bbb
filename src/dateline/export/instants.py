"""Instants as exports write them: RFC 3339 text, and the ``time`` member of JSON-FG.

The table's ends are exclusive; every format here takes the last second instead, because that is
what the programs that read them filter by.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dateline.export.texts import TEXT, Texts, join_pieces, spread, to_texts
from dateline.timespan.calendar import SECONDS_PER_DAY, format_day

_NAT: Final = np.iinfo(np.int64).min
_MINUTE: Final = 60
#: RFC 3339 has years of four digits, and GDAL none before 1; seconds since 1970.
_EARLIEST: Final = int(np.datetime64("0001-01-01", "s").astype(np.int64))
_LATEST: Final = int(np.datetime64("9999-12-31T23:59:59", "s").astype(np.int64))
_ZONE: Final = re.compile("T.*?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)$")
_OPEN: Final = ".."

Instants = NDArray[np.datetime64]


def first_seconds(events: pd.DataFrame) -> Instants:
    """Return ``start`` as it is written: NaT is open, undated, or a year outside 1 to 9999."""
    return _in_range(_seconds(events, "start"))


def last_seconds(events: pd.DataFrame) -> Instants:
    """Return ``end`` as it is written: the last second, inclusive; NaT as for the start."""
    seconds = _seconds(events, "end")
    return _in_range(np.where(seconds == _NAT, _NAT, seconds - 1))


def instant_texts(instants: pa.Array) -> Texts:
    """Return instants as ``2024-01-01T00:00:00Z``; distinct ones formatted once, null stays null.

    The ``Z`` is there because RFC 3339 requires an offset: clock times are as written.

    Args:
        instants: ``timestamp[s]``, of the years 1 to 9999.
    """
    encoded = instants.dictionary_encode()
    seconds = encoded.dictionary.to_numpy(zero_copy_only=False).astype("datetime64[s]")
    texts = pa.array(np.datetime_as_string(seconds, unit="s"), TEXT)
    return join_pieces([texts, "Z"]).take(encoded.indices)


def time_members(events: pd.DataFrame) -> Texts:
    """Return the JSON-FG ``time`` member of each event (OGC 21-045r1) as JSON, distinct ones once.

    A day is ``{"date": …}``; a longer span an interval of its first and last day, ``".."`` where it
    is open. A clock time whose zone is given is a timestamp in UTC, or the interval of the minute
    or hour; without a zone it is no instant, and its day is given. Null is undated, or a year that
    four digits do not hold.

    The standard allows members of one's own: ``precision`` is one. It stands first because GDAL
    from 3.8 on takes any file that starts a ``time`` member with one of the standard's for JSON-FG,
    and then gives a GIS two pairs of dates.

    Args:
        events: Reads ``start``, ``end``, ``date_precision`` and ``when``.
    """
    start, end = _seconds(events, "start"), _seconds(events, "end")
    precision = to_texts(events["date_precision"]).fill_null("")
    word, words = _distinct(precision)
    is_clock = np.isin(word, [code for code, text in enumerate(words) if text == "time"])
    clock, clocks = np.zeros(len(events), dtype=np.int64), [""]
    if is_clock.any():
        clock[is_clock], given = _distinct(to_texts(events.loc[is_clock, "when"]).fill_null(""))
        clock[is_clock] += 1
        clocks += given
    spans = pd.MultiIndex.from_arrays([start, end, word, clock])
    codes, distinct = pd.factorize(spans)
    members = [
        orjson.dumps(_time_member(_Span(first, last, words[word], clocks[clock]))).decode()
        for first, last, word, clock in distinct
    ]
    return spread(members, codes)


def _distinct(texts: Texts) -> tuple[NDArray[np.int64], list[str]]:
    encoded = texts.dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, encoded.dictionary.to_pylist()


def _seconds(events: pd.DataFrame, name: str) -> NDArray[np.int64]:
    return events[name].to_numpy("datetime64[s]").astype(np.int64)


def _in_range(seconds: NDArray[np.int64]) -> Instants:
    inside = (seconds >= _EARLIEST) & (seconds <= _LATEST)
    return np.where(inside, seconds, _NAT).view("datetime64[s]")


class _Span(NamedTuple):
    """What a ``time`` member is made of: exclusive seconds, and the clock time as written."""

    start: int
    end: int
    precision: str
    clock: str


def _time_member(row: _Span) -> dict[str, Any] | None:
    span = None if row.precision in ("", "undated") else _span(row.start, row.end, row.clock)
    return span and {"precision": row.precision, **span}


def _span(start: int, end: int, clock: str) -> dict[str, Any] | None:
    edges = [edge for edge in (start, end - 1 if end != _NAT else end) if edge != _NAT]
    if any(not _EARLIEST <= edge <= _LATEST for edge in edges):
        return None
    zone = _ZONE.search(clock)
    if zone:
        return _instant(start, end, _offset(zone[1]))
    first = _OPEN if start == _NAT else _day(start)
    last = _OPEN if end == _NAT else _day(end - 1)
    return {"date": first} if first == last != _OPEN else {"interval": [first, last]}


def _instant(start: int, end: int, offset: int) -> dict[str, Any]:
    first, last = _timestamp(start - offset), _timestamp(end - 1 - offset)
    return {"timestamp": first} if first == last else {"interval": [first, last]}


def _offset(zone: str) -> int:
    """Return the seconds that a zone such as ``+02:00`` is ahead of UTC."""
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "")
    minutes = int(digits[:2]) * _MINUTE + int(digits[2:] or 0)
    return (-minutes if zone[0] == "-" else minutes) * _MINUTE


def _timestamp(second: int) -> str:
    return f"{np.datetime64(second, 's')}Z"


@functools.lru_cache(maxsize=65_536)
def _day(second: int) -> str:
    return format_day(second // SECONDS_PER_DAY)
