"""The commands and examples in the README work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the seed events, in which the commands of the README are run."""
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "events", made / "events")
    shutil.copy(ROOT / "dateline.toml", made)
    return made


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_the_shell_commands_work(folder):
    """Every shell block of the README runs without an error."""
    script = "set -eu -o pipefail\n" + "\n".join(blocks("sh"))
    ran = run(["bash", "-c", script], folder)
    assert 0 == ran.returncode, ran.stderr
    assert "Traceback" not in ran.stderr
    for made in ("output/map.html", "output/events.gpkg", "event.schema.json"):
        assert (folder / "my-map" / made).stat().st_size > 0, made


def test_the_python_examples_work(folder):
    """Every Python block of the README runs."""
    ran = run([sys.executable, "-c", "\n".join(blocks("python"))], folder)
    assert 0 == ran.returncode, ran.stderr
    assert "of 13 events have a place" in ran.stdout


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(link):
    """Every relative link of the README leads to a file or folder of the repository."""
    assert (ROOT / link).exists()
