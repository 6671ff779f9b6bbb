"""Exports: events as files for GIS programs, spreadsheets and globes. The page is not made here."""

from dateline.export.atomic import write_atomic
from dateline.export.beside import remove_page, tidy_beside, write_beside
from dateline.export.registry import FORMATS, Format, check_format, export_events

__all__ = [
    "FORMATS",
    "Format",
    "check_format",
    "export_events",
    "remove_page",
    "tidy_beside",
    "write_atomic",
    "write_beside",
]
