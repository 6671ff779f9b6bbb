"""Profiles: what the columns of a known source mean, as its codebook says; one TOML file each.

A table fits a profile by its headings, never by the name of its file. ``docs/profiles.md`` explains
the format; ``profiled.py`` applies a profile to a table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from dateline import schema
from dateline.errors import SettingsError
from dateline.limits import SETTINGS_BYTES, read_bounded
from dateline.mapping.dates import DATE_RULES, PatternError, compile_pattern
from dateline.mapping.lexicon import PARTS, fold_heading
from dateline.one_line import clipped
from dateline.settings import MAPPING_FILE, SETTINGS_FILE

#: Files that are no profiles, though a folder of a project may have them.
_OTHERS: Final = frozenset({SETTINGS_FILE, MAPPING_FILE, "pyproject.toml"})

#: The profiles in the package.
_PACKAGED: Final = Path(__file__).parent / "profiles"

#: Fields that a rule for a code may make again, by templates.
RULE_TEXTS: Final = ("where", "title")

_PLACE_RULE: Final = frozenset({"precision", "uncertainty_m", *RULE_TEXTS})
_LIST: Final = frozenset({"column", "split", "pattern", "field", "rename", "fields"})
_TABLES: Final[Mapping[str, frozenset[str]]] = {
    "dates": frozenset({"format", "precision", "codes"}),
    "place": frozenset({"code", "codes", "default", "levels", "radius"}),
    "sources": _LIST,
    "media": _LIST,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """The meaning of the columns of a known source.

    Attributes:
        name: The name of its file, without the suffix.
        title: The name of the source.
        codebook: Where its columns are defined.
        headings: Headings that a table of this source always has.
        without: Headings that it never has.
        columns: Field, or part of a date, to the headings it may have; the first one counts.
        texts: Field to templates; the first one whose columns have values counts.
        words: Field to the words of its column, and what they become.
        ranges: Field to words, and the number from which each word applies.
        missing: Field to the values that say that there is none.
        constants: Field to the value that every event has.
        dates: ``format``: one or several patterns; ``precision``: the column of codes; ``codes``:
            code to one of :data:`~dateline.mapping.dates.DATE_RULES`.
        place: ``code``: the column of codes; ``codes``: code to precision, uncertainty and texts;
            ``default`` of rows without a code; ``levels``: columns of names, the finest first, to
            the precision if a row has that name; ``radius``: columns of the uncertainty.
        sources: How the sources of an event are made of columns.
        media: The same for its media.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    codebook: str = ""
    without: tuple[str, ...] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ranges: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, Any], ...] = ()
    media: tuple[Mapping[str, Any], ...] = ()

    def fits(self, folded: frozenset[str]) -> bool:
        """Return whether a table with these headings, folded, is of this source."""
        return all(fold_heading(name) in folded for name in self.headings) and not any(
            fold_heading(name) in folded for name in self.without
        )

    def choose(self, headings: Iterable[str]) -> dict[str, str]:
        """Return the heading that each field is read from."""
        found = {fold_heading(name): name for name in reversed(list(headings))}
        chosen = {}
        for name, wanted in self.columns.items():
            for heading in as_list(wanted):
                if fold_heading(heading) in found:
                    chosen[name] = found[fold_heading(heading)]
                    break
        return chosen


