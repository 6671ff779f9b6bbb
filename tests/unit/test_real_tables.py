"""What people really have: tables in which a heading or a value is not what it seems."""

from __future__ import annotations

import json

import pytest

import dateline
from dateline.dataset import to_python
from dateline.mapping.dates import read_text
from dateline.readers.encoding import decode
from dateline.readers.file import EventFile
from dateline.readers.two_bytes import codec_of_two_bytes
from dateline.settings import Settings
from reading import read_file

KOREAN = "제목,발생일,장소\n다리 폐쇄,2024-03-05,서울\n창고 화재,2024-03-06,부산\n"
CHINESE = "标题,发生日期,地点\n大桥关闭,2024-03-05,北京\n粮仓起火,2024-03-06,上海\n"
TAIWANESE = "標題,日期,地點\n大橋關閉,2024-03-05,臺北\n倉庫失火,2024-03-06,高雄\n"
JAPANESE = "件名,発生日,場所\n橋の閉鎖,2024-03-05,東京\n倉庫の炎上,2024-03-06,大阪\n"
KANJI = "件名,発生日,場所\n鉄橋閉鎖,2024-03-05,東京\n倉庫炎上,2024-03-06,大阪\n"


def table_of(text: str, name: str = "a.csv", kind: str = "delimited"):
    """Return the event table and the findings of a file with this text."""
    return read_file(EventFile(name, text.encode(), kind), Settings())


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "euc-kr", "cp949"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (KANJI, "shift_jis", "shift_jis"),
    ],
)
def test_encodings_of_two_bytes_are_recognised(text, codec, named):
    """Chinese, Japanese and Korean tables are read in their encoding, which is reported."""
    read, found = decode(text.encode(codec), "a.csv")
    assert (text, ["encoding-guessed"]) == (read, [f.code for f in found])
    assert f'"{named}"' in found[0].message


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("HÄNDELSE;DATUM;PLATS\nBRON ÄR AVSTÄNGD;2024;ÅRE\nFÄRJAN BRÄNNER;2024;ÖREBRO\n", "cp1252"),
        ("titre;début\nDépôt fermé à Évry;2024\nÉglise brûlée à Orléans;2024\n", "cp1252"),
        ("ДАТА;МЕСТО;СОБЫТИЕ\n2024;КУРСК;ПОЖАР\n2024;СОЧИ;ВЗРЫВ\n", "cp1251"),
        ("название;место\nмост закрыт;Сочи\nпожар на складе;Курск\n", "koi8-r"),
    ],
)
def test_accents_and_cyrillic_are_no_characters_of_two_bytes(text, codec):
    """Letters of one byte stay letters, also capitals and lone accents."""
    read, found = decode(text.encode(codec), "a.csv")
    assert [f.code for f in found] == ["encoding-guessed"]
    assert not any(ord(letter) > 0x3000 for letter in read or "")


def test_other_months_of_a_column_say_the_language_of_a_name():
    """Polish "listopad" is November and Croatian October; the other rows decide."""
    table, found = table_of(
        "tytuł,rok,miesiąc,dzień\nA,2014,listopad,\nB,2014,maj,5\nC,2014,styczeń,9\n"
    )
    assert ["2014-11", "2014-05-05", "2014-01-09"] == table["when"].tolist()
    assert "date-part-invalid" not in [f.code for f in found]


def test_a_month_that_nothing_settles_is_reported():
    """A name that is two months in two languages is left out if no other row decides."""
    table, found = table_of("title,year,month\nA,2014,listopad\n")
    assert ["2014"] == table["when"].tolist()
    assert "date-part-invalid" in [f.code for f in found]


def test_towns_under_the_heading_of_a_region_are_places():
    """Many people call any place a region: "Goma" is not marked as "Goma Region"."""
    table, _ = table_of(
        "title,date,Region,Country\nA,2024-03-05,Harbin,China\nB,2024-03-06,Durban,South Africa\n"
        "C,2024-03-07,Recife,Brazil\n"
    )
    assert ["Harbin, China", "Durban, South Africa", "Recife, Brazil"] == table["where"].tolist()


def test_regions_under_their_heading_stay_regions():
    """A name that a region has too is marked as the region that the heading says."""
    table, _ = table_of(
        "title,date,Region\nA,2024-03-05,Donetsk\nB,2024-03-06,Luhansk\nC,2024-03-07,Sumy\n"
    )
    assert ["Donetsk Region", "Luhansk Region", "Sumy Region"] == table["where"].tolist()


