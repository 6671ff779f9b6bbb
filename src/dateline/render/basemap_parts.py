"""Splits a base map in two parts: the world, which is the same for every map, and the detail.

The maps of a notebook share these parts; ``web/src/basemap-decode.js`` joins them again.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from dateline.render.basemap import PAGE_LAYERS, Picked, Zone, pick, zone_of
from dateline.render.basemap_pack import Lines
from dateline.settings import Worldview


def pick_world(worldview: Worldview) -> bytes:
    """Return the coarse base map of the world, not yet compressed.

    Raises:
        OutputError: The base map is missing from the package or has another version.
    """
    return _world(worldview).packed()


def pick_detail(zone: Zone, worldview: Worldview) -> bytes:
    """Return what a zone's base map adds to the world, and which of its lines to drop.

    Raises:
        OutputError: The base map is missing from the package or has another version.
    """
    world, whole = _world(worldview), pick(zone, worldview)
    dropped: dict[str, list[int]] = {}
    added = []
    for name, before, after in zip(PAGE_LAYERS, world.lines, whole.lines, strict=True):
        old, new = _keys(before), _keys(after)
        dropped[name] = np.flatnonzero(_is_missing(old, new)).tolist()
        added.append(_taken(after, _is_missing(new, old)))
    # More detail only adds names.
    is_added = ~np.isin(whole.names, world.names)
    picked = whole._replace(lines=added, names=whole.names[is_added], zooms=whole.zooms[is_added])
    return picked.packed(dropped=dropped)


@functools.cache
def _world(worldview: Worldview) -> Picked:
    return pick(zone_of((), ()), worldview)


def _keys(lines: Lines) -> list[bytes]:
    """Return each line as bytes; equal lines are equal bytes."""
    last = np.cumsum(lines.size)
    return [
        bytes([zoom]) + lines.x[start:end].tobytes() + lines.y[start:end].tobytes()
        for zoom, start, end in zip(
            lines.zoom.tolist(), (last - lines.size).tolist(), last.tolist(), strict=True
        )
    ]


def _is_missing(keys: list[bytes], others: list[bytes]) -> NDArray[np.bool_]:
    known = set(others)
    return np.array([key not in known for key in keys], bool)


def _taken(lines: Lines, is_taken: NDArray[np.bool_]) -> Lines:
    vertices = np.repeat(is_taken, lines.size)
    return Lines(lines.x[vertices], lines.y[vertices], lines.size[is_taken], lines.zoom[is_taken])
