"""The forms of the ``where`` language, one frozen dataclass each.

A form contains only what was written: no resolved place, no geometry. Two forms are equal if they
mean the same. The grammar is in ``docs/where.md``; parsing and geometry are in other modules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Final, Literal

#: Metres per unit of distance, by the canonical name of the unit.
METRES: Final[dict[str, float]] = {"km": 1000.0, "m": 1.0, "mi": 1609.344, "nmi": 1852.0}

#: The length of the longest geodesic on WGS 84, from a position to its antipode: half a meridian.
FARTHEST_M: Final = 20_003_931.5

#: The share of a way between two places that lies behind if nothing else is said.
HALF: Final = 0.5

Notation = Literal["dd", "dm", "dms"]

#: How much of a side of an area: the half; in the ``far`` north, a quarter; its ``tip``, a tenth.
PartSize = Literal["", "far", "tip"]


@dataclass(frozen=True, slots=True)
class Name:
    """A toponym with the enclosing places or kind words written after it: ``Sumy, Ukraine``."""

    toponym: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceId:
    """A place by its id: ``geonames:692194``."""

    place_id: str


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A position as numbers. Here lon comes first; in the text lat comes first.

    Attributes:
        lon: Degrees, -180 to 180.
        lat: Degrees, -90 to 90.
        notation: ``dd`` for degrees, ``dm`` for degrees and minutes, ``dms`` with seconds.
        decimals: Digits after the decimal point of the last number.
    """

    lon: float
    lat: float
    notation: Notation = "dd"
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class GridReference:
    """An MGRS reference in capitals, without spaces: ``36UXB1234``."""

    reference: str


@dataclass(frozen=True, slots=True)
class PlusCode:
    """An Open Location Code; a short code needs a reference place: ``WR45+X2 Sumy``."""

    code: str
    of: Name | None = None


@dataclass(frozen=True, slots=True)
class WktShape:
    """A geometry as WKT; lon comes before lat, as WKT requires."""

    wkt: str


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as written.

    Attributes:
        value: The number; the smaller one of a range.
        unit: A key of :data:`METRES`.
        is_approximate: Whether a word such as *about* precedes it.
        most: The larger number of a range such as *10-15 km*; None if it is no range.
    """

    value: float
    unit: str = "km"
    is_approximate: bool = False
    most: float | None = None

    @property
    def metres(self) -> float:
        """The distance in metres; the middle of a range."""
        value = self.value if self.most is None else (self.value + self.most) / 2
        return value * METRES[self.unit]


@dataclass(frozen=True, slots=True)
class Near:
    """An area around a place: ``near Sumy``, or ``within 20 km of Sumy`` with a distance."""

    of: Expression
    within: Distance | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from a place, a direction, or both: ``12 km NE of Sumy``, ``NE of Sumy``.

    At least one of ``distance`` and ``bearing`` is given.

    Attributes:
        of: The place that the distance is measured from.
        distance: None if only the bearing is known.
        bearing: One of the sixteen compass points; empty if only the distance is known.
    """

    of: Expression
    distance: Distance | None = None
    bearing: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """Somewhere between two places: ``between Sumy and Kursk``.

    Attributes:
        start: Where the way begins.
        end: Where it ends.
        share: How much of the way lies behind, if it is said: *a third of the way from A to B*.
    """

    start: Expression
    end: Expression
    share: float = HALF


@dataclass(frozen=True, slots=True)
class Along:
    """Somewhere along a line such as a river: ``along the Dnieper``, ``west bank of the Nile``.

    Attributes:
        line: The line, or the area whose outline is meant.
        bank: A compass point, ``left`` or ``right`` if one bank of a river is meant.
    """

    line: Expression
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """The border that two areas share, or all borders of an area if only one is named."""

    one: Expression
    other: Expression | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A line through two or more stops: ``from Pyongyang via Rason to Vladivostok``.

    Attributes:
        stops: The stops; a single one if only the end of a road is known.
        way: ``road``, ``highway``, ``railway`` or ``pipeline``, whose course is not known; empty
            for a journey.
    """

    stops: tuple[Expression, ...]
    way: str = ""


@dataclass(frozen=True, slots=True)
class Coast:
    """The waters off a coast, or off one ``side`` of it: ``off the coast of Yemen``."""

    of: Expression
    side: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an area: ``northern Kharkiv Oblast``, ``eastern outskirts of Bakhmut``.

    Attributes:
        of: The whole area.
        side: A compass point or ``centre``; empty for outskirts on all sides.
        is_outskirts: Whether the outskirts are meant rather than the part of the area on that side.
        extent: ``far`` or ``tip`` if less than the half on that side is meant.
    """

    of: Expression
    side: str = ""
    is_outskirts: bool = False
    extent: PartSize = ""


@dataclass(frozen=True, slots=True)
class Shore:
    """The coast itself, where land and water meet: ``the coast near Aden``."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Waters:
    """The waters in an area: ``waters east of Taiwan``."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Inside:
    """A belt along the border of an area, on its inner side: ``5 km inside Belarus``."""

    of: Expression
    distance: Distance


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where three or more areas meet: ``tri-border area of Mali, Burkina Faso and Niger``."""

    areas: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A place that another expression narrows: ``Sake, 25 km west of Goma``.

    If one of the two is not known, the other is meant.

    Attributes:
        of: What is named.
        by: Where it is.
    """

    of: Expression
    by: Expression


@dataclass(frozen=True, slots=True)
class Several:
    """All of these places: ``Sudzha; Korenevo``."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these places, it is not known which: ``Sudzha or Korenevo``."""

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
    | Shore
    | Waters
    | Inside
    | Meeting
    | Narrowed
    | Several
    | AnyOf
)


def walk(form: object) -> Iterator[object]:
    """Yield a form and everything in it, in the order written."""
    yield form
    if isinstance(form, tuple):
        for part in form:
            yield from walk(part)
    elif is_dataclass(form) and not isinstance(form, type):
        for field in fields(form):
            yield from walk(getattr(form, field.name))


def names_in(form: object) -> list[Name]:
    """Return the names in a form, in the order written."""
    return [part for part in walk(form) if isinstance(part, Name)]
