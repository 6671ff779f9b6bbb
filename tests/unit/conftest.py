"""What many unit tests share: the packaged gazetteer, open, and a finder of places in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder
from dateline.geocoder.overrides import OwnPlaces


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """Yield the packaged gazetteer."""
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def finder(gazetteer: Gazetteer) -> Finder:
    """Return a finder in the packaged gazetteer."""
    return Finder(gazetteer, OwnPlaces())
