"""The project's own gazetteer: what is added, what is excluded, and merged results."""

from __future__ import annotations

import json
import pickle
import sqlite3
import sys
from pathlib import Path

import pandas as pd
import pytest

from dateline.errors import GazetteerError, InputError, OutputError
from dateline.gazetteer import Gazetteer, store
from dateline.gazetteer.additions import MAX_REPORTED, add_files
from dateline.gazetteer.entry import settlement_importance, settlement_uncertainty_m
from dateline.geocoder import geocode
from dateline.limits import GAZETTEER_BYTES
from dateline.normalise import normalise
from dateline.settings import PlaceSettings, Settings

ROOT = Path(__file__).parents[2]
HAMLET = "Zhuravkivtsi"


def place_line(number, name, *, lon=34.1, lat=51.2, others="", feature="P.PPL", population=0):
    letter, code = feature.split(".")
    before = [str(number), name, name, others, str(lat), str(lon), letter, code, "UA", "", "21"]
    return "\t".join([*before, "", "", "", str(population), "", "120", "Europe/Kyiv", "2026-01-01"])


@pytest.fixture
def dump(tmp_path):
    """A country file with a hamlet that the package does not have, and a road."""
    lines = [
        place_line(99_900_001, HAMLET, others="Журавківці,Zhuravkovtsy"),
        place_line(99_900_002, "Old Road", feature="R.RD"),
    ]
    path = tmp_path / "UA.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def add(tmp_path):
    """Add files to the project's gazetteer; return its path, what was added and the findings."""
    target = tmp_path / "geodata" / "gazetteer.sqlite"

    def run(*files, base=None):
        target.parent.mkdir(exist_ok=True)
        made = target.with_suffix(".new")
        with Gazetteer.open() as packaged:
            added, found = add_files(made, files, gazetteer=packaged, base=base)
        made.replace(target)
        return target, added, found

    return run


def test_folder_that_cannot_be_written_is_named(dump, tmp_path):
    """A target that cannot be opened gives a one-line error with a hint."""
    target = tmp_path / "missing" / "gazetteer.sqlite"
    with Gazetteer.open() as packaged, pytest.raises(OutputError, match="cannot write") as raised:
        add_files(target, [dump], gazetteer=packaged)
    assert raised.value.hint


def ids(path, *names):
    with Gazetteer.open(additions=path) as opened:
        found = opened.candidates(names)
    return [[c.place.place_id for c in found[name]] for name in names]


def own_id(path):
    with Gazetteer.open(path) as opened:
        return [place_id for (place_id,) in opened.rows("SELECT place_id FROM place")]


def test_a_hamlet_is_found_by_every_name_of_its_line(dump, add):
    """A place of a dump is found by its name and its alternate names."""
    path, _, _ = add(dump)
    names = (HAMLET, "Журавківці", "zhuravkovtsy")
    assert [[], [], []] == ids(None, *names)
    assert [["geonames:99900001"]] * 3 == ids(path, *names)


def test_an_event_in_the_hamlet_is_placed(dump, add, tmp_path):
    """A place that was unknown is resolved after it is added, with its coordinates."""
    settings = Settings(root=tmp_path)
    table, _ = normalise(pd.DataFrame({"title": ["A"], "where": [HAMLET]}), settings)
    before, reported = geocode(table, settings)
    assert (["place-unknown"], [None]) == ([f.code for f in reported], before["geometry"].tolist())
    add(dump)
    after, reported = geocode(table, settings)
    assert ([], 34.1, 51.2) == (reported, after["lon"].iloc[0], after["lat"].iloc[0])
    assert ("geonames:99900001", "UA") == (after["place_id"].iloc[0], after["country"].iloc[0])


def test_what_is_left_out_by_rule_is_counted(dump, add):
    """A road is not a place for events; excluded lines are counted by reason."""
    path, added, _ = add(dump)
    assert {"class R: roads and railways": 1} == dict(added[0].skipped)
    with Gazetteer.open(path) as opened:
        ((kept,),) = opened.rows("SELECT value FROM meta WHERE key = 'skipped:UA.txt'")
    assert {"class R: roads and railways": 1} == json.loads(kept)


