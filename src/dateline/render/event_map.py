"""The folium side of the page: a map that carries the events, and takes any other folium layer.

What the events look like is decided in ``web/``; what is handed to it, in ``payload.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

#: The id that folium's random ones are replaced by, so that every run writes the same bytes.
_ID: Final = "dateline"

#: The map's variable in the page, and the id of its element.
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
    """Text that is put into the page as it is.

    folium compiles what an element renders as a template once more, so that ``{{`` in the title of
    an event would be run as code. This one never does.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """Return the text."""
        return self.text


class _Plain(Element):
    """Renders its children one after the other, with nothing between them."""

    def render(self, **kwargs: Any) -> str:
        return "".join(child.render(**kwargs) for child in self._children.values())


class PageFigure(Figure):
    """The HTML document around the map.

    Attributes:
        language: BCP 47 tag of the document.
        description: For search engines and link previews; plain text.
        policy: The ``meta`` element of the Content-Security-Policy, with a line break, or empty.
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
    """The pieces of the page, each ready to be put into it.

    Attributes:
        style: CSS.
        shell: HTML of the frame around the map.
        data: HTML of the script nodes that the program reads as it starts.
        program: JavaScript.
        text: HTML of the script nodes that the program reads when it needs them.
    """

    style: str
    shell: str
    data: str
    program: str
    text: str


class EventMap(folium.Map):
    """A folium map of events that is whole in itself: it links to nothing.

    Any folium layer can be added to it. Other layers may need what folium takes from the network;
    then the page links to that, as any folium map does, and is no longer whole in itself.
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
        """Put the map and its layers into the figure; nothing is rendered in their place."""
        figure = _figure_of(self)
        if len(self._children) > 1:
            self._link_folium(figure)
        for child in self._children.values():
            child.render(**kwargs)
        return ""

    @staticmethod
    def _link_folium(figure: Figure) -> None:
        """Link to what folium's own layers lean on, but for Leaflet, which the page carries."""
        for name, url in folium.Map.default_js:
            if name != "leaflet":
                figure.header.add_child(JavascriptLink(url), name=name)
        for name, url in folium.Map.default_css:
            if name != "leaflet_css":
                figure.header.add_child(CssLink(url), name=name, index=0)


class EventLayer(MacroElement):
    """The events on a map, with the program that draws them and all that they need."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self._id = _ID
        self.parts = parts

    def render(self, **_kwargs: Any) -> str:
        """Put style, frame, payload and program into the figure; nothing is rendered in place."""
        figure, parts = _figure_of(self), self.parts
        body = f"{parts.shell}{parts.data}<script>{parts.program}</script>\n{parts.text}"
        figure.header.add_child(Verbatim(f"<style>{parts.style}</style>\n"), name="style")
        figure.html.add_child(Verbatim(body), name="events")
        # Other layers of folium find the map under this name.
        figure.script.add_child(Verbatim(f"var {MAP_NAME} = dateline.map;"), name="map")
        return ""


def _figure_of(element: Element) -> Figure:
    figure = element.get_root()
    assert isinstance(figure, Figure), "the map is in a figure from the start"
    return figure
