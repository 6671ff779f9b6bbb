"""Lists in an event: sources, links, figures and tags, in every accepted form."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.dataset import to_python
from dateline.normalise import normalise
from dateline.normalise.links import is_safe_link
from dateline.readers.raw import as_text
from dateline.settings import Settings
from normalised import field


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
        ([{"label": "x", "value": None}], {"label": "x"}),
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
    """Figures are read from mappings, JSON and plain text; null is missing and 0 stays 0."""
    (figure,), codes = field("figures", value)
    assert [] == codes
    assert expected == figure


def test_a_figure_that_is_no_number_is_null():
    """A figure that is not a number is reported and missing."""
    ((figure,), codes) = field("figures", [{"label": "x", "value": "~4000"}])
    assert (["field-type"], {"label": "x"}) == (codes, figure)


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


# --- lists of links, alone and together ----------------------------------------------------------


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


@settings(max_examples=20)
@given(st.lists(VALUES, min_size=1, max_size=5))
def test_lists_are_typed_together_as_alone(sources: list[Any]) -> None:
    """Lists of links, of records and of both give the same sources in any company."""
    together, notes = normalise(table_of(sources), Settings())
    alone = [normalise(table_of([value]), Settings()) for value in sources]
    expected = [to_python(table["sources"])[0] for table, _ in alone]
    assert expected == to_python(together["sources"])
    assert sorted(n.message for _, found in alone for n in found) == sorted(
        n.message for n in notes
    )


@settings(max_examples=20)
@given(st.lists(VALUES, min_size=1, max_size=5))
def test_json_in_a_cell_is_read_as_the_value_it_stands_for(sources: list[Any]) -> None:
    """A cell of JSON gives the same sources and findings as the lists of a JSON file."""
    cells = [None if value is None else json.dumps(value) for value in sources]
    texts = pd.Series(
        [c if c and c[0] in "[{" else v for c, v in zip(cells, sources, strict=True)], dtype=object
    )
    found, notes = normalise(table_of([*texts]), Settings())
    expected, others = normalise(table_of(sources), Settings())
    assert to_python(expected["sources"]) == to_python(found["sources"])
    assert [n.message for n in others] == [n.message for n in notes]


@given(st.lists(st.one_of(st.floats(), st.integers(), st.none()), max_size=6))
def test_numbers_are_written_alike_in_any_context(numbers: list[float | None]) -> None:
    """A column of numbers gives the same texts with or without a text in it."""
    alone = as_text(pd.Series(numbers, dtype=object))
    beside = as_text(pd.Series([*numbers, "x"], dtype=object))
    assert beside.iloc[:-1].fillna("").tolist() == alone.fillna("").tolist()


@pytest.mark.parametrize(
    "text", [f"x{' ' * 100_000}y", f"x:{' ' * 100_000}y", f"x: {'1 ' * 50_000}y", ":" * 100_000]
)
def test_a_figure_with_long_runs_is_read_in_proportion(text):
    """A cell of figures takes time in proportion to its length: this would take minutes else."""
    table, _ = normalise(pd.DataFrame({"title": ["a"], "figures": [text]}), Settings())
    assert len(table) == 1
