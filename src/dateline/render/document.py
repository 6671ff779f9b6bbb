"""The HTML document of a page: its parts, and how they are put together.

Nothing here needs folium, whose import takes a third of the time of a small build; ``event_map.py``
makes a folium map of the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from markupsafe import escape

from dateline.interface import Wording
from dateline.render.assets import read_program
from dateline.render.page_basemap import PageBasemap
from dateline.render.policy import Hosts, make_policy

#: What a map does with the scripts and styles that added layers have on other servers: ``link`` to
#: them, or put them into the page (``inline``) if their packages are at hand.
Assets = Literal["link", "inline"]

#: Whether a map in a notebook brings the base map only if no other map there does (``shared``), or
#: always (``own``).
BaseMapUse = Literal["shared", "own"]

#: Replaces folium's random ids, so that every run writes the same bytes.
PAGE_ID: Final = "dateline"

#: Name of the map's variable in the page, and id of its element.
MAP_NAME: Final = f"map_{PAGE_ID}"

#: The script that gives the map the name that folium layers expect.
MAP_SCRIPT: Final = f"var {MAP_NAME} = dateline.map;"

_CHARSET: Final = '<meta charset="utf-8">\n'

#: A space in an address is an HTML error.
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
    "viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6.5' fill='%23fcfbf8' stroke='%230c5460' "
    "stroke-width='2'/%3E%3Ccircle cx='8' cy='8' r='3' fill='%230c5460'/%3E%3C/svg%3E"
).replace(" ", "%20")


class Feature(NamedTuple):
    """A feature that only some pages have: the names of its compiled program and style."""

    program: str
    style: str


#: The features that pages may have.
MEDIA: Final = Feature("media.js", "media.css")
STORY: Final = Feature("story.js", "story.css")
NUMBERS: Final = Feature("numbers.js", "numbers.css")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page, ready to insert.

    Attributes:
        style: CSS.
        shell: HTML of the frame around the map.
        data: HTML of the script nodes that the program reads at startup.
        basemap: The base map.
        text: HTML of the script nodes that the program reads on demand.
        has_tiles: Whether the map has tiles, whose program is that of pages with layers.
        features: What the page has that others do not.
    """

    style: str
    shell: str
    data: str
    basemap: PageBasemap
    text: str
    has_tiles: bool = False
    features: tuple[Feature, ...] = ()

    def head(self) -> str:
        """Return what belongs into the head of the document."""
        return f"<style>{self.style}</style>\n"

    def body(self, *, has_layers: bool = False, cell: str | None = None) -> str:
        """Return what belongs into its body.

        Args:
            has_layers: Whether other layers were added to the map.
            cell: The cell of a notebook whose maps share a base map, or None.
        """
        basemap = self.basemap.whole if cell is None else self.basemap.shared(cell)
        main = "page-with-layers.js" if has_layers or self.has_tiles else "page.js"
        # Features come first: the main program starts them.
        names = [*(feature.program for feature in self.features), main]
        programs = "".join(f"<script>{read_program(name)}</script>\n" for name in names)
        return f"{self.shell}{self.data}{basemap}{programs}{self.text}"


@dataclass(slots=True)
class Document:
    """The document around the map.

    Attributes:
        title: Its title.
        language: BCP 47 tag of the title.
        description: Plain text for search engines and link previews.
        words: The page's own words; texts of the events name their language.
        hosts: The servers that the page may use.
        is_split: Whether the texts of the page are in separate files.
        address: Where the page will be published, or nothing.
        preview: Address of a picture for link previews, or nothing.
    """

    title: str
    language: str
    description: str
    words: Wording
    hosts: Hosts = field(default_factory=Hosts)
    is_split: bool = False
    address: str = ""
    preview: str = ""

    def render(self, head: str, body: str, script: str) -> str:
        """Return the document, with a policy that allows what is in it and nothing else."""
        description = ""
        if self.description:
            description = f'<meta name="description" content="{escape(self.description)}">\n'
        description += self._previews()
        html = (
            f'<!doctype html>\n<html lang="{self.words.tag}" dir="{self.words.direction}">\n'
            f"<head>\n{_CHARSET}"
            f'<title lang="{escape(self.language)}">{escape(self.title)}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f'<link rel="icon" href="{_ICON}">\n{description}{head}</head>\n'
            f"<body>\n{body}<script>{script}</script>\n</body>\n</html>"
        )
        policy = make_policy(html, self.hosts, is_split=self.is_split)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        return html.replace(_CHARSET, _CHARSET + meta, 1)

    def _previews(self) -> str:
        """Return what link previews read (Open Graph), if it is known where the page will be."""
        if not self.address:
            return ""
        said = {
            "og:type": "website",
            "og:title": self.title,
            "og:description": self.description,
            "og:url": self.address,
            "og:image": self.preview,
        }
        kept = [(name, value) for name, value in said.items() if value]
        tags = [f'<meta property="{name}" content="{escape(value)}">\n' for name, value in kept]
        if self.preview:
            tags.append('<meta name="twitter:card" content="summary_large_image">\n')
        return "".join(tags)
