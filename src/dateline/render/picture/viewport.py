"""The part of the world that a picture shows, in Web Mercator, the projection of the page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Pixels of the whole world at zoom 0.
_WORLD_PX: Final = 256.0

#: The latitude at which a Web Mercator map ends.
_MOST_LAT: Final = 85.05112878

#: The closest look that fits events: a few streets would say more than most reports do.
_CLOSEST: Final = 9.0

#: Free space around the events, as a share of the shorter side.
_MARGIN: Final = 0.09


class WorldBox(NamedTuple):
    """A box in the world, 0 to 1 from the north-west; its east is above 1 beyond 180°."""

    west: float
    north: float
    east: float
    south: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window onto the world.

    Attributes:
        width: Of the picture, pixels.
        height: Of the picture, pixels.
        x: The middle in the world, 0 (180° W) to 1 (180° E).
        y: The middle in the world, 0 (north) to 1 (south).
        scale: Pixels of the whole world.
    """

    width: int
    height: int
    x: float
    y: float
    scale: float

    @property
    def zoom(self) -> float:
        """The zoom level, as the page counts it."""
        return math.log2(self.scale / _WORLD_PX)

    @property
    def west(self) -> float:
        """The left edge in the world."""
        return self.x - self.width / self.scale / 2

    @property
    def north(self) -> float:
        """The upper edge in the world."""
        return self.y - self.height / self.scale / 2

    def has(self, x: float, y: float) -> bool:
        """Return whether a position in pixels is in the picture."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return pixels of positions in degrees; of the copies of the world, the nearest."""
        x, y = world(lon, lat)
        x = self.x + (x - self.x + 0.5) % 1.0 - 0.5
        return self.pixels(x, y)

    def pixels(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return pixels of positions in the world."""
        return (
            (x - self.x) * self.scale + self.width / 2,
            (y - self.y) * self.scale + self.height / 2,
        )

    def metres(self, pixels: float, lat: float) -> float:
        """Return the ground length of some pixels at a latitude, in metres."""
        around = 2 * math.pi * 6_378_137 * math.cos(math.radians(lat))
        return pixels / self.scale * around

    @property
    def lat(self) -> float:
        """The latitude of the middle, degrees."""
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * self.y))))


def world(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return positions in the world, 0 to 1 from the north-west, of degrees."""
    x = np.asarray(lon, float) / 360 + 0.5
    sine = np.sin(np.radians(np.clip(np.asarray(lat, float), -_MOST_LAT, _MOST_LAT)))
    return x, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def fitted(box: WorldBox | None, *, width: int, height: int) -> Viewport:
    """Return the frame that shows a box with room around it; without one, the world."""
    least = float(max(width, height))
    if box is None:
        return Viewport(width, height, 0.5, 0.5, least)
    margin = 2 * _MARGIN * min(width, height)
    scales = [_WORLD_PX * 2**_CLOSEST]
    for side, room in ((box.east - box.west, width), (box.south - box.north, height)):
        if side > 0:
            scales.append((room - margin) / side)
    x, y = (box.west + box.east) / 2, (box.north + box.south) / 2
    return bounded(Viewport(width, height, x, y, max(min(scales), least)))


def bounded(frame: Viewport) -> Viewport:
    """Return the frame moved so that it does not reach past the poles."""
    half = frame.height / frame.scale / 2
    y = 0.5 if half >= 0.5 else min(max(frame.y, half), 1 - half)  # noqa: PLR2004
    return Viewport(frame.width, frame.height, frame.x, y, frame.scale)


def framed(view: Mapping[str, Any], *, width: int, height: int) -> Viewport:
    """Return the frame of a view as ``map.open`` has it: a middle and a zoom, or a box."""
    least = float(max(width, height))
    if "zoom" in view:
        x, y = world(np.array([view["lon"]]), np.array([view["lat"]]))
        scale = max(_WORLD_PX * 2 ** float(view["zoom"]), least)
        return bounded(Viewport(width, height, float(x[0]), float(y[0]), scale))
    east = view["east"] + (360 if view["east"] < view["west"] else 0)
    x, y = world(np.array([view["west"], east]), np.array([view["north"], view["south"]]))
    span, tall = float(x[1] - x[0]), float(y[1] - y[0])
    scale = max(min(width / span, height / tall), least)
    return bounded(Viewport(width, height, float(x.mean()), float(y.mean()), scale))
