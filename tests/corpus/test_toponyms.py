"""The table of toponyms with their meaning in context, checked with the geocoder itself.

``toponyms.csv`` has one row per toponym. ``context`` lists what else the document contains,
separated by semicolons: ``in Egypt`` is an enclosing place, anything else is another toponym.
``expected`` is one or more place ids separated by a bar, each of them correct; or ``lon lat`` with
``tolerance_km``; or ``unknown`` if no place may be chosen. ``why`` gives the reason for the row.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder import geocode
from dateline.geodesy import LonLat, distance_m
from dateline.normalise import normalise
from dateline.settings import PlaceSettings, Settings

#: The table says which place is chosen; whether it is drawn depends on its score.
CHOOSING = Settings(place=PlaceSettings(least_score=0.0))
HEADING = "name,context,expected,tolerance_km,why"
TABLE = Path(__file__).with_name("toponyms.csv")
LEAST_ROWS = 300
LEAST_SCRIPTS = 4

with TABLE.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

#: First and last code point of a script's letters; enough to say which script a name is in.
SCRIPTS = {
    "Latin": ("A", "\u024f"),
    "Greek": ("\u0370", "\u03ff"),
    "Cyrillic": ("\u0400", "\u052f"),
    "Armenian": ("\u0530", "\u058f"),
    "Hebrew": ("\u0590", "\u05ff"),
    "Arabic": ("\u0600", "\u06ff"),
    "Hangul": ("\uac00", "\ud7a3"),
    "Han": ("\u4e00", "\u9fff"),
}


def split_context(row):
    """Return the enclosing places of a toponym, and the other toponyms of its context."""
    entries = [entry for entry in row["context"].split(";") if entry]
    enclosing = [entry.removeprefix("in ") for entry in entries if entry.startswith("in ")]
    return enclosing, [entry for entry in entries if not entry.startswith("in ")]


def events():
    """Return an event per row, with an event per companion; each row is a layer."""
    made = []
    for number, row in enumerate(ROWS):
        enclosing, companions = split_context(row)
        wheres = (", ".join([row["name"], *enclosing]), *companions)
        made.extend({"title": w, "where": w, "layer": f"row {number}"} for w in wheres)
    table = pd.DataFrame(made)
    table["origin_file"], table["origin_line"] = TABLE.name, range(1, len(table) + 1)
    return table


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


def place(table, gazetteer):
    typed, _ = normalise(table, Settings())
    placed, _ = geocode(typed, CHOOSING, gazetteer=gazetteer)
    return placed.drop_duplicates("layer").set_index("layer")


@pytest.fixture(scope="module")
def placed(gazetteer):
    return place(events(), gazetteer)


def is_within(row, chosen):
    lon, lat = map(float, row["expected"].split())
    metres = distance_m(LonLat(lon, lat), LonLat(chosen["lon"], chosen["lat"]))
    return metres <= 1_000 * float(row["tolerance_km"])


@pytest.mark.parametrize(
    "number", range(len(ROWS)), ids=[f"{r['name']} [{r['context']}]" for r in ROWS]
)
def test_toponym_is_understood(number, placed):
    """A toponym in its context means the place in the table."""
    row, chosen = ROWS[number], placed.loc[f"row {number}"]
    found = "unknown" if pd.isna(chosen["place_id"]) else chosen["place_id"]
    if row["tolerance_km"]:
        assert is_within(row, chosen), (found, row["why"])
    else:
        assert found in row["expected"].split("|"), row["why"]


def test_order_of_rows_does_not_matter(placed, gazetteer):
    """The order of the events does not change what a toponym means."""
    table = events()
    owners = table.drop_duplicates("layer").index
    shuffled = table.sample(frac=1, random_state=1)
    first = shuffled[shuffled.index.isin(owners)]
    rest = shuffled[~shuffled.index.isin(owners)]
    turned = place(pd.concat([first, rest], ignore_index=True), gazetteer)
    assert placed["place_id"].to_dict() == turned["place_id"].to_dict()


def test_table_is_plain():
    """The table has the right heading, LF line ends, and no duplicate rows."""
    raw = TABLE.read_bytes()
    assert (HEADING, False) == (raw.decode("utf-8").partition("\n")[0], b"\r" in raw)
    keys = [(row["name"], row["context"]) for row in ROWS]
    assert len(set(keys)) == len(keys)


def test_table_is_long_and_in_many_scripts():
    """There are at least three hundred rows, in at least four scripts."""
    met = {
        script
        for row in ROWS
        for script, (first, last) in SCRIPTS.items()
        if any(first <= letter <= last for letter in row["name"] if letter.isalpha())
    }
    assert len(ROWS) >= LEAST_ROWS
    assert len(met) >= LEAST_SCRIPTS


def test_rows_give_reasons():
    """Every row has a reason."""
    assert [] == [row["name"] for row in ROWS if not row["why"]]


def test_expected_places_exist(gazetteer):
    """Every id in the table is in the gazetteer."""
    wanted = {e for row in ROWS if not row["tolerance_km"] for e in row["expected"].split("|")}
    assert [] == sorted(e for e in wanted - {"unknown"} if gazetteer.place(e) is None)
