"""Make a page with another tool and print its cost: ``make_page.py TOOL events.csv page.html``.

Runs in the environment of the other tools, not in dateline's. The rows are in memory, as a table
with point geometry, before the clock starts; it stops when the page is on the disk. All text
travels: titles, descriptions and links; lonboard takes all columns of the rows, as dateline does.
One line of JSON is printed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd

sys.path.append(str(Path(__file__).resolve().parents[1]))

import measure

#: Shown in popups or tooltips.
TEXTS = ["title", "description", "layer", "event_type", "when", "sources"]
#: Red, green, blue of the points, by which the painted page is known.
COLOUR = [200, 0, 80]


def read(path: Path) -> gpd.GeoDataFrame:
    """Return the events as points, with all that the rows say but lines and areas."""
    table = pd.read_csv(path, usecols=lambda name: name != "geometry", keep_default_na=False)
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float))
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def lonboard_page(events: gpd.GeoDataFrame, page: Path) -> None:
    """Draw the events as points; a click shows the texts."""
    import lonboard  # noqa: PLC0415 - only the tool that is measured is loaded

    layer = lonboard.ScatterplotLayer.from_geopandas(
        events.drop(columns=["lon", "lat"]),
        get_fill_color=COLOUR,
        radius_min_pixels=3,
        pickable=True,
    )
    lonboard.Map(layer).to_html(page)


def folium_fast_page(events: gpd.GeoDataFrame, page: Path) -> None:
    """Cluster the events in the browser, with popups that a callback makes from the texts."""
    import folium  # noqa: PLC0415
    from folium.plugins import FastMarkerCluster  # noqa: PLC0415

    popup = "row[2] + '<br>' + row[3] + '<br>' + row[7]"
    callback = (
        "function (row) { var marker = L.marker(new L.LatLng(row[0], row[1]));"
        f" marker.bindPopup({popup}); return marker; }}"
    )
    rows = events[["lat", "lon", *TEXTS]].to_numpy().tolist()
    world = folium.Map(location=(20, 10), zoom_start=3)
    FastMarkerCluster(rows, callback=callback).add_to(world)
    world.save(page)


def folium_page(events: gpd.GeoDataFrame, page: Path) -> None:
    """Give each event a marker with a popup, in a cluster."""
    import folium  # noqa: PLC0415
    from folium.plugins import MarkerCluster  # noqa: PLC0415

    world = folium.Map(location=(20, 10), zoom_start=3)
    cluster = MarkerCluster().add_to(world)
    for row in events.itertuples():
        popup = f"{row.title}<br>{row.description}<br>{row.sources}"
        folium.Marker((row.lat, row.lon), popup=popup).add_to(cluster)
    world.save(page)


TOOLS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    "lonboard": lonboard_page,
    "folium-fast": folium_fast_page,
    "folium": folium_page,
}


def main() -> None:
    """Make the page and print what it cost."""
    tool, source, page = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    started = time.perf_counter()
    events = read(source)
    read_at, cpu_at = time.perf_counter(), time.process_time()
    TOOLS[tool](events, page)
    reported = {
        "read_s": read_at - started,
        "build_s": time.perf_counter() - read_at,
        "build_cpu_s": time.process_time() - cpu_at,
        "peak_mb": measure.own_peak_mb(),
        "page_mb": page.stat().st_size / 1e6,
    }
    print(json.dumps(reported))


if __name__ == "__main__":
    main()
