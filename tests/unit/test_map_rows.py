"""Tables without headings: whether the first row is an event."""

from __future__ import annotations

import pytest

from dateline.mapping.rows import find_headings, is_event
from dateline.readers import read_file as read_one
from dateline.readers.file import EventFile
from dateline.settings import Settings
from reading import read_file


@pytest.mark.parametrize(
    "headings",
    [
        ["2024-03-05", "Fire at depot", "Sumy, Ukraine", "50.91", "34.80"],
        ["1", "05/03/2024", "Brand im Lager", "50,9", "34,8"],
        ["Fire", "50.9123", "34.8012"],
        ["Fire", "https://example.org/1", "2024-03-05"],
        ["2024-03-05", "Fire"],
    ],
)
def test_a_first_row_of_values_is_an_event(headings: list[str]) -> None:
    """Two dates, numbers with decimals, positions or links are no headings, so no event is lost."""
    assert is_event(headings)


@pytest.mark.parametrize(
    "headings",
    [
        ["title", "2024-03-05", "50.91", "34.80"],
        ["Sitio", "0.5", "1.0", "2.5"],
        ["Sitio", "2019", "2020", "2021"],
        ["fire", "depot", "2024-03-05"],
    ],
)
def test_a_row_of_words_or_of_a_scale_is_the_headings(headings: list[str]) -> None:
    """A known word, or years and steps of a scale as in a pivot table, makes a row of headings."""
    assert not is_event(headings)


def titles_of(text: str) -> tuple[list[str], list[int], list[str]]:
    table, found = read_file(EventFile("a.csv", text.encode(), "delimited"), Settings())
    return table["title"].tolist(), table["origin_line"].tolist(), [d.code for d in found]


@pytest.mark.parametrize(
    "above",
    [
        "Incidents,,,\n",
        ",,,\n,,,\nList of events,,,\n",
        "List,June,,\n,,,\n",
        '"Title: ""x""",,,\n',
        "Incidents\n",
        "Incidents\nUpdated 1 June\n\n",
        "sep=,\nIncidents\n",
    ],
)
def test_titles_above_the_headings_are_left_out(above: str) -> None:
    """Headings are found below lines of titles; events keep their lines, and it is reported."""
    body = "Date,Place,Event,Notes\n2024-03-05,Sumy,A,\n2024-03-06,Kursk,B,\n"
    first = above.count("\n") + 2
    titles, lines, codes = titles_of(above + body)
    assert (["A", "B"], [first, first + 1]) == (titles, lines)
    assert "headings-below" in codes


@pytest.mark.parametrize(
    "text",
    [
        "title,when,where,note\nA,2024,Sumy,\nDate,Place,Event,Notes\n",
        "title,when,,\nDate,Place,Event,Notes\nA,2024,Sumy,\n",
        "title,when\nDate,Place\nA,2024\n",
    ],
)
def test_a_row_of_words_below_headings_is_an_event(text: str) -> None:
    """Under a row of headings that names half of the columns, every row is an event."""
    titles, _, codes = titles_of(text)
    assert text.count("\n") - 1 == len(titles)
    assert "headings-below" not in codes


@pytest.mark.parametrize(
    ("groups", "headings", "expected"),
    [
        (",Start,,End,", "Event,Date,Time,Date,Time", ["Start Date", "Start Time", "End Date"]),
        ("What,When,,Toll,", "Event,Date,Time,Killed,Hurt", ["Date", "Time", "Killed"]),
        ("A,When,When,Toll,Toll", "Event,Day,Month,Killed,Hurt", ["Day", "Month", "Killed"]),
        ("Event,When,,Toll,", ",Date,Time,Killed,Hurt", ["Date", "Time", "Killed"]),
    ],
)
def test_groups_above_the_headings_are_no_headings(
    groups: str, headings: str, expected: list[str]
) -> None:
    """A row that groups the headings below it names them only where they would not differ."""
    rows = "Fire,2024-03-05,10:00,2024-03-06,1\nStorm,2024-03-06,11:00,2024-03-07,2\n"
    file = EventFile("a.csv", f"{groups}\n{headings}\n{rows}".encode(), "delimited")
    (table,), _ = read_one(file, Settings())
    found, decisions = find_headings(table)
    assert expected == found.headings[1:4]
    assert [3, 4] == found.lines.tolist()
    notes = "\n".join(one.message for one in decisions.findings(has_rows=True))
    assert "line 1 read as groups of the headings in line 2" in notes


@pytest.mark.parametrize(
    "text",
    [
        "Event,Place,\nDate palms cut,Town hall,\nFire,Sumy,x\n",
        "Event,Place,\nFire,Sumy,x\nStorm,Kursk,y\n",
        "Date,Place,Event\nDate,Place,Event\n2024,Sumy,A\n",
    ],
)
def test_other_second_rows_are_events(text: str) -> None:
    """Under a row with gaps, a row of other words is an event, and so is one under no gap."""
    (table,), _ = read_one(EventFile("a.csv", text.encode(), "delimited"), Settings())
    assert 2 == len(find_headings(table)[0])


BODY = "Date,Place,Event,Deaths\n2024-03-05,Sumy,A,2\n2024-03-06,Kursk,B,1\n"


@pytest.mark.parametrize(
    "below",
    [
        "Total,,,3\n",
        ",,Grand total,3\n",
        "Summe:,,,3\n",
        "Source: police reports\n",
        "\n\nNotes: x\nLast updated: 5 June 2024\n",
        '"Source: A, B",,,\n',
        "更新日期：2024年6月5日,,,\n",
        '* Source: A\nTotal,,,3\nSum,,,"3,0"\n',
    ],
)
def test_sums_and_notes_below_the_events_are_left_out(below: str) -> None:
    """They are reported once, and are neither events nor rows with too few cells."""
    titles, _, codes = titles_of(BODY + below)
    assert ["A", "B"] == titles
    assert 1 == codes.count("rows-below")
    assert "csv-syntax" not in codes


@pytest.mark.parametrize(
    "below",
    [
        "2024-03-07,Total,C,\n",
        ",,Total collapse of a bridge,3\n",
        "Total,,,\n",
        "Total,2024-03-07,,\n",
        "Total,07.03.2024,,3\n",
        ",,Source: A,\n",
        "Source of the river reached by troops,,,\n",
        "Updated figures of the flood,,,\n",
        "Total,,,3\n2024-03-07,Sumy,C,\n",
    ],
)
def test_other_rows_at_the_end_are_events(below: str) -> None:
    """A row with words of its own is an event, whatever else it lacks."""
    titles, _, codes = titles_of(BODY + below)
    assert 2 + below.count("\n") == len(titles)
    assert "rows-below" not in codes
