"""Styles in SLD 1.1 (OGC 05-078r4), with symbols as in SE 1.1 (05-077r4), as QGIS writes them.

SLD cannot compute sizes, so there is a rule for each class of colours, forms, sizes and status.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dateline.export.markup import xml_text
from dateline.export.qgis import LABEL_SCALE
from dateline.export.style_rules import (
    HOLLOW,
    RETRACTED,
    UNSIZED_PX,
    USUAL_PX,
    Condition,
    StyleRules,
)

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<StyledLayerDescriptor version="1.1.0" xmlns="http://www.opengis.net/sld"'
    ' xmlns:se="http://www.opengis.net/se" xmlns:ogc="http://www.opengis.net/ogc">\n'
)
#: The names of forms that every program knows, and how far they are turned. ``x`` stands for the
#: words that share a form.
_MARKS: Final = {
    "circle": ("circle", 0),
    "square": ("square", 0),
    "triangle": ("triangle", 0),
    "diamond": ("square", 45),
    "plus": ("cross", 0),
    "star": ("star", 0),
    "triangle-down": ("triangle", 180),
    "bar": ("x", 0),
    "dot": ("circle", 0),
}
_DASHES: Final = "6 4"


@dataclass(frozen=True, slots=True)
class _Look:
    """The looks of the events of one rule."""

    colour: str
    form: str
    radius: float
    is_hollow: bool


def sld(rules: StyleRules, geometry: str, name: str) -> str:
    """Return a style for a layer with one kind of geometry.

    Args:
        rules: The looks, with the names of the columns in the file.
        geometry: ``Point``, ``LineString``, ``Polygon`` or, for any, nothing.
        name: Name of the layer.
    """
    title = rules.columns.get("title", "")
    written = "".join(
        (
            *(_rule(*found, geometry=geometry) for found in _looks(rules, geometry)),
            _label(title, geometry) if title else "",
        )
    )
    return (
        f"{_HEAD}<NamedLayer><se:Name>{xml_text(name)}</se:Name><UserStyle>"
        f"<se:Name>{xml_text(name)}</se:Name><se:FeatureTypeStyle>\n{written}"
        "</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>\n"
    )


def _looks(rules: StyleRules, geometry: str) -> Iterator[tuple[str, str, _Look]]:
    """Yield label, filter and looks of each rule; the filters exclude each other."""
    colours = [one.test for one in rules.colours]
    forms = rules.forms if geometry == "Point" else ()
    sizes = _sizes(rules) if geometry == "Point" else [("", USUAL_PX)]
    status = rules.columns.get("status", "")
    standing: list[tuple[str, bool]] = [("", False)]
    if status:
        planned = _filter(Condition(status, HOLLOW), [])
        standing = [(_not(planned, status), False), (planned, True)]
    kept = ""
    if rules.has_retracted:
        record = rules.columns["record_status"]
        kept = _not(_filter(Condition(record, (RETRACTED,)), []), record)
    form_tests = [test for _, test in forms]
    shaped = [(form, _filter(test, form_tests)) for form, test in forms] or [("circle", "")]
    for one, (form, formed), (sized, radius), (said, is_hollow) in itertools.product(
        rules.colours, shaped, sizes, standing
    ):
        tests = [part for part in (kept, _filter(one.test, colours), formed, sized, said) if part]
        joined = f"<ogc:And>{''.join(tests)}</ogc:And>" if len(tests) > 1 else "".join(tests)
        yield one.label, joined, _Look(one.colour, form, radius, is_hollow)


def _sizes(rules: StyleRules) -> list[tuple[str, float]]:
    """Return the filter and the radius of each class of sizes."""
    if rules.size is None:
        return [("", USUAL_PX)]
    column = rules.size.column
    found = [(_filter(Condition(column, is_missing=True), []), UNSIZED_PX)]
    high = None
    for low, radius in rules.size.classes:
        found.append((_filter(Condition(column, low=low, high=high), []), radius))
        high = low
    return found


def _filter(test: Condition, all_tests: list[Condition]) -> str:
    """Return a test as an OGC filter; that for others excludes all other tests."""
    name = f"<ogc:PropertyName>{xml_text(test.column)}</ogc:PropertyName>"
    if test.is_others:
        named = [_filter(one, []) for one in all_tests if not one.is_others]
        columns = {one.column for one in all_tests if not one.is_others}
        has_missing = any(one.is_missing for one in all_tests)
        excluded = f"<ogc:Or>{''.join(named)}</ogc:Or>" if len(named) > 1 else "".join(named)
        if not named:
            return ""
        # A comparison with a missing value is neither true nor false.
        return _not(excluded, "" if has_missing else columns.pop())
    if test.is_missing:
        return f"<ogc:PropertyIsNull>{name}</ogc:PropertyIsNull>"
    if test.values:
        parts = [_compared("EqualTo", name, str(value)) for value in test.values]
        return f"<ogc:Or>{''.join(parts)}</ogc:Or>" if len(parts) > 1 else parts[0]
    parts = []
    if test.low is not None:
        parts.append(_compared("GreaterThanOrEqualTo", name, repr(test.low)))
    if test.high is not None:
        parts.append(_compared("LessThan", name, repr(test.high)))
    return f"<ogc:And>{''.join(parts)}</ogc:And>" if len(parts) > 1 else parts[0]


def _not(excluded: str, column: str) -> str:
    """Return the opposite of a filter; events without a value in the column pass, too."""
    opposite = f"<ogc:Not>{excluded}</ogc:Not>"
    if not column:
        return opposite
    return f"<ogc:Or>{_filter(Condition(column, is_missing=True), [])}{opposite}</ogc:Or>"


def _compared(word: str, name: str, value: str) -> str:
    literal = f"<ogc:Literal>{xml_text(value)}</ogc:Literal>"
    return f"<ogc:PropertyIs{word}>{name}{literal}</ogc:PropertyIs{word}>"


# --- symbols --------------------------------------------------------------------------------------


def _rule(label: str, test: str, look: _Look, *, geometry: str) -> str:
    title = xml_text(label)
    symbol = {"Point": _point, "LineString": _line}.get(geometry, _area)(look)
    filtered = f"<ogc:Filter>{test}</ogc:Filter>" if test else ""
    return (
        f"<se:Rule><se:Name>{title}</se:Name><se:Description><se:Title>{title}</se:Title>"
        f"</se:Description>{filtered}{symbol}</se:Rule>\n"
    )


def _point(look: _Look) -> str:
    mark, turn = _MARKS[look.form]
    fill, rim = ("#ffffff", look.colour) if look.is_hollow else (look.colour, "#ffffff")
    turned = f"<se:Rotation>{turn}</se:Rotation>" if turn else ""
    return (
        f"<se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>{mark}</se:WellKnownName>"
        f"<se:Fill>{_given('fill', fill)}</se:Fill>{_stroke(rim, 1)}</se:Mark>"
        f"<se:Size>{2 * look.radius:g}</se:Size>{turned}</se:Graphic></se:PointSymbolizer>"
    )


def _line(look: _Look) -> str:
    stroke = _stroke(look.colour, 2, dashes=look.is_hollow)
    return f"<se:LineSymbolizer>{stroke}</se:LineSymbolizer>"


def _area(look: _Look) -> str:
    inside = _given("fill", look.colour) + _given("fill-opacity", "0.25")
    stroke = _stroke(look.colour, 1.5, dashes=look.is_hollow)
    return f"<se:PolygonSymbolizer><se:Fill>{inside}</se:Fill>{stroke}</se:PolygonSymbolizer>"


def _stroke(colour: str, width: float, *, dashes: bool = False) -> str:
    dashed = _given("stroke-dasharray", _DASHES) if dashes else ""
    return (
        f"<se:Stroke>{_given('stroke', colour)}{_given('stroke-width', f'{width:g}')}{dashed}"
        "</se:Stroke>"
    )


def _given(name: str, value: str) -> str:
    return f'<se:SvgParameter name="{name}">{value}</se:SvgParameter>'


def _label(title: str, geometry: str) -> str:
    placed = "<se:PointPlacement><se:AnchorPoint><se:AnchorPointX>0</se:AnchorPointX>"
    placed += "<se:AnchorPointY>0.5</se:AnchorPointY></se:AnchorPoint></se:PointPlacement>"
    if geometry == "LineString":
        placed = "<se:LinePlacement/>"
    return (
        f"<se:Rule><se:MaxScaleDenominator>{LABEL_SCALE}</se:MaxScaleDenominator>"
        f"<se:TextSymbolizer><se:Label><ogc:PropertyName>{xml_text(title)}</ogc:PropertyName>"
        f"</se:Label><se:Font>{_given('font-size', '10')}</se:Font>"
        f"<se:LabelPlacement>{placed}</se:LabelPlacement><se:Halo><se:Radius>1.5</se:Radius>"
        f"<se:Fill>{_given('fill', '#ffffff')}</se:Fill></se:Halo>"
        f"<se:Fill>{_given('fill', '#282828')}</se:Fill></se:TextSymbolizer></se:Rule>\n"
    )
