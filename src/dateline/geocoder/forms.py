"""The forms of the ``where`` language, a frozen dataclass each; parsing and geometry are elsewhere.

A form holds what was written and nothing that was found out: no place, no geometry. Two forms are
equal if they say the same. The grammar is in ``docs/where.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: Metres in one of each unit that a distance may be written in, by the canonical word.
METRES: Final[dict[str, float]] = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "nmi": 1852.0}

Notation = Literal["dd", "dm", "dms"]


@dataclass(frozen=True, slots=True)
class Name:
    """A toponym, and the places or kind words that the writer put it in: ``Sumy, Ukraine``."""

    toponym: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceId:
    """A place by its id: ``geonames:692194``."""

    place_id: str


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A position as numbers; in the text latitude comes first, here lon does.

    Attributes:
        lon: Degrees, -180 to 180.
        lat: Degrees, -90 to 90.
        notation: ``dd`` degrees, ``dm`` degrees and minutes, ``dms`` with seconds.
        decimals: Digits after the point of the last number: how finely it was written.
    """

    lon: float
    lat: float
    notation: Notation = "dd"
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class GridReference:
    """An MGRS square, without spaces and in capitals: ``36UXB1234``."""

    reference: str


@dataclass(frozen=True, slots=True)
class PlusCode:
    """An Open Location Code; a short one leans on a place: ``WR45+X2 Sumy``."""

    code: str
    of: Name | None = None


@dataclass(frozen=True, slots=True)
class WktShape:
    """A geometry as WKT, lon before lat as that format has it."""

    wkt: str


@dataclass(frozen=True, slots=True)
class Distance:
    """A length as written; ``is_approximate`` if a word such as *about* stood before it."""

    value: float
    unit: str = "km"
    is_approximate: bool = False

    @property
    def metres(self) -> float:
        """The length in metres."""
        return self.value * METRES[self.unit]


@dataclass(frozen=True, slots=True)
class Near:
    """Nearness: ``near Sumy``, or ``within 20 km of Sumy`` if a distance is given."""

    of: Expression
    within: Distance | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A way off: ``12 km NE of Sumy``, ``12 km from Sumy``, ``NE of Sumy``; not both missing.

    Attributes:
        of: Where the distance is measured from.
        distance: None if only the bearing is known.
        bearing: One of the sixteen compass points, or empty if only the distance is known.
    """

    of: Expression
    distance: Distance | None = None
    bearing: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """Somewhere from one place to another: ``between Sumy and Kursk``."""

    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True)
class Along:
    """The line that something draws: ``along the Dnieper``."""

    line: Expression


@dataclass(frozen=True, slots=True)
class Border:
    """The line that two areas share, or the whole outline if only one is named."""

    one: Expression
    other: Expression | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A geodesic line through two or more stops: ``from Pyongyang via Rason to Vladivostok``."""

    stops: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Coast:
    """The waters before a coast, or before one ``side`` of it: ``off the coast of Yemen``."""

    of: Expression
    side: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an area: ``northern Kharkiv Oblast``, ``eastern outskirts of Bakhmut``.

    Attributes:
        of: The whole.
        side: A compass point, ``centre``, or empty for outskirts all around.
        is_outskirts: The rim instead of the share that lies on that side.
    """

    of: Expression
    side: str = ""
    is_outskirts: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """All of these: ``Sudzha; Korenevo``."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these, unknown which: ``Sudzha or Korenevo``."""

    options: tuple[Expression, ...]


Expression = (
    Name
    | PlaceId
    | Coordinates
    | GridReference
    | PlusCode
    | WktShape
    | Near
    | Offset
    | Between
    | Along
    | Border
    | Route
    | Coast
    | Part
    | Several
    | AnyOf
)
