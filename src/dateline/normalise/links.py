"""Links: which texts are safe links, and the sources in lines of text. No link is ever opened.

Texts are split by positions in their bytes, whatever separates the links: words, then the pieces
between semicolons, then records. There is no Python object for any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import text_bytes
from dateline.texts import TEXT, Texts, exchange, text_ends

Letters = NDArray[np.uint8]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SAFE_SCHEMES: Final = frozenset({"http", "https"})

#: Bytes that no usual link has: neither a letter, nor a digit, nor a usual mark.
_UNUSUAL: Final = bytes(
    not (chr(code).isascii() and (chr(code).isalnum() or chr(code) in "/?#&=%+._~:!$()*,;'-"))
    for code in range(256)
)
_IS_DIGIT_OR_LETTER: Final = np.array([chr(c).isascii() and chr(c).isalnum() for c in range(256)])

#: A text that names an address, such as ``doi:10.1000/1``.
_ADDRESS: Final = r"(?i)^([A-Z][A-Z0-9+.-]*:\S|www\.)\S*$"
_SCHEME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:")

#: One entry of UCDP's nested ``source_article``: "Office,YYYY-MM-DD,Headline".
_ARTICLE: Final = r'^"(?P<publisher>[^"]*?),(?P<published_at>\d{4}-\d\d-\d\d),(?P<title>.*)"$'

_SPACE, _BREAK, _COLON = 1, 2, 3

#: Around words, these are not part of a title.
_TRIMMED: Final = " ,\t([<"
#: What closes a bracket that stands directly before a link.
_CLOSING: Final = {ord("("): b")", ord("["): b"]", ord("<"): b">"}


#: A link has at least a scheme and a letter.
_LEAST: Final = len("http://a")

#: The kind of each byte: white space, a possible separator of sources, a colon, or anything else.
_KIND: Final = bytes(
    {";": _BREAK, "|": _BREAK, ":": _COLON}.get(
        chr(code), _SPACE * (code in {*range(9, 14), *range(28, 33)})
    )
    for code in range(256)
)

#: White space outside ASCII, as bytes of UTF-8.
_WIDE_SPACES: Final = [
    chr(code).encode()
    for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
]
_LEADS: Final = np.isin(np.arange(256), [space[0] for space in _WIDE_SPACES])


def are_safe(links: Texts) -> Flags:
    """Return which links are safe, see :func:`is_safe_link`; a missing link is."""
    usual = pa.array(have_only(links, _UNUSUAL) & begin_web_links(links))
    safe = pc.or_(usual, links.is_null())
    found: Flags = safe.to_numpy(zero_copy_only=False)
    if not found.all():
        rows = np.flatnonzero(~found)
        others = links.take(pa.array(rows)).dictionary_encode()
        judged = np.array([is_safe_link(text) for text in others.dictionary.to_pylist()])
        found = found.copy()
        found[rows] = judged[others.indices.to_numpy()]
    return found


def have_only(texts: Texts, is_other: bytes) -> Flags:
    """Return which texts have no other bytes; ``is_other`` has a one for each of those."""
    others = np.frombuffer(text_bytes(texts).tobytes().translate(is_other), bool)
    ends = text_ends(texts)
    if not others.any():
        return np.ones(len(texts), bool)
    bounds = np.searchsorted(np.flatnonzero(others), ends)
    found: Flags = bounds[1:] == bounds[:-1]
    return found


def begin_web_links(texts: Texts) -> Flags:
    """Return which texts begin with ``http://`` or ``https://`` and a letter or a digit."""
    letters, ends = text_bytes(texts), text_ends(texts)
    starts = ends[:-1]
    found = np.diff(ends) > len("https://")
    at = starts[found]
    is_web = np.ones(len(at), bool)
    for letter in b"http":
        is_web &= letters[at] | 0x20 == letter
        at = at + 1
    at = at + (letters[at] | 0x20 == ord("s"))
    for letter in b"://":
        is_web &= letters[at] == letter
        at = at + 1
    found[found] = is_web & _IS_DIGIT_OR_LETTER[letters[at]]
    return found


#: A misspelt ``http://`` or ``https://``, and addresses that are made harmless: ``hxxps://``.
_MISSPELT: Final = re.compile(
    "(?i)(?:hxxp|htp|http|htpp|htttp|httpp|hhtp|ttp|hptt|htt)(s?)[:;]?/{1,3}"
)


