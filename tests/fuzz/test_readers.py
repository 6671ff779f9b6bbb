"""Readers: whatever a file holds becomes events and findings; nothing is raised or lost."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import Any

import pandas as pd
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import schema
from dateline.diagnostics import Diagnostic
from dateline.normalise import normalise
from dateline.readers.file import EventFile
from dateline.settings import Settings
from exploring import bounded, check_findings, examples
from mutations import VALUES, WORDS, altered, altered_bytes, corpus_files
from reading import read_events, read_file

KINDS = ["yaml", "json", "jsonl", "delimited"]
FILES = corpus_files()
TEXTS = {
    kind: [content.decode("utf-8", "replace") for content in files] for kind, files in FILES.items()
}
FIELDS = [column.name for column in schema.COLUMNS]


def read(content: bytes, kind: str) -> tuple[pd.DataFrame, pd.DataFrame, list[Diagnostic]]:
    """Return the raw and the typed table of one file; ``any`` leaves it to find the format."""
    with bounded():
        if kind == "any":
            raw, found = read_events(["-"], Settings(), stdin=content)
        else:
            raw, found = read_file(EventFile("events", content, kind), Settings())
            raw["origin_file"] = pd.Series(["events"] * len(raw), dtype="str")
        table, more = normalise(raw, Settings())
    lines = len(re.split(rb"\r\n|\r|\n", content))
    check_findings(found)
    check_findings(more)
    assert len(raw) == len(table)
    assert table["event_id"].is_unique
    assert table["event_id"].notna().all()
    assert len(raw) or found
    if kind == "delimited" and b"\0" not in content:
        assert (raw["origin_line"] <= lines).all()
    return raw, table, [*found, *more]


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    kind = draw(st.sampled_from(KINDS))
    if draw(st.booleans()):
        content = draw(altered(TEXTS[kind])).encode()
    else:
        content = draw(altered_bytes(FILES[kind]))
    return draw(st.sampled_from([kind, kind, kind, "any"])), content


@example(("delimited", b"geometry\n1e999"))
@example(("delimited", b"title,when\nA,2024\nB,\rC,\nD"))
@examples(30)
@given(files())
def test_nearly_right_files_are_read_or_reported(file: tuple[str, bytes]) -> None:
    """A file that is nearly right is read or reported, with no error, no warning, and no delay."""
    kind, content = file
    read(content, kind)


# --- events in, events out ----------------------------------------------------------------------

EVENTS = st.lists(
    st.dictionaries(st.sampled_from(FIELDS) | WORDS, VALUES, max_size=5).map(
        lambda event: {"title": "An event", **event}
    ),
    min_size=1,
    max_size=4,
)


def finite(value: Any) -> Any:
    """Return a value without the numbers that JSON has no way to write."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def to_json(events: list[dict[str, Any]]) -> bytes:
    return json.dumps(events).encode("utf-8", "surrogatepass")


def to_lines(events: list[dict[str, Any]]) -> bytes:
    return b"\n".join(json.dumps(event).encode("utf-8", "surrogatepass") for event in events)


def to_sequence(events: list[dict[str, Any]]) -> bytes:
    return b"".join(b"\x1e" + json.dumps(event).encode() + b"\n" for event in events)


def to_yaml(events: list[dict[str, Any]]) -> bytes:
    return yaml.safe_dump(events, allow_unicode=True, sort_keys=False).encode()


def to_features(events: list[dict[str, Any]]) -> bytes:
    features = [
        {"type": "Feature", "geometry": event.pop("geometry", None), "properties": event}
        for event in (dict(event) for event in events)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


WRITERS = {
    "json": (to_json, "json"),
    "lines": (to_lines, "jsonl"),
    "sequence": (to_sequence, "jsonl"),
    "yaml": (to_yaml, "yaml"),
    "features": (to_features, "json"),
}


@examples(30)
@given(st.sampled_from(sorted(WRITERS)), EVENTS)
def test_each_event_is_one_row_whatever_its_values(name: str, events: list[dict[str, Any]]) -> None:
    """An event with any value in any field is one row, and what is left out is reported."""
    write, kind = WRITERS[name]
    written = events if kind == "yaml" else finite(events)
    raw, table, found = read(write(written), kind)
    assert len(events) == len(raw)
    assert [at for at in raw["origin_line"] if at < 1] == []
    for row, event in enumerate(events):
        for field in ("lon", "lat", "uncertainty_m"):
            value = event.get(field)
            if isinstance(value, float) and not math.isfinite(value):
                assert pd.isna(table[field].iloc[row])
    assert all(item.file == "events" for item in found)


#: Without control characters: many of them make a file binary, which is reported.
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CELLS = st.lists(
    st.lists(CELL | st.sampled_from(["Sumy", "2024", "35.2", "x"]), min_size=3, max_size=3),
    min_size=1,
    max_size=5,
)


@examples(30)
@given(st.sampled_from([",", ";", "\t", "|"]), CELLS)
def test_each_row_with_a_title_is_an_event(delimiter: str, rows: list[list[str]]) -> None:
    """A row that a CSV writer wrote is one event, whatever its cells hold."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["title", "description", "actor1", "note of mine"])
    writer.writerows([f"Event {number}", *cells] for number, cells in enumerate(rows))
    raw, _, _ = read(stream.getvalue().encode(), "delimited")
    assert [f"Event {number}" for number in range(len(rows))] == raw["title"].tolist()
