"""Links: which texts are safe links, and the links in a line of text. No link is ever opened."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import map_ahead, slices, text_bytes, to_texts

_SAFE_SCHEMES: Final = frozenset({"http", "https"})

#: Separates sources in one text: a bar, or a semicolon that is not part of a link.
_BETWEEN: Final = re.compile(r"\s*(?:\||;(?=\s|$|[A-Za-z][A-Za-z0-9+.-]*:|\"))\s*")
_LINK: Final = re.compile(r"https?://[^\s,]+(?:,[^\s,]+)*?(?=,?\s|,https?://|,?$)", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=\S)|www\.", re.IGNORECASE)

#: One entry of UCDP's nested ``source_article``: "Office,YYYY-MM-DD,Headline".
_UCDP: Final = re.compile(
    r'"(?P<publisher>[^"]*?),(?P<published_at>\d{4}-\d\d-\d\d),(?P<title>.*)"'
)

#: Only safe links with the usual separators, in characters that need no escaping in JSON.
_PLAIN_LINK: Final = r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9/?#&=%+._~:@!$()*'-]*)?"
_PLAIN: Final = re.compile(_PLAIN_LINK)
_PLAIN_BETWEEN: Final = r" ?[;|] ?"
_USUAL_BETWEEN: Final = "; "
_PLAIN_LINKS: Final = f"^{_PLAIN_LINK}(?:{_PLAIN_BETWEEN}{_PLAIN_LINK})*$"

#: Characters that no plain link contains but that may separate two.
_PARTING: Final = ";| "

#: The JSON before, between and after the links.
_OPENING: Final = '[{"url":"'
_CLOSING: Final = '"}]'
_BETWEEN_RECORDS: Final = '"},{"url":"'


def are_plain(texts: pa.LargeStringArray) -> np.ndarray:
    """Return which texts are only safe links with the usual separators, in plain characters."""
    matches = map_ahead(lambda part: pc.match_substring_regex(part, _PLAIN_LINKS), slices(texts))
    found = [match.fill_null(False).to_numpy(zero_copy_only=False) for match in matches]
    return np.concatenate(found) if found else np.zeros(0, dtype=bool)


def write_plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return raw sources with each list of plain links replaced by an equivalent text.

    Texts are typed thousands at a time and lists one by one; the result is the same.
    """
    if column.dtype == "str":
        return column
    texts = pa.array([_links(value) for value in column], pa.large_string())
    rows = are_plain(texts)
    return column.mask(rows, to_texts(texts, column.index).astype(object)) if rows.any() else column


def _links(value: Any) -> str | None:
    """Return the links of records that have only a link each; None for anything else."""
    if type(value) is not list:
        return None
    links = [
        item["url"]
        for item in value
        if type(item) is dict and len(item) == 1 and type(item.get("url")) is str
        # A list item with a separator would become two links in a text.
        if not any(mark in item["url"] for mark in _PARTING)
    ]
    return _USUAL_BETWEEN.join(links) if links and len(links) == len(value) else None


def as_records(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return the JSON records for the sources in texts of plain links; null stays null.

    The result equals that of :func:`parse_sources`, for thousands of texts at once.
    """
    links = pc.replace_substring(texts, _USUAL_BETWEEN, _BETWEEN_RECORDS)
    if any(_holds(links, mark) for mark in _PARTING):
        links = pc.replace_substring_regex(texts, _PLAIN_BETWEEN, _BETWEEN_RECORDS)
    opening, closing, nothing = (pa.scalar(t, links.type) for t in (_OPENING, _CLOSING, ""))
    return pc.binary_join_element_wise(opening, links, closing, nothing)


def most_bytes(texts: pa.LargeStringArray) -> int:
    """Return an upper bound for the size of the result of :func:`as_records`, in bytes."""
    parts = sum(_count(part, mark) for part in slices(texts) for mark in ";|")
    around = len(_OPENING) + len(_CLOSING)
    return text_bytes(texts).size + len(texts) * around + parts * len(_BETWEEN_RECORDS)


def _holds(texts: pa.LargeStringArray, mark: str) -> bool:
    return bool((text_bytes(texts) == ord(mark)).any())


def _count(texts: pa.LargeStringArray, mark: str) -> int:
    return int(np.count_nonzero(text_bytes(texts) == ord(mark)))


def is_safe_link(text: str) -> bool:
    """Return whether a text is an ``http`` or ``https`` link with a host and without white space.

    >>> is_safe_link("https://example.org/a"), is_safe_link("javascript:alert(1)")
    (True, False)
    """
    if _PLAIN.fullmatch(text):
        return True
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme.lower() in _SAFE_SCHEMES and bool(host)


def parse_sources(text: str) -> list[dict[str, str]]:
    """Return the sources in one text, as records with ``title`` and ``url``.

    Sources are separated by ``;``, ``|`` or, between links, by commas and spaces. Words before a
    link are its title.

    >>> parse_sources("Reuters; AP https://ap.example/1")
    [{'title': 'Reuters'}, {'title': 'AP', 'url': 'https://ap.example/1'}]
    """
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    return [source for piece in pieces for source in _parse_piece(piece)]


def _parse_piece(piece: str) -> list[dict[str, str]]:
    article = _UCDP.fullmatch(piece)
    if article is not None:
        return [{key: value for key, value in article.groupdict().items() if value}]
    links = _LINK.findall(piece)
    words = _LINK.sub("", piece).strip(" ,\t")
    if not links:
        return [{"url" if _SCHEME.match(piece) and " " not in piece else "title": piece}]
    if len(links) == 1 and words:
        return [{"title": words, "url": links[0]}]
    titles = [{"title": words}] if words else []
    return [*titles, *({"url": link} for link in links)]
