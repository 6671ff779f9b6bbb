"""The logo of the page, which becomes part of it."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from dateline.errors import SettingsError
from dateline.one_line import clipped
from dateline.settings import Settings

#: Larger pictures are not logos, and each page would carry them.
MOST_BYTES: Final = 200_000

#: How a picture of each type begins. A WebP names itself after its size.
_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"),
)

_FORM: Final = "a PNG, JPEG, GIF, WebP or SVG of up to 200 kB in the project's folder"


def logo_address(settings: Settings) -> str:
    """Return the logo as a data address; an SVG in an image runs no scripts. Empty without one.

    Raises:
        SettingsError: The file is missing, outside the project, too large or no picture.
    """
    logo = settings.page.logo
    if logo is None:
        return ""
    path = settings.path(logo)
    try:
        is_inside = path.resolve().is_relative_to(settings.root.resolve())
        content = path.read_bytes() if is_inside and path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        content = b""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for begin, kind in _STARTS if start.startswith(begin)), "")
    if not kind or (kind == "image/webp" and content[8:12] != b"WEBP"):
        raise SettingsError(
            f'setting "page.logo" is "{clipped(str(logo))}", expected {_FORM}',
            hint="check the path, which starts from the folder of dateline.toml",
        )
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"
