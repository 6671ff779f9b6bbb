"""A YAML parser that returns lists, mappings and text with their positions in the file.

Every scalar except null stays text as written, so that ``no``, ``2024-01-05``, ``0043`` and ``1e3``
are not converted; ``normalise`` decides the type of a field. It processes parser events with an
explicit stack, so that deep nesting needs no recursion. Only text, lists and mappings are ever
created.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import yaml

from dateline.limits import MEGABYTE, NESTING, LimitSettings
from dateline.readers.yaml_errors import (
    LimitError,
    Position,
    TreeError,
    position,
    reader_error,
    syntax_error,
)

__all__ = ["MarkedDict", "MarkedList", "Position", "TreeError", "parse_documents"]

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TAG_PREFIX: Final = "tag:yaml.org,2002:"
_TAGS: Final = frozenset(
    _TAG_PREFIX + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MarkedDict(dict[str, Any]):
    """A mapping with its own position and those of its values."""

    __slots__ = ("at", "positions")

    def __init__(self, at: Position) -> None:
        super().__init__()
        self.at = at
        self.positions: dict[str, Position] = {}


class MarkedList(list[Any]):
    """A list with its own position and those of its items."""

    __slots__ = ("at", "positions")

    def __init__(self, at: Position) -> None:
        super().__init__()
        self.at = at
        self.positions: list[Position] = []


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that occurs twice in a mapping; the first value counts."""

    key: str
    first: Position
    second: Position


