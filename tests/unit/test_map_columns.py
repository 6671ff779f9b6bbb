"""Other people's headings: which field they are, and how several columns become one."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from dateline.gazetteer import Gazetteer
from dateline.mapping.lexicon import heading_scores
from dateline.mapping.parts import compose_when
from dateline.readers import RawTable
from dateline.settings import ReadSettings, Settings
from reading import map_tables


def texts(**columns) -> dict[str, pd.Series]:
    return {name: pd.Series(values, dtype="str") for name, values in columns.items()}


def when(**columns) -> list | None:
    composed = compose_when(texts(**columns), {name: name for name in columns})
    return (
        None
        if composed is None
        else composed.when.astype(object).where(composed.when.notna(), None).tolist()
    )


def mapped(columns: dict[str, list], **given):
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(series[0]))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    return map_tables([table], Settings(read=ReadSettings(columns=given)))


def fields(columns: dict[str, list], **given) -> dict[str, tuple[str, ...]]:
    """Return the headings that each field is read from, as the finding names them."""
    _, found = mapped(columns, **given)
    said = [item.message for item in found if item.code == "columns-mapped"]
    parts = said[0].removeprefix("columns mapped: ").split("; ") if said else []
    matches = [re.fullmatch(r'(\w+) from (".*")( \(by its values\))?', part) for part in parts]
    return {m[1]: tuple(re.findall('"([^"]*)"', m[2])) for m in matches if m}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Datum des Vorfalls", "date"),
        ("fecha del evento", "date"),
        ("dateOfIncident", "date"),
        ("gebeurtenisdatum", "date"),
        ("事件发生日期", "date"),
        ("olay tarihi", "date"),
        ("data zdarzenia", "date"),
        ("Ort (Stadt)", "where"),
        ("miejsce zdarzenia", "where"),
        ("발생장소", "where"),
        ("N° de morts", "fatalities_best"),
        ("Zahl der Toten", "fatalities_best"),
        ("dödsoffer", "fatalities_best"),
        ("死者数", "fatalities_best"),
        ("lat_wgs84", "lat"),
        ("zeměpisná šířka", "lat"),
        ("طول جغرافیایی", "lon"),
        ("קו אורך", "lon"),
        ("Deaths low", "fatalities_low"),
        ("START DATE", "start"),
        ("tanggal selesai", "end"),
        ("date reported", "reported_at"),
        ("Incident ref", "event_id"),
        ("ссылка на источник", "url"),
        ("skala lähde", "sources"),
        ("επαλήθευση", "verification"),
        ("durum", "status"),
        ("स्थान", "where"),
        ("วันที่", "date"),
        ("ngày xảy ra", "date"),
    ],
)
def test_headings_are_understood_by_their_words(heading, field):
    """The words of a heading name its field, in any language, order, case and combination."""
    scores = heading_scores(heading)
    assert field == max(scores, key=scores.__getitem__)


@pytest.mark.parametrize(
    "heading",
    ["round code", "rope colour", "crates seen", "water level", "date of birth", "night shift"],
)
def test_other_headings_are_no_field(heading):
    """A heading whose words say something else is no field, though one of them names one."""
    assert max(heading_scores(heading).values(), default=0) < 0.55


NUMBERS = ["50.9216", "51.2403"]
TABLE = {
    "date": ["2024-03-05", "2024-03-26"],
    "place": ["Gao", "Bamako"],
    "title": ["Bridge closed", "Depot on fire"],
}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Latitude": NUMBERS, "Longitude": NUMBERS}, {"lat": "Latitude", "lon": "Longitude"}),
        ({"Широта": NUMBERS, "Довгота": NUMBERS}, {"lat": "Широта", "lon": "Довгота"}),
        ({"X": NUMBERS, "Y": NUMBERS}, {"lon": "X", "lat": "Y"}),
        ({"x": NUMBERS}, {}),
        ({"low": ["1", "2"], "high": ["3", "4"]}, {}),
        (
            {"best": ["1", "2"], "low": ["1", "2"], "high": ["3", "4"]},
            {"fatalities_best": "best", "fatalities_low": "low", "fatalities_high": "high"},
        ),
        ({"Date of Incident": TABLE["date"]}, {"when": "Date of Incident"}),
        ({"name": TABLE["title"], "headline": TABLE["title"]}, {"title": "headline"}),
        ({"LAT": NUMBERS, "lon": NUMBERS}, {"lat": "LAT"}),
        ({"the_geom": ["POINT (1 2)", "POINT (3 4)"]}, {"geometry": "the_geom"}),
        ({"Tag": ["5", "26"], "Monat": ["3", "4"], "Jahr": ["2024", "2024"]}, {"when": "Jahr"}),
        ({"tags": ["a; b", "c"], "Tag": ["x", "y"]}, {}),
        ({"location": ["50.92, 34.80", "51.24, 33.20"]}, {"lat": "location", "lon": "location"}),
    ],
)
def test_columns_are_chosen_by_heading_and_value(columns, expected):
    """Where a heading may mean several fields, or is not alone, the values decide."""
    found = {field: headings[0] for field, headings in fields(columns).items()}
    assert expected == {field: found.get(field) for field in expected}
    assert set(found) <= {*expected, "sources"}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"a": TABLE["date"], "b": TABLE["title"], "c": ["POINT (1 2)", "POINT (3 4)"]},
            {"when": ("a",), "title": ("b",), "geometry": ("c",)},
        ),
        (
            {"a": ["50°30' N", "51°10' N"], "b": ["34°10' E", "33°05' E"]},
            {"lat": ("a",), "lon": ("b",)},
        ),
        ({"a": ["150.111", "151.222"], "b": NUMBERS}, {"lat": ("b",), "lon": ("a",)}),
        ({"a": ["occurred", "Canceled"]}, {"status": ("a",)}),
        ({"a": ["https://example.org/1", "https://example.org/2"]}, {"sources": ("a",)}),
        (
            {"a": ["2024-03-05", "2024-03-07"], "b": ["2024-03-06", "2024-03-09"]},
            {"when": ("a", "b")},
        ),
    ],
)
def test_values_decide_where_headings_say_nothing(columns, expected):
    """Dates, coordinates, links, words of a vocabulary and sentences are known by their form."""
    assert expected == fields(columns)


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"a": NUMBERS, "b": ["34.8003", "33.2026"]}, '"a" and "b"'),
        ({"a": ["2024-03-05", "2024-03-07"], "b": ["2024-05-05", "2024-01-07"]}, '"a" and "b"'),
        (
            {"a": ["https://example.org/1"] * 2, "b": ["https://example.org/2"] * 2},
            '"a" and "b"',
        ),
    ],
)
def test_nothing_is_guessed(columns, named):
    """Columns between which neither heading nor values decide are reported and kept."""
    table, found = mapped({"title": TABLE["title"], **columns})
    undecided = [item for item in found if item.code == "columns-undecided"]
    assert named in undecided[0].message
    assert "[read.columns]" in undecided[0].hint
    assert set(columns) <= set(table.columns)


def test_settings_choose_before_names():
    """A heading that the settings assign to a field is used for it and still for its own."""
    table, _ = mapped({"name": ["A"], "sub_event_type": ["B"]}, title="sub_event_type")
    assert ["B"] == table["title"].tolist() == table["sub_event_type"].tolist()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"start": ["2024"], "end": ["2025"]}, ["2024/2025"]),
        ({"start": ["2024"], "end": ["2024"]}, ["2024"]),
        ({"start": ["2024"], "end": [None]}, ["2024"]),
        ({"start": [None], "end": ["2024"]}, ["/2024"]),
        ({"start": [None], "end": [None]}, [None]),
        (
            {"start": ["2024-03-05 00:00:00.000"], "end": ["2024-03-05 00:00:00.000"]},
            ["2024-03-05"],
        ),
        ({"date": ["2024-03-05"], "start": ["1999"]}, ["2024-03-05"]),
        ({"date": ["2024-03-05 14:30:00"]}, ["2024-03-05 14:30:00"]),
        ({"start": ["2024"], "end": ["n/a"]}, ["2024"]),
        ({"start": ["5 May 2024"], "end": ["ongoing"]}, ["5 May 2024 / ongoing"]),
        ({"date": ["2024-03-05", None], "time": ["14:30", "15:00"]}, ["2024-03-05T14:30", None]),
        ({"date": ["5 May 2024"], "time": ["7:05 PM"]}, ["5 May 2024 19:05"]),
        ({"date": ["2024-03-05"], "time": ["930"]}, ["2024-03-05T09:30"]),
        (
            {"date": ["2024-03-05", "2024-03-05"], "time": ["14:30", "noon"]},
            ["2024-03-05T14:30", "2024-03-05 noon"],
        ),
        ({"year": ["2024"], "month": ["3"], "day": ["5"]}, ["2024-03-05"]),
        ({"year": ["2024"], "month": ["0"], "day": ["5"]}, ["2024"]),
        ({"year": ["2024"], "day": ["5"]}, ["2024"]),
        ({"year": ["2024"], "month": ["березень"], "day": ["5"]}, ["2024-03-05"]),
        ({"year": ["2024"], "month": ["Mar."], "day": [None]}, ["2024-03"]),
        ({"date": ["1691117533180"]}, ["1691117533180"]),
        ({"month": ["2018-04"]}, ["2018-04"]),
        ({"month": ["4"]}, None),
        ({"time": ["1691117533180"]}, ["2023-08-04T02:52:13Z"]),
        ({"time": ["1691117533180", "NA"]}, ["2023-08-04T02:52:13Z", "NA"]),
        ({"time": ["14:30"]}, None),
        ({"time": ["12"]}, ["12"]),
        ({"end": ["2024"]}, None),
        ({}, None),
    ],
)
def test_dates_are_put_together(columns, expected):
    """Parts of a date are joined; the decision is made for the whole column."""
    assert expected == when(**columns)


def test_the_choice_of_columns_is_reported():
    """Headings that were mapped to fields of other names are reported in one line."""
    _, found = mapped({"Name": ["A"], "Datum": ["2024"], "colour": ["red"]})
    assert ["columns-mapped"] == [d.code for d in found]
    assert 'title from "Name"; when from "Datum"' in found[0].message


def test_own_headings_are_not_reported():
    """A table with dateline's own headings gives no finding."""
    assert [] == mapped({"title": ["A"], "when": ["2024"], "colour": ["red"]})[1]


