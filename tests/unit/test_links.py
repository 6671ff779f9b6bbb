"""Links in text: which are safe, and the sources in lines of text, whatever separates them."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.normalise.links import are_safe, find_sources, find_words, is_safe_link
from dateline.normalise.plain_links import split_links
from dateline.texts import TEXT


def sources_of(*texts: str) -> list[list[dict[str, Any]]]:
    """Return the sources of each text as dicts."""
    found = find_sources(pa.array(texts, TEXT))
    rows: list[list[dict[str, Any]]] = [[] for _ in texts]
    for at, text in enumerate(found.text):
        values = {name: column[at].as_py() for name, column in found.fields.items()}
        rows[text].append({name: value for name, value in values.items() if value is not None})
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.b/c", [{"url": "https://a.b/c"}]),
        ("https://a.b; https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b;https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b, https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b,https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b\nhttps://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b\u00a0https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b|https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b/c;id=1?d=2,3", [{"url": "https://a.b/c;id=1?d=2,3"}]),
        ("https://a.b/?x=https://c.d", [{"url": "https://a.b/?x=https://c.d"}]),
        ("Reuters", [{"title": "Reuters"}]),
        ("Reuters; AP", [{"title": "Reuters"}, {"title": "AP"}]),
        ("Reuters, London", [{"title": "Reuters, London"}]),
        ("Reuters https://a.b", [{"title": "Reuters", "url": "https://a.b"}]),
        ("A https://a.b B", [{"title": "A B", "url": "https://a.b"}]),
        ("(https://a.b", [{"url": "https://a.b"}]),
        ("Note: a thing", [{"title": "Note: a thing"}]),
        ("javascript:alert(1)", [{"url": "javascript:alert(1)"}]),
        (
            "Xinhua, two reports https://a.b https://c.d",
            [{"title": "Xinhua, two reports"}, {"url": "https://a.b"}, {"url": "https://c.d"}],
        ),
        ("https://a.b, Xinhua", [{"title": "Xinhua", "url": "https://a.b"}]),
        ("https://a.b , https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("\tXinhua\thttps://a.b", [{"title": "Xinhua", "url": "https://a.b"}]),
        ("www.a.b", [{"url": "www.a.b"}]),
        ("WWW.a.b/c d", [{"title": "WWW.a.b/c d"}]),
        ("doi:10.1000/1", [{"url": "doi:10.1000/1"}]),
        ("doi:1 https://a.b", [{"title": "doi:1", "url": "https://a.b"}]),
        ("see: a", [{"title": "see: a"}]),
        ("A;doi:10.1000/1", [{"title": "A"}, {"url": "doi:10.1000/1"}]),
        ("A;b", [{"title": "A;b"}]),
        ("https://", [{"url": "https://"}]),
        (
            '"AFP,2014-01-22,Clash, two dead"',
            [{"publisher": "AFP", "published_at": "2014-01-22", "title": "Clash, two dead"}],
        ),
        ('",2014-01-22,Clash"', [{"published_at": "2014-01-22", "title": "Clash"}]),
        ('"AFP,2014-01-22,"', [{"publisher": "AFP", "published_at": "2014-01-22"}]),
        ("", []),
        (" ; ", []),
    ],
)
def test_sources_in_one_text(text: str, expected: list[dict[str, str]]) -> None:
    """Links and names in one cell become one source each; words beside one link are its title."""
    assert [expected, expected] == sources_of(text, text)


def test_a_text_does_not_borrow_from_its_neighbour() -> None:
    """A link never begins in one text and ends in the next."""
    texts = ["a http", "://b.c", "a https:/", "/d.e", "b :", "//x"]
    assert [[{"title": text}] for text in texts] == sources_of(*texts)


def test_no_texts_have_no_sources() -> None:
    """An empty column, and one of empty texts, have no sources."""
    assert ([], [[], []]) == (sources_of(), sources_of("", ""))


# --- a plain reading of the same rules ------------------------------------------------------------

BETWEEN = re.compile(r"\s*(?:\||;(?=\s|$|[A-Za-z][A-Za-z0-9+.-]*:|\"))\s*")
LINK = re.compile(r"https?://[^\s,](?:[^\s,]|,+(?!,|\s|https?://|$))*", re.IGNORECASE)
ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|www\.)\S+", re.IGNORECASE)


def read_plainly(text: str) -> list[dict[str, str]]:
    """Return the sources of one text, by regular expressions."""
    found: list[dict[str, str]] = []
    for piece in filter(None, (piece.strip() for piece in BETWEEN.split(text))):
        links = [link.group() for link in LINK.finditer(piece)]
        words = (part.strip(" ,\t\u00a0") for part in LINK.split(piece))
        title = " ".join(part for part in words if part)
        if not links:
            found.append({"url" if ADDRESS.fullmatch(piece) else "title": piece})
        elif len(links) == 1 and title:
            found.append({"title": title, "url": links[0]})
        else:
            found += [{"title": title}] if title else []
            found += [{"url": link} for link in links]
    return found


ATOMS = st.sampled_from(
    [
        *(
            "https://a.b",
            "http://c.d/é",
            "HTTPS://X.y",
            ";",
            "; ",
            "|",
            " | ",
            ", ",
            " ",
            "Reuters",
        ),
        *("A title", "é", "\u00a0", "doi:1", "www.x", "\t", ":", "http", "s", "/x", "://z"),
    ]
)
LINES = st.lists(ATOMS, max_size=7).map(lambda atoms: "".join(atoms).strip())


@given(st.lists(LINES, max_size=6), st.integers(0, 2))
def test_all_texts_at_once_are_read_as_each_alone(texts: list[str], skipped: int) -> None:
    """Reading many texts by the bytes gives the sources that a plain reading of each gives."""
    texts = [text for text in texts if text]
    expected = [read_plainly(text) for text in texts]
    assert expected == sources_of(*texts)
    part = find_sources(pa.array(texts, TEXT)[skipped:])
    assert sum(map(len, expected[skipped:])) == len(part.text)


@given(st.lists(LINES, max_size=5))
def test_no_word_is_lost(texts: list[str]) -> None:
    """Words and links contain every letter of the texts, in order."""
    words = find_words(pa.array(texts, TEXT), is_parted=True)
    spans = zip(words.starts, words.ends, strict=True)
    found = b"".join(words.letters[start:end].tobytes() for start, end in spans).decode()
    assert re.sub(r"[\s;|,]", "", "".join(texts)) == found.replace(",", "")


# --- safe links -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://a.example/ü", True),
        ("HTTP://пошта.укр", True),
        ("https://a.example:8080/b;c=(1)", True),
        ("https://medium.com/@user", True),
        ("https://a.example/a\u00a0b", False),
        ("https://a.example/<b>", False),
        ("https://a.example/\\b", False),
        ("https://a.example/{b}", False),
        ("https://a.example/\x7f", False),
        ("https:///path", False),
        ("https://@", False),
        ("https:a.example", False),
        ("javascript://a.example/é", False),
        ("https://[é", False),
        ("xhttps://a.example", False),
    ],
)
def test_a_safe_link_leads_to_a_web_page(link: str, *, safe: bool) -> None:
    """A safe link is http or https, has a host, and contains no character that ends a link."""
    assert safe is is_safe_link(link)
    assert [safe, True, True] == are_safe(pa.array([link, None, "https://b.c"], TEXT)).tolist()


LETTERS = st.text(alphabet="a1:/?#[]@!.-_%&;=+ é\\", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["http://", "https://", "HTTPS://", "ftp://"]), LETTERS)))
def test_usual_links_need_no_parser(parts: list[tuple[str, str]]) -> None:
    """What is safe by its bytes alone is safe by the rules, too."""
    links = ["".join(part) for part in parts]
    assert [is_safe_link(link) for link in links] == are_safe(pa.array(links, TEXT)).tolist()


_LINKS = st.sampled_from(
    ["https://a.org/x", "http://b.org", "HTTPS://c.org/?q=1&r=2", "https://d.org/https://e.org",
     "https://f.org/a,b", "https://g.org/a;b", "https://h.org/ä", "ftp://i.org", "a word", "",
     "https://", "https://j.org,", "www.k.org", "https://l.org/(x)", "hxxp://m.org", "x|y"]
)  # fmt: skip
_BETWEEN = st.sampled_from(["; ", " ", ", ", "\n", ";", ",", " | ", "|", ";;", "; "])


@st.composite
def _cells(draw: st.DrawFn) -> str:
    mark = draw(_BETWEEN)
    return mark.join(draw(st.lists(_LINKS, min_size=1, max_size=4)))


@given(st.lists(_cells(), min_size=1, max_size=8))
def test_cells_of_only_links_are_read_like_any_other(cells: list[str]) -> None:
    """Splitting at a mark finds the links that reading word by word finds, and nothing else."""
    texts = pa.array(cells, pa.large_string())
    plain = split_links(texts)
    for row in np.flatnonzero(plain.is_plain):
        links = plain.urls.filter(pa.array(plain.text == row)).to_pylist()
        assert sources_of(cells[row]) == [[{"url": link} for link in links]]


@pytest.mark.parametrize("mark", ["; ", " ", ", ", "\n", ";", ",", " | ", "|"])
def test_columns_of_links_are_split_at_their_mark(mark: str) -> None:
    """Cells of links are split at the mark that their column has; other cells are left out."""
    cells = [mark.join(["https://a.org/1", "https://b.org"]), "https://c.org", "by phone"]
    plain = split_links(pa.array(cells, pa.large_string()))
    assert plain.is_plain.tolist() == [True, True, False]
    assert plain.urls.to_pylist() == ["https://a.org/1", "https://b.org", "https://c.org"]
    assert plain.text.tolist() == [0, 0, 1]
