"""Contexts: which toponyms of a table occur together, and what each of them means.

The events of one layer form one context. Each distinct ``where`` text is parsed once, and each
toponym is resolved once per context, however many events there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.dataset import as_lists, first_record
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.clues import Clues, merged_clues
from dateline.geocoder.context import Context, Links
from dateline.geocoder.evidence import companion_clues, layer_clues, read_evidence
from dateline.geocoder.expression import ExpressionError, parse_expression
from dateline.geocoder.features import Subject
from dateline.geocoder.forms import Expression, Name
from dateline.geocoder.rearranging import is_held, rearranged
from dateline.geocoder.resolve import Resolution, resolve
from dateline.geocoder.stand_ins import with_stand_ins
from dateline.grids import CoordinatesError
from dateline.progress import Advance, unwatched

#: A source that names more places than this is treated as a publisher, not as one text.
LARGEST_SOURCE: Final = 40

#: Weight of the link between two places that share only a small layer.
SAME_LAYER: Final = 0.5

#: Separators after which the beginning of a text may be a name of its own.
_CUTS: Final = (",", ";")


@dataclass(frozen=True, slots=True)
class WhereTexts:
    """The distinct ``where`` texts of a table and the text of each row.

    Attributes:
        texts: The distinct texts, in the order of their first row.
        codes: Index of the text of each row; -1 if it has none.
        forms: The parsed form of each text, or the error if it cannot be parsed.
    """

    texts: list[str]
    codes: Ints
    forms: list[Expression | ExpressionError]


def read_texts(column: pd.Series, finder: Finder) -> WhereTexts:
    """Return the distinct texts of a ``where`` column, each parsed once."""
    codes, found = pd.factorize(column)
    texts = [str(text) for text in found]
    finder.prepare({piece for text in texts for piece in _pieces(text)})
    return WhereTexts(texts, codes.astype(np.int64), [_read(text, finder) for text in texts])


def _pieces(text: str) -> Iterator[str]:
    """Yield the names that the parser is likely to look up, so that one batch fetches them all."""
    yield " ".join(text.split())
    for cut in _CUTS:
        if cut in text:
            yield " ".join(text.partition(cut)[0].split())


def _read(text: str, finder: Finder) -> Expression | ExpressionError:
    try:
        form = parse_expression(
            text,
            is_name=finder.is_name,
            weight=finder.weight,
            holds=lambda name: is_held(name, finder),
        )
        return rearranged(form, finder)
    except ExpressionError as error:
        return error
    except CoordinatesError as error:
        return ExpressionError(error.message, hint=error.hint, column=1)


def names_in(form: object) -> Iterator[Name]:
    """Yield the names in a form, in the order written."""
    if isinstance(form, Name):
        yield form
    elif isinstance(form, tuple):
        for part in form:
            yield from names_in(part)
    elif is_dataclass(form) and not isinstance(form, type):
        for part in fields(form):
            yield from names_in(getattr(form, part.name))


class Sense(NamedTuple):
    """A name and the areas that an event says with it."""

    name: Name
    clues: Clues = ()


@dataclass(slots=True)
class Contexts:
    """The resolutions of a table.

    Attributes:
        codes: Index of the context of each row.
        cases: Index of the case of each row, a text with what the event says beside it; -1 if the
            row has no text.
        texts: The text of each case.
        senses: The senses of the names in each case.
        found: The resolution of each sense, one dict per context.
    """

    codes: Ints
    cases: Ints
    texts: list[int]
    senses: list[tuple[Sense, ...]]
    found: list[dict[Sense, Resolution]] = field(default_factory=list)

    def resolutions(self, context: int, case: int) -> list[Resolution]:
        """Return the resolutions of the names of a case in a context, in the order written."""
        return [self.found[context][sense] for sense in self.senses[case]]


def resolve_contexts(
    texts: WhereTexts,
    table: pd.DataFrame,
    finder: Finder,
    *,
    project: Subject,
    advance: Advance = unwatched,
) -> Contexts:
    """Return the resolution of every toponym of the table in its context.

    Args:
        texts: The ``where`` column, parsed.
        table: Read: ``layer`` (the rows of one layer form one context), ``sources`` (places
            named by one source are linked) and the texts of the events.
        finder: Looks up candidates.
        project: The places that the project is about.
        advance: Called with the number of contexts done so far and the total.
    """
    codes, layers = pd.factorize(table["layer"], use_na_sentinel=False)
    contexts = _cases(texts, table, codes.astype(np.int64), finder=finder)
    sources = _sources(table["sources"], texts)
    known: dict[object, dict[Sense, Resolution]] = {}
    for code, (layer, some) in enumerate(zip(layers, _rows_of(codes, len(layers)), strict=True)):
        rows = some[contexts.cases[some] >= 0]
        together = np.column_stack([contexts.cases[rows], sources[rows]])
        path = layer if isinstance(layer, str) else ""
        context, senses = _context(contexts.senses, together, layer=path, finder=finder)
        key = _key(context)
        if key not in known:
            alone = resolve(context, finder, project=project)
            resolutions = with_stand_ins(context, alone, finder)
            known[key] = dict(zip(senses, resolutions, strict=True))
        contexts.found.append(known[key])
        advance(code + 1, len(layers))
    return contexts


def _cases(texts: WhereTexts, table: pd.DataFrame, codes: Ints, *, finder: Finder) -> Contexts:
    """Return the distinct pairs of a text and what its event says, without resolutions."""
    names = [_names(form) for form in texts.forms]
    evidence = read_evidence(table, names, texts.codes, finder=finder)
    width = len(evidence.sets)
    pairs = np.where(texts.codes >= 0, texts.codes * width + evidence.codes, -1)
    distinct, cases = np.unique(pairs, return_inverse=True)
    has_none = int(len(distinct) > 0 and distinct[0] < 0)
    of_text, of_set = (part.tolist() for part in np.divmod(distinct[has_none:], width))
    senses = [
        tuple(Sense(name, evidence.sets[code].get(name, ())) for name in names[text])
        for text, code in zip(of_text, of_set, strict=True)
    ]
    return Contexts(codes, cases.astype(np.int64) - has_none, of_text, senses)


def _rows_of(codes: Ints, count: int) -> list[Ints]:
    """Return the rows of each code, in order, in one pass over all rows."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.searchsorted(codes[order], np.arange(1, count)))[:count]


