"""A project: a session with the steps of the pipeline, for the command line and for notebooks.

It knows where a project keeps its events; ``session.py`` keeps what was opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline import pipeline
from dateline.errors import InputError
from dateline.frames import EventsLike
from dateline.mapping import TableMapping
from dateline.progress import Progress
from dateline.results import (
    BuildResult,
    Checked,
    Events,
    LockResult,
    PlacedEvents,
    SavedMapping,
)
from dateline.session import Session
from dateline.settings import (
    Settings,
    find_settings,
    nearest_settings,
    read_settings,
    shorten,
)

if TYPE_CHECKING:
    from dateline.render import Assets, BaseMapUse, EventMap

#: Files or folders of events, ``-`` standing for standard input; None means the project's events.
Paths: TypeAlias = Sequence[Path | str] | Path | str | None


class Project(Session):
    """A project with its settings, the open gazetteer, and the files that were read.

    Its methods do what the functions of the same name do, and by default with the events of the
    project. The gazetteer is opened once, and files are parsed again only if they have changed.
    Use it as a context manager, or close it.

    Args:
        folder: The project: the folder of a ``dateline.toml``, or one inside it; None means the
            working folder. Without ``dateline.toml`` the defaults count, and paths in them are
            relative to this folder.
        settings: To use instead of those of the folder. After a change to ``dateline.toml``, make
            a new project.
        keeps_files: Whether to keep what was parsed, which takes memory.

    Raises:
        InputError: The folder does not exist.
        SettingsError: ``dateline.toml`` is not valid.

    Example:
        >>> project = Project(settings=Settings())
        >>> project.geocode(["near Sumy"]).table["place_name"].tolist()
        ['Sumy']
        >>> project.close()
    """

    def __init__(
        self,
        folder: Path | str | None = None,
        settings: Settings | None = None,
        *,
        keeps_files: bool = True,
    ) -> None:
        super().__init__(settings or _settings_of(folder), keeps_files=keeps_files)

    def paths(self, given: Paths = None) -> list[Path | str]:
        """Return the files or folders of a call; by default the project's ``events`` folder.

        A folder that contains ``dateline.toml`` means its events.
        """
        if given is None:
            return [str(shorten(self.settings.path("events")))]
        return [_events_of(path) for path in ([given] if isinstance(given, (str, Path)) else given)]

    def read(self, paths: Paths = None, *, stdin: bytes | None = None) -> Events:
        """Return the events as a typed table, and the findings, as :func:`dateline.read` does."""
        return pipeline.read(self.paths(paths), self, stdin=stdin)

    def check(self, paths: Paths = None, *, stdin: bytes | None = None) -> Checked:
        """Return the events with their places, the findings, and how their tables were mapped.

        Raises:
            InputError: No event could be read from any of the paths.
        """
        return pipeline.check(self.paths(paths), self, stdin=stdin)

    def from_frame(self, frame: EventsLike, columns: Mapping[str, str] | None = None) -> Events:
        """Return the events of a data frame, as :func:`dateline.from_frame` does."""
        return pipeline.from_frame(frame, columns, self)

    def geocode(self, table: EventsLike | None = None) -> PlacedEvents:
        """Return events with their places, as :func:`dateline.geocode` does.

        Args:
            table: None means the project's events.
        """
        return self.check().placed if table is None else pipeline.geocode(table, self)

    def place(self, expressions: Sequence[str]) -> PlacedEvents:
        """Return the meaning of place expressions, each without the others as context."""
        return pipeline.place_expressions(expressions, self)

    def build(
        self,
        paths: Paths | EventsLike = None,
        *,
        stdin: bytes | None = None,
        progress: Progress | None = None,
    ) -> BuildResult:
        """Write the page and the GIS files, as :func:`dateline.build` does."""
        listed = None if paths is None else pipeline.path_list(paths)
        given = paths if paths is not None and listed is None else self.paths(listed)
        return pipeline.build(given, self, stdin=stdin, progress=progress)

    def export(self, events: EventsLike, path: Path | str) -> BuildResult:
        """Write events to one file, as :func:`dateline.export` does."""
        return pipeline.export(events, path, self)

    def folium_map(
        self, events: EventsLike, *, assets: Assets = "link", base_map: BaseMapUse = "shared"
    ) -> EventMap:
        """Return a folium map of events, as :func:`dateline.folium_map` does."""
        return pipeline.folium_map(events, self, assets=assets, base_map=base_map)

    def lock(
        self, paths: Paths = None, *, stdin: bytes | None = None, is_anew: bool = False
    ) -> LockResult:
        """Lock the places of the events, as ``dateline lock`` does.

        Args:
            paths: The lock covers their events only.
            stdin: The bytes that ``-`` stands for.
            is_anew: Whether to choose the places that are already locked again, too.
        """
        return pipeline.lock(self.paths(paths), self, stdin=stdin, is_anew=is_anew)

    def save_mapping(self, mappings: Sequence[TableMapping]) -> SavedMapping:
        """Save mappings, as :meth:`check` returns them, to the file that ``read.mapping`` names."""
        return pipeline.save_mapping(mappings, self.settings)


def _settings_of(folder: Path | str | None) -> Settings:
    if folder is None:
        return nearest_settings(())
    if not Path(folder).is_dir():
        raise InputError(
            f'there is no folder "{folder}"',
            hint="check the path, or start a project with `dateline init`",
        )
    found = find_settings(Path(folder))
    return read_settings(shorten(found)) if found else Settings(root=Path(folder))


def _events_of(path: Path | str) -> Path | str:
    folder = Path(path)
    is_project = folder.is_dir() and find_settings(folder) == (folder / "dateline.toml").resolve()
    has_events = (folder / "events").is_dir()
    return str(folder / "events") if is_project and has_events else path
