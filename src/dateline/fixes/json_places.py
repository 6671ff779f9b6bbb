"""The places of keys and values in JSON: lists of events, GeoJSON, and lines of either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dateline.diagnostics import Edit
from dateline.fixes.spans import Change, EventPlace
from dateline.readers.document import Records, entries
from dateline.readers.geojson import is_geojson

_TOKEN: Final = re.compile(
    r'[ \t\r\n\x1e\ufeff]*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[\[\]{},:])'
)
_BLANK: Final = re.compile(r"[ \t\r\n\x1e\ufeff]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: A step of a path: the name of a field, or the number of an item.
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_CLOSING: Final = {"[": "]", "{": "}"}

Span = tuple[int, int]
#: The fields of an event, and those that it has by default.
_Event = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(slots=True)
class _Inner:
    """The parts of an object or list: where each value is, and each key."""

    spans: dict[Any, Span] = field(default_factory=dict)
    keys: dict[Any, Span] = field(default_factory=dict)
    twice: set[Any] = field(default_factory=set)


class JsonPlaces:
    """The values of a JSON text by event."""

    def __init__(self, text: str, columns: Mapping[str, Sequence[str]], *, is_lines: bool) -> None:
        """Find the values.

        Args:
            text: The text.
            columns: Field to the columns that it is read from.
            is_lines: Whether each line or record is a value of its own.

        Raises:
            ValueError: The text is not JSON.
        """
        self._text = text
        self._columns = columns
        self._inner: dict[int, _Inner] = {}
        self._tokens: list[str] = []
        self._roots = list(self._read_roots())
        is_lines = is_lines or text.startswith("\x1e")
        self._events: dict[int, list[_Event]] = {}
        for line, root in self._roots:
            for number, event in _events(root, line if is_lines else 0):
                self._events.setdefault(number, []).append(event)

    def values(self) -> list[str]:
        """Return every key and value of the text, in their order."""
        return self._tokens

    def find(self, event: EventPlace, edit: Edit) -> Change | None:
        """Return the change that makes an edit in an event; None if the old text is not there."""
        spans = {
            span
            for value, defaults in self._events.get(event.line, ())
            for path in self._paths(edit)
            if (span := self._find(value if path[0] in value else defaults, path, edit)) is not None
        }
        return self._change(spans.pop(), edit) if len(spans) == 1 else None

    def _paths(self, edit: Edit) -> Iterator[list[str | int]]:
        """Yield the paths in an event at which a field may be."""
        base, *rest = _steps(edit.field) or [edit.old]
        for column in self._columns.get(str(base), ()) or [str(base)]:
            yield [column, *rest]
            yield [*_steps(column), *rest]
            # One source may be a text, whose path is that of its link.
            yield [column]

    def _find(self, value: Any, path: list[str | int], edit: Edit) -> Span | None:
        for step in path[:-1]:
            if step == 0 and isinstance(value, Mapping):
                continue  # one source without a list around it
            inner = self._inner.get(id(value))
            if inner is None or step not in inner.spans or step in inner.twice:
                return None
            value = value[step]
        inner, last = self._inner.get(id(value)), path[-1]
        if inner is None or last in inner.twice:
            return None
        if edit.is_key:
            is_free = last == edit.old and edit.new not in inner.keys
            return inner.keys.get(last) if is_free else None
        if last not in inner.spans or _said(value[last]) != edit.old:
            return None
        return inner.spans[last]

    def _change(self, span: Span, edit: Edit) -> Change | None:
        start, end = span
        if self._text[start] == '"':
            return Change(start, end, json.dumps(edit.new, ensure_ascii=False))
        is_number = _NUMBER.fullmatch(edit.new) and _NUMBER.fullmatch(self._text[start:end])
        return Change(start, end, edit.new) if is_number else None

    def _read_roots(self) -> Iterator[tuple[int, Any]]:
        """Yield each JSON value of the text and its line."""
        at, line, counted = 0, 1, 0
        while (at := _end_of(_BLANK, self._text, at)) < len(self._text):
            line += self._text.count("\n", counted, at)
            counted = at
            value, at = self._read_value(at)
            yield line, value

    def _read_value(self, at: int) -> tuple[Any, int]:
        """Return the value that begins at a place, and its end.

        Raises:
            ValueError: There is no JSON value.
        """
        stack: list[tuple[Any, _Inner]] = []
        key: tuple[str, Span] | None = None
        while True:
            token, span = self._token(at)
            at = span[1]
            if token in ("]", "}") and stack and token == _closing(stack[-1][0]):
                value = stack.pop()[0]
            elif token in _CLOSING:
                value = {} if token[0] == "{" else []
                inner = self._inner[id(value)] = _Inner()
                if stack:
                    self._put(*stack[-1], value, key=key, span=span)
                stack.append((value, inner))
                key = None
                continue
            elif token in (",", ":", "]", "}"):
                if not stack or token in ("]", "}"):
                    raise ValueError("not JSON")
                continue
            elif stack and isinstance(stack[-1][0], dict) and key is None:
                key = (json.loads(token), span)
                self._tokens.append(key[0])
                continue
            else:
                value = json.loads(token)
                self._tokens.append(value if isinstance(value, str) else token)
                if stack:
                    self._put(*stack[-1], value, key=key, span=span)
                key = None
            if not stack:
                return value, at

    def _token(self, at: int) -> tuple[str, Span]:
        found = _TOKEN.match(self._text, at)
        if found is None:
            raise ValueError("not JSON")
        return found[1], found.span(1)

    def _put(
        self, outer: Any, inner: _Inner, value: Any, *, key: tuple[str, Span] | None, span: Span
    ) -> None:
        """Add a value to an object or a list."""
        if isinstance(outer, list):
            inner.spans[len(outer)] = span
            outer.append(value)
            return
        if key is None:
            raise ValueError("not JSON")
        name, inner_span = key
        if name in outer:
            inner.twice.add(name)
        outer[name], inner.spans[name], inner.keys[name] = value, span, inner_span


def _events(root: Any, line: int) -> Iterator[tuple[int, _Event]]:
    """Yield the number of each event of a JSON value, as readers count them, and its fields."""
    if is_geojson(root):
        is_many = root["type"] == "FeatureCollection"
        features = root.get("features") if is_many else [root]
        for number, feature in enumerate(features if isinstance(features, list) else (), start=1):
            event = feature.get("properties") if isinstance(feature, Mapping) else None
            if isinstance(event, Mapping):
                yield (number if is_many else line or 1), (event, {})
        return
    for entry in entries(root, Records(""), is_line=line > 0):
        if isinstance(entry.value, Mapping):
            yield max(entry.number, line), (entry.value, entry.defaults)


def _said(value: Any) -> str | None:
    """Return a text or number as findings show it."""
    if isinstance(value, str):
        return value.strip()
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return repr(value).removesuffix(".0") if is_number else None


def _steps(path: str) -> list[str | int]:
    """Return the steps of a path such as ``sources[0].url``."""
    return [name or int(number) for name, number in _STEP.findall(path)]


def _closing(container: Any) -> str:
    return "]" if isinstance(container, list) else "}"


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