def as_list(value: Any) -> list[Any]:
    """Return a value of a profile that may be one or several as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def find_profiles(headings: Iterable[str], folder: Path | None) -> list[Profile]:
    """Return the profiles that a table fits; those of the project replace those of the package.

    Args:
        headings: As in the table.
        folder: The folder of the project's own profiles.

    Raises:
        SettingsError: A profile of the project is not valid.
    """
    folded = frozenset(map(fold_heading, headings))
    own = _own_profiles(folder) if folder else ()
    return [p for p in own if p.fits(folded)] or [p for p in packaged() if p.fits(folded)]


def named_profile(name: str, folder: Path | None) -> Profile:
    """Return the profile of a name; that of the project comes first.

    Raises:
        SettingsError: There is none.
    """
    own = _own_profiles(folder) if folder else ()
    known: dict[str, Profile] = {each.name: each for each in (*packaged(), *own)}
    if name not in known:
        raise SettingsError(
            f'setting "read.tables" names the profile "{clipped(name)}", which does not exist',
            hint="use one of these profiles: " + ", ".join(sorted(known)),
        )
    return known[name]


@cache
def packaged() -> tuple[Profile, ...]:
    """Return the profiles in the package."""
    return tuple(map(read_profile, sorted(_PACKAGED.glob("*.toml"))))


def _own_profiles(folder: Path) -> tuple[Profile, ...]:
    """Return the profiles in a folder, which are read again only if a file has changed."""
    if not folder.is_dir():
        raise SettingsError(
            f'setting "read.profiles" is "{folder}", which is not a folder',
            hint="make the folder, or remove the setting",
        )
    paths = [path for path in sorted(folder.glob("*.toml")) if path.name not in _OTHERS]
    return _read_profiles(tuple((path, _state(path)) for path in paths))


def _state(path: Path) -> tuple[int, int]:
    """Return what changes when a file does."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _read_profiles(states: tuple[tuple[Path, tuple[int, int]], ...]) -> tuple[Profile, ...]:
    return tuple(read_profile(path) for path, _ in states)


def read_profile(path: Path) -> Profile:
    """Return the profile in a file.

    Raises:
        SettingsError: It is not TOML, or has an unknown key, field or rule.
    """
    try:
        table = tomllib.loads(read_bounded(path, SETTINGS_BYTES).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _wrong(path, f"cannot be read: {error}") from error
    known = {f.name for f in fields(Profile)} - {"name"}
    for key in table:
        if key not in known:
            raise _wrong(path, f'has an unknown key "{key}", expected one of {_listed(known)}')
    for key in ("title", "headings"):
        if not table.get(key):
            raise _wrong(path, f'has no "{key}"')
    _check(path, table)
    return Profile(path.stem, **table)


def _check(path: Path, table: Mapping[str, Any]) -> None:
    known = {*schema.GIVEN, *PARTS}
    for key in ("columns", "texts", "words", "ranges", "missing", "constants"):
        for name in table.get(key, {}):
            if name not in known:
                raise _wrong(path, f'has the unknown field "{name}" in [{key}]')
    for key, allowed in _TABLES.items():
        for part in as_list(table.get(key, [])):
            for name in part:
                if name not in allowed:
                    said = f'has an unknown key "{name}" in [{key}]'
                    raise _wrong(path, f"{said}, expected one of {_listed(allowed)}")
    _check_dates(path, table.get("dates", {}))
    place = table.get("place", {})
    levels = [{"precision": level} for level in place.get("levels", {}).values()]
    for rule in (*place.get("codes", {}).values(), *levels, place.get("default", {})):
        if not _PLACE_RULE.issuperset(rule):
            said = f"has the rule {dict(rule)} in [place]"
            raise _wrong(path, f"{said}, expected only {_listed(_PLACE_RULE)}")
        if rule.get("precision", "near") not in schema.PLACE_PRECISION:
            said = f'has the precision "{rule["precision"]}" in [place]'
            raise _wrong(path, f"{said}, expected one of {_listed(schema.PLACE_PRECISION)}")


def _check_dates(path: Path, dates: Mapping[str, Any]) -> None:
    for text in as_list(dates.get("format", [])):
        try:
            compile_pattern(str(text))
        except PatternError as error:
            said = f'has the format "{text}" in [dates], which is not a pattern of dates: {error}'
            raise _wrong(path, said) from error
    for rule in dates.get("codes", {}).values():
        if rule not in DATE_RULES:
            said = f'has the rule "{rule}" in [dates.codes]'
            raise _wrong(path, f"{said}, expected one of {_listed(DATE_RULES)}")


def _listed(words: Iterable[str]) -> str:
    kept = words if isinstance(words, tuple) else sorted(words)
    return ", ".join(f'"{word}"' for word in kept)


def _wrong(path: Path, said: str) -> SettingsError:
    return SettingsError(
        f"the profile {path} {said}", hint="check it against the format in docs/profiles.md"
    )
