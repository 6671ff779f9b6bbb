"""Layers: the tree of named groups that the reader can switch, with a colour for each.

Drawing is not done here, and neither is anything that depends on a single event but its layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.schema import clean_path
from dateline.settings import LayerSettings, Settings

#: Colours of the layers in the order they are given out: on a light ground, on a dark one. Any two
#: differ by a CIEDE2000 of 10 or more in full colour and under simulated protanopia, deuteranopia
#: and tritanopia (Machado et al. 2009, severity 1), and by 6 or more in CIE L* so that they part in
#: greyscale as well. None is a full red or a full blue, so that no party is cast as one. Measured
#: in ``tests/unit/test_layers.py``; see ``docs/decisions/0009-colours.md``.
PALETTE: Final[tuple[tuple[str, str], ...]] = (
    ("#35675b", "#379483"),
    ("#ac7543", "#f79260"),
    ("#6a3c73", "#8f5eb7"),
    ("#d992a9", "#f8c7d9"),
    ("#751939", "#a73d54"),
    ("#1fd28e", "#a7fac8"),
    # The blues come last: an area that is tinted with one looks like water.
    ("#0e9ddf", "#9cc3ec"),
    ("#2a73b2", "#9098b6"),
)

#: The colours of a layer that only holds other layers.
GROUP_COLOUR: Final = ("#6f7378", "#8b9095")

#: How far a colour that the project chose is mixed with white for a dark ground.
_LIFT: Final = 0.3

#: What the reader sees for events that name no layer; their path is the empty text.
UNSORTED_TITLE: Final = "Unsorted"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the tree.

    Attributes:
        path: Its names from the top, joined by ``/``; empty for the events that name no layer.
        title: What the reader sees.
        colour: ``#rrggbb``, on a light ground.
        colour_on_dark: The same on a dark ground.
        is_visible: Whether it is switched on when the page opens.
        parent: Position of the layer that holds it in the tuple of layers; -1 at the top.
        depth: How many layers hold it; 0 at the top.
        count: Events of this layer itself.
        total: Events of this layer and all that it holds.
    """

    path: str
    title: str
    colour: str
    colour_on_dark: str
    is_visible: bool
    parent: int
    depth: int
    count: int
    total: int


def assign_layers(
    gdf: gpd.GeoDataFrame, settings: Settings
) -> tuple[gpd.GeoDataFrame, tuple[Layer, ...]]:
    """Return the events with clean layer paths, and the tree of layers they belong to.

    Neither the tree nor its colours depend on the order of the rows. Every event is in exactly one
    layer, so the ``count`` of all layers add up to the number of events.

    Args:
        gdf: Reads ``layer`` (a missing column counts as all missing); rewrites it with clean paths,
            missing where an event names no layer.
        settings: Reads ``layers``: order, titles, colours, visibility. A layer that is named there
            but has no events is left out.

    Returns:
        The events, and the layers depth first: each layer before those it holds; named layers in
        the order of the settings, then by path; events without a layer last.
    """
    codes, texts = _distinct(gdf)
    paths = [clean_path(text) for text in texts]
    counts = _count(codes, paths)
    wanted = {clean_path(layer.path): layer for layer in settings.layers}
    order = _tree_order(counts, wanted)
    layers = _layers(order, counts, wanted)
    cleaned = np.array([path or None for path in paths] + [None], dtype=object)[codes]
    return gdf.assign(layer=pd.array(cleaned, dtype="str")), layers


def layer_codes(paths: pd.Series, layers: Sequence[Layer]) -> np.ndarray:
    """Return for each event the position of its layer in ``layers``, as int32.

    Args:
        paths: The ``layer`` column as :func:`assign_layers` returns it.
        layers: As :func:`assign_layers` returns them.

    Raises:
        KeyError: An event is in none of the layers.
    """
    position = {layer.path: index for index, layer in enumerate(layers)}
    codes, texts = pd.factorize(paths)
    lookup = [position[clean_path(str(text))] for text in texts]
    return np.array([*lookup, position.get("", -1)], dtype=np.int32)[codes]


def lift_colour(colour: str) -> str:
    """Return a colour mixed with white, so that it shows on a dark ground.

    >>> lift_colour("#000000")
    '#4c4c4c'
    """
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{int(value + (255 - value) * _LIFT):02x}" for value in channels)


def _distinct(gdf: gpd.GeoDataFrame) -> tuple[np.ndarray, list[str]]:
    if "layer" not in gdf.columns:
        return np.full(len(gdf), -1), []
    codes, texts = pd.factorize(gdf["layer"])
    return codes, [str(text) for text in texts]


def _count(codes: np.ndarray, paths: Sequence[str]) -> dict[str, int]:
    """Return the number of events by clean path; -1 codes are events without a layer."""
    counts: dict[str, int] = {}
    tally = np.bincount(codes + 1, minlength=len(paths) + 1)
    for path, count in zip(("", *paths), tally.tolist(), strict=True):
        if count:
            counts[path] = counts.get(path, 0) + count
    return counts


def _ancestors(path: str) -> Iterable[str]:
    """Yield the paths that hold ``path``, from the top, ``path`` itself last."""
    names = path.split("/")
    return ("/".join(names[: depth + 1]) for depth in range(len(names)))


def _tree_order(counts: Mapping[str, int], wanted: Mapping[str, LayerSettings]) -> list[str]:
    rank = {path: index for index, path in enumerate(wanted)}
    paths = {above for path in counts if path for above in _ancestors(path)}
    first: dict[str, int] = {}
    for path, index in rank.items():
        for above in _ancestors(path):
            first[above] = min(first.get(above, index), index)

    def key(path: str) -> tuple[tuple[int, str, str], ...]:
        return tuple(
            (first.get(above, len(rank)), above.casefold(), above) for above in _ancestors(path)
        )

    return [*sorted(paths, key=key), *([""] if "" in counts else [])]


def _layers(
    order: Sequence[str], counts: Mapping[str, int], wanted: Mapping[str, LayerSettings]
) -> tuple[Layer, ...]:
    position = {path: index for index, path in enumerate(order)}
    totals = dict.fromkeys(order, 0)
    for path, count in counts.items():
        for above in _ancestors(path):
            totals[above] += count
    layers: list[Layer] = []
    given = 0
    for path in order:
        chosen = _colour(path, wanted)
        colours = (chosen, lift_colour(chosen)) if chosen else GROUP_COLOUR
        if not chosen and path in counts:
            colours, given = PALETTE[given % len(PALETTE)], given + 1
        layers.append(
            Layer(
                path=path,
                title=_title(path, wanted),
                colour=colours[0],
                colour_on_dark=colours[1],
                is_visible=all(wanted[a].is_visible for a in _ancestors(path) if a in wanted),
                parent=position[path.rpartition("/")[0]] if "/" in path else -1,
                depth=path.count("/"),
                count=counts.get(path, 0),
                total=totals[path],
            )
        )
    return tuple(layers)


def _title(path: str, wanted: Mapping[str, LayerSettings]) -> str:
    if path in wanted and wanted[path].title:
        return wanted[path].title
    return path.rpartition("/")[2] or UNSORTED_TITLE


def _colour(path: str, wanted: Mapping[str, LayerSettings]) -> str:
    """Return the colour chosen for a layer or the nearest one that holds it, or empty text."""
    chosen = [wanted[above].colour for above in _ancestors(path) if above in wanted]
    return next((colour for colour in reversed(chosen) if colour), "")
