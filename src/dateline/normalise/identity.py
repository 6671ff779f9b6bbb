"""Event ids: as given, else a hash of the event's content; always unique.

A hash never depends on the file, the line or the order of the events.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dateline.dataset import as_lists, record_field, with_items
from dateline.mapping.dates import DATE_RULE
from dateline.normalise.builder import TableBuilder, quote
from dateline.texts import TEXT, join_pieces

#: Hexadecimal digits of a hash used as an id (48 bits).
HASH_DIGITS: Final = 12

#: Additional digits for events that have the same hash but differ in something else.
_MORE_DIGITS: Final = 4

_SEPARATOR: Final = "\x1f"

#: Columns that are not part of the event's content.
_NOT_CONTENT: Final = frozenset(
    {"event_id", "origin_file", "origin_line", "origin_positions", DATE_RULE}
)


def take_ids(builder: TableBuilder) -> bool:
    """Set ``event_id`` if every event has an id of its own, and return whether they have."""
    given = builder.texts("event_id")
    has_ids = not given.hasnans and given.is_unique
    if has_ids:
        builder.columns["event_id"] = given
    return has_ids


def make_ids(builder: TableBuilder) -> None:
    """Set ``event_id``; the text columns, ``sources`` and ``geometry`` must be set already.

    If an id occurs again, the second event gets the suffix ``-2``, the third ``-3``, and so on.
    This is reported as ``id-duplicate`` for given ids. Two events without an id and with the same
    content are two equal reports, which is not a fault; if only their hash is the same, the suffix
    is a hash of everything they contain.
    """
    given = builder.texts("event_id")
    is_given = given.notna().to_numpy()
    identifiers = given.to_numpy(dtype=object).copy()
    if not is_given.all():
        rows = np.flatnonzero(~is_given)
        identifiers[rows] = _hashes(builder, rows)
        _distinguish(builder, identifiers, rows)
    _number_duplicates(builder, identifiers, is_given)
    builder.columns["event_id"] = pd.Series(identifiers, index=builder.raw.index, dtype="str")


def _hashes(builder: TableBuilder, rows: np.ndarray) -> list[str]:
    parts = [
        _sources(builder.columns["sources"], rows),
        *(_texts(builder.texts(name), rows) for name in ("title", "when", "where", "lon", "lat")),
        _shapes(builder.columns["geometry"], rows),
    ]
    return [
        hashlib.sha256(_SEPARATOR.join(row).encode()).hexdigest()[:HASH_DIGITS]
        for row in zip(*parts, strict=True)
    ]


def _texts(column: pd.Series, rows: np.ndarray) -> list[str]:
    return column.iloc[rows].fillna("").tolist()


def _sources(column: pd.Series, rows: np.ndarray) -> list[str]:
    lists = as_lists(column.iloc[rows].rename("sources"))
    words = [pc.fill_null(record_field(lists, name), "") for name in ("title", "url")]
    texts = join_pieces([words[0], " ", words[1]])
    joined: list[str] = pc.binary_join(with_items(lists, texts), pa.scalar("|", TEXT)).to_pylist()
    return joined


def _shapes(column: pd.Series, rows: np.ndarray) -> list[str]:
    return [text or "" for text in shapely.to_wkb(column.to_numpy(dtype=object)[rows], hex=True)]


def _distinguish(builder: TableBuilder, identifiers: np.ndarray, rows: np.ndarray) -> None:
    """Append digits to equal hashes of events that differ in something else, such as a description.

    One event keeps the hash; the others get four digits of a hash of their whole content. Which
    event keeps it does not depend on their order.
    """
    repeated = rows[pd.Series(identifiers[rows]).duplicated(keep=False).to_numpy()]
    names = sorted(str(name) for name in builder.raw.columns if name not in _NOT_CONTENT)
    if not len(repeated) or not names:
        return
    columns = [builder.texts(name).iloc[repeated].fillna("").tolist() for name in names]
    digests = []
    for row in zip(*columns, strict=True):
        content = (f"{name}={text}" for name, text in zip(names, row, strict=True) if text)
        digest = hashlib.sha256(_SEPARATOR.join(content).encode()).hexdigest()
        digests.append(digest[:_MORE_DIGITS])
    least: dict[str, str] = {}
    hashes = identifiers[repeated].tolist()
    for name, digest in zip(hashes, digests, strict=True):
        least[name] = min(digest, least.get(name, digest))
    for row, name, digest in zip(repeated.tolist(), hashes, digests, strict=True):
        if digest != least[name]:
            identifiers[row] = f"{name}-{digest}"


def _number_duplicates(
    builder: TableBuilder, identifiers: np.ndarray, is_given: np.ndarray
) -> None:
    repeated = pd.Series(identifiers).duplicated(keep=False).to_numpy()
    if not repeated.any():
        return
    taken = set(identifiers)
    files = builder.texts("origin_file").fillna("").to_numpy(dtype=object)
    first: dict[tuple[str, str], int] = {}
    last: dict[str, int] = {}
    for row in np.flatnonzero(repeated):
        name = identifiers[row]
        earlier = first.setdefault((name, files[row]), int(row))
        if name not in last:
            last[name] = 1
            continue
        number = last[name] + 1
        while f"{name}-{number}" in taken:
            number += 1
        last[name] = number
        identifiers[row] = f"{name}-{number}"
        taken.add(identifiers[row])
        # Ids that several files have are reported once for the files.
        if is_given[row] and earlier != row:
            builder.report(
                [int(row)],
                "id-duplicate",
                f"event_id is {quote(name)}, already used at {builder.place(earlier)}, "
                "expected a unique id",
                field="event_id",
                hint=f"give it another id; for now it is {quote(identifiers[row])}",
            )
