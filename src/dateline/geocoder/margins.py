"""How vague a written distance or bearing is; where they lead is in ``footprint.py``."""

from __future__ import annotations

from dateline.geocoder.forms import Distance


def half_angle_deg(point: str) -> float:
    """Return how far a heading may stray: to the next compass point of its own fineness.

    *N* lies between NW and NE, *NE* between N and E halved, and so on: 45°, 22.5°, 11.25°
    (Wieczorek, Guo & Hijmans 2004, "direction precision").
    """
    return 90.0 / float(2 ** len(point))


def slack_m(distance: Distance) -> float:
    """Return what the writing of a distance leaves open: half a unit of its last digit.

    Trailing zeros do not count as digits: "20 km" is 15 to 25 km. "About" leaves a quarter open.
    """
    text = f"{distance.value:f}".rstrip("0").rstrip(".") if distance.value % 1 else ""
    decimals = len(text.partition(".")[2])
    step = 10.0**-decimals
    while not decimals and distance.value % (step * 10) == 0:
        step *= 10
    slack = distance.metres / distance.value * step / 2 if distance.value else 0.0
    return max(slack, distance.metres / 4) if distance.is_approximate else slack
