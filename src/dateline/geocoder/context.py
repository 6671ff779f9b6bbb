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
    """Which members stand close together: each pair both ways, with a weight from 0 to 1.

    Attributes:
        member: Index of a member.
        other: Index of one beside it, never of the same toponym.
        weight: 1 side by side.
    """

    member: Ints
    other: Ints
    weight: Floats


def no_links() -> Links:
    """Return the links of a context in which no members are close to each other."""
    nobody = np.zeros(0, dtype=np.int64)
    return Links(nobody, nobody, np.zeros(0))


class Said(NamedTuple):
    """Areas that a text names: countries (ISO 3166-1 alpha-2) and regions (GeoNames codes)."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


NOTHING_SAID: Final = Said()


@dataclass(frozen=True, slots=True)
class Context:
    """Toponyms that stand together.

    Attributes:
        members: The toponyms, each once.
        counts: How often each stands in the context.
        links: Which stand close together.
        said: Areas that the text names in so many words.
        followed: For each member, the names of the areas said right after it, as "Texas" after
            "Paris"; empty for none.
        dialects: Countries that the text seems to be written in, with how surely.
    """

    members: tuple[Name, ...]
    counts: Floats
    links: Links = field(default_factory=no_links)
    said: Said = NOTHING_SAID
    followed: tuple[str, ...] = ()
    dialects: Mapping[str, float] = field(default_factory=dict)


def context_of(names: Sequence[Name]) -> Context:
    """Return a context of toponyms that stand together once each."""
    return Context(tuple(names), np.ones(len(names)))


def said_areas(text: str, names: Sequence[Name], finder: Finder) -> Said:
    """Return the countries and regions that a text names, of those where candidates lie."""
    plain = f" {_NOT_WORD.sub(' ', text)} "
    finder.prepare(name.toponym for name in names)
    places = [c.place for name in names for c in finder.candidates(name.toponym)]
    countries = {place.country for place in places} - {""}
    regions = {place.admin1 for place in places} - {""}
    return Said(
        frozenset(code for code in countries if _stands(finder.countries.get(code), plain)),
        frozenset(code for code in regions if _stands(finder.regions.get(code), plain)),
    )


def _stands(name: str | None, plain: str) -> bool:
    return name is not None and f" {_NOT_WORD.sub(' ', name).strip()} " in plain
