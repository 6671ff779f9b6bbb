"""The typed table as a whole: its columns, its ids, and that no event is ever dropped."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dateline import schema
from dateline.dataset import LIST_TYPES
from dateline.normalise import normalise
from dateline.settings import Settings

DTYPES = {
    "text": "str",
    "category": "category",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "instant": "datetime64[s]",
    "geometry": "object",
}


def dtype_of(column):
    if column.name in LIST_TYPES:
        return str(pd.ArrowDtype(LIST_TYPES[column.name]))
    return DTYPES[column.dtype]


def raw(*events: dict, **origin) -> pd.DataFrame:
    names = dict.fromkeys(name for event in events for name in event)
    table = pd.DataFrame(
        {name: pd.Series([event.get(name) for event in events], dtype=object) for name in names},
        index=pd.RangeIndex(len(events)),
    )
    table["origin_file"] = pd.Series([origin.get("file", "a.csv")] * len(events), dtype="str")
    table["origin_line"] = range(2, len(events) + 2)
    return table


def typed(*events: dict) -> pd.DataFrame:
    return normalise(raw(*events), Settings())[0]


def reported(*events: dict) -> list[tuple[str, int]]:
    return [(d.code, d.line) for d in normalise(raw(*events), Settings())[1]]


@pytest.mark.parametrize("events", [[], [{}], [{"title": "A"}, {"when": "2024"}]])
def test_every_column_is_there_with_its_dtype(events):
    """The columns are always those of the schema, in its order, with its dtypes."""
    table = typed(*events)
    expected = [
        (column.name, "object" if column.is_internal else dtype_of(column))
        for column in schema.COLUMNS
    ]
    actual = [(name, str(dtype)) for name, dtype in table.dtypes.items()]
    assert expected == actual[: len(expected)]


def test_missing_lists_are_empty():
    """A missing list is an empty list."""
    table = typed({"tags": ["a"]}, {"tags": None})
    assert [["a"], []] == table["tags"].tolist()
    assert [[], []] == table["geocode_alternatives"].tolist()


def test_unknown_columns_follow_with_their_type():
    """Unknown columns come last, with their type; nested values are JSON."""
    table = typed({"depth": 4.0, "wind": {"a": [1]}, "flag": True})
    assert (4, '{"a": [1]}', True) == tuple(table[["depth", "wind", "flag"]].iloc[0])


SHORT = st.text(max_size=8)
SCALARS = st.none() | SHORT | st.integers() | st.floats() | st.booleans()
RECORDS = st.dictionaries(st.sampled_from(["url", "label", "value", "type", "x"]), SCALARS)
VALUES = SCALARS | RECORDS | st.lists(SCALARS | RECORDS, max_size=2)
NAMES = st.sampled_from([*schema.GIVEN, "colour"])


@examples(deadline=None, max_examples=40)
@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=4))
@example([{}, {}])
def test_no_event_is_dropped(events):
    """Whatever the fields contain, every event has a row, in order, and nothing raises."""
    table, found = normalise(raw(*events), Settings())
    assert list(range(2, len(events) + 2)) == table["origin_line"].tolist()
    assert all(d.file == "a.csv" for d in found)
    table.to_csv().encode("utf-8")


def test_a_refused_text_is_kept():
    """A refused value is missing in its field and kept, as written, in another column."""
    table = typed({"title": "A", "status": "happened", "when": "soon"}, {"title": "B"})
    assert table[["status", "when"]].isna().all(axis=None)
    assert ("happened", "soon") == tuple(table[["given_status", "given_when"]].iloc[0])
    assert table[["given_status", "given_when"]].iloc[1].isna().all()


def test_text_is_trimmed_and_else_untouched():
    """Outer white space is removed; the rest of a text is unchanged."""
    assert "A  b\u0301\n<c>" == typed({"title": " \tA  b\u0301\n<c> \n"})["title"][0]


def test_lone_surrogates_are_replaced():
    """A lone surrogate, which no file can contain, becomes U+FFFD in every field."""
    table = typed({"title": "a\ud800", "tags": ["b\udfff"], "sources": [{"title": "c\ud800"}]})
    row = table.iloc[0]
    assert ("a\ufffd", ["b\ufffd"], "c\ufffd") == (
        row["title"],
        row["tags"],
        row["sources"][0]["title"],
    )


def test_blank_text_is_missing():
    """A text of only white space is missing."""
    assert typed({"title": " ", "where": "\u00a0"})[["title", "where"]].isna().all(axis=None)


def test_an_id_is_the_same_wherever_the_event_stands():
    """The hash of an event does not depend on its file, line or neighbours."""
    event = {"title": "A", "when": "2024", "where": "Sumy"}
    alone = typed(event)["event_id"][0]
    among = typed({"title": "B"}, event, {"title": "C"})["event_id"][1]
    assert alone == among
    assert 12 == len(alone)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "B"},
        {"when": "2025"},
        {"where": "Kursk"},
        {"sources": "AP"},
        {"lon": "1", "lat": "2"},
        {"geometry": "POINT (1 2)"},
    ],
)
def test_an_id_says_what_the_event_says(change):
    """Events with another source, title, when or where have different ids."""
    event = {"title": "A", "when": "2024", "where": "Sumy"}
    assert typed(event)["event_id"][0] != typed({**event, **change})["event_id"][0]


def test_an_id_survives_another_description():
    """A change of the description does not change the id."""
    event = {"title": "A", "when": "2024"}
    assert typed(event)["event_id"][0] == typed({**event, "description": "x"})["event_id"][0]


def test_equal_events_get_different_ids():
    """Two equal events get different ids, and that is not a finding."""
    events = [{"title": "A", "when": "2024"}] * 3
    first = typed(*events)["event_id"][0]
    assert [first, f"{first}-2", f"{first}-3"] == typed(*events)["event_id"].tolist()
    assert [] == reported(*events)


def test_a_given_id_is_given_once():
    """If two events have one id, both are kept, and the second is reported and renamed."""
    events = [{"event_id": "x", "title": t, "when": "2024"} for t in "ABC"]
    events.append({"event_id": "x-2", "title": "D", "when": "2024"})
    assert ["x", "x-3", "x-4", "x-2"] == typed(*events)["event_id"].tolist()
    assert [("id-duplicate", 3), ("id-duplicate", 4)] == reported(*events)


def test_numbers_as_ids_are_text():
    """A numeric id becomes text."""
    assert ["7", "7.5"] == typed({"event_id": 7}, {"event_id": 7.5})["event_id"].tolist()


def test_a_field_missing_in_a_whole_file_is_reported_once():
    """A file with more than twenty events and no title at all gives one finding."""
    assert [("title-missing", 0)] == reported(*[{"when": "2024"}] * 21)
    assert 20 == len(reported(*[{"when": "2024"}] * 20))
    assert 21 == len(reported({"title": "A", "when": "2024"}, *[{"when": "2024"}] * 21))


def test_findings_name_the_event():
    """A finding about an event has its id."""
    _, found = normalise(raw({"event_id": "x", "title": "A", "when": "soon"}), Settings())
    assert ["x"] == [d.event_id for d in found]


def test_findings_stand_where_the_field_stands():
    """If the reader knows the line and column of a field, its findings have them."""
    table = raw({"title": "A", "when": "2024", "sources": [{"url": "ftp://x"}]})
    table["origin_positions"] = pd.Series([{"sources": (3, 5), "sources[0].url": (4, 12)}])
    (found,) = normalise(table, Settings())[1]
    assert ("url-unsafe", 4, 12) == (found.code, found.line, found.column)


def test_the_table_given_is_not_changed():
    """Normalising does not change its input."""
    table = raw({"title": " A ", "tags": ["x"]})
    before = table.copy(deep=True)
    normalise(table, Settings())
    pd.testing.assert_frame_equal(before, table)


def test_long_tables_are_typed_by_distinct_values(monkeypatch):
    """A date in a hundred thousand rows is interpreted once."""
    from dateline.timespan import TimeSpan  # noqa: PLC0415

    seen: list[str] = []
    parse = TimeSpan.parse.__func__

    def counted(cls, text):
        seen.append(text)
        return parse(cls, text)

    monkeypatch.setattr(TimeSpan, "parse", classmethod(counted))
    count = 100_000
    table = pd.DataFrame(
        {
            "title": pd.Series(np.arange(count).astype(str), dtype="str"),
            "when": pd.Series(np.array(["2024", "2025"])[np.arange(count) % 2], dtype="str"),
            "origin_file": pd.Series(["a.csv"] * count, dtype="str"),
            "origin_line": np.arange(count) + 2,
        }
    )
    out, found = normalise(table, Settings())
    assert (count, []) == (len(out), found)
    assert sorted(set(seen)) == sorted(seen)


def test_layer_paths_have_one_form():
    """Layer paths have no outer spaces and no empty names, on the page and in exports."""
    raw = pd.DataFrame({"layer": [" A / B ", "A//B/", "A/B", " / ", None, "C d / e"]})
    table, _ = normalise(raw, Settings())
    assert ["A/B", "A/B", "A/B", None, None, "C d/e"] == [
        None if pd.isna(layer) else layer for layer in table["layer"]
    ]
