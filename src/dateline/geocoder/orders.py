"""Orders: the templates of a language, and which of them fit a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from dateline.geocoder.slices import Slice
from dateline.geocoder.templates import regex_of, required, slots_of

if TYPE_CHECKING:
    from dateline.geocoder.language import PlaceWords

_FLAGS: Final = re.IGNORECASE | re.DOTALL

_SUFFIX: Final = re.compile(r"(?:\[[^]]*\]\s*)*\{(place|what|ends|pair|list)\}")


class WordOrder:
    """One template of a form, compiled when a text first contains a word of it."""

    def __init__(self, form: str, template: str, language: PlaceWords) -> None:
        self.form = form
        self.template = template
        self._language = language
        #: Words of which a text must have one of each group.
        self.required = required(template, language.slot_words)
        apart = language.is_apart
        self._needed = [
            (some.whole, some.parts) if apart else (frozenset[str](), some.whole | some.parts)
            for some in self.required
        ]
        #: Whether it begins with a place, so that any text could begin it.
        self.is_suffix = _SUFFIX.match(template) is not None
        #: Whether other orders are tried before it.
        self.is_last = (self.is_suffix and form != "part_of") or form == "adjective"

    def match(self, text: str, lower: str, words: AbstractSet[str]) -> re.Match[str] | None:
        """Return the match of the whole text.

        Args:
            text: As written.
            lower: The text in lower case.
            words: Its words, also in lower case.
        """
        for whole, parts in self._needed:
            if whole.isdisjoint(words) and not any(part in lower for part in parts):
                return None
        return self.pattern.fullmatch(text)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression of the template."""
        slots = {name: self._language.slot(name) for name in slots_of(self.template) & SLOTS}
        source = regex_of(self.template, slots, is_open=self._language.is_spaced)
        return re.compile(source, _FLAGS)


_WORD: Final = re.compile(r"[^\W\d_]+|\d+")


@lru_cache(maxsize=256)
def words_of_text(lower: str) -> frozenset[str]:
    """Return the words of a text in lower case."""
    return frozenset(_WORD.findall(lower))


def matches(orders: Iterable[WordOrder], text: Slice) -> Iterator[tuple[WordOrder, re.Match[str]]]:
    """Yield the orders that fit a whole text without breaking its quotes and brackets."""
    lower = text.text.casefold()
    words = words_of_text(lower)
    for order in orders:
        match = order.match(text.text, lower, words)
        if match and text.is_open(match):
            yield order, match


#: Slots that hold no place.
SLOTS: Final = frozenset(
    (
        *("distance", "bearing", "beyond", "prefix", "side", "share", "bank", "road", "thing"),
        *("kind", "nation", "town", "nodistance"),
    )
)
