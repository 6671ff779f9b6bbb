"""Definitions: sentences that say where a place is, "X is a village in Y County, 5 km from Z".

The areas that such a sentence names are clues, and so are the areas in which the towns lie that it
names as neighbours. Its words are in ``said.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from dateline.gazetteer import Place, fold
from dateline.geocoder.areas import RUN, Said, SaidArea, holds, said_words
from dateline.geocoder.clues import DEFINED, NEAR, SAID, STOP, Clue, implied

if TYPE_CHECKING:
    from dateline.geocoder.candidates import Finder

#: A definition ends this many characters after the name.
_LONGEST: Final = 400
#: Neighbours are looked for up to this many characters after the name: in the next sentences too.
_AROUND: Final = 600
#: How many neighbours are looked up, and how many bearers of a neighbour's name may be meant.
_MOST_NEIGHBOURS: Final = 6
_MOST_BEARERS: Final = 4
#: Shorter names of neighbours are words by chance too often.
_LEAST: Final = 4

_LEVELS: Final = ("admin1", "admin2")


def definition_clues(
    toponym: str,
    text: str,
    said: Sequence[Said],
    *,
    spans: Sequence[tuple[int, int]],
    source: str,
    finder: Finder,
) -> Iterator[Clue]:
    """Yield the clues that definitions of a toponym in a text give.

    Args:
        toponym: The toponym.
        text: The text.
        said: The areas that the text names.
        spans: Where the toponym stands in the text.
        source: What the text is.
        finder: Looks up the neighbours.
    """
    own = fold(toponym)
    for start, end in _definitions(text, spans):
        inside = [one for one in said if start <= one.start < end and fold(one.words) != own]
        inside = [one for one in inside if not _is_after_country(one, inside, text)]
        inside = list(_around(inside, text, start))
        agreed = _agreed(inside)
        if not agreed:
            continue
        areas = implied(agreed)
        for area in sorted(areas):
            words = next(
                one.words for one in inside if any(holds(area.code, a.code) for a in one.areas)
            )
            yield Clue(area, frozenset({SAID, DEFINED}), source, words)
        names = list(_names(text, (start, start + _AROUND), said, own=own))
        finder.prepare(names)
        for name in names:
            for area in _areas_of(name, areas, finder):
                yield Clue(area, frozenset({NEAR}), source, name)
        return


def _around(inside: Sequence[Said], text: str, start: int) -> Iterator[Said]:
    """Yield the areas that a definition puts the place in: not "near X", and not "that X attacked".

    An area of which only a comma or *in* separates it from the one before shares its lot, as in
    "40 km from Belgorod Oblast, Russia".
    """
    is_in, is_first = True, True
    for one in sorted(inside, key=lambda each: each.start):
        between = _LETTERS.findall(text[start : one.start].casefold())
        if not said_words("clauses").isdisjoint(between):
            return
        if is_first or not (said_words("containing") | said_words("joining")).issuperset(between):
            links = [*_links(between)]
            is_in = links[-1] if links else is_in
        if is_in:
            yield one
        start, is_first = one.end, False


def _links(words: Sequence[str]) -> Iterator[bool]:
    """Yield for each word that leads to an area whether it puts the place in it."""
    leaving = said_words("leaving")
    for before, word in zip(["", *words], words, strict=False):
        if word in said_words("containing") or word in leaving:
            yield word not in leaving
        elif word in said_words("joining"):
            yield before not in leaving


def _is_after_country(one: Said, inside: Sequence[Said], text: str) -> bool:
    """Return whether words follow a country and a comma: a new thought, as in "China, Kyiv says".

    A definition goes from small areas to large ones, or joins them with a preposition.
    """
    return any(
        all(area.level == "country" for area in other.areas)
        and text[other.end : one.start].strip() == ","
        for other in inside
    )


def _agreed(inside: Sequence[Said]) -> set[SaidArea]:
    """Return the areas that the words of a definition agree on.

    Each area counts as often as it, or an area around it, is named: of the Thomas Counties the one
    in Georgia, if Georgia is named. Of others that are named as often the largest count, because
    the names of districts are towns, people and words elsewhere.
    """
    support = {
        area: sum(any(holds(around.code, area.code) for around in one.areas) for one in inside)
        for area in {area for one in inside for area in one.areas}
    }
    best = [area for area, count in support.items() if count == max(support.values())]
    largest = min((area.code.count(".") for area in best), default=0)
    return {area for area in best if area.code.count(".") == largest}


def _definitions(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the rest of each sentence that says what and where the toponym before it is."""
    pattern = _pattern()
    for _, after in spans:
        found = pattern.match(text, after)
        if found and said_words("negations").isdisjoint(_LETTERS.findall(found["what"].casefold())):
            # Without a bound, many definitions in one text would take the square of its length.
            most = min(len(text), after + _LONGEST)
            stop = STOP.search(text, found.end(), most)
            end = stop.start() if stop else most
            yield found.end(), end


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of what stands between a name and the area that it lies in."""
    verbs, articles, nouns, plain = (
        "|".join(map(re.escape, sorted(said_words(name)))) for name in _WORDS
    )
    aside = r"(?:\s*\([^()]{0,200}\)|\s*\[[^\]]{0,80}\]|,[^,.;\n]{1,80},){0,2}"
    verb = rf"\s*(?:(?:{verbs})(?!\w)|[—–-](?=\s[\u0400-\u052f]))"
    first = rf"\s+(?:(?:{articles})(?!\w)[^.;\n]{{0,80}}?\s|(?:[\w-]+\s+)?)"
    what = rf"{verb}{first}(?:{nouns})|\s*(?:{plain})"
    return re.compile(rf"{aside}(?P<what>{what})(?!\w)")


_WORDS: Final = ("copulas", "articles", "defining", "locating")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def _names(text: str, span: tuple[int, int], said: Sequence[Said], *, own: str) -> Iterator[str]:
    """Yield the capitalised words in a part of a text that name neither the place nor an area."""
    start, end = span
    count = 0
    for run in RUN.finditer(text, start, min(end, len(text))):
        if any(one.start < run.end() and run.start() < one.end for one in said):
            continue
        name = run.group().rstrip(".-'’")
        if len(name) >= _LEAST and fold(name) != own:
            count += 1
            yield name
        if count == _MOST_NEIGHBOURS:
            return


def _areas_of(name: str, around: Iterable[SaidArea], finder: Finder) -> Iterator[SaidArea]:
    """Yield the regions and districts of the settlements that a neighbour's name may mean.

    Only those in the areas that the definition names.
    """
    codes = {area.code for area in around if area.level != "admin2"}
    finest = max(code.count(".") for code in codes)
    codes = {code for code in codes if code.count(".") == finest}
    places = [
        c.place
        for c in finder.candidates(name)
        if c.rank <= 1 and c.place.kind == "settlement" and _is_in(c.place, codes)
    ]
    if len(places) <= _MOST_BEARERS:
        for place in places:
            for level in _LEVELS:
                code = getattr(place, level)
                if code:
                    yield SaidArea(level, code)


def _is_in(place: Place, codes: set[str]) -> bool:
    return place.country in codes or place.admin1 in codes
