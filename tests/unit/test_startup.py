"""What a build loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Libraries that take a while to load and that a build without a folium map does not need.
UNUSED = {
    "folium",
    "branca",
    "requests",
    "pyogrio",
    "pyarrow.parquet",
    "pyarrow.json",
    "PIL",
    "matplotlib",
}


def test_a_build_loads_only_what_it_uses(tmp_path: Path) -> None:
    """Writing a page and GeoJSON from a few events loads no folium, which only its maps need."""
    (tmp_path / "events.csv").write_text("title,when,lat,lon\nA,2024,51,35\n")
    code = (
        "import sys, dateline\n"
        "built = dateline.build('events.csv')\n"
        f"print(len(built.outputs), sorted({UNUSED!r} & sys.modules.keys()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "2 []" == ran.stdout.strip()