def test_whole_moments_under_start_time_are_starts():
    """A column "startTime" with dates is no clock time; a third column fills in the rest."""
    table, found = table_of(
        "itemLabel,pointInTime,startTime,endTime\n"
        "Siege of Mariupol,,2022-02-24T00:00:00Z,2022-05-20T00:00:00Z\n"
        "Attack on the station,2022-04-08T00:00:00Z,,\n"
    )
    assert ["2022-02-24/2022-05-20", "2022-04-08"] == table["when"].tolist()
    assert "date-part-invalid" not in [f.code for f in found]


def test_yes_and_no_are_no_layers():
    """A column of truth values keeps its type, whatever its heading is nearly called."""
    table, _ = table_of("title,date,संग्रहीत\nA,2024-03-05,true\nB,2024-03-06,false\n")
    assert "layer" not in table.columns


def test_a_code_is_no_title():
    """Values without a space, such as the ids of devices, do not become titles."""
    table, _ = table_of(
        "zz,yy,date\nee.kobo:1a,Bridge closed at noon,2024-03-05\n"
        "ee.kobo:1b,Ferry moved to the port,2024-03-06\n"
    )
    assert ["Bridge closed at noon", "Ferry moved to the port"] == table["title"].tolist()


@pytest.mark.parametrize("last", ["¹ local time,,", "* not confirmed,,", "Total,3 / 14,"])
def test_footnotes_and_sums_below_are_no_events(last):
    """Rows below the events that explain a mark, or have sums such as "3 / 14", are left out."""
    table, found = table_of(f"Event,Killed / injured,Date\nA,1 / 3,2024-03-05\n{last}\n")
    assert (1, 1) == (len(table), [f.code for f in found].count("rows-below"))


@pytest.mark.parametrize(
    ("reference", "lat", "lon"),
    [
        ("50M QV 71739 28728", "-5.16360", "119.45120"),
        ("36UXB1234", "50.85", "34.60"),
        ("36U 512520 5674873", "51.22510", "33.17929"),
        ("UTM zone 18N 500000 E, 500000 N", "4.52356", "-75.00000"),
        ("9G8F5VXX+2M", "56.1976", "29.8992"),
    ],
)
def test_references_of_grids_are_coordinates(reference, lat, lon):
    """MGRS, UTM and Plus Codes under a heading of coordinates are read with the digits they say."""
    table, found = table_of(f'title,date,place,coordinates\nA,2024-03-05,Goma,"{reference}"\n')
    assert (lat, lon, "Goma") == tuple(table.loc[0, ["lat", "lon", "where"]])
    assert "coordinates-invalid" not in [f.code for f in found]


def test_a_zone_with_two_readings_is_not_read():
    """The S of "36S" is a band north of the equator or the southern hemisphere: not guessed."""
    table, _ = table_of('title,date,coordinates\nA,2024-03-05,"36S 500000 4000000"\n')
    assert ["36S 500000 4000000"] == table["lat"].tolist()
    assert "lon" not in table.columns


def test_a_reference_of_a_grid_alone_is_the_place():
    """Without a name beside it, a reference is the place, drawn as large as its square."""
    table, _ = table_of("title,date,MGRS\nA,2024-03-05,36UXB1234\nB,2024-03-06,36UXB1235\n")
    assert ["36UXB1234", "36UXB1235"] == table["where"].tolist()
    both, _ = table_of("title,date,MGRS,Location\nA,2024-03-05,36UXB1234,Sumy\n")
    assert ("50.85", "Sumy") == (both.loc[0, "lat"], both.loc[0, "where"])


def json_table(root: object):
    """Return the event table and the findings of a JSON file with this content."""
    return table_of(json.dumps(root, ensure_ascii=False), "a.json", "json")


@pytest.mark.parametrize(
    "records",
    [
        [{"id": "1", "score": 1, "fields": {"name": "Flood in the port", "date": "2023-09-10"}}],
        [
            {
                "type": "event",
                "id": "1",
                "attributes": {"name": "Flood in the port", "date": "2023-09-10"},
            }
        ],
        [{"_index": "x", "_source": {"name": "Flood in the port", "date": "2023-09-10"}}],
        [
            {
                "type": "node",
                "lat": 1.5,
                "lon": 2.5,
                "tags": {"name": "Flood in the port", "date": "2023-09-10"},
            }
        ],
    ],
)
def test_fields_inside_an_object_of_each_record_are_columns(records):
    """Services wrap the fields of a record; they are read as if they stood in the record."""
    table, found = json_table({"count": 2, "items": [*records, *records]})
    assert ["Flood in the port"] * 2 == table["title"].tolist()
    assert ["2023-09-10"] * 2 == table["when"].tolist()
    assert not [f.code for f in found if f.severity == "error"]


