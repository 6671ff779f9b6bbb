"""Documents: resolve the toponyms of a running text with the help of the text around them.

The toponyms must be marked already. Finding toponyms in a text is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from dateline.gazetteer import fold
from dateline.geocoder.candidates import Finder
from dateline.geocoder.clues import clues_in, merged_clues
from dateline.geocoder.context import Context, Links, no_links
from dateline.geocoder.definitions import definition_clues
from dateline.geocoder.dialect import dialects
from dateline.geocoder.forms import Name
from dateline.geocoder.kinds_said import kinds_said
from dateline.geocoder.resolve import Resolution, resolve
from dateline.geocoder.stand_ins import with_stand_ins

#: Closeness decays as exp(-distance / this many characters), about a sentence or two.
CLOSE_CHARACTERS: Final = 200.0

#: Links with a smaller weight are dropped.
_WEAKEST: Final = 0.05

# Text right after a toponym that may name its enclosing place: ", Texas", "(Texas", ", D.C.".
_AFTER: Final = re.compile(
    r"\s{0,2}[,(]\s*([A-Z][\w.'’-]*(?:\s+(?:of\s+|the\s+)?[A-Z][\w.'’-]*){0,3})"
)
_AREAS: Final = frozenset({"country", "admin1", "admin2"})
_TOWN: Final = frozenset({"settlement"})


class Mention(NamedTuple):
    """A toponym in a text: the words as written and their character offsets, ``end`` exclusive."""

    text: str
    start: int
    end: int


def resolve_document(mentions: Sequence[Mention], text: str, finder: Finder) -> list[Resolution]:
    """Return the resolution of each mention, in the order given.

    A toponym has one meaning per text unless the text itself distinguishes two ("Paris, Texas").

    Args:
        mentions: All toponyms of the text; each is context for the others.
        text: The text that contains them.
        finder: Looks up candidates.
    """
    context, codes = read_document(mentions, text, finder)
    found = with_stand_ins(context, resolve(context, finder), finder)
    return [found[code] for code in codes]


def read_document(
    mentions: Sequence[Mention], text: str, finder: Finder
) -> tuple[Context, list[int]]:
    """Return the context that the mentions form, and for each mention the index of its member."""
    areas = _areas_after(mentions, text, finder)
    kinds = _kinds(mentions, text)
    members: dict[tuple[str, str, frozenset[str]], int] = {}
    senses = zip(_senses(mentions, areas), kinds, strict=True)
    codes = [members.setdefault((*sense, kind), len(members)) for sense, kind in senses]
    first = [codes.index(member) for member in range(len(members))]
    names = tuple(Name(mentions[index].text) for index in first)
    spans: list[list[tuple[int, int]]] = [[] for _ in names]
    for mention, code in zip(mentions, codes, strict=True):
        spans[code].append((mention.start, mention.end))
    said = finder.areas.read([text])[0]
    context = Context(
        members=names,
        counts=np.bincount(codes, minlength=len(members)).astype(np.float64),
        links=_links(mentions, codes, [key for key, *_ in members]),
        followed=tuple(area for _, area, _ in members),
        kinds=tuple(kind for *_, kind in members),
        clues=tuple(
            merged_clues(
                [
                    *clues_in(name.toponym, text, said, spans=own),
                    *definition_clues(
                        name.toponym, text, said, spans=own, source="text", finder=finder
                    ),
                ]
            )
            for name, own in zip(names, spans, strict=True)
        ),
        dialects=dialects(text),
    )
    return context, codes


def _areas_after(mentions: Sequence[Mention], text: str, finder: Finder) -> list[str]:
    """Return the area named right after each mention; an empty text if there is none."""
    said = [_AFTER.match(text, mention.end) for mention in mentions]
    tries = [_heads(match.group(1)) if match else [] for match in said]
    finder.prepare(head for heads in tries for head in heads)
    return [next((head for head in heads if _is_area(head, finder)), "") for heads in tries]


def _heads(words: str) -> list[str]:
    """Return the words and ever shorter beginnings of them, with and without a full stop."""
    parts = words.split()
    heads = [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return [form for head in heads for form in dict.fromkeys((head, head.rstrip(".")))]


def _is_area(name: str, finder: Finder) -> bool:
    candidates = finder.candidates(name)
    return any(c.place.kind in _AREAS and not c.is_stripped for c in candidates)


def _senses(mentions: Sequence[Mention], areas: Sequence[str]) -> list[tuple[str, str]]:
    """Return the folded name and the area of each mention.

    If only one area is ever named after a toponym, it applies to all mentions of that toponym.
    """
    known: dict[str, set[str]] = {}
    keys = [fold(mention.text) for mention in mentions]
    for key, area in zip(keys, areas, strict=True):
        known.setdefault(key, set()).update({area} - {""})
    return [
        (key, area or (next(iter(known[key])) if len(known[key]) == 1 else ""))
        for key, area in zip(keys, areas, strict=True)
    ]


def _kinds(mentions: Sequence[Mention], text: str) -> list[frozenset[str]]:
    """Return the kinds that the text says beside each mention.

    "The City of Norfolk" says the kind of Norfolk everywhere in the text, unless another kind is
    said too; "Jackson County" says nothing about Jackson.
    """
    said = [kinds_said(text, mention.start, mention.end) for mention in mentions]
    keys = [fold(mention.text) for mention in mentions]
    known: dict[str, set[frozenset[str]]] = {}
    for key, kinds in zip(keys, said, strict=True):
        known.setdefault(key, set()).update({kinds} - {frozenset()})
    towns = {key for key, kinds in known.items() if kinds == {_TOWN}}
    return [_TOWN if key in towns else kinds for key, kinds in zip(keys, said, strict=True)]


def _links(mentions: Sequence[Mention], codes: Sequence[int], keys: Sequence[str]) -> Links:
    """Return how close the members are, by their closest mentions; it decays with distance."""
    if not mentions:
        return no_links()
    starts = np.array([mention.start for mention in mentions], dtype=np.float64)
    closeness = np.exp(-np.abs(starts[:, None] - starts) / CLOSE_CHARACTERS)
    matrix = np.zeros((len(keys), len(keys)))
    rows = np.array(codes)
    np.maximum.at(matrix, (rows[:, None], rows[None, :]), closeness)
    same = np.array(keys)
    matrix[same[:, None] == same] = 0.0
    member, other = np.nonzero(matrix >= _WEAKEST)
    return Links(member, other, matrix[member, other])