def repaired_link(text: str) -> str:
    """Return a link with its misspelt scheme repaired; empty if that does not make it safe.

    >>> repaired_link("htps://example.org/a"), repaired_link("hxxp:/example.org")
    ('https://example.org/a', 'http://example.org')
    """
    found = _MISSPELT.match(text)
    link = f"http{found[1].lower()}://{text[found.end() :]}" if found else ""
    return link if link and is_safe_link(link) else ""


def is_safe_link(text: str) -> bool:
    """Return whether a text is an ``http`` or ``https`` link with a host and without white space.

    >>> is_safe_link("https://example.org/a"), is_safe_link("javascript:alert(1)")
    (True, False)
    """
    if re.search(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]", text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme.lower() in _SAFE_SCHEMES and bool(host)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """The words and links of some texts, in order.

    Attributes:
        letters: The bytes of the texts.
        starts: Where each begins.
        ends: Where each ends.
        is_link: Whether it is a link.
        piece: The number of its piece; pieces are separated by ``;`` or ``|``, or are texts.
        text: The number of its text.
    """

    letters: Letters
    starts: Ints
    ends: Ints
    is_link: Flags
    piece: Ints
    text: Ints


def find_words(texts: Texts, *, is_parted: bool = False) -> FoundWords:
    """Return the words of texts.

    Args:
        texts: None of them null.
        is_parted: Whether every ``;`` separates two pieces. Otherwise one is part of a word unless
            white space, a quote, a link or the end of the text follows.
    """
    letters, bounds = text_bytes(texts), text_ends(texts)
    kind = np.frombuffer(bytearray(letters.tobytes().translate(_KIND)), np.uint8)
    _mark_wide_spaces(letters, kind)
    marks = np.flatnonzero(kind != 0)
    colons = marks[kind[marks] == _COLON]
    kind[colons] = 0
    links = _link_starts(letters, bounds, kind, colons=colons)
    breaks = marks[kind[marks] == _BREAK]
    if len(breaks) and not is_parted:
        is_real = _are_in(breaks + 1, bounds) | _are_breaks(
            letters, bounds, breaks, kind=kind, links=links
        )
        kind[breaks[~is_real]] = 0
        breaks = breaks[is_real]
    before = links[~_are_in(links, bounds)] - 1
    before = before[letters[before] == ord(",")]
    kind[before] = _SPACE
    gaps = np.sort(np.concatenate([marks[kind[marks] != 0], before]))
    # A word begins after white space, a separator or the end of a text, and ends before one.
    starts, ends = _joined(gaps + 1, bounds), _joined(gaps, bounds)
    starts, ends = starts[starts < len(letters)], ends[ends > 0]
    found = _split_at_links(starts[kind[starts] == 0], ends[kind[ends - 1] == 0], links)
    cuts = _joined(bounds, breaks)
    return FoundWords(letters, *found, _parts(found[0], cuts), _parts(found[0], bounds))


def _are_in(positions: Ints, bounds: Ints) -> Flags:
    """Return which positions are among the bounds, which ascend and end with the greatest."""
    found: Flags = bounds[np.searchsorted(bounds, positions)] == positions
    return found


def _joined(one: Ints, other: Ints) -> Ints:
    """Return the different positions of both, ascending; both ascend."""
    both = np.sort(np.concatenate([one, other]), kind="stable")
    return both[np.diff(both, prepend=-1) > 0]


def _flags(positions: Ints, count: int) -> Flags:
    flags = np.zeros(count, bool)
    flags[positions] = True
    return flags


def _parts(starts: Ints, cuts: Ints) -> Ints:
    """Return for each start the number of the part that contains it; parts are between cuts."""
    bounds = np.searchsorted(starts, cuts)
    return np.repeat(np.arange(len(cuts) - 1), np.diff(bounds))


def _mark_wide_spaces(letters: Letters, kind: Letters) -> None:
    """Mark the bytes of white space outside ASCII."""
    if not len(letters) or letters.max() < 0x80:  # noqa: PLR2004 - the first byte outside ASCII
        return
    leads = np.flatnonzero(_LEADS[letters])
    if len(leads):
        padded = np.concatenate([letters, np.zeros(2, np.uint8)])
        for code in _WIDE_SPACES:
            here = leads[padded[leads] == code[0]]
            for at, byte in enumerate(code):
                here = here[padded[here + at] == byte]
            for at in range(len(code)):
                kind[here + at] = _SPACE


def _link_starts(letters: Letters, bounds: Ints, kind: Letters, *, colons: Ints) -> Ints:
    """Return where ``http://`` and ``https://`` begin, if something follows them."""
    at = colons
    at = at[(at >= len("http")) & (at + len("://") < len(letters))]
    at = at[(letters[at + 1] == ord("/")) & (letters[at + 2] == ord("/"))]
    at = at[(kind[at + 3] == 0) & (letters[at + 3] != ord(","))]
    is_secure = letters[at - 1] | 0x20 == ord("s")
    starts = at - len("http") - is_secure
    # A text that begins in the middle of a link must not borrow from the text before it.
    row = np.searchsorted(bounds, at, side="right") - 1
    fits = (starts >= bounds[row]) & (at + 3 < bounds[row + 1])
    starts = starts[fits]
    for offset, letter in enumerate(b"http"):
        starts = starts[letters[starts + offset] | 0x20 == letter]
    found: Ints = starts
    return found


