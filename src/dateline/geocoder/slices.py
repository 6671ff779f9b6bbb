"""Slices of a ``where`` text that know their offset. ``grammar.py`` decides what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


class ExpressionError(ValueError):
    """Raised for a text that begins like a form of the language but is not a complete one.

    Attributes:
        message: What was seen and what was expected, both quoted; one line.
        hint: What to do; one line.
        column: 1-based column in the text.
    """

    def __init__(self, message: str, *, hint: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column


class DistanceError(ExpressionError):
    """Raised for a distance that no place on Earth can have."""


class NoReadingError(Exception):
    """Raised if an order fits a text but what it would mean does not."""


def brief(text: str, limit: int = 80) -> str:
    """Return a text for a message: cut with an ellipsis if it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the text and its offset."""

    text: str
    start: int

    def trimmed(self) -> Slice:
        """Return the piece without leading and trailing white space."""
        left = len(self.text) - len(self.text.lstrip())
        return Slice(self.text.strip(), self.start + left)

    def sub(self, start: int, end: int | None = None) -> Slice:
        """Return a part of the piece, trimmed."""
        return Slice(self.text[start:end], self.start + start).trimmed()

    def quoted(self) -> str:
        """Return the text in quotes for a message, shortened if it is long."""
        return f'"{brief(self.plain())}"'

    def plain(self) -> str:
        """Return the text with every run of white space replaced by one space."""
        return " ".join(self.text.split())

    def wrong(self, message: str, hint: str) -> ExpressionError:
        """Return an error that points to this piece."""
        return ExpressionError(message, hint=hint, column=self.start + 1)

    def no_distance(self, message: str, hint: str) -> DistanceError:
        """Return an error about a distance that points to this piece."""
        return DistanceError(message, hint=hint, column=self.start + 1)

    def split(self, separator: re.Pattern[str]) -> list[Slice]:
        """Split at each separator outside of quotes and brackets."""
        pieces, last = [], 0
        for found in self.cuts(separator):
            pieces.append(self.sub(last, found.start()))
            last = found.end()
        return [*pieces, self.sub(last)]

    def cuts(self, separator: re.Pattern[str]) -> list[re.Match[str]]:
        """Return each separator outside of quotes and brackets."""
        found = list(separator.finditer(self.text))
        if not found and not _CLOSING.search(self.text):
            return found
        inside = self._inside()
        return [match for match in found if not inside[match.start()]]

    def is_open(self, match: re.Match[str]) -> bool:
        """Return whether no group of a match begins or ends inside of quotes or brackets."""
        if not _CLOSING.search(self.text):
            return True
        inside = self._inside()
        spans = [match.span(name) for name in match.re.groupindex]
        return not any(inside[at] for span in spans for at in span if at >= 0)

    def is_enclosed(self) -> bool:
        """Return whether the first bracket is closed by the last character."""
        return not any(not flag for flag in self._inside()[1:-1])

    def _inside(self) -> list[bool]:
        """Return for each gap between characters whether it is inside quotes or brackets."""
        if not _CLOSING.search(self.text):
            return [False] * (len(self.text) + 1)
        flags = [False]
        depth = 0
        while len(flags) <= len(self.text):
            index = len(flags) - 1
            character = self.text[index]
            if character == '"' and _opens_quote(self.text, index):
                quoted = QUOTED.match(self.text, index)
                if quoted is None:
                    raise self._unmatched('"')
                flags += [*([True] * (len(quoted.group()) - 1)), depth > 0]
                continue
            depth += {"(": 1, ")": -1}.get(character, 0)
            flags.append(depth > 0)
        if depth:
            raise self._unmatched(")" if depth > 0 else "(")
        return flags

    def _unmatched(self, sign: str) -> ExpressionError:
        return self.wrong(
            f'"{brief(self.text)}" has no matching {sign!r}',
            f"add the missing {sign} or leave both out",
        )


_CLOSING: Final = re.compile(r'["()]')
QUOTED: Final = re.compile(r'"(?:[^"]|"")*"(?=$|[\s;,()])')


def _opens_quote(text: str, index: int) -> bool:
    """Return whether a quotation mark starts a word; otherwise it means seconds of arc."""
    return index == 0 or text[index - 1] in " ;,("
