"""Geocoding: find where events happened from what was written, and how certain that is.

``geocode`` runs the whole step. The ``where`` language, the candidates, the choice among them and
the footprints each have their own module. The only inputs are the table, the gazetteer and the
project's own places.

The public names are loaded on first use, so that code that only resolves names does not import
pandas and shapely.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.geocoder.lock import format_lock, without_lock
    from dateline.geocoder.table import geocode

_MODULE_BY_NAME = {"format_lock": "lock", "geocode": "table", "without_lock": "lock"}

__all__ = ["format_lock", "geocode", "without_lock"]


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _MODULE_BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"dateline.geocoder.{_MODULE_BY_NAME[name]}"), name)
    globals()[name] = value
    return value
