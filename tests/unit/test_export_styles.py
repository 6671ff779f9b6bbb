"""Styles for GIS programs: the colours, sizes and forms of the page as rules."""

from __future__ import annotations

import dataclasses
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import shapely

from command_line import dateline
from dateline.errors import SettingsError
from dateline.export import check_outputs, export_events
from dateline.export.qgis import SHAPES, expression, qml
from dateline.export.sld import sld
from dateline.export.style_rules import Condition, style_rules
from dateline.layers import GROUP_COLOUR, PALETTE, assign_layers
from dateline.map_settings import StyleSettings
from dateline.settings import OutputSettings, Settings
from dateline.styles import FORMS, MISSING_FORM, OTHER_FORM
from sample_events import point, shape, table_of

OGC = "{http://www.opengis.net/ogc}"
SE = "{http://www.opengis.net/se}"
AREA = shapely.box(30, 50, 31, 51)
ROUTE = shapely.LineString([(30, 50), (31, 51)])
HOSTILE = """<b> & "it's" \\ ]]>\x01"""
ROWS: list[dict[str, Any]] = [
    {"event_id": "a", "event_type": "riots", "fatalities_best": 100, "layer": "One", **point(3, 4)},
    {
        "event_id": "b",
        "event_type": "battles",
        "fatalities_best": 1,
        "layer": HOSTILE,
        **point(3, 5),
    },
    {"event_id": "c", "event_type": "riots", "fatalities_best": 20, **shape(ROUTE)},
    {"event_id": "d", "status": "planned", "layer": " One ", **shape(AREA)},
    {"event_id": "e", "event_type": "battles", "fatalities_best": 9, "status": "occurred"},
]
NAMES = {column: column for column in ("title", "layer", "event_type", "fatalities_best", "status")}


def settings(**style: object) -> Settings:
    return dataclasses.replace(Settings(), style=StyleSettings(**style))


def styles(folder: Path, rows: list[dict[str, Any]] = ROWS, **style: object) -> dict[str, Any]:
    """Return QML and SLD, parsed, by the table they are for."""
    path = folder / "events.gpkg"
    export_events(table_of(rows), path, settings(**style))
    with sqlite3.connect(path) as database:
        found = database.execute(
            "SELECT f_table_name, styleQML, styleSLD FROM layer_styles"
            " WHERE useAsDefault AND f_geometry_column = 'geom'"
        ).fetchall()
    return {name: (ET.fromstring(one), ET.fromstring(two)) for name, one, two in found}  # noqa: S314


def filters(root: ET.Element) -> list[str]:
    return [rule.attrib["filter"] for rule in root.iter("rule")]


def test_each_table_with_a_geometry_has_a_style(tmp_path: Path) -> None:
    """Points have marks, lines lines, areas areas; events without a place have no style."""
    found = styles(tmp_path)
    kinds = {
        name: {symbol.attrib["type"] for symbol in root.iter("symbol")}
        for name, (root, _) in found.items()
    }
    assert {
        "events_points": {"marker"},
        "events_lines": {"line"},
        "events_areas": {"fill"},
    } == kinds
    symbolizers = {
        name: {
            element.tag.removeprefix(SE)
            for element in root.iter()
            if element.tag.endswith("Symbolizer")
        }
        for name, (_, root) in found.items()
    }
    assert {"PointSymbolizer", "TextSymbolizer"} == symbolizers["events_points"]
    assert {"LineSymbolizer", "TextSymbolizer"} == symbolizers["events_lines"]
    assert {"PolygonSymbolizer", "TextSymbolizer"} == symbolizers["events_areas"]


def test_layers_have_the_colours_of_the_page(tmp_path: Path) -> None:
    """A rule is for the texts of a layer as the events have them; others come last."""
    rules = style_rules(table_of(ROWS), settings(), NAMES)
    _, layers = assign_layers(table_of(ROWS), Settings())
    colours = {layer.path: layer.colour for layer in layers}
    found = {rule.label: (rule.colour, {*rule.test.values}) for rule in rules.colours}
    assert (colours["One"], {"One", " One "}) == found["One"]
    assert colours[""] == found["Unsorted"][0]
    assert ("Other", True) == (rules.colours[-1].label, rules.colours[-1].test.is_others)
    root, _ = styles(tmp_path)["events_points"]
    assert "\"layer\" IN (' One ', 'One')" in filters(root)
    assert "ELSE" == filters(root)[-1]


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """A quotation mark or a backslash in a layer ends no text and no attribute."""
    root, other = styles(tmp_path)["events_points"]
    quoted = HOSTILE.replace("\x01", "\ufffd").replace("\\", "\\\\").replace("'", "''")
    assert any(f"'{quoted}'" in text for text in filters(root))
    literals = [element.text for element in other.iter(f"{OGC}Literal")]
    assert HOSTILE.replace("\x01", "\ufffd") in literals


