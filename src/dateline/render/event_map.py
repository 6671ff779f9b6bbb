"""The folium map that contains the events; any other folium layer can be added to it.

``web/`` decides what the events look like, and ``payload.py`` what data it gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

#: Replaces folium's random ids, so that every run writes the same bytes.
_ID: Final = "dateline"

#: Name of the map's variable in the page, and id of its element.
MAP_NAME: Final = f"map_{_ID}"

_FRAME: Final = """\
<!doctype html>
<html lang="{{ this.language | e }}">
<head>
<meta charset="utf-8">
{{ this.policy }}<title>{{ this.title | e }}</title>
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
        policy: The ``meta`` element of the Content-Security-Policy with a line break, or empty.
    """

    _template = Template(_FRAME)

    def __init__(self, *, title: str, language: str, description: str) -> None:
        super().__init__(title=title)
        self._id = _ID
        self.language = language
        self.description = description
        self.policy = ""
        for part in ("header", "html", "script"):
            element = _Plain()
            element._parent = self  # noqa: SLF001 - folium offers no other way
            setattr(self, part, element)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page, ready to insert.

    Attributes:
        style: CSS.
        shell: HTML of the frame around the map.
        data: HTML of the script nodes that the program reads at startup.
        program: JavaScript.
        text: HTML of the script nodes that the program reads on demand.
    """

    style: str
    shell: str
    data: str
    program: str
    text: str


class EventMap(folium.Map):
    """A self-contained folium map of events, without links to other files.

    Any folium layer can be added. If it needs scripts that folium loads from the network, the page
    links to them like any folium map, and is no longer self-contained.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, figure: PageFigure, layer: EventLayer) -> None:
        super().__init__(tiles=None)
        self._name = "Map"
        self._id = _ID
        figure.add_child(self)
        self.add_child(layer, name="events")

    def render(self, **kwargs: Any) -> str:
        """Add the map and its layers to the figure; return an empty text."""
        figure = _figure_of(self)
        if len(self._children) > 1:
            self._link_folium(figure)
        for child in self._children.values():
            child.render(**kwargs)
        return ""

    @staticmethod
    def _link_folium(figure: Figure) -> None:
        """Link to the scripts that folium's layers need, except Leaflet, which is in the page."""
        for name, url in folium.Map.default_js:
            if name != "leaflet":
                figure.header.add_child(JavascriptLink(url), name=name)
        for name, url in folium.Map.default_css:
            if name != "leaflet_css":
                figure.header.add_child(CssLink(url), name=name, index=0)


class EventLayer(MacroElement):
    """The events as a map layer, including the program that draws them."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self._id = _ID
        self.parts = parts

    def render(self, **_kwargs: Any) -> str:
        """Add style, frame, payload and program to the figure; return an empty text."""
        figure, parts = _figure_of(self), self.parts
        body = f"{parts.shell}{parts.data}<script>{parts.program}</script>\n{parts.text}"
        figure.header.add_child(Verbatim(f"<style>{parts.style}</style>\n"), name="style")
        figure.html.add_child(Verbatim(body), name="events")
        # Other folium layers expect the map under this name.
        figure.script.add_child(Verbatim(f"var {MAP_NAME} = dateline.map;"), name="map")
        return ""


def _figure_of(element: Element) -> Figure:
    figure = element.get_root()
    assert isinstance(figure, Figure), "the map is always in a figure"
    return figure