def test_records_of_one_object_are_opened():
    """A list of objects with one key, as in a download of one's own posts, is opened."""
    record = {"tweet": {"full_text": "Smoke over the port.", "date": "2023-09-10"}}
    table, _ = json_table([record, record])
    assert ["Smoke over the port."] * 2 == table["description"].tolist()


def test_tags_of_events_stay_tags():
    """A list of tags is no object of fields."""
    table, _ = json_table([{"title": "A", "when": "2024", "tags": ["x", "y"]}] * 2)
    assert [["x", "y"]] * 2 == table["tags"].tolist()


def test_results_of_sparql_are_read():
    """SPARQL wraps each value with its type; the value is read."""
    row = {
        "itemLabel": {"xml:lang": "en", "type": "literal", "value": "Siege of Mariupol"},
        "date": {"type": "literal", "datatype": "xsd:dateTime", "value": "2022-02-24T00:00:00Z"},
        "coord": {"type": "literal", "datatype": "wkt", "value": "Point(37.5 47.1)"},
    }
    table, _ = json_table({"head": {"vars": list(row)}, "results": {"bindings": [row, row]}})
    assert ("Siege of Mariupol", "2022-02-24") == tuple(table.loc[0, ["title", "when"]])
    assert "Point(37.5 47.1)" == table.loc[0, "geometry"]


def test_texts_in_parts_are_one_text_and_the_title():
    """Telegram splits a text where its format changes, and calls every message a message."""
    text = [{"type": "bold", "text": "Fire in the port"}, ". Two are hurt. "]
    rows = [
        {"id": 1, "type": "message", "date": "2024-05-02T09:30:00", "text": text},
        {"id": 2, "type": "message", "date": "2024-05-03T10:00:00", "text": "Smoke over Kursk."},
        {"id": 3, "type": "message", "date": "2024-05-04T10:00:00", "text": "Bridge is closed."},
    ]
    table, _ = json_table({"name": "Port news", "messages": rows})
    assert "Fire in the port. Two are hurt. " == table.loc[0, "description"]
    assert ["Fire in the port", "Smoke over Kursk", "Bridge is closed"] == table["title"].tolist()


def test_a_code_with_a_year_is_no_date():
    """What is not read as a date by anyone, such as "EQ-2023-000015-TUR", is no column of dates."""
    table, _ = table_of("zz,title\nEQ-2023-000015-TUR,Big quake\nFL-2023-000161-LBY,Big flood\n")
    assert "when" not in table.columns


def test_dates_under_another_heading_are_named():
    """A table whose only dates are those of its rows says so, with the setting to use them."""
    table, found = table_of(
        "Text,Created At\nBridge is closed,2024-03-05\nFerry is late,2024-03-06\n"
    )
    assert "when" not in table.columns
    [said] = [f for f in found if f.code == "columns-undecided"]
    assert '"Created At" holds dates' in said.message
    assert '[read.columns] date = "Created At"' in said.hint


def test_a_heading_that_nearly_says_title_is_the_title():
    """A heading such as "declarationTitle" is the title, not a longer text under another one."""
    table, _ = table_of(
        "declarationTitle,designatedArea,incidentBeginDate\n"
        "SEVERE STORMS,Kern (County) of California,2023-02-21\n"
        "TORNADOES,Harris (County) of Texas,2023-01-24\n"
    )
    assert ["SEVERE STORMS", "TORNADOES"] == table["title"].tolist()


def test_the_language_of_a_text_is_no_town():
    """A word that names no field in the language of the table has no meaning of another one."""
    table, _ = table_of("title,date,lang\nA,2024-03-05,en\nB,2024-03-06,fr\n")
    assert "where" not in table.columns


def codes_of(found) -> list[str]:
    """Return the codes of findings."""
    return [each.code for each in found]


def test_blank_cells_below_a_value_are_reported_once():
    """Columns that look like merged cells are named in one finding, and read as blank."""
    table, found = table_of(
        "Month,Date,Town,Incident\nMarch 2024,3,Bentiu,Ambush\n,7,,Raid\n,19,Malakal,Clash\n"
        "April 2024,1,Juba,Robbery\n,12,,Grenade\n"
    )
    assert 1 == codes_of(found).count("cells-merged")
    assert ["Bentiu", "Malakal", "Juba"] == table["where"].dropna().tolist()


