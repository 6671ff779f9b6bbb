"""Scripts: the languages a text is read in. Their tables are read once a text is in a script."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from dateline.geocoder.language import PlaceWords

#: The folders of ``words/``, and the letters of their scripts.
_SCRIPTS: Final = {
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff",
    "hebrew": "\u0590-\u05ff",
    "devanagari": "\u0900-\u097f",
    "hangul": "\u1100-\u11ff\uac00-\ud7af",
    "kana": "\u3040-\u30ff",
    "han": "\u4e00-\u9fff",
}
_LETTERS: Final = re.compile("|".join(f"(?P<{name}>[{s}])" for name, s in _SCRIPTS.items()))


@cache
def _of_script(script: str) -> tuple[PlaceWords, ...]:
    """Return the languages of a script, in the order of their codes."""
    folder = files("dateline.geocoder") / "words" / script
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    tables = [(n, (folder / n).read_text(encoding="utf-8")) for n in names if n.endswith(".toml")]
    return tuple(
        PlaceWords(name.removesuffix(".toml"), script, tomllib.loads(t)) for name, t in tables
    )


@cache
def english() -> PlaceWords:
    """Return the language that expressions are written back in."""
    path = files("dateline.geocoder") / "words" / "latin" / "en.toml"
    return PlaceWords("en", "latin", tomllib.loads(path.read_text(encoding="utf-8")))


def languages_of(text: str) -> tuple[PlaceWords, ...]:
    """Return the languages of the script of a text; those whose own letters it has come first.

    English is not among them: it is tried on every text.
    """
    found = {m.lastgroup or "" for m in _LETTERS.finditer(text)}
    if not found:
        return tuple(one for one in _of_script("latin") if one.code != "en")
    if "han" in found and "kana" not in found:
        found.add("kana")
    scripts = [name for name in ("kana", "han", *_SCRIPTS) if name in found]
    if "han" in found and not re.search(f"[{_SCRIPTS['kana']}]", text):
        scripts = ["han", *scripts]
    some = [one for name in dict.fromkeys(scripts) for one in _of_script(name)]
    lower = text.casefold()
    return tuple(sorted(some, key=lambda one: not any(c in one.letters for c in lower)))
