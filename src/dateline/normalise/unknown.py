"""Unknown fields: kept as text, and reported if the name looks like a typing error.

Tables from elsewhere are full of columns of their own, so only near misses are reported. In an
event file written for dateline, common synonyms are reported too, such as ``date`` for ``when``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.fingerprint import FINGERPRINT
from dateline.mapping.headings import PARTS, SYNONYMS, fold_heading
from dateline.normalise.builder import KEPT_PREFIX, TableBuilder
from dateline.normalise.near import nearest

_NEAR_OWN: Final = 0.75
_NEAR_OTHERS: Final = 0.86

#: Names that people use in event files for parts of other fields.
_PART_OF: Final = {
    "coordinates": 'lon" and "lat',
    "url": "sources",
    "country": "where",
    **dict.fromkeys(("start", "end", "date", "time", "year", "month", "day"), "when"),
}


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
    if len(rows) == 0:
        return
    marked = rows[builder.is_marked[rows]]
    meant = meant_field(name) if len(marked) else ""
    written = name.removeprefix(KEPT_PREFIX)
    if meant:
        message = f'unknown field "{written}"; it is kept as an extra column'
        builder.report(marked, "field-unknown", message, field=written, hint=_hint(written, meant))
    near = _near(name, _NEAR_OTHERS)
    if near and len(marked) < len(rows) and not builder.has(near):
        first = int(rows[~builder.is_marked[rows]][0])
        message = f'unknown column "{name}"; it is kept as an extra column'
        hint = f'did you mean "{near}"? Rename it, or set [read.columns] {near} = "{name}"'
        builder.report([first], "field-unknown", message, field=name, hint=hint)


def _hint(written: str, meant: str) -> str:
    if written in schema.BY_NAME:
        return f'write "{meant}" instead; dateline works out "{written}" itself'
    return f'did you mean "{meant}"?'


def meant_field(name: str) -> str:
    """Return the field that the writer of an event file most likely meant, or an empty text.

    >>> meant_field("tilte"), meant_field("date"), meant_field("brightness")
    ('title', 'when', '')
    """
    folded = fold_heading(name.removeprefix(KEPT_PREFIX))
    if folded in _PART_OF:
        return _PART_OF[folded]
    if name.startswith(KEPT_PREFIX) and folded in ("country", "admin1", "place_name"):
        return "where"
    for field, synonyms in SYNONYMS.items():
        if folded in synonyms:
            return _PART_OF.get(field, field)
    return _near(name, _NEAR_OWN)


def _near(name: str, cutoff: float) -> str:
    folded = fold_heading(name)
    near = nearest(folded, (*schema.GIVEN, *PARTS), cutoff=cutoff)
    return _PART_OF.get(near, near)
