"""A context: the toponyms that one text, source or layer names, and the areas that it mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.forms import Name
from dateline.geodesy import Floats

_NOT_WORD: Final = re.compile(r"\W+")


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


class Said(NamedTuple):
    """Areas that a text names: countries (ISO 3166-1 alpha-2) and regions (GeoNames codes)."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Context:
    """Toponyms that occur together in one text, layer or source.

    Attributes:
        members: The toponyms, each once.
        counts: How often each member occurs in the context.
        links: Which members occur close together.
        said: Areas that the text mentions by name.
        followed: For each member the area named right after it, as "Texas" in "Paris, Texas"; an
            empty text if there is none. May be empty for all.
        dialects: Countries whose English the text seems to be written in, with a weight from 0 to
            1.
    """

    members: tuple[Name, ...]
    counts: Floats
    links: Links = field(default_factory=no_links)
    said: Said = NOTHING_SAID
    followed: tuple[str, ...] = ()
    dialects: Mapping[str, float] = field(default_factory=dict)


def context_of(names: Sequence[Name]) -> Context:
    """Return a context in which each of these toponyms occurs once."""
    return Context(tuple(names), np.ones(len(names)))


def said_areas(text: str, names: Sequence[Name], finder: Finder) -> Said:
    """Return the countries and regions of the candidates of ``names`` that a text mentions."""
    plain = f" {_NOT_WORD.sub(' ', text)} "
    finder.prepare(name.toponym for name in names)
    places = [c.place for name in names for c in finder.candidates(name.toponym)]
    countries = {place.country for place in places} - {""}
    regions = {place.admin1 for place in places} - {""}
    return Said(
        frozenset(code for code in countries if _occurs(finder.countries.get(code), plain)),
        frozenset(code for code in regions if _occurs(finder.regions.get(code), plain)),
    )


def _occurs(name: str | None, plain: str) -> bool:
    return name is not None and f" {_NOT_WORD.sub(' ', name).strip()} " in plain
