"""Which events a picture shows: those of visible layers that are in its dates and not retracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from dateline.layers import Layer, layer_codes
from dateline.render.core import day_columns
from dateline.render.time_order import time_order
from dateline.timespan import TimeSpan, certain_days
from dateline.timespan.window import is_certain, is_shown


@dataclass(frozen=True, slots=True)
class Chosen:
    """Events in the order of the table without JavaScript, from which the numbers come.

    Attributes:
        events: The shown ones.
        faint: Whether the dates of each are vague and may lie outside the shown ones.
        count: How many events there are in all.
    """

    events: gpd.GeoDataFrame
    faint: np.ndarray
    count: int


def in_order(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events in the order of time, as the page and the table have them."""
    return events.iloc[time_order(*day_columns(events), ids=events["event_id"])]


def all_events(events: gpd.GeoDataFrame) -> Chosen:
    """Return all events, whatever their dates and layers."""
    return Chosen(in_order(events), np.zeros(len(events), bool), len(events))


def chosen_events(
    events: gpd.GeoDataFrame, layers: Sequence[Layer], *, first: str, last: str
) -> Chosen:
    """Return what the page shows for some dates before a reader changes anything.

    Args:
        events: Events with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``events``.
        first: First day, month or year; empty means no limit.
        last: Last day, month or year, inclusive; empty means no limit.
    """
    ordered = in_order(events)
    visible = np.array([layer.is_visible for layer in layers], bool)
    kept = visible[layer_codes(ordered["layer"], layers)]
    kept &= ordered["record_status"].astype(object).to_numpy() != "retracted"
    faint = np.zeros(len(ordered), bool)
    if first or last:
        shown, certain = _in_window(ordered, first, last)
        kept &= shown
        faint = ~certain
    return Chosen(ordered[kept], faint[kept], len(events))


def _in_window(events: gpd.GeoDataFrame, first: str, last: str) -> tuple[np.ndarray, np.ndarray]:
    """Return which events are shown, undated ones too, and which certainly are in the days."""
    days = day_columns(events)
    widest = np.iinfo(np.int32)
    window = (
        TimeSpan.parse(first).first_day if first else widest.min,
        TimeSpan.parse(last).last_day if last else widest.max,
    )
    assert window[0] is not None and window[1] is not None  # noqa: PT018 - settings name days
    limits = (window[0], window[1])
    precision = events["date_precision"].astype(object).to_numpy()
    spans = np.isin(precision, ["interval", "open"]) & (days[0] <= days[1])
    begun, lasting = certain_days(events["when"], *days, spans=spans)
    undated = days[0] > days[1]
    return is_shown(*days, limits) | undated, is_certain(begun, lasting, limits) | undated
