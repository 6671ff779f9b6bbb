"""Delimited text: two ways to read it that agree, correct line numbers, no lost cells."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dateline.errors import SettingsError
from dateline.limits import LimitSettings
from dateline.mapping.columns import ORIGIN
from dateline.readers import delimited, even
from dateline.readers.delimited import read_delimited
from dateline.readers.file import EventFile, LargeFile
from dateline.readers.irregular import EXTRA, DelimitedText, read_irregular
from dateline.readers.layout import find_layout
from dateline.readers.rows import scan_rows
from dateline.settings import ReadSettings, Settings
from deadline import deadline
from reading import mapped, read_events, read_file

CELLS = st.text(st.sampled_from("ab,;\"\n\r ü'\t|"), max_size=6)


def read(text: str, **given_settings):
    settings = Settings(read=ReadSettings(**given_settings))
    file = EventFile("a.csv", b"", "delimited")
    return mapped(*read_delimited(file, text.encode(), settings), settings)


def rows(text: str, **given_settings) -> list[list]:
    table, _ = read(text, **given_settings)
    shown = table.drop(columns=[*ORIGIN, "origin_file"]).astype(object)
    return shown.where(shown.notna(), None).to_numpy().tolist()


def write(table: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_ALL) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerows(table)
    text = stream.getvalue()
    return text if quoting == csv.QUOTE_ALL else text.replace("\r", "")


@examples(deadline=None, max_examples=100)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_both_ways_agree(body, delimiter, quoting):
    """The fast and the careful reader give the same result for regular text."""
    text = write([["k", "l", "m"], *body], delimiter, quoting)
    source = DelimitedText("a.csv", text.encode(), delimiter)
    limits = LimitSettings()
    careful = read_irregular(source, limits)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(even, "_PIECE_BYTES", 1)  # so that a few rows are many pieces
        # A lone carriage return in quotes is left to the other readers.
        content = io.BytesIO(text.encode())
        fast = even.read_even(content, delimiter, limits=limits) or careful
    kept = fast.cells.fillna("").map(str.strip).ne("").any(axis=1).to_numpy()
    assert careful.cells.fillna("").map(_trim).to_numpy().tolist() == (
        fast.cells[kept].fillna("").map(_trim).to_numpy().tolist()
    )
    assert careful.lines.tolist() == fast.lines[kept].tolist()
    assert [] == [*careful.findings, *fast.findings]


HEADS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"sep=,\n", b"\n,\n", b"k,l\n", b"k,l\r\n", b'"k\n",l\n']
)
ROWS = (b"d,e\n", b'"f",g\n', b'"h\n""i",j\n', b'"k\r\nl",m\r\n', "ü,ž\n".encode(), b"#x,#y\n")
CRUMBS = (b"a", b"b,c", b",", b";", b"\n", b"\r", b'"', b" ", b"\0", b",\n", b"sep=;\n")
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xe9", b"\xf4\x90\x80\x80")
BODIES = st.lists(st.sampled_from(ROWS)) | st.lists(st.sampled_from(ROWS + CRUMBS + MARKS))


@examples(deadline=None, max_examples=60)
@example(heads=[b"k,l\n"], body=[b" ", b"d,e\n"], piece=1)
@given(heads=st.lists(HEADS, max_size=2), body=BODIES, piece=st.integers(1, 40))
def test_a_large_file_is_read_as_any_other(tmp_path_factory, *, heads, body, piece):
    """Reading a file in pieces gives the same as reading it in memory, but for spaces at the edge.

    Spaces around a value are removed later, in every column.
    """
    path = tmp_path_factory.mktemp("large") / "a.csv"
    path.write_bytes(b"".join([*heads, *body]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "read_even", lambda *_, **__: None)
        patch.setattr("dateline.readers.folder.is_large", lambda _: False)
        expected = read_events([path], Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(even, "_PIECE_BYTES", piece)
        patch.setattr("dateline.readers.folder.is_large", lambda _: True)
        actual = read_events([path], Settings())
    assert expected[1] == actual[1]
    frames = [
        raw.map(lambda v: v.strip() if isinstance(v, str) else v)
        for raw in (expected[0], actual[0])
    ]
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_large_file_is_read_in_pieces(tmp_path, monkeypatch, end):
    """A regular file is never in memory as a whole, and each row has its line."""
    monkeypatch.setattr("dateline.readers.file._LARGE_BYTES", 1)
    monkeypatch.setattr("dateline.readers.registry.load", None)
    monkeypatch.setattr(even, "_PIECE_BYTES", 64)
    body = [f'{n},"Title, {n}","{n}\n{n}"' if n % 7 == 0 else f"{n},T,d" for n in range(200)]
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(["event_id,title,description", *body]).encode() + end)
    table, found = read_events([path], Settings())
    assert [] == found
    assert [str(n) for n in range(200)] == table["event_id"].tolist()
    assert np.array_equal(
        2 + np.cumsum([0, *(1 + row.count("\n") for row in body[:-1])]), table["origin_line"]
    )


def test_a_large_file_that_is_gone_is_reported(tmp_path):
    """A large file that disappears before it is read gives a finding and no row."""
    table, found = read_file(LargeFile("a.csv", tmp_path / "a.csv"), Settings())
    assert table.empty
    assert ["file-missing"] == [item.code for item in found]


def test_a_long_heading_is_read():
    """A heading longer than the csv module's limit is read."""
    long = "x" * 200_000
    table, _ = read(f"title,{long},where\nA,B,C\n")
    assert ["B"] == table[long].tolist()