def test_unknown_columns_are_kept():
    """A column that is not a field is kept under its heading, after the fields."""
    table, _ = mapped({"colour": ["red"], "title": ["A"]})
    assert ["title", "colour"] == table.columns.tolist()[:2]


def test_columns_that_dateline_fills_are_kept_under_another_name():
    """A column with the name of a derived column is kept under another name."""
    table, _ = mapped({"title": ["A"], "country": ["UA"], "place_id": ["x:1"]})
    assert {"given_country", "given_place_id"} <= set(table.columns)


def test_a_vocabulary_of_others_is_set_aside():
    """In a foreign table a column with none of our words is not our field of that name."""
    table, _ = mapped({"title": ["A"], "status": ["reviewed"]})
    assert "given_status" in table
    assert "status" not in table


def test_a_vocabulary_of_ours_is_never_set_aside():
    """In a table made for dateline an unknown word is an error."""
    table, _ = mapped({"title": ["A"], "when": ["2024"], "status": ["reviewed"]})
    assert "status" in table


def test_a_place_has_its_areas_beside_it():
    """City, district, region and country are one place; only a town's region repeats its name."""
    table, found = mapped(
        {
            "name": list("ABCDEF"),
            "city": ["Springfield", "Sumy, Ukraine", "Ukraine", None, "Gao", None],
            "state": ["Illinois", None, None, None, "Gao", "Gao"],
            "country": ["United States", "Ukraine", "ukraine", "Chad", "Mali", "Mali"],
        }
    )
    expected = ["Springfield, Illinois, United States", "Sumy, Ukraine", "Ukraine", "Chad"]
    assert [*expected, "Gao, Gao, Mali", "Gao Region, Mali"] == table["where"].tolist()
    assert {"state", "city", "given_country"} <= set(table.columns)
    assert 'where from "city" and "state" and "country"' in found[0].message


