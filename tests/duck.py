"""DuckDB with its spatial extension, which reads our files and wrote none of them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return a connection that loads nothing from the network and keeps no files at home."""
    connection = duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )
    folder = Path(str(files("duckdb_extension_spatial"))) / "extensions"
    (extension,) = folder.rglob("spatial.duckdb_extension")
    connection.load_extension(str(extension))
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def types_of(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """Return the columns of a source, such as ``ST_Read('x.gpkg')``, with their types."""
    found = connection.sql(f"SELECT * FROM {source}")
    return dict(zip(found.columns, map(str, found.types), strict=True))


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return connection.sql(query).fetchall()
