"""Lists of texts mean the same as Arrow lists and as Python lists."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import dateline
from dateline.text_lists import LISTS, are_text_lists, arrow_lists, as_objects, text_lists

_TEXT = st.sampled_from(
    ["https://a.org/1", "http://b.org", " spaces ", "", "a title https://c.org", "javascript:1",
     "https://d.org; https://e.org", "flood", "flood", "36.1", "50.2", "2024-03-05", None]
)  # fmt: skip
_CELL = st.none() | st.lists(_TEXT, max_size=3)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=6))
def test_arrow_lists_are_typed_like_python_lists(rows: list[tuple[Any, Any]]) -> None:
    """Lists of texts give the same sources, tags and findings in both forms."""
    plain = pd.DataFrame(
        {
            "title": [f"Event {number}" for number in range(len(rows))],
            "sources": pd.Series([row[0] for row in rows], dtype=object),
            "tags": pd.Series([row[1] for row in rows], dtype=object),
            "notes": pd.Series([row[1] for row in rows], dtype=object),
        }
    )
    listed = plain.copy()
    for name in ("sources", "tags", "notes"):
        listed[name] = text_lists(pa.array(plain[name].tolist(), LISTS))
    of_plain, of_listed = dateline.from_frame(plain), dateline.from_frame(listed)
    assert of_plain.diagnostics == of_listed.diagnostics
    assert_frame_equal(of_plain.table, of_listed.table)


def test_lists_stay_arrow_lists_until_they_are_typed() -> None:
    """Python lists come back as they were, and a missing list is None."""
    lists = [["a", None], None, [], ["b"]]
    column = text_lists(pa.array(lists, LISTS))
    assert are_text_lists(column)
    assert as_objects(column).tolist() == lists
    assert as_objects(column.iloc[1:3]).tolist() == lists[1:3]
    assert arrow_lists(column.iloc[2:]).to_pylist() == lists[2:]


@pytest.mark.parametrize("kind", ["jsonl", "json", "parquet"])
def test_files_of_lists_are_read_alike(tmp_path: Path, kind: str) -> None:
    """JSON lines, JSON and Parquet give the same sources and tags of lists of texts."""
    rows = [
        {"title": f"Event {n}", "sources": [f"https://a.org/{n}", "https://b.org"], "tags": tags}
        for n, tags in enumerate([["flood", "flood"], None, [], [" storm "]] * 3)
    ]
    path = tmp_path / f"events.{kind}"
    if kind == "parquet":
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows), buffer)
        path.write_bytes(buffer.getvalue())
    elif kind == "json":
        path.write_text(json.dumps(rows), encoding="utf-8")
    else:
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    table = dateline.read(path).table
    assert [[source["url"] for source in one] for one in table["sources"]] == [
        [f"https://a.org/{n}", "https://b.org"] for n in range(len(rows))
    ]
    assert [list(tags) for tags in table["tags"]] == [["flood"], [], [], ["storm"]] * 3
