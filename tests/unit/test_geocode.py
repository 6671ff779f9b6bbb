"""Geocoding fills columns, keeps given positions, uses context and settings, reports findings."""

from __future__ import annotations

import gc

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import schema
from dateline.dataset import LIST_TYPES
from dateline.geocoder import contexts
from dateline.normalise import normalise
from dateline.settings import PlaceSettings, Settings
from geocoded import codes, place_events, place_where

SUMY, SUMY_OBLAST = "geonames:692194", "geonames:692196"
RAFAH_GAZA, RAFAH_EGYPT = "geonames:281102", "geonames:350350"
MOSCOW, MOSCOW_IDAHO = "geonames:524901", "geonames:5601538"
PARIS, PARIS_TEXAS = "geonames:2988507", "geonames:4717560"


def test_columns_have_the_dtypes_of_the_schema(gazetteer):
    """Every column that geocoding fills has the dtype of the schema."""
    placed, _ = place_events([{"where": "Sumy"}, {"where": ""}], gazetteer=gazetteer)
    records = str(pd.ArrowDtype(LIST_TYPES["geocode_alternatives"]))
    held = {"text": "str", "number": "float64", "category": "category", "records": records}
    filled = [c for c in schema.COLUMNS if c.name.startswith(("place_", "geocode_"))]
    expected = {column.name: held[column.dtype] for column in filled}
    assert expected == {name: str(placed[name].dtype) for name in expected}
    assert ("geometry", "EPSG:4326") == (str(placed["geometry"].dtype), str(placed.crs))


def test_columns_are_those_of_the_table(gazetteer):
    """Geocoding neither adds nor drops a column."""
    event = {"title": "a", "where": "Sumy", "own": "x"}
    placed, _ = place_events([event], gazetteer=gazetteer)
    typed, _ = normalise(pd.DataFrame([event]), Settings())
    assert set(typed.columns) == set(placed.columns)


def test_city_is_a_point_with_its_radius(gazetteer):
    """A settlement is placed at its point with the precision "settlement"."""
    row = place_where("Sumy", gazetteer=gazetteer)
    assert (SUMY, "settlement", "settlement", "gazetteer", "UA", "Sumy Oblast") == (
        row["place_id"],
        row["place_kind"],
        row["place_precision"],
        row["geocode_method"],
        row["country"],
        row["admin1"],
    )
    assert "Point" == row["geometry"].geom_type
    assert row["uncertainty_m"] > 1_000


def test_region_is_an_area(gazetteer):
    """A region is placed as its outline, never as a point."""
    row = place_where("Sumy Oblast", gazetteer=gazetteer)
    assert (SUMY_OBLAST, "admin1") == (row["place_id"], row["place_precision"])
    assert row["geometry"].geom_type in {"Polygon", "MultiPolygon"}
    assert row["geometry"].intersects(shapely.Point(row["lon"], row["lat"]))


