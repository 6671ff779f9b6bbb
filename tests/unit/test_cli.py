"""The command line: exit codes, output streams, and one clear line for every kind of error."""

from __future__ import annotations

import json

import pytest

from command_line import dateline, dateline_process
from dateline import __version__

ONE = "- {title: A drill, when: 2024-03-05, where: 'Sumy, Ukraine'}\n"


@pytest.fixture
def project(tmp_path):
    """A project of one good event."""
    (tmp_path / "dateline.toml").write_text('title = "Test"\n', encoding="utf-8")
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "one.yaml").write_text(ONE, encoding="utf-8")
    return tmp_path


def test_a_good_build_leaves_with_0_and_says_what_it_wrote(project):
    """Counts and outputs go to stderr; stdout stays empty."""
    ran = dateline_process("build", cwd=project)
    assert (0, "") == (ran.returncode, ran.stdout), ran.stderr
    assert "1 event: 1 placed, 0 unplaced" in ran.stderr
    assert "wrote output/map.html" in ran.stderr
    assert "wrote output/events.geojson" in ran.stderr


def test_the_project_folder_stands_for_its_events(project):
    """``dateline build my-map`` builds ``my-map/events`` with the settings of ``my-map``."""
    ran = dateline("build", project.name, cwd=project.parent)
    assert 0 == ran.returncode, ran.stderr
    assert (project / "output" / "map.html").is_file()


def test_two_builds_give_the_same_bytes(project):
    """Same inputs, same outputs, byte for byte."""
    outputs = []
    for _ in range(2):
        dateline_process("build", "--quiet", cwd=project)
        outputs.append({p.name: p.read_bytes() for p in (project / "output").iterdir()})
    assert outputs[0] == outputs[1]


def test_page_is_split_on_demand(project):
    """``--split`` makes a folder of page and texts whatever its size; ``--one-file`` never does."""
    ran = dateline("build", "--split", cwd=project)
    assert 0 == ran.returncode, ran.stderr
    assert "wrote output/map/index.html (" in ran.stderr
    assert not (project / "output" / "map.html").exists()
    (project / "dateline.toml").write_text("[output]\nsplit_above_mb = 0\n", encoding="utf-8")
    ran = dateline("build", "--one-file", cwd=project)
    assert 0 == ran.returncode, ran.stderr
    assert not (project / "output" / "map").exists()
    assert (project / "output" / "map.html").is_file()


def test_errors_in_the_events_leave_with_1_and_the_rest_is_built(project):
    """A bad date costs only its event the date; the rest is built, and the exit code is 1."""
    bad = project / "events" / "two.yaml"
    bad.write_text("- {title: B, when: 2026-19-02, where: Kyiv}\n", encoding="utf-8")
    ran = dateline("build", cwd=project)
    assert 1 == ran.returncode
    assert "events/two.yaml:1:" in ran.stderr
    assert "error[date-invalid]" in ran.stderr
    made = json.loads((project / "output" / "events.geojson").read_text(encoding="utf-8"))
    assert 2 == len(made["features"])


def test_check_writes_nothing(project):
    """``check`` reports the findings and writes no outputs."""
    ran = dateline("check", cwd=project)
    assert 0 == ran.returncode, ran.stderr
    assert not (project / "output").exists()


def test_findings_as_json_are_one_object_a_line(project):
    """With ``--format json`` every line of stderr that is a finding is JSON."""
    (project / "events" / "two.yaml").write_text("- {title: B}\n", encoding="utf-8")
    ran = dateline("check", "--format", "json", "--quiet", cwd=project)
    found = [json.loads(line) for line in ran.stderr.splitlines()]
    assert {"event-undated", "event-unplaced"} == {f["code"] for f in found}


def test_standard_input_is_read_and_standard_output_written(project):
    """``-`` means standard input or standard output."""
    ran = dateline("export", "-", "-o", "-", cwd=project, stdin=ONE)
    assert 0 == ran.returncode, ran.stderr
    assert "A drill" == json.loads(ran.stdout)["features"][0]["properties"]["title"]


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["build", "nowhere"], "nowhere"),
        (["build", "-c", "none.toml"], "none.toml"),
        (["bild"], "bild"),
        (["export", "events", "-o", "a.xyz"], "a.xyz"),
        (["export", "events"], "--output"),
    ],
)
def test_wrong_usage_leaves_with_2_and_no_traceback(project, arguments, reported):
    """Wrong usage gives one clear line and no traceback."""
    ran = dateline(*arguments, cwd=project)
    assert 2 == ran.returncode
    assert reported in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_empty_folder_writes_nothing(project):
    """Without any event the previous outputs stay, and the exit code says so."""
    dateline("build", cwd=project)
    before = (project / "output" / "map.html").read_bytes()
    (project / "empty").mkdir()
    ran = dateline("build", "empty", cwd=project)
    assert 2 == ran.returncode
    assert "no events were read from empty" in ran.stderr
    assert before == (project / "output" / "map.html").read_bytes()


def test_a_new_project_builds_at_once(tmp_path):
    """A project made by ``init`` can be built immediately."""
    assert 0 == dateline("init", "my-map", cwd=tmp_path).returncode
    ran = dateline("build", "my-map", cwd=tmp_path)
    assert 0 == ran.returncode, ran.stderr
    assert (tmp_path / "my-map" / "output" / "map.html").is_file()


def test_init_leaves_what_is_there(tmp_path):
    """A second ``init`` overwrites nothing."""
    dateline("init", "my-map", cwd=tmp_path)
    settings = tmp_path / "my-map" / "dateline.toml"
    settings.write_text("title = 'Mine'\n", encoding="utf-8")
    ran = dateline("init", "my-map", cwd=tmp_path)
    assert "nothing was written" in ran.stderr
    assert "title = 'Mine'\n" == settings.read_text(encoding="utf-8")


def test_the_version_is_the_package_s(tmp_path):
    """``--version`` prints the version of the package."""
    assert f"dateline {__version__}\n" == dateline("--version", cwd=tmp_path).stdout


def test_a_date_format_that_there_is_not_is_refused(project):
    """An unknown date format is refused, on the command line as in the settings."""
    ran = dateline("check", "--date-format", "WHAT", cwd=project)
    assert 2 == ran.returncode
    assert '"WHAT" is not "edtf", a pattern' in ran.stderr


def test_an_empty_place_expression_is_refused(project):
    """An expression without any words is refused."""
    ran = dateline("place", "Sumy", " ", cwd=project)
    assert (2, "") == (ran.returncode, ran.stdout)


def test_json_findings_are_all_that_is_said(project):
    """With ``--format json`` every line of stderr is JSON, even without ``--quiet``."""
    ran = dateline("build", "--format", "json", cwd=project)
    assert 0 == ran.returncode
    assert all(json.loads(line) for line in ran.stderr.splitlines())


def test_a_map_of_candidates_takes_no_note_of_the_project(project):
    """A map of candidates does not show the project's note about its evidence."""
    (project / "dateline.toml").write_text('note = "Nothing was verified."\n', encoding="utf-8")
    ran = dateline("place", "Sumy", "--map", "places.html", cwd=project)
    assert 0 == ran.returncode, ran.stderr
    assert "Nothing was verified" not in (project / "places.html").read_text(encoding="utf-8")
