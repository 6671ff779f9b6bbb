"""The gazetteer: names to places, from one read-only file. It looks nothing up on a network.

Choosing among candidates, and everything about events, lives on the floors above.
"""

from __future__ import annotations

from dateline.gazetteer.fold import fold
from dateline.gazetteer.lookup import Gazetteer
from dateline.gazetteer.model import Candidate, Place, Source

__all__ = ["Candidate", "Gazetteer", "Place", "Source", "fold"]