def test_nothing_named_is_unplaced(gazetteer):
    """An event without a place has no geometry, precision unknown, and one finding."""
    placed, findings = place_events([{"where": None}], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (None, "unknown", "none") == (
        row["geometry"],
        row["place_precision"],
        row["geocode_method"],
    )
    assert ["event-unplaced"] == codes(findings)


def test_many_unplaced_are_reported_once(gazetteer):
    """A file of events without places is reported in one line with their number."""
    _, findings = place_events([{"where": None}] * 25, gazetteer=gazetteer)
    assert [("event-unplaced", True)] == [(f.code, "25 events" in f.message) for f in findings]


# --- given positions ------------------------------------------------------------------------------


def test_coordinates_are_kept(gazetteer):
    """An event with coordinates keeps them and gets country, region and nearest settlement."""
    event = {"lon": 35.27, "lat": 51.19}
    placed, findings = place_events([event], gazetteer=gazetteer)
    row = placed.iloc[0]
    assert (35.27, 51.19, "given", "as given", "RU", "Kursk Oblast", "Sudzha", []) == (
        row["lon"],
        row["lat"],
        row["geocode_method"],
        row["place_precision"],
        row["country"],
        row["admin1"],
        row["place_name"],
        codes(findings),
    )


def test_coordinates_beside_a_town_say_near(gazetteer):
    """A position outside the nearest settlement is named "near" it."""
    placed, _ = place_events([{"lon": 35.42, "lat": 51.27}], gazetteer=gazetteer)
    assert placed.iloc[0]["place_name"].startswith("near ")


def test_coordinates_at_sea_have_no_country(gazetteer):
    """A position on the high seas has neither country nor settlement."""
    row = place_events([{"lon": -30.0, "lat": 40.0}], gazetteer=gazetteer)[0].iloc[0]
    assert (True, True) == (pd.isna(row["country"]), pd.isna(row["place_name"]))


def test_written_precision_stands(gazetteer):
    """A precision and an uncertainty in the input are kept."""
    event = {"lon": 35.27, "lat": 51.19, "place_precision": "near", "uncertainty_m": 5000}
    row = place_events([event], gazetteer=gazetteer)[0].iloc[0]
    assert ("near", 5000.0) == (row["place_precision"], row["uncertainty_m"])


def test_far_place_is_reported_with_the_distance(gazetteer):
    """A place far from the given coordinates is a warning; the coordinates are kept."""
    event = {"where": "Sumy, Ukraine", "lon": 139.69, "lat": 35.69}
    placed, findings = place_events([event], gazetteer=gazetteer)
    assert ["place-far"] == codes(findings)
    assert "7,931 km" in findings[0].message
    assert ("JP", 139.69) == (placed.iloc[0]["country"], placed.iloc[0]["lon"])


@pytest.mark.parametrize(
    ("position", "place_id"), [((-95.56, 33.66), PARIS_TEXAS), ((2.35, 48.85), PARIS)]
)
def test_coordinates_say_which_place_is_meant(gazetteer, position, place_id):
    """Among places of one name the one at the coordinates is chosen, without a warning."""
    event = {"where": "Paris", "lon": position[0], "lat": position[1]}
    placed, findings = place_events([event], gazetteer=gazetteer)
    assert (place_id, []) == (placed.iloc[0]["place_id"], codes(findings))


def test_region_named_around_coordinates_is_near(gazetteer):
    """Coordinates inside the named region are not far from it."""
    event = {"where": "Kursk Oblast", "lon": 35.27, "lat": 51.19}
    placed, findings = place_events([event], gazetteer=gazetteer)
    assert ("Kursk Oblast", []) == (placed.iloc[0]["place_name"], codes(findings))


def test_given_geometry_is_kept(gazetteer):
    """A geometry in the input is kept unchanged."""
    area = shapely.box(34, 50, 36, 52)
    row = place_events([{"geometry": area}], gazetteer=gazetteer)[0].iloc[0]
    assert ("area", "given") == (row["place_precision"], row["geocode_method"])
    assert row["geometry"].equals(area)


# --- what decides ---------------------------------------------------------------------------------


def test_containment_decides(gazetteer):
    """Enclosing places decide between places of one name."""
    wheres = ("Rafah, Egypt", "Rafah, Gaza Strip")
    found = [place_where(where, gazetteer=gazetteer)["place_id"] for where in wheres]
    assert [RAFAH_EGYPT, RAFAH_GAZA] == found


def test_either_place_is_not_both(gazetteer):
    """Alternative places are joined by *or*, several places by a semicolon."""
    wheres = ["Sumy or Kyiv", "Sumy; Kyiv"]
    assert wheres == [place_where(where, gazetteer=gazetteer)["place_name"] for where in wheres]


def test_kind_words_decide(gazetteer):
    """A kind word, before, after or in brackets, decides between a city and its region."""
    wheres = ("Sumy (city)", "Sumy, oblast", "Sumy Oblast", "Sumy region")
    found = [place_where(where, gazetteer=gazetteer)["place_id"] for where in wheres]
    assert [SUMY, SUMY_OBLAST, SUMY_OBLAST, SUMY_OBLAST] == found


def test_context_decides(gazetteer):
    """The other places of a layer change what a name means."""
    alone = [{"where": "Moscow", "layer": "a"}]
    context = [{"where": w, "layer": "b"} for w in ("Moscow", "Boise", "Spokane", "Pullman")]
    placed, _ = place_events([*alone, *context], gazetteer=gazetteer)
    assert [MOSCOW, MOSCOW_IDAHO] == placed["place_id"].iloc[:2].tolist()


@pytest.mark.parametrize("field", ["url", "title"])
def test_a_source_is_a_context(gazetteer, field):
    """Places that one source names, recognised by link or title, support each other."""
    wheres = ["Moscow", "Pullman", "Spokane", *(f"{k} km N of Tula" for k in range(1, 45))]

    def score(sources):
        events = [
            {"where": where, "sources": ({field: f"https://a.example/{source}"},)}
            for where, source in zip(wheres, sources, strict=True)
        ]
        return place_events(events, gazetteer=gazetteer)[0]["geocode_score"].iloc[0]

    apart = range(len(wheres))
    together = [0, 0, 0, *apart[3:]]
    assert score(apart) != score(together)


def test_near_decides(gazetteer):
    """The setting ``near`` changes what a name means."""
    found = [
        place_where(
            "Valencia", gazetteer=gazetteer, settings=Settings(place=PlaceSettings(near=(near,)))
        )["country"]
        for near in ("Madrid", "Caracas")
    ]
    assert ["ES", "VE"] == found


def test_pinned_name_decides(gazetteer, tmp_path):
    """A row of the project's places.csv overrides the gazetteer."""
    folder = tmp_path / "geodata"
    folder.mkdir()
    head = "id,name,other_names,kind,country,admin1,lon,lat,uncertainty_m,recipe,importance"
    row = "our-sumy,Sumy,The Base,base,UA,,34.9,50.9,300,,"
    (folder / "places.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    for where in ("Sumy", "the base"):
        placed = place_where(where, gazetteer=gazetteer, settings=Settings(root=tmp_path))
        assert ("project:our-sumy", "pinned", 1.0, 300.0) == (
            placed["place_id"],
            placed["geocode_method"],
            placed["geocode_score"],
            placed["uncertainty_m"],
        )


def test_pinned_place_may_be_what_worldviews_differ_on(gazetteer, tmp_path):
    """The recipe of an own place may be the difference of worldviews, here Crimea."""
    folder = tmp_path / "geodata"
    folder.mkdir()
    head = "id,name,other_names,kind,country,admin1,lon,lat,uncertainty_m,recipe,importance"
    row = "the-peninsula,The Peninsula,,disputed,UA,,34.1,45.2,500,worldview-difference:UA,"
    (folder / "places.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    placed = place_where("the peninsula", gazetteer=gazetteer, settings=Settings(root=tmp_path))
    simferopol, kherson = shapely.Point(34.1, 44.95), shapely.Point(32.62, 46.64)
    held = placed["geometry"].contains(simferopol), placed["geometry"].contains(kherson)
    assert (True, False) == held


def test_pinned_place_on_which_worldviews_agree_is_reported(gazetteer, tmp_path):
    """Where the worldviews do not differ there is no place, and the finding says why."""
    folder = tmp_path / "geodata"
    folder.mkdir()
    head = "id,name,other_names,kind,country,admin1,lon,lat,uncertainty_m,recipe,importance"
    row = "nothing,Nothing,,disputed,PL,,19.0,52.0,500,worldview-difference:PL,"
    (folder / "places.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    _, reported = place_events(
        [{"where": "Nothing"}], gazetteer=gazetteer, settings=Settings(root=tmp_path)
    )
    assert ['all worldviews agree on "PL"'] == [one.message for one in reported]


WHERES = ["Sumy", "Kursk", "Moscow", "near Sumy, Ukraine", "Rafah", "Paris", "Springfield", None]
LAYERS = ["Ukraine", "Gaza", None]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.sampled_from(WHERES), st.sampled_from(LAYERS)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_order_of_rows_changes_nothing(gazetteer, pairs, random):
    """Shuffled rows get the same places and the same findings."""
    events = [{"where": w, "layer": n, "event_id": f"e{i}"} for i, (w, n) in enumerate(pairs)]
    shuffled = random.sample(events, len(events))
    columns = ["place_id", "geocode_score", "geocode_reason", "lon", "lat", "country"]
    one, other = (
        place_events(rows, gazetteer=gazetteer)[0].set_index("event_id")[columns].sort_index()
        for rows in (events, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


def test_alternatives_are_records_of_the_schema(gazetteer):
    """Runners-up have the fields of the schema and descending scores."""
    others = place_where("Springfield", gazetteer=gazetteer)["geocode_alternatives"]
    assert {schema.ALTERNATIVE_FIELDS} == {tuple(other) for other in others}
    scores = [other["score"] for other in others]
    assert sorted(scores, reverse=True) == scores


@pytest.mark.parametrize("where", ["Sumy", "Kursk", "Georgia", "Sea of Japan", "12 km NE of Sumy"])
def test_scores_are_shares(gazetteer, where):
    """A score is between 0 and 1, and there is a reason in words."""
    row = place_where(where, gazetteer=gazetteer)
    assert 0 < row["geocode_score"] <= 1
    assert isinstance(row["geocode_reason"], str)


def test_the_garbage_collector_is_left_as_it_was(gazetteer):
    """Geocoding pauses Python's cycle collector and resumes it."""
    place_where("Sumy", gazetteer=gazetteer)
    assert gc.isenabled()


def test_a_thousand_texts_are_read_once_each(gazetteer):
    """Ten thousand events of ten texts cost no more look-ups than ten events."""
    events = [{"where": f"{n} km N of Sumy"} for n in range(1, 11)] * 1_000
    placed, _ = place_events(events, gazetteer=gazetteer)
    assert 10 == placed["lat"].nunique()
    assert not np.isnan(placed["lat"]).any()


def test_a_layer_for_each_event_costs_no_more_than_one(gazetteer, monkeypatch):
    """Equal small contexts are resolved once, and contexts without names not at all."""
    asked = []
    resolve = contexts.resolve

    def counted(context, finder, *, project):
        asked.append(context)
        return resolve(context, finder, project=project)

    monkeypatch.setattr(contexts, "resolve", counted)
    rows = [{"where": "Sumy", "layer": f"L{number}"} for number in range(50)]
    rows += [{"lon": 1.0, "lat": 2.0, "layer": f"M{number}"} for number in range(50)]
    placed, _ = place_events(rows, gazetteer=gazetteer)
    assert len(asked) <= 2
    assert set(placed["place_name"][:50]) == {"Sumy"}
