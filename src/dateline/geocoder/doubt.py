"""Doubt: which choices are too uncertain to be drawn, and which are drawn but marked.

A score is a measured probability (see ``trust.py``), so the limits here are shares of right
choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dateline.gazetteer import fold
from dateline.geocoder.candidates import PHRASES

if TYPE_CHECKING:
    from dateline.geocoder.resolve import Resolution

#: ``kind``: no place is of the kind that the name says; ``likelihood``: too improbable to be drawn;
#: ``district``: of a district only the town is known, which is drawn with much around it;
#: ``uncertain``: drawn, and marked as uncertain.
Doubt = Literal["", "kind", "likelihood", "district", "uncertain"]

#: Words for second-level regions, which are mostly called after their town.
_DISTRICT_WORDS: Final = frozenset(
    fold(word)
    for word in (
        *("district", "raion", "rayon", "rajon", "rejon", "powiat", "landkreis", "kreis", "bezirk"),
        *("arrondissement", "distrito", "distrikt", "ilcesi", "ilce", "shahrestan", "qada"),
        *("nahiya", "nahiyah", "subdistrict", "sub district", "municipality", "municipio"),
        *("municipalite", "community", "woreda", "county", "commune", "comuna", "lga", "tehsil"),
        *("local government area", "taluk", "upazila", "район", "р н", "громада", "повіт"),
        *("قضاء", "ناحيه", "مديريه", "شهرستان"),
    )
)

#: Places with a lower score are marked as uncertain.
SURE: Final = 0.8

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
    if resolution.chosen.score < least and not resolution.is_supported and not is_sole:
        return "likelihood"
    if is_district:
        return "district"
    return "uncertain" if resolution.chosen.score < SURE else ""


def _is_town_of_district(resolution: Resolution) -> bool:
    """Return whether a name says that it is a district, and only a town of that name is known."""
    return (
        resolution.is_misfit
        and resolution.kind_word in _DISTRICT_WORDS
        and resolution.chosen is not None
        and resolution.chosen.place.kind == "settlement"
    )
