"""The settings of a project: read ``dateline.toml`` into :class:`Settings`.

Every setting has a default, and only what the user may choose is here. A wrong setting is a broken
set-up, so it raises :class:`dateline.errors.SettingsError` and is never a diagnostic.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal

from dateline import checks
from dateline.errors import SettingsError
from dateline.limits import SETTINGS_BYTES, LimitSettings, check_limit, read_bounded
from dateline.map_settings import MAP_CHECKS, MapSettings, StyleSettings, replace_surrogates
from dateline.media_settings import MEDIA_CHECKS, MediaSettings
from dateline.one_line import clipped
from dateline.page_settings import PAGE_CHECKS, PageSettings
from dateline.schema import EVENT_TYPES
from dateline.table_settings import TableSettings, parse_tables

#: The name of the settings file, searched for next to the events and in the folders above them.
SETTINGS_FILE: Final = "dateline.toml"

#: The default name of the file of saved mappings.
MAPPING_FILE: Final = "dateline-mapping.toml"

#: The worldviews on borders in the package.
#: ``un``: according to resolutions of the United Nations General Assembly (the default).
#: ``de-facto``: by control on the ground, as in Natural Earth.
Worldview = Literal["un", "de-facto"]
WORLDVIEWS: Final[tuple[Worldview, ...]] = ("un", "de-facto")

#: ``error``: report it, and keep all events; ``newest``: keep those that ``updated_at`` or the
#: order of the files says are the newest; ``both``: keep all events.
Duplicates = Literal["error", "newest", "both"]
DUPLICATES: Final[tuple[Duplicates, ...]] = ("error", "newest", "both")


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """How one layer looks; every field has a default.

    Attributes:
        path: The layer's path, such as ``Ukraine/Kursk``.
        title: Name shown to readers; empty means the last part of the path.
        colour: ``#rrggbb``; empty means the next colour of the palette.
        is_visible: Whether the layer is switched on when the page opens.
        description: What the layer holds, for readers who ask; plain text, as in the next three.
        source: Where its events come from.
        as_of: The day of its newest information.
        limits: What it does not hold, or what is not certain.
    """

    path: str
    title: str = ""
    colour: str = ""
    is_visible: bool = True
    description: str = ""
    source: str = ""
    as_of: str = ""
    limits: str = ""

    def __post_init__(self) -> None:
        """Replace lone surrogates in the texts."""
        replace_surrogates(self)


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How event files are read.

    Attributes:
        date_format: How your dates are written, if figures do not tell day from month or a year
            has two digits: a pattern such as ``DD/MM/YYYY``, ``dd.MM.yy`` or ``d MMMM yyyy HH:mm``
            (CLDR letters), or a list of them. ``edtf`` declares nothing.
        reference_date: The day from which dates such as "yesterday" count, if an event has no
            ``reported_at``; empty means that they are refused.
        encoding: Name of a Python codec. Empty means UTF-8, or UTF-16 with a byte order mark, or
            else a guess, which is reported.
        delimiter: Delimiter of CSV files; empty means detect it from the header row.
        columns: Which heading to read each event field from.
        profiles: Folder of your own profiles of sources (TOML); empty means only those of the
            package.
        duplicates: What to do with ids that several files have; one of :data:`DUPLICATES`.
        values: For each event field, which of your words means which of dateline's.
        mapping: File that ``dateline check --save-mapping`` writes; optional.
        tables: ``[[read.tables]]``: saved mappings, as in that file.
    """

    date_format: str | tuple[str, ...] = checks.EDTF
    reference_date: str = ""
    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    profiles: Path | None = None
    duplicates: Duplicates = "error"
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mapping: Path = Path(MAPPING_FILE)
    tables: tuple[TableSettings, ...] = ()

    @property
    def date_formats(self) -> tuple[str, ...]:
        """The declared forms of dates, without ``edtf``."""
        given = self.date_format
        listed = (given,) if isinstance(given, str) else given
        return tuple(form for form in listed if form != checks.EDTF)


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """How places are found.

    Attributes:
        near: Places or countries the project is about; candidates near them score higher.
        least_score: Least score of a place that is drawn although nothing that the event says
            supports it, from 0 to 1; below it the event is unplaced and lists the candidates.
            0 draws every likeliest place.
        worldview: Whose view of borders to use; one of :data:`WORLDVIEWS`.
        places: Your own places (CSV), which override everything else; the file is optional.
        regions: Your own regions (GeoJSON); the file is optional.
        gazetteer: File written by ``dateline gazetteer add`` (SQLite); optional.
        lock: File written by ``dateline lock`` (CSV); optional.
    """

    near: tuple[str, ...] = ()
    least_score: float = 0.6
    worldview: Worldview = "un"
    places: Path = Path("geodata/places.csv")
    regions: Path = Path("geodata/regions.geojson")
    gazetteer: Path = Path("geodata/gazetteer.sqlite")
    lock: Path = Path("geodata/lock.csv")


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """What is written where.

    Attributes:
        folder: Folder to write to, relative to the project.
        html: File name of the page; empty means no page.
        exports: File names of the GIS files; the suffix sets the format.
        split_above_mb: A page larger than this many megabytes becomes a folder, ``map/`` for
            ``map.html``: ``index.html`` and its texts in ``text/``; 0 splits every page.
        origin: Whether the page and the GIS files include the file and line of each event.
            File names are relative to the project. If false, moving a row or renaming a file
            leaves the rest of the output unchanged.
        show_findings: Whether the page lists the errors and warnings of the build, for editors.
    """

    folder: Path = Path("output")
    html: str = "map.html"
    exports: tuple[str, ...] = ("events.geojson",)
    split_above_mb: int = 200
    origin: bool = False
    show_findings: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a project.

    Attributes:
        root: The folder that relative paths start from: that of ``dateline.toml``.
        title: Title of the map.
        description: Line under the title, plain text.
        note: What readers must know about the evidence (e.g. "one unverified source").
        language: BCP 47 language tag of your texts.
        event_types: The vocabulary of ``event_type``.
    """

    root: Path = Path()
    title: str = "Reported events"
    description: str = ""
    note: str = ""
    language: str = "en"
    event_types: tuple[str, ...] = EVENT_TYPES
    layers: tuple[LayerSettings, ...] = ()
    read: ReadSettings = field(default_factory=ReadSettings)
    place: PlaceSettings = field(default_factory=PlaceSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    map: MapSettings = field(default_factory=MapSettings)
    style: StyleSettings = field(default_factory=StyleSettings)
    page: PageSettings = field(default_factory=PageSettings)
    media: MediaSettings = field(default_factory=MediaSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)

    def __post_init__(self) -> None:
        """Replace lone surrogates in the texts."""
        replace_surrogates(self)

    def path(self, relative: Path | str) -> Path:
        """Return ``relative`` as a path below the project's root; absolute paths are unchanged."""
        return self.root / relative


