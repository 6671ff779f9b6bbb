"""Geocoding: where events happened, from what was written, and how sure that is.

``geocode`` is the step; the language, the candidates, the choice and the ground each have a module
of their own. Nothing is read here but the table, the gazetteer and the project's own places.
"""

from __future__ import annotations

from dateline.geocoder.lock import format_lock, without_lock
from dateline.geocoder.table import geocode, lock

__all__ = ["format_lock", "geocode", "lock", "without_lock"]
