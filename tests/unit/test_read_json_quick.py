"""Reading JSON in bulk gives the same results as the strict decoder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers import json_file, json_parts, json_quick, json_text
from dateline.readers.json_alike import Alike
from dateline.readers.json_quick import count_keys, measure, read_quickly
from dateline.readers.json_text import JsonError, parse_json, parse_texts
from dateline.settings import Settings
from dateline.text_lists import as_objects
from reading import read_events

CORPUS = Path(__file__).parent.parent / "corpus"
FILES = sorted(
    path
    for path in CORPUS.rglob("*")
    if path.suffix in (".json", ".geojson", ".jsonl", ".geojsons")
)

HARD = ['"', "\\", '\\"', ":", '":', '" :', "\\\\", "{", "[", ",", "é", "\u2028", "😀"]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    st.lists(st.sampled_from(HARD), max_size=4).map("".join),
)
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.booleans()
)
VALUES = st.recursive(
    st.one_of(st.none(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=12,
)
STYLES = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", " \t:\r\n")])
#: Random sequences of JSON parts: most are not JSON, some repeat a key.
BROKEN = st.lists(
    st.sampled_from(['{"a":', '"a":1,', '{"a" :', "[", "]", "}", "1", '"x"', ",", "null", "1e999"]),
    max_size=6,
).map("".join)
SPECIAL = st.sampled_from(
    ['{"a":1,"a":2}', '[{"a" :1,"b":[{"c":1,"c":1}]}]', "NaN", '"\\ud800"', "1" * 400, "[" * 300]
)


def written(value: Any, style: tuple[str, str], *, is_ascii: bool) -> str:
    return json.dumps(value, ensure_ascii=is_ascii, separators=style)


def strictly(text: str) -> Any:
    """Return the strict decoder's result: a value and repeated keys, or the parts of an error."""
    try:
        return parse_json(text)
    except JsonError as error:
        return error.message, error.line, error.column, error.hint


def in_bulk(texts: Sequence[str]) -> list[Any]:
    return [
        (found.message, found.line, found.column, found.hint)
        if isinstance(found, JsonError)
        else (found.value, found.duplicates)
        for found in parse_texts([text.encode() for text in texts])
    ]


JSON_TEXTS = st.builds(written, VALUES, STYLES, is_ascii=st.booleans())


@given(JSON_TEXTS, st.integers(1, 7))
def test_every_key_is_counted(text: str, chunk: int) -> None:
    """The keys counted in a text are those of the value, however the text is formatted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_quick, "_CHUNK_BYTES", chunk)
        assert measure(json.loads(text)).keys == count_keys(text.encode())


@given(st.lists(st.one_of(JSON_TEXTS, BROKEN, SPECIAL), max_size=6), st.integers(1, 3))
def test_bulk_and_strict_reading_agree(texts: list[str], batch: int) -> None:
    """Values, repeated keys and errors are the same as for each text alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_quick, "BATCH", batch)
        patch.setattr(json_text, "BATCH", batch)
        found = in_bulk(texts)
    expected = [strictly(text) for text in texts]
    assert repr(expected) == repr(found)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '[{"b":[{"c":1,"c":2}]}]',
        str(2**64),
        str(-(2**63) - 1),
        "[" * 300 + "]" * 300,
    ],
)
def test_what_is_not_just_as_written_is_left_to_the_strict_decoder(text: str) -> None:
    """Repeated keys, numbers beyond 64 bits and deep nesting are left to the strict decoder."""
    assert [None] == list(read_quickly([text.encode()]))


