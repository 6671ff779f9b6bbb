"""A context: the toponyms that one text, source or layer names, and the areas that it mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dateline.geocoder.candidates import Ints
from dateline.geocoder.clues import Clues
from dateline.geocoder.forms import Name
from dateline.geodesy import Floats


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of members that occur close together, with a weight; each pair is listed both ways.

    Attributes:
        member: Index of one member.
        other: Index of the other member, which never has the same toponym.
        weight: Closeness, 0 to 1; 1 means adjacent.
    """

    member: Ints
    other: Ints
    weight: Floats


def no_links() -> Links:
    """Return the links of a context in which no members are close to each other."""
    none = np.zeros(0, dtype=np.int64)
    return Links(none, none, np.zeros(0))


@dataclass(frozen=True, slots=True)
class Context:
    """Toponyms that occur together in one text, layer or source.

    Attributes:
        members: The toponyms, each once, or once for each set of clues.
        counts: How often each member occurs in the context.
        links: Which members occur close together.
        clues: For each member the areas that are said with it; may be empty for all.
        followed: For each member the area named right after it, as "Texas" in "Paris, Texas"; an
            empty text if there is none. May be empty for all.
        kinds: For each member the kinds of place that the text says beside it, as in "Lagos state";
            may be empty for all.
        dialects: Countries whose English the text seems to be written in, with a weight from 0 to
            1.
    """

    members: tuple[Name, ...]
    counts: Floats
    links: Links = field(default_factory=no_links)
    clues: tuple[Clues, ...] = ()
    followed: tuple[str, ...] = ()
    kinds: tuple[frozenset[str], ...] = ()
    dialects: Mapping[str, float] = field(default_factory=dict)


def context_of(names: Sequence[Name]) -> Context:
    """Return a context in which each of these toponyms occurs once."""
    return Context(tuple(names), np.ones(len(names)))