def _are_breaks(
    letters: Letters, bounds: Ints, breaks: Ints, *, kind: Letters, links: Ints
) -> Flags:
    """Return which of the possible separators within a text separate two pieces."""
    following = np.minimum(breaks + 1, len(letters) - 1)
    after = letters[following]
    is_break: Flags = (
        (letters[breaks] == ord("|")) | (after == ord('"')) | (kind[following] == _SPACE)
    )
    if len(links):
        near = links[np.minimum(np.searchsorted(links, following), len(links) - 1)]
        is_break |= near == following
    is_letter = (after | 0x20 >= ord("a")) & (after | 0x20 <= ord("z"))
    for number in np.flatnonzero(~is_break & is_letter):
        begin = int(breaks[number]) + 1
        end = int(bounds[np.searchsorted(bounds, begin, side="right")])
        is_break[number] = _SCHEME.match(letters[begin:end].tobytes()) is not None
    return is_break


def _split_at_links(starts: Ints, ends: Ints, links: Ints) -> tuple[Ints, Ints, Flags]:
    """Return words of which a link is one of its own, also after other letters such as a bracket.

    A link inside a link, as in an archive's address, is part of it.
    """
    word = np.searchsorted(starts, links, side="right") - 1
    first = np.flatnonzero(np.diff(word, prepend=-1))
    word, at = word[first], links[first]
    is_link = np.zeros(len(starts), bool)
    is_link[word] = True
    inner = at > starts[word]
    if not inner.any():
        return starts, ends, is_link
    word, at = word[inner], at[inner]
    is_link[word] = False
    return (
        np.insert(starts, word + 1, at),
        np.insert(ends, word, at),
        np.insert(is_link, word + 1, True),
    )


def cut(letters: Letters, starts: Ints, ends: Ints) -> Texts:
    """Return the texts between ascending positions that do not overlap."""
    if not len(starts):
        return pa.array([], TEXT)
    # An array of these texts and of what lies between them needs no copy of the letters.
    edges = np.stack([starts, ends], axis=1).ravel()
    buffers = [None, pa.py_buffer(edges), pa.py_buffer(letters)]
    pieces = pa.Array.from_buffers(TEXT, len(edges) - 1, buffers)
    return pieces.take(pa.array(np.arange(0, len(edges), 2)))


@dataclass(frozen=True, slots=True)
class Sources:
    """Records found in texts: the text of each, ascending, and the fields that have a value."""

    text: Ints
    fields: dict[str, pa.Array]


def find_sources(texts: Texts) -> Sources:
    """Return the sources in texts, none of which is null.

    Sources are separated by ``;``, ``|`` or, between links, by commas and white space. Words next
    to a single link are its title; words next to several links are a source of their own.
    """
    words = find_words(texts)
    if not len(words.starts):
        return Sources(np.zeros(0, np.int64), {})
    first = np.flatnonzero(np.diff(words.piece, prepend=-1))
    number = np.cumsum(np.diff(words.piece, prepend=words.piece[0]) != 0)
    link_count = np.add.reduceat(words.is_link, first, dtype=np.int64)
    titles = _titles(words, number, link_count)
    has_title = titles.is_valid().to_numpy(zero_copy_only=False)
    links = np.flatnonzero(words.is_link)
    urls = _link_texts(words, links)
    # A record for each link, and one for the words that belong to no link or to several.
    alone = np.flatnonzero(has_title & (link_count != 1))
    where = np.concatenate([2 * links + 1, 2 * first[alone]])
    order = np.argsort(where, kind="stable") if len(alone) else np.arange(len(where))
    is_alone = order >= len(links)
    of_link = np.where(is_alone, -1, order)
    piece = np.concatenate([number[links], alone])[order]
    of_piece = np.where(is_alone | (link_count[piece] == 1), piece, -1)
    fields = {
        "title": titles.take(pa.array(of_piece, mask=of_piece < 0)),
        "url": urls.take(pa.array(of_link, mask=of_link < 0)),
    }
    fields = _read_special(fields, np.flatnonzero(is_alone & (link_count[piece] == 0)))
    return Sources(words.text[first[piece]], fields)


