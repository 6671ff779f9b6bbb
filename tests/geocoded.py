"""Events for the geocoder's tests: from a where text or coordinates to a geocoded row."""

from __future__ import annotations

import pandas as pd

from dateline.geocoder import geocode
from dateline.normalise import normalise
from dateline.settings import Settings


def place_events(events, *, gazetteer, settings=None):
    """Return the geocoded table of events given as dicts, and the findings of geocoding only."""
    table = pd.DataFrame([{"title": "event", **event} for event in events])
    table["origin_file"], table["origin_line"] = "events.csv", range(2, len(table) + 2)
    typed, _ = normalise(table, settings or Settings())
    return geocode(typed, settings or Settings(), gazetteer=gazetteer)


def place_where(where, *, gazetteer, settings=None):
    """Return the geocoded row of a where text."""
    placed, _ = place_events([{"where": where}], gazetteer=gazetteer, settings=settings)
    return placed.iloc[0]
