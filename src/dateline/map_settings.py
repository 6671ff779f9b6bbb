"""The settings of the map: where it looks when it opens, which days it shows, and its tiles."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from dateline import checks
from dateline.errors import SettingsError
from dateline.interface import languages
from dateline.one_line import clipped

#: The keys of ``map.open``: the middle of the view, or the box that it shows.
_MIDDLE: Final = ("lon", "lat", "zoom")
_BOX: Final = ("west", "south", "east", "north")

#: What each key may be. Web Mercator ends at 85 degrees.
_RANGES: Final = {
    **dict.fromkeys(("lon", "west", "east"), (-180.0, 180.0)),
    **dict.fromkeys(("lat", "south", "north"), (-85.0, 85.0)),
    "zoom": (0.0, 17.0),
}

_OPEN_FORM: Final = (
    "the name of a place, or a table of lon, lat (-85 to 85) and zoom (0 to 17), or of west, "
    "south, east and north"
)
_DAY_FORM: Final = 'a year, month or day such as "2024", "2024-03" or "2024-03-05"'


def replace_surrogates(settings: Any) -> None:
    """Replace lone surrogates, which no output can hold, by U+FFFD in all texts of settings."""
    for each in fields(settings):
        value = getattr(settings, each.name)
        if isinstance(value, str) and not value.isascii():
            object.__setattr__(settings, each.name, re.sub("[\ud800-\udfff]", "\ufffd", value))


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What the page shows.

    Attributes:
        open: Where the map looks when it opens: a place, such as ``"Kursk Oblast"`` or anything
            else that ``where`` may be; ``{ lon = 36.2, lat = 50, zoom = 9 }``; or a box in degrees:
            ``{ west = 22, south = 44, east = 40, north = 52 }``. A box crosses 180° if its west is
            greater than its east. If it is not set, most of the precise events are shown.
        first_day: First day, month or year that the page shows when it opens, such as
            ``2024-03``; empty means no limit.
        last_day: Last day, month or year that the page shows when it opens; empty means no limit.
        tiles: URL template of online tiles, if you want them; empty means the offline base map.
        tiles_attribution: Required with ``tiles``; plain text.
        facets: Columns of your events that readers can filter by, at most 12, in addition to what
            every page has: status, verification, type, place, date, actors, tags, country, source
            and confidence. A column with too many different values is left out.
        languages: The languages of the page's own words that readers can choose from, such as
            ``["uk", "en"]``; it opens in the first. If it is empty, readers can choose from all,
            and the page opens in that of your texts, or in English if there are no words for it.

    Raises:
        SettingsError: There are tiles without an attribution, or the first day is after the last.
    """

    open: Mapping[str, float] | str = field(default_factory=dict)
    first_day: str = ""
    last_day: str = ""
    tiles: str = ""
    tiles_attribution: str = ""
    facets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def view(self) -> Mapping[str, float]:
        """The middle or the box of ``open``; empty if it is not set, or still a name."""
        return {} if isinstance(self.open, str) else self.open

    def __post_init__(self) -> None:
        """Refuse tiles whose source would not be named; replace lone surrogates."""
        replace_surrogates(self)
        # Of equal lengths, days in this form sort as text; a year contains its months and days.
        shorter = min(len(self.first_day), len(self.last_day))
        if self.first_day[:shorter] > self.last_day[:shorter]:
            raise SettingsError(
                f'setting "map.from" is "{self.first_day}" and "map.to" is "{self.last_day}", '
                "expected days in this order",
                hint="swap map.from and map.to",
            )
        if self.tiles.strip() and not self.tiles_attribution.strip():
            raise SettingsError(
                f'setting "map.tiles" is "{clipped(self.tiles)}" and "map.tiles_attribution" is '
                "empty, expected the name of whom the tiles are from",
                hint='write tiles_attribution under [map], such as "© OpenStreetMap contributors"',
            )


@dataclass(frozen=True, slots=True)
class StyleSettings:
    """How events look on the page.

    Attributes:
        colour: Column that gives the events their colours, with words or numbers, such as
            ``event_type``; empty colours them by layer.
        size: Column of numbers of 0 or more, such as ``fatalities_best``: the area of a mark is
            proportional to its number; empty gives all marks the same size.
        symbol: Column that gives the marks their forms, such as ``event_type``: the seven most
            frequent words have one each. Status is then shown by how the form is filled. Empty
            shows status by form.
        simplestyle: Whether GeoJSON files have the properties of simplestyle (``marker-color``,
            ``stroke``, ``fill``, ``marker-size``), with the colours of the page.
        qml: Whether FlatGeobuf and GeoJSON files have a style for QGIS next to them, such as
            ``events.qml``. A GeoPackage always has its style inside.
    """

    colour: str = ""
    size: str = ""
    symbol: str = ""
    simplestyle: bool = False
    qml: bool = False

    def __post_init__(self) -> None:
        """Replace lone surrogates."""
        replace_surrogates(self)


def check_open(value: object) -> dict[str, float] | str:
    """Return the value if it says where a map looks, or names a place, else raise."""
    if isinstance(value, str) and value.strip():
        return checks.text(value)
    return check_view(value)


def check_view(value: object) -> dict[str, float]:
    """Return the value if it is a middle with a zoom, or a box, else raise."""
    if not isinstance(value, dict) or set(value) not in (set(_MIDDLE), set(_BOX)):
        raise TypeError(_OPEN_FORM)
    keys = _MIDDLE if "zoom" in value else _BOX
    if not all(_is_in_range(key, value[key]) for key in keys):
        raise TypeError(_OPEN_FORM)
    if "south" in value and value["south"] >= value["north"]:
        raise TypeError(f"{_OPEN_FORM}, south below north")
    if "west" in value and value["west"] == value["east"]:
        raise TypeError(f"{_OPEN_FORM}, west and east apart")
    return {key: float(value[key]) for key in keys}


def _is_in_range(key: str, number: object) -> bool:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    least, most = _RANGES[key]
    return math.isfinite(number) and least <= number <= most


def check_day(value: object) -> str:
    """Return the value if it is a year, month or day, or nothing, else raise."""
    written = str(value) if type(value) in (int, date) else checks.text(value)
    if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}){0,2})?", written, re.ASCII):
        raise TypeError(_DAY_FORM)
    try:
        date.fromisoformat((written + "-01-01")[:10] if written else "2000-01-01")
    except ValueError:
        raise TypeError(_DAY_FORM) from None
    return written


def check_languages(value: object) -> tuple[str, ...]:
    """Return the value if it is a list of languages that the page can speak, else raise."""
    tags = tuple(dict.fromkeys(checks.texts(value)))
    if not set(tags) <= set(languages()):
        raise TypeError(f"a list of {', '.join(languages())}")
    return tags


#: The checks of the settings by name.
MAP_CHECKS: Final[dict[str, checks.Check]] = {
    "open": check_open,
    "first_day": check_day,
    "last_day": check_day,
    "tiles": checks.text,
    "tiles_attribution": checks.text,
    "facets": checks.facets,
    "languages": check_languages,
}
