"""Which heading of a table is which field: names in several languages, compared in folded form.

Only the names are examined here; ``columns.py`` examines the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from dateline import schema

#: Names of columns that are combined into fields of the event table: ``coordinates`` into lat and
#: lon; ``start`` to ``day`` into ``when``; ``url`` into ``sources``; ``country`` into ``where``.
PARTS: Final = (
    "coordinates",
    "start",
    "end",
    "date",
    "time",
    "year",
    "month",
    "day",
    "url",
    "country",
)

#: Field to the headings that mean it, the most certain first. The field's own name takes
#: precedence.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "event_id": ("id", "event_id_cnty", "eventid", "uid", "identifier", "entry", "ref"),
    "title": (
        "name",
        "headline",
        "event",
        "titulo",
        "título",
        "titel",
        "titre",
        "назва",
        "dyad_name",
    ),
    "description": (
        "notes",
        "desc",
        "summary",
        "text",
        "brief_description",
        "details",
        "beschreibung",
        "descripción",
        "опис",
        "описание",
    ),
    "layer": ("theatre", "theater", "dossier"),
    "where": (
        "place",
        "location",
        "toponym",
        "locality",
        "city",
        "ort",
        "lieu",
        "lugar",
        "місце",
        "место",
        "where_coordinates",
    ),
    "lon": (
        "longitude",
        "lng",
        "long",
        "lon_dd",
        "geo_lon",
        "geo_lng",
        "xlon",
        "point_x",
        "längengrad",
        "longitud",
        "довгота",
        "долгота",
        "x",
    ),
    "lat": (
        "latitude",
        "lat_dd",
        "geo_lat",
        "ylat",
        "point_y",
        "breitengrad",
        "latitud",
        "широта",
        "y",
    ),
    "coordinates": ("coords", "latlng", "latlon", "lat_lon", "lat_lng", "geo", "koordinaten"),
    "geometry": ("wkt", "geom_wkt", "wkt_geom", "the_geom", "geom"),
    "start": ("start_date", "date_start", "begin", "from", "start_time"),
    "end": ("end_date", "date_end", "to", "until", "end_time"),
    "date": (
        "event_date",
        "datetime",
        "date_of_incident",
        "incident_date",
        "acq_date",
        "timestamp",
        "timestamp_s",
        "timestamp_ms",
        "unix_timestamp",
        "unix_time",
        "epoch",
        "epoch_s",
        "epoch_ms",
        "date_ms",
        "datum",
        "fecha",
        "дата",
        "data",
    ),
    "time": ("acq_time", "event_time"),
    "year": ("iyear",),
    "month": ("imonth",),
    "day": ("iday",),
    "sources": ("source", "source_article", "references"),
    "url": ("source_url", "sourceurl", "link"),
    "country": ("country_name", "país", "pays", "країна", "страна"),
    "actor1": ("side_a",),
    "actor2": ("side_b",),
    "fatalities_best": ("fatalities", "deaths", "best"),
    "fatalities_low": ("low",),
    "fatalities_high": ("high",),
    "tags": ("keywords",),
    "reported_at": ("date_reported", "reported_date"),
}

#: Headings that count only together with another: x is a longitude only if there is a y.
_ONLY_BESIDE: Final = {"x": "y", "y": "x", "low": "best", "high": "best"}

#: Field names that are rare elsewhere: a table with a title and one of these was made for dateline.
_OWN: Final = frozenset({"when", "where"})

_FIELDS: Final = tuple(dict.fromkeys((*schema.GIVEN, *PARTS)))


def fold_heading(heading: str) -> str:
    """Return a heading in the form used for comparison.

    >>> fold_heading(" Date of Incident "), fold_heading("LAT (dd)")
    ('date_of_incident', 'lat_dd')
    """
    return re.sub(r"\W+", "_", heading.strip().casefold()).strip("_")


def is_own(headings: Iterable[str]) -> bool:
    """Return whether a table was made for dateline, so that its headings are field names."""
    names = set(headings)
    return "title" in names and bool(_OWN & names)


def choose_headings(headings: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the heading that each field is read from.

    A heading serves one field. If the settings assign it to another field, it still serves its own.

    Args:
        headings: As in the table.
        given: Field to heading, from the settings; this takes precedence.
    """
    names = list(headings)
    chosen = {name: heading for name, heading in given.items() if heading in names}
    free = {fold_heading(name): name for name in reversed(names)}
    for name in _FIELDS:
        if name in free and name not in chosen:
            chosen[name] = free.pop(name)
    free = {folded: name for folded, name in free.items() if name not in chosen.values()}
    folded = {fold_heading(name) for name in names}
    for name in _FIELDS:
        for synonym in SYNONYMS.get(name, ()) if name not in chosen else ():
            beside = _ONLY_BESIDE.get(synonym)
            if synonym in free and (beside is None or beside in folded):
                chosen[name] = free.pop(synonym)
                break
    return chosen
