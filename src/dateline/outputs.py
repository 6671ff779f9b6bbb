"""Write the files of a build: the page with its texts, and the GIS files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import geopandas as gpd

from dateline.diagnostics import Diagnostic
from dateline.export import (
    export_events,
    named_texts,
    refuse_foreign,
    remove_page,
    remove_texts,
    write_atomic,
    write_once,
)
from dateline.layers import Layer
from dateline.media import NO_PICTURES, Pictures
from dateline.progress import ProgressTracker
from dateline.render import INDEX, TEXTS, Site, render_site, site_folder
from dateline.render.preview import preview_name
from dateline.results import Output
from dateline.settings import Settings
from dateline.story import Story


def write_outputs(
    events: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    found: list[Diagnostic],
    story: Story | None,
    pictures: Pictures = NO_PICTURES,
    tracker: ProgressTracker,
) -> tuple[Output, ...]:
    """Write the page and the GIS files that the settings name.

    Raises:
        OutputError: A file cannot be written.
    """
    folder = settings.path(settings.output.folder)
    written: list[Output] = []
    if settings.output.html:
        tracker.begin("page", events=len(events), name=settings.output.html)
        site = render_site(
            events,
            layers,
            settings,
            diagnostics=found,
            story=story,
            pictures=pictures,
            advance=tracker.advance,
        )
        written += _write_site(site, folder / settings.output.html)
        del site
        if settings.page.preview:
            written.append(_write_preview(events, layers, settings, folder=folder))
    for name in settings.output.exports:
        tracker.begin("export", events=len(events), name=name)
        export_events(events, folder / name, settings, advance=tracker.advance)
        written.append(Output(folder / name, (folder / name).stat().st_size))
    return tuple(written)


def _write_preview(
    events: gpd.GeoDataFrame, layers: Sequence[Layer], settings: Settings, *, folder: Path
) -> Output:
    from dateline.pictures import write_preview  # noqa: PLC0415 - few builds draw one

    path = folder / preview_name(settings)
    write_preview(events, layers, settings, path=path)
    return Output(path, path.stat().st_size)


def _write_site(site: Site, path: Path) -> Iterator[Output]:
    """Write the texts, then the page that refers to them, then remove texts of older pages.

    Args:
        site: The page and its texts.
        path: The path of a page in one file; a split page goes to a folder of that name.
    """
    home = path.with_name(site_folder(path.name))
    page = home / INDEX if site.texts else path
    before = named_texts(home / INDEX)
    if site.texts:
        refuse_foreign(home / INDEX)
    for file in site.texts:
        write_once(home / TEXTS, file.name, file.content)
    write_atomic(page, site.write_page)
    # A page of an earlier build in the other form could be mistaken for the current one.
    if before is not None:
        remove_texts(home / TEXTS, before - {file.name for file in site.texts})
    if site.texts:
        remove_page(path)
    elif before is not None:
        remove_page(home / INDEX)
    yield Output(page, page.stat().st_size)
    if site.texts:
        yield Output(home / TEXTS, sum(len(file.content) for file in site.texts))
