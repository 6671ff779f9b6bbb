"""Dates that a table has under headings that say something else than when an event happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.mapping.choice import HALF, MOST, Choice, says_when
from dateline.mapping.values import SourceColumn

_WHEN: Final = frozenset({"when", "date", "start", "end", "year", "month", "time"})


def name_dates(choice: Choice, columns: Sequence[SourceColumn]) -> None:
    """Add a sentence about the columns of dates, if the table has no other dates.

    "Created at" is when a row was written, and often the only date that there is.
    """
    if not _WHEN.isdisjoint(choice.fields):
        return
    named = {part for sentence, _ in choice.undecided for part in sentence.split('"')[1::2]}
    free = [c for c in columns if c.name not in choice.used and c.heading not in named]
    dated = [c for c in free if c.dates >= MOST and c.share(says_when) >= HALF]
    if dated:
        listed = " and ".join(f'"{column.name}"' for column in dated)
        hold = "holds" if len(dated) == 1 else "hold"
        sentence = f"no column says when it happened, though {listed} {hold} dates"
        choice.undecided.append((sentence, f'[read.columns] date = "{dated[0].name}"'))
