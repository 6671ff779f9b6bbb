"""The event table: its columns and the vocabularies of their values.

The JSON Schema for event files, the data dictionary, the exporters and the reference page are all
derived from :data:`COLUMNS`. Nothing here reads, checks or converts a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

#: How a column is stored in the table.
#:
#: =========== ==================== ==========================================================
#: dtype       pandas               values
#: =========== ==================== ==========================================================
#: text        ``str``              missing is NaN, never an empty string
#: category    ``category``         words of a vocabulary; missing is NaN
#: integer     ``Int64``
#: number      ``float64``          missing is NaN
#: boolean     ``boolean``
#: instant     ``datetime64[s]``    no time zone: calendar time as written; missing is NaT
#: texts       list                 texts, an empty list if there are none (``dataset``)
#: records     list of struct       with ``fields``, an empty list if there are none
#: geometry    ``geometry``         shapely, OGC:CRS84 (lon, lat in degrees), missing is None
#: =========== ==================== ==========================================================
Dtype = Literal[
    "text", "category", "integer", "number", "boolean", "instant", "texts", "records", "geometry"
]

#: The step that fills a column. Only ``given`` columns may be written in an event file.
Origin = Literal["given", "read", "normalise", "geocode"]

Group = Literal["identity", "what", "status", "when", "where", "sources", "origin"]

# --- vocabularies ---------------------------------------------------------------------------------

RECORD_STATUS: Final = ("active", "corrected", "retracted")

#: Whether the reported event has happened. Order: from the most to the least certain to be a fact.
STATUS: Final = ("occurred", "ongoing", "planned", "forecast", "cancelled")

#: What is known about the truth of the report, from the least to the most.
VERIFICATION: Final = (
    "unverified",
    "single-source",
    "corroborated",
    "geolocated",
    "disputed",
    "debunked",
)

#: How sure the choice of a place is: ``uncertain`` if its score is below 0.8.
PLACE_CERTAINTY: Final = ("sure", "uncertain")
_SURE: Final = "Whether the chosen place is sure, or uncertain: marked as such on the map."

CONFIDENCE: Final = ("low", "medium", "high")

#: ACLED's six event types (ACLED codebook 2023, section "Event types"), then dateline's own.
EVENT_TYPES: Final = (
    "battles",
    "explosions/remote violence",
    "violence against civilians",
    "protests",
    "riots",
    "strategic developments",
    "military exercise",
    "weapons programme",
    "arms transfer",
    "diplomacy",
    "cyber",
    "infrastructure",
    "other",
)

#: How precisely an event is dated; ``open`` has at most one bound.
DATE_PRECISION: Final = (
    *("time", "day", "month", "season", "year", "decade", "century", "millennium", "interval"),
    *("open", "undated"),
)

#: How precisely an event is placed. ``as given``: by coordinates that nobody called exact.
PLACE_PRECISION: Final = (
    *("exact", "as given", "near", "settlement", "admin2", "admin1", "linear", "area", "maritime"),
    *("country", "unknown"),
)

#: How the place was found. ``given``: the event had coordinates or a geometry. ``pinned``: from the
#: project's ``places.csv``, or kept by its ``lock.csv``. ``gazetteer``: by name. ``expression``:
#: computed from names, such as a distance and a bearing. ``none``: not placed.
GEOCODE_METHOD: Final = ("given", "pinned", "gazetteer", "expression", "none")

#: Fields of an entry of ``sources``, all text; see ``docs/event-format.md``.
SOURCE_FIELDS: Final = (
    *("title", "publisher", "url", "archive_url", "published_at", "accessed_at", "lang"),
    *("kind", "locator", "quote"),
)

#: Fields of an entry of ``figures``: ``label`` and ``unit`` are text, the others numbers or null.
#: Null means "not reported" and is never written as 0.
FIGURE_FIELDS: Final = ("label", "value", "low", "high", "unit")

#: Fields of an entry of ``media``, all text. ``file`` is a path from the folder of the event file;
#: ``sha256`` pins what the picture is.
MEDIA_FIELDS: Final = ("url", "file", "caption", "alt", "credit", "kind", "sha256")

#: Fields of an entry of ``geocode_alternatives``.
ALTERNATIVE_FIELDS: Final = ("place_id", "place_name", "kind", "country", "lon", "lat", "score")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the event table.

    Attributes:
        name: The name in the table, in event files and in exports.
        group: The subject of the column.
        dtype: How it is stored; see :data:`Dtype`.
        meaning: One line for the data dictionary.
        origin: The step that fills it.
        unit: ``m``, ``deg``; empty if it has none.
        vocabulary: The words it may contain; empty if any text is allowed.
        fields: For ``records``, the keys of one record.
        numbers: The fields of a record that are numbers; the others are texts.
        null_fields: The fields of a record that are written even if they are missing.
        is_internal: Whether it is never exported; it is stored as Python objects whatever its
            dtype.
    """

    name: str
    group: Group
    dtype: Dtype
    meaning: str
    origin: Origin = "given"
    unit: str = ""
    vocabulary: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    null_fields: frozenset[str] = frozenset()
    is_internal: bool = False


