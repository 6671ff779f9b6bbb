"""``dateline lock``: the file it writes, its output, and its effect on a build."""

from __future__ import annotations

import json

from command_line import dateline

ONE = "- {title: A drill, when: 2024-03-05, where: Sumy}\n"


def start(folder):
    (folder / "dateline.toml").write_text('title = "Test"\n', encoding="utf-8")
    (folder / "events").mkdir()
    (folder / "events" / "one.yaml").write_text(ONE, encoding="utf-8")


def test_a_build_keeps_what_is_locked_and_warns(tmp_path):
    """The event stays at its locked place, whatever the gazetteer would choose now."""
    start(tmp_path)
    locked = dateline("lock", cwd=tmp_path)
    assert 0 == locked.returncode, locked.stderr
    assert "wrote geodata/lock.csv: 1 place" in locked.stderr
    path = tmp_path / "geodata" / "lock.csv"
    path.write_text(path.read_text("utf-8").replace("692194", "692196"), encoding="utf-8")
    built = dateline("build", cwd=tmp_path)
    assert 0 == built.returncode, built.stderr
    assert "geodata/lock.csv:2: warning[place-moved]" in built.stderr
    made = json.loads((tmp_path / "output" / "events.geojson").read_text(encoding="utf-8"))
    event = made["features"][0]["properties"]
    assert ("geonames:692196", "pinned") == (event["place_id"], event["geocode_method"])


def test_no_events_write_no_lock(tmp_path):
    """An empty folder is an error, because an empty lock would unlock everything."""
    start(tmp_path)
    dateline("lock", cwd=tmp_path)
    before = (tmp_path / "geodata" / "lock.csv").read_bytes()
    (tmp_path / "empty").mkdir()
    ran = dateline("lock", "empty", cwd=tmp_path)
    assert (2, before) == (ran.returncode, (tmp_path / "geodata" / "lock.csv").read_bytes())
