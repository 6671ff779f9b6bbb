"""Adjectives and short forms of countries: *malienne*, *türkisch-syrisch*, *中印*.

The words are in the tables of ``words/``, by the English name of the country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from dateline.geocoder.templates import regex_of

_FLAGS: Final = re.IGNORECASE | re.DOTALL

#: What is written between two adjectives of countries.
_BETWEEN: Final = r"\s*[-‑–—/·]\s*|\s+"


class Nations:
    """The adjectives of countries of one language.

    Args:
        table: Templates of words by the English name of the country.
        joint: The expression of a word between two of them, such as *and*; may be empty.
        is_apart: Whether words end where their letters end. Otherwise two can be written together.
    """

    def __init__(
        self, table: Mapping[str, Sequence[str]], joint: str = "", *, is_apart: bool = True
    ) -> None:
        words = [(word, country) for country, listed in table.items() for word in listed]
        self._words = sorted(words, key=lambda one: (-len(one[0]), one[0]))
        self._joint = joint
        self._is_apart = is_apart

    def has(self, country: str) -> bool:
        """Return whether a name is that of a country of the table."""
        return any(country == name for _, name in self._words)

    @property
    def templates(self) -> list[str]:
        """The words of all countries, as templates."""
        return [word for word, _ in self._words]

    @property
    def expression(self) -> str:
        """The expression of one adjective, without groups."""
        words = [regex_of(word, {}) for word in self.templates]
        edge = r"(?!\w)" if self._is_apart else ""
        return rf"(?:{'|'.join(words) or '(?!)'}){edge}"

    @cached_property
    def _one(self) -> re.Pattern[str]:
        edge = r"(?!\w)" if self._is_apart else ""
        words = "|".join(f"({regex_of(word, {})}){edge}" for word in self.templates)
        return re.compile(words or "(?!)", _FLAGS)

    @cached_property
    def _between(self) -> re.Pattern[str]:
        joint = rf"\s*{self._joint}\s*|" if self._joint else ""
        return re.compile(joint + _BETWEEN + ("" if self._is_apart else "|"), _FLAGS)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the English names of the countries whose adjectives make up a text.

        Empty if there is anything else in it.
        """
        found: list[str] = []
        at = 0
        while (match := self._one.match(text, at)) is not None:
            found.append(self._words[(match.lastindex or 1) - 1][1])
            if match.end() == len(text):
                return tuple(found)
            between = self._between.match(text, match.end())
            if between is None:
                return ()
            at = between.end()
        return ()
