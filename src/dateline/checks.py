"""Checks of single settings: each returns the value, or raises ``TypeError``.

The message of the error says what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

#: A check: takes a raw value of ``dateline.toml``, returns the value of the setting.
Check = Callable[[object], object]

#: The value of ``read.date_format`` that declares no form of dates.
EDTF: Final = "edtf"

#: The longest name of a file that common file systems have, and about the longest path of Linux,
#: less than that because the project's folder comes before it.
NAME_BYTES: Final = 255
PATH_BYTES: Final = 2000

#: The most columns that a project can mark as facets. The page has one bit for each facet.
MOST_FACETS: Final = 12

#: The form of a language tag (BCP 47), such as ``uk`` or ``zh-Hant``. Whether the language exists
#: is not checked.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def language(value: object) -> str:
    """Return the value if it is a language tag (BCP 47), else raise."""
    tag = text(value)
    if _LANGUAGE.fullmatch(tag) is None:
        raise TypeError('a language tag such as "en" or "uk"')
    return tag


def text(value: object) -> str:
    """Return the value if it is text without null characters, else raise."""
    if not isinstance(value, str) or "\0" in value:
        raise TypeError("text without null characters" if isinstance(value, str) else "text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return the value if it is one text, or a list of them, else raise."""
    if isinstance(value, str):
        return (text(value),)
    if not isinstance(value, list) or not all(isinstance(v, str) and "\0" not in v for v in value):
        raise TypeError("a list of text")
    return tuple(value)


def facets(value: object) -> tuple[str, ...]:
    """Return the value if it is a list of a few names of columns, else raise."""
    names = texts(value)
    if len(names) > MOST_FACETS:
        raise TypeError(f"a list of at most {MOST_FACETS} columns")
    return names


def flag(value: object) -> bool:
    """Return the value if it is true or false, else raise."""
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def count(value: object) -> int:
    """Return the value if it is a whole number of 0 or more, else raise."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("a whole number of 0 or more")
    return value


def share(value: object) -> float:
    """Return the value if it is a number from 0 to 1, else raise."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise TypeError("a number from 0 to 1")
    return float(value)


def path(value: object) -> Path:
    """Return the value if it is a path that a file system can have, else raise."""
    name = text(value)
    sizes = [len(part.encode("utf-8", "replace")) for part in (name, *Path(name).parts)]
    if sizes[0] > PATH_BYTES or max(sizes[1:], default=0) > NAME_BYTES:
        raise TypeError(f"a path of at most {PATH_BYTES} bytes, and {NAME_BYTES} for each name")
    return Path(name)


def path_or_none(value: object) -> Path | None:
    """Return the value if it is a path, None if it is an empty text, else raise."""
    return path(value) if value != "" else None


def colour(value: object) -> str:
    """Return the value if it is ``#rrggbb``, else raise."""
    code = text(value).lower()
    if re.fullmatch("#[0-9a-f]{6}", code) is None:
        raise TypeError('a colour such as "#0072b2"')
    return code


#: What a pattern of dates consists of: letters of its parts, quoted words, and other characters.
_PATTERN: Final = re.compile("(?:[yYuMLdDEcHhKkmsSazZxXvVO]|'[^']*'|[^A-Za-z'])+")


def check_date_format(value: object) -> str | tuple[str, ...]:
    """Return the declared forms of dates: ``edtf``, a pattern, or a list of patterns.

    Raises:
        TypeError: It is none of these; the message says what is expected.
    """
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, str) for v in value):
        return tuple(_pattern(one) for one in value)
    return _pattern(text(value))


def _pattern(text: str) -> str:
    letters = re.sub("'[^']*'", "", text)
    if text != EDTF and not (_PATTERN.fullmatch(text) and re.search("[yYu]", letters)):
        raise TypeError(
            '"edtf", a pattern such as "DD/MM/YYYY" or "d MMMM yyyy", or a list of them'
        )
    return text


def day(value: object) -> str:
    """Return the value if it is a day as ``YYYY-MM-DD``, or nothing, else raise."""
    written = str(value) if isinstance(value, date) else text(value)
    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError:
        raise TypeError('a day such as "2024-03-05"') from None


def mappings(value: object) -> dict[str, dict[str, str]]:
    """Return the value if it is a table of tables of texts, else raise."""
    if not isinstance(value, dict):
        raise TypeError("a table of tables: the words of each field")
    return {str(key): mapping(words) for key, words in value.items()}


def mapping(value: object) -> dict[str, str]:
    """Return the value if it is a table of texts, else raise."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise TypeError("a table of field = heading")
    return {str(key): v for key, v in value.items()}


def one_of(words: tuple[str, ...]) -> Check:
    """Return a check for one of some words."""

    def check(value: object) -> str:
        if value not in words:
            raise TypeError("one of " + ", ".join(f'"{word}"' for word in words))
        return str(value)

    return check
