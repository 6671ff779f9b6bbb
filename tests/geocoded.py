"""Events for the geocoder's tests: from a where text or coordinates to a geocoded row."""

from __future__ import annotations

import numpy as np
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


def codes(findings):
    """Return the codes of findings, in their order."""
    return [finding.code for finding in findings]


def settlements(gazetteer):
    """Return the row id, longitude and latitude of every packaged settlement; shape (count, 3)."""
    statement = "SELECT id, lon, lat FROM place WHERE kind = 'settlement' ORDER BY id"
    return np.array(list(gazetteer.rows(statement)))
