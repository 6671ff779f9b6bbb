"""Doubt: which choices are too uncertain to be drawn, and which are drawn but marked.

A score is a measured probability (see ``trust.py``), so the limits here are shares of right
choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dateline.geocoder.candidates import PHRASES

if TYPE_CHECKING:
    from dateline.geocoder.resolve import Resolution

#: ``kind``: no place is of the kind that the name says; ``likelihood``: too improbable to be drawn;
#: ``uncertain``: drawn, and marked as uncertain.
Doubt = Literal["", "kind", "likelihood", "uncertain"]

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
    if resolution.is_misfit and resolution.kind_word not in PHRASES:
        return "kind"
    if resolution.chosen.score < least and not resolution.is_supported:
        return "likelihood"
    return "uncertain" if resolution.chosen.score < SURE else ""
