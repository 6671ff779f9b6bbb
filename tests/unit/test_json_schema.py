"""The JSON Schema of event files: valid, complete, and as permissive as the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

import jsonschema
import pytest
import yaml

from dateline import schema
from dateline.mapping import build_event_schema
from dateline.settings import Settings

ROOT = Path(__file__).parents[2]
SCHEMA = build_event_schema(Settings())


def check(document) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [error.message for error in validator.iter_errors(document)]


def load(path: Path):
    """Load YAML as editors do (YAML 1.2): dates, yes and no stay text."""
    return list(yaml.load_all(path.read_text(encoding="utf-8"), _Loader))


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: ClassVar = {
        first: [
            (tag, regexp)
            for tag, regexp in resolvers
            if not (tag.endswith(":timestamp") or (tag.endswith(":bool") and first in "yYnNoO"))
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def test_the_schema_is_valid():
    """The schema is valid in the dialect that it declares."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_is_json():
    """The schema is unchanged after a round trip through JSON."""
    assert SCHEMA == json.loads(json.dumps(SCHEMA))


def test_every_given_field_is_described():
    """Exactly the fields that users may write are in the schema, with their meaning."""
    fields = SCHEMA["$defs"]["fields"]["properties"]
    assert list(schema.GIVEN) == list(fields)
    assert all(field["description"] for field in fields.values())


@pytest.mark.parametrize("name", ["sources", "figures", "media"])
def test_every_record_field_is_described(name):
    """Each field of a record is in the schema with its meaning."""
    fields = SCHEMA["$defs"][name]["properties"]
    assert list(schema.BY_NAME[name].fields) == list(fields)
    assert all(field["description"] for field in fields.values())


@pytest.mark.parametrize(
    "document",
    [
        [],
        None,
        [{"title": "A"}],
        {"title": "A"},
        {"events": [{"title": "A"}]},
        {"events": None, "defaults": {"layer": "X"}},
        [{"title": "A", "when": 2024, "where": None, "colour": "red"}],
        [{"title": "A", "sources": "https://a.b"}],
        [{"title": "A", "sources": {"url": "https://a.b"}}],
        [{"title": "A", "sources": ["https://a.b", {"title": "T"}]}],
        [{"title": "A", "figures": [{"label": "x", "value": None}]}],
        [{"title": "A", "lon": 1, "lat": 2, "uncertainty_m": 5}],
        [{"title": "A", "geometry": {"type": "Point", "coordinates": [1, 2]}}],
        [{"title": "A", "geometry": "POINT (1 2)"}],
        [{"title": "A", "tags": ["x", 7]}],
    ],
)
def test_event_files_are_valid(document):
    """Every form that the event format allows is valid."""
    assert [] == check(document)


@pytest.mark.parametrize(
    "document",
    [
        "text",
        ["text"],
        [{}],
        [{"title": ""}],
        [{"title": None}],
        {"events": {"title": "A"}},
        {"events": [{"when": "2024"}]},
        {"defaults": {"status": "happened"}},
        [{"title": "A", "status": "happened"}],
        [{"title": "A", "lon": 1}],
        [{"title": "A", "lon": 181, "lat": 2}],
        [{"title": "A", "lon": "east", "lat": 2}],
        [{"title": "A", "fatalities_best": -1}],
        [{"title": "A", "fatalities_best": 1.5}],
        [{"title": "A", "sources": [{"url": "javascript:alert(1)"}]}],
        [{"title": "A", "figures": [{"label": "x", "value": "many"}]}],
        [{"title": "A", "tags": [["x"]]}],
        [{"title": "A", "when": ["2024"]}],
        [{"title": "A", "geometry": {"type": "Circle"}}],
    ],
)
def test_faults_are_found_while_typing(document):
    """What the reader would report as an error is not valid."""
    assert [] != check(document)


def test_a_project_has_its_own_types():
    """The vocabulary of event_type comes from the settings."""
    own = build_event_schema(Settings(event_types=("flood",)))
    assert ["flood", None] == own["$defs"]["fields"]["properties"]["event_type"]["enum"]


@pytest.mark.parametrize("path", sorted((ROOT / "events").glob("*.yaml")), ids=lambda p: p.name)
def test_the_events_of_this_repository_are_valid(path):
    """Every event that `make map` builds is valid."""
    assert [[]] == [check(document) for document in load(path)]


ACCEPTED = sorted((ROOT / "tests" / "corpus" / "accept").glob("yaml-*/*.yaml"))


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.parent.name)
def test_what_the_reader_accepts_is_valid(path):
    """The accepted YAML files of the corpus are valid, except for numbers written as text."""
    faults = [fault for document in load(path) for fault in check(document)]
    assert [] == [fault for fault in faults if "1,200" not in fault]
