"""The picture for link previews, which stands next to the page."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urljoin

from dateline.settings import Settings

#: The size that services ask for (Open Graph), in pixels.
PREVIEW_SIZE: Final = (1200, 630)


def preview_name(settings: Settings) -> str:
    """Return the name of the picture: ``map-preview.png`` for ``map.html``."""
    return f"{PurePosixPath(settings.output.html or 'map.html').stem}-preview.png"


def preview_address(settings: Settings) -> str:
    """Return where the picture will be, or nothing if there is none."""
    page = settings.page
    return urljoin(page.address, preview_name(settings)) if page.preview else ""