def test_what_is_plain_is_read_in_bulk() -> None:
    """An ordinary text does not need the strict decoder; depth counts lists and objects."""
    text = b'{"title": "a: \\"b\\":", "n": [1, {"x": 1.5}], "big": 9223372036854775807}'
    value = {"title": 'a: "b":', "n": [1, {"x": 1.5}], "big": 2**63 - 1}
    assert [([value, value], 3)] == [tuple(q)[:2] for q in read_quickly([text, text]) if q]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_the_corpus_is_read_alike_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every JSON file of the corpus gives the same result with both decoders."""
    table, findings = read_events([path], Settings())

    def none_at_all(texts: Sequence[bytes]) -> Iterator[None]:
        return iter([None] * -(-len(texts) // json_quick.BATCH))

    monkeypatch.setattr(json_text, "read_quickly", none_at_all)
    monkeypatch.setattr(json_file, "read_batch", lambda _: None)
    strict, reported = read_events([path], Settings())
    # pandas can't compare Arrow lists.
    pd.testing.assert_frame_equal(strict.apply(as_objects), table.apply(as_objects))
    assert reported == findings


ELEMENT = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, min_size=1, max_size=3)


@given(
    items=st.lists(ELEMENT, min_size=1, max_size=30),
    style=STYLES,
    frame=st.sampled_from([("[", "]"), ('{"events": [', "]}"), ('{"n": 1, "events":[', "]} ")]),
)
def test_a_long_list_is_the_same_in_parts(
    items: list[dict[str, Any]], style: tuple[str, str], frame: tuple[str, str]
) -> None:
    """The elements of a list that is parsed part by part are those of the whole list."""
    whole = written(items, style, is_ascii=False)
    content = (frame[0] + whole[1:-1] + frame[1]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_parts, "PART_BYTES", 20)
        found = json_parts.find_list(content)
        assert found is not None
        try:
            parts = [part[0] for part in found.parts(NoneAlike())]
        except json_parts.LongTextError:
            assert next(read_quickly([content])) is None or _has_nested_end(content)
        else:
            assert items == list(chain.from_iterable(parts))


class NoneAlike(Alike):
    def read(self, _text: bytes, _count: int) -> None:
        """Read nothing."""


def _has_nested_end(content: bytes) -> bool:
    """Return whether lists or texts inside of elements look like the end of an element."""
    return len(json_parts._BETWEEN.findall(content)) > json_parts._TRIES


def long_list(count: int, before: str = "", after: str = "") -> bytes:
    """Return a collection of features that is parsed in parts."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [n / 1000, 1.5]},
            "properties": {"title": f"Event }}, {{ {n}", "when": "2024", "size": n / 2},
        }
        for n in range(count)
    ]
    inside = ",\n".join(map(json.dumps, features))
    return f'{{"type":"FeatureCollection"{before},"features":[{inside}]{after}}}'.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (',"crs":{"type":"name","properties":{"name":"EPSG:3857"}}', ""),
        ("", ',"crs":{"type":"name","properties":{"name":"EPSG:3857"}}'),
        (',"bbox":[0,0,1,1],"features":[]', ""),
        ("", ", broken"),
    ],
)
def test_a_long_file_is_read_as_a_short_one(
    before: str, after: str, *, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A collection that is parsed in parts gives the events and findings of the whole one."""
    path = tmp_path / "events.geojson"
    path.write_bytes(long_list(40, before, after))
    table, findings = read_events([path], Settings())
    for module in (json_file, json_parts):
        monkeypatch.setattr(module, "PART_BYTES", 300)
    parts, reported = read_events([path], Settings())
    pd.testing.assert_frame_equal(table, parts)
    assert findings == reported


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_the_parts_of_a_file_have_different_fields_and_types(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that is missing, a number or a text in parts of a file has all its values."""
    events = [
        {"title": f"Event {n}", "when": "2024"}
        | ({"size": n / 4} if n % 3 else {})
        | ({"mixed": n / 2 if n < 20 else f"about {n}"})
        | ({"late": [n]} if n > 30 else {})
        for n in range(40)
    ]
    path = tmp_path / f"events{suffix}"
    texts = [json.dumps(event) for event in events]
    path.write_text("\n".join(texts) if suffix == ".jsonl" else f"[{', '.join(texts)}]")
    whole, _ = read_events([path], Settings())
    for module in (json_file, json_parts):
        monkeypatch.setattr(module, "PART_BYTES", 100)
    table, _ = read_events([path], Settings())
    pd.testing.assert_frame_equal(whole, table)
    sizes = [None if pd.isna(size) else size for size in table["size"]]
    assert [n / 4 if n % 3 else None for n in range(40)] == sizes
    assert "about 39" == table["mixed"].iloc[39]
    assert 31 == table["late"].isna().sum()
    assert list(range(1, 41)) == table["origin_line"].tolist()