def test_bad_lines_are_reported_with_their_number(dump, add):
    """A line with a wrong shape, a bad position or bad UTF-8 is reported and skipped."""
    bad = [
        "too short",
        place_line(99_900_003, "North", lat=151),
        place_line(99_900_004, "N", lat="x"),
    ]
    with dump.open("ab") as file:
        file.write("".join(f"{line}\n" for line in bad).encode() + b"\xff\xfe\n")
    path, added, found = add(dump)
    codes = [(f.code, Path(f.file).name, f.line) for f in found]
    assert [
        ("csv-syntax", "UA.txt", 3),
        ("coordinates-invalid", "UA.txt", 4),
        ("coordinates-invalid", "UA.txt", 5),
        ("encoding-unknown", "UA.txt", 6),
    ] == codes
    assert (1, 4, ["geonames:99900001"]) == (added[0].places, added[0].faults, own_id(path))


def test_findings_without_end_are_counted(dump, add):
    """A file full of faults fills neither memory nor screen; the faults are counted."""
    dump.write_text(place_line(1, "A") + "\n" + "bad\n" * (MAX_REPORTED + 7), encoding="utf-8")
    _, added, found = add(dump)
    assert (MAX_REPORTED + 7, MAX_REPORTED + 1) == (added[0].faults, len(found))
    assert "7 more lines could not be read" == found[-1].message


def test_alternate_names_are_read_after_the_places(dump, add, tmp_path):
    """They name added and packaged places, in whatever order the files are given."""
    names = tmp_path / "alternateNamesV2.txt"
    lines = [
        "1\t99900001\ten\tCranesbury\t1\t\t\t\t\t",
        "2\t692194\tru\tСумыград\t\t\t\t\t\t",
        "3\t692194\tlink\thttps://example.org/sumy\t\t\t\t\t\t",
        "4\t5\tru\tNowhere\t\t\t\t\t\t",
    ]
    names.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path, added, _ = add(names, dump)
    found = ids(path, "Cranesbury", "Сумыград")
    assert [["geonames:99900001"], ["geonames:692194"]] == found
    assert [1, 1] == list(added[1].skipped.values())


def test_a_place_of_both_is_one(dump, add):
    """The addition wins, but names, kind and outline of the package are kept."""
    lines = [
        place_line(692_194, "Sumy", lon=34.9, lat=50.9, population=5),
        place_line(692_196, "Sumska", feature="A.ADM2"),
    ]
    dump.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path, _, _ = add(dump)
    with Gazetteer.open() as packaged, Gazetteer.open(additions=path) as both:
        before = packaged.place("geonames:692194")
        found = [c.place for c in both.candidates(["Суми"])["Суми"]]
        region, outlined = both.place("geonames:692196"), packaged.place("geonames:692196")
        assert both.geometry(region).equals(packaged.geometry(outlined))
    town = next(place for place in found if place.place_id == "geonames:692194")
    assert ["geonames:692194"] == [p.place_id for p in found if p.kind == "settlement"]
    assert (34.9, 50.9, 5) == (town.lon, town.lat, town.population)
    assert before.importance == town.importance
    assert ("admin1", "Sumska") == (region.kind, region.name)


def test_a_file_added_again_replaces_what_it_had_added(dump, add):
    """Places removed from the file are removed from the project; other files' places stay."""
    first, _, _ = add(dump)
    other = dump.with_name("mine.csv")
    other.write_text("name,lon,lat\nOld Mill Ford,34.5,51.5\n", encoding="utf-8")
    add(other, base=first)
    dump.write_text(place_line(99_900_009, "Novoselytsia Nova") + "\n", encoding="utf-8")
    path, added, _ = add(dump, base=first)
    assert 1 == added[0].replaced
    found = ids(path, HAMLET, "Old Mill Ford", "Novoselytsia Nova")
    assert [0, 1, 1] == [len(one) for one in found]


