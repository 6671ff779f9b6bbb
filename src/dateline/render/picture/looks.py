"""How the events of a picture look: plain values, one entry per event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from dateline.interface import Wording
from dateline.layers import OWN_TITLES, Layer, layer_codes
from dateline.map_settings import StyleSettings
from dateline.render.picture.style import MarkStyle, class_words, column_words, mark_style
from dateline.render.routes import is_directed, loose_ends
from dateline.render.shapes import KINDS, kinds_of
from dateline.styles import colours_of


@dataclass(frozen=True, slots=True)
class EventLooks:
    """What a picture needs to know of each event.

    Attributes:
        geometry: shapely geometries in degrees; ``None`` where there is none.
        kind: A word of ``KINDS`` in ``render/shapes.py``.
        lon: Degrees.
        lat: Degrees.
        radius_m: Radius of uncertainty; NaN if it is not known.
        colour: ``#rrggbb``.
        status: A word of ``dateline.schema.STATUS``, or empty.
        is_faint: Whether its dates are vague and may lie outside the shown ones.
        is_retracted: Whether the record was withdrawn.
        is_country: Whether all that is known of its place is a country.
        is_directed: Whether it is a route.
        loose: At which ends its line fades out, as ``routes.loose_ends`` returns it.
        classes: The colours in use with their titles, in the order of the page.
        colour_title: The column that gives the colours, in words; empty if the layers do.
        marks: The sizes and forms of the marks.
    """

    geometry: NDArray[np.object_]
    kind: list[str]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    radius_m: NDArray[np.float64]
    colour: list[str]
    status: list[str]
    is_faint: list[bool]
    is_retracted: list[bool]
    is_country: list[bool]
    is_directed: list[bool]
    loose: list[int]
    classes: list[tuple[str, str]]
    colour_title: str
    marks: MarkStyle


def looks_of(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    faint: NDArray[np.bool_],
    *,
    style: StyleSettings,
    words: Wording,
) -> EventLooks:
    """Return how the events look.

    Args:
        gdf: The events with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``gdf``.
        faint: Whether the dates of each are vague and may lie outside the shown ones.
        style: The columns that give colours, sizes and forms.
        words: Words for values that are not stated and for all others.

    Raises:
        SettingsError: ``style`` names a column that is missing or holds something else.
    """
    geometry = np.asarray(gdf.geometry.array, dtype=object)
    codes, known = classes_of(gdf, layers, style=style, words=words)
    return EventLooks(
        geometry=geometry,
        kind=[KINDS[code] for code in kinds_of(geometry).tolist()],
        lon=gdf["lon"].to_numpy(float),
        lat=gdf["lat"].to_numpy(float),
        radius_m=gdf["uncertainty_m"].to_numpy(dtype=float, na_value=np.nan),
        colour=[known[code][0] for code in codes.tolist()],
        status=_texts(gdf, "status"),
        is_faint=faint.tolist(),
        is_retracted=[text == "retracted" for text in _texts(gdf, "record_status")],
        is_country=[text == "country" for text in _texts(gdf, "place_precision")],
        loose=loose_ends(gdf).tolist(),
        is_directed=is_directed(gdf["where"]).tolist(),
        classes=[known[code] for code in np.unique(codes).tolist()],
        colour_title=words.say("legend.colour", column=column_words(style.colour, words))
        if style.colour
        else "",
        marks=mark_style(gdf, style, words),
    )


def classes_of(
    gdf: gpd.GeoDataFrame, layers: Sequence[Layer], *, style: StyleSettings, words: Wording
) -> tuple[NDArray[np.integer], list[tuple[str, str]]]:
    """Return the class of each event, and the colour and title of each class.

    Args:
        gdf: As for :func:`looks_of`.
        layers: As for :func:`looks_of`.
        style: As for :func:`looks_of`.
        words: As for :func:`looks_of`.

    Raises:
        SettingsError: ``style.colour`` names no column of words or numbers.
    """
    if not style.colour:
        known = [(layer.colour, _title(layer, words)) for layer in layers]
        return layer_codes(gdf["layer"], layers), known
    codes, entry = colours_of(gdf, style.colour)
    return codes, [
        (one["colour"], class_words(style.colour, one, words)) for one in entry["classes"]
    ]


def _title(layer: Layer, words: Wording) -> str:
    """Return the title of a layer, as the page says it."""
    if layer.title != OWN_TITLES.get(layer.path):
        return layer.title
    return words.say("layer.others" if layer.path else "layer.unsorted")


def _texts(gdf: gpd.GeoDataFrame, name: str) -> list[str]:
    return [str(text) for text in gdf[name].astype(object).fillna("")]