def find_settings(start: Path) -> Path | None:
    """Return the ``dateline.toml`` in ``start`` or in the nearest folder above it, or None."""
    here = start.resolve()
    for folder in (here, *here.parents):
        candidate = folder / SETTINGS_FILE
        if candidate.is_file():
            return candidate
    return None


def nearest_settings(paths: Sequence[Path | str]) -> Settings:
    """Return the settings nearest to the first path that exists, else the defaults.

    The search goes from that path upwards and then from the working folder upwards. ``-``, which
    means standard input, is ignored.

    Raises:
        SettingsError: The file found is not valid.
    """
    given = (path for path in paths if str(path) != "-")
    starts = [Path(path) for path in given if os.path.exists(path)][:1]  # noqa: PTH110 - long names
    for start in (*starts, Path()):
        found = find_settings(start if start.is_dir() else start.parent)
        if found:
            return read_settings(shorten(found))
    return Settings()


def shorten(path: Path) -> Path:
    """Return the path relative to the working folder if it is below it, for messages."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def read_settings(path: Path) -> Settings:
    """Return the settings in a ``dateline.toml``.

    Raises:
        SettingsError: The file is missing, is not TOML, or has an unknown key or value.
    """
    try:
        text = read_bounded(path, SETTINGS_BYTES).decode().replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        hint = "check the path, or save it as UTF-8"
        raise SettingsError(f"{path}: cannot be read: {error}", hint=hint) from error
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        hint = "fix that line; https://toml.io explains the format"
        raise SettingsError(f"{path}: not valid TOML: {error}", hint=hint) from error
    return parse_settings(table, root=path.parent, name=str(path))


def parse_settings(
    table: Mapping[str, Any], *, root: Path = Path(), name: str = SETTINGS_FILE
) -> Settings:
    """Return the settings in a parsed ``dateline.toml``.

    Args:
        table: The parsed TOML. Keys: those of :class:`Settings` except ``root``; ``layers`` is a
            table of tables by layer path; ``read``, ``place``, ``output`` and ``map`` are tables.
        root: The folder that relative paths start from.
        name: The name of the file in messages.

    Raises:
        SettingsError: A key or a value is unknown; the message names the key.
    """
    reader = _Reader(name)
    top = reader.table("", table, Settings, skip=("root",))
    layers = top.pop("layers", {})
    if not isinstance(layers, Mapping):
        raise reader.wrong("layers", layers, "a table of layers")
    parts: dict[str, Any] = {
        "layers": tuple(_layer(reader, str(path), raw) for path, raw in layers.items())
    }
    for key in _SECTIONS:
        if key in top:
            raw = top.pop(key)
            if not isinstance(raw, Mapping):
                raise reader.wrong(key, raw, "a table")
            parts[key] = _section(reader, key, raw)
    for key, value in top.items():
        parts[key] = reader.value(key, value, _TOP[key])
    return Settings(root=root, **parts)


#: The settings whose names in Python differ, by that name: some are words of the language.
_NAMES: Final = {"is_visible": "visible", "first_day": "from", "last_day": "to"}


def setting_name(field: str) -> str:
    """Return the name of a setting in ``dateline.toml`` by its name in Python."""
    return _NAMES.get(field, field)


_SECTIONS: Final[dict[str, type]] = {
    "read": ReadSettings,
    "place": PlaceSettings,
    "output": OutputSettings,
    "map": MapSettings,
    "style": StyleSettings,
    "page": PageSettings,
    "media": MediaSettings,
    "limits": LimitSettings,
}


def _layer(reader: _Reader, path: str, raw: object) -> LayerSettings:
    where = f'layers."{path}"'
    if not isinstance(raw, Mapping):
        raise reader.wrong(where, raw, "a table")
    values = reader.table(where, raw, LayerSettings, skip=("path",))
    checked = {key: reader.value(f"{where}.{key}", v, _LAYER[key]) for key, v in values.items()}
    return LayerSettings(path=path, **checked)


def _section(reader: _Reader, section: str, raw: Mapping[str, Any]) -> Any:
    kind = _SECTIONS[section]
    values = reader.table(section, raw, kind)
    checks = _CHECKS[section]
    checked = {k: reader.value(f"{section}.{k}", v, checks[k]) for k, v in values.items()}
    try:
        return kind(**checked)
    except SettingsError as error:
        raise SettingsError(f"{reader.name}: {error.message}", hint=error.hint) from None


_TOP: Final[dict[str, checks.Check]] = {
    "title": checks.text,
    "description": checks.text,
    "note": checks.text,
    "language": checks.language,
    "event_types": checks.texts,
}
_LAYER: Final[dict[str, checks.Check]] = {
    "title": checks.text,
    "colour": checks.colour,
    "is_visible": checks.flag,
    "description": checks.text,
    "source": checks.text,
    "as_of": checks.day,
    "limits": checks.text,
}
_CHECKS: Final[dict[str, dict[str, checks.Check]]] = {
    "read": {
        "date_format": checks.check_date_format,
        "reference_date": checks.day,
        "encoding": checks.text,
        "delimiter": checks.text,
        "columns": checks.mapping,
        "profiles": checks.path_or_none,
        "duplicates": checks.one_of(DUPLICATES),
        "values": checks.mappings,
        "mapping": checks.path,
        "tables": parse_tables,
    },
    "place": {
        "near": checks.texts,
        "least_score": checks.share,
        "worldview": checks.one_of(WORLDVIEWS),
        **dict.fromkeys(("places", "regions", "gazetteer", "lock"), checks.path),
    },
    "output": {
        "folder": checks.path,
        "html": checks.text,
        "exports": checks.texts,
        "split_above_mb": checks.count,
        "origin": checks.flag,
        "show_findings": checks.flag,
    },
    "map": MAP_CHECKS,
    "style": {
        **dict.fromkeys(("colour", "size", "symbol"), checks.text),
        **dict.fromkeys(("simplestyle", "qml"), checks.flag),
    },
    "page": PAGE_CHECKS,
    "media": MEDIA_CHECKS,
    "limits": {f.name: check_limit for f in fields(LimitSettings)},
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks keys and values and words the errors; every error starts with the file name."""

    name: str

    def table(
        self, where: str, raw: Mapping[str, Any], kind: type, *, skip: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        named = {setting_name(f.name): f.name for f in fields(kind) if f.name not in skip}
        known = list(named)
        for key in raw:
            if key not in known:
                import difflib  # noqa: PLC0415 - known keys need no hint

                near = difflib.get_close_matches(str(key), known, n=1)
                place = f" in [{clipped(where)}]" if where else ""
                raise SettingsError(
                    f'{self.name}: unknown setting "{clipped(key)}"{place}',
                    hint=f'did you mean "{near[0]}"?' if near else "use one of " + ", ".join(known),
                )
        return {named[key]: value for key, value in raw.items()}

    def value(self, where: str, value: object, check: checks.Check) -> Any:
        section, dot, key = where.rpartition(".")
        where = section + dot + setting_name(key)
        try:
            return check(value)
        except TypeError as expected:
            raise self.wrong(where, value, str(expected)) from None

    def wrong(self, where: str, value: object, expected: str) -> SettingsError:
        key = clipped(where)
        return SettingsError(
            f'{self.name}: setting "{key}" is {clipped(repr(value))}, expected {expected}',
            hint=f"fix {key} in {Path(self.name).name}",
        )