def test_a_column_of_words_gives_colours_and_forms(tmp_path: Path) -> None:
    """Each word has its colour and its form, and so have events without one."""
    rules = style_rules(table_of(ROWS), settings(colour="event_type", symbol="event_type"), NAMES)
    assert [("battles", PALETTE[0][0]), ("riots", PALETTE[1][0])] == [
        (rule.label, rule.colour) for rule in rules.colours[:2]
    ]
    assert ("Not stated", True) == (rules.colours[2].label, rules.colours[2].test.is_missing)
    assert ["circle", "square", "dot"] == [form for form, _ in rules.forms]
    root, other = styles(tmp_path, colour="event_type", symbol="event_type")["events_points"]
    formulas = {
        option.attrib["value"]
        for option in root.iter("Option")
        if option.get("name") == "expression"
    }
    assert (
        "CASE WHEN \"event_type\" = 'battles' THEN 'circle' WHEN \"event_type\" = 'riots'"
        " THEN 'square' WHEN \"event_type\" IS NULL THEN 'circle' ELSE 'circle' END" in formulas
    )
    marks = {element.text for element in other.iter(f"{SE}WellKnownName")}
    assert {"circle", "square"} == marks


def test_a_column_of_numbers_gives_classes() -> None:
    """Classes have no gap and no overlap, whatever the first and the last number are."""
    table = table_of([{"event_id": str(n), "fatalities_best": n} for n in range(0, 100, 7)])
    rules = style_rules(table, settings(colour="fatalities_best"), NAMES)
    tests = [
        rule.test for rule in rules.colours if not (rule.test.is_missing or rule.test.is_others)
    ]
    assert len(tests) == 5
    assert (None, None) == (tests[0].low, tests[-1].high)
    assert [one.high for one in tests[:-1]] == [one.low for one in tests[1:]]
    assert f'"fatalities_best" < {tests[0].high}' == expression(tests[0])
    found = [expression(rule.test) for rule in rules.colours[-2:]]
    assert ['"fatalities_best" IS NULL', ""] == found


def test_sizes_are_those_of_the_page(tmp_path: Path) -> None:
    """In QML the area is proportional to the number; in SLD there are classes of sizes."""
    root, other = styles(tmp_path, size="fatalities_best")["events_points"]
    (formula,) = {
        text for option in root.iter("Option") if "sqrt" in (text := option.get("value", ""))
    }
    assert 'sqrt(max("fatalities_best", 0) / 100.0)' in formula
    sizes = {float(element.text) for element in other.iter(f"{SE}Size")}
    assert {44.0, 7.0, 5.2} <= sizes
    rules = style_rules(table_of(ROWS), settings(size="fatalities_best"), NAMES)
    lows = [low for low, _ in rules.size.classes]
    assert lows == sorted(lows, reverse=True)
    assert 0 == lows[-1]


def test_what_has_not_happened_is_hollow(tmp_path: Path) -> None:
    """Planned events are hollow or dashed, those of unknown status are not."""
    root, other = styles(tmp_path)["events_areas"]
    condition = "\"status\" IN ('planned', 'forecast', 'cancelled')"
    dashes = [o.get("value") for o in root.iter("Option") if condition in o.get("value", "")]
    assert {f"CASE WHEN {condition} THEN 'dash' END"} == {*dashes}
    dashed = [
        rule
        for rule in other.iter(f"{SE}Rule")
        if any(one.get("name") == "stroke-dasharray" for one in rule.iter(f"{SE}SvgParameter"))
    ]
    assert 2 * len(dashed) + 1 == len([*other.iter(f"{SE}Rule")])


def test_retracted_events_are_switched_off(tmp_path: Path) -> None:
    """They have a rule of their own, which is off, and no rule of SLD is for them."""
    rows = [*ROWS, {"event_id": "f", "record_status": "retracted", **point(1, 1)}]
    root, other = styles(tmp_path, rows)["events_points"]
    rule = root.find(".//rule[@checkstate='0']")
    assert "\"record_status\" = 'retracted'" == rule.attrib["filter"]
    drawn = [one for one in other.iter(f"{SE}Rule") if one.find(f"{SE}PointSymbolizer") is not None]
    assert all(
        "retracted" in [literal.text for literal in one.iter(f"{OGC}Literal")] for one in drawn
    )
    assert styles(tmp_path)["events_points"][0].find(".//rule[@checkstate='0']") is None


