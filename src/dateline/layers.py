"""Layers: the tree of named groups that readers can switch on and off, with a colour for each.

Nothing is drawn here, and of an event only its ``layer`` is used.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.layer_paths import ancestors, clean_path, layers_above
from dateline.limits import LAYER_DEPTH
from dateline.settings import LayerSettings, Settings

#: The colours of layers in the order of assignment, each for a light and a dark background. Any two
#: differ by a CIEDE2000 of 10 or more in full colour and under simulated protanopia, deuteranopia
#: and tritanopia (Machado et al. 2009, severity 1), and by 6 or more in CIE L*, so that they differ
#: in greyscale as well. None is a full red or a full blue, colours that stand for one side in many
#: conflicts. ``tests/unit/test_layers.py`` measures this; see ``docs/decisions/0009-colours.md``.
PALETTE: Final[tuple[tuple[str, str], ...]] = (
    ("#35675b", "#379483"),
    ("#ac7543", "#f79260"),
    ("#6a3c73", "#8f5eb7"),
    ("#d992a9", "#f8c7d9"),
    ("#751939", "#a73d54"),
    ("#1fd28e", "#a7fac8"),
    # The blues come last, because an area filled with one looks like water.
    ("#0e9ddf", "#9cc3ec"),
    ("#2a73b2", "#9098b6"),
)

#: The colours of a layer that contains only other layers.
GROUP_COLOUR: Final = ("#6f7378", "#8b9095")

#: The share of white that is mixed into a colour from the settings for a dark background.
_LIFT: Final = 0.3

#: The title for events without a layer; their path is the empty text.
UNSORTED_TITLE: Final = "Unsorted"

#: The layer for events of the layers that a page does not list.
OTHER_LAYERS: Final = "Other layers"

#: Titles that nobody gave, by path.
OWN_TITLES: Final = {"": UNSORTED_TITLE, OTHER_LAYERS: OTHER_LAYERS}

#: The codes of layers are unsigned integers of 16 bits.
_MOST_LAYERS: Final = 65_000


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the tree.

    Attributes:
        path: The names from the top, joined by ``/``; empty for events without a layer.
        title: The title that readers see.
        colour: ``#rrggbb``, for a light background.
        colour_on_dark: ``#rrggbb``, for a dark background.
        is_visible: Whether it is switched on when the page opens.
        parent: Index of the parent in the tuple of layers; -1 at the top.
        depth: Number of ancestors; 0 at the top.
        count: Number of events in the layer itself.
        total: Number of events in the layer and its descendants.
        about: What the settings say about it: ``description``, ``source``, ``as_of``, ``limits``.
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
    about: tuple[tuple[str, str], ...] = ()


def assign_layers(
    gdf: gpd.GeoDataFrame, settings: Settings
) -> tuple[gpd.GeoDataFrame, tuple[Layer, ...]]:
    """Return the events with clean layer paths, and the tree of layers they belong to.

    The tree and its colours do not depend on the order of the rows. Every event is in exactly one
    layer, so the counts of all layers add up to the number of events. The tree has at most
    ``limits.page_layers`` layers; events of the others count for the nearest layer above theirs, or
    for :data:`OTHER_LAYERS`, but keep their path.

    Args:
        gdf: Read and rewritten: ``layer``, which gets clean paths and is missing where an event has
            no layer. If the column is missing, no event has a layer.
        settings: Read: ``layers`` (order, titles, colours, visibility) and ``limits.page_layers``.
            A layer there that has no events is left out.

    Returns:
        The events, and the layers depth first, parents before children: layers of the settings in
        their order, then the others by path, then the events without a layer.
    """
    codes, texts = _distinct(gdf)
    paths = [clean_path(text) for text in texts]
    counts = _count(codes, paths)
    most = min(settings.limits.page_layers, _MOST_LAYERS)
    cleaned_paths = ((clean_path(layer.path), layer) for layer in settings.layers)
    # No event is in a layer beyond the limit, so such a layer would be left out in any case.
    wanted = {path: layer for path, layer in cleaned_paths if path.count("/") < LAYER_DEPTH}
    counts = _bounded(counts, wanted, most=most)
    order = _tree_order(counts, wanted)
    layers = _layers(order, counts, wanted)
    cleaned = np.array([path or None for path in paths] + [None], dtype=object)[codes]
    return gdf.assign(layer=pd.array(cleaned, dtype="str")), layers


def layer_codes(paths: pd.Series, layers: Sequence[Layer]) -> np.ndarray:
    """Return for each event the index of its layer in ``layers``, as int32.

    Args:
        paths: The ``layer`` column as :func:`assign_layers` returns it.
        layers: As :func:`assign_layers` returns them.

    Raises:
        KeyError: An event's layer is not among the layers.
    """
    position = {layer.path: index for index, layer in enumerate(layers)}
    codes, texts = pd.factorize(paths)
    lookup = [_listed_index(clean_path(str(text)), position) for text in texts]
    return np.array([*lookup, position.get("", -1)], dtype=np.int32)[codes]


def _listed_index(path: str, position: Mapping[str, int]) -> int:
    """Return the index of a layer, or of the one that its events count for."""
    if path in position:
        return position[path]
    above = [name for name in ancestors(path) if name in position]
    return position[above[-1] if above else OTHER_LAYERS]


def lift_colour(colour: str) -> str:
    """Return a colour mixed with white, so that it is visible on a dark background.

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
    """Return the number of events by clean path; code -1 is an event without a layer."""
    counts: dict[str, int] = {}
    tally = np.bincount(codes + 1, minlength=len(paths) + 1)
    for path, count in zip(("", *paths), tally.tolist(), strict=True):
        if count:
            counts[path] = counts.get(path, 0) + count
    return counts


