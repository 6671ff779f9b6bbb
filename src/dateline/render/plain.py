"""The events as a plain table, for readers without JavaScript; it says what a card says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, Final
from urllib.parse import urlsplit

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.interface import Wording
from dateline.interface.catalogue import fill
from dateline.render.core import day_columns
from dateline.render.picture.choice import in_order
from dateline.timespan import OPEN_END_DAY, OPEN_START_DAY, describe

#: Up to this many events stand in the table: about 1.2 MB.
PLAIN_EVENTS: Final = 5_000

#: Above this many events the table is only for readers without JavaScript: a browser that runs the
#: map skips it, and does not show it if the map fails. It then has no sources, whose links would be
#: three quarters of it.
HIDDEN_ABOVE: Final = 500

#: What is meant by a place that is only known to be inside an area.
#: Before the name of the nearest town, if the event is not in it.
_NEAR: Final = "near "

_INSIDE: Final = {
    "admin1": "place.region",
    "admin2": "place.district",
    "country": "place.country",
    "maritime": "place.sea",
}


def plain_rows(gdf: gpd.GeoDataFrame, words: Wording) -> list[dict[str, Any]]:
    """Return the rows of the table in order of time, at most :data:`PLAIN_EVENTS`."""
    say = words.say
    ordered = in_order(gdf).head(PLAIN_EVENTS)
    mapped = ~(ordered.geometry.isna() | ordered.geometry.is_empty).to_numpy()
    first, last = day_columns(ordered)
    spans = zip(_known(first, OPEN_START_DAY), _known(last, OPEN_END_DAY), strict=True)
    has_sources = len(gdf) <= HIDDEN_ABOVE
    events = ordered.drop(columns=ordered.geometry.name).to_dict("records")
    return [
        {
            "when": describe(_text(event["when"]), start, end, words=words),
            "title": _text(event["title"]) or say("list.no_title"),
            "place": _place(event, words, is_mapped=is_mapped),
            "status": _status(event, words),
            "figures": list(_figures(event, words)),
            "is_retracted": _text(event["record_status"]) == "retracted",
            "sources": [_source(one, words) for one in _records(event["sources"]) if has_sources],
        }
        for event, is_mapped, (start, end) in zip(events, mapped, spans, strict=True)
    ]


def _known(days: np.ndarray, missing: int) -> list[int | None]:
    return [None if day == missing else day for day in days.tolist()]


def _place(event: Mapping[str, Any], words: Wording, *, is_mapped: bool) -> str:
    precision = _text(event["place_precision"])
    name = _text(event["place_name"]) or _text(event["where"])
    if is_mapped and not name:
        name = _position(float(event["lon"]), float(event["lat"]), words)
    if re.match(r"\s*from\s", _text(event["where"]), re.IGNORECASE):
        first, *others = name.split("; ")
        name = reduce(
            lambda a, b: words.say("place.from_to", **{"from": a, "to": b}), others, first
        )
    elif name and (precision == "near" or name.startswith(_NEAR)):
        name = words.say("place.near", place=name.removeprefix(_NEAR))
    key = _INSIDE.get(precision, "") if is_mapped else "place.not_mapped"
    notes = [words.say(key)] if key else []
    if is_mapped and _text(event["place_certainty"]) == "uncertain":
        notes.append(words.say("place.uncertain"))
    note = words.say("text.between").join(notes)
    return f"{name} ({note})" if name and note else name or note


def _position(lon: float, lat: float, words: Wording) -> str:
    """Return coordinates as a card has them: ``51.19° N, 35.27° E``."""
    sides = (lat, words.words("number.latitude")), (lon, words.words("number.longitude"))
    said = (
        fill(both[value < 0], {"value": _number(round(abs(value), 4))}) for value, both in sides
    )
    return ", ".join(said)


def _status(event: Mapping[str, Any], words: Wording) -> str:
    said = []
    for name in ("status", "verification"):
        value = _text(event[name]) or "unknown"
        said.append(words.word_of(name, value) or _capital(value))
    record = _text(event["record_status"])
    if record not in {"", "active"}:
        said.append(words.word_of("record", record) or record)
    return " · ".join(said)


def _figures(event: Mapping[str, Any], words: Wording) -> Iterator[str]:
    deaths = {end: event[f"fatalities_{end}"] for end in ("best", "low", "high")}
    figures = _records(event["figures"])
    if not all(_is_missing(value) for value in deaths.values()):
        figures = [*figures, {"label": words.say("card.deaths"), "value": deaths["best"], **deaths}]
    for figure in figures:
        value, low, high = (_number(figure.get(key)) for key in ("value", "low", "high"))
        extent = _range(low, high, words)
        said = f"{value} ({extent})" if value and extent else value or extent
        unit = _text(figure.get("unit")) if said else ""
        label = _text(figure.get("label"))
        yield f"{label}: {said or words.say('card.not_reported')} {unit}".strip().removeprefix(": ")


def _range(low: str, high: str, words: Wording) -> str:
    if low and high:
        return words.say("number.range", low=low, high=high)
    if not low and not high:
        return ""
    return words.say("number.at_least" if low else "number.at_most", value=low or high)


def _source(source: Mapping[str, Any], words: Wording) -> dict[str, str]:
    url = _text(source.get("url"))
    is_safe = url.isascii() and _scheme(url) in {"http", "https"}
    title, publisher = _text(source.get("title")), _text(source.get("publisher"))
    about = [
        publisher if title else "",
        *(_text(source.get(k)) for k in ("published_at", "locator")),
    ]
    return {
        "url": url if is_safe else "",
        "title": title or publisher or url or words.say("card.untitled_source"),
        "about": " · ".join(filter(None, about)),
    }


def _scheme(url: str) -> str:
    """Return the scheme of an address with a host, or nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.scheme if parts.netloc else ""


def _records(value: Any) -> list[Mapping[str, Any]]:
    if value is None or isinstance(value, (str, float)):
        return []
    return [one for one in value if isinstance(one, Mapping)]


def _number(value: Any) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, (float, np.floating)):
        text = f"{float(value):,.6f}"
        return text.rstrip("0").rstrip(".")
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return f"{int(value):,}"
    return str(value)


def _is_missing(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _text(value: Any) -> str:
    return "" if _is_missing(value) else str(value)
