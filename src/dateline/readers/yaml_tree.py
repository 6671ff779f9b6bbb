"""YAML text to lists, mappings and text that remember where they stood in the file.

Every scalar but null stays text as written, so that ``no``, ``2024-01-05``, ``0043`` and ``1e3``
are never turned into something else; what a field should be is for ``normalise``. Built from the
parser's events with an explicit stack: no recursion, whatever the nesting. Only text, lists and
mappings are ever made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

#: Deepest nesting that is read.
MAX_DEPTH: Final = 64

#: How many nodes aliases may add to what is written ("billion laughs" is a few lines of them).
MAX_ALIAS_NODES: Final = 1_000_000

#: 1-based line and column.
Position = tuple[int, int]

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TAG_PREFIX: Final = "tag:yaml.org,2002:"
_TAGS: Final = frozenset(
    _TAG_PREFIX + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MarkedDict(dict[str, Any]):
    """A mapping that knows its own position and those of its values."""

    __slots__ = ("at", "positions")

    def __init__(self, at: Position) -> None:
        super().__init__()
        self.at = at
        self.positions: dict[str, Position] = {}


class MarkedList(list[Any]):
    """A list that knows its own position and those of its items."""

    __slots__ = ("at", "positions")

    def __init__(self, at: Position) -> None:
        super().__init__()
        self.at = at
        self.positions: list[Position] = []


class TreeError(Exception):
    """The text is not YAML, or not the part of it that is read."""

    def __init__(self, message: str, at: Position, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that a mapping has twice; the first value counts."""

    key: str
    first: Position
    second: Position


def parse_documents(text: str) -> tuple[list[tuple[Any, Position]], list[Duplicate]]:
    """Return the root value and position of every document, and the keys given twice.

    Raises:
        TreeError: The text is not YAML, or uses a tag, an alias or a depth that is refused.
    """
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error) from error
    except yaml.reader.ReaderError as error:
        raise _reader_error(text, error) from error
    return builder.documents, builder.duplicates


def _syntax_error(error: yaml.MarkedYAMLError) -> TreeError:
    problem = str(error.problem or error.context or error)
    is_unclosed = "end of stream" in problem or "document separator" in problem
    mark = error.context_mark if is_unclosed else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    at = _position(mark) if mark is not None else (0, 0)
    if is_unclosed and error.context:
        problem = f"error while {error.context.removeprefix('while ')} that starts here: {problem}"
    hint = "check the indentation and the quotes here; text with a colon or # needs quotes"
    if "mapping values are not allowed" in problem:
        problem = 'a ":" is not allowed here'
        hint = "quote text that contains a colon, or indent this line like the one above"
    if "tab character" in problem or "\\t" in problem:
        hint = "indent with spaces, not tabs"
    return TreeError(f"invalid YAML: {problem}", at, hint=hint)


def _reader_error(text: str, error: yaml.reader.ReaderError) -> TreeError:
    before = text[: error.position] if isinstance(error.position, int) else ""
    at = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    code = error.character if isinstance(error.character, int) else 0
    return TreeError(
        f"invalid YAML: the character U+{code:04X} is not allowed", at, hint="delete that character"
    )


def _position(mark: Any) -> Position:
    return mark.line + 1, mark.column + 1


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    value: MarkedDict | MarkedList
    anchor: str | None
    size: int = 1
    key: str | None = None
    key_at: Position = (0, 0)
    has_key: bool = False
    merged: list[dict[str, Any]] = field(default_factory=list)


