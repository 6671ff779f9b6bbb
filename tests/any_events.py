"""Hypothesis strategies of events with anything in their fields, and of their placed tables."""

from __future__ import annotations

import functools
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from hypothesis import strategies as st

from dateline import schema
from dateline.gazetteer import Gazetteer
from dateline.geocoder import geocode
from dateline.normalise import normalise
from dateline.settings import Settings
from edtf_texts import texts
from mutations import TOKENS, VALUES, WORDS

#: Text with lone surrogates as well: JSON can hold them.
TEXT = WORDS | st.text(max_size=12) | st.sampled_from(TOKENS)
DEGREES = st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, 0.0, -0.0, 5e-324, 179.99999999])
POINTS = st.tuples(DEGREES, DEGREES.map(lambda lon: lon / 2))


def _box(point: tuple[float, float]) -> shapely.Polygon:
    return shapely.box(point[0], point[1], point[0] + 3, min(point[1] + 2, 90))


SHAPES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.just(shapely.Point()),
        POINTS.map(shapely.Point),
        st.tuples(POINTS, POINTS).map(shapely.LineString),
        st.lists(POINTS, min_size=1, max_size=3).map(shapely.MultiPoint),
        POINTS.map(_box),
        st.builds(lambda point, z: shapely.Point(*point, z), POINTS, DEGREES),
    ),
    lambda inner: st.lists(inner.filter(bool), max_size=3).map(shapely.GeometryCollection),
    max_leaves=4,
)
RECORDS = st.lists(
    st.dictionaries(
        st.sampled_from(
            ["title", "url", "publisher", "locator", "quote", "label", "value", "unit"]
        ),
        TEXT | VALUES,
        max_size=3,
    ),
    max_size=2,
)

EVENTS = st.fixed_dictionaries(
    {"title": TEXT},
    optional={
        "event_id": TEXT,
        "description": TEXT,
        "layer": TEXT | st.just("Ukraine/Kursk"),
        "when": texts() | TEXT,
        "status": st.sampled_from(schema.STATUS) | TEXT,
        "verification": st.sampled_from(schema.VERIFICATION),
        "event_type": st.sampled_from(schema.EVENT_TYPES),
        "actor1": TEXT,
        "tags": st.lists(TEXT, max_size=3) | TEXT,
        "sources": RECORDS,
        "figures": RECORDS,
        "media": RECORDS,
        "fatalities_best": VALUES,
        "graphic": VALUES,
        "uncertainty_m": st.floats() | st.integers(),
        "geometry": SHAPES,
        "lon": DEGREES | VALUES,
        "lat": DEGREES | VALUES,
        "where": st.sampled_from(["Sumy, Ukraine", "near Kursk", "Black Sea"]) | TEXT,
        "note of mine": VALUES,
        "geom": TEXT,
        "fid": VALUES,
        "Title": TEXT,
    },
)
#: Names of columns that mean something to GDAL, to SQLite or to JavaScript.
NAMES = [
    "", "Geometry", "OGC_FID", "wkb_geometry", "Geom", "title\0", "rowid", "bbox", "WKT", "select",
    "type", "id", "__proto__", "constructor", "x" * 1_000, "0", "LON", "İ",
]  # fmt: skip
TABLES = st.lists(
    st.one_of(
        EVENTS,
        st.builds(
            lambda event, name, value: {**event, name: value},
            EVENTS,
            # pandas refuses lone surrogates in the name of a column.
            st.sampled_from([*TOKENS, *NAMES]) | WORDS,
            VALUES,
        ),
    ),
    min_size=1,
    max_size=4,
)


@functools.cache
def opened_gazetteer() -> Gazetteer:
    return Gazetteer.open()


def table_of_any(events: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Return events as the pipeline has them before layers: typed and placed."""
    names = dict.fromkeys(name for event in events for name in event)
    raw = pd.DataFrame(
        {name: pd.Series([event.get(name) for event in events], dtype=object) for name in names}
    )
    raw["origin_file"], raw["origin_line"] = "events/any.json", range(1, len(events) + 1)
    table, _ = normalise(raw, Settings())
    placed, _ = geocode(table, Settings(), gazetteer=opened_gazetteer())
    return placed
