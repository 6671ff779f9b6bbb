"""``dateline fix``: what hints propose is written, and no other byte changes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import invoke
from dateline.cli import fix
from dateline.errors import OutputError
from dateline.fixes import Plan, plan_fixes, write_plan
from dateline.mapping import Mapped, map_all
from dateline.normalise import Typed, type_events
from dateline.readers import read_tables
from dateline.settings import ReadSettings, Settings

#: Field, wrong text, and the only proposal of its hint.
SLIPS = {
    "status": ("ocurred", "occurred"),
    "verification": ("disputd", "disputed"),
    "when": ("2024-05/2024-03", "2024-03/2024-05"),
}


def read(path: Path, options: Settings | None = None) -> Typed:
    options = options or Settings()
    tables, found = read_tables([path], options)
    table, more, mappings = map_all(tables, options)
    return type_events(Mapped(table, [*found, *more], mappings), options)


def plan(path: Path, options: Settings | None = None) -> Plan:
    events, found, mappings = read(path, options)
    return plan_fixes(events, found, mappings=mappings, settings=options or Settings())


def fixed(path: Path, content: bytes, options: Settings | None = None) -> bytes:
    path.write_bytes(content)
    for file in plan(path, options).files:
        write_plan(file)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "- {title: A, where: Sumy, status: ocurred}\n",
            "- {title: A, where: Sumy, status: occurred}\n",
        ),
        (
            "- title: A # x\n  where: Sumy\n  status:  'ocurred'  # y",
            "- title: A # x\n  where: Sumy\n  status:  'occurred'  # y",
        ),
        (
            '- title: A\n  where: Sumy\n  status: "ocurred"\n',
            '- title: A\n  where: Sumy\n  status: "occurred"\n',
        ),
        ("- tilte: A\n  when: 2024\n", "- title: A\n  when: 2024\n"),
        ('- "tilte": A\n', '- "title": A\n'),
        ("- {title: A, lon: 47.1, lat: 137.5}\n", "- {title: A, lon: 137.5, lat: 47.1}\n"),
        ("- {title: A, lon: 200.25, lat: 5}\n", "- {title: A, lon: -159.75, lat: 5}\n"),
        ("- {title: A, sources: [{titel: B}]}\n", "- {title: A, sources: [{title: B}]}\n"),
        (
            "- title: A\n  sources:\n    - url: htps://example.org/a?b=1#c\n",
            '- title: A\n  sources:\n    - url: "https://example.org/a?b=1#c"\n',
        ),
        (
            "defaults: {where: Sumy, status: ocurred}\nevents: [{title: A}, {title: B}]\n",
            "defaults: {where: Sumy, status: occurred}\nevents: [{title: A}, {title: B}]\n",
        ),
        (
            "- {title: A, when: 2024, status: ocurred}\n- {title: ocurred, status: ocurred}\n",
            "- {title: A, when: 2024, status: occurred}\n- {title: ocurred, status: occurred}\n",
        ),
        (
            "- {title: Ä\u2028😀, where: Sumy, status: ocurred}\n",
            "- {title: Ä\u2028😀, where: Sumy, status: occurred}\n",
        ),
    ],
)
def test_yaml_is_fixed(tmp_path, before, after):
    """A proposal replaces the value or the key, in the style in which it is written."""
    assert after == fixed(tmp_path / "a.yaml", before.encode()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "- {title: A, where: Sumy, status: xyzzy}\n",  # no proposal
        "- {title: A, when: 2024-13-05}\n",  # a condition
        "- {title: A, where: Sumy, tilte: B}\n",  # the field is there already
        "- {title: A, where: Sumy, status: >-\n    ocurred}\n",  # not one line
        "- {title: &a ocurred, where: Sumy, status: *a}\n",  # an alias
    ],
)
def test_what_is_not_certain_stays(tmp_path, text):
    """Without exactly one proposal, or without the old text at its place, nothing is written."""
    assert text == fixed(tmp_path / "a.yaml", text.encode()).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title,when,status\nA,2024,ocurred\n", "title,when,status\nA,2024,occurred\n"),
        ('title,when,status\r\n"a\r\nb",2024,"ocurred"\r\nB,2024,  ocurred \r\n',
         'title,when,status\r\n"a\r\nb",2024,"occurred"\r\nB,2024,  occurred \r\n'),
        ("\ufefftitle;when;status\nA;2024;ocurred", "\ufefftitle;when;status\nA;2024;occurred"),
        ("sep=;\ntitle;when;status\nA;2;ocurred\n", "sep=;\ntitle;when;status\nA;2;occurred\n"),
        ("title,when,lon,lat\nA,2024,47.1,137.5\nB,2024,131.9,43.1\n",
         "title,when,lon,lat\nA,2024,137.5,47.1\nB,2024,131.9,43.1\n"),
        ("title,when,link\nA,2024,htps://a.example\n", "title,when,link\nA,2024,https://a.example\n"),
        ("title,when,descripton\nA,2024,b\n", "title,when,description\nA,2024,b\n"),
        ("Was geschah\tDatum\tStatus\nA\t2024-05/2024-03\tocurred\nB\t2024\tplanned\n",
         "Was geschah\tDatum\tStatus\nA\t2024-03/2024-05\toccurred\nB\t2024\tplanned\n"),
    ],
)  # fmt: skip
def test_csv_is_fixed(tmp_path, before, after):
    """A proposal replaces a cell in the column of its field; quotation marks and spaces stay."""
    assert after == fixed(tmp_path / "a.csv", before.encode()).decode()


#: Names of files and their content, in which WRONG becomes RIGHT.
JSON = [
    ("a.json", '[{"title": "A", "where": "Sumy",\r\n\t"status" : "WRONG"}]\r\n'),
    (
        "a.json",
        '{"events": [{"title": "ocurred", "status": "WRONG"}, {"title":"B","status":"planned"}]}',
    ),
    ("a.json", '{"defaults": {"status": "WRONG"}, "events": [{"title": "A", "when": "2024"}]}'),
    (
        "a.json",
        (
            '{"count": 2, "data": [{"Headline": "A", "Status": "WRONG", "x": "\\u00e9"},'
            ' {"Headline": "B", "Status": "planned"}]}'
        ),
    ),
    (
        "a.geojson",
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,\n'
            ' "properties": {"title": "A", "status": "WRONG"}}, {"properties": {"title": "B", '
            '"status": "planned"}, "geometry": null, "type": "Feature"}]}\n'
        ),
    ),
    (
        "a.jsonl",
        (
            '{"title": "A", "status": "WRONG"}\n\n{"title": "B", "status": "planned"}\n'
            '{"title": "C", "status": "WRONG"}'
        ),
    ),
    (
        "a.geojsons",
        (
            '\x1e{"type": "Feature", "geometry": null,\n"properties": {"title": "A", "status": '
            '"planned"}}\n\x1e{"type": "Feature", "geometry": null,\n'
            '"properties": {"title": "B", "status": "WRONG"}}\n'
        ),
    ),
]


@pytest.mark.parametrize("case", JSON)
def test_json_is_fixed(tmp_path, case):
    """In JSON, GeoJSON and lines of them, the wrong texts change, and no other byte."""
    name, text = case
    before, after = (text.replace("WRONG", word) for word in ("ocurred", "occurred"))
    assert after == fixed(tmp_path / name, before.encode()).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"lon": 200.25, "lat": 5', '"lon": -159.75, "lat": 5'),
        ('"lon": 47.1, "lat": 137.5', '"lon": 137.5, "lat": 47.1'),
        ('"lon": "47.1", "lat": "137.5"', '"lon": "137.5", "lat": "47.1"'),
        ('"lon": 47.10, "lat": 137.5', '"lon": 47.10, "lat": 137.5'),
        (
            '"sources": [{"titel": "B", "url": "htps://a.example"}]',
            '"sources": [{"title": "B", "url": "https://a.example"}]',
        ),
        ('"sources": {"url": "htps://a.example"}', '"sources": {"url": "https://a.example"}'),
        ('"verifcation": "disputed"', '"verification": "disputed"'),
        ('"when": "2024-05\\/2024-03"', '"when": "2024-03/2024-05"'),
        ('"verification": null, "verifcation": 1', '"verification": null, "verifcation": 1'),
        ('"status": "planned", "status": "ocurred"', '"status": "planned", "status": "ocurred"'),
    ],
)  # fmt: skip
def test_values_and_keys_of_json_are_fixed(tmp_path, before, after):
    """Numbers stay numbers, and what is there twice or is written otherwise stays."""
    other = '{"title": "B", "status": "planned", "lon": 139.1, "lat": 35.2}'
    before, after = (f'[{{"title": "A", {text}}}, {other}]' for text in (before, after))
    assert after == fixed(tmp_path / "a.json", before.encode()).decode()


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_the_encoding_of_json_stays(tmp_path, codec):
    """A byte order mark and the encoding of a JSON file stay."""
    text = '[{"title": "Ä", "status": "WRONG"}, {"title": "B", "status": "planned"}]'
    before, after = (text.replace("WRONG", word).encode(codec) for word in ("ocurred", "occurred"))
    assert after == fixed(tmp_path / "a.json", before)


def test_a_cell_that_needs_quotation_marks_gets_them(tmp_path):
    """A new text with the delimiter in it is quoted."""
    options = Settings(event_types=("fire, flood", "other"))
    before = b"title,when,event_type\nA,2024,other\nB,2024,other\nC,2024,fire flood\n"
    written = fixed(tmp_path / "a.csv", before, options)
    assert before.replace(b"fire flood", b'"fire, flood"') == written


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "windows-1251"])
def test_the_encoding_stays(tmp_path, codec):
    """The bytes of the fixed file are those of its text in the same encoding."""
    text = "title,when,status\nВзрыв на складе у реки,2024,ocurred\n"
    before = text.encode(codec)
    after = fixed(tmp_path / "a.csv", before)
    assert text.replace("ocurred", "occurred").encode(codec) == after


def test_a_character_that_the_encoding_lacks_is_not_written(tmp_path):
    """A proposal that the encoding of the file cannot hold is left."""
    options = Settings(event_types=("взрывы", "other"), read=ReadSettings(encoding="latin-1"))
    before = "title,when,event_type\nÄ,2024,взрыв\n".encode()
    assert before == fixed(tmp_path / "a.csv", before, options)


def test_swapped_columns_are_left(tmp_path):
    """If no row proves that the columns are right, all may be swapped, also those in range."""
    before = b"title,when,lon,lat\nA,2024,47.1,137.5\nB,2024,50.9,34.8\n"
    assert before == fixed(tmp_path / "a.csv", before)


def test_one_file_under_two_names_is_fixed_once(project):
    """A file that is given twice has one plan."""
    ran = invoke("fix", "a.yaml", str(project), "--yes")
    assert 0 == ran.exit_code, ran.stderr
    assert "- {title: A, where: Sumy, status: occurred}\n" == project.read_text(encoding="utf-8")


def test_a_text_of_several_columns_is_left(tmp_path):
    """A text that no cell has as a whole is not written; the plan counts it."""
    (tmp_path / "a.csv").write_text("title,start,end\nA,2024-05,2024-03\n", encoding="utf-8")
    assert ((), 1) == (plan(tmp_path / "a.csv").files, plan(tmp_path / "a.csv").left)


@st.composite
def files(draw) -> tuple[str, bytes, bytes]:
    """Return a name, and the content of a file with slips and without."""
    rows = draw(st.lists(st.dictionaries(st.sampled_from([*SLIPS]), st.booleans()), min_size=1))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    codec = draw(st.sampled_from(["utf-8", "utf-8-sig"]))
    name = draw(st.sampled_from(["a.csv", "a.yaml", "a.json", "a.jsonl"]))
    title = st.text("abc ,;:#'\"é日-", min_size=1).map(lambda text: f"T{text}T")
    titles = [draw(title) for _ in rows]
    quoted = [draw(st.booleans()) for _ in rows]
    texts = []
    for side in (0, 1):
        made = {"a.csv": _csv, "a.yaml": _yaml, "a.json": _json, "a.jsonl": _lines}[name]
        lines = made(rows, titles, quoted=quoted, side=side)
        texts.append(ending.join([*lines, ""]).encode(codec))
    return name, texts[0], texts[1]


def _value(name: str, is_slip: bool, side: int) -> str:  # noqa: FBT001
    return SLIPS[name][0 if is_slip and not side else 1]


def _csv(rows, titles, *, quoted, side) -> list[str]:
    lines = ["title,when,status,verification,Colour"]
    for row, title, is_quoted in zip(rows, titles, quoted, strict=True):
        cells = [_value(n, row[n], side) if n in row else "" for n in ("when", "status")]
        cells.append(
            _value("verification", row["verification"], side) if "verification" in row else ""
        )
        mark = '"' if is_quoted else ""
        text = '"' + title.replace('"', '""') + '"'
        lines.append(",".join([text, *(f"{mark}{c}{mark}" if c else "" for c in cells), "ocurred"]))
    return lines


def _yaml(rows, titles, *, quoted, side) -> list[str]:
    lines = ["# ocurred, disputd"]
    for row, title, is_quoted in zip(rows, titles, quoted, strict=True):
        lines.append("- title: '" + title.replace("'", "''") + "'  # a remark")
        lines.append("  where: Sumy")
        mark = "'" if is_quoted else ""
        lines += [f"  {n}:  {mark}{_value(n, slip, side)}{mark} # {n}" for n, slip in row.items()]
    return lines


def _lines(rows, titles, *, quoted, side) -> list[str]:
    lines = []
    for row, title, is_spaced in zip(rows, titles, quoted, strict=True):
        space = " \t" if is_spaced else ""
        fields = {"title": title, "where": "Sumy", "more": {"status": "ocurred", "n": [1.50, None]}}
        fields |= {n: _value(n, slip, side) for n, slip in row.items()}
        parts = [
            f"{space}{json.dumps(n)}{space}:{space}{json.dumps(v, ensure_ascii=is_spaced)}"
            for n, v in fields.items()
        ]
        lines.append("{" + f"{space},".join(parts) + space + "}")
    return lines


def _json(rows, titles, *, quoted, side) -> list[str]:
    return ["[", ",\n\n".join(_lines(rows, titles, quoted=quoted, side=side)), "]"]


@settings(max_examples=25, deadline=None)
@given(files())
def test_only_the_slips_change(tmp_path_factory, made):
    """The fixed file is the file without slips, byte for byte; a second run changes nothing."""
    name, before, after = made
    path = tmp_path_factory.mktemp("fix") / name
    assert after == fixed(path, before)
    again = plan(path)
    assert ((), 0) == (again.files, again.left)
    assert [] == [found for found in read(path).diagnostics if found.edits]


def test_a_file_that_changed_is_not_written(tmp_path):
    """If the file is not as it was read, it is refused and stays as it is."""
    path = tmp_path / "a.yaml"
    path.write_text("- {title: A, where: Sumy, status: ocurred}\n", encoding="utf-8")
    (file,) = plan(path).files
    path.write_text("- {title: B, where: Sumy, status: ocurred}\n", encoding="utf-8")
    with pytest.raises(OutputError, match="has changed"):
        write_plan(file)
    assert "title: B, where: Sumy, status: ocurred" in path.read_text(encoding="utf-8")


def test_permissions_stay(tmp_path):
    """The fixed file has the permissions of the old one."""
    path = tmp_path / "a.yaml"
    path.write_text("- {title: A, where: Sumy, status: ocurred}\n", encoding="utf-8")
    path.chmod(0o640)
    fixed(path, path.read_bytes())
    assert 0o640 == os.stat(path).st_mode & 0o777  # noqa: PTH116


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with one file that has a slip."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(
        "- {title: A, where: Sumy, status: ocurred}\n", encoding="utf-8"
    )
    return tmp_path / "a.yaml"


def test_nothing_is_written_without_a_terminal(project):
    """Without ``--yes`` the diff is shown, nothing is written, and the exit code is 1."""
    ran = invoke("fix", "a.yaml")
    assert 1 == ran.exit_code
    assert "-- {title: A, where: Sumy, status: ocurred}\n" in ran.stdout
    assert "+- {title: A, where: Sumy, status: occurred}\n" in ran.stdout
    assert "use --yes" in ran.stderr
    assert "ocurred}" in project.read_text(encoding="utf-8")


def test_yes_writes(project):
    """``--yes`` writes; then there is nothing to fix."""
    ran = invoke("fix", "a.yaml", "--yes")
    assert (0, "wrote a.yaml: 1 change\n") == (ran.exit_code, ran.stderr)
    assert "- {title: A, where: Sumy, status: occurred}\n" == project.read_text(encoding="utf-8")
    ran = invoke("fix", "a.yaml")
    assert (0, "nothing to fix\n") == (ran.exit_code, ran.stderr)


@pytest.mark.parametrize("answer", ["y", ""])
def test_a_terminal_is_asked(project, monkeypatch, answer):
    """At a terminal the answer decides, and the default is no."""
    monkeypatch.setattr(fix, "is_terminal", lambda: True)
    ran = invoke("fix", "a.yaml", stdin=answer + "\n")
    word = "occurred" if answer else "ocurred"
    assert int(not answer) == ran.exit_code
    assert "Write 1 change? [y/N]" in ran.stderr
    assert f"status: {word}}}" in project.read_text(encoding="utf-8")


def test_a_misspelt_place_is_fixed(project):
    """A name that is spelt like just one place is replaced within its expression."""
    project.write_text("- {title: A, where: near Vladivostock}\n", encoding="utf-8")
    ran = invoke("fix", "a.yaml", "--yes")
    assert 0 == ran.exit_code
    assert 'where: "near Vladivostok, ' in project.read_text(encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_standard_input_is_refused():
    """There is no file to fix behind ``-``."""
    assert 2 == invoke("fix", "-").exit_code
