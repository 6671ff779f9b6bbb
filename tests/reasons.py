"""What the reasons for a place say in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.geocoder.reasons import PlaceReasons, format_codes, format_values
from dateline.interface import say_reason


def said(reasons: PlaceReasons) -> str:
    """Return the sentence for the reasons of a resolution; empty if there are none."""
    return say_reason(format_codes(reasons), format_values(reasons)) if reasons else ""


def reason_of(row: Mapping[str, Any]) -> str:
    """Return the sentence for the reasons of a row of a geocoded table."""
    codes, values = row["geocode_reason"], row["geocode_reason_values"]
    return say_reason(codes, values if isinstance(values, str) else None)