#: A line of Ukraine's country file as GeoNames writes it: all 19 columns, the alternate names in
#: one column separated by commas, an empty column for other countries, and a date at the end.
REAL_LINE = (
    "99900010\tVerkhnye Tuvolove\tVerkhnye Tuvolove\tVerkhnee Tuvolovo,https://example.org/wiki,"
    "VTL,Верхнє Туволове,Верхнее Туволово\t50.76543\t34.43210\tP\tPPLA3\tUA\t\t21\t10344565\t"
    "10173645\t\t1204\t\t145\tEurope/Kyiv\t2026-03-11\n"
)


def test_each_column_of_a_country_file_is_read(add, tmp_path):
    """Position, codes, population and every name come from the column where GeoNames has them."""
    path = tmp_path / "UA.txt"
    path.write_text(REAL_LINE, encoding="utf-8")
    target, added, found = add(path)
    assert ([], 1) == (found, added[0].places)
    with Gazetteer.open(additions=target) as gazetteer:
        place = gazetteer.place("geonames:99900010")
        assert (34.4321, 50.76543, 1204) == (place.lon, place.lat, place.population)
        assert ("UA", "UA.21", "UA.21.10344565") == (place.country, place.admin1, place.admin2)
        ranks = {
            name: {c.rank for c in gazetteer.candidates([name])[name] if c.place == place}
            for name in ("Verkhnye Tuvolove", "Верхнее Туволово", "VTL", "https example org wiki")
        }
    assert {"Verkhnye Tuvolove": {0}, "Верхнее Туволово": {2}, "VTL": {3}} == {
        name: rank for name, rank in ranks.items() if rank
    }


def test_deleted_ids_remove_what_was_added(dump, add, tmp_path):
    """A list of deleted ids removes added places with their names; the package's own stay."""
    deletes = tmp_path / "deletes-2026-11-29.txt"
    lines = [f"99900001\t{HAMLET}\tduplicate", "692194\tSumy\tno reason given", "7\tNowhere\t"]
    deletes.write_text("\n".join(lines) + "\nno id\n", encoding="utf-8")
    target, added, found = add(deletes, dump)
    assert (1, 2, ["csv-syntax"]) == (
        added[1].removed,
        added[1].skipped.total(),
        [f.code for f in found],
    )
    with Gazetteer.open(additions=target) as gazetteer:
        assert [] == gazetteer.candidates([HAMLET])[HAMLET]
        assert gazetteer.place("geonames:692194").name == "Sumy"


def test_a_csv_needs_but_name_lon_and_lat(add, tmp_path):
    """The other columns of places.csv are optional; a bad cell is reported and left empty."""
    path = tmp_path / "mine.csv"
    rows = [
        "name;lon;lat;kind;country;importance;other_names",
        "Old Mill Ford;34.5;51.5;crossing;ua;0.7;Брід біля млина|Mill Crossing Nine",
        "High Barn Hill;34.6;51.6;bump;Ukraine;lots;",
        "Nowhere;x;1;;;;",
        ";1;1;;;;",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    made, _, found = add(path)
    reported = [(f.code, f.line) for f in found]
    assert [("value-unknown", 3)] * 3 == reported[:3]
    assert [("coordinates-invalid", 4), ("csv-syntax", 5)] == reported[3:]
    with Gazetteer.open(additions=made) as opened:
        found = opened.candidates(["Mill Crossing Nine", "High Barn Hill"])
    ford, barn = (found[name][0].place for name in ("Mill Crossing Nine", "High Barn Hill"))
    assert ("crossing", "UA", 0.7) == (ford.kind, ford.country, ford.importance)
    assert ("settlement", "") == (barn.kind, barn.country)


def test_an_outline_of_geojson_comes_back(add, tmp_path):
    """A polygon becomes the place's outline, and a point inside it its position."""
    square = [[34.0, 51.0], [34.2, 51.0], [34.2, 51.2], [34.0, 51.2], [34.0, 51.0]]
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": "Quiet Quarter Zone",
                "kind": "region",
                "other_names": ["Hushed Ward Nine"],
            },
            "geometry": {"type": "Polygon", "coordinates": [square]},
        },
        {"type": "Feature", "properties": {"name": "Nothing"}, "geometry": None},
    ]
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    made, _, found = add(path)
    assert [("geojson-invalid", 2)] == [(f.code, f.line) for f in found]
    with Gazetteer.open(additions=made) as opened:
        place = opened.candidates(["Hushed Ward Nine"])["Hushed Ward Nine"][0].place
        shape = opened.geometry(place)
    assert (34.0, 51.0, 34.2, 51.2) == shape.bounds
    assert 34.0 < place.lon < 34.2
    assert 51.0 < place.lat < 51.2


