"""Workbooks: typed cells, several sheets, merged cells, titles; and what is damaged or hostile."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dateline import build, read
from dateline.limits import LimitSettings
from dateline.readers.file import EventFile
from dateline.readers.sniff import is_workbook
from dateline.settings import Settings
from reading import read_events, read_file

HEAD = ["Title", "Date", "Place", "Killed"]


def written(path: Path, *sheets: tuple[str, list[list[Any]]], **more: Any) -> Path:
    """Write a workbook; ``more`` has functions that change a sheet, by its title."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in more:
            more[title](sheet)
    book.save(path)
    return path


def events(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    table, found = read_events([path], Settings())
    rows = [{k: v for k, v in row.items() if v == v} for row in table.to_dict("records")]  # noqa: PLR0124 - NaN
    return rows, [each.code for each in found]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    """Days, instants, numbers and truth values are written as in a text file."""
    row = [
        *('Shelling,\n"by" drones', dt.date(2024, 8, 6), "Sudzha", 3.0),
        *(dt.datetime.fromisoformat("2024-08-06T14:30"), True, 0.1, 2**52, "007", None),
    ]
    head = [*HEAD, "Reported", "Seen", "Share", "Weight", "Text", "Nothing"]
    (event,), found = events(written(tmp_path / "a.xlsx", ("Sheet", [head, row, [None] * 10])))
    assert "file-unreadable" not in found
    assert event["title"] == 'Shelling,\n"by" drones'
    assert (event["when"], event["where"], event["fatalities_best"]) == (
        "2024-08-06",
        "Sudzha",
        "3",
    )
    assert [event[name] for name in ("Seen", "Share", "Weight", "Text")] == [
        *("true", "0.1", str(2**52), "007")
    ]
    assert "2024-08-06T14:30" in event.values()


def test_lines_are_the_rows_of_the_sheet(tmp_path: Path) -> None:
    """Titles above, empty rows and line breaks in cells do not shift them."""
    rows = [
        *(["My list"], [], HEAD, ["A\nB\nC", "2024-01-05", "Sumy", 1]),
        *([], ["D", "2024-01-06", "Kyiv", 2], ["E", "soon", "Lviv", 3]),
    ]
    table = read(written(tmp_path / "a.xlsx", ("Sheet", rows)))
    assert table.table["origin_line"].tolist() == [4, 6, 7]
    assert [(each.code, each.line) for each in table.diagnostics if each.severity == "error"] == [
        ("date-invalid", 7)
    ]


def test_a_merged_cell_is_the_value_of_all_its_rows(tmp_path: Path) -> None:
    """A day that spans two rows is that of both; a title across columns stays one cell."""
    rows = [HEAD, ["A", "2024-01-05", "Sumy", 1], ["B", None, "Kyiv", 2], ["C", None, "Lviv", 3]]
    path = written(tmp_path / "a.xlsx", ("S", rows), S=lambda sheet: sheet.merge_cells("B2:B3"))
    found, codes = events(path)
    assert [event.get("when") for event in found] == ["2024-01-05", "2024-01-05", None]
    assert "cells-merged" not in codes


def test_each_sheet_of_events_is_a_layer(tmp_path: Path) -> None:
    """Legends and hidden sheets are no events and are named; lines are those of their sheet."""
    path = written(
        tmp_path / "a.xlsx",
        ("Kursk", [HEAD, ["A", "2024-01-05", "Sudzha", 1]]),
        ("Legend", [["Word", "Meaning"], ["K", "killed"], ["W", "wounded"]]),
        ("Sumy", [[*HEAD, "Layer"], ["B", "2024-02-05", "Sumy", 1, "Mine"]]),
        ("Old", [HEAD, ["C", "2023-02-05", "Kyiv", 1]]),
        ("Empty", []),
        Old=lambda sheet: setattr(sheet, "sheet_state", "hidden"),
    )
    result = read(path)
    assert result.table["title"].tolist() == ["A", "B"]
    assert result.table["layer"].tolist() == ["Kursk", "Mine"]
    assert [file.rsplit("/", 1)[-1] for file in result.table["origin_file"]] == [
        *("a.xlsx[Kursk]", "a.xlsx[Sumy]")
    ]
    told = [each.message for each in result.diagnostics if each.code == "worksheet-skipped"]
    assert told == [
        'the worksheet "Old" was not read: it is hidden',
        'the worksheet "Legend" was not read: none of its 2 rows has a date or a place',
    ]


def test_a_workbook_without_events_says_so(tmp_path: Path) -> None:
    """If no sheet has events, what is wrong with them is told, and none is left out."""
    rows = [["word", "meaning"], ["K", "killed"]]
    path = written(tmp_path / "a.xlsx", ("A", rows), ("B", rows))
    assert len(read(path).table) == 2
    empty = written(tmp_path / "b.xlsx", ("A", []))
    assert [each.code for each in read(empty).diagnostics] == ["file-empty"]


@pytest.mark.parametrize(("suffix", "driver"), [(".ods", "ODS"), (".xlsx", "XLSX")])
def test_workbooks_of_other_programs_are_read(tmp_path: Path, suffix: str, driver: str) -> None:
    """GDAL writes XLSX and ODS of its own; both give the same events as the table."""
    import pandas as pd  # noqa: PLC0415 - only for this

    frame = pd.DataFrame(
        {
            "Title": ["A", "B"],
            "Date": pd.to_datetime(["2024-03-05T00:00:00", "2024-03-06T12:30:00"]),
            "Place": ["Sumy", "Kyiv"],
        }
    )
    path = tmp_path / f"a{suffix}"
    pyogrio.write_dataframe(frame, path, driver=driver)
    found, _ = events(path)
    assert [event["title"] for event in found] == ["A", "B"]
    assert [event["when"] for event in found] == ["2024-03-05", "2024-03-06T12:30"]


def test_the_content_decides_what_it_is(tmp_path: Path) -> None:
    """A text named .xls is a text, and a workbook named .csv a workbook."""
    (tmp_path / "a.xls").write_text("Title\tDate\tPlace\nA\t2024-01-05\tSumy\n", encoding="utf-8")
    assert [event["when"] for event in events(tmp_path / "a.xls")[0]] == ["2024-01-05"]
    book = written(tmp_path / "b.xlsx", ("S", [HEAD, ["B", "2024-01-06", "Kyiv", 1]]))
    named = tmp_path / "b.csv"
    named.write_bytes(book.read_bytes())
    assert [event["when"] for event in events(named)[0]] == ["2024-01-06"]
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.csv", "title\nA")
    assert events(tmp_path / "c.zip") == ([], ["format-unknown"])


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    return written(path, ("S", [HEAD, ["B", "2024-01-06", "Kyiv", 1]])).read_bytes()


@given(data=st.data())
@examples(max_examples=150, deadline=None)
def test_no_damaged_workbook_raises(data: st.DataObject, content: bytes) -> None:
    """Cut off or with other bytes it is read, or refused in one line."""
    size = data.draw(st.integers(0, len(content)))
    changed = bytearray(content[:size] if data.draw(st.booleans()) else content)
    for _ in range(data.draw(st.integers(0, 4))):
        if changed:
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    table, found = read_file(EventFile("a.xlsx", bytes(changed), "workbook"), Settings())
    assert len(table) or found
    assert all("\n" not in each.message for each in found)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """What unpacks to more than the limit, or has too many cells, is one finding."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    small = Settings(limits=LimitSettings(file_mb=2))
    _, found = read_events([tmp_path / "a.xlsx"], small)
    assert [each.code for each in found] == ["limit-exceeded"]


def test_one_far_cell_is_refused(tmp_path: Path) -> None:
    """A sheet is read from its first to its last cell; a slip far away is told, not unpacked."""
    far = written(
        tmp_path / "b.xlsx", ("S", [HEAD]), S=lambda sheet: sheet.cell(1_000_000, 9_000, 1)
    )
    assert events(far)[1] == ["limit-exceeded"]


def test_a_long_text_in_many_cells_is_refused(tmp_path: Path) -> None:
    """A text is stored once, but each cell that has it is read."""
    path = written(tmp_path / "a.xlsx", ("S", [HEAD, *([["x" * 30_000] * 10] * 10)]))
    small = Settings(limits=LimitSettings(file_mb=2))
    assert [each.code for each in read_events([path], small)[1]] == ["limit-exceeded"]


def ods(path: Path, rows: str) -> Path:
    base = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{base}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


@pytest.mark.parametrize("times", [1, 1_000_000])
def test_repeated_cells_of_ods_are_counted(tmp_path: Path, times: int) -> None:
    """A few bytes can say a billion cells; empty ones at the end, as programs write, are fine."""
    rows = (
        f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell '
        f'table:number-columns-repeated="{times}" office:value-type="string"><text:p>Title</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    codes = events(ods(tmp_path / "a.ods", rows))[1]
    assert ("limit-exceeded" in codes) == (times > 1)
    assert "file-unreadable" not in codes


def test_a_workbook_is_built_as_its_table(tmp_path: Path) -> None:
    """The same bytes each time, and the page has its events."""
    path = written(tmp_path / "a.xlsx", ("S", [HEAD, ["B", dt.date(2024, 1, 6), "Kyiv", 1]]))
    pages = []
    for _ in range(2):
        build(path, Settings(root=tmp_path))
        pages.append((tmp_path / "output" / "map.html").read_bytes())
    assert pages[0] == pages[1]


def test_archives_of_other_kinds_are_no_workbooks() -> None:
    """Word and other archives are told from workbooks by their parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert not is_workbook(made.getvalue())
    assert not is_workbook(b"PK\x03\x04")
    assert not is_workbook(b"title\nA")
