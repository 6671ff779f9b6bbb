"""Times to travel, such as *two hours' drive north of Nairobi*: no distance follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from dateline.geocoder.language import PlaceWords
from dateline.geocoder.slices import Slice, brief
from dateline.geocoder.templates import one_of

_FLAGS: Final = re.IGNORECASE | re.DOTALL


def check_times(text: Slice, languages: Iterable[PlaceWords]) -> None:
    """Raise an error if a text says how long it takes to reach a place.

    Raises:
        DistanceError: It does.
    """
    for language in languages:
        if language.times and (match := _pattern(language).search(text.text)):
            raise text.sub(*match.span()).no_distance(
                f'"{brief(match[0])}" is a time, expected a distance',
                'write how far it is, such as "150 km north of Sumy", or only "near Sumy"',
            )


@cache
def _pattern(language: PlaceWords) -> re.Pattern[str]:
    number = rf"(?:\d+(?:[.,]\d+)?|{one_of([*language.numbers, *language.vague])})"
    source = rf"{number}[\s-]*{one_of(language.times)}"
    return re.compile(rf"(?<!\w){source}(?!\w)" if language.is_apart else source, _FLAGS)
