"""Links in text: texts of only links, their records, and the words next to links."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.normalise.links import (
    are_plain,
    as_records,
    is_safe_link,
    most_bytes,
    parse_sources,
    write_plain,
)

PLAIN = [
    "https://a.example",
    "http://b.example/x?y=1&z=%20",
    "HTTPS://c.example:8080/a/b#c",
    "https://d.example/(e)_'f'",
]
BETWEEN = ["; ", ";", " ;", " ; ", "|", "| ", " |", " | "]


def texts_of(*texts):
    return pa.array(texts, pa.large_string())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("https://a.example", True),
        ("https://a.example; http://b.example/c", True),
        ("https://a.example|http://b.example", True),
        ("HTTPS://a.example", False),
        ("https://a.example, https://b.example", False),
        ("https://a.example https://b.example", False),
        ("https://a.example;; https://b.example", False),
        ("https://a.example;", False),
        ("; https://a.example", False),
        (" https://a.example", False),
        ("https://a.example/\n", False),
        ('https://a.example/"', False),
        ("https://a.example/é", False),
        ("javascript:alert(1)", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("https://a.example; javascript://b.example", False),
        ("Reuters", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_nothing_but_links(text, plain):
    """Safe links in plain characters, separated by a bar or a semicolon, need no parser."""
    assert [plain] == are_plain(texts_of(text)).tolist()


def test_no_texts_are_no_flags():
    """An empty column gives an empty array of flags."""
    found = are_plain(texts_of())
    assert (0, np.dtype(bool)) == (len(found), found.dtype)


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.lists(
                st.tuples(st.sampled_from([*PLAIN[:2], PLAIN[3]]), st.sampled_from(BETWEEN)),
                min_size=1,
                max_size=4,
            ),
        ),
        max_size=6,
    )
)
def test_records_of_plain_links_are_those_of_the_parser(rows):
    """Reading texts in bulk gives the same sources as parsing each text."""
    texts = [
        row if row is None else "".join(link + between for link, between in row[:-1]) + row[-1][0]
        for row in rows
    ]
    assert [text is not None for text in texts] == are_plain(texts_of(*texts)).tolist()
    records = as_records(texts_of(*texts))
    found = [text and json.loads(text) for text in records.to_pylist()]
    assert [text and parse_sources(text) for text in texts] == found
    assert most_bytes(texts_of(*texts)) >= sum(len(text or "") for text in records.to_pylist())


@pytest.mark.parametrize("between", ["; ", "|"])
def test_the_bound_of_bytes_is_close(between):
    """The memory reserved for records is only a little more than they need."""
    texts = texts_of(between.join(PLAIN[:2]), PLAIN[0])
    taken = sum(len(text) for text in as_records(texts).to_pylist())
    assert taken <= most_bytes(texts) <= taken + 2 * len(between)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Xinhua, two reports https://a.b https://c.d",
            [{"title": "Xinhua, two reports"}, {"url": "https://a.b"}, {"url": "https://c.d"}],
        ),
        ("https://a.b, Xinhua", [{"title": "Xinhua", "url": "https://a.b"}]),
        ("\tXinhua\thttps://a.b", [{"title": "Xinhua", "url": "https://a.b"}]),
        ("www.a.b", [{"url": "www.a.b"}]),
        ("WWW.a.b/c d", [{"title": "WWW.a.b/c d"}]),
        ("doi:10.1000/1", [{"url": "doi:10.1000/1"}]),
        ("see: a", [{"title": "see: a"}]),
        ("A;doi:10.1000/1", [{"title": "A"}, {"url": "doi:10.1000/1"}]),
        ("A;b", [{"title": "A;b"}]),
        ('",2014-01-22,Clash"', [{"published_at": "2014-01-22", "title": "Clash"}]),
        ('"AFP,2014-01-22,"', [{"publisher": "AFP", "published_at": "2014-01-22"}]),
        ("", []),
    ],
)
def test_words_and_links_in_one_text(text, expected):
    """Words next to one link are its title; otherwise they are a source of their own."""
    assert expected == parse_sources(text)


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://a.example/ü", True),
        ("HTTP://пошта.укр", True),
        ("https://a.example/a\u00a0b", False),
        ("https://a.example/<b>", False),
        ("https://a.example/\\b", False),
        ("https://a.example/{b}", False),
        ("https://a.example/\x7f", False),
        ("https:///path", False),
        ("https:a.example", False),
        ("javascript://a.example/é", False),
        ("https://[é", False),
    ],
)
def test_a_safe_link_leads_to_a_web_page(link, safe):
    """A safe link is http or https, has a host, and contains no character that ends a link."""
    assert safe is is_safe_link(link)


def test_columns_without_lists_of_links_stay_as_they_are():
    """A column of text, or without lists of links, is returned unchanged."""
    for column in (
        pd.Series(["https://a.example", None], dtype="str"),
        pd.Series([[{"url": "https://a.example", "title": "A"}], None], dtype=object),
        pd.Series([[{"url": "https://a.example/a b"}], [{"url": 7}], []], dtype=object),
        pd.Series([[{"url": "https://a.example"}, "https://b.example"]], dtype=object),
    ):
        assert write_plain(column) is column
