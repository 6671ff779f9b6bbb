"""YAML event files: scalars stay text, positions are known, and attacks end in one line."""

from __future__ import annotations

import pytest

from dateline.limits import NESTING, LimitSettings
from dateline.readers.file import EventFile
from dateline.readers.yaml_file import read_yaml
from dateline.readers.yaml_tree import TreeError, parse_documents
from dateline.settings import Settings
from reading import mapped


def read(text: str):
    return mapped(*read_yaml(EventFile("a.yaml", b"", "yaml"), text, Settings()), Settings())


def first(text: str) -> dict:
    return read(text)[0].iloc[0].to_dict()


def codes(text: str) -> list[str]:
    return [found.code for found in read(text)[1]]


@pytest.mark.parametrize(
    "scalar",
    ["no", "on", "yes", "true", "2024", "2024-01-05", "0043", "1e3", "0x1F", "12:30:45", "1_000"],
)
def test_scalars_stay_text(scalar):
    """A plain scalar stays text as written, whatever YAML 1.1 would make of it."""
    assert scalar == first(f"- title: {scalar}")["title"]


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL"])
def test_null_is_missing(null):
    """Every way to write null is a missing value."""
    assert [None] == parse_documents(f"- {null}")[0][0][0]


@pytest.mark.parametrize("quoted", ['""', '"null"', "'~'", "!!str null"])
def test_quoted_null_is_text(quoted):
    """Null in quotes, or tagged as text, is text."""
    value = parse_documents(f"- {quoted}")[0][0][0][0]
    assert isinstance(value, str)


def test_positions_are_those_of_the_values():
    """The position of a field is where its value begins; nested ones have a path."""
    text = "- title: A\n  when: 2024\n  sources:\n    - url: x\n      title: y\n"
    positions = first(text)["origin_positions"]
    expected = {
        "title": (1, 10),
        "when": (2, 9),
        "sources": (4, 5),
        "sources[0]": (4, 7),
        "sources[0].url": (4, 12),
        "sources[0].title": (5, 14),
    }
    assert expected == positions


def test_columns_count_characters():
    """Columns count characters, not bytes."""
    positions = first("- {title: Суми, when: 2024}")["origin_positions"]
    assert (1, 23) == positions["when"]


def test_the_line_of_an_event_is_that_of_its_first_field():
    """The line of an event is where its mapping begins."""
    table, _ = read("# a comment\n\n- title: A\n\n- when: 2024\n  title: B\n")
    assert [3, 5] == table["origin_line"].tolist()


def test_defaults_point_to_where_they_stand():
    """A field from the defaults has its position in the defaults."""
    positions = first("defaults:\n  status: planned\nevents:\n- title: A\n")["origin_positions"]
    assert (2, 11) == positions["status"]


def test_a_field_of_the_event_goes_before_the_default():
    """A default never replaces a value of the event, not even null."""
    table, _ = read("defaults: {layer: D}\nevents: [{title: A}, {title: B, layer: X}, {layer: ~}]")
    assert ["D", "X"] == table["layer"].tolist()[:2]
    assert table["layer"].isna().tolist() == [False, False, True]


def test_fields_that_dateline_fills_are_kept_under_another_name():
    """A field with the name of a derived column is kept under another name."""
    table, _ = read("- {title: A, place_id: x, origin_line: 7, start: 2024}")
    row = table.iloc[0]
    assert ("x", "7", "2024") == (
        row["given_place_id"],
        row["given_origin_line"],
        row["given_start"],
    )
    assert row["origin_line"] == 1


def test_merge_keys_add_missing_fields():
    """``<<`` adds the fields of a mapping that are missing."""
    row = first("- &a {title: A, when: 2024}\n- {<<: *a, title: B}\n")
    table, _ = read("- &a {title: A, when: 2024}\n- {<<: *a, title: B}\n")
    assert row["title"] == "A"
    assert ["B", "2024"] == [table["title"][1], table["when"][1]]


@pytest.mark.parametrize("merged", ["text", "[a]", "~"])
def test_a_merge_of_no_mapping_is_refused(merged):
    """``<<`` with anything but mappings is reported."""
    assert ["yaml-syntax"] == codes(f"- <<: {merged}\n  title: A")


def test_a_quoted_merge_key_is_a_field():
    """``<<`` in quotes is an ordinary key."""
    assert [] == codes('- {"<<": x, title: A}')


def test_nesting_has_a_limit():
    """Nesting is read to its limit and refused beyond, at the place where it goes too deep."""
    parse_documents("[" * NESTING + "]" * NESTING)
    with pytest.raises(TreeError) as caught:
        parse_documents("[" * (NESTING + 1))
    assert (1, NESTING + 1) == caught.value.at


@pytest.mark.parametrize("open_", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_needs_no_recursion(open_):
    """Nesting far beyond Python's recursion limit is refused in one line."""
    assert ["yaml-syntax"] == codes(open_ * 20_000)


def test_aliases_have_a_limit():
    """Aliases that stand for more than a million nodes are refused, however short the file."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(TreeError, match=f"{LimitSettings().yaml_values:,}"):
        parse_documents("\n".join(lines))


def test_aliases_are_read():
    """An alias stands for its anchor, in lists and in mappings."""
    root = parse_documents("a: &x [1, 2]\nb: *x\nc: [*x]\n")[0][0][0]
    assert {"a": ["1", "2"], "b": ["1", "2"], "c": [["1", "2"]]} == root


def test_anchors_end_with_their_document():
    """An alias cannot refer to an earlier document."""
    assert ["yaml-syntax"] == codes("- &a {title: A}\n---\n- *a\n")


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [ls]", "!own x", "!!binary aGk=", "!!set {a}"]
)
def test_tags_are_refused(tag):
    """A tag for anything but text, lists and mappings is reported, and no object is created."""
    assert ["yaml-syntax"] == codes(f"- title: {tag}")


@pytest.mark.parametrize("tag", ["!!str", "!!int", "!!timestamp", "!"])
def test_plain_tags_change_nothing(tag):
    """Tags of plain scalars are allowed, and the text stays text."""
    assert "2024" == first(f"- title: {tag} 2024")["title"]


def test_a_key_given_twice_keeps_the_first_value():
    """The first value of a repeated key counts, and the second is reported."""
    table, found = read("- title: A\n  when: 2024\n  title: B\n")
    assert ["A"] == table["title"].tolist()
    assert [("yaml-syntax", 3, 3)] == [(d.code, d.line, d.column) for d in found]


def test_an_event_that_is_no_mapping_is_reported():
    """Text where an event belongs is reported with its line, and the others are read."""
    table, found = read("- title: A\n- B\n")
    assert ["A"] == table["title"].tolist()
    assert [("field-type", 2)] == [(d.code, d.line) for d in found]


def test_windows_line_ends_count_once():
    """CR LF is one line end, so that positions are right."""
    table, _ = read("- title: A\r\n- title: B\r\n")
    assert [1, 2] == table["origin_line"].tolist()
