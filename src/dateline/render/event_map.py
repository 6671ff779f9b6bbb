"""The folium map that contains the events; any other folium layer can be added to it.

``web/`` decides what the events look like, and ``payload.py`` what data it gets.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement

from dateline.diagnostics import Diagnostic, finding
from dateline.render.cells import running_cell
from dateline.render.document import MAP_SCRIPT, PAGE_ID, Assets, BaseMapUse, Document, Parts
from dateline.render.links import (
    Link,
    default_links,
    hosts,
    inlined,
    package_folders,
)
from dateline.render.policy import Hosts

#: Name of the layer of events among the children of the map.
_EVENTS: Final = "events"

#: Height of the map in a notebook: at any width there is room for the map, the dates and the tabs.
_NOTEBOOK_HEIGHT: Final = "560px"

#: Name of the page's own style in its head.
_STYLE: Final = "dateline-style"


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
    """The page around the map.

    Attributes:
        document: Its document.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(title=document.title, height=_NOTEBOOK_HEIGHT)
        self._id = PAGE_ID
        self.document = document
        for part in ("header", "html", "script"):
            element = _Plain()
            element._parent = self  # noqa: SLF001 - folium offers no other way
            setattr(self, part, element)

    def render(self, **kwargs: Any) -> str:
        """Return the page, with all that the layers of the map add to it."""
        for child in self._children.values():
            child.render(**kwargs)
        parts = (part.render(**kwargs) for part in (self.header, self.html, self.script))
        return self.document.render(*parts)


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

    def __init__(self, document: Document, parts: Parts) -> None:
        super().__init__(tiles=None)
        figure, layer = PageFigure(document), EventLayer(parts)
        self._name = "Map"
        self._id = PAGE_ID
        self.assets: Assets = "link"
        self.base_map: BaseMapUse = "shared"
        self.links: tuple[str, ...] = ()
        self.diagnostics: list[Diagnostic] = []
        self._tile_hosts = figure.document.hosts
        self._layer = layer
        figure.add_child(self)
        self.add_child(layer, name=_EVENTS)

    def render(self, **kwargs: Any) -> str:
        """Add the map and its layers to the figure; return an empty text."""
        figure = _figure_of(self)
        layers = [child for name, child in self._children.items() if name != _EVENTS]
        # First, wherever a layer was inserted: its program brings Leaflet.
        self._layer.has_others = bool(layers)
        self._layer.render(**kwargs)
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
        figure.document.hosts = Hosts(
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
        has_others: Whether layers were added to the map, which need all of Leaflet.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self._id = PAGE_ID
        self.parts = parts
        self.cell: str | None = None
        self.has_others = False

    def render(self, **_kwargs: Any) -> str:
        """Add style, frame, payload and program to the figure; return an empty text."""
        figure, parts = _figure_of(self), self.parts
        figure.header.add_child(Verbatim(parts.head()), name=_STYLE)
        body = parts.body(has_layers=self.has_others, cell=self.cell)
        figure.html.add_child(Verbatim(body), name="events")
        # Other folium layers expect the map under this name.
        figure.script.add_child(Verbatim(MAP_SCRIPT), name="map")
        return ""


def _figure_of(element: Element) -> PageFigure:
    figure = element.get_root()
    assert isinstance(figure, PageFigure), "the map is always in a page"
    return figure
