"""Connects dateline's resolver to the scorer of the toponym corpora.

``evaluate.py`` calls ``make_resolver()`` and ``candidates(text)``. Run it with
``make bench-geocode``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

from dateline.gazetteer import Gazetteer, Place
from dateline.geocoder.candidates import Finder
from dateline.geocoder.document import Mention, resolve_document
from dateline.geocoder.overrides import OwnPlaces

Answer = tuple[float, float, int | None] | None


@functools.cache
def finder() -> Finder:
    """Return a finder for the packaged gazetteer, without a project's own places."""
    return Finder(Gazetteer.open(), OwnPlaces())


def make_resolver() -> Callable[[Sequence[tuple[str, int, int]], str], list[Answer]]:
    """Return a function that maps each mention of a text to (lat, lon, GeoNames id) or None."""

    def resolve(mentions: Sequence[tuple[str, int, int]], text: str) -> list[Answer]:
        found = resolve_document([Mention(*mention) for mention in mentions], text, finder())
        return [_answer(one.chosen.place) if one.chosen else None for one in found]

    return resolve


def most_populous(mentions: Sequence[tuple[str, int, int]], _text: str) -> list[Answer]:
    """Return the most populous candidate of each mention, as a baseline."""
    lists = [finder().candidates(name) for name, *_ in mentions]
    return [
        _answer(max(found, key=lambda c: (c.place.population, c.place.importance)).place)
        if found
        else None
        for found in lists
    ]


def candidates(text: str) -> Iterable[tuple[float, float, int | None]]:
    """Yield (lat, lon, GeoNames id) of each place that a toponym may mean."""
    for candidate in finder().candidates(text):
        yield _answer(candidate.place)


def _answer(place: Place) -> tuple[float, float, int | None]:
    source, _, number = place.place_id.partition(":")
    return place.lat, place.lon, int(number) if source == "geonames" else None