def _bounded(
    counts: dict[str, int], wanted: Mapping[str, LayerSettings], *, most: int
) -> dict[str, int]:
    """Return the counts of at most ``most`` layers.

    First the layers that hold the most others are listed without them. If the layers at the top
    are still too many, those of the settings and then those with the most events are listed.
    """
    paths = layers_above(counts)
    if len(paths) <= most:
        return counts
    children: dict[str, list[str]] = {}
    for path in paths:
        children.setdefault(path.rpartition("/")[0], []).append(path)
    groups = [(-len(inner), path) for path, inner in children.items() if path]
    heapq.heapify(groups)
    folded: set[str] = set()
    while groups and len(paths) > most:
        _, group = heapq.heappop(groups)
        folded.add(group)
        stack = [group]
        while stack:
            inner = [path for path in children.get(stack.pop(), ()) if path in paths]
            paths.difference_update(inner)
            stack += inner
    totals: dict[str, int] = {}
    for path, count in counts.items():
        shown = next((above for above in ancestors(path) if above in folded), path)
        totals[shown] = totals.get(shown, 0) + count
    return totals if len(paths) <= most else _largest(totals, wanted, most=most)


def _largest(
    counts: Mapping[str, int], wanted: Mapping[str, LayerSettings], *, most: int
) -> dict[str, int]:
    """Return the counts of the first ``most`` layers, of which none is in another."""

    def key(path: str) -> tuple[bool, int, str]:
        return path not in wanted, -counts[path], path

    unsorted = {"": counts[""]} if "" in counts else {}
    ranked = sorted(counts.keys() - {"", OTHER_LAYERS}, key=key)
    listed = {path: counts[path] for path in ranked[: most - 1]}
    others = sum(counts[path] for path in counts.keys() - listed.keys() - {""})
    return {**unsorted, **listed, OTHER_LAYERS: others}


def _tree_order(counts: Mapping[str, int], wanted: Mapping[str, LayerSettings]) -> list[str]:
    rank = {path: index for index, path in enumerate(wanted)}
    paths = layers_above(counts)
    first: dict[str, int] = {}
    for path, index in rank.items():
        for above in ancestors(path):
            first[above] = min(first.get(above, index), index)

    def key(path: str) -> tuple[tuple[int, str, str], ...]:
        return tuple(
            (first.get(above, len(rank)), above.casefold(), above) for above in ancestors(path)
        )

    return [*sorted(paths, key=key), *([""] if "" in counts else [])]


def _layers(
    order: Sequence[str], counts: Mapping[str, int], wanted: Mapping[str, LayerSettings]
) -> tuple[Layer, ...]:
    position = {path: index for index, path in enumerate(order)}
    totals = dict.fromkeys(order, 0)
    for path, count in counts.items():
        for above in ancestors(path):
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
                is_visible=all(wanted[a].is_visible for a in ancestors(path) if a in wanted),
                parent=position[path.rpartition("/")[0]] if "/" in path else -1,
                depth=path.count("/"),
                count=counts.get(path, 0),
                total=totals[path],
                about=_about(wanted.get(path)),
            )
        )
    return tuple(layers)


def _about(layer: LayerSettings | None) -> tuple[tuple[str, str], ...]:
    names = ("description", "source", "as_of", "limits")
    texts = ((name, getattr(layer, name, "").strip()) for name in names)
    return tuple((name, text) for name, text in texts if text)


def _title(path: str, wanted: Mapping[str, LayerSettings]) -> str:
    if path in wanted and wanted[path].title:
        return wanted[path].title
    return path.rpartition("/")[2] or UNSORTED_TITLE


def _colour(path: str, wanted: Mapping[str, LayerSettings]) -> str:
    """Return the colour in the settings of a layer or its nearest ancestor, or an empty text."""
    chosen = [wanted[above].colour for above in ancestors(path) if above in wanted]
    return next((colour for colour in reversed(chosen) if colour), "")
