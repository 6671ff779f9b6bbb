"""Reasons: why a place was chosen, as codes with values.

The sentence of a code is a message in the section ``reason`` of the catalogue of words
(``dateline.interface``), so that it can be said in every language. No sentence is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Self

import orjson

ReasonValue = str | int | float

#: What tells another place apart whose name is the same: its kind, or how far away it is (metres)
#: and in which direction (degrees, clockwise from north).
TELLING: Final = ("other_kind", "other_m", "other_deg")

#: The names of the values of each code, in their order. Values named ``kind``, ``other_kind``,
#: ``source`` and ``way`` are words of the catalogue, those in ``_m`` are metres; others are names
#: and quotes, as they stand in the gazetteer or in the event.
CODES: Final[dict[str, tuple[str, ...]]] = {
    # a choice among candidates
    "in": ("inside",),
    "sole": ("name",),
    "sole_in": ("name", "inside"),
    "sole_said": ("name", "source", "words"),
    "sole_in_said": ("name", "inside", "source", "words"),
    "likeliest": ("name",),
    "likeliest_said": ("name", "source", "words"),
    "over_said": ("other", "source", "words", *TELLING),
    "over_region": ("other", *TELLING),
    "over_context": ("other", *TELLING),
    "over_project": ("other", *TELLING),
    "over_kind": ("other", *TELLING),
    "over_town": ("other", *TELLING),
    "over_name": ("other", *TELLING),
    "over_people": ("other", "n", *TELLING),
    "over_millions": ("other", "millions", *TELLING),
    "over_known": ("other", "kind", *TELLING),
    "over_usual": ("other", "kind", *TELLING),
    # the project
    "pinned": (),
    "locked": (),
    # a place that the form of the text prefers
    "seat": ("district",),
    "city": ("name",),
    "region": ("name",),
    "town": ("name",),
    "capital": ("name",),
    "line": ("name", "kind"),
    "near": ("name", "place"),
    # an area that stands for a place in it
    "area_defined": ("name", "area", "source"),
    "area_named": ("name", "area", "source", "words"),
    # not placed
    "wrong_kind": (),
    "doubtful": (),
    # how it was drawn
    "district": ("radius_m",),
    "river": (),
    "way_begins": ("way",),
    "way_runs": ("way",),
    "way_from": ("area",),
    "way_via": ("area",),
    "way_to": ("area",),
    "way_within": ("area",),
    "narrowing": ("place",),
    "straight": ("place",),
}

#: Stands between codes.
BETWEEN: Final = "; "


class PlaceReason(tuple[ReasonValue | None, ...]):
    """A reason for a choice, or a part of one: a code with its values.

    It is one tuple, because there is a reason for every name.

    Args:
        code: A key of :data:`CODES`.
        values: Its values, in the order of :data:`CODES`; None or nothing for one that is missing.
    """

    __slots__ = ()

    def __new__(cls, code: str, *values: ReasonValue | None) -> Self:
        """Return the reason of a code and its values."""
        return super().__new__(cls, (code, *values))

    @property
    def code(self) -> str:
        """A key of :data:`CODES`."""
        return str(self[0])

    def named_values(self) -> dict[str, ReasonValue]:
        """Return the values by name, without those that are missing."""
        pairs = zip(CODES[self.code], self[1:], strict=False)
        return {name: value for name, value in pairs if value is not None}


#: The reasons for one choice, in the order in which they are said.
PlaceReasons = tuple[PlaceReason, ...]


def format_codes(reasons: Iterable[PlaceReason]) -> str:
    """Return the codes of reasons as they are written in ``geocode_reason``.

    >>> format_codes([PlaceReason("in", "Kursk Oblast"), PlaceReason("pinned")])
    'in; pinned'
    """
    return BETWEEN.join([reason.code for reason in reasons])


def format_values(reasons: Sequence[PlaceReason]) -> str:
    """Return the values of reasons as they are written in ``geocode_reason_values``.

    This is a JSON list of objects, one for each code; an empty text if no code has a value.

    >>> format_values([PlaceReason("in", "Kursk Oblast"), PlaceReason("pinned")])
    '[{"inside":"Kursk Oblast"},{}]'
    """
    values = [reason.named_values() for reason in reasons]
    return orjson.dumps(values).decode() if any(values) else ""
