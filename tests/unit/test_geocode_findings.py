"""What geocoding reports: unknown and ambiguous names, errors of syntax, words for no place."""

from __future__ import annotations

import pytest

from geocoded import codes, place_events, place_where


def test_unknown_name_has_nearest_names(gazetteer):
    """An unknown name is an error that suggests names with a similar spelling."""
    _, findings = place_events([{"where": "Mariopol"}], gazetteer=gazetteer)
    assert [("place-unknown", "events.csv", 2)] == [(f.code, f.file, f.line) for f in findings]
    assert "Mariupol" in findings[0].hint


def test_names_suggested_lie_in_the_country_that_is_named(gazetteer):
    """The names suggested for a misspelt name lie in the country after the comma, if any."""
    _, findings = place_events([{"where": "Mariopol, Brazil"}], gazetteer=gazetteer)
    assert ["place-unknown"] == codes(findings)
    assert "Brazil" in findings[0].hint
    assert "Ukraine" not in findings[0].hint


def test_unknown_name_is_never_placed_by_a_guess(gazetteer):
    """A misspelt name leaves the event without a place."""
    row = place_where("near Mariopol", gazetteer=gazetteer)
    assert (None, "unknown") == (row["geometry"], row["place_precision"])


def test_an_enclosing_place_without_such_a_place_is_reported(gazetteer):
    """A name that no place in its enclosing place has is unknown; the other place is suggested."""
    _, findings = place_events([{"where": "Sumy, Russia"}], gazetteer=gazetteer)
    assert ("place-unknown", 'there is no "Sumy" in "Russia"') == (
        findings[0].code,
        findings[0].message,
    )
    assert "Sumy, Sumy Oblast, Ukraine" in findings[0].hint


def test_syntax_error_has_file_line_and_column(gazetteer):
    """An incomplete text is reported with its line and the column where something is missing."""
    _, findings = place_events([{"where": "12 km NE of"}], gazetteer=gazetteer)
    found = findings[0]
    assert ("place-syntax", 2, 12, True) == (found.code, found.line, found.column, bool(found.hint))


def test_every_event_with_an_unknown_name_is_reported(gazetteer):
    """Each event without its place is reported with its own line."""
    events = [{"where": "Qwertz"}, {"where": "Sumy, Ukraine"}, {"where": "Qwertz"}]
    _, findings = place_events(events, gazetteer=gazetteer)
    assert [2, 4] == [f.line for f in findings if f.code == "place-unknown"]


def test_hint_of_an_ambiguous_name_settles_it(gazetteer):
    """The text suggested by the hint places the event there without a warning."""
    placed, findings = place_events([{"where": "Springfield"}], gazetteer=gazetteer)
    assert ["place-ambiguous"] == codes(findings)
    likeliest = placed.iloc[0]["geocode_alternatives"][0]["place_id"]
    settled = findings[0].hint.split('"')[1]
    again, findings = place_events([{"where": settled}], gazetteer=gazetteer)
    assert (likeliest, []) == (again.iloc[0]["place_id"], codes(findings))


def test_ambiguous_name_is_reported_once(gazetteer):
    """An ambiguous name is reported once, with the number of events."""
    _, findings = place_events([{"where": "Springfield"}] * 3, gazetteer=gazetteer)
    assert [("place-ambiguous", True)] == [(f.code, "3 events" in f.message) for f in findings]


def test_another_kind_than_was_said_is_reported(gazetteer):
    """A place of another kind than the text names is a warning."""
    _, findings = place_events([{"where": "Bakhmut district"}], gazetteer=gazetteer)
    assert ["place-ambiguous"] == codes(findings)


def test_a_town_named_like_a_district_is_known_by_that_name(gazetteer):
    """A settlement whose name ends in a kind word is found by that name."""
    _, findings = place_events([{"where": "Bang Bo District, Thailand"}], gazetteer=gazetteer)
    assert [] == [
        finding.message for finding in findings if "is not a known place" in finding.message
    ]


@pytest.mark.parametrize("name", ["Al Qaeda", "Taliban", "NATO", "Hezbollah", "Wagner Group"])
def test_movements_are_no_places(gazetteer, name):
    """The name of a movement or an alliance is unknown and gets no spelling suggestions."""
    placed, findings = place_events([{"where": name}], gazetteer=gazetteer)
    assert (None, ["place-unknown"]) == (placed.iloc[0]["geometry"], codes(findings))
    assert "did you mean" not in findings[0].hint
