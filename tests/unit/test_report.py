"""Findings and counts as text."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
from shapely import Point

from dateline import report
from dateline.diagnostics import CODES, Diagnostic, finding, sort_findings
from dateline.results import Findings


def test_a_finding_names_file_line_column_severity_and_code():
    """The first line locates and names the finding, the second is the hint."""
    found = finding(
        "place-unknown", 'no place is named "Mariopol"', hint="x", file="a.yaml", line=14, column=10
    )
    expected = 'a.yaml:14:10: error[place-unknown]: no place is named "Mariopol"\n  hint: x'
    assert expected == report.format_finding(found)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Diagnostic("date-invalid", "m", file="a"), "a: error[date-invalid]: m"),
        (Diagnostic("date-invalid", "m", file="a", line=2), "a:2: error[date-invalid]: m"),
        (Diagnostic("date-invalid", "m"), "error[date-invalid]: m"),
    ],
)
def test_what_is_not_known_is_left_out(found, expected):
    """A missing file, line or column leaves no gap in the text."""
    assert expected == report.format_finding(found)


def test_a_finding_is_one_line_whatever_it_quotes():
    """Line breaks, escapes and bidi controls in quoted text cannot fake or reorder a line."""
    found = finding("date-invalid", 'date "\x1b[31m\nb.yaml:1: error\u202e"', hint="a\rb")
    text = report.format_finding(found)
    assert 2 == len(text.splitlines())
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_severity_comes_from_the_code():
    """The severity of a finding is that of its code."""
    assert {c: CODES[c].severity for c in CODES} == {c: finding(c, "m").severity for c in CODES}


def test_findings_are_sorted_by_file_and_line():
    """Findings are sorted by file, line and column."""
    given = [Diagnostic("b", "", file=f, line=n) for f, n in [("b", 1), ("a", 10), ("a", 9)]]
    assert [("a", 9), ("a", 10), ("b", 1)] == [(d.file, d.line) for d in sort_findings(given)]


def test_many_findings_of_one_code_are_counted():
    """At most twenty findings of one code are listed; the others are counted."""
    given = [Diagnostic("date-invalid", "m", file="a", line=n) for n in range(1, 58)]
    reported = report.format_findings(given)
    assert (21, "[date-invalid]: and 37 more") == (len(reported), reported[-1])


def test_json_lines_hold_every_finding():
    """JSON contains all findings, one object per line."""
    given = [Diagnostic("date-invalid", "m", file="a", line=n) for n in range(1, 58)]
    lines = report.format_json_lines(given).splitlines()
    assert list(range(1, 58)) == [json.loads(line)["line"] for line in lines]


def test_counts_add_up():
    """Placed and unplaced, dated and undated each add up to the events."""
    table = gpd.GeoDataFrame(
        {"date_precision": ["day", "undated", "undated"]},
        geometry=[Point(1, 2), None, Point(3, 4)],
        crs="EPSG:4326",
    )
    counts = report.count_events(table)
    assert report.Counts(events=3, placed=2, unplaced=1, dated=1, undated=2) == counts
    assert "3 events: 2 placed, 1 unplaced, 2 undated" == report.format_counts(counts)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(999, "999 bytes"), (1000, "1.0 kB"), (612_345, "612 kB"), (1_440_000, "1.4 MB")],
)
def test_sizes_are_rounded_for_reading(size, expected):
    """A size has two or three digits and a unit."""
    assert expected == report.format_size(size)


def test_severities_are_counted_in_words():
    """Errors come before warnings, and one is one."""
    given = [finding("event-undated", "m"), finding("date-invalid", "m"), finding("place-far", "m")]
    assert "1 error, 1 warning" == report.format_severities(given)
    assert "" == report.format_severities(given[:1])


def test_many_findings_print_as_a_few() -> None:
    """A long list of findings prints the first ones and the number of the others."""
    found = Findings([finding("event-undated", f"event {number}") for number in range(1000)])
    assert repr(Findings(found[:1])) == repr(list(found[:1]))
    assert repr(found).endswith(", and 995 more]")
    assert len(repr(found)) < 3000


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("no title", ()),
        ('no place is named "X"', ("X",)),
        ('"A" is ambiguous: could be "B" or "A" or ""', ("A", "B")),
        ('an odd " sign', ()),
        (" ".join(f'"{n}"' for n in range(9)), tuple("012345")),
    ],
)
def test_the_values_of_a_finding_are_what_it_quotes(message: str, values: tuple[str, ...]):
    """Each once, in order, and no more than a reader needs."""
    assert finding("place-unknown", message).values == values