@pytest.mark.parametrize(
    "text",
    [
        "Town,Date,Incident\nBentiu,2024-03-03,A\n,2024-03-07,B\nBor,2024-03-09,C\nJuba,2024-04-01,D\n",
        "Town,Date,Incident\nBor,2024-03-03,A\n,2024-03-07,B\nBor,2024-03-09,C\n,2024-04-01,D\n",
        "Incident,Town,Date\nA,Bentiu,2024-03-03\nB,,2024-03-07\nC,,2024-03-09\nD,Juba,2024-04-01\n",
        "Note,Town,Date,Incident\nx,Bor,2024-03-03,A\n,Juba,2024-03-07,B\n,Leer,2024-03-09,C\ny,Yei,2024-04-01,D\n",
    ],
)
def test_missing_values_are_no_merged_cells(text):
    """Few blanks, values that follow themselves, and columns after others are just missing."""
    assert "cells-merged" not in codes_of(table_of(text)[1])


def test_numbered_columns_of_sources_are_all_read():
    """A table may have "Source 1" and "Source 2": no link is lost."""
    table, _ = table_of(
        "title,date,Source 1,Source 2\nA,2024-03-05,https://a.org/1,https://b.org/2\n"
        "B,2024-03-06,https://a.org/3,\nC,2024-03-07,,https://b.org/4\n"
    )
    assert ["https://a.org/1\nhttps://b.org/2", "https://a.org/3", "https://b.org/4"] == table[
        "sources"
    ].tolist()


@pytest.mark.parametrize(
    ("heading", "value", "read"),
    [
        ("killed", "١٢", ("fatalities_best", "12")),
        ("killed", "१२", ("fatalities_best", "12")),
        ("killed", "۱۲", ("fatalities_best", "12")),
        ("latitude", "٣٦٫٣٣٥", ("lat", "36.335")),
        ("coordinates", "٣٦٫٣٣٥، ٤٣٫١١٨", ("lat", "36.335")),
    ],
)
def test_figures_of_other_scripts_are_numbers(heading, value, read):
    """Arabic, Persian and Indian figures are read like 0 to 9."""
    table, _ = table_of(f'title,date,longitude,{heading}\nA,2024-03-05,,"{value}"\n')
    assert read[1] == table.loc[0, read[0]]


def test_a_known_word_is_no_misspelling(tmp_path):
    """A column "County" that is kept beside the place is not called a near miss of "country"."""
    path = tmp_path / "a.csv"
    path.write_text("title,date,State,County\nA,2024-03-05,Unity,Rubkona\n", encoding="utf-8")
    assert "field-unknown" not in codes_of(dateline.read(path).diagnostics)


def findings_of(folder, text: str):
    """Return the findings of a table with this text after its fields are checked."""
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return dateline.read(path).diagnostics


def test_a_whole_column_of_metres_is_reported_once(tmp_path):
    """Eastings and northings are one mistake of a table, with the remedy, not one of each row."""
    rows = "".join(f"A{n},2024-03-05,{512000 + n},{5674000 + n}\n" for n in range(9))
    found = findings_of(tmp_path, f"title,date,Easting,Northing\n{rows}")
    [said] = [f for f in found if f.code == "coordinates-invalid"]
    assert said.message.endswith("as in 8 more rows")
    assert "map projection" in said.hint


def test_two_rows_with_different_mistakes_are_reported_each(tmp_path):
    """Mistakes of single rows keep their own finding."""
    rows = "A,2024-03-05,500,5\nB,2024-03-05,,5\nC,2024-03-06,4,4\n"
    found = findings_of(tmp_path, f"title,date,lon,lat\n{rows}")
    assert 2 == codes_of(found).count("coordinates-invalid")


def test_texts_that_are_no_coordinates_are_quoted(tmp_path):
    """Words under a heading of coordinates are quoted, without the talk of a missing longitude."""
    found = findings_of(tmp_path, 'title,date,coordinates\nA,2024-03-05,"three.words.here"\n')
    [said] = [f for f in found if f.code == "coordinates-invalid"]
    assert '"three.words.here" is not read as coordinates' in said.message
    assert "missing" not in said.message


