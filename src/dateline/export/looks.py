"""How events look in other programs: with the colours and sizes that the page has."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from dateline.export.style_rules import UNSIZED_PX, USUAL_PX
from dateline.layers import assign_layers, layer_codes
from dateline.settings import Settings
from dateline.styles import colours_of, sizes_of

#: Radii from which simplestyle calls a marker medium and large.
_MEDIUM_PX, _LARGE_PX = 6.0, 12.0


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of events.

    Attributes:
        colours: The distinct colours, ``#rrggbb``, for a light background.
        codes: The colour of each event, as its position among them.
        scales: How many times as large as usual the mark of each event is.
    """

    colours: tuple[str, ...]
    codes: np.ndarray
    scales: np.ndarray


def looks_of(events: gpd.GeoDataFrame, settings: Settings) -> Looks:
    """Return the looks of events: by the columns of ``[style]``, or the colours of the layers.

    Args:
        events: As for :func:`export_events`.
        settings: Read: ``style`` and ``layers``.

    Raises:
        SettingsError: A column of ``[style]`` does not exist or cannot give colours or sizes.
    """
    if settings.style.colour:
        codes, entry = colours_of(events, settings.style.colour)
        colours = tuple(one["colour"] for one in entry["classes"])
    else:
        table, layers = assign_layers(events, settings)
        codes = layer_codes(table["layer"], layers)
        colours = tuple(layer.colour for layer in layers)
    scales = np.ones(len(events))
    if settings.style.size:
        sizes, sized = sizes_of(events, settings.style.size)
        if sized:
            scales = np.where(sizes > 0, sizes / 2, UNSIZED_PX) / USUAL_PX
    return Looks(colours, codes.astype(np.int64), scales)


def with_simplestyle(events: gpd.GeoDataFrame, settings: Settings) -> gpd.GeoDataFrame:
    """Return the events with columns of simplestyle-spec 1.1, which many viewers of GeoJSON read.

    They are ``marker-color``, ``stroke`` and ``fill``, and ``marker-size`` if numbers give the
    sizes: small, medium or large. Columns of these names that the events have stay as they are.
    """
    looks = looks_of(events, settings)
    colours = np.array([*looks.colours, ""], dtype=object)[looks.codes]
    columns = dict.fromkeys(("marker-color", "stroke", "fill"), colours)
    if settings.style.size:
        radii = looks.scales * USUAL_PX
        columns["marker-size"] = np.select(
            [radii < _MEDIUM_PX, radii < _LARGE_PX], ["small", "medium"], "large"
        ).astype(object)
    given = {name: values for name, values in columns.items() if name not in events}
    return events.assign(**given).astype(dict.fromkeys(given, "str"))
