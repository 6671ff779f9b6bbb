"""Writers for the tests: the same events as YAML, JSON, delimited text and GeoJSON.

They are simple and independent of the package, so that reading their output proves something.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pandas as pd
import yaml
from hypothesis import strategies as st

from dateline import schema
from dateline.layer_paths import clean_path
from dateline.mapping.values import NOTHING

#: What YAML can hold: no control characters, no surrogates, no lone carriage returns.
TEXT = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Cn"),
        blacklist_characters="\u2028\u2029\x85\ufeff\ufffe\uffff",
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() == text and text.lower() not in NOTHING)

DATES = st.sampled_from(["2024", "2024-03", "2024-03-05", "2024-01/2024-02", "2023/..", "202X"])

#: One event as its writer has it: fields that every format can hold, always with a title.
EVENTS = st.fixed_dictionaries(
    {"title": TEXT},
    optional={
        "event_id": st.uuids().map(str),
        "description": TEXT,
        "layer": TEXT.map(clean_path).filter(bool),
        "actor1": TEXT,
        "when": DATES,
        "where": TEXT,
        "status": st.sampled_from(schema.STATUS),
        "verification": st.sampled_from(schema.VERIFICATION),
        "event_type": st.sampled_from(schema.EVENT_TYPES),
        "fatalities_best": st.integers(0, 10**9),
        "graphic": st.booleans(),
        "uncertainty_m": st.integers(0, 10**7).map(float),
        "tags": st.lists(TEXT, min_size=1, max_size=3, unique=True),
        "sources": st.lists(
            st.fixed_dictionaries({"title": TEXT}, optional={"locator": TEXT, "quote": TEXT}),
            min_size=1,
            max_size=2,
        ),
        "figures": st.lists(
            st.fixed_dictionaries(
                {"label": TEXT, "value": st.none() | st.integers(-(10**9), 10**9)}
            ),
            min_size=1,
            max_size=2,
        ),
    },
)


def write_yaml(events: list[dict[str, Any]]) -> bytes:
    return yaml.safe_dump(events, allow_unicode=True, sort_keys=False).encode()


def write_json(events: list[dict[str, Any]]) -> bytes:
    return json.dumps(events).encode()


def write_csv(events: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    names = list(dict.fromkeys(name for event in events for name in event))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(names)
    writer.writerows([_cell(event.get(name)) for name in names] for event in events)
    return stream.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (list, bool)) else str(value)


def write_geojson(events: list[dict[str, Any]]) -> bytes:
    features = [
        {"type": "Feature", "geometry": None, "properties": dict(event)} for event in events
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


WRITERS = {
    "yaml": write_yaml,
    "json": write_json,
    "csv": write_csv,
    "geojson": write_geojson,
}

FORMAT = {"yaml": "yaml", "json": "json", "csv": "delimited", "geojson": "json"}


def _plain_item(column: schema.Column, item: Any) -> Any:
    """Return an item of a list without missing fields, but with ``value: null`` of a figure."""
    if column.dtype == "texts":
        return item
    given = {name: part for name, part in item.items() if part is not None}
    return {**given, "value": item["value"]} if column.name == "figures" else given


def plain_event(row: Any) -> dict[str, Any]:
    """Return a row of the typed table as it was written, without derived values."""
    event = {}
    for column in schema.COLUMNS:
        if column.origin != "given" or column.name == "event_id":
            continue
        value = row[column.name]
        if column.dtype in ("texts", "records"):
            value = [_plain_item(column, item) for item in value] or None
        elif pd.isna(value):
            value = None
        if value is not None:
            event[column.name] = value.item() if hasattr(value, "item") else value
    return event
