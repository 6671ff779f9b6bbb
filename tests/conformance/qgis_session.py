"""Open GeoPackages in QGIS and write what it makes of them; run by the Python that has QGIS.

``python3 qgis_session.py events.gpkg first last`` writes one JSON object for each styled table:
the ids of the events that the temporal controller shows between two times (ISO, the last
excluded), and for QML and SLD the ids of the events that are drawn.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsRenderContext,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, Qt


def drawn(layer: QgsVectorLayer) -> list[str]:
    """Return the ids of the events for which the renderer has a symbol."""
    context = QgsRenderContext()
    scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    context.setExpressionContext(QgsExpressionContext(scopes))
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    found = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if renderer.willRenderFeature(feature, context):
            found.append(feature["event_id"])
    renderer.stopRender(context)
    return found


def shown(layer: QgsVectorLayer, first: str, last: str) -> list[str]:
    """Return the ids of the events that the temporal controller shows."""
    edges = [QDateTime.fromString(edge, Qt.ISODate) for edge in (first, last)]
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    window = QgsDateTimeRange(*edges, includeBeginning=True, includeEnd=False)
    text = layer.temporalProperties().createFilterString(context, window)
    request = QgsFeatureRequest().setFilterExpression(text)
    return [feature["event_id"] for feature in layer.getFeatures(request)]


def main() -> None:
    """Write what QGIS reads."""
    application = QgsApplication([], False)
    application.initQgis()
    path, first, last = sys.argv[1:]
    with sqlite3.connect(path) as database:
        styles = database.execute("SELECT f_table_name, styleSLD FROM layer_styles").fetchall()
    for name, sld in styles:
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        _, has_style = layer.loadDefaultStyle()
        other = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "style.sld"
            file.write_text(sld, encoding="utf-8")
            _, has_sld = other.loadSldStyle(str(file))
        told = {
            "table": name,
            "has_style": has_style,
            "has_sld": has_sld,
            "is_timed": layer.temporalProperties().isActive(),
            "has_labels": layer.labelsEnabled(),
            "shown": shown(layer, first, last),
            "drawn": drawn(layer),
            "drawn_by_sld": drawn(other),
        }
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