@pytest.mark.parametrize("more", [{"lat": ["1"], "lon": ["2"]}, {"wkt": ["POINT (1 2)"]}])
def test_an_area_is_no_place_of_coordinates(more):
    """A row with coordinates does not get a region or a country as its place."""
    table, _ = mapped({"name": ["A"], "country": ["Ukraine"], **more})
    assert [True] == table["where"].isna().tolist()


def test_a_missing_heading_of_the_settings_is_reported():
    """A heading in the settings that is not in the file is reported with the file's headings."""
    _, found = mapped({"Name": ["A"], "Ort": ["Sumy"]}, layer="Theatre of war")
    assert ["field-unknown", "columns-mapped"] == [d.code for d in found]
    assert '"Ort"' in found[0].hint


def test_source_and_link_are_one_source():
    """A column of names and a column of links are combined row by row."""
    table, _ = mapped(
        {
            "title": ["A", "B", "C"],
            "source": ["AP", "AP", None],
            "link": ["https://x.y", None, None],
        }
    )
    assert ["AP https://x.y", "AP"] == table["sources"].tolist()[:2]
    assert table["sources"].isna().tolist() == [False, False, True]


def test_titles_are_composed_where_no_column_is_one():
    """Without a column of titles they are composed of type, actors and place, and told once."""
    table, found = mapped(
        {
            "event_type": ["Protests", "Riots"],
            "actor1": ["Residents", None],
            "place": ["Gao", None],
            "Breite": ["x", "y"],
        }
    )
    assert ["Protests: Residents, Gao", "Riots"] == table["title"].tolist()
    assert ["titles-composed"] == [d.code for d in found if d.code != "columns-mapped"]


