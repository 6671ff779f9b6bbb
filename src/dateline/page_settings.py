"""The settings of what stands around the map: who made it, under which licence, and where it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from dateline import checks
from dateline.errors import SettingsError
from dateline.interface import DATE_FORMATS
from dateline.map_settings import replace_surrogates

_ADDRESS_FORM: Final = 'the address of the page, such as "https://example.org/map.html"'


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the page says of itself.

    Attributes:
        byline: Who made the map, shown under its title; plain text.
        logo: A picture that is shown above the title: PNG, JPEG, GIF, WebP or SVG of up to 200 kB
            in the project's folder. It becomes part of the page.
        licence: The licence of the data, shown under "About"; plain text.
        address: The address at which the page will be published. Link previews and
            ``dateline embed`` need it; on paper and below exported pictures it stands with its QR
            code, if it has up to 300 bytes.
        preview: Whether the build draws a picture for link previews next to the page. Needs
            ``address`` and ``pip install "dateline[picture]"``.
        date_format: How days are written: empty as is usual in the language, ``month-first``
            (*March 5, 2024*) or ``iso`` (*2024-03-05*).

        story: A guided story for readers (YAML), see ``docs/story.md``; the file is optional.

    Raises:
        SettingsError: There is a preview without an address.
    """

    byline: str = ""
    logo: Path | None = None
    licence: str = ""
    address: str = ""
    preview: bool = False
    date_format: str = ""
    story: Path = Path("story.yaml")

    def __post_init__(self) -> None:
        """Refuse a preview that no link could name; replace lone surrogates."""
        replace_surrogates(self)
        if self.preview and not self.address:
            raise SettingsError(
                'setting "page.preview" is true and "page.address" is empty, expected an address',
                hint="write address under [page]: link previews need the picture's full address",
            )


def check_address(value: object) -> str:
    """Return the value if it is an http(s) address without a fragment, or nothing, else raise."""
    written = checks.text(value).strip()
    try:
        parts = urlsplit(written)
    except ValueError:
        raise TypeError(_ADDRESS_FORM) from None
    is_address = parts.scheme in {"http", "https"} and parts.hostname and not parts.fragment
    if written and (not is_address or re.search(r"[\s<>\"'`\\]", written)):
        raise TypeError(_ADDRESS_FORM)
    return written


#: The checks of the settings by name.
PAGE_CHECKS: Final[dict[str, checks.Check]] = {
    "byline": checks.text,
    "logo": checks.path_or_none,
    "licence": checks.text,
    "address": check_address,
    "preview": checks.flag,
    "date_format": checks.one_of(("", *DATE_FORMATS)),
    "story": checks.path,
}