def test_a_file_of_no_known_form_is_refused(add, tmp_path):
    """One line says what was seen and what was expected."""
    path = tmp_path / "notes.txt"
    path.write_text("dear diary\n", encoding="utf-8")
    with pytest.raises(InputError, match="dear diary"):
        add(path)


def test_two_files_of_one_name_are_refused(add, dump, tmp_path):
    """The second file would delete what the first has just added."""
    other = tmp_path / "other" / "UA.txt"
    other.parent.mkdir()
    other.write_bytes(dump.read_bytes())
    with pytest.raises(InputError, match="two files are named"):
        add(dump, other)


def test_the_form_is_the_package_s(dump, add):
    """Both files have the same tables, application id and version."""
    path, _, _ = add(dump)
    ask = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    with Gazetteer.open() as packaged, Gazetteer.open(path) as own:
        assert list(packaged.rows(ask)) == list(own.rows(ask))
        for pragma in ("application_id", "user_version"):
            statement = f"PRAGMA {pragma}"
            assert list(packaged.rows(statement)) == list(own.rows(statement))


def test_the_source_says_where_the_places_come_from(dump, add):
    """The sources include the dump with its title, licence and hash."""
    path, _, _ = add(dump)
    with Gazetteer.open(additions=path) as opened:
        source = next(s for s in opened.sources() if s.code == "UA.txt")
    assert ("GeoNames: UA.txt", "CC BY 4.0", 64) == (
        source.title,
        source.licence,
        len(source.sha256),
    )


def test_additions_survive_pickling(dump, add):
    """Another process gets results from both files as well."""
    path, _, _ = add(dump)
    with Gazetteer.open(additions=path) as opened, pickle.loads(pickle.dumps(opened)) as other:  # noqa: S301
        assert 1 == len(other.candidates([HAMLET])[HAMLET])


def test_damaged_additions_say_how_to_fix_them(tmp_path):
    """The hint is to add the files again, not to reinstall dateline."""
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"no database at all")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.open(additions=path)
    assert "dateline gazetteer add" in caught.value.hint


def test_figures_are_those_of_the_package(monkeypatch):
    """A settlement gets the importance and radius that the compile step would give it."""
    monkeypatch.syspath_prepend(str(ROOT / "compile"))
    monkeypatch.delitem(sys.modules, "records", raising=False)
    import records  # noqa: PLC0415

    for population in (0, 1, 500, 2_000, 60_000, 7_000_000):
        expected = round(records.settlement_importance(population, 12), 3)
        assert expected == settlement_importance(population, 12)
        radius = records.settlement_uncertainty_m(population)
        assert radius == settlement_uncertainty_m(population)


def test_nothing_is_locked_while_both_are_read(dump, add):
    """Opening creates no file next to the project's gazetteer."""
    path, _, _ = add(dump)
    ids(path, HAMLET)
    assert [path.name] == [item.name for item in path.parent.iterdir()]
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.SCHEMA_VERSION >= 1


def test_a_place_setting_names_the_file():
    """The settings decide where the file is; the default is next to the other places."""
    assert Path("geodata/gazetteer.sqlite") == PlaceSettings().gazetteer


def test_a_file_beyond_the_limit_is_refused(add, tmp_path):
    """A file with more bytes than the limit is not opened."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(GAZETTEER_BYTES + 1)  # a sparse file, which takes no room
    with pytest.raises(InputError, match="4,000,000,000 bytes"):
        add(path)
