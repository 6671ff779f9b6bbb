"""The gazetteer: look up places by name in one read-only file. It never uses the network.

Choosing among candidates is the geocoder's job, and so is everything about events.
"""

from __future__ import annotations

from dateline.gazetteer.fold import fold
from dateline.gazetteer.lookup import Gazetteer
from dateline.gazetteer.model import Candidate, Place, Source

__all__ = ["Candidate", "Gazetteer", "Place", "Source", "fold"]