def _key(context: Context) -> object:
    """Return what decides the resolution of a context, as tables can have many equal small ones."""
    links = context.links
    arrays = (context.counts, links.member, links.other, links.weight)
    return context.members, context.clues, *(array.tobytes() for array in arrays)


def _sources(column: pd.Series, texts: WhereTexts) -> Ints:
    """Return a number for the first source of each event that names a place; -1 if it has none."""
    rows = np.flatnonzero(texts.codes >= 0)
    numbers = np.full(len(column), -1, dtype=np.int64)
    sources = as_lists(column).take(pa.array(rows))
    named = first_record(sources, "url")
    if named.null_count:
        named = pc.coalesce(named, first_record(sources, "title"))
    found = named.dictionary_encode().indices
    numbers[rows] = found.fill_null(-1).to_numpy(zero_copy_only=False)
    return numbers


def _context(
    senses: Sequence[Sequence[Sense]], together: Ints, *, layer: str, finder: Finder
) -> tuple[Context, list[Sense]]:
    """Return the context of one layer, its members in alphabetical order, and their senses.

    Args:
        senses: The senses of each case.
        together: One row per event: the code of its case and the code of its source, -1 for none.
        layer: The path of the layer; areas in it count as said by its events.
        finder: Looks up candidates.
    """
    distinct, counts = np.unique(together[:, 0], return_counts=True)
    named = {code: senses[code] for code in distinct.tolist()}
    totals: dict[Sense, int] = {}
    for code, count in zip(distinct.tolist(), counts.tolist(), strict=True):
        for sense in named[code]:
            totals[sense] = totals.get(sense, 0) + count
    members = sorted(totals, key=_sorting)
    index = {sense: member for member, sense in enumerate(members)}
    groups = {code: [index[sense] for sense in some] for code, some in named.items()}
    by_source = _groups_by_source(together, groups)
    said = finder.areas.read([layer])[0] if layer else ()
    near = companion_clues([sense.name for sense in members], finder)
    clues = tuple(
        merged_clues([*one.clues, *layer_clues(one.name, layer, said, finder=finder), *others])
        if said or others
        else one.clues
        for one, others in zip(members, near, strict=True)
    )
    context = Context(
        members=tuple(sense.name for sense in members),
        counts=np.array([totals[sense] for sense in members], dtype=np.float64),
        links=_links([*groups.values(), *by_source], [sense.name.toponym for sense in members]),
        clues=clues if any(clues) else (),
    )
    return context, members


def _sorting(sense: Sense) -> tuple[object, ...]:
    clues = tuple((clue.area, sorted(clue.marks), clue.source, clue.words) for clue in sense.clues)
    return sense.name.toponym, sense.name.within, clues


def _names(form: Expression | ExpressionError) -> list[Name]:
    return [] if isinstance(form, ExpressionError) else list(dict.fromkeys(names_in(form)))


def _groups_by_source(together: Ints, members: dict[int, list[int]]) -> list[list[int]]:
    """Return the members that each source names; sources with too many members are left out."""
    by_source: dict[int, set[int]] = {}
    named = together[together[:, 1] >= 0]
    named = named[np.bincount(named[:, 1])[named[:, 1]] > 1] if len(named) else named
    for code, source in named.tolist():
        by_source.setdefault(source, set()).update(members[code])
    return [sorted(group) for group in by_source.values() if len(group) <= LARGEST_SOURCE]


def _links(groups: Iterable[Sequence[int]], toponyms: Sequence[str]) -> Links:
    """Return the links: weight 1 within one event or source, less within a small layer."""
    small = range(len(toponyms)) if len(toponyms) <= LARGEST_SOURCE else ()
    weights = dict.fromkeys(_pairs([small], toponyms), SAME_LAYER)
    weights |= dict.fromkeys(_pairs(groups, toponyms), 1.0)
    ordered = np.array(sorted(weights), dtype=np.int64).reshape(-1, 2)
    return Links(ordered[:, 0], ordered[:, 1], np.array([weights[p] for p in sorted(weights)]))


def _pairs(groups: Iterable[Sequence[int]], toponyms: Sequence[str]) -> Iterator[tuple[int, int]]:
    for group in groups:
        for one, other in itertools.permutations(group, 2):
            if toponyms[one] != toponyms[other]:
                yield one, other
