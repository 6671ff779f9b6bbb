"""Columns whose headings say nothing: their values decide, where they have one reading."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.mapping.choose import choose
from dateline.mapping.lexicon import fold_heading, heading_scores
from dateline.mapping.places import PlaceNames
from dateline.mapping.values import SourceColumn
from dateline.readers import RawTable
from dateline.session import Session
from dateline.settings import Settings
from reading import map_tables

DAYS = ["2024-03-05", "2024-03-26", "2024-04-01", "2024-04-02", "2024-05-20"]
LATER = ["2024-03-06", None, "2024-04", "2024-04-30", "2024-05-20"]
TITLES = ["Bridge closed", "Depot on fire", "Ferry moved", "Gate is open", "Road is cut"]
LINKS = [f"https://example.org/{n}" for n in range(5)]


def table_of(columns: dict[str, list]) -> pd.DataFrame:
    """Return the event table of columns with these headings."""
    series = [
        pd.Series(v, dtype="str" if all(isinstance(x, str | None) for x in v) else object)
        for v in columns.values()
    ]
    lines = np.arange(2, 2 + len(series[0]))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    mapped, _ = map_tables([table], Settings())
    return pd.DataFrame(mapped)


@pytest.mark.parametrize(
    ("columns", "field", "expected"),
    [
        ({"start": DAYS, "zzz": LATER}, "when", "2024-03-05/2024-03-06"),
        ({"zzz": DAYS, "end": LATER}, "when", "2024-03-05/2024-03-06"),
        ({"zzz": DAYS, "yyy": ["2024-03-06", "2024", *DAYS[2:]]}, "when", "2024-03-05/2024-03-06"),
        (
            {"xx": ["2024"] * 5, "yy": ["3", "4", "5", "6", "7"], "zz": ["5", "26", "1", "2", "3"]},
            "when",
            "2024-03-05",
        ),
        ({"xx": ["2024"] * 5, "month": list("34567"), "day": list("56789")}, "when", "2024-03-05"),
        ({"zz": [f"EV-{n}" for n in range(98, 103)]}, "event_id", "EV-98"),
        ({"zz": [f"2024/{n}" for n in range(1200, 1205)], "q": DAYS}, "event_id", "2024/1200"),
        ({"zz": ["Kur", "Kur/North", "Bel/East", "Kur", "Bel/West"]}, "layer", "Kur"),
        (
            {"zz": [f"r{n}" for n in range(1710, 1715)], "q": DAYS, "end": LATER},
            "event_id",
            "r1710",
        ),
        ({"zz": ["45.6629, 13.1773", "1.4742, 43.6207"] * 2 + ["5.1, 6.2"]}, "lat", "45.6629"),
        ({"zz": [f"{title}." for title in TITLES]}, "description", "Bridge closed."),
        ({"lat": ["50.92161"] * 5, "zz": ["34.80032"] * 5}, "lon", "34.80032"),
    ],
)
def test_values_with_one_reading_choose_a_field(columns, field, expected):
    """Ends of spans, parts of dates, numbers of rows, paths and coordinates say what they are."""
    found = table_of({"title": TITLES, **columns})
    assert expected == found[field].iloc[0]


@pytest.mark.parametrize(
    ("columns", "absent"),
    [
        ({"zz": ["5", "3", "8", "1", "9"]}, "event_id"),
        ({"zz": [f"EV-{n}" for n in (1, 90, 300, 800, 4000)]}, "event_id"),
        ({"zz": ["2001", "2002", "2003", "2004", "2005"]}, "event_id"),
        ({"zz": [f"{n}/2024" for n in range(1, 6)], "date": DAYS}, "event_id"),
        ({"zz": ["Kur", "Bel", "Kur", "Bel", "Kur"]}, "layer"),
        ({"zz": ["m/s", "km/h", "m/s", "km/h", "kn"]}, "layer"),
        ({"xx": ["2024"] * 5, "yy": list("34567"), "zz": list("56789")}, "when"),
        ({"end": DAYS, "between": TITLES, "zzz": LATER}, "start"),
    ],
)
def test_values_with_two_readings_choose_nothing(columns, absent):
    """Numbers, repeated names and dates that can be something else stay as they are."""
    assert absent not in table_of({"title": TITLES, **columns})


def test_lists_of_records_with_links_are_the_sources():
    """Links inside lists are the sources, whatever the heading and the keys are."""
    records = [[{"strona": link, "napis": f"Report {link[-1]}"}] for link in LINKS]
    found = table_of({"title": TITLES, "zz": records})
    assert [{"url": LINKS[0], "title": "Report 0"}] == found["sources"].iloc[0]


def test_two_links_in_a_record_are_left_as_they_are():
    """If two keys of a record hold links, neither is taken as the link of the source."""
    records = [[{"strona": link, "obraz": link}] for link in LINKS]
    found = table_of({"title": TITLES, "source": records})
    assert "url" not in found["sources"].iloc[0][0]


def test_a_heading_that_its_values_contradict_says_nothing():
    """Links under the heading of an id are the sources, and dates under "day" are the dates."""
    found = table_of({"title": TITLES, "ref": [LINKS[0], *LINKS[:4]], "day": DAYS})
    assert (DAYS[0], LINKS[0]) == (found["when"].iloc[0], found["sources"].iloc[0])


def test_dates_with_other_digits_are_dates():
    """Under the heading of a day, dates are seen in the digits of every script."""
    found = table_of({"title": TITLES, "اليوم": [f"{n} آذار ٢٠٢٤" for n in "٣٤٥٦٧"]})
    assert "٣ آذار ٢٠٢٤" == found["when"].iloc[0]


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("closed", ["true", "false"] * 2 + ["true"], "when"),
        ("entry", [f"{title} at last" for title in TITLES], "event_id"),
        ("tint", ["red", "blue", "grey", "lilac", "beige"], "actor2"),
    ],
)
def test_values_that_cannot_be_a_field_are_not_taken(heading, values, field):
    """Yes and no are no dates, and sentences are no ids, whatever the heading says."""
    found = table_of({"description": [f"{title} today." for title in TITLES], heading: values})
    assert field not in found or found[field].iloc[0] != values[0]


@pytest.mark.parametrize("heading", ["ts", "Zeitstempel", "time_stamp", "event_ts"])
def test_a_heading_for_a_time_stamp_says_that_numbers_count_seconds(heading):
    """Numbers under a word for a time stamp are seconds since 1970."""
    seconds = [str(1_709_600_000 + n) for n in range(5)]
    assert "2024-03-05" == table_of({"title": TITLES, heading: seconds})["when"].iloc[0][:10]


def test_fractions_are_no_layers():
    """Of two columns that are called a layer, the one of fractions is not."""
    columns = {"Schicht": ["1.5", "2.25", "1.5", "3.1", "2.2"], "Ebene": ["a", "b", "a", "b", "a"]}
    assert "a" == table_of({"title": TITLES, **columns})["layer"].iloc[0]


@pytest.mark.parametrize(
    ("word", "status"),
    [("still ongoing", "ongoing"), ("fand statt", "occurred"), ("отменён", "cancelled")],
)
def test_more_words_for_a_status_are_known(word, status):
    """A status is known in the words that reports use, in many languages."""
    found = table_of({"title": TITLES, "status": [word, "happened", "done", word, "done"]})
    assert status == found["status"].iloc[0]


def test_letters_for_year_month_and_day_are_read_by_their_values():
    """Y, M and D side by side are the parts of the date, though Y may be a coordinate."""
    parts = {"Y": ["2024"] * 5, "M": ["June", "May", "July", "May", "May"], "D": list("56789")}
    assert "2024-06-05" == table_of({"title": TITLES, **parts})["when"].iloc[0]


def test_composed_titles_leave_out_words_for_nothing():
    """A description that only says "n/a" is no part of a title."""
    found = table_of({"type": ["Fire"] * 5, "place": ["Kyiv, Ukraine"] * 5, "date": DAYS})
    other = table_of({"description": ["n/a"] * 5, "place": ["Kyiv, Ukraine"] * 5, "date": DAYS})
    assert ["Fire, Kyiv, Ukraine", "Kyiv, Ukraine"] == [t["title"].iloc[0] for t in (found, other)]


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("datumZačátku", "datum zacatku"),
        ("başlangıçTarihi", "baslangic tarihi"),
        ("ημερομηνίαΈναρξης", "ημερομηνια εναρξησ"),
        ("địaĐiểm", "dia diem"),
        ("iDСобытия", "id события"),
        ("gPSKoordinaten", "gps koordinaten"),
        ("xCoord", "x coord"),
        ("wKT", "wkt"),
    ],
)
def test_camel_case_is_split_in_any_alphabet(heading, folded):
    """A capital after a small letter begins a word, but short forms are kept whole."""
    assert folded == fold_heading(heading)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("stav ověření", "verification"),
        ("status pengesahan", "verification"),
        ("Prüfungsstatus", "verification"),
        ("event status", "status"),
    ],
)
def test_the_status_of_a_verification_is_a_verification(heading, field):
    """A word for status beside one for verification is light."""
    scores = heading_scores(heading)
    assert field == max(scores, key=scores.__getitem__)
    assert scores[field] > 0.8


@pytest.mark.parametrize("heading", ["позиви", "simu", "undtag"])
def test_words_with_other_endings_after_a_short_stem_are_others(heading):
    """Words that share only four letters, or begin with a small word, are different words."""
    assert max(heading_scores(heading).values(), default=0) < 0.55


@pytest.mark.parametrize(
    ("headings", "field"),
    [
        (["tytuł", "kraj", "miasto", "województwo"], "country"),
        (["naslov", "kraj", "regija", "država"], "where"),
        (["název", "kraj", "město", "země"], "region"),
    ],
)
def test_a_word_means_what_it_means_in_the_language_of_the_table(headings, field):
    """Of a word of several languages, the one that knows most of the headings decides."""
    columns = {heading: [f"Name {heading}"] * 5 for heading in headings[1:]}
    table = pd.DataFrame({headings[0]: TITLES, **columns})
    fields = choose(
        [SourceColumn(h, h, table[h], number=n) for n, h in enumerate(table)],
        {},
        is_own=False,
        is_export=False,
        names=PlaceNames(Session(Settings())),
    ).fields
    assert "kraj" == fields[field][0].name


def test_a_town_lies_in_its_region():
    """Of two columns of names of places, the one inside the other is the town."""
    towns = ["Rostock", "Kiel", "Dresden", "Potsdam", "Magdeburg"]
    regions = [
        "Mecklenburg-Vorpommern",
        "Schleswig-Holstein",
        "Saxony",
        "Brandenburg",
        "Saxony-Anhalt",
    ]
    for columns in ({"xx": towns, "yy": regions}, {"yy": regions, "xx": towns}):
        found = table_of({"title": TITLES, "country": ["Germany"] * 5, **columns})
        assert "Kiel, Schleswig-Holstein, Germany" == found["where"].iloc[1]