@pytest.mark.parametrize("part", ["(", "1-", "Source ", "aB", "x", ". "])
def test_a_heading_of_many_parts_takes_no_longer(part):
    """The time that a heading takes does not grow with the square of its length."""
    with deadline():
        table, _ = read(f"title,{part * 200_000},where\nA,B,C\n")
    assert ["A"] == table["title"].tolist()


def _trim(cell: str) -> str:
    return cell.strip()


@examples(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8))
def test_rows_are_found_as_the_csv_module_finds_them(table):
    """The scan of a well-formed text counts the rows, lines and cells that the csv module does."""
    text = write(table, quoting=csv.QUOTE_MINIMAL)
    reader = csv.reader(io.StringIO(text, newline=""))
    expected, line = [], 1
    for cells in reader:
        expected.append((line, max(len(cells), 1)))
        line = reader.line_num + 1
    scanned = scan_rows(text.encode(), ",")
    assert expected == list(zip(scanned.lines.tolist(), scanned.cells.tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "is_regular"),
    [
        ('a,b\n"x","y"\n', True),
        ('a,b\n"x ""y""",1\n', True),
        ('a,b\n"x\ny",1\r\n', True),
        ('a,b\nx "y",1\n', False),
        ('a,b\n"x" y,1\n', False),
        ('a,b\n"x,1\n', False),
        ("a,b\rx,1\r", False),
        ('a,b\nx, "y"\n', False),
    ],
)
def test_irregular_text_is_known(text, is_regular):
    """Only text that every reader splits in the same way is called regular."""
    assert is_regular is scan_rows(text.encode(), ",").is_regular


def test_a_row_begins_on_its_line():
    """The line of a row is correct, whatever line breaks are in cells above it."""
    table, _ = read('title,when\nA,1\n\n"B\n\nb",2\nC,3\n')
    assert [2, 4, 7] == table["origin_line"].tolist()


