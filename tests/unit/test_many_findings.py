"""Findings of very many rows: the first are listed, all are counted, and the counts are exact."""

from __future__ import annotations

import json
from collections import Counter

from command_line import dateline
from dateline import geocode, read
from dateline.diagnostics import MOST, FindingList, count_by_severity, finding
from dateline.geocoder.lock import read_lock
from dateline.geocoder.overrides import read_own_places
from dateline.limits import FIXED
from dateline.report import format_findings, format_json_lines, format_severities
from dateline.session import Session
from dateline.settings import Settings

ROWS = 2 * MOST + 7


def write_bad(path, rows=ROWS):
    """Write a file whose rows are all bad in three ways, each with other texts."""
    lines = [f"Event {i},not a date {i},bad {i},extra {i}" for i in range(rows)]
    path.write_text("\n".join(["title,when,status", *lines]) + "\n")
    return path


def counts(found):
    totals = Counter()
    for one in found:
        totals[one.code] += one.count
    return totals


def test_findings_beyond_the_limit_are_counted_by_code_and_file():
    """The first of each code and file are listed; one more finding counts the others."""
    found = FindingList()
    for file, many in (("a.csv", MOST), ("b.csv", MOST + 5)):
        found.extend(finding("date-invalid", "x", file=file, line=n + 2) for n in range(many))
    done = found.finish()
    assert (2 * MOST + 1, 2 * MOST + 5) == (len(done), count_by_severity(done)["error"])
    last = done[-1]
    assert ("b.csv", MOST + 2, 5) == (last.file, last.line, last.count)
    assert "5 more from here on: a date cannot be read" == last.message


def test_a_table_of_bad_rows_has_few_findings_and_exact_counts(tmp_path):
    """Rows that are bad in three ways are counted exactly in a bounded number of findings."""
    one, other = write_bad(tmp_path / "a.csv"), write_bad(tmp_path / "b.csv", rows=3)
    events, found = read([one, other])
    assert len(events) == ROWS + 3
    for code in ("csv-syntax", "value-unknown"):
        assert (code, ROWS + 3) == (code, counts(found)[code])
        listed = [one for one in found if one.code == code]
        assert len(listed) == MOST + 1 + 3
        more = max(listed, key=lambda one: one.count)
        assert (ROWS - MOST, MOST + 2, str(one)) == (more.count, more.line, more.file)
    # Dates that are refused for one reason are one finding of their column.
    assert 2 <= len([one for one in found if one.code == "date-invalid"]) <= MOST
    assert events["given_status"].notna().all()
    assert events["given_when"].notna().all()


def test_unknown_places_of_many_rows_are_counted(tmp_path):
    """Rows with an unknown place are counted exactly, too."""
    path = tmp_path / "a.csv"
    path.write_text("title,where\n" + "A,Nowherton Quux\n" * ROWS)
    events, _ = read(path)
    _, found = geocode(events)
    unknown = [one for one in found if one.code == "place-unknown"]
    assert (MOST + 1, ROWS) == (len(unknown), counts(found)["place-unknown"])


def test_what_is_reported_counts_every_finding(tmp_path):
    """Text, JSON lines and the exit code tell of every finding, listed or not."""
    path = write_bad(tmp_path / "a.csv")
    _, found = read(path)
    text = format_findings(found)
    assert f"[value-unknown]: and {ROWS - 20:,} more" in text
    errors = sum(one.count for one in found if one.severity == "error")
    assert errors > 2 * ROWS
    assert format_severities(found).startswith(f"{errors:,} errors")
    lines = [json.loads(line) for line in format_json_lines(found).splitlines()]
    assert sum(line["count"] for line in lines if line["severity"] == "error") == errors
    done = dateline("check", str(path), "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    said = [json.loads(line) for line in done.stderr.splitlines()]
    assert sum(line["count"] for line in said if line["code"] == "value-unknown") == ROWS


def test_the_table_of_limits_says_how_many_are_listed():
    """The documented limit is the one that is used."""
    assert FIXED["findings"].value == MOST


def test_bad_rows_of_a_projects_own_files_are_listed_up_to_a_limit(tmp_path):
    """A lock or a list of places of which every line is bad gives few findings, with the count."""
    many = MOST + 7
    folder = tmp_path / "geodata"
    folder.mkdir()
    bad_lock = "where,layer,place_ids,name,lon,lat\n" + "x,,p,x,no,no\n" * many
    (folder / "lock.csv").write_text(bad_lock, encoding="utf-8")
    (folder / "places.csv").write_text("id,name,lon,lat\n" + "a,b,no,no\n" * many, encoding="utf-8")
    settings = Settings(root=tmp_path)
    with Session(settings) as session:
        places = read_own_places(settings, session.gazetteer)[1]
    for found in (read_lock(settings)[1], places):
        assert MOST + 1 == len(found)
        assert 7 == found[-1].count
        assert MOST + 2 == found[-1].line
        assert many == sum(count_by_severity(found).values())