def test_words_in_brackets_count_where_the_others_say_nothing():
    """A heading such as "Bilan (morts)" says what it counts in brackets; a unit says nothing."""
    table, _ = table_of(
        "Titre,Date,Bilan (morts),Bilan (blessés),Zzz (m)\nA,2024-03-05,2,3,4\nB,2024-03-06,0,1,5\n"
    )
    assert ["2", "0"] == table["fatalities_best"].tolist()
    assert {"Bilan (blessés)", "Zzz (m)"} <= set(table.columns)


@pytest.mark.parametrize(
    ("written", "lat", "lon"),
    [
        ("13-00N 044-50E", "13", "44.83333333"),
        ("13-30.5S, 044-50.0W", "-13.50833333", "-44.83333333"),
        ("13-00-36N 044-30-00E", "13.01", "44.5"),
    ],
)
def test_nautical_positions_are_coordinates(written, lat, lon):
    """Degrees and minutes with a hyphen, as in reports of ships, are read."""
    table, _ = table_of(f'title,date,position\nA,2024-03-05,"{written}"\n')
    assert (lat, lon) == (table.loc[0, "lat"], table.loc[0, "lon"])


def test_short_descriptions_are_the_titles():
    """Where a description is one short sentence, it says more than the type of the event."""
    table, _ = table_of(
        "date,type,description,place\n2024-03-05,fire,Warehouse in flames,Kraków\n"
        "2024-03-06,accident,Two cars collide,Lublin\n"
    )
    assert ["Warehouse in flames, Kraków", "Two cars collide, Lublin"] == table["title"].tolist()


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("W03/2010", "2010-01-18/2010-01-24"),
        ("2010 W3", "2010-01-18/2010-01-24"),
        ("2014W52", "2014-12-22/2014-12-28"),
        ("w 03/2010", "2010-03"),
    ],
)
def test_weeks_with_a_capital_w_are_iso_weeks(written, edtf):
    """The W of "W03/2010" is a week, and no Polish word for "in"."""
    assert [edtf] == [reading.edtf for reading in read_text(written).readings]


def test_references_of_grids_say_what_they_are():
    """A column of MGRS references is read without a heading that is known."""
    table, _ = table_of("title,date,zzz\nA,2024-03-05,36UXB1234\nB,2024-03-06,36UXB1235\n")
    assert ["50.85", "50.86"] == table["lat"].tolist()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["https://a.org/1", "https://a.org/2"], "https://b.org"),
        ("https://a.org/1", ["https://a.org/2", "https://b.org"]),
        (["https://a.org/1"], ["https://a.org/2", "https://b.org"]),
        ([{"url": "https://a.org/1"}, "https://a.org/2"], ["https://b.org"]),
    ],
)
def test_lists_and_texts_of_several_columns_are_all_sources(tmp_path, first, second):
    """Columns of sources are read together, whether they hold texts, lists or records."""
    path = tmp_path / "events.json"
    rows = [{"title": "A", "source 1": first, "source 2": second}, {"title": "B"}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = to_python(dateline.read(path).table["sources"])
    links = [source["url"] for source in found[0]]
    assert links == ["https://a.org/1", "https://a.org/2", "https://b.org"]
    assert not found[1]


def test_links_in_formatted_texts_are_kept(tmp_path):
    """A link behind a word stays in the text, also if only a late message has one."""
    rich = ["Fire, see ", {"type": "text_link", "text": "here", "href": "https://a.org/1"}]
    rows = [{"date": "2024-03-05", "text": f"Message {n}"} for n in range(30)]
    path = tmp_path / "events.json"
    path.write_text(json.dumps([*rows, {"date": "2024-03-05", "text": rich}]), encoding="utf-8")
    table = dateline.read(path).table
    assert "Fire, see here (https://a.org/1)" in table.astype(str).iloc[-1].tolist()


def test_arabic_figures_with_a_sign_of_thousands_are_numbers(tmp_path):
    """The Arabic sign of thousands is no part of a number."""
    path = tmp_path / "events.csv"
    path.write_text("title,fatalities_best\nA,١٬٢٣٤\n", encoding="utf-8")
    assert dateline.read(path).table["fatalities_best"].tolist() == [1234]


@pytest.mark.parametrize("start", ["", "x"])
def test_a_long_text_without_line_ends_has_its_encoding(start):
    """The part of a long file that is looked at may end in the middle of a character."""
    text = start + '[{"title": "' + "大桥关闭粮仓起火" * 20_000 + '"}]'
    assert codec_of_two_bytes(text.encode("gb18030")) == "gb18030"
