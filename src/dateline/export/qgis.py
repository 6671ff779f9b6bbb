"""Styles for QGIS (QML): colours, sizes, forms, labels and the time of events.

The elements are those that QGIS 3.22 writes; it takes its defaults for what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dateline.export.markup import xml_attribute
from dateline.export.style_rules import (
    HOLLOW,
    RETRACTED,
    UNSIZED_PX,
    USUAL_PX,
    ColourRule,
    Condition,
    SizeRule,
    StyleRules,
)
from dateline.layers import GROUP_COLOUR
from dateline.styles import LARGEST_PX, SMALLEST_PX

_HEAD: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
#: What a style says; QGIS leaves everything else as it is.
_CATEGORIES: Final = "Symbology|Labeling|MapTips|Temporal"
#: ``ModeFeatureDateTimeStartAndEndFromFields``, and ``IncludeBeginIncludeEnd``: ends are inclusive.
_START_AND_END, _BOTH_INCLUDED = 2, 1
#: QGIS's word for a symbol, by GDAL's name of a type.
SYMBOLS: Final = {"Point": "marker", "LineString": "line", "Polygon": "fill"}
#: Millimetres of a pixel at 96 to the inch, for symbols of the same size on every screen.
_MM: Final = 25.4 / 96
#: Labels are shown from this scale on: nearer than 1 to a million.
LABEL_SCALE: Final = 1_000_000
#: QGIS's name of a form, and how far it is turned.
SHAPES: Final = {
    "circle": ("circle", 0),
    "square": ("square", 0),
    "triangle": ("triangle", 0),
    "diamond": ("diamond", 0),
    "plus": ("cross_fill", 0),
    "star": ("star", 0),
    "triangle-down": ("triangle", 180),
    "bar": ("pentagon", 0),
    "dot": ("circle", 0),
}
#: Where QGIS places labels: around a point, along a line, over an area.
_PLACEMENTS: Final = {"Point": 6, "LineString": 2, "Polygon": 1}


def qml(rules: StyleRules, geometry: str) -> str:
    """Return a style for a layer with one kind of geometry.

    Rules draw the events: one for each class of colours. Sizes and forms are computed from the
    columns, events that have not happened are hollow or dashed, and retracted ones are switched
    off. QGIS's temporal controller shows events while it passes them, and undated ones always.

    Args:
        rules: The looks, with the names of the columns in the file.
        geometry: ``Point``, ``LineString``, ``Polygon`` or, for any, nothing.
    """
    title = rules.columns.get("title", "")
    labelled = int(bool(title))
    return "".join(
        (
            _HEAD,
            f'<qgis version="3.22.0" styleCategories="{_CATEGORIES}" labelsEnabled="{labelled}">\n',
            _temporal(rules),
            *_renderer(rules, geometry),
            _labels(title, geometry) if title else "",
            f"<previewExpression>{_escaped(_name(title))}</previewExpression>\n" if title else "",
            "</qgis>\n",
        )
    )


def _temporal(rules: StyleRules) -> str:
    start, end = (rules.columns.get(name, "") for name in ("start", "end"))
    return (
        f'<temporal enabled="{int(bool(start and end))}" mode="{_START_AND_END}"'
        f" startField={xml_attribute(start)} endField={xml_attribute(end)}"
        f' limitMode="{_BOTH_INCLUDED}" startExpression="" endExpression="" durationField=""'
        ' durationUnit="min" fixedDuration="0" accumulate="0">'
        "<fixedRange><start></start><end></end></fixedRange></temporal>\n"
    )


# --- rules ----------------------------------------------------------------------------------------


def _renderer(rules: StyleRules, geometry: str) -> Iterator[str]:
    """Yield the rules, then their symbols. Keys are numbers, so that the bytes are the same."""
    yield '<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0">\n'
    yield '<rules key="rules">\n'
    drawn = [*rules.colours]
    listed = "".join(
        f'<rule key="rule-{n}" symbol="{n}" label={xml_attribute(one.label)}'
        f" filter={xml_attribute(expression(one.test) or 'ELSE')}/>\n"
        for n, one in enumerate(drawn)
    )
    if rules.has_retracted:
        status = _name(rules.columns["record_status"])
        valid = f"{status} IS NULL OR {status} <> {_text(RETRACTED)}"
        listed = (
            f'<rule key="valid" label="Events" filter={xml_attribute(valid)}>\n{listed}</rule>\n'
        )
        off = xml_attribute(f"{status} = {_text(RETRACTED)}")
        listed += (
            f'<rule key="retracted" symbol="{len(drawn)}" label="Retracted" checkstate="0"'
            f" filter={off}/>\n"
        )
        drawn.append(ColourRule("Retracted", GROUP_COLOUR[0], Condition()))
    yield f"{listed}</rules>\n<symbols>\n"
    for number, one in enumerate(drawn):
        yield _symbol(number, one.colour, rules, geometry=geometry)
    yield "</symbols>\n</renderer-v2>\n"


def expression(test: Condition) -> str:
    """Return a test as an expression of QGIS; nothing if it is for all other events."""
    if test.is_others:
        return ""
    name = _name(test.column)
    if test.is_missing:
        return f"{name} IS NULL"
    if test.values:
        values = [_text(v) if isinstance(v, str) else str(v) for v in test.values]
        return f"{name} = {values[0]}" if len(values) == 1 else f"{name} IN ({', '.join(values)})"
    ends = [f"{name} >= {test.low!r}"] if test.low is not None else []
    return " AND ".join([*ends, *([f"{name} < {test.high!r}"] if test.high is not None else [])])


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(text: str) -> str:
    # Expressions take a backslash as the start of an escape.
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _escaped(text: str) -> str:
    return xml_attribute(text)[1:-1]


# --- symbols --------------------------------------------------------------------------------------


def _symbol(number: int, colour: str, rules: StyleRules, *, geometry: str) -> str:
    rgb = ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    hollow = ""
    if status := rules.columns.get("status"):
        hollow = expression(Condition(status, HOLLOW))
    layer = {"Point": _marker, "LineString": _line}.get(geometry, _fill)(rgb, hollow, rules)
    kind = SYMBOLS.get(geometry, "fill")
    return f'<symbol name="{number}" type="{kind}" alpha="1" clip_to_extent="1">{layer}</symbol>\n'


def _marker(rgb: str, hollow: str, rules: StyleRules) -> str:
    computed = {}
    if hollow:
        computed["fillColor"] = f"CASE WHEN {hollow} THEN '255,255,255,255' END"
        computed["outlineColor"] = f"CASE WHEN {hollow} THEN '{rgb},255' END"
    if rules.size:
        computed["size"] = _size(rules.size)
    if rules.forms:
        computed["name"] = _choice(rules, 0, "'circle'")
        computed["angle"] = _choice(rules, 1, "0")
    options = {
        "name": "circle",
        "color": f"{rgb},255",
        "outline_color": "255,255,255,255",
        "outline_width": "0.3",
        "size": f"{2 * USUAL_PX * _MM:.2f}",
    }
    return _symbol_layer("SimpleMarker", options, computed)


def _size(size: SizeRule) -> str:
    """Return the diameter of a mark in millimetres, whose area is proportional to its number."""
    name = _name(size.column)
    root = f"{2 * LARGEST_PX * _MM:.4f} * sqrt(max({name}, 0) / {size.top!r})"
    least, unsized = (f"{2 * radius * _MM:.4f}" for radius in (SMALLEST_PX, UNSIZED_PX))
    return f"CASE WHEN {name} IS NULL THEN {unsized} ELSE max({least}, {root}) END"


def _choice(rules: StyleRules, part: int, other: str) -> str:
    """Return what gives each event the name of its form (part 0) or how far it is turned (1)."""

    def written(form: str) -> str:
        value = SHAPES[form][part]
        return f"'{value}'" if isinstance(value, str) else str(value)

    cases = [
        f"WHEN {expression(test)} THEN {written(form)}"
        for form, test in rules.forms
        if not test.is_others
    ]
    others = [written(form) for form, test in rules.forms if test.is_others]
    return f"CASE {' '.join(cases)} ELSE {(others or [other])[0]} END" if cases else other


def _line(rgb: str, hollow: str, _rules: StyleRules) -> str:
    options = {"line_color": f"{rgb},255", "line_width": "0.6", "line_style": "solid"}
    return _symbol_layer("SimpleLine", options, _dashes(hollow))


def _fill(rgb: str, hollow: str, _rules: StyleRules) -> str:
    options = {
        "color": f"{rgb},64",
        "style": "solid",
        "outline_color": f"{rgb},255",
        "outline_width": "0.4",
        "outline_style": "solid",
    }
    return _symbol_layer("SimpleFill", options, _dashes(hollow))


def _dashes(hollow: str) -> dict[str, str]:
    return {"outlineStyle": f"CASE WHEN {hollow} THEN 'dash' END"} if hollow else {}


def _symbol_layer(kind: str, options: dict[str, str], computed: dict[str, str]) -> str:
    """Return a layer of a symbol, with the properties that are computed for each event."""
    written = "".join(_option(name, "QString", value) for name, value in options.items())
    properties = "".join(
        f'<Option name="{name}" type="Map">{_option("active", "bool", "true")}'
        f"{_option('expression', 'QString', formula)}{_option('type', 'int', '3')}</Option>"
        for name, formula in computed.items()
    )
    return (
        f'<layer class="{kind}" enabled="1" pass="0" locked="0"><Option type="Map">{written}'
        f'</Option><data_defined_properties><Option type="Map">{_option("name", "QString", "")}'
        f'<Option name="properties" type="Map">{properties}</Option>'
        f"{_option('type', 'QString', 'collection')}</Option></data_defined_properties></layer>"
    )


def _option(name: str, kind: str, value: str) -> str:
    return f'<Option name="{name}" type="{kind}" value={xml_attribute(value)}/>'


def _labels(title: str, geometry: str) -> str:
    placement = _PLACEMENTS.get(geometry, 1)
    return (
        '<labeling type="simple"><settings>'
        f'<text-style fieldName={xml_attribute(title)} isExpression="0" fontSize="8"'
        ' fontSizeUnit="Point" textColor="40,40,40,255">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM"'
        ' bufferColor="255,255,255,255"/></text-style>'
        '<text-format wrapChar="" autoWrapLength="30"/>'
        f'<placement placement="{placement}" priority="5" dist="1" distUnits="MM"'
        ' predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR"/>'
        f'<rendering scaleVisibility="1" scaleMax="{LABEL_SCALE}" scaleMin="0" drawLabels="1"/>'
        "</settings></labeling>\n"
    )