def _identity() -> tuple[Column, ...]:
    g: Group = "identity"
    return (
        Column(
            "event_id",
            g,
            "text",
            "Stable id: yours if given, otherwise a hash of source, title, when and where.",
        ),
        Column("source_event_id", g, "text", "The id the event has in the source's own data."),
        Column(
            "record_status",
            g,
            "category",
            "Whether this record is still valid.",
            vocabulary=RECORD_STATUS,
        ),
        Column("updated_at", g, "text", "When the record was last changed (EDTF)."),
        Column("related_ids", g, "texts", "Ids of related events."),
    )


def _what() -> tuple[Column, ...]:
    g: Group = "what"
    return (
        Column("title", g, "text", "What happened, in one line."),
        Column("description", g, "text", "What is reported, in plain text."),
        Column("layer", g, "text", "Layer of the map; a path such as Ukraine/Kursk."),
        Column("event_type", g, "category", "Type of event.", vocabulary=EVENT_TYPES),
        Column("sub_event_type", g, "text", "More specific type, as free text."),
        Column("actor1", g, "text", "Who acted."),
        Column("actor2", g, "text", "The other party: a target or a partner."),
        Column("tags", g, "texts", "Free keywords."),
        Column(
            "figures",
            g,
            "records",
            "Numbers that the source reports; null means not reported, never 0.",
            fields=FIGURE_FIELDS,
            numbers=frozenset({"value", "low", "high"}),
            null_fields=frozenset({"value"}),
        ),
        Column("fatalities_best", g, "integer", "Deaths, best estimate.", unit="persons"),
        Column("fatalities_low", g, "integer", "Deaths, low estimate.", unit="persons"),
        Column("fatalities_high", g, "integer", "Deaths, high estimate.", unit="persons"),
        Column("graphic", g, "boolean", "Whether the media show graphic violence."),
        Column("media", g, "records", "Pictures and videos: links or files.", fields=MEDIA_FIELDS),
    )


def _status() -> tuple[Column, ...]:
    g: Group = "status"
    return (
        Column("status", g, "category", "Whether the event has happened.", vocabulary=STATUS),
        Column(
            "verification",
            g,
            "category",
            "How well the event is verified.",
            vocabulary=VERIFICATION,
        ),
        Column(
            "confidence",
            g,
            "category",
            "How sure the author of the record is.",
            vocabulary=CONFIDENCE,
        ),
    )


def _when() -> tuple[Column, ...]:
    g: Group = "when"
    return (
        Column("when", g, "text", "Date or interval (EDTF); missing means undated."),
        Column(
            "when_text", g, "text", "The date in the words of the report, if they are not EDTF."
        ),
        Column(
            "start",
            g,
            "instant",
            "First instant that the event can cover; missing means open.",
            "normalise",
        ),
        Column(
            "end",
            g,
            "instant",
            "First instant after the event (exclusive); missing means open.",
            "normalise",
        ),
        Column(
            "date_precision",
            g,
            "category",
            "How precise the date is.",
            "normalise",
            vocabulary=DATE_PRECISION,
        ),
        Column(
            "approximate",
            g,
            "boolean",
            "Whether the date is marked as approximate (~ or %).",
            "normalise",
        ),
        Column(
            "uncertain",
            g,
            "boolean",
            "Whether the date is marked as uncertain (? or %).",
            "normalise",
        ),
        Column("time_zone", g, "text", "IANA time zone of the clock time; days are never shifted."),
        Column("reported_at", g, "text", "When the event was reported (EDTF)."),
    )