def test_words_of_others_become_words_of_the_vocabulary():
    """A synonym in any language becomes the word that it means; settings add words."""
    columns = {"title": ["A"] * 4, "when": ["2024"] * 4}
    table, _ = mapped({**columns, "status": ["happened", "En cours", "запланировано", "x"]})
    assert ["occurred", "ongoing", "planned", "x"] == table["status"].tolist()
    series = [pd.Series(v, dtype="str") for v in (["A"], ["2024"], ["X"])]
    raw = RawTable("a.csv", ["title", "when", "status"], series, np.array([2]), heading_line=1)
    values = {"status": {"x": "cancelled"}}
    table, _ = map_tables([raw], Settings(read=ReadSettings(values=values)))
    assert ["cancelled"] == table["status"].tolist()


@pytest.mark.parametrize(
    "values",
    [["true", "false"], ["False", "False"], ["TRUE", "unverified"], ["vrai", "faux"], ["1", "0"]],
)
@pytest.mark.parametrize("heading", ["verified", "verification", "Fact check", "vérifié"])
def test_a_column_of_yes_and_no_debunks_nothing(heading, values):
    """That a report is not verified does not say that it is wrong; the column is kept."""
    table, _ = mapped({"headline": ["A", "B"], heading: values})
    assert "verification" not in table
    assert values == table[{"verification": "given_verification"}.get(heading, heading)].tolist()


def test_no_in_our_own_field_of_verification_is_unverified():
    """In a table made for dateline, "false" next to "true" is not debunked."""
    columns = {"title": ["A", "B"], "when": ["2024"] * 2}
    table, _ = mapped({**columns, "verification": ["true", "false"]})
    assert ["true", "unverified"] == table["verification"].tolist()
    table, _ = mapped({**columns, "verification": ["disputed", "false"]})
    assert ["disputed", "debunked"] == table["verification"].tolist()


def test_words_for_nothing_are_missing():
    """NA, null and a dash are no place, no source and no link, but stay in a description."""
    columns = {"place": ["Gao", "N/A"], "link": ["https://x.y", "-"], "notes": ["x", "-"]}
    table, _ = mapped({"headline": ["A", "B"], **columns})
    assert [True] * 2 == [table[name].isna()[1] for name in ("where", "sources")]
    assert ["x", "-"] == table["description"].tolist()


