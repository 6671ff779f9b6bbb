"""Towns that districts are called after: *Суджанский район* is the district of Sudzha.

The endings are in ``said.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from dateline.gazetteer import fold

#: What is left of a name without its ending is at least so long.
_LEAST_STEM: Final = 3


def seat_names(core: str) -> Iterator[str]:
    """Yield folded names that a town may have after which a district is called, likeliest first.

    >>> list(seat_names("shebekinsky"))[:2]
    ['shebekino', 'shebekin']
    """
    key = fold(core)
    for ending, others in _endings():
        stem = key.removesuffix(ending)
        if stem != key and len(stem) >= _LEAST_STEM:
            yield from dict.fromkeys(stem + other for other in others)
            return


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the endings of adjectives with what the name of the town may have, longest first."""
    path = files("dateline.geocoder") / "said.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["seats"]
    folded = [(fold(word), tuple(map(fold, others))) for word, others in listed.items()]
    return tuple(sorted(folded, key=lambda pair: -len(pair[0])))
