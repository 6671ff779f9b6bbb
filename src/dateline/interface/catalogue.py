"""Reads the catalogue: a TOML file of messages for each language of the page.

A message is a text in which ``{name}`` stands for a value, a list of texts, or a table of texts
with a plural form each. Plural forms are chosen in the page, whose browser knows the rules (CLDR).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: The language that every message has.
DEFAULT: Final = "en"

#: Forms of dates other than that of the language, each a file in ``forms``.
DATE_FORMATS: Final = ("month-first", "iso")

#: Forms of a message that a language may have in addition; a form of dates replaces them, too.
_FORMS: Final = ("", "_of", "_in", "_bare")

#: Plural categories of CLDR; a table with no other keys holds plural forms.
PLURALS: Final = frozenset(("zero", "one", "two", "few", "many", "other"))

_VALUE: Final = re.compile(r"\{(\w+)\}")

Message = str | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a language.

    Attributes:
        tag: BCP 47 tag, the name of the file.
        messages: Messages by key, such as ``date.since``.
    """

    tag: str
    messages: Mapping[str, Message]

    def say(self, key: str, **values: str) -> str:
        """Return a message with its values; one that is missing is an error of the catalogue."""
        return fill(self._text(key), values)

    def words(self, key: str) -> list[str]:
        """Return a list of words, such as ``date.months``."""
        message = self.messages[key]
        assert isinstance(message, list), f"{key} is a list"
        return message

    def has(self, key: str) -> bool:
        """Return whether there is such a message."""
        return key in self.messages

    def word_of(self, prefix: str, value: str) -> str | None:
        """Return the message of a value, such as ``status.planned``, or None."""
        key = f"{prefix}.{value}"
        return self._text(key) if value and key in self.messages else None

    @property
    def name(self) -> str:
        """The language's name for itself."""
        return self._text("language.name")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self._text("language.direction")

    def _text(self, key: str) -> str:
        message = self.messages[key]
        assert isinstance(message, str), f"{key} is a text"
        return message


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into a text; a name without a value stays.

    >>> fill("since {date}", {"date": "2024"})
    'since 2024'
    """
    return _VALUE.sub(lambda found: values.get(found[1], found[0]), text)


@cache
def languages() -> tuple[str, ...]:
    """Return the tags of all languages: English first, the others by tag."""
    tags = [
        one.name.removesuffix(".toml") for one in _folder().iterdir() if one.name.endswith(".toml")
    ]
    return tuple(sorted(tags, key=lambda tag: (tag != DEFAULT, tag)))


@cache
def load_words(tag: str = DEFAULT, date_format: str = "") -> Wording:
    """Return the words of a language; messages that it lacks are in English.

    Args:
        tag: One of :func:`languages`.
        date_format: One of :data:`DATE_FORMATS`, or empty for that of the language.
    """
    own = own_messages(tag)
    words = own if tag == DEFAULT else {**own_messages(DEFAULT), **own}
    if date_format:
        form = _read(_folder() / "forms" / f"{date_format}.toml")
        replaced = {key + end for key in form for end in _FORMS}
        words = {key: said for key, said in words.items() if key not in replaced} | form
    return Wording(tag, words)


def language_for(tag: str) -> str:
    """Return the language of the catalogue for a BCP 47 tag; English if it has none.

    >>> language_for("en-GB"), language_for("tlh")
    ('en', 'en')
    """
    parts = tag.replace("_", "-").split("-")
    known = {one.lower(): one for one in languages()}
    tries = ("-".join(parts[:size]).lower() for size in range(len(parts), 0, -1))
    return next((known[one] for one in tries if one in known), DEFAULT)


def own_messages(tag: str) -> dict[str, Message]:
    """Return the messages that the file of a language has."""
    return _read(_folder() / f"{tag}.toml")


def _read(path: Any) -> dict[str, Message]:
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Message]]:
    flat: list[tuple[str, Message]] = []
    for key, value in table.items():
        is_section = isinstance(value, dict) and not set(value) <= PLURALS
        flat += _flat(value, f"{prefix}{key}.") if is_section else [(prefix + key, value)]
    return flat


def _folder() -> Any:
    return files("dateline.interface")
