"""Every format is read by GDAL's own programs, in whatever version the system has.

``make conformance`` runs these tests; install the programs with ``apt install gdal-bin``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dateline.export import FORMATS
from dateline.export.geopackage import RELATED
from export_sample import export_sample, write

pytestmark = pytest.mark.conformance

#: What a GDAL without the library for Parquet or LIBKML cannot open.
_NEEDS = {".parquet": "Parquet", ".kmz": "LIBKML"}
#: KML has a layer for each folder, and CSV has texts.
_UNTYPED = (".csv", ".kml", ".kmz")


def ogr(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of GDAL's programs."""
    found = shutil.which(program)
    assert found, f"{program} is not installed: apt install gdal-bin"
    return subprocess.run(
        [found, *arguments], capture_output=True, check=False, encoding="utf-8", timeout=60
    )


def counted(told: str) -> int:
    """Return how many events ogrinfo told of; other tables of a GeoPackage are no events."""
    found = re.findall(r"^Layer name: (.*)(?:\n.+)*?\nFeature Count: (\d+)", told, re.MULTILINE)
    return sum(int(count) for layer, count in found if layer not in (*RELATED, "layer_styles"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_ogrinfo_reads_every_event_without_a_warning(tmp_path: Path, suffix: str) -> None:
    """The program ogrinfo counts every event, reads date-times, and gives no warnings."""
    driver = _NEEDS.get(suffix)
    if driver and driver not in ogr("ogrinfo", "--formats").stdout:
        pytest.skip(f"this GDAL has no driver for {driver}")
    ran = ogr("ogrinfo", "-ro", "-al", str(write(tmp_path, suffix)))
    assert (0, "") == (ran.returncode, ran.stderr)
    assert len(export_sample()) == counted(ran.stdout)
    if suffix not in _UNTYPED:
        typed = re.findall(r"^(\w+): DateTime", ran.stdout, flags=re.MULTILINE)
        names = ["start", "end"] if "json" in suffix else ["start_time", "end_time"]
        assert {*names, *(["update_time"] if suffix == ".gpkg" else [])} == {*typed}
        assert re.search(r"end\S* \(DateTime\) = 2024/02/29 23:59:59", ran.stdout)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".kml"])
def test_ogr2ogr_converts_without_a_warning(tmp_path: Path, suffix: str) -> None:
    """The program ogr2ogr converts every event to another format, without warnings."""
    target = tmp_path / "out.gpkg"
    ran = ogr("ogr2ogr", str(target), str(write(tmp_path, suffix)))
    assert (0, "") == (ran.returncode, ran.stderr)
    assert len(export_sample()) == counted(ogr("ogrinfo", "-ro", "-al", "-so", str(target)).stdout)
