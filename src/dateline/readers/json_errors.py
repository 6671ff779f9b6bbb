"""Errors of JSON texts in dateline's own words, and the nesting depth of a text.

Python versions word and place syntax errors differently, so their words only select one of ours.
"""

from __future__ import annotations

import json
import re
from typing import Final

import numpy as np

from dateline.limits import JSON_NESTING
from dateline.texts import are_escaped

#: Sign in Python's words, what it is, and what to do. The first that fits counts.
_FAULTS: Final = (
    ("',' delimiter", 'expected "," or a closing bracket', "check the commas and brackets here"),
    ("':' delimiter", 'expected ":" after the name', "write the name, a colon and the value"),
    ("property name", "expected a name in double quotes", 'write it like {"title": "A"}'),
    ("Unterminated", "the quotes that start here are not closed", "add the closing quote"),
    ("control character", "the text contains a control character", "write \\n for a line break"),
    ("escape", "this is not a valid escape after a backslash", "write a backslash twice"),
    ("Extra data", "there is more text after the end", "put all events into one list"),
    ("BOM", "there is a byte order mark before the text", "delete it"),
)
_EXPECTED: Final = ("expected a value", "check the commas, quotes and brackets here")

_AFTER_COMMA: Final = re.compile(r",\s*[\]}]")

#: How many bytes are examined at a time.
_CHUNK_BYTES: Final = 1 << 22


class JsonError(Exception):
    """Raised for a text that is not JSON; ``line`` and ``column`` are 1-based, 0 if unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint


def syntax_error(text: str, error: json.JSONDecodeError) -> JsonError:
    """Return the error that says where and why a text is not JSON."""
    place = _trailing_comma(text, error.pos)
    if place is not None:
        closing = text[place + 1 :].lstrip()[:1]
        message, hint = f'"," is not allowed before "{closing}"', "delete the comma"
        return json_error(text, place, f"invalid JSON: {message}", hint=hint)
    if not text[error.pos :].strip() and "Unterminated" not in error.msg:
        message, hint = "the text ends too early", "check that the file is complete"
        return json_error(text, error.pos, f"invalid JSON: {message}", hint=hint)
    message, hint = next(
        ((message, hint) for sign, message, hint in _FAULTS if sign in error.msg),
        _EXPECTED,
    )
    return json_error(text, error.pos, f"invalid JSON: {message}", hint=hint)


def _trailing_comma(text: str, place: int) -> int | None:
    """Return the offset of a comma before a closing bracket, at or just before an offset."""
    if _AFTER_COMMA.match(text, place):
        return place
    if text[place : place + 1] in ("]", "}"):
        before = text[:place].rstrip()
        return len(before) - 1 if before.endswith(",") else None
    return None


def json_error(text: str, place: int, message: str, *, hint: str) -> JsonError:
    """Return an error at an offset in a text."""
    line = text.count("\n", 0, place) + 1
    return JsonError(message, line, place - text.rfind("\n", 0, place), hint=hint)


def check_nesting(text: str) -> None:
    """Refuse a text that nests deeper than any event file needs.

    Raises:
        JsonError: The text nests too deeply; the error says where.
    """
    content = text.encode("utf-8", "surrogatepass")
    place = _too_deep(content)
    if place is not None:
        raise json_error(
            text,
            len(content[:place].decode("utf-8", "surrogatepass")),
            f"nested {JSON_NESTING + 1} levels deep, expected at most {JSON_NESTING}",
            hint="check the brackets; an event needs only three levels",
        )


def _too_deep(content: bytes) -> int | None:
    """Return the offset of the first bracket that opens a level too many."""
    depth, is_inside, start = 0, False, 0
    while start < len(content):
        end = min(start + _CHUNK_BYTES, len(content))
        # A chunk must not end between a backslash and the character that it escapes.
        while end < len(content) and content[end - 1] == ord("\\"):
            end += 1
        letters = np.frombuffer(content, np.uint8, end - start, start)
        quotes = np.flatnonzero(letters == ord('"'))
        quotes = quotes[~are_escaped(letters, quotes)]
        places = np.flatnonzero(_STEPS[letters])
        outside = (np.searchsorted(quotes, places) + is_inside) % 2 == 0
        places = places[outside]
        depths = depth + np.cumsum(_STEPS[letters[places]], dtype=np.int64)
        if len(depths):
            if depths.max() > JSON_NESTING:
                return start + int(places[np.argmax(depths > JSON_NESTING)])
            depth = int(depths[-1])
        is_inside ^= bool(len(quotes) % 2)
        start = end
    return None


_STEPS: Final = np.zeros(256, dtype=np.int8)
_STEPS[list(b"[{")] = 1
_STEPS[list(b"]}")] = -1
