"""Lists in an event: sources, links, figures and tags, in every accepted form."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.normalise import normalise, records
from dateline.normalise.links import is_safe_link, parse_sources, write_plain
from dateline.readers.raw import as_text
from dateline.settings import Settings
from normalised import field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.b/c", [{"url": "https://a.b/c"}]),
        ("https://a.b; https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b;https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b, https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b,https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b|https://c.d", [{"url": "https://a.b"}, {"url": "https://c.d"}]),
        ("https://a.b/c;id=1?d=2,3", [{"url": "https://a.b/c;id=1?d=2,3"}]),
        ("Reuters", [{"title": "Reuters"}]),
        ("Reuters; AP", [{"title": "Reuters"}, {"title": "AP"}]),
        ("Reuters, London", [{"title": "Reuters, London"}]),
        ("Reuters https://a.b", [{"title": "Reuters", "url": "https://a.b"}]),
        ("Note: a thing", [{"title": "Note: a thing"}]),
        ("javascript:alert(1)", [{"url": "javascript:alert(1)"}]),
        (
            '"AFP,2014-01-22,Clash, two dead"',
            [{"publisher": "AFP", "published_at": "2014-01-22", "title": "Clash, two dead"}],
        ),
    ],
)
def test_sources_in_one_text_are_parted(text, expected):
    """Links and names in one cell become one source each."""
    assert expected == parse_sources(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://a.b", ({"url": "https://a.b"},)),
        ({"url": "https://a.b", "title": " T "}, ({"title": "T", "url": "https://a.b"},)),
        (["https://a.b", {"title": "T"}], ({"url": "https://a.b"}, {"title": "T"})),
        ('[{"title": "T", "lang": null}]', ({"title": "T"},)),
        ([{"title": "T", "page": 7}], ({"title": "T", "page": "7"},)),
        ([None, "", {}], ()),
        (None, ()),
    ],
)
def test_sources_come_in_several_forms(value, expected):
    """A link, a mapping, a list of either and JSON text give the same records."""
    assert (expected, []) == field("sources", value)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "JAVASCRIPT://example.org/",
        "ftp://example.org/a",
        "httpx://example.org/",
        "http+unix://example.org/",
        "data://example.org/x",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "ftp://a.b",
        "//a.b",
        "www.a.b",
        "https://",
        "https://a b",
        'https://a.b/"onmouseover=x',
        "https://[::1",
        "java\nscript:x",
    ],
)
def test_unsafe_links_become_text(link):
    """A link other than http or https becomes text and is reported."""
    assert not is_safe_link(link)
    (source,), codes = field("sources", [{"title": "T", "url": link, "locator": "page 1"}])
    assert ["url-unsafe"] == codes
    assert {"title": "T", "locator": f"page 1; {link}"} == source


@pytest.mark.parametrize("link", ["https://a.b", "HTTP://a.b/c?d=1#e", "https://пошта.укр/é"])
def test_safe_links_stay_links(link):
    """Links with http or https stay links."""
    assert (({"url": link},), []) == field("sources", [{"url": link}])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"label": "x", "value": 3000}], {"label": "x", "value": 3000}),
        ([{"label": "x", "value": "3,000"}], {"label": "x", "value": 3000}),
        ([{"label": "x", "value": 1.5}], {"label": "x", "value": 1.5}),
        ([{"label": "x", "value": None}], {"label": "x", "value": None}),
        ([{"label": "x", "value": 0}], {"label": "x", "value": 0}),
        ({"label": "x", "value": "36 %"}, {"label": "x", "value": 36, "unit": "%"}),
        (
            [{"label": "x", "value": "36%", "unit": "of all"}],
            {"label": "x", "value": 36, "unit": "of all"},
        ),
        ("x: 3000 persons", {"label": "x", "value": 3000, "unit": "persons"}),
        ("x = 36 %", {"label": "x", "value": 36, "unit": "%"}),
        ('[{"label": "x", "low": 1}]', {"label": "x", "low": 1}),
    ],
)
def test_figures_are_numbers_with_a_label(value, expected):
    """Figures are read from mappings, JSON and plain text; null stays null and 0 stays 0."""
    (figure,), codes = field("figures", value)
    assert [] == codes
    assert expected == figure


def test_a_figure_that_is_no_number_is_null():
    """A figure that is not a number is reported and null."""
    ((figure,), codes) = field("figures", [{"label": "x", "value": "~4000"}])
    assert (["field-type"], {"label": "x", "value": None}) == (codes, figure)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["a", 7], ("a", "7")),
        ("a; b ;", ("a", "b")),
        ("a|b", ("a", "b")),
        ("a, b", ("a", "b")),
        ("a, b; c", ("a, b", "c")),
        ('["a;b", "c"]', ("a;b", "c")),
        (["a", "a"], ("a",)),
        ("[draft] a", ("[draft] a",)),
    ],
)
def test_tags_come_in_several_forms(value, expected):
    """A list, JSON and a text with one kind of separator give the same tags, each once."""
    assert (expected, []) == field("tags", value)


# --- lists of links, one by one and thousands at a time ------------------------------------------


LINKS = st.sampled_from(
    [
        "https://a.example/1",
        "http://b.example",
        "https://c.example/x;y",
        "https://d.example/a b",
        "http://f.example; http://g.example",
        "http://f.example|http://g.example",
        " https://e.example",
        "javascript:alert(1)",
        "",
        None,
        7,
    ]
)
SOURCES = st.one_of(
    st.fixed_dictionaries({"url": LINKS}),
    st.fixed_dictionaries({"url": LINKS, "title": st.sampled_from(["A", None])}),
    st.fixed_dictionaries({"title": st.just("B")}),
    LINKS,
)
VALUES = st.one_of(st.lists(SOURCES, max_size=3), SOURCES, st.none())


def table_of(sources: list[Any]) -> pd.DataFrame:
    titles = pd.Series([f"event {number}" for number in range(len(sources))], dtype="str")
    return pd.DataFrame({"title": titles, "sources": pd.Series(sources, dtype=object)})


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_lists_of_links_are_typed_as_any_other_list(sources: list[Any]) -> None:
    """Lists of links give the same table and findings as when read one by one."""
    found, reported = normalise(table_of(sources), Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "write_plain", lambda column: column)
        expected, notes = normalise(table_of(sources), Settings())
    pd.testing.assert_frame_equal(expected, found)
    assert notes == reported


def test_a_list_of_links_needs_no_parser() -> None:
    """Lists of plain links are stored as text; other lists are kept as they are."""
    plain = [{"url": "https://a.example/1"}, {"url": "https://b.example"}]
    titled = [{"url": "https://a.example/1", "title": "A"}]
    written = write_plain(pd.Series([plain, titled, None], dtype=object))
    assert ["https://a.example/1; https://b.example", titled] == written.tolist()[:2]


@given(st.lists(st.one_of(st.floats(), st.integers(), st.none()), max_size=6))
def test_numbers_are_written_alike_in_any_context(numbers: list[float | None]) -> None:
    """A column of numbers gives the same texts with or without a text in it."""
    alone = as_text(pd.Series(numbers, dtype=object))
    beside = as_text(pd.Series([*numbers, "x"], dtype=object))
    assert beside.iloc[:-1].fillna("").tolist() == alone.fillna("").tolist()
