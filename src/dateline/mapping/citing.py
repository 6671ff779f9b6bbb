"""The sources of a table: their columns joined, and links that stand deep inside other values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import text_bytes, to_arrow, to_texts
from dateline.mapping.html_text import has_html, html_links, plain_text
from dateline.mapping.parts import join_source
from dateline.readers.raw import as_text
from dateline.text_lists import are_text_lists, as_objects
from dateline.texts import map_distinct

#: Keys of the link of an object, the one that says most first.
_LINKS: Final = (
    "unwound_url",
    "expanded_url",
    "url",
    "href",
    "link",
    "uri",
    "web_url",
    "permalink",
)
#: Keys of what the link leads to.
_TITLES: Final = ("title", "name", "label", "headline", "text", "display_url")
#: A link in Markdown, with its text, and one in HTML.
_MARKDOWN: Final = re.compile(
    r"\[([^\[\]\n]{0,300})\]\(<?((?i:https?)://[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?"
    r"(?:\s+[\"'][^\"'\n]*[\"'])?\)"
)
_ANCHOR: Final = re.compile(
    r"(?is)<a\s[^<>]{0,300}?href\s*=\s*[\"']?((?:https?)://[^\s\"'<>]+)[^<>]{0,300}>(.{0,500}?)</a>"
)
_MARKED: Final = r"(?i)\]\(<?https?://|<a\s[^<>]*href"
_WHOLE_LINK: Final = re.compile(r"(?i)(?:https?://|www\.)\S+")


def join_links(sources: pd.Series[Any] | None, links: pd.Series[str]) -> pd.Series[Any]:
    """Return sources with one more link each, or several in lines; those that are there once."""
    if sources is None:
        return links
    if not are_records(sources):
        return join_source(as_text(sources), links)
    pairs = zip(as_objects(sources).tolist(), links.tolist(), strict=True)
    return pd.Series([_with(*pair) for pair in pairs], index=links.index, dtype=object)


def are_records(sources: pd.Series[Any]) -> bool:
    """Return whether sources are lists or objects, rather than texts."""
    if sources.dtype == "str":
        return False
    return are_text_lists(sources) or any(
        isinstance(value, (list, dict)) for value in as_objects(sources)
    )


def links_in(texts: pd.Series[str]) -> pd.Series[str] | None:
    """Return the links in texts with HTML, those of one text in lines; None without any."""
    if not has_html(texts):
        return None
    found = texts.map(lambda text: "\n".join(html_links(text)) or None, na_action="ignore")
    return found.astype("str") if found.notna().any() else None


def plain_sources(texts: pd.Series[str]) -> pd.Series[str]:
    """Return sources in Markdown or HTML as titles and links in plain text."""
    array = to_arrow(texts)
    letters = text_bytes(array)
    if not ((letters == ord("]")) | (letters == ord("<"))).any():
        return texts  # many times faster than a pattern
    if not pc.any(pc.match_substring_regex(array, _MARKED)).as_py():
        return texts
    return to_texts(map_distinct(array, _plain_source), texts.index)


def _plain_source(text: str) -> str:
    """Return the sources of one text with semicolons between them.

    >>> _plain_source("[LVZ](https://a.org/1), [MDR](https://a.org/2)")
    'LVZ https://a.org/1; MDR https://a.org/2'
    """
    text = _ANCHOR.sub(
        lambda found: f"\n{unescape(plain_text(found[2]))} {unescape(found[1])}\n", text
    )
    text = _MARKDOWN.sub(lambda found: f"\n{found[1]} {found[2]}\n", text)
    lines = (line.strip(" ,;|\t") for line in plain_text(text).split("\n"))
    return "; ".join(filter(None, lines))


def _with(value: Any, links: Any) -> Any:
    """Return the sources of a row as a list with the links of a text."""
    if not isinstance(links, str):
        return value
    listed = value if isinstance(value, list) else [value] if isinstance(value, (dict, str)) else []
    known = str(listed)
    return [*listed, *({"url": link} for link in links.split() if link not in known)]


def opened_sources(column: pd.Series[Any], *, is_named: bool) -> pd.Series[Any]:
    """Return sources in plain text, and objects in which links stand deeper as lists of records.

    Objects without a link are sources only if a heading says so.
    """
    if column.dtype == "str":
        return plain_sources(column)
    if not is_deep(column) and (is_named or not any(map(_has_no_link, column))):
        return column
    found = [list(_records(value)) for value in column]
    return pd.Series([records or None for records in found], index=column.index, dtype=object)


def _has_no_link(value: Any) -> bool:
    """Return whether a value has an object without a link."""
    objects = value if isinstance(value, list) else [value]
    return any(isinstance(one, Mapping) and not any(map(_is_link, one.values())) for one in objects)


def is_deep(column: pd.Series[Any]) -> bool:
    """Return whether links stand deeper in the objects of a column than in their own values."""
    return column.dtype == object and any(map(_is_deep, column))


def _is_deep(value: Any) -> bool:
    """Return whether an object has no link itself, but lists or objects inside."""
    objects = value if isinstance(value, list) else [value]
    return any(
        isinstance(one, Mapping)
        and not any(map(_is_link, one.values()))
        and any(isinstance(part, (list, dict)) for part in one.values())
        for one in objects
    )


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and _WHOLE_LINK.fullmatch(value.strip()) is not None


def _records(value: Any) -> Iterator[dict[str, str]]:
    """Yield a record for each object with a link, and for each link in a list."""
    if isinstance(value, list):
        for part in value:
            yield from _records(part)
    elif isinstance(value, Mapping):
        named = [key for key in _LINKS if _is_link(value.get(key))]
        others = [key for key, part in value.items() if _is_link(part)]
        if named or others:
            record = {"url": value[(named or others)[0]]}
            titles = [value[key] for key in _TITLES if isinstance(value.get(key), str)]
            yield record | ({"title": titles[0]} if titles and titles[0].strip() else {})
        else:
            for part in value.values():
                yield from _records(part)
    elif _is_link(value):
        yield {"url": value}
