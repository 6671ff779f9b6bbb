"""Titles for a table that has none: composed of what happened, who took part, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd
import pyarrow as pa

from dateline.arrow import map_texts, to_texts
from dateline.mapping.values import NOTHING_TEXTS

_LONGEST: Final = 90
#: Descriptions of which most are as short as this say more than a kind of event.
_SHORT: Final = 80
_MOST: Final = 0.9
#: Acts that are fewer than this share of the rows are words for a kind of event.
_DIFFERENT: Final = 0.5
#: Texts that stand for nothing; descriptions keep them.
_NOTHING: Final = frozenset(NOTHING_TEXTS.to_pylist())
#: A sentence ends at its mark or its line, but not after an abbreviation at its beginning.
_SENTENCE: Final = re.compile(
    r".+?(?:[!?…؟।۔](?=\s|$)|[。！？]|(?<=.{15})\.(?=\s|$)|(?=\n))|.+", re.DOTALL
)


def compose_titles(fields: Mapping[str, pd.Series[str]], count: int) -> pd.Series[str] | None:
    """Return a title for each row, or None if there is nothing to compose them of.

    Args:
        fields: The text columns of the event table, as far as they exist.
        count: The number of rows.
    """
    nothing = to_texts(pa.nulls(count, pa.large_string()))

    def text(*names: str) -> pd.Series[str]:
        found = nothing
        for name in names:
            given = fields.get(name, nothing)
            found = found.fillna(given.mask(given.isin(_NOTHING)))
        return found

    what = text("sub_event_type", "event_type")
    actors = _joined(text("actor1"), text("actor2"), " – ")
    act = _joined(what, actors, ": ")
    sentences = map_texts(text("description"), lambda said: first_sentence(said, _LONGEST))
    is_short = text("description").str.len() <= _SHORT
    # Remarks on a few of the events do not say what happened.
    are_whole = sentences.count() >= _MOST * act.count()
    if are_whole and actors.isna().all() and is_short.sum() >= _MOST * sentences.count() > 0:
        act = sentences.fillna(act)
    if are_whole and sentences.nunique() > act.nunique() and act.nunique() < _DIFFERENT * count:
        act = sentences.fillna(act)  # "message" for each message tells nothing apart
    head = act.fillna(sentences).fillna(text("layer"))
    titles = _joined(head, text("where"), ", ")
    titles = titles.fillna(text("when", "event_id", "source_event_id"))
    return None if titles.isna().all() else titles


def _joined(first: pd.Series[str], second: pd.Series[str], between: str) -> pd.Series[str]:
    return (first + between + second).fillna(first).fillna(second)


def first_sentence(text: str, longest: int) -> str:
    """Return the first sentence of a text, or the first line if that ends earlier.

    It has no full stop at its end. A sentence that is too long is cut between words.

    >>> first_sentence("Mr. Doe left the town. He came back.", 90), first_sentence("One two", 5)
    ('Mr. Doe left the town', 'One…')
    """
    found = _SENTENCE.match(text.strip())
    sentence = " ".join(found[0].split()) if found else ""
    if len(sentence) <= longest:
        return sentence.rstrip(".。।۔") or sentence
    words = sentence[:longest].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:") + "…"
