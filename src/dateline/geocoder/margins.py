"""How vague a written distance or bearing is. The footprints are built in ``footprint.py``."""

from __future__ import annotations

import numpy as np

from dateline.geocoder.forms import METRES, Distance


def half_angle_deg(point: str) -> float:
    """Return the half width of a heading in degrees: up to the next compass point of its fineness.

    *N* reaches to NW and NE, *NE* half-way to N and E, and so on: 45°, 22.5°, 11.25° (Wieczorek,
    Guo & Hijmans 2004, "direction precision").
    """
    return 90.0 / float(2 ** len(point))


def slack_m(distance: Distance) -> float:
    """Return the uncertainty of a written distance in metres: half a unit of its last digit.

    Trailing zeros are not significant: "20 km" means 15 to 25 km, and "0 km" less than half a
    kilometre. With "about" it is at least a quarter of the distance. For a range it is half its
    width, or three quarters with "about".
    """
    if distance.most is not None:
        half = (distance.most - distance.value) / 2 * METRES[distance.unit]
        return half * 1.5 if distance.is_approximate else half
    digits = np.format_float_positional(distance.value, trim="-")
    whole, _, decimals = digits.partition(".")
    step = -len(decimals) if decimals else len(whole) - max(1, len(whole.rstrip("0")))
    if not distance.value:
        step = 0
    slack = METRES[distance.unit] * 10.0**step / 2
    return max(slack, distance.metres / 4) if distance.is_approximate else slack
