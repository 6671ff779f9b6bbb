"""Which namesake a text means that says *along* or *bank*: the river, not the town.

The resolver chooses among the candidates of a name without knowing the form that it is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from dateline.gazetteer import Place
from dateline.gazetteer.model import WATER
from dateline.geocoder.candidates import Finder
from dateline.geocoder.forms import Along, walk
from dateline.geocoder.resolve import Resolution, Scored

#: Kinds of place that something can be along.
_LINES: Final = frozenset({"river", "canal", "line", "border", "valley"})

#: How many names are tried.
_MOST: Final = 6

#: The score of a river that was preferred because of its kind.
SCORE: Final = 0.85


def prefer_lines(
    form: object, found: Sequence[Resolution], finder: Finder
) -> tuple[Resolution, ...]:
    """Return the resolutions of the names in a form; what events are along is a river or line.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names.
        finder: Looks up candidates.
    """
    lines = {part.line for part in walk(form) if isinstance(part, Along)}
    return tuple(_line(one, finder) if one.name in lines else one for one in found)


def _line(one: Resolution, finder: Finder) -> Resolution:
    if one.is_pinned or (one.chosen and one.chosen.place.kind in _LINES | WATER):
        return one
    best = max(_named_lines(one, finder), key=lambda place: place.importance, default=None)
    if best is None:
        return one
    return replace(
        one,
        outcome="resolved",
        chosen=Scored(best, SCORE),
        margin=SCORE,
        runners_up=(*([one.chosen] if one.chosen else []), *one.runners_up[:4]),
        is_misfit=False,
        is_supported=True,
        outside=(),
        reason=f'the {best.kind} "{one.name.toponym}", because something is said to be along it',
    )


def _named_lines(one: Resolution, finder: Finder) -> Iterator[Place]:
    """Yield the rivers and other lines of a name, or that its place is named after."""
    places = [c.place for c in finder.candidates(one.name.toponym) if not c.is_stripped]
    words = dict.fromkeys([one.name.toponym, *(p.name for p in places)])
    names = [text for word in list(words)[:_MOST] for text in (word, f"{word} River")]
    finder.prepare(names)
    for name in names:
        for candidate in finder.candidates(name):
            if candidate.place.kind in _LINES and not candidate.is_stripped:
                yield candidate.place
