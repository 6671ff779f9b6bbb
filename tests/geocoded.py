"""Events for the geocoder's tests: a where text, or coordinates, to a placed row."""

from __future__ import annotations

import pandas as pd

from dateline.geocoder import geocode
from dateline.normalise import normalise
from dateline.settings import Settings


def place_events(events, *, gazetteer, settings=None):
    """Return the placed table of events given as dicts, and the findings of geocoding alone."""
    table = pd.DataFrame([{"title": "event", **event} for event in events])
    table["origin_file"], table["origin_line"] = "events.csv", range(2, len(table) + 2)
    typed, _ = normalise(table, settings or Settings())
    return geocode(typed, settings or Settings(), gazetteer=gazetteer)


def place_where(where, *, gazetteer, settings=None):
    """Return the one placed row of a where text."""
    placed, _ = place_events([{"where": where}], gazetteer=gazetteer, settings=settings)
    return placed.iloc[0]
