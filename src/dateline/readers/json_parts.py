"""A long list in a JSON text, parsed part by part, so that it is never in memory as a whole.

A part ends where an element seems to end. If the part is JSON, that was right: the text was outside
of strings and of inner lists where the part began, and it is again where the part ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import orjson

from dateline.readers.columns import columns_of
from dateline.readers.json_alike import Alike, AlikeRows
from dateline.readers.json_quick import Quick, as_quick

#: A part has at least this many bytes.
PART_BYTES: Final = 1 << 21

#: How many bytes may stand before the list.
_HEAD_BYTES: Final = 1 << 16

#: How many places are tried as the end of a part.
_TRIES: Final = 20

_LIST: Final = re.compile(rb'\s*\[|\s*\{[\s\S]*?"(?:features|events)"\s*:\s*\[')
#: The end of one element and the beginning of the next, as far as its first key.
_BETWEEN: Final = re.compile(rb'\}\s*,\s*\{\s*"[^"\\]*"')


class LongTextError(Exception):
    """Raised if a text has to be parsed as a whole."""


@dataclass(slots=True)
class LongText:
    """A JSON text with a long list of objects.

    Attributes:
        content: The text.
        root: Its value with an empty list.
        start: Where the elements that are not parsed yet begin.
    """

    content: bytes
    root: Any
    start: int

    def parts(self, alike: Alike) -> Iterator[Quick | AlikeRows]:
        """Yield some elements at a time.

        Args:
            alike: Reads those that are like elements before.

        Raises:
            LongTextError: The text has to be parsed as a whole.
        """
        head = self.content[: self.start]
        first = _BETWEEN.search(self.content, self.start)
        while first and (part := self._next(first[0], alike)) is not None:
            yield part
        text = head + self.content[self.start :]
        quick = _checked(as_quick([_loads(text)], text))
        value = quick.values[0]
        if isinstance(value, dict):
            if value.keys() != self.root.keys():
                raise LongTextError
            value = value[_key(self.root)]
        columns = columns_of(value) if set(map(type, value)) == {dict} else None
        yield Quick(value, quick.depth, columns)

    def _next(self, between: bytes, alike: Alike) -> Quick | AlikeRows | None:
        """Return the next elements, or None if those that are left make the last part."""
        at = self.content.find(between, self.start + PART_BYTES)
        rows = self._rows(between, at, alike) if at >= 0 else None
        if rows is not None:
            self.start = self.content.index(b"{", at + 1)
            return rows
        for _ in range(_TRIES):
            if at < 0:
                return None
            part = b"[" + self.content[self.start : at + 1] + b"]"
            try:
                values = orjson.loads(part)
            except orjson.JSONDecodeError:
                at = self.content.find(between, at + 1)
                continue
            self.start = self.content.index(b"{", at + 1)
            quick = _checked(as_quick(values, part))
            alike.learn(quick.columns)
            return quick
        raise LongTextError

    def _rows(self, between: bytes, at: int, alike: Alike) -> AlikeRows | None:
        """Return the elements as far as an offset, if they are like those before.

        What separates two elements becomes white space. Between values of other lists, that is
        not JSON.
        """
        text = self.content[self.start : at + 1]
        count = text.count(between) + 1
        return alike.read(text.replace(between, between.replace(b",", b" ", 1)), count)


def find_list(content: bytes) -> LongText | None:
    """Return the text, if it is a list, or has a list of features or events as its last member."""
    found = _LIST.match(content, 0, min(_HEAD_BYTES, len(content)))
    if found is None:
        return None
    end = b"]" if found[0].strip() == b"[" else b"]}"
    try:
        root = orjson.loads(found[0] + end)
    except orjson.JSONDecodeError:
        return None
    return LongText(content, root, found.end())


def _checked(quick: Quick | None) -> Quick:
    if quick is None:
        raise LongTextError
    return quick


def _key(root: dict[str, Any]) -> str:
    return "features" if "features" in root else "events"


def _loads(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise LongTextError from None