@pytest.mark.parametrize("word", ["Nan", "NA", "None", "nil"])
def test_words_for_nothing_may_be_names(word):
    """Nan is a town and NA Namibia; they are missing only where the table has them for nothing."""
    names = ["place", "country", "actor1"]
    columns = {"headline": ["A", "B"], **{name: ["Gao", word] for name in names}}
    table, _ = mapped({**columns, "deaths": ["3", "n/a"]})
    assert [word] * 2 == [table[name].iloc[1] for name in ("where", "actor1")]
    table, _ = mapped({**columns, "deaths": ["3", word]})
    assert [True] * 3 == [
        bool(table[name].isna().iloc[1]) for name in ("where", "actor1", "fatalities_best")
    ]


def test_a_word_for_nothing_among_codes_is_a_code():
    """NA in a column of codes of countries is Namibia, whatever it means in other columns."""
    table, _ = mapped(
        {"headline": ["A", "B"], "country": ["ZA", "NA"], "deaths": ["3", "NA"]},
    )
    assert ["ZA", "NA"] == table["where"].tolist()


def test_columns_of_merged_tables_are_one():
    """Two columns of one meaning are one field if no row has both."""
    table, _ = mapped({"headline": ["A", None], "title of the event": [None, "B"]})
    assert ["A", "B"] == table["title"].tolist()


def test_the_gazetteer_is_opened_once_for_all_tables(monkeypatch):
    """Tables with names of places and without known headings share one open gazetteer."""
    opened = []
    original = Gazetteer.open

    def count(**how):
        opened.append(how)
        return original(**how)

    monkeypatch.setattr(Gazetteer, "open", count)
    column = pd.Series(["Kyiv", "Paris", "Berlin", "Madrid"] * 3, dtype="str")
    tables = [
        RawTable(f"{n}.csv", ["qqq", "zzz"], [column, column], np.arange(2, 14), heading_line=1)
        for n in range(3)
    ]
    map_tables(tables, Settings())
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Maladie", "Choléra"), ("Disease", "Measles"), ("灾种", "洪水"), ("Enfermedad", "Dengue")],
)
def test_a_disease_or_hazard_is_what_happened(heading, value):
    """Diseases and hazards are types of event, of which titles are composed."""
    table, _ = mapped(
        {heading: [value] * 2, "Date": ["2024-03-05"] * 2, "City": ["Goma", "Bukavu"]}
    )
    assert table["title"].tolist() == [f"{value}, Goma", f"{value}, Bukavu"]


def test_remarks_on_a_few_events_do_not_replace_their_type():
    """Titles are composed of the type where only some rows have a remark."""
    columns = {
        "Date": ["2024-03-05"] * 3,
        "Type": ["Rockfall", "Mudflow", "Slide"],
        "Notes": ["road closed", None, None],
        "City": ["Ischia", "Amalfi", "Cortina"],
    }
    table, _ = mapped(columns)
    assert table["title"].tolist() == ["Rockfall, Ischia", "Mudflow, Amalfi", "Slide, Cortina"]


def test_names_beside_a_description_are_no_titles():
    """A column of two words beside a narrative is more likely the name of a ship."""
    columns = {
        "Date": ["2024-03-05"] * 2,
        "Hull": ["MV Abdullah", "Tug Kim Heng"],
        "Narrative": ["Boarded by twenty armed persons", "Six robbers stole scrap"],
        "City": ["Goma", "Bukavu"],
    }
    table, _ = mapped(columns)
    assert table["title"].str.startswith(("Boarded", "Six")).all()
    assert table["Hull"].tolist() == columns["Hull"]


@pytest.mark.parametrize(
    ("times", "when"),
    [
        (["21.30", "6.05"], ["2024-03-05T21:30", "2024-03-05T06:05"]),
        (["21.30", "6.75"], ["2024-03-05", "2024-03-05"]),
    ],
)
def test_clock_times_may_have_a_dot(times, when):
    """A column of times with dots is one of clock times, if all of them can be."""
    columns = {"Event": ["A fire", "A flood"], "Date": ["2024-03-05"] * 2, "Time": times}
    table, _ = mapped(columns)
    assert table["when"].tolist() == when
