"""Placings: the result for one ``where`` text in one context, ready for the table.

Each footprint is built once per text and choice of places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import shapely
from shapely.geometry import GeometryCollection
from shapely.geometry.base import BaseGeometry

from dateline.gazetteer import Gazetteer, Place, fold
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.doubt import UNDRAWN, Doubt, doubt_of
from dateline.geocoder.expression import ExpressionError, format_expression
from dateline.geocoder.footprint import (
    Footprint,
    FootprintBuilder,
    FootprintError,
    UnknownNameError,
)
from dateline.geocoder.forms import AnyOf, Expression, Name, Offset, PlaceId
from dateline.geocoder.overrides import RecipeError
from dateline.geocoder.reasons import PlaceReason, PlaceReasons
from dateline.geocoder.resolve import Resolution, Scored
from dateline.geocoder.wording import names_apart

#: How many runners-up are kept per name.
ALTERNATIVES: Final = 3


@dataclass(frozen=True, slots=True)
class Placing:
    """The result for one ``where`` text.

    Attributes:
        form: The parsed form; None if the text cannot be parsed.
        resolutions: The resolutions of its names, in the order written.
        footprint: The footprint; None if there is none.
        error: Why there is no footprint.
        doubts: What speaks against each of the resolutions.
    """

    form: Expression | None
    resolutions: tuple[Resolution, ...] = ()
    footprint: Footprint | None = None
    error: ExpressionError | FootprintError | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that the footprint is computed from."""
        return self.footprint.places if self.footprint else ()

    @property
    def score(self) -> float:
        """The lowest score of its names; 1 for coordinates and ids; NaN if it has no footprint."""
        if self.footprint is None:
            return math.nan
        return min((r.chosen.score for r in self.resolutions if r.chosen), default=1.0)

    @property
    def method(self) -> str:
        """One of ``schema.GEOCODE_METHOD``."""
        if self.footprint is None:
            return "none"
        if self.footprint.is_derived:
            return "expression"
        return "pinned" if any(r.is_pinned for r in self.resolutions) else "gazetteer"

    @property
    def certainty(self) -> str | None:
        """One of ``schema.PLACE_CERTAINTY``; None if it has no footprint."""
        if self.footprint is None:
            return None
        return "uncertain" if {"uncertain", "district"} & set(self.doubts) else "sure"

    @property
    def is_moved(self) -> bool:
        """Whether it is a position that may lie outside the areas of its places."""
        if self.footprint is None or not (self.footprint.is_point and self.footprint.is_derived):
            return False
        return not self.places or (isinstance(self.form, Offset) and bool(self.form.bearing))

    @property
    def reason(self) -> PlaceReasons:
        """Why these places were chosen, and how they were drawn."""
        pairs = zip(self.resolutions, self.doubts, strict=True)
        chosen = (_UNDRAWN_REASONS.get(doubt, r.reason) for r, doubt in pairs)
        notes = self.footprint.notes if self.footprint else ()
        return (*chain.from_iterable(chosen), *notes)

    @property
    def place_name(self) -> str:
        """The names of its places, or the text itself for plain coordinates.

        The names are joined by *or* if only one of the places is meant and it is not known which.
        """
        names = list(dict.fromkeys(place.name for place in self.places))
        between = " or " if isinstance(self.form, AnyOf) else "; "
        return between.join(names) or (format_expression(self.form) if self.form else "")

    def alternatives(self, finder: Finder) -> tuple[dict[str, Any], ...]:
        """Return the other candidates as records of ``schema.ALTERNATIVE_FIELDS``.

        If a name is too doubtful to be drawn, its likeliest place is one of them. Candidates of
        one name have names or kinds that differ.
        """
        found: list[dict[str, Any]] = []
        for resolution, doubt in zip(self.resolutions, self.doubts, strict=True):
            skipped = int(resolution.chosen is not None and doubt not in UNDRAWN)
            first = [resolution.chosen] if resolution.chosen else []
            ranked = [*first, *resolution.runners_up][: ALTERNATIVES + skipped]
            places = [one.place for one in ranked]
            is_alike = len({fold(place.name) for place in places}) < len(places)
            names = names_apart(places, finder) if is_alike else [place.name for place in places]
            found += map(_record, ranked[skipped:], names[skipped:])
        return tuple(found)


_UNDRAWN_REASONS: Final[dict[str, PlaceReasons]] = {
    "kind": (PlaceReason("wrong_kind"),),
    "likelihood": (PlaceReason("doubtful"),),
}