def parse_documents(
    text: str, limits: LimitSettings | None = None
) -> tuple[list[tuple[Any, Position]], list[Duplicate]]:
    """Return the root value and position of every document, and the repeated keys.

    Limits are checked before the library parses the text, or as soon as they are exceeded.

    Args:
        text: The content of the file.
        limits: The limits to apply; None means the defaults.

    Raises:
        TreeError: The text is not YAML, exceeds a limit, or uses a tag, an alias or a depth that is
            refused.
    """
    limits = limits or LimitSettings()
    _check_count(text, limits)
    builder = _Builder(limits)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.feed(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            _check_before(text[: mark.index], limits)
        raise syntax_error(text, error) from error
    except yaml.reader.ReaderError as error:
        raise reader_error(text, error) from error
    return builder.documents, builder.duplicates


def _check_count(text: str, limits: LimitSettings) -> None:
    """Refuse a text with too many values: each value begins a line or follows a separator."""
    count = sum(map(text.count, "\n,[{"))
    if count > limits.yaml_values:
        raise LimitError(
            f"the file has about {count:,} values, expected at most {limits.yaml_values:,}",
            (0, 0),
            hint="split the file, save it as CSV or JSON, or raise limits.yaml_values",
        )


def _check_before(text: str, limits: LimitSettings) -> None:
    """Refuse what exceeds a limit in the part of a text before the point where the library failed.

    The library looks ahead, so it may stop at its own limit before it reports earlier parts.
    """
    builder = _Builder(limits)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.feed(event)
    except LimitError:
        raise
    except (TreeError, yaml.YAMLError):
        return


class _Anchored(NamedTuple):
    """The value of an anchor.

    Attributes:
        value: The value.
        size: Number of values in it, including itself.
        height: Levels of lists and mappings in it.
        letters: Total number of characters in its texts.
    """

    value: Any
    size: int
    height: int
    letters: int


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is not complete yet."""

    value: MarkedDict | MarkedList
    anchor: str | None
    size: int = 1
    height: int = 1
    letters: int = 0
    key: str | None = None
    key_at: Position = (0, 0)
    has_key: bool = False
    merged: list[dict[str, Any]] = field(default_factory=list)


class _Builder:
    """Processes parser events one by one and holds what has been built so far."""

    def __init__(self, limits: LimitSettings) -> None:
        self.documents: list[tuple[Any, Position]] = []
        self.duplicates: list[Duplicate] = []
        self._limits = limits
        self._longest = limits.cell_mb * MEGABYTE
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._open_anchors: set[str] = set()
        self._alias_values = 0
        self._alias_letters = 0

    def feed(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, MarkedDict(position(event.start_mark)))
        elif kind is yaml.SequenceStartEvent:
            self._open(event, MarkedList(position(event.start_mark)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._close()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._anchors.clear()

    def _scalar(self, event: Any) -> None:
        at = position(event.start_mark)
        if event.tag is not None:
            _check_tag(event.tag, at)
        letters = len(event.value)
        if letters > self._longest:
            raise _too_long(letters, at, self._limits)
        value = None if not event.style and event.value in _NULLS else event.value
        if event.tag == _TAG_PREFIX + "str":
            value = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value, 1, 0, letters)
        is_merge = not event.style and event.value == "<<"
        self._add(_Anchored(value, 1, 0, letters), at, is_merge=is_merge)

    def _open(self, event: Any, value: MarkedDict | MarkedList) -> None:
        if event.tag is not None:
            _check_tag(event.tag, value.at)
        if len(self._stack) >= NESTING:
            raise _too_deep(value.at)
        if event.anchor is not None:
            self._open_anchors.add(event.anchor)
        self._stack.append(_Frame(value, event.anchor))

    def _close(self) -> None:
        frame = self._stack.pop()
        for base in frame.merged:
            _merge(frame.value, base)
        whole = _Anchored(frame.value, frame.size, frame.height, frame.letters)
        if frame.anchor is not None:
            self._open_anchors.discard(frame.anchor)
            self._anchors[frame.anchor] = whole
        self._add(whole, frame.value.at)

    def _alias(self, event: Any) -> None:
        at = position(event.start_mark)
        if event.anchor in self._open_anchors or event.anchor not in self._anchors:
            raise TreeError(
                f'the alias "*{event.anchor}" is used where "&{event.anchor}" is not yet complete',
                at,
                hint=f'define "&{event.anchor}" earlier, outside the value that uses it',
            )
        marked = self._anchors[event.anchor]
        self._alias_values += marked.size
        self._alias_letters += marked.letters
        if self._alias_values > self._limits.yaml_values:
            raise LimitError(
                f"aliases add more than {self._limits.yaml_values:,} values to the file",
                at,
                hint="write the values out, or put shared fields under `defaults:`",
            )
        if self._alias_letters > self._limits.expanded_mb * MEGABYTE:
            raise LimitError(
                f"aliases add more than {self._limits.expanded_mb:,} MB to the file",
                at,
                hint="shorten the repeated text, or raise limits.expanded_mb in dateline.toml",
            )
        if len(self._stack) + marked.height > NESTING:
            raise _too_deep(at)
        self._add(marked, at)

    def _add(self, marked: _Anchored, at: Position, *, is_merge: bool = False) -> None:
        value = marked.value
        if not self._stack:
            self.documents.append((value, at))
            return
        frame = self._stack[-1]
        frame.size += marked.size
        frame.letters += marked.letters
        frame.height = max(frame.height, marked.height + 1)
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


def _too_deep(at: Position) -> LimitError:
    return LimitError(
        f"nested {NESTING + 1} levels deep, expected at most {NESTING}",
        at,
        hint="check the brackets; an event needs only three levels",
        code="yaml-syntax",
    )


def _too_long(letters: int, at: Position, limits: LimitSettings) -> LimitError:
    return LimitError(
        f"a text has {letters:,} characters, expected at most {limits.cell_mb * MEGABYTE:,}",
        at,
        hint="shorten it, or raise limits.cell_mb in dateline.toml",
    )


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
    """Yield the path (such as ``sources[0].url``) and position of every value below ``value``."""
    if isinstance(value, MarkedDict):
        for key, item in value.items():
            below = f"{path}.{key}" if path else key
            yield below, value.positions[key]
            yield from walk_positions(item, below)
    elif isinstance(value, MarkedList):
        for number, item in enumerate(value):
            yield f"{path}[{number}]", value.positions[number]
            yield from walk_positions(item, f"{path}[{number}]")
