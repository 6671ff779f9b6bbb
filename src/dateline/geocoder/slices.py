"""Pieces of a ``where`` text that know where they start; which pieces mean what is elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


class ExpressionError(ValueError):
    """A text that begins like a form of the language and does not go on like one.

    Attributes:
        message: What was seen and what was expected, both quoted; one line.
        hint: An act the writer can do now.
        column: 1-based column in the text.
    """

    def __init__(self, message: str, *, hint: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.column = column


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the text and the offset it starts at."""

    text: str
    start: int

    def trimmed(self) -> Slice:
        """Return the piece without the white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        return Slice(self.text.strip(), self.start + left)

    def sub(self, start: int, end: int | None = None) -> Slice:
        """Return a part of the piece, trimmed."""
        return Slice(self.text[start:end], self.start + start).trimmed()

    def plain(self) -> str:
        """Return the text with one space wherever there is white space."""
        return " ".join(self.text.split())

    def wrong(self, message: str, hint: str) -> ExpressionError:
        """Return the error that this piece is."""
        return ExpressionError(message, hint=hint, column=self.start + 1)

    def split(self, separator: re.Pattern[str]) -> list[Slice]:
        """Cut at each separator that is in no quotes and no brackets."""
        closed = self._closed()
        pieces, last = [], 0
        for found in separator.finditer(self.text):
            if not closed[found.start()]:
                pieces.append(self.sub(last, found.start()))
                last = found.end()
        return [*pieces, self.sub(last)]

    def _closed(self) -> list[bool]:
        """Say of each character whether it is in quotes or brackets."""
        if not _CLOSING.search(self.text):
            return [False] * len(self.text)
        flags: list[bool] = []
        depth = 0
        while len(flags) < len(self.text):
            index = len(flags)
            character = self.text[index]
            if character == '"' and _opens_quote(self.text, index):
                quoted = QUOTED.match(self.text, index)
                if quoted is None:
                    raise self._unmatched('"')
                flags += [True] * len(quoted.group())
                continue
            depth += {"(": 1, ")": -1}.get(character, 0)
            flags.append(depth > 0)
        if depth:
            raise self._unmatched(")" if depth > 0 else "(")
        return flags

    def _unmatched(self, sign: str) -> ExpressionError:
        return self.wrong(
            f'"{self.text}" has no matching {sign!r}', f"add the missing {sign} or leave both out"
        )


_CLOSING: Final = re.compile(r'["()]')
QUOTED: Final = re.compile(r'"(?:[^"]|"")*"(?=$|[\s;,()])')


def _opens_quote(text: str, index: int) -> bool:
    """Say whether a quotation mark stands at the start of a word; else it is seconds of arc."""
    return index == 0 or text[index - 1] in " ;,("
