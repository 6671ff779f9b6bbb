"""Areas in texts: the countries, regions and districts that a running text names.

Names are those of the gazetteer, with demonyms; what else counts is in ``said.toml``. Of several
names at one spot the longest counts: "South Sudan" does not name Sudan. The names are looked up in
batches, each once, and each run of words is understood once.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from dateline.gazetteer import Gazetteer, fold
from dateline.gazetteer.kinds import splits
from dateline.geocoder.nameless import is_nameless
from dateline.unspaced import UNSPACED

Level = Literal["country", "admin1", "admin2"]


class SaidArea(NamedTuple):
    """A country (ISO 3166-1 alpha-2), region or district (GeoNames codes)."""

    level: Level
    code: str


class Said(NamedTuple):
    """Areas that a text names in one place: ``areas`` are all that the words may mean."""

    start: int
    end: int
    words: str
    areas: frozenset[SaidArea]


_JOINTS: Final = "|".join(
    tomllib.loads((files("dateline.geocoder") / "said.toml").read_text(encoding="utf-8"))["joints"]
)
_CAPITAL: Final = (
    r"[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100-\u017f\u0386-\u03ab\u0400-\u042f\u0490\u1e00-\u1eff]"
)
_WORD: Final = rf"(?:[dl]['’])?{_CAPITAL}[\w'’.-]*"
#: Capitalised words, and words of scripts without capitals: what may be a name.
RUN: Final = re.compile(
    rf"{_WORD}(?:[ ](?:(?:{_JOINTS})[ ]){{0,2}}{_WORD})*"
    r"|[\u0531-\u1cff\u2c80-\ud7ff\uf900-\ufdff\ufe70-\ufeff]+(?: [\u0531-\u08ff]+)*"
)
_TOKEN: Final = re.compile(r"[^\s]+")
_POSSESSIVE: Final = re.compile(r"['’](?:s|S)?$")
#: The longest name in words, and in letters of a script that does not space words.
_MOST_WORDS: Final = 5
_MOST_LETTERS: Final = 7
#: Shorter words are names by chance too often.
_LEAST: Final = 3
#: Demonyms are longer than codes.
_LEAST_DEMONYM: Final = 4
#: With more new runs of words, those that cannot be names are sorted out first.
_MANY: Final = 5_000
#: Names per statement.
_BATCH: Final = 2_000
_KINDS: Final = frozenset({"country", "admin1", "admin2"})

_BY_KEY: Final = (
    "SELECT n.key, n.rank, p.kind, p.country, p.admin1, p.admin2 FROM name n "
    "JOIN place p ON p.id = n.place WHERE n.key IN (SELECT value FROM json_each(?)) "
    "AND p.kind IN ('country', 'admin1', 'admin2') AND p.country != ''"
)


_ALL_KEYS: Final = (
    "SELECT key FROM name WHERE place IN "
    "(SELECT id FROM place WHERE kind IN ('country', 'admin1', 'admin2'))"
)

_Phrase = tuple[int, int, tuple[str, ...]]


class AreaReader:
    """Finds the areas that texts name.

    Args:
        gazetteer: Has the names of the areas.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._named: dict[str, frozenset[SaidArea]] = {}
        self._runs: dict[str, tuple[Said, ...]] = {}

    def read(self, texts: Sequence[str]) -> list[tuple[Said, ...]]:
        """Return the areas that each text names, in the order of the text."""
        found = [[(match.group(), match.start()) for match in RUN.finditer(t)] for t in texts]
        new = {run for some in found for run, _ in some} - self._runs.keys()
        is_known = self._may_begin if len(new) > _MANY else None
        phrases = {run: tuple(_phrases(run, is_known)) for run in new}
        self._look_up(key for some in phrases.values() for *_, keys in some for key in keys)
        for run, some in phrases.items():
            self._runs[run] = tuple(self._in_run(run, some)) if some else ()
        return [
            tuple(
                said._replace(start=said.start + start, end=said.end + start)
                for run, start in some
                for said in self._runs[run]
            )
            for some in found
        ]

    def _may_begin(self, word: str) -> bool:
        """Return whether a folded Latin word begins the name of an area."""
        return word.split(" ", 1)[0] in self._first_words

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The first word of every name of an area, folded; only worth loading for many texts."""
        return frozenset(key.split(" ", 1)[0] for (key,) in self._gazetteer.rows(_ALL_KEYS))

    def _in_run(self, run: str, phrases: Sequence[_Phrase]) -> Iterator[Said]:
        """Yield the areas of a run: at each spot the longest name, from left to right."""
        done = 0
        for start, end, keys in phrases:
            areas = next((self._named[key] for key in keys if self._named.get(key)), None)
            if areas and start >= done:
                done = end
                yield Said(start, end, run[start:end], areas)

    def _look_up(self, keys: Iterable[str]) -> None:
        missing = sorted(set(keys) - self._named.keys())
        cores = {split.core for key in missing for split in splits(key) if split.kinds & _KINDS}
        rows: dict[str, list[tuple[Any, ...]]] = {}
        asked = sorted({*missing, *cores})
        for start in range(0, len(asked), _BATCH):
            batch = json.dumps(asked[start : start + _BATCH])
            for row in self._gazetteer.rows(_BY_KEY, (batch,)):
                rows.setdefault(row[0], []).append(row)
        for key in missing:
            self._named[key] = frozenset(_areas(key, rows))


def _areas(key: str, rows: dict[str, list[tuple[Any, ...]]]) -> Iterator[SaidArea]:
    """Yield the areas that a folded name means."""
    whole = [row for row in rows.get(key, ()) if _is_name(key, row)]
    if not whole:
        for split in splits(key):
            whole += [row for row in rows.get(split.core, ()) if row[2] in split.kinds]
    if any(row[2] != "admin2" for row in whole):
        whole = [row for row in whole if row[2] != "admin2"]
    country = min((row[1] for row in whole if row[2] == "country"), default=None)
    if country is not None:
        # "France" is also an old name of the region around Paris, and no text means that.
        whole = [row for row in whole if row[1] <= country]
    for _, _, kind, country, admin1, admin2 in whole:
        code = {"country": country, "admin1": admin1, "admin2": admin2}[kind]
        if code:
            yield SaidArea(kind, code)


def _is_name(key: str, row: tuple[Any, ...]) -> bool:
    """Return whether a text that has the key means the area: districts only by their main name."""
    _, rank, kind, *_ = row
    if is_nameless(key) or len(key) < 2:  # noqa: PLR2004 - a letter is no name
        return False
    if key in said_words("abbreviations"):
        return bool(kind == "country")
    if rank >= 3:  # noqa: PLR2004 - the ranks are those of the gazetteer
        return kind != "admin2" and len(key) >= _LEAST_DEMONYM
    if kind == "admin2":
        return bool(rank == 0) and len(key) > _LEAST
    return len(key) >= _LEAST or not key.isascii()


def _phrases(run: str, may_begin: Callable[[str], bool] | None) -> Iterator[_Phrase]:
    """Yield the start, end and folded forms of each part of a run; long parts come first.

    Args:
        run: The words.
        may_begin: Returns whether a folded word may begin a name; None if all may.
    """
    if UNSPACED.match(run):
        letters = range(len(run))
        spans = [(s, s + n) for s in letters for n in range(_MOST_LETTERS, 1, -1)]
        yield from ((s, e, (fold(run[s:e]),)) for s, e in spans if e <= len(run))
        return
    tokens = [(match.start(), *_token(match.group())) for match in _TOKEN.finditer(run)]
    is_latin = run[0] <= "\u024f"
    for first, (start, _, word) in enumerate(tokens):
        if not word or (is_latin and may_begin and not may_begin(word)):
            continue
        for last in range(min(len(tokens), first + _MOST_WORDS) - 1, first, -1):
            words = [folded for *_, folded in tokens[first : last + 1]]
            at, length, _ = tokens[last]
            yield start, at + length, (_without_the(" ".join(words)),)
        yield start, start + tokens[first][1], _forms(word)


@lru_cache(maxsize=50_000)
def _token(token: str) -> tuple[int, str]:
    """Return the length of a word without its possessive ending, and its folded form."""
    bare = _POSSESSIVE.sub("", token.rstrip(".-"))
    return len(bare), fold(f"{bare}." if token.endswith(".") and "." in bare else bare)


def _without_the(key: str) -> str:
    return key.removeprefix("the ")


@lru_cache(maxsize=50_000)
def _forms(key: str) -> tuple[str, ...]:
    """Return a folded word and the names that it may be an inflected form of."""
    found = [key]
    if len(key) > _LEAST and "\u0400" <= key[0] <= "\u052f":
        endings = sorted(said_words("endings"))
        found += [key[:-cut] + ending for cut in (1, 2) for ending in endings]
        homeland = next((one for one in said_words("homelands") if key.endswith(one)), "")
        if homeland:
            stem = key.removesuffix(homeland)
            found += [stem + adjective for adjective in sorted(said_words("adjectives"))]
    elif len(key) > _LEAST and "\u0600" <= key[0] <= "\u06ff":
        prefixes = sorted(said_words("arabic_prefixes"))
        found += [key.removeprefix(prefix) for prefix in prefixes if key.startswith(prefix)]
    return tuple(found)


def holds(code: str, other: str) -> bool:
    """Return whether the area with a code is, or contains, the area with another code.

    >>> holds("US.GA", "US.GA.275"), holds("US.G", "US.GA")
    (True, False)
    """
    return f"{other}.".startswith(f"{code}.")


@cache
def said_words(name: str) -> frozenset[str]:
    """Return a list of words from ``said.toml``."""
    path = files("dateline.geocoder") / "said.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))[name])
