"""How vague a written distance or bearing is. The footprints are built in ``footprint.py``."""

from __future__ import annotations

from dateline.geocoder.forms import Distance


def half_angle_deg(point: str) -> float:
    """Return the half width of a heading in degrees: up to the next compass point of its fineness.

    *N* reaches to NW and NE, *NE* half-way to N and E, and so on: 45°, 22.5°, 11.25° (Wieczorek,
    Guo & Hijmans 2004, "direction precision").
    """
    return 90.0 / float(2 ** len(point))


def slack_m(distance: Distance) -> float:
    """Return the uncertainty of a written distance in metres: half a unit of its last digit.

    Trailing zeros are not significant: "20 km" means 15 to 25 km. With "about" it is at least a
    quarter of the distance.
    """
    text = f"{distance.value:f}".rstrip("0").rstrip(".") if distance.value % 1 else ""
    decimals = len(text.partition(".")[2])
    step = 10.0**-decimals
    while not decimals and distance.value % (step * 10) == 0:
        step *= 10
    slack = distance.metres / distance.value * step / 2 if distance.value else 0.0
    return max(slack, distance.metres / 4) if distance.is_approximate else slack
