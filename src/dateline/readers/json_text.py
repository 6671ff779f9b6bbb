"""A strict JSON parser: RFC 8259 and no extensions, with clear errors.

``json_file.py`` interprets the values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dateline.arrow import replace_surrogates
from dateline.limits import DIGITS, NESTING
from dateline.readers.json_errors import JsonError, check_nesting, json_error, syntax_error
from dateline.readers.json_quick import BATCH, Quick, read_quickly

__all__ = ["MAX_DEPTH", "JsonDocument", "JsonError", "is_deeper", "parse_json", "parse_texts"]

#: Deepest nesting of a field's value that is kept.
MAX_DEPTH: Final = NESTING

_CONSTANT: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(NaN|-?Infinity)')

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A parsed JSON text.

    Attributes:
        value: Nested dicts, lists and scalars.
        duplicates: Keys that an object has twice; the last value counts.
        depth: The deepest level of lists and objects; None if unknown.
    """

    value: Any
    duplicates: list[str]
    depth: int | None


def parse_texts(texts: Sequence[bytes]) -> Iterator[JsonDocument | JsonError]:
    """Yield the value of each text or its error; in bulk where the result is the same.

    Args:
        texts: JSON in UTF-8.
    """
    for number, quick in enumerate(read_quickly(texts)):
        if quick is None:
            yield from parse_strictly(texts[number * BATCH : (number + 1) * BATCH])
        else:
            yield from as_documents(quick)


def parse_strictly(texts: Sequence[bytes]) -> Iterator[JsonDocument | JsonError]:
    """Yield the value of each text or its error, from the strict decoder."""
    return map(_parse, texts)


def as_documents(quick: Quick) -> Iterator[JsonDocument]:
    """Yield the values that were read in bulk."""
    return (JsonDocument(value, [], quick.depth) for value in quick.values)


def _parse(text: bytes) -> JsonDocument | JsonError:
    try:
        return JsonDocument(*parse_json(text.decode()), None)
    except JsonError as error:
        return error


def parse_json(text: str) -> tuple[Any, list[str]]:
    """Return the value, and the keys that an object has twice (the last value counts).

    Lone surrogates become U+FFFD. Integers with too many digits stay text.

    Raises:
        JsonError: The text is not JSON, contains NaN or Infinity, or is nested too deeply.
    """
    check_nesting(text)
    decoder = _Decoder()
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise syntax_error(text, error) from error
    except _ConstantError as error:
        raise _constant_error(text) from error
    return value, sorted(decoder.duplicates)


class _Decoder:
    """The standard decoder in a strict form."""

    def __init__(self) -> None:
        self.duplicates: set[str] = set()

    def decode(self, text: str) -> Any:
        has_surrogates = "\\ud" in text or "\\uD" in text or _SURROGATE.search(text) is not None
        return json.loads(
            text,
            object_pairs_hook=self._repaired_pairs if has_surrogates else self._pairs,
            parse_constant=_refuse_constant,
            parse_int=_parse_int,
        )

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            keys = [key for key, _ in pairs]
            self.duplicates.update(key for key in mapping if keys.count(key) > 1)
        return mapping

    def _repaired_pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return self._pairs(
            [(str(_replace_surrogates(key)), _replace_surrogates(value)) for key, value in pairs]
        )


def _replace_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return replace_surrogates(value)
    return [_replace_surrogates(item) for item in value] if isinstance(value, list) else value


class _ConstantError(Exception):
    """Raised for NaN or Infinity, which JSON does not have."""


def _refuse_constant(name: str) -> Any:
    raise _ConstantError(name)


def _constant_error(text: str) -> JsonError:
    """Return the error for the first NaN or Infinity outside quotes."""
    found = next(found for found in _CONSTANT.finditer(text) if found[1])
    message = f'invalid JSON: "{found[1]}" is not a number'
    hint = "write null for a number that is not known"
    return json_error(text, found.start(), message, hint=hint)


def _parse_int(digits: str) -> int | str:
    return int(digits) if len(digits) <= DIGITS else digits


def is_deeper(value: Any, limit: int) -> bool:
    """Return whether lists and mappings nest deeper than ``limit``, without recursion."""
    level = [value]
    for _ in range(limit + 1):
        level = [
            item
            for outer in level
            if isinstance(outer, (list, dict))
            for item in (outer if isinstance(outer, list) else outer.values())
        ]
        if not level:
            return False
    return True
