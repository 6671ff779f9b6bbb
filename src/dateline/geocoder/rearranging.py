"""Names with commas that are not enclosed in that order: *Texas, Houston* and *Lagos, Kano*.

Bulletins write the larger place first, or list towns without a word between the last two. A text
is read so only if no place of the first name lies in what follows it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dateline.geocoder.candidates import Finder
from dateline.geocoder.enclosing import fit
from dateline.geocoder.forms import Expression, Name, Near, Offset, Several
from dateline.geocoder.region_codes import split_code
from dateline.geocoder.resolve import fitting_candidates

#: The places of a list are at least so important, as towns of some size are.
LEAST_WEIGHT: Final = 0.55

#: Kinds of place that can be listed, each only with its like.
_LISTED: Final = frozenset({"settlement", "admin1", "country"})


def rearranged(form: Expression, finder: Finder) -> Expression:
    """Return a form with its enclosing places after what they enclose, or its towns as a list.

    Args:
        form: A parsed ``where`` text.
        finder: Looks up candidates.
    """
    if isinstance(form, Near | Offset) and isinstance(form.of, Name):
        return replace(form, of=_turned(form.of, finder) or form.of)
    if isinstance(form, Name):
        return _coded(form, finder) or _turned(form, finder) or _listed(form, finder) or form
    return form


def _coded(name: Name, finder: Finder) -> Name | None:
    """Return a name with the abbreviation of its region behind it: "Sydney NSW"."""
    split = split_code(name.toponym)
    if split is None or finder.candidates(name.toponym):
        return None
    coded = Name(split[0], (split[1], *name.within))
    fits = fit(finder.candidates(split[0]), coded.within, finder)
    return coded if max(fits, default=0.0) == 1 else None


def is_held(name: Name, finder: Finder) -> bool:
    """Return whether the most important place of a name lies in what encloses it."""
    named = [c for c in finder.candidates(name.toponym) if not c.is_stripped]
    best = max(named, key=lambda one: one.place.importance, default=None)
    return best is None or fit([best], name.within, finder) == [1.0]


def _turned(name: Name, finder: Finder) -> Name | None:
    """Return a name with the smallest place first, if its largest place is written first."""
    if not name.within or fitting_candidates(name, finder):
        return None
    toponym, *within = reversed((name.toponym, *name.within))
    fits = fit(finder.candidates(toponym), within, finder)
    return Name(toponym, tuple(within)) if max(fits, default=0.0) == 1 else None


def _listed(name: Name, finder: Finder) -> Several | None:
    """Return the places of a list with commas alone; all are important and of one kind."""
    if not name.within or fitting_candidates(name, finder):
        return None
    words = (name.toponym, *name.within)
    if min(map(finder.weight, words)) < LEAST_WEIGHT:
        return None
    kinds = {_kind(word, finder) for word in words}
    return Several(tuple(map(Name, words))) if len(kinds) == 1 and kinds <= _LISTED else None


def _kind(word: str, finder: Finder) -> str:
    """Return the kind of the most important place of a name."""
    named = [c.place for c in finder.candidates(word) if not c.is_stripped]
    return max(named, key=lambda place: place.importance).kind if named else ""
