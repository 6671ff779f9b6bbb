"""The script elements that bring the base map into a page, whole or in parts.

A page that stands alone has the whole. The maps of a notebook share two parts, each named by its
hash: the world, and the detail near the events (``web/src/basemap-store.js``).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.render.basemap import Zone, pick_basemap, zone_of
from dateline.render.basemap_parts import pick_detail, pick_world
from dateline.render.cells import SHOWN
from dateline.render.columns import deflate, to_base91
from dateline.settings import Worldview

#: Digits of a part's name.
_DIGITS: Final = 16

#: The zone and worldview of each detail that a map of the notebook brings.
_DETAILS: Final[dict[str, tuple[Zone, Worldview]]] = {}


@dataclass(frozen=True, eq=False)
class PageBasemap:
    """The base map of a page.

    Attributes:
        lon: Longitudes of the places that need detail, degrees.
        lat: Their latitudes.
        events: Positions (lon, lat) near which every settlement is named.
        worldview: Point of view whose borders are solid.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    events: NDArray[np.float64]
    worldview: Worldview

    @cached_property
    def whole(self) -> str:
        """The element of a page that stands alone."""
        raw = pick_basemap(self.lon, self.lat, events=self.events, worldview=self.worldview)
        return data_node("dateline-basemap", _text(raw))

    def shared(self, cell: str) -> str:
        """Return the elements of a map in a notebook: only parts that no other map there brings.

        Args:
            cell: The cell that shows the map.
        """
        brought = {}
        world, text = _world(self.worldview)
        if world not in SHOWN:
            brought[world] = text
        detail = self._shown_detail()
        if detail is None:
            zone = zone_of(self.lon, self.lat, self.events)
            text = _text(pick_detail(zone, self.worldview))
            detail = _name(text)
            _DETAILS[detail] = (zone, self.worldview)
            brought[detail] = text
        for part in brought:
            SHOWN.add(part, cell)
        for gone in [part for part in _DETAILS if part not in SHOWN]:
            del _DETAILS[gone]
        names = json.dumps({"world": world, "detail": detail})
        return data_node("dateline-basemap-parts", names, kind="application/json") + "".join(
            data_node(f"dateline-basemap-{part}", text) for part, text in brought.items()
        )

    def _shown_detail(self) -> str | None:
        """Return a detail that another map brings and that has all that this map needs."""
        for part in SHOWN:
            zone, worldview = _DETAILS.get(part, (None, None))
            if not zone or worldview != self.worldview:
                continue
            if zone.is_enough(self.lon, self.lat, self.events):
                return part
        return None


def data_node(name: str, content: str, *, kind: str = "text/plain") -> str:
    """Return a script element that contains data, not code."""
    return f'<script type="{kind}" id="{name}">{content}</script>\n'


@cache
def _world(worldview: Worldview) -> tuple[str, str]:
    """Return the name and the text of the world, which is the same for all maps."""
    text = _text(pick_world(worldview))
    return _name(text), text


def _name(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]


def _text(raw: bytes) -> str:
    return to_base91(deflate(raw))
