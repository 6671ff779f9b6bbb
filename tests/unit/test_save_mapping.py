"""The mapping of tables: shown as one table, saved as settings, and used again without a guess."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from command_line import invoke
from dateline import pipeline
from dateline.errors import SettingsError
from dateline.mapping import Mapped, choose, columns, map_all, nested
from dateline.normalise import Typed, type_events
from dateline.readers import read_tables
from dateline.report_mapping import format_mappings
from dateline.settings import ReadSettings, Settings, read_settings
from dateline.table_settings import TableSettings, format_table

FILE = "dateline-mapping.toml"

GERMAN = """\
Datum;Uhrzeit;Stadt;Land;Was geschah;Status;Quelle;Farbe
13.04.2024;10:00;Sumy;Ukraine;Brücke gesperrt;geplant;https://example.org/a;rot
03.05.2024;11:30;Kyiv;Ukraine;Depot in Flammen;happened;https://example.org/b;blau
04.06.2024;11:31;Kharkiv;Ukraine;Zug entgleist;happened;https://example.org/c;blau
"""
EUROPEAN = """\
date,headline,place
13/04/2024,Bridge closed,"Sumy, Ukraine"
04/03/2024,Depot on fire,Kursk Oblast
"""
AMERICAN = EUROPEAN.replace("13/04", "04/13")
UNDECIDED = EUROPEAN.replace("13/04", "02/04")

#: Invented tables in many forms, each of which is understood by something else.
TABLES = {
    "german.csv": GERMAN,
    "by_value.csv": "aaa,bbb,ccc,ddd\n"
    "2024-03-05,43.115,131.885,The bridge over the river is closed\n"
    "2024-03-06,42.813,132.873,A depot is on fire in the south\n"
    "2024-03-07,43.350,132.189,The night train did not arrive\n",
    "headless.csv": "2024-03-05,43.115,131.885,The bridge is closed\n"
    "2024-03-06,42.813,132.873,A depot is on fire\n",
    "tagged.csv": "A,B,C\n#date,#event,#loc\n2024-03-05,Bridge closed,Sumy\n"
    "2024-03-06,Fire,Kursk\n",
    "nested.json": json.dumps(
        [
            {"headline": "Bridge closed", "at": {"latitude": 50.9, "lng": 34.8, "name": "Sumy"}},
            {"headline": "Depot on fire", "at": {"latitude": 51.7, "lng": 36.1, "name": "Kursk"}},
        ]
    ),
    "precise.csv": "date,event,latitude,longitude,geo_precision\n"
    "2024-03-05,Bridge closed,50.9,34.8,1\n2024-03-06,Depot on fire,51.7,36.1,3\n",
    "parts.csv": "year,month,day,name,region,country,Deaths\n"
    "2024,3,5,Bridge closed,Sumy,Ukraine,0\n2024,4,,Depot on fire,Kursk,Russia,2\n",
    "span.csv": "Start date,End date,Event,Where did it happen,link\n"
    "03/13/2024,03/14/2024,Bridge closed,Sumy,https://example.org/a\n"
    "04/01/2024,04/02/2024,Depot on fire,Kursk,https://example.org/b\n",
    "merged.csv": "Date,Datum,Title,Place\n"
    "2024-03-05,,Bridge closed,Sumy\n,2024-03-06,Depot on fire,Kursk\n",
    "double.csv": "Date,Note,Note,Title\n2024-03-05,a,b,Bridge closed\n2024-03-06,c,d,Fire\n",
    "own.yaml": "- {title: Bridge closed, when: 2024-03-05, where: Sumy, colour: red}\n",
    "acled.csv": "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,"
    "admin1,country,location,latitude,longitude,geo_precision,notes,fatalities\n"
    "UKR1,05 March 2024,1,Battles,Armed clash,A,B,Sumy,Ukraine,Sumy,50.9,34.8,1,A clash.,2\n"
    "UKR2,06 March 2024,2,Battles,Armed clash,A,B,Sumy,Ukraine,Sumy,50.9,34.8,3,Another.,0\n",
    "points.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": 7,
                    "geometry": {"type": "Point", "coordinates": [34.8, 50.9]},
                    "properties": {"Titel": "Brücke gesperrt", "Datum": "2024-03-05"},
                }
            ],
        }
    ),
}


def write(folder: Path, files: dict[str, str]) -> Settings:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Settings(root=folder)


def run(folder: Path, settings: Settings) -> Typed:
    tables, found = read_tables([folder], settings)
    table, more, mappings = map_all(tables, settings)
    return type_events(Mapped(table, [*found, *more], mappings), settings)


@pytest.fixture
def no_guess(monkeypatch):
    """Make everything that understands headings or profiles fail."""

    def forbid() -> None:
        def guess(*_: object, **__: object) -> None:
            raise AssertionError("something was guessed")

        for name in ("choose", "find_profiles", "is_event"):
            monkeypatch.setattr(columns, name, guess)
        monkeypatch.setattr(choose, "heading_scores", guess)
        monkeypatch.setattr(nested, "heading_scores", lambda _: {})

    return forbid


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_saved_mapping_gives_the_same_events_without_a_guess(tmp_path, no_guess, name):
    """A table with a saved mapping is read just as before, whatever its headings say by then."""
    settings = write(tmp_path, {name: TABLES[name]})
    before = run(tmp_path, settings)
    assert 1 == pipeline.save_mapping(before.mappings, settings).count
    no_guess()
    after = run(tmp_path, settings)
    pd.testing.assert_frame_equal(before.table, after.table)
    assert [each.table for each in before.mappings] == [each.table for each in after.mappings]
    severe = [[f for f in ran.diagnostics if f.severity != "info"] for ran in (before, after)]
    assert severe[0] == severe[1]


def test_all_tables_of_a_folder_are_saved_and_told_apart(tmp_path, no_guess):
    """Every table of a folder gets its own mapping back, and a second save writes nothing."""
    settings = write(tmp_path, TABLES | {"eu.csv": EUROPEAN, "us.csv": AMERICAN})
    before = run(tmp_path, settings)
    pipeline.save_mapping(before.mappings, settings)
    written = (tmp_path / FILE).read_bytes()
    no_guess()
    after = run(tmp_path, settings)
    pd.testing.assert_frame_equal(before.table, after.table)
    assert 0 == pipeline.save_mapping(after.mappings, settings).count
    assert written == (tmp_path / FILE).read_bytes()


def test_the_order_of_dates_is_saved_for_later_files(tmp_path):
    """A later table with the same headings is read in the order that was saved."""
    settings = write(tmp_path, {"march.csv": EUROPEAN})
    pipeline.save_mapping(run(tmp_path, settings).mappings, settings)
    later = write(tmp_path, {"march.csv": "", "april.csv": UNDECIDED})
    assert ["2024-04-02", "2024-03-04"] == run(tmp_path, later).table["when"].tolist()


def test_tables_with_different_orders_of_dates_name_their_files(tmp_path):
    """Where headings do not tell tables apart, no other file is read by their mapping."""
    settings = write(tmp_path, {"eu.csv": EUROPEAN, "us.csv": AMERICAN})
    pipeline.save_mapping(run(tmp_path, settings).mappings, settings)
    write(tmp_path, {"new.csv": UNDECIDED})
    found = run(tmp_path, settings)
    assert ["2024-04-13", "2024-03-04"] == found.table["when"].tolist()[:2]
    assert ["2024-04-13", "2024-04-03"] == found.table["when"].tolist()[-2:]
    refused = [each for each in found.diagnostics if each.code == "date-ambiguous"]
    assert [True] == [each.file.endswith("new.csv") for each in refused]


def test_undecided_dates_stay_undecided(tmp_path):
    """An order that no row decides is not saved; the file says that it is missing."""
    settings = write(tmp_path, {"open.csv": UNDECIDED, "eu.csv": EUROPEAN})
    pipeline.save_mapping(run(tmp_path, settings).mappings, settings)
    assert "# undecided: the dates of when" in (tmp_path / FILE).read_text(encoding="utf-8")
    after = run(tmp_path, settings)
    assert ["date-ambiguous"] == [f.code for f in after.diagnostics if f.severity == "error"]


def test_undecided_columns_are_named_in_the_file(tmp_path):
    """Columns between which nothing decides are saved as extra columns, with a remark."""
    text = "aaa,bbb,Title\n50.912,34.801,Bridge closed\n51.731,36.193,Depot on fire\n"
    settings = write(tmp_path, {"a.csv": text})
    before = run(tmp_path, settings)
    pipeline.save_mapping(before.mappings, settings)
    saved = (tmp_path / FILE).read_text(encoding="utf-8")
    assert '# undecided: "aaa" and "bbb" hold coordinates in degrees' in saved
    pd.testing.assert_frame_equal(before.table, run(tmp_path, settings).table)


def test_tables_of_one_kind_share_a_mapping(tmp_path):
    """Optional columns do not make a second mapping."""
    rows = {
        "a.yaml": "- {title: A, when: 2024-03-05, where: Sumy}\n",
        "b.yaml": "- {title: B, when: 2024-03-05, status: planned}\n",
    }
    settings = write(tmp_path, rows)
    assert 1 == pipeline.save_mapping(run(tmp_path, settings).mappings, settings).count
    (saved,) = read_settings(tmp_path / FILE).read.tables
    assert {"title", "when", "where", "status"} == set(saved.headings)


def test_a_table_with_a_new_column_is_decided_again(tmp_path):
    """A saved mapping is not used for a table with a heading that it does not know."""
    settings = write(tmp_path, {"a.csv": EUROPEAN})
    pipeline.save_mapping(run(tmp_path, settings).mappings, settings)
    write(tmp_path, {"a.csv": EUROPEAN.replace("headline,place", "headline,place,status")})
    found = run(tmp_path, settings)
    assert [False] == [each.is_saved for each in found.mappings]
    assert any("no saved mapping" in each.message for each in found.diagnostics)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_in_the_file_stays(tmp_path, ending):
    """New mappings are added at the end; every byte before them stays, and so do the line ends."""
    table = TableSettings(("x",), columns={"title": ("x",)})
    mine = ("# mine\n\n" + format_table(table)).replace("\n", ending).encode()
    (tmp_path / FILE).write_bytes(mine)
    settings = write(tmp_path, {"a.csv": EUROPEAN})
    pipeline.save_mapping(run(tmp_path, settings).mappings, settings)
    written = (tmp_path / FILE).read_bytes()
    assert written.startswith(mine)
    assert written.count(b"\r\n") == (written.count(b"\n") if ending == "\r\n" else 0)
    assert table == read_settings(tmp_path / FILE).read.tables[0]
    assert 2 == len(read_settings(tmp_path / FILE).read.tables)


def test_settings_come_before_a_saved_mapping(tmp_path):
    """What ``dateline.toml`` says about columns and dates wins over what is saved."""
    settings = write(tmp_path, {"a.csv": EUROPEAN.replace("13/04", "03/04")})
    table = TableSettings(
        ("date", "headline", "place"),
        columns={"date": ("date",), "title": ("headline",)},
        date_format={"when": ("DD/MM/YYYY",)},
    )
    read = ReadSettings(tables=(table,), columns={"title": "place"}, date_format="MM/DD/YYYY")
    found = run(tmp_path, Settings(root=settings.root, read=read)).table
    assert ["2024-03-04", "2024-04-03"] == found["when"].tolist()
    assert ["Sumy, Ukraine", "Kursk Oblast"] == found["title"].tolist()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[read.tables]]\ncolumns = {}\n", '"headings" in every table'),
        ('[[read.tables]]\nheadings = ["a"]\nfields = {}\n', 'unknown key "fields"'),
        ('[[read.tables]]\nheadings = ["a"]\ndate_format = "x"\n', "date_format of table 1"),
        ('[[read.tables]]\nheadings = ["a"]\n[read.tables.columns]\nx = "a"\n', "event field"),
        ('[[read.tables]]\nheadings = ["date"]\nprofile = "x"\n', "profile"),
        ('title = "A map"\n', "other settings"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path, text, said):
    """A wrong key or value in the file stops the run and is named."""
    settings = write(tmp_path, {"a.csv": "date\n2024-03-05\n", FILE: text})
    with pytest.raises(SettingsError) as caught:
        run(tmp_path, settings)
    assert said in str(caught.value) + caught.value.hint


@pytest.mark.parametrize("text", ['a"b\\c', "tab\there", "\x7f\x01", "日付", "a = [1]", ""])
def test_any_heading_can_be_saved(text):
    """A table written as TOML is read back as it was, whatever its texts are."""
    import tomllib  # noqa: PLC0415

    from dateline.settings import parse_settings  # noqa: PLC0415

    table = TableSettings(
        ("x" * 120, text),
        files=("[a].csv",),
        columns={"title": (text,), "when": ("x" * 120, text)},
        precision=(text,),
        date_format={"when": ("dd.MM.yy", "d MMMM yyyy"), "reported_at": ("MM/DD/YYYY",)},
        values={"status": {text: "planned"}},
    )
    assert (table,) == parse_settings(tomllib.loads(format_table(table))).read.tables


def test_the_mapping_is_shown_as_a_table(tmp_path):
    """Each column has one line: its field, what decided it, and the row that decides its dates."""
    settings = write(tmp_path, {"inc.csv": GERMAN})
    lines = format_mappings(run(tmp_path, settings).mappings)
    assert lines[0].endswith("inc.csv: 3 events")
    assert ["column", "field", "decided", "by"] == lines[1].split()
    rows = {line.split("  ")[1]: line for line in lines[2:]}
    assert 'when     its heading, as date; day/month/year, because of "13.04' in rows["Datum"]
    assert '"geplant" = planned, "happened" = occurred' in rows["Status"]
    assert rows["Farbe"].endswith("-        kept")
    assert len({line.index("its heading") for line in lines if "its heading" in line}) == 1


def test_a_saved_mapping_is_no_profile(tmp_path):
    """The folder of profiles may be that of the saved mapping."""
    files = {"a.csv": EUROPEAN, FILE: ""}
    settings = write(tmp_path, files)
    read = ReadSettings(profiles=Path())
    assert 2 == len(run(tmp_path, Settings(root=settings.root, read=read)).table)


def test_a_profile_is_named_as_what_decided(tmp_path):
    """Columns that a profile composes a field of are listed under it, without another role."""
    settings = write(tmp_path, {"acled.csv": TABLES["acled.csv"]})
    rows = [line.split() for line in format_mappings(run(tmp_path, settings).mappings)]
    assert ["title", *["the", "profile", "of", "ACLED"]] in rows
    assert ["event_date", "when", *["the", "profile", "of", "ACLED,", "as", "date"]] in rows


def test_check_shows_and_saves_the_mapping(tmp_path, monkeypatch):
    """``check`` prints the mapping to standard output; ``--save-mapping`` writes it once."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"eu.csv": EUROPEAN})
    first = invoke("check", "eu.csv", "--save-mapping")
    assert f"wrote {FILE}: 1 new table" in first.stderr
    assert "headline  title  its heading" in first.stdout
    second = invoke("check", "eu.csv", "--save-mapping")
    assert "nothing was written" in second.stderr
    assert "headline  title  the saved mapping" in second.stdout
    quiet = invoke("check", "eu.csv", "--quiet")
    assert "" == quiet.stdout