def _link_texts(words: FoundWords, links: Ints) -> Texts:
    """Return the links without the commas after them, and without what closes a bracket."""
    ends = words.ends[links].copy()
    while (is_loose := words.letters[ends - 1] == ord(",")).any():
        ends -= is_loose
    before = words.letters[np.maximum(words.starts[links] - 1, 0)]
    for number in np.flatnonzero(np.isin(before, list(_CLOSING)) & (words.starts[links] > 0)):
        start, end = int(words.starts[links[number]]), int(ends[number])
        link, closing = words.letters[start:end].tobytes(), _CLOSING[int(before[number])]
        while len(link) > _LEAST and link.endswith((closing, closing + b".", closing + b",")):
            opening = bytes([before[number]])
            if link.count(opening) >= link.count(closing):
                break
            link = link[: link.rindex(closing)]
        ends[number] = start + len(link)
    return cut(words.letters, words.starts[links], ends)


def _titles(words: FoundWords, number: Ints, link_count: Ints) -> Texts:
    """Return the words of each piece that are not links, null if there are none."""
    is_word = ~words.is_link
    opens = is_word & ~(np.concatenate([[False], is_word[:-1] & (np.diff(number) == 0)]))
    starts = np.flatnonzero(opens)
    if not len(starts):
        return pa.nulls(len(link_count), TEXT)
    last = np.flatnonzero(
        is_word & np.concatenate([opens[1:] | ~is_word[1:] | (np.diff(number) != 0), [True]])
    )
    runs = cut(words.letters, words.starts[starts], words.ends[last])
    piece = number[starts]
    beside = pa.array(link_count[piece] > 0)
    runs = pc.if_else(beside, pc.utf8_trim(runs, _TRIMMED), runs)
    is_text = pc.not_equal(runs, "").to_numpy(zero_copy_only=False)
    runs, piece = runs.filter(pa.array(is_text)), piece[is_text]
    bounds = np.searchsorted(piece, np.arange(len(link_count) + 1))
    lists = pa.LargeListArray.from_arrays(pa.array(bounds), runs)
    joined = pc.binary_join(lists, pa.scalar(" ", TEXT))
    return pc.if_else(pa.array(np.diff(bounds) > 0), joined, pa.scalar(None, TEXT))


def _read_special(fields: dict[str, pa.Array], rows: Ints) -> dict[str, pa.Array]:
    """Return the fields, with addresses as links and UCDP's entries split.

    Args:
        fields: Titles and links of the records.
        rows: The records that have only a title.
    """
    if not len(rows):
        return fields
    titles, urls = fields["title"], fields["url"]
    alone = titles.take(pa.array(rows))
    is_address = pc.match_substring_regex(alone, _ADDRESS).to_numpy(zero_copy_only=False)
    article = pc.extract_regex(alone, _ARTICLE)
    is_article = article.is_valid().to_numpy(zero_copy_only=False)
    moved = _flags(rows[is_address], len(titles))
    urls = exchange(urls, moved, titles.filter(pa.array(moved)))
    titles = pc.if_else(pa.array(moved), pa.scalar(None, TEXT), titles)
    if not is_article.any():
        return {"title": titles, "url": urls}
    chosen = _flags(rows[is_article], len(titles))
    found = {"title": titles, "publisher": pa.nulls(len(titles), TEXT)}
    found |= {"url": urls, "published_at": found["publisher"]}
    for name in ("title", "publisher", "published_at"):
        values = pc.struct_field(article, name).filter(pa.array(is_article))
        values = pc.if_else(pc.equal(values, ""), pa.scalar(None, TEXT), values)
        found[name] = exchange(found[name], chosen, values)
    return found
