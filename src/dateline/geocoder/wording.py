"""Names of places that a reader can distinguish, and the reasons for a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dateline.compass import nearest_compass_point
from dateline.gazetteer import Candidate, Place, fold
from dateline.geocoder.candidates import Finder
from dateline.geocoder.clue_features import CLUES
from dateline.geocoder.clues import Clue
from dateline.geocoder.enclosing import fit
from dateline.geocoder.forms import Name
from dateline.geocoder.reasons import PlaceReason, PlaceReasons, ReasonValue
from dateline.geodesy import LonLat, bearing_deg, distance_m


def full_name(place: Place, finder: Finder) -> str:
    """Return the English name of a place with its country and, for a settlement, its region."""
    region = finder.regions.get(place.admin1) if place.kind == "settlement" else None
    country = finder.countries.get(place.country)
    words = [place.name, region, country]
    return ", ".join(dict.fromkeys(word for word in words if word))


def told_apart(places: Sequence[Place], finder: Finder) -> list[str]:
    """Return a text for each place that no other place of the list has.

    It is the full name, if need be with the region, then the kind, then how far the place lies
    from the first one of its name.
    """
    return _told_apart(places, finder, by=(_with_region, _with_kind, _with_distance))


def names_apart(places: Sequence[Place], finder: Finder) -> list[str]:
    """Return a name for each place that no other place of the list and of its kind has.

    It has no words of a language: it is the full name, if need be with the region or the position.
    """
    names = [""] * len(places)
    for kind in {place.kind for place in places}:
        same = [index for index, place in enumerate(places) if place.kind == kind]
        told = _told_apart(
            [places[index] for index in same], finder, by=(_with_region, _with_position, _with_id)
        )
        for index, name in zip(same, told, strict=True):
            names[index] = name
    return names


def _told_apart(places: Sequence[Place], finder: Finder, *, by: Sequence[_Tell]) -> list[str]:
    texts = [full_name(place, finder) for place in places]
    for tell in by:
        for same in _alike(texts):
            first = places[same[0]]
            told = [tell(texts[index], places[index], first, finder) for index in same]
            if len(set(told)) > 1:
                for index, text in zip(same, told, strict=True):
                    texts[index] = text
    return texts


def _alike(texts: Sequence[str]) -> list[list[int]]:
    """Return the indices of equal texts, for each text that occurs more than once."""
    by_text: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        by_text.setdefault(fold(text), []).append(index)
    return [same for same in by_text.values() if len(same) > 1]


_Tell = Callable[[str, Place, Place, Finder], str]


def _with_region(text: str, place: Place, _: Place, finder: Finder) -> str:
    region = finder.regions.get(place.admin1)
    if not region or region in text.split(", ") or place.kind == "admin1":
        return text
    return f"{place.name}, {region}{text.removeprefix(place.name)}"


def _with_kind(text: str, place: Place, _: Place, __: Finder) -> str:
    kind = _KINDS.get(place.kind, place.kind)
    return f"{place.name} ({kind}){text.removeprefix(place.name)}"


def _with_distance(text: str, place: Place, first: Place, _: Finder) -> str:
    if place is first:
        return text
    start, end = LonLat(first.lon, first.lat), LonLat(place.lon, place.lat)
    metres = distance_m(start, end)
    if metres < _BESIDE_M:
        return f"{text} ({place.place_id})"
    point = nearest_compass_point(bearing_deg(start, end))
    side = "-".join(_SIDES[letter] for letter in point)
    return f"{text}, {metres / 1_000:,.0f} km further {side}"


def _with_position(text: str, place: Place, _: Place, __: Finder) -> str:
    return f"{text} ({place.lat:.2f}, {place.lon:.2f})"


def _with_id(text: str, place: Place, _: Place, __: Finder) -> str:
    return f"{text} ({place.place_id})"


#: Places of one name are hardly told apart by a distance smaller than this.
_BESIDE_M: Final = 1_000.0

_SIDES: Final = {"N": "north", "E": "east", "S": "south", "W": "west"}


def settling_text(name: Name, place: Place, finder: Finder) -> str:
    """Return an unambiguous text for ``place``: the name with the shortest sufficient addition."""
    candidates = finder.candidates(name.toponym)
    country = finder.countries.get(place.country)
    region = finder.regions.get(place.admin1)
    tries = [(country,), (place.kind,), (region,), (region, country), (region, place.kind)]
    for within in tries:
        words = tuple(word for word in within if word)
        if len(words) < len(within) or name.toponym in words:
            continue
        fits = fit(candidates, words, finder)
        meant = [c.place.place_id for c, share in zip(candidates, fits, strict=True) if share == 1]
        if meant == [place.place_id]:
            return ", ".join((name.toponym, *words))
    return place.place_id


#: The features behind each reason; the reason whose features add up to most is the one given.
REASONS: Final[dict[str, tuple[str, ...]]] = {
    "said": ("inside", "outside", "dialect", *CLUES),
    "context": (
        "country_share",
        "region_share",
        "district_share",
        "country_log",
        "region_log",
        "capital_share",
        "country_named",
        "district_named",
        "district_perhaps",
        "within_100_km_share",
        "within_400_km_share",
        "within_100_km_log",
        "any_within_100_km_log",
        "beside_country",
        "beside_region",
        "beside_within_100_km",
    ),
    "project": ("project",),
    "kind": ("misfit", "kind_said", "other_kind"),
    "town": ("shadowed", "seat_name"),
    "name": (
        "official_name",
        "alternate_name",
        "other_script",
        "alternate_alike",
        "alternate_country",
        "short_name",
        "code_of_town",
    ),
}


def why(
    name: Name,
    best: Place,
    other: Place | None,
    *,
    reason: str = "people",
    clue: Clue | None = None,
    finder: Finder,
) -> PlaceReasons:
    """Return the reasons for a choice.

    Args:
        name: The toponym with its enclosing places.
        best: The place that was chosen.
        other: The next place; None if no other place is worth mentioning.
        reason: The strongest reason: a key of :data:`REASONS`, or ``people``. Used only if there
            is another place.
        clue: What is said that supports the choice; None if nothing is.
        finder: Looks up the names of countries and regions.
    """
    chosen = [Candidate(best, 0, "")]
    inside = [w for w in name.within if finder.candidates(w) and fit(chosen, (w,), finder) == [1.0]]
    within = (", ".join(inside),) if inside else ()
    if other is None:
        is_sole = bool(name.within) or len(finder.candidates(name.toponym)) == 1
        code = ("sole_in" if inside else "sole") if is_sole else "likeliest"
        values = (name.toponym, *within)
        said = PlaceReason(f"{code}_said", *values, clue.source, clue.words) if clue else None
        return (said or PlaceReason(code, *values),)
    start = (PlaceReason("in", *within),) if inside else ()
    first, *telling = _distinguished(other, best, finder)
    if clue:
        return (*start, PlaceReason("over_said", first, clue.source, clue.words, *telling))
    code, *why = _CAUSES.get(reason) or _importance(best, other)
    return (*start, PlaceReason(code, first, *why, *telling))


def _distinguished(
    other: Place, best: Place, finder: Finder
) -> tuple[str, *tuple[ReasonValue | None, ...]]:
    """Return the full name of a place, and what else tells it apart from a place of that name.

    This is its kind, or if both have the same, its distance in metres and its bearing in degrees.
    Places of one name and kind that lie within a kilometre are told apart by the id.
    """
    text, first = full_name(other, finder), full_name(best, finder)
    if fold(text) == fold(first):
        text = _with_region(text, other, best, finder)
        first = _with_region(first, best, best, finder)
    if fold(other.name) == fold(best.name) and other.kind != best.kind:
        return (text, other.kind)
    if fold(text) != fold(first):
        return (text,)
    start, end = LonLat(best.lon, best.lat), LonLat(other.lon, other.lat)
    metres = distance_m(start, end)
    if metres < _BESIDE_M:
        return (f"{text} ({other.place_id})",)
    return (text, None, round(metres), round(bearing_deg(start, end)))


#: Kinds that readers know by another word.
_KINDS: Final = {"admin1": "region", "admin2": "district", "settlement": "town"}


#: The codes of the reasons that need no value.
_CAUSES: Final = {
    "said": ("over_region",),
    "context": ("over_context",),
    "project": ("over_project",),
    "kind": ("over_kind",),
    "town": ("over_town",),
    "name": ("over_name",),
}


def _importance(place: Place, other: Place) -> tuple[str, *tuple[ReasonValue, ...]]:
    """Return what makes a place more important than another: its population, its fame, its kind."""
    if place.population > other.population:
        if place.population >= 1_000_000:  # noqa: PLR2004 - a million
            return ("over_millions", round(place.population / 1_000_000, 1))
        return ("over_people", place.population)
    if place.importance > other.importance:
        return ("over_known", place.kind)
    return ("over_usual", place.kind) if place.kind != other.kind else ("over_name",)
