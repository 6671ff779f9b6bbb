"""Reading objects that are like those before with Arrow gives what reading each of them gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.diagnostics import Diagnostic
from dateline.normalise import normalise, records
from dateline.readers import json_alike, json_file, json_parts
from dateline.readers.json_alike import Alike
from dateline.settings import Settings
from reading import read_events

PLAIN = {
    "title": "A title",
    "when": "2024-03-05",
    "lon": 35.25,
    "lat": 51,
    "rank": 7,
    "sure": True,
    "note": "",
    "size": "",
    "sources": ["https://example.org/a", "https://example.org/b"],
}
#: Lines that are not quite like :data:`PLAIN`, as they are written.
ODD = [
    '{"title": "B", "lon": -0, "lat": -0.0}',
    '{"title": "B", "lon": 9007199254740993, "rank": 9223372036854775808}',
    '{"title": "B", "lon": 1e400}',
    '{"title": "B", "lon": NaN}',
    '{"title": "B", "lon": 5.0, "rank": 5.0}',
    '{"title": "B", "rank": "5"}',
    '{"title": "B", "title": "C"}',
    '{"title": "B", "other": 1}',
    '{"title": "B"} {"title": "C"}',
    '{"title": "B"',
    '{"title": "B",\n"when": "2024"}',
    '{"title": "B"}\n\n{"title": "C"}',
    '{"title": "\\ud800"}',
    '{"title": "x\\": "", "}',
    '{"title": "x: ""y"}',
    '{"title": "B", "size": 4}',
    '{"title": "B", "sources": "https://example.org/c"}',
    '{"title": "B", "sources": [1, null, {"url": "https://example.org/c"}]}',
    '{"title": "B", "sources": null, "lon": null}',
    '{"title": "B", "note": {"a": [1]}}',
    '{"title": "B", "events": []}',
    '{"type": "Point", "coordinates": [1, 2]}',
    '{"type": "Feature", "geometry": null, "properties": {"title": "B"}}',
    "[1]",
    " ",
]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (json_file, json_parts):
        monkeypatch.setattr(module, "PART_BYTES", 300)


Typed = tuple[pd.DataFrame, list[Diagnostic]]


def typed(path: Path) -> Typed:
    raw, found = read_events([path], Settings())
    table, more = normalise(raw, Settings())
    return table, [*found, *more]


def both_ways(path: Path) -> tuple[Typed, Typed, int]:
    """Return what is read with Arrow and without, and how many objects Arrow read."""
    count = 0
    parse = json_alike.parse_alike

    def counted(text: bytes, size: int, schema: pa.Schema) -> pa.Table | None:
        nonlocal count
        table = parse(text, size, schema)
        count += 0 if table is None else size
        return table

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_alike, "parse_alike", counted)
        quick = typed(path)
        patch.setattr(json_alike, "parse_alike", lambda *_: None)
        slow = typed(path)
    return quick, slow, count


def check_same(quick: Typed, slow: Typed) -> None:
    pd.testing.assert_frame_equal(slow[0], quick[0])
    assert slow[1] == quick[1]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("odd", ODD)
def test_a_line_unlike_the_others_is_read_as_it_would_be_alone(odd: str, tmp_path: Path) -> None:
    """Whatever Arrow reads in another way or not at all is read as without Arrow."""
    plain = json.dumps(PLAIN)
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join([plain] * 20 + [odd] + [plain] * 20) + "\n")
    quick, slow, count = both_ways(path)
    check_same(quick, slow)
    assert count > 5


def feature(shape: str) -> str:
    properties = '{"title": "B"}'
    return f'{{"type": "Feature", "geometry": {shape}, "properties": {properties}, "id": 1}}'


def features(odd: str) -> Iterator[str]:
    for number in range(40):
        shape = {"type": "Point", "coordinates": [number / 8, 51]}
        feature = {"type": "Feature", "geometry": shape, "properties": PLAIN, "id": number}
        yield odd if number == 20 else json.dumps(feature)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("between", [",\n", ", ", ","])
@pytest.mark.parametrize(
    "odd",
    [
        feature("null"),
        feature("null").replace(', "id": 1', ""),
        feature("null").replace('{"title": "B"}', "null"),
        feature('{"type": "Point", "coordinates": [1, 2, 3]}'),
        feature('{"type": "Point", "coordinates": [1, "2"]}'),
        feature('{"type": "Point", "coordinates": [1e300, -0]}'),
        feature('{"type": "Point"}'),
        feature('{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}'),
        feature("null").replace('"B"', '"},\\n{"'),
        feature("null").replace('"B"', '"B", "sources": [{"type": "a"},\n{"type": "b"}]'),
        '{"type": "Point", "coordinates": [1, 2]}',
    ],
)
def test_a_feature_unlike_the_others_is_read_as_it_would_be_alone(
    odd: str, between: str, tmp_path: Path
) -> None:
    """The same holds for the features of a collection, whatever separates them."""
    path = tmp_path / "events.geojson"
    inside = between.join(features(odd))
    path.write_text(f'{{"type": "FeatureCollection", "features": [{inside}]}}')
    quick, slow, count = both_ways(path)
    check_same(quick, slow)
    assert count > 5


@pytest.mark.usefixtures("small_parts")
def test_features_on_lines_are_read_with_arrow(tmp_path: Path) -> None:
    """Lines of features are alike too."""
    path = tmp_path / "events.geojsonl"
    path.write_text("\n".join(features('{"type": "Point", "coordinates": [1, 2]}')))
    quick, slow, count = both_ways(path)
    check_same(quick, slow)
    assert count > 5


def test_objects_without_a_comma_between_are_refused() -> None:
    """Two objects in the place of one are not taken for two elements of a list."""
    alike = Alike()
    alike.learn({"a": (1,)})
    assert alike.read(b'{"a": 1} {"a": 2}', 1) is None
    assert alike.read(b'{"a": 1} {"a": 2}', 2) is not None


def test_an_empty_text_beside_numbers_is_missing(tmp_path: Path) -> None:
    """An unknown column of numbers stays one if some of them are empty texts."""
    path = tmp_path / "events.json"
    path.write_text('[{"title": "A", "score": 1.5}, {"title": "B", "score": ""}]')
    table, _ = typed(path)
    assert "float64" == table["score"].dtype
    assert [False, True] == table["score"].isna().tolist()


CELLS = st.sampled_from(
    [
        '["https://example.org/a", "https://example.org/b"]',
        '["A report https://example.org/c", null, ""]',
        '[{"title": " A ", "url": "https://example.org/a"}]',
        '[{"title": "A", "title": "B"}]',
        '[{"title": "A", "seen": "x"}, {}, null]',
        '[{"title": 5}]',
        '["a"',
        '["a"], ["b"]',
        '["a"]\n',
        '{"url": "https://example.org/a"}',
        "[]",
        "https://example.org/a",
        '["javascript:alert(1)"]',
    ]
)


@settings(max_examples=30)
@given(st.lists(CELLS, min_size=1, max_size=6), st.sampled_from(["sources", "media", "tags"]))
def test_json_in_cells_is_read_alike_with_arrow_and_without(cells: list[str], name: str) -> None:
    """JSON in the cells of a column gives the same lists whether its cells are alike or not."""
    table = pd.DataFrame({"title": "A", name: pd.Series(cells, dtype="str")})
    quick = normalise(table, Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "read_json_cells", lambda *_: None)
        slow = normalise(table, Settings())
    check_same(quick, slow)
