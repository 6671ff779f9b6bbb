"""Exports events to files for GIS programs, spreadsheets and virtual globes."""

from dateline.export.atomic import write_atomic
from dateline.export.page_files import (
    named_texts,
    refuse_foreign,
    remove_page,
    remove_texts,
    write_once,
)
from dateline.export.registry import FORMATS, Format, check_format, check_outputs, export_events

__all__ = [
    "FORMATS",
    "Format",
    "check_format",
    "check_outputs",
    "export_events",
    "named_texts",
    "refuse_foreign",
    "remove_page",
    "remove_texts",
    "write_atomic",
    "write_once",
]
