"""Doubt: which choices are too uncertain to be drawn, and which are drawn but marked.

A score is a measured probability (see ``trust.py``), so the limits here are shares of right
choices.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from dateline.gazetteer import fold
from dateline.geocoder.areas import said_words
from dateline.geocoder.candidates import PHRASES
from dateline.geodesy import LonLat, distance_m

if TYPE_CHECKING:
    from dateline.geocoder.resolve import Resolution

#: ``kind``: no place is of the kind that the name says; ``likelihood``: too improbable to be drawn;
#: ``district``: of a district only the town is known, which is drawn with much around it;
#: ``uncertain``: drawn, and marked as uncertain.
Doubt = Literal["", "kind", "likelihood", "district", "uncertain"]


@cache
def _district_words() -> frozenset[str]:
    return frozenset(map(fold, said_words("districts")))


#: Places with a lower score are marked as uncertain.
SURE: Final = 0.8

#: A town with a third of the inhabitants is as likely to be in the news where it is known, which no
#: score says; below this score it hardly bears the name.
_EQUAL: Final = 3
_LEAST_OF_EQUAL: Final = 0.05

_REGIONS: Final = frozenset({"admin1", "admin2"})

#: Doubts with which a place is not drawn.
UNDRAWN: Final = frozenset({"kind", "likelihood"})


def doubt_of(resolution: Resolution, least: float) -> Doubt:
    """Return what speaks against drawing a choice; empty if nothing does.

    Args:
        resolution: A resolution; without a chosen place there is nothing to doubt.
        least: The least score of a place that is drawn although nothing said supports it.
    """
    if resolution.chosen is None or resolution.is_pinned:
        return ""
    is_district = _is_town_of_district(resolution)
    if resolution.is_misfit and resolution.kind_word not in PHRASES and not is_district:
        return "kind"
    is_sole = is_district and not resolution.runners_up
    is_doubtful = resolution.chosen.score < least and not resolution.is_supported and not is_sole
    if is_doubtful and _around_it(resolution) < least:
        return "likelihood"
    if is_district:
        return "district"
    return "uncertain" if resolution.chosen.score < SURE or _has_equal(resolution) else ""


def _has_equal(resolution: Resolution) -> bool:
    """Return whether nothing that is said chooses between towns of about the same size."""
    assert resolution.chosen is not None
    here = resolution.chosen.place
    if resolution.is_supported or here.kind != "settlement":
        return False
    return any(
        one.place.kind == "settlement"
        and one.score >= _LEAST_OF_EQUAL
        and one.place.population * _EQUAL >= here.population
        for one in resolution.runners_up
    )


def _is_town_of_district(resolution: Resolution) -> bool:
    """Return whether a name says that it is a district, and only a town of that name is known."""
    return (
        resolution.is_misfit
        and resolution.kind_word in _district_words()
        and resolution.chosen is not None
        and resolution.chosen.place.kind == "settlement"
    )


def _around_it(resolution: Resolution) -> float:
    """Return the score of a choice and of the regions of its name around it.

    A city and its province are too far apart to be one spot, but neither leads a reader astray.
    """
    assert resolution.chosen is not None
    here = resolution.chosen.place
    around = [one for one in resolution.runners_up if one.place.kind in _REGIONS]
    metres = [
        distance_m(LonLat(here.lon, here.lat), LonLat(one.place.lon, one.place.lat))
        for one in around
    ]
    scores = [
        one.score for one, m in zip(around, metres, strict=True) if m <= one.place.uncertainty_m
    ]
    return resolution.chosen.score + sum(scores)