def test_styles_say_the_time_of_events(tmp_path: Path) -> None:
    """QGIS's temporal controller takes start and end, both inclusive; titles are labels."""
    for root, _ in styles(tmp_path).values():
        found = root.find("temporal").attrib
        assert ("1", "2", "1") == (found["enabled"], found["mode"], found["limitMode"])
        assert ("start_time", "end_time") == (found["startField"], found["endField"])
        assert "title" == root.find("labeling/settings/text-style").attrib["fieldName"]


def test_every_form_has_a_shape() -> None:
    """No form of the page is unknown to the styles."""
    assert {form.name for form in (*FORMS, OTHER_FORM, MISSING_FORM)} == {*SHAPES}
    for form in SHAPES:
        rules = dataclasses.replace(
            style_rules(table_of(ROWS), settings(), NAMES), forms=((form, Condition()),)
        )
        assert ET.fromstring(qml(rules, "Point")).tag == "qgis"  # noqa: S314 - ours
        assert len([*ET.fromstring(sld(rules, "Point", "x")).iter(f"{SE}Mark")]) > 0  # noqa: S314


def test_others_of_many_words_are_the_last_rule() -> None:
    """Rare words share the rule for all others, which in SLD excludes each named word."""
    rows = [{"event_id": str(n), "sub_event_type": f"word {n // 2:02}"} for n in range(30)]
    rules = style_rules(
        table_of(rows), settings(colour="sub_event_type"), {"sub_event_type": "sub"}
    )
    last = rules.colours[-1]
    assert (True, len(PALETTE) + 1) == (last.test.is_others, len(rules.colours))
    assert last.colour != GROUP_COLOUR[0]
    root = ET.fromstring(sld(rules, "Polygon", "events"))  # noqa: S314 - ours
    rule = [*root.iter(f"{SE}Rule")][-1]
    assert len(PALETTE) - 1 == len([*rule.iter(f"{OGC}Literal")])


@pytest.mark.parametrize(("suffix", "start"), [(".fgb", "start_time"), (".geojson", "start")])
def test_a_style_stands_next_to_a_file_when_asked(tmp_path: Path, suffix: str, start: str) -> None:
    """It has the columns of that format; the name of the file is for the most frequent kind."""
    rows = [{**row, "Order": "x"} for row in ROWS]
    table = table_of(rows).assign(Order=["x", "y", "x", "y", "x"])
    path = tmp_path / f"events{suffix}"
    export_events(table, path, settings(colour="Order"))
    assert [path] == [*tmp_path.iterdir()]
    export_events(table, path, settings(colour="Order", qml=True))
    names = {f"events{suffix}", "events.qml", "events-lines.qml", "events-areas.qml"}
    assert names == {one.name for one in tmp_path.iterdir()}
    root = ET.fromstring((tmp_path / "events.qml").read_text())  # noqa: S314 - ours
    assert {"marker"} == {symbol.attrib["type"] for symbol in root.iter("symbol")}
    assert start == root.find("temporal").attrib["startField"]
    order = "Order_" if suffix == ".fgb" else "Order"
    assert f"\"{order}\" = 'x'" in filters(root)


def test_the_command_writes_a_style_when_asked(tmp_path: Path) -> None:
    """The option overrides the setting, in both directions."""
    (tmp_path / "events.csv").write_text("title,lon,lat\nA,34.8,50.9\n", encoding="utf-8")
    (tmp_path / "dateline.toml").write_text("[style]\nqml = true\n", encoding="utf-8")
    for name, options in (("a", []), ("b", ["--no-qml"]), ("c", ["--qml"])):
        ran = dateline("export", "events.csv", "-o", f"{name}.fgb", *options, cwd=tmp_path)
        assert 0 == ran.returncode, ran.stderr
    assert ["a.qml", "c.qml"] == sorted(path.name for path in tmp_path.glob("*.qml"))


def test_two_files_cannot_share_a_style() -> None:
    """Before a build does anything, exports of one name with styles next to them are refused."""
    output = OutputSettings(exports=("events.fgb", "events.geojson", "events.gpkg"))
    check_outputs(Settings(output=output))
    with pytest.raises(SettingsError, match=r"style\.qml"):
        check_outputs(dataclasses.replace(settings(qml=True), output=output))


def test_a_column_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """The error is that of the page, and no file is left."""
    with pytest.raises(SettingsError, match=r"style\.colour"):
        styles(tmp_path, colour="event_typ")
    assert not [*tmp_path.iterdir()]
