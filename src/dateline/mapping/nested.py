"""Values within values: positions and dates inside objects, and records of sources.

Objects in a column become columns of their own where they hold a position, a name of a place or the
parts of a date; everything else stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from dateline import schema
from dateline.gazetteer import fold
from dateline.mapping.choice import PLAIN
from dateline.mapping.dates.compose import format_instant
from dateline.mapping.lexicon import heading_scores, lists_of
from dateline.mapping.objects import named_column
from dateline.mapping.values import LINK, SourceColumn, looks_like_date
from dateline.text_lists import are_text_lists, list_sizes

#: Parts of an object that are read as columns.
_PARTS: Final = frozenset({"lat", "lon", "where", "city", "district", "region", "country"})
_GEOMETRY: Final = frozenset({"type", "coordinates"})

#: Parts of a date that an object may have, and keys of the same object that say no more about it.
_MOMENT: Final = frozenset({"date", "start", "end", "time", "year", "month", "day", "time_zone"})
_ABOUT_IT: Final = frozenset({"precision", "approximate", "calendar", "display", "label", "format"})
_VALUE: Final = frozenset({"value", "@value", "iso", "iso8601", "raw", "text"})
_KNOWN: Final = 0.8

#: In catalogues of reports, when one was first published, beside when it was changed.
_PUBLISHED: Final = "original"
#: What keys of an object of dates say that they are dates of.
_DATED: Final = _MOMENT | {"event", "reported_at", "updated_at"}

#: Keys of databases around a number, and of seconds since 1970.
_NUMBERS: Final = frozenset({"$numberInt", "$numberLong", "$numberDouble", "$numberDecimal"})
_SECONDS: Final = frozenset({"seconds", "_seconds"})
_FRACTION: Final = frozenset({"nanoseconds", "_nanoseconds", "nanos"})

#: Keys under which others keep the link and the title of a source, the most certain first.
_RECORD_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "url": ("link", "href", "path", "uri", "source_url", "web", "address"),
    "title": ("name", "headline", "label", "description", "text"),
    "publisher": ("outlet", "source", "organisation", "organization", "author"),
    "published_at": ("date", "published", "pubdate"),
}
_PAIR: Final = 2


def spread_objects(
    columns: Sequence[SourceColumn],
    known: Iterable[str] | None = None,
    *,
    paths: Iterable[str] = (),
) -> list[SourceColumn]:
    """Return the columns with objects of positions and places spread into columns of their own.

    Args:
        columns: The columns.
        known: The names of the columns to make, such as ``place.lat``; None means those whose keys
            say that they hold a position.
        paths: Columns to make in any case, such as ``info.title``.
    """
    spread: list[SourceColumn] = []
    parents = None if known is None else {name.partition(".")[0] for name in known}
    forced = {name.partition(".")[0] for name in paths}
    for column in columns:
        is_known = None if parents is None else column.name in parents
        for part in _spread(column, is_position=True if column.name in forced else is_known):
            part.number = len(spread)
            spread.append(part)
    return spread


def _spread(column: SourceColumn, *, is_position: bool | None) -> list[SourceColumn]:
    if column.given.dtype == "str" or not column.is_nested:
        return [column]
    is_moment = _is_moment(column.heading)
    if column.lists is not None and not is_moment and _have_no_pairs(column.lists):
        return [column]
    values = [_unwrapped(value) for value in column.raw.tolist()]
    if is_moment:
        values = [_joined(value) for value in values]
    given = [value for value in values if isinstance(value, (dict, list))]
    values, given = [[_opened(value) for value in some] for some in (values, given)]
    if not given:
        return [SourceColumn(column.name, column.heading, _series(values, column), number=0)]
    objects: list[dict[str, Any]] = [value for value in given if isinstance(value, dict)]
    if all(_is_pair(value) for value in given):
        return [_pairs(column, values)]
    if len(objects) < len(given):
        named = named_column(column, values)
        return [column] if named is None else [named, column]
    return _spread_keys(column, values, objects=objects, is_position=is_position)


def _is_moment(heading: str) -> bool:
    return heading not in schema.GIVEN and _best(heading, _MOMENT) >= _KNOWN


def _have_no_pairs(lists: pa.LargeListArray) -> bool:
    """Return whether there are lists, and not all are pairs of numbers, as positions are."""
    given = lists.drop_null()
    return len(given) > 0 and not (
        _is_pair(given[0].as_py()) and (list_sizes(given) == _PAIR).all()
    )


def _spread_keys(
    column: SourceColumn,
    values: list[Any],
    *,
    objects: list[dict[str, Any]],
    is_position: bool | None,
) -> list[SourceColumn]:
    if all(_GEOMETRY.issubset(value) for value in objects):
        return [SourceColumn(column.name, "geometry", column.raw, number=0)]
    keys = dict.fromkeys(str(key) for value in objects for key in value)
    is_own = column.heading in schema.GIVEN  # an object is no value of our own fields
    headings = None if is_own else _moment_headings(column.heading, keys)
    are_dates = headings is None and not is_own and _are_dates(column.heading, objects)
    if are_dates:
        headings = {key: f"{key} {column.heading}" if _is_said(key) else key for key in keys}
    if headings is None:
        if not (_is_position(keys) if is_position is None else is_position):
            named = None if is_own else named_column(column, values)
            return [column] if named is None else [named, column]
        # A name inside a position is the name of the place.
        headings = {key: "where" if "title" in heading_scores(key) else key for key in keys}
    parts = []
    for key, heading in headings.items():
        inner = [value.get(key) if isinstance(value, dict) else None for value in values]
        name = f"{column.name}.{key}"
        parts.append(SourceColumn(name, heading, _series(inner, column), number=0))
        parts[-1].needs_heading = are_dates and not _is_said(key)
    plain = [None if isinstance(value, (dict, list)) else value for value in values]
    if any(value is not None and value == value for value in plain):  # noqa: PLR0124 - NaN
        parts.append(SourceColumn(column.name, column.heading, _series(plain, column), number=0))
    return parts


def _moment_headings(parent: str, keys: Collection[str]) -> dict[str, str] | None:
    """Return headings for the keys of an object if it is a date and nothing else, else None.

    >>> _moment_headings("occurred", ["date", "time", "tz"])
    {'date': 'date', 'time': 'time', 'tz': 'tz'}
    >>> _moment_headings("created", ["date"]), _moment_headings("occurred", ["value", "precision"])
    ({'date': 'created date'}, {'value': 'occurred', 'precision': 'occurred precision'})
    >>> _moment_headings("source", ["date", "url"])
    """
    parts = {key for key in keys if _best(key, _MOMENT) >= _KNOWN}
    values = {key for key in keys if key.casefold() in _VALUE} - parts
    others = {key for key in keys if key.casefold() in _ABOUT_IT}
    is_known = _best(parent, _MOMENT | {"when"}) >= _KNOWN
    if parts | values | others != set(keys) or not (parts or (values and is_known)):
        return None
    is_event = _best(parent, {"date", "when"}) >= _KNOWN
    headings = {key: f"{parent} {key}" for key in keys}
    headings |= {key: key for key in parts if is_event}
    return headings | ({} if parts else dict.fromkeys(values, parent))


def _are_dates(parent: str, objects: Iterable[dict[str, Any]]) -> bool:
    """Return whether objects under the heading of a date hold dates, and nothing else."""
    values = [value for one in objects for value in one.values() if value is not None]
    are_dates = all(isinstance(value, str) and looks_like_date(value) for value in values)
    return are_dates and bool(values) and _best(parent, {"date", "when"}) >= _KNOWN


def _is_said(key: str) -> bool:
    """Return whether a key in an object of dates says what the date is of."""
    return key != _PUBLISHED and not _DATED.isdisjoint(lists_of(fold(key)))


def _joined(value: Any) -> Any:
    """Return a list of dates as one text: one date is read, and several are refused with it."""
    is_list = isinstance(value, list) and all(isinstance(part, (str, int)) for part in value)
    return ", ".join(map(str, value)) if is_list else value


def _best(heading: str, fields: Iterable[str]) -> float:
    scores = heading_scores(heading)
    return max((scores.get(name, 0.0) for name in fields), default=0.0)


def _unwrapped(value: Any) -> Any:
    """Return what databases wrap in an object.

    These are MongoDB's Extended JSON, and the timestamps of Firestore and Protocol Buffers.

    >>> _unwrapped({"$date": "2024-03-05T00:00:00Z"}), _unwrapped({"$numberInt": "3"})
    ('2024-03-05T00:00:00Z', 3)
    >>> _unwrapped({"$date": {"$numberLong": "1709251200000"}})
    '2024-03-01T00:00:00Z'
    >>> _unwrapped({"_seconds": 1709251200, "_nanoseconds": 0})
    '2024-03-01T00:00:00Z'
    """
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        key, inner = next(iter(value.items()))
        if key == "$date":
            inner = _unwrapped(inner)
            return format_instant(inner // 1000) if isinstance(inner, int) else inner
        if key in _NUMBERS:
            number = _number(inner)
            return inner if number is None else int(number) if number.is_integer() else number
        return inner if key == "$oid" else value
    seconds = [value[key] for key in _SECONDS if isinstance(value.get(key), int)]
    if len(seconds) == 1 and _SECONDS.union(_FRACTION).issuperset(value):
        return format_instant(seconds[0])
    return value


def _is_position(keys: Iterable[Any]) -> bool:
    """Return whether one key names a latitude, and one a longitude."""
    scores = [heading_scores(str(key)) for key in keys]
    return all(any(part in score for score in scores) for part in ("lat", "lon"))


def _opened(value: Any) -> Any:
    """Return an object with the parts of the one position that is inside it as parts of its own.

    >>> _opened({"name": "Goma", "coordinates": {"lat": -1.658, "lng": 29.22}})
    {'lat': -1.658, 'lng': 29.22, 'name': 'Goma'}
    """
    if not isinstance(value, dict) or _is_position(value):
        return value
    inner = [key for key, part in value.items() if isinstance(part, dict) and _is_position(part)]
    if len(inner) != 1:
        return value
    return value[inner[0]] | {key: part for key, part in value.items() if key != inner[0]}


def _series(values: list[Any], column: SourceColumn) -> pd.Series[Any]:
    is_text = all(value is None or isinstance(value, str) for value in values)
    return pd.Series(values, index=column.raw.index, dtype="str" if is_text else object)


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == _PAIR
        and all(_number(part) is not None for part in value)
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _pairs(column: SourceColumn, values: list[Any]) -> SourceColumn:
    """Return pairs of numbers as texts in the order in which they are written."""
    texts = [f"{v[0]}, {v[1]}" if isinstance(v, list) else v for v in values]
    return SourceColumn(column.name, column.heading, _series(texts, column), number=0)


def rename_records(column: pd.Series[Any], fields: Sequence[str]) -> pd.Series[Any]:
    """Return records of others under dateline's keys, such as ``url`` for ``href``.

    A key is renamed only where its record does not have dateline's own.
    """
    if column.dtype == "str" or are_text_lists(column) or not _has_records(column):
        return column
    records = [record for value in column for record in _records(value)]
    keys = {own: _RECORD_KEYS.get(own, ()) for own in fields if own in _RECORD_KEYS}
    for own, other in _by_value(records, fields).items():
        keys[own] = (*keys[own], other)
    return pd.Series(
        [_renamed(value, fields, keys) for value in column], index=column.index, dtype=object
    )


def are_media(column: pd.Series[Any]) -> bool:
    """Return whether all values are links, or plain records that have a link, or lists of them."""
    records = [
        {"url": item} if isinstance(item, str) else item
        for value in column.tolist()
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, (str, Mapping))
    ]
    return bool(records) and all(
        any(isinstance(one, str) and LINK.match(one) for one in record.values())
        and not any(isinstance(one, (list, Mapping)) for one in record.values())
        for record in records
    )


def _has_records(column: pd.Series[Any]) -> bool:
    """Return whether values are mappings, or lists with a mapping."""
    values = column.tolist()
    lists = (value for value in values if isinstance(value, list))
    kinds = {*map(type, values), *map(type, chain.from_iterable(lists))}
    return any(issubclass(kind, Mapping) for kind in kinds)


def _records(value: Any) -> list[Mapping[str, Any]]:
    return [
        item
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, Mapping)
    ]


def _by_value(records: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> dict[str, str]:
    """Return dateline's key to a key of others, where the values of all records decide.

    If one key holds links, it is the link. Of its other keys, the words decide, or there is one.
    """
    known = {"url": {"url", *_RECORD_KEYS["url"]}, "title": {"title", *_RECORD_KEYS["title"]}}
    keys = dict.fromkeys(key for record in records for key in record)
    texts = {key: [r[key] for r in records if isinstance(r.get(key), str)] for key in keys}
    links = [key for key in keys if texts[key] and all(map(LINK.match, texts[key]))]
    if len(links) != 1:
        return {}
    found = {"url": links[0]} if "url" in fields and known["url"].isdisjoint(keys) else {}
    if "title" not in fields or not known["title"].isdisjoint(keys):
        return found
    others = [key for key in keys if texts[key] and key not in {*links, *fields}]
    named = [key for key in others if heading_scores(str(key)).get("title", 0) >= PLAIN]
    for choice in (named, others):
        if len(choice) == 1:
            return found | {"title": choice[0]}
    return found


def _renamed(value: Any, fields: Sequence[str], keys: Mapping[str, Sequence[str]]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, fields, keys) if isinstance(item, dict) else item for item in value]
    if not isinstance(value, Mapping) or value.keys() <= set(fields):
        return value
    renames = {
        other: own
        for own, others in keys.items()
        if own not in value
        for other in [next((key for key in others if key in value), None)]
        if other is not None and other not in fields
    }
    return {renames.get(key, key): item for key, item in value.items()}
