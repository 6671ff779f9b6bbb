"""The folium map that contains the events; any other folium layer can be added to it.

``web/`` decides what the events look like, and ``payload.py`` what data it gets.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final, Literal

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from dateline.diagnostics import Diagnostic, finding
from dateline.render.assets import read_asset
from dateline.render.cells import running_cell
from dateline.render.links import (
    Link,
    default_links,
    escape_script,
    hosts,
    inlined,
    package_folders,
)
from dateline.render.page_basemap import PageBasemap
from dateline.render.policy import Hosts, make_policy

#: What a map does with the scripts and styles that added layers have on other servers: ``link`` to
#: them, or put them into the page (``inline``) if their packages are at hand.
Assets = Literal["link", "inline"]

#: Whether a map in a notebook brings the base map only if no other map there does (``shared``), or
#: always (``own``).
BaseMapUse = Literal["shared", "own"]

#: Replaces folium's random ids, so that every run writes the same bytes.
_ID: Final = "dateline"

#: Name of the map's variable in the page, and id of its element.
MAP_NAME: Final = f"map_{_ID}"

#: Name of the layer of events among the children of the map.
_EVENTS: Final = "events"

#: Height of the map in a notebook: at any width there is room for the map, the dates and the tabs.
_NOTEBOOK_HEIGHT: Final = "560px"

#: Name of the page's own style in its head.
_STYLE: Final = "dateline-style"

_CHARSET: Final = '<meta charset="utf-8">\n'

_FRAME: Final = """\
<!doctype html>
<html lang="{{ this.language | e }}">
<head>
<meta charset="utf-8">
<title>{{ this.title | e }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' \
viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6.5' fill='%23fcfbf8' stroke='%230c5460' \
stroke-width='2'/%3E%3Ccircle cx='8' cy='8' r='3' fill='%230c5460'/%3E%3C/svg%3E">
{% if this.description %}<meta name="description" content="{{ this.description | e }}">
{% endif %}{{ this.header.render(**kwargs) }}</head>
<body>
{{ this.html.render(**kwargs) }}<script>{{ this.script.render(**kwargs) }}</script>
</body>
</html>
"""


class Verbatim(Element):
    """Text that is inserted into the page unchanged.

    folium treats the output of an element as a template again, so that ``{{`` in the title of an
    event would run as code. This class prevents that.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """Return the text."""
        return self.text


class _Plain(Element):
    """Renders its children in order, with nothing between them."""

    def render(self, **kwargs: Any) -> str:
        return "".join(child.render(**kwargs) for child in self._children.values())


class PageFigure(Figure):
    """The HTML document around the map.

    Attributes:
        language: BCP 47 tag of the document.
        description: Plain text for search engines and link previews.
        hosts: The servers that the page may use.
        is_split: Whether the texts of the page are in separate files.
    """

    _template = Template(_FRAME)

    def __init__(self, *, title: str, language: str, description: str) -> None:
        super().__init__(title=title, height=_NOTEBOOK_HEIGHT)
        self._id = _ID
        self.language = language
        self.description = description
        self.hosts = Hosts()
        self.is_split = False
        for part in ("header", "html", "script"):
            element = _Plain()
            element._parent = self  # noqa: SLF001 - folium offers no other way
            setattr(self, part, element)

    def render(self, **kwargs: Any) -> str:
        """Return the page, with a policy that allows what is in it and nothing else."""
        html = super().render(**kwargs)
        policy = make_policy(html, self.hosts, is_split=self.is_split)
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        return html.replace(_CHARSET, _CHARSET + meta, 1)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page, ready to insert.

    Attributes:
        style: CSS.
        shell: HTML of the frame around the map.
        data: HTML of the script nodes that the program reads at startup.
        basemap: The base map.
        program: JavaScript.
        text: HTML of the script nodes that the program reads on demand.
    """

    style: str
    shell: str
    data: str
    basemap: PageBasemap
    program: str
    text: str


class EventMap(folium.Map):
    """A self-contained folium map of events; any folium layer can be added to it.

    Many folium layers have scripts and styles on other servers. The page contains those that come
    with folium and links to the others; its policy allows their servers, and a warning names them
    when the map is rendered. With ``assets="inline"`` it contains them as well if their packages
    are in a ``node_modules`` folder of the working folder or of a folder that it is in.

    The maps that a notebook shows share their base map: the first brings it, and the others take it
    from there. With ``base_map="own"`` a map brings its own, as a map that is saved always does.

    Attributes:
        links: The addresses that the page loaded from other servers when it was last rendered,
            other than tiles and pictures.
        diagnostics: A finding about them, if there are any.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, figure: PageFigure, layer: EventLayer) -> None:
        super().__init__(tiles=None)
        self._name = "Map"
        self._id = _ID
        self.assets: Assets = "link"
        self.base_map: BaseMapUse = "shared"
        self.links: tuple[str, ...] = ()
        self.diagnostics: list[Diagnostic] = []
        self._tile_hosts = figure.hosts
        self._layer = layer
        figure.add_child(self)
        self.add_child(layer, name=_EVENTS)

    def render(self, **kwargs: Any) -> str:
        """Add the map and its layers to the figure; return an empty text."""
        figure = _figure_of(self)
        # First, wherever a layer was inserted: its program brings Leaflet.
        self._children[_EVENTS].render(**kwargs)
        layers = [child for name, child in self._children.items() if name != _EVENTS]
        if not layers:
            return ""
        for child in layers:
            child.render(**kwargs)
        self._take_links(figure)
        return ""

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        """Return what a notebook shows, or nothing if it should ask for ``_repr_html_``."""
        cell = running_cell()
        if cell is None or self.base_map == "own":
            return {}
        self._layer.cell = cell
        try:
            return {"text/html": self._repr_html_()}
        finally:
            self._layer.cell = None

    def _take_links(self, figure: PageFigure) -> None:
        """Put what the layers added to the head where it works: scripts after Leaflet."""
        added = figure.header._children  # noqa: SLF001 - folium offers no other way
        links: list[Link] = []
        for name in [name for name in added if name != _STYLE]:
            element = added[name]
            if isinstance(element, (JavascriptLink, CssLink)):
                links.append(Link(name, element.url, isinstance(element, JavascriptLink)))
                del added[name]
            elif "<script" in element.render():
                figure.html.add_child(added.pop(name), name=name)
        known = {link.url for link in links}
        script = figure.script.render()
        links = [*(one for one in default_links(script) if one.url not in known), *links]
        program = escape_script(read_asset("folium.js").decode("utf-8").strip())
        figure.html.add_child(Verbatim(f"<script>{program}</script>\n"), name="folium")
        folders = package_folders(Path.cwd()) if self.assets == "inline" else []
        linked = []
        for link in links:
            text = inlined(link, folders)
            if text is None:
                linked.append(link)
                text = _linked(link)
            place = figure.html if link.is_script else figure.header
            place.add_child(Verbatim(text), name=link.name)
        self._allow(figure, linked)

    def _allow(self, figure: PageFigure, linked: list[Link]) -> None:
        pictures, data = _addresses(self)
        figure.hosts = Hosts(
            images=[*self._tile_hosts.images, *hosts(pictures)],
            scripts=hosts(link.url for link in linked if link.is_script),
            styles=hosts(link.url for link in linked if not link.is_script),
            data=hosts(data),
            has_layers=True,
        )
        self.links = tuple(link.url for link in linked)
        self.diagnostics = [_links_found(self.links)] if linked else []
        for found in self.diagnostics:
            warnings.warn(f"{found.message}; {found.hint}", stacklevel=2)


def _links_found(links: Sequence[str]) -> Diagnostic:
    return finding(
        "layer-linked",
        f"the page loads scripts and styles of added layers from {', '.join(hosts(links))}, "
        "expected none from other servers",
        hint='use assets="inline" and install their packages; `links` of the map lists the files',
    )


def _linked(link: Link) -> str:
    address = escape(link.url)
    if link.is_script:
        return f'<script src="{address}"></script>\n'
    return f'<link rel="stylesheet" href="{address}">\n'


def _addresses(element: Element) -> tuple[list[str], list[str]]:
    """Return the addresses of pictures and of data that an element and its children load."""
    pictures: list[str] = []
    data: list[str] = []
    for child in _descendants(element):
        options = getattr(child, "options", None)
        icon = options.get("icon_url", options.get("iconUrl")) if isinstance(options, dict) else ""
        values = (getattr(child, "tiles", ""), getattr(child, "url", ""), icon)
        pictures += [value for value in values if isinstance(value, str)]
        link = getattr(child, "embed_link", None)
        if isinstance(link, str):
            data.append(link)
    return pictures, data


def _descendants(element: Element) -> Iterator[Element]:
    for child in element._children.values():  # noqa: SLF001 - folium offers no other way
        yield child
        yield from _descendants(child)
        for value in vars(child).values():
            # Some layers, such as the small map of MiniMap, hold another one as an attribute.
            if isinstance(value, folium.raster_layers.TileLayer):
                yield value


class EventLayer(MacroElement):
    """The events as a map layer, including the program that draws them.

    Attributes:
        cell: The cell of a notebook whose maps it shares its base map with, or None.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self._id = _ID
        self.parts = parts
        self.cell: str | None = None

    def render(self, **_kwargs: Any) -> str:
        """Add style, frame, payload and program to the figure; return an empty text."""
        figure, parts = _figure_of(self), self.parts
        basemap = parts.basemap.whole if self.cell is None else parts.basemap.shared(self.cell)
        body = f"{parts.shell}{parts.data}{basemap}<script>{parts.program}</script>\n{parts.text}"
        figure.header.add_child(Verbatim(f"<style>{parts.style}</style>\n"), name=_STYLE)
        figure.html.add_child(Verbatim(body), name="events")
        # Other folium layers expect the map under this name.
        figure.script.add_child(Verbatim(f"var {MAP_NAME} = dateline.map;"), name="map")
        return ""


def _figure_of(element: Element) -> PageFigure:
    figure = element.get_root()
    assert isinstance(figure, PageFigure), "the map is always in a page"
    return figure
