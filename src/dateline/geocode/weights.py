"""The weights of the features, as ``bench/fit_weights.py`` fitted them."""

from __future__ import annotations

from typing import Final

LOCAL: Final = {
    "population": 1.5,
    "country": 3.0,
    "admin1": -2.0,
    "admin2": -1.0,
    "water": 2.5,
    "importance": 7.0,
    "alternate": -1.5,
    "abbreviation": -2.0,
    "stripped": -0.5,
    "misfit": -3.0,
}
COMPANY: Final = {
    "same_country": 2.0,
    "same_admin1": 2.0,
    "within_100_km": 2.0,
    "within_400_km": 2.0,
    "project": 2.0,
}
