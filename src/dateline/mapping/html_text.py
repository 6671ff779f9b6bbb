"""Texts with HTML, as feeds and social networks keep them: what a reader sees, and the links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import text_bytes, to_arrow, to_texts
from dateline.texts import map_distinct

#: Tags that texts are formatted with; "<b" in a formula is none of them.
_TAG: Final = (
    r"(?i)</?(?:p|br|a|b|i|u|em|strong|span|div|ul|ol|li|h[1-6]|blockquote|font|small|img|figure"
    r"|section|table|tr|td)(?:\s[^<>]*)?/?>"
)
#: Tags after which a new line begins.
_BLOCKS: Final = frozenset(
    ["p", "br", "div", "ul", "ol", "li", *(f"h{n}" for n in range(1, 7)), "blockquote", "tr"]
)
#: Links to tags and people of the network itself, which are no sources.
_NO_SOURCES: Final = frozenset({"mention", "hashtag", "u-url"})
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")


def has_html(texts: pd.Series[str]) -> bool:
    """Return whether any text has a tag of HTML."""
    array = to_arrow(texts)
    if not (text_bytes(array) == ord("<")).any():  # many times faster than any pattern
        return False
    return bool(pc.any(pc.match_substring_regex(array, _TAG)).as_py())


def plain_texts(texts: pd.Series[str]) -> pd.Series[str]:
    """Return texts without the tags and codes of HTML."""
    return (
        to_texts(map_distinct(to_arrow(texts), plain_text), texts.index)
        if has_html(texts)
        else texts
    )


def plain_text(text: str) -> str:
    r"""Return what a reader sees of a text with HTML.

    >>> plain_text("<p>Fire &amp; smoke<br>in the <b>port</b></p>"), plain_text("5 < 6")
    ('Fire & smoke\nin the port', '5 < 6')
    """
    return _read(text).text() if re.search(_TAG, text) else text


def html_links(text: str) -> list[str]:
    """Return the links of a text with HTML, without those to tags and people.

    >>> html_links('see <a href="https://a.org/1">here</a> <a class="mention" href="https://b.org">b</a>')
    ['https://a.org/1']
    """
    return list(dict.fromkeys(_read(text).links)) if re.search(_TAG, text) else []


def _read(text: str) -> _HtmlWords:
    reader = _HtmlWords()
    reader.feed(text)
    reader.close()
    return reader


class _HtmlWords(HTMLParser):
    """Collects the words and the links of a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        # The parser calls these three by the names that it gives them.
        self.__dict__.update(
            handle_starttag=self._open, handle_endtag=self._close, handle_data=self._add
        )
        self._parts: list[str] = []
        self._hidden = ""
        self.links: list[str] = []

    def _open(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        link = given.get("href", "")
        if tag == "a" and re.match("(?i)https?://", link) and classes.isdisjoint(_NO_SOURCES):
            self.links.append(link)
        if tag in ("script", "style"):
            self._hidden = tag
        self._break(tag)

    def _close(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        self._break(tag)

    def _add(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._parts.append("\n")

    def text(self) -> str:
        """Return the words: one line for each block."""
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self._parts).split("\n"))
        return "\n".join(filter(None, lines))
