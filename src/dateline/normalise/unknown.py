"""Unknown fields: kept as text, and reported if the name looks like a typing error.

Tables from elsewhere are full of columns of their own, so only near misses are reported.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.fingerprint import FINGERPRINT
from dateline.mapping.lexicon import PARTS, fold_heading
from dateline.normalise.builder import KEPT_PREFIX, TableBuilder
from dateline.normalise.near import nearest

_NEAR_OWN: Final = 0.75
_NEAR_OTHERS: Final = 0.86

#: Fields that dateline fills with what it finds about a place.
_OF_PLACE: Final = frozenset({"admin1", "place_name"})


def keep_unknown(builder: TableBuilder) -> dict[str, pd.Series]:
    """Return the columns that are not fields, as text; a near miss is ``field-unknown``."""
    kept: dict[str, pd.Series] = {}
    for name in builder.raw.columns:
        if name not in schema.BY_NAME and name != FINGERPRINT:
            kept[name] = builder.texts(name)
            _report(builder, str(name), kept[name])
    return kept


def _report(builder: TableBuilder, name: str, texts: pd.Series) -> None:
    rows = np.flatnonzero(texts.notna())
    marked = rows[builder.is_marked[rows]]
    others = rows[~builder.is_marked[rows]]
    meant = meant_field(name) if len(marked) else ""
    if meant:
        written = name.removeprefix(KEPT_PREFIX)
        message = f'unknown field "{written}"; it is kept as an extra column'
        builder.report(marked, "field-unknown", message, field=written, hint=_hint(written, meant))
    near = _near(name, _NEAR_OTHERS) if len(others) else ""
    if near and not builder.has(near):
        message = f'unknown column "{name}"; it is kept as an extra column'
        hint = f'did you mean "{near}"? Rename it, or set [read.columns] {near} = "{name}"'
        builder.report([int(others[0])], "field-unknown", message, field=name, hint=hint)


def _hint(written: str, meant: str) -> str:
    if written in schema.BY_NAME:
        return f'write "{meant}" instead; dateline works out "{written}" itself'
    return f'did you mean "{meant}"?'


def meant_field(name: str) -> str:
    """Return the field that the writer of an event file most likely meant, or an empty text.

    >>> meant_field("tilte"), meant_field("brightness")
    ('title', '')
    """
    if name.startswith(KEPT_PREFIX):
        return "where" if name.removeprefix(KEPT_PREFIX) in _OF_PLACE else ""
    return _near(name, _NEAR_OWN)


def _near(name: str, cutoff: float) -> str:
    folded = fold_heading(name).replace(" ", "_")
    near = nearest(folded, (*schema.GIVEN, *PARTS), cutoff=cutoff)
    return "" if near == folded else near