def test_carriage_returns_end_lines():
    """Carriage returns alone are line ends too."""
    table, _ = read("title,when\rA,1\rB,2\r")
    assert [("A", 2), ("B", 3)] == list(zip(table["title"], table["origin_line"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b;c,d\n", ","),
        ("a;b;c,d\n", ";"),
        ("a\tb,c\td\n", "\t"),
        ("a|b\n", "|"),
        ('"a;b;c";d,e,f\n', ","),
        ("title\n", ","),
        ("", ","),
        ("\n\n;a;b\n", ";"),
    ],
)
def test_the_delimiter_is_found_from_the_heading(text, expected):
    """The delimiter that splits the heading most is used, ignoring quoted cells."""
    assert expected == find_layout(text.encode(), "").delimiter


TABLE = "Date;Place;Event\n2024-03-05;Sumy;A\n2024-03-06;Kursk;B\n"


@pytest.mark.parametrize(
    ("above", "count"),
    [
        ("", 0),
        ("Report, March 2024, draft\n", 1),
        ("Report\n\nof the week\n\n", 2),
        ("sep=;\nReport\n", 1),
        ('"Report; of\nthe week"\n', 1),
        ("Report" + "\n" * 5, 1),
        ("line\n" * 21, 0),
    ],
)
def test_narrow_rows_above_a_table_belong_to_it(above, count):
    """The rows of one width make the table; up to twenty narrow rows above become rows of it."""
    layout = find_layout((above + TABLE).encode(), "")
    assert count == len(layout.above)
    if count:
        assert ";" == layout.delimiter
        assert layout.first_line == above.count("\n") + 1
        assert TABLE == (above + TABLE).encode()[layout.start :].decode()


@pytest.mark.parametrize(
    "text",
    [
        "title\nA, B, C\nD, E, F\n",
        "title,when\nA,2024,x\nB,2024,y\n",
        "title,when\nA,2024\nB,2024,x\n",
        "title,when\n",
        "title\nA,2,3\n",
        "title\rA,2,3\rB,3,4\r",
    ],
)
def test_other_narrow_rows_are_headings(text):
    """Sentences, rows that are hardly wider and single rows do not make a table below others."""
    assert not find_layout(text.encode(), "").above


def test_the_delimiter_of_the_settings_goes_first():
    """A delimiter in the settings is used whatever the heading looks like."""
    assert [["A;B"]] == rows("title\nA;B\n", delimiter="|")


@pytest.mark.parametrize("delimiter", [";;", '"', "\n", "é"])
def test_an_impossible_delimiter_is_a_broken_setting(delimiter):
    """An impossible delimiter, such as several characters, raises."""
    with pytest.raises(SettingsError):
        read("a\n", delimiter=delimiter)


def test_blank_rows_are_no_events():
    """Rows without any text are skipped, wherever they are."""
    assert [["A", "1"], ["B", "2"]] == rows("\n,\n\ntitle,when\nA,1\n,\n  ,\t\nB,2\n\n\n")


def test_nothing_of_a_long_row_is_lost():
    """Cells beyond the heading are kept in one column, and the row is reported."""
    table, found = read("title,when\nA,1,x,y\nB,2,,\n")
    assert "x,y" == table[EXTRA][0]
    assert [("csv-syntax", 2)] == [(d.code, d.line) for d in found]


def test_nothing_of_a_short_row_is_lost():
    """A row with too few cells keeps those it has and is reported."""
    table, found = read("title,when,where\nA,1\nB,2,Sumy\n")
    assert ["A", "B"] == table["title"].tolist()
    assert [("csv-syntax", 2)] == [(d.code, d.line) for d in found]


def test_an_open_quote_costs_one_row():
    """A quote that never closes affects only its own line; the rows after it are read."""
    table, found = read('title,when\n"A,1\nB,2\n"C\nc",3\n')
    assert ['"A', "B", "C\nc"] == table["title"].tolist()
    assert [("csv-syntax", 2)] == [(d.code, d.line) for d in found]


def test_text_after_a_closing_quote_is_kept():
    """Text between a closing quote and the delimiter is kept, and the row is reported."""
    table, found = read('title,when\n"A" and more,1\nB,2\n')
    assert ["A and more", "B"] == table["title"].tolist()
    assert ["csv-syntax"] == [d.code for d in found]


def test_quotes_inside_plain_cells_are_plain():
    """A quote in the middle of an unquoted cell is an ordinary character."""
    assert [['5" gun', "1"]] == rows('title,when\n5" gun,1\n')


def test_spaces_before_quotes_are_passed_over():
    """A space between delimiter and quote is ignored."""
    assert [["A", "x, y"]] == rows('title,where\nA, "x, y"\n')


def test_long_cells_are_read():
    """Both readers accept a cell longer than the csv module's limit."""
    long = "x" * 200_000
    assert [[long, 'a "b'], ["B", "c"]] == rows(f'title,where\n{long},a "b\nB,c\n')


def test_headings_are_made_different():
    """Columns with equal or empty headings are all kept."""
    table, _ = read("title,note,note,,\nA,1,2,3,4\n")
    assert ["title", "note", "note_", "column_4", "column_5"] == table.columns[:5].tolist()


def test_many_equal_headings_are_made_different_in_time():
    """The time to make headings different grows with their number, not with its square."""
    with deadline():
        table, _ = read(",".join(["title", *["x"] * 1_900]) + "\nA" + ",1" * 1_900)
    assert table.columns.is_unique


def test_words_for_nothing_stay_text_in_prose():
    """NA and nan as a title are text; null as a place is missing, like an empty cell."""
    assert [["NA", None], ["nan", None]] == rows("title,where\nNA,null\nnan,\n")


def test_long_tables_are_read_in_columns(monkeypatch):
    """Two hundred thousand rows with quotes are not processed row by row."""
    monkeypatch.setattr(delimited, "read_irregular", None)
    count = 200_000
    body = "".join(f'{n},"Title, {n}",2024-03-05,{n % 90}.5,{n % 180}.5\n' for n in range(count))
    table, found = read("event_id,title,when,lat,lon\n" + body)
    assert [] == found
    assert (count, 8) == table.shape
    assert {"str"} == {
        str(table[name].dtype) for name in table.columns.drop(["origin_line", "origin_positions"])
    }
    assert np.array_equal(np.arange(2, count + 2), table["origin_line"].to_numpy())


def test_a_mark_below_the_heading_is_text():
    """A byte order mark at the start of the first row is part of its first cell."""
    assert [["\ufeffa", "b"], ["c", "d"]] == rows("k,l\n\ufeffa,b\nc,d\n")
    assert [["\ufeff"]] == rows("k\n\ufeff\n")
