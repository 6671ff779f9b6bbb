"""What readers can search for besides the texts of the list: sources, quotes, tags, other names.

The facets, whose words the page has anyway, are searched without any of this
(``web/src/search-facets.js``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd

from dateline.dataset import to_python
from dateline.gazetteer import Gazetteer
from dateline.render.columns import pack
from dateline.settings import Settings

#: Column of the head with the texts of sources and tags, which only the search reads.
SEARCHED: Final = "#search"

#: Fields of a source that are searched.
_OF_SOURCES: Final = ("title", "publisher", "quote")

#: The other names of all places of a page have at most this many characters, and fewer on small
#: pages; places with many events come first. Compressed, the most are about 160 kB.
_MOST_CHARACTERS: Final = 200_000
_LEAST_CHARACTERS: Final = 40_000
_CHARACTERS_OF_EVENT: Final = 20

#: A place has at most this many other names.
_MOST_NAMES: Final = 120


def searched_texts(gdf: gpd.GeoDataFrame) -> pd.Series[Any] | None:
    """Return the texts of sources and tags of each event in one text; None if there are none.

    Texts that the title or the description contains are left out.

    Args:
        gdf: Read: ``title``, ``description``, ``sources`` and ``tags``.
    """
    columns = (to_python(gdf[name]) for name in ("sources", "tags"))
    texts = [
        _joined(f"{title}\n{about}", [*_said(sources), *tags]) or None
        for title, about, sources, tags in zip(
            gdf["title"], gdf["description"], *columns, strict=True
        )
    ]
    if not any(texts):
        return None
    return pd.Series(texts, index=gdf.index, dtype="str")


def _said(sources: tuple[dict[str, Any], ...]) -> Iterator[str]:
    for source in sources:
        yield from (source[name] for name in _OF_SOURCES if source.get(name))


def _joined(known: str, texts: list[str]) -> str:
    return " ".join(text for text in dict.fromkeys(texts) if text not in known)


def encode_names(gdf: gpd.GeoDataFrame, settings: Settings) -> str:
    """Return the other names of the places of events, compressed, in base 91; "" if there are none.

    It is a JSON object from the name of a place, as events have it, to its other names as the
    gazetteer folds them, separated by spaces, in any language and script.

    Args:
        gdf: Read: ``place_id`` and ``place_name``.
        settings: Read: ``place.gazetteer``.

    Raises:
        GazetteerError: The compiled gazetteer is missing or damaged.
    """
    pairs = gdf[["place_id", "place_name"]].dropna()
    used = pairs.value_counts(sort=False).reset_index(name="events")
    if not len(used):
        return ""
    used = used.sort_values(["events", "place_id", "place_name"], ascending=[False, True, True])
    with Gazetteer.open(additions=settings.path(settings.place.gazetteer)) as gazetteer:
        known = gazetteer.names_of(used["place_id"].unique())
    names: dict[str, str] = {}
    room = min(_MOST_CHARACTERS, _LEAST_CHARACTERS + _CHARACTERS_OF_EVENT * len(gdf))
    for place_id, name in zip(used["place_id"], used["place_name"], strict=True):
        others = " ".join(known.get(place_id, ())[:_MOST_NAMES])
        if not others or len(others) > room:
            continue
        room -= len(others)
        names[name] = f"{names[name]} {others}" if name in names else others
    if not names:
        return ""
    return pack(orjson.dumps(names, option=orjson.OPT_SORT_KEYS), events=len(gdf))
