"""Counts of what a gazetteer file contains, for display. Look-ups are elsewhere."""

from __future__ import annotations

import json
from typing import TypedDict

from dateline.gazetteer.lookup import Gazetteer


class SourceContents(TypedDict):
    """One source: the number of its places in the file, and of the lines that rules excluded."""

    code: str
    title: str
    licence: str
    url: str
    version: str
    places: int
    left_out: dict[str, int]


class Contents(TypedDict):
    """One file: its size, and its contents by source."""

    path: str
    version: int
    bytes: int
    places: int
    names: int
    worldviews: list[str]
    sources: list[SourceContents]


def read_contents(gazetteer: Gazetteer) -> Contents:
    """Return the contents of the gazetteer file itself, without additions."""
    counts = dict(gazetteer.rows("SELECT source, count(*) FROM place GROUP BY source"))
    meta = dict(gazetteer.rows("SELECT key, value FROM meta"))
    ((names,),) = gazetteer.rows("SELECT count(*) FROM name")
    ((version,),) = gazetteer.rows("PRAGMA user_version")
    views = gazetteer.rows(
        "SELECT DISTINCT worldview FROM geometry WHERE worldview <> '' ORDER BY 1"
    )
    sources = gazetteer.rows(
        "SELECT code, title, licence, url, version FROM source ORDER BY title, code"
    )
    return Contents(
        path=str(gazetteer.path),
        version=version,
        bytes=gazetteer.path.stat().st_size,
        places=sum(counts.values()),
        names=names,
        worldviews=[view for (view,) in views],
        sources=[
            SourceContents(
                code=code,
                title=title,
                licence=licence,
                url=url,
                version=release,
                places=counts.get(code, 0),
                left_out=json.loads(meta.get(f"skipped:{code}", "{}")),
            )
            for code, title, licence, url, release in sources
        ],
    )
