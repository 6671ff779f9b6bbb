"""Spans of a text and what to write there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from dateline.diagnostics import Edit
from dateline.readers.raw import Position


class Change(NamedTuple):
    """A span of a text, and the text to write there."""

    start: int
    end: int
    new: str


class EventPlace(NamedTuple):
    """Where an event is in its file.

    Attributes:
        line: Its line.
        positions: Field or path to line and column; empty if the format has none.
    """

    line: int
    positions: Mapping[str, Position]


class Places(Protocol):
    """The places of the values in the text of a file."""

    def find(self, event: EventPlace, edit: Edit) -> Change | None:
        """Return the change that makes an edit in an event; None if the old text is not there."""

    def values(self) -> list[str]:
        """Return every value and key of the text, in their order."""


def apply_changes(text: str, changes: Iterable[Change]) -> str:
    """Return a text with changes made; they do not overlap."""
    parts, end = [], 0
    for change in sorted(changes):
        parts += [text[end : change.start], change.new]
        end = change.end
    return "".join([*parts, text[end:]])


def without_conflicts(groups: Iterable[frozenset[Change]]) -> list[frozenset[Change]]:
    """Return the groups of changes without those that overlap with another group's."""
    listed = list(dict.fromkeys(groups))
    spans = sorted({change for group in listed for change in group})
    wrong: set[Change] = set()
    last: Change | None = None
    for change in spans:
        if last is not None and change.start < last.end:
            wrong |= {last, change}
        if last is None or change.end > last.end:
            last = change
    return [group for group in listed if wrong.isdisjoint(group)]