def _record(scored: Scored, name: str) -> dict[str, Any]:
    place = scored.place
    return {
        "place_id": place.place_id,
        "place_name": name,
        "kind": place.kind,
        "country": place.country,
        "lon": place.lon,
        "lat": place.lat,
        "score": round(scored.score, 3),
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """The distinct placings of a table, and the index of the placing of each row."""

    placings: list[Placing]
    codes: Ints


class Placer:
    """Builds the footprints of forms from the places that their names were resolved to.

    Args:
        finder: Looks up outlines and ids.
        least_score: The setting ``place.least_score``.
    """

    def __init__(self, finder: Finder, *, least_score: float = 0.0) -> None:
        self.finder = finder
        self._least_score = least_score
        self._footprints: dict[tuple[int, tuple[str, ...]], Footprint | FootprintError] = {}

    def place(self, form: Expression, resolutions: Iterable[Resolution], *, number: int) -> Placing:
        """Return the placing of a form, given the resolutions of its names.

        Args:
            form: The parsed form.
            resolutions: The resolutions of its names, in the order written.
            number: A number that equal forms share; used as a cache key.
        """
        chosen = tuple(resolutions)
        doubts = tuple([doubt_of(r, self._least_score) for r in chosen])
        drawn = [
            None if r.chosen is None or doubt in UNDRAWN else r.chosen.place
            for r, doubt in zip(chosen, doubts, strict=True)
        ]
        key = (number, tuple([place.place_id if place else "" for place in drawn]))
        if key not in self._footprints:
            named = zip(chosen, drawn, strict=True)
            districts = {
                r.name for r, doubt in zip(chosen, doubts, strict=True) if doubt == "district"
            }
            known = {r.name: place for r, place in named}
            self._footprints[key] = self._build(form, known, districts)
        footprint = self._footprints[key]
        if isinstance(footprint, FootprintError):
            return Placing(form, chosen, error=footprint, doubts=doubts)
        return Placing(form, chosen, footprint, doubts=doubts)

    def _build(
        self, form: Expression, known: dict[Name, Place | None], districts: set[Name]
    ) -> Footprint | FootprintError:
        def place_of(name: Name | PlaceId) -> Place:
            return self._by_id(name) if isinstance(name, PlaceId) else _by_name(known[name])

        builder = FootprintBuilder(
            place_of,
            outline_of=self._outline,
            neighbours_of=self._neighbours,
            land_within=self._land,
            districts=frozenset(districts),
        )
        try:
            return builder.footprint(form)
        except FootprintError as error:
            return error

    def _by_id(self, form: PlaceId) -> Place:
        place = self.finder.place(form.place_id)
        if place is None:
            raise FootprintError(
                f'no place has the id "{form.place_id}"',
                hint="look up the place with: dateline place NAME",
            )
        return place

    def _outline(self, place: Place) -> BaseGeometry | None:
        try:
            return self.finder.outline(place)
        except RecipeError as error:
            raise FootprintError(str(error), hint="fix the recipe in geodata/places.csv") from error

    def _neighbours(self, place: Place) -> list[BaseGeometry]:
        if place.kind != "country":
            return []
        finder = self.finder
        codes = finder.gazetteer.neighbours(place.country)
        found = [finder.country(code) for code in codes]
        outlines = [finder.outline(neighbour) for neighbour in found if neighbour]
        return [outline for outline in outlines if outline is not None]

    def _land(self, bounds: tuple[float, float, float, float]) -> BaseGeometry:
        return land_within(self.finder.gazetteer, bounds, worldview=self.finder.worldview)


def _by_name(place: Place | None) -> Place:
    if place is None:
        raise UnknownNameError("no place has that name", hint="add the place to geodata/places.csv")
    return place


_COUNTRIES: Final = (
    "SELECT wkb FROM geometry WHERE kind = 'country' AND worldview IN ('', ?) "
    "AND west <= ? AND east >= ? AND south <= ? AND north >= ?"
)


def land_within(
    gazetteer: Gazetteer, bounds: tuple[float, float, float, float], *, worldview: str
) -> BaseGeometry:
    """Return the land of all countries within a bounding box, as a collection.

    Args:
        gazetteer: Provides the outlines of countries.
        bounds: West, south, east, north in degrees; must not cross 180°.
        worldview: The worldview for disputed borders.
    """
    west, south, east, north = bounds
    rows = gazetteer.rows(_COUNTRIES, (worldview, east, west, north, south))
    shapes = shapely.from_wkb([wkb for (wkb,) in rows])
    return GeometryCollection(shapely.clip_by_rect(shapes, west, south, east, north).tolist())
