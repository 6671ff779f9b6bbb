"""Text columns to Arrow and back."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.arrow import GrowingTexts, map_ahead, spread, to_arrow, to_texts
from dateline.dataset import to_python
from dateline.normalise import records
from dateline.normalise.builder import TableBuilder, trim
from dateline.settings import Settings

TEXTS = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), max_size=5)
LINKS = ["https://a.example", "http://b.example:80/x", "https://u@c.example", "https://[::1]/"]
MARKS = ["http://", "?q=1", "/y;z", "; ", ";", "|", " | ", " ", ",", "'", '"', "\\", "ö", "Re", "#"]
PIECES = st.sampled_from([*LINKS, *MARKS])


def as_column(texts):
    return to_texts(to_arrow(pd.Series(texts, dtype=object)))


@given(TEXTS)
def test_texts_go_there_and_back(texts):
    """Texts, including missing ones, are unchanged after a round trip through Arrow."""
    back = to_arrow(as_column(texts)).to_pylist()
    assert texts == back


def test_half_a_character_becomes_a_mark():
    """A lone surrogate, which Arrow cannot store, becomes U+FFFD."""
    assert ["a\ufffd"] == as_column(["a\ud800"]).tolist()


def test_values_of_other_kinds_become_texts():
    """Numbers in a user's own column become texts; missing values stay missing."""
    assert ["1", "2"] == to_arrow(pd.Series([1, 2])).to_pylist()
    assert [None, None] == to_arrow(pd.Series([float("nan")] * 2)).to_pylist()


def test_codes_are_spread():
    """Each code becomes its text; -1 and a missing text become missing."""
    column = spread(["a", None], pd.array([1, 0, -1, 0]).to_numpy())
    assert [None, "a", None, "a"] == to_arrow(column).to_pylist()


@given(st.lists(st.none() | st.text(" \t\n\x1f\x85\u00a0\u2003\u3000abрж한\u0301"), max_size=6))
def test_trimming_is_what_python_trims(texts):
    """White space of any script is trimmed as Python does; blank texts become missing."""
    expected = [text.strip() or None if text else None for text in texts]
    assert expected == to_arrow(trim(as_column(texts))).to_pylist()
    halves = as_column(["-", *texts]).iloc[1:]
    assert expected == to_arrow(trim(halves)).to_pylist()


SOURCES = st.none() | st.lists(PIECES, max_size=5).map("".join)


def sources_of(raw):
    """Return the sources of a raw table, and type nothing else."""
    builder = TableBuilder(raw, Settings())
    records.type_lists(builder)
    return to_python(builder.columns["sources"].rename("sources"))


@given(st.lists(SOURCES, max_size=9), st.integers(1, 4))
def test_sources_of_many_events_are_those_of_each(texts, rows):
    """A text gives the same sources in any column and at any position."""
    raw = pd.DataFrame({"title": "A", "sources": pd.Series(texts, dtype="str")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_SLICE_ROWS", rows)
        together = sources_of(raw)
    alone = [sources_of(raw.iloc[[n]].reset_index(drop=True))[0] for n in range(len(texts))]
    assert alone == together


@given(
    st.lists(st.lists(st.none() | st.text("aé日", max_size=3)), max_size=5),
    st.floats(0.01, 1),
    st.integers(0, 20),
)
def test_a_column_grows(parts, share, room):
    """Texts and missing values keep their order, however wrong the expected size is."""
    column = GrowingTexts(rows=room, most_bytes=room)
    for part in parts:
        column.add(pa.array([None, *part], pa.large_string())[1:], share=share)
    grown = column.finish()
    grown.validate(full=True)
    assert [text for part in parts for text in part] == grown.to_pylist()


def test_work_ahead_keeps_its_order():
    """Results come in the order of the items, and an error is raised at its item."""
    done = map_ahead(lambda number: 6 // number, [1, 2, 3, 0])
    assert [6, 3, 2] == [next(done) for _ in range(3)]
    with pytest.raises(ZeroDivisionError):
        next(done)
