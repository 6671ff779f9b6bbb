"""Words for kinds of regions, in the singular and the plural: *province*, *provinces*."""

from __future__ import annotations

from collections.abc import Mapping


class RegionWords:
    """The words for kinds of regions of one language.

    Args:
        plurals: Each word for several regions, or inflected one, with that for one region; empty
            if a name needs no such word.
    """

    def __init__(self, plurals: Mapping[str, str]) -> None:
        self._plurals = plurals
        self.words = [*plurals, *filter(None, plurals.values())]

    def one(self, word: str) -> str:
        """Return the word for one region, given that for one or for several."""
        return self._plurals.get(word.casefold()) or word

    def end(self, text: str) -> bool:
        """Return whether the last word of a text is such a word."""
        return text.rsplit(maxsplit=1)[-1].casefold() in self.words
