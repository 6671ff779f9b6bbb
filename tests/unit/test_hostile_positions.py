"""Positions: no text takes long to be found no position."""

from __future__ import annotations

import pytest

from dateline.mapping.positions import WKT, is_angle, match_pair, parse_degrees, split_pair
from deadline import deadline

LONG = 100_000


@pytest.mark.parametrize(
    "text",
    [
        " " * LONG,
        "\u00a0" * LONG,
        "\n" * LONG,
        "1" + " " * LONG + "x",
        "1, " + "\t" * LONG,
        "1° " * LONG,
        "N" * LONG,
        "(" * LONG,
        "1." + "1" * LONG,
        "POINT" + " " * LONG,
        "SRID=1;" + " " * LONG,
        " " * LONG + "POINT",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_long_texts_are_no_positions_at_once(text: str) -> None:
    """Runs of spaces and signs cost no more than reading them."""
    with deadline():
        assert not is_angle(text)
        assert match_pair(text) is None
        assert split_pair(text) is None
        assert not WKT.match(text)
        parse_degrees(text)


def test_spaces_in_a_position_do_not_matter() -> None:
    """Any run of spaces inside a position is one space."""
    assert ("50.9", "34.8") == split_pair(" ( 50.9 ,\n\t   34.8 ) ")
    assert is_angle(" 50°   30'  N ")
