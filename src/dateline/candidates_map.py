"""The page that ``dateline place --map`` writes: chosen places and the other candidates."""

from __future__ import annotations

import dataclasses
from typing import Final

import geopandas as gpd
import pandas as pd

from dateline.dataset import to_python
from dateline.geocoder import geocode
from dateline.interface import say_reason
from dateline.layers import assign_layers
from dateline.normalise import normalise
from dateline.render import render_page
from dateline.settings import Settings

_CANDIDATES_NOTE: Final = "“Occurred” marks the chosen place; “forecast” marks the others."


def map_candidates(places: gpd.GeoDataFrame, settings: Settings) -> bytes:
    """Return a page that shows the place chosen for each expression, and the other candidates.

    Each expression is a layer. The chosen place is an event of status *occurred*; the others are
    events of status *forecast* with the tag *alternative*.

    Args:
        places: As :func:`place_expressions` returns them.
        settings: The settings that they were found with.
    """
    chosen = places.copy()
    chosen["layer"] = _as_layers(chosen["where"])
    chosen["status"] = "occurred"
    named = chosen[["place_name", "place_kind", "country"]]
    chosen["title"] = [_titled(*words) for words in named.itertuples(index=False)]
    chosen["title"] = chosen["title"].where(chosen["geometry"].notna(), chosen["where"])
    reasons = chosen[["geocode_reason", "geocode_reason_values"]].astype(object)
    reasons = reasons.where(reasons.notna(), None)
    chosen["description"] = pd.Series(
        [say_reason(*reason) if reason[0] else None for reason in reasons.itertuples(index=False)],
        index=chosen.index,
        dtype="str",
    )
    runners_up = to_python(chosen["geocode_alternatives"])
    others = [
        {
            "title": _titled(other["place_name"], other["kind"], other["country"]),
            "where": other["place_id"],
            "layer": layer,
            "status": "forecast",
            "tags": "alternative",
            "description": f"Score {other['score']:.2f}",
        }
        for layer, found in zip(chosen["layer"], runners_up, strict=True)
        for other in found
    ]
    tables = [chosen]
    if others:
        tables.append(geocode(normalise(pd.DataFrame(others), settings)[0], settings)[0])
    together = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=chosen.crs)
    together["event_id"] = [f"place-{number}" for number in range(1, len(together) + 1)]
    heading = f"Places: {', '.join(chosen['where'])[:200]}"
    titled = dataclasses.replace(
        settings, title=heading, description=_CANDIDATES_NOTE, note="", layers=()
    )
    styled, groups = assign_layers(together, titled)
    return render_page(styled, groups, titled, diagnostics=[])


def _titled(name: object, *rest: object) -> str:
    details = ", ".join(word for word in rest if isinstance(word, str) and word)
    return f"{name} ({details})" if details else str(name)


def _as_layers(expressions: pd.Series[str]) -> pd.Series[str]:
    """Return the expressions as layer names, without slashes, which separate layers."""
    return expressions.str.replace("/", "∕")