class _Builder:
    """Takes parser events one by one and keeps what has been built so far."""

    def __init__(self) -> None:
        self.documents: list[tuple[Any, Position]] = []
        self.duplicates: list[Duplicate] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open_anchors: set[str] = set()
        self._alias_nodes = 0

    def feed(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, MarkedDict(_position(event.start_mark)))
        elif kind is yaml.SequenceStartEvent:
            self._open(event, MarkedList(_position(event.start_mark)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._anchors.clear()

    def _scalar(self, event: Any) -> None:
        at = _position(event.start_mark)
        if event.tag is not None:
            _check_tag(event.tag, at)
        value = None if not event.style and event.value in _NULLS else event.value
        if event.tag == _TAG_PREFIX + "str":
            value = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        is_merge = not event.style and event.value == "<<"
        self._add(value, at, size=1, is_merge=is_merge)

    def _open(self, event: Any, value: MarkedDict | MarkedList) -> None:
        if event.tag is not None:
            _check_tag(event.tag, value.at)
        if len(self._stack) >= MAX_DEPTH:
            raise TreeError(
                f"nested {MAX_DEPTH + 1} levels deep, expected at most {MAX_DEPTH}",
                value.at,
                hint="check the brackets; an event needs only three levels",
            )
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        self._stack.append(_Frame(value, event.anchor))

    def _close(self) -> None:
        frame = self._stack.pop()
        for base in frame.merged:
            _merge(frame.value, base)
        if frame.anchor is not None:
            self._open_anchors.discard(frame.anchor)
            self._anchors[frame.anchor] = (frame.value, frame.size)
        self._add(frame.value, frame.value.at, size=frame.size)

    def _alias(self, event: Any) -> None:
        at = _position(event.start_mark)
        if event.anchor in self._open_anchors or event.anchor not in self._anchors:
            raise TreeError(
                f'the alias "*{event.anchor}" is used where "&{event.anchor}" is not yet complete',
                at,
                hint=f'define "&{event.anchor}" earlier, outside the value that uses it',
            )
        value, size = self._anchors[event.anchor]
        self._alias_nodes += size
        if self._alias_nodes > MAX_ALIAS_NODES:
            raise TreeError(
                f"aliases expand to more than {MAX_ALIAS_NODES} nodes",
                at,
                hint="write the values out, or put shared fields under `defaults:`",
            )
        self._add(value, at, size=size)

    def _add(self, value: Any, at: Position, *, size: int, is_merge: bool = False) -> None:
        if not self._stack:
            self.documents.append((value, at))
            return
        frame = self._stack[-1]
        frame.size += size
        if isinstance(frame.value, MarkedList):
            frame.value.append(value)
            frame.value.positions.append(at)
        elif not frame.has_key:
            self._set_key(frame, value, at, is_merge=is_merge)
        else:
            self._set_value(frame, value, at)

    def _set_key(self, frame: _Frame, value: Any, at: Position, *, is_merge: bool) -> None:
        if isinstance(value, (dict, list)):
            raise TreeError(
                "a list or mapping is used as a key, expected text",
                at,
                hint="quote text that starts with { or [",
            )
        frame.key = "<<" if is_merge else ("null" if value is None else value)
        frame.key_at, frame.has_key = at, True
        if not is_merge and frame.key == "<<":
            frame.key = "<< "

    def _set_value(self, frame: _Frame, value: Any, at: Position) -> None:
        key, frame.has_key = frame.key or "", False
        mapping = frame.value
        assert isinstance(mapping, MarkedDict)
        if key == "<<":
            frame.merged.extend(_bases(value, at))
        elif key in mapping:
            self.duplicates.append(Duplicate(key, mapping.positions[key], frame.key_at))
        else:
            mapping[key] = value
            mapping.positions[key] = at


def _check_tag(tag: str, at: Position) -> None:
    if tag not in _TAGS and tag != "!":
        shown = "!!" + tag.removeprefix(_TAG_PREFIX) if tag.startswith(_TAG_PREFIX) else tag
        raise TreeError(f'the tag "{shown}" is not supported', at, hint="remove the tag")


def _bases(value: Any, at: Position) -> Iterator[dict[str, Any]]:
    for base in value if isinstance(value, list) else [value]:
        if not isinstance(base, MarkedDict):
            raise TreeError(
                'the value of the merge key "<<" is not a mapping',
                at,
                hint="write `<<: *name`, where &name marks a mapping",
            )
        yield base


def _merge(value: MarkedDict | MarkedList, base: dict[str, Any]) -> None:
    assert isinstance(value, MarkedDict)
    assert isinstance(base, MarkedDict)
    for key, inherited in base.items():
        if key not in value:
            value[key] = inherited
            value.positions[key] = base.positions[key]


def walk_positions(value: Any, path: str = "") -> Iterator[tuple[str, Position]]:
    """Yield the path, such as ``sources[0].url``, and position of every value below ``value``."""
    if isinstance(value, MarkedDict):
        for key, item in value.items():
            below = f"{path}.{key}" if path else key
            yield below, value.positions[key]
            yield from walk_positions(item, below)
    elif isinstance(value, MarkedList):
        for number, item in enumerate(value):
            yield f"{path}[{number}]", value.positions[number]
            yield from walk_positions(item, f"{path}[{number}]")
