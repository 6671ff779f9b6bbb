"""Companies: which toponyms of the table stand together, and what each was resolved to.

Events of one layer keep company. A ``where`` text is read once, a toponym resolved once for each
company it stands in, however many events there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Final

import numpy as np
import pandas as pd

from dateline.geocode.candidates import Finder, Ints
from dateline.geocode.coordinates import CoordinatesError
from dateline.geocode.expression import ExpressionError, parse_expression
from dateline.geocode.forms import Expression, Name
from dateline.geocode.resolve import Resolution, resolve
from dateline.geodesy import LonLat

#: What separates a text from the rest of a name that is asked for as a whole.
_CUTS: Final = (",", ";")


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct ``where`` texts of a table, and which row has which.

    Attributes:
        texts: The texts, in the order of their first row.
        codes: Index of the text of each row; -1 is none.
        forms: What each text says, or why it says nothing.
    """

    texts: list[str]
    codes: Ints
    forms: list[Expression | ExpressionError]


def read_texts(column: pd.Series, finder: Finder) -> Texts:
    """Return the distinct texts of a ``where`` column, each read once."""
    codes, found = pd.factorize(column.astype(object))
    texts = [str(text) for text in found]
    finder.prepare({piece for text in texts for piece in _pieces(text)})
    return Texts(texts, codes.astype(np.int64), [_read(text, finder) for text in texts])


def _pieces(text: str) -> Iterator[str]:
    """Yield what the grammar is likely to ask about, so that one batch answers it."""
    yield " ".join(text.split())
    for cut in _CUTS:
        if cut in text:
            yield " ".join(text.partition(cut)[0].split())


def _read(text: str, finder: Finder) -> Expression | ExpressionError:
    try:
        return parse_expression(text, is_name=finder.is_name)
    except ExpressionError as error:
        return error
    except CoordinatesError as error:
        return ExpressionError(error.message, hint=error.hint, column=1)


def names_in(form: object) -> Iterator[Name]:
    """Yield the names of a form, in the order written."""
    if isinstance(form, Name):
        yield form
    elif isinstance(form, tuple):
        for part in form:
            yield from names_in(part)
    elif is_dataclass(form) and not isinstance(form, type):
        for part in fields(form):
            yield from names_in(getattr(form, part.name))


@dataclass(slots=True)
class Companies:
    """The resolutions of a table.

    Attributes:
        codes: Index of the company of each row.
        found: Company and name to resolution.
    """

    codes: Ints
    found: dict[tuple[int, Name], Resolution] = field(default_factory=dict)


def resolve_companies(
    texts: Texts, layers: pd.Series, finder: Finder, *, project: tuple[LonLat, ...]
) -> Companies:
    """Return what every toponym of the table means in its company.

    Args:
        texts: The ``where`` column, read.
        layers: The ``layer`` column; rows of one layer are one company.
        finder: Where candidates come from.
        project: Where the places lie that the project is about.
    """
    codes, _ = pd.factorize(layers.astype(object), use_na_sentinel=False)
    companies = Companies(codes.astype(np.int64))
    for company, counted in _count(texts, companies.codes):
        names = _weigh(texts.forms, counted)
        for resolution in resolve(names, finder, project=project):
            companies.found[company, resolution.name] = resolution
    return companies


def _count(texts: Texts, codes: Ints) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield each company with its texts and how often each stands in it."""
    placed = texts.codes >= 0
    pairs, counts = np.unique(
        np.column_stack([codes[placed], texts.codes[placed]]), axis=0, return_counts=True
    )
    for company in np.unique(pairs[:, 0]) if len(pairs) else ():
        rows = np.flatnonzero(pairs[:, 0] == company)
        yield int(company), [(int(pairs[row, 1]), int(counts[row])) for row in rows]


def _weigh(
    forms: Sequence[Expression | ExpressionError], counted: Iterable[tuple[int, int]]
) -> list[tuple[Name, float]]:
    """Return the names of a company in alphabetical order, each with the logarithm of its count."""
    totals: dict[Name, int] = {}
    for code, count in counted:
        form = forms[code]
        for name in () if isinstance(form, ExpressionError) else names_in(form):
            totals[name] = totals.get(name, 0) + count
    ordered = sorted(totals, key=lambda name: (name.toponym, name.within))
    return [(name, float(np.log1p(totals[name]))) for name in ordered]
