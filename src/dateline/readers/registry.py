"""The registry of readers: a row for each format that is read or refused by name.

To add a format, write one file with a function that returns raw tables, and add a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from dateline.diagnostics import Diagnostic
from dateline.progress import Advance, unwatched
from dateline.readers.delimited import check_lines, read_delimited, read_large
from dateline.readers.encoding import decode, decode_to_utf8
from dateline.readers.file import EventFile, LargeFile, load
from dateline.readers.json_file import read_json, read_json_lines
from dateline.readers.raw import Reading
from dateline.readers.sniff import OLE_MAGIC, ZIP_MAGIC, is_workbook
from dateline.readers.yaml_file import read_yaml
from dateline.settings import Settings

Read = Callable[[EventFile | LargeFile, Settings, Advance], Reading]


class _ReadBytes(Protocol):
    def __call__(
        self, file: EventFile, content: bytes, settings: Settings, *, advance: Advance
    ) -> Reading: ...


@dataclass(frozen=True, slots=True)
class FileReader:
    """A format that is read.

    Attributes:
        name: The name of the format within the program.
        suffixes: The suffixes of its files, in lower case.
        read: Returns the raw tables of a file, and the findings.
        limit: The setting that limits the size of a file.
        is_streamed: Whether large files are read piece by piece.
        magic: How its files begin, whatever they are called; empty if that does not tell.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Read
    limit: Literal["file_mb", "yaml_mb"] = "file_mb"
    is_streamed: bool = False
    magic: bytes = b""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A format that is not read: what it is called, how to recognise it, and what to do."""

    name: str
    suffixes: tuple[str, ...]
    remedy: str
    magic: tuple[bytes, ...] = ()


def _from_utf8(read: _ReadBytes) -> Read:
    def reader(file: EventFile | LargeFile, settings: Settings, advance: Advance) -> Reading:
        assert isinstance(file, EventFile)
        codec = settings.read.encoding
        content, findings = decode_to_utf8(file.content, file.name, encoding=codec)
        if content is None:
            return [], findings
        tables, found = read(file, content, settings, advance=advance)
        return tables, [*findings, *found]

    return reader


def _yaml(file: EventFile | LargeFile, settings: Settings, advance: Advance) -> Reading:
    assert isinstance(file, EventFile)
    text, findings = decode(file.content, file.name, encoding=settings.read.encoding)
    if text is None:
        return [], findings
    tables, found = read_yaml(file, text, settings, advance=advance)
    return tables, [*findings, *found]


def _delimited(file: EventFile | LargeFile, settings: Settings, advance: Advance) -> Reading:
    if isinstance(file, EventFile):
        return _from_utf8(read_delimited)(file, settings, advance)
    # The general reader reports what is wrong.
    with suppress(OSError, MemoryError):
        reading = read_large(file, settings, advance=advance)
        if reading is not None:
            return reading
    with suppress(OSError):
        check_lines(file.path, settings.limits)
    content = load(file.path, file.name, limits=settings.limits)
    if isinstance(content, Diagnostic):
        return [], [content]
    return _delimited(EventFile(file.name, content, "delimited"), settings, unwatched)


def _parquet(file: EventFile | LargeFile, settings: Settings, advance: Advance) -> Reading:
    from dateline.readers.parquet import read_parquet  # noqa: PLC0415 - few files need it

    assert isinstance(file, EventFile)
    return read_parquet(file, settings, advance=advance)


def _workbook(file: EventFile | LargeFile, settings: Settings, advance: Advance) -> Reading:
    from dateline.readers.workbook import read_workbook  # noqa: PLC0415 - few files need it

    assert isinstance(file, EventFile)
    return read_workbook(file, settings, advance=advance)


READERS: Final[tuple[FileReader, ...]] = (
    FileReader("yaml", (".yaml", ".yml"), _yaml, limit="yaml_mb"),
    FileReader("json", (".json", ".geojson"), _from_utf8(read_json)),
    FileReader(
        "jsonl",
        (".jsonl", ".ndjson", ".geojsonl", ".geojsons", ".geojsonseq"),
        _from_utf8(read_json_lines),
    ),
    FileReader("delimited", (".csv", ".tsv", ".tab"), _delimited, is_streamed=True),
    FileReader("parquet", (".parquet", ".geoparquet"), _parquet, magic=b"PAR1"),
    FileReader("workbook", (".xlsx", ".xlsm", ".xls", ".ods"), _workbook, magic=OLE_MAGIC),
)

BY_NAME: Final = {reader.name: reader for reader in READERS}
BY_SUFFIX: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}

_OGR: Final = "convert it to GeoJSON: ogr2ogr -t_srs EPSG:4326 events.geojson {name}"
_NO_TABLE: Final = "name a table of events, or move it out of the folder"
_ZIPPED: Final = "unpack it first"

FOREIGN: Final[tuple[Foreign, ...]] = (
    Foreign("KML", (".kml",), _OGR, (b"<kml",)),
    Foreign("KMZ", (".kmz",), _OGR),
    Foreign("GeoPackage", (".gpkg",), _OGR),
    Foreign("shapefile", (".shp", ".shx", ".dbf"), _OGR, (b"\x00\x00\x27\x0a",)),
    Foreign("GPX", (".gpx",), _OGR, (b"<gpx",)),
    Foreign("GML", (".gml",), _OGR, (b"<gml:", b"<wfs:")),
    Foreign("FlatGeobuf", (".fgb",), _OGR, (b"fgb\x03",)),
    Foreign("Excel binary workbook", (".xlsb",), "save it as XLSX"),
    Foreign("SQLite database", (".sqlite", ".db"), _OGR, (b"SQLite format 3\0",)),
    Foreign("ZIP archive", (".zip",), _ZIPPED, (b"PK\x03\x04",)),
    Foreign("gzip archive", (".gz",), "unpack it first, with gunzip", (b"\x1f\x8b",)),
    Foreign("PDF", (".pdf",), "copy its table into a spreadsheet and save that as CSV", (b"%PDF",)),
    Foreign("web page", (".html", ".htm"), "save its table as CSV", (b"<!doctype html", b"<html")),
    Foreign(
        "picture", (".png", ".jpg", ".jpeg"), "name a table of events", (b"\x89PNG", b"\xff\xd8")
    ),
    Foreign("XML", (".xml", ".rss"), "export it as CSV or GeoJSON", (b"<?xml", b"<rss", b"<feed")),
)

FOREIGN_BY_SUFFIX: Final = {suffix: row for row in FOREIGN for suffix in row.suffixes}

#: How many bytes of a file are examined to recognise a format that is not read.
_HEAD_BYTES: Final = 1024


def marked_reader(content: bytes, named: FileReader | None = None) -> FileReader | None:
    """Return the reader whose files begin like this content, or None.

    Args:
        content: The content of a file.
        named: The reader for the suffix of the file.
    """
    book = BY_NAME["workbook"]
    # An archive that is cut off has no list of its parts; its name says what it was.
    if is_workbook(content) or (named is book and content.startswith(ZIP_MAGIC)):
        return book
    return next((row for row in READERS if row.magic and content.startswith(row.magic)), None)


def foreign_format(content: bytes) -> Foreign | None:
    """Return the format that is not read and that a file begins like, or None."""
    head = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = head.lower()
    if head.startswith(b"<"):
        named = (row for row in FOREIGN for mark in row.magic if mark[:1] == b"<")
        return next((row for row in named if any(mark in lowered for mark in row.magic)), None)
    binary = (row for row in FOREIGN for mark in row.magic if mark[:1] != b"<")
    return next((row for row in binary if content.startswith(row.magic)), None)
