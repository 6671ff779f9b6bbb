"""Hypothesis strategies of text and files that are nearly right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

TESTS = Path(__file__).parent

#: Numbers as they are written, the largest and the smallest among them.
NUMBERS = [
    "0", "-0", "1", "-1", "00", "0.0", "1e-999", "1e999", "-1e999", "1e308", "1e400", "5e-324",
    "NaN", "nan", "inf", "-inf", "Infinity", "0x1F", "1_000", "2147483648",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "18446744073709551616", "99999999999999999999999999999999999999", "0.1e1", "1E5", "+5",
    ".5", "5.", "1,5", "1.234,5", "180", "-180", "180.0000001", "90", "90.00001", "360",
    "20037.6", "40075", "1e7", "١٢", "４２", "½", "²",
]  # fmt: skip

#: What ends or opens something in one of the formats, and texts that have caught readers before.
TOKENS = [
    *NUMBERS, "\0", "\n", "\r", "\r\n", "\t", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028",
    "\ufeff", "\ufffe", "\u202e", "\u200b", "\u0301", "\U0001f5fa", "é", "ß", "İ", "ﬁ",
    ",", ";", "|", ":", ": ", "- ", "? ", "'", '"', '""', "\\", "\\u0000", "\\ud800", "#", "%", "@",
    "`", "{", "}", "[", "]", "{}", "[]", "[[", "(", ")", "<", ">", "&a ", "*a", "<<: *a", "<<: ",
    "|\n", ">\n", "|-", "!!str ", "!!float ", "!!binary ", "!!python/object:os.system ", "!!set ",
    "!!timestamp ", "---\n", "...\n", "%YAML 1.1\n", "null", "true", "~", "=1+1", "=cmd|' /C'!A0",
    "title", "when", "where", "lat", "lon", "geometry", "sources", "figures", "tags", "layer",
    "defaults", "events", "url", "value", "title: x", "origin_line", "event_id", "media",
    '"type": "Feature"', '"features": [', '"coordinates": ', '"geometry": null', '"properties": ',
    "POINT (1 2)", "POINT EMPTY", "POINT (NaN 2)", "LINESTRING (0 0)", "MULTIPOINT (1 2, 3 4)",
    "POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))", "GEOMETRYCOLLECTION (POINT (1 2))", "SRID=4326;",
    "0101000000000000000000F03F0000000000000040", "2024-03-05", "2024-13-45", "2024~", "../..",
    "2024-01/2023", "[2024,2025]", "Y-17E7", "2024-03-05T25:61", "201X", "near Sumy", "Kursk; Sumy",
    "javascript:alert(1)", "https://example.org/", "</script>", "&amp;", "0 km N of Sumy", "sep=;",
]  # fmt: skip

#: Characters of any kind but lone surrogates, which no file in UTF-8 holds.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PIECES = st.one_of(st.sampled_from(TOKENS), WORDS)


@st.composite
def altered(draw: st.DrawFn, seeds: Sequence[str], most: int = 6) -> str:
    """Return one of some texts with a few changes: pieces put in, left out, twice or elsewhere."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 20)))
        change = draw(st.sampled_from(["insert", "replace", "delete", "repeat", "move", "token"]))
        if change == "insert":
            text = text[:start] + draw(PIECES) + text[start:]
        elif change == "replace":
            text = text[:start] + draw(PIECES) + text[end:]
        elif change == "delete":
            text = text[:start] + text[end:]
        elif change == "repeat":
            text = text[:end] + text[start:end] * draw(st.integers(1, 3)) + text[end:]
        elif change == "move":
            other = draw(st.sampled_from(seeds))
            text = text[:start] + other[draw(st.integers(0, len(other))) :][:200] + text[end:]
        else:
            text = _with_token(draw, text, start)
    return text


def _with_token(draw: st.DrawFn, text: str, start: int) -> str:
    """Return a text with the word or number that stands at a place replaced."""
    first = last = start
    while first > 0 and (text[first - 1].isalnum() or text[first - 1] in ".-"):
        first -= 1
    while last < len(text) and (text[last].isalnum() or text[last] in ".-"):
        last += 1
    return text[:first] + draw(PIECES) + text[last:]


@st.composite
def altered_bytes(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """Return one of some files with a few bytes changed, left out or put in, perhaps cut short."""
    content = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.sampled_from([0, 1, 2, 8]))
        content[start:end] = draw(st.binary(max_size=4))
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


#: Any value that JSON and YAML can hold, numbers beyond every type among them.
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**63) - 1, 2**64, 10**400, 10**25]),
    st.floats(),
    st.sampled_from(TOKENS),
    WORDS,
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(TOKENS) | WORDS, inner, max_size=4)
    ),
    max_leaves=8,
)


def corpus_files() -> dict[str, list[bytes]]:
    """Return the small files of events in the corpus, by format."""
    kinds = {
        ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".geojson": "json", ".jsonl": "jsonl",
        ".ndjson": "jsonl", ".geojsonl": "jsonl", ".geojsons": "jsonl", ".csv": "delimited",
        ".tsv": "delimited",
    }  # fmt: skip
    found: dict[str, list[bytes]] = {kind: [] for kind in kinds.values()}
    for path in sorted((TESTS / "corpus").rglob("*")):
        kind = kinds.get(path.suffix)
        if kind and path.stem != "expected" and path.is_file() and path.stat().st_size < 10_000:
            found[kind].append(path.read_bytes())
    return found
