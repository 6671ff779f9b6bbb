"""The place at which a map opens or a story looks: resolved offline, as events are."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Final

import pandas as pd
import shapely

from dateline.errors import DatelineError, SettingsError
from dateline.gazetteer import Gazetteer
from dateline.geocoder import geocode
from dateline.normalise import normalise
from dateline.one_line import clipped
from dateline.settings import Settings

#: Around a point at least this much is shown, in metres: a town and its surroundings.
_LEAST_AROUND_M: Final = 8_000

_METRES_PER_DEGREE: Final = 111_320
_MOST_LAT: Final = 85.0
_HALF_WORLD: Final = 180.0


def with_opening(settings: Settings, gazetteer: Gazetteer) -> Settings:
    """Return the settings with the box of the place that ``map.open`` names; others unchanged.

    The name may be anything that ``where`` may be. The box is in degrees and holds the outline of
    the place, or 8 km around its point, or as far as its uncertainty.

    Raises:
        SettingsError: No place has that name, several may be meant, or the choice is doubtful.
    """
    name = settings.map.open
    if not isinstance(name, str) or not name.strip():
        return settings
    try:
        box = box_around(sure_place(name, settings, gazetteer))
    except DoubtfulPlaceError as error:
        raise SettingsError(
            f'setting "map.open" is "{clipped(name)}": {error.message}', hint=error.hint
        ) from None
    return dataclasses.replace(settings, map=dataclasses.replace(settings.map, open=box))


class DoubtfulPlaceError(DatelineError):
    """Raised if a name means no place, or several, or if the choice is doubtful."""


def sure_place(name: str, settings: Settings, gazetteer: Gazetteer) -> pd.Series[Any]:
    """Return the place of that name as a geocoded event, with a geometry in OGC:CRS84.

    Args:
        name: Anything that ``where`` may be.
        settings: Read: ``place`` and ``root``.
        gazetteer: Where names are looked up.

    Raises:
        DoubtfulPlaceError: No place has that name, several may be meant, or the choice is doubtful.
    """
    raw = pd.DataFrame({"title": [name], "where": [name]})
    placed, found = geocode(normalise(raw, settings)[0], settings, gazetteer=gazetteer)
    event: pd.Series[Any] = placed.iloc[0]
    if event.geometry is None or event.geometry.is_empty or event["place_certainty"] != "sure":
        told = next((each for each in found if each.code.startswith("place-")), None)
        raise DoubtfulPlaceError(
            told.message if told else "it is not sure which place that is",
            hint=(told.hint if told else "")
            or "write the region or country after the name, or lon, lat and zoom",
        )
    return event


def box_around(event: pd.Series[Any]) -> dict[str, float]:
    """Return west, south, east and north of what the place of an event covers, in degrees.

    Around a point it is 8 km, or as far as its uncertainty. West is greater than east if the box
    crosses 180°.
    """
    west, south, east, north = _bounds(event.geometry)
    if event.geometry.geom_type == "Point":
        known = event["uncertainty_m"]
        around = max(_LEAST_AROUND_M, 0 if pd.isna(known) else known) / _METRES_PER_DEGREE
        aside = around / max(0.05, math.cos(math.radians(south)))
        west, south, east, north = west - aside, south - around, east + aside, north + around
    return {
        "west": _wrapped(west),
        "south": max(-_MOST_LAT, south),
        "east": _wrapped(east),
        "north": min(_MOST_LAT, north),
    }


def _bounds(shape: Any) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a shape; west is greater if it crosses 180°."""
    west, south, east, north = shape.bounds
    parts = [part.bounds for part in shapely.get_parts(shape)]
    if west == -_HALF_WORLD and east == _HALF_WORLD and len(parts) > 1:
        # A country on both sides of 180°: the box begins with its parts in the east.
        beyond = [part for part in parts if part[2] < 0]
        before = [part for part in parts if part[0] > 0]
        if len(beyond) + len(before) == len(parts):
            west, east = min(part[0] for part in before), max(part[2] for part in beyond)
    return west, south, east, north


def _wrapped(lon: float) -> float:
    return (lon + _HALF_WORLD) % 360 - _HALF_WORLD if abs(lon) > _HALF_WORLD else lon