def _where() -> tuple[Column, ...]:
    g: Group = "where"
    return (
        Column("where", g, "text", "Place expression as written; missing means unplaced."),
        Column("place_name", g, "text", "Name of the chosen place.", "geocode"),
        Column(
            "place_id", g, "text", "Id of the chosen place, such as geonames:692194.", "geocode"
        ),
        Column("place_kind", g, "text", "Kind of the chosen place, such as sea.", "geocode"),
        Column(
            "place_precision",
            g,
            "category",
            "How precise the place is.",
            vocabulary=PLACE_PRECISION,
        ),
        Column(
            "uncertainty_m",
            g,
            "number",
            "Radius around lon and lat that contains the true position.",
            unit="m",
        ),
        Column("admin1", g, "text", "First-level region that contains it.", "geocode"),
        Column("country", g, "text", "Country that contains it, ISO 3166-1 alpha-2.", "geocode"),
        Column("lon", g, "number", "Longitude of the representation point.", unit="deg"),
        Column("lat", g, "number", "Latitude of the representation point.", unit="deg"),
        Column("geometry", g, "geometry", "Point, line or area of the event."),
        *_found(g),
        Column(
            "generalised", g, "boolean", "Whether the position was made less precise on purpose."
        ),
    )


def _found(g: Group) -> tuple[Column, ...]:
    return (
        Column("geocode_score", g, "number", "How likely the place is right, 0 to 1.", "geocode"),
        Column("place_certainty", g, "category", _SURE, "geocode", vocabulary=PLACE_CERTAINTY),
        Column(
            "geocode_method",
            g,
            "category",
            "How the place was found.",
            "geocode",
            vocabulary=GEOCODE_METHOD,
        ),
        Column("geocode_reason", g, "text", "Why it was chosen: codes, joined by `; `.", "geocode"),
        Column("geocode_reason_values", g, "text", "JSON: their values, in order.", "geocode"),
        Column(
            "geocode_alternatives",
            g,
            "records",
            "Other candidates for the place.",
            "geocode",
            fields=ALTERNATIVE_FIELDS,
            numbers=frozenset({"lon", "lat", "score"}),
        ),
    )


def _evidence() -> tuple[Column, ...]:
    return (
        Column(
            "sources",
            "sources",
            "records",
            "Citations that support the event.",
            fields=SOURCE_FIELDS,
        ),
    )


def _origin() -> tuple[Column, ...]:
    g: Group = "origin"
    return (
        Column(
            "origin_file", g, "text", "File it came from; written only with output.origin.", "read"
        ),
        Column(
            "origin_line",
            g,
            "integer",
            "Line, row or feature number in that file, starting at 1.",
            "read",
        ),
        Column(
            "origin_positions",
            g,
            "records",
            "Field name to (line, column), for formats that have them.",
            "read",
            is_internal=True,
        ),
    )


#: Every column of the event table, in the order of the table and of the exports.
COLUMNS: Final[tuple[Column, ...]] = (
    *_identity(),
    *_what(),
    *_status(),
    *_when(),
    *_where(),
    *_evidence(),
    *_origin(),
)

#: Column by name.
BY_NAME: Final[dict[str, Column]] = {column.name: column for column in COLUMNS}

#: Names in table formats of the columns whose own names SQL reserves; see ``table_names``.
TABLE_NAMES: Final = {"when": "when_edtf", "where": "where_text"}
TABLE_NAMES.update(start="start_time", end="end_time")

#: Field names allowed in an event file.
GIVEN: Final[tuple[str, ...]] = tuple(c.name for c in COLUMNS if c.origin == "given")

#: Names of the columns that geocoding adds: our own exports carry them, and they are read back.
RESOLUTION: Final[tuple[str, ...]] = tuple(c.name for c in COLUMNS if c.origin == "geocode")

#: Columns that exports have even if no event has a value in them, because a style, a query or
#: dateline itself may rely on them.
ALWAYS: Final = frozenset(
    (
        *("event_id", "title", "description", "layer", "event_type", "status", "verification"),
        *("when", "start", "end", "date_precision", "approximate", "uncertain"),
        *("where", "place_name", "place_precision", "uncertainty_m", "country", "lon", "lat"),
        *("geocode_method", "sources", "origin_file", "origin_line"),
    )
)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A flat copy of a column of records, for tables and labels.

    Attributes:
        column: The column of records.
        meaning: One line for the data dictionary.
        field: The field of which it has the first value; empty if it is made from all records.
        dtype: How it is stored.
    """

    column: str
    meaning: str
    field: str = ""
    dtype: Dtype = "text"


#: Flat copies by name, in export order: exporters add them, readers ignore them.
MIRRORS: Final[dict[str, Mirror]] = {
    "source_count": Mirror("sources", "Number of sources.", dtype="integer"),
    "source_title": Mirror("sources", "The first title among the sources.", "title"),
    "source_publisher": Mirror("sources", "The first publisher among the sources.", "publisher"),
    "source_url": Mirror("sources", "The first link among the sources.", "url"),
    "figures_text": Mirror("figures", "All figures in one line."),
    "media_url": Mirror("media", "The first link among the media.", "url"),
}
