"""Settings: any dateline.toml is valid or refused with a hint, and what is valid builds."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

import dateline
from dateline.errors import DatelineError, SettingsError
from dateline.settings import WORLDVIEWS, parse_settings, read_settings
from exploring import bounded, examples
from mutations import VALUES, WORDS, altered

SAMPLE = """title = "A map"
description = "Of events"
note = "One source"
language = "en"
event_types = ["battles", "protests"]

[layers."Ukraine/Kursk"]
title = "Kursk"
colour = "#0072b2"
visible = false

[read]
date_format = "DD.MM.YYYY"
encoding = "cp1251"
delimiter = ";"
columns = { title = "headline", when = "date" }

[place]
near = ["Ukraine", "Kursk Oblast"]
worldview = "de-facto"
places = "geodata/places.csv"

[output]
folder = "output"
html = "map.html"
exports = ["events.geojson", "events.csv"]
split_above_mb = 0

[style]
colour = "event_type"

[map]
open = { lon = 36.2, lat = 50, zoom = 9 }
from = "2024-03"
to = 2024-12-31
tiles = "https://tiles.example.org/{z}/{x}/{y}.png"
tiles_attribution = "Example"
"""


@examples(50)
@given(altered([SAMPLE]))
def test_nearly_right_settings_are_read_or_refused(text: str) -> None:
    """A file that is nearly right gives settings, or an error with its name and a hint."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dateline.toml"
        path.write_bytes(text.encode())
        with bounded():
            try:
                read_settings(path)
            except SettingsError as error:
                check_error(error)


KEYS = {
    name: value
    for name, value in tomllib.loads(SAMPLE).items()
    if not isinstance(value, dict) or name == "layers"
}
SECTIONS = {name: value for name, value in tomllib.loads(SAMPLE).items() if name not in KEYS}


@example({"\x1e": None}, {})
@examples(50)
@given(
    st.dictionaries(st.sampled_from(sorted(KEYS)) | WORDS, VALUES, max_size=3),
    st.dictionaries(
        st.sampled_from(sorted(SECTIONS)),
        VALUES
        | st.dictionaries(st.sampled_from(sorted(SECTIONS["read"])) | WORDS, VALUES, max_size=3),
        max_size=3,
    ),
)
def test_any_values_are_read_or_refused(top: dict[str, Any], sections: dict[str, Any]) -> None:
    """Any value under any key gives settings, or an error that names the key."""
    with bounded():
        try:
            parse_settings({**top, **sections})
        except SettingsError as error:
            check_error(error)


def check_error(error: DatelineError) -> None:
    """Check that an error says what is wrong and what to do, in a line each."""
    for line in (error.message, error.hint):
        assert line
        assert len(line) < 1000, line[:200]
        assert len(line.splitlines()) == 1, line


#: Text that is a file name in the folder of the test, whatever it holds.
FILE_NAMES = st.one_of(
    st.sampled_from(
        ["map.html", "map", "a.b.c", "x" * 250 + ".html", "é.html", "a b.html", ".html"]
    ),
    WORDS.map(lambda text: text.replace("/", "").replace("..", "") + ".html"),
)
EXPORTS = st.lists(
    st.sampled_from(
        ["e.geojson", "e.CSV", "e.kml", "e.xyz", "e", "a/b.csv", "e.geojson", "map.html"]
    ),
    max_size=2,
)
ENCODINGS = st.sampled_from(
    ["", "utf-8", "utf-16", "latin-1", "rot13", "hex", "idna", "punycode", "x"]
)
TABLE = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "description": WORDS,
        "note": WORDS,
        "language": st.sampled_from(["en", "zh-Hant", "xx"]),
        "event_types": st.lists(WORDS, max_size=3),
        "layers": st.dictionaries(
            WORDS | st.just("Ukraine"),
            st.fixed_dictionaries({}, optional={"title": WORDS, "colour": st.just("#0072B2")}),
            max_size=2,
        ),
        "read": st.fixed_dictionaries(
            {},
            optional={
                "date_format": st.sampled_from(["edtf", "DD/MM/YYYY", "d MMMM yyyy", "yy", "Q"]),
                "reference_date": st.sampled_from(["", "2024-03-05", "2024-02-30"]) | WORDS,
                "encoding": ENCODINGS | WORDS,
                "delimiter": st.sampled_from([",", ";", "\t", "", "ab", '"', "\n"]) | WORDS,
                "columns": st.dictionaries(
                    st.sampled_from(["title", "when", "where", "lon"]) | WORDS, WORDS, max_size=2
                ),
            },
        ),
        "place": st.fixed_dictionaries(
            {},
            optional={
                "near": st.lists(
                    st.sampled_from(["Ukraine", "Nowhere at all"]) | WORDS, max_size=2
                ),
                "worldview": st.sampled_from(WORLDVIEWS),
                "places": st.sampled_from(
                    ["events/a.csv", "events", "none.csv", "", "x" * 300, "\0"]
                ),
                "regions": st.sampled_from(["events/a.csv", "events", "none.geojson", "", "\0"]),
                "gazetteer": st.sampled_from(["events/a.csv", "events", "none.sqlite", "", "\0"]),
                "lock": st.sampled_from(["events/a.csv", "events", "none.csv", "", "\0"]),
            },
        ),
        "output": st.fixed_dictionaries(
            {},
            optional={
                "folder": st.sampled_from(["output", "", "events/a.csv", "a/b/c", "x" * 300, "\0"]),
                "html": FILE_NAMES | st.just(""),
                "exports": EXPORTS,
                "split_above_mb": st.sampled_from([0, 1, 200, 2**70]),
            },
        ),
        "map": st.fixed_dictionaries(
            {},
            optional={
                "tiles": WORDS
                | st.sampled_from(["https://t.example/{z}/{x}/{y}.png", "javascript:x"]),
                "tiles_attribution": WORDS,
            },
        ),
    },
)
CSV = "title,when,where,lon\nAn event,2024-03-05,Sumy,\nAnother,5.3.2024,,\n"


@example({"output": {"folder": "\0"}})
@example({"output": {"folder": "x" * 300, "html": "", "exports": ["e.geojson"]}})
@example({"place": {"places": "x" * 300}})
@examples(4)
@given(TABLE)
def test_what_is_valid_builds(table: dict[str, Any]) -> None:
    """A build with any valid settings writes its files, or ends with an error and a hint."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "events").mkdir()
        (root / "events" / "a.csv").write_text(CSV, encoding="utf-8")
        with bounded():
            try:
                settings = parse_settings(table, root=root)
                result = dateline.build(root / "events" / "a.csv", settings)
            except DatelineError as error:
                check_error(error)
                return
        assert result.counts.events == len(result.events)
        assert all(output.path.exists() for output in result.outputs)
