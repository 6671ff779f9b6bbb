"""``dateline place --map``: a page with the chosen place and the other candidates."""

from __future__ import annotations

from command_line import dateline
from dateline import pipeline
from dateline.candidates_map import map_candidates
from dateline.settings import Settings


def test_the_chosen_place_and_the_runners_up_are_on_the_map():
    """Countries and states of that name are listed, per expression."""
    placed = pipeline.place_expressions(["Georgia", "Sea of Japan"], Settings())
    page = map_candidates(placed.table, Settings()).decode()
    other = "Georgia, United States (admin1, US)"
    titles = ("Georgia (country, GE)", other, "Sea of Japan (sea)")
    assert [1, 1, 1] == [page.count(f">{title}<") for title in titles]


def test_an_unknown_place_is_no_reason_to_make_no_map(tmp_path):
    """Unknown places are listed beside the map; a slash makes no second layer."""
    ran = dateline("place", "Sumy", "No/where", "Sumy", "--map", "out/places.html", cwd=tmp_path)
    assert 1 == ran.returncode
    assert "wrote out/places.html" in ran.stderr
    assert (tmp_path / "out" / "places.html").stat().st_size > 0


def test_the_same_places_make_the_same_bytes():
    """The map of candidates is reproducible like every page."""
    pages = [
        map_candidates(pipeline.place_expressions(["Georgia"], Settings()).table, Settings())
        for _ in range(2)
    ]
    assert pages[0] == pages[1]
