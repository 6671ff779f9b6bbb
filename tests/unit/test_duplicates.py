"""Ids that several files have: reported once for each pair of files, and settled by a setting."""

from __future__ import annotations

import pytest
from tests.reading import read_events

from dateline.normalise import normalise
from dateline.settings import parse_settings

MAY = "id,title,date,updated_at\n1,A,2024-05-01,{}\n2,B,2024-05-02,2024-06-01\n3,C,2024-05-03,\n"
JUNE = "id,title,date,updated_at\n1,A2,2024-05-01,{}\n2,B2,2024-05-02,2024-07-01\n4,D,2024-06-03,\n"


def events(folder, duplicates, *, updated=("2024-06-01", "2024-07-01")):
    """Return the titles and ids of two months of a table, and the findings about ids."""
    for name, text, day in zip(("2024-05.csv", "2024-06.csv"), (MAY, JUNE), updated, strict=True):
        (folder / name).write_text(text.format(day), encoding="utf-8")
    settings = parse_settings({"read": {"duplicates": duplicates}}, root=folder)
    raw, found = read_events([folder], settings)
    table, more = normalise(raw, settings)
    said = [one for one in (*found, *more) if one.code == "id-duplicate"]
    return dict(zip(table["event_id"], table["title"], strict=True)), said


@pytest.mark.parametrize(("mode", "severity"), [("error", "error"), ("both", "info")])
def test_all_events_are_kept_and_each_pair_of_files_is_reported_once(tmp_path, mode, severity):
    """Without a choice it is an error; `both` makes it a note."""
    titles, (said,) = events(tmp_path, mode)
    assert {"1": "A", "2": "B", "3": "C", "1-2": "A2", "2-2": "B2", "4": "D"} == titles
    assert severity == said.severity
    assert said.message.startswith('2 ids, such as "1", are in')
    assert said.file.endswith("2024-06.csv")


def test_the_newest_event_of_an_id_is_kept(tmp_path):
    """The later update replaces the event of the other file, which is said once."""
    titles, (said,) = events(tmp_path, "newest")
    assert {"1": "A2", "2": "B2", "3": "C", "4": "D"} == titles
    assert "info" == said.severity


def test_the_update_counts_more_than_the_name_of_the_file(tmp_path):
    """An event that was updated later is newer, though its file comes first."""
    titles, said = events(tmp_path, "newest", updated=("2024-09-01", "2024-07-01"))
    assert {"1": "A", "2": "B2", "3": "C", "4": "D"} == titles
    assert 2 == len(said)


def test_the_last_file_counts_where_an_update_is_missing(tmp_path):
    """If not all events of an id say when they were updated, the order of the files decides."""
    titles, _ = events(tmp_path, "newest", updated=("2024-09-01", ""))
    assert "A2" == titles["1"]


@pytest.mark.parametrize(
    "case",
    [
        ("2024-06-01T10:00:00+02:00", "2024-06-01T09:00:00Z", "A2"),
        ("2024-06-01T23:00:00-05:00", "2024-06-02T03:00:00Z", "A"),
        ("2024-06-01T12:00:00+02:00", "2024-06-01T10:00:00Z", "A2"),
        ("30 September 2024", "2024-06-01", "A"),
        ("2024-09-30", "1 June 2024 14:00", "A"),
        ("2024-10", "2024-09-30T14:00", "A"),
        ("30/09/2024", "26/10/2024", "A2"),
        ("2024-06-03T10:00", "2024-06-01T10:00Z", "A"),
    ],
)
def test_updates_are_compared_as_times(tmp_path, case):
    """Offsets, forms and precision do not matter, as long as one update is later."""
    may, june, kept = case
    titles, _ = events(tmp_path, "newest", updated=(may, june))
    assert kept == titles["1"]


@pytest.mark.parametrize(
    ("may", "june"),
    [
        ("2024-06-01", "2024-06-01T10:00"),
        ("2024-06", "2024-06-01"),
        ("2024-06-01T12:00", "2024-06-01T10:00Z"),
        ("soon", "2024-06-01"),
    ],
)
def test_updates_that_do_not_decide_keep_both_events(tmp_path, may, june):
    """Nothing is guessed, and nothing is lost: both are kept, and it is a warning."""
    titles, said = events(tmp_path, "newest", updated=(may, june))
    assert {"1": "A", "1-2": "A2", "2": "B2", "3": "C", "4": "D"} == titles
    warning = next(one for one in said if one.severity == "warning")
    assert 'the id "1" is in ' in warning.message
    assert "both are kept" in warning.message


def test_ids_of_one_file_are_not_settled(tmp_path):
    """An id that one file has twice is a fault of the file, whatever the setting says."""
    (tmp_path / "a.csv").write_text("id,title,date\n1,A,2024\n1,B,2024\n", encoding="utf-8")
    settings = parse_settings({"read": {"duplicates": "newest"}}, root=tmp_path)
    table, found = normalise(read_events([tmp_path / "a.csv"], settings)[0], settings)
    assert (["1", "1-2"], ["id-duplicate"]) == (
        table["event_id"].tolist(),
        [one.code for one in found],
    )
