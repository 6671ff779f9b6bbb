"""Objects that only name something, and those that are not opened: columns of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from dateline.mapping.choice import PLAIN, SURE, Choice
from dateline.mapping.lexicon import heading_scores
from dateline.mapping.values import SourceColumn

#: Keys of the name of what an object stands for, the best first.
_NAMES: Final = ("name", "title", "label", "display_name", "full_name", "tag", "value", "text")
#: Fields whose values are names or words.
_NAMED: Final = frozenset(
    {"where", "city", "district", "region", "country", "layer", "actor1", "actor2", "tags"}
).union(("event_type", "sub_event_type", "status"))
#: What an event needs, and the fields that say it.
_NEEDED: Final = (
    frozenset({"title", "description"}),
    frozenset({"when", "date", "start", "year"}),
    frozenset({"where", "lat", "coordinates", "geometry", "city", "region", "country"}),
)
_SHOWN: Final = 20
_MOST: Final = 4


def named_column(column: SourceColumn, values: Sequence[Any]) -> SourceColumn | None:
    """Return the names of objects as a column, if objects or lists of them name one thing.

    Only a heading of a field whose values are names makes a name of an object.
    """
    scores = heading_scores(column.heading)
    if max((scores.get(name, 0.0) for name in _NAMED), default=0.0) < SURE:
        return None
    given = [value for value in values if isinstance(value, (list, dict))]
    objects = [one for value in given for one in (value if isinstance(value, list) else [value])]
    key = next(
        (key for key in _NAMES if objects and all(_is_text(one, key) for one in objects)), ""
    )
    if not key:
        return None
    has_several = scores.get("tags", 0.0) >= SURE
    names = [_names(value, key, has_several=has_several) for value in values]
    series = pd.Series(names, index=column.raw.index, dtype=object if has_several else "str")
    return SourceColumn(f"{column.name}.{key}", column.heading, series, number=0)


def _is_text(value: Any, key: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(key), str) and bool(value[key].strip())


def _names(value: Any, key: str, *, has_several: bool) -> Any:
    if not isinstance(value, (list, dict)):
        return value if isinstance(value, str) else None
    names = [one[key] for one in (value if isinstance(value, list) else [value])]
    return names if has_several else "; ".join(dict.fromkeys(names)) or None


def name_objects(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Add a sentence about objects that are not opened, but may say what the table lacks."""
    opened = {name.partition(".")[0] for name in choice.used}
    lacking = [fields for fields in _NEEDED if fields.isdisjoint(choice.fields)]
    paths = [
        f"{column.name}.{key}"
        for column in columns
        if column.is_nested and column.name not in opened
        for key in _keys(column)
        if any(_says(key, fields) for fields in lacking)
    ]
    if paths:
        parents = list(dict.fromkeys(path.partition(".")[0] for path in paths))
        hold = "holds objects" if len(parents) == 1 else "hold objects"
        sentence = f"{_listed(parents)} {hold} that are not opened, with {_listed(paths)}"
        choice.undecided.append((sentence, f'[read.columns] {_field(paths[0])} = "{paths[0]}"'))


def _listed(names: Sequence[str]) -> str:
    shown = " and ".join(f'"{name}"' for name in names[:_MOST])
    return shown if len(names) <= _MOST else f"{shown}, and {len(names) - _MOST} more"


def _keys(column: SourceColumn) -> Iterable[str]:
    objects = [value for value in column.raw.tolist()[:_SHOWN] if isinstance(value, dict)]
    return dict.fromkeys(str(key) for value in objects for key in value)


def _says(key: str, fields: Iterable[str]) -> bool:
    scores = heading_scores(key)
    named = (name for name in fields if name != "lat")  # one coordinate is no position
    return any(scores.get(name, 0.0) >= PLAIN for name in named)


def _field(path: str) -> str:
    """Return the field that the end of a path names best."""
    scores = heading_scores(path.rpartition(".")[2])
    needed = frozenset().union(*_NEEDED)
    return max((name for name in scores if name in needed), key=lambda name: scores[name])
