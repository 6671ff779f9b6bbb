"""QGIS opens our GeoPackages styled and time-enabled.

``make conformance`` runs these tests if QGIS is there:
``apt install --no-install-recommends python3-qgis qgis-providers``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline.export import export_events
from dateline.map_settings import StyleSettings
from dateline.settings import Settings
from export_sample import export_sample

pytestmark = pytest.mark.conformance

PYTHON = "/usr/bin/python3"
SESSION = Path(__file__).with_name("qgis_session.py")
ENVIRONMENT = {"PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen", "HOME": "/tmp"}  # noqa: S108
STYLES = [
    {},
    {"colour": "event_type", "symbol": "event_type"},
    {"colour": "fatalities_best", "size": "fatalities_best"},
]


@pytest.fixture(scope="module", autouse=True)
def _has_qgis() -> None:
    command = [PYTHON, "-c", "import qgis.core"]
    if not shutil.which(PYTHON) or subprocess.run(command, check=False).returncode:
        pytest.skip("QGIS is not installed: apt install python3-qgis qgis-providers")


@pytest.mark.parametrize("style", STYLES)
def test_qgis_draws_every_event_at_its_time(tmp_path: Path, style: dict[str, str]) -> None:
    """Every event has a symbol in QML and in SLD; those of a day are those of our own rule."""
    events = export_sample()
    path = tmp_path / "events.gpkg"
    export_events(events, path, dataclasses.replace(Settings(), style=StyleSettings(**style)))
    first, last = "2024-03-05T00:00:00Z", "2024-03-06T00:00:00Z"
    ran = subprocess.run(
        [PYTHON, str(SESSION), str(path), first, last],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        timeout=120,
    )
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    tables = ["events_areas", "events_lines", "events_multipoints", "events_points"]
    assert tables == sorted(one["table"] for one in found)
    facts = ("has_style", "has_sld", "is_timed", "has_labels")
    assert all(one[fact] for one in found for fact in facts)
    ids = {name for one in found for name in one["drawn"]}
    assert ids == {name for one in found for name in one["drawn_by_sld"]}
    kinds = events.geometry.geom_type.where(~events.geometry.is_empty)
    is_drawn = kinds.isin(["Point", "MultiPoint", "LineString", "Polygon"])
    assert ids == {*events["event_id"][is_drawn]}
    start, end = (events[name] for name in ("start", "end"))
    is_shown = (start.isna() | (start < "2024-03-06")) & (end.isna() | (end > "2024-03-05"))
    # Years that no date-time can hold are null, so QGIS always shows those events.
    is_shown |= events["event_id"].isin(["ancient", "far"])
    assert {*events["event_id"][is_drawn & is_shown]} == {
        name for one in found for name in one["shown"]
    }
