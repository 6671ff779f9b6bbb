"""Which texts are names of places, by the gazetteer, which is opened only if that is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from dateline.errors import GazetteerError
from dateline.gazetteer import Candidate, fold
from dateline.session import Session

#: How many names of a column are looked up.
_SAMPLE: Final = 40
#: Fewer names than this say nothing.
_FEWEST: Final = 3
#: This share of them must be known.
_KNOWN: Final = 0.7
#: Places that are less important than this have names that are also other words.
_IMPORTANT: Final = 0.15

_KINDS: Final = {"country": "country", "admin1": "region", "admin2": "region"}


class PlaceNames:
    """Looks up the names in a sample of texts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _candidates(self, names: Sequence[str]) -> Mapping[str, Sequence[Candidate]]:
        try:
            return self._session.gazetteer.candidates(names)
        except GazetteerError:
            return {}

    def lie_in(self, pairs: Sequence[tuple[str, str]]) -> bool:
        """Return whether most of the first names are settlements in the regions of the second."""
        pairs = [(a.strip(), b.strip()) for a, b in pairs[:_SAMPLE]]
        if len(pairs) < _FEWEST:
            return False
        found = self._candidates([name for pair in pairs for name in pair])
        inside = 0
        for inner, outer in pairs:
            areas = [c.place for c in found.get(outer, ())]
            regions = {p.admin1 for p in areas if p.kind == "admin1"}
            regions |= {p.admin2 for p in areas if p.kind == "admin2"}
            towns = [c.place for c in found.get(inner, ()) if c.place.kind == "settlement"]
            inside += any({town.admin1, town.admin2} & (regions - {""}) for town in towns)
        return inside >= _KNOWN * len(pairs)

    def are_towns(self, texts: Sequence[str], area: str) -> bool:
        """Return whether most texts name towns, and no ``region`` or ``district``.

        A municipality around a town often has its name; that is no region.
        """
        names = list(dict.fromkeys(text.split(",")[0].strip() for text in texts[:_SAMPLE]))
        found = self._candidates(names)
        kinds = [{c.place.kind for c in found.get(name, ())} for name in names]
        areas = {"admin1"} if area == "region" else {"admin1", "admin2"}
        towns = sum("settlement" in one and one.isdisjoint(areas) for one in kinds)
        return towns >= max(_KNOWN * len(names), 2)

    def kind(self, texts: Sequence[str]) -> str:
        """Return ``country``, ``region`` or ``place`` if most texts name these; else nothing."""
        names = [text.split(",")[0].strip() for text in texts[:_SAMPLE]]
        if len(names) < _FEWEST:
            return ""
        found = self._candidates(names)
        kinds: Counter[str] = Counter()
        for name in dict.fromkeys(names):
            places = [c.place for c in found.get(name, ()) if c.place.importance >= _IMPORTANT]
            if places:
                whole = {place.kind for place in places[:3]}
                kinds["country" if "country" in whole else _KINDS.get(places[0].kind, "place")] += 1
        known = sum(kinds.values())
        if not names or known < _KNOWN * len(set(names)):
            return ""
        kind, count = kinds.most_common(1)[0]
        return kind if count >= _KNOWN * known else "place"


def join_places(parts: Mapping[str, pd.Series[str]]) -> pd.Series[str]:
    """Return one text of the place and the areas that contain it, the smallest first.

    A part that the text has already is left out, but a town in a region of its own name has that
    name twice before that of the country: once, "New York" or "Guatemala" may be the region. For
    the same reason, a region without a smaller place is marked as a region.

    Args:
        parts: ``where``, ``city``, ``district``, ``region`` and ``country``, as far as they exist.
    """
    frame = pd.DataFrame({name: parts[name] for name in _ORDER if name in parts})
    distinct = frame.drop_duplicates()
    names = list(frame.columns)
    rows = zip(*(distinct[name].tolist() for name in names), strict=True)
    joined = [_join(dict(zip(names, row, strict=True))) for row in rows]
    codes = frame.groupby(names, dropna=False, sort=False).ngroup().to_numpy()
    return pd.Series(np.array(joined, dtype=object)[codes], index=frame.index, dtype="str")


_ORDER: Final = ("where", "city", "district", "region", "country")
_AREAS: Final = {"district": "District", "region": "Region"}


def _join(row: Mapping[str, object]) -> str | None:
    given = [(name, str(row[name]).strip()) for name in _ORDER if isinstance(row.get(name), str)]
    given = [(name, text) for name, text in given if text]
    town = dict(given).get("city") if given and given[-1][0] == "country" else None
    texts: list[str] = []
    seen: set[str] = set()
    for name, text in given:
        folded = fold(text)
        is_above_town = [town] == texts and name in _AREAS and folded == fold(texts[0])
        if folded in seen and not is_above_town:
            continue
        is_bare = not texts and name in _AREAS and " " not in folded
        texts.append(f"{text} {_AREAS[name]}" if is_bare else text)
        seen |= {folded, *(fold(part) for part in text.split(","))}
    return ", ".join(texts) or None
